// What must hold of the order desk, asked of the whole database.
import { sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'
import type { Db } from '#kernel/db.ts'

/** Enough to see what is wrong; not the whole desk. */
const MOST = sql`limit 100`

const rowsOf = async (db: Db, query: ReturnType<typeof sql<Record<string, unknown>>>) =>
  (await query.execute(db)).rows

export const checks: readonly Check[] = [
  {
    id: 'O1',
    zh: '每条平台行:系统单里的数量合计 = 平台数量 − 取消 − 发货前退款 − 人工放弃',
    en: 'Of each platform line, what system orders ship is its quantity less what was cancelled, refunded or given up',
    // INV-ORDERS-1
    run: (db) =>
      rowsOf(
        db,
        sql`
          select s.platform_order_id as "platformOrderId", s.line_key as "lineKey", s.qty, s.dropped, s.given_up as "givenUp",
            coalesce(k.linked, 0) as linked
          from orders.source_lines s left join (
            select k.platform_order_id, k.line_key, sum(k.qty) as linked from orders.line_links k
            join orders.fulfil_lines l on l.id = k.fulfil_line_id join orders.fulfil_orders o on o.id = l.order_id
            where o.status not in ('CANCELLED', 'MERGED', 'SPLIT') group by 1, 2) as k using (platform_order_id, line_key)
          where coalesce(k.linked, 0) <> s.qty - s.dropped - s.given_up ${MOST}`,
      ),
  },
  {
    id: 'O2',
    zh: '系统单的金额和件数等于它的行合计',
    en: 'The money and pieces of each system order are the sum of its lines',
    run: (db) =>
      rowsOf(
        db,
        sql`
          select o.no, o.net_minor as "netMinor", l.net as "linesNet", o.qty, l.qty as "linesQty"
          from orders.fulfil_orders o cross join lateral (
            select coalesce(sum(net_minor), 0) as net, coalesce(sum(qty), 0) as qty from orders.fulfil_lines
            where order_id = o.id) as l
          where o.net_minor <> l.net or o.qty <> l.qty ${MOST}`,
      ),
  },
  {
    id: 'O3',
    zh: '列表上的异常集合与异常记录一致;结束的订单没有异常',
    en: 'The holds a list shows are the holds that stand, and what has ended has none',
    run: (db) =>
      rowsOf(
        db,
        sql`
          select o.no, o.status, o.hold_codes as "holdCodes", h.codes as standing from orders.fulfil_orders o
          left join (
            select order_id, array_agg(code order by code) as codes from orders.holds where cleared_at is null group by 1
          ) as h on h.order_id = o.id
          where o.hold_codes <> coalesce(h.codes, '{}')
            or (o.status in ('SHIPPED', 'CANCELLED', 'COMPLETED') and cardinality(o.hold_codes) > 0) ${MOST}`,
      ),
  },
  {
    id: 'O4',
    zh: '占满的系统单在库存账上正好占了它要的数量;没占满或已结束的不占',
    en: 'An order that is promised holds exactly what it needs in the stock ledger; any other holds nothing',
    // INV-ORDERS-4
    run: (db) =>
      rowsOf(
        db,
        sql`
          with recursive parts (line_id, sku_id, qty, depth) as (
            select l.id, l.sku_id, l.qty, 0 from orders.fulfil_lines l join orders.fulfil_orders o on o.id = l.order_id
            where o.is_allocated and o.status not in ('SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED')
            union all
            select p.line_id, c.component_id, p.qty * c.qty, depth + 1 from parts p
            join catalog.bundle_components c on c.bundle_id = p.sku_id where depth < 10),
          needed as (
            select line_id::text as line_ref, sku_id, sum(qty) as qty from parts
            where not exists (select 1 from catalog.bundle_components c where c.bundle_id = parts.sku_id) group by 1, 2),
          held as (
            select r.line_ref, r.sku_id, sum(r.outstanding) as qty from inventory.reservations r
            join orders.fulfil_lines l on l.id::text = r.line_ref
            where r.kind in ('ORDER', 'HARD') and r.outstanding > 0 group by 1, 2)
          select coalesce(n.line_ref, h.line_ref) as line, coalesce(n.sku_id, h.sku_id) as "skuId", n.qty as needed, h.qty as held
          from needed n full join held h on h.line_ref = n.line_ref and h.sku_id = n.sku_id
          where n.qty is distinct from h.qty ${MOST}`,
      ),
  },
]
