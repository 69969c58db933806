// Goods of others lie in the house as theirs (OP-STK-8) and never leave it for an order of ours (INV-7).
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addOwner, OWN_GOODS } from '#modules/parties'
import {
  assertLedgerHolds,
  buildSite,
  buildSku,
  stock,
  TESTER,
  type TestSite,
} from '#test/factories.ts'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import { listStockAsOf } from './as-of.ts'
import { openCount, recordCount } from './counts.ts'
import { findDrift } from './drift.ts'
import { waterfallOf } from './offers.ts'
import { adjust, moveWithin, receive } from './operations.ts'
import { pinToShelves, ship } from './promises.ts'
import { listStock } from './queries.ts'
import { openReservationQueue } from './reservation-queue.ts'
import { reserve } from './reserve.ts'
import { receiveTransfer, shipTransfer } from './transfers.ts'

describe('owners of goods', () => {
  let database: TestDatabase
  let dealer: string
  let site: TestSite
  let skuId: string
  before(async () => {
    database = await testDatabase()
    dealer = await run((tx) =>
      addOwner(tx, TESTER, { code: 'DEALER', name: '华东经销商', kind: 'dealer' }),
    )
  })
  beforeEach(async () => {
    site = await buildSite(database.db, 2)
    skuId = await buildSku(database.db)
  })
  after(async () => {
    await assertLedgerHolds(database.db)
    assert.deepEqual(await findDrift(database.db), [])
    await database[Symbol.asyncDispose]()
  })

  const run = <T>(work: (tx: Tx) => Promise<T>) => database.db.transaction().execute(work)
  const codeOf = async (work: Promise<unknown>) =>
    work.then(
      () => 'no refusal',
      (error: { code?: string }) => error.code,
    )
  const held = async () => {
    const rows = await listStockAsOf(database.db, { skuId, limit: 50 })
    return Object.fromEntries(
      rows.map(({ ownerId, locationId, qty }) => [
        `${ownerId === OWN_GOODS ? 'ours' : 'theirs'} ${site.bins.indexOf(locationId)}`,
        Number(qty),
      ]),
    )
  }
  const ask = (qty: bigint) => ({
    orderRef: newId(),
    cause: newId(),
    kind: 'ORDER' as const,
    siteIds: [site.id],
    lines: [{ lineRef: '1', skuId, qty }],
  })

  test('OP-STK-8: a dealer’s goods are received, moved, counted, adjusted and transferred as theirs', async () => {
    const [bin, other] = [site.bins[0]!, site.bins[1]!]
    await stock(database.db, site, skuId, 5n)
    await run((tx) =>
      receive(tx, TESTER, {
        siteId: site.id,
        locationId: bin,
        ownerId: dealer,
        note: '',
        lines: [{ skuId, qty: 9n }],
      }),
    )
    const quality = 'good' as const
    const move = { skuId, from: bin, to: other, fromQuality: quality, toQuality: quality }
    await run((tx) => moveWithin(tx, TESTER, { ...move, qty: 4n, ownerId: dealer, reason: '归拢' }))
    assert.deepEqual(await held(), { 'ours 0': 5, 'theirs 0': 5, 'theirs 1': 4 })
    await assert.rejects(
      run((tx) => moveWithin(tx, TESTER, { ...move, qty: 6n, reason: '太多' })),
      /balances_real_not_negative/,
      'ours are five, whatever lies beside them',
    )
    const place = { skuId, locationId: bin, quality, ownerId: dealer }
    const id = await run((tx) => openCount(tx, TESTER, { ...place, cause: 'manual' }))
    await run((tx) => openCount(tx, TESTER, { ...place, ownerId: undefined, cause: 'manual' }))
    await sql`update inventory.counts set status = 'recount', counted_by = 'another' where id = ${id}`.execute(
      database.db,
    )
    assert.equal((await run((tx) => recordCount(tx, TESTER, { id, countedQty: 3n }))).variance, -2n)
    await run((tx) => adjust(tx, TESTER, { ...place, delta: 1n, reason: '找到一件' }))
    assert.deepEqual(await held(), { 'ours 0': 5, 'theirs 0': 4, 'theirs 1': 4 })
    const far = await buildSite(database.db)
    const sent = await run((tx) =>
      shipTransfer(tx, TESTER, {
        toSiteId: far.id,
        note: '',
        lines: [{ skuId, qty: 4n, fromLocationId: other, ownerId: dealer }],
      }),
    )
    await run((tx) => receiveTransfer(tx, TESTER, { id: sent, lines: [] }))
    const there = await listStockAsOf(database.db, { skuId, siteId: far.id, limit: 9 })
    assert.deepEqual(
      there.map(({ owner, qty }) => [owner, qty]),
      [['华东经销商', 4n]],
    )
  })

  test('INV-7: what belongs to others is on hand and never promised, pinned or shipped for an order of ours', async () => {
    await stock(database.db, site, skuId, 2n)
    await stock(database.db, site, skuId, 100n, { ownerId: dealer })
    const [row] = await listStock(database.db, { q: '', siteId: site.id, limit: 9 })
    assert.deepEqual([row?.onHand, row?.good, row?.free], [102n, 2n, 2n])
    const { steps } = await waterfallOf(database.db, { skuId, channel: '' })
    assert.deepEqual(
      ['on_hand', 'not_good', 'good', 'ats'].map(
        (key) => steps.find((step) => step.key === key)?.value,
      ),
      [102n, -100n, 2n, 2n],
    )
    const queue = openReservationQueue(database.db)
    const outcomes = await Promise.all([
      ...Array.from({ length: 20 }, () => queue.reserve({ ...ask(1n), actor: TESTER })),
      ...Array.from({ length: 20 }, () =>
        run((tx) => reserve(tx, TESTER, ask(1n))).then(
          () => ({ ok: true }),
          () => ({ ok: false }),
        ),
      ),
    ])
    assert.equal(outcomes.filter(({ ok }) => ok).length, 2)
  })

  test('INV-7: an order pinned and shipped takes ours; from theirs it is refused, by decision and by constraint', async () => {
    await stock(database.db, site, skuId, 3n, { bin: 1 })
    await stock(database.db, site, skuId, 50n, { bin: 0, ownerId: dealer })
    const order = ask(3n)
    await run((tx) => reserve(tx, TESTER, order))
    await run((tx) => pinToShelves(tx, TESTER, { orderRef: order.orderRef, cause: newId() }))
    const { rows } = await sql<{ ownerId: string; hard: bigint }>`
      select owner_id as "ownerId", hard from inventory.balances where sku_id = ${skuId} and hard > 0`.execute(
      database.db,
    )
    assert.deepEqual(rows, [{ ownerId: OWN_GOODS, hard: 3n }])
    const leave = (bin: number, ownerId: string) =>
      run((tx) =>
        ship(tx, TESTER, {
          orderRef: order.orderRef,
          cause: newId(),
          lines: [{ lineRef: '1', skuId, qty: 3n, locationId: site.bins[bin]!, ownerId }],
        }),
      )
    assert.equal(await codeOf(leave(1, dealer)), 'inventory.not_our_goods')
    await leave(1, OWN_GOODS)
    await assert.rejects(
      database.pool.query(
        'update inventory.balances set hard = 1 where sku_id = $1 and owner_id = $2 and is_real',
        [skuId, dealer],
      ),
      /balances_held_are_ours/,
    )
  })
})
