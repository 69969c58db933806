// A Tmall shop's report of its orders of 1 to 20 February 2020. Rules held against the file:
// T1 An order counts as sold when it was made, whether or not it was paid: 总金额 by 订单创建时间.
// T2 An order counts as paid when it has a time of payment. What the buyer paid is 买家实际支付金额 + 退款金额, since the report
//    prints the former after refunds (every paid row holds 总金额 = 买家实际支付金额 + 退款金额).
// T3 The report dates no refund: it counts on the day of payment, and never beside an amount it was already taken off.
// T4 There are no zero prices, no negative amounts and no number twice; the order of 188,320 yuan is real and stays.
// T5 Regions are provinces alone.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { type ImportDesk, importDesk } from '#test/drops.ts'
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

const PATH = 'cn_tmall/tmall_order_report_2020-02-01_02-20.csv.gz'
const PERIOD = { from: '2020-02-01', to: '2020-02-29' }

function readTheFile() {
  const file = realFile(PATH)
  const orders = recordsOf(file.text).map((row) => ({
    no: row['订单编号']!,
    total: cents(row['总金额']!),
    // T2
    paid: cents(row['买家实际支付金额']!) + cents(row['退款金额']!),
    refund: cents(row['退款金额']!),
    province: row['收货地址']!,
    createdOn: row['订单创建时间']!.slice(0, 10),
    paidOn: row['订单付款时间']!.slice(0, 10),
  }))
  return { file, orders, paid: orders.filter(({ paidOn }) => paidOn !== '') }
}

describe('a Tmall order report', () => {
  let desk: ImportDesk
  let truth: ReturnType<typeof readTheFile>
  before(async () => {
    if (!hasRealData) return
    truth = readTheFile()
    desk = await importDesk()
    assertAllNew(
      await desk.dropOne(truth.file.name, truth.file.bytes, 'dryRun=false'),
      truth.orders.length,
    )
    await desk.app.drain()
  })
  after(() => desk?.app[Symbol.asyncDispose]())

  realTest('T1, T2, T3: sold, paid, refunded and kept, of the month and of every day', async () => {
    const { orders, paid } = truth
    const month = await ask(desk, {
      ...PERIOD,
      by: ['month'],
      metrics: [
        'gross_sales',
        'orders',
        'paid_sales',
        'paid_total',
        'paid_orders',
        'refunds',
        'net_sales',
        'net_paid_sales',
      ],
    })
    const gross = sumOf(orders, ({ total }) => total)
    const paidIn = sumOf(paid, (order) => order.paid)
    const refunds = sumOf(orders, ({ refund }) => refund)
    assert.deepEqual(month, {
      '2020-02': {
        gross_sales: gross,
        orders: BigInt(orders.length),
        paid_sales: paidIn,
        paid_total: paidIn,
        paid_orders: BigInt(paid.length),
        refunds,
        net_sales: gross - refunds,
        net_paid_sales: paidIn - refunds,
      },
    })
    const days = await ask(desk, { ...PERIOD, by: ['day'], metrics: ['gross_sales'] })
    const bySoldDay = sumBy(
      orders,
      ({ createdOn }) => createdOn,
      ({ total }) => total,
    )
    assert.deepEqual(onlyOf(days, 'gross_sales'), bySoldDay)
    const paidDays = await ask(desk, { ...PERIOD, by: ['day'], metrics: ['paid_sales'] })
    const byPaidDay = sumBy(
      paid,
      ({ paidOn }) => paidOn,
      (order) => order.paid,
    )
    assert.deepEqual(onlyOf(paidDays, 'paid_sales'), byPaidDay)
  })

  realTest('T5: every province has what the file gives it', async () => {
    const rows = await ask(desk, { ...PERIOD, by: ['province'], metrics: ['gross_sales'] })
    const sums = sumBy(
      truth.orders,
      ({ province }) => province,
      ({ total }) => total,
    )
    assert.deepEqual(
      sorted(Object.values(onlyOf(rows, 'gross_sales'))),
      sorted(Object.values(sums)),
    )
  })

  realTest('the same file again changes nothing, and every check of the books holds', async () => {
    assertUnchanged(
      await desk.dropOne(truth.file.name, truth.file.bytes, 'dryRun=false'),
      truth.orders.length,
    )
    assert.equal(await desk.app.drain(), 0)
    await assertChecksHold(desk)
  })
})

// Douyin orders of four rows, in an edition with few columns. Rules:
// D1 Every row has its own share: list price is 订单应付金额 − 运费 + what platform, shop and talent bear of the discount.
// D2 A main order of several rows is one order; ids of 19 and 20 digits keep all their digits, without the TAB before them.
// D3 An order closed after a refund was given back whole. A refund of a completed order has no amount in this file and is not
//    guessed: the state stands on its line.
// D4 The edition has no time of payment, so no day's payments hold these orders.
describe('Douyin orders in few columns', () => {
  const PATH = 'cn_order_export_headers/douyin_orders_fixture.csv'
  let desk: ImportDesk
  before(async () => {
    if (hasRealData) desk = await importDesk()
  })
  after(() => desk?.app[Symbol.asyncDispose]())

  realTest('D1 to D4: all four rows go in, and every total follows', async () => {
    const { name, bytes, text } = realFile(PATH)
    const rows = recordsOf(text.replace('\uFEFF', ''))
    assertAllNew(await desk.dropOne(name, bytes, 'dryRun=false'), rows.length)
    await desk.app.drain()
    const of = (column: string) => sumOf(rows, (row) => cents(row[column]!))
    const closed = rows.filter(
      (row) => row['订单状态'] === '已关闭' && row['售后状态'] === '退款成功',
    )
    const gross = of('订单应付金额') - of('运费')
    const refunds = sumOf(closed, (row) => cents(row['订单应付金额']!))
    const borne = {
      discount_platform: of('平台实际承担优惠金额'),
      discount_shop: of('商家实际承担优惠金额'),
      discount_talent: of('达人实际承担优惠金额'),
    }
    const numbers = new Set(rows.map((row) => row['主订单编号']!.trim()))
    const totals = await ask(desk, {
      from: '2026-09-01',
      to: '2026-09-30',
      metrics: [
        'orders',
        'list_sales',
        ...Object.keys(borne),
        'gross_sales',
        'refunds',
        'net_sales',
        'paid_total',
      ],
    })
    assert.deepEqual(totals, {
      '': {
        orders: BigInt(numbers.size),
        list_sales: gross + sumOf(Object.values(borne), (minor) => minor),
        ...borne,
        gross_sales: gross,
        refunds,
        net_sales: gross - refunds,
        paid_total: 0n,
      },
    })
    const stored = await desk.app.services.pool.query<{ no: string }>(
      'select platform_no as no from sales.orders',
    )
    assert.deepEqual(new Set(stored.rows.map(({ no }) => no)), numbers)
    assertUnchanged(await desk.dropOne(name, bytes, 'dryRun=false'), rows.length)
  })
})

const onlyOf = (rows: Record<string, Record<string, bigint>>, metric: string) =>
  Object.fromEntries(
    Object.entries(rows)
      .map(([key, values]) => [key, values[metric]!] as const)
      .filter(([, value]) => value !== 0n),
  )

const sorted = (values: readonly bigint[]) =>
  values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
