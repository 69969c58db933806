// Many callers at once through the queue: looked at without a lock, written if unchanged, else decided under locks.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addMs, now } from '#kernel/time.ts'
import {
  assertLedgerHolds,
  buildSite,
  buildSku,
  stock,
  TESTER,
  type TestSite,
} from '#test/factories.ts'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import { grantQuota } from './offers.ts'
import { release } from './promises.ts'
import { openReservationQueue } from './reservation-queue.ts'
import { type ReserveRequest, reserve } from './reserve.ts'

describe('the reservation queue', () => {
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
  const pool = async (skuId: string, site: TestSite) => {
    const { rows } = await sql<{ good: bigint; ordered: bigint; hard: bigint; soft: bigint }>`
      select good, ordered, hard, soft from inventory.pools where sku_id = ${skuId} and site_id = ${site.id}`.execute(
      database.db,
    )
    return rows[0]!
  }

  /** `ask` when another transaction has written and not committed; answers come after it has. */
  const whileLocked = async <T>(
    write: (tx: Tx) => Promise<unknown>,
    asking: () => Promise<T>[],
  ) => {
    const asked = await database.db.transaction().execute(async (tx) => {
      await write(tx)
      const answers = Promise.all(asking())
      for (let isWaiting = false; !isWaiting;) {
        const { rows } = await sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
          database.db,
        )
        isWaiting = rows.length > 0
      }
      return { answers }
    })
    return asked.answers
  }

  test('a request too large does not starve smaller ones behind it, in one batch', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    const queue = openReservationQueue(database.db)
    const sizes = [8n, 50n, 1n, 9n, 1n]
    const outcomes = await Promise.all(
      sizes.map((qty, n) =>
        queue.reserve({ ...ask(`b-${skuId}-${n}`, [site.id], [[skuId, qty]]), actor: TESTER }),
      ),
    )
    assert.deepEqual(
      outcomes.map(({ ok }) => ok),
      [true, false, true, false, true],
    )
  })

  test('sold out is refused by looking alone, yet replays answer, and what comes back is sold at once', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 4n)
    const queue = openReservationQueue(database.db)
    const order = (n: number, more: Partial<ReserveRequest> = {}) =>
      queue.reserve({ ...ask(`s-${skuId}-${n}`, [site.id], [[skuId, 1n]], more), actor: TESTER })
    const take = async (from: number, count: number) =>
      (await Promise.all(Array.from({ length: count }, (_, n) => order(from + n)))).map(
        ({ ok }) => ok,
      )
    assert.deepEqual(await take(0, 3), [true, true, true])
    assert.equal((await order(3, { kind: 'SOFT', expiresAt: addMs(now(), 3_600_000) })).ok, true)
    assert.deepEqual(await take(10, 5), [false, false, false, false, false])
    const locked = async () =>
      (
        await sql<{
          xmax: string
        }>`select xmax::text from inventory.pools where sku_id = ${skuId}`.execute(database.db)
      ).rows[0]!.xmax
    const before = await locked()
    const [short] = await Promise.all([order(20), order(21)])
    assert.equal(await locked(), before, 'nothing was locked to say no')
    assert.deepEqual(short.ok ? null : short.short, [
      { lineRef: '1', skuId, wanted: 1n, available: 0n },
    ])
    const replay = await order(1)
    assert.ok(replay.ok && replay.replayed && replay.reserved[0]!.qty === 1n)
    assert.deepEqual(await take(30, 2), [false, false])
    await database.db
      .transaction()
      .execute((tx) => release(tx, TESTER, { orderRef: `s-${skuId}-0`, cause: newId() }))
    assert.deepEqual(await take(40, 3), [true, false, false])
    assert.deepEqual(await take(50, 1), [false])
    await sql`update inventory.reservations set expires_at = now() - interval '1 second'
      where sku_id = ${skuId} and kind = 'SOFT'`.execute(database.db)
    assert.deepEqual(await take(60, 2), [true, false], 'what expired is sold')
  })

  test('INV-6: what was looked at and changed before it was written is decided anew, under the lock', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 4n)
    const queue = openReservationQueue(database.db)
    const order = (n: number, qty: bigint) =>
      queue.reserve({ ...ask(`r-${skuId}-${n}`, [site.id], [[skuId, qty]]), actor: TESTER })
    // Four were free when the batch looked. When it may write, one is sold and one kept for another channel,
    // which no constraint of the pool would notice.
    const outcomes = await whileLocked(
      async (tx) => {
        await reserve(tx, TESTER, ask(`first-${skuId}`, [site.id], [[skuId, 1n]]))
        await grantQuota(tx, TESTER, { skuId, siteId: site.id, qty: 1n, channel: 'tmall' })
      },
      () => [order(1, 3n)],
    )
    assert.deepEqual(
      outcomes.map(({ ok }) => ok),
      [false],
    )
    assert.equal((await pool(skuId, site)).ordered, 1n)
    assert.equal((await order(2, 2n)).ok, true)
  })

  test('T9: an event applied between look and write is answered as replayed, though the pool looks the same', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 1n)
    const queue = openReservationQueue(database.db)
    const again = `again-${skuId}`
    const request = ask(again, [site.id], [[skuId, 1n]])
    const [replay] = await whileLocked(
      async (tx) => {
        await reserve(tx, TESTER, request)
        await release(tx, TESTER, { orderRef: again, cause: newId() })
      },
      () => [queue.reserve({ ...request, actor: TESTER })],
    )
    assert.ok(replay?.ok && replay.replayed)
    assert.equal((await pool(skuId, site)).ordered, 0n)
  })

  test('T9: the same events through several processes at once apply once, and each is answered', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 100n)
    const queues = Array.from({ length: 3 }, () => openReservationQueue(database.db))
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ask(`p-${skuId}-${n}`, [site.id], [[skuId, 2n]]),
      ).flatMap((request) => queues.map((queue) => queue.reserve({ ...request, actor: TESTER }))),
    )
    for (const outcome of outcomes) assert.equal(outcome.ok && outcome.reserved[0]!.qty, 2n)
    assert.equal((await pool(skuId, site)).ordered, 40n)
  })

  test('a batch keeps channel, expiry and kind of each, and adds up what one line asks twice', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 100n)
    const queue = openReservationQueue(database.db)
    const day = addMs(now(), 86_400_000)
    const order = (name: string, more: Partial<ReserveRequest>) =>
      queue.reserve({ ...ask(`${name}-${skuId}`, [site.id], [[skuId, 1n]], more), actor: TESTER })
    await Promise.all([
      order('a', { channel: 'tmall', kind: 'SOFT', expiresAt: day }),
      order('b', { channel: 'douyin', kind: 'SOFT', expiresAt: addMs(day, 1000) }),
    ])
    await Promise.all([order('c', {}), order('d', { channel: 'tmall' })])
    await Promise.all([order('e', { cause: newId() }), order('e', { cause: newId() })])
    await Promise.all([order('f', { kind: 'SOFT', expiresAt: day }), order('g', {})])
    const { rows } = await sql<object>`
      select left(order_ref, 1) as o, channel, kind, outstanding::int as n, expires_at as at from inventory.reservations
      where sku_id = ${skuId} order by 1`.execute(database.db)
    const row = (o: string, channel: string, kind: string, n = 1, at: Date | null = null) => ({
      o,
      channel,
      kind,
      n,
      at,
    })
    assert.deepEqual(rows, [
      row('a', 'tmall', 'SOFT', 1, day),
      row('b', 'douyin', 'SOFT', 1, addMs(day, 1000)),
      row('c', '', 'ORDER'),
      row('d', 'tmall', 'ORDER'),
      row('e', '', 'ORDER', 2),
      row('f', '', 'SOFT', 1, day),
      row('g', '', 'ORDER'),
    ])
    assert.deepEqual(await pool(skuId, site), { good: 100n, ordered: 5n, hard: 0n, soft: 3n })
  })

  test('a poisoned request fails alone, and its batch goes through', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    const queue = openReservationQueue(database.db)
    const outcomes = await Promise.allSettled([
      queue.reserve({ ...ask(`ok1-${skuId}`, [site.id], [[skuId, 1n]]), actor: TESTER }),
      queue.reserve({ ...ask(`bad-${skuId}`, [site.id], [['not-a-uuid', 1n]]), actor: TESTER }),
      queue.reserve({ ...ask(`ok2-${skuId}`, [site.id], [[skuId, 1n]]), actor: TESTER }),
    ])
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.equal((await pool(skuId, site)).ordered, 2n)
  })
})
