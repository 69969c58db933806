// The writer of the stock ledger; `hot-promises.ts` holds its two statements for many callers at once. One posting carries any mix of moves and
// promise entries; their sums land on balances, pools and reservations in the same transaction, each row
// touched once with its net change, so that shipping what is reserved never looks like overselling in
// between. Whoever posts has locked the pools first, in key order.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { type LocationFacts, locationFacts } from './locations.ts'
import {
  type BalanceDelta,
  balanceDeltas,
  type Entry,
  type Kind,
  type Move,
  POOL_COLUMN,
  type PoolDelta,
  poolDeltas,
  type ReservationDelta,
  reservationDeltas,
} from './posting.ts'

export interface Posting {
  /** The document's effect: posting the same cause again does nothing. */
  readonly cause: string
  /** What people see beside each line: `receipt:…`, `order:…`. */
  readonly document: string
  readonly moves?: readonly Move[]
  readonly entries?: readonly Entry[]
  /** When it happened, if not now; never in the future. */
  readonly effectiveAt?: Date
}

export interface PoolKey {
  readonly skuId: string
  readonly siteId: string
}

export interface Pool extends PoolKey {
  readonly good: bigint
  readonly soft: bigint
  readonly ordered: bigint
  readonly hard: bigint
  readonly frozen: bigint
  readonly quota: bigint
}

/** Lock the pools that exist, in key order; where nothing was ever stocked there is nothing to promise. */
export async function lockExistingPools(tx: Tx, keys: readonly PoolKey[]): Promise<Pool[]> {
  const sites = Map.groupBy(keys, ({ skuId }) => skuId)
  const locked: Pool[] = []
  for (const skuId of [...sites.keys()].toSorted()) {
    const siteIds = [...new Set(sites.get(skuId)!.map(({ siteId }) => siteId))].toSorted()
    locked.push(...(await selectPools(tx, skuId, siteIds)).rows)
  }
  return locked
}

/**
 * Lock pools in key order, making empty ones for SKUs never stocked at a site. One statement per SKU,
 * because a cluster locks within one shard at a time; the order makes deadlock impossible.
 */
export async function lockPools(tx: Tx, keys: readonly PoolKey[]): Promise<Pool[]> {
  const sites = new Map<string, Set<string>>()
  for (const { skuId, siteId } of keys) {
    sites.set(skuId, (sites.get(skuId) ?? new Set()).add(siteId))
  }
  const locked: Pool[] = []
  for (const skuId of [...sites.keys()].toSorted()) {
    const siteIds = [...sites.get(skuId)!].toSorted()
    let { rows } = await selectPools(tx, skuId, siteIds)
    if (rows.length < siteIds.length) {
      await sql`
        insert into inventory.pools (sku_id, site_id)
        select ${skuId}::uuid, site from unnest(${siteIds}::uuid[]) as site order by site
        on conflict do nothing`.execute(tx)
      ;({ rows } = await selectPools(tx, skuId, siteIds))
    }
    locked.push(...rows)
  }
  return locked
}

function selectPools(tx: Tx, skuId: string, siteIds: readonly string[]) {
  return sql<Pool>`
    select sku_id as "skuId", site_id as "siteId", good, soft, ordered, hard, frozen, quota
    from inventory.pools where sku_id = ${skuId} and site_id = any(${[...siteIds]}::uuid[])
    order by site_id for update`.execute(tx)
}

/** Post a document. False when this cause was posted before: nothing happens twice. */
export async function post(tx: Tx, actor: Actor, posting: Posting): Promise<boolean> {
  const moves = posting.moves ?? []
  const entries = posting.entries ?? []
  assert(moves.length + entries.length > 0, 'an empty posting is a bug in the caller')
  for (const { qty } of moves) assert(qty > 0n, 'moves carry a positive quantity')

  const claimed = await sql`
    insert into inventory.postings (cause) values (${posting.cause}) on conflict do nothing returning cause`.execute(
    tx,
  )
  if (claimed.rows.length === 0) return false

  const facts = await locationFacts(
    tx,
    moves.flatMap(({ from, to }) => [from, to]),
  )
  const pools = poolDeltas(moves, entries, facts)
  await lockPools(tx, pools)
  await insertMoves(tx, actor, posting, moves)
  await applyBalances(tx, balanceDeltas(moves, entries), facts)
  await applyReservations(tx, actor, posting.cause, entries)
  await applyPools(tx, pools)
  await announce(tx, posting, moves, entries)
  return true
}

