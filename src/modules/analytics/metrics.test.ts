// Metrics over real rows in both databases, asked over HTTP.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { post } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildSite, buildSku, TESTER } from '#test/factories.ts'
import type { MetricId } from './metrics.ts'
import { analyst } from './testing.ts'

describe('metrics', () => {
  let app: TestApp
  let owner: Caller
  let me: ReturnType<typeof analyst>
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
    me = analyst(app, owner)
  })
  after(() => app[Symbol.asyncDispose]())

  test('G-10: the reference set, through real rows, to the 分 and 0.01 pp', async () => {
    const shop = await me.buildShop()
    const db = app.services.db
    const skuId = await buildSku(db)
    const site = await buildSite(db)
    const [supplier, customer] = [await site.at('supplier'), await site.at('customer')]
    const ids = Array.from({ length: 280 }, () => newId())
    await me.put(
      shop.id,
      ids.map((id, n) => ({
        id,
        orderedOn: '2026-11-11',
        customer: `buyer-${n % 250}`,
        lines: [{ skuId, amount: 20_000n }],
        // 30 refunded, of which 20 came back.
        refunded: n < 30 ? 20_000n : 0n,
      })),
    )
    const move = (
      from: string,
      to: string,
      qty: bigint,
      reason: 'receive' | 'ship' | 'return',
      document: string,
    ) => ({
      skuId,
      qty,
      from,
      to,
      fromQuality: 'good' as const,
      toQuality: 'good' as const,
      lot: '',
      ownerId: OWN_GOODS,
      reason,
      document,
      ...(reason === 'receive' ? { unitCostMinor: 10_000n } : {}),
    })
    const shelf = site.bins[0]!
    await db.transaction().execute((tx) =>
      post(tx, TESTER, {
        cause: `g10:${newId()}`,
        document: 'g10',
        moves: [
          move(supplier, shelf, 300n, 'receive', 'receipt:g10'),
          ...ids.map((id) => move(shelf, customer, 1n, 'ship', `order:${id}`)),
          ...ids.slice(0, 20).map((id) => move(customer, shelf, 1n, 'return', `order:${id}`)),
        ],
      }),
    )
    await app.drain()
    const got = await me.numbers(shop.code, [
      'paid_buyers',
      'paid_orders',
      'paid_sales',
      'own_refunds',
      'paid_per_buyer',
      'paid_aov',
      'own_refund_rate',
      'net_paid_sales',
      'gross_profit',
      'gross_margin',
      'gross_margin_before_refunds',
      'cost_coverage',
    ])
    assert.deepEqual(
      Object.fromEntries(Object.entries(got).map(([id, value]) => [id, Number(value).toFixed(4)])),
      {
        paid_buyers: '250.0000',
        paid_orders: '280.0000',
        paid_sales: '5600000.0000',
        own_refunds: '600000.0000',
        paid_per_buyer: '22400.0000',
        paid_aov: '20000.0000',
        own_refund_rate: '0.1071',
        net_paid_sales: '5000000.0000',
        gross_profit: '2400000.0000',
        gross_margin: '0.4800',
        gross_margin_before_refunds: '0.5000',
        cost_coverage: '1.0000',
      },
    )
    assert.equal(await me.sumOfRows(shop.code, 'paid_sales'), 5_600_000n)
    assert.equal(await me.sumOfRows(shop.code, 'paid_buyers'), 250n)
    assert.equal(await me.sumOfRows(shop.code, 'gross_profit', '&part=cost'), 2_800_000n)
  })

  test('each day has its own sales; unpaid orders are ordered and not paid', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [
      {
        orderedOn: '2026-01-31',
        paidOn: '2026-02-01',
        shippedOn: '2026-02-03',
        completedOn: '2026-03-01',
        lines: [{ amount: 1000n }],
        freight: 600n,
      },
      {
        orderedOn: '2026-01-31',
        paidOn: null,
        status: 'pending_payment',
        lines: [{ amount: 500n }],
      },
    ])
    const { body } = await me.query({
      metrics: [
        'gross_sales',
        'paid_sales',
        'shipped_sales',
        'completed_sales',
        'freight',
        'paid_total',
      ],
      by: ['month'],
      filters: { shop: shop.code },
    })
    assert.deepEqual(
      body.rows.map(({ keys, values }) => [keys['month'], ...Object.values(values).map(Number)]),
      [
        ['2026-01', 1500, 0, 0, 0, 0, 0],
        ['2026-02', 0, 1000, 1000, 0, 600, 1600],
        ['2026-03', 0, 0, 0, 1000, 0, 0],
      ],
    )
  })

  test('refunds count on their own day, and on the day of payment of their order: never twice', async () => {
    const shop = await me.buildShop()
    const [id] = await me.put(shop.id, [
      {
        orderedOn: '2026-03-10',
        completedOn: '2026-04-02',
        lines: [{ amount: 1000n }],
        refunded: 300n,
      },
    ])
    const ask = async () => {
      const { body } = await me.query({
        metrics: ['refunds', 'own_refunds', 'net_sales', 'net_paid_sales'],
        by: ['month'],
        filters: { shop: shop.code },
      })
      return body.rows.map(({ keys, values }) => [
        keys['month'],
        ...Object.values(values).map(Number),
      ])
    }
    assert.deepEqual(await ask(), [
      ['2026-03', 0, 300, 1000, 700],
      ['2026-04', 300, 0, -300, 0],
    ])
    // A late refund restates the period of the order.
    await me.put(shop.id, [
      {
        id: id!,
        orderedOn: '2026-03-10',
        completedOn: '2026-05-02',
        lines: [{ amount: 1000n }],
        refunded: 1000n,
      },
    ])
    assert.deepEqual(await ask(), [
      ['2026-03', 0, 1000, 1000, 0],
      ['2026-05', 1000, 0, -1000, 0],
    ])
    assert.equal(await me.sumOfRows(shop.code, 'refunds'), 1000n)
  })

  test('discounts by sponsor add up to the discounts of the orders; freight has no product', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [
      {
        orderedOn: '2026-05-01',
        lines: [
          { sku: 'A', amount: 3333n, qty: 2n },
          { sku: 'B', amount: 6667n },
        ],
        freight: 800n,
        discounts: { shop: 1000n, platform: 501n, talent: 99n },
      },
    ])
    const { body } = await me.query({
      metrics: [
        'list_sales',
        'discount_shop',
        'discount_platform',
        'discount_talent',
        'discounts',
        'gross_sales',
        'paid_sales',
      ],
      by: ['product'],
      filters: { shop: shop.code },
    })
    const total = (id: string) => body.rows.reduce((sum, { values }) => sum + Number(values[id]), 0)
    assert.deepEqual(
      [
        'list_sales',
        'discount_shop',
        'discount_platform',
        'discount_talent',
        'discounts',
        'gross_sales',
        'paid_sales',
      ].map(total),
      [10_000, 1000, 501, 99, 1600, 8400, 8400],
    )
    const refused = await me.query({ metrics: ['freight'], by: ['product'] })
    assert.equal(refused.status, 400)
    assert.equal((refused.body as never as { code: string }).code, 'analytics.no_such_cut')
  })

  test('margins say nothing where no cost is known; ratios say nothing where the denominator is 0', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [{ orderedOn: '2026-06-01', lines: [{ amount: 1000n }] }])
    assert.deepEqual(
      await me.numbers(shop.code, [
        'gross_profit',
        'gross_margin',
        'cost_coverage',
        'paid_per_buyer',
        'paid_aov',
      ]),
      {
        gross_profit: null,
        gross_margin: null,
        cost_coverage: 0,
        paid_per_buyer: null,
        paid_aov: '1000',
      },
    )
  })

  test('provinces are kept by code and said by name', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [
      { orderedOn: '2026-08-08', province: '330000', lines: [{ amount: 5n }] },
    ])
    const { body } = await me.query({
      metrics: ['gross_sales'],
      by: ['province'],
      filters: { shop: shop.code, province: '330000' },
    })
    assert.deepEqual(
      body.rows.map(({ keys, labels }) => [keys['province'], labels?.['province']?.zh]),
      [['330000', '浙江省']],
    )
  })

  test('repurchase counts customers with two paid orders in the bucket', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [
      { orderedOn: '2026-08-01', customer: 'a', lines: [{ amount: 1n }] },
      { orderedOn: '2026-08-02', customer: 'a', lines: [{ amount: 1n }] },
      { orderedOn: '2026-08-02', customer: 'b', lines: [{ amount: 1n }] },
      { orderedOn: '2026-09-02', customer: 'b', lines: [{ amount: 1n }] },
    ])
    const { body } = await me.query({
      metrics: ['repurchase_rate'],
      by: ['month'],
      filters: { shop: shop.code },
    })
    assert.deepEqual(
      body.rows.map(({ values }) => values['repurchase_rate']),
      [0.5],
    )
    assert.equal((await me.numbers(shop.code, ['repurchase_rate']))['repurchase_rate'], 1)
    assert.equal(await me.sumOfRows(shop.code, 'repurchase_rate'), 2n)
  })

  test('a period stands beside the one before, bucket by bucket', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [
      { orderedOn: '2026-04-02', lines: [{ amount: 10n }] },
      { orderedOn: '2026-05-02', lines: [{ amount: 30n }] },
      { orderedOn: '2025-05-03', lines: [{ amount: 20n }] },
    ])
    const may = {
      from: '2026-05-01',
      to: '2026-05-31',
      metrics: ['gross_sales'],
      filters: { shop: shop.code },
    }
    const { body } = await me.query({ ...may, by: ['day'], compare: 'previous' })
    assert.deepEqual(body.compared, { from: '2026-04-01', to: '2026-04-30' })
    assert.deepEqual(
      body.rows.map(({ keys, values, before: then }) => [keys, values, then]),
      [[{ day: '2026-05-02' }, { gross_sales: '30' }, { gross_sales: '10' }]],
    )
    const year = (await me.query({ ...may, compare: 'year' })).body
    assert.deepEqual(year.rows[0]!.before, { gross_sales: '20' })
  })

  test('refused: a reversed period, an unknown part, currencies that do not add up', async () => {
    assert.equal(
      (await me.query({ metrics: ['orders'], from: '2026-02-01', to: '2026-01-01' })).status,
      400,
    )
    const rows = await owner.get<{ code: string }>(
      '/api/analytics/rows?metric=orders&part=cost&from=2026-01-01&to=2026-01-02',
    )
    assert.deepEqual([rows.status, rows.body.code], [400, 'analytics.no_such_part'])
    const pounds = await me.buildShop('GBP')
    await me.put(pounds.id, [{ orderedOn: '2026-01-01', lines: [{ amount: 1n }] }])
    const mixed = await me.query({ metrics: ['gross_sales'] })
    assert.equal((mixed.body as never as { code: string }).code, 'analytics.mixed_currencies')
    assert.equal((await me.query({ metrics: ['orders'] })).status, 200)
  })

  test('every metric answers by each dimension it claims to know', async () => {
    const { body } = await owner.get<{
      metrics: {
        id: MetricId
        dimensions: string[]
        formula: { zh: string }
        isAdditive: boolean
      }[]
    }>('/api/analytics/metrics')
    assert.ok(body.metrics.length >= 30)
    for (const dimension of [
      'day',
      'week',
      'hour',
      'shop',
      'spu',
      'product',
      'province',
      'customer_type',
    ]) {
      const metrics = body.metrics
        .filter(({ dimensions }) => dimensions.includes(dimension) && dimensions.includes('shop'))
        .map(({ id }) => id)
      const by = dimension === 'shop' ? ['shop'] : [dimension, 'shop']
      for (let at = 0; at < metrics.length; at += 30) {
        const answer = await me.query({ metrics: metrics.slice(at, at + 30), by })
        assert.equal(answer.status, 200, `${dimension}: ${JSON.stringify(answer.body)}`)
      }
    }
    const additive = new Map(body.metrics.map(({ id, isAdditive }) => [id, isAdditive]))
    assert.deepEqual(
      (['gross_sales', 'orders', 'buyers', 'aov', 'refund_rate', 'new_customers'] as const).map(
        (id) => additive.get(id),
      ),
      [true, true, false, false, false, true],
    )
  })
})
