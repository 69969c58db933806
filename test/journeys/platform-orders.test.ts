// Orders of seven platforms, hand-written in their layouts (test/fixtures/layouts), through the import centre and out as
// numbers: every total to the 分. The expected sums are worked out by hand from the cells:
// P1 An order counts as sold on the day it was made, paid or not, after every discount; list price and each sponsor stand apart.
// P2 It counts as paid on the day of payment, with freight in the total and without it in the sales.
// P3 An order closed after payment was given back; where the file tells no amount, all that was paid.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { csv, fixture, type ImportDesk, importDesk } from '#test/drops.ts'
import { ask, assertChecksHold } from '#test/real.ts'

const PERIOD = { from: '2026-11-01', to: '2026-11-30' }
const FILES = [
  'taobao-ExportOrderList202611201605.csv',
  'taobao-ExportOrderDetailList202611201605.csv',
  'jd-orders.csv',
  'pdd-orders.csv',
  'douyin-orders.csv',
  'kuaishou-orders.csv',
  'wechat-orders.csv',
  'xiaohongshu-orders.csv',
].map(fixture)

const NAMES = [
  'orders',
  'list_sales',
  'discount_shop',
  'discount_platform',
  'discount_talent',
  'discount_unnamed',
  'gross_sales',
  'paid_orders',
  'paid_sales',
  'freight',
  'paid_total',
  'refunds',
  'net_sales',
] as const

/** In the order of `NAMES`. */
const EXPECTED: Readonly<Record<string, readonly bigint[]>> = {
  // 2 × 40.00 + 20.00 and 6.00 freight, paid; 59.90 waiting to be paid; 59.90 closed, never paid.
  taobao: [3n, 21_980n, 0n, 0n, 0n, 0n, 21_980n, 1n, 10_000n, 600n, 10_600n, 0n, 21_980n],
  // 59.90 + 3 × 19.97 for 109.80, the gap of 10.01 with no sponsor named; 2 × 59.90.
  jd: [2n, 23_961n, 0n, 0n, 0n, 1001n, 22_960n, 2n, 22_960n, 0n, 22_960n, 0n, 22_960n],
  // 59.90 less 5.00 by the shop and 3.00 by the platform; 2 × 59.90; 59.90 cancelled and given back, its day told by its
  // number and its time of payment by nothing: it was sold and given back, and is in no day's payments.
  pdd: [3n, 23_960n, 500n, 300n, 0n, 0n, 23_160n, 2n, 17_170n, 0n, 17_170n, 5990n, 17_170n],
  // 59.90 less 4.00 platform and 6.00 shop; 59.90 + 2 × 20.00 less 2.00 by the talent.
  douyin: [2n, 15_980n, 600n, 400n, 200n, 0n, 14_780n, 2n, 14_780n, 0n, 14_780n, 0n, 14_780n],
  // 59.90 less 5.00 by the shop; 2 × 59.90; 59.90 waiting to be paid.
  kuaishou: [3n, 23_960n, 500n, 0n, 0n, 0n, 23_460n, 2n, 17_470n, 0n, 17_470n, 0n, 23_460n],
  // 2 × 59.90 less 10.00 by the shop; 59.90.
  wechat_shop: [2n, 17_970n, 1000n, 0n, 0n, 0n, 16_970n, 2n, 16_970n, 0n, 16_970n, 0n, 16_970n],
  // 59.90 less 4.00 platform and 6.00 shop; 2 × 59.90.
  xiaohongshu: [2n, 17_970n, 600n, 400n, 0n, 0n, 16_970n, 2n, 16_970n, 0n, 16_970n, 0n, 16_970n],
}

describe('orders of seven platforms', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
    await desk.drop(FILES, 'dryRun=false')
    await desk.app.drain()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  test('P1, P2, P3: every shop has the totals of its file, to the 分', async () => {
    const rows = await ask(desk, { ...PERIOD, by: ['shop'], metrics: NAMES })
    const named = Object.entries(EXPECTED).map(([shop, values]) => [
      shop,
      Object.fromEntries(NAMES.map((name, at) => [name, values[at]!])),
    ])
    assert.deepEqual(rows, Object.fromEntries(named))
  })

  test('every line stands under the best number its file gives it', async () => {
    const rows = await ask(desk, { ...PERIOD, by: ['shop', 'product'], metrics: ['list_sales'] })
    const sums = Object.entries(rows).map(([key, values]) => [key, values['list_sales']!] as const)
    assert.deepEqual(Object.fromEntries(sums.filter(([, sum]) => sum !== 0n)), {
      // The platform's number of the variant, else the shop's own code; a head without lines stands under nothing.
      'taobao CUP-500': 13_990n,
      'taobao BRUSH': 2000n,
      'taobao ': 5990n,
      'jd 100001': 17_970n,
      'jd 100002': 5991n,
      'pdd 800001': 23_960n,
      'douyin CUP-500': 15_980n,
      'kuaishou CUP-500': 23_960n,
      'wechat_shop CUP-500': 11_980n,
      'wechat_shop CUP-750': 5990n,
      'xiaohongshu 66000001': 17_970n,
    })
  })

  test('the same files again change nothing', async () => {
    const runs = await desk.drop(FILES, 'dryRun=false')
    assert.deepEqual(
      runs.map(({ created, updated, refused }) => [created, updated, refused]),
      runs.map(() => [0, 0, 0]),
    )
    assert.equal(await desk.app.drain(), 0)
  })

  test('an order told by few columns: what was listed follows from what is payable and who paid the rest', async () => {
    const text = [
      '主订单编号,子订单编号,选购商品,商品数量,订单应付金额,运费,订单提交时间,订单状态,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额',
      '7900000000000000001,7900000000000000001,杯,1,33.90,5.00,2026-10-01 10:00:00,已完成,21.00,25.00,1.10',
    ].join('\n')
    const run = await desk.dropOne('few.csv', text, 'shop=douyin&dryRun=false')
    assert.deepEqual([run.created, run.refused], [1, 0])
    await desk.app.drain()
    const [total] = Object.values(
      await ask(desk, {
        from: '2026-10-01',
        to: '2026-10-01',
        metrics: ['list_sales', 'gross_sales', 'discount_shop', 'discount_platform'],
      }),
    )
    assert.deepEqual(total, {
      list_sales: 7600n,
      gross_sales: 2890n,
      discount_shop: 2500n,
      discount_platform: 2100n,
    })
  })
})

