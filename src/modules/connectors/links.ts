// A shop's tie to its platform: credentials out of the vault, and calls with pace, retries and new tokens around them.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Services } from '#kernel/services.ts'
import { addMs, instant, now, nowMs } from '#kernel/time.ts'
import { CallFailed, type Connector, type Credentials, type Session } from './connector.ts'
import { connectorById } from './registry.ts'
import { backOff, type Bucket, FULL, takeToken } from './pace.ts'

export interface Link {
  readonly shopId: string
  readonly shopCode: string
  readonly platform: string
  readonly currency: string
  readonly timeZone: string
  readonly connector: string
  readonly address: string
  readonly remoteShop: string
  readonly appKey: string
  readonly sealed: string
  readonly active: boolean
  readonly skewMs: bigint
}

export interface Tally {
  calls: number
  failed: number
  throttled: number
  /** When the platform last asked us to wait, and how long. */
  wait: { readonly at: Date; readonly ms: number } | null
}

export interface OpenLink {
  readonly services: Services
  readonly link: Link
  readonly connector: Connector
  readonly signal: AbortSignal
  /** Calls since the link was opened, for the error budget. */
  readonly tally: Tally
  platformNow(): Date
  /** One call, with pace and retries. `once`: never again after an answer that is missing. */
  call<T>(run: (session: Session) => Promise<T>, options?: { once: boolean }): Promise<T>
  /** Put our idea of the platform's clock right, and take new tokens when the old are about to end. */
  prepare(): Promise<void>
}

/** A call is tried so often before the poll gives up and its job is tried again later. */
const MOST_TRIES = 8

/** Tokens are renewed this long before their end. */
const RENEW_BEFORE_MS = 5 * 60_000

export const credentialsContext = (shopId: string) => `connectors.credentials:${shopId}`

/** Buckets of this process: polls of one shop run one after the other, so one bucket a shop is enough. */
const buckets = new Map<string, Bucket>()

export async function readLink({ db }: Pick<Services, 'db'>, shopId: string): Promise<Link | null> {
  const { rows } = await sql<Link>`
    select l.shop_id as "shopId", s.code as "shopCode", s.platform, s.currency, s.time_zone as "timeZone", l.connector, l.address,
      l.remote_shop as "remoteShop", l.app_key as "appKey", l.credentials_sealed as sealed, l.active and s.active as active,
      l.skew_ms as "skewMs"
    from connectors.links l join shops.shops s on s.id = l.shop_id where l.shop_id = ${shopId}`.execute(
    db,
  )
  return rows[0] ?? null
}

export function openLink(services: Services, link: Link, signal: AbortSignal): OpenLink {
  const connector = connectorById(link.connector)
  let credentials = JSON.parse(
    services.vault.open(link.sealed, credentialsContext(link.shopId)),
  ) as Credentials
  let skewMs = Number(link.skewMs)
  const platformNow = () => addMs(now(), skewMs)
  const session = connector.open({
    ...link,
    get credentials() {
      return credentials
    },
    platformNow,
  })
  const tally: Tally = { calls: 0, failed: 0, throttled: 0, wait: null }
  const renew = async () => {
    credentials = { ...credentials, tokens: await session.newTokens() }
    await keepCredentials(services, link.shopId, credentials)
  }
  const look = async () => {
    const before = nowMs()
    const theirs = await session.clock()
    // Half of the way there, half of the way back.
    skewMs = Math.round(theirs.getTime() - (before + nowMs()) / 2)
  }
  const call = retrying({ link, connector, signal, tally, session, renew, look })
  return {
    services,
    link,
    connector,
    signal,
    tally,
    platformNow,
    call,
    async prepare() {
      await call(look)
      await sql`update connectors.links set skew_ms = ${skewMs}, skew_seen_at = clock_timestamp() where shop_id = ${link.shopId}`.execute(
        services.db,
      )
      const endsAt = credentials.tokens?.expiresAt ?? 0
      if (instant(endsAt).getTime() - RENEW_BEFORE_MS <= platformNow().getTime()) await call(renew)
    },
  }
}

interface Retrying extends Pick<OpenLink, 'link' | 'connector' | 'signal' | 'tally'> {
  readonly session: Session
  readonly renew: () => Promise<void>
  readonly look: () => Promise<void>
}

function retrying({
  link,
  connector,
  signal,
  tally,
  session,
  renew,
  look,
}: Retrying): OpenLink['call'] {
  return async (run, options) => {
    // What has to be mended before the next try; mending is a call that may fail like any other.
    let mend: (() => Promise<void>) | null = null
    for (let tries = 1; ; tries++) {
      signal.throwIfAborted()
      await keepPace(link.shopId, connector, signal)
      tally.calls += 1
      try {
        if (mend) await mend()
        mend = null
        return await run(session)
      } catch (error) {
        if (!(error instanceof CallFailed) || error.kind === 'refused') throw error
        const waitMs = error.retryAfterMs ?? backOff(tries, connector.backOffMs)
        if (error.kind === 'throttled') {
          tally.throttled += 1
          tally.wait = { at: now(), ms: waitMs }
        } else if (error.kind === 'unknown') tally.failed += 1
        // While it was being mended, the call itself was not made.
        const mayRepeat = error.kind !== 'unknown' || options?.once !== true || mend !== null
        if (!mayRepeat || tries >= MOST_TRIES) throw error
        if (error.kind === 'token') mend = renew
        else if (error.kind === 'clock') mend = look
        else await sleep(waitMs, null, { signal })
      }
    }
  }
}

async function keepPace(shopId: string, { rate }: Connector, signal: AbortSignal): Promise<void> {
  const { bucket, waitMs } = takeToken(buckets.get(shopId) ?? FULL, rate, nowMs())
  buckets.set(shopId, bucket)
  if (waitMs > 0) await sleep(waitMs, null, { signal })
}

async function keepCredentials(
  { db, vault }: Services,
  shopId: string,
  credentials: Credentials,
): Promise<void> {
  const sealed = vault.seal(JSON.stringify(credentials), credentialsContext(shopId))
  await sql`update connectors.links set credentials_sealed = ${sealed} where shop_id = ${shopId}`.execute(
    db,
  )
}
