// One signed call to the sandbox platform, and what its failures mean.
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { CallFailed, type Reach } from './connector.ts'
import { time } from './sandbox-rows.ts'

/** A slow page is no dead one. */
const TIMEOUT_MS = 20_000

const SAID = z.object({ code: z.int(), msg: z.string().default(''), data: z.unknown().optional() })

const DONE = 10000
const KIND_OF: Readonly<Record<number, CallFailed['kind']>> = {
  30002: 'clock',
  30005: 'token',
  30007: 'token',
}

/** Where a person can do something about it, the answer says what. */
const HINTS: Readonly<Record<number, string>> = {
  30001: '平台不认识这个应用标识,请核对 app_key',
  30003: '签名不对,请核对应用密钥(secret)',
  40004: '这个应用不属于这个店铺,请核对 shop_id',
}

/** Keys sorted at every depth: what is signed must not hang on the order in which it was written. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

export function signCall(
  secret: string,
  call: { appKey: string; method: string; paramJson: string; timestamp: string },
): string {
  const text = `app_key${call.appKey}method${call.method}param_json${call.paramJson}timestamp${call.timestamp}v2`
  return createHmac('sha256', secret)
    .update(secret + text + secret)
    .digest('hex')
}

async function send(url: URL, init: RequestInit): Promise<z.output<typeof SAID>> {
  let answer: Response
  let text: string
  try {
    answer = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    text = await answer.text()
  } catch (error) {
    throw new CallFailed('unknown', `no answer: ${(error as Error).message}`)
  }
  if (answer.status === 429) {
    const wait = Number(answer.headers.get('retry-after-ms') ?? Number.NaN)
    throw new CallFailed('throttled', 'too many calls', Number.isFinite(wait) ? wait : null)
  }
  if (answer.status >= 500) throw new CallFailed('unknown', `answered ${answer.status}`)
  return parse(SAID, () => JSON.parse(text))
}

/** An answer that is not what was agreed is no reason to ask again. */
function parse<T>(schema: z.ZodType<T>, value: () => unknown): T {
  try {
    return schema.parse(value())
  } catch (error) {
    throw new CallFailed(
      'refused',
      `an answer that cannot be read: ${(error as Error).message.slice(0, 300)}`,
    )
  }
}

export type Caller = <T>(method: string, params: unknown, schema: z.ZodType<T>) => Promise<T>

export function callerOf(reach: Reach): Caller {
  return async (method, params, schema) => {
    const { secret, tokens } = reach.credentials
    const paramJson = canonicalJson(params)
    const timestamp = String(Math.floor(reach.platformNow().getTime() / 1000))
    const url = new URL(`/api/${method.replace('.', '/')}`, reach.address)
    url.search = new URLSearchParams({
      app_key: reach.appKey,
      method,
      v: '2',
      timestamp,
      sign_method: 'hmac-sha256',
      sign: signCall(secret, { appKey: reach.appKey, method, paramJson, timestamp }),
      access_token: tokens?.access ?? '',
    }).toString()
    const said = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: paramJson,
    })
    if (said.code === DONE) return parse(schema, () => said.data)
    const hint = HINTS[said.code]
    const text = `${said.code} ${said.msg}`
    throw new CallFailed(
      KIND_OF[said.code] ?? 'refused',
      hint === undefined ? text : `${text} · ${hint}`,
    )
  }
}

/** The platform's clock needs no signature: ours may be too far off for one. */
export async function readClock(address: string): Promise<Date> {
  const said = await send(new URL('/api/time', address), { method: 'GET' })
  return parse(z.object({ now: time }), () => said.data).now
}
