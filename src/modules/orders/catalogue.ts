// Why an order is held: every kind of hold as data. What raises it, what clears it by itself, who may clear it by hand, and what
// happens if nobody does. An order carries a set of them; clearing one leaves the others standing.
import type { Bilingual } from '#kernel/errors.ts'

interface Kind {
  readonly zh: string
  readonly en: string
  /** What has to become true for it to go by itself; null when only a person can say. */
  readonly clears: Bilingual | null
  /** The permission of whoever may clear it by hand; null when no word helps, only the cause. */
  readonly clearer: string | null
  /** Stops orders from being audited at all, or only from being audited by rule. Every hold stops shipping. */
  readonly otherwise: Bilingual
  /** Its cause does not exist in the program yet: known by name, never raised. */
  readonly isLater?: true
}

const waits: Bilingual = {
  zh: '一直停在这里,到期未发按平台规则赔付',
  en: 'It stays here; past its deadline the platform fines it.',
}

export const HOLDS = {
  'H-REFUND': {
    zh: '用户已申请退款',
    en: 'Refund asked for',
    clears: {
      zh: '平台说退款关闭或已退(退掉的行自动剔除)',
      en: 'The platform closes the refund, or grants it: its lines are then cut.',
    },
    clearer: 'orders.clear_refund',
    otherwise: {
      zh: '不会发货;退款超时平台可能自动退款',
      en: 'It is not shipped; the platform may refund by itself when time is over.',
    },
  },
  'H-MERGE': {
    zh: '等待合并',
    en: 'May be merged',
    clears: {
      zh: '合并窗口到点,或没有可合并的单了',
      en: 'The window ends, or nothing is left to merge with.',
    },
    clearer: 'orders.write',
    otherwise: {
      zh: '窗口到点自动放行,各发各的',
      en: 'It goes on by itself when the window ends, in a parcel of its own.',
    },
  },
  'H-STOCK': {
    zh: '缺货',
    en: 'Out of stock',
    clears: {
      zh: '到货或释放占用后自动占满',
      en: 'Stock comes or is given back: it is promised by itself.',
    },
    clearer: null,
    otherwise: waits,
  },
  'H-SKU': {
    zh: '商品编码异常',
    en: 'Goods not mapped',
    clears: { zh: '平台商品映射到 SKU', en: 'The listing is mapped to a SKU.' },
    clearer: null,
    otherwise: waits,
  },
  'H-BUNDLE': {
    zh: '组合编码异常',
    en: 'Bundle without a recipe',
    clears: { zh: '补上组合的子件', en: 'The bundle gets its components.' },
    clearer: null,
    otherwise: waits,
  },
  'H-ADDR': {
    zh: '收货信息异常',
    en: 'Doubtful address',
    clears: {
      zh: '在平台单里确认收货地区',
      en: 'The district is confirmed on the platform order.',
    },
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-BLACK': {
    zh: '黑名单',
    en: 'Blacklisted',
    clears: { zh: '从黑名单移除', en: 'Taken off the blacklist.' },
    clearer: 'orders.clear_risk',
    otherwise: waits,
  },
  'H-SPECIAL': {
    zh: '特殊单',
    en: 'Special order',
    clears: null,
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-PAUSE': { zh: '暂停', en: 'Paused', clears: null, clearer: 'orders.write', otherwise: waits },
  'H-LOCK': {
    zh: '平台线上锁定/风控',
    en: 'Locked by the platform',
    clears: { zh: '平台放行', en: 'The platform lets go.' },
    clearer: null,
    otherwise: {
      zh: '平台放行前不能发货,通常不计时效',
      en: 'It may not ship before the platform lets go; its clock usually stands.',
    },
  },
  'H-CHANGED': {
    zh: '线上改址/改款',
    en: 'Changed by the platform',
    clears: null,
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-MERGED-CANCEL': {
    zh: '合并成员取消',
    en: 'Part of a merged order was cancelled',
    clears: null,
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-PRICE': {
    zh: '低于成本',
    en: 'Below cost',
    clears: { zh: '成本或金额变了', en: 'Cost or amount changed.' },
    clearer: 'orders.clear_risk',
    otherwise: waits,
  },
  'H-QTY': {
    zh: '异常大单',
    en: 'Unusually large',
    clears: { zh: '数量变了', en: 'The quantity changed.' },
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-DUP': {
    zh: '疑似重复',
    en: 'Perhaps a duplicate',
    clears: { zh: '另一张取消了', en: 'The other one was cancelled.' },
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-MEMO': {
    zh: '有留言/备注需人工',
    en: 'A note to read',
    clears: null,
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-DATE': {
    zh: '指定发货日',
    en: 'To ship on a date',
    clears: { zh: '到了指定的日子', en: 'The day has come.' },
    clearer: 'orders.write',
    otherwise: { zh: '到日子自动放行', en: 'It goes on by itself on that day.' },
  },
  'H-DEADLINE': {
    zh: '预计赶不上时效',
    en: 'Will miss its deadline',
    clears: { zh: '平台延长了时限', en: 'The platform gave more time.' },
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-CARRIER': {
    zh: '未设定快递/不可达',
    en: 'No carrier reaches it',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-WAYBILL': {
    zh: '取号失败',
    en: 'No waybill',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-AFTERSALE': {
    zh: '等待售后收货',
    en: 'Waits for a return',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-CREDIT': {
    zh: '预存款不足',
    en: 'Credit used up',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-INVOICE': {
    zh: '专票待审',
    en: 'VAT invoice to be checked',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-REGION': {
    zh: '经销保护区',
    en: 'Protected territory',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-FREEZE': {
    zh: '盘点冻结',
    en: 'Frozen by a count',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-WEIGHT': {
    zh: '称重异常',
    en: 'Weight out of band',
    clears: { zh: '复核后重新称重,落在范围内', en: 'It is weighed again and is in its band.' },
    clearer: 'orders.write',
    otherwise: waits,
  },
  'H-QC': {
    zh: '批次冻结',
    en: 'Lot frozen',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
  'H-CAPACITY': {
    zh: '待排产',
    en: 'Waits for production',
    clears: null,
    clearer: null,
    otherwise: waits,
    isLater: true,
  },
} as const satisfies Readonly<Record<string, Kind>>

export type HoldCode = keyof typeof HOLDS

export const HOLD_CODES = Object.keys(HOLDS) as [HoldCode, ...HoldCode[]]

/** Those a person may raise by hand. */
export const BY_HAND = ['H-PAUSE', 'H-SPECIAL', 'H-DATE'] as const satisfies readonly HoldCode[]

export const holdKind = (code: string): Kind => HOLDS[code as HoldCode]
