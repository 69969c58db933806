// The invariants, asked of the whole ledger: after every test, every night, and by one button. A check
// returns the rows that break it; it never mends. I-numbers are those of the specification.
import { sql, type RawBuilder } from 'kysely'
import type { Check } from '#kernel/checks.ts'
import type { Db } from '#kernel/db.ts'
import { OWN_GOODS } from '#modules/parties'
import { promises } from './drift.ts'
import { waterfallOf } from './offers.ts'

const check = (
  id: string,
  zh: string,
  en: string,
  query: RawBuilder<Record<string, unknown>>,
): Check => ({ id, zh, en, run: async (db) => (await query.execute(db)).rows })

export const checks: readonly Check[] = [
  check(
    'I1',
    '每个 SKU 各处结存之和为 0,且结存等于流水之和',
    'Balances of a SKU sum to zero, and every balance is the sum of its moves',
    sql`
      with sums as (
        select sku_id, location_id, lot, quality, owner_id, sum(qty) as qty from (
          select sku_id, to_location as location_id, lot, to_quality as quality, owner_id, qty from inventory.moves
          union all
          select sku_id, from_location, lot, from_quality, owner_id, -qty from inventory.moves) as sides
        group by 1, 2, 3, 4, 5)
      select coalesce(s.sku_id, b.sku_id) as sku_id, coalesce(s.location_id, b.location_id) as location_id,
        coalesce(s.quality, b.quality) as quality, b.qty as balance, s.qty::bigint as moves
      from sums s full join inventory.balances b using (sku_id, location_id, lot, quality, owner_id)
      where coalesce(s.qty, 0) <> coalesce(b.qty, 0)
      union all
      select sku_id, null, 'Σ', sum(qty)::bigint, 0 from inventory.balances group by sku_id having sum(qty) <> 0
      limit 100`,
  ),
  check(
    'I2',
    '实际库位不为负',
    'No real location is below zero',
    sql`
      select b.sku_id, b.location_id, b.qty from inventory.balances b join places.locations l on l.id = b.location_id
      where (l.is_real and b.qty < 0) or b.is_real <> l.is_real limit 100`,
  ),
  check(
    'I3',
    '占用不超过良品,池等于结存与占用之和',
    'Promises stay within good stock, and pools are the sums of balances and reservations',
    sql`
      with good as (
        select b.sku_id, l.site_id, sum(b.qty)::bigint as good
        from inventory.balances b join places.locations l on l.id = b.location_id
        where b.quality = 'good' and b.owner_id = ${OWN_GOODS} and l.kind in ('bin', 'pick', 'pack', 'stage') group by 1, 2),
      promised as (
        select sku_id, site_id,
          coalesce(sum(outstanding) filter (where kind = 'SOFT'), 0)::bigint as soft,
          coalesce(sum(outstanding) filter (where kind = 'ORDER'), 0)::bigint as ordered,
          coalesce(sum(outstanding) filter (where kind = 'HARD'), 0)::bigint as hard,
          coalesce(sum(outstanding) filter (where kind = 'FREEZE'), 0)::bigint as frozen,
          coalesce(sum(outstanding) filter (where kind = 'PEG'), 0)::bigint as peg,
          coalesce(sum(outstanding) filter (where kind = 'QUOTA'), 0)::bigint as quota
        from inventory.reservations group by 1, 2)
      select p.sku_id, p.site_id, p.good, g.good as counted_good, p.ordered, r.ordered as counted_ordered, p.hard, r.hard as counted_hard
      from inventory.pools p
      left join good g using (sku_id, site_id) left join promised r using (sku_id, site_id)
      where (p.good, p.soft, p.ordered, p.hard, p.frozen, p.peg, p.quota) is distinct from
            (coalesce(g.good, 0), coalesce(r.soft, 0), coalesce(r.ordered, 0), coalesce(r.hard, 0), coalesce(r.frozen, 0),
             coalesce(r.peg, 0), coalesce(r.quota, 0))
         or p.soft + p.ordered + p.hard + p.frozen > p.good
      limit 100`,
  ),
  check(
    'I4',
    '占用余量等于占用流水之和且不为负;货已发或已到期的占用不再挂着',
    'Every reservation is the sum of its entries and not below zero, and none outlives its reason',
    sql`
      with sums as (
        select sku_id, order_ref, line_ref, kind, site_id, location_id, lot, sum(delta)::bigint as outstanding
        from inventory.reservation_entries group by 1, 2, 3, 4, 5, 6, 7)
      select order_ref, line_ref, kind, r.outstanding, s.outstanding as entries
      from inventory.reservations r full join sums s using (sku_id, order_ref, line_ref, kind, site_id, location_id, lot)
      where coalesce(r.outstanding, 0) <> coalesce(s.outstanding, 0) or r.outstanding < 0
      union all
      select p."orderRef", p."lineRef", p.what, p.found, p.expected from (${promises(null)}) as p limit 100`,
  ),
  check(
    'I5',
    '库位占用等于该库位上的 HARD 占用之和',
    'What a shelf holds for picking is the sum of the HARD reservations on it',
    sql`
      with held as (
        select sku_id, location_id, lot, sum(hard)::bigint as hard from inventory.balances group by 1, 2, 3 having sum(hard) <> 0),
      promised as (
        select sku_id, location_id, lot, sum(outstanding)::bigint as hard from inventory.reservations
        where kind = 'HARD' group by 1, 2, 3 having sum(outstanding) <> 0)
      select sku_id, location_id, lot, h.hard as held, p.hard as promised
      from held h full join promised p using (sku_id, location_id, lot)
      where coalesce(h.hard, 0) <> coalesce(p.hard, 0) limit 100`,
  ),
  check(
    'I7',
    '未用的独占配额不超过可承诺库存',
    'Unused exclusive quotas fit into unpromised stock',
    sql`
      select sku_id, site_id, quota, good - soft - ordered - hard - frozen as free from inventory.pools
      where quota > good - soft - ordered - hard - frozen limit 100`,
  ),
  {
    id: 'I8',
    zh: '组合商品的可售不超过全部组件同时够组的套数',
    en: 'A bundle is offered no more often than all its parts together allow',
    run: bundlesOverOffered,
  },
]

