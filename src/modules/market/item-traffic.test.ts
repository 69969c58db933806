// Items per day or period, and click streams that become traffic.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { testServices } from '#test/app.ts'
import { type Given, importDesk, layoutOf } from '#test/imports.ts'
import { importItemTraffic } from './index.ts'

describe('item traffic', () => {
  let services: Awaited<ReturnType<typeof testServices>>
  let desk: ReturnType<typeof importDesk>
  before(async () => {
    services = await testServices()
    desk = importDesk(services)
  })
  after(() => services[Symbol.asyncDispose]())

  const itemLayout = layoutOf('item_traffic', {
    date: '统计日期',
    platform_item: '商品ID',
    title: '商品名称',
    visitors: '商品访客数',
    paid_amount: '支付金额',
  })
  const items = (fileName: string, ...rows: string[][]): Given => ({
    layout: itemLayout,
    header:
      rows[0]!.length === 5
        ? ['统计日期', '商品ID', '商品名称', '商品访客数', '支付金额']
        : ['商品ID', '商品名称', '商品访客数', '支付金额'],
    rows,
    fileName,
  })

  test('item traffic: days from the cell, a period, or the name of the file; overlapping periods go back', async () => {
    const shop = await desk.newShop()
    await desk.bring(
      importItemTraffic,
      shop,
      items('【生意参谋平台】商品_全部_2026-10-01_2026-10-31.xls', ['61001', '杯', '5', '9.90']),
    )
    await desk.bring(
      importItemTraffic,
      shop,
      items(
        'x.xls',
        ['2026-11-02', '61001', '杯', '3', '1'],
        ['2026-11-03~2026-11-05', '61001', '杯', '3', '1'],
      ),
    )
    const rows = await desk.rowsOf(sql`
      select from_on::text as "from", to_on::text as "to" from market.item_traffic where shop_id = ${shop.id} order by from_on`)
    assert.deepEqual(rows, [
      { from: '2026-10-01', to: '2026-10-31' },
      { from: '2026-11-02', to: '2026-11-02' },
      { from: '2026-11-03', to: '2026-11-05' },
    ])
    const clash = await desk.bring(
      importItemTraffic,
      shop,
      items(
        'x.xls',
        ['2026-10-15', '61001', '杯', '3', '1'],
        ['2026-10-15', '61002', '壶', '3', '1'],
      ),
    )
    assert.equal(clash.created, 1)
    assert.match(clash.refusals[0]!.problems[0]!.en, /2026-10-01 to 2026-10-31/)
    const unnamed = await desk.bring(
      importItemTraffic,
      shop,
      items('商品.xls', ['61001', '杯', '3', '1']),
    )
    assert.match(unnamed.refusals[0]!.problems[0]!.zh, /文件名/)
  })

  const clicks = (...rows: string[][]): Given => ({
    layout: layoutOf(
      'item_traffic',
      { user_ref: 'u', platform_item: 'i', category: 'c', behavior: 'b', at: 't' },
      { traits: ['click_stream', 'no_header'], id: 'taobao.user_behavior' },
    ),
    header: ['u', 'i', 'c', 'b', 't'],
    rows,
  })

  test('a click stream becomes traffic of shop and items per day in the shop’s zone; a cut line goes back', async () => {
    const shop = await desk.newShop()
    // 2017-11-24 15:59:59 UTC is 23:59:59 in China; a second later the next day begins there.
    const done = await desk.bring(
      importItemTraffic,
      shop,
      clicks(
        ['1', 'A', 'k', 'pv', '1511539199'],
        ['1', 'A', 'k', 'pv', '1511539199'],
        ['2', 'A', 'k', 'pv', '1511539199'],
        ['2', 'A', 'k', 'cart', '1511539199'],
        ['1', 'B', 'k', 'buy', '1511539199'],
        ['1', 'A', 'k', 'fav', '1511539200'],
        ['2', 'A', 'k', 'look', '1511539200'],
        ['100370', '1968385', '1875258', 'pv'],
      ),
    )
    assert.deepEqual([done.created, done.refusals.map(({ row }) => row)], [6, [8, 9]])
    const rows = await desk.rowsOf(sql`
      select from_on::text as day, platform_item as item, visitors, page_views, cart_users as cart, fav_users as fav, paid_buyers as buy,
        paid_minor as pay, more->>'cart_clicks' as clicks
      from market.item_traffic where shop_id = ${shop.id} order by 1, 2`)
    assert.deepEqual(rows, [
      {
        day: '2017-11-24',
        item: 'A',
        visitors: 2n,
        page_views: 3n,
        cart: 1n,
        fav: 0n,
        buy: 0n,
        pay: null,
        clicks: '1',
      },
      {
        day: '2017-11-24',
        item: 'B',
        visitors: 1n,
        page_views: 0n,
        cart: 0n,
        fav: 0n,
        buy: 1n,
        pay: null,
        clicks: '0',
      },
      {
        day: '2017-11-25',
        item: 'A',
        visitors: 1n,
        page_views: 0n,
        cart: 0n,
        fav: 1n,
        buy: 0n,
        pay: null,
        clicks: '0',
      },
    ])
    const days = await desk.rowsOf(sql`
      select day::text as day, visitors, page_views from market.shop_traffic where shop_id = ${shop.id} order by 1`)
    assert.deepEqual(days, [
      { day: '2017-11-24', visitors: 2n, page_views: 3n },
      { day: '2017-11-25', visitors: 1n, page_views: 0n },
    ])
  })
})
