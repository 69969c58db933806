// The order desk by hand and by keyboard: what waits, why it is held, audited, taken back, shipped.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { buildDesk, type DeskRig, row, say, wall } from '../../src/modules/orders/testing.ts'

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
    // Nothing to close: it says what was done, and how to take it back.
    await page.getByText('完成 1 张').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await queues.getByRole('button', { name: /待发货\s*1/ }).waitFor()
    await page.getByRole('button', { name: /撤\s*销/ }).click()
    await page.getByRole('progressbar').waitFor()
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
    await audit.waitFor({ state: 'hidden' })
    await card.getByRole('button', { name: /发\s*货/ }).click()
    const ship = page.getByRole('dialog', { name: '发货' })
    await ship.getByLabel('快递公司').fill('韵达')
    await ship.getByLabel(/运单号/).fill('yd77')
    await ship.getByRole('button', { name: /执\s*行/ }).click()
    await ship.getByRole('progressbar').waitFor()
    await work()
    await ship.waitFor({ state: 'hidden' })
    await card.getByText('韵达 YD77').waitFor()
    await card.getByRole('tab', { name: '时间线' }).click()
    await card.getByText('已审 → 已发货').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('the search box reads what clerks type, in either language, and the chips say it back', async () => {
    const { page, complaints, context } = await enter('/desk')
    const box = page.getByRole('textbox', { name: /搜索/ }).last()
    const list = page.getByRole('table', { name: '审单台' })
    await list.getByText('紫砂壶').first().waitFor()
    await page.keyboard.press('/')
    await box.fill(
      `店铺:${rig.shopCode} 时效<99h hold:缺货 sku:${rig.code.slice(0, 6)}* 金额>500 省:浙江`,
    )
    await page.keyboard.press('Enter')
    await page.getByText('共 1 行').waitFor()
    await list.getByText('紫砂壶 ×50').waitFor()
    const address = new URL(page.url()).searchParams
    assert.deepEqual(
      ['shop', 'dueWithin', 'hold', 'over', 'province'].map((key) => address.get(key)),
      [rig.shopCode, '99h', 'H-STOCK', '500', '浙江'],
    )
    await page.getByText('金额:500').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('OP-UI-1: twenty mixed exception orders are cleared from the keyboard, at most three presses each', async () => {
    const { app } = house
    const mixed = await buildDesk(app.services, 5000n)
    await say(
      app.services,
      mixed,
      // A note to read, an unusual number, a deadline at hand, and a doubtful address.
      Array.from({ length: 20 }, (_none, at) =>
        row(mixed, `77000000000000000${String(at).padStart(2, '0')}`, {
          ...(at % 4 === 0 ? { buyer_note: '送到门卫' } : {}),
          ...(at % 4 === 1 ? { qty: '101', order_amount: '5050.00' } : {}),
          ...(at % 4 === 2 ? { ship_deadline: wall(0.5) } : {}),
          ...(at % 4 === 3 ? { address: '鼓楼区 中山路 1 号' } : {}),
        }),
      ),
    )
    await app.drain()
    const { page, complaints, context } = await enter(`/desk?queue=held&shop=${mixed.shopCode}`)
    const list = page.getByRole('table', { name: '审单台' })
    await list.getByText('紫砂壶').nth(19).waitFor()
    let presses = 0
    const press = async (key: string) => {
      presses += 1
      await page.keyboard.press(key)
    }
    await press('j')
    for (let left = 20; left > 0; left--) {
      // Cleared, the order is gone from here, and the keyboard is on the next one.
      const holds = await page.locator('.is-active').innerText()
      const isAddress = holds.includes('收货信息异常')
      await press(isAddress ? 'r' : 'a')
      const dialog = page.getByRole('dialog')
      await dialog.getByText('选中 1 张,其中 1 张可以').waitFor()
      if (isAddress) {
        // A reason is owed here: typed, it counts as one.
        presses += 1
        await page.keyboard.type('电话确认')
      }
      await press('Enter')
      await dialog.getByRole('progressbar').waitFor()
      await work()
      await dialog.waitFor({ state: 'hidden' })
      if (left > 1) await page.getByText(`共 ${left - 1} 行`).waitFor()
      else await list.getByText('紫砂壶').first().waitFor({ state: 'detached' })
    }
    assert(presses <= 20 * 3, `${presses} presses for twenty orders`)
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
