// What must hold of the floor, asked of the whole database.
import { type RawBuilder, sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'

const check = (
  id: string,
  zh: string,
  en: string,
  query: RawBuilder<Record<string, unknown>>,
): Check => ({ id, zh, en, run: async (db) => (await query.execute(db)).rows })

/** Orders that are really worked on; what the desk took back a moment ago the floor has not heard of yet. */
const LIVE = sql`f.state = 'open' and o.is_allocated and o.status in ('RELEASED', 'PICKING', 'CHECKED', 'PACKED', 'WEIGHED')`

export const checks: readonly Check[] = [
  check(
    'I5b',
    '在库作业单:每个库位的 HARD 占用 = 未拣任务 + 已拣在打包台的任务',
    'Of every order on the floor, what is pinned to a place is what is to be picked there, or was picked and lies there',
    // I5
    sql`
      with tasks as (
        select f.order_id::text as order_ref, t.line_ref, t.sku_id, case t.state when 'open' then t.location_id else t.stage_id end as location_id,
          t.lot, sum(t.qty)::bigint as qty
        from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id join orders.fulfil_orders o on o.id = f.order_id
        where ${LIVE} and t.state in ('open', 'picked') group by 1, 2, 3, 4, 5),
      pinned as (
        select r.order_ref, r.line_ref, r.sku_id, r.location_id, r.lot, sum(r.outstanding)::bigint as qty
        from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id
        join inventory.reservations r on r.order_ref = o.id::text
        where ${LIVE} and r.kind = 'HARD' and r.outstanding > 0 group by 1, 2, 3, 4, 5)
      select order_ref as "orderId", location_id as "locationId", sku_id as "skuId", t.qty as tasks, p.qty as pinned
      from tasks t full join pinned p using (order_ref, line_ref, sku_id, location_id, lot)
      where t.qty is distinct from p.qty limit 100`,
  ),
  check(
    'W1',
    '波次:计划的单数 = 在作业 + 已发 + 已剔除;结束的波次没有在作业的单',
    'Of every wave, the orders it was built with are on the floor, shipped or pulled; an ended one has none on the floor',
    // INV-WMS-2
    sql`
      select w.no, w.status, w.orders as planned, count(f.id)::int as found, count(f.id) filter (where f.state = 'open')::int as open
      from warehouse.waves w left join warehouse.floor_orders f on f.wave_id = w.id
      where w.status <> 'CANCELLED' group by w.id
      having count(f.id) <> w.orders or (w.status = 'DONE') <> (count(f.id) filter (where f.state = 'open') = 0) limit 100`,
  ),
  check(
    'W2',
    '在库作业的系统单都有一张作业单;已剔除的单没有发出去',
    'Every order on the floor has its row there, and nothing that shipped was pulled from where it shipped',
    // INV-WMS-3
    sql`
      select o.no, o.status from orders.fulfil_orders o
      where o.status in ('RELEASED', 'PICKING', 'CHECKED', 'PACKED', 'WEIGHED')
        and not exists (select 1 from warehouse.floor_orders f where f.order_id = o.id and f.state = 'open')
      union all
      select o.no, o.status from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id
      where f.state = 'shipped' and o.status not in ('SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED') limit 100`,
  ),
]
