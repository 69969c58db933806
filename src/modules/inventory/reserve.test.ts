import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { AppError } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { OWN_GOODS } from '#modules/parties'
import { addMs, now } from '#kernel/time.ts'
import {
  assertLedgerHolds,
  buildBundle,
  buildSite,
  buildSku,
  stock,
  TESTER,
  type TestSite,
} from '#test/factories.ts'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import { confirm, pinToShelves, release, ship, unpin } from './promises.ts'
import { openReservationQueue } from './reservation-queue.ts'
import { expireReservations, type ReserveRequest, reserve } from './reserve.ts'

describe('reserve', () => {
  let database: TestDatabase
  before(async () => void (database = await testDatabase()))
  after(() => database[Symbol.asyncDispose]())
  afterEach(() => assertLedgerHolds(database.db))

  const ask = (
    orderRef: string,
    siteIds: string[] | undefined,
    lines: [skuId: string, qty: bigint][],
    more: Partial<ReserveRequest> = {},
  ) => ({
    orderRef,
    cause: `reserve:${orderRef}`,
    kind: 'ORDER' as const,
    siteIds,
    lines: lines.map(([skuId, qty], n) => ({ lineRef: String(n + 1), skuId, qty })),
    ...more,
  })
  const reserveNow = (request: ReserveRequest) =>
    database.db.transaction().execute((tx) => reserve(tx, TESTER, request))
  const refusalOf = async (work: Promise<unknown>): Promise<AppError> => {
    try {
      await work
    } catch (error) {
      return error as AppError
    }
    return assert.fail('this should have been refused')
  }
  const pool = async (skuId: string, site: TestSite) => {
    const { rows } = await sql<{ good: bigint; ordered: bigint; hard: bigint; soft: bigint }>`
      select good, ordered, hard, soft from inventory.pools where sku_id = ${skuId} and site_id = ${site.id}`.execute(
      database.db,
    )
    return rows[0]!
  }

  test('OP-STK-1, T1, INV-2: 1,000 concurrent reservations of 1 against 100 over 4 channels: exactly 100 succeed', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 100n)
    const queue = openReservationQueue(database.db)
    const outcomes = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => {
        const request = ask(`flash-${skuId}-${n}`, [site.id], [[skuId, 1n]], {
          channel: `channel-${n % 4}`,
        })
        // Half through the queue of this process, half through transactions of their own.
        return n % 2 === 0
          ? queue.reserve({ ...request, actor: TESTER }).then(({ ok }) => ok)
          : reserveNow(request).then(
              () => true,
              (error: AppError) => (
                assert.equal(error.code, 'inventory.insufficient_stock'),
                false
              ),
            )
      }),
    )
    assert.equal(outcomes.filter(Boolean).length, 100)
    assert.equal((await pool(skuId, site)).ordered, 100n)
  })

  test('OP-STK-4, G-4, T3: sites of 10 and 15, an order of 13: 10 + 3', async () => {
    const [one, two, skuId] = [
      await buildSite(database.db),
      await buildSite(database.db),
      await buildSku(database.db),
    ]
    await stock(database.db, one, skuId, 10n)
    await stock(database.db, two, skuId, 15n)
    const got = await reserveNow(ask(`g4-${skuId}`, [one.id, two.id], [[skuId, 13n]]))
    assert.deepEqual(
      got.map(({ siteId, qty }) => [siteId, qty]),
      [
        [one.id, 10n],
        [two.id, 3n],
      ],
    )
  })

  test('OP-STK-5, T2, T4: cart 4, A has 1, B has 3: reserved 1 + 3; shipping from elsewhere is refused', async () => {
    const [a, b, skuId] = [
      await buildSite(database.db),
      await buildSite(database.db),
      await buildSku(database.db),
    ]
    await stock(database.db, a, skuId, 1n)
    await stock(database.db, b, skuId, 3n)
    const orderRef = `medusa-${skuId}`
    const got = await reserveNow(ask(orderRef, [a.id, b.id], [[skuId, 4n]]))
    assert.deepEqual(
      got.map(({ qty }) => qty),
      [1n, 3n],
    )
    const shipFrom = (site: TestSite, qty: bigint, cause: string) =>
      database.db.transaction().execute((tx) =>
        ship(tx, TESTER, {
          orderRef,
          cause,
          lines: [{ lineRef: '1', skuId, qty, locationId: site.bins[0]!, ownerId: OWN_GOODS }],
        }),
      )
    const elsewhere = await buildSite(database.db)
    await stock(database.db, elsewhere, skuId, 9n)
    assert.equal(
      (await refusalOf(shipFrom(elsewhere, 1n, newId()))).code,
      'inventory.not_reserved_here',
    )
    assert.equal(
      (await refusalOf(shipFrom(a, 4n, newId()))).code,
      'inventory.more_than_outstanding',
    )
    await shipFrom(a, 1n, newId())
    await shipFrom(b, 3n, newId())
    assert.deepEqual(await pool(skuId, b), { good: 0n, ordered: 0n, hard: 0n, soft: 0n })
  })

  test('T5: an order can ship what it has reserved itself when everything is reserved', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 5n)
    await reserveNow(ask(`mine-${skuId}`, [site.id], [[skuId, 2n]]))
    await reserveNow(ask(`others-${skuId}`, [site.id], [[skuId, 3n]]))
    await database.db.transaction().execute((tx) =>
      ship(tx, TESTER, {
        orderRef: `mine-${skuId}`,
        cause: newId(),
        lines: [{ lineRef: '1', skuId, qty: 2n, locationId: site.bins[0]!, ownerId: OWN_GOODS }],
      }),
    )
    assert.deepEqual(await pool(skuId, site), { good: 3n, ordered: 3n, hard: 0n, soft: 0n })
  })

  test('T7: two lines of one SKU are judged on their sum', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 3n)
    const twice = ask(
      `twice-${skuId}`,
      [site.id],
      [
        [skuId, 2n],
        [skuId, 2n],
      ],
    )
    const refusal = await refusalOf(reserveNow(twice))
    assert.equal(refusal.code, 'inventory.insufficient_stock')
    assert.deepEqual(
      (refusal.details['short'] as { available: bigint }[]).map((s) => s.available),
      [1n],
    )
  })

  test('T11: a bundle reserves its parts, and shares them with the parts sold alone', async () => {
    const [site, cup, lid] = [
      await buildSite(database.db),
      await buildSku(database.db, '杯'),
      await buildSku(database.db, '盖'),
    ]
    const bundle = await buildBundle(database.db, [
      { skuId: cup, qty: 2n },
      { skuId: lid, qty: 1n },
    ])
    await stock(database.db, site, cup, 5n)
    await stock(database.db, site, lid, 9n)
    await reserveNow(
      ask(
        `mix-${bundle}`,
        [site.id],
        [
          [bundle, 2n],
          [cup, 1n],
        ],
      ),
    )
    assert.equal((await pool(cup, site)).ordered, 5n)
    assert.equal((await pool(lid, site)).ordered, 2n)
    assert.equal(
      (await refusalOf(reserveNow(ask(`one-${bundle}`, [site.id], [[bundle, 1n]])))).code,
      'inventory.insufficient_stock',
    )
    assert.equal((await pool(lid, site)).ordered, 2n, 'nothing of a refused bundle stays')
  })

  test('orders naming the same SKUs in opposite order do not deadlock', async () => {
    const [site, a, b] = [
      await buildSite(database.db),
      await buildSku(database.db),
      await buildSku(database.db),
    ]
    await stock(database.db, site, a, 60n)
    await stock(database.db, site, b, 60n)
    const lines: [string, bigint][] = [
      [a, 1n],
      [b, 1n],
    ]
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        reserveNow(ask(`x-${a}-${n}`, [site.id], n % 2 ? lines : lines.toReversed())),
      ),
    )
    assert.equal((await pool(a, site)).ordered, 60n)
  })

  test('T9: replaying an event changes nothing; ship then cancel releases only the rest', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    const orderRef = `t9-${skuId}`
    const request = ask(orderRef, [site.id], [[skuId, 6n]])
    const answers = await Promise.all([...Array(10)].map(() => reserveNow(request)))
    assert.equal(
      new Set(answers.map((a) => JSON.stringify(a.map(({ qty }) => String(qty))))).size,
      1,
    )
    assert.equal((await pool(skuId, site)).ordered, 6n)
    const shipCause = newId()
    const shipFour = () =>
      database.db.transaction().execute((tx) =>
        ship(tx, TESTER, {
          orderRef,
          cause: shipCause,
          lines: [{ lineRef: '1', skuId, qty: 4n, locationId: site.bins[0]!, ownerId: OWN_GOODS }],
        }),
      )
    await Promise.all([shipFour(), shipFour(), shipFour()])
    const cancel = (qty: bigint) =>
      database.db
        .transaction()
        .execute((tx) =>
          release(tx, TESTER, { orderRef, cause: newId(), lines: [{ lineRef: '1', skuId, qty }] }),
        )
    assert.equal((await refusalOf(cancel(6n))).code, 'inventory.more_than_outstanding')
    await cancel(2n)
    assert.deepEqual(await pool(skuId, site), { good: 6n, ordered: 0n, hard: 0n, soft: 0n })
  })

  test('INV-4: pinning to shelves takes the earliest lot first, un-audit gives the pool back', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 4n, { bin: 0, lot: '280101' })
    await stock(database.db, site, skuId, 4n, { bin: 1, lot: '270101' })
    const orderRef = `pin-${skuId}`
    await reserveNow(ask(orderRef, [site.id], [[skuId, 5n]]))
    const run = (work: typeof pinToShelves) =>
      database.db.transaction().execute((tx) => work(tx, TESTER, { orderRef, cause: newId() }))
    await run(pinToShelves)
    const held = await sql<{ lot: string; hard: bigint }>`
      select lot, hard from inventory.balances where sku_id = ${skuId} and hard > 0 order by lot`.execute(
      database.db,
    )
    assert.deepEqual(held.rows, [
      { lot: '270101', hard: 4n },
      { lot: '280101', hard: 1n },
    ])
    await assert.rejects(
      database.pool.query(
        `update inventory.balances set qty = 0 where sku_id = $1 and lot = '270101'`,
        [skuId],
      ),
      /balances_hard_within_qty/,
    )
    await run(unpin)
    assert.deepEqual(await pool(skuId, site), { good: 8n, ordered: 5n, hard: 0n, soft: 0n })
  })

  test('soft promises: confirmed by payment, or given back when their time is over', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 2n)
    const soft = (ref: string, expiresAt: Date) =>
      reserveNow(ask(ref, [site.id], [[skuId, 1n]], { kind: 'SOFT', expiresAt }))
    await soft(`paid-${skuId}`, addMs(now(), 60_000))
    await soft(`left-${skuId}`, addMs(now(), -1))
    await database.db
      .transaction()
      .execute((tx) => confirm(tx, TESTER, { orderRef: `paid-${skuId}`, cause: newId() }))
    await reserveNow(ask(`next-${skuId}`, [site.id], [[skuId, 1n]]))
    assert.deepEqual(await pool(skuId, site), { good: 2n, ordered: 2n, hard: 0n, soft: 0n })
    assert.equal(await database.db.transaction().execute((tx) => expireReservations(tx)), 0)
  })

  test('OP-STK-8, OP-STK-9: seconds, inspection and frozen goods are not promised; quantities have no fractions', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    for (const quality of ['seconds', 'inspection', 'frozen'] as const)
      await stock(database.db, site, skuId, 5n, { quality })
    assert.equal(
      (await refusalOf(reserveNow(ask(`q-${skuId}`, [site.id], [[skuId, 1n]])))).code,
      'inventory.insufficient_stock',
    )
    const { rows } = await sql<{ type: string }>`
      select distinct data_type as type from information_schema.columns
      where table_schema = 'inventory' and column_name in ('qty', 'good', 'ordered', 'hard', 'soft', 'outstanding', 'delta')`.execute(
      database.db,
    )
    assert.deepEqual(rows, [{ type: 'bigint' }])
  })

  test('INV-1, INV-3: the ledger cannot be rewritten and no balance can be set below zero', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 1n)
    await assert.rejects(
      database.pool.query('update inventory.moves set qty = 2 where sku_id = $1', [skuId]),
      /append-only/,
    )
    await assert.rejects(
      database.pool.query('delete from inventory.moves where sku_id = $1', [skuId]),
      /append-only/,
    )
    await assert.rejects(
      database.pool.query('update inventory.balances set qty = -1 where sku_id = $1 and is_real', [
        skuId,
      ]),
      /balances_real_not_negative/,
    )
    await reserveNow(ask(`neg-${skuId}`, [site.id], [[skuId, 1n]]))
    await assert.rejects(
      database.pool.query('update inventory.reservations set outstanding = -1 where sku_id = $1', [
        skuId,
      ]),
      /reservations_not_negative/,
    )
  })
})
