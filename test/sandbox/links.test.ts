// Links over HTTP: pushes, jobs, what is told to the platform, health; and what people do wrong.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pollAll } from '#modules/connectors'
import { STEPS } from '../../src/modules/connectors/contract.ts'
import { HOUR } from '../../sandbox/change.ts'
import { signPush } from '../../sandbox/sign.ts'
import { paidOf } from '../../sandbox/world.ts'
import { buildRig, type Rig } from './rig.ts'

interface Health {
  readonly shopId: string
  readonly queueDepth: string
  readonly moneyAtRiskMinor: string
  readonly lastError: string
  readonly lastSuccessAt: string | null
  readonly failures: number
  readonly lagSeconds: number
  readonly callsToday: string
  readonly version: number
  readonly stockUnsent: string
}

describe('links to platforms', () => {
  let rig: Rig
  before(async () => {
    rig = await buildRig({ seed: 'links', orders: 60, days: 0.25, chaos: 0, shipsItself: false })
    for (const { remote } of rig.shops) remote.pushTo = null
    await rig.sandbox.advance(12 * HOUR)
  })
  after(() => rig[Symbol.asyncDispose]())

  const pool = () => rig.app.services.pool
  const healthOf = async (at: number) => {
    const { body } = await rig.owner.get<{ items: Health[] }>('/api/connectors/health')
    return body.items.find(({ shopId }) => shopId === rig.shops[at]!.id)!
  }
  const push = (body: string, sign: string) =>
    rig.app.anonymous.send<{ taken: number; code: string }>(
      'POST',
      `/api/connectors/push/${rig.shops[0]!.id}`,
      JSON.parse(body),
      { 'event-sign': sign },
    )
  const signed = (messages: readonly { tag: string; msg_id: string; data: string }[]) => {
    const { appKey, secret } = rig.shops[0]!.remote
    const body = JSON.stringify(messages)
    return [body, signPush(secret, appKey, body)] as const
  }
  const message = (id: string, no: string) => ({
    tag: '110',
    msg_id: id,
    data: JSON.stringify({ order_id: no }),
  })
  const ordersOf = (at: number) =>
    Object.values(rig.sandbox.world.orders).filter(
      ({ shopId }) => shopId === rig.shops[at]!.remote.id,
    )

  test('INV-CONN-3 a push marks its order once, whoever sends it how often', async () => {
    const order = ordersOf(0).find(({ state }) => state === 'to_ship')!
    const [body, sign] = signed([message('m-1', order.no), message('m-1', order.no)])
    assert.deepEqual((await push(body, sign)).body, { taken: 1 })
    assert.deepEqual((await push(body, sign)).body, { taken: 0 })
    assert.equal((await healthOf(0)).queueDepth, '1')
    const { rows } = await pool().query(`select asked from connectors.marks where no = $1`, [
      order.no,
    ])
    assert.deepEqual(rows, [{ asked: 1 }])
  })

  test('a push whose signature is wrong, or that is none of theirs, is refused and marks nothing', async () => {
    const [body, sign] = signed([message('m-2', '1')])
    for (const wrong of ['', 'x', sign.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))]) {
      const answer = await push(body, wrong)
      assert.equal(answer.status, 401)
      assert.equal(answer.body.code, 'connectors.push_unproven')
    }
    const [odd, oddSign] = signed([{ tag: '1', msg_id: 'm-3', data: 'no json' }])
    assert.equal((await push(odd, oddSign)).body.code, 'connectors.push_unreadable')
    const { rows } = await pool().query(`select message_id from connectors.inbox`)
    assert.deepEqual(rows, [{ message_id: 'm-1' }])
  })

  test('the polls that links and pushes woke read the shops, as jobs', async () => {
    await rig.app.runJobs()
    const { rows } = await pool().query(
      `select distinct status from jobs.runs where name = 'connectors.poll'`,
    )
    assert.deepEqual(rows, [{ status: 'done' }])
    const health = await healthOf(0)
    assert.equal(health.queueDepth, '0')
    assert.equal(health.moneyAtRiskMinor, '0')
    assert.ok(health.lastSuccessAt && health.lagSeconds >= 60 && health.lagSeconds < 600)
    assert.ok(BigInt(health.callsToday) > 0n)
    const held = await pool().query(`select count(*) as n from sales.orders`)
    assert.equal(held.rows[0].n, 60n)
  })

  test('an open order that was spoken of is money at risk until it is read; one that is done is not', async () => {
    const waiting = ordersOf(0).find(({ state }) => state === 'to_ship')!
    const done = ordersOf(0).find(({ state }) => state === 'cancelled')!
    await push(...signed([message('m-4', waiting.no), message('m-5', done.no)]))
    const { queueDepth, moneyAtRiskMinor } = await healthOf(0)
    assert.deepEqual([queueDepth, moneyAtRiskMinor], ['2', String(paidOf(waiting))])
    const { body } = await rig.owner.get<{ items: { no: string }[] }>('/api/connectors/queue')
    assert.deepEqual(new Set(body.items.map(({ no }) => no)), new Set([waiting.no, done.no]))
    await rig.poll(rig.shops[0]!.id)
    assert.equal((await healthOf(0)).moneyAtRiskMinor, '0')
  })

  test('secret and tokens are sealed, and shown nowhere', async () => {
    const { secret, token } = rig.shops[0]!.remote
    const { rows } = await pool().query(
      `select (select string_agg(l::text, '') from connectors.links l) || (select string_agg(e::text, '') from audit.entries e) as text`,
    )
    const shown = rows[0].text + JSON.stringify(await rig.owner.get('/api/connectors/health'))
    for (const hidden of [secret, token!.access, token!.refresh]) assert.ok(!shown.includes(hidden))
  })

  test('INV-CONN-4 of stock figures only the newest is sent; a figure that did not change is not', async () => {
    const { id, remote } = rig.shops[0]!
    const [first, second] = remote.offers
    const want = (skuId: string, itemId: string, qty: string) =>
      rig.owner.post<{ changed: number }>(`/api/connectors/links/${id}/stock`, {
        items: [{ platformItem: itemId, platformSku: skuId, qty }],
      })
    for (const qty of ['40', '30', '20']) await want(first!.skuId, first!.itemId, qty)
    await want('none', 'none', '5')
    assert.equal((await healthOf(0)).stockUnsent, '2')
    // The platform counts its own sales; of the second offer nobody tells it anything.
    const untold = second!.stock
    await rig.poll(id)
    assert.deepEqual([first!.stock, first!.stockVersion, second!.stock], [20, 3, untold])
    assert.deepEqual((await want(first!.skuId, first!.itemId, '20')).body, { changed: 0 })
    const { rows } = await pool().query(
      `select problem from connectors.stock where sent_version < version`,
    )
    assert.deepEqual(rows, [{ problem: '50011 no such sku' }])
  })

  test('a parcel goes to the platform, the order comes back shipped; a second waybill is refused', async () => {
    const { id } = rig.shops[0]!
    const [a, cancelled] = [
      ordersOf(0).find(({ state }) => state === 'to_ship')!,
      ordersOf(0).find(({ state }) => state === 'cancelled')!,
    ]
    const ship = (orderNo: string, waybill: string) =>
      rig.owner.post<{ code: string }>(`/api/connectors/links/${id}/shipments`, {
        orderNo,
        carrier: 'shunfeng',
        waybill,
      })
    assert.equal((await ship(a.no, 'SF1001')).status, 200)
    assert.equal((await ship(a.no, 'SF1001')).status, 200)
    assert.equal((await ship(a.no, 'SF1002')).body.code, 'connectors.shipment_exists')
    await ship(cancelled.no, 'SF1003')
    await rig.poll(id)
    assert.equal(a.waybill, 'SF1001')
    const { rows } = await pool().query(
      `select s.order_no, s.status, s.calls, o.waybill from connectors.shipments s join sales.orders o on o.platform_no = s.order_no
       order by s.waybill`,
    )
    assert.deepEqual(rows, [
      { order_no: a.no, status: 'told', calls: 1, waybill: 'SF1001' },
      { order_no: cancelled.no, status: 'refused', calls: 1, waybill: '' },
    ])
    const listed = await rig.owner.get<{ items: { orderNo: string; problem: string }[] }>(
      '/api/connectors/shipments?status=refused',
    )
    assert.match(listed.body.items[0]?.problem ?? '', /cancelled/)
  })

  test('a platform that cannot be reached: the poll fails, says so, and the link recovers', async () => {
    const { id } = rig.shops[1]!
    const { version } = await healthOf(1)
    const edit = (body: object) => rig.owner.send('PATCH', `/api/connectors/links/${id}`, body)
    await edit({ version, address: 'http://127.0.0.1:9', active: true })
    await assert.rejects(rig.poll(id), /no answer/)
    const down = await healthOf(1)
    assert.equal(down.failures, 1)
    assert.match(down.lastError, /no answer/)
    assert.equal((await edit({ version, address: rig.sandbox.url, active: true })).status, 409)
    await edit({ version: version + 1, address: rig.sandbox.url, active: true })
    await rig.poll(id)
    assert.equal((await healthOf(1)).failures, 0)
  })

  test('the board names each part of a poll, and a failed one with its reason; a key typed wrong is mended', async () => {
    const { id, remote } = rig.shops[1]!
    interface Link {
      readonly state: string
      readonly version: number
      readonly steps: readonly { step: string; successAt: string | null; error: string }[]
    }
    const link = async () => (await rig.owner.get<Link>(`/api/connectors/links/${id}`)).body
    const edit = async (body: object) =>
      rig.owner.send<{ code: string }>('PATCH', `/api/connectors/links/${id}`, {
        version: (await link()).version,
        address: rig.sandbox.url,
        active: true,
        ...body,
      })
    const fine = await link()
    assert.equal(fine.state, 'ok')
    assert.deepEqual(
      fine.steps.filter(({ successAt }) => successAt !== null).map(({ step }) => step),
      [...STEPS],
    )
    await edit({ appKey: 'mistyped' })
    await assert.rejects(rig.poll(id), /30001/)
    const bad = await link()
    assert.equal(bad.state, 'failing')
    assert.match(bad.steps.find(({ step }) => step === 'orders')?.error ?? '', /30001.*app_key/)
    const moved = await edit({ appKey: remote.appKey, remoteShop: rig.shops[0]!.remote.id })
    assert.equal(moved.body.code, 'connectors.shop_stands')
    await edit({ appKey: remote.appKey })
    await rig.poll(id)
    assert.equal((await link()).state, 'ok')
    await edit({ active: false })
    assert.equal((await link()).state, 'paused')
    await edit({})
  })

  test('what failed is listed with its reason and tried again, one or all; a parcel is looked for first', async () => {
    const { id } = rig.shops[0]!
    const listed = async () => {
      const { body } = await rig.owner.get<{ items: { what: string; no: string }[] }>(
        `/api/connectors/failures?shopId=${id}`,
      )
      return body.items.map(({ what, no }) => `${what} ${no}`).toSorted()
    }
    const cancelled = ordersOf(0).find(({ state }) => state === 'cancelled')!
    assert.deepEqual(await listed(), [`shipments ${cancelled.no}`, 'stock none/none'])
    const retry = (body: object) =>
      rig.owner.post<{ retried: number }>(`/api/connectors/links/${id}/retry`, body)
    const one = await retry({ items: [{ what: 'stock', no: 'none/none' }] })
    assert.deepEqual(one.body, { retried: 1 })
    assert.deepEqual(await listed(), [`shipments ${cancelled.no}`])
    assert.deepEqual((await retry({})).body, { retried: 1 })
    assert.deepEqual((await retry({})).body, { retried: 0 })
    await rig.poll(id)
    // Nothing changed over there: both stand here again, and no parcel was told.
    assert.deepEqual(await listed(), [`shipments ${cancelled.no}`, 'stock none/none'])
    assert.equal(cancelled.waybill, '')
    const none = await rig.owner.post(
      `/api/connectors/links/01890000-0000-7000-8000-000000000000/retry`,
      {},
    )
    assert.equal(none.status, 404)
  })

  test('each minute every link has one poll under way; polls that went well are forgotten, failed ones stay', async () => {
    await pool().query(`
      update jobs.runs set created_at = now() - interval '2 hours' where name = 'connectors.poll' and status = 'done'`)
    await pool().query(`
      insert into jobs.runs (id, name, payload, status, max_attempts, requested_by, created_at)
      values (gen_random_uuid(), 'connectors.poll', '{}', 'failed', 3, 'test', now() - interval '2 hours')`)
    for (let minute = 0; minute < 2; minute++) await pollAll(rig.app.services)
    const { rows } = await pool().query(`
      select status, count(*)::int as runs from jobs.runs where name = 'connectors.poll' group by 1 order by 1`)
    assert.deepEqual(rows, [
      { status: 'failed', runs: 1 },
      { status: 'waiting', runs: rig.shops.length },
    ])
  })

  test('one link a shop, one shop an app key; an unknown link is not found', async () => {
    const link = (shop: string, appKey: string) =>
      rig.owner.post<{ code: string }>('/api/connectors/links', {
        shop,
        connector: 'sandbox',
        address: rig.sandbox.url,
        remoteShop: '1',
        appKey,
        secret: 'a secret',
      })
    const { remote } = rig.shops[0]!
    assert.equal((await link(`SB${remote.id}`, 'new')).body.code, 'connectors.linked_already')
    await rig.owner.post('/api/shops', {
      code: 'OTHER',
      name: 'x',
      platform: 'other',
      currency: 'CNY',
      timeZone: 'UTC',
    })
    assert.equal((await link('OTHER', remote.appKey)).body.code, 'connectors.app_key_taken')
    const none = await rig.owner.post(
      `/api/connectors/links/01890000-0000-7000-8000-000000000000/poll`,
      {},
    )
    assert.equal(none.status, 404)
  })
})
