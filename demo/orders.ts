// One order from the first click to the last refund, in whole 分 and seconds since the history began.
import { type Chance, weighted } from './chance.ts'
import type { Demand } from './demand.ts'
import { addDays } from './days.ts'
import { eventOf, isWithin, numberIn } from './events.ts'
import type { Offer, OfferVariant } from './offers.ts'
import { CARRIERS } from './people.ts'
import { type Region, REGIONS } from './regions.ts'
import { isNewYearRest } from './seasons.ts'
import type { Shop } from './shops.ts'

export interface OrderLine {
  readonly offer: Offer
  readonly variant: OfferVariant
  readonly qty: number
  readonly unitMinor: number
  readonly amountMinor: number
  readonly shopMinor: number
  readonly platformMinor: number
}

export type OrderState =
  | 'unpaid'
  | 'cancelled'
  | 'awaiting'
  | 'shipped'
  | 'completed'
  /** Paid, given back before anything left. */
  | 'closed_before'
  /** Left, came back, money given back. */
  | 'closed_after'

export interface Refund {
  readonly no: string
  readonly kind: 'before' | 'return' | 'part'
  readonly minor: number
  readonly reason: string
  readonly askedAt: number
  /** Null while it is not decided. */
  readonly doneAt: number | null
}

export interface Order {
  readonly shop: Shop
  readonly no: string
  readonly day: number
  readonly orderedAt: number
  readonly paidAt: number | null
  readonly shippedAt: number | null
  readonly completedAt: number | null
  readonly state: OrderState
  readonly lines: readonly OrderLine[]
  readonly goodsMinor: number
  readonly shopMinor: number
  readonly platformMinor: number
  readonly freightMinor: number
  readonly payableMinor: number
  readonly refund: Refund | null
  readonly buyer: string
  readonly region: Region
  readonly carrier: string
  readonly waybill: string
  /** Hit by the failed carrier, by the bad batch. */
  readonly trouble: 'late' | 'leak' | null
}

export const DAY = 86_400
const FREE_FREIGHT_MINOR = 5_900
const FREIGHT_MINOR = 800

/** Orders by the hour of the day. */
const HOURS = [
  12, 6, 3, 2, 2, 4, 10, 22, 38, 52, 60, 54, 56, 50, 46, 46, 46, 44, 46, 58, 78, 86, 72, 38,
]

const REASONS_RETURN = ['七天无理由退货', '颜色与描述不符', '尺寸不合适', '包装破损', '不想要了']
const REASONS_PART = ['杯身划痕补偿', '价保退差', '少发赠品', '包装破损补偿']

export const secondOfDay = (chance: Chance): number =>
  weighted(
    chance,
    HOURS.map((weight, hour) => ({ weight, hour })),
    ({ weight }) => weight,
  ).hour *
    3600 +
  chance.int(0, 3599)

export interface OrderDraft {
  readonly shop: Shop
  readonly no: string
  readonly day: number
  readonly second: number
  readonly lines: readonly OrderLine[]
  readonly buyer: string
}

export function lineOf(
  demand: Demand,
  offer: Offer,
  variant: OfferVariant,
  qty: number,
  day: number,
): OrderLine {
  const { listMinor, shopPerMille, platformPerMille } = demand.prices(offer, day)
  const amountMinor = listMinor * qty
  return {
    offer,
    variant,
    qty,
    unitMinor: listMinor,
    amountMinor,
    shopMinor: Math.floor((amountMinor * shopPerMille) / 1000),
    platformMinor: Math.floor((amountMinor * platformPerMille) / 1000),
  }
}

export function makeOrder(demand: Demand, draft: OrderDraft, chance: Chance): Order {
  const { shop, lines, day } = draft
  const sum = (of: (line: OrderLine) => number) =>
    lines.reduce((total, line) => total + of(line), 0)
  const goodsMinor = sum(({ amountMinor }) => amountMinor)
  const shopMinor = sum((line) => line.shopMinor)
  const platformMinor = sum((line) => line.platformMinor)
  const net = goodsMinor - shopMinor - platformMinor
  const freightMinor = net < FREE_FREIGHT_MINOR ? FREIGHT_MINOR : 0
  const orderedAt = day * DAY + draft.second
  const base = {
    shop,
    no: draft.no,
    day,
    orderedAt,
    lines,
    goodsMinor,
    shopMinor,
    platformMinor,
    freightMinor,
    payableMinor: net + freightMinor,
    buyer: draft.buyer,
    region: weighted(chance, REGIONS, ({ weight }) => weight),
    carrier: CARRIERS[shop.site === 'GZ' ? 2 : chance.int(0, 1)]!,
    waybill: `${shop.site}${String(chance.int(100_000_000, 999_999_999))}${String(chance.int(1000, 9999))}`,
  }
  const life = lifeOf(demand, base, chance)
  // On this platform a deal is struck when it is paid: its export knows no earlier time.
  const isStruck = shop.platform === 'pdd' && life.paidAt !== null
  return { ...base, ...life, orderedAt: isStruck ? life.paidAt! : orderedAt }
}

