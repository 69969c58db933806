// Rows of one order, of any platform's layout, into an order. Pure. What differs between platforms is told by the
// layout: its grain, its words for states, and the traits below.
//
//   amounts_split           every row states its own share of payable, freight and discounts (Douyin)
//   order_amounts_repeat    every row repeats the order's amounts (JD, WeChat, Xiaohongshu)
//   head_on_first_row       only the first row of an order has them (Shopify)
//   discounts_named         the file names every discount by sponsor
//   own_shop                no platform stands above the shop: unnamed discounts are its own
//   shopify_states          two words, money and parcel, make one state
//   refund_repeats          the refund of a row is that of the whole order
//   head_without_money      heads say nothing of money; lines and payments do, in files of their own (Olist)
//   qty_one                 a row is one piece
//   freight_on_lines        every line states its freight, and the lines are all there is to pay
//   payments_only           rows are payments (payments.ts)
//   paid_after_refunds      the amount paid is printed with refunds taken off it (Tmall's short report)
//   date_in_order_no        the order number begins with its day, YYMMDD (Pinduoduo)
import { dateIn, fromWallClock, instant, isDate } from '#kernel/time.ts'
import type { CellProblem, CellReader, ImportFile, ImportRow, Layout } from '#modules/layouts'
import type { DraftLine, DraftOrder, Receiver } from './draft.ts'
import { headLine, type Line, lineOf } from './order-lines.ts'
import { addMoney, type SettledMoney, settleMoney, spread, totalOf } from './order-money.ts'
import { type Deadline, type OrderState, stateFromEvidence, stateOf } from './states.ts'

export interface ReadRow {
  readonly row: ImportRow
  readonly cells: CellReader
}

/** More is a typing error or a shifted column, never an order: a hundred million yuan. */
const MAX_ORDER_MINOR = 10_000_000_000n

export type Drafted =
  | { readonly order: DraftOrder; readonly problems: null }
  | { readonly order: null; readonly problems: ReadonlyMap<number, readonly CellProblem[]> }

/** One order, or what is wrong with which of its rows. */
export function toOrder(
  platformNo: string,
  rows: readonly ReadRow[],
  { layout, columns }: Pick<ImportFile, 'layout' | 'columns'>,
  timeZone: string,
): Drafted {
  const head = headOf(rows)
  const lines =
    layout.grain === 'order' ? [headLine(head)] : rows.map(({ cells }) => lineOf(cells, layout))
  const { money, perRow } = settle(rows, head, lines, layout)
  const states = stateAndTimes(
    head,
    rows,
    { layout, columns },
    money,
    dayInNumber(platformNo, layout, timeZone),
  )
  judge(head, lines, money, states)
  const problems = new Map(
    rows
      .filter(({ cells }) => cells.problems.length > 0)
      .map(({ row, cells }) => [row.row, cells.problems]),
  )
  if (problems.size > 0 || states.orderedAt === null) return { order: null, problems }
  const orderedAt = states.orderedAt
  return {
    problems: null,
    order: {
      ...states,
      ...money,
      orderedAt,
      platformNo,
      kind:
        lines.every(({ amountMinor }) => amountMinor === 0n) &&
        money.payableMinor === 0n &&
        !layout.traits.includes('head_without_money')
          ? 'free'
          : 'sale',
      orderedOn: dateIn(orderedAt, timeZone),
      customerRef: head.text('buyer_ref') || null,
      country: head.text('country') || null,
      paymentMethod: head.text('pay_method'),
      paymentNo: head.text('payment_id'),
      sourceChannel: head.text('source_channel'),
      talent: head.text('talent_name') || head.text('talent_id'),
      carrier: distinct(rows, 'carrier'),
      waybill: distinct(rows, 'waybill'),
      closeReason: head.text('close_reason'),
      receiver: receiverOf(head),
      lines: [
        ...withShares(lines, perRow, money, states.refundedMinor),
        ...taxLine(money.serviceMinor),
      ],
      flags: flagsOf(rows, lines, money, states, layout),
      rows: rows.map(({ row }) => row),
    },
  }
}

