// What a shop's platform is told over HTTP beside parcels and stock, receivers it opens, and its bills beside our fee rules.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DAY, HOUR } from '../../sandbox/change.ts'
import { COMMISSION_PPM } from '../../sandbox/bills.ts'
import { planOrders } from '../../sandbox/life.ts'
import { buildRig, type Rig } from './rig.ts'

describe('telling and asking a platform', () => {
  let rig: Rig
  before(async () => {
    rig = await buildRig({ seed: 'tells', orders: 600, days: 3, masks: true })
    await rig.sandbox.advance(20 * DAY)
    planOrders(rig.sandbox.world, 200, 0.2)
    await rig.sandbox.advance(8 * HOUR)
    await rig.settle()
  })
  after(() => rig[Symbol.asyncDispose]())

  const shop = () => rig.shops[0]!
  const at = (path: string) => `/api/connectors/links/${shop().id}/${path}`
  const mine = () =>
    Object.values(rig.sandbox.world.orders).filter(({ shopId }) => shopId === shop().remote.id)
  const failures = async () => {
    const { body } = await rig.owner.get<{
      items: { what: string; no: string; problem: string }[]
    }>(`/api/connectors/failures?shopId=${shop().id}`)
    return body.items
  }

  test('INV-CONN-4 a price and a listing go over, the last value wins, the same is not sent again', async () => {
    const offer = shop().remote.offers[3]!
    const of = { platformItem: offer.itemId, platformSku: offer.skuId }
    const price = (priceMinor: string, more = of) =>
      rig.owner.post<{ changed: number }>(at('prices'), { items: [{ ...more, priceMinor }] })
    await price('19900')
    await price('18800')
    await price('100', { platformItem: 'none', platformSku: 'none' })
    await rig.owner.post(at('listings'), { items: [{ ...of, title: '新台灯', isOnSale: false }] })
    await rig.poll(shop().id)
    assert.deepEqual([offer.price, offer.title, offer.isOnSale], [18_800, '新台灯', false])
    assert.deepEqual((await price('18800')).body, { changed: 0 })
    assert.equal((await price('0')).status, 400)
    assert.deepEqual(
      (await failures()).map(({ what, no, problem }) => `${what} ${no} ${problem}`),
      ['prices none/none 50011 no such sku'],
    )
  })

  test('INV-CONN-5 a refund agreed to is paid back once, and comes back as refunded', async () => {
    const asking = Object.values(rig.sandbox.world.aftersales).find(
      ({ shopId, state, type }) =>
        shopId === shop().remote.id && state === 'requested' && type === 'refund_only',
    )!
    const agree = (amountMinor: string) =>
      rig.owner.post<{ code: string }>(at('refunds'), { aftersaleNo: asking.no, amountMinor })
    assert.equal((await agree(String(asking.amount))).status, 200)
    assert.equal((await agree(String(asking.amount))).status, 200)
    assert.equal((await agree('1')).body.code, 'connectors.act_stands')
    for (let poll = 0; poll < 6; poll++) {
      await rig.poll(shop().id)
      await rig.app.services.pool.query(
        `update connectors.acts set called_at = called_at - interval '15 minutes'`,
      )
    }
    assert.equal((await agree(String(asking.amount))).status, 200, 'once more changes nothing')
    await rig.settle()
    assert.equal(asking.paidTimes, 1)
    const { rows } = await rig.app.services.pool.query(
      'select status from aftersales.records where aftersale_no = $1',
      [asking.no],
    )
    assert.deepEqual(rows, [{ status: 'refunded' }])
    const clerk = await rig.app.as('warehouse')
    const none = await clerk.post(at('refunds'), { aftersaleNo: asking.no, amountMinor: '1' })
    assert.equal(none.status, 403)
  })

  test('a later day is asked for, and the deadline moves when the buyer agrees', async () => {
    const waiting = mine().filter(
      ({ state, lines }) => state === 'to_ship' && lines.every(({ aftersale }) => aftersale === ''),
    )
    const shipBy = new Date(Math.floor((rig.sandbox.world.now + 5 * DAY) / 1000) * 1000)
    assert.ok(waiting.length >= 3)
    for (const { no } of waiting)
      await rig.owner.post(at('dates'), { orderNo: no, shipBy: shipBy.toISOString() })
    const done = mine().find(({ state }) => state === 'completed')!
    await rig.owner.post(at('dates'), { orderNo: done.no, shipBy: shipBy.toISOString() })
    for (let poll = 0; poll < 6; poll++) {
      await rig.poll(shop().id)
      await rig.app.services.pool.query(
        `update connectors.acts set called_at = called_at - interval '15 minutes'`,
      )
    }
    assert.match(
      (await failures()).find(({ no }) => no === done.no)?.problem ?? '',
      /completed/,
      'an order that is done has no date, and says so',
    )
    await rig.settle()
    const { rows } = await rig.app.services.pool.query<{ no: string; due: Date }>(
      'select platform_no as no, ship_due_at as due from sales.orders where platform_no = any($1)',
      [waiting.map(({ no }) => no)],
    )
    const agreed = waiting.filter(({ appointment }) => appointment?.state === 'agreed')
    assert.ok(agreed.length > 0)
    for (const { no } of agreed)
      assert.equal(rows.find((row) => row.no === no)?.due.getTime(), shipBy.getTime())
  })

  test('a masked receiver is opened for a scene and a reason; both sides keep a log, and nothing is stored', async () => {
    const order = mine().find(({ state }) => state === 'shipped')!
    const { rows: before } = await rig.app.services.pool.query(
      'select receiver_masked from sales.orders where platform_no = $1',
      [order.no],
    )
    assert.ok(!JSON.stringify(before).includes(order.receiver.name))
    const open = (body: object) =>
      rig.owner.post<{ phone: string; code: string }>(at('receivers'), {
        orderNo: order.no,
        scene: 'waybill',
        ...body,
      })
    assert.equal((await open({})).status, 400, 'without a reason nothing is opened')
    assert.equal((await open({ reason: '补打面单' })).body.phone, order.receiver.phone)
    assert.equal((await open({ reason: '补打面单', orderNo: 'none' })).status, 404)
    const { rows } = await rig.app.services.pool.query(
      `select subject_id, reason, after->>'scene' as scene from audit.entries where action = 'sales.receiver.reveal' order by id`,
    )
    assert.deepEqual(rows[0], {
      subject_id: `SB${shop().remote.id}/${order.no}`,
      reason: '补打面单',
      scene: 'waybill',
    })
    assert.ok(
      rig.sandbox.world.decodes.some(({ no, scene }) => no === order.no && scene === 'waybill'),
    )
    const picker = await rig.app.as('finance')
    assert.equal(
      (await picker.post(at('receivers'), { orderNo: order.no, scene: 'care', reason: 'xx' }))
        .status,
      403,
    )
  })

  test('INV-CONN-6 of the bills exactly the planted wrong commissions differ from our fee rules', async () => {
    const differing = async () => {
      const found: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const {
          body,
        }: {
          body: { items: { lineNo: string; differenceMinor: string }[]; nextCursor: string | null }
        } = await rig.owner.get(
          `/api/connectors/bills?different=true&limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        found.push(...body.items.map((one) => `${one.lineNo} ${one.differenceMinor}`))
        cursor = body.nextCursor
      }
      return found.toSorted()
    }
    assert.deepEqual(await differing(), [], 'without a rule nothing is judged')
    for (const { id } of rig.shops)
      await rig.owner.post(`/api/shops/${id}/fees`, {
        kind: 'commission',
        base: 'settled',
        ratePpm: String(COMMISSION_PPM),
        validFrom: '2026-01-01',
        source: 'the sandbox platform',
      })
    const { planted, bills } = rig.sandbox.world
    assert.ok(Object.keys(planted).length >= 5)
    assert.deepEqual(
      await differing(),
      Object.entries(planted)
        .map(([no, { charged, right }]) => `${no} ${charged - right}`)
        .toSorted(),
    )
    const { rows } = await rig.app.services.pool.query<{ sum: string; n: string }>(
      'select sum(amount_minor)::text as sum, count(*)::text as n from connectors.bill_lines',
    )
    const all = Object.values(bills)
    assert.deepEqual(rows[0], {
      sum: String(all.reduce((sum, { amount }) => sum + amount, 0)),
      n: String(all.length),
    })
  })
})
