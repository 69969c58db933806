// Promise stock to orders: every line or none. One order or a batch of hundreds take the same path: lock
// the pools in key order, look, decide in memory, write. Nothing is decided on a number that somebody
// else may still change.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { readSetting } from '#kernel/settings.ts'
import { addMs, now } from '#kernel/time.ts'
import { componentsOf } from '#modules/catalog'
import { type Allocation, Desk, type Quota, type WantedLine } from './decide.ts'
import { insufficientStock, type Shortage } from './errors.ts'
import { type CausedEntry, postPromises } from './hot-promises.ts'
import { lockExistingPools, type Pool, post } from './ledger.ts'
import { softMinutes } from './settings.ts'
import { ANYWHERE, type Entry, type ReservationKey, reservationKey } from './posting.ts'

export interface ReserveRequest {
  readonly orderRef: string
  /** The event that asks: replaying it changes nothing and answers alike. */
  readonly cause: string
  readonly kind: 'SOFT' | 'ORDER'
  readonly lines: readonly WantedLine[]
  /** Best first; left out, every active site in order of code. */
  readonly siteIds?: readonly string[] | undefined
  readonly channel?: string | undefined
  readonly expiresAt?: Date | undefined
}

/** When a soft promise ends: as asked, or by the setting. Others do not end by themselves. */
export async function expiryOf(
  db: Db,
  { kind, expiresAt }: Pick<ReserveRequest, 'kind' | 'expiresAt'>,
): Promise<Date | undefined> {
  if (expiresAt !== undefined || kind !== 'SOFT') return expiresAt
  return addMs(now(), (await readSetting(db, softMinutes)) * 60_000)
}

export interface Reserved {
  readonly lineRef: string
  readonly skuId: string
  readonly siteId: string
  readonly qty: bigint
}

export type Outcome =
  | { readonly ok: true; readonly reserved: readonly Reserved[]; readonly replayed: boolean }
  | { readonly ok: false; readonly short: readonly Shortage[] }

export interface AskedBy extends ReserveRequest {
  readonly actor: Actor
}

/** Reserve, or throw `inventory.insufficient_stock` naming every short line. */
export async function reserve(
  tx: Tx,
  actor: Actor,
  request: ReserveRequest,
): Promise<readonly Reserved[]> {
  const [outcome] = await reserveBatch(tx, [{ ...request, actor }])
  if (!outcome!.ok) throw insufficientStock(outcome!.short)
  return outcome!.reserved
}

/** Judge requests in the order given. One outcome each; a refused one has changed nothing. */
export async function reserveBatch(tx: Tx, requests: readonly AskedBy[]): Promise<Outcome[]> {
  const asked = await expandBundles(tx, requests)
  const sites = await defaultSites(tx, requests)
  const keys = asked.flatMap(({ lines, siteIds = sites }) =>
    lines.flatMap(({ skuId }) => siteIds.map((siteId) => ({ skuId, siteId }))),
  )
  let pools = await lockExistingPools(tx, keys)
  const earlier = await findEarlier(tx, asked)
  const judge = async () => decideAll(asked, sites, pools, await openQuotas(tx, pools), earlier)
  let decided = await judge()
  if (decided.some(({ short }) => short) && (await expireOld(tx, pools))) {
    pools = await lockExistingPools(tx, keys)
    decided = await judge()
  }
  await writeAll(tx, decided, earlier.known)
  return decided.map(({ outcome }) => outcome)
}

export interface Decided {
  readonly request: AskedBy
  readonly outcome: Outcome
  readonly allocations: readonly Allocation[]
  readonly short: boolean
}

