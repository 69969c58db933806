// What must hold of orders, asked of the whole database.
import { sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'

/** Enough to see what is wrong; not the whole shop. */
const MOST = sql`limit 100`

export const checks: readonly Check[] = [
  {
    id: 'S1',
    zh: '每张订单的行合计等于订单金额(商品、服务、优惠)',
    en: 'The lines of each order sum to its money: goods, services, discounts',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select o.platform_no as "platformNo", o.id, o.goods_minor as "goodsMinor", l.goods as "linesGoods",
            o.service_minor as "serviceMinor", l.service as "linesService", l.discount as "linesDiscount"
          from sales.orders o cross join lateral (
            select coalesce(sum(amount_minor) filter (where is_goods), 0) as goods,
              coalesce(sum(amount_minor) filter (where not is_goods), 0) as service,
              coalesce(sum(discount_minor), 0) as discount
            from sales.order_lines where order_id = o.id) as l
          where o.goods_minor <> l.goods or o.service_minor <> l.service
            or l.discount <> o.discount_shop_minor + o.discount_platform_minor + o.discount_talent_minor
              + o.discount_channel_minor + o.discount_unnamed_minor ${MOST}`.execute(db)
      ).rows,
  },
  {
    id: 'S2',
    zh: '订单的最新版本就是它现在的样子(版本号与记录一致)',
    en: 'The newest version of each order is the one it shows',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select o.platform_no as "platformNo", o.id, o.version, v.version as "newestVersion"
          from sales.orders o left join lateral (
            select max(version) as version from sales.order_versions where order_id = o.id) as v on true
          where v.version is distinct from o.version ${MOST}`.execute(db)
      ).rows,
  },
  {
    id: 'S3',
    zh: '订单行的 SKU 与平台商品的现行映射一致(有事件在途的除外)',
    en: 'Lines carry the SKU of the mapping in force, unless an event about it is on its way',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select l.order_id as "orderId", l.line_no as "lineNo", l.listing_id as "listingId", l.sku_id as "skuId",
            m.sku_id as "mappedTo"
          from sales.order_lines l
          left join listings.mappings m on m.listing_id = l.listing_id and m.valid_to is null
          where l.listing_id is not null
            and (l.sku_id is distinct from m.sku_id or l.sku_qty <> coalesce(m.sku_qty, 1))
            and not exists (
              select 1 from outbox.events e
              where e.type = 'listing.mapped' and e.key = l.listing_id::text and e.xid >= coalesce(
                (select from_xid from outbox.cursors where handler = 'sales.relink_lines'), '0'::xid8)) ${MOST}`.execute(
          db,
        )
      ).rows,
  },
]
