// What the truth says beside what is kept: every running sum added up again from the rows it is made of, and
// promises whose reason is gone. Reads only; reconcile.ts says what follows from it.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { OWN_GOODS } from '#modules/parties'

export type DriftKind = 'balance' | 'hold' | 'pool' | 'reservation' | 'promise'

/** Why a promise stands that should not: its goods have left, or its time is over. */
export type DriftCause = 'rows' | 'shipped' | 'expired'

export interface Drift {
  readonly kind: DriftKind
  readonly cause: DriftCause
  /** Of a pool: which sum. Of a promise: its kind. */
  readonly what: string
  readonly skuId: string
  readonly siteId: string
  readonly locationId: string | null
  readonly lot: string
  readonly quality: string
  readonly ownerId: string | null
  readonly orderRef: string
  readonly lineRef: string
  readonly found: bigint
  readonly expected: bigint
}

/** How late the expiry job may be (it runs every minute) before a promise it left is drift. */
const EXPIRY_GRACE = "interval '10 minutes'"

/** Most findings of one kind that are reported; mend those and look again. */
const MOST = 100

/** All drift, or that of one SKU. Every number is taken from moves and entries alone, never from another sum. */
export async function findDrift(db: Db, skuId: string | null = null): Promise<Drift[]> {
  const found: Drift[] = []
  for (const query of [balances, holds, pools, reservations, promises]) {
    found.push(...(await sql<Drift>`${query(skuId)} limit ${MOST}`.execute(db)).rows)
  }
  return found
}

type Query = (skuId: string | null) => RawBuilder<unknown>

const of = (column: string, skuId: string | null) =>
  skuId === null ? sql`true` : sql`${sql.ref(column)} = ${skuId}::uuid`

const balances: Query = (skuId) => sql`
  with sums as (
    select sku_id, location_id, lot, quality, owner_id, sum(qty)::bigint as qty from (
      select sku_id, to_location as location_id, lot, to_quality as quality, owner_id, qty from inventory.moves
      where ${of('sku_id', skuId)}
      union all
      select sku_id, from_location, lot, from_quality, owner_id, -qty from inventory.moves
      where ${of('sku_id', skuId)}) as sides
    group by 1, 2, 3, 4, 5),
  kept as (select * from inventory.balances where ${of('sku_id', skuId)})
  select 'balance' as kind, 'rows' as cause, 'qty' as what, sku_id as "skuId", l.site_id as "siteId", location_id as "locationId",
    lot, quality, owner_id as "ownerId", '' as "orderRef", '' as "lineRef", coalesce(b.qty, 0) as found, coalesce(s.qty, 0) as expected
  from sums s full join kept b using (sku_id, location_id, lot, quality, owner_id) join places.locations l on l.id = location_id
  where coalesce(s.qty, 0) <> coalesce(b.qty, 0) order by sku_id, location_id`

const holds: Query = (skuId) => sql`
  with held as (
    select sku_id, location_id, lot, sum(hard)::bigint as hard from inventory.balances where ${of('sku_id', skuId)} group by 1, 2, 3),
  promised as (
    select sku_id, location_id, lot, sum(delta)::bigint as hard from inventory.reservation_entries
    where kind = 'HARD' and ${of('sku_id', skuId)} group by 1, 2, 3)
  select 'hold' as kind, 'rows' as cause, 'hard' as what, sku_id as "skuId", l.site_id as "siteId", location_id as "locationId", lot,
    'good' as quality, null as "ownerId", '' as "orderRef", '' as "lineRef", coalesce(h.hard, 0) as found, coalesce(p.hard, 0) as expected
  from held h full join promised p using (sku_id, location_id, lot) join places.locations l on l.id = location_id
  where coalesce(h.hard, 0) <> coalesce(p.hard, 0) order by sku_id, location_id`

