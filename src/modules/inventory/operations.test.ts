import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Actor, systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addMs, now } from '#kernel/time.ts'
import { setCost } from '#modules/catalog'
import { OWN_GOODS } from '#modules/parties'
import {
  assertLedgerHolds,
  buildSite,
  buildSku,
  stock,
  TESTER,
  type TestSite,
} from '#test/factories.ts'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import { openCount, recordCount } from './counts.ts'
import { post } from './ledger.ts'
import { setSafety } from './offer-rules.ts'
import { grantQuota, waterfallOf } from './offers.ts'
import { adjust, decideAdjustment, moveWithin, receive } from './operations.ts'
import { stockAsOf } from './queries.ts'
import { reserve } from './reserve.ts'
import { receiveTransfer, shipTransfer } from './transfers.ts'

const OTHER = systemActor('other person')

describe('stock operations', () => {
  let database: TestDatabase
  before(async () => void (database = await testDatabase()))
  after(() => database[Symbol.asyncDispose]())
  afterEach(() => assertLedgerHolds(database.db))

  const run = <T>(work: (tx: Tx) => Promise<T>) => database.db.transaction().execute(work)
  const onHand = async (skuId: string, site: TestSite) => {
    const { rows } = await sql<{ qty: bigint }>`
      select coalesce(sum(b.qty), 0)::bigint as qty from inventory.balances b join places.locations l on l.id = b.location_id
      where b.sku_id = ${skuId} and l.site_id = ${site.id} and l.is_real`.execute(database.db)
    return rows[0]!.qty
  }
  const out = async (site: TestSite, skuId: string, qty: bigint, at?: Date) => {
    const customer = await site.at('customer')
    await run((tx) =>
      post(tx, TESTER, {
        cause: `out:${newId()}`,
        document: 'test',
        ...(at ? { effectiveAt: at } : {}),
        moves: [
          {
            skuId,
            qty,
            from: site.bins[0]!,
            to: customer,
            fromQuality: 'good',
            toQuality: 'good',
            lot: '',
            ownerId: OWN_GOODS,
            reason: 'ship',
          },
        ],
      }),
    )
  }
  const count = (skuId: string, site: TestSite) =>
    run((tx) =>
      openCount(tx, TESTER, { skuId, locationId: site.bins[0]!, quality: 'good', cause: 'manual' }),
    )
  const counted = (id: string, countedQty: bigint, countedAt?: Date, actor: Actor = TESTER) =>
    run((tx) => recordCount(tx, actor, { id, countedQty, countedAt }))

  test('G-5, T12: counted 100 at ten, shipped 100 at five past, posted later: adjustment 0', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 100n)
    const id = await count(skuId, site)
    const scannedAt = now()
    await out(site, skuId, 100n)
    assert.deepEqual(await counted(id, 100n, scannedAt), { status: 'posted', variance: 0n })
    assert.equal(await onHand(skuId, site), 0n)
  })

  test('G-5: shipped before the scan and still counted 100: +100, after a second person looked', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 100n)
    await out(site, skuId, 100n)
    const id = await count(skuId, site)
    assert.deepEqual(await counted(id, 100n), { status: 'recount', variance: null })
    await assert.rejects(counted(id, 100n), { code: 'inventory.recount_by_another' })
    assert.deepEqual(await counted(id, 100n, undefined, OTHER), {
      status: 'posted',
      variance: 100n,
    })
    assert.equal(await onHand(skuId, site), 100n)
  })

  test('OP-STK-11: counting with concurrent picks, 200 interleavings, always the physical balance', async () => {
    const site = await buildSite(database.db)
    for (let round = 0; round < 200; round += 20) {
      const skuId = await buildSku(database.db)
      await stock(database.db, site, skuId, 1000n)
      // The ledger believes 1000; physically 3 are missing. Pickers take what they take.
      let physical = 997n
      for (let n = 0; n < 20; n++) {
        const id = await count(skuId, site)
        const before = BigInt(1 + ((round + n * 7) % 5))
        await out(site, skuId, before)
        physical -= before
        const seen = physical
        const seenAt = now()
        const after = BigInt((round + n * 3) % 4)
        const picks = after > 0n ? out(site, skuId, after) : Promise.resolve()
        physical -= after
        // The pick and the posting of the count race each other.
        await Promise.all([picks, counted(id, seen, seenAt)])
        assert.equal(await onHand(skuId, site), physical, `round ${round + n}`)
      }
    }
  })

  test('OP-STK-12: no second open count of one bin and SKU, whoever asks at once', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => count(skuId, site)))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
    const refused = tries.filter((one) => one.status === 'rejected')
    assert.ok(
      refused.every(({ reason }) => (reason as { code: string }).code === 'inventory.count_open'),
    )
  })

  test('INV-5: a small adjustment is posted; a large one waits for another person', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 100n)
    await run((tx) => setCost(tx, { skuId, validFrom: '2020-01-01', costMinor: 5000n }))
    const ask = (delta: bigint) => ({
      skuId,
      locationId: site.bins[0]!,
      delta,
      quality: 'good' as const,
      reason: '破损',
    })
    assert.equal((await run((tx) => adjust(tx, TESTER, ask(-20n)))).status, 'posted')
    assert.equal(await onHand(skuId, site), 80n)
    const { id, status } = await run((tx) => adjust(tx, TESTER, ask(-21n)))
    assert.equal(status, 'proposed')
    assert.equal(await onHand(skuId, site), 80n)
    const decide = (actor: Actor) =>
      run((tx) => decideAdjustment(tx, actor, { id, approve: true, reason: '已核实' }))
    await assert.rejects(decide(TESTER), { code: 'inventory.own_adjustment' })
    const both = await Promise.allSettled([decide(OTHER), decide(systemActor('third'))])
    assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1)
    assert.equal(await onHand(skuId, site), 59n)
    await assert.rejects(
      database.pool.query(
        'update inventory.adjustments set decided_by = proposed_by where id = $1',
        [id],
      ),
      /adjustments_decided_by_another/,
    )
  })

  test('an adjustment or a count may not take what is promised to orders, and names those that would go without', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    await run((tx) =>
      reserve(tx, TESTER, {
        orderRef: `o-${skuId}`,
        cause: newId(),
        kind: 'ORDER',
        lines: [{ lineRef: '1', skuId, qty: 9n }],
        siteIds: [site.id],
      }),
    )
    const less = {
      skuId,
      locationId: site.bins[0]!,
      delta: -2n,
      quality: 'good' as const,
      reason: '找不到',
    }
    await assert.rejects(
      run((tx) => adjust(tx, TESTER, less)),
      (error: { code: string; details: { orders: unknown } }) => {
        assert.equal(error.code, 'inventory.promised_to_orders')
        assert.deepEqual(error.details.orders, [
          { orderRef: `o-${skuId}`, lineRef: '1', kind: 'ORDER', qty: 1n },
        ])
        return true
      },
    )
    assert.equal((await run((tx) => adjust(tx, TESTER, { ...less, delta: -1n }))).status, 'posted')
  })

  test('transfers: on the road nobody can promise it; a difference needs a reason and is an adjustment', async () => {
    const [from, to, skuId] = [
      await buildSite(database.db),
      await buildSite(database.db),
      await buildSku(database.db),
    ]
    await stock(database.db, from, skuId, 10n)
    const id = await run((tx) =>
      shipTransfer(tx, TESTER, {
        toSiteId: to.id,
        note: '',
        lines: [{ skuId, qty: 6n, fromLocationId: from.bins[0]! }],
      }),
    )
    const road = await waterfallOf(database.db, { skuId, channel: '' })
    const step = (key: string) => road.steps.find((one) => one.key === key)!.value
    assert.deepEqual([step('on_hand'), step('not_good'), step('ats')], [10n, -6n, 4n])
    const arrive = (reason?: string) =>
      run((tx) =>
        receiveTransfer(tx, TESTER, { id, lines: [{ lineNo: 1, receivedQty: 5n, reason }] }),
      )
    await assert.rejects(arrive(), { code: 'inventory.difference_needs_reason' })
    await arrive('运输丢失')
    await assert.rejects(arrive('再来一次'), { code: 'inventory.transfer_received' })
    assert.deepEqual([await onHand(skuId, from), await onHand(skuId, to)], [4n, 5n])
  })

  test('quality is a dimension: moving to seconds takes it out of what can be sold, as a move', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    await run((tx) =>
      moveWithin(tx, TESTER, {
        skuId,
        qty: 3n,
        from: site.bins[0]!,
        to: site.bins[0]!,
        fromQuality: 'good',
        toQuality: 'seconds',
        reason: '外观划伤',
      }),
    )
    const { steps } = await waterfallOf(database.db, { skuId, channel: '' })
    assert.equal(steps.find(({ key }) => key === 'ats')?.value, 7n)
  })

  test('I7, T6: a quota is kept from other channels, used by its own, and must fit', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    await run((tx) => grantQuota(tx, TESTER, { skuId, siteId: site.id, channel: 'live', qty: 8n }))
    await assert.rejects(
      run((tx) => grantQuota(tx, TESTER, { skuId, siteId: site.id, channel: 'x', qty: 3n })),
      {
        code: 'inventory.quota_too_large',
      },
    )
    const take = (channel: string, qty: bigint) =>
      run((tx) =>
        reserve(tx, TESTER, {
          orderRef: newId(),
          cause: newId(),
          kind: 'ORDER',
          channel,
          siteIds: [site.id],
          lines: [{ lineRef: '1', skuId, qty }],
        }),
      )
    await assert.rejects(take('shop', 3n), { code: 'inventory.insufficient_stock' })
    await take('shop', 2n)
    await take('live', 5n)
    const { rows } = await sql<{ quota: bigint; ordered: bigint }>`
      select quota, ordered from inventory.pools where sku_id = ${skuId}`.execute(database.db)
    assert.deepEqual(rows[0], { quota: 3n, ordered: 7n })
    const races = await Promise.allSettled([...Array(6)].map(() => take('live', 1n)))
    assert.equal(races.filter(({ status }) => status === 'fulfilled').length, 3)
  })

  test('as of: yesterday’s stock is what had happened by then, also for moves recorded later', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    const yesterday = addMs(now(), -86_400_000)
    await run((tx) =>
      receive(tx, TESTER, {
        siteId: site.id,
        note: '',
        lines: [{ skuId, qty: 7n }],
        effectiveAt: yesterday,
      }),
    )
    await stock(database.db, site, skuId, 5n)
    const at = async (when: Date) =>
      (await stockAsOf(database.db, skuId, when)).reduce((sum, { qty }) => sum + qty, 0n)
    assert.equal(await at(addMs(yesterday, -1000)), 0n)
    assert.equal(await at(addMs(yesterday, 1000)), 7n)
    assert.equal(await at(now()), 12n)
    await assert.rejects(
      run((tx) =>
        receive(tx, TESTER, {
          siteId: site.id,
          note: '',
          lines: [{ skuId, qty: 1n }],
          effectiveAt: addMs(now(), 60_000),
        }),
      ),
      { code: 'inventory.future_effect' },
    )
  })

  test('safety stock holds back from offers, not from what is already promised', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    await run((tx) => setSafety(tx, TESTER, { version: 0, skuId, qty: 4n }))
    await run((tx) =>
      setSafety(tx, TESTER, { version: 0, skuId, siteId: site.id, channel: 'store', qty: 0n }),
    )
    const ats = async (channel: string) =>
      (await waterfallOf(database.db, { skuId, channel })).steps.find(({ key }) => key === 'ats')
        ?.value
    assert.deepEqual([await ats('web'), await ats('store')], [6n, 10n])
  })
})
