// Telling platforms what left: on one sheet at a time, believed when the platform says so, back with a reason when it was not taken.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openTable } from '#kernel/table.ts'
import { newId } from '#kernel/ids.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { readShipSheet, sheetFile } from './ship-sheet.ts'
import { buildDesk, type DeskRig, row, say, standing } from './testing.ts'

interface Told {
  readonly id: string
  readonly platformNo: string
  readonly state: string
  readonly reason: string
  readonly isLinked: boolean
  readonly sheetId: string | null
}

describe('write-back of shipments', () => {
  let app: TestApp
  let rig: DeskRig
  before(async () => {
    app = await testApp()
    rig = await buildDesk(app.services, 1000n)
    await sql`update shops.shops set platform = 'pdd' where id = ${rig.shopId}`.execute(
      app.services.db,
    )
  })
  after(() => app[Symbol.asyncDispose]())

  const shipped = async (...nos: string[]) => {
    const owner = await app.as('owner')
    await say(
      app.services,
      rig,
      nos.map((no) => row(rig, no)),
    )
    await app.drain()
    for (const no of nos) {
      const { id } = (await standing(app.services, rig)).find((o) => o.platformNo === no)!
      assert.equal((await owner.post(`/api/desk/orders/${id}/audit`, {})).status, 200)
      const body = { carrier: '圆通', waybill: `YT${no}` }
      assert.equal((await owner.post(`/api/desk/orders/${id}/ship`, body)).status, 200)
    }
    await app.drain()
  }
  const told = async (query = '') => {
    const owner = await app.as('owner')
    const { body } = await owner.get<{ items: Told[] }>(
      `/api/desk/write-backs?shopId=${rig.shopId}${query}`,
    )
    return body.items
  }
  const states = async (query = '') =>
    Object.fromEntries((await told(query)).map(({ platformNo, state }) => [platformNo, state]))
  const makeSheet = async () => {
    const owner = await app.as('owner')
    return owner.post<{ id: string; rows: number; code: string }>('/api/desk/ship-sheets', {
      shopId: rig.shopId,
    })
  }
  /** The sheet, read back as a platform reads it. */
  const fileOf = async (id: string) => {
    const bytes = await sheetFile(await readShipSheet(app.services.db, id))
    await using table = await openTable(Readable.from([Buffer.from(bytes)]), { name: 'a.xlsx' })
    const lines: (readonly string[])[] = []
    for await (const { values } of table.rows()) lines.push(values)
    return { header: table.header, lines }
  }
  /** A file of the shop's orders was imported just now. */
  const exportCame = () =>
    sql`
      with batch as (
        insert into intake.batches (id, dry_run, requested_by) values (${newId()}, false, 'test') returning id)
      insert into intake.runs (id, batch_id, kind, shop_id, file_name, file_key, file_size, file_sha256, dry_run, status, requested_by, created_at)
      select id, id, 'orders', ${rig.shopId}, 'a.csv', 'k', 1, 's', false, 'done', 'test', clock_timestamp() from batch`.execute(
      app.services.db,
    )

  test('INV-ORDERS-6 a shop without a link: what left stands on the sheet of its platform, whole numbers kept, once', async () => {
    await shipped('9007199254740993001', '9007199254740993002')
    assert.deepEqual(await states(), {
      '9007199254740993001': 'waiting',
      '9007199254740993002': 'waiting',
    })
    const [one, two] = await Promise.all([makeSheet(), makeSheet()])
    const made = [one, two].filter(({ status }) => status === 200)
    assert.equal(made.length, 1, 'two clerks at once make one sheet')
    assert.equal(
      [one, two].find(({ status }) => status !== 200)!.body.code,
      'orders.nothing_to_tell',
    )
    assert.equal(made[0]!.body.rows, 2)
    const { header, lines } = await fileOf(made[0]!.body.id)
    assert.deepEqual(header, ['订单号', '快递公司', '快递单号'])
    assert.deepEqual(lines, [
      ['9007199254740993001', '圆通', 'YT9007199254740993001'],
      ['9007199254740993002', '圆通', 'YT9007199254740993002'],
    ])
  })

  test("the platform's next export confirms what it shows; what it does not show stands there with the reason", async () => {
    await say(app.services, rig, [
      row(rig, '9007199254740993001', { status: '已发货', waybill: 'YT9007199254740993001' }),
    ])
    await app.drain()
    await exportCame()
    assert.deepEqual(await states(), { '9007199254740993002': 'unconfirmed' })
    assert.deepEqual(await states('&state=confirmed'), { '9007199254740993001': 'confirmed' })
    assert.equal((await told())[0]!.reason, 'not_seen')
  })

  test('what the platform did not take is given back with the reason and stands on the next sheet, not on two at once', async () => {
    const owner = await app.as('owner')
    const [open] = await told()
    const taken = await owner.post<{ taken: number }>('/api/desk/write-backs/take-back', {
      ids: [open!.id, (await told('&state=confirmed'))[0]!.id],
      reason: '平台说运单号无效',
    })
    assert.equal(taken.body.taken, 1, 'what is confirmed stays')
    const [back] = await told()
    assert.deepEqual(
      [back!.state, back!.reason, back!.sheetId],
      ['failed', '平台说运单号无效', null],
    )
    assert.equal((await makeSheet()).body.rows, 1)
    assert.deepEqual(await states(), { '9007199254740993002': 'told' })
    const { body } = await owner.get<{
      items: { rows: number; confirmed: number; replaced: number }[]
    }>(`/api/desk/ship-sheets?shopId=${rig.shopId}`)
    assert.deepEqual(
      body.items.map(({ rows, confirmed, replaced }) => [rows, confirmed, replaced]),
      [
        [1, 0, 0],
        [2, 1, 1],
      ],
    )
  })

  test('headings are data: changed, held against the template, and a stale edit is refused', async () => {
    const owner = await app.as('owner')
    const body = {
      orderHeader: '订单编号',
      carrierHeader: '物流',
      waybillHeader: '单号',
      verified: true,
    }
    const put = (version: number) =>
      owner.send('PUT', '/api/desk/ship-sheet-layouts/pdd', { ...body, version })
    assert.equal((await put(1)).status, 200)
    assert.equal((await put(1)).status, 409)
    await shipped('9007199254740993003')
    const sheet = await makeSheet()
    assert.deepEqual((await fileOf(sheet.body.id)).header, ['订单编号', '物流', '单号'])
  })

  test('OP-WMS-8 a linked shop is told by its link: refused and second parcels are failures with reasons, never on a sheet', async () => {
    await shipped('9007199254740993004', '9007199254740993005', '9007199254740993006')
    const { db } = app.services
    await sql`
      insert into connectors.links (shop_id, connector, address, remote_shop, app_key, credentials_sealed)
      values (${rig.shopId}, 'sandbox', 'http://127.0.0.1:9', 'r', 'k', 'x')`.execute(db)
    await sql`
      insert into connectors.shipments (shop_id, order_no, carrier, waybill, status, problem, asked_by) values
        (${rig.shopId}, '9007199254740993004', '圆通', 'YT9007199254740993004', 'refused', '订单已退款', 'x'),
        (${rig.shopId}, '9007199254740993005', '圆通', 'OTHER', 'told', '', 'x'),
        (${rig.shopId}, '9007199254740993006', '圆通', 'YT9007199254740993006', 'told', '', 'x')`.execute(
      db,
    )
    const rows = await told()
    const of = (no: string) => {
      const found = rows.find(({ platformNo }) => platformNo === no)!
      return [found.isLinked, found.state, found.reason]
    }
    assert.deepEqual(of('9007199254740993004'), [true, 'failed', '订单已退款'])
    assert.deepEqual(of('9007199254740993005'), [true, 'failed', 'another_parcel'])
    assert.deepEqual(of('9007199254740993006'), [true, 'told', ''])
    assert.equal((await makeSheet()).body.code, 'orders.shop_is_linked')
    const owner = await app.as('owner')
    const { body } = await owner.get<{ items: { shopId: string; failed: number }[] }>(
      '/api/desk/write-backs/shops',
    )
    // Two refused ones, and what was on a sheet before the link came and no link has heard of.
    assert.equal(body.items.find(({ shopId }) => shopId === rig.shopId)!.failed, 2)
  })
})
