// Where measures come from: a table of facts seen by one of its days, and what its rows can be split by.
import type { Bilingual } from '#kernel/errors.ts'

export const DIMENSIONS = {
  day: { zh: '日', en: 'Day' },
  week: { zh: '周', en: 'Week' },
  month: { zh: '月', en: 'Month' },
  hour: { zh: '下单时段', en: 'Hour of order' },
  shop: { zh: '店铺', en: 'Shop' },
  platform: { zh: '渠道', en: 'Channel' },
  spu: { zh: '产品(SPU)', en: 'Product (SPU)' },
  product: { zh: 'SKU', en: 'SKU' },
  category: { zh: '类目', en: 'Category' },
  country: { zh: '国家', en: 'Country' },
  province: { zh: '省', en: 'Province' },
  city: { zh: '市', en: 'City' },
  source: { zh: '成交来源', en: 'Source' },
  talent: { zh: '达人', en: 'Talent' },
  customer_type: { zh: '新老客', en: 'New or returning' },
  traffic_source: { zh: '流量来源', en: 'Traffic source' },
  item: { zh: '平台商品', en: 'Platform item' },
  plan: { zh: '广告计划', en: 'Ad plan' },
  ad_tool: { zh: '广告工具', en: 'Ad tool' },
  offline_channel: { zh: '线下渠道', en: 'Offline channel' },
  region: { zh: '线下区域', en: 'Offline region' },
  site: { zh: '仓库', en: 'Site' },
} as const satisfies Record<string, Bilingual>

export type Dimension = keyof typeof DIMENSIONS
export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as [Dimension, ...Dimension[]]

/** Stands in a filter for what nobody knows: goods without a category, orders without a province. */
export const UNKNOWN = '-'

export const GRAINS = ['day', 'week', 'month'] as const
export type Grain = (typeof GRAINS)[number]
export const isGrain = (name: string): name is Grain => (GRAINS as readonly string[]).includes(name)

/** What a time bucket is called, and the day it begins. */
export const bucketOf = (grain: Grain, day: string): string =>
  grain === 'day'
    ? `toString(${day})`
    : grain === 'week'
      ? `toString(toMonday(${day}))`
      : `formatDateTime(${day}, '%Y-%m')`
export const bucketStart = (grain: Grain, day: string): string =>
  grain === 'day' ? day : grain === 'week' ? `toMonday(${day})` : `toStartOfMonth(${day})`

export interface Source {
  readonly table: string
  readonly day: string
  /** Rows that count here at all. */
  readonly where?: string
  /** Only shop days that another table knows: `(shop, day) in (…)`. */
  readonly seenBy?: string
  /** Last day of a row that covers several: it counts only where period and bucket hold it whole. */
  readonly until?: string
  /** A level and not a flow: only the last day told counts, per bucket. */
  readonly isLevel?: boolean
  /** Column of each dimension; the grains come from `day`. */
  readonly dimensions: Partial<Record<Dimension, string>>
  /** The name its sums per shop and day are kept under. */
  readonly rollup?: string
  /** What a row of it is when somebody opens the number. */
  readonly rows: 'order' | 'refund' | 'customer' | 'report'
  /** The name people know its day by. */
  readonly basis: Bilingual
}

/** '' is worked out while asking (compile.ts): categories are looked up, and who is new depends on the period. */
const ORDER_COLUMNS = {
  hour: 'toString(hour)',
  shop: 'shop',
  platform: 'platform',
  spu: 'spu',
  product: 'sku',
  category: '',
  country: 'country',
  province: 'province',
  city: 'city',
  source: 'source',
  talent: 'talent',
} as const

const ORDER_DIMENSIONS = { ...ORDER_COLUMNS, customer_type: '' } as const

/** Dimensions that only lines have: an order is counted once for each value it holds. */
export const LINE_DIMENSIONS: readonly Dimension[] = ['product', 'spu', 'category']

const TRAFFIC_DAYS = `select shop_id, day from shop_traffic final where traffic_source = '' and visitors is not null`
const AD_DAYS = `select shop_id, arrayJoin(arrayMap(n -> from_on + n, range(toUInt32(to_on - from_on) + 1)))
        from ad_spend final where spend_minor is not null`

