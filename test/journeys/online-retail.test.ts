// The main job, whole: a real month of a real shop goes in as a file and comes out as true numbers, orders
// and stock. The totals are compared with a sum over the file made here, by other means.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { assertLedgerHolds } from '#test/factories.ts'

const SAMPLE = 'samples/online-retail-2010-12.csv.gz'

interface Run {
  readonly id: string
  readonly status: string
  readonly rowsRead: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly totals: Record<string, string | number>
  readonly sameFileAs: string | null
}

interface Answered {
  readonly currency: string
  readonly behind: string
  readonly rows: {
    keys: Record<string, string>
    title?: string
    values: Record<string, string | number | null>
  }[]
}

/** An independent reading: split by hand, pence by digits, no code of the product. */
function sumTheFile(text: string) {
  const service = /^(POST|DOT|M|D|S|B|C2|BANK CHARGES|AMAZONFEE|CRUK|PADS|GIFT_.*)$/
  const invoices = new Map<string, { zero: boolean; negative: boolean }>()
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const flat: string[] = []
      let rest = line
      while (flat.length < 8) {
        const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest)
        const plain = quoted ? null : /^([^,]*)(,|$)/.exec(rest)!
        flat.push((quoted ?? plain!)[1]!)
        rest = rest.slice((quoted ?? plain!)[0].length)
      }
      const [invoice = '', code = '', , qty = '', , price = '', customer = ''] = flat
      const [whole = '0', fraction = ''] = price.split('.')
      // 1/10,000 of a pound, then rounded to pence half up.
      const tenThousandths =
        Math.abs(Number(qty)) *
        (Number(whole) * 10_000 + Number(fraction.padEnd(4, '0').slice(0, 4)))
      const pence = Math.floor((tenThousandths + 50) / 100) * Math.sign(Number(qty))
      const seen = invoices.get(invoice) ?? { zero: true, negative: true }
      invoices.set(invoice, {
        zero: seen.zero && Number(price) === 0,
        negative: seen.negative && Number(qty) < 0 && Number(price) === 0,
      })
      return { invoice, code: code.toUpperCase(), qty: Number(qty), pence, customer }
    })
  const total = { gross: 0, refunds: 0, services: 0, units: 0 }
  const orders = new Set<string>()
  const buyers = new Set<string>()
  const products = new Map<string, number>()
  const stock = new Map<string, number>()
  for (const { invoice, code, qty, pence, customer } of rows) {
    const about = invoices.get(invoice)!
    const kind = invoice.startsWith('C')
      ? 'refund'
      : about.negative
        ? 'write_off'
        : about.zero
          ? 'free'
          : 'sale'
    const goods = !service.test(code)
    if (goods)
      stock.set(
        code,
        (stock.get(code) ?? 0) + (kind === 'refund' ? 0 : kind === 'write_off' ? -qty : qty),
      )
    if (kind === 'sale') {
      orders.add(invoice)
      if (customer !== '') buyers.add(customer)
    }
    if (!goods) {
      total.services += pence
      continue
    }
    if (kind === 'sale') {
      total.gross += pence
      total.units += qty
    }
    if (kind === 'refund') total.refunds -= pence
    if (kind === 'sale' || kind === 'refund') products.set(code, (products.get(code) ?? 0) + pence)
  }
  return { rows: rows.length, total, orders: orders.size, buyers: buyers.size, products, stock }
}

