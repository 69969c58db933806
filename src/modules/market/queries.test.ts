// What the screens read: sums that say how many rows tell them, and what a price was just before.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { importDesk, layoutOf } from '#test/imports.ts'
import { importItemTraffic, importPrices, importReviews, importShopTraffic } from './index.ts'

interface Totals {
  rows: number
  periodRows: number
  sums: { key: string; sum: string | null; told: number }[]
}
interface Price {
  id: string
  observedOn: string
  priceMinor: string
  previousMinor: string | null
  previousOn: string | null
  changeMinor: string | null
  lowestMinor: string
  observations: number
  soldSince: string | null
}

describe('market reads', () => {
  let app: TestApp
  let marketer: Caller
  let desk: ReturnType<typeof importDesk>
  before(async () => {
    app = await testApp()
    marketer = await app.as('marketer')
    desk = importDesk(app.services)
  })
  after(() => app[Symbol.asyncDispose]())

  test('T31 the price before is the observation just before, whichever order three or more came in', async () => {
    const layout = layoutOf('prices', {
      date: 'd',
      platform_item: 'i',
      price: 'p',
      sale_count: 's',
    })
    const id = newId()
    const seen = (day: string, price: string, sold: string) =>
      desk.bring(importPrices, null, {
        layout,
        header: ['d', 'i', 'p', 's'],
        rows: [[day, id, price, sold]],
      })
    await seen('2026-11-01', '100', '10')
    await seen('2026-11-09', '70', '3')
    await seen('2026-11-03', '90', '40')
    await seen('2026-11-05', '95', '55')
    const list = await marketer.get<{ items: Price[] }>(`/api/market/prices?q=${id}`)
    assert.equal(list.body.items.length, 1)
    const [offer] = list.body.items
    assert.deepEqual(
      [
        offer!.observedOn,
        offer!.priceMinor,
        offer!.previousMinor,
        offer!.previousOn,
        offer!.changeMinor,
        offer!.observations,
        offer!.lowestMinor,
        offer!.soldSince,
      ],
      ['2026-11-09', '7000', '9500', '2026-11-05', '-2500', 4, '7000', null],
    )
    const history = await marketer.get<{ items: Price[] }>(
      `/api/market/prices/${offer!.id}/history`,
    )
    assert.deepEqual(
      history.body.items.map((row) => [
        row.observedOn,
        row.priceMinor,
        row.previousMinor,
        row.soldSince,
      ]),
      [
        ['2026-11-09', '7000', '9500', null],
        ['2026-11-05', '9500', '9000', '15'],
        ['2026-11-03', '9000', '10000', '30'],
        ['2026-11-01', '10000', null, null],
      ],
    )
    assert.equal(
      (await marketer.get<{ items: Price[] }>(`/api/market/prices?q=${id}&change=up`)).body.items
        .length,
      0,
    )
    assert.equal(
      (await marketer.get<{ items: Price[] }>(`/api/market/prices?q=${id}&change=down`)).body.items
        .length,
      1,
    )
  })

  test('sums say how many rows tell them, leave channels out of the whole, and are null where nobody tells', async () => {
    const shop = await desk.newShop()
    const layout = layoutOf('shop_traffic', {
      date: 'd',
      source: 's',
      visitors: 'v',
      paid_amount: 'p',
      fav_users: 'f',
    })
    await desk.bring(importShopTraffic, shop, {
      layout,
      header: ['d', 's', 'v', 'p', 'f'],
      rows: [
        ['2026-11-01', '', '10', '1.50', '-'],
        ['2026-11-02', '', '20', '-', '-'],
        ['2026-11-02', '搜索', '7', '1', '-'],
      ],
    })
    const sums = async (query: string) =>
      (await marketer.get<Totals>(`/api/market/shop-traffic/totals?shop=${shop.code}${query}`)).body
    const whole = await sums('')
    const of = (totals: Totals, key: string) => totals.sums.find((one) => one.key === key)
    assert.equal(whole.rows, 2)
    assert.deepEqual(of(whole, 'visitors'), { key: 'visitors', sum: '30', told: 2 })
    assert.deepEqual(of(whole, 'paidMinor'), { key: 'paidMinor', sum: '150', told: 1 })
    assert.deepEqual(of(whole, 'favUsers'), { key: 'favUsers', sum: null, told: 0 })
    assert.deepEqual(of(await sums('&from=2026-11-02'), 'visitors'), {
      key: 'visitors',
      sum: '20',
      told: 1,
    })
    const search = await sums(`&channel=${encodeURIComponent('搜索')}`)
    assert.deepEqual(of(search, 'visitors'), { key: 'visitors', sum: '7', told: 1 })
  })

  test('lists page without losing or repeating a row, and the export holds them all', async () => {
    const shop = await desk.newShop()
    const layout = layoutOf('item_traffic', { date: 'd', platform_item: 'i', visitors: 'v' })
    const rows = Array.from({ length: 25 }, (_, n) => [
      `2026-11-0${1 + (n % 3)}`,
      `I${n}`,
      String(n),
    ])
    rows.push(['2026-10-01~2026-10-31', 'M', '5'])
    await desk.bring(importItemTraffic, shop, { layout, header: ['d', 'i', 'v'], rows })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const at: string = cursor ? `&cursor=${cursor}` : ''
      const { body } = await marketer.get<{
        items: { platformItem: string }[]
        nextCursor: string | null
      }>(`/api/market/item-traffic?shop=${shop.code}&limit=10${at}`)
      seen.push(...body.items.map(({ platformItem }) => platformItem))
      cursor = body.nextCursor
    } while (cursor)
    assert.equal(seen.length, 26)
    assert.equal(new Set(seen).size, 26)
    const totals = await marketer.get<Totals>(`/api/market/item-traffic/totals?shop=${shop.code}`)
    assert.deepEqual([totals.body.rows, totals.body.periodRows], [26, 1])
    const file = await marketer.get<string>(
      `/api/market/item-traffic/export?shop=${shop.code}&format=csv&lang=en`,
    )
    assert.equal(file.body.trim().split('\r\n').length, 27)
    // A month counts for any of its days that is asked for.
    const october = await marketer.get<{ items: unknown[] }>(
      `/api/market/item-traffic?shop=${shop.code}&to=2026-10-15`,
    )
    assert.equal(october.body.items.length, 1)
  })

  test('reviews: dated ones first, undated ones after all of them, each once', async () => {
    const shop = await desk.newShop()
    const layout = layoutOf('reviews', { content: 'c', created_at: 't' })
    const rows = Array.from({ length: 12 }, (_, n) => [
      `text ${n}`,
      n % 2 === 0 ? `2026-11-${10 + n} 10:00` : '',
    ])
    await desk.bring(importReviews, shop, { layout, header: ['c', 't'], rows })
    const seen: (string | null)[] = []
    let cursor: string | null = null
    do {
      const at: string = cursor ? `&cursor=${cursor}` : ''
      const { body } = await marketer.get<{
        items: { writtenAt: string | null }[]
        nextCursor: string | null
      }>(`/api/market/reviews?shop=${shop.code}&limit=5${at}`)
      seen.push(...body.items.map(({ writtenAt }) => writtenAt))
      cursor = body.nextCursor
    } while (cursor)
    assert.equal(seen.length, 12)
    assert.deepEqual(seen.slice(6), [null, null, null, null, null, null])
    assert.deepEqual(
      seen.slice(0, 6),
      Array.from({ length: 6 }, (_, n) => `2026-11-${20 - 2 * n}T02:00:00.000Z`),
    )
  })

  test('who may not see reports is refused', async () => {
    const picker = await app.as('warehouse')
    for (const path of [
      'shop-traffic',
      'item-traffic',
      'ads',
      'offline-sales',
      'reviews',
      'prices',
      'ads/totals',
    ])
      assert.equal((await picker.get(`/api/market/${path}`)).status, 403)
  })
})