type Base = Omit<Order, 'paidAt' | 'shippedAt' | 'completedAt' | 'state' | 'refund' | 'trouble'>
type Life = Pick<Order, 'paidAt' | 'shippedAt' | 'completedAt' | 'state' | 'refund' | 'trouble'>

const never = {
  paidAt: null,
  shippedAt: null,
  completedAt: null,
  refund: null,
  trouble: null,
} as const

/** Everything up to the end of the history; what would come later has not happened. */
function lifeOf(demand: Demand, base: Base, chance: Chance): Life {
  const end = demand.days.length * DAY
  if (chance.perMille(44)) {
    const isOpen = base.orderedAt > end - DAY / 2
    return { ...never, state: isOpen ? 'unpaid' : 'cancelled' }
  }
  const paidAt = base.orderedAt + chance.int(15, 480)
  if (paidAt >= end) return { ...never, state: 'unpaid' }
  // These platforms' exports do not tell a payment that was given back before shipping from one never made.
  const tellsEarly = base.shop.platform !== 'jd' && base.shop.platform !== 'wechat_shop'
  if (tellsEarly && chance.perMille(21)) {
    const askedAt = paidAt + chance.int(600, 14_400)
    const refund = refundOf(base, 'before', base.payableMinor, '拍错/多拍', askedAt, askedAt + 1800)
    if (refund.doneAt !== null && refund.doneAt < end)
      return { ...never, paidAt, state: 'closed_before', refund }
  }
  const shippedAt = paidAt + shipSeconds(demand, base.day, chance)
  if (shippedAt >= end) return { ...never, paidAt, state: 'awaiting' }
  const trouble = troubleOf(demand, base, shippedAt)
  const delay =
    trouble === 'late' ? numberIn(eventOf(demand.events, 'carrier-failure'), 'delayDays') : 0
  const arrivedAt = shippedAt + (delay + 2) * DAY + chance.int(0, 2 * DAY)
  const refund = laterRefund(demand, { base, shippedAt, arrivedAt, trouble }, chance)
  const isBack = refund?.kind === 'return' && refund.doneAt !== null
  const completedAt = arrivedAt + chance.int(1, 6) * DAY
  const isCompleted = completedAt < end && !isBack
  return {
    paidAt,
    shippedAt,
    completedAt: isCompleted ? completedAt : null,
    state: isBack ? 'closed_after' : isCompleted ? 'completed' : 'shipped',
    refund,
    trouble,
  }
}

/** Most leave within a day; nobody packs in the week of the new year. */
function shipSeconds(demand: Demand, day: number, chance: Chance): number {
  const seconds = chance.int(2 * 3600, 30 * 3600)
  return isNewYearRest(demand.days[day]!) ? seconds + 4 * DAY : seconds
}

function troubleOf(demand: Demand, base: Base, shippedAt: number): Order['trouble'] {
  const on = addDays(demand.from, Math.floor(shippedAt / DAY))
  const failure = eventOf(demand.events, 'carrier-failure')
  if (isWithin(failure, on) && failure.effect['carrier'] === base.carrier) return 'late'
  const batch = eventOf(demand.events, 'bad-batch-k350')
  const holds = base.lines.some(({ variant }) =>
    variant.parts.some(({ sku }) => batch.skus.includes(sku)),
  )
  return holds && isWithin(batch, on) ? 'leak' : null
}

interface Arrived {
  readonly base: Base
  readonly shippedAt: number
  readonly arrivedAt: number
  readonly trouble: Order['trouble']
}

function laterRefund(
  demand: Demand,
  { base, arrivedAt, trouble }: Arrived,
  chance: Chance,
): Refund | null {
  const end = demand.days.length * DAY
  const event =
    trouble === 'leak' ? 'bad-batch-k350' : trouble === 'late' ? 'carrier-failure' : null
  const perMille = event === null ? 0 : numberIn(eventOf(demand.events, event), 'refundPerMille')
  const askedAt = arrivedAt + chance.int(3600, 4 * DAY)
  const takes = chance.int(DAY, 5 * DAY)
  if (askedAt >= end) return null
  const doneAt = askedAt + takes < end ? askedAt + takes : null
  if (chance.perMille(perMille)) {
    const reason = trouble === 'leak' ? '质量问题-漏水' : '物流太慢'
    return refundOf(base, 'return', base.payableMinor, reason, askedAt, doneAt)
  }
  if (chance.perMille(26))
    return refundOf(base, 'return', base.payableMinor, chance.pick(REASONS_RETURN), askedAt, doneAt)
  if (!chance.perMille(12)) return null
  const minor = Math.max(100, Math.floor((base.payableMinor * chance.int(8, 25)) / 100_00) * 100)
  return refundOf(base, 'part', minor, chance.pick(REASONS_PART), askedAt, doneAt)
}

function refundOf(
  base: Base,
  kind: Refund['kind'],
  minor: number,
  reason: string,
  askedAt: number,
  doneAt: number | null,
): Refund {
  return { no: `R${base.no.replace('-', '')}`, kind, minor, reason, askedAt, doneAt }
}
