// Every layout is known by its headers, whatever the edition, order, blanks and missing columns; and as no other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { looseHeader, normaliseHeader } from './headers.ts'
import type { Layout } from './importing.ts'
import { headerScore, recognise, type Recognition } from './recognise.ts'
import { LAYOUTS } from './registry.ts'

/** Told apart by their dates, or by having no header at all; tested below. */
const BY_CELLS = new Set(['own.online_retail_us', 'taobao.user_behavior'])

const known = LAYOUTS.filter(({ id }) => !BY_CELLS.has(id))

const nameOf = (found: Recognition) =>
  found.kind === 'known'
    ? found.layout.id
    : `${found.kind}: ${(found.kind === 'unknown' ? found.nearest : found.candidates).map(({ layout }) => layout.id).join(', ')}`

/** Headers that recognition or the importer cannot do without: those are not optional. */
function isNeeded(layout: Layout, header: string): boolean {
  const needed = [
    ...layout.detect,
    ...(layout.requires ?? []).flatMap((field) => layout.fields[field] ?? []),
  ]
  return needed.map(normaliseHeader).includes(normaliseHeader(header))
}

test('ids are unique, fields and detecting headers stand in the layout, states are canonical', () => {
  assert.equal(new Set(LAYOUTS.map(({ id }) => id)).size, LAYOUTS.length)
  assert.ok(LAYOUTS.length >= 50)
  const states = new Set(
    'pending_payment on_hold awaiting_shipment partially_shipped shipped delivered completed cancelled closed_refunded paid'.split(
      ' ',
    ),
  )
  for (const layout of LAYOUTS) {
    const all = new Set([...layout.headers, ...(layout.optional ?? [])].map(normaliseHeader))
    for (const header of layout.detect)
      assert.ok(all.has(normaliseHeader(header)), `${layout.id}: ${header}`)
    for (const field of layout.requires ?? [])
      assert.ok(layout.fields[field], `${layout.id}: ${field}`)
    if (layout.kind !== 'orders') continue
    for (const state of Object.values(layout.statuses))
      assert.ok(states.has(state), `${layout.id}: ${state}`)
  }
})

test('every layout is recognised as itself', () => {
  for (const layout of known) assert.equal(nameOf(recognise([layout.headers])), layout.id)
})

test('also shuffled, with a fifth of what is optional left out, with blanks, tabs, units and other widths', () => {
  const noise = fc.constantFrom(
    (name: string) => name,
    (name: string) => `${name} `,
    (name: string) => `\t${name}`,
    (name: string) => `\u200B${name}`,
    (name: string) => name.replaceAll('(', '（').replaceAll(')', '）'),
    (name: string) => name.replaceAll('账', '帐'),
    (name: string) => (/[)）\w]$/.test(name) ? name : `${name}(元)`),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: known.length - 1 }), fc.gen(), (pick, gen) => {
      const layout = known[pick]!
      const optional = layout.headers.filter((header) => !isNeeded(layout, header))
      const dropped = new Set(
        gen(fc.shuffledSubarray, optional, { maxLength: Math.floor(optional.length / 5) }),
      )
      const left = layout.headers.filter((header) => !dropped.has(header))
      const shuffled = gen(fc.shuffledSubarray, left, {
        minLength: left.length,
        maxLength: left.length,
      })
      const header = shuffled.map((name) => gen(() => noise)(name))
      const found = recognise([['某某店铺 2026 年 11 月'], [], header])
      assert.equal(nameOf(found), layout.id, header.join('|'))
      if (found.kind !== 'known') return
      assert.equal(found.headerRow, 2)
      for (const [field, at] of found.columns) {
        const names = layout.fields[field]!.map((name) => looseHeader(normaliseHeader(name)))
        const read = looseHeader(normaliseHeader(header[at]!))
        assert.ok(names.includes(read), `${layout.id}.${field} read from ${header[at]}`)
      }
    }),
    { numRuns: 2000 },
  )
})

