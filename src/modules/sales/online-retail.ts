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
import { createHash } from 'node:crypto'
import type { NamedRow } from '#kernel/table.ts'
import { divideHalfUp } from '#kernel/money.ts'
import { dateIn, fromWallClock } from '#kernel/time.ts'

export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const

const SERVICE = /^(POST|DOT|M|D|S|B|C2|BANK CHARGES|AMAZONFEE|CRUK|PADS|TEST\d*|GIFT_.*)$/

export type OrderKind = 'sale' | 'refund' | 'write_off' | 'free'

export interface DraftLine {
  readonly sku: string
  readonly title: string
  readonly isGoods: boolean
  readonly qty: bigint
  readonly unitPriceText: string
  readonly amountMinor: bigint
}

export interface DraftOrder {
  readonly platformNo: string
  readonly kind: OrderKind
  readonly orderedAt: Date
  readonly orderedOn: string
  readonly customerRef: string | null
  readonly country: string | null
  readonly lines: readonly DraftLine[]
  readonly goodsMinor: bigint
  readonly serviceMinor: bigint
  readonly flags: readonly string[]
  readonly contentHash: string
  readonly raw: readonly Readonly<Record<string, string>>[]
}

export interface RowProblem {
  readonly row: number
  readonly column: string
  readonly zh: string
  readonly en: string
}

interface GoodRow {
  readonly row: number
  readonly cells: Readonly<Record<string, string>>
  readonly qty: bigint
  /** Price in 1/10,000 of the currency unit: the export knows prices of 0.001. */
  readonly price: bigint
}

export function recognises(header: readonly string[]): boolean {
  return COLUMNS.every((name) => header.includes(name))
}

/** One row judged on its own; null and problems when it cannot be an order line. */
export function readRow({ row, cells }: NamedRow): {
  good: GoodRow | null
  problems: RowProblem[]
} {
  const problems: RowProblem[] = []
  const bad = (column: string, zh: string, en: string) => problems.push({ row, column, zh, en })
  const text = (column: (typeof COLUMNS)[number]) => cells[column] ?? ''
  if (!/^[A-Z]?\d{4,12}$/i.test(text('InvoiceNo')))
    bad(
      'InvoiceNo',
      '单号应为数字,退单以 C 开头',
      'must be digits, with a C in front for cancellations',
    )
  if (text('StockCode') === '' || text('StockCode').length > 60)
    bad('StockCode', '货号必填', 'is required')
  const qty = /^-?\d{1,12}$/.test(text('Quantity')) ? BigInt(text('Quantity')) : null
  if (qty === null || qty === 0n)
    bad('Quantity', '数量应为非零整数', 'must be a whole number other than 0')
  const price = parsePrice(text('UnitPrice'))
  if (price === null)
    bad('UnitPrice', '单价应为最多四位小数的数字', 'must be a number with at most four decimals')
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?$/.test(text('InvoiceDate')))
    bad('InvoiceDate', '时间应形如 2010-12-01 08:26:00', 'must look like 2010-12-01 08:26:00')
  if (problems.length > 0 || qty === null || price === null) return { good: null, problems }
  return { good: { row, cells, qty, price }, problems }
}

function parsePrice(text: string): bigint | null {
  const match = /^(-?)(\d{1,10})(?:\.(\d{1,4})0*)?$/.exec(text)
  if (!match) return null
  const scaled = BigInt(match[2]!) * 10_000n + BigInt((match[3] ?? '').padEnd(4, '0'))
  return match[1] === '-' ? -scaled : scaled
}

export function toOrder(
  platformNo: string,
  rows: readonly GoodRow[],
  timeZone: string,
): DraftOrder {
  const lines = rows.map(toLine)
  const first = rows.reduce((a, b) => (a.cells['InvoiceDate']! <= b.cells['InvoiceDate']! ? a : b))
  const orderedAt = fromWallClock(first.cells['InvoiceDate']!.replace(' ', 'T'), timeZone)
  const sum = (wanted: boolean) =>
    lines
      .filter(({ isGoods }) => isGoods === wanted)
      .reduce((total, { amountMinor }) => total + amountMinor, 0n)
  const texts = rows.map(({ cells }) => JSON.stringify(COLUMNS.map((name) => cells[name] ?? '')))
  const flags = [
    ...(new Set(texts).size < texts.length ? ['duplicate_rows'] : []),
    ...(rows.some(({ price }) => price < 0n) ? ['negative_price'] : []),
    ...(rows.some(({ price }) => price === 0n) ? ['zero_price'] : []),
  ]
  return {
    platformNo,
    kind: kindOf(platformNo, rows),
    orderedAt,
    orderedOn: dateIn(orderedAt, timeZone),
    customerRef: first.cells['CustomerID'] || null,
    country: first.cells['Country'] || null,
    lines,
    goodsMinor: sum(true),
    serviceMinor: sum(false),
    flags,
    // The order of rows in a file means nothing, so it does not make a new version.
    contentHash: createHash('sha256').update(texts.toSorted().join('\n')).digest('hex'),
    raw: rows.map(({ cells }) => cells),
  }
}

function toLine({ cells, qty, price }: GoodRow): DraftLine {
  const sku = cells['StockCode']!.toUpperCase()
  return {
    sku,
    title: cells['Description'] ?? '',
    isGoods: !SERVICE.test(sku) && price >= 0n,
    qty,
    unitPriceText: cells['UnitPrice']!,
    amountMinor: divideHalfUp(qty * price, 100n),
  }
}

function kindOf(platformNo: string, rows: readonly GoodRow[]): OrderKind {
  if (/^C/i.test(platformNo)) return 'refund'
  if (rows.every(({ qty, price }) => qty < 0n && price === 0n)) return 'write_off'
  if (rows.every(({ price }) => price === 0n)) return 'free'
  return 'sale'
}