/** The row that tells of the order itself: of rows that repeat it any, of others the first that has an amount. */
function headOf(rows: readonly ReadRow[]): CellReader {
  return (
    rows.find(
      ({ cells }) => cells.has('order_amount') || cells.has('paid_amount') || cells.has('status'),
    ) ?? rows[0]!
  ).cells
}

/** Several parcels: every number once, in the order of the file. */
function distinct(rows: readonly ReadRow[], field: string): string {
  if (rows.length === 1) return rows[0]!.cells.text(field)
  return [
    ...new Set(rows.map(({ cells }) => cells.text(field)).filter((text) => text !== '')),
  ].join(' ')
}

function settle(
  rows: readonly ReadRow[],
  head: CellReader,
  lines: readonly Line[],
  layout: Layout,
): { readonly money: SettledMoney; readonly perRow: readonly bigint[] | null } {
  const has = (trait: string) => layout.traits.includes(trait)
  const part = (cells: CellReader, goods: bigint): SettledMoney => {
    const paid = cells.minor('paid_amount')
    const lineDiscounts = lines.reduce((sum, { discount }) => sum + (discount ?? 0n), 0n)
    return settleMoney({
      goods,
      service: cells.minor('tax') ?? 0n,
      freight: has('freight_on_lines')
        ? rows.reduce((sum, row) => sum + (row.cells.minor('freight') ?? 0n), 0n)
        : (cells.minor('freight') ?? 0n),
      shop: cells.minor('discount_shop') ?? 0n,
      platform: cells.minor('discount_platform') ?? 0n,
      talent: cells.minor('discount_talent') ?? 0n,
      channel: (cells.minor('discount_channel') ?? 0n) + (cells.minor('points_paid') ?? 0n),
      discountTotal: cells.minor('discount_total') ?? (lineDiscounts === 0n ? null : lineDiscounts),
      adjust: cells.minor('price_adjust') ?? 0n,
      // An unpaid order shows 0 as paid; its payable is then what its parts say.
      payable: cells.minor('order_amount') ?? (paid === null || paid === 0n ? null : paid),
      areDiscountsNamed: has('discounts_named'),
      isOwnShop: has('own_shop'),
    })
  }
  if (!has('amounts_split')) {
    const goods = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
    return { money: part(head, goods), perRow: null }
  }
  const parts = rows.map(({ cells }, at) => part(cells, lines[at]!.amountMinor))
  return {
    money: parts.reduce((a, b) => addMoney(a, b)),
    perRow: parts.map(({ discounts }) => totalOf(discounts)),
  }
}

interface StatesAndTimes {
  readonly status: OrderState
  readonly statusText: string
  readonly isStatusKnown: boolean
  readonly orderedAt: Date | null
  readonly paidAt: Date | null
  readonly shippedAt: Date | null
  readonly completedAt: Date | null
  readonly deadlines: readonly Deadline[]
  readonly paidMinor: bigint
  readonly refundedMinor: bigint
  readonly isRefundAssumed: boolean
  readonly isDayFromNumber: boolean
}

