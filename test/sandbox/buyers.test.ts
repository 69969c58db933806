// What buyers do on the sandbox's page and by themselves, as it arrives here: presale with deposit and tail, a changed address, orders
// under risk hold.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DAY, HOUR } from '../../sandbox/change.ts'
import type { Order } from '../../sandbox/world.ts'
import { buildRig, type Rig } from './rig.ts'

describe('buyers of the sandbox platform', () => {
  let rig: Rig
  before(async () => {
    rig = await buildRig({ seed: 'buyers', orders: 300, days: 0.5, shipsItself: false })
    await rig.sandbox.advance(14 * HOUR)
    await rig.settle()
  })
  after(() => rig[Symbol.asyncDispose]())

  const theirs = (state: Order['state']) =>
    Object.values(rig.sandbox.world.orders).filter((order) => order.state === state)
  const ours = async (no: string) => {
    const { rows } = await rig.app.services.pool.query<{
      id: string
      status: string
      paid: number
      versions: number
    }>(
      `select o.id, o.status, o.paid_minor::int as paid, o.version as versions from sales.orders o where o.platform_no = $1`,
      [no],
    )
    return rows[0]!
  }
  const act = (no: string, what: string, body = '') =>
    fetch(`${rig.sandbox.url}/orders/${no}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      redirect: 'manual',
    })

  test('presale: a deposit leaves the order waiting for money, the tail makes it ours to ship, who lets it lapse loses the deposit', async () => {
    const open = theirs('deposit_paid')
    assert.ok(open.length >= 5, `${open.length} presales`)
    for (const { no } of open) {
      const { status, paid } = await ours(no)
      assert.deepEqual([status, paid], ['pending_payment', 0], no)
    }
    const [first] = open
    assert.equal((await act(first!.no, 'tail')).status, 303)
    assert.equal((await act(first!.no, 'tail')).status, 409, 'paid is paid')
    await rig.sandbox.advance(5 * DAY)
    await rig.settle()
    const { lapsed = [], paid = [] } = Object.groupBy(open, ({ state }) =>
      state === 'cancelled' ? 'lapsed' : 'paid',
    )
    assert.ok(lapsed.length > 0 && paid.includes(first!))
    for (const order of paid) {
      const held = await ours(order.no)
      const whole = order.lines.reduce((sum, { pay }) => sum + pay, order.freight)
      assert.equal(held.paid, whole, order.no)
    }
    for (const order of lapsed) {
      assert.equal((await ours(order.no)).status, 'cancelled')
      const { rows } = await rig.app.services.pool.query(
        `select word, amount_minor::int as amount from connectors.bill_lines where order_no = $1`,
        [order.no],
      )
      assert.deepEqual(rows, [{ word: 'deposit', amount: order.presale!.deposit }])
    }
  })

  test('an address changed on the page arrives as a new version; one that is shipped stays', async () => {
    const order = theirs('to_ship').find(({ lines }) => lines.every((l) => l.aftersale === ''))!
    const before = await ours(order.no)
    const said = '改到新地址路99号7幢808室'
    assert.equal((await act(order.no, 'address', 'address=x')).status, 409)
    assert.equal(
      (await act(order.no, 'address', `address=${encodeURIComponent(said)}`)).status,
      303,
    )
    await rig.settle()
    const now = await ours(order.no)
    assert.ok(now.versions > before.versions)
    const { body } = await rig.owner.post<{ address: string }>(`/api/orders/${now.id}/receiver`, {
      scene: 'address_check',
      reason: '买家改了地址',
    })
    assert.match(body.address, /改到新地址路99号7幢808室$/)
    const gone = theirs('cancelled')[0]!
    assert.equal((await act(gone.no, 'address', `address=${encodeURIComponent(said)}`)).status, 409)
  })

  test('an order under risk hold is on hold here until the platform lets it go', async () => {
    await using held = await buildRig({
      seed: 'held',
      orders: 200,
      days: 0.05,
      chaos: 0,
      shipsItself: false,
    })
    await held.sandbox.advance(2 * HOUR)
    const waiting = Object.values(held.sandbox.world.orders).filter(({ state }) => state === 'held')
    assert.ok(waiting.length > 0)
    const statusOf = async () => {
      for (const { id } of held.shops) await held.poll(id)
      const { rows } = await held.app.services.pool.query<{ status: string }>(
        'select distinct status from sales.orders where platform_no = any($1)',
        [waiting.filter(({ state }) => state !== 'refunded').map(({ no }) => no)],
      )
      return rows.map(({ status }) => status)
    }
    assert.deepEqual(await statusOf(), ['on_hold'])
    await held.sandbox.advance(4 * HOUR)
    assert.deepEqual(await statusOf(), ['awaiting_shipment'])
  })
})
