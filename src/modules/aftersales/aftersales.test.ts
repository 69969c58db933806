// After-sale records: versions, order of words, links to orders, and the one answer to "what was given back".
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { emit } from '#kernel/outbox.ts'
import { instant } from '#kernel/time.ts'
import { type ImportShop, LAYOUTS } from '#modules/layouts'
import { addShop } from '#modules/shops'
import { type TestApp, testApp } from '#test/app.ts'
import { TESTER } from '#test/factories.ts'
import { importGiven, layoutOf } from '#test/imports.ts'
import { FIELDS, importAftersales, undoAftersales } from './index.ts'
import { isOlder, stateOf, typeOf } from './words.ts'

const layout = layoutOf(
  'aftersales',
  {
    aftersale_id: '售后编号',
    order_id: '订单编号',
    aftersale_status: '售后状态',
    aftersale_type: '售后类型',
    created_at: '申请时间',
    refunded_at: '退款时间',
    refund_amount: '退款金额(元)',
    ship_state: '发货状态',
  },
  { id: 'pdd.refund', platform: 'pdd' },
)
const HEADER = [
  '售后编号',
  '订单编号',
  '售后状态',
  '售后类型',
  '申请时间',
  '退款金额(元)',
  '发货状态',
  '买家姓名',
]
const KEYS = ['售后编号', '订单编号', '售后状态']

test('words of platforms: the layout’s own first, then those they share, else unknown', () => {
  assert.deepEqual(
    [
      '退货退款，退款成功',
      '买家已经申请退款，等待卖家同意',
      '卖家已经同意退款，等待买家退货',
      '买家已经退货，等待卖家确认收货',
      '卖家拒绝退款',
      '退款关闭',
      '售后处理中',
      '平台介入处理',
      '换货成功',
      '天书',
    ].map((word) => stateOf(word, {})),
    [
      'refunded',
      'requested',
      'awaiting_return',
      'return_in_transit',
      'merchant_rejected',
      'closed',
      'requested',
      'platform_intervention',
      'exchanged',
      'unknown',
    ],
  )
  assert.equal(stateOf('天 书', { 天书: 'refunding' }), 'refunding')
  assert.deepEqual(
    [
      typeOf('仅退款', '未发货', {}),
      typeOf('仅退款', '已发货', {}),
      typeOf('退货退款', '', {}),
      typeOf('换货', '', {}),
      typeOf('价保', '', {}),
      typeOf('?', '', {}),
    ],
    ['refund_only_unshipped', 'refund_only', 'return_refund', 'exchange', 'price_protect', 'other'],
  )
})

test('every field the known layouts of after-sales name is read', () => {
  const unread = LAYOUTS.filter(({ kind }) => kind === 'aftersales').flatMap(({ id, fields }) =>
    Object.keys(fields)
      .filter((field) => !(field in FIELDS))
      .map((field) => `${id}: ${field}`),
  )
  assert.deepEqual(unread, [])
})

test('without times an end is not left again, and money given back stays given', () => {
  const older = (said: string, held: string) =>
    isOlder(
      { status: said as never, snapshotAt: null },
      { status: held as never, snapshotAt: null },
    )
  assert.deepEqual(
    [
      older('requested', 'refunded'),
      older('closed', 'refunded'),
      older('requested', 'closed'),
      older('refunded', 'closed'),
      older('awaiting_return', 'requested'),
      older('unknown', 'requested'),
    ],
    [true, true, true, false, false, true],
  )
})

