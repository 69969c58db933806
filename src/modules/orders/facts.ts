// What the platform says of orders that are ours to fulfil, read for a batch at once: heads, goods, refunds asked for.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { aftersaleState } from '#modules/aftersales'
import { componentsOf } from '#modules/catalog'

export interface PlatformFacts {
  readonly id: string
  readonly shopId: string
  readonly shopCode: string
  readonly currency: string
  readonly platform: string
  readonly stockSiteId: string | null
  readonly platformNo: string
  readonly version: number
  /** The canonical state; `withdrawn` when an import was taken back. */
  readonly status: string
  readonly orderedAt: Date
  readonly paidAt: Date | null
  readonly shippedAt: Date | null
  readonly freightMinor: bigint
  readonly paidMinor: bigint
  readonly buyerKey: string | null
  readonly receiverKey: string | null
  readonly receiverMasked: string
  readonly provinceCode: string | null
  readonly cityCode: string | null
  readonly districtCode: string | null
  readonly addressState: string
  readonly hasReceiver: boolean
  readonly hasBuyerNote: boolean
  readonly hasSellerNote: boolean
  readonly carrier: string
  readonly waybill: string
  readonly deadlines: readonly { readonly source: string; readonly dueAt: Date }[]
  readonly lines: readonly FactLine[]
  /** A refund of the whole order is asked for. */
  readonly isRefundAsked: boolean
}

export interface FactLine {
  readonly key: string
  readonly lineNo: number
  readonly skuId: string | null
  readonly skuQty: bigint
  readonly isBundleEmpty: boolean
  readonly isGift: boolean
  readonly title: string
  readonly spec: string
  readonly platformSku: string
  readonly qty: bigint
  readonly goodsMinor: bigint
  readonly discountMinor: bigint
  /** Pieces that were cancelled or refunded, so far as the platform says. */
  readonly droppedQty: bigint
  readonly isRefundAsked: boolean
}

type Head = Omit<PlatformFacts, 'lines' | 'deadlines' | 'isRefundAsked'>

/** Orders of `ids` that the desk fulfils. Others are left out. */
export async function readFacts(db: Db, ids: readonly string[]): Promise<PlatformFacts[]> {
  const { rows: heads } = await sql<Head>`/* plan anew */
    select o.id, o.shop_id as "shopId", s.code as "shopCode", s.currency, s.platform, s.stock_site_id as "stockSiteId",
      o.platform_no as "platformNo", o.version, case when o.withdrawn then 'withdrawn' else o.status end as status,
      o.ordered_at as "orderedAt", o.paid_at as "paidAt", o.shipped_at as "shippedAt", o.freight_minor as "freightMinor",
      o.paid_minor as "paidMinor", o.customer_ref as "buyerKey", o.receiver_fingerprint as "receiverKey",
      o.receiver_masked as "receiverMasked", o.province_code as "provinceCode", o.city_code as "cityCode",
      o.district_code as "districtCode", o.address_state as "addressState", o.receiver_sealed is not null as "hasReceiver",
      o.has_buyer_note as "hasBuyerNote", o.has_seller_note as "hasSellerNote", o.carrier, o.waybill
    from sales.orders o join shops.shops s on s.id = o.shop_id
    where o.id = any(${[...ids]}::uuid[]) and o.fulfilment = 'desk' and o.kind in ('sale', 'free')
    order by o.ordered_at, o.id`.execute(db)
  if (heads.length === 0) return []
  const own = heads.map(({ id }) => id)
  const [lines, deadlines, asked] = await Promise.all([
    readLines(db, own),
    readDeadlines(db, own),
    readAsked(db, own),
  ])
  const empty = await emptyBundles(db, lines)
  return heads.map((head) => ({
    ...head,
    deadlines: deadlines.get(head.id) ?? [],
    isRefundAsked: (asked.get(head.id) ?? []).some(
      ({ lineRef, status }) => lineRef === '' && status !== 'refunded',
    ),
    lines: keyed(lines.get(head.id) ?? []).map((line) =>
      toLine(line, asked.get(head.id) ?? [], empty),
    ),
  }))
}

interface LineRow {
  readonly orderId: string
  readonly lineNo: number
  readonly lineRef: string
  readonly skuId: string | null
  readonly skuQty: bigint
  readonly kind: string | null
  readonly isGift: boolean
  readonly title: string
  readonly spec: string
  readonly platformSku: string
  readonly qty: bigint
  readonly goodsMinor: bigint
  readonly discountMinor: bigint
  readonly refundedMinor: bigint
  readonly refundStatus: string
}

