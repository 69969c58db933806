// What shops were told to show, against what might have been offered at that moment.  INV-CONN-7 I-numbers are those of the specification.
import { sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'

export const checks: readonly Check[] = [
  {
    id: 'I6',
    zh: '推给店铺的库存不超过当时的可售数,且每个数都有依据',
    en: 'No shop was told more than it might be offered at that moment, and every figure has its grounds',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select s.code as shop, p.platform_item as item, p.platform_sku as sku, p.version, p.qty as published, p.sku_qty as "perPiece",
            p.ats, p.computed_at as "computedAt"
          from connectors.published p join shops.shops s on s.id = p.shop_id
          where p.qty * p.sku_qty > p.ats
            or (p.basis -> -1 ->> 'key' = 'ats' and p.ats > greatest((p.basis -> -1 ->> 'value')::bigint, 0))
          union all
          -- What a shop shows that sells out of our stock is the newest figure that was computed, unless one is about to be.
          select s.code, t.platform_item, t.platform_sku, t.version, t.qty, null, p.ats, p.computed_at
          from connectors.stock t
          join shops.shops s on s.id = t.shop_id and s.live_stock and s.active
          join lateral (
            select * from connectors.published
            where (shop_id, platform_item, platform_sku) = (t.shop_id, t.platform_item, t.platform_sku)
            order by version desc limit 1) as p on true
          join listings.listings i on i.shop_id = t.shop_id and i.platform_item = t.platform_item
            and i.platform_sku = t.platform_sku and not i.withdrawn
          join listings.mappings m on m.listing_id = i.id and m.valid_to is null and m.state = 'mapped'
          where (p.version, p.qty) is distinct from (t.version, t.qty)
            and not exists (select 1 from connectors.feed f where f.shop_id = t.shop_id and f.listing_id = i.id)
          limit 100`.execute(db)
      ).rows,
  },
  {
    id: 'I8-published',
    zh: '推给店铺的组合商品不超过当时全部组件同时够组的套数',
    en: 'No shop was told more bundles than all their parts together allowed at that moment',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select s.code as shop, p.platform_item as item, p.platform_sku as sku, p.version, p.qty as published, p.sku_qty as "perPiece",
            f.feasible, p.computed_at as "computedAt"
          from connectors.published p join shops.shops s on s.id = p.shop_id
          cross join lateral (
            select min(greatest(floor((part ->> 'free')::numeric / (part ->> 'perBundle')::numeric), 0))::bigint as feasible
            from jsonb_array_elements(p.basis) as part where part ? 'perBundle') as f
          where p.qty * p.sku_qty > f.feasible limit 100`.execute(db)
      ).rows,
  },
]