export const SOURCES = {
  ordered: {
    table: 'order_lines',
    day: 'ordered_on',
    dimensions: ORDER_DIMENSIONS,
    rollup: 'ordered',
    rows: 'order',
    basis: { zh: '下单日', en: 'day of order' },
  },
  paid: {
    table: 'order_lines',
    day: 'paid_on',
    where: `kind = 'sale'`,
    dimensions: ORDER_DIMENSIONS,
    rollup: 'paid',
    rows: 'order',
    basis: { zh: '支付日', en: 'day of payment' },
  },
  shipped: {
    table: 'order_lines',
    day: 'shipped_on',
    where: `kind = 'sale'`,
    dimensions: ORDER_DIMENSIONS,
    rollup: 'shipped',
    rows: 'order',
    basis: { zh: '发货日', en: 'day of shipment' },
  },
  completed: {
    table: 'order_lines',
    day: 'completed_on',
    where: `kind = 'sale'`,
    dimensions: ORDER_DIMENSIONS,
    rollup: 'completed',
    rows: 'order',
    basis: { zh: '完成日', en: 'day of completion' },
  },
  refunded: {
    table: 'refunds',
    day: 'refunded_on',
    dimensions: ORDER_COLUMNS,
    rollup: 'refunded',
    rows: 'refund',
    basis: { zh: '退款日', en: 'day of refund' },
  },
  customers: {
    table: 'customers',
    day: 'first_paid_on',
    dimensions: {
      shop: 'shop',
      platform: 'platform',
      country: 'country',
      province: 'province',
      city: 'city',
      source: 'source',
      talent: 'talent',
    },
    rollup: 'customers',
    rows: 'customer',
    basis: { zh: '首次支付日', en: 'day of first payment' },
  },
  // One row per customer and bucket: how often each came.
  visits: {
    table: 'order_lines',
    day: 'paid_on',
    where: `kind = 'sale' and line_no = 0 and customer_key <> 0`,
    dimensions: {
      shop: 'shop',
      platform: 'platform',
      country: 'country',
      province: 'province',
      city: 'city',
      source: 'source',
      talent: 'talent',
    },
    rows: 'customer',
    basis: { zh: '支付日', en: 'day of payment' },
  },
  // The same orders, on shop days whose traffic (or ads) was told: a ratio to visitors counts nothing they could not explain.
  ordered_seen: {
    table: 'order_lines',
    day: 'ordered_on',
    where: `kind = 'sale'`,
    seenBy: TRAFFIC_DAYS,
    dimensions: { shop: 'shop', platform: 'platform' },
    rollup: 'ordered',
    rows: 'order',
    basis: { zh: '下单日', en: 'day of order' },
  },
  paid_seen: {
    table: 'order_lines',
    day: 'paid_on',
    where: `kind = 'sale'`,
    seenBy: TRAFFIC_DAYS,
    dimensions: { shop: 'shop', platform: 'platform' },
    rollup: 'paid',
    rows: 'order',
    basis: { zh: '支付日', en: 'day of payment' },
  },
  paid_advertised: {
    table: 'order_lines',
    day: 'paid_on',
    where: `kind = 'sale'`,
    seenBy: AD_DAYS,
    dimensions: { shop: 'shop', platform: 'platform' },
    rollup: 'paid',
    rows: 'order',
    basis: { zh: '支付日', en: 'day of payment' },
  },
  traffic: {
    table: 'shop_traffic',
    day: 'day',
    dimensions: { shop: 'shop', platform: 'platform', traffic_source: 'traffic_source' },
    rows: 'report',
    basis: { zh: '统计日', en: 'day of the report' },
  },
  items: {
    table: 'item_traffic',
    day: 'from_on',
    until: 'to_on',
    dimensions: { shop: 'shop', platform: 'platform', item: 'item' },
    rows: 'report',
    basis: { zh: '统计日', en: 'day of the report' },
  },
  ads: {
    table: 'ad_spend',
    day: 'from_on',
    until: 'to_on',
    dimensions: { shop: 'shop', platform: 'platform', plan: 'plan', ad_tool: 'tool' },
    rows: 'report',
    basis: { zh: '花费日', en: 'day of spending' },
  },
  offline: {
    table: 'offline_sales',
    day: 'day',
    dimensions: {
      product: 'sku',
      category: '',
      offline_channel: 'offline_channel',
      region: 'region',
    },
    rows: 'report',
    basis: { zh: '线下销售日', en: 'day of the offline sale' },
  },
  stock: {
    table: 'stock_days',
    day: 'day',
    isLevel: true,
    dimensions: { product: 'sku', spu: 'spu', category: '', site: 'site' },
    rows: 'report',
    basis: { zh: '期末', en: 'end of the period' },
  },
} as const satisfies Record<string, Source>

export type SourceName = keyof typeof SOURCES
export const sourceOf = (name: SourceName): Source => SOURCES[name]