async function readLines(db: Db, ids: readonly string[]): Promise<Map<string, LineRow[]>> {
  const { rows } = await sql<LineRow>`/* plan anew */
    select l.order_id as "orderId", l.line_no as "lineNo", l.line_ref as "lineRef", l.sku_id as "skuId", l.sku_qty as "skuQty",
      k.kind, l.is_gift as "isGift", l.title, l.spec, l.platform_sku as "platformSku", l.qty, l.amount_minor as "goodsMinor",
      l.discount_minor as "discountMinor", l.refunded_minor as "refundedMinor", l.refund_status as "refundStatus"
    from sales.order_lines l left join catalog.skus k on k.id = l.sku_id
    left join listings.mappings m on m.listing_id = l.listing_id and m.valid_to is null
    where l.order_id = any(${[...ids]}::uuid[]) and l.is_goods and l.qty > 0 and coalesce(m.state, '') <> 'ignored'
    order by l.order_id, l.line_no`.execute(db)
  return Map.groupBy(rows, ({ orderId }) => orderId)
}

/** The platform's own number of a line where it has one; else its place. Two that claim one number are told apart. */
function keyed(lines: readonly LineRow[]): (LineRow & { readonly key: string })[] {
  const seen = new Map<string, number>()
  return lines.map((line) => {
    const name = line.lineRef === '' ? `#${line.lineNo}` : line.lineRef
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return { ...line, key: times === 1 ? name : `${name}#${times}` }
  })
}

async function readDeadlines(db: Db, ids: readonly string[]) {
  const { rows } = await sql<{ orderId: string; source: string; dueAt: Date }>`
    select order_id as "orderId", source, due_at as "dueAt" from sales.order_deadlines
    where order_id = any(${[...ids]}::uuid[]) and kind = 'ship' order by order_id, due_at, source`.execute(
    db,
  )
  return Map.groupBy(rows, ({ orderId }) => orderId)
}

interface Asked {
  readonly orderId: string
  readonly lineRef: string
  readonly status: string
  readonly qty: bigint | null
}

/** After-sale records that take something back before it left: open ones ask, refunded ones have got it. */
async function readAsked(db: Db, ids: readonly string[]): Promise<Map<string, Asked[]>> {
  const { rows } = await sql<Asked>`
    select o.id as "orderId", r.line_ref as "lineRef", r.status, r.qty
    -- By number: the link between the two may be made a moment later.
    from sales.orders o join aftersales.records r on r.shop_id = o.shop_id and r.order_no = o.platform_no
    where o.id = any(${[...ids]}::uuid[]) and not r.withdrawn
      and r.type in ('refund_only_unshipped', 'refund_only', 'return_refund')
      and r.status in ('requested', 'negotiating', 'awaiting_return', 'refunding', 'platform_intervention', 'refunded')
    order by o.id, r.aftersale_no`.execute(db)
  return Map.groupBy(rows, ({ orderId }) => orderId)
}

async function emptyBundles(db: Db, lines: ReadonlyMap<string, readonly LineRow[]>) {
  const bundles = new Set(
    [...lines.values()]
      .flat()
      .flatMap(({ kind, skuId }) => (kind === 'bundle' && skuId ? [skuId] : [])),
  )
  if (bundles.size === 0) return new Set<string>()
  const parts = await componentsOf(db, [...bundles])
  // A bundle without a recipe opens into itself.
  return new Set(
    [...bundles].filter((id) => (parts.get(id) ?? []).every(({ skuId }) => skuId === id)),
  )
}

function toLine(
  line: LineRow & { readonly key: string },
  asked: readonly Asked[],
  empty: ReadonlySet<string>,
): FactLine {
  const own = asked.filter(({ lineRef }) => lineRef !== '' && lineRef === line.lineRef)
  const granted = own.filter(({ status }) => status === 'refunded')
  const byRecord = granted.reduce((sum, { qty }) => sum + (qty ?? 0n), 0n)
  const net = line.goodsMinor - line.discountMinor
  // Money back on a line that is still bought (a price difference) drops nothing: only its whole price does.
  const isWhole = net > 0n && line.refundedMinor >= net
  const dropped = isWhole ? line.qty : byRecord
  const word = refundWord(line.refundStatus)
  return {
    key: line.key,
    lineNo: line.lineNo,
    skuId: line.skuId,
    skuQty: line.skuQty,
    isBundleEmpty: line.skuId !== null && empty.has(line.skuId),
    isGift: line.isGift,
    title: line.title,
    spec: line.spec,
    platformSku: line.platformSku,
    qty: line.qty,
    goodsMinor: line.goodsMinor,
    discountMinor: line.discountMinor,
    droppedQty: dropped > line.qty ? line.qty : dropped,
    isRefundAsked:
      !isWhole && (word === 'asked' || own.some(({ status }) => status !== 'refunded')),
  }
}

const OPEN_STATES = new Set([
  'requested',
  'negotiating',
  'awaiting_return',
  'return_in_transit',
  'refunding',
  'platform_intervention',
])

/** Whether a line's own word says that a refund is under way. A word nobody knows asks nothing: the record will tell. */
export function refundWord(text: string): 'none' | 'asked' | 'done' {
  if (/^(requested|processing|refunding|negotiating)$/i.test(text)) return 'asked'
  const state = text === '' ? 'unknown' : aftersaleState(text, {})
  // 「没有申请退款」 speaks of asking, too.
  if (/没有|未申请|无/.test(text)) return 'none'
  if (state === 'refunded') return 'done'
  return OPEN_STATES.has(state) ? 'asked' : 'none'
}
