// Reports of platforms in, day by day: what nobody says stays unsaid, later words replace earlier ones and give
// them back, and each row of each file is accounted for (the helper asserts that on every import).
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { instant } from '#kernel/time.ts'
import { testServices } from '#test/app.ts'
import { type Given, importDesk, layoutOf } from '#test/imports.ts'
import { importShopTraffic, undoImport } from './index.ts'

const SHOP_HEADER = [
  '统计日期',
  '访客数',
  '浏览量',
  '跳失率',
  '平均停留时长',
  '支付金额',
  '描述相符评分',
]
const shopLayout = layoutOf('shop_traffic', {
  date: '统计日期',
  visitors: '访客数',
  page_views: '浏览量',
  bounce_rate: '跳失率',
  dwell_seconds: '平均停留时长',
  paid_amount: '支付金额',
  refund_amount: '成功退款金额',
})
const shopRows = (...rows: string[][]): Given => ({ layout: shopLayout, header: SHOP_HEADER, rows })

describe('market', () => {
  let services: Awaited<ReturnType<typeof testServices>>
  let desk: ReturnType<typeof importDesk>
  before(async () => {
    services = await testServices()
    desk = importDesk(services)
  })
  after(() => services[Symbol.asyncDispose]())

  test('a figure nobody tells is null, one that is told is exact, and other columns are kept', async () => {
    const shop = await desk.newShop()
    const done = await desk.bring(
      importShopTraffic,
      shop,
      shopRows(
        ['2026-11-01', '1,234', '5678', '35.21%', '41.50', '12,345.67', '4.9'],
        ['2026-11-02', '0', '-', '-', '', '0', '-'],
        ['合计', '1234', '5678', '', '', '12345.67', ''],
      ),
    )
    assert.deepEqual([done.created, done.unchanged, done.totals['paidMinor']], [2, 1, 1234567n])
    const rows = await desk.rowsOf(sql<Record<string, unknown>>`
      select day::text as day, visitors, page_views, bounce_ppm as bounce, dwell_ms as stay, paid_minor as pay, refund_minor as refund, more
      from market.shop_traffic where shop_id = ${shop.id} order by day`)
    assert.deepEqual(rows, [
      {
        day: '2026-11-01',
        visitors: 1234n,
        page_views: 5678n,
        bounce: 352100n,
        stay: 41500n,
        pay: 1234567n,
        refund: null,
        more: { 描述相符评分: '4.9' },
      },
      {
        day: '2026-11-02',
        visitors: 0n,
        page_views: null,
        bounce: null,
        stay: null,
        pay: 0n,
        refund: null,
        more: {},
      },
    ])
    assert.deepEqual(await desk.slicesOf(shop.id), [
      {
        key: `shop_traffic:${shop.id}:2026-11-01`,
        payload: { table: 'shop_traffic', shopId: shop.id, day: '2026-11-01' },
      },
      {
        key: `shop_traffic:${shop.id}:2026-11-02`,
        payload: { table: 'shop_traffic', shopId: shop.id, day: '2026-11-02' },
      },
    ])
  })

  test('bad cells go back with the name of their column, and change nothing', async () => {
    const shop = await desk.newShop()
    const done = await desk.bring(
      importShopTraffic,
      shop,
      shopRows(
        ['2026-11-01', '-5', '1', '', '', '', ''],
        ['2026-13-01', '1', '1', '', '', '', ''],
        ['2026-11-03', 'many', '1', '120%', '', '', ''],
        ['2026-11-01~2026-11-07', '1', '1', '', '', '', ''],
      ),
    )
    assert.deepEqual(
      done.refusals.map(({ row, problems }) => [row, problems.map(({ column }) => column)]),
      [
        [2, ['访客数']],
        [3, ['统计日期']],
        [4, ['访客数', '跳失率']],
        [5, ['统计日期']],
      ],
    )
    assert.deepEqual(await desk.slicesOf(shop.id), [])
  })

  test('INV-MARKET-1 the same file twice changes nothing; two rows about one day go back', async () => {
    const shop = await desk.newShop()
    const file = shopRows(['2026-11-01', '10', '20', '', '', '', ''])
    await desk.bring(importShopTraffic, shop, file)
    const again = await desk.bring(importShopTraffic, shop, file)
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 1])
    assert.equal((await desk.slicesOf(shop.id)).length, 1)
    const twice = await desk.bring(
      importShopTraffic,
      shop,
      shopRows(
        ['2026-11-05', '10', '', '', '', '', ''],
        ['2026-11-05', '10', '', '', '', '', ''],
        ['2026-11-05', '11', '', '', '', '', ''],
      ),
    )
    assert.deepEqual([twice.created, twice.unchanged], [1, 1])
    assert.match(twice.refusals[0]!.problems[0]!.zh, /第 2 行/)
  })

  test('INV-MARKET-1 imports of one day at once leave one row', async () => {
    const shop = await desk.newShop()
    const done = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        desk.bring(
          importShopTraffic,
          shop,
          shopRows(['2026-11-01', String(n), '', '', '', '', '']),
        ),
      ),
    )
    assert.equal(
      done.reduce((sum, { created }) => sum + created, 0),
      1,
    )
    const rows = await desk.rowsOf(
      sql`select id, version from market.shop_traffic where shop_id = ${shop.id}`,
    )
    assert.equal(rows.length, 1)
    assert.equal((rows[0] as { version: number }).version, 4)
  })

  test('an older snapshot never replaces a newer one; a newer one fills in what came late', async () => {
    const shop = await desk.newShop()
    const at = (day: string) => instant(`${day}T08:00:00Z`)
    const figures = () =>
      desk.rowsOf(
        sql`select visitors, paid_minor as pay, version from market.shop_traffic where shop_id = ${shop.id}`,
      )
    await desk.bring(importShopTraffic, shop, shopRows(['2026-11-01', '10', '', '', '', '1', '']), {
      snapshotAt: at('2026-11-03'),
    })
    const older = await desk.bring(
      importShopTraffic,
      shop,
      shopRows(['2026-11-01', '7', '', '', '', '', '']),
      { snapshotAt: at('2026-11-02') },
    )
    assert.equal(older.unchanged, 1)
    assert.deepEqual(await figures(), [{ visitors: 10n, pay: 100n, version: 1 }])
    await desk.bring(
      importShopTraffic,
      shop,
      shopRows(['2026-11-01', '12', '-', '', '', '-', '']),
      {
        snapshotAt: at('2026-11-09'),
      },
    )
    assert.deepEqual(await figures(), [{ visitors: 12n, pay: 100n, version: 2 }])
  })

  test('INV-MARKET-2 an import taken back gives back what it replaced, and not while a later one stands on it', async () => {
    const shop = await desk.newShop()
    const figures = () =>
      desk.rowsOf<{ day: string; visitors: bigint; version: number; source: string }>(sql`
        select day::text as day, visitors, version, source from market.shop_traffic where shop_id = ${shop.id} order by day`)
    const first = await desk.bring(
      importShopTraffic,
      shop,
      shopRows(['2026-11-01', '1', '', '', '', '', '']),
    )
    const start = await figures()
    const second = await desk.bring(
      importShopTraffic,
      shop,
      shopRows(['2026-11-01', '2', '', '', '', '', ''], ['2026-11-02', '2', '', '', '', '', '']),
    )
    const third = await desk.bring(
      importShopTraffic,
      shop,
      shopRows(['2026-11-01', '3', '', '', '', '', '']),
    )
    await assert.rejects(
      desk.undo(undoImport('shop_traffic'), second.source),
      (error: { code: string; details: { by: string } }) => {
        assert.equal(error.code, 'market.replaced_since')
        assert.equal(error.details.by, third.source)
        return true
      },
    )
    assert.equal((await figures())[0]!.visitors, 3n)
    assert.equal(await desk.undo(undoImport('shop_traffic'), third.source), 1)
    assert.equal(await desk.undo(undoImport('shop_traffic'), second.source), 2)
    assert.deepEqual(await figures(), start)
    assert.equal(await desk.undo(undoImport('shop_traffic'), first.source), 1)
    assert.deepEqual(await figures(), [])
    const left = await desk.rowsOf(
      sql`select 1 from market.replaced where source in (${first.source}, ${second.source})`,
    )
    assert.equal(left.length, 0)
    const days = (await desk.slicesOf(shop.id)).map(({ payload }) => payload['day'])
    assert.deepEqual(days.slice(-4), ['2026-11-01', '2026-11-01', '2026-11-02', '2026-11-01'])
  })
})