async function insertMoves(
  tx: Tx,
  actor: Actor,
  posting: Posting,
  moves: readonly Move[],
): Promise<void> {
  if (moves.length === 0) return
  await sql`
    insert into inventory.moves
      (sku_id, qty, from_location, to_location, from_quality, to_quality, lot, owner_id, reason, unit_cost_minor,
       document, effective_at, cause, actor)
    select sku_id, qty, from_location, to_location, from_quality, to_quality, lot, owner_id, reason, unit_cost,
      document, coalesce(effective_at, clock_timestamp()), ${posting.cause}, ${actor.id}
    from unnest(
      ${moves.map((m) => m.skuId)}::uuid[], ${moves.map((m) => m.qty)}::bigint[],
      ${moves.map((m) => m.from)}::uuid[], ${moves.map((m) => m.to)}::uuid[],
      ${moves.map((m) => m.fromQuality)}::text[], ${moves.map((m) => m.toQuality)}::text[],
      ${moves.map((m) => m.lot)}::text[], ${moves.map((m) => m.ownerId)}::uuid[],
      ${moves.map((m) => m.reason)}::text[], ${moves.map((m) => m.unitCostMinor ?? null)}::bigint[],
      ${moves.map((m) => m.document ?? posting.document)}::text[],
      ${moves.map((m) => m.effectiveAt ?? posting.effectiveAt ?? null)}::timestamptz[]
    ) as move (sku_id, qty, from_location, to_location, from_quality, to_quality, lot, owner_id, reason, unit_cost,
      document, effective_at)`.execute(tx)
}

async function applyBalances(
  tx: Tx,
  deltas: readonly BalanceDelta[],
  facts: ReadonlyMap<string, LocationFacts>,
): Promise<void> {
  if (deltas.length === 0) return
  const known = await locationFacts(
    tx,
    deltas.map(({ locationId }) => locationId),
    facts,
  )
  const columns = sql`unnest(
    ${deltas.map((d) => d.skuId)}::uuid[], ${deltas.map((d) => d.locationId)}::uuid[],
    ${deltas.map((d) => d.lot)}::text[], ${deltas.map((d) => d.quality)}::text[],
    ${deltas.map((d) => d.ownerId)}::uuid[], ${deltas.map((d) => known.get(d.locationId)!.isReal)}::boolean[],
    ${deltas.map((d) => d.qty)}::bigint[], ${deltas.map((d) => d.hard)}::bigint[]
  ) as delta (sku_id, location_id, lot, quality, owner_id, is_real, qty, hard)`
  // Two steps: an upsert would judge the bare change against the constraints before adding it.
  await sql`
    insert into inventory.balances (sku_id, location_id, lot, quality, owner_id, is_real)
    select sku_id, location_id, lot, quality, owner_id, is_real from ${columns}
    on conflict do nothing`.execute(tx)
  const { rows } = await sql`
    update inventory.balances as balance set qty = balance.qty + delta.qty, hard = balance.hard + delta.hard
    from ${columns}
    where (balance.sku_id, balance.location_id, balance.lot, balance.quality, balance.owner_id)
        = (delta.sku_id, delta.location_id, delta.lot, delta.quality, delta.owner_id)
    returning 1`.execute(tx)
  assert.equal(rows.length, deltas.length, 'every change lands on exactly one balance')
}

async function applyReservations(
  tx: Tx,
  actor: Actor,
  cause: string,
  entries: readonly Entry[],
): Promise<void> {
  // One entry per reservation: two shelves that give one pool promise back add up to one line of it.
  const deltas = reservationDeltas(entries).filter(({ delta }) => delta !== 0n)
  if (deltas.length === 0) return
  await sql`
    insert into inventory.reservation_entries
      (sku_id, site_id, order_ref, line_ref, kind, location_id, lot, delta, reason, cause, actor)
    select *, ${cause}, ${actor.id} from unnest(
      ${deltas.map((d) => d.skuId)}::uuid[], ${deltas.map((d) => d.siteId)}::uuid[],
      ${deltas.map((d) => d.orderRef)}::text[], ${deltas.map((d) => d.lineRef)}::text[],
      ${deltas.map((d) => d.kind)}::text[], ${deltas.map((d) => d.locationId)}::uuid[],
      ${deltas.map((d) => d.lot)}::text[], ${deltas.map((d) => d.delta)}::bigint[],
      ${deltas.map((d) => d.reason)}::text[])`.execute(tx)
  const columns = reservationColumns(deltas)
  await sql`
    insert into inventory.reservations (sku_id, site_id, order_ref, line_ref, kind, location_id, lot, channel, expires_at)
    select sku_id, site_id, order_ref, line_ref, kind, location_id, lot, channel, expires_at from ${columns}
    on conflict do nothing`.execute(tx)
  await addToReservations(tx, deltas)
}