/** What the program offers, against the parts counted a second way: recipes opened and shelves added up here. */
async function bundlesOverOffered(db: Db) {
  const { rows } = await sql<{ skuId: string; code: string; feasible: bigint }>`
    with recursive parts (root, id, qty, depth) as (
      select distinct bundle_id, bundle_id, 1::numeric, 0 from catalog.bundle_components
      union all
      select p.root, c.component_id, p.qty * c.qty, depth + 1
      from parts p join catalog.bundle_components c on c.bundle_id = p.id where depth < 10),
    needed as (
      select root, id, sum(qty) as qty from parts p
      where not exists (select 1 from catalog.bundle_components c where c.bundle_id = p.id) group by 1, 2),
    held as (
      select b.sku_id, sum(b.qty) as qty from inventory.balances b join places.locations l on l.id = b.location_id
      where b.quality = 'good' and b.owner_id = ${OWN_GOODS} and l.kind in ('bin', 'pick', 'pack', 'stage') group by 1),
    promised as (
      select sku_id, sum(outstanding) as qty from inventory.reservations where kind in ('SOFT', 'ORDER', 'HARD', 'FREEZE') group by 1)
    select n.root as "skuId", k.code, greatest(min(floor((coalesce(h.qty, 0) - coalesce(p.qty, 0)) / n.qty)), 0)::bigint as feasible
    from needed n join catalog.skus k on k.id = n.root left join held h on h.sku_id = n.id left join promised p on p.sku_id = n.id
    where k.kind = 'bundle' group by 1, 2 order by 1`.execute(db)
  const broken = []
  for (const { skuId, code, feasible } of rows) {
    const offered = (await waterfallOf(db, { skuId, channel: '' })).bundle?.publish ?? 0n
    if (offered > feasible) broken.push({ sku: code, offered, feasible })
  }
  return broken
}
