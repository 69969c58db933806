// 时效看板 by hand: what is due, in which stage, opened as a queue; and why an order is due then.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { buildDesk, type DeskRig, row, say, wall } from '../../src/modules/orders/testing.ts'
import { tick } from '../../src/modules/orders/tick.ts'

describe('the board of deadlines in the console', () => {
  let house: House
  let rig: DeskRig
  before(async () => {
    house = await openHouse()
    rig = await buildDesk(house.app.services, 500n)
    await say(
      house.app.services,
      rig,
      Array.from({ length: 12 }, (_none, at) =>
        row(rig, `66000000000000000${String(at).padStart(2, '0')}`, {
          ship_deadline: wall(at < 2 ? -1 : at < 5 ? 3 : 30),
        }),
      ),
    )
    await house.app.drain()
    await tick(house.app.services.db)
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string) => {
    const visit = await house.visit()
    visit.page.setDefaultTimeout(12_000)
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }

  test('OP-CLK-3: overdue, soon and later are counted with their money, and a cell opens its orders', async () => {
    const { page, complaints, context } = await enter('/desk/deadlines')
    const board = page.getByRole('table', { name: '按环节和剩余时间' })
    const lane = board.getByRole('row', { name: /待审/ })
    await lane.getByRole('link', { name: /^2/ }).waitFor()
    await lane.getByRole('link', { name: /^7/ }).waitFor()
    await page.getByRole('link', { name: /已超时 2/ }).waitFor()
    await lane.getByRole('link', { name: /^3/ }).click()
    const list = page.getByRole('table', { name: '审单台' })
    await list.getByText('紫砂壶 ×2').nth(2).waitFor()
    assert.equal(await list.getByText('紫砂壶 ×2').count(), 3)
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('OP-UI-4: the hours left say why: every source, what is expected, what being late costs', async () => {
    const { page, complaints, context } = await enter('/desk?due=2-4')
    const list = page.getByRole('table', { name: '审单台' })
    await list.getByTitle('为什么').first().click()
    const why = page.getByRole('tooltip')
    await why.getByText('内部规则').waitFor()
    await why.getByText('请法务确认', { exact: true }).waitFor()
    await why.getByText('¥5.00').waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('OP-CLK-6: our own clock is paused with a reason on the card; the platform’s offers no pause', async () => {
    const { page, complaints, context } = await enter('/desk?q=6600000000000000009')
    await page.getByText('紫砂壶 ×2').first().click()
    const card = page.getByRole('dialog')
    await card.getByRole('tab', { name: '时限' }).click()
    await card.getByRole('combobox', { name: '原因' }).click()
    await page.getByText('等买家答复').click()
    await card.getByLabel('说明').fill('等改地址')
    await card.getByRole('button', { name: /暂停内部时钟/ }).click()
    await card.getByText('等改地址').waitFor()
    await card.getByRole('button', { name: /恢\s*复/ }).click()
    await page.getByText('已恢复').first().waitFor()
    assert.equal(
      await card.getByRole('combobox', { name: '原因' }).count(),
      1,
      'one for our own rule',
    )
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('what being late costs is changed with where it is written, and confirmed', async () => {
    const { page, complaints, context } = await enter('/penalties')
    const list = page.getByRole('table', { name: '时效赔付规则' })
    await list.getByRole('row', { name: /pdd/ }).getByRole('button', { name: '修改' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('金额(元)').fill('4')
    await drawer.getByLabel('依据').fill('平台规则 2026-11')
    await drawer.getByRole('switch').click()
    await drawer.getByRole('button', { name: /保\s*存/ }).click()
    await list.getByText('¥4.00').waitFor()
    await list.getByRole('row', { name: /pdd/ }).getByText('平台规则 2026-11').waitFor()
    assert.equal(await list.getByRole('row', { name: /pdd/ }).getByText('请法务确认').count(), 0)
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
