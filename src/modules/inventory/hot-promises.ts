// Promises of many callers in one statement each: what a flash sale writes. Together with `ledger.ts` the only
// writer of the ledger; nothing here takes a promise back or moves goods.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { addToReservations, type Pool } from './ledger.ts'
import { ANYWHERE, type Entry, poolDeltas, reservationDeltas, reservationKey } from './posting.ts'

export interface CausedEntry extends Entry {
  readonly cause: string
  readonly actor: string
}

/**
 * Promises on one pool in one statement that commits by itself, if the pool still is as given; else false, and
 * nothing happened. The update comes first: it waits for whoever holds the row and compares with what they
 * left, and everything else depends on it.
 */
export async function promiseIfUnchanged(
  db: Db,
  pool: Pool,
  entries: readonly CausedEntry[],
): Promise<boolean> {
  const { skuId, siteId, kind } = entries[0]!
  for (const e of entries) {
    assert(e.delta > 0n, 'this path only promises more')
    assert(e.skuId === skuId && e.siteId === siteId && e.kind === kind, 'one pool, one kind')
  }
  const [delta, ...none] = poolDeltas([], entries, new Map())
  assert(delta && none.length === 0, 'one pool')
  const event = JSON.stringify({ skuId, qty: String(delta.soft + delta.ordered) })
  const columns = columnsOf(entries)
  const arrays = columns.filter(({ array }) => array !== null)
  const { rows } = await sql`
    with pooled as (
      update inventory.pools set soft = soft + ${delta.soft}, ordered = ordered + ${delta.ordered}
      where sku_id = ${skuId} and site_id = ${siteId} and (good, soft, ordered, hard, frozen, quota)
        = (${pool.good}::bigint, ${pool.soft}::bigint, ${pool.ordered}::bigint, ${pool.hard}::bigint,
           ${pool.frozen}::bigint, ${pool.quota}::bigint)
      returning 1),
    line as not materialized (
      select ${sql.join(columns.map(({ said }) => said))} from unnest(${sql.join(arrays.map(({ array }) => array))})
        as given (${sql.join(arrays.map(({ name }) => sql.ref(name)))})
      where exists (select 1 from pooled)),
    written as (
      insert into inventory.reservation_entries
        (sku_id, site_id, order_ref, line_ref, kind, location_id, lot, delta, reason, cause, actor)
      select ${skuId}::uuid, ${siteId}::uuid, order_ref, line_ref, ${kind}, ${ANYWHERE}::uuid, '', delta, 'reserve',
        cause, actor
      from line),
    promised as (
      insert into inventory.reservations
        (sku_id, site_id, order_ref, line_ref, kind, location_id, lot, outstanding, channel, expires_at)
      select ${skuId}::uuid, ${siteId}::uuid, order_ref, line_ref, ${kind}, ${ANYWHERE}::uuid, '', delta, channel,
        expires_at
      from line)
    select outbox.publish(array['stock.reserved'], array[${skuId}::text], array[${event}::jsonb]) from pooled`.execute(
    db,
  )
  return rows.length === 1
}

/**
 * Promises of many causes in one statement: the path of hot SKUs. The caller holds the locks, has found
 * none of the causes applied, knows which reservations exist (`known`, by `reservationKey`), and only adds.
 * That each cause applies once is kept by the key of the entries themselves.
 *
 * What the lines of a batch share is sent once and joined: a plain insert of few arrays takes less than half
 * the time of an upsert of eleven (measured, B2).
 */
