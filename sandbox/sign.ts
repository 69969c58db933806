// The platform's side of signatures: parameters in canonical JSON, HMAC-SHA256 with the shop's secret, as Douyin does it.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Keys sorted at every depth, nothing between, nothing escaped beyond JSON itself. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
        )
      : inner,
  )
}

export interface Signed {
  readonly appKey: string
  readonly method: string
  readonly paramJson: string
  readonly timestamp: string
  readonly v: string
}

export function signCall(secret: string, call: Signed): string {
  const text = `${secret}app_key${call.appKey}method${call.method}param_json${call.paramJson}timestamp${call.timestamp}v${call.v}${secret}`
  return createHmac('sha256', secret).update(text).digest('hex')
}

export const signPush = (secret: string, appKey: string, body: string): string =>
  createHmac('sha256', secret)
    .update(appKey + body)
    .digest('hex')

export function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
