// Six months of a British wholesaler, 209,029 rows. Rules held against the file (R1 to R10 of the importer, computed here anew):
// R1 An invoice is one order; it belongs to the month of its earliest row.
// R2 An invoice that begins with C is a cancellation: its goods are refunds of the month it was written in.
// R3 An invoice whose quantities are all negative at price zero writes stock off: no sale.
// R4 An invoice whose rows all cost nothing is given away: no order, no buyer, no units.
// R5 Postage, carriage, discounts, fees, manual lines are services, apart from goods.
// R6 A negative price is a service line.
// R7 Equal rows are all kept: the file has no line number, and a till may scan twice.
// R8 Rows without a customer are sales and orders, but no buyers.
// R9 Stock codes are one code whatever their case.
// Pence are rounded half up per row: the file has prices of 0.001.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { type ImportDesk, importDesk } from '#test/drops.ts'
import {
  ask,
  assertAllNew,
  assertChecksHold,
  assertUnchanged,
  cellsOf,
  hasRealData,
  realFile,
  realTest,
  sumOf,
} from '#test/real.ts'

const PATH = 'uci_online_retail/online_retail_2010-12_2011-05.csv.gz'
const PERIOD = { from: '2010-12-01', to: '2011-05-31' }
const SERVICE = /^(POST|DOT|M|D|S|B|C2|BANK CHARGES|AMAZONFEE|CRUK|PADS|TEST\d*|GIFT_.*)$/

interface Row {
  readonly code: string
  readonly qty: number
  readonly price: string
  readonly at: string
  readonly customer: string
  readonly country: string
  readonly text: string
}

type Kind = 'refund' | 'write_off' | 'free' | 'sale'

/** Price in 1/10,000 of a pound. */
function exact(price: string): bigint {
  const [whole, fraction = ''] = price.replace('-', '').split('.')
  const amount = BigInt(whole!) * 10_000n + BigInt(fraction.padEnd(4, '0'))
  return price.startsWith('-') ? -amount : amount
}

function pence({ qty, price }: Row): bigint {
  const amount = BigInt(qty) * exact(price)
  const half = (amount < 0n ? -amount : amount) + 50n
  return (amount < 0n ? -1n : 1n) * (half / 100n)
}

function kindOf(no: string, rows: readonly Row[]): Kind {
  if (no.startsWith('C')) return 'refund'
  const isFree = rows.every(({ price }) => exact(price) === 0n)
  if (isFree && rows.every(({ qty }) => qty < 0)) return 'write_off'
  return isFree ? 'free' : 'sale'
}

const isGoods = ({ code, price }: Row) => !SERVICE.test(code) && exact(price) >= 0n

function readTheFile() {
  const file = realFile(PATH)
  const lines = cellsOf(file.text).slice(1)
  const byNo = new Map<string, Row[]>()
  for (const cells of lines) {
    const [no = '', code = '', , qty = '', at = '', price = '', customer = '', country = ''] = cells
    const row = {
      code: code.toUpperCase(),
      qty: Number(qty),
      price,
      at,
      customer,
      country,
      text: cells.join('|'),
    }
    const rows = byNo.get(no.toUpperCase())
    if (rows) rows.push(row)
    else byNo.set(no.toUpperCase(), [row])
  }
  const invoices = [...byNo].map(([no, rows]) => {
    const first = rows.reduce((a, b) => (a.at <= b.at ? a : b))
    const copies = rows.length - new Set(rows.map(({ text }) => text)).size
    return {
      no,
      rows,
      copies,
      kind: kindOf(no, rows),
      month: first.at.slice(0, 7),
      customer: first.customer,
      country: first.country,
    }
  })
  return { file, rows: lines.length, invoices }
}

type Invoice = ReturnType<typeof readTheFile>['invoices'][number]

