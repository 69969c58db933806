// Imports taken back, and addresses judged on their way in.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import { runChecks } from '#kernel/checks.ts'
import type { ImportFile } from '#modules/layouts'
import { testServices } from '#test/app.ts'
import { bringTo, type Cells, COMMON, fileOf, newShop } from './testing.ts'
import { checks } from './checks.ts'
import { undoOrders } from './undo-orders.ts'

describe('imports taken back', () => {
  let services: Awaited<ReturnType<typeof testServices>>
  let shopId: string
  before(async () => {
    services = await testServices()
  })
  after(() => services[Symbol.asyncDispose]())
  beforeEach(async () => {
    shopId = await newShop(services)
  })
  const bring = (file: ImportFile, snapshotAt: Date | null = null) =>
    bringTo(services, shopId, file, snapshotAt)

  const undo = (source: string) =>
    services.db.transaction().execute((tx) => undoOrders(tx, services, systemActor('test'), source))

  test('an import is taken back exactly: changed orders as they were, new ones withdrawn, and they may come again', async () => {
    const row = (order_id: string, status: string, extra: Cells = {}) => ({
      ...COMMON,
      order_id,
      status,
      order_amount: '20',
      qty: '2',
      unit_price: '10',
      waybill: '',
      ...extra,
    })
    const first = await bring(fileOf('line', [row('H1', '待发货'), row('H2', '待发货')]))
    const pick = sql`select to_jsonb(o) - 'version' as head, (select jsonb_agg(to_jsonb(l) order by line_no) from sales.order_lines l where l.order_id = o.id) as lines
      from sales.orders o where o.shop_id = ${shopId} and o.platform_no = 'H1'`
    const before = (await pick.execute(services.db)).rows
    const second = await bring(
      fileOf('line', [
        row('H1', '已发货', { waybill: 'SF9', qty: '1', order_amount: '10' }),
        row('H3', '待发货'),
      ]),
    )
    assert.deepEqual([second.created, second.updated], [1, 1])
    await assert.rejects(undo(first.source), /sales.undo_blocked.*H1/)
    assert.equal(await undo(second.source), 2)
    assert.deepEqual((await pick.execute(services.db)).rows, before)
    const { rows } = await sql<{ no: string; withdrawn: boolean; version: number }>`
      select platform_no as no, withdrawn, version from sales.orders where shop_id = ${shopId} order by 1`.execute(
      services.db,
    )
    assert.deepEqual(rows, [
      { no: 'H1', withdrawn: false, version: 3 },
      { no: 'H2', withdrawn: false, version: 1 },
      { no: 'H3', withdrawn: true, version: 2 },
    ])
    const again = await bring(fileOf('line', [row('H3', '待发货')]))
    assert.deepEqual([again.created, again.unchanged], [1, 0])
  })

  test('millrace check finds an order whose lines, version or mapping no longer fit', async () => {
    await bring(
      fileOf('line', [
        {
          ...COMMON,
          order_id: 'K1',
          order_amount: '20',
          qty: '2',
          unit_price: '10',
          sku_code: 'NOBODY',
        },
      ]),
    )
    const broken = async () =>
      (await runChecks(services.db, checks))
        .filter(({ violations }) => violations.length > 0)
        .map(({ id }) => id)
    assert.deepEqual(await broken(), [])
    await sql`update sales.order_lines set amount_minor = amount_minor + 1 where order_id in (select id from sales.orders where platform_no = 'K1')`.execute(
      services.db,
    )
    await sql`update sales.orders set version = 7 where platform_no = 'K1'`.execute(services.db)
    await sql`update sales.order_lines set sku_qty = 9 where order_id in (select id from sales.orders where platform_no = 'K1')`.execute(
      services.db,
    )
    assert.deepEqual(await broken(), ['S1', 'S2', 'S3'])
  })

  test('addresses are judged: clear ones get their codes and a fingerprint, doubtful ones wait for a person', async () => {
    const row = (order_id: string, address: string, receiver_name = '韩梅梅') => ({
      ...COMMON,
      order_id,
      order_amount: '10',
      qty: '1',
      unit_price: '10',
      address,
      receiver_name,
      phone: '13800001111',
    })
    const { totals } = await bring(
      fileOf('line', [
        row('I1', '浙江省 杭州市 西湖区 文三路 123 号 5幢 502室'),
        row('I2', '浙江省杭州市西湖区文三路123号5栋502'),
        row('I3', '鼓楼区 中山路 1 号'),
        row('I4', '浙江省 杭州市 西湖区 文三路 123 号 5幢 502室', '韩**'),
      ]),
    )
    assert.equal(totals['doubtfulAddresses'], 1)
    const { rows } = await sql<{
      no: string
      district: string | null
      state: string
      print: string | null
      masked: string
      note: string
    }>`
      select platform_no as no, district_code as district, address_state as state, receiver_fingerprint as print, receiver_masked as masked,
        address_note as note
      from sales.orders where shop_id = ${shopId} order by 1`.execute(services.db)
    assert.deepEqual(
      rows.map(({ district, state }) => [district, state]),
      [
        ['330106', 'clear'],
        ['330106', 'clear'],
        [null, 'doubtful'],
        ['330106', 'clear'],
      ],
    )
    assert.ok(rows[0]!.print !== null && rows[0]!.print === rows[1]!.print)
    assert.deepEqual([rows[2]!.print, rows[3]!.print, rows[2]!.note], [null, null, 'ambiguous'])
    assert.equal(rows[0]!.masked, '韩** 138****1111 浙江省 杭州市')
  })
})
