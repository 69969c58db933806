// Orders of platform layouts into the real database: halves, older words, personal data, scattered rows, whole orders back.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { ImportFile } from '#modules/layouts'
import { testServices } from '#test/app.ts'
import { bringTo, type Cells, COMMON, fileOf, newShop } from './testing.ts'

describe('orders of platform files, stored', () => {
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

  const stored = async () =>
    (
      await sql<{
        no: string
        status: string
        version: number
        payable: bigint
        residual: bigint
        lines: number
        flags: string[]
        waybill: string
        masked: string
        sealed: string | null
        id: string
      }>`
        select o.platform_no as no, o.status, o.version, o.payable_minor as payable, o.residual_minor as residual, o.flags, o.waybill,
          o.receiver_masked as masked, o.receiver_sealed as sealed, o.id,
          (select count(*)::int from sales.order_lines l where l.order_id = o.id) as lines
        from sales.orders o where o.shop_id = ${shopId} order by 1`.execute(services.db)
    ).rows

  test('INV-SALES-2: the same rows twice, shuffled, with moved columns, change nothing; a change is version 2', async () => {
    const rows = ['A1', 'A2'].flatMap((order_id) => [
      {
        ...COMMON,
        order_id,
        line_id: `${order_id}-1`,
        order_amount: '30',
        title: '茶壶',
        qty: '1',
        unit_price: '10',
      },
      {
        ...COMMON,
        order_id,
        line_id: `${order_id}-2`,
        order_amount: '30',
        title: '茶杯',
        qty: '2',
        unit_price: '10',
      },
    ])
    const first = await bring(fileOf('line', rows))
    assert.deepEqual([first.created, first.updated, first.unchanged, first.refused], [4, 0, 0, []])
    const moved = rows
      .toReversed()
      .map((row) => Object.fromEntries(Object.entries(row).toReversed()))
    const again = await bring(fileOf('line', moved))
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 4])
    const shipped = rows.map((row) => ({
      ...row,
      status: row.order_id === 'A1' ? '已发货' : row.status,
    }))
    const changed = await bring(fileOf('line', shipped))
    assert.deepEqual([changed.created, changed.updated, changed.unchanged], [0, 2, 2])
    assert.deepEqual(
      (await stored()).map(({ no, status, version }) => [no, status, version]),
      [
        ['A1', 'shipped', 2],
        ['A2', 'awaiting_shipment', 1],
      ],
    )
  })

  test('INV-SALES-3, OP-ORD-5: an older word never moves an order backwards, whether told by state or by time', async () => {
    const row = (status: string, waybill: string) => ({
      ...COMMON,
      order_id: 'B1',
      status,
      waybill,
      order_amount: '10',
      qty: '1',
      unit_price: '10',
    })
    await bring(fileOf('line', [row('已完成', 'SF1')]))
    const late = await bring(fileOf('line', [row('待发货', '')]))
    assert.deepEqual([late.unchanged, late.totals['older']], [1, 1])
    assert.deepEqual(
      (await stored()).map(({ status, waybill, version }) => [status, waybill, version]),
      [['completed', 'SF1', 1]],
    )
    const noon = new Date('2026-11-02T04:00:00Z')
    await bring(fileOf('line', [row('已完成', 'SF2')]), noon)
    const before = await bring(
      fileOf('line', [row('已完成', 'SF3')]),
      new Date('2026-11-02T03:00:00Z'),
    )
    assert.equal(before.totals['older'], 1)
    assert.deepEqual(
      (await stored()).map(({ waybill }) => waybill),
      ['SF2'],
    )
  })

  test('lines of an order nobody paid give nothing back: what was refunded is its head’s to say', async () => {
    const closed = { ...COMMON, status: '交易关闭', order_amount: '100' }
    await bring(
      fileOf('order', [
        { ...closed, order_id: 'N1', paid_amount: '0', paid_at: '' },
        { ...closed, order_id: 'N2', paid_amount: '100', refund_amount: '100' },
      ]),
    )
    const line = { title: '锅', qty: '1', unit_price: '100', status: '交易关闭' }
    await bring(
      fileOf('lines_only', [
        { ...line, order_id: 'N1', line_id: 'N1-1' },
        { ...line, order_id: 'N2', line_id: 'N2-1' },
      ]),
    )
    const { rows } = await sql<{ status: string; refunded: bigint; ofLines: bigint }>`
      select o.status, o.refunded_minor as refunded,
        (select sum(l.refunded_minor)::bigint from sales.order_lines l where l.order_id = o.id) as "ofLines"
      from sales.orders o where o.shop_id = ${shopId} order by o.platform_no`.execute(services.db)
    assert.deepEqual(
      rows.map(({ status, refunded, ofLines }) => [status, refunded, ofLines]),
      [
        ['cancelled', 0n, 0n],
        ['closed_refunded', 10000n, 10000n],
      ],
    )
  })

  test('heads in one file, lines in the other: lines wait for their head, then the money is settled over both', async () => {
    const lines = fileOf('lines_only', [
      { order_id: 'C1', line_id: 'C1-1', title: '锅', qty: '1', unit_price: '80' },
      { order_id: 'C1', line_id: 'C1-2', title: '铲', qty: '1', unit_price: '20' },
    ])
    const early = await bring(lines)
    assert.deepEqual([early.created, early.refused.length], [0, 2])
    assert.match(early.refused[0]!.en, /not known yet/)
    const head = fileOf('order', [{ ...COMMON, order_id: 'C1', order_amount: '95', freight: '5' }])
    await bring(head)
    assert.deepEqual(
      (await stored()).map(({ lines: n, flags }) => [n, flags]),
      [[1, ['lines_missing']]],
    )
    const done = await bring(lines)
    assert.deepEqual([done.updated, done.refused.length], [2, 0])
    assert.deepEqual(
      (await stored()).map(({ lines: n, flags, payable, residual, version }) => [
        n,
        flags,
        payable,
        residual,
        version,
      ]),
      [[2, [], 9500n, 0n, 2]],
    )
    // The head again, moved on: the lines stay.
    await bring(
      fileOf('order', [
        { ...COMMON, status: '已发货', order_id: 'C1', order_amount: '95', freight: '5' },
      ]),
    )
    assert.deepEqual(
      (await stored()).map(({ lines: n, status, version }) => [n, status, version]),
      [[2, 'shipped', 3]],
    )
    assert.deepEqual([(await bring(lines)).unchanged, (await bring(head)).totals['older']], [2, 1])
  })

  test('rows of an order scattered over the file come together', async () => {
    const rows = [1, 2, 3].flatMap((line) =>
      ['D1', 'D2', 'D3'].map((order_id) => ({
        ...COMMON,
        order_id,
        line_id: `${order_id}-${line}`,
        order_amount: '30',
        qty: '1',
        unit_price: '10',
      })),
    )
    const { created, refused } = await bring(fileOf('line', rows))
    assert.deepEqual([created, refused.length], [9, 0])
    assert.deepEqual(
      (await stored()).map(({ no, lines, payable, residual }) => [no, lines, payable, residual]),
      [
        ['D1', 3, 3000n, 0n],
        ['D2', 3, 3000n, 0n],
        ['D3', 3, 3000n, 0n],
      ],
    )
  })

  test('one bad row gives its whole order back, with reasons; the others go in', async () => {
    const row = (order_id: string, qty: string) => ({
      ...COMMON,
      order_id,
      order_amount: '20',
      qty,
      unit_price: '10',
    })
    const { created, refused } = await bring(
      fileOf('line', [row('E1', '1'), row('E1', 'x'), row('E2', '2'), row('', '1')]),
    )
    assert.equal(created, 1)
    assert.deepEqual(
      refused
        .map(({ row: n, column }) => [n, column])
        .toSorted(([a], [b]) => Number(a) - Number(b)),
      [
        [2, '订单号'],
        [3, '数量'],
        [5, '订单号'],
      ],
    )
    assert.deepEqual(
      (await stored()).map(({ no }) => no),
      ['E2'],
    )
  })

  test('INV-SALES-4: no personal cell stands open anywhere; the vault gives all of it back', async () => {
    const secret = {
      receiver_name: '张小明',
      phone: '13812345678',
      address: '文三路 77 号',
      buyer_note: '请打电话 13987654321',
      id: '330106199001011234',
    }
    await bring(
      fileOf(
        'line',
        [{ ...COMMON, order_id: 'F1', order_amount: '10', qty: '1', unit_price: '10', ...secret }],
        { id: '收件人身份证号' },
      ),
    )
    const { rows } = await sql<{ all: string }>`
      select (select string_agg(o::text, '') from sales.orders o where o.shop_id = ${shopId})
        || (select string_agg(v::text, '') from sales.order_versions v join sales.orders o on o.id = v.order_id where o.shop_id = ${shopId})
        || (select string_agg(e::text, '') from outbox.events e) as all`.execute(services.db)
    for (const text of Object.values(secret)) assert.equal(rows[0]!.all.includes(text), false, text)
    const [one] = await stored()
    assert.equal(one!.masked, '张** 138****5678')
    const held = JSON.parse(services.vault.open(one!.sealed!, `sales.receiver:${one!.id}`)) as {
      phone: string
      cells: Cells[]
    }
    assert.equal(held.phone, secret.phone)
    assert.deepEqual(Object.values(held.cells[0]!).toSorted(), Object.values(secret).toSorted())
  })

  test('columns a file does not have leave a known order as it was', async () => {
    const full = {
      ...COMMON,
      order_id: 'G1',
      order_amount: '10',
      qty: '1',
      unit_price: '10',
      waybill: 'YT123',
      receiver_name: '李雷',
      phone: '13800000000',
    }
    await bring(fileOf('line', [full]))
    const { waybill: _w, receiver_name: _n, phone: _p, ...less } = full
    const { updated } = await bring(fileOf('line', [{ ...less, status: '已发货' }]))
    assert.equal(updated, 1)
    assert.deepEqual(
      (await stored()).map(({ status, waybill, masked }) => [status, waybill, masked]),
      [['shipped', 'YT123', '李** 138****0000']],
    )
  })
})
