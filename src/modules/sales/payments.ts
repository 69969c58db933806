// Payments that a platform tells in a file of their own (trait `payments_only`): how much and by what, several rows an
// order. They say nothing of the order itself, so its head must be known; whether they were made at all the head's
// state decides, since such files also hold attempts.
import { instant } from '#kernel/time.ts'
import type { DraftLine, DraftOrder } from './draft.ts'
import type { StoredHead } from './halves.ts'
import { NO_DISCOUNTS, spread } from './order-money.ts'
import type { Drafted, ReadRow } from './to-order.ts'

export function toPayments(platformNo: string, rows: readonly ReadRow[]): Drafted {
  let paid = 0n
  for (const { cells } of rows) {
    const minor = cells.minor('paid_amount')
    if (!cells.has('paid_amount')) cells.bad('paid_amount', '付款金额必填', 'is required')
    else if (minor !== null && minor < 0n)
      cells.bad('paid_amount', '付款不能为负', 'must not be negative')
    paid += minor ?? 0n
  }
  const problems = new Map(
    rows
      .filter(({ cells }) => cells.problems.length > 0)
      .map(({ row, cells }) => [row.row, cells.problems]),
  )
  if (problems.size > 0) return { order: null, problems }
  const methods = rows.map(({ cells }) => cells.text('pay_method')).filter((text) => text !== '')
  return {
    problems: null,
    order: {
      ...NOTHING_BUT_PAID,
      platformNo,
      paidMinor: paid,
      paymentMethod: [...new Set(methods)].join(' '),
      rows: rows.map(({ row }) => row),
    },
  }
}

const NOTHING_BUT_PAID: Omit<DraftOrder, 'platformNo' | 'paidMinor' | 'paymentMethod' | 'rows'> = {
  kind: 'sale',
  status: 'awaiting_shipment',
  statusText: '',
  orderedAt: instant(0),
  orderedOn: '1970-01-01',
  paidAt: null,
  shippedAt: null,
  completedAt: null,
  deadlines: [],
  customerRef: null,
  country: null,
  goodsMinor: 0n,
  serviceMinor: 0n,
  freightMinor: 0n,
  discounts: NO_DISCOUNTS,
  residualMinor: 0n,
  payableMinor: 0n,
  refundedMinor: 0n,
  paymentNo: '',
  sourceChannel: '',
  talent: '',
  carrier: '',
  waybill: '',
  closeReason: '',
  receiver: null,
  lines: [],
  flags: [],
}

/** Flags that the payments decide. */
const OF_PAYMENTS = ['paid_differs', 'refund_assumed']

/** The order as it is known, with what the payments say was paid. */
export function withPayments(
  head: StoredHead,
  lines: readonly DraftLine[],
  told: DraftOrder,
): DraftOrder {
  return paidAs(told.paidMinor, { ...told, ...head, lines })
}

/** A head that says nothing of money, over what lines and payments have said of it. */
export function overKnownMoney(
  order: DraftOrder,
  stored: StoredHead,
  lines: readonly DraftLine[] | null,
): DraftOrder {
  const { goodsMinor, serviceMinor, freightMinor, discounts, residualMinor, payableMinor } = stored
  const money = { goodsMinor, serviceMinor, freightMinor, discounts, residualMinor, payableMinor }
  const flags =
    lines === null ? order.flags : order.flags.filter((flag) => flag !== 'lines_missing')
  return paidAs(stored.paidMinor, {
    ...order,
    ...money,
    flags,
    lines: lines ?? order.lines,
  })
}

function paidAs(minor: bigint, order: DraftOrder): DraftOrder {
  const wasPaid = order.paidAt !== null || !['pending_payment', 'cancelled'].includes(order.status)
  const paidMinor = wasPaid ? minor : 0n
  // Closed after it was paid, and no file says how much went back: all of it.
  const isGivenBack = order.status === 'closed_refunded'
  const refundedMinor = isGivenBack ? paidMinor : order.refundedMinor
  const isTold = order.lines.some(({ lineRef }) => lineRef !== '~head')
  const refunds = spread(
    refundedMinor,
    order.lines.map(({ amountMinor, discountMinor }) => amountMinor - discountMinor),
  )
  return {
    ...order,
    paidMinor,
    refundedMinor,
    lines: order.lines.map((line, at) => ({ ...line, refundedMinor: refunds[at]! })),
    flags: [
      ...order.flags.filter((flag) => !OF_PAYMENTS.includes(flag)),
      ...(isTold && wasPaid && paidMinor !== order.payableMinor ? ['paid_differs'] : []),
      ...(isGivenBack && paidMinor > 0n ? ['refund_assumed'] : []),
    ],
  }
}
