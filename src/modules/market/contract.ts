// Reports of platforms and people, as the API shows them. They come in by imports only.
import { z } from 'zod'
import { type ExportColumn, input, listRoute, route, wire } from '#kernel/contract.ts'

const told = wire.qty.nullable()
const money = wire.minor.nullable()
const rate = z.number().nullable()

const origin = {
  id: wire.id,
  layout: z.string(),
  source: z.string(),
  sourceRow: z.number(),
  version: z.number(),
  more: z.record(z.string(), z.string()),
}

const visits = {
  visitors: told,
  pageViews: told,
  bounceRate: rate,
  dwellSeconds: rate,
  favUsers: told,
  cartUsers: told,
  cartQty: told,
  orderBuyers: told,
  orderMinor: money,
  paidBuyers: told,
  paidQty: told,
  paidMinor: money,
  returningBuyers: told,
  returningMinor: money,
  refundMinor: money,
  /** Paying buyers ÷ visitors of this row. */
  paidRate: rate,
}

export const shopTrafficRow = z.object({
  ...origin,
  shopCode: z.string(),
  currency: z.string(),
  day: wire.date,
  channel: z.string(),
  ...visits,
  newVisitors: told,
  returningVisitors: told,
  paidOrders: told,
})

export const itemTrafficRow = z.object({
  ...origin,
  shopCode: z.string(),
  currency: z.string(),
  fromOn: wire.date,
  toOn: wire.date,
  platformItem: z.string(),
  title: z.string(),
  productCode: z.string(),
  itemStatus: z.string(),
  ...visits,
  orderQty: told,
  newBuyers: told,
  searchVisitors: told,
  searchBuyers: told,
})

export const adRow = z.object({
  ...origin,
  shopCode: z.string(),
  currency: z.string(),
  fromOn: wire.date,
  toOn: wire.date,
  rowKind: z.enum(['row', 'hosted']),
  tool: z.string(),
  accountName: z.string(),
  scene: z.string(),
  planId: z.string(),
  planName: z.string(),
  groupName: z.string(),
  subjectId: z.string(),
  subjectName: z.string(),
  keyword: z.string(),
  attribution: z.string(),
  impressions: told,
  clicks: told,
  spendMinor: money,
  salesOrders: told,
  salesMinor: money,
  directMinor: money,
  indirectMinor: money,
  cartAdds: told,
  favs: told,
  newBuyers: told,
  naturalMinor: money,
  naturalImpressions: told,
  clickRate: rate,
  /** Sales ÷ spend of this row. */
  roi: rate,
})

export const offlineRow = z.object({
  ...origin,
  day: wire.date,
  channel: z.string(),
  region: z.string(),
  customer: z.string(),
  documentNo: z.string(),
  skuCode: z.string(),
  skuName: z.string(),
  qty: told,
  amountMinor: wire.minor,
  currency: z.string(),
})

export const reviewRow = z.object({
  ...origin,
  shopCode: z.string(),
  reviewNo: z.string(),
  platformItem: z.string(),
  skuCode: z.string(),
  category: z.string(),
  title: z.string(),
  orderNo: z.string(),
  /** The order, when it is here. */
  orderId: wire.id.nullable(),
  score: z.number().nullable(),
  label: z.enum(['good', 'neutral', 'bad']).nullable(),
  body: z.string(),
  reply: z.string(),
  buyerMasked: z.string(),
  writtenAt: wire.instant.nullable(),
})

export const priceRow = z.object({
  id: wire.id,
  platform: z.string(),
  platformItem: z.string(),
  title: z.string(),
  brand: z.string(),
  seller: z.string(),
  skuCode: z.string(),
  url: z.string(),
  currency: z.string(),
  observedOn: wire.date,
  priceMinor: wire.minor,
  listPriceMinor: money,
  /** Of the observation just before this one, whenever that was. */
  previousMinor: money,
  previousOn: wire.date.nullable(),
  changeMinor: money,
  lowestMinor: wire.minor,
  highestMinor: wire.minor,
  observations: z.number(),
  saleCount: told,
  /** Sold since the observation before: a difference of two counts, null when the count began anew. */
  soldSince: told,
})

const totals = z.object({
  rows: z.number(),
  /** Rows about more than one day: in the sums, but no day's own. */
  periodRows: z.number(),
  /** Null where no row tells; `told` is how many rows do. */
  sums: z.array(z.object({ key: z.string(), sum: wire.big.nullable(), told: z.number() })),
})

const days = {
  shop: z.string().max(30).optional(),
  from: input.date.optional(),
  to: input.date.optional(),
}
const q = z.string().max(100).optional()

const filtersOf = {
  shopTraffic: { ...days, channel: z.string().max(100).optional() },
  itemTraffic: { q, ...days },
  ads: { q, ...days, kind: z.enum(['row', 'hosted']).optional() },
  offlineSales: {
    q,
    from: input.date.optional(),
    to: input.date.optional(),
    channel: z.string().max(100).optional(),
  },
}

