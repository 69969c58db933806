// What an order file says in sum: for comparison with the file's own totals, and for the person who looks at a dry run.
import type { DraftOrder } from './draft.ts'
import { totalOf } from './order-money.ts'
import type { StoredOrder } from './write-orders.ts'

export function openTotals() {
  const sum = {
    orders: 0,
    lines: 0,
    goodsMinor: 0n,
    serviceMinor: 0n,
    freightMinor: 0n,
    discountMinor: 0n,
    payableMinor: 0n,
    paidMinor: 0n,
    refundedMinor: 0n,
    /** Orders that are refunds themselves, and their money (negative). */
    refunds: 0,
    refundMinor: 0n,
    older: 0,
    unmappedLines: 0,
    flagged: 0,
    doubtfulAddresses: 0,
  }
  return {
    all: sum as Readonly<Record<string, bigint | number>>,
    add(order: DraftOrder): void {
      if (order.kind === 'refund') {
        sum.refunds += 1
        sum.refundMinor += order.goodsMinor + order.serviceMinor
      }
      if (order.kind !== 'sale') return
      sum.orders += 1
      sum.lines += order.lines.length
      sum.goodsMinor += order.goodsMinor
      sum.serviceMinor += order.serviceMinor
      sum.freightMinor += order.freightMinor
      sum.discountMinor += totalOf(order.discounts)
      sum.payableMinor += order.payableMinor
      sum.paidMinor += order.paidMinor
      sum.refundedMinor += order.refundedMinor
    },
    /** Rows of orders that we know a newer word about. */
    older(rows: number): void {
      sum.older += rows
    },
    stored(orders: readonly StoredOrder[]): void {
      for (const { lines, offers, flags, place } of orders) {
        if (flags.length > 0) sum.flagged += 1
        if (place.state === 'doubtful') sum.doubtfulAddresses += 1
        sum.unmappedLines += lines.filter(({ isGoods, lineRef }, at) => {
          const offer = offers[at]
          const isMapped = (offer?.skuId ?? null) !== null || offer?.isIgnored === true
          return isGoods && lineRef !== '~head' && !isMapped
        }).length
      }
    },
  }
}
