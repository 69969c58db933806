// Reports, reviews, prices, after-sales and fees as a person meets them: what is missing is said, every number opens
// where it comes from.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { layoutById, type ImportShop } from '#modules/layouts'
import { importAftersales } from '#modules/aftersales'
import { importAds, importPrices, importReviews, importShopTraffic } from '#modules/market'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { importDesk } from '#test/imports.ts'

describe('market screens', () => {
  let house: House
  let desk: ReturnType<typeof importDesk>
  let shop: ImportShop
  before(async () => {
    house = await openHouse()
    desk = importDesk(house.app.services)
    shop = await desk.newShop('pdd')
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string) => {
    const visit = await house.visit()
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }

  test('empty pages say which file to bring', async () => {
    const { page, complaints, context } = await enter('/traffic')
    await page.getByText('还没有店铺流量').waitFor()
    await page.getByText(/生意参谋/).waitFor()
    await page.getByText('广告', { exact: true }).click()
    await page.getByText('还没有广告花费').waitFor()
    await page.goto('/reviews')
    await page.getByText('还没有评价').waitFor()
    await page.goto('/prices')
    await page.getByText('还没有价格观察').waitFor()
    await page.goto('/orders/aftersales')
    await page.getByText('还没有售后记录').waitFor()
    await page.getByRole('link', { name: '去导入' }).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('shop traffic: the sum says who did not tell, a row opens to the report’s other columns', async () => {
    await desk.bring(importShopTraffic, shop, {
      layout: layoutById('taobao.sycm_shop')!,
      header: ['统计日期', '访客数', '浏览量', '支付金额', '成功退款金额', '描述相符评分'],
      rows: [
        ['2026-11-01', '1,200', '5,400', '12,345.60', '-', '4.9'],
        ['2026-11-02', '800', '3,000', '-', '-', '4.8'],
      ],
    })
    const { page, complaints, context } = await enter('/traffic')
    const sum = page.locator('.mr-panel', { hasText: '合计 · 2 行' })
    await sum.getByText('2,000').waitFor()
    await sum.getByText('只有 1/2 行提供').waitFor()
    await sum.getByText(/这些报表没有:.*退款金额/).waitFor()
    await page.getByRole('table', { name: '店铺流量' }).getByText('1,200').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('描述相符评分').waitFor()
    await drawer.getByText('4.9').waitFor()
    await page.goto('/traffic?from=2026-11-02')
    await page.locator('.mr-panel', { hasText: '合计 · 1 行' }).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('ads: the spend that no row explains is its own row', async () => {
    await desk.bring(importAds, shop, {
      layout: layoutById('pdd.pdd_ads')!,
      header: [
        '日期',
        '商品ID',
        '商品名称',
        '推广场景',
        '推广名称',
        '交易额(元)',
        '总花费(元)',
        '曝光量',
        '点击量',
      ],
      rows: [
        ['2026-11-01', '9001', '保温杯', '全站推广', '杯-日常', '900', '100', '10000', '300'],
        ['总计', '', '', '', '', '900', '130.50', '10000', '300'],
      ],
    })
    const { page, complaints, context } = await enter('/traffic?tab=ad')
    const table = page.getByRole('table', { name: '广告' })
    await table.getByText('全店托管').waitFor()
    await table.getByText('¥30.50').waitFor()
    await page.locator('.mr-panel', { hasText: '合计 · 2 行' }).getByText('¥130.50').waitFor()
    await page.goto('/traffic?tab=ad&kind=row')
    await page.locator('.mr-panel', { hasText: '合计 · 1 行' }).getByText('¥100.00').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('reviews and prices: a bad word is found, a price opens to its history', async () => {
    await desk.bring(importReviews, shop, {
      layout: layoutById('own.reviews')!,
      header: ['评价编号', '评分', '评价内容', '评价时间'],
      rows: [
        ['R1', '5', '很保温', '2026-11-01 10:00'],
        ['R2', '1', '盖子漏水', '2026-11-02 10:00'],
      ],
    })
    const price = (day: string, minor: string) => [day, '6001', '竞品保温杯', minor]
    await desk.bring(importPrices, null, {
      layout: layoutById('own.prices')!,
      header: ['日期', '商品ID', '名称', '价格'],
      rows: [price('2026-11-01', '99'), price('2026-11-05', '89'), price('2026-11-09', '95')],
    })
    const { page, complaints, context } = await enter('/reviews?label=bad')
    await page.getByText('盖子漏水').waitFor()
    assert.equal(await page.getByText('很保温').count(), 0)
    await page.goto('/prices')
    const table = page.getByRole('table', { name: '价格观察' })
    await table.getByText('¥89.00').first().waitFor()
    await table.getByText(/▲/).waitFor()
    await table.getByText('竞品保温杯').click()
    const history = page.getByRole('dialog').getByRole('table', { name: '价格历史' })
    await history.getByText('2026-11-05').waitFor()
    assert.deepEqual(
      await history
        .getByRole('row')
        .nth(1)
        .getByRole('cell')
        .allInnerTexts()
        .then((cells) => cells.slice(0, 3)),
      ['2026-11-09', '¥95.00', '¥89.00'],
    )
    await page
      .getByRole('dialog')
      .getByRole('img', { name: '价格历史' })
      .locator('canvas')
      .waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('after-sales: a record opens to its versions, its order and what counts as given back', async () => {
    const order = newId()
    await sql`
      insert into sales.orders (id, shop_id, platform_no, kind, ordered_at, ordered_on, goods_minor, service_minor, payable_minor, version, content_hash)
      values (${order}, ${shop.id}, 'N-1', 'sale', now(), current_date, 8880, 0, 8880, 1, 'x')`.execute(
      house.app.services.db,
    )
    const layout = layoutById('pdd.pdd_refund')!
    const header = [
      '售后编号',
      '订单编号',
      '售后状态',
      '售后类型',
      '申请时间',
      '退款金额(元)',
      '商品名称',
    ]
    const said = (status: string) => [
      ['AS-1', 'N-1', status, '退货退款', '2026-11-02 09:00:00', '88.80', '保温杯'],
    ]
    await desk.bring(importAftersales, shop, { layout, header, rows: said('售后处理中') })
    await desk.bring(importAftersales, shop, { layout, header, rows: said('退款成功') })
    const { page, complaints, context } = await enter('/orders/aftersales')
    await page.getByText('AS-1').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('版本 2').waitFor()
    await drawer.getByText('版本 1', { exact: true }).waitFor()
    await drawer.getByText('2026-11-02 · 按这条记录').waitFor()
    await drawer.getByRole('link', { name: 'N-1' }).click()
    await page.waitForURL(`**/orders?open=${order}`)
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('fees: a template is previewed, taken over unverified, corrected and confirmed', async () => {
    const { page, complaints, context } = await enter(`/shops?open=${shop.id}&tab=fees`)
    await page.getByText('还没有费率').waitFor()
    await page.getByRole('button', { name: '套用平台费率模板' }).click()
    const preview = page.getByRole('dialog').last()
    const table = preview.getByRole('table', { name: '套用平台费率模板' })
    await table.getByText('只知道区间,请按合同手工新增').first().waitFor()
    await table
      .getByRole('row', { name: /技术服务费/ })
      .getByRole('checkbox')
      .check()
    await preview.getByRole('button', { name: '套用 1 条' }).click()
    const rule = page.getByRole('row', { name: /技术服务费/ })
    await rule.getByText('请法务确认').waitFor()
    await rule.getByText('0.6% × 实付金额').waitFor()
    await rule.getByRole('button', { name: '改' }).click()
    const form = page.getByRole('dialog').last()
    await form.getByLabel('比例(%)').fill('0.55')
    await form.getByLabel('出处').fill('合同 PDD-2026-07')
    await form.getByRole('switch', { name: '已与合同核对' }).click()
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page
      .getByRole('row', { name: /0\.55% × 实付金额/ })
      .getByText('合同 PDD-2026-07')
      .waitFor()
    assert.equal(await page.getByText('请法务确认', { exact: true }).count(), 0)
    await page.getByRole('button', { name: '新增费率' }).click()
    const second = page.getByRole('dialog').last()
    await second.getByLabel(/^费用/).click()
    await page.getByTitle('技术服务费').last().click()
    await second.getByLabel('比例(%)').fill('1')
    await second.getByLabel('出处').fill('通知')
    await second.getByRole('button', { name: /保\s*存/ }).click()
    await second.getByText(/同一费用、同一类目已有/).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a shop with orders keeps its currency, and says why', async () => {
    const { page, complaints, context } = await enter(`/shops?open=${shop.id}`)
    await page.getByRole('dialog').getByRole('button', { name: '修改' }).click()
    const form = page.getByRole('dialog').last()
    await form.getByText('店铺已有订单', { exact: false }).first().waitFor()
    assert.equal(await form.getByLabel('币种').isDisabled(), true)
    await form.getByLabel('渠道分组').fill('拼多多')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('table', { name: '店铺' }).getByText('拼多多').first().waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