// Column layouts that public programs read and write: other editions than the lists above.
const EDITIONS: readonly (readonly [string, string])[] = [
  [
    'taobao.ExportOrderList',
    '订单编号|买家会员名|买家支付宝账号|买家应付货款|买家应付邮费|买家支付积分|总金额|返点积分|买家实际支付金额|买家实际支付积分|订单状态|买家留言|收货人姓名|收货地址|运送方式|联系电话|联系手机|订单创建时间|订单付款时间|宝贝标题|宝贝种类|物流单号|物流公司|订单备注|宝贝总数量|分销商Id|分销商店铺名称|订单关闭原因|卖家服务费|买家服务费|发票抬头|定金排名|修改后的sku|修改后的收货地址|异常信息|卡券抵扣|积分抵扣|是否是O2O交易',
  ],
  [
    'taobao.ExportOrderList',
    '订单编号|买家会员名|买家支付宝账号|支付单号|支付详情|买家应付货款|买家应付邮费|买家支付积分|总金额|返点积分|买家实际支付金额|买家实际支付积分|订单状态|买家留言|收货人姓名|收货地址 |运送方式|联系电话 |联系手机|订单创建时间|订单付款时间 |宝贝标题 |宝贝种类 |物流单号 |物流公司|订单备注|宝贝总数量|店铺Id|店铺名称|订单关闭原因|卖家服务费|买家服务费|发票抬头|是否手机订单',
  ],
  [
    'taobao.order_report',
    '订单编号|总金额|买家实际支付金额|收货地址 |订单创建时间|订单付款时间 |退款金额',
  ],
  [
    'jd.jd_order_csv',
    '订单号|商品ID|商品名称|订购数量|支付方式|下单时间|京东价|订单金额|结算金额|余额支付|应付金额|订单状态|订单类型|下单帐号|客户姓名|客户地址|联系电话|订单备注|发票类型|发票抬头|发票内容|商家备注|商家备注等级（等级1-5为由高到低）|运费金额|付款确认时间|增值税发票|货号|订单完成时间|订单来源|订单渠道',
  ],
  [
    'pdd.pdd_order_default',
    '商品|订单号|订单状态|商品数量(件)|是否审核中|支付时间|拼单成功时间|订单确认时间|承诺发货时间|发货时间|确认收货时间|商品id|商品规格|样式ID|商家编码-SKU维度|商家编码-商品维度|商家备注|买家留言|售后状态|商品总价(元)|店铺优惠折扣(元)|平台优惠折扣(元)|邮费(元)|用户实付金额(元)|商家实收金额(元)|快递单号|快递公司|收货人|手机|省|市|区|详细地址|是否抽奖或0元试用',
  ],
  [
    'douyin.douyin_order',
    '主订单编号|子订单编号|选购商品|商品规格|商品数量|商家编码|订单应付金额|运费|收件人|收件人手机号|详细地址|订单提交时间|商家备注|订单完成时间|订单状态|售后状态|取消原因|发货时间|平台实际承担优惠金额|商家实际承担优惠金额|达人实际承担优惠金额',
  ],
  [
    'douyin.douyin_fund',
    '动账时间|动帐流水号|动账方向|动账金额|动账账户|动账场景|计费类型|子订单号|订单号|订单实付应结|运费实付|实际平台补贴|订单退款|平台服务费|佣金|招商服务费|站外推广费|备注',
  ],
  [
    'shopify.shopify_orders_export',
    'Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal|Shipping|Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price|Lineitem compare at price|Lineitem sku',
  ],
  ['own.skus', 'SKU|Name|EAN|Cost'],
  ['own.skus', '商品编码|商品名称|条形码|单位|成本价'],
  ['own.opening_stock', '商品编码|商品名称|仓库|库位|库存数量'],
  [
    'own.online_retail',
    'Invoice|StockCode|Description|Quantity|InvoiceDate|Price|Customer ID|Country',
  ],
  ['own.reviews', 'cat|label|review'],
]

test('editions of real exports', () => {
  for (const [id, headers] of EDITIONS) assert.equal(nameOf(recognise([headers.split('|')])), id)
})

test('columns are those of the edition at hand, and what is missing is named', () => {
  const found = recognise([
    ['订单号', '商家实收金额(元)', '样式ID', '商家编码-SKU维度', '支付时间', '街道/镇', '我的备注'],
  ])
  assert.ok(found.kind === 'known')
  assert.equal(found.columns.get('sku_code'), 3)
  assert.equal(found.columns.get('street'), 5)
  assert.deepEqual(found.missing, ['qty'])
  assert.deepEqual(found.unknownHeaders, ['我的备注'])
})

test('two editions that differ only in their dates are told apart by the cells', () => {
  const header = LAYOUTS.find(({ id }) => id === 'own.online_retail')!.headers
  const at = (date: string) => [
    '536365',
    '85123A',
    'HOLDER',
    '6',
    date,
    '2.55',
    '17850',
    'United Kingdom',
  ]
  assert.equal(nameOf(recognise([header, at('2010-12-01 08:26:00')])), 'own.online_retail')
  assert.equal(
    nameOf(recognise([header, at('12/1/2010 8:26'), at('12/13/2010 9:00')])),
    'own.online_retail_us',
  )
  assert.equal(nameOf(recognise([header, at('13/12/2010 8:26')])), 'own.online_retail')
})

test('a click stream has no header and is known by its cells', () => {
  const rows = [
    ['1', '2268318', '2520377', 'pv', '1511544070'],
    ['1', '2333346', '2520771', 'buy', '1511561733'],
  ]
  const found = recognise(rows)
  assert.equal(nameOf(found), 'taobao.user_behavior')
  assert.ok(found.kind === 'known' && found.headerRow === -1 && found.columns.get('at') === 4)
  assert.notEqual(
    nameOf(recognise([['1', '2', '3', 'view', '1511544070']])),
    'taobao.user_behavior',
  )
})

test('what nobody knows stays unknown, and a shop has a say between layouts that look alike', () => {
  const stranger = recognise([
    ['Ticket', 'Opened', 'Agent', 'Minutes'],
    ['1', '2', '3', '4'],
  ])
  assert.equal(stranger.kind, 'unknown')
  assert.equal(recognise([[]]).kind, 'unknown')
  assert.equal(recognise([]).kind, 'unknown')
  const header = ['售后编号', '订单编号', '售后状态', '退款金额', '申请时间']
  assert.equal(nameOf(recognise([header], { platform: 'pdd' })), 'pdd.pdd_refund')
  assert.equal(nameOf(recognise([header], { platform: 'kuaishou' })), 'own.aftersales')
})

test('a mapping that a person made wins over what looks alike', () => {
  const custom: Layout = {
    ...LAYOUTS.find(({ id }) => id === 'own.skus')!,
    id: 'custom:1',
    headers: ['商品编码', '商品名称', '价格'],
    detect: ['商品编码', '商品名称', '价格'],
    kind: 'listings',
  }
  assert.equal(
    nameOf(recognise([['价格', '商品编码', '商品名称']], { custom: [custom] })),
    'custom:1',
  )
  assert.equal(nameOf(recognise([['商品编码', '商品名称']], { custom: [custom] })), 'own.skus')
})

test('a row of values is no header', () => {
  assert.equal(headerScore(['6917926768823643751', '辣丝丝', '1袋', '1', '28.90']), 0)
  for (const layout of known) assert.ok(headerScore(layout.headers) > 0, layout.id)
})
