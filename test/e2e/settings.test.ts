// Working calendars and settings, as the person who keeps them sees them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type House, openHouse, signIn } from '#test/browser.ts'

/** Set to a folder to look at the pages. */
const SHOTS = process.env['MILLRACE_SHOTS']

describe('working calendars and settings in the console', () => {
  let house: House
  before(async () => {
    house = await openHouse()
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string) => {
    const visit = await house.visit()
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }
  const shot = async (page: Page, name: string) => {
    if (!SHOTS) return
    await page.waitForTimeout(400)
    await page.screenshot({ path: `${SHOTS}/${name}.png` })
  }
  const value = async (text: string, params: unknown[] = []) =>
    (await house.app.services.pool.query<{ value: string }>(text, params)).rows[0]?.value

  test('the year shows holidays and swapped days; a year nobody announced says so and can be entered', async () => {
    const { page, complaints, context } = await enter('/calendars?year=2026')
    await page.getByRole('button', { name: '2026-10-01 法定放假 国庆节' }).waitFor()
    await page.getByRole('button', { name: '2026-10-10 调休上班 国庆节' }).waitFor()
    assert.equal(await page.getByRole('button', { name: /^2026-\d\d-\d\d / }).count(), 365)
    await shot(page, 'calendar-year')
    await page.getByRole('button', { name: '下一年' }).click()
    await page.getByText('2027 年的全国节假日安排尚未录入').waitFor()
    await shot(page, 'calendar-not-covered')
    await page.getByRole('button', { name: '录入 2027 年' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('依据').fill('测试用通知')
    await drawer.getByLabel('日期清单').fill('2027-01-01,元旦,休\n2027-01-32,元旦,休')
    await drawer.getByRole('button', { name: '先试一下' }).click()
    await drawer
      .getByText(/第 2 行:「2027-01-32」不是日期/)
      .first()
      .waitFor()
    await shot(page, 'holidays-refused')
    await drawer.getByLabel('日期清单').fill('2027-01-01,元旦,休\n2027-01-02,元旦,班')
    await drawer.getByRole('button', { name: '先试一下' }).click()
    await drawer.getByText('共 2 行:新增 2').waitFor()
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: /2027 已录入/ }).waitFor()
    await shot(page, 'holidays')
    await page.getByRole('tab', { name: '年历' }).click()
    await page.getByRole('button', { name: '2027-01-02 调休上班 元旦' }).waitFor()
    assert.equal(await page.getByText('尚未录入').count(), 0)
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('OP-CLK-1: hours are edited, overlaps refused, an exception made, and a deadline checked', async () => {
    const { page, complaints, context } = await enter('/calendars?year=2026')
    await page.getByRole('button', { name: '修改时段' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('周一 第 2 段 开始').fill('1130')
    await drawer.getByLabel('周一 第 2 段 结束').fill('18')
    await shot(page, 'calendar-edit')
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer
      .getByText(/周一11:30–18:00 与前一段重叠/)
      .first()
      .waitFor()
    await drawer.getByLabel('周一 第 2 段 开始').fill('13:30')
    await drawer.getByRole('button', { name: '周二至周五同周一' }).click()
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: '周五 08:00–12:00 13:30–18:00' }).waitFor()

    await page.getByRole('button', { name: '2026-06-15 工作日' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '设为例外' }).click()
    await page.getByRole('dialog').getByLabel('原因').fill('停电检修')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('button', { name: '2026-06-15 例外:放假 停电检修' }).waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('tab', { name: '试算期限' }).click()
    await page.getByLabel('从', { exact: true }).fill('2026-06-12T17:00')
    await page.getByLabel('工作小时数').fill('3')
    await page.getByRole('button', { name: '计算' }).click()
    await page.getByRole('heading', { name: /期限 2026-06-16 周二 10:00/ }).waitFor()
    await page.getByRole('row', { name: /2026-06-15.*例外:放假.*停电检修/ }).waitFor()
    await shot(page, 'calendar-try')

    await page.getByRole('tab', { name: '例外日期' }).click()
    await page.getByRole('row', { name: /停电检修/ }).waitFor()
    await shot(page, 'calendar-exceptions')
    await page.getByRole('button', { name: '取消例外' }).click()
    await page.getByText('没有例外日期').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a setting is changed, refused out of range, holds at once, and its history opens', async () => {
    const { page, complaints, context } = await enter('/settings')
    await page.getByRole('button', { name: '修改 调整超过多少要另一人批准' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel(/调整超过多少/).fill('99999999')
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.getByText('应为:0.00–1,000,000.00 元').waitFor()
    await shot(page, 'settings-refused')
    await drawer.getByLabel(/调整超过多少/).fill('2500')
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: /2,500\.00 元 默认 1,000\.00 元/ }).waitFor()
    assert.equal(
      await value(`select value from kernel.settings where key = 'inventory.approval_over'`),
      '250000',
    )
    await page.getByRole('button', { name: '修改 公司名称' }).click()
    await drawer.getByLabel('公司名称').fill('晨光保温杯')
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByRole('link', { name: 'Millrace 渠动' }).getByText('晨光保温杯').waitFor()
    await page.getByText('Apache-2.0').waitFor()
    await shot(page, 'settings')
    await page.getByText(/已应用的数据库迁移/).click()
    await page.getByText('0053_calendars').waitFor()
    await page
      .getByRole('row', { name: /调整超过多少/ })
      .getByRole('link', { name: '修改记录' })
      .click()
    await page.getByRole('row', { name: /修改设置/ }).waitFor()
    await page.goto('/stock/adjustments')
    await page.getByRole('button', { name: '这一页怎么用' }).click()
    await page.getByText('金额超过 2,500.00 元').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('two tabs changing one setting: the second sees the difference', async () => {
    const { page, context } = await enter('/settings')
    const other = await context.newPage()
    await other.goto('/settings')
    for (const tab of [page, other]) {
      await tab.getByRole('button', { name: '修改 公司电话' }).click()
      await tab.getByRole('dialog').getByLabel('公司电话').waitFor()
    }
    await page.getByRole('dialog').getByRole('textbox').fill('0579-1')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: /0579-1/ }).waitFor()
    await other.getByRole('dialog').getByRole('textbox').fill('0579-2')
    await other.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await other.getByRole('dialog').getByText('0579-1').first().waitFor()
    assert.equal(
      await value(`select value from kernel.settings where key = 'house.phone'`),
      '0579-1',
    )
    await context.close()
  })

  test('who may only read sees the calendar without buttons, and settings not at all', async () => {
    const owner = await house.app.as('owner')
    const picker = { username: 'picker', password: 'pick and pack all day' }
    await owner.post('/api/access/users', { ...picker, displayName: '拣货', role: 'warehouse' })
    await house.app.services.pool.query(`update access.users set must_change = false`)
    const { page, context } = await house.visit()
    await page.goto('/calendars?year=2026')
    await signIn(page, picker)
    await page.getByRole('button', { name: '2026-10-01 法定放假 国庆节' }).click()
    await page.getByRole('dialog').getByText('国庆节').waitFor()
    assert.equal(await page.getByRole('button', { name: '设为例外' }).count(), 0)
    assert.equal(await page.getByRole('button', { name: '修改时段' }).count(), 0)
    await page.goto('/settings')
    await page.getByText('你的岗位看不到这一页').waitFor()
    await context.close()
  })

  test('both screens speak English', async () => {
    const { page, complaints, context } = await enter('/calendars?year=2027')
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByRole('button', { name: '2027-01-01 Public holiday 元旦' }).waitFor()
    await shot(page, 'calendar-year-en')
    await page.getByRole('tab', { name: 'Try a deadline' }).click()
    await page.getByLabel('From').fill('2028-01-03T12:30')
    await page.getByLabel('Working hours').fill('20')
    await page.getByRole('button', { name: 'Compute' }).click()
    await page.getByText(/It touches 2028/).waitFor()
    await shot(page, 'calendar-try-en')
    await page.goto('/settings')
    await page.getByText('Adjustments over this need another person').waitFor()
    await shot(page, 'settings-en')
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
