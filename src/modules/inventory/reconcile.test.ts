import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { systemActor } from '#kernel/actor.ts'
import { runChecks } from '#kernel/checks.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addMs, now } from '#kernel/time.ts'
import { OWN_GOODS } from '#modules/parties'
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
import { checks } from './checks.ts'
import { post } from './ledger.ts'
import { setSafety } from './offer-rules.ts'
import { offeredOf } from './offered.ts'
import { grantQuota, waterfallOf } from './offers.ts'
import { adjust } from './operations.ts'
import { pinToShelves } from './promises.ts'
import { decideCorrection, type Finding, proposeCorrection, reconcile } from './reconcile.ts'
import { expireReservations, reserve } from './reserve.ts'

const OTHER = systemActor('other person')

describe('reconcile', () => {
  let database: TestDatabase
  before(async () => void (database = await testDatabase()))
  after(() => database[Symbol.asyncDispose]())
  afterEach(() => assertLedgerHolds(database.db))

  const run = <T>(work: (tx: Tx) => Promise<T>) => database.db.transaction().execute(work)
  const query = (text: string, values: unknown[]) => database.pool.query(text, values)
  const drift = (skuId: string) =>
    reconcile(database.db).then((all) => all.filter((one) => one.skuId === skuId))
  const brief = (all: readonly Finding[]) =>
    all.map(({ kind, what, found, expected, proposal }) => ({
      kind,
      what,
      found,
      expected,
      proposal,
    }))
  const order = async (site: TestSite, skuId: string, qty: bigint, channel = '') => {
    const orderRef = newId()
    await run((tx) =>
      reserve(tx, TESTER, {
        orderRef,
        cause: newId(),
        kind: 'ORDER',
        channel,
        siteIds: [site.id],
        lines: [{ lineRef: '1', skuId, qty }],
      }),
    )
    return orderRef
  }
  /** Everything that counts, as text: what must not change while somebody only looks or proposes. */
  const everything = async (skuId: string) => {
    const tables = ['moves', 'balances', 'pools', 'reservations', 'reservation_entries']
    const parts = await Promise.all(
      tables.map((table) =>
        query(`select to_jsonb(t) as row from inventory.${table} t where sku_id = $1 order by 1`, [
          skuId,
        ]),
      ),
    )
    return JSON.stringify(parts.map(({ rows }) => rows))
  }
  const approve = (id: string, actor = OTHER) =>
    run((tx) => decideCorrection(tx, actor, { id, approve: true, reason: '核对过流水' }))

  test('OP-STK-7, T10: each kind of drift is found with its rows; nothing changes until another person agrees', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 100n)
    const orderRef = await order(site, skuId, 7n)
    await run((tx) => pinToShelves(tx, TESTER, { orderRef, cause: newId() }))
    const held = await order(site, skuId, 5n)
    assert.deepEqual(await drift(skuId), [])
    // What a script on the database, a lost disk page, or a bug of ours would leave behind.
    await query('update inventory.balances set qty = 97 where sku_id = $1 and qty = 100', [skuId])
    await query('update inventory.balances set hard = 8 where sku_id = $1 and hard = 7', [skuId])
    await query('update inventory.pools set good = 101, ordered = 4 where sku_id = $1', [skuId])
    await query(
      `update inventory.reservations set outstanding = 6 where sku_id = $1 and order_ref = $2 and kind = 'ORDER'`,
      [skuId, held],
    )
    const broken = await everything(skuId)
    const found = await drift(skuId)
    assert.deepEqual(brief(found), [
      { kind: 'balance', what: 'qty', found: 97n, expected: 100n, proposal: 3n },
      { kind: 'hold', what: 'hard', found: 8n, expected: 7n, proposal: -1n },
      { kind: 'pool', what: 'good', found: 101n, expected: 100n, proposal: -1n },
      { kind: 'pool', what: 'ordered', found: 4n, expected: 5n, proposal: 1n },
      { kind: 'reservation', what: 'ORDER', found: 6n, expected: 5n, proposal: -1n },
    ])
    for (const { kind, what, chain, expected } of found) {
      assert.ok(
        chain.length > 0 && chain.every(({ cause }) => cause !== ''),
        `${kind} ${what} has a chain`,
      )
      const sum = chain.reduce((total, { delta }) => total + delta, 0n)
      assert.equal(sum, expected, `the chain of ${kind} ${what} adds up to what it should be`)
    }
    const ids: string[] = []
    for (const { key } of found) {
      ids.push(await run((tx) => proposeCorrection(tx, TESTER, { key, reason: '对账' })))
    }
    assert.equal(await everything(skuId), broken, 'looking and proposing changed nothing')
    await assert.rejects(
      run((tx) => proposeCorrection(tx, OTHER, { key: found[0]!.key, reason: '再来' })),
      { code: 'inventory.correction_open' },
    )
    await assert.rejects(approve(ids[0]!, TESTER), { code: 'inventory.own_correction' })
    assert.equal(await everything(skuId), broken)
    for (const id of ids) await approve(id)
    assert.deepEqual(await drift(skuId), [])
    await assert.rejects(approve(ids[0]!), { code: 'inventory.correction_decided' })
    const { rows } = await query(
      `select count(*)::int as n from audit.entries where action like 'inventory.correction.%' and subject_id = any($1)`,
      [ids],
    )
    assert.equal(rows[0].n, 10, 'each proposal and each decision is in the audit log')
  })

  test('OP-STK-7: two who approve at once correct once; a drift that has changed is not touched', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    const tamper = (good: number) =>
      query('update inventory.pools set good = $2 where sku_id = $1', [skuId, good])
    await tamper(12)
    const propose = async () => {
      const [one] = await drift(skuId)
      return run((tx) => proposeCorrection(tx, TESTER, { key: one!.key, reason: '对账' }))
    }
    const first = await propose()
    const both = await Promise.allSettled([approve(first), approve(first, systemActor('third'))])
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.deepEqual(await drift(skuId), [])
    await tamper(12)
    const second = await propose()
    await tamper(13)
    await assert.rejects(approve(second), { code: 'inventory.drift_changed' })
    await run((tx) => decideCorrection(tx, OTHER, { id: second, approve: false, reason: '已变化' }))
    await approve(await propose())
    assert.deepEqual(await drift(skuId), [])
  })

  test('OP-STK-7, I4: goods left past the promise: the rest of it is found, explained, and ended by an entry', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 20n)
    const [mine, other] = [await order(site, skuId, 5n), await order(site, skuId, 4n)]
    const customer = await site.at('customer')
    // A shipment booked as a bare move, as an importer that knows nothing of promises would.
    await run((tx) =>
      post(tx, TESTER, {
        cause: newId(),
        document: `order:${mine}`,
        moves: [
          {
            skuId,
            qty: 3n,
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
    const [one, ...rest] = await drift(skuId)
    assert.deepEqual(rest, [], 'the other order is left alone')
    assert.deepEqual(
      {
        kind: one!.kind,
        cause: one!.cause,
        order: one!.orderRef,
        found: one!.found,
        expected: one!.expected,
      },
      { kind: 'promise', cause: 'shipped', order: mine, found: 5n, expected: 2n },
    )
    assert.deepEqual(one!.chain.map(({ row, delta }) => `${row} ${delta}`).toSorted(), [
      'entry 5',
      'move -3',
    ])
    const i4 = (await runChecks(database.db, checks)).find(({ id }) => id === 'I4')
    assert.equal(i4?.violations.length, 1)
    await approve(
      await run((tx) => proposeCorrection(tx, TESTER, { key: one!.key, reason: '已发' })),
    )
    const { rows } = await query(
      `select order_ref, outstanding from inventory.reservations where sku_id = $1 order by outstanding`,
      [skuId],
    )
    assert.deepEqual(rows, [
      { order_ref: mine, outstanding: 2n },
      { order_ref: other, outstanding: 4n },
    ])
  })

  test('I4: a soft promise nobody gave back in time is drift; the expiry that comes late mends it', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 3n)
    await run((tx) =>
      reserve(tx, TESTER, {
        orderRef: newId(),
        cause: newId(),
        kind: 'SOFT',
        expiresAt: addMs(now(), -3_600_000),
        siteIds: [site.id],
        lines: [{ lineRef: '1', skuId, qty: 2n }],
      }),
    )
    assert.deepEqual(
      (await drift(skuId)).map(({ kind, cause, expected }) => ({ kind, cause, expected })),
      [{ kind: 'promise', cause: 'expired', expected: 0n }],
    )
    await run((tx) => expireReservations(tx))
    assert.deepEqual(await drift(skuId), [])
  })

  test('T8, I3, I7: one source behind two stocks: both sell it at once, with a quota, and nothing is sold twice', async () => {
    const [near, far, shared] = [
      await buildSite(database.db),
      await buildSite(database.db),
      await buildSite(database.db),
    ]
    const skuId = await buildSku(database.db)
    await stock(database.db, near, skuId, 3n)
    await stock(database.db, far, skuId, 4n)
    await stock(database.db, shared, skuId, 10n)
    await run((tx) =>
      grantQuota(tx, TESTER, { skuId, siteId: shared.id, channel: 'north', qty: 6n }),
    )
    const buy = (channel: 'north' | 'south') =>
      run((tx) =>
        reserve(tx, TESTER, {
          orderRef: newId(),
          cause: newId(),
          kind: 'ORDER',
          channel,
          siteIds: channel === 'north' ? [near.id, shared.id] : [far.id, shared.id],
          lines: [{ lineRef: '1', skuId, qty: 1n }],
        }),
      ).then(
        () => channel,
        (error: { code: string }) => {
          assert.equal(error.code, 'inventory.insufficient_stock')
          return null
        },
      )
    const sold = await Promise.all(
      Array.from({ length: 60 }, (_, n) => buy(n % 2 === 0 ? 'north' : 'south')),
    )
    const of = (channel: string) => sold.filter((one) => one === channel).length
    assert.equal(of('north') + of('south'), 17)
    assert.ok(of('south') <= 8, 'the quota of the north was kept from the south')
    await assert.rejects(
      query('update inventory.pools set quota = quota + 1 where sku_id = $1', [skuId]),
      /pools_(quota|promised)_within/,
    )
  })

  test('INV-6, I7: what is kept for a channel cannot be adjusted away; an expired quota is in nobody’s way', async () => {
    const [site, skuId] = [await buildSite(database.db), await buildSku(database.db)]
    await stock(database.db, site, skuId, 10n)
    const keep = (qty: bigint, expiresAt?: Date) =>
      run((tx) =>
        grantQuota(tx, TESTER, { skuId, siteId: site.id, channel: 'live', qty, expiresAt }),
      )
    await keep(4n)
    await keep(5n, addMs(now(), 3_600_000))
    const less = (delta: bigint) =>
      run((tx) =>
        adjust(tx, TESTER, {
          skuId,
          locationId: site.bins[0]!,
          delta,
          quality: 'good',
          reason: '破损',
        }),
      )
    await assert.rejects(less(-2n), { constraint: 'pools_quota_within_free' })
    await less(-1n)
    await assert.rejects(order(site, skuId, 1n, 'shop'), { code: 'inventory.insufficient_stock' })
    await query(
      `update inventory.reservations set expires_at = now() - interval '1 second'
       where sku_id = $1 and expires_at is not null`,
      [skuId],
    )
    await order(site, skuId, 5n, 'shop')
    await assert.rejects(order(site, skuId, 1n, 'shop'), { code: 'inventory.insufficient_stock' })
  })

  test('I8, T6, T11: a bundle is offered by all its parts at once, and never from safety or another’s quota', async () => {
    const site = await buildSite(database.db)
    const [cup, lid] = [await buildSku(database.db), await buildSku(database.db)]
    await stock(database.db, site, cup, 20n)
    await stock(database.db, site, lid, 9n)
    const pair = await buildBundle(database.db, [
      { skuId: cup, qty: 1n },
      { skuId: lid, qty: 1n },
    ])
    const box = await buildBundle(database.db, [
      { skuId: pair, qty: 2n },
      { skuId: lid, qty: 1n },
    ])
    const offered = async (skuId: string, channel = '') =>
      (await waterfallOf(database.db, { skuId, channel })).bundle!.publish
    // A box takes 2 cups and 3 lids: the lids, met twice in the recipe, count together.
    assert.deepEqual([await offered(pair), await offered(box)], [9n, 3n])
    // Publishers keep what it came from; the check of what was published (I8-published) reads these.
    const told = await offeredOf(database.db, { skuIds: [box], siteId: site.id, channel: '' })
    assert.equal(told.get(box)!.ats, 3n)
    const parts = told.get(box)!.basis.map(({ perBundle, free }) => `${perBundle} of ${free}`)
    assert.deepEqual(new Set(parts), new Set(['2 of 20', '3 of 9']))
    await run((tx) => setSafety(tx, TESTER, { version: 0, skuId: lid, qty: 2n }))
    await run((tx) =>
      grantQuota(tx, TESTER, { skuId: lid, siteId: site.id, channel: 'live', qty: 4n }),
    )
    assert.deepEqual([await offered(pair), await offered(pair, 'live')], [3n, 7n])
    await order(site, box, 1n)
    assert.deepEqual([await offered(box), await offered(box, 'live')], [0n, 1n])
    const i8 = checks.find(({ id }) => id === 'I8')!
    assert.deepEqual(await i8.run(database.db), [])
    // A pool that claims more than lies on the shelves offers bundles that cannot be made: I8 says so.
    await query('update inventory.pools set good = good + 30 where sku_id = any($1)', [[cup, lid]])
    assert.ok((await i8.run(database.db)).length > 0)
    await query('update inventory.pools set good = good - 30 where sku_id = any($1)', [[cup, lid]])
  })
})
