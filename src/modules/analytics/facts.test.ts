// Facts follow PostgreSQL: whatever changes, arrives late, arrives twice or was away.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openClickhouse } from '#kernel/clickhouse.ts'
import { now } from '#kernel/time.ts'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { projectOrders, tidyFacts } from './build-facts.ts'
import { compile, type Question } from './compile.ts'
import type { MetricId } from './metrics.ts'
import { analyst, putOrders, YEAR } from './testing.ts'

describe('facts', () => {
  let app: TestApp
  let owner: Caller
  let me: ReturnType<typeof analyst>
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
    me = analyst(app, owner)
  })
  after(async () => {
    // The engine was opened again on the way: the next file needs the process to itself.
    await app.services.clickhouse.close()
    await app[Symbol.asyncDispose]()
  })

  test('new and returning customers are right whatever the order of the files', async () => {
    const shop = await me.buildShop()
    const july = { orderedOn: '2026-07-05', customer: 'ann', lines: [{ amount: 100n }] }
    await me.put(shop.id, [
      july,
      { orderedOn: '2026-07-09', customer: 'bob', lines: [{ amount: 200n }] },
    ])
    const ask = async () => {
      const { body } = await me.query({
        metrics: ['new_customers', 'returning_customers', 'paid_buyers'],
        by: ['month'],
        filters: { shop: shop.code },
      })
      return body.rows.map(({ keys, values }) => [
        keys['month'],
        ...Object.values(values).map(Number),
      ])
    }
    assert.deepEqual(await ask(), [['2026-07', 2, 0, 2]])
    // An older file comes later: ann was a customer before.
    const [older] = await me.put(shop.id, [
      { orderedOn: '2026-05-01', customer: 'ann', lines: [{ amount: 50n }] },
    ])
    assert.deepEqual(await ask(), [
      ['2026-05', 1, 0, 1],
      ['2026-07', 1, 1, 2],
    ])
    const { body } = await me.query({
      metrics: ['paid_sales'],
      by: ['customer_type'],
      filters: { shop: shop.code },
      from: '2026-07-01',
      to: '2026-07-31',
    })
    assert.deepEqual(
      body.rows.map(({ keys, values }) => [keys['customer_type'], Number(values['paid_sales'])]),
      [
        ['new', 200],
        ['returning', 100],
      ],
    )
    // Its import is undone: she is new in July again.
    await me.put(shop.id, [
      {
        id: older!,
        orderedOn: '2026-05-01',
        customer: 'ann',
        lines: [{ amount: 50n }],
        withdrawn: true,
      },
    ])
    assert.deepEqual(await ask(), [['2026-07', 2, 0, 2]])
  })

  test('a changed order leaves nothing behind, a withdrawn one vanishes and comes back', async () => {
    const shop = await me.buildShop()
    const order = {
      orderedOn: '2026-02-01',
      customer: 'c',
      country: 'CN',
      lines: [
        { sku: 'A', amount: 100n },
        { sku: 'B', amount: 50n },
      ],
    }
    const [id] = await me.put(shop.id, [order])
    await me.put(shop.id, [
      { ...order, id: id!, orderedOn: '2026-02-03', lines: [{ sku: 'A', amount: 70n }] },
    ])
    const ask = async () =>
      (
        await me.query({
          metrics: ['gross_sales', 'orders', 'paid_sales'],
          by: ['day'],
          filters: { shop: shop.code },
        })
      ).body.rows.map(({ keys, values }) => [keys['day'], ...Object.values(values).map(Number)])
    assert.deepEqual(await ask(), [['2026-02-03', 70, 1, 70]])
    await me.put(shop.id, [{ ...order, id: id!, withdrawn: true }])
    assert.deepEqual(await ask(), [])
    await me.put(shop.id, [{ ...order, id: id! }])
    assert.deepEqual(await ask(), [['2026-02-01', 150, 1, 150]])
    assert.equal(await me.sumOfRows(shop.code, 'gross_sales', '&product=a'), 100n)
  })

  test('INV-ANALYTICS-1: the same events again change nothing', async () => {
    const shop = await me.buildShop()
    await me.put(shop.id, [
      { orderedOn: '2026-02-01', customer: 'c', lines: [{ amount: 100n }], refunded: 10n },
    ])
    const metrics = ['gross_sales', 'orders', 'refunds', 'new_customers', 'buyers'] as const
    const first = await me.numbers(shop.code, metrics)
    await sql`delete from outbox.cursors where handler = 'analytics.order_lines'`.execute(
      app.services.db,
    )
    await app.drain()
    assert.deepEqual(await me.numbers(shop.code, metrics), first)
  })

  test('INV-ANALYTICS-1: a rebuild gives the same answers, and the sums per day say what the rows say', async () => {
    const many = await me.buildShop()
    await me.put(
      many.id,
      Array.from({ length: 60 }, (_, n) => ({
        orderedOn: `2026-0${1 + (n % 9)}-1${n % 10}`,
        paidOn: n % 5 === 0 ? null : `2026-0${1 + (n % 9)}-2${n % 8}`,
        shippedOn: n % 3 === 0 ? null : `2026-1${n % 3}-01`,
        customer: n % 7 === 0 ? null : `c${n % 11}`,
        status: n % 9 === 0 ? 'cancelled' : 'completed',
        lines: [
          { sku: `P${n % 4}`, amount: 1000n + BigInt(n * 37), qty: 2n },
          { sku: 'Q', amount: 333n },
          { sku: 'POST', amount: 99n, isGoods: false },
        ],
        freight: BigInt(n),
        residual: BigInt((n % 3) - 1),
        discounts: { shop: BigInt(n % 13), platform: BigInt(n % 6) },
        refunded: BigInt((n % 4) * 50),
      })),
    )
    const known = (
      await owner.get<{ metrics: { id: MetricId; dimensions: string[] }[] }>(
        '/api/analytics/metrics',
      )
    ).body.metrics
      .filter(({ dimensions }) => dimensions.includes('shop'))
      .map(({ id }) => id)
    const everything = async () => {
      const rows = []
      for (let at = 0; at < known.length; at += 30) {
        const metrics = known.slice(at, at + 30)
        const { body, status } = await me.query({ metrics, by: ['day', 'shop'], limit: 5000 })
        assert.equal(status, 200)
        rows.push(...body.rows)
      }
      return rows
    }
    const byMonth = (stale: [] | null) => {
      const question: Question = {
        metrics: known,
        by: ['month', 'shop'],
        ...YEAR,
        filters: {},
        limit: 5000,
      }
      const { sql: text, params } = compile(question, stale)
      return app.services.clickhouse.query(text, params)
    }
    const first = await everything()
    assert.ok(first.length > 100)
    const [kept, rows] = [await byMonth([]), await byMonth(null)]
    assert.deepEqual(kept, rows)
    await me.rebuild()
    assert.deepEqual(await everything(), first)
    assert.deepEqual([await byMonth([]), await byMonth(null)], [rows, rows])
  })

  test('INV-ANALYTICS-1: a batch that began before another writer and came to write after it is not lost', async () => {
    const shop = await me.buildShop()
    const order = { orderedOn: '2026-02-01', customer: 'ann', lines: [{ amount: 100n }] }
    await me.put(shop.id, [order])
    const { db, clickhouse } = app.services
    await db.transaction().execute(async (tx) => {
      // Its number is taken, as by the lock of its position; then others come first.
      await sql`select pg_current_xact_id()`.execute(tx)
      const [id] = await putOrders(db, shop.id, [order])
      const { rows } = await sql<{ version: bigint }>`
        select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as version`.execute(db)
      await clickhouse.insert(
        'stale_days',
        [
          {
            source: 'ordered',
            shop_id: shop.id,
            day: '2026-02-01',
            version: rows[0]!.version * 2n,
            deleted: 0,
          },
        ],
        'race',
      )
      await tidyFacts(app.services)
      const told = { type: 'platform.order.snapshotted', key: id!, payload: {}, occurredAt: now() }
      await projectOrders(tx, [{ id: 0n, ...told }], app.services)
    })
    assert.equal((await me.numbers(shop.code, ['orders']))['orders'], '2')
    await app.drain()
  })

  test('INV-ANALYTICS-1: days whose sums are being made again answer from their rows', async () => {
    const shop = await me.buildShop()
    const order = (day: string, amount: bigint, customer: string) => ({
      orderedOn: day,
      customer,
      lines: [{ amount }],
      refunded: 10n,
    })
    await me.put(shop.id, [
      order('2026-03-01', 100n, 'ann'),
      order('2026-03-02', 50n, 'bob'),
      order('2026-03-02', 70n, 'ann'),
    ])
    const ask = async () =>
      (
        await me.query({
          metrics: ['gross_sales', 'paid_buyers', 'refund_orders', 'new_customers', 'orders'],
          by: ['month'],
          filters: { shop: shop.code },
        })
      ).body.rows.map(({ values }) => Object.values(values).map(Number))
    assert.deepEqual(await ask(), [[220, 2, 3, 2, 3]])
    // Sums that are wrong on the second, as they are while rows are written: the mark says not to read them.
    const { clickhouse } = app.services
    for (const source of ['ordered', 'paid', 'refunded', 'customers']) {
      await clickhouse.command(
        `insert into shop_days (source, shop_id, day, measure, version, shop, platform, value)
         select source, shop_id, day, measure, version, shop, platform, value + 1000 from shop_days final
         where source = '${source}' and shop_id = {shop:UUID} and day = '2026-03-02'`,
        { shop: shop.id },
      )
    }
    assert.deepEqual(await ask(), [[1220, 1, 1, 1002, 1003]])
    await clickhouse.insert(
      'stale_days',
      ['ordered', 'paid', 'refunded', 'customers'].map((source) => ({
        source,
        shop_id: shop.id,
        day: '2026-03-02',
        version: 1e15,
        deleted: 0,
      })),
      'test',
    )
    assert.deepEqual(await ask(), [[220, 2, 3, 2, 3]])
    await me.rebuild()
    assert.deepEqual(await ask(), [[220, 2, 3, 2, 3]])
  })

  test('the engine was away: nothing is lost, and what happened meanwhile arrives', async () => {
    const shop = await me.buildShop()
    const clickhouse = app.services.clickhouse
    await clickhouse.close()
    await putOrders(app.services.db, shop.id, [
      { orderedOn: '2026-10-01', lines: [{ amount: 777n }] },
    ])
    await assert.rejects(app.drain())
    const waiting = await sql<{ count: bigint }>`
      select count(*) as count from sales.orders where shop_id = ${shop.id}`.execute(
      app.services.db,
    )
    assert.equal(waiting.rows[0]?.count, 1n)
    Object.assign(app.services, { clickhouse: openClickhouse(app.services.config) })
    await app.drain()
    assert.equal((await me.numbers(shop.code, ['gross_sales']))['gross_sales'], '777')
  })

  test('a folder of facts that was lost is filled again at the first question', async () => {
    const question = {
      metrics: ['gross_sales', 'paid_buyers', 'refunds'],
      by: ['shop'],
      limit: 5000,
    }
    const first = (await me.query(question)).body.rows
    for (const table of ['fact_builds', 'order_lines', 'refunds', 'customers', 'shop_days']) {
      await app.services.clickhouse.command(`truncate table ${table}`)
    }
    await app.services.clickhouse.close()
    Object.assign(app.services, { clickhouse: openClickhouse(app.services.config) })
    assert.deepEqual((await me.query(question)).body.rows, first)
  })
})
