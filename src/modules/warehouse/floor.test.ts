// Releasing, waves and picking on a real database, over HTTP; people who do the same at once, and what a shelf does not hold.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { stock } from '#test/factories.ts'
import { atStation, codeOf, type FloorRig, type Goods, ok, openFloor } from './testing.ts'

describe('the floor', () => {
  let app: TestApp
  let floor: FloorRig
  let cup: Goods
  let pot: Goods
  let at: ReturnType<typeof atStation>
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())
  beforeEach(async () => {
    await sql`delete from kernel.settings where key like 'warehouse.%'`.execute(app.services.db)
    floor = await openFloor(app)
    at = atStation(app, floor)
    cup = await floor.sku('茶杯', 0, 50n)
    pot = await floor.sku('茶壶', 9, 50n)
  })

  test('I5: audited goes to the floor shelf by shelf, first expired first; HARD is exactly what is to be picked', async () => {
    const late = await floor.sku('茶叶', 3, 5n, '270101')
    await stock(floor.db, floor.site, late.id, 5n, { bin: 5, lot: '260901' })
    const { released, refused } = await at.ready({ A: [[late, 7]] })
    assert.deepEqual({ released, refused }, { released: 1, refused: [] })
    const { rows } = await sql<{ lot: string; qty: bigint }>`
      select t.lot, t.qty from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id
      where f.site_id = ${floor.site.id} order by t.lot`.execute(floor.db)
    assert.deepEqual(rows, [
      { lot: '260901', qty: 5n },
      { lot: '270101', qty: 2n },
    ])
    await floor.assertSound()
    const { id } = await floor.order('A')
    ok(await floor.worker.post(`/api/warehouse/orders/${id}/unrelease`, { note: '先不发' }))
    assert.deepEqual(await at.statuses(), { A: 'AUDITED' })
    await floor.assertSound()
    assert.equal((await floor.release()).released, 1)
    await floor.assertSound()
  })

  test('named orders are released, all of them; who is not of this site is refused by id', async () => {
    await floor.hear({ A: [[cup, 1]], B: [[cup, 1]], C: [[cup, 1]] })
    await floor.audit()
    const ids = (await floor.all()).map(({ id }) => id)
    const stranger = newId()
    const { released, refused } = await floor.release({ ids: [...ids, stranger], limit: 1 })
    assert.equal(released, 3)
    assert.deepEqual(
      refused.map(({ orderId }) => orderId),
      [stranger],
    )
  })

  test('I5: the check sees a task without its pin', async () => {
    await at.ready({ A: [[cup, 2]] })
    await floor.db.transaction().execute(async (tx) => {
      await sql`update warehouse.tasks set qty = qty + 1 where sku_id = ${cup.id}`.execute(tx)
    })
    await assert.rejects(floor.assertSound(), /I5b/)
    await sql`update warehouse.tasks set qty = qty - 1 where sku_id = ${cup.id}`.execute(floor.db)
    await floor.assertSound()
  })

  test('INV-WMS-1: two who release the same orders, and two who build waves of them, never take one twice', async () => {
    await floor.hear(
      Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`R${n}`, [[cup, 2]] as const])),
    )
    await floor.audit()
    const both = await Promise.all([floor.release(), floor.release()])
    assert.equal(both[0].released + both[1].released, 12)
    const deviceId = await floor.device({ maxOrders: 5 })
    const build = () =>
      floor.worker.post<{ ids: string[] }>('/api/warehouse/waves', {
        siteId: floor.site.id,
        deviceId,
        groupings: [],
      })
    const built = await Promise.all([build(), build()])
    const won = built.filter(({ status }) => status === 200)
    assert.equal(won.length, 1)
    assert.equal(
      codeOf(built.find(({ status }) => status !== 200)!),
      '409 warehouse.nothing_to_build',
    )
    assert.equal(won[0]!.body.ids.length, 3)
    const { rows } = await sql<{ orders: number }>`
      select count(*)::int as orders from warehouse.floor_orders where wave_id = any(${won[0]!.body.ids}::uuid[])`.execute(
      floor.db,
    )
    assert.equal(rows[0]!.orders, 12)
    await floor.assertSound()
  })

  test('a wave needs a free device; cancelled untouched, its orders wait again', async () => {
    await at.ready({ A: [[cup, 2]], B: [[pot, 3]] })
    const deviceId = await floor.device({ units: 1, maxOrders: 1 })
    const { ids } = ok(
      await floor.worker.post<{ ids: string[] }>('/api/warehouse/waves', {
        siteId: floor.site.id,
        deviceId,
      }),
    )
    assert.equal(ids.length, 2)
    ok(await floor.worker.post(`/api/warehouse/waves/${ids[0]}/release`))
    assert.equal(
      codeOf(await floor.worker.post(`/api/warehouse/waves/${ids[1]}/release`)),
      '409 warehouse.no_device',
    )
    assert.deepEqual(
      ok(await floor.worker.post(`/api/warehouse/waves/${ids[0]}/cancel`, { note: '换车' })),
      { freed: 1, pulled: 0 },
    )
    ok(await floor.worker.post(`/api/warehouse/waves/${ids[1]}/release`))
    await floor.assertSound()
  })

  test('two people at one stop: each piece is picked once (INV-WMS-2)', async () => {
    await at.ready({ A: [[cup, 3]], B: [[cup, 3]] })
    const [wave = ''] = await floor.waves(await floor.device())
    const [stop] = (await floor.walk(wave)).stops
    assert.equal(stop!.qty, '6')
    const one = () =>
      floor.worker.post<{ accepted: string }>(`/api/warehouse/waves/${wave}/pick`, {
        locationId: stop!.locationId,
        skuId: stop!.skuId,
        qty: '4',
      })
    const answers = await Promise.all([one(), one()])
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    assert.equal(codeOf(answers.find(({ status }) => status === 409)!), '409 warehouse.too_many')
    assert.equal((await floor.walk(wave)).stops[0]!.qty, '2')
    await floor.pickAll(wave)
    assert.equal((await floor.walk(wave)).status, 'SORTING')
    await floor.assertSound()
  })

  test('OP-WMS-5: a pick sent again with its key is one pick', async () => {
    await at.ready({ A: [[cup, 3]] })
    const [wave = ''] = await floor.waves(await floor.device())
    const [stop] = (await floor.walk(wave)).stops
    const body = { locationId: stop!.locationId, skuId: stop!.skuId, qty: '2' }
    const send = () =>
      floor.worker.post(`/api/warehouse/waves/${wave}/pick`, body, {
        'idempotency-key': `pda-${wave}`,
      })
    assert.deepEqual(ok(await send()), ok(await send()))
    assert.equal((await floor.walk(wave)).stops[0]!.qty, '1')
    await floor.assertSound()
  })

  test('OP-WMS-3: short on one shelf, the next is proposed in the same walk, and the shelf is counted', async () => {
    await stock(floor.db, floor.site, cup.id, 10n, { bin: 12 })
    await at.ready({ A: [[cup, 4]] })
    const [wave = ''] = await floor.waves(await floor.device())
    const [stop] = (await floor.walk(wave)).stops
    const answer = ok(
      await floor.worker.post<{
        accepted: string
        missing: string
        elsewhere: { locationId: string; qty: string }[]
      }>(`/api/warehouse/waves/${wave}/pick`, {
        locationId: stop!.locationId,
        skuId: cup.id,
        qty: '1',
        isShort: true,
      }),
    )
    assert.equal(answer.missing, '3')
    assert.deepEqual(answer.elsewhere, [{ locationId: floor.site.bins[12], qty: '3' }])
    assert.deepEqual(
      (await floor.walk(wave)).stops.map(({ locationId, qty }) => ({ locationId, qty })),
      answer.elsewhere,
    )
    const { rows } = await sql<{ cause: string }>`
      select cause from inventory.counts where sku_id = ${cup.id} and location_id = ${stop!.locationId} and status = 'open'`.execute(
      floor.db,
    )
    assert.deepEqual(rows, [{ cause: 'short_pick' }])
    await floor.assertSound()
  })

  test('OP-WMS-3: short and nowhere else, the order goes back to the desk and waits for stock; the count ends what was frozen', async () => {
    // Nine by the books, four in truth: the more urgent order is served, the other waits.
    const rare = await floor.sku('孤品', 4, 9n)
    await at.ready({
      A: [[rare, 4]],
      B: [
        [rare, 5],
        [pot, 1],
      ],
    })
    const [wave = ''] = await floor.waves(await floor.device(), { groupings: [] })
    const stop = (await floor.walk(wave)).stops.find(({ skuId }) => skuId === rare.id)!
    const answer = ok(
      await floor.worker.post<{ accepted: string; missing: string; pulled: string[] }>(
        `/api/warehouse/waves/${wave}/pick`,
        {
          locationId: stop.locationId,
          skuId: rare.id,
          qty: '4',
          isShort: true,
        },
      ),
    )
    const b = await floor.order('B')
    assert.deepEqual([answer.accepted, answer.missing, answer.pulled], ['4', '5', [b.no]])
    await app.drain()
    assert.deepEqual(
      [b.status, (await floor.order('B')).holds, b.isAllocated],
      ['WAIT_AUDIT', ['H-STOCK'], false],
    )
    await floor.assertSound()
    const { rows } = await sql<{ id: string; frozen: bigint }>`
      select c.id, r.outstanding as frozen from inventory.counts c
      join inventory.reservations r on r.order_ref = 'count:' || c.id and r.kind = 'FREEZE'
      where c.sku_id = ${rare.id} and c.status = 'open'`.execute(floor.db)
    assert.equal(rows[0]!.frozen, 5n)
    const count = async (by: FloorRig['worker']) =>
      ok(
        await by.send<{ status: string }>('PUT', `/api/inventory/counts/${rows[0]!.id}/result`, {
          countedQty: '0',
        }),
      ).status
    assert.deepEqual([await count(floor.worker), await count(floor.planner)], ['recount', 'posted'])
    await app.drain()
    assert.deepEqual((await floor.order('B')).holds, ['H-STOCK'])
    await floor.assertSound()
    // Goods come: promised by themselves, released, and pinned to the shelf that was counted.
    await stock(floor.db, floor.site, rare.id, 8n, { bin: 4 })
    await app.drain()
    await floor.audit()
    assert.equal((await floor.release()).released, 1)
    await floor.assertSound()
  })

  test('OP-WMS-5: what was picked offline for an order pulled meanwhile is not booked and goes back', async () => {
    await at.ready({ A: [[cup, 2]], B: [[cup, 3]] })
    const [wave = ''] = await floor.waves(await floor.device())
    const [stop] = (await floor.walk(wave)).stops
    assert.equal(stop!.qty, '5')
    await at.refundAsked('A', cup, 2)
    const answer = ok(
      await floor.worker.post<{ accepted: string; returned: string }>(
        `/api/warehouse/waves/${wave}/pick`,
        {
          locationId: stop!.locationId,
          skuId: cup.id,
          qty: '5',
        },
      ),
    )
    assert.deepEqual([answer.accepted, answer.returned], ['3', '2'])
    const more = await floor.worker.post(`/api/warehouse/waves/${wave}/pick`, {
      locationId: stop!.locationId,
      skuId: cup.id,
      qty: '3',
    })
    assert.equal(more.status, 409)
    await floor.assertSound()
  })

  test('batch: sorted at the wall piece by piece, the most urgent place first, and no piece too many', async () => {
    await floor.hear({
      B: [
        [cup, 2],
        [pot, 1],
      ],
    })
    await floor.hear(
      {
        A: [
          [cup, 1],
          [pot, 1],
        ],
      },
      {
        ship_deadline: new Date(Date.now() + 10 * 3_600_000)
          .toISOString()
          .slice(0, 19)
          .replace('T', ' '),
      },
    )
    await floor.audit()
    await floor.release()
    const [wave = ''] = await floor.waves(await floor.device(), { groupings: [] })
    await floor.pickAll(wave)
    const sort = async (code: string) =>
      ok(
        await floor.worker.post<{
          outcome: string
          slot: number | null
          wave: string
          isFull: boolean
        }>(`/api/warehouse/waves/${wave}/sort`, { code }),
      )
    const first = await sort(cup.code)
    assert.deepEqual([first.outcome, first.slot, first.isFull], ['ok', 1, false])
    const rest = [await sort(`69${pot.code.slice(1)}`), await sort(cup.code), await sort(cup.code)]
    assert.deepEqual(
      rest.map(({ slot, isFull }) => [slot, isFull]),
      [
        [1, true],
        [2, false],
        [2, false],
      ],
    )
    assert.deepEqual((await sort(cup.code)).outcome, 'not_wanted')
    assert.equal((await sort(pot.code)).wave, 'CHECKING')
    assert.equal(
      codeOf(await floor.worker.post(`/api/warehouse/waves/${wave}/sort`, { code: 'nobody' })),
      '409 warehouse.wave_not_now',
    )
    await floor.assertSound()
  })

  test('cluster: picked into compartments, one order each; skipped stops come last', async () => {
    await at.ready({
      A: [
        [cup, 1],
        [pot, 2],
      ],
      B: [[cup, 2]],
    })
    const [wave = ''] = await floor.waves(await floor.device({ compartments: 6 }), {
      groupings: [],
    })
    const before = (await floor.walk(wave)).stops
    assert.equal(before.length, 3)
    assert(before.every(({ slot }) => slot !== null))
    const [first] = before
    ok(
      await floor.worker.post(`/api/warehouse/waves/${wave}/skip`, {
        locationId: first!.locationId,
        skuId: first!.skuId,
        slot: first!.slot,
      }),
    )
    assert.deepEqual(
      (await floor.walk(wave)).stops,
      [...before.slice(1), first].map((stop, n) => ({ ...stop, skips: n === 2 ? 1 : 0 })),
    )
    await floor.pickAll(wave)
    assert.equal((await floor.walk(wave)).status, 'CHECKING')
    await floor.assertSound()
  })
})