/** Judge everybody in turn, on what the pools hold at this moment. */
export function decideAll(
  requests: readonly AskedBy[],
  sites: readonly string[],
  pools: readonly Pool[],
  quotas: readonly Quota[],
  { replays }: Earlier,
): Decided[] {
  const desk = new Desk(pools, quotas)
  const seen = new Map<string, Outcome>()
  return requests.map((request) => {
    const before = replays.get(request.cause)
    const twin = seen.get(request.cause)
    if (before || twin) {
      const outcome = twin ?? ({ ok: true, reserved: before ?? [], replayed: true } as const)
      return { request, outcome, allocations: [], short: false }
    }
    const { lines, siteIds = sites, channel = '' } = request
    const decision = desk.judge({ lines, siteIds, channel })
    const allocations = decision.ok ? decision.allocations : []
    const outcome: Outcome = decision.ok
      ? {
          ok: true,
          replayed: false,
          reserved: allocations.map(({ lineRef, skuId, siteId, qty }) => ({
            lineRef,
            skuId,
            siteId,
            qty,
          })),
        }
      : { ok: false, short: decision.short }
    seen.set(request.cause, outcome)
    return { request, outcome, allocations, short: !decision.ok }
  })
}

async function writeAll(
  tx: Tx,
  decided: readonly Decided[],
  known: ReadonlySet<string>,
): Promise<void> {
  const accepted = decided.filter(({ allocations }) => allocations.length > 0)
  const plain = accepted.filter(({ allocations }) =>
    allocations.every((a) => a.fromQuotas.length === 0),
  )
  const entries = plain.flatMap(({ request, allocations }) =>
    allocations.map((a) => entryOf(request, a)),
  )
  if (entries.length > 0) await postPromises(tx, entries, known)
  for (const { request, allocations } of accepted.filter((one) => !plain.includes(one))) {
    const used = allocations.flatMap(({ fromQuotas }) => fromQuotas.map(quotaEntry))
    await post(tx, request.actor, {
      cause: request.cause,
      document: `order:${request.orderRef}`,
      entries: [...allocations.map((a) => entryOf(request, a)), ...used],
    })
  }
}

export function entryOf(
  request: AskedBy,
  { lineRef, skuId, siteId, qty }: Allocation,
): CausedEntry {
  return {
    skuId,
    siteId,
    orderRef: request.orderRef,
    lineRef,
    kind: request.kind,
    locationId: ANYWHERE,
    lot: '',
    ownerId: ANYWHERE,
    delta: qty,
    reason: 'reserve',
    channel: request.channel,
    expiresAt: request.expiresAt,
    cause: request.cause,
    actor: request.actor.id,
  }
}

function quotaEntry({ quota, qty }: { quota: Quota; qty: bigint }): Entry {
  return {
    skuId: quota.skuId,
    siteId: quota.siteId,
    orderRef: quota.orderRef,
    lineRef: quota.lineRef,
    kind: 'QUOTA',
    locationId: ANYWHERE,
    lot: '',
    ownerId: ANYWHERE,
    delta: -qty,
    reason: 'consume',
  }
}

export function skusOf(requests: readonly AskedBy[]): string[] {
  return [...new Set(requests.flatMap(({ lines }) => lines.map(({ skuId }) => skuId)))]
}

/** Bundles hold nothing: their lines become their parts, under the same line. */
async function expandBundles(tx: Db, requests: readonly AskedBy[]): Promise<AskedBy[]> {
  const skuIds = skusOf(requests)
  const parts = await componentsOf(tx, skuIds)
  return requests.map((request) => ({
    ...request,
    lines: mergeParts(
      request.lines.flatMap(({ lineRef, skuId, qty }) =>
        (parts.get(skuId) ?? []).map((part) => ({
          lineRef,
          skuId: part.skuId,
          qty: part.qty * qty,
        })),
      ),
    ),
  }))
}

/** One demand per line and SKU, so that a line cannot take the same unit twice. */
export function mergeParts(lines: readonly WantedLine[]): WantedLine[] {
  const merged = new Map<string, WantedLine>()
  for (const line of lines) {
    const key = `${line.lineRef}\x1f${line.skuId}`
    merged.set(key, { ...line, qty: (merged.get(key)?.qty ?? 0n) + line.qty })
  }
  return [...merged.values()]
}

export async function defaultSites(tx: Db, requests: readonly AskedBy[]): Promise<string[]> {
  if (requests.every(({ siteIds }) => siteIds !== undefined)) return []
  const { rows } = await sql<{ id: string }>`
    select id from places.sites where active order by code limit 200`.execute(tx)
  return rows.map(({ id }) => id)
}

interface Earlier {
  /** Answers given before, by cause. */
  readonly replays: ReadonlyMap<string, readonly Reserved[]>
  /** Reservations these orders have already, by `reservationKey`. */
  readonly known: ReadonlySet<string>
}