const pools: Query = (skuId) => sql`
  with good as (
    select m.sku_id, l.site_id, sum(m.qty)::bigint as qty from (
      select sku_id, to_location as location_id, qty from inventory.moves
      where to_quality = 'good' and owner_id = ${OWN_GOODS} and ${of('sku_id', skuId)}
      union all
      select sku_id, from_location, -qty from inventory.moves
      where from_quality = 'good' and owner_id = ${OWN_GOODS} and ${of('sku_id', skuId)}) as m
    join places.locations l on l.id = m.location_id and l.kind in ('bin', 'pick', 'pack', 'stage') group by 1, 2),
  sums as (
    select sku_id, site_id, 'good' as what, qty from good
    union all
    select sku_id, site_id, case kind when 'SOFT' then 'soft' when 'ORDER' then 'ordered' when 'HARD' then 'hard'
        when 'FREEZE' then 'frozen' when 'PEG' then 'peg' else 'quota' end, sum(delta)::bigint
    from inventory.reservation_entries where ${of('sku_id', skuId)} group by 1, 2, 3),
  kept as (
    select sku_id, site_id, what, qty from inventory.pools
    cross join lateral (values ('good', good), ('soft', soft), ('ordered', ordered), ('hard', hard), ('frozen', frozen),
      ('peg', peg), ('quota', quota)) as column_of (what, qty)
    where ${of('sku_id', skuId)})
  select 'pool' as kind, 'rows' as cause, what, sku_id as "skuId", site_id as "siteId", null as "locationId", '' as lot, '' as quality,
    null as "ownerId", '' as "orderRef", '' as "lineRef", coalesce(k.qty, 0) as found, coalesce(s.qty, 0) as expected
  from sums s full join kept k using (sku_id, site_id, what)
  where coalesce(s.qty, 0) <> coalesce(k.qty, 0) order by sku_id, site_id, what`

const reservations: Query = (skuId) => sql`
  with sums as (
    select sku_id, order_ref, line_ref, kind, site_id, location_id, lot, sum(delta)::bigint as qty
    from inventory.reservation_entries where ${of('sku_id', skuId)} group by 1, 2, 3, 4, 5, 6, 7),
  kept as (select * from inventory.reservations where ${of('sku_id', skuId)})
  select 'reservation' as kind, 'rows' as cause, kind as what, sku_id as "skuId", site_id as "siteId", location_id as "locationId", lot,
    '' as quality, null as "ownerId", order_ref as "orderRef", line_ref as "lineRef", coalesce(r.outstanding, 0) as found,
    coalesce(s.qty, 0) as expected
  from sums s full join kept r using (sku_id, order_ref, line_ref, kind, site_id, location_id, lot)
  where coalesce(r.outstanding, 0) <> coalesce(s.qty, 0) order by sku_id, order_ref, line_ref`

/**
 * Promises that outlived their reason (I4). Goods that left for an order without using up its promise: as much
 * of it as was shipped past it is over, shelf promises first. And what expired, if nobody gave it back.
 */
export const promises: Query = (skuId) => sql`
  with open as (
    select * from inventory.reservations where outstanding > 0 and ${of('sku_id', skuId)}),
  unused as (
    select o.sku_id, o.order_ref, coalesce(gone.qty, 0) + coalesce(used.qty, 0) as qty
    from (select distinct sku_id, order_ref from open where kind in ('SOFT', 'ORDER', 'HARD')) as o
    join lateral (
      select sum(qty) as qty from inventory.moves m
      where m.document = 'order:' || o.order_ref and m.sku_id = o.sku_id and m.reason = 'ship') as gone on gone.qty > 0
    left join lateral (
      select sum(delta) as qty from inventory.reservation_entries e
      where e.sku_id = o.sku_id and e.order_ref = o.order_ref and e.reason = 'consume') as used on true),
  lined as (
    select o.*, u.qty as unused, sum(o.outstanding) over (
      partition by o.sku_id, o.order_ref order by o.kind = 'HARD' desc, o.kind = 'ORDER' desc, o.line_ref, o.site_id, o.location_id, o.lot
      rows between unbounded preceding and 1 preceding) as before
    from open o join unused u using (sku_id, order_ref) where o.kind in ('SOFT', 'ORDER', 'HARD') and u.qty > 0),
  over as (
    select sku_id, order_ref, line_ref, kind, site_id, location_id, lot, 'shipped' as cause, outstanding,
      least(outstanding, unused - coalesce(before, 0))::bigint as gone from lined where unused > coalesce(before, 0)
    union all
    select sku_id, order_ref, line_ref, kind, site_id, location_id, lot, 'expired', outstanding, outstanding from open
    where kind in ('SOFT', 'QUOTA') and expires_at < now() - ${sql.raw(EXPIRY_GRACE)})
  select distinct on (sku_id, order_ref, line_ref, kind, site_id, location_id, lot)
    'promise' as kind, cause, kind as what, sku_id as "skuId", site_id as "siteId", location_id as "locationId", lot, '' as quality,
    null as "ownerId", order_ref as "orderRef", line_ref as "lineRef", outstanding as found, outstanding - gone as expected
  from over order by sku_id, order_ref, line_ref, kind, site_id, location_id, lot, gone desc`
