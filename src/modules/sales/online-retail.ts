// The layout of the UCI "Online Retail" export, and the rules by which its rows become orders. Pure.
//
// R1 An invoice is one order; its time is the earliest of its rows.
// R2 Invoices that begin with C are cancellations: refunds, in the month of the cancellation.
// R3 An invoice without C whose quantities are not positive and whose prices are zero writes stock off; no sale.
// R4 An invoice whose lines all cost nothing is given away: stock leaves, no sale, no order, no buyer.
// R5 Postage, carriage, discounts, bank charges, fees, manual lines, samples, vouchers are services: their money
//    is kept apart from goods and moves no stock.
// R6 A negative price (a bad debt written off) is a service line and flagged.
// R7 Exactly equal rows are all kept, since the export has no line number and a till may scan twice; flagged.
// R8 Rows without a customer count as sales and orders, not as buyers.
// R9 Stock codes are one code whatever their case.
// R10 An invoice was paid and its goods left when it was written: the export has no other time.
import { divideHalfUp } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import type { DraftLine, DraftOrder, OrderKind } from './draft.ts'
import { NO_DISCOUNTS } from './order-money.ts'
import type { Drafted, ReadRow } from './to-order.ts'

const SERVICE = /^(POST|DOT|M|D|S|B|C2|BANK CHARGES|AMAZONFEE|CRUK|PADS|TEST\d*|GIFT_.*)$/

interface Sold {
  readonly at: Date
  readonly qty: bigint
  /** Price in 1/10,000 of the currency unit: the export knows prices of 0.001. */
  readonly price: bigint
  readonly read: ReadRow
}

export function toRetailOrder(
  platformNo: string,
  rows: readonly ReadRow[],
  timeZone: string,
): Drafted {
  const sold = rows.flatMap((read) => readLine(platformNo, read) ?? [])
  const problems = new Map(
    rows
      .filter(({ cells }) => cells.problems.length > 0)
      .map(({ row, cells }) => [row.row, cells.problems]),
  )
  if (problems.size > 0) return { order: null, problems }
  return { order: orderOf(platformNo, sold, timeZone), problems: null }
}

/** One row judged on its own. */
function readLine(platformNo: string, read: ReadRow): Sold | null {
  const { cells } = read
  if (!/^[A-Z]?\d{4,12}$/.test(platformNo))
    cells.bad(
      'order_id',
      '单号应为数字,退单以 C 开头',
      'must be digits, with a C in front for cancellations',
    )
  const code = cells.required('sku_code')
  if (code.length > 60) cells.bad('sku_code', '货号最长 60 个字', 'is at most 60 characters')
  const qty = cells.count('qty')
  if (qty === 0n || !cells.has('qty'))
    cells.bad('qty', '数量应为非零整数', 'must be a whole number other than 0')
  const price = parsePrice(cells.text('unit_price'))
  if (price === null)
    cells.bad(
      'unit_price',
      '单价应为最多四位小数的数字',
      'must be a number with at most four decimals',
    )
  const at = cells.instant('created_at')
  if (!cells.has('created_at')) cells.bad('created_at', '时间必填', 'is required')
  return qty === null || price === null || at === null ? null : { at, qty, price, read }
}

function parsePrice(text: string): bigint | null {
  const match = /^(-?)(\d{1,10})(?:\.(\d{1,4})0*)?$/.exec(text)
  if (!match) return null
  const scaled = BigInt(match[2]!) * 10_000n + BigInt((match[3] ?? '').padEnd(4, '0'))
  return match[1] === '-' ? -scaled : scaled
}

function orderOf(platformNo: string, sold: readonly Sold[], timeZone: string): DraftOrder {
  const lines = sold.map(lineOf)
  const first = sold.reduce((a, b) => (a.at <= b.at ? a : b))
  const sum = (wanted: boolean) =>
    lines
      .filter(({ isGoods }) => isGoods === wanted)
      .reduce((total, { amountMinor }) => total + amountMinor, 0n)
  const [goodsMinor, serviceMinor] = [sum(true), sum(false)]
  const kind = kindOf(platformNo, sold)
  const head = first.read.cells
  return {
    platformNo,
    kind,
    status: 'completed',
    statusText: '',
    orderedAt: first.at,
    orderedOn: dateIn(first.at, timeZone),
    paidAt: first.at,
    shippedAt: first.at,
    completedAt: first.at,
    deadlines: [],
    customerRef: head.text('buyer_ref') || null,
    country: head.text('country') || null,
    goodsMinor,
    serviceMinor,
    freightMinor: 0n,
    discounts: NO_DISCOUNTS,
    residualMinor: 0n,
    payableMinor: goodsMinor + serviceMinor,
    paidMinor: kind === 'sale' ? goodsMinor + serviceMinor : 0n,
    refundedMinor: 0n,
    paymentMethod: '',
    paymentNo: '',
    sourceChannel: '',
    talent: '',
    carrier: '',
    waybill: '',
    closeReason: '',
    receiver: null,
    lines,
    flags: flagsOf(sold),
    rows: sold.map(({ read }) => read.row),
  }
}

function flagsOf(sold: readonly Sold[]): string[] {
  const texts = sold.map(({ read }) => JSON.stringify(read.row.values))
  return [
    ...(new Set(texts).size < texts.length ? ['duplicate_rows'] : []),
    ...(sold.some(({ price }) => price < 0n) ? ['negative_price'] : []),
    ...(sold.some(({ price }) => price === 0n) ? ['zero_price'] : []),
  ]
}

function lineOf({ read: { cells }, qty, price }: Sold): DraftLine {
  const sku = cells.text('sku_code').toUpperCase()
  return {
    lineRef: '',
    platformItem: '',
    platformSku: sku,
    merchantCode: sku,
    barcode: '',
    title: cells.text('title'),
    spec: '',
    isGoods: !SERVICE.test(sku) && price >= 0n,
    isGift: false,
    qty,
    unitPriceText: cells.text('unit_price'),
    amountMinor: divideHalfUp(qty * price, 100n),
    discountMinor: 0n,
    refundedMinor: 0n,
    status: '',
    refundStatus: '',
  }
}

function kindOf(platformNo: string, sold: readonly Sold[]): OrderKind {
  if (platformNo.startsWith('C')) return 'refund'
  if (sold.every(({ qty, price }) => qty < 0n && price === 0n)) return 'write_off'
  if (sold.every(({ price }) => price === 0n)) return 'free'
  return 'sale'
}