function stateAndTimes(
  head: CellReader,
  rows: readonly ReadRow[],
  { layout, columns }: Pick<ImportFile, 'layout' | 'columns'>,
  money: SettledMoney,
  dayInNumberAt: Date | null,
): StatesAndTimes {
  const paidAt = head.instant('paid_at')
  const shippedAt = head.instant('shipped_at')
  const completedAt = head.instant('completed_at') ?? head.instant('received_at')
  const cancelledAt = head.instant('cancelled_at')
  const statusText = head.text('status')
  const refundsStated = refundOf(rows, head, layout)
  const printed = sumOrFirst(rows, head, 'paid_amount', layout)
  const stated =
    printed !== null && layout.traits.includes('paid_after_refunds')
      ? printed + (refundsStated ?? 0n)
      : printed
  const evidence = {
    paidAt,
    shippedAt,
    completedAt,
    cancelledAt,
    paidMinor: paidAt ? (stated ?? money.payableMinor) : (stated ?? 0n),
    refundedMinor: refundsStated ?? 0n,
  }
  const named = layout.traits.includes('shopify_states')
    ? shopifyState(head, layout, evidence)
    : stateOf(statusText, layout.statuses)
  const state = named ?? stateFromEvidence(evidence)
  const neverPaid = paidAt === null && (stated ?? 0n) === 0n
  // 交易关闭 is one word for never paid and for given back; the payment tells which (platforms.md §2.1).
  const tellsPayment = columns.has('paid_at') || columns.has('paid_amount')
  const status = state === 'closed_refunded' && neverPaid && tellsPayment ? 'cancelled' : state
  const isPaid = status !== 'pending_payment' && status !== 'cancelled'
  const paidMinor = isPaid || paidAt !== null ? (stated ?? money.payableMinor) : 0n
  // Lines alone do not tell whether their order was ever paid: what was given back is their head's to say.
  const isRefundAssumed =
    status === 'closed_refunded' && refundsStated === null && layout.grain !== 'lines_only'
  return {
    status,
    statusText: statusText || head.text('financial_status'),
    isStatusKnown: named !== null || !(columns.has('status') || columns.has('financial_status')),
    orderedAt:
      head.instant('created_at') ??
      paidAt ??
      dayInNumberAt ??
      // Lines alone need no time: that of their head stands (halves.ts).
      (layout.grain === 'lines_only' ? instant(0) : null),
    isDayFromNumber: !head.has('created_at') && paidAt === null && dayInNumberAt !== null,
    paidAt: isPaid ? paidAt : null,
    shippedAt,
    completedAt: status === 'completed' ? completedAt : null,
    deadlines: deadlinesOf(head),
    paidMinor,
    refundedMinor: refundsStated ?? (isRefundAssumed ? paidMinor : 0n),
    isRefundAssumed: isRefundAssumed && paidMinor > 0n,
  }
}

function dayInNumber(platformNo: string, layout: Layout, timeZone: string): Date | null {
  if (!layout.traits.includes('date_in_order_no')) return null
  const match = /^(\d{2})(\d{2})(\d{2})-/.exec(platformNo)
  const day = match ? `20${match[1]}-${match[2]}-${match[3]}` : ''
  return isDate(day) ? fromWallClock(`${day}T00:00:00`, timeZone) : null
}

function sumOrFirst(
  rows: readonly ReadRow[],
  head: CellReader,
  field: string,
  layout: Layout,
): bigint | null {
  if (!layout.traits.includes('amounts_split')) return head.minor(field)
  const amounts = rows.map(({ cells }) => cells.minor(field)).filter((amount) => amount !== null)
  return amounts.length === 0 ? null : amounts.reduce((a, b) => a + b, 0n)
}

/** Refunds stand on the line (WeChat, Taobao sub-orders) or on the order, repeated or not. */
function refundOf(rows: readonly ReadRow[], head: CellReader, layout: Layout): bigint | null {
  const perLine = !layout.traits.includes('refund_repeats') && layout.grain !== 'order'
  if (!perLine) return head.minor('refund_amount')
  const amounts = rows
    .map(({ cells }) => cells.minor('refund_amount'))
    .filter((amount) => amount !== null)
  return amounts.length === 0 ? null : amounts.reduce((a, b) => a + b, 0n)
}

function shopifyState(
  head: CellReader,
  layout: Layout,
  evidence: Parameters<typeof stateFromEvidence>[0],
): OrderState | null {
  if (evidence.cancelledAt !== null)
    return evidence.paidMinor > 0n ? 'closed_refunded' : 'cancelled'
  const money = layout.statuses[head.text('financial_status')]
  if (money === 'paid')
    return stateOf(head.text('fulfillment_status') || 'unfulfilled', layout.statuses)
  return stateOf(head.text('financial_status'), layout.statuses)
}

function deadlinesOf(head: CellReader): Deadline[] {
  const due = (field: string, kind: Deadline['kind']) => {
    const dueAt = head.instant(field)
    return dueAt === null ? [] : [{ kind, source: 'platform', dueAt }]
  }
  return [...due('ship_deadline', 'ship'), ...due('deliver_deadline', 'deliver')]
}

function receiverOf(head: CellReader): Receiver | null {
  const receiver = {
    name: head.text('receiver_name'),
    phone: head.text('phone'),
    province: head.text('province'),
    city: head.text('city'),
    district: head.text('district'),
    street: head.text('street'),
    address: head.text('address'),
    buyerNote: head.text('buyer_note'),
    sellerNote: head.text('seller_note'),
  }
  return Object.values(receiver).every((text) => text === '') ? null : receiver
}