function totalsOf(invoices: readonly Invoice[]): Record<string, bigint> {
  const sales = invoices.filter(({ kind }) => kind === 'sale')
  const money = (of: readonly Invoice[], wanted: (row: Row) => boolean) =>
    sumOf(of, ({ rows }) => sumOf(rows.filter(wanted), pence))
  const gross = money(sales, isGoods)
  const back = -money(
    invoices.filter(({ kind }) => kind === 'refund'),
    isGoods,
  )
  return {
    gross_sales: gross,
    refunds: back,
    net_sales: gross - back,
    service_income: money(invoices, (row) => !isGoods(row)),
    orders: BigInt(sales.length),
    buyers: BigInt(new Set(sales.map(({ customer }) => customer).filter((one) => one !== '')).size),
    units: sumOf(sales, ({ rows }) => sumOf(rows.filter(isGoods), ({ qty }) => BigInt(qty))),
  }
}

const METRICS = [
  'gross_sales',
  'refunds',
  'net_sales',
  'service_income',
  'orders',
  'buyers',
  'units',
] as const

describe('Online Retail, six months', () => {
  let desk: ImportDesk
  let truth: ReturnType<typeof readTheFile>
  const drop = () => desk.dropOne(truth.file.name, truth.file.bytes, 'shop=UK&dryRun=false')
  before(async () => {
    if (!hasRealData) return
    truth = readTheFile()
    desk = await importDesk()
    assertAllNew(await drop(), truth.rows)
    await desk.app.drain()
  })
  after(() => desk?.app[Symbol.asyncDispose]())

  realTest('R1 to R6, R8: every month, and all six together', async () => {
    const months = Map.groupBy(truth.invoices, ({ month }) => month)
    assert.deepEqual(
      await ask(desk, { ...PERIOD, metrics: METRICS, by: ['month'] }),
      Object.fromEntries([...months].map(([month, invoices]) => [month, totalsOf(invoices)])),
    )
    assert.deepEqual(await ask(desk, { ...PERIOD, metrics: METRICS }), {
      '': totalsOf(truth.invoices),
    })
  })

  realTest('R7: equal rows are in the sum, and their invoices are marked', async () => {
    const copied = truth.invoices.filter(({ copies }) => copies > 0)
    const once = (rows: readonly Row[]) => [...new Map(rows.map((row) => [row.text, row])).values()]
    const without = totalsOf(
      truth.invoices.map((invoice) => ({ ...invoice, rows: once(invoice.rows) })),
    )
    const [total] = Object.values(await ask(desk, { ...PERIOD, metrics: ['gross_sales'] }))
    assert.ok(total!['gross_sales']! > without['gross_sales']!)
    assert.equal(
      await desk.countOf(
        `select count(*) as n from sales.orders where 'duplicate_rows' = any(flags)`,
      ),
      String(copied.length),
    )
  })

  realTest('R9: every product, whatever the case of its code', async () => {
    const products: Record<string, bigint> = {}
    for (const { kind, rows } of truth.invoices) {
      if (kind !== 'sale' && kind !== 'refund') continue
      for (const row of rows.filter(isGoods))
        products[row.code] = (products[row.code] ?? 0n) + pence(row)
    }
    const rows = await ask(desk, { ...PERIOD, metrics: ['net_sales'], by: ['product'] })
    const got = Object.entries(rows).map(([code, values]) => [code, values['net_sales']!] as const)
    const known = (pairs: Iterable<readonly [string, bigint]>) =>
      Object.fromEntries([...pairs].filter(([, value]) => value !== 0n))
    assert.deepEqual(known(got), known(Object.entries(products)))
  })

  realTest('every country, net', async () => {
    const countries = Map.groupBy(truth.invoices, ({ country }) => country)
    const expected = [...countries].map(
      ([country, invoices]) => [country, totalsOf(invoices)['net_sales']!] as const,
    )
    const rows = await ask(desk, { ...PERIOD, metrics: ['net_sales'], by: ['country'] })
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(rows).map(([name, values]) => [name, values['net_sales']!]),
      ),
      Object.fromEntries(expected),
    )
  })

  realTest('the same file again changes nothing, and every check of the books holds', async () => {
    assertUnchanged(await drop(), truth.rows)
    assert.equal(await desk.app.drain(), 0)
    await assertChecksHold(desk)
  })
})