const column =
  (kind: ExportColumn['kind']) =>
  (key: string, zh: string, en: string): ExportColumn => ({ key, zh, en, kind })
const text = column('text')
const qty = column('qty')
const amount = column('money')
const number = column('number')
const date = column('date')

const VISIT_COLUMNS = [
  qty('visitors', '访客数', 'Visitors'),
  qty('pageViews', '浏览量', 'Page views'),
  number('bounceRate', '跳失率', 'Bounce rate'),
  number('dwellSeconds', '平均停留(秒)', 'Average stay, s'),
  qty('favUsers', '收藏人数', 'Favourites'),
  qty('cartUsers', '加购人数', 'Cart users'),
  qty('cartQty', '加购件数', 'Cart pieces'),
  qty('orderBuyers', '下单买家', 'Ordering buyers'),
  amount('orderMinor', '下单金额', 'Ordered'),
  qty('paidBuyers', '支付买家', 'Paying buyers'),
  qty('paidQty', '支付件数', 'Pieces paid'),
  amount('paidMinor', '支付金额', 'Paid'),
  qty('returningBuyers', '老买家', 'Returning buyers'),
  amount('returningMinor', '老买家金额', 'By returning buyers'),
  amount('refundMinor', '退款金额', 'Refunded'),
  number('paidRate', '支付转化率', 'Conversion'),
]

const ORIGIN_COLUMNS = [
  text('layout', '报表', 'Report'),
  text('source', '来自', 'From'),
  number('sourceRow', '行号', 'Row'),
]

const totalsOf = <F extends z.ZodRawShape>(path: string, zh: string, en: string, filters: F) =>
  route({
    method: 'GET',
    path,
    summary: { zh, en },
    permission: 'market.read',
    query: z.object(filters),
    response: totals,
  })