export async function postPromises(
  tx: Tx,
  entries: readonly CausedEntry[],
  known: ReadonlySet<string>,
): Promise<void> {
  for (const { delta } of entries) assert(delta > 0n, 'this path only promises more')
  const pools = poolDeltas([], entries, new Map())
  const sums = reservationDeltas(entries)
  const shared = new Shared()
  const group = entries.map((entry) => shared.numberOf(entry))
  const fresh = sums.filter((sum) => !known.has(reservationKey(sum)))
  const freshGroup = fresh.map((sum) => shared.numberOf(sum))
  const bySku = Map.groupBy(entries, ({ skuId }) => skuId)
  const events = [...bySku].map(([skuId, lines]) =>
    JSON.stringify({ skuId, qty: lines.reduce((sum, { delta }) => sum + delta, 0n).toString() }),
  )
  const groups = shared.list
  await sql`
    with shared as materialized (
      select * from unnest(
        ${groups.map((g) => g.skuId)}::uuid[], ${groups.map((g) => g.siteId)}::uuid[], ${groups.map((g) => g.kind)}::text[],
        ${groups.map((g) => g.locationId)}::uuid[], ${groups.map((g) => g.lot)}::text[],
        ${groups.map((g) => g.reason)}::text[], ${groups.map((g) => g.channel ?? '')}::text[],
        ${groups.map((g) => g.expiresAt ?? null)}::timestamptz[]
      ) with ordinality as g (sku_id, site_id, kind, location_id, lot, reason, channel, expires_at, no)),
    written as (
      insert into inventory.reservation_entries
        (sku_id, site_id, order_ref, line_ref, kind, location_id, lot, delta, reason, cause, actor)
      select sku_id, site_id, order_ref, line_ref, kind, location_id, lot, delta, reason, cause, actor
      from unnest(
        ${pgArray(group)}::int[], ${pgArray(entries.map((e) => e.orderRef))}::text[], ${pgArray(entries.map((e) => e.lineRef))}::text[],
        ${pgArray(entries.map((e) => e.delta))}::bigint[], ${pgArray(entries.map((e) => e.cause))}::text[],
        ${pgArray(entries.map((e) => e.actor))}::text[]
      ) as e (no, order_ref, line_ref, delta, cause, actor) join shared using (no)),
    promised as (
      insert into inventory.reservations
        (sku_id, site_id, order_ref, line_ref, kind, location_id, lot, outstanding, channel, expires_at)
      select sku_id, site_id, order_ref, line_ref, kind, location_id, lot, delta, channel, expires_at
      from unnest(
        ${pgArray(freshGroup)}::int[], ${pgArray(fresh.map((d) => d.orderRef))}::text[], ${pgArray(fresh.map((d) => d.lineRef))}::text[],
        ${pgArray(fresh.map((d) => d.delta))}::bigint[]
      ) as r (no, order_ref, line_ref, delta) join shared using (no)),
    pooled as (
      update inventory.pools as pool set soft = pool.soft + delta.soft, ordered = pool.ordered + delta.ordered,
        frozen = pool.frozen + delta.frozen, peg = pool.peg + delta.peg, quota = pool.quota + delta.quota
      from unnest(
        ${pools.map((d) => d.skuId)}::uuid[], ${pools.map((d) => d.siteId)}::uuid[], ${pools.map((d) => d.soft)}::bigint[],
        ${pools.map((d) => d.ordered)}::bigint[], ${pools.map((d) => d.frozen)}::bigint[],
        ${pools.map((d) => d.peg)}::bigint[], ${pools.map((d) => d.quota)}::bigint[]
      ) as delta (sku_id, site_id, soft, ordered, frozen, peg, quota)
      where pool.sku_id = delta.sku_id and pool.site_id = delta.site_id)
    select outbox.publish(
      array_fill('stock.reserved'::text, array[${events.length}::int]),
      ${[...bySku.keys()]}::text[], ${events}::jsonb[])`.execute(tx)
  const more = sums.filter((sum) => known.has(reservationKey(sum)))
  if (more.length > 0) await addToReservations(tx, more)
}

function columnsOf(entries: readonly CausedEntry[]) {
  return [
    column(
      'order_ref',
      'text',
      entries.map((e) => e.orderRef),
      true,
    ),
    column(
      'line_ref',
      'text',
      entries.map((e) => e.lineRef),
    ),
    column(
      'delta',
      'bigint',
      entries.map((e) => e.delta),
    ),
    column(
      'cause',
      'text',
      entries.map((e) => e.cause),
    ),
    column(
      'actor',
      'text',
      entries.map((e) => e.actor),
    ),
    column(
      'channel',
      'text',
      entries.map((e) => e.channel ?? ''),
    ),
    column(
      'expires_at',
      'timestamptz',
      entries.map((e) => e.expiresAt ?? null),
    ),
  ]
}

/**
 * A column of the lines. What is the same in all of them is sent once: in a sale that is nearly everything but
 * the order and its event, and each array costs a tenth of the statement.
 */
function column(name: string, type: string, values: readonly unknown[], isArray = false) {
  const as = sql.raw(`::${type}`)
  if (!isArray && values.every((value) => value === values[0])) {
    return { name, array: null, said: sql`${values[0]}${as} as ${sql.ref(name)}` }
  }
  return { name, array: sql`${pgArray(values)}${sql.raw(`::${type}[]`)}`, said: sql.ref(name) }
}

type SharedPart = Omit<Entry, 'orderRef' | 'lineRef' | 'delta' | 'ownerId' | 'expiresAt'> & {
  readonly expiresAt?: Date | null | undefined
}

/** The combinations that many lines share, each once, numbered from 1. */
class Shared {
  readonly list: SharedPart[] = []
  readonly #numbers = new Map<string, number>()

  numberOf(part: SharedPart): number {
    const { skuId, siteId, kind, locationId, lot, reason, channel = '', expiresAt } = part
    const key = `${skuId}|${siteId}|${kind}|${locationId}|${reason}|${expiresAt?.getTime() ?? ''}|${channel}|${lot}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.list.push(part))
    return this.list.length
  }
}
