// What an import counts in sum, in words and in order: counts, then money as it adds up, then what wants a look. The screen and the
// command line show what the API says.
import type { Bilingual } from '#kernel/errors.ts'

const WORDS: Readonly<Record<string, Bilingual>> = {
  orders: { zh: '销售单', en: 'Sales orders' },
  lines: { zh: '商品行', en: 'Lines' },
  units: { zh: '件数', en: 'Pieces' },
  goodsMinor: { zh: '商品金额', en: 'Goods' },
  serviceMinor: { zh: '服务与税', en: 'Services and tax' },
  freightMinor: { zh: '运费', en: 'Freight' },
  discountMinor: { zh: '优惠', en: 'Discounts' },
  payableMinor: { zh: '应付', en: 'Payable' },
  paidMinor: { zh: '实付', en: 'Paid' },
  refundedMinor: { zh: '已退', en: 'Refunded' },
  refunds: { zh: '退款单', en: 'Refunds' },
  refundMinor: { zh: '退款金额', en: 'Refund amount' },
  records: { zh: '售后单', en: 'After-sale records' },
  refunded: { zh: '已退款的售后单', en: 'Records refunded' },
  unknownState: { zh: '状态不认识的售后单', en: 'Records of unknown state' },
  visitors: { zh: '访客数', en: 'Visitors' },
  pageViews: { zh: '浏览量', en: 'Page views' },
  paidQty: { zh: '支付件数', en: 'Pieces paid' },
  impressions: { zh: '展现量', en: 'Impressions' },
  clicks: { zh: '点击量', en: 'Clicks' },
  spendMinor: { zh: '花费', en: 'Spend' },
  statedSpendMinor: { zh: '文件自己合计的花费', en: 'Spend as the file adds it up' },
  hostedSpendMinor: { zh: '其中托管计划的花费', en: 'Of it, spend of hosted plans' },
  salesOrders: { zh: '成交单数', en: 'Orders attributed' },
  salesMinor: { zh: '成交额', en: 'Sales attributed' },
  qty: { zh: '数量', en: 'Quantity' },
  amountMinor: { zh: '金额', en: 'Amount' },
  reviews: { zh: '评价', en: 'Reviews' },
  scored: { zh: '有评分的', en: 'With a score' },
  bad: { zh: '差评', en: 'Bad ones' },
  observations: { zh: '价格观察', en: 'Price observations' },
  refusedClicks: { zh: '被拒的点击', en: 'Clicks refused' },
  listings: { zh: '商品', en: 'Listings' },
  locations: { zh: '库位', en: 'Locations' },
  mapped: { zh: '已对应', en: 'Mapped' },
  unmapped: { zh: '未对应', en: 'Unmapped' },
  unmappedLines: { zh: '未对应商品行', en: 'Unmapped lines' },
  flagged: { zh: '有疑问的单', en: 'Flagged orders' },
  doubtfulAddresses: { zh: '存疑地址', en: 'Doubtful addresses' },
  older: { zh: '旧快照行(未采用)', en: 'Older rows (not used)' },
}

const ORDER = Object.keys(WORDS)

export interface Amount extends Bilingual {
  readonly key: string
  readonly value: string
  /** In 分, of the currency of the shop. */
  readonly isMoney: boolean
}

/** Nothing is not told. */
export function amountsOf(totals: Readonly<Record<string, string | number>>): Amount[] {
  const rank = (key: string) => (WORDS[key] ? ORDER.indexOf(key) : ORDER.length)
  return Object.entries(totals)
    .map(([key, value]) => ({
      key,
      value: String(value),
      isMoney: key.endsWith('Minor'),
      ...(WORDS[key] ?? { zh: key, en: key }),
    }))
    .filter(({ value }) => value !== '0')
    .toSorted((a, b) => rank(a.key) - rank(b.key))
}
