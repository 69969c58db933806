// Olist, a Brazilian marketplace: 8,135 orders told in tables that come in separate files (heads, items, payments, reviews),
// dropped together in one batch. Rules held against the files:
// O1 An order counts where it was bought (order_purchase_timestamp, clock of São Paulo), whatever became of it.
// O2 What was sold is the price of its items. 775 orders have none: they are orders without goods, and marked.
// O3 An order is paid when it was approved, on that day. Payments of orders never approved are attempts and count for nothing.
// O4 What was paid is the sum of its payments. In some orders that is not price + freight: both stand, and the order is marked.
// O5 Cancelled and unavailable orders were given back whole if they were approved, on the day they had left, else of approval.
// O6 customer_id is one per order: it is no person, so nobody is called a buyer.
// O7 A review may be of two orders: it is one review of each.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { type ImportDesk, importDesk, type Run } from '#test/drops.ts'
import {
  ask,
  assertAllNew,
  assertChecksHold,
  assertUnchanged,
  cents,
  hasRealData,
  realFile,
  realTest,
  recordsOf,
  sumBy,
  sumOf,
} from '#test/real.ts'

const TABLES = ['orders', 'order_items', 'order_payments', 'order_reviews'] as const
const PERIOD = { from: '2016-01-01', to: '2018-12-31' }

function readTheFiles() {
  const files = TABLES.map((table) => realFile(`olist/olist_${table}_dataset.csv.gz`))
  const [heads, items, payments, reviews] = files.map(({ text }) => recordsOf(text))
  const itemsOf = Map.groupBy(items!, (row) => row['order_id']!)
  const paymentsOf = Map.groupBy(payments!, (row) => row['order_id']!)
  const orders = heads!.map((row) => {
    const own = itemsOf.get(row['order_id']!) ?? []
    const status = row['order_status']!
    const paidOn = row['order_approved_at']!.slice(0, 10)
    const paid = sumOf(paymentsOf.get(row['order_id']!) ?? [], (one) =>
      cents(one['payment_value']!),
    )
    return {
      month: row['order_purchase_timestamp']!.slice(0, 7),
      paidOn,
      shippedOn: row['order_delivered_carrier_date']!.slice(0, 10),
      isGivenBack: (status === 'canceled' || status === 'unavailable') && paidOn !== '',
      items: own.length,
      goods: sumOf(own, (one) => cents(one['price']!)),
      freight: sumOf(own, (one) => cents(one['freight_value']!)),
      paid: paidOn === '' ? 0n : paid,
    }
  })
  const products = sumBy(
    items!,
    (row) => row['product_id']!,
    (row) => cents(row['price']!),
  )
  return {
    files,
    orders,
    products,
    counts: [heads, items, payments, reviews].map((rows) => rows!.length),
  }
}

type Order = ReturnType<typeof readTheFiles>['orders'][number]

/** Measures of every month, each by its own day; months and measures without anything left out. */
function monthsOf(orders: readonly Order[]) {
  const months: Record<string, Record<string, bigint>> = {}
  const add = (month: string, name: string, value: bigint) => {
    const sums = (months[month] ??= {})
    sums[name] = (sums[name] ?? 0n) + value
  }
  for (const order of orders) {
    add(order.month, 'orders', 1n)
    add(order.month, 'gross_sales', order.goods)
    add(order.month, 'units', BigInt(order.items))
    if (order.paidOn !== '') {
      const month = order.paidOn.slice(0, 7)
      add(month, 'paid_orders', 1n)
      add(month, 'paid_total', order.paid)
      add(month, 'paid_sales', order.goods)
      add(month, 'freight', order.freight)
    }
    if (order.isGivenBack) add((order.shippedOn || order.paidOn).slice(0, 7), 'refunds', order.paid)
  }
  return known(months)
}

const known = (months: Record<string, Record<string, bigint>>) =>
  Object.fromEntries(
    Object.entries(months)
      .map(([month, sums]) => [
        month,
        Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0n)),
      ])
      .filter(([, sums]) => Object.keys(sums!).length > 0),
  )

