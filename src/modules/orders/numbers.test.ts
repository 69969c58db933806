// Numbers, places and clocks of the desk: one waybill for one order, which sites ship, and where a day ends.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestApp, testApp } from '#test/app.ts'
import { buildSite, stock } from '#test/factories.ts'
import { audit } from './audit.ts'
import { shipOrder } from './ship.ts'
import { atDesk, buildDesk, CLERK, type DeskRig, row } from './testing.ts'
import { tick } from './tick.ts'

describe('numbers, sites and days of the desk', () => {
  let app: TestApp
  let rig: DeskRig
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())
  beforeEach(async () => {
    rig = await buildDesk(app.services)
    await sql`delete from kernel.settings where key like 'orders.%'`.execute(app.services.db)
  })

  const { hear, all, one, write, holds, setting, onShelf } = atDesk(() => ({ app, rig }))

  test('INV-ORDERS-5: one number for two orders at the same moment: one leaves, the other is refused, and no goods leave for it', async () => {
    const owner = await app.as('owner')
    await hear(...Array.from({ length: 8 }, (_none, at) => row(rig, `N${at}`)))
    const orders = await all()
    for (const { id } of orders) await write((tx) => audit(tx, CLERK, { id, note: '' }))
    const answers = await Promise.all(
      orders.map(({ id }) =>
        owner.post<{ code?: string }>(`/api/desk/orders/${id}/ship`, {
          carrier: '顺丰',
          waybill: `SF-${rig.code}`,
        }),
      ),
    )
    assert.deepEqual(
      answers.map(({ status, body }) => `${status} ${body.code ?? ''}`.trim()).toSorted(),
      ['200', ...Array.from({ length: 7 }, () => '409 orders.waybill_used')],
    )
    assert.equal((await all()).filter(({ status }) => status === 'SHIPPED').length, 1)
    assert.equal(await onShelf(), 998n)
    await holds()
  })

  test('a platform’s word confirms a parcel by its whole number, among several, and no other', async () => {
    await hear(row(rig, 'E1'), row(rig, 'E2'))
    const [first, second] = await all()
    const short = rig.code
    for (const [order, waybill] of [
      [first!, short],
      [second!, `${short}1`],
    ] as const) {
      await write((tx) => audit(tx, CLERK, { id: order.id, note: '' }))
      await write((tx) => shipOrder(tx, CLERK, { id: order.id, carrier: '顺丰', waybill }))
    }
    const told = async () =>
      (
        await sql<{ told: string }>`
          select s.told from orders.shipments s where s.shop_id = ${rig.shopId} order by s.platform_no`.execute(
          app.services.db,
        )
      ).rows.map((one) => one.told)
    await hear(row(rig, 'E1', { status: '已发货', waybill: `${short}1 X${short}` }))
    assert.deepEqual(await told(), ['waiting', 'waiting'])
    await hear(
      row(rig, 'E1', { status: '已发货', waybill: `YT9,${short.toLowerCase()}` }),
      row(rig, 'E2', { status: '已发货', waybill: `${short}1 ZT2` }),
    )
    assert.deepEqual(await told(), ['confirmed', 'confirmed'])
  })

  test('stores and plants do not ship to buyers unless the house says so, or the shop names one as its own', async () => {
    const { db } = app.services
    for (const kind of ['store', 'plant'] as const) {
      rig = await buildDesk(app.services, 0n)
      // Its own warehouse is empty; the goods are somewhere else.
      const other = await buildSite(db)
      await sql`update places.sites set kind = ${kind} where id = ${other.id}`.execute(db)
      await stock(db, other, rig.skuId, 9n)
      await hear(row(rig, `K${kind}`))
      assert.deepEqual((await one()).holds, ['H-STOCK'], kind)
      await setting(`ship_from_${kind}s`, '1')
      await tick(db)
      assert.deepEqual((await one()).holds, [], kind)
    }
    await sql`delete from kernel.settings where key like 'orders.ship_from%'`.execute(db)
    rig = await buildDesk(app.services, 9n)
    await sql`update places.sites set kind = 'store' where id = ${rig.site.id}`.execute(db)
    await hear(row(rig, 'KOWN'))
    assert.equal((await one()).isAllocated, true, 'its own site counts whatever it is')
  })

  test('due today is by the clock where the shop is', async () => {
    const { db } = app.services
    await hear(row(rig, 'Z1'))
    const clerk = await app.as('clerk')
    const dueToday = async (zone: string, due: string) => {
      await sql`update shops.shops set time_zone = ${zone} where id = ${rig.shopId}`.execute(db)
      await sql`update orders.fulfil_orders set due_at = ${sql.raw(due)} where shop_id = ${rig.shopId}`.execute(
        db,
      )
      const path = `/api/desk/queues?shop=${rig.shopCode}`
      const { body } = await clerk.get<{ queues: { queue: string; orders: number }[] }>(path)
      return body.queues.find(({ queue }) => queue === 'due_today')!.orders
    }
    for (const zone of ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      const midnight = `(date_trunc('day', now() at time zone '${zone}') + interval '1 day') at time zone '${zone}'`
      assert.equal(await dueToday(zone, `${midnight} - interval '1 second'`), 1, zone)
      assert.equal(await dueToday(zone, `${midnight} + interval '1 second'`), 0, zone)
    }
  })
})
