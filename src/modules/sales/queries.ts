// Reads of orders for screens. A page is a walk along one index; queues are counted over the few orders that wait.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import type { OrderKind } from './draft.ts'
import type { OrderState } from './states.ts'

export interface OrderRow {
  readonly id: string
  readonly shopCode: string
  readonly currency: string
  readonly platformNo: string
  readonly kind: OrderKind
  readonly status: OrderState
  readonly statusText: string
  readonly orderedAt: Date
  readonly paidAt: Date | null
  readonly shippedAt: Date | null
  readonly completedAt: Date | null
  readonly shipDueAt: Date | null
  readonly customerRef: string | null
  readonly country: string | null
  readonly receiverMasked: string
  readonly addressState: 'none' | 'clear' | 'doubtful' | 'confirmed'
  readonly lines: number
  readonly goodsMinor: bigint
  readonly serviceMinor: bigint
  readonly freightMinor: bigint
  readonly discountMinor: bigint
  readonly payableMinor: bigint
  readonly paidMinor: bigint
  readonly refundedMinor: bigint
  readonly residualMinor: bigint
  readonly carrier: string
  readonly waybill: string
  readonly flags: string[]
  readonly stockShort: { code: string; name: string; wanted: string; available: string }[]
  readonly version: number
}

const ROW = sql`o.id, s.code as "shopCode", s.currency, o.platform_no as "platformNo", o.kind, o.status,
  o.status_text as "statusText", o.ordered_at as "orderedAt", o.paid_at as "paidAt", o.shipped_at as "shippedAt",
  o.completed_at as "completedAt", o.ship_due_at as "shipDueAt", o.customer_ref as "customerRef", o.country,
  o.receiver_masked as "receiverMasked", o.address_state as "addressState", o.goods_minor as "goodsMinor",
  o.service_minor as "serviceMinor", o.freight_minor as "freightMinor",
  o.discount_shop_minor + o.discount_platform_minor + o.discount_talent_minor + o.discount_channel_minor
    + o.discount_unnamed_minor as "discountMinor",
  o.payable_minor as "payableMinor", o.paid_minor as "paidMinor", o.refunded_minor as "refundedMinor",
  o.residual_minor as "residualMinor", o.carrier, o.waybill, o.flags, o.version,
  (select count(*)::int from sales.order_lines l where l.order_id = o.id) as lines,
  coalesce((select jsonb_agg(jsonb_build_object('code', k.code, 'name', k.name, 'wanted', x->>'wanted', 'available', x->>'available')
    order by k.code) from sales.stock_stops t cross join jsonb_array_elements(t.short) x join catalog.skus k on k.id = (x->>'skuId')::uuid
    where t.order_id = o.id), '[]'::jsonb) as "stockShort"`