export const NOTHING_EARLIER: Earlier = { replays: new Map(), known: new Set() }

/** What was written for these orders before; found by the key of the entries (SKU, order). */
async function findEarlier(tx: Db, requests: readonly AskedBy[]): Promise<Earlier> {
  const skuIds = skusOf(requests)
  const { rows } = await sql<ReservationKey & { cause: string; qty: bigint; reason: string }>`
    select e.cause, e.order_ref as "orderRef", e.line_ref as "lineRef", e.sku_id as "skuId", e.site_id as "siteId",
      e.kind, e.location_id as "locationId", e.lot, e.delta as qty, e.reason
    from inventory.entries_of(${skuIds}, ${pgArray(requests.map(({ orderRef }) => orderRef))}) e`.execute(
    tx,
  )
  const causes = new Set(requests.map(({ cause }) => cause))
  const replays = new Map<string, Reserved[]>()
  for (const { cause, kind, reason, lineRef, skuId, siteId, qty } of rows) {
    if (!causes.has(cause) || reason !== 'reserve' || (kind !== 'SOFT' && kind !== 'ORDER'))
      continue
    replays.set(cause, [...(replays.get(cause) ?? []), { lineRef, skuId, siteId, qty }])
  }
  return { replays, known: new Set(rows.map(reservationKey)) }
}

async function openQuotas(tx: Db, pools: readonly Pool[]): Promise<Quota[]> {
  const kept = pools.filter(({ quota }) => quota > 0n)
  if (kept.length === 0) return []
  const { rows } = await sql<Quota>`
    select sku_id as "skuId", site_id as "siteId", channel, order_ref as "orderRef", line_ref as "lineRef", outstanding as left
    from inventory.reservations
    -- Also those whose time is over: they count in the pool until they have been given back (expireOld).
    where kind = 'QUOTA' and outstanding > 0
      and (sku_id, site_id) in (
        select * from unnest(${kept.map(({ skuId }) => skuId)}::uuid[], ${kept.map(({ siteId }) => siteId)}::uuid[]))
    order by expires_at nulls last, order_ref`.execute(tx)
  return rows
}

/** Give back soft promises and quotas whose time is over. True when something was given back. */
async function expireOld(tx: Tx, pools: readonly Pool[]): Promise<boolean> {
  const held = pools.filter(({ soft, quota }) => soft > 0n || quota > 0n)
  return (
    held.length > 0 &&
    (await expireReservations(
      tx,
      held.map(({ skuId }) => skuId),
    )) > 0
  )
}

const EXPIRY: Actor = {
  kind: 'system',
  id: 'system:expiry',
  name: 'expiry',
  role: null,
  permissions: new Set(),
}

/** Expire what is over, for some SKUs or for all. The caller holds the pools' locks, or takes them here. */
export async function expireReservations(
  tx: Tx,
  skuIds: readonly string[] | null = null,
): Promise<number> {
  const { rows } = await sql<Omit<Entry, 'delta' | 'reason' | 'ownerId'> & { outstanding: bigint }>`
    select sku_id as "skuId", site_id as "siteId", order_ref as "orderRef", line_ref as "lineRef", kind,
      location_id as "locationId", lot, outstanding
    from inventory.reservations
    where outstanding > 0 and expires_at <= now() and kind in ('SOFT', 'QUOTA')
      and (${skuIds === null} or sku_id = any(${[...(skuIds ?? [])]}::uuid[]))
    order by sku_id, site_id limit 1000`.execute(tx)
  for (const group of Map.groupBy(rows, ({ orderRef }) => orderRef).values()) {
    const stamp = group.map(({ lineRef, outstanding }) => `${lineRef}=${outstanding}`).join(',')
    await post(tx, EXPIRY, {
      cause: `expire:${group[0]!.orderRef}:${stamp}:${group[0]!.skuId}`,
      document: `order:${group[0]!.orderRef}`,
      entries: group.map(({ outstanding, ...key }) => ({
        ...key,
        ownerId: ANYWHERE,
        delta: -outstanding,
        reason: 'expire' as const,
      })),
    })
  }
  return rows.length
}
