// HTTP and reads of platform orders.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { handle, type Web } from '#kernel/http.ts'
import { decodeCursor, handleList, toPage } from '#kernel/lists.ts'
import { salesApi as api, type ORDER_KINDS } from './contract.ts'

export function routes(web: Web): void {
  handleList(web, api.orders, async ({ db, query }) =>
    toPage(await listOrders(db, query), query.limit, (row) => [row.orderedAt, row.id]),
  )
  handle(web, api.order, ({ db, params }) => oneOrder(db, params.id))
}

interface OrderRow {
  readonly id: string
  readonly shopCode: string
  readonly currency: string
  readonly platformNo: string
  readonly kind: (typeof ORDER_KINDS)[number]
  readonly orderedAt: Date
  readonly customerRef: string | null
  readonly country: string | null
  readonly lines: number
  readonly goodsMinor: bigint
  readonly serviceMinor: bigint
  readonly payableMinor: bigint
  readonly flags: string[]
  readonly version: number
}

const ROW = sql`o.id, s.code as "shopCode", s.currency, o.platform_no as "platformNo", o.kind, o.ordered_at as "orderedAt",
  o.customer_ref as "customerRef", o.country, o.goods_minor as "goodsMinor", o.service_minor as "serviceMinor",
  o.payable_minor as "payableMinor", o.flags, o.version,
  (select count(*)::int from sales.order_lines l where l.order_id = o.id) as lines`

async function listOrders(
  db: Db,
  filter: {
    q?: string | undefined
    shop?: string | undefined
    kind?: string | undefined
    from?: string | undefined
    to?: string | undefined
    sku?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<OrderRow[]> {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const q = filter.q?.trim() || null
  const { rows } = await sql<OrderRow>`
    select ${ROW} from sales.orders o join shops.shops s on s.id = o.shop_id
    where (${q}::text is null or o.platform_no ilike ${q ?? ''} || '%' or o.customer_ref = ${q})
      and (${filter.shop ?? null}::text is null or upper(s.code) = upper(${filter.shop ?? null}))
      and (${filter.kind ?? null}::text is null or o.kind = ${filter.kind ?? null})
      and (${filter.from ?? null}::date is null or o.ordered_on >= ${filter.from ?? null}::date)
      and (${filter.to ?? null}::date is null or o.ordered_on <= ${filter.to ?? null}::date)
      and (${filter.sku ?? null}::text is null or exists (
        select 1 from sales.order_lines l where l.order_id = o.id and l.platform_sku = upper(${filter.sku ?? null})))
      and (${at}::timestamptz is null or (o.ordered_at, o.id) < (${at}::timestamptz, ${id}::uuid))
    order by o.ordered_at desc, o.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

async function oneOrder(db: Db, id: string) {
  const { rows } = await sql<OrderRow>`
    select ${ROW} from sales.orders o join shops.shops s on s.id = o.shop_id where o.id = ${id}`.execute(
    db,
  )
  if (!rows[0]) throw notFound({ zh: '订单', en: 'order' }, id)
  const [items, versions, moves] = await Promise.all([
    sql<{
      lineNo: number
      skuId: string | null
      platformSku: string
      title: string
      isGoods: boolean
      qty: bigint
      unitPriceText: string
      amountMinor: bigint
    }>`
      select line_no as "lineNo", sku_id as "skuId", platform_sku as "platformSku", title, is_goods as "isGoods", qty,
        unit_price_text as "unitPriceText", amount_minor as "amountMinor"
      from sales.order_lines where order_id = ${id} order by line_no`.execute(db),
    sql<{ version: number; source: string; recordedAt: Date; rows: number }>`
      select version, source, recorded_at as "recordedAt", jsonb_array_length(raw) as rows
      from sales.order_versions where order_id = ${id} order by version desc`.execute(db),
    sql<{ sku: string; qty: bigint; reason: string; from: string; to: string }>`
      select k.code as sku, m.qty, m.reason, f.code as from, t.code as to
      from inventory.moves m join catalog.skus k on k.id = m.sku_id
      join places.locations f on f.id = m.from_location join places.locations t on t.id = m.to_location
      where m.document = ${`order:${id}`} order by m.id limit 2000`.execute(db),
  ])
  return { ...rows[0], items: items.rows, versions: versions.rows, moves: moves.rows }
}
