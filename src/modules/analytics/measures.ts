// The sums that metrics are made of: ClickHouse over the rows of a source (sources.ts). A measure that is additive is kept
// per shop and day as its sum, one that counts distinct things as the things themselves: sums add up, sets unite.
import type { Bilingual } from '#kernel/errors.ts'
import { type SourceName, SOURCES } from './sources.ts'

export interface Measure {
  readonly source: SourceName
  readonly sum: string
  /** The same per product: an order counts once for each product it holds. Absent: orders as a whole have it, lines have not. */
  readonly perLine?: string
  readonly isAdditive: boolean
  /** Counts how many different ones there are of `key` (UInt64) where `where` holds: kept as sets, which unite exactly. */
  readonly distinct?: Distinct
  /** The measure whose kept sums say the same on the days asked for. */
  readonly keptAs?: string
  /** Nothing there means nothing known, not 0. */
  readonly isNullable?: boolean
  readonly says: Bilingual
}

interface Distinct {
  readonly key: string
  readonly where: string
}

const SALE_GOODS = `kind = 'sale' and is_goods`
const KNOWN = 'customer_key <> 0'

const perLine = (sum: string) => ({ sum, perLine: sum, isAdditive: true })

/** A figure of a report: unknown where nobody told it; people do not add up, amounts and clicks do. */
const told = (column: string, where?: string) => ({
  sum: where ? `sumIf(${column}, ${where} is not null)` : `sum(${column})`,
  isAdditive: column.endsWith('_minor') || column === 'clicks' || column === 'page_views',
  isNullable: true,
})

const distinct = (key: string, where: string) => ({
  sum: `uniqExactIf(${key}, ${where})`,
  isAdditive: false,
  distinct: { key, where },
})

const level = (column: string) => ({
  sum: `if(count() = 0, null, sum(${column}))`,
  perLine: `if(count() = 0, null, sum(${column}))`,
  isAdditive: false,
  isNullable: true,
})

const says = (zh: string, en: string): { says: Bilingual } => ({ says: { zh, en } })

