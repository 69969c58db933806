// What the importers read, field by field: the name a layout maps headers to, where it is kept, how its cells are
// read. A figure a file does not have, or has as `-`, is told by nobody and stays as it was.
import type { Bilingual } from '#kernel/errors.ts'

export interface Figure {
  /** Name a layout gives to a header. */
  readonly field: string
  readonly column: string
  readonly read: 'count' | 'minor' | 'ppm' | 'ms' | 'text'
  readonly word: Bilingual
}

const figure =
  (read: Figure['read']) =>
  (field: string, zh: string, en: string, column = field): Figure => ({
    field,
    column: read === 'minor' ? column.replace(/_amount$/, '_minor') : column,
    read,
    word: { zh, en },
  })

const count = figure('count')
const minor = figure('minor')
const text = figure('text')

const dwell: Figure = {
  field: 'dwell_seconds',
  column: 'dwell_ms',
  read: 'ms',
  word: { zh: '平均停留时长(秒)', en: 'average stay, seconds' },
}

const bounce: Figure = {
  field: 'bounce_rate',
  column: 'bounce_ppm',
  read: 'ppm',
  word: { zh: '跳失率', en: 'bounce rate' },
}

const VISITS = [
  count('visitors', '访客数', 'visitors'),
  count('page_views', '浏览量', 'page views'),
  bounce,
  dwell,
  count('cart_users', '加购人数', 'people adding to cart'),
  count('cart_qty', '加购件数', 'pieces added to cart'),
  count('fav_users', '收藏人数', 'people adding to favourites'),
  count('order_buyers', '下单买家数', 'buyers ordering'),
  minor('order_amount', '下单金额', 'amount ordered'),
  count('paid_buyers', '支付买家数', 'buyers paying'),
  count('paid_qty', '支付件数', 'pieces paid'),
  minor('paid_amount', '支付金额', 'amount paid'),
  count('returning_buyers', '支付老买家数', 'returning buyers paying'),
  minor('returning_amount', '老买家支付金额', 'amount paid by returning buyers'),
  minor('refund_amount', '成功退款金额', 'amount refunded'),
] as const

export const SHOP_FIGURES: readonly Figure[] = [
  ...VISITS,
  count('new_visitors', '新访客数', 'new visitors'),
  count('returning_visitors', '老访客数', 'returning visitors'),
  count('paid_orders', '支付(子)订单数', 'orders paid'),
]

export const ITEM_FIGURES: readonly Figure[] = [
  text('title', '商品名称', 'title'),
  text('product_code', '货号', 'merchant code'),
  text('item_status', '商品状态', 'status of the item'),
  ...VISITS,
  count('order_qty', '下单件数', 'pieces ordered'),
  count('new_buyers', '支付新买家数', 'new buyers paying'),
  count('search_visitors', '搜索引导访客数', 'visitors from search'),
  count('search_buyers', '搜索引导支付买家数', 'buyers from search'),
]

/** What tells one advertisement from another; empty where a report has no such column. */
export const AD_NAMES: readonly Figure[] = [
  text('account_id', '账户 ID', 'account id'),
  text('account_name', '账户名称', 'account'),
  text('scene', '场景', 'scene'),
  text('plan_id', '计划 ID', 'plan id'),
  text('plan_name', '计划名称', 'plan'),
  text('group_name', '推广单元', 'unit'),
  text('subject_id', '主体/商品/素材 ID', 'id of item or material'),
  text('subject_type', '主体类型', 'kind of subject'),
  text('subject_name', '主体名称', 'item or material'),
  text('keyword', '关键词', 'keyword'),
  text('attribution', '归因周期', 'attribution window'),
]

export const AD_FIGURES: readonly Figure[] = [
  count('impressions', '展现量', 'impressions'),
  count('clicks', '点击量', 'clicks'),
  minor('spend', '花费', 'spend', 'spend_minor'),
  count('sales_orders', '成交笔数', 'orders'),
  count('direct_orders', '直接成交笔数', 'direct orders'),
  count('indirect_orders', '间接成交笔数', 'indirect orders'),
  minor('sales_amount', '成交金额', 'sales'),
  minor('direct_amount', '直接成交金额', 'direct sales'),
  minor('indirect_amount', '间接成交金额', 'indirect sales'),
  minor('presale_amount', '总预售成交金额', 'presales'),
  count('cart_adds', '购物车数', 'added to cart'),
  count('favs', '收藏数', 'favourites'),
  count('visits', '引导访问量', 'visits'),
  count('visitors', '引导访问人数', 'visitors'),
  count('buyers', '成交人数', 'buyers'),
  count('new_buyers', '成交新客数', 'new buyers'),
  minor('natural_amount', '自然流量转化金额', 'sales by natural traffic'),
  count('natural_impressions', '自然流量曝光量', 'natural impressions'),
]

