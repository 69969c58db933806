// The file that the platform's back office would give, beside what its API gave: one truth by two roads.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { recognise } from '#modules/layouts'
import { importOrders } from '#modules/sales'
import { importGiven } from '#test/imports.ts'
import { TESTER } from '#test/factories.ts'
import { DAY } from '../../sandbox/change.ts'
import { buildRig, type Rig } from './rig.ts'

describe('export of the sandbox platform', () => {
  let rig: Rig
  before(async () => {
    rig = await buildRig({ seed: 'export', orders: 150, days: 1 })
    await rig.sandbox.advance(15 * DAY)
    await rig.settle()
  })
  after(() => rig[Symbol.asyncDispose]())

  test('it is recognised as a Douyin export, and tells the same orders to the 分 as the API', async () => {
    const { services } = rig.app
    const { id, remote } = rig.shops[0]!
    const text = await (await fetch(`${rig.sandbox.url}/export/${remote.id}.csv?as=douyin`)).text()
    const [header = [], ...rows] = text
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    const found = recognise([header, ...rows.slice(0, 5)], { platform: 'douyin' })
    assert.ok(found.kind === 'known')
    assert.equal(found.layout.id, 'douyin.douyin_order')
    const made = await rig.owner.post<{ id: string }>('/api/shops', {
      code: 'FILES',
      name: 'by file',
      platform: 'douyin',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    })
    const shop = {
      id: made.body.id,
      code: 'FILES',
      platform: 'douyin',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    }
    const outcome = await importGiven(services, TESTER, importOrders, shop, {
      layout: found.layout,
      header,
      rows,
    })
    assert.deepEqual([outcome.refusals, outcome.created], [[], rows.length])
    // What was given back is no column of this file.
    const told = async (shopId: string) => {
      const { rows: orders } = await services.pool.query<{ text: string }>(
        `select concat_ws(' ', o.platform_no, o.status, o.payable_minor, o.paid_minor, o.freight_minor, o.goods_minor,
           o.discount_shop_minor, o.discount_platform_minor, o.shipped_at, o.ship_due_at, o.receiver_masked, o.ordered_at,
           (select string_agg(concat_ws('/', l.line_ref, l.merchant_code, l.qty, l.net_minor), ' ' order by l.line_ref)
            from sales.order_lines l where l.order_id = o.id)) as text
         from sales.orders o where o.shop_id = $1 order by o.platform_no`,
        [shopId],
      )
      return orders.map((order) => order.text)
    }
    const byApi = await told(id)
    assert.ok(byApi.length > 50)
    assert.deepEqual(await told(shop.id), byApi)
  })
})
