import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { addMs, now } from '#kernel/time.ts'
import { OWN_GOODS } from '#modules/parties'
import { buildSite, buildSku, TESTER, type TestSite } from '#test/factories.ts'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import { listAsOfMoves, listStockAsOf } from './as-of.ts'
import { post } from './ledger.ts'
import type { Quality } from './posting.ts'

const DAY = 86_400_000

describe('stock as of an instant', () => {
  let database: TestDatabase
  before(async () => void (database = await testDatabase()))
  after(() => database[Symbol.asyncDispose]())

  interface Step {
    readonly from: string
    readonly to: string
    readonly qty: bigint
    readonly at: Date
    readonly fromQuality?: Quality
    readonly toQuality?: Quality
    readonly lot?: string
  }
  const happen = (skuId: string, { at, lot = '', ...step }: Step) =>
    database.db.transaction().execute((tx) =>
      post(tx, TESTER, {
        cause: newId(),
        document: 'test',
        effectiveAt: at,
        moves: [
          {
            skuId,
            lot,
            fromQuality: 'good',
            toQuality: 'good',
            ownerId: OWN_GOODS,
            reason: 'transfer',
            ...step,
          },
        ],
      }),
    )

  /** Everything at once, page by page. */
  const stockAt = async (skuId: string, at: Date, limit = 2) => {
    const rows = []
    for (let cursor: string | undefined; ;) {
      const page = await listStockAsOf(database.db, { skuId, at, limit, cursor })
      rows.push(...page.slice(0, limit))
      if (page.length <= limit) return rows
      const { sku, locationId, lot, quality, ownerId } = page[limit - 1]!
      const key = [sku.toUpperCase(), locationId, lot, quality, ownerId]
      cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
    }
  }

  test('what was recorded late counts from when it happened, and each number is the sum of its moves', async () => {
    const site = await buildSite(database.db, 2)
    const skuId = await buildSku(database.db)
    const [supplier, customer] = [await site.at('supplier'), await site.at('customer')]
    const [a, b] = [site.bins[0]!, site.bins[1]!]
    const day = (n: number) => addMs(now(), -n * DAY)
    await happen(skuId, { from: supplier, to: a, qty: 10n, at: day(9) })
    await happen(skuId, { from: a, to: b, qty: 4n, at: day(5) })
    await happen(skuId, { from: b, to: b, qty: 1n, at: day(4), toQuality: 'frozen' })
    await happen(skuId, { from: a, to: customer, qty: 2n, at: day(1) })
    // Found out today: three more had come with another lot a week ago.
    await happen(skuId, { from: supplier, to: a, qty: 3n, at: day(7), lot: 'L2' })
    const said = async (at: Date) =>
      (await stockAt(skuId, at))
        .map(({ locationId, lot, quality, qty }) => [
          locationId === a ? 'a' : 'b',
          lot,
          quality,
          Number(qty),
        ])
        .toSorted((one, two) => (String(one) < String(two) ? -1 : 1))
    assert.deepEqual(await said(day(10)), [])
    assert.deepEqual(await said(day(8)), [['a', '', 'good', 10]])
    assert.deepEqual(await said(day(6)), [
      ['a', '', 'good', 10],
      ['a', 'L2', 'good', 3],
    ])
    assert.deepEqual(await said(day(3)), [
      ['a', '', 'good', 6],
      ['a', 'L2', 'good', 3],
      ['b', '', 'frozen', 1],
      ['b', '', 'good', 3],
    ])
    const past = await stockAt(skuId, day(3))
    for (const place of past) {
      const moves = await listAsOfMoves(database.db, { ...place, at: day(3), limit: 100 })
      assert.equal(
        moves.reduce((sum, { delta }) => sum + delta, 0n),
        place.qty,
      )
    }
  })

  test('200 random moves: at 20 random instants it says what adding up every move to then says', async () => {
    const site: TestSite = await buildSite(database.db, 3)
    const skuId = await buildSku(database.db)
    const supplier = await site.at('supplier')
    let seed = 20_261_125
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    const start = addMs(now(), -100 * DAY)
    for (let n = 0; n < 200; n++) {
      const to = site.bins[random(3)]!
      const qty = BigInt(1 + random(9))
      await happen(skuId, { from: supplier, to, qty, at: addMs(start, random(99) * DAY + n) })
    }
    for (let n = 0; n < 20; n++) {
      const at = addMs(start, random(100) * DAY)
      const { rows } = await sql<{ locationId: string; qty: bigint }>`
        select to_location as "locationId", sum(qty)::bigint as qty from inventory.moves
        where sku_id = ${skuId} and effective_at <= ${at} group by 1 order by 1`.execute(
        database.db,
      )
      const said = (await stockAt(skuId, at)).map(({ locationId, qty }) => ({ locationId, qty }))
      assert.deepEqual(said, rows)
    }
  })
})
