// An order becomes rows of facts. Pure. Sums over the rows of an order equal the order to the 分: what was paid, each
// sponsor's discount, freight, what was given back, what it cost.
//
// - A sponsor's discount is shared over the goods lines in proportion to the discount the file states per line, if those
//   add up to all discounts of the order, else in proportion to the amounts (largest remainder).
// - Goods and freight are kept apart: a line carries the buyer's money for its goods, the head (line 0) the freight and
//   whatever the stated parts leave over.
// - Money given back is the line's where a record or the file names the line, else shared by what was paid for them.
import { allocate } from '#kernel/money.ts'

export interface OrderRow {
  readonly id: string
  readonly shopId: string
  readonly kind: 'sale' | 'refund' | 'write_off' | 'free'
  readonly paidMinor: bigint
  readonly freightMinor: bigint
  readonly residualMinor: bigint
  readonly discounts: Readonly<Record<Sponsor, bigint>>
}

export interface LineRow {
  readonly lineNo: number
  readonly skuId: string | null
  readonly lineRef: string
  readonly isGoods: boolean
  readonly isGift: boolean
  readonly qty: bigint
  readonly amountMinor: bigint
  readonly discountMinor: bigint
  readonly refundedMinor: bigint
}

export interface RefundRow {
  /** Id of the after-sale record; null: the order's own figure, or a refund document. */
  readonly recordId: string | null
  readonly lineRef: string
  readonly refundedOn: string
  readonly amountMinor: bigint
}

export interface CostRow {
  readonly skuId: string
  readonly outMinor: bigint
  readonly backMinor: bigint
}

export const SPONSORS = ['shop', 'platform', 'talent', 'channel', 'unnamed'] as const
export type Sponsor = (typeof SPONSORS)[number]

export interface LineMoney {
  readonly lineNo: number
  readonly discounts: Readonly<Record<Sponsor, bigint>>
  readonly netMinor: bigint
  readonly paidMinor: bigint
  readonly refundedMinor: bigint
  readonly costMinor: bigint | null
  readonly costReturnedMinor: bigint | null
}

export interface Spread {
  readonly head: { readonly paidMinor: bigint; readonly refundedMinor: bigint }
  readonly lines: readonly LineMoney[]
  /** Each refund over the lines it belongs to; line 0 takes what no goods line can. */
  readonly refunds: readonly (RefundRow & { readonly lineNo: number })[]
}

const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n)
const abs = (value: bigint) => (value < 0n ? -value : value)

export function spread(
  order: OrderRow,
  lines: readonly LineRow[],
  refunds: readonly RefundRow[],
  costs: readonly CostRow[],
): Spread {
  const goods = lines.filter(({ isGoods }) => isGoods)
  const discounts = shareDiscounts(order, goods)
  const nets = new Map(
    lines.map((line) => {
      const own = discounts.get(line.lineNo)
      return [line.lineNo, line.amountMinor - (own ? sum(Object.values(own)) : 0n)]
    }),
  )
  const isPaid = order.paidMinor !== 0n
  const perLine = refunds.flatMap((refund) => shareRefund(refund, goods, nets))
  const backOf = new Map<number, bigint>()
  for (const { lineNo, amountMinor } of perLine) {
    backOf.set(lineNo, (backOf.get(lineNo) ?? 0n) + amountMinor)
  }
  const cost = shareCosts(goods, costs)
  const moneyOf = (line: LineRow): LineMoney => ({
    lineNo: line.lineNo,
    discounts: discounts.get(line.lineNo) ?? NO_DISCOUNTS,
    netMinor: nets.get(line.lineNo)!,
    paidMinor: isPaid ? nets.get(line.lineNo)! : 0n,
    refundedMinor: backOf.get(line.lineNo) ?? 0n,
    costMinor: cost.get(line.lineNo)?.outMinor ?? null,
    costReturnedMinor: cost.get(line.lineNo)?.backMinor ?? null,
  })
  const money = lines.map(moneyOf)
  return {
    head: {
      paidMinor: order.paidMinor - sum(money.map(({ paidMinor }) => paidMinor)),
      refundedMinor: backOf.get(0) ?? 0n,
    },
    lines: money,
    refunds: perLine,
  }
}

