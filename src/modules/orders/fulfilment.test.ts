// Who moves a shop's stock, across the moment it changes hands: no order moves it twice, and none never.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestApp, testApp } from '#test/app.ts'
import { buildDesk, type DeskRig, row, say, standing, wall } from './testing.ts'

describe('a shop handed to the desk and back', () => {
  let app: TestApp
  let rig: DeskRig
  before(async () => {
    app = await testApp()
    rig = await buildDesk(app.services, 1000n)
    await sql`update shops.shops set fulfilment = 'platform', desk_from = null where id = ${rig.shopId}`.execute(
      app.services.db,
    )
  })
  after(() => app[Symbol.asyncDispose]())

  const hear = async (...rows: Parameters<typeof say>[2]) => {
    await say(app.services, rig, rows)
    await app.drain()
  }
  /** Net pieces out of the shelf by platform order. */
  const out = async () =>
    Object.fromEntries(
      (
        await sql<{ no: string; qty: bigint }>`
          select o.platform_no as no, coalesce(sum(case m.reason when 'ship' then m.qty else -m.qty end), 0)::bigint as qty
          from sales.orders o left join inventory.moves m on m.document = 'order:' || o.id and m.reason <> 'opening'
          where o.shop_id = ${rig.shopId} group by 1 order by 1`.execute(app.services.db)
      ).rows.map(({ no, qty }) => [no, Number(qty)]),
    )
  const hand = async (fulfilment: 'platform' | 'desk', from?: string) => {
    const owner = await app.as('owner')
    const { body } = await owner.get<{ items: { id: string; version: number }[] }>('/api/shops')
    const shop = body.items.find(({ id }) => id === rig.shopId)!
    const answer = await owner.post<{ taken: number }>(`/api/desk/shops/${rig.shopId}/fulfilment`, {
      version: shop.version,
      fulfilment,
      ...(from ? { from } : {}),
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    await app.drain()
    return answer.body.taken
  }
  const ship = async (no: string, waybill: string) => {
    const owner = await app.as('owner')
    const id = (await standing(app.services, rig)).find((o) => o.platformNo === no)!.id
    assert.equal((await owner.post(`/api/desk/orders/${id}/audit`, {})).status, 200)
    const answer = await owner.post(`/api/desk/orders/${id}/ship`, { carrier: '圆通', waybill })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    await app.drain()
  }

  test('each order moves stock once, by whoever it belongs to, whatever the platform says later', async () => {
    await hear(
      row(rig, 'GONE', { status: '已发货' }),
      row(rig, 'OPEN'),
      row(rig, 'OLD', { created_at: wall(-100), paid_at: wall(-99) }),
    )
    assert.deepEqual(await out(), { GONE: 2, OLD: 0, OPEN: 0 })
    assert.equal(await hand('desk', new Date(Date.now() - 48 * 3_600_000).toISOString()), 1)
    assert.deepEqual(
      (await standing(app.services, rig)).map((o) => o.platformNo),
      ['OPEN'],
    )

    await hear(row(rig, 'NEW'), row(rig, 'LATE', { status: '已发货' }))
    // What had left before it was heard of is the platform's: the desk cannot ship it.
    assert.deepEqual(await out(), { GONE: 2, LATE: 2, NEW: 0, OLD: 0, OPEN: 0 })
    await ship('OPEN', 'Y1')
    await hear(
      row(rig, 'GONE', { status: '已完成' }),
      row(rig, 'OPEN', { status: '已发货', waybill: 'Y1' }),
      row(rig, 'OLD', { status: '已发货', created_at: wall(-100), paid_at: wall(-99) }),
    )
    assert.deepEqual(await out(), { GONE: 2, LATE: 2, NEW: 0, OLD: 2, OPEN: 2 })

    await hand('platform')
    await hear(row(rig, 'AFTER'), row(rig, 'NEW', { title: '换了标题' }))
    await hear(row(rig, 'AFTER', { status: '已发货' }))
    await ship('NEW', 'Y2')
    await hear(row(rig, 'NEW', { status: '已完成', waybill: 'Y2' }))
    assert.deepEqual(await out(), { AFTER: 2, GONE: 2, LATE: 2, NEW: 2, OLD: 2, OPEN: 2 })
  })

  test('an order that held stock before the desk took it over holds it once', async () => {
    await hand('platform')
    await sql`update shops.shops set live_stock = true where id = ${rig.shopId}`.execute(
      app.services.db,
    )
    const held = async () =>
      (
        await sql<{ qty: bigint }>`
          select coalesce(sum(r.outstanding), 0)::bigint as qty from inventory.reservations r
          where r.order_ref in (
            select id::text from sales.orders where platform_no = 'TWICE' union
            select f.id::text from orders.fulfil_orders f where 'TWICE' = any(f.platform_nos))`.execute(
          app.services.db,
        )
      ).rows[0]!.qty
    await hear(row(rig, 'TWICE'))
    assert.equal(await held(), 2n, 'held as the shop sells out of our stock')
    await hand('desk', new Date(Date.now() - 48 * 3_600_000).toISOString())
    assert.equal(await held(), 2n, 'by the desk now, and by nobody else')
    await ship('TWICE', 'Y9')
    assert.equal(await held(), 0n)
    assert.equal((await out())['TWICE'], 2)
    await sql`update shops.shops set live_stock = false where id = ${rig.shopId}`.execute(
      app.services.db,
    )
  })

  test('said to have left without the desk: held until a person ships it here, and only then goods leave', async () => {
    await hand('desk', new Date(Date.now() - 48 * 3_600_000).toISOString())
    await hear(row(rig, 'ASIDE'))
    await hear(row(rig, 'ASIDE', { status: '已发货', waybill: 'X9' }))
    const order = (await standing(app.services, rig)).find((o) => o.platformNo === 'ASIDE')!
    assert.deepEqual(order.holds, ['H-CHANGED'])
    assert.equal((await out())['ASIDE'], 0)
    const owner = await app.as('owner')
    await owner.post(`/api/desk/orders/${order.id}/holds/clear`, {
      code: 'H-CHANGED',
      note: '仓库确认已发',
    })
    await ship('ASIDE', 'X9')
    assert.equal((await out())['ASIDE'], 2)
  })
})