describe('online retail, one month, all the way', () => {
  const file = readFileSync(SAMPLE)
  const truth = sumTheFile(gunzipSync(file).toString('utf8'))
  let app: TestApp
  let owner: Caller
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
    await owner.post('/api/shops', {
      code: 'UK',
      name: 'Online Retail',
      currency: 'GBP',
      timeZone: 'Europe/London',
      stockSite: 'MAIN',
    })
  })
  after(() => app[Symbol.asyncDispose]())

  const upload = async (
    dryRun: boolean,
    content: Uint8Array<ArrayBuffer> = new Uint8Array(file),
  ) => {
    const form = new FormData()
    form.append('file', new Blob([content]), 'online-retail-2010-12.csv.gz')
    const { body, status } = await owner.post<{ id: string }>(
      `/api/intake/files?kind=orders&shop=uk&dryRun=${dryRun}`,
      form,
    )
    assert.equal(status, 200)
    await app.runJobs()
    return (await owner.get<Run>(`/api/intake/runs/${body.id}`)).body
  }
  const ask = async (body: Record<string, unknown>) =>
    (
      await owner.post<Answered>('/api/analytics/query', {
        from: '2010-12-01',
        to: '2010-12-31',
        ...body,
      })
    ).body
  const counts = ({ rowsRead, created, updated, unchanged, refused }: Run) => ({
    rowsRead,
    created,
    updated,
    unchanged,
    refused,
  })

  test('INV-INTAKE-2: the dry run counts every row and changes nothing', async () => {
    const tried = await upload(true)
    assert.equal(tried.status, 'done')
    assert.deepEqual(counts(tried), {
      rowsRead: truth.rows,
      created: truth.rows,
      updated: 0,
      unchanged: 0,
      refused: 0,
    })
    assert.equal(Number(tried.totals['goodsMinor']), truth.total.gross)
    const { rows } = await sql<{
      count: bigint
    }>`select count(*) as count from sales.orders`.execute(app.services.db)
    assert.equal(rows[0]?.count, 0n)
  })

  test('INV-INTAKE-1, INV-SALES-1: the import does what the dry run said; its numbers equal the file’s', async () => {
    const done = await upload(false)
    assert.deepEqual(counts(done), {
      rowsRead: truth.rows,
      created: truth.rows,
      updated: 0,
      unchanged: 0,
      refused: 0,
    })
    await app.drain()
    const { rows, currency, behind } = await ask({
      metrics: [
        'gross_sales',
        'refunds',
        'net_sales',
        'orders',
        'buyers',
        'units',
        'service_income',
      ],
      by: ['month'],
    })
    assert.deepEqual([currency, behind, rows.length], ['GBP', '0', 1])
    assert.deepEqual(
      Object.fromEntries(Object.entries(rows[0]!.values).map(([id, value]) => [id, Number(value)])),
      {
        gross_sales: truth.total.gross,
        refunds: truth.total.refunds,
        net_sales: truth.total.gross - truth.total.refunds,
        orders: truth.orders,
        buyers: truth.buyers,
        units: truth.total.units,
        service_income: truth.total.services,
      },
    )
  })

  test('top products by net sales equal the file’s', async () => {
    const { rows } = await ask({
      metrics: ['net_sales'],
      by: ['product'],
      orderBy: 'net_sales',
      limit: 20,
    })
    const expected = [...truth.products].toSorted((a, b) => b[1] - a[1]).slice(0, 20)
    assert.deepEqual(
      rows.map(({ keys, values }) => [keys['product'], Number(values['net_sales'])]),
      expected,
    )
    assert.ok(rows.every(({ title }) => (title ?? '').length > 3))
  })

  test('ratios are of sums: AOV and sales per buyer', async () => {
    const { rows } = await ask({ metrics: ['aov', 'refund_rate'], by: [] })
    assert.equal(
      Number(rows[0]!.values['aov']),
      Math.floor((2 * truth.total.gross + truth.orders) / (2 * truth.orders)),
    )
    assert.ok(
      Math.abs(Number(rows[0]!.values['refund_rate']) - truth.total.refunds / truth.total.gross) <
        1e-12,
    )
  })

  test('stock left the ledger exactly as it was sold, given away and written off', async () => {
    await assertLedgerHolds(app.services.db)
    const { rows } = await sql<{ code: string; out: bigint }>`
      select k.code, sum(m.qty)::bigint as out from inventory.moves m
      join catalog.skus k on k.id = m.sku_id join places.locations t on t.id = m.to_location
      where m.reason in ('ship', 'adjust') and t.kind in ('customer', 'adjustment') group by 1`.execute(
      app.services.db,
    )
    const moved = new Map(rows.map(({ code, out }) => [code, Number(out)]))
    const expected = [...truth.stock].filter(([, qty]) => qty !== 0)
    assert.deepEqual(
      expected.filter(([code, qty]) => moved.get(code) !== qty),
      [],
    )
    assert.equal(moved.size, expected.length)
  })

  test('INV-SALES-2: the same file again, and its rows in another order, change nothing', async () => {
    const again = await upload(false)
    assert.deepEqual(counts(again), {
      rowsRead: truth.rows,
      created: 0,
      updated: 0,
      unchanged: truth.rows,
      refused: 0,
    })
    assert.ok(again.sameFileAs)
    const [header, ...lines] = gunzipSync(file).toString('utf8').trim().split('\n')
    const shuffled = await upload(
      false,
      new TextEncoder().encode([header, ...lines.toReversed()].join('\n')),
    )
    assert.equal(shuffled.unchanged, truth.rows)
    assert.equal(await app.drain(), 0)
  })

  test('a changed order becomes version 2; facts and stock follow by the difference', async () => {
    const [header, ...lines] = gunzipSync(file).toString('utf8').trim().split('\n')
    const mine = lines.filter((line) => line.startsWith('"536365"'))
    const changed = [header, ...mine.slice(1), mine[0]!.replace(',6,', ',10,')].join('\n')
    const run = await upload(false, new TextEncoder().encode(changed))
    assert.deepEqual(counts(run), {
      rowsRead: mine.length,
      created: 0,
      updated: mine.length,
      unchanged: 0,
      refused: 0,
    })
    await app.drain()
    await assertLedgerHolds(app.services.db)
    const { rows } = await ask({ metrics: ['net_sales', 'units'], by: [] })
    assert.equal(Number(rows[0]!.values['units']), truth.total.units + 4)
    assert.equal(
      Number(rows[0]!.values['net_sales']),
      truth.total.gross - truth.total.refunds + 4 * 255,
    )
  })

  test('INV-ANALYTICS-1: facts rebuilt from PostgreSQL give the same numbers', async () => {
    const question = {
      metrics: ['net_sales', 'orders', 'buyers', 'units'],
      by: ['day', 'country'],
      limit: 5000,
    }
    const before = (await ask(question)).rows
    await owner.post('/api/analytics/rebuild')
    await app.runJobs()
    assert.deepEqual((await ask(question)).rows, before)
  })

  test('bad rows come back by number and column, good ones go in, nothing is lost', async () => {
    const header =
      '"InvoiceNo","StockCode","Description","Quantity","InvoiceDate","UnitPrice","CustomerID","Country"'
    const text = [
      header,
      '"990001","85123A","GOOD",6,2011-01-01 08:26:00,2.55,17850,"United Kingdom"',
      '"990002","85123A","BAD QTY",x,2011-01-01 08:26:00,2.55,17850,"United Kingdom"',
      '"990003","","NO CODE",1,yesterday,abc,17850,"United Kingdom"',
    ].join('\n')
    const run = await upload(false, new TextEncoder().encode(text))
    assert.deepEqual(counts(run), { rowsRead: 3, created: 1, updated: 0, unchanged: 0, refused: 2 })
    const { body } = await owner.get<{ items: { row: number; column: string }[] }>(
      `/api/intake/runs/${run.id}/refusals`,
    )
    assert.deepEqual(
      body.items.map(({ row, column }) => `${row} ${column}`),
      ['3 Quantity', '4 InvoiceDate', '4 StockCode', '4 UnitPrice'],
    )
    const unknown = await upload(false, new TextEncoder().encode('a,b\n1,2\n'))
    assert.equal(unknown.status, 'needs_mapping')
    const binary = await upload(false, new Uint8Array([0, 1, 2, 255, 254, 0, 200, 0]))
    assert.equal(binary.status, 'refused')
  })
})
