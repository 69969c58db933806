// From what the platform says to what the desk ships: lines with their exact money, the deadline, a summary. Pure.
import { allocate } from '#kernel/money.ts'
import type { FactLine, PlatformFacts } from './facts.ts'

/** A platform line as the desk has taken it over, with its share of the order's freight. */
export interface SourceLine {
  readonly key: string
  readonly lineNo: number
  readonly skuId: string | null
  readonly skuQty: bigint
  readonly isGift: boolean
  readonly title: string
  readonly spec: string
  readonly platformSku: string
  readonly qty: bigint
  readonly dropped: bigint
  readonly goodsMinor: bigint
  readonly discountMinor: bigint
  readonly freightMinor: bigint
}

/** As kept: with what a person gave up of it. */
export interface StoredLine extends SourceLine {
  readonly givenUp: bigint
}

/** Freight lies on the lines by what they cost the buyer, to the 分 (G-1). Zero prices carry none unless all are zero. */
export function sourceLines(facts: PlatformFacts): SourceLine[] {
  const { lines } = facts
  if (lines.length === 0) return []
  const nets = lines.map((line) => netOf(line))
  const freight = allocate(facts.freightMinor, nets)
  const isOver =
    facts.status === 'cancelled' ||
    facts.status === 'closed_refunded' ||
    facts.status === 'withdrawn'
  return lines.map((line, at) => ({
    key: line.key,
    lineNo: line.lineNo,
    skuId: line.skuId,
    skuQty: line.skuQty,
    isGift: line.isGift,
    title: line.title,
    spec: line.spec,
    platformSku: line.platformSku,
    qty: line.qty,
    dropped: isOver ? line.qty : line.droppedQty,
    goodsMinor: line.goodsMinor,
    discountMinor: line.discountMinor,
    freightMinor: freight[at]!,
  }))
}

const netOf = ({ goodsMinor, discountMinor }: FactLine) =>
  goodsMinor > discountMinor ? goodsMinor - discountMinor : 0n

export interface Amounts {
  readonly goodsMinor: bigint
  readonly discountMinor: bigint
  readonly freightMinor: bigint
}

const NOTHING: Left = { qty: 0n, goodsMinor: 0n, discountMinor: 0n, freightMinor: 0n }

/** What has left of a line, with the money it left with: that is written on parcels and books, and never shared out anew. */
export interface Left extends Amounts {
  readonly qty: bigint
}

/**
 * A line's money, less what has left, over the parts of its quantity that have not, the dropped part last: what left, the parts
 * and the dropped part are the line, to the 分, however often it is cut and put together again.
 */
export function shareOut(
  line: SourceLine,
  parts: readonly bigint[],
  left: Left = NOTHING,
): Amounts[] {
  if (parts.length === 0) return []
  const dropped = line.qty - left.qty - parts.reduce((a, b) => a + b, 0n)
  const weights = dropped > 0n ? [...parts, dropped] : [...parts]
  const goods = allocate(line.goodsMinor - left.goodsMinor, weights)
  const discounts = allocate(line.discountMinor - left.discountMinor, weights)
  const freight = allocate(line.freightMinor - left.freightMinor, weights)
  return parts.map((_part, at) => ({
    goodsMinor: goods[at]!,
    discountMinor: discounts[at]!,
    freightMinor: freight[at]!,
  }))
}

export const addAmounts = (all: readonly Amounts[]): Amounts =>
  all.reduce(
    (sum, one) => ({
      goodsMinor: sum.goodsMinor + one.goodsMinor,
      discountMinor: sum.discountMinor + one.discountMinor,
      freightMinor: sum.freightMinor + one.freightMinor,
    }),
    { goodsMinor: 0n, discountMinor: 0n, freightMinor: 0n },
  )

export interface Due {
  readonly at: Date | null
  readonly source: string
}

/** `紫砂壶 220ml ×2、茶盘 ×1`: what people recognise an order by. */
export function summaryOf(
  lines: readonly { readonly title: string; readonly spec: string; readonly qty: bigint }[],
): string {
  const text = lines
    .slice(0, 3)
    .map(
      ({ title, spec, qty }) => `${[title, spec].filter(Boolean).join(' ').slice(0, 60)} ×${qty}`,
    )
    .join('、')
  return lines.length > 3 ? `${text} …` : text
}

/** What makes two orders look alike: the same goods in the same numbers. */
export function shapeOf(lines: readonly SourceLine[]): string {
  const goods = new Map<string, bigint>()
  for (const line of lines) {
    const name = line.skuId ?? line.platformSku
    goods.set(name, (goods.get(name) ?? 0n) + (line.qty - line.dropped) * line.skuQty)
  }
  return [...goods]
    .filter(([, qty]) => qty > 0n)
    .map(([name, qty]) => `${name}:${qty}`)
    .toSorted()
    .join(' ')
}

/** Paid and still to be shipped: what becomes a system order. */
export const isToShip = ({ status }: Pick<PlatformFacts, 'status'>): boolean =>
  status === 'awaiting_shipment' || status === 'on_hold' || status === 'partially_shipped'

export const isOver = ({ status }: Pick<PlatformFacts, 'status'>): boolean =>
  status === 'cancelled' || status === 'closed_refunded' || status === 'withdrawn'