export const marketApi = {
  shopTraffic: listRoute({
    path: '/api/market/shop-traffic',
    summary: { zh: '店铺流量', en: 'Shop traffic' },
    permission: 'market.read',
    filters: filtersOf.shopTraffic,
    item: shopTrafficRow,
    columns: [
      date('day', '日期', 'Day'),
      text('shopCode', '店铺', 'Shop'),
      text('channel', '来源', 'Source'),
      ...VISIT_COLUMNS,
      qty('newVisitors', '新访客', 'New visitors'),
      qty('returningVisitors', '老访客', 'Returning visitors'),
      qty('paidOrders', '支付订单', 'Orders paid'),
      ...ORIGIN_COLUMNS,
    ],
  }),
  shopTrafficTotals: totalsOf(
    '/api/market/shop-traffic/totals',
    '店铺流量合计',
    'Shop traffic in sum',
    filtersOf.shopTraffic,
  ),
  itemTraffic: listRoute({
    path: '/api/market/item-traffic',
    summary: { zh: '商品流量', en: 'Item traffic' },
    permission: 'market.read',
    filters: filtersOf.itemTraffic,
    item: itemTrafficRow,
    columns: [
      date('fromOn', '起', 'From'),
      date('toOn', '止', 'To'),
      text('shopCode', '店铺', 'Shop'),
      text('platformItem', '商品 ID', 'Item'),
      text('title', '商品', 'Title'),
      text('productCode', '货号', 'Product code'),
      ...VISIT_COLUMNS,
      qty('orderQty', '下单件数', 'Pieces ordered'),
      qty('newBuyers', '新买家', 'New buyers'),
      qty('searchVisitors', '搜索访客', 'Search visitors'),
      qty('searchBuyers', '搜索买家', 'Search buyers'),
      ...ORIGIN_COLUMNS,
    ],
  }),
  itemTrafficTotals: totalsOf(
    '/api/market/item-traffic/totals',
    '商品流量合计',
    'Item traffic in sum',
    filtersOf.itemTraffic,
  ),
  ads: listRoute({
    path: '/api/market/ads',
    summary: { zh: '广告花费', en: 'Ad spend' },
    permission: 'market.read',
    filters: filtersOf.ads,
    item: adRow,
    columns: [
      date('fromOn', '起', 'From'),
      date('toOn', '止', 'To'),
      text('shopCode', '店铺', 'Shop'),
      text('tool', '报表', 'Report'),
      text('rowKind', '行', 'Row'),
      text('accountName', '账户', 'Account'),
      text('scene', '场景', 'Scene'),
      text('planId', '计划 ID', 'Plan id'),
      text('planName', '计划', 'Plan'),
      text('groupName', '单元', 'Unit'),
      text('subjectId', '主体 ID', 'Subject id'),
      text('subjectName', '主体', 'Subject'),
      text('keyword', '关键词', 'Keyword'),
      text('attribution', '归因', 'Attribution'),
      qty('impressions', '展现', 'Impressions'),
      qty('clicks', '点击', 'Clicks'),
      amount('spendMinor', '花费', 'Spend'),
      qty('salesOrders', '成交笔数', 'Orders'),
      amount('salesMinor', '成交金额', 'Sales'),
      amount('directMinor', '直接成交', 'Direct'),
      amount('indirectMinor', '间接成交', 'Indirect'),
      qty('cartAdds', '加购', 'Carts'),
      qty('favs', '收藏', 'Favourites'),
      qty('newBuyers', '新客', 'New buyers'),
      amount('naturalMinor', '自然流量转化', 'By natural traffic'),
      qty('naturalImpressions', '自然曝光', 'Natural impressions'),
      number('clickRate', '点击率', 'Click rate'),
      number('roi', 'ROI', 'ROI'),
      ...ORIGIN_COLUMNS.slice(1),
    ],
  }),
  adTotals: totalsOf('/api/market/ads/totals', '广告花费合计', 'Ad spend in sum', filtersOf.ads),
  offlineSales: listRoute({
    path: '/api/market/offline-sales',
    summary: { zh: '线下销售', en: 'Offline sales' },
    permission: 'market.read',
    filters: filtersOf.offlineSales,
    item: offlineRow,
    columns: [
      date('day', '日期', 'Day'),
      text('channel', '渠道', 'Channel'),
      text('region', '地区', 'Region'),
      text('customer', '客户', 'Customer'),
      text('documentNo', '单号', 'Document'),
      text('skuCode', 'SKU', 'SKU'),
      text('skuName', '名称', 'Name'),
      qty('qty', '数量', 'Quantity'),
      amount('amountMinor', '金额', 'Amount'),
      text('currency', '币种', 'Currency'),
      ...ORIGIN_COLUMNS,
    ],
  }),
  offlineTotals: totalsOf(
    '/api/market/offline-sales/totals',
    '线下销售合计',
    'Offline sales in sum',
    filtersOf.offlineSales,
  ),
  reviews: listRoute({
    path: '/api/market/reviews',
    summary: { zh: '评价', en: 'Reviews' },
    permission: 'market.read',
    filters: {
      q,
      ...days,
      label: z.enum(['good', 'neutral', 'bad']).optional(),
      order: z.string().max(64).optional(),
    },
    item: reviewRow,
    columns: [
      column('instant')('writtenAt', '评价时间', 'Written'),
      text('shopCode', '店铺', 'Shop'),
      number('score', '评分', 'Score'),
      text('label', '好中差', 'Label'),
      text('title', '标题', 'Title'),
      text('body', '内容', 'Text'),
      text('reply', '回复', 'Reply'),
      text('buyerMasked', '买家', 'Buyer'),
      text('orderNo', '订单', 'Order'),
      text('platformItem', '商品 ID', 'Item'),
      text('skuCode', '商家编码', 'Merchant code'),
      text('category', '类目', 'Category'),
      ...ORIGIN_COLUMNS,
    ],
  }),
  prices: listRoute({
    path: '/api/market/prices',
    summary: { zh: '价格观察', en: 'Price observations' },
    permission: 'market.read',
    filters: {
      q,
      platform: z.string().max(40).optional(),
      brand: z.string().max(100).optional(),
      change: z.enum(['up', 'down']).optional(),
    },
    item: priceRow,
    columns: [
      date('observedOn', '观察日', 'Observed'),
      text('platform', '平台', 'Platform'),
      text('platformItem', '商品 ID', 'Item'),
      text('title', '标题', 'Title'),
      text('brand', '品牌', 'Brand'),
      text('seller', '店铺', 'Seller'),
      text('skuCode', '我方 SKU', 'Our SKU'),
      amount('priceMinor', '价格', 'Price'),
      amount('previousMinor', '上次价格', 'Price before'),
      date('previousOn', '上次观察', 'Observed before'),
      amount('changeMinor', '变动', 'Change'),
      amount('lowestMinor', '最低', 'Lowest'),
      amount('highestMinor', '最高', 'Highest'),
      number('observations', '观察次数', 'Observations'),
      qty('saleCount', '累计销量', 'Sold so far'),
      qty('soldSince', '期间售出', 'Sold since'),
      text('currency', '币种', 'Currency'),
      text('url', '链接', 'Address'),
    ],
  }),
  priceHistory: route({
    method: 'GET',
    path: '/api/market/prices/:id/history',
    summary: { zh: '一个商品的价格历史', en: 'Price history of one offer' },
    permission: 'market.read',
    params: z.object({ id: input.id }),
    response: z.object({
      offer: priceRow,
      /** Newest first; at most the last thousand. */
      items: z.array(
        z.object({
          observedOn: wire.date,
          priceMinor: wire.minor,
          previousMinor: money,
          listPriceMinor: money,
          saleCount: told,
          soldSince: told,
          source: z.string(),
          sourceRow: z.number(),
        }),
      ),
    }),
  }),
} as const
