// The platforms' words for what an after-sale is and where it stands. A layout's own table comes first; these are the words
// several platforms share. What neither knows is kept as `unknown` with its word, and refunds nothing.
import { AFTERSALE_STATES, AFTERSALE_TYPES } from './contract.ts'

export type AftersaleType = (typeof AFTERSALE_TYPES)[number]
export type AftersaleState = (typeof AFTERSALE_STATES)[number]

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

const TYPE_WORDS: readonly (readonly [RegExp, AftersaleType])[] = [
  [/退货(并)?退款|退款退货|return/i, 'return_refund'],
  [/换货|exchange/i, 'exchange'],
  [/补寄|补发|补货|resh?ip|reissue/i, 'reissue'],
  [/维修|repair/i, 'repair'],
  [/价保|保价|price/i, 'price_protect'],
  [/未发货.*退款|未发货仅退款|发货前/, 'refund_only_unshipped'],
  [/退款|refund/i, 'refund_only'],
]

/** `shipState` tells a refund before shipping from one after it, where the type's word does not. */
export function typeOf(
  text: string,
  shipState: string,
  own: Readonly<Record<string, string>>,
): AftersaleType {
  const stated = AFTERSALE_TYPES.find((type) => type === own[text])
  const found = stated ?? TYPE_WORDS.find(([word]) => word.test(plain(text)))?.[1] ?? 'other'
  return found === 'refund_only' && /未发货/.test(shipState) ? 'refund_only_unshipped' : found
}

/** In this order: 「退货退款,退款成功」 is refunded, 「拒绝退款」 is not. */
const STATE_WORDS: readonly (readonly [RegExp, AftersaleState])[] = [
  [/退款失败|打款失败/, 'refund_failed'],
  [/退款成功|退款完成|已退款|已完成退款/, 'refunded'],
  [/换货(成功|完成)|补寄(成功|完成)|补发(成功|完成)|维修(成功|完成)/, 'exchanged'],
  [/介入|仲裁/, 'platform_intervention'],
  [/拒绝|驳回/, 'merchant_rejected'],
  [/关闭|撤销|取消|超时未|已失效/, 'closed'],
  [/待(买家|用户|消费者)?(退货|寄回|退回)|等待买家退货|待寄出/, 'awaiting_return'],
  [
    /已(退货|寄回|退回)|待(商家|卖家)?(确认)?收货|等待卖家确认收货|退货中|待验货/,
    'return_in_transit',
  ],
  [/协商|待(买家|用户)(确认|修改)/, 'negotiating'],
  [/退款中|待退款|打款中|同意退款/, 'refunding'],
  [/待(商家|卖家)?(处理|审核|同意)|等待卖家(同意|处理)|处理中|售后中|待受理|申请/, 'requested'],
]

export function stateOf(text: string, own: Readonly<Record<string, string>>): AftersaleState {
  const word = plain(text)
  const stated = Object.entries(own).find(([known]) => plain(known) === word)?.[1]
  return (
    AFTERSALE_STATES.find((state) => state === stated) ??
    STATE_WORDS.find(([known]) => known.test(word))?.[1] ??
    'unknown'
  )
}

const FINAL = new Set<AftersaleState>(['refunded', 'exchanged', 'closed'])

export interface Word {
  readonly status: AftersaleState
  readonly snapshotAt: Date | null
}

/**
 * Whether `said` is an older word than what we `hold`. When both tell their time, time decides; else an end is
 * never left for a state on the way, and money given back stays given.
 */
export function isOlder(said: Word, held: Word): boolean {
  if (said.snapshotAt !== null && held.snapshotAt !== null) return said.snapshotAt < held.snapshotAt
  if (said.status === held.status || held.status === 'unknown') return false
  if (said.status === 'unknown') return true
  if (held.status === 'refunded' || held.status === 'exchanged') return true
  return FINAL.has(held.status) && !FINAL.has(said.status)
}
