// Orders with all that facts say of them, read from PostgreSQL: one batch, a handful of queries.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Db } from '#kernel/db.ts'
import type { CostRow, LineRow, OrderRow, RefundRow } from './order-rows.ts'

export interface OrderFacts extends OrderRow {
  /** What head, lines and refunds of the order all carry. */
  readonly shared: {
    readonly shop: string
    readonly platform: string
    readonly platform_no: string
    readonly hour: number
    readonly country: string
    readonly province: string
    readonly city: string
    readonly customer: string
    readonly source: string
    readonly talent: string
  }
  readonly days: {
    readonly ordered_on: string
    readonly paid_on: string
    readonly shipped_on: string
    readonly completed_on: string
  }
  readonly status: string
  readonly withdrawn: boolean
  readonly lines: readonly (LineRow & ProductRow)[]
  readonly refunds: readonly RefundRow[]
  readonly costs: readonly CostRow[]
}

export interface ProductRow {
  readonly sku: string
  readonly spu: string
  readonly listingId: string
  readonly title: string
}

/** Our SKU; of a line nobody has mapped yet the closest its platform or the shop has to one. */
const PRODUCT = sql.raw(
  `coalesce(k.code, nullif(upper(l.platform_sku), ''), nullif(upper(l.merchant_code), ''), upper(l.platform_item))`,
)

export async function readOrders(db: Db, orderIds: readonly string[]): Promise<OrderFacts[]> {
  const ids = sql`${[...orderIds]}::uuid[]`
  const [heads, lines, refunds, costs] = [
    await readHeads(db, ids),
    await sql<LineRow & ProductRow & { orderId: string }>`/* plan anew */
      select l.order_id as "orderId", l.line_no as "lineNo", l.sku_id as "skuId", l.line_ref as "lineRef", l.is_goods as "isGoods",
        l.is_gift as "isGift", l.qty, l.amount_minor as "amountMinor", l.discount_minor as "discountMinor",
        l.refunded_minor as "refundedMinor", ${PRODUCT} as sku, coalesce(p.code, '') as spu,
        coalesce(l.listing_id::text, '') as "listingId", l.title
      from sales.order_lines l left join catalog.skus k on k.id = l.sku_id left join catalog.spus p on p.id = k.spu_id
      where l.order_id = any(${ids}) order by l.order_id, l.line_no`.execute(db),
    await sql<RefundRow & { orderId: string }>`/* plan anew */
      select order_id as "orderId", record_id as "recordId", line_ref as "lineRef", refund_minor as "amountMinor",
        refunded_on::text as "refundedOn"
      from aftersales.refunds where order_id = any(${ids}) order by order_id, record_id`.execute(
      db,
    ),
    await sql<CostRow & { orderId: string }>`/* plan anew */
      select substring(document from 7) as "orderId", sku_id as "skuId",
        (-coalesce(sum(average_minor) filter (where qty < 0), 0))::bigint as "outMinor",
        coalesce(sum(average_minor) filter (where qty > 0), 0)::bigint as "backMinor"
      from costing.entries where document = any(${orderIds.map((id) => `order:${id}`)}::text[]) group by 1, 2
      order by 1, 2`.execute(db),
  ]
  const linesOf = Map.groupBy(lines.rows, ({ orderId }) => orderId)
  const refundsOf = Map.groupBy(refunds.rows, ({ orderId }) => orderId)
  const costsOf = Map.groupBy(costs.rows, ({ orderId }) => orderId)
  return heads.map((head) => ({
    ...head,
    lines: linesOf.get(head.id) ?? [],
    refunds: refundsOf.get(head.id) ?? [],
    costs: costsOf.get(head.id) ?? [],
  }))
}

type Head = Omit<OrderFacts, 'lines' | 'refunds' | 'costs'>