/** What no platform would say and no later screen should have to doubt. */
function judge(
  head: CellReader,
  lines: readonly Line[],
  money: SettledMoney,
  states: StatesAndTimes,
): void {
  if (states.orderedAt === null && head.problems.length === 0)
    head.bad('created_at', '没有下单时间', 'has no order time')
  if (money.payableMinor < 0n) head.bad('order_amount', '应付不能为负', 'must not be negative')
  const largest = [money.payableMinor, money.goodsMinor, states.paidMinor].reduce((a, b) =>
    a > b ? a : b,
  )
  if (largest > MAX_ORDER_MINOR)
    head.bad(
      'order_amount',
      '金额超过一亿元,请核对列是否错位',
      'is over a hundred million; check whether a column has shifted',
    )
  if (states.paidMinor < 0n || states.refundedMinor < 0n)
    head.bad('paid_amount', '实付和退款不能为负', 'paid and refunded must not be negative')
  if (lines.length === 0) head.bad('qty', '没有商品行', 'has no lines')
}

/** Tax beside the prices is money of the order, not goods. */
function taxLine(taxMinor: bigint): DraftLine[] {
  if (taxMinor === 0n) return []
  return [
    {
      lineRef: '~tax',
      platformItem: '',
      platformSku: 'TAX',
      merchantCode: '',
      barcode: '',
      title: '税 Tax',
      spec: '',
      isGoods: false,
      isGift: false,
      qty: 1n,
      unitPriceText: '',
      amountMinor: taxMinor,
      discountMinor: 0n,
      refundedMinor: 0n,
      status: '',
      refundStatus: '',
    },
  ]
}

/** Order discounts and refunds over the lines, unless lines state their own. */
function withShares(
  lines: readonly Line[],
  perRow: readonly bigint[] | null,
  money: SettledMoney,
  refunded: bigint,
): DraftLine[] {
  const discounts = perRow ?? discountsOf(lines, totalOf(money.discounts))
  const nets = lines.map(({ amountMinor }, at) => amountMinor - discounts[at]!)
  const perLine = lines.every(({ refunded: amount }) => amount === null)
  const refunds = perLine
    ? spread(refunded, nets)
    : lines.map(({ refunded: amount }) => amount ?? 0n)
  return lines.map(({ discount: _d, refunded: _r, ...line }, at) => ({
    ...line,
    discountMinor: discounts[at]!,
    refundedMinor: refunds[at]!,
  }))
}

/** Stated discounts count as they are; the rest of the order's is spread by what each line is worth. */
function discountsOf(lines: readonly Line[], total: bigint): bigint[] {
  const stated = lines.map(({ discount }) => discount ?? 0n)
  const rest = spread(
    total - stated.reduce((a, b) => a + b, 0n),
    lines.map(({ amountMinor }, at) => amountMinor - stated[at]!),
  )
  return stated.map((own, at) => own + rest[at]!)
}

function flagsOf(
  rows: readonly ReadRow[],
  lines: readonly Line[],
  money: SettledMoney,
  states: StatesAndTimes,
  layout: Layout,
): string[] {
  const repeat = layout.traits.includes('order_amounts_repeat')
  const disagree = (field: string) => new Set(rows.map(({ cells }) => cells.text(field))).size > 1
  const refs = lines.map(({ lineRef }) => lineRef).filter((ref) => ref !== '')
  return [
    ...money.flags,
    ...(layout.grain === 'order' ? ['lines_missing'] : []),
    ...(states.isStatusKnown ? [] : ['status_unknown']),
    ...(states.isDayFromNumber ? ['date_from_number'] : []),
    ...(states.isRefundAssumed ? ['refund_assumed'] : []),
    ...(repeat && ['order_amount', 'paid_amount', 'status', 'freight'].some(disagree)
      ? ['rows_disagree']
      : []),
    ...(new Set(refs).size < refs.length ? ['duplicate_rows'] : []),
    ...(states.refundedMinor > states.paidMinor && states.paidMinor > 0n
      ? ['refund_over_paid']
      : []),
  ]
}
