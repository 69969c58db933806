// The pack station and what is stopped, on a real database, over HTTP: checked, labelled, weighed, gone; or pulled and put back.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestApp, testApp } from '#test/app.ts'
import { atStation, codeOf, type FloorRig, type Goods, ok, openFloor } from './testing.ts'

describe('the pack station', () => {
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

  test('OP-WMS-4, INV-WMS-3: a refund in the wave stops the order, its goods go to the put-back list, it cannot ship, and the wave still adds up', async () => {
    await at.ready({ A: [[cup, 2]], B: [[cup, 2]] })
    const [wave = ''] = await floor.waves(await floor.device())
    await floor.pickAll(wave)
    const a = await floor.order('A')
    for (const _ of [1, 2]) ok(await at.scan(a.id, cup.code))
    const { parcelId } = ok(await at.label(a.id))
    await at.print(parcelId)
    await at.refundAsked('A', cup, 2)
    assert.deepEqual((await floor.order('A')).holds, ['H-REFUND'])
    assert.equal((await at.statuses())['A'], 'WAIT_AUDIT')
    assert.equal(codeOf(await at.weigh(a.id, '800')), '409 warehouse.pulled')
    assert.equal(codeOf(await at.scan(a.id, cup.code)), '409 warehouse.pulled')
    const { pulled } = await floor.walk(wave)
    assert.deepEqual(
      pulled.map(({ picked }) => picked),
      ['2'],
    )
    await floor.assertSound()
    await app.runJobs()
    const list = ok(
      await floor.worker.get<{
        items: { id: string; qty: string; toId: string; because: { zh: string } }[]
      }>(`/api/warehouse/sites/${floor.site.id}/put-backs`),
    )
    assert.deepEqual(
      list.items.map(({ qty, because }) => [qty, because.zh]),
      [['2', '用户已申请退款']],
    )
    const [back] = list.items
    ok(await floor.worker.post(`/api/warehouse/put-backs/${back!.id}`, { locationId: back!.toId }))
    assert.equal(
      codeOf(
        await floor.worker.post(`/api/warehouse/put-backs/${back!.id}`, { locationId: back!.toId }),
      ),
      '409 warehouse.put_back_done',
    )
    const { rows } = await sql<{ qty: bigint }>`
      select qty from inventory.balances where sku_id = ${cup.id} and location_id = ${floor.site.bins[0]!}`.execute(
      floor.db,
    )
    assert.equal(rows[0]!.qty, 48n)
    await floor.assertSound()
  })

  test('T28: every piece is scanned; wrong and too many are errors that are kept; then label, weight, gone', async () => {
    await at.ready({ A: [[cup, 2]] })
    const { id } = await floor.order('A')
    assert.equal(codeOf(await at.scan(id, cup.code)), '409 warehouse.not_picked_yet')
    const [wave = ''] = await floor.waves(await floor.device())
    await floor.pickAll(wave)
    assert.equal(codeOf(await at.label(id)), '409 orders.not_allowed')
    const outcomes = []
    for (const code of [cup.code, pot.code, '???', `69${cup.code.slice(1)}`])
      outcomes.push(ok(await at.scan(id, code)).outcome)
    assert.deepEqual(outcomes, ['ok', 'wrong', 'unknown', 'ok'])
    assert.equal((await at.statuses())['A'], 'CHECKED')
    assert.equal(ok(await at.scan(id, cup.code)).outcome, 'over')
    const drawn = ok(await at.label(id))
    assert.deepEqual(ok(await at.label(id)).waybill, drawn.waybill, 'asked again, the same label')
    // OP-WMS-7: nothing goes with a label nobody saw printed.
    assert.equal(codeOf(await at.weigh(id, '800')), '409 warehouse.print_unconfirmed')
    await at.print(drawn.parcelId)
    assert.equal(codeOf(await at.weigh(id, null)), '400 warehouse.weight_needed')
    assert.deepEqual(ok(await at.weigh(id, '821')).isInBand, false)
    assert.deepEqual((await floor.order('A')).holds, ['H-WEIGHT'])
    assert.deepEqual(ok(await at.weigh(id, '820')).isShipped, true)
    assert.deepEqual((await floor.order('A')).holds, [])
    assert.equal(ok(await at.weigh(id, '820')).isShipped, true, 'sent again')
    assert.deepEqual(await at.statuses(), { A: 'SHIPPED' })
    await app.drain()
    await floor.assertSound()
    const errors = ok(
      await floor.worker.get<{ errors: { code: string }[] }>(
        `/api/warehouse/sites/${floor.site.id}/productivity`,
      ),
    ).errors
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['weight', 'check_over', 'check_unknown', 'check_wrong'],
    )
  })

  test('a weight that a person answered for goes', async () => {
    await at.ready({ A: [[cup, 1]] })
    const [wave = ''] = await floor.waves(await floor.device())
    await floor.pickAll(wave)
    const { id } = await floor.order('A')
    ok(await at.scan(id, cup.code))
    await at.print(ok(await at.label(id)).parcelId)
    assert.equal(ok(await at.weigh(id, '500')).isInBand, false)
    ok(
      await floor.owner.post(`/api/desk/orders/${id}/holds/clear`, {
        code: 'H-WEIGHT',
        note: '加了防震',
      }),
    )
    assert.equal(
      ok(await at.weigh(id, '501')).isInBand,
      false,
      'another weight is another question',
    )
    ok(
      await floor.owner.post(`/api/desk/orders/${id}/holds/clear`, {
        code: 'H-WEIGHT',
        note: '加了防震',
      }),
    )
    assert.equal(ok(await at.weigh(id, '500')).isShipped, true)
    await floor.assertSound()
  })

  test('OP-WMS-6: singles: one scan finds, checks and labels the most urgent order; two stations at once get two orders', async () => {
    await at.setting('weighing', '0')
    await at.ready(Object.fromEntries(['A', 'B', 'C'].map((no) => [no, [[cup, 1]] as const])))
    const [wave = ''] = await floor.waves(await floor.device())
    await floor.pickAll(wave)
    const quick = () =>
      floor.worker.post<{ orderId: string | null }>('/api/warehouse/pack/quick', {
        siteId: floor.site.id,
        code: cup.code,
      })
    const both = (await Promise.all([quick(), quick()])).map((answer) => ok(answer).orderId)
    assert.equal(new Set(both).size, 2)
    const third = ok(await quick()).orderId
    assert.equal(ok(await quick()).orderId, null)
    for (const orderId of [...both, third]) {
      const card = ok(
        await floor.worker.get<{ parcelId: string }>(`/api/warehouse/pack/orders/${orderId}`),
      )
      await at.print(card.parcelId)
      assert.equal(ok(await at.weigh(orderId!, null)).isShipped, true)
    }
    assert.deepEqual(await at.statuses(), { A: 'SHIPPED', B: 'SHIPPED', C: 'SHIPPED' })
    assert.equal((await floor.walk(wave)).status, 'DONE')
    await floor.assertSound()
  })

  test('one input: order, platform number, slot, waybill and SKU are told apart; a label of the platform’s tool ships as well', async () => {
    await at.ready({ A: [[cup, 2]] })
    const [wave = ''] = await floor.waves(await floor.device({ compartments: 4 }))
    await floor.pickAll(wave)
    const { id, no } = await floor.order('A')
    const find = async (code: string) =>
      ok(
        await floor.worker.get<{ kind: string; orderId: string | null }>(
          `/api/warehouse/pack/find?siteId=${floor.site.id}&code=${encodeURIComponent(code)}`,
        ),
      )
    const { rows } = await sql<{
      no: string
    }>`select no from warehouse.waves where id = ${wave}`.execute(floor.db)
    assert.deepEqual(await find(no), { kind: 'order', orderId: id, isSingle: false })
    assert.equal((await find('A')).orderId, id)
    assert.deepEqual(await find(`${rows[0]!.no}-1`), { kind: 'slot', orderId: id, isSingle: false })
    assert.deepEqual(await find(cup.code), { kind: 'sku', orderId: null, isSingle: false })
    for (const _ of [1, 2]) ok(await at.scan(id, cup.code))
    ok(
      await floor.worker.post(`/api/warehouse/pack/orders/${id}/foreign-label`, {
        carrier: '圆通',
        waybill: 'yt778899',
      }),
    )
    assert.deepEqual(await find('YT778899'), { kind: 'waybill', orderId: id, isSingle: false })
    assert.equal(ok(await at.weigh(id, '800')).isShipped, true)
    assert.equal(
      codeOf(await floor.worker.get(`/api/warehouse/pack/find?siteId=${floor.site.id}&code=zzz`)),
      '404 warehouse.unknown_code',
    )
    await floor.assertSound()
  })

  test('OP-WMS-10: the board says per person and hour what was done, by rows that are only added to', async () => {
    await at.ready({
      A: [[cup, 2]],
      B: [
        [cup, 1],
        [pot, 1],
      ],
    })
    const ids = await floor.waves(await floor.device({ compartments: 4 }))
    for (const id of ids) await floor.pickAll(id)
    const { id } = await floor.order('A')
    for (const code of [cup.code, pot.code, cup.code]) await at.scan(id, code)
    const { people } = ok(
      await floor.worker.get<{
        people: {
          pickLines: number
          pickUnits: string
          checked: string
          errors: number
          steps: number
          byHour: object[]
        }[]
      }>(`/api/warehouse/sites/${floor.site.id}/productivity`),
    )
    const [person] = people
    assert.deepEqual(
      [
        person!.pickLines,
        person!.pickUnits,
        person!.checked,
        person!.errors,
        person!.byHour.length > 0,
        person!.steps > 0,
      ],
      [3, '4', '2', 1, true, true],
    )
    await assert.rejects(
      sql`delete from warehouse.work where site_id = ${floor.site.id}`.execute(floor.db),
      /only added to/,
    )
  })
})
