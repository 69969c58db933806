// What platforms report beside the orders: traffic, advertising, offline sales, after-sale records, stock at day's end.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { emitAll } from '#kernel/outbox.ts'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { post } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildSite, buildSku, TESTER } from '#test/factories.ts'
import { analyst } from './testing.ts'

describe('facts of reports', () => {
  let app: TestApp
  let owner: Caller
  let me: ReturnType<typeof analyst>
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
    me = analyst(app, owner)
  })
  after(() => app[Symbol.asyncDispose]())

  /** A row as module market would leave it, with its event. */
  async function report(
    table: 'shop_traffic' | 'ad_spend' | 'offline_sales',
    row: Readonly<Record<string, unknown>>,
    day: string,
    shopId: string | null,
  ) {
    const full = { id: newId(), layout: 'test', source: 'test', source_row: 1, ...row }
    await app.services.db.transaction().execute(async (tx) => {
      await tx
        .insertInto(`market.${table}` as never)
        .values(full as never)
        .execute()
      await emitAll(tx, [
        { type: 'market.changed', key: `${table}:${day}`, payload: { table, shopId, day } },
      ])
    })
    await app.drain()
    return full.id
  }
  const visitors = (shopId: string, day: string, count: number, more = {}) =>
    report('shop_traffic', { shop_id: shopId, day, visitors: count, ...more }, day, shopId)

  test('G-10: visitors 10,000 and 250 buyers convert at 2.50 %, and a day without traffic is left out', async () => {
    const shop = await me.buildShop()
    await me.put(
      shop.id,
      Array.from({ length: 280 }, (_, n) => ({
        orderedOn: '2026-11-11',
        customer: `b${n % 250}`,
        lines: [{ amount: 20_000n }],
      })),
    )
    // A day whose traffic nobody told: its buyers would make the rate too good.
    await me.put(shop.id, [{ orderedOn: '2026-11-12', customer: 'x', lines: [{ amount: 1n }] }])
    assert.deepEqual(await me.numbers(shop.code, ['visitors', 'conversion', 'cart_rate']), {
      visitors: null,
      conversion: null,
      cart_rate: null,
    })
    await visitors(shop.id, '2026-11-11', 10_000, { page_views: 40_000, cart_users: 800 })
    await visitors(shop.id, '2026-11-11', 7000, { channel: '手淘搜索' })
    const got = await me.numbers(shop.code, [
      'visitors',
      'page_views',
      'conversion',
      'cart_rate',
      'fav_rate',
    ])
    assert.deepEqual(got, {
      visitors: '10000',
      page_views: '40000',
      conversion: 0.025,
      cart_rate: 0.08,
      fav_rate: null,
    })
    const { body: steps } = await owner.get<Record<string, unknown>>(
      `/api/analytics/funnel?from=2026-11-01&to=2026-11-30&shop=${shop.code}`,
    )
    assert.deepEqual(steps, {
      shopDays: 1,
      visitors: '10000',
      cartUsers: '800',
      orderBuyers: '250',
      paidBuyers: '250',
    })
    const { body } = await me.query({
      metrics: ['visitors'],
      by: ['traffic_source'],
      filters: { shop: shop.code },
    })
    assert.deepEqual(
      body.rows.map(({ keys, values }) => [keys['traffic_source'], values['visitors']]),
      [['手淘搜索', '7000']],
    )
    const refused = await me.query({ metrics: ['conversion'], by: ['traffic_source'] })
    assert.equal((refused.body as never as { code: string }).code, 'analytics.no_such_cut')
    assert.equal(await me.sumOfRows(shop.code, 'conversion'), 250n)
    assert.equal(await me.sumOfRows(shop.code, 'visitors'), 10_000n)
  })

  test('a report taken back leaves nothing; a rebuild says the same', async () => {
    const shop = await me.buildShop()
    await visitors(shop.id, '2026-03-01', 5)
    const id = await visitors(shop.id, '2026-03-02', 7)
    assert.equal((await me.numbers(shop.code, ['visitors']))['visitors'], '12')
    await app.services.db.transaction().execute(async (tx) => {
      await sql`delete from market.shop_traffic where id = ${id}`.execute(tx)
      await emitAll(tx, [
        {
          type: 'market.changed',
          key: 'x',
          payload: { table: 'shop_traffic', shopId: shop.id, day: '2026-03-02' },
        },
      ])
    })
    await app.drain()
    assert.equal((await me.numbers(shop.code, ['visitors']))['visitors'], '5')
    await me.rebuild()
    assert.equal((await me.numbers(shop.code, ['visitors']))['visitors'], '5')
  })

  test('ROI gross and net of refunds, of days with ads told; a row over a month counts in the month, not in its days', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [
      { orderedOn: '2026-06-03', customer: 'a', lines: [{ amount: 9000n }], refunded: 900n },
      { orderedOn: '2026-07-03', customer: 'a', lines: [{ amount: 5000n }] },
    ])
    await report(
      'ad_spend',
      {
        shop_id: shop.id,
        from_on: '2026-06-01',
        to_on: '2026-06-30',
        ad_key: 'k',
        plan_name: '夏季',
        spend_minor: 1000,
        sales_minor: 3000,
        clicks: 50,
      },
      '2026-06-01',
      shop.id,
    )
    const ids = [
      'ad_spend',
      'ad_clicks',
      'ad_roi',
      'ad_roi_net',
      'shop_roi',
      'shop_roi_net',
    ] as const
    const got = await me.numbers(shop.code, ids, { from: '2026-06-01', to: '2026-07-31' })
    assert.deepEqual(
      ids.map((id) => Number(got[id]).toFixed(4)),
      // 3.0 × (14000 − 900) ÷ 14000; July has no ads, so its sales are in no shop ROI.
      ['1000.0000', '50.0000', '3.0000', '2.8071', '9.0000', '8.1000'],
    )
    const days = await me.query({
      metrics: ['ad_spend'],
      by: ['day'],
      filters: { shop: shop.code },
    })
    assert.deepEqual(days.body.rows, [])
    const cut = await me.numbers(shop.code, ['ad_spend'], { from: '2026-06-02', to: '2026-07-31' })
    assert.equal(cut['ad_spend'], null)
    const plans = await me.query({
      metrics: ['ad_spend', 'ad_roi'],
      by: ['plan'],
      filters: { shop: shop.code },
    })
    assert.deepEqual(plans.body.rows[0]!.keys, { plan: '夏季' })
    const refused = await me.query({ metrics: ['ad_roi_net'], by: ['plan'] })
    assert.equal(refused.status, 400)
  })

  test('the share of online sales needs offline ones, and has no shop', async () => {
    await me.put((await me.buildShop()).id, [
      { orderedOn: '2024-02-01', lines: [{ amount: 3000n }] },
    ])
    const february = {
      metrics: ['online_share', 'offline_sales'],
      from: '2024-02-01',
      to: '2024-02-29',
    }
    assert.deepEqual((await me.query(february)).body.rows[0]!.values, {
      online_share: null,
      offline_sales: null,
    })
    await report(
      'offline_sales',
      { day: '2024-02-10', channel: '门店', amount_minor: 9000 },
      '2024-02-10',
      null,
    )
    assert.deepEqual((await me.query(february)).body.rows[0]!.values, {
      online_share: 0.25,
      offline_sales: '9000',
    })
    assert.equal((await me.query({ ...february, by: ['shop'] })).status, 400)
  })

  test('an after-sale record wins over the order’s own figure, whichever came first', async () => {
    const shop = await me.buildShop()
    const record = async (orderNo: string, minor: number, refundedOn: string) => {
      const id = newId()
      await app.services.db.transaction().execute(async (tx) => {
        await sql`
          insert into aftersales.records (id, shop_id, aftersale_no, order_no, type, status, refunded_on, refunded_basis,
            refund_minor, layout, version, content_hash, source)
          values (${id}, ${shop.id}, ${id}, ${orderNo}, 'refund_only', 'refunded', ${refundedOn}, 'stated', ${minor}, 'test', 1, ${id}, 'test')`.execute(
          tx,
        )
        await emitAll(tx, [{ type: 'aftersale.snapshotted', key: id, payload: { recordId: id } }])
      })
      await app.drain()
    }
    const months = async () =>
      (
        await me.query({
          metrics: ['refunds', 'own_refunds'],
          by: ['month'],
          filters: { shop: shop.code },
        })
      ).body.rows.map(({ keys, values }) => [
        keys['month'],
        Number(values['refunds']),
        Number(values['own_refunds']),
      ])
    const order = {
      no: 'N1',
      orderedOn: '2026-01-05',
      completedOn: '2026-02-01',
      lines: [{ amount: 1000n }],
      refunded: 250n,
    }
    await me.put(shop.id, [order])
    assert.deepEqual(await months(), [
      ['2026-01', 0, 250],
      ['2026-02', 250, 0],
    ])
    await record('N1', 300, '2026-03-04')
    assert.deepEqual(await months(), [
      ['2026-01', 0, 300],
      ['2026-03', 300, 0],
    ])
    // A record whose order nobody has brought counts for the shop until the order comes.
    await record('N2', 70, '2026-04-04')
    assert.deepEqual((await months()).at(-1), ['2026-04', 70, 0])
    await me.put(shop.id, [{ ...order, no: 'N2' }])
    assert.deepEqual(await months(), [
      ['2026-01', 0, 370],
      ['2026-03', 300, 0],
      ['2026-04', 70, 0],
    ])
    const first = await months()
    await me.rebuild()
    assert.deepEqual(await months(), first)
  })

  test('stock at the end of each day, by when things happened; the last day told stands for a period', async () => {
    const db = app.services.db
    const [site, skuId] = [await buildSite(db), await buildSku(db)]
    const [supplier, customer] = [await site.at('supplier'), await site.at('customer')]
    const move = (
      from: string,
      to: string,
      qty: bigint,
      reason: 'receive' | 'ship',
      at: string,
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
      document: 'test',
      effectiveAt: at as never,
      ...(reason === 'receive' ? { unitCostMinor: 500n } : {}),
    })
    const shelf = site.bins[0]!
    await db.transaction().execute((tx) =>
      post(tx, TESTER, {
        cause: newId(),
        document: 'test',
        moves: [
          move(supplier, shelf, 10n, 'receive', '2026-05-01T02:00:00Z'),
          move(shelf, customer, 4n, 'ship', '2026-05-02T02:00:00Z'),
        ],
      }),
    )
    await app.drain()
    const write = async (from: string, to: string) => {
      const { status, body } = await owner.post<{ jobId: string }>('/api/analytics/stock-days', {
        from,
        to,
      })
      assert.equal(status, 200)
      await app.runJobs()
      return (await owner.get<{ progress: unknown }>(`/api/jobs/${body.jobId}`)).body.progress
    }
    assert.deepEqual(await write('2026-04-30', '2026-05-02'), { done: 3, total: 3 })
    const ask = async (more: object) =>
      (
        await me.query({ metrics: ['stock_on_hand', 'stock_available', 'stock_value'], ...more })
      ).body.rows.map(({ values }) => Object.values(values))
    assert.deepEqual(await ask({ by: ['day'], from: '2026-04-01', to: '2026-05-31' }), [
      ['10', '10', '5000'],
      ['6', '6', '3000'],
    ])
    assert.deepEqual(await ask({ from: '2026-05-01', to: '2026-05-31' }), [['6', '6', '3000']])
    assert.deepEqual(await write('2026-05-02', '2026-05-02'), { done: 1, total: 1 })
    assert.deepEqual(await ask({ from: '2026-05-01', to: '2026-05-31' }), [['6', '6', '3000']])
    assert.equal(
      (await owner.post('/api/analytics/stock-days', { from: '2020-01-01', to: '2026-01-01' }))
        .status,
      400,
    )
  })

  test('AC-5.1-6: a day missing a source is incomplete, and takes no part in a ranking', async () => {
    const shop = await me.buildShop()
    const yesterday = addDays(dateIn(now(), 'Asia/Shanghai'), -1)
    const days = [3, 2, 1, 0].map((back) => addDays(yesterday, -back))
    await me.put(
      shop.id,
      days.map((day, n) => ({
        orderedOn: day,
        customer: `c${n}`,
        lines: [{ amount: BigInt(100 - n) }],
      })),
    )
    // Traffic of the first and the third day only.
    await visitors(shop.id, days[0]!, 10)
    await visitors(shop.id, days[2]!, 20)
    const period = { from: days[0]!, to: yesterday }
    const { body } = await owner.get<{
      lastDay: string
      sources: { kind: string; lastDay: string; isCurrent: boolean }[]
      incomplete: { day: string; missing: { kind: string }[] }[]
    }>(`/api/analytics/freshness?from=${period.from}&to=${period.to}&shop=${shop.code}`)
    assert.equal(body.lastDay, yesterday)
    assert.deepEqual(
      body.sources.map(({ kind, isCurrent }) => [kind, isCurrent]),
      [
        ['orders', true],
        ['traffic', false],
      ],
    )
    assert.deepEqual(
      body.incomplete.map(({ day, missing }) => [day, missing.map(({ kind }) => kind)]),
      [
        [days[1], ['traffic']],
        [days[3], ['traffic']],
      ],
    )
    const ranked = async (metrics: string[], orderBy: string) =>
      (
        await me.query({ ...period, metrics, orderBy, by: ['day'], filters: { shop: shop.code } })
      ).body.rows.map(({ keys }) => keys['day'])
    assert.deepEqual(await ranked(['gross_sales'], 'gross_sales'), days)
    assert.deepEqual(await ranked(['visitors', 'gross_sales'], 'gross_sales'), [days[0], days[2]])
  })

  test('the export holds the numbers, their definitions and what was asked', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [{ orderedOn: '2026-09-01', lines: [{ amount: 12_345n }] }])
    const response = await owner.get<string>(
      `/api/analytics/export?from=2026-09-01&to=2026-09-30&metrics=gross_sales,conversion&by=day&compare=previous&shop=${shop.code}`,
    )
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /spreadsheetml/)
    const unknown = await owner.get<{ code: string }>(
      '/api/analytics/export?from=2026-09-01&to=2026-09-30&metrics=profit',
    )
    assert.deepEqual([unknown.status, unknown.body.code], [400, 'analytics.unknown_name'])
  })
})