export interface OrderFilter {
  readonly q?: string | undefined
  readonly shop?: string | undefined
  readonly kind?: OrderKind | undefined
  readonly status?: OrderState | undefined
  readonly queue?: Queue | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly sku?: string | undefined
  readonly flag?: string | undefined
  readonly listing?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Orders that wait for somebody, each with the condition that makes it wait. */
const QUEUES = {
  to_ship: sql`o.status in ('awaiting_shipment', 'partially_shipped')`,
  overdue: sql`o.status in ('awaiting_shipment', 'partially_shipped') and o.ship_due_at < now()`,
  on_hold: sql`o.status = 'on_hold'`,
  stock_short: sql`o.id in (select order_id from sales.stock_stops)`,
  unmapped: sql`o.id in (select l.order_id from sales.order_lines l left join listings.mappings m
    on m.listing_id = l.listing_id and m.valid_to is null
    where l.sku_id is null and l.is_goods and l.line_ref <> '~head' and coalesce(m.state, 'unmapped') <> 'ignored')`,
  doubtful_address: sql`o.address_state = 'doubtful'`,
  does_not_add_up: sql`o.flags @> '{does_not_add_up}'`,
  lines_missing: sql`o.flags @> '{lines_missing}'`,
} as const

export type Queue = keyof typeof QUEUES
export const QUEUE_NAMES = Object.keys(QUEUES) as [Queue, ...Queue[]]

export async function listOrders(db: Db, filter: OrderFilter): Promise<OrderRow[]> {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  // Each condition is there only when asked for, so that the planner sees a plain walk along an index.
  const conditions = [
    sql`not o.withdrawn`,
    ...(filter.q?.trim() ? [matching(filter.q.trim())] : []),
    ...(filter.shop
      ? [sql`o.shop_id = (select id from shops.shops where upper(code) = upper(${filter.shop}))`]
      : []),
    ...(filter.kind ? [sql`o.kind = ${filter.kind}`] : []),
    ...(filter.status ? [sql`o.status = ${filter.status}`] : []),
    ...(filter.queue ? [QUEUES[filter.queue]] : []),
    ...(filter.from
      ? [
          sql`o.ordered_on >= ${filter.from}::date`,
          sql`o.ordered_at >= ${filter.from}::date - interval '1 day'`,
        ]
      : []),
    ...(filter.to
      ? [
          sql`o.ordered_on <= ${filter.to}::date`,
          sql`o.ordered_at < ${filter.to}::date + interval '2 days'`,
        ]
      : []),
    ...(filter.sku ? [bought(filter.sku)] : []),
    ...(filter.listing
      ? [sql`o.id in (select order_id from sales.order_lines where listing_id = ${filter.listing})`]
      : []),
    ...(filter.flag ? [sql`o.flags @> array[${filter.flag}]`] : []),
    ...(at === null ? [] : [sql`(o.ordered_at, o.id) < (${at}::timestamptz, ${id}::uuid)`]),
  ]
  const { rows } = await sql<OrderRow>`
    with page as materialized (
      select o.* from sales.orders o where ${sql.join(conditions, sql` and `)}
      order by o.ordered_at desc, o.id desc limit ${filter.limit + 1})
    select ${ROW} from page o join shops.shops s on s.id = o.shop_id
    order by o.ordered_at desc, o.id desc`.execute(db)
  return rows
}

/** An order number from its beginning, a parcel's number, or a buyer's id: what people paste. */
const matching = (q: string) =>
  sql`(o.platform_no like ${`${q.replace(/[\\%_]/g, '\\$&')}%`} or o.waybill = ${q} or o.customer_ref = ${q})`

const bought = (code: string) => sql`o.id in (
  select l.order_id from sales.order_lines l
  where l.sku_id in (select id from catalog.skus where upper(code) = upper(${code})) or l.platform_sku = upper(${code}))`

/** Nobody works down more than this by looking at it: beyond, "more than" is said, and it is true. */
const COUNTED_UP_TO = 10_000

export interface QueueCount {
  readonly queue: Queue
  readonly orders: number
  readonly payableMinor: bigint
  /** There are more: `orders` and `payableMinor` are those of the first ten thousand found. */
  readonly isMore: boolean
}

export async function countQueues(db: Db, shop: string | undefined): Promise<QueueCount[]> {
  const ofShop = shop
    ? sql`and o.shop_id = (select id from shops.shops where upper(code) = upper(${shop}))`
    : sql``
  const parts = QUEUE_NAMES.map(
    (queue) => sql`
      select ${queue}::text as queue, (count(*) filter (where n <= ${COUNTED_UP_TO}))::int as orders,
        coalesce(sum(f.payable_minor) filter (where n <= ${COUNTED_UP_TO}), 0)::bigint as "payableMinor",
        count(*) > ${COUNTED_UP_TO} as "isMore"
      from (
        select o.payable_minor, row_number() over () as n
        from sales.orders o where not o.withdrawn and ${QUEUES[queue]} ${ofShop} limit ${COUNTED_UP_TO + 1}) as f`,
  )
  const { rows } = await sql<QueueCount>`${sql.join(parts, sql` union all `)}`.execute(db)
  return rows
}

export async function oneOrder(db: Db, id: string) {
  const { rows } = await sql<
    OrderRow & {
      withdrawn: boolean
      shopMinor: bigint
      platformMinor: bigint
      talentMinor: bigint
      channelMinor: bigint
      unnamedMinor: bigint
      paymentMethod: string
      paymentNo: string
      sourceChannel: string
      talent: string
      closeReason: string
      districtCode: string | null
      place: string | null
      addressNote: string
      hasReceiver: boolean
      hasBuyerNote: boolean
      hasSellerNote: boolean
      layout: string
    }
  >`
    select ${ROW}, o.withdrawn, o.discount_shop_minor as "shopMinor", o.discount_platform_minor as "platformMinor",
      o.discount_talent_minor as "talentMinor", o.discount_channel_minor as "channelMinor",
      o.discount_unnamed_minor as "unnamedMinor", o.payment_method as "paymentMethod", o.payment_no as "paymentNo",
      o.source_channel as "sourceChannel", o.talent, o.close_reason as "closeReason", o.district_code as "districtCode",
      coalesce(o.district_code, o.city_code, o.province_code) as place,
      o.address_note as "addressNote", o.receiver_sealed is not null as "hasReceiver", o.has_buyer_note as "hasBuyerNote",
      o.has_seller_note as "hasSellerNote", o.layout
    from sales.orders o join shops.shops s on s.id = o.shop_id where o.id = ${id}`.execute(db)
  const order = rows[0]
  if (!order) throw notFound({ zh: '订单', en: 'order' }, id)
  const [items, versions, moves, deadlines] = await Promise.all([
    linesOf(db, id),
    versionsOf(db, id),
    movesOf(db, id),
    sql<{ kind: 'ship' | 'deliver'; source: string; dueAt: Date }>`
      select kind, source, due_at as "dueAt" from sales.order_deadlines where order_id = ${id} order by due_at`.execute(
      db,
    ),
  ])
  return { ...order, items, versions, moves, deadlines: deadlines.rows }
}

async function linesOf(db: Db, id: string) {
  const { rows } = await sql<{
    lineNo: number
    skuId: string | null
    skuCode: string | null
    skuQty: bigint
    listingId: string | null
    platformSku: string
    platformItem: string
    merchantCode: string
    title: string
    spec: string
    isGoods: boolean
    isGift: boolean
    qty: bigint
    unitPriceText: string
    amountMinor: bigint
    discountMinor: bigint
    netMinor: bigint
    refundedMinor: bigint
    refundStatus: string
  }>`
    select l.line_no as "lineNo", l.sku_id as "skuId", k.code as "skuCode", l.sku_qty as "skuQty", l.listing_id as "listingId",
      l.platform_sku as "platformSku", l.platform_item as "platformItem", l.merchant_code as "merchantCode", l.title, l.spec,
      l.is_goods as "isGoods", l.is_gift as "isGift", l.qty, l.unit_price_text as "unitPriceText",
      l.amount_minor as "amountMinor", l.discount_minor as "discountMinor", l.net_minor as "netMinor",
      l.refunded_minor as "refundedMinor", l.refund_status as "refundStatus"
    from sales.order_lines l left join catalog.skus k on k.id = l.sku_id
    where l.order_id = ${id} order by l.line_no`.execute(db)
  return rows
}

async function versionsOf(db: Db, id: string) {
  const { rows } = await sql<{
    version: number
    source: string
    layout: string
    half: 'both' | 'head' | 'lines' | 'payments'
    recordedAt: Date
    snapshotAt: Date | null
    header: string[]
    raw: unknown
  }>`
    select v.version, v.source, v.layout, v.half, v.recorded_at as "recordedAt", v.snapshot_at as "snapshotAt",
      coalesce(h.cells, '{}') as header, v.raw
    from sales.order_versions v left join sales.headers h on h.hash = v.header_hash
    where v.order_id = ${id} order by v.version desc limit 50`.execute(db)
  return rows.map(({ raw, header, ...version }) => ({
    ...version,
    header,
    rows: rowsOf(raw, header),
  }))
}

/** Raw rows as cells in the order of the header; the first versions were kept as records. */
function rowsOf(raw: unknown, header: string[]): string[][] {
  if (!Array.isArray(raw)) return []
  return raw.map((row: unknown) =>
    Array.isArray(row)
      ? row.map(String)
      : Object.entries(row as Record<string, string>).map(([name, cell]) => {
          if (!header.includes(name)) header.push(name)
          return cell
        }),
  )
}

async function movesOf(db: Db, id: string) {
  const { rows } = await sql<{
    sku: string
    qty: bigint
    reason: string
    from: string
    to: string
  }>`
    select k.code as sku, m.qty, m.reason, f.code as from, t.code as to
    from inventory.moves m join catalog.skus k on k.id = m.sku_id
    join places.locations f on f.id = m.from_location join places.locations t on t.id = m.to_location
    where m.document = ${`order:${id}`} order by m.id limit 2000`.execute(db)
  return rows
}
