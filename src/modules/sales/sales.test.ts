// Orders over HTTP: what waits, receivers opened for a reason, addresses confirmed by a person.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestApp, testApp } from '#test/app.ts'
import { bringTo, COMMON, fileOf, newShop } from './testing.ts'

interface Listed {
  readonly items: { id: string; platformNo: string; addressState: string; version: number }[]
}

describe('orders over HTTP', () => {
  let app: TestApp
  let shopId: string
  const row = (order_id: string, extra: Readonly<Record<string, string>> = {}) => ({
    ...COMMON,
    order_id,
    order_amount: '20',
    qty: '2',
    unit_price: '10',
    title: '茶壶',
    receiver_name: '王小二',
    phone: '13812345678',
    address: '浙江省杭州市西湖区文三路 9 号',
    buyer_note: '放门口',
    ...extra,
  })
  before(async () => {
    app = await testApp()
    shopId = await newShop(app.services)
    await bringTo(
      app.services,
      shopId,
      fileOf('line', [
        row('W1'),
        row('W2', { address: '鼓楼区 中山路 1 号' }),
        row('W3', { status: '已完成', order_amount: '25', waybill: 'SF100' }),
      ]),
    )
  })
  after(() => app[Symbol.asyncDispose]())

  const list = async (query: string) =>
    (await (await app.as('clerk')).get<Listed>(`/api/orders?${query}`)).body.items

  test('lists filter by state, queue, parcel and number; queues count what waits with its money', async () => {
    const numbers = async (query: string) =>
      (await list(query)).map(({ platformNo }) => platformNo).toSorted()
    assert.deepEqual(await numbers('status=awaiting_shipment'), ['W1', 'W2'])
    assert.deepEqual(await numbers('queue=doubtful_address'), ['W2'])
    assert.deepEqual(await numbers('queue=does_not_add_up'), ['W3'])
    assert.deepEqual(await numbers('q=SF100'), ['W3'])
    assert.deepEqual(await numbers('q=W'), ['W1', 'W2', 'W3'])
    assert.deepEqual(await numbers('q=%25'), [])
    const { body } = await (
      await app.as('clerk')
    ).get<{ queues: { queue: string; orders: number; payableMinor: string }[] }>(
      '/api/orders/queues',
    )
    const of = (name: string) => body.queues.find(({ queue }) => queue === name)
    assert.deepEqual(of('to_ship'), {
      queue: 'to_ship',
      orders: 2,
      payableMinor: '4000',
      isMore: false,
    })
    assert.deepEqual(of('unmapped')?.orders, 3)
  })

  test('more than ten thousand that wait are told as more than that, and no sum is passed off as theirs', async () => {
    const shop = await newShop(app.services)
    await sql`
      insert into sales.orders (id, shop_id, platform_no, kind, status, ordered_at, ordered_on, goods_minor, service_minor, payable_minor,
        flags, version, content_hash, layout)
      select uuidv7(), ${shop}, 'M' || n, 'sale', 'on_hold', now(), current_date, 1, 0, 1, '{}', 1, n::text, 'test'
      from generate_series(1, 10001) n`.execute(app.services.db)
    const { rows } = await sql<{ code: string }>`
      select code from shops.shops where id = ${shop}`.execute(app.services.db)
    const onHold = async () => {
      const { body } = await (
        await app.as('clerk')
      ).get<{ queues: { queue: string }[] }>(`/api/orders/queues?shop=${rows[0]!.code}`)
      return body.queues.find(({ queue }) => queue === 'on_hold')
    }
    assert.deepEqual(await onHold(), {
      queue: 'on_hold',
      orders: 10_000,
      payableMinor: '10000',
      isMore: true,
    })
    await sql`
      update sales.orders set status = 'completed' where shop_id = ${shop} and platform_no = 'M1'`.execute(
      app.services.db,
    )
    assert.deepEqual(await onHold(), {
      queue: 'on_hold',
      orders: 10_000,
      payableMinor: '10000',
      isMore: false,
    })
  })

  test('AC-4.2-3: a receiver opens for a scene and a reason, as far as the scene needs, and it is logged', async () => {
    const [order] = await list('q=W1')
    const clerk = await app.as('clerk')
    const path = `/api/orders/${order!.id}/receiver`
    assert.equal((await clerk.post(path, { scene: 'waybill' })).status, 400)
    assert.equal((await clerk.post(path, { scene: 'browse', reason: 'curious' })).status, 400)
    assert.equal(
      (await (await app.as('marketer')).post(path, { scene: 'care', reason: 'call back' })).status,
      403,
    )
    const care = await clerk.post(path, { scene: 'care', reason: '回访' })
    assert.deepEqual(care.body, {
      name: '王小二',
      phone: '13812345678',
      address: null,
      buyerNote: null,
      sellerNote: null,
    })
    const label = await clerk.post<{ address: string; buyerNote: null }>(path, {
      scene: 'waybill',
      reason: '补打面单',
    })
    assert.deepEqual(
      [label.body.address, label.body.buyerNote],
      ['浙江省杭州市西湖区文三路 9 号', null],
    )
    const { rows } = await sql<{ reason: string; scene: string; actor: string }>`
      select reason, after ->> 'scene' as scene, actor_name as actor from audit.entries
      where action = 'sales.receiver.reveal' and subject_id = ${order!.id} order by id`.execute(
      app.services.db,
    )
    assert.deepEqual(
      rows.map(({ reason, scene }) => [reason, scene]),
      [
        ['回访', 'care'],
        ['补打面单', 'waybill'],
      ],
    )
  })

  test('who opens too many within an hour is stopped, and two at once cannot both be the last', async () => {
    const [order] = await list('q=W1')
    const service = await app.as('service')
    const open = () =>
      service.post(`/api/orders/${order!.id}/receiver`, { scene: 'care', reason: '回访客户' })
    assert.equal((await open()).status, 200)
    await sql`
      insert into audit.entries (actor_kind, actor_id, actor_name, action, subject_type, subject_id)
      select e.actor_kind, e.actor_id, e.actor_name, e.action, 'order', 'fixture'
      from (select * from audit.entries where action = 'sales.receiver.reveal' and reason = '回访客户' limit 1) as e,
        generate_series(1, 118)`.execute(app.services.db)
    const answers = await Promise.all([open(), open(), open()])
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 429, 429],
    )
  })

  test('a person says where a doubtful address is; a stale edit is refused; the same file leaves it confirmed', async () => {
    const [order] = await list('q=W2')
    const clerk = await app.as('clerk')
    const path = `/api/orders/${order!.id}/address`
    assert.equal((await clerk.post(path, { version: 9, districtCode: '320106' })).status, 409)
    assert.equal(
      (await clerk.post(path, { version: order!.version, districtCode: '999999' })).status,
      400,
    )
    const done = await clerk.post<{ place: string }>(path, {
      version: order!.version,
      districtCode: '320106',
    })
    assert.deepEqual([done.status, done.body.place], [200, '江苏省 南京市 鼓楼区'])
    await bringTo(
      app.services,
      shopId,
      fileOf('line', [row('W2', { address: '鼓楼区 中山路 1 号', status: '已发货' })]),
    )
    const [after] = await list('q=W2')
    assert.deepEqual([after!.addressState, after!.version], ['confirmed', 2])
    await bringTo(
      app.services,
      shopId,
      fileOf('line', [row('W2', { address: '鼓楼区 湖北路 2 号', status: '已发货' })]),
    )
    assert.equal((await list('q=W2'))[0]!.addressState, 'doubtful')
  })
})