async function readHeads(db: Db, ids: ReturnType<typeof sql>): Promise<Head[]> {
  type Flat = Omit<Head, 'shared' | 'days' | 'discounts'> &
    Head['shared'] &
    Head['days'] & { shopD: bigint; platD: bigint; talD: bigint; chanD: bigint; unD: bigint }
  const { rows } = await sql<Flat>`/* plan anew */
    select o.id, o.shop_id as "shopId", o.kind, o.status, o.withdrawn, s.code as shop, s.platform, o.platform_no,
      extract(hour from o.ordered_at at time zone s.time_zone)::int as hour, coalesce(o.country, '') as country,
      coalesce(o.province_code, '') as province, coalesce(o.city_code, '') as city, coalesce(o.customer_ref, '') as customer,
      o.source_channel as source, o.talent, o.ordered_on::text, coalesce(o.paid_on, '1970-01-01')::text as paid_on,
      coalesce(o.shipped_on, '1970-01-01')::text as shipped_on, coalesce(o.completed_on, '1970-01-01')::text as completed_on,
      o.paid_minor as "paidMinor", o.freight_minor as "freightMinor", o.residual_minor as "residualMinor",
      o.discount_shop_minor as "shopD", o.discount_platform_minor as "platD", o.discount_talent_minor as "talD",
      o.discount_channel_minor as "chanD", o.discount_unnamed_minor as "unD"
    from sales.orders o join shops.shops s on s.id = o.shop_id where o.id = any(${ids})`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    shopId: row.shopId,
    kind: row.kind,
    status: row.status,
    withdrawn: row.withdrawn,
    paidMinor: row.paidMinor,
    freightMinor: row.freightMinor,
    residualMinor: row.residualMinor,
    discounts: {
      shop: row.shopD,
      platform: row.platD,
      talent: row.talD,
      channel: row.chanD,
      unnamed: row.unD,
    },
    shared: {
      shop: row.shop,
      platform: row.platform,
      platform_no: row.platform_no,
      hour: row.hour,
      country: row.country,
      province: row.province,
      city: row.city,
      customer: row.customer,
      source: row.source,
      talent: row.talent,
    },
    days: {
      ordered_on: row.ordered_on,
      paid_on: row.paid_on,
      shipped_on: row.shipped_on,
      completed_on: row.completed_on,
    },
  }))
}

/** Refunds of records whose order nobody has brought: they count for their shop, and nothing more is known of them. */
export interface LooseRefund {
  readonly recordId: string
  readonly shopId: string
  readonly shop: string
  readonly platform: string
  readonly orderNo: string
  readonly refundedOn: string
  readonly amountMinor: bigint
}

export async function readLooseRefunds(
  db: Db,
  recordIds: readonly string[],
): Promise<LooseRefund[]> {
  if (recordIds.length === 0) return []
  const { rows } = await sql<LooseRefund>`
    select r.record_id as "recordId", r.shop_id as "shopId", s.code as shop, s.platform, r.order_no as "orderNo",
      r.refunded_on::text as "refundedOn", r.refund_minor as "amountMinor"
    from aftersales.refunds r join shops.shops s on s.id = r.shop_id
    where r.record_id = any(${[...recordIds]}::uuid[]) and r.order_id is null`.execute(db)
  return rows
}

/** Orders and records that are about each other, by number: either may have come first. */
export async function related(
  db: Db,
  keys: readonly string[],
): Promise<{ orderIds: string[]; recordIds: string[] }> {
  const { rows } = await sql<{ orderId: string | null; recordId: string }>`
    select o.id as "orderId", r.id as "recordId"
    from aftersales.records r left join sales.orders o on o.shop_id = r.shop_id and o.platform_no = r.order_no
    where r.id = any(${[...keys]}::uuid[]) or o.id = any(${[...keys]}::uuid[])`.execute(db)
  const recordIds = new Set(rows.map(({ recordId }) => recordId))
  const named = rows.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
  return {
    recordIds: [...recordIds],
    orderIds: [...new Set([...keys.filter((key) => !recordIds.has(key)), ...named])],
  }
}

/** What told of these orders and records last: an import, an undo, a poll of a platform. */
export async function causesOf(
  db: Db,
  events: readonly Pick<DomainEvent, 'type' | 'key'>[],
): Promise<ReadonlyMap<string, string>> {
  const keys = (type: string) => events.filter((one) => one.type === type).map(({ key }) => key)
  const records = keys('aftersale.snapshotted')
  const { rows } = await sql<{ id: string; cause: string }>`
    select r.id, r.source as cause from aftersales.records r where r.id = any(${records}::uuid[])
    union all
    select o.id, r.source from aftersales.records r
      join sales.orders o on o.shop_id = r.shop_id and o.platform_no = r.order_no where r.id = any(${records}::uuid[])
    union all
    select o.id, v.source from sales.orders o join sales.order_versions v on v.order_id = o.id and v.version = o.version
      where o.id = any(${keys('platform.order.snapshotted')}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, cause }) => [id, cause]))
}