const NO_DISCOUNTS: Readonly<Record<Sponsor, bigint>> = {
  shop: 0n,
  platform: 0n,
  talent: 0n,
  channel: 0n,
  unnamed: 0n,
}

function shareDiscounts(order: OrderRow, goods: readonly LineRow[]) {
  const shares = new Map<number, Record<Sponsor, bigint>>(
    goods.map(({ lineNo }) => [lineNo, { ...NO_DISCOUNTS }]),
  )
  const total = sum(SPONSORS.map((sponsor) => order.discounts[sponsor]))
  if (goods.length === 0) return shares
  const stated = goods.map(({ discountMinor }) => discountMinor)
  const isStated = sum(stated) === total && stated.every((minor) => minor >= 0n) && total !== 0n
  const weights = isStated ? stated : goods.map(({ amountMinor }) => abs(amountMinor))
  for (const sponsor of SPONSORS) {
    if (order.discounts[sponsor] === 0n) continue
    const parts = allocate(order.discounts[sponsor], weights)
    goods.forEach(({ lineNo }, n) => (shares.get(lineNo)![sponsor] = parts[n]!))
  }
  return shares
}

function shareRefund(
  refund: RefundRow,
  goods: readonly LineRow[],
  nets: ReadonlyMap<number, bigint>,
): (RefundRow & { lineNo: number })[] {
  const named = refund.lineRef === '' ? [] : goods.filter((l) => l.lineRef === refund.lineRef)
  const over = named.length > 0 ? named : goods
  if (over.length === 0) return [{ ...refund, lineNo: 0 }]
  // The order's own figure may come with the lines' own: they say where it belongs.
  const own = over.map(({ refundedMinor }) => refundedMinor)
  const isOwn =
    refund.recordId === null && sum(own) === refund.amountMinor && own.every((m) => m >= 0n)
  const parts = isOwn
    ? own
    : allocate(
        refund.amountMinor,
        over.map(({ lineNo }) => {
          const net = nets.get(lineNo)!
          return net > 0n ? net : 0n
        }),
      )
  return over
    .map(({ lineNo }, n) => ({ ...refund, lineNo, amountMinor: parts[n]! }))
    .filter(({ amountMinor }) => amountMinor !== 0n)
}

/**
 * What the order's own moves cost, on the lines that sold those SKUs; parts of bundles on the lines whose SKU did not move
 * itself. A value of 0 means that stock was never given a cost: unknown, not free.
 */
function shareCosts(goods: readonly LineRow[], costs: readonly CostRow[]) {
  const shares = new Map<number, { outMinor: bigint; backMinor: bigint }>()
  const known = costs.filter(({ outMinor, backMinor }) => outMinor !== 0n || backMinor !== 0n)
  const moved = new Set(costs.map(({ skuId }) => skuId))
  const loose = goods.filter(({ skuId }) => skuId === null || !moved.has(skuId))
  const add = (lines: readonly LineRow[], { outMinor, backMinor }: CostRow, byQty: boolean) => {
    const weights = lines.map(({ qty, amountMinor }) => abs(byQty ? qty : amountMinor))
    const out = allocate(outMinor, weights)
    const back = allocate(backMinor, weights)
    lines.forEach(({ lineNo }, n) => {
      const before = shares.get(lineNo) ?? { outMinor: 0n, backMinor: 0n }
      shares.set(lineNo, {
        outMinor: before.outMinor + out[n]!,
        backMinor: before.backMinor + back[n]!,
      })
    })
  }
  const bySku = Map.groupBy(goods, ({ skuId }) => skuId)
  for (const cost of known) {
    const own = bySku.get(cost.skuId) ?? []
    if (own.length > 0) add(own, cost, true)
    else if (loose.length > 0) add(loose, cost, false)
    else if (goods.length > 0) add(goods, cost, false)
  }
  return shares
}