export async function addToReservations(
  tx: Tx,
  deltas: readonly ReservationDelta[],
): Promise<void> {
  const { rows } = await sql`
    update inventory.reservations as r
    set outstanding = r.outstanding + delta.delta, updated_at = now(), expires_at = coalesce(delta.expires_at, r.expires_at)
    from ${reservationColumns(deltas)}
    where (r.sku_id, r.order_ref, r.line_ref, r.kind, r.site_id, r.location_id, r.lot)
        = (delta.sku_id, delta.order_ref, delta.line_ref, delta.kind, delta.site_id, delta.location_id, delta.lot)
    returning 1`.execute(tx)
  assert.equal(rows.length, deltas.length, 'every entry lands on exactly one reservation')
}

function reservationColumns(deltas: readonly ReservationDelta[]) {
  return sql`unnest(
    ${deltas.map((d) => d.skuId)}::uuid[], ${deltas.map((d) => d.siteId)}::uuid[],
    ${deltas.map((d) => d.orderRef)}::text[], ${deltas.map((d) => d.lineRef)}::text[],
    ${deltas.map((d) => d.kind)}::text[], ${deltas.map((d) => d.locationId)}::uuid[],
    ${deltas.map((d) => d.lot)}::text[], ${deltas.map((d) => d.delta)}::bigint[],
    ${deltas.map((d) => d.channel)}::text[], ${deltas.map((d) => d.expiresAt)}::timestamptz[]
  ) as delta (sku_id, site_id, order_ref, line_ref, kind, location_id, lot, delta, channel, expires_at)`
}

async function applyPools(tx: Tx, deltas: readonly PoolDelta[]): Promise<void> {
  const of = (column: 'good' | ReturnType<typeof poolColumn>) =>
    deltas.map((delta) => delta[column] ?? 0n)
  if (deltas.length === 0) return
  await sql`
    update inventory.pools as pool set
      good = pool.good + delta.good, soft = pool.soft + delta.soft, ordered = pool.ordered + delta.ordered,
      hard = pool.hard + delta.hard, frozen = pool.frozen + delta.frozen, peg = pool.peg + delta.peg,
      quota = pool.quota + delta.quota
    from unnest(
      ${deltas.map((d) => d.skuId)}::uuid[], ${deltas.map((d) => d.siteId)}::uuid[], ${of('good')}::bigint[],
      ${of('soft')}::bigint[], ${of('ordered')}::bigint[], ${of('hard')}::bigint[], ${of('frozen')}::bigint[],
      ${of('peg')}::bigint[], ${of('quota')}::bigint[]
    ) as delta (sku_id, site_id, good, soft, ordered, hard, frozen, peg, quota)
    where pool.sku_id = delta.sku_id and pool.site_id = delta.site_id`.execute(tx)
}

function poolColumn(kind: Kind) {
  return POOL_COLUMN[kind]
}

/** One event per SKU and kind of change: what channels must be told again. */
async function announce(
  tx: Tx,
  posting: Posting,
  moves: readonly Move[],
  entries: readonly Entry[],
): Promise<void> {
  const moved = new Set(moves.map(({ skuId }) => skuId))
  const promised = Map.groupBy(entries, ({ skuId, reason }) => `${reason}|${skuId}`)
  await emitAll(tx, [
    ...[...moved].map((skuId) => ({
      type: 'stock.moved',
      key: skuId,
      payload: { skuId, cause: posting.cause, document: posting.document },
    })),
    ...[...promised.values()].map((group) => ({
      type: `stock.${PAST[group[0]!.reason]}`,
      key: group[0]!.skuId,
      payload: {
        skuId: group[0]!.skuId,
        cause: posting.cause,
        qty: group.reduce((sum, { delta }) => sum + delta, 0n),
      },
    })),
  ])
}

const PAST: Readonly<Record<Entry['reason'], string>> = {
  reserve: 'reserved',
  release: 'released',
  consume: 'consumed',
  change: 'promise_changed',
  expire: 'released',
  lose: 'promise_lost',
}
