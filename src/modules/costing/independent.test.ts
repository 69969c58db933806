// OP-STK-10 counted a second way: every unit is an object with its own cost and day, nothing is shared with the
// code under test, and a random half year of one warehouse must come out alike.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { addMs, now } from '#kernel/time.ts'
import { post } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { type TestApp, testApp } from '#test/app.ts'
import { buildSite, buildSku, TESTER } from '#test/factories.ts'

interface Value {
  skuId: string
  qty: string
  averageMinor: string
  fifoMinor: string
  shipped: string
  shippedMinor: string
  coverDays: number | null
  abc: string
  xyz: string
  upTo30: string
  upTo60: string
  upTo90: string
  upTo180: string
  older: string
}

const DAY = 86_400_000
const SKUS = 24

/** One thing on a shelf. */
interface Unit {
  readonly cost: number
  readonly daysAgo: number
}

interface Card {
  readonly units: Unit[]
  /** Exact average cost, as a number: the program's own is in whole 分 and may differ by its rounding. */
  average: number
  readonly weeks: number[]
  shippedCost: number
  issues: number
}

/** A small generator of its own, so that a failure can be run again. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('stock value, counted a second way', () => {
  let app: TestApp
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())

  test('OP-STK-10: moving average, FIFO, ABC, XYZ, cover and age of half a year agree with units counted one by one', async () => {
    const { db } = app.services
    const site = await buildSite(db, 1)
    const [supplier, customer] = [await site.at('supplier'), await site.at('customer')]
    const roll = dice(20_261_125)
    // A second ago: on the same day as now, whatever the hour.
    const lately = addMs(now(), -1000)
    const cards = new Map<string, Card>()
    const move = (skuId: string, qty: number, daysAgo: number, cost: number | null) =>
      db.transaction().execute((tx) =>
        post(tx, TESTER, {
          cause: newId(),
          document: 'card',
          effectiveAt: addMs(lately, -daysAgo * DAY),
          moves: [
            {
              skuId,
              qty: BigInt(qty),
              from: cost === null ? site.bins[0]! : supplier,
              to: cost === null ? customer : site.bins[0]!,
              fromQuality: 'good',
              toQuality: 'good',
              lot: '',
              ownerId: OWN_GOODS,
              reason: cost === null ? 'ship' : 'receive',
              unitCostMinor: cost === null ? undefined : BigInt(cost),
            },
          ],
        }),
      )
    for (let n = 0; n < SKUS; n++) {
      const skuId = await buildSku(db)
      const card: Card = {
        units: [],
        average: 0,
        weeks: Array.from({ length: 13 }, () => 0),
        shippedCost: 0,
        issues: 0,
      }
      cards.set(skuId, card)
      const price = 50 + roll(40) ** 2
      // Days around every edge of the age buckets, and between.
      for (const daysAgo of [200, 181, 180, 150, 91, 90, 75, 61, 60, 45, 31, 30, 15, 7, 3, 1]) {
        const qty = 1 + roll(40)
        const cost = price + roll(price)
        await move(skuId, qty, daysAgo, cost)
        const held = card.units.length
        card.average = (card.average * held + cost * qty) / (held + qty)
        for (let unit = 0; unit < qty; unit++) card.units.push({ cost, daysAgo })
        const out = Math.min(card.units.length, n % 5 === 0 ? 0 : roll(35))
        if (out === 0) continue
        await move(skuId, out, daysAgo, null)
        card.units.splice(0, out)
        card.issues += 1
        if (daysAgo <= 90) {
          card.weeks[Math.floor(daysAgo / 7)]! += out
          card.shippedCost += out * card.average
        }
      }
    }
    await app.drain()
    const finance = await app.as('finance')
    const { body } = await finance.get<{ items: Value[] }>('/api/costing/values?limit=200')
    const shown = new Map(body.items.map((row) => [row.skuId, row]))
    const order = [...cards]
      .filter(([, card]) => sum(card.weeks) > 0)
      .toSorted(([, a], [, b]) => b.shippedCost - a.shippedCost)
    const total = sum(order.map(([, card]) => card.shippedCost))
    const classes = new Map<string, string>()
    let ahead = 0
    for (const [skuId, card] of order) {
      classes.set(skuId, ahead / total < 0.8 ? 'A' : ahead / total < 0.95 ? 'B' : 'C')
      ahead += card.shippedCost
    }
    assert.deepEqual(
      [...new Set(classes.values())].toSorted(),
      ['A', 'B', 'C'],
      'the card has all classes',
    )
    for (const [skuId, card] of cards) {
      const row = shown.get(skuId)!
      const held = card.units.length
      const age = (from: number, to: number) =>
        String(card.units.filter(({ daysAgo }) => daysAgo >= from && daysAgo <= to).length)
      assert.deepEqual(
        [row.qty, row.upTo30, row.upTo60, row.upTo90, row.upTo180, row.older],
        [String(held), age(0, 30), age(31, 60), age(61, 90), age(91, 180), age(181, 9999)],
      )
      assert.equal(
        Number(row.fifoMinor),
        sum(card.units.map(({ cost }) => cost)),
        'FIFO is of whole units: exact',
      )
      // Each issue rounds once, by half a 分 at most.
      near(Number(row.averageMinor), card.average * held, card.issues / 2 + 1)
      near(Number(row.shippedMinor), card.shippedCost, card.issues / 2 + 1 + sum(card.weeks) * 0.5)
      assert.equal(row.shipped, String(sum(card.weeks)))
      assert.equal(row.abc, classes.get(skuId) ?? '-')
      const mean = sum(card.weeks) / 13
      const deviation = Math.sqrt(sum(card.weeks.map((qty) => (qty - mean) ** 2)) / 13)
      assert.equal(
        row.xyz,
        mean === 0 ? '-' : deviation / mean < 0.5 ? 'X' : deviation / mean < 1 ? 'Y' : 'Z',
      )
      const cover = mean === 0 ? null : Math.round((held / (sum(card.weeks) / 91)) * 10) / 10
      if (cover === null) assert.equal(row.coverDays, null)
      else near(row.coverDays!, cover, 0.1001)
    }
  })
})

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

function near(actual: number, expected: number, within: number): void {
  assert.ok(
    Math.abs(actual - expected) <= within,
    `${actual} is not within ${within} of ${expected}`,
  )
}
