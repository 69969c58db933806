// The generated year without a program: one seed is one year, and what was planted can be seen in it.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { accountOf, hasLeft, piecesOf } from '../../demo/account.ts'
import { clicksOf, AD_PLANS } from '../../demo/campaigns.ts'
import { addDays } from '../../demo/days.ts'
import { eventOf } from '../../demo/events.ts'
import { filesOf, partsOf } from '../../demo/files/all.ts'
import { companyFiles } from '../../demo/files/company.ts'
import { reviewsOf } from '../../demo/files/reviews.ts'
import { DAY } from '../../demo/orders.ts'
import { readOptions, SIZES } from '../../demo/options.ts'
import { truthOf } from '../../demo/truth.ts'
import { liveYear, type Year } from '../../demo/year.ts'

const UNTIL = '2026-11-24'

function digestOf(year: Year): string {
  const hash = createHash('sha256').update(JSON.stringify(truthOf(year)))
  for (const part of partsOf(year, 3))
    for (const { files } of filesOf(year, part))
      for (const { name, text } of files) hash.update(name).update(text)
  for (const { text } of companyFiles(year)) hash.update(text)
  return hash.digest('hex')
}

describe('the demo factory, generated', () => {
  const year = liveYear({ seed: 'test', until: UNTIL, orders: 6_000 })

  test('the same seed gives the same files and the same truth twice, another seed others', () => {
    const again = liveYear({ seed: 'test', until: UNTIL, orders: 6_000 })
    const other = liveYear({ seed: 'other', until: UNTIL, orders: 6_000 })
    assert.equal(digestOf(again), digestOf(year))
    assert.notEqual(digestOf(other), digestOf(year))
  })

  test('about as many orders as asked for, each with a number of its own and money that adds up', () => {
    assert.ok(Math.abs(year.orders.length - 6_000) < 300, `${year.orders.length}`)
    assert.equal(new Set(year.orders.map(({ no }) => no)).size, year.orders.length)
    for (const order of year.orders) {
      const sum = order.goodsMinor - order.shopMinor - order.platformMinor + order.freightMinor
      assert.equal(order.payableMinor, sum, order.no)
      assert.ok(order.payableMinor > 0 && Number.isSafeInteger(order.payableMinor), order.no)
      assert.ok((order.refund?.minor ?? 0) <= order.payableMinor, order.no)
    }
    const { total, byShop, byMonth } = accountOf(year)
    for (const parts of [byShop, byMonth])
      for (const name of [
        'orders',
        'grossMinor',
        'paidMinor',
        'refundMinor',
        'adSpendMinor',
      ] as const)
        assert.equal(
          Object.values(parts).reduce((sum, one) => sum + one[name], 0),
          total[name],
          name,
        )
  })

  test('no day ships what was not there', () => {
    const left = new Map<string, number>()
    const moves = [
      ...year.receipts.map(({ day, site, sku, qty }) => ({ at: day * DAY, site, sku, qty })),
      ...year.orders.filter(hasLeft).flatMap((order) =>
        piecesOf(order).map(({ site, sku, qty }) => ({
          at: order.shippedAt!,
          site,
          sku,
          qty: -qty,
        })),
      ),
    ].toSorted((a, b) => a.at - b.at || b.qty - a.qty)
    for (const { site, sku, qty } of moves) {
      const now = (left.get(`${site}|${sku}`) ?? 0) + qty
      assert.ok(now >= 0, `${site} ${sku} ${now}`)
      left.set(`${site}|${sku}`, now)
    }
  })

  test('no two parcels leave a site in one second, so that costs are rounded in one order only', () => {
    const busy = liveYear({ seed: 'test', until: UNTIL, orders: 25_000 })
    const leaving = busy.orders
      .filter(({ shippedAt }) => shippedAt !== null)
      .map(({ shop, orderedAt, shippedAt }) =>
        [shop.site, ['tmall', 'jd'].includes(shop.platform) ? orderedAt : shippedAt].join('|'),
      )
    assert.equal(new Set(leaving).size, leaving.length)
  })

  test('what was planted shows: stock-out, leaking lot, late parcels, price war, diminishing returns', () => {
    const { demand } = year
    const out = year.outages.find(({ sku, site }) => sku === 'CL-E600-BK' && site === 'JH')
    assert.ok(out && out.days.length >= 5, JSON.stringify(year.outages))
    const refunds = (of: (order: (typeof year.orders)[number]) => boolean) => {
      const some = year.orders.filter((order) => order.shippedAt !== null && of(order))
      return some.filter(({ refund }) => refund?.kind === 'return').length / some.length
    }
    const usual = refunds(({ trouble }) => trouble === null)
    assert.ok(refunds(({ trouble }) => trouble === 'leak') > usual * 3)
    assert.ok(refunds(({ trouble }) => trouble === 'late') > usual * 1.5)
    const stars = (trouble: 'leak' | null) => {
      const some = reviewsOf(year, year.orders).filter(({ order }) => order.trouble === trouble)
      return some.reduce((sum, { score }) => sum + score, 0) / some.length
    }
    assert.ok(stars('leak') < stars(null) - 1)
    const war = eventOf(demand.events, 'price-war')
    const flask = (day: string) =>
      demand.expected(demandOffer('TM', 'CL-B500'), demand.days.indexOf(day))
    const [before, during] = [flask(addDays(war.from, -1)), flask(war.from)]
    assert.ok(during.orders / during.visitors < (before.orders / before.visitors) * 0.75)
    const plan = AD_PLANS[0]!
    const twice = clicksOf(plan, 20_000, 1) / clicksOf(plan, 10_000, 1)
    assert.ok(twice > 1 && twice < 1.6, `${twice}`)
  })

  const demandOffer = (shop: string, of: string) => {
    const found = year.orders
      .flatMap(({ lines }) => lines)
      .find(({ offer }) => offer.shop.code === shop && offer.of === of)
    assert.ok(found)
    return found.offer
  }

  test('what it is asked for is read or refused, and never the future', () => {
    const now = Date.UTC(2026, 10, 25, 4)
    const usual = readOptions([], {}, now)
    assert.deepEqual(
      [usual.size, usual.orders, usual.until, usual.dataDir],
      ['full', SIZES.full, '2026-11-24', '.millrace/demo'],
    )
    assert.equal(readOptions(['--small'], { MILLRACE_DATA: '/x' }, now).dataDir, '/x/demo')
    for (const wrong of [
      ['--orders', 'many'],
      ['--orders', '99'],
      ['--port', '0'],
      ['--until', '2026-11-25'],
      ['--until', 'yesterday'],
      ['--unknown'],
    ])
      assert.throws(() => readOptions(wrong, {}, now), { name: 'Error' }, wrong.join(' '))
  })
})
