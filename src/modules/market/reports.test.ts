// Advertising, offline sales, reviews, prices.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type ImportShop, layoutById, LAYOUTS } from '#modules/layouts'
import { testServices } from '#test/app.ts'
import { type Given, importDesk, layoutOf } from '#test/imports.ts'
import {
  FIELDS,
  importAds,
  importOfflineSales,
  importPrices,
  importReviews,
  undoImport,
} from './index.ts'

describe('reports', () => {
  let services: Awaited<ReturnType<typeof testServices>>
  let desk: ReturnType<typeof importDesk>
  before(async () => {
    services = await testServices()
    desk = importDesk(services)
  })
  after(() => services[Symbol.asyncDispose]())

  const pddHeader = ['日期', '商品ID', '推广场景', '推广名称', '总花费(元)', '曝光量']
  const pdd = (...rows: string[][]): Given => ({
    layout: layoutOf(
      'ad_spend',
      {
        date: '日期',
        subject_id: '商品ID',
        scene: '推广场景',
        plan_name: '推广名称',
        spend: '总花费(元)',
        impressions: '曝光量',
      },
      { id: 'pdd.ads', traits: ['footer_holds_more'] },
    ),
    header: pddHeader,
    rows,
    fileName: '推广报表_15天.csv',
  })
  const spend = (shop: ImportShop) =>
    desk.rowsOf(sql`
      select row_kind as kind, from_on::text as "from", to_on::text as "to", spend_minor as spend, impressions, attribution
      from market.ad_spend where shop_id = ${shop.id} order by 1 desc, 2, 4`)

  test('what a report’s total says above its rows is spend of the whole shop, and never a guess', async () => {
    const shop = await desk.newShop()
    const rows = [
      ['2026-11-01', '9', '全站', 'A', '100.00', '1000'],
      ['2026-11-01', '8', '全站', 'B', '50.50', '10'],
    ]
    const done = await desk.bring(
      importAds,
      shop,
      pdd(...rows, ['总计', '', '', '', '175.50', '1010']),
    )
    assert.deepEqual(
      [
        done.created,
        done.totals['hostedSpendMinor'],
        done.totals['spendMinor'],
        done.totals['statedSpendMinor'],
      ],
      [3, 2500n, 17550n, 17550n],
    )
    assert.deepEqual(await spend(shop), [
      {
        kind: 'row',
        from: '2026-11-01',
        to: '2026-11-01',
        spend: 5050n,
        impressions: 10n,
        attribution: '15天',
      },
      {
        kind: 'row',
        from: '2026-11-01',
        to: '2026-11-01',
        spend: 10000n,
        impressions: 1000n,
        attribution: '15天',
      },
      {
        kind: 'hosted',
        from: '2026-11-01',
        to: '2026-11-01',
        spend: 2500n,
        impressions: 0n,
        attribution: '',
      },
    ])
    const again = await desk.bring(
      importAds,
      shop,
      pdd(...rows, ['总计', '', '', '', '175.50', '1010']),
    )
    assert.deepEqual([again.created, again.unchanged], [0, 3])
    const broken = await desk.bring(
      importAds,
      await desk.newShop(),
      pdd(
        rows[0]!,
        ['2026-11-01', '8', '全站', 'B', 'x', '10'],
        ['总计', '', '', '', '175.50', '1010'],
      ),
    )
    assert.deepEqual(
      broken.refusals.map(({ row }) => row),
      [3, 4],
    )
    const less = await desk.bring(
      importAds,
      await desk.newShop(),
      pdd(...rows, ['总计', '', '', '', '100.00', '1010']),
    )
    assert.deepEqual([less.created, less.refusals.map(({ row }) => row)], [2, [4]])
  })

  test('ads: a leading total row is compared only, natural traffic is filled days later with its history', async () => {
    const shop = await desk.newShop()
    const layout = layoutOf('ad_spend', {
      subject_id: '素材ID',
      subject_name: '素材名称',
      spend: '整体消耗',
      natural_impressions: '自然流量曝光量',
    })
    const header = ['素材ID', '素材名称', '整体消耗', '自然流量曝光量']
    const fileName = '素材_2026-11-01.csv'
    const first = await desk.bring(importAds, shop, {
      layout,
      header,
      fileName,
      rows: [
        ['全部', '', '12.345', '0'],
        ['m1', '开箱', '12.345', '0'],
      ],
    })
    assert.deepEqual([first.created, first.unchanged], [1, 1])
    const later = await desk.bring(importAds, shop, {
      layout,
      header,
      fileName,
      rows: [['m1', '开箱', '12.345', '880']],
    })
    assert.equal(later.updated, 1)
    const rows = await desk.rowsOf(sql`
      select a.spend_minor as spend, a.natural_impressions as natural, (r.was->>'natural_impressions')::int as before
      from market.ad_spend a join market.replaced r on r.row_id = a.id where a.shop_id = ${shop.id}`)
    assert.deepEqual(rows, [{ spend: 1235n, natural: 880n, before: 0 }])
  })

  test('offline sales: documents tell rows apart, returns are negative', async () => {
    const layout = layoutOf('offline_sales', {
      date: '日期',
      channel: '渠道',
      region: '地区',
      document_no: '单号',
      sku_code: '编码',
      qty: '数量',
      amount: '金额',
    })
    const header = ['日期', '渠道', '地区', '单号', '编码', '数量', '金额']
    const done = await desk.bring(importOfflineSales, null, {
      layout,
      header,
      rows: [
        ['2026-11-01', '经销商', '浙江', 'D1', 'K1', '10', '1000'],
        ['2026-11-01', '经销商', '浙江', 'D2', 'K1', '-1', '-100.00'],
        ['2026-11-01', '', '浙江', 'D3', 'K1', '1', '100'],
        ['2026-11-01', '门店', '浙江', 'D3', 'K1', '1', ''],
      ],
    })
    assert.deepEqual(
      [done.created, done.totals['amountMinor'], done.refusals.map(({ row }) => row)],
      [2, 90000n, [4, 5]],
    )
    assert.equal(
      (await desk.slicesOf(null)).filter(({ key }) => key === 'offline_sales:-:2026-11-01').length,
      1,
    )
  })

  test('repage_views: scores and labels, buyers masked, a text without id is one review however often it comes', async () => {
    const shop = await desk.newShop()
    const layout = layoutOf('reviews', {
      review_id: '编号',
      score: '评分',
      content: '内容',
      buyer_ref: '昵称',
      created_at: '时间',
    })
    const done = await desk.bring(importReviews, shop, {
      layout,
      header: ['编号', '评分', '内容', '昵称', '时间', '买家手机'],
      rows: [
        ['r1', '5', '好', '张三丰', '2026-11-01 23:30:00', '13800000000'],
        ['', '差评', '漏水', '李四', '', ''],
        ['', '差评', '漏水', '李四', '', ''],
        ['r2', '7', '好', '', '', ''],
        ['r3', '', '', '', '', ''],
      ],
    })
    assert.deepEqual(
      [done.created, done.unchanged, done.refusals.map(({ row }) => row)],
      [2, 1, [5, 6]],
    )
    const rows = await desk.rowsOf(sql`
      select score, label, buyer_masked as buyer, written_on::text as day, more from market.reviews where shop_id = ${shop.id} order by score`)
    assert.deepEqual(rows, [
      { score: 5, label: 'good', buyer: '张**丰', day: '2026-11-01', more: {} },
      { score: null, label: 'bad', buyer: '李**', day: null, more: {} },
    ])
    assert.equal(await desk.undo(undoImport('reviews'), done.source), 2)
  })

  test('reviews: one number over two orders is two reviews', async () => {
    const shop = await desk.newShop()
    const done = await desk.bring(importReviews, shop, {
      layout: layoutById('olist.reviews')!,
      header: ['review_id', 'order_id', 'review_score', 'review_comment_message'],
      rows: [
        ['r', 'o1', '5', 'bom'],
        ['r', 'o2', '5', 'bom'],
        ['r', 'o2', '4', 'bom'],
      ],
    })
    assert.deepEqual([done.created, done.refusals.map(({ row }) => row)], [2, [4]])
  })

  test('prices: one observation an offer and day', async () => {
    const layout = layoutOf('prices', {
      date: 'update_time',
      platform_item: 'id',
      title: 'title',
      price: 'price',
      sale_count: 'sale_count',
      shop_name: '店名',
    })
    const header = ['update_time', 'id', 'title', 'price', 'sale_count', '店名']
    const id = newId()
    const done = await desk.bring(importPrices, null, {
      layout,
      header,
      rows: [
        ['2016/11/14', id, '面霜', '139', '26719', '自然堂'],
        ['2016/11/13', id, '面霜', '139.5', '26000', '自然堂'],
        ['2016/11/13', id, '面霜', '', '26000', '自然堂'],
        ['2016/11/12', '', '', '1', '', ''],
      ],
    })
    assert.deepEqual([done.created, done.refusals.map(({ row }) => row)], [2, [4, 5]])
  })
})

test('every field the known layouts name is read, or kept under its header on purpose', () => {
  // Ratios whose parts are kept, and figures of single products without a meaning elsewhere: they stay in `more`.
  const kept = ['paid_rate', 'conversions', 'net_sales_amount', 'net_sales_orders', 'note']
  const unread = LAYOUTS.flatMap(({ id, kind, fields, traits }) => {
    const known: Readonly<Record<string, unknown>> | undefined = traits.includes('click_stream')
      ? FIELDS.clicks
      : (FIELDS as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[kind]
    if (known === undefined) return []
    return Object.keys(fields)
      .filter((field) => !(field in known) && !kept.includes(field))
      .map((field) => `${id}: ${field}`)
  })
  assert.deepEqual(unread, [])
})