describe('Olist, four tables in one batch', () => {
  let desk: ImportDesk
  let truth: ReturnType<typeof readTheFiles>
  let runs: Run[]
  const drop = () =>
    desk.drop(
      // Payments and items before heads: which file comes first must not matter.
      truth.files.toReversed().map(({ name, bytes }) => [name, bytes] as const),
      'shop=OLIST&dryRun=false',
    )
  before(async () => {
    if (!hasRealData) return
    truth = readTheFiles()
    desk = await importDesk()
    await desk.owner.post('/api/shops', {
      code: 'OLIST',
      name: 'Olist',
      platform: 'own',
      currency: 'BRL',
      timeZone: 'America/Sao_Paulo',
    })
    runs = await drop()
    await desk.app.drain()
  })
  after(() => desk?.app[Symbol.asyncDispose]())
  const runOf = (of: readonly Run[], layout: string) => of.find((run) => run.layout === layout)!

  realTest('every row of every table goes in: heads new, items and payments joined to them', () => {
    const [heads, items, payments, reviews] = truth.counts
    assertAllNew(runOf(runs, 'olist.orders'), heads!)
    // O7
    assertAllNew(runOf(runs, 'olist.reviews'), reviews!)
    for (const [layout, rows] of [
      ['olist.items', items!],
      ['olist.payments', payments!],
    ] as const) {
      const run = runOf(runs, layout)
      assert.deepEqual(
        [run.status, run.rowsRead, run.created, run.updated, run.unchanged, run.refused],
        ['done', rows, 0, rows, 0, 0],
      )
    }
  })

  realTest('O1 to O5: every month, each measure by its own day', async () => {
    const got = await ask(desk, {
      ...PERIOD,
      by: ['month'],
      metrics: [
        'orders',
        'gross_sales',
        'units',
        'paid_orders',
        'paid_total',
        'paid_sales',
        'freight',
        'refunds',
      ],
    })
    assert.deepEqual(known(got), monthsOf(truth.orders))
  })

  realTest('net of all orders, and what is left of those paid', async () => {
    const [total] = Object.values(
      await ask(desk, { ...PERIOD, metrics: ['net_sales', 'net_paid_sales'] }),
    )
    const back = sumOf(
      truth.orders.filter(({ isGivenBack }) => isGivenBack),
      ({ paid }) => paid,
    )
    const paid = truth.orders.filter(({ paidOn }) => paidOn !== '')
    assert.deepEqual(total, {
      net_sales: sumOf(truth.orders, ({ goods }) => goods) - back,
      net_paid_sales: sumOf(paid, ({ goods }) => goods) - back,
    })
  })

  realTest(
    'every product of the file is a product of the answer, though none is mapped',
    async () => {
      const rows = await ask(desk, {
        ...PERIOD,
        by: ['product'],
        metrics: ['gross_sales'],
        orderBy: 'gross_sales',
      })
      const got = Object.entries(rows).map(
        ([id, values]) => [id.toLowerCase(), values['gross_sales']!] as const,
      )
      // An answer has at most 5,000 rows; those left out sold the least.
      const least = got.reduce((sum, [, minor]) => (minor < sum ? minor : sum), got[0]![1])
      const sold = Object.entries(truth.products)
      assert.ok(got.length > 4900)
      assert.deepEqual(
        got.filter(([id, sum]) => id !== '' && sum !== truth.products[id]),
        [],
      )
      const told = new Set(got.map(([id]) => id))
      assert.deepEqual(
        sold.filter(([id, sum]) => sum > least && !told.has(id)),
        [],
      )
    },
  )

  realTest(
    'O2, O4, O6: orders without goods and with odd payments are marked; nobody is a buyer',
    async () => {
      const flagged = (flag: string) =>
        desk.countOf(`select count(*) as n from sales.orders where '${flag}' = any(flags)`)
      const odd = truth.orders.filter(
        ({ items, paidOn, paid, goods, freight }) =>
          items > 0 && paidOn !== '' && paid !== goods + freight,
      )
      assert.equal(await flagged('paid_differs'), String(odd.length))
      assert.equal(
        await flagged('lines_missing'),
        String(truth.orders.filter(({ items }) => items === 0).length),
      )
      assert.equal(await flagged('does_not_add_up'), '0')
      const [total] = Object.values(await ask(desk, { ...PERIOD, metrics: ['buyers'] }))
      assert.equal(total!['buyers'], 0n)
    },
  )

  realTest('the same files again change nothing, and every check of the books holds', async () => {
    const again = await drop()
    const [heads, items, payments, reviews] = truth.counts
    assertUnchanged(runOf(again, 'olist.reviews'), reviews!)
    assertUnchanged(runOf(again, 'olist.orders'), heads!)
    assertUnchanged(runOf(again, 'olist.items'), items!)
    assertUnchanged(runOf(again, 'olist.payments'), payments!)
    assert.equal(await desk.app.drain(), 0)
    await assertChecksHold(desk)
  })
})
