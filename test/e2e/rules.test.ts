// The rule studio with a person in front of it: a rule made, refused by node, tried, saved, moved, taken back, and two tabs.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes as ruleRoutesOf } from '#modules/rules'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { trialPurpose } from '../../src/modules/rules/testing.ts'
import { routes, ruleRoutes } from '../../src/wiring.ts'

const samples = Array.from({ length: 300 }, (_, n) => ({
  ref: `o${n}`,
  label: `订单 ${n}`,
  to: '/orders',
  facts: { paid: BigInt(n * 1000), region: n % 3 === 0 ? '540102' : '330106', platform: 'pdd' },
}))

describe('rule studio', () => {
  let house: House
  before(async () => {
    // A purpose of the test's own among all other routes.
    const trial = ruleRoutesOf([trialPurpose(samples)])
    house = await openHouse({ routes: routes.map((add) => (add === ruleRoutes ? trial : add)) })
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string) => {
    const visit = await house.visit()
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }

  test('a rule is made from nothing: refused at its node, tried on history, saved, and in force', async () => {
    const { page, complaints, context } = await enter('/rules')
    await page.getByRole('button', { name: '新建规则' }).click()
    await page.getByLabel('名称').fill('大额人工审核')
    await page.getByRole('button', { name: '加条件' }).click()
    await page.getByRole('button', { name: /保\s*存/ }).click()
    await page.locator('.mr-tree').getByRole('alert').filter({ hasText: '要填整数' }).waitFor()

    await page.getByRole('combobox', { name: '比较' }).click()
    await page.getByTitle('不低于').click()
    await page.getByRole('textbox', { name: '值' }).fill('2000')
    await page.getByRole('button', { name: '加结果' }).click()
    await page.getByRole('combobox', { name: '结果' }).click()
    await page.getByTitle('挂起').click()
    await page.getByLabel('原因').fill('大额')
    await page.getByRole('button', { name: /试\s*算/ }).click()
    // ¥2,000 and up: 100 of 300.
    await page
      .getByText('最近 300 条里,这条规则命中 100 条;与现行规则相比,100 条的决定会变')
      .waitFor()
    await page.getByRole('button', { name: '挂起(大额)' }).first().click()
    await page.getByText('「大额人工审核」草稿').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+s')
    await page.getByText('规则已建').waitFor()
    await page.getByText('实付不低于¥2,000.00 → 挂起(大额)').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('rules are moved by keys, a conflict is told, a group of NOT is written, and a version is taken back', async () => {
    const { page, complaints, context } = await enter('/rules')
    await page.getByRole('button', { name: /复\s*制/ }).click()
    await page.getByLabel('名称').fill('西藏不收')
    await page.getByRole('switch', { name: '启用' }).click()
    await page.getByRole('switch', { name: '命中后停止' }).click()
    await page.getByRole('button', { name: '加一组' }).click()
    const inner = page.locator('.mr-tree .mr-tree')
    await inner.getByRole('combobox', { name: '这一组' }).click()
    await page.getByTitle('都不满足').click()
    await inner.getByRole('button', { name: '加条件' }).click()
    await inner.getByRole('combobox', { name: '字段' }).click()
    await page.getByTitle('地区').click()
    await inner.getByRole('combobox', { name: '加地区' }).click()
    await page.getByRole('menuitemcheckbox', { name: '浙江省' }).click()
    await inner.getByRole('button', { name: '删除 浙江省' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('规则已建').waitFor()
    const list = page.getByRole('list', { name: '规则,按先后' })
    await list.getByText('实付不低于¥2,000.00 且 不(地区属于浙江省)').waitFor()

    const items = list.getByRole('listitem')
    await list.getByRole('button', { name: '西藏不收', exact: true }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await page.getByText('顺序已改').waitFor()
    await items.first().getByText('西藏不收').waitFor()

    await list.getByRole('button', { name: '大额人工审核', exact: true }).click()
    await page.getByRole('button', { name: '加条件' }).first().click()
    await page.getByRole('combobox', { name: '比较' }).last().click()
    await page.getByTitle('不低于').last().click()
    await page.getByRole('textbox', { name: '值' }).last().fill('5000')
    await page.getByLabel('改动说明').fill('更严')
    await page.getByRole('button', { name: '保存新版本' }).click()
    await page.getByText('已保存为版本 2').waitFor()
    await page.getByRole('tab', { name: '版本' }).click()
    await page.getByText('更严').waitFor()
    await page.getByRole('button', { name: '退回此版' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '退回此版' }).click()
    await page.getByText('已退回,现为版本 3').waitFor()
    await page.getByText('退回自版本 1').waitFor()

    // Without its group the first, which stops, says what the second says: that one is never reached.
    await list.getByRole('button', { name: '西藏不收', exact: true }).click()
    await page.getByRole('tab', { name: '编辑' }).click()
    await page.locator('.mr-tree .mr-tree > .mr-row').getByRole('button', { name: '删除' }).click()
    await page.getByRole('button', { name: '保存新版本' }).click()
    await list.getByText('永远轮不到:「西藏不收」先命中并停止').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('two tabs: the later save sees the difference as sentences and chooses', async () => {
    const first = await enter('/rules')
    const second = await first.context.newPage()
    await second.goto('/rules')
    for (const page of [first.page, second]) {
      await page.getByRole('button', { name: '大额人工审核', exact: true }).click()
      await page.getByRole('tab', { name: '编辑' }).click()
    }
    await second.getByRole('textbox', { name: '值' }).fill('2500')
    await second.getByRole('button', { name: '保存新版本' }).click()
    await second.getByText('已保存为版本 4').waitFor()
    await first.page.getByLabel('名称').fill('大额二审')
    await first.page.getByRole('button', { name: '保存新版本' }).click()
    const dialog = first.page.getByRole('dialog').filter({ hasText: '有人先保存了' })
    await dialog.getByText('实付不低于¥2,500.00').waitFor()
    await dialog.getByRole('radio', { name: '名称 保留我的' }).check()
    await dialog.getByRole('radio', { name: '条件 用他们的' }).check()
    await dialog.getByRole('button', { name: '按选择保存' }).click()
    await first.page.getByText('已保存为版本 5').waitFor()
    await first.page
      .getByRole('list', { name: '规则,按先后' })
      .getByText('实付不低于¥2,500.00 → 挂起(大额)')
      .waitFor()
    await first.page.getByRole('button', { name: '大额二审', exact: true }).waitFor()
    await first.context.close()
  })

  test('what was not changed cannot be saved, and the button says why; all of it in English', async () => {
    const { page, context } = await enter('/rules')
    await page.getByRole('button', { name: '大额二审', exact: true }).click()
    assert.equal(await page.getByRole('button', { name: '保存新版本' }).isDisabled(), true)
    await page.getByTitle('没有改动').first().waitFor()
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByText('Paid at least ¥2,500.00 → Hold(大额)').waitFor()
    await page.getByRole('tab', { name: 'Try' }).click()
    await page
      .getByText('Of the last 300 it fires on 0; 0 would be decided otherwise than today')
      .waitFor()
    const shots = process.env['MILLRACE_SHOTS']
    if (shots) {
      await page.screenshot({ path: `${shots}/rules-try-en.png` })
      await page.getByRole('tab', { name: 'Edit' }).click()
      await page.screenshot({ path: `${shots}/rules-edit-en.png` })
    }
    await context.close()
  })
})