export const MEASURES = {
  list_sales: {
    source: 'ordered',
    ...perLine(`sumIf(amount_minor, ${SALE_GOODS})`),
    ...says('商品标价金额', 'goods at list price'),
  },
  gross_sales: {
    source: 'ordered',
    ...perLine(`sumIf(net_minor, ${SALE_GOODS})`),
    ...says('商品金额减优惠', 'goods after discounts'),
  },
  known_sales: {
    source: 'ordered',
    ...perLine(`sumIf(net_minor, ${SALE_GOODS} and ${KNOWN})`),
    ...says('有客户号的下单金额', 'ordered goods with a customer'),
  },
  orders: {
    source: 'ordered',
    sum: `countIf(kind = 'sale' and line_no = 0)`,
    perLine: `uniqExactIf(order_id, ${SALE_GOODS})`,
    isAdditive: true,
    ...says('下单订单数', 'orders placed'),
  },
  buyers: {
    source: 'ordered',
    ...distinct('customer_key', `kind = 'sale' and line_no = 0 and ${KNOWN}`),
    perLine: `uniqExactIf(customer_key, ${SALE_GOODS} and ${KNOWN})`,
    ...says('下单买家数', 'customers who ordered'),
  },
  units: {
    source: 'ordered',
    ...perLine(`sumIf(qty, ${SALE_GOODS} and not is_gift)`),
    ...says('下单件数', 'pieces ordered'),
  },
  services: {
    source: 'ordered',
    sum: `sumIf(amount_minor, not is_goods and line_no > 0)`,
    isAdditive: true,
    ...says('服务行金额', 'service lines'),
  },
  cancelled_orders: {
    source: 'ordered',
    sum: `countIf(kind = 'sale' and line_no = 0 and status in ('cancelled', 'closed_refunded'))`,
    isAdditive: true,
    ...says('已取消或全退关闭的订单数', 'orders cancelled or closed refunded'),
  },
  discounts: {
    source: 'ordered',
    ...perLine(`sumIf(amount_minor - net_minor, ${SALE_GOODS})`),
    ...says('全部优惠', 'all discounts'),
  },
  discount_shop: {
    source: 'ordered',
    ...perLine(`sumIf(discount_shop_minor, ${SALE_GOODS})`),
    ...says('商家承担的优惠', 'discounts borne by the shop'),
  },
  discount_platform: {
    source: 'ordered',
    ...perLine(`sumIf(discount_platform_minor, ${SALE_GOODS})`),
    ...says('平台承担的优惠', 'discounts borne by the platform'),
  },
  discount_talent: {
    source: 'ordered',
    ...perLine(`sumIf(discount_talent_minor, ${SALE_GOODS})`),
    ...says('达人承担的优惠', 'discounts borne by the talent'),
  },
  discount_channel: {
    source: 'ordered',
    ...perLine(`sumIf(discount_channel_minor, ${SALE_GOODS})`),
    ...says('支付渠道承担的优惠', 'discounts borne by the payment channel'),
  },
  discount_unnamed: {
    source: 'ordered',
    ...perLine(`sumIf(discount_unnamed_minor, ${SALE_GOODS})`),
    ...says('未注明承担方的优惠', 'discounts without a named sponsor'),
  },
  residual: {
    source: 'ordered',
    sum: `sumIf(residual_minor, kind = 'sale' and line_no = 0)`,
    isAdditive: true,
    ...says('金额核对差', 'what does not add up'),
  },
  paid_sales: {
    source: 'paid',
    ...perLine(`sumIf(paid_minor, is_goods)`),
    ...says('买家为商品实付', 'paid by buyers for goods'),
  },
  paid_known_sales: {
    source: 'paid',
    ...perLine(`sumIf(paid_minor, is_goods and ${KNOWN})`),
    ...says('有客户号的支付金额', 'paid for goods, with a customer'),
  },
  paid_total: {
    source: 'paid',
    sum: 'sum(paid_minor)',
    isAdditive: true,
    ...says('买家实付(含运费)', 'paid by buyers, freight included'),
  },
  freight: {
    source: 'paid',
    sum: 'sumIf(freight_minor, line_no = 0)',
    isAdditive: true,
    ...says('支付订单的运费', 'freight of paid orders'),
  },
  paid_orders: {
    source: 'paid',
    sum: 'countIf(line_no = 0)',
    perLine: 'uniqExactIf(order_id, is_goods)',
    isAdditive: true,
    ...says('支付订单数', 'orders paid'),
  },
  paid_buyers: {
    source: 'paid',
    ...distinct('customer_key', `line_no = 0 and ${KNOWN}`),
    perLine: `uniqExactIf(customer_key, is_goods and ${KNOWN})`,
    ...says('支付买家数', 'customers who paid'),
  },
  paid_buyer_days: {
    source: 'paid',
    sum: `uniqExactIf((customer_key, paid_on), line_no = 0 and ${KNOWN})`,
    perLine: `uniqExactIf((customer_key, paid_on), is_goods and ${KNOWN})`,
    isAdditive: true,
    ...says('每日支付买家数之和', 'customers who paid, counted per day'),
  },
  paid_units: {
    source: 'paid',
    ...perLine(`sumIf(qty, is_goods and not is_gift)`),
    ...says('支付件数', 'pieces paid'),
  },
  own_refunds: {
    source: 'paid',
    sum: 'sum(refunded_minor)',
    perLine: 'sumIf(refunded_minor, is_goods)',
    isAdditive: true,
    ...says('这些订单至今的退款', 'refunds of these orders so far'),
  },
  costed_paid: {
    source: 'paid',
    ...perLine(`sumIf(paid_minor, is_goods and cost_minor is not null)`),
    ...says('已知成本的商品实付', 'paid for goods of known cost'),
  },
  costed_refunds: {
    source: 'paid',
    ...perLine(`sumIf(refunded_minor, is_goods and cost_minor is not null)`),
    ...says('已知成本的商品退款', 'refunds of goods of known cost'),
  },
  cost: {
    source: 'paid',
    ...perLine(`sumIf(ifNull(cost_minor, 0), is_goods)`),
    ...says('商品出库成本(移动平均)', 'cost of goods shipped (moving average)'),
  },
  cost_returned: {
    source: 'paid',
    ...perLine(`sumIf(ifNull(cost_returned_minor, 0), is_goods)`),
    ...says('退回入库的成本', 'cost of goods that came back'),
  },
  costed_lines: {
    source: 'paid',
    ...perLine(`countIf(is_goods and cost_minor is not null)`),
    ...says('已知成本的行数', 'lines of known cost'),
  },
  shipped_sales: {
    source: 'shipped',
    ...perLine(`sumIf(net_minor, is_goods)`),
    ...says('发货订单的商品金额', 'goods of shipped orders'),
  },
  shipped_orders: {
    source: 'shipped',
    sum: 'countIf(line_no = 0)',
    perLine: 'uniqExactIf(order_id, is_goods)',
    isAdditive: true,
    ...says('发货订单数', 'orders shipped'),
  },
  completed_sales: {
    source: 'completed',
    ...perLine(`sumIf(net_minor, is_goods)`),
    ...says('完成订单的商品金额', 'goods of completed orders'),
  },
  completed_orders: {
    source: 'completed',
    sum: 'countIf(line_no = 0)',
    perLine: 'uniqExactIf(order_id, is_goods)',
    isAdditive: true,
    ...says('完成订单数', 'orders completed'),
  },
  refunds: {
    source: 'refunded',
    ...perLine('sum(amount_minor)'),
    ...says('退款金额', 'money given back'),
  },
  refund_orders: {
    source: 'refunded',
    ...distinct('sipHash64(subject_id)', '1'),
    perLine: 'uniqExact(subject_id)',
    ...says('有退款的订单数', 'orders with a refund'),
  },
  new_customers: {
    source: 'customers',
    sum: 'count()',
    isAdditive: true,
    ...says('首次支付在此期间的客户数', 'customers whose first payment lies here'),
  },
  customers_paid: {
    source: 'visits',
    sum: 'count()',
    isAdditive: false,
    ...says('支付客户数', 'customers who paid'),
  },
  customers_again: {
    source: 'visits',
    sum: 'countIf(visits >= 2)',
    isAdditive: false,
    ...says('支付两单及以上的客户数', 'customers with two paid orders or more'),
  },
  seen_order_days: {
    source: 'ordered_seen',
    sum: `uniqExactIf((customer_key, ordered_on), line_no = 0 and ${KNOWN})`,
    keptAs: 'order_buyer_days',
    isAdditive: true,
    ...says(
      '有流量数据的店铺和日子的每日下单买家数之和',
      'buyers per day, on shop days with traffic told',
    ),
  },
  order_buyer_days: {
    source: 'ordered',
    sum: `uniqExactIf((customer_key, ordered_on), kind = 'sale' and line_no = 0 and ${KNOWN})`,
    isAdditive: true,
    ...says('每日下单买家数之和', 'customers who ordered, counted per day'),
  },
  seen_buyer_days: {
    source: 'paid_seen',
    sum: `uniqExactIf((customer_key, paid_on), line_no = 0 and ${KNOWN})`,
    keptAs: 'paid_buyer_days',
    isAdditive: true,
    ...says(
      '有流量数据的店铺和日子的每日支付买家数之和',
      'paying buyers per day, on shop days with traffic told',
    ),
  },
  advertised_sales: {
    source: 'paid_advertised',
    sum: 'sumIf(paid_minor, is_goods)',
    keptAs: 'paid_sales',
    isAdditive: true,
    ...says('有广告数据的店铺和日子的支付额', 'paid sales on shop days with ads told'),
  },
  advertised_refunds: {
    source: 'paid_advertised',
    sum: 'sum(refunded_minor)',
    keptAs: 'own_refunds',
    isAdditive: true,
    ...says('这些订单的退款', 'refunds of these orders'),
  },
  visitors: {
    source: 'traffic',
    ...told('visitors'),
    ...says('每店每日访客数之和', 'visitors per shop and day'),
  },
  page_views: { source: 'traffic', ...told('page_views'), ...says('浏览量', 'page views') },
  new_visitors: { source: 'traffic', ...told('new_visitors'), ...says('新访客', 'new visitors') },
  visitors_with_new: {
    source: 'traffic',
    ...told('visitors', 'new_visitors'),
    ...says('报了新访客的店日的访客数', 'visitors where new ones are told'),
  },
  cart_users: {
    source: 'traffic',
    ...told('cart_users'),
    ...says('加购人数', 'people adding to the cart'),
  },
  visitors_with_cart: {
    source: 'traffic',
    ...told('visitors', 'cart_users'),
    ...says('报了加购的店日的访客数', 'visitors where carts are told'),
  },
  fav_users: { source: 'traffic', ...told('fav_users'), ...says('收藏人数', 'people favouring') },
  visitors_with_fav: {
    source: 'traffic',
    ...told('visitors', 'fav_users'),
    ...says('报了收藏的店日的访客数', 'visitors where favourites are told'),
  },
  traffic_days: {
    source: 'traffic',
    sum: 'uniqExactIf((shop_id, day), visitors is not null)',
    isAdditive: false,
    ...says('有流量数据的店日数', 'shop days with traffic told'),
  },
  item_visitors: {
    source: 'items',
    ...told('visitors'),
    ...says('每个商品的访客数之和', 'visitors of each item'),
  },
  ad_spend: { source: 'ads', ...told('spend_minor'), ...says('广告花费', 'ad spend') },
  ad_clicks: { source: 'ads', ...told('clicks'), ...says('点击', 'clicks') },
  ad_sales: {
    source: 'ads',
    ...told('sales_minor'),
    ...says('平台归因成交额', 'sales attributed by the platform'),
  },
  ad_spend_with_sales: {
    source: 'ads',
    ...told('spend_minor', 'sales_minor'),
    ...says('报了成交额的花费', 'spend where sales are told'),
  },
  offline: {
    source: 'offline',
    sum: 'if(count() = 0, null, sum(amount_minor))',
    perLine: 'if(count() = 0, null, sum(amount_minor))',
    isAdditive: true,
    isNullable: true,
    ...says('线下销售额', 'offline sales'),
  },
  stock_on_hand: {
    source: 'stock',
    ...level('on_hand'),
    ...says('期末库存量', 'stock on hand at the end'),
  },
  stock_available: {
    source: 'stock',
    ...level('available'),
    ...says('期末良品减占用', 'good stock less promises at the end'),
  },
  stock_value: {
    source: 'stock',
    ...level('value_minor'),
    ...says('期末库存金额(移动平均)', 'stock value at the end (moving average)'),
  },
} as const satisfies Record<string, Measure>

export type MeasureName = keyof typeof MEASURES
export const measureOf = (name: MeasureName): Measure => MEASURES[name]

/** The set of what a measure counts, over rows. */
export const keysOf = ({ key, where }: Distinct): string => `uniqExactStateIf(${key}, ${where})`
export const NO_KEYS = `initializeAggregation('uniqExactStateIf', toUInt64(0), 0)`

/** Kept per shop and day: what adds up or unites, of sources with a rollup. */
export const isKept = (name: MeasureName): boolean => {
  const { source, isAdditive, distinct: isDistinct } = measureOf(name)
  return (isAdditive || isDistinct !== undefined) && 'rollup' in SOURCES[source]
}
export const kept = (source: SourceName): MeasureName[] =>
  (Object.keys(MEASURES) as MeasureName[]).filter(
    (name) => measureOf(name).source === source && isKept(name),
  )

export const isMoney = ({ sum }: Measure): boolean => /^(sum|if\(count).*_minor/.test(sum)
