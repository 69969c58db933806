// OP-ORD-6 on a real database: a refund asked for at any status stops the shipment, whoever tries to ship it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestApp, testApp } from '#test/app.ts'
import { advance } from './advance.ts'
import { clearHold } from './clear-hold.ts'
import { lockOrder, situationOf } from './load.ts'
import { EVENTS } from './machine.ts'
import { deskSettings } from './settings.ts'
import { OPEN, type Status } from './states.ts'
import { CLERK, buildDesk, type DeskRig, row, say, standing } from './testing.ts'

describe('a refund asked for', () => {
  let app: TestApp
  let rig: DeskRig
  before(async () => {
    app = await testApp()
    rig = await buildDesk(app.services)
  })
  after(() => app[Symbol.asyncDispose]())

  const told = (status: Status, extra: Record<string, string> = {}) =>
    row(rig, `R-${status}`, { paid_at: PAID, created_at: PAID, ...extra })
  const PAID = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  const hear = async (rows: Parameters<typeof say>[2]) => {
    await say(app.services, rig, rows)
    await app.drain()
  }
  const put = (no: string, status: Status) =>
    sql`
      update orders.fulfil_orders set status = ${status}, carrier = '中通', waybill = ${`W-${no}`}
      where shop_id = ${rig.shopId} and platform_nos = array[${no}]::text[]`.execute(
      app.services.db,
    )

  test('OP-ORD-6: holds an order at each of its open statuses, and no event takes it to SHIPPED while the hold stands', async () => {
    await hear(OPEN.map((status) => told(status)))
    for (const status of OPEN) await put(`R-${status}`, status)
    await hear(
      OPEN.map((status) => told(status, { refund_status: '买家已经申请退款,等待卖家同意' })),
    )
    const orders = await standing(app.services, rig)
    assert.equal(orders.length, OPEN.length)
    for (const order of orders) {
      assert(order.holds.includes('H-REFUND'), `${order.platformNo} is held: ${order.holds.join()}`)
      // Any event, straight at the machine: what is possible moves it, and it never leaves.
      for (const event of EVENTS) {
        await app.services.db
          .transaction()
          .execute(async (tx) => {
            const locked = await lockOrder(tx, order.id)
            const known = situationOf(locked, await deskSettings(tx))
            const situation = {
              ...known,
              isAllocated: true,
              isPickedWhole: true,
              hasLabel: true,
              isWeightInBand: true,
              isPresaleDue: true,
            }
            const [taken] = await advance(tx, CLERK, [{ order: locked, situation, event }])
            assert.notEqual(taken!.to, 'SHIPPED', `${order.platformNo} × ${event}`)
            throw new Undone()
          })
          .catch((error: unknown) => {
            if (error instanceof Undone) return
            if ((error as { code?: string }).code !== 'orders.not_allowed') throw error
          })
      }
      await assert.rejects(
        sql`update orders.fulfil_orders set status = 'SHIPPED', shipped_at = now() where id = ${order.id}`.execute(
          app.services.db,
        ),
        /fulfil_orders_shipped_is_free/,
      )
    }
  })

  test('withdrawn by the buyer, or cleared by whoever may, it goes on', async () => {
    const order = (await standing(app.services, rig)).find((o) => o.platformNo === 'R-AUDITED')!
    const left = await app.services.db
      .transaction()
      .execute((tx) => clearHold(tx, CLERK, { id: order.id, code: 'H-REFUND', note: '买家撤了' }))
    assert(!left.includes('H-REFUND'))
  })
})

/** Takes a trial back: each event is tried on the order as it stands. */
class Undone extends Error {}