describe('orders told in parts', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  const heads = (...rows: string[]) =>
    csv(
      'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date',
      ...rows,
    )
  const items = csv(
    'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value',
    'a1,1,p1,s1,2026-10-09 00:00:00,99.9,27.65',
    'a1,2,p2,s1,2026-10-09 00:00:00,10.0,2.5',
    'b1,1,p1,s1,2026-10-09 00:00:00,99.9,27.65',
    'c1,1,p1,s1,2026-10-09 00:00:00,50.0,5.0',
  )
  const payments = csv(
    'order_id,payment_sequential,payment_type,payment_installments,payment_value',
    'a1,1,credit_card,2,100.05',
    'b1,1,boleto,1,127.55',
    // Rows of one order need not stand together.
    'a1,2,voucher,1,40.0',
    'c1,1,credit_card,1,56.1',
  )
  const A = 'a1,x,approved,2026-10-01 10:00:00,2026-10-01 11:00:00,,,'
  const B = 'b1,y,created,2026-10-01 10:00:00,,,,'
  const C = 'c1,z,canceled,2026-10-01 10:00:00,2026-10-02 11:00:00,,,'
  const drop = async (...files: (readonly [string, string])[]) => {
    const runs = await desk.drop(files, 'shop=UK&dryRun=false')
    await desk.app.drain()
    return runs.map(({ created, updated, unchanged, refused }) => [
      created,
      updated,
      unchanged,
      refused,
    ])
  }
  const totals = async () => {
    const [all] = Object.values(
      await ask(desk, {
        from: '2026-10-01',
        to: '2026-10-31',
        metrics: ['orders', 'gross_sales', 'paid_sales', 'freight', 'paid_total', 'refunds'],
      }),
    )
    return Object.values(all!)
  }

  test('payments and items wait for their heads; joined, every sum is told once', async () => {
    assert.deepEqual(await drop(['p.csv', payments]), [[0, 0, 0, 4]])
    const runs = await drop(['p.csv', payments], ['i.csv', items], ['h.csv', heads(A, B, C)])
    assert.deepEqual(runs, [
      [0, 4, 0, 0],
      [0, 4, 0, 0],
      [3, 0, 0, 0],
    ])
    // a1 paid 140.05 as told; b1 was never approved; c1 paid 56.10 for 55.00 and was given back whole.
    assert.deepEqual(await totals(), [3n, 25_980n, 15_990n, 3515n, 19_615n, 5610n])
    const { rows } = await desk.app.services.pool.query<{ no: string; flags: string }>(
      `select platform_no as no, array_to_string(flags, ' ') as flags from sales.orders order by 1`,
    )
    assert.deepEqual(
      rows.map(({ no, flags }) => `${no} ${flags}`.trim()),
      ['a1', 'b1', 'c1 paid_differs refund_assumed'],
    )
  })

  test('a newer head keeps the money; once it is paid, the same payments count', async () => {
    const shipped = A.replace('approved', 'shipped').replace(',,,', ',2026-10-03 09:00:00,,')
    const paid = B.replace('created', 'approved').replace(',,,,', ',2026-10-04 09:00:00,,,')
    assert.deepEqual(await drop(['h.csv', heads(shipped, paid, C)]), [[0, 2, 1, 0]])
    assert.deepEqual(await totals(), [3n, 25_980n, 15_990n, 3515n + 2765n, 19_615n, 5610n])
    assert.deepEqual(await drop(['p.csv', payments], ['i.csv', items]), [
      [0, 1, 3, 0],
      [0, 0, 4, 0],
    ])
    assert.deepEqual(await totals(), [3n, 25_980n, 25_980n, 6280n, 32_370n, 5610n])
    await assertChecksHold(desk)
  })

  test('an amount printed after refunds is what was paid less what went back', async () => {
    const run = await desk.dropOne(
      't.csv',
      csv(
        '订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额',
        '1,64.8,0.0,江苏省,2026-09-20 23:57:04,2026-09-20 23:57:11,64.8',
        '2,102.0,64.0,海南省,2026-09-20 23:45:41,2026-09-20 23:45:45,38.0',
        '3,37.0,0.0,安徽省,2026-09-20 23:59:35,,0.0',
      ),
      'shop=taobao&dryRun=false',
    )
    assert.equal(run.created, 3)
    await desk.app.drain()
    const [all] = Object.values(
      await ask(desk, {
        from: '2026-09-20',
        to: '2026-09-20',
        filters: { shop: 'taobao' },
        metrics: ['gross_sales', 'paid_sales', 'refunds', 'net_paid_sales'],
      }),
    )
    assert.deepEqual(Object.values(all!), [20_380n, 16_680n, 10_280n, 6400n])
  })
})
