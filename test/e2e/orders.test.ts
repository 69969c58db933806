// Orders as a clerk meets them: what waits, one order with its money and versions, a receiver opened for a reason, a
// doubtful address confirmed.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { bringTo, COMMON, fileOf, newShop } from '../../src/modules/sales/testing.ts'

describe('orders in the console', () => {
  let house: House
  before(async () => {
    house = await openHouse()
    const { services } = house.app
    const shopId = await newShop(services)
    const row = (order_id: string, extra: Readonly<Record<string, string>> = {}) => ({
      ...COMMON,
      order_id,
      order_amount: '126.00',
      freight: '6.00',
      qty: '2',
      unit_price: '60.00',
      title: '紫砂壶 220ml',
      platform_sku: '880001',
      receiver_name: '王小二',
      phone: '13812345678',
      address: '浙江省杭州市西湖区文三路 9 号',
      buyer_note: '放门口',
      ...extra,
    })
    await bringTo(
      services,
      shopId,
      fileOf('line', [
        row('3300000000000000001'),
        row('3300000000000000002', { address: '鼓楼区 中山路 1 号' }),
        row('3300000000000000003', {
          status: '已完成',
          order_amount: '130.00',
          waybill: 'SF1234567890',
        }),
      ]),
    )
    await house.app.drain()
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string, options?: Parameters<House['visit']>[0]) => {
    const visit = await house.visit(options)
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }

  test('what waits is counted with its money; one click shows it; an order tells its money part by part', async () => {
    const { page, complaints, context } = await enter('/orders')
    const queues = page.getByRole('group', { name: '待办' })
    await queues.getByRole('button', { name: /待发货\s*2/ }).waitFor()
    await queues.getByRole('button', { name: /金额对不上\s*1/ }).click()
    await page.getByText('3300000000000000003').first().waitFor()
    await page.getByText('3300000000000000001').first().waitFor({ state: 'detached' })
    assert.match(page.url(), /queue=does_not_add_up/)
    await page.getByText('3300000000000000003').first().click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('金额核对').waitFor()
    await drawer.getByRole('button', { name: /4\.00/ }).click()
    await page.getByText('没有摊到任何一项').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('AC-4.2-3: a receiver is masked, opens for a scene and a reason, and says who looked', async () => {
    const { page, complaints, context } = await enter('/orders?q=3300000000000000001')
    await page.getByText('3300000000000000001').first().click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('王** 138****5678 浙江省 杭州市').waitFor()
    assert.equal(await page.getByText('13812345678').count(), 0)
    await drawer.getByRole('button', { name: '查看收货人' }).click()
    const ask = page.getByRole('dialog', { name: '查看收货人' })
    await ask.getByLabel('原因').fill('补打面单')
    await ask.getByRole('button', { name: /查\s*看/ }).click()
    await page.getByText('浙江省杭州市西湖区文三路 9 号').waitFor()
    await page.getByText(/查看人 周老板.*打单发货 · 补打面单/).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a doubtful address is confirmed by choosing where it is', async () => {
    const { page, complaints, context } = await enter('/orders?queue=doubtful_address')
    await page.getByText('3300000000000000002').first().click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText(/存疑 不止一处符合/).waitFor()
    await drawer.getByRole('button', { name: '确认地区' }).click()
    const form = page.getByRole('dialog', { name: '确认地区' })
    await form.getByLabel('省市区').click()
    for (const step of ['江苏省', '南京市', '鼓楼区'])
      await page.getByRole('menuitemcheckbox', { name: step }).click()
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await drawer.getByText('江苏省 南京市 鼓楼区').waitFor()
    await drawer.getByText('已人工确认').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