describe('after-sale records', () => {
  let app: TestApp
  before(async () => {
    app = await testApp()
  })
  after(() => app[Symbol.asyncDispose]())

  const newShop = async (): Promise<ImportShop> => {
    const code = `P${newId().slice(-8)}`
    const shop = {
      code,
      name: code,
      platform: 'pdd' as const,
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    }
    const id = await app.services.db.transaction().execute((tx) => addShop(tx, TESTER, shop))
    return { id, ...shop }
  }
  const bring = (
    shop: ImportShop,
    rows: string[][],
    more: { header?: string[]; snapshotAt?: Date } = {},
  ) =>
    importGiven(
      app.services,
      TESTER,
      importAftersales,
      shop,
      { layout, header: more.header ?? HEADER, rows },
      more.snapshotAt ? { snapshotAt: more.snapshotAt } : {},
    )
  const undo = (source: string) =>
    app.services.db.transaction().execute((tx) => undoAftersales(tx, app.services, TESTER, source))
  const record = async (shop: ImportShop, no: string) =>
    (
      await sql<Record<string, unknown>>`
        select status, type, refund_minor as refund, refunded_on::text as "refundedOn", refunded_basis as basis, version, withdrawn,
          order_id as "orderId" from aftersales.records where shop_id = ${shop.id} and aftersale_no = ${no}`.execute(
        app.services.db,
      )
    ).rows[0]!
  const order = async (shop: ImportShop, no: string, refunded = 0n) => {
    const id = newId()
    await app.services.db.transaction().execute(async (tx) => {
      await sql`
        insert into sales.orders (id, shop_id, platform_no, kind, ordered_at, ordered_on, completed_on, goods_minor, service_minor,
          payable_minor, paid_minor, refunded_minor, version, content_hash)
        values (${id}, ${shop.id}, ${no}, 'sale', '2026-11-01T04:00:00Z', '2026-11-01', '2026-11-09', 10000, 0, 10000, 10000,
          ${refunded}, 1, 'x')`.execute(tx)
      await emit(tx, {
        type: 'platform.order.snapshotted',
        key: id,
        payload: { orderId: id, version: 1 },
      })
    })
    return id
  }
  const refunds = async (shop: ImportShop) =>
    (
      await sql`
        select order_no as no, refunded_on::text as day, refund_minor as minor, basis from aftersales.refunds
        where shop_id = ${shop.id} order by order_no, refund_minor`.execute(app.services.db)
    ).rows

  test('INV-AFTERSALES-1 the same file twice changes nothing; a newer word adds a version, an older one none', async () => {
    const shop = await newShop()
    const asked = [
      [
        'A1',
        'N1',
        '退货退款，待商家处理',
        '退货退款',
        '2026-11-02 09:00:00',
        '88.80',
        '已发货',
        '张三',
      ],
    ]
    assert.equal((await bring(shop, asked)).created, 1)
    assert.equal((await bring(shop, asked)).unchanged, 1)
    const paid = [
      ['A1', 'N1', '退款成功', '退货退款', '2026-11-02 09:00:00', '88.80', '已发货', '张三'],
    ]
    assert.equal((await bring(shop, paid)).updated, 1)
    assert.equal((await bring(shop, asked)).unchanged, 1)
    assert.deepEqual(await record(shop, 'A1'), {
      status: 'refunded',
      type: 'return_refund',
      refund: 8880n,
      refundedOn: '2026-11-02',
      basis: 'requested',
      version: 2,
      withdrawn: false,
      orderId: null,
    })
    const { rows } = await sql<{ raw: Record<string, string> }>`
      select v.raw from aftersales.record_versions v join aftersales.records r on r.id = v.record_id where r.shop_id = ${shop.id}`.execute(
      app.services.db,
    )
    assert.deepEqual(
      rows.map(({ raw }) => raw['售后状态']),
      ['退货退款，待商家处理', '退款成功'],
    )
    assert.equal(JSON.stringify(rows).includes('张三'), false)
  })

  test('INV-AFTERSALES-3 the day money went back: stated, else first seen and then kept', async () => {
    const shop = await newShop()
    const seen = instant('2026-11-05T17:00:00Z')
    await bring(shop, [['B1', 'N1', '退款成功']], { header: KEYS, snapshotAt: seen })
    await bring(shop, [['B1', 'N1', '退款成功']], {
      header: KEYS,
      snapshotAt: instant('2026-11-20T01:00:00Z'),
    })
    const first = await record(shop, 'B1')
    assert.deepEqual(
      [first['refundedOn'], first['basis'], first['version'], first['refund']],
      ['2026-11-06', 'seen', 1, null],
    )
    await bring(shop, [['B1', 'N1', '退款成功', '2026-11-04 23:59:00', '5']], {
      header: [...KEYS, '退款时间', '退款金额(元)'],
      snapshotAt: instant('2026-11-21T01:00:00Z'),
    })
    const stated = await record(shop, 'B1')
    assert.deepEqual(
      [stated['refundedOn'], stated['basis'], stated['refund']],
      ['2026-11-04', 'stated', 500n],
    )
    await assert.rejects(
      sql`update aftersales.records set refunded_on = null where shop_id = ${shop.id}`.execute(
        app.services.db,
      ),
      /records_refunded_has_day/,
    )
  })

  test('rows that lack their keys or contradict each other go back', async () => {
    const shop = await newShop()
    const done = await bring(
      shop,
      [
        ['', 'N1', '退款成功'],
        ['C2', '', '退款成功'],
        ['C3', 'N3', ''],
        ['C4', 'N4', '售后处理中'],
        ['C4', 'N4', '售后处理中'],
        ['C4', 'N4', '退款成功'],
        ['C5', 'N5', '天书'],
      ],
      { header: KEYS },
    )
    assert.deepEqual(
      [
        done.created,
        done.unchanged,
        done.refusals.map(({ row }) => row),
        done.totals['unknownState'],
      ],
      [2, 1, [2, 3, 4, 7], 1n],
    )
  })

  test('INV-AFTERSALES-2 a refund counts once: the record where there is one, else the order', async () => {
    const shop = await newShop()
    await order(shop, 'N1', 3000n)
    await order(shop, 'N2', 4000n)
    assert.deepEqual(await refunds(shop), [
      { no: 'N1', day: '2026-11-09', minor: 3000n, basis: 'order' },
      { no: 'N2', day: '2026-11-09', minor: 4000n, basis: 'order' },
    ])
    const done = await bring(shop, [
      ['D1', 'N1', '退款成功', '仅退款', '2026-11-03 00:10:00', '10.00', '已发货', ''],
      ['D2', 'N1', '退款成功', '仅退款', '2026-11-04 00:10:00', '20.00', '已发货', ''],
      ['D3', 'N2', '售后处理中', '仅退款', '2026-11-04 00:10:00', '40.00', '已发货', ''],
      ['D4', 'N3', '退款成功', '仅退款', '2026-11-05 00:10:00', '1.00', '未发货', ''],
    ])
    assert.deepEqual(await refunds(shop), [
      { no: 'N1', day: '2026-11-03', minor: 1000n, basis: 'record' },
      { no: 'N1', day: '2026-11-04', minor: 2000n, basis: 'record' },
      { no: 'N2', day: '2026-11-09', minor: 4000n, basis: 'order' },
      { no: 'N3', day: '2026-11-05', minor: 100n, basis: 'record' },
    ])
    assert.equal(await undo(done.source), 4)
    assert.deepEqual(
      (await refunds(shop)).map((row) => (row as { basis: string }).basis),
      ['order', 'order'],
    )
    assert.equal((await record(shop, 'D1'))['withdrawn'], true)
    const again = await bring(shop, [
      ['D1', 'N1', '退款成功', '仅退款', '2026-11-03 00:10:00', '10.00', '已发货', ''],
    ])
    assert.equal(again.created, 1)
    assert.equal((await record(shop, 'D1'))['version'], 2)
  })

  test('orders and records find each other, whichever comes first', async () => {
    const shop = await newShop()
    const first = await order(shop, 'N1')
    await bring(
      shop,
      [
        ['E1', 'N1', '退款成功'],
        ['E2', 'N2', '退款成功'],
      ],
      { header: KEYS },
    )
    assert.deepEqual(
      [(await record(shop, 'E1'))['orderId'], (await record(shop, 'E2'))['orderId']],
      [first, null],
    )
    const second = await order(shop, 'N2')
    await app.drain()
    assert.equal((await record(shop, 'E2'))['orderId'], second)
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count from outbox.events e join aftersales.records r on r.id::text = e.key
      where e.type = 'aftersale.snapshotted' and r.shop_id = ${shop.id} and r.aftersale_no = 'E2'`.execute(
      app.services.db,
    )
    assert.equal(rows[0]!.count, 2n)
  })

  test('an import taken back restores the version below it, and not while a later one stands', async () => {
    const shop = await newShop()
    const first = await bring(shop, [['F1', 'N1', '售后处理中']], { header: KEYS })
    const second = await bring(shop, [['F1', 'N1', '退款成功']], { header: KEYS })
    await assert.rejects(undo(first.source), { code: 'aftersales.replaced_since' })
    assert.equal(await undo(second.source), 1)
    const back = await record(shop, 'F1')
    assert.deepEqual(
      [back['status'], back['version'], back['refundedOn'], back['basis']],
      ['requested', 1, null, null],
    )
    const third = await bring(shop, [['F1', 'N1', '退款成功']], { header: KEYS })
    assert.equal(third.updated, 1)
    assert.equal((await record(shop, 'F1'))['version'], 3)
    assert.equal(await undo(third.source), 1)
    assert.equal(await undo(first.source), 1)
    assert.equal((await record(shop, 'F1'))['withdrawn'], true)
  })

  test('INV-AFTERSALES-1 two imports of one record at once leave one record with two versions', async () => {
    const shop = await newShop()
    await Promise.all(
      ['售后处理中', '退款成功'].map((status) =>
        bring(shop, [['G1', 'N1', status]], { header: KEYS }),
      ),
    )
    const { rows } = await sql<{ version: number }>`
      select r.version from aftersales.records r where r.shop_id = ${shop.id}`.execute(
      app.services.db,
    )
    assert.equal(rows.length, 1)
    assert.equal((await record(shop, 'G1'))['status'], 'refunded')
  })
})