/** Headers that mean one of our figures in whichever report has them, though its layout does not say so. */
export const AD_HEADERS: Readonly<Record<string, string>> = {
  总预售成交金额: 'presale_amount',
  直接成交笔数: 'direct_orders',
  间接成交笔数: 'indirect_orders',
  自然流量转化金额: 'natural_amount',
  自然流量曝光量: 'natural_impressions',
}

export const OFFLINE_FIGURES: readonly Figure[] = [
  text('channel', '渠道(经销商/门店…)', 'channel'),
  text('region', '地区', 'region'),
  text('customer', '客户(经销商、门店)', 'dealer or store'),
  text('document_no', '单号', 'document'),
  text('sku_code', '商品编码', 'SKU code'),
  text('title', '商品名称', 'product', 'sku_name'),
  count('qty', '数量', 'quantity'),
  minor('amount', '金额', 'amount', 'amount_minor'),
  text('currency', '币种', 'currency'),
]

export const REVIEW_FIGURES: readonly Figure[] = [
  text('review_id', '评价编号', 'review id', 'review_no'),
  text('platform_item', '商品 ID', 'item'),
  text('sku_code', '商家编码', 'merchant code'),
  text('category', '类目', 'category'),
  text('title', '标题', 'title'),
  text('order_id', '订单编号', 'order', 'order_no'),
  text('score', '评分 1–5,或好评/中评/差评', 'score 1–5, or good/neutral/bad'),
  text('label', '好评 1 或差评 0', '1 good or 0 bad'),
  text('content', '评价内容', 'text', 'body'),
  text('reply', '回复', 'reply'),
  text('buyer_ref', '买家昵称(只存打码)', 'buyer, kept masked', 'buyer_masked'),
]

export const PRICE_FIGURES: readonly Figure[] = [
  text('platform_item', '商品 ID', 'item'),
  text('title', '标题', 'title'),
  text('brand', '品牌', 'brand'),
  text('shop_name', '店铺', 'the shop that offers it', 'seller'),
  text('sku_code', '对应的我方 SKU', 'our SKU it is compared with'),
  text('url', '链接', 'address'),
  text('currency', '币种', 'currency'),
  minor('price', '价格', 'price', 'price_minor'),
  minor('list_price', '划线价', 'list price', 'list_price_minor'),
  count('sale_count', '累计销量', 'sold so far'),
  count('comment_count', '评论数', 'comments'),
]

const date = text('date', '日期(也可写 起~止)', 'day, or from~to')
const named = (figures: readonly Figure[]) =>
  Object.fromEntries(figures.map(({ field, word }) => [field, word]))

/** Field → meaning, per kind: what a layout's `fields` may name. Columns it does not name are kept under their header. */
export const FIELDS = {
  shop_traffic: named([date, text('source', '流量来源', 'traffic source'), ...SHOP_FIGURES]),
  item_traffic: named([date, text('platform_item', '商品 ID', 'item'), ...ITEM_FIGURES]),
  /** Trait `click_stream`: one row a click, aggregated to shop and item days. */
  clicks: named([
    text('user_ref', '用户(只用于去重计数)', 'user, only for counting'),
    text('platform_item', '商品 ID', 'item'),
    text('category', '类目', 'category'),
    text('behavior', '行为 pv/cart/fav/buy', 'pv, cart, fav or buy'),
    text('at', '时间(秒)', 'unix seconds'),
  ]),
  ad_spend: named([
    date,
    ...AD_NAMES,
    text('platform_item', '商品 ID(没有主体时)', 'item, where there is no subject'),
    text('material_id', '素材 ID(没有主体时)', 'material, where there is no subject'),
    text('material_name', '素材名称', 'material'),
    ...AD_FIGURES,
  ]),
  offline_sales: named([date, ...OFFLINE_FIGURES]),
  reviews: named([
    text('created_at', '评价时间', 'written'),
    text('answered_at', '回复时间', 'answered'),
    ...REVIEW_FIGURES,
  ]),
  prices: named([date, text('platform', '平台', 'platform'), ...PRICE_FIGURES]),
} as const
