// The order desk by hand and by keyboard: what waits, why it is held, audited, taken back, shipped.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { buildDesk, type DeskRig, row, say } from '../../src/modules/orders/testing.ts'

describe('the order desk in the console', () => {
  let house: House
  let rig: DeskRig
  before(async () => {
    house = await openHouse()
    rig = await buildDesk(house.app.services, 20n)
    await say(house.app.services, rig, [
      row(rig, '5500000000000000001'),
      row(rig, '5500000000000000002'),
      row(rig, '5500000000000000003', { qty: '50', order_amount: '2500.00' }),
      row(rig, '5500000000000000004', { address: '鼓楼区 中山路 1 号', buyer_note: '送到门卫' }),
    ])
    await house.app.drain()
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string, options?: Parameters<House['visit']>[0]) => {
    const visit = await house.visit(options)
    visit.page.setDefaultTimeout(12_000)
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }
  /** Jobs run while the page waits for them. */
  const work = () => house.app.runJobs()

  test('OP-UI-1: J, A, Enter audits the most urgent order; its undo brings it back', async () => {
    const { page, complaints, context } = await enter('/desk')
    const queues = page.getByRole('navigation', { name: '待办' })
    await queues.getByRole('button', { name: /待审\s*2/ }).click()
    await page.getByRole('table', { name: '审单台' }).getByText('待审').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog', { name: '审核' })
    await dialog.getByText('选中 1 张,其中 1 张可以').waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByRole('progressbar').waitFor()
    await work()
    await dialog.getByText('完成 1 张,未能 0 张').waitFor()
    await queues.getByRole('button', { name: /待发货\s*1/ }).waitFor()
    await dialog.getByRole('button', { name: /撤\s*销/ }).click()
    await dialog.getByText('已处理 0 / 1').waitFor()
    await work()
    await queues.getByRole('button', { name: /待审\s*2/ }).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('every hold tells why, who may clear it and what happens otherwise; stock clears its own', async () => {
    const { page, complaints, context } = await enter('/desk')
    const queues = page.getByRole('navigation', { name: '待办' })
    await queues.getByRole('button', { name: /缺货\s*1/ }).click()
    await page.getByText('紫砂壶 ×50').click()
    const card = page.getByRole('dialog')
    await card.getByRole('tab', { name: /异常/ }).click()
    await card.getByText('没有一个仓能整单发出').waitFor()
    await card.getByText('只有原因消失才清').waitFor()
    await card.getByText('¥2,500.00').last().waitFor()
    await page.keyboard.press('Escape')
    await queues.getByRole('button', { name: /收货信息异常\s*1/ }).click()
    await page.getByRole('table', { name: '审单台' }).getByText('收货信息异常').first().waitFor()
    await page.getByText('紫砂壶 ×2').first().click()
    await card.getByRole('tab', { name: /异常/ }).click()
    await card.getByLabel('原因 收货信息异常').fill('电话确认过')
    await card.getByRole('button', { name: '清除 收货信息异常' }).click()
    await page.getByText('已清除').first().waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('shipped with carrier and waybill: the goods leave, the platform is to be told', async () => {
    const { page, complaints, context } = await enter('/desk?q=5500000000000000002')
    await page.getByText('紫砂壶 ×2').first().click()
    const card = page.getByRole('dialog')
    await card.getByRole('button', { name: /审\s*核/ }).click()
    const audit = page.getByRole('dialog', { name: '审核' })
    await audit.getByRole('button', { name: /执\s*行/ }).click()
    await audit.getByRole('progressbar').waitFor()
    await work()
    await audit
      .getByRole('status')
      .getByRole('button', { name: /关\s*闭/ })
      .click()
    await card.getByRole('button', { name: /发\s*货/ }).click()
    const ship = page.getByRole('dialog', { name: '发货' })
    await ship.getByLabel('快递公司').fill('韵达')
    await ship.getByLabel(/运单号/).fill('yd77')
    await ship.getByRole('button', { name: /执\s*行/ }).click()
    await ship.getByRole('progressbar').waitFor()
    await work()
    await ship.getByText('完成 1 张,未能 0 张').waitFor()
    await ship
      .getByRole('status')
      .getByRole('button', { name: /关\s*闭/ })
      .click()
    await card.getByText('韵达 YD77').waitFor()
    await card.getByRole('tab', { name: '时间线' }).click()
    await card.getByText('已审 → 已发货').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
