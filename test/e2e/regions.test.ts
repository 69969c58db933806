// The division table as a person meets it: an address tried, a name added, a district renamed and merged.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'

describe('divisions screen', () => {
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

  test('an address that is not understood becomes one that is, by giving a district another name', async () => {
    const { page, complaints, context } = await enter('/regions')
    const address = page.getByLabel('地址', { exact: true })
    await address.fill('四川省成都市天府软件园天华路')
    await page.getByRole('button', { name: /试\s*读/ }).click()
    const reading = page.getByRole('status').filter({ hasText: '把握' })
    await reading.getByText('需人工核对').waitFor()
    await reading.getByText('没有写区县').waitFor()

    await page.getByPlaceholder('名称、旧名、拼音、代码').fill('wuhouqu')
    await page.keyboard.press('Enter')
    await page.getByText('四川省 成都市 武侯区').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('button', { name: '加别名' }).click()
    const form = page.getByRole('dialog').last()
    await form.getByLabel('名称').fill('天府软件园')
    await form.getByLabel('停用时间').fill('去年')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await form.locator('.ant-form-item-explain-error').first().waitFor()
    await form.getByLabel('停用时间').fill('')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await drawer.first().getByText('仍在使用').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /试\s*读/ }).click()
    await reading.getByText('四川省 / 成都市 / 武侯区').waitFor()
    await reading.getByText('可直接用').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a district is added under a chosen city, then merged into another', async () => {
    const { page, complaints, context } = await enter('/regions?parent=330100')
    await page.getByText('浙江省 杭州市 上城区').waitFor()
    await page.getByRole('button', { name: '新增区划' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('combobox').click()
    await page.getByRole('menuitemcheckbox', { name: '浙江省' }).click()
    await page.getByRole('menuitemcheckbox', { name: '杭州市' }).click()
    await form.getByText('浙江省 / 杭州市').waitFor()
    await page.keyboard.press('Escape')
    await form.getByLabel('代码').fill('330195')
    await form.getByLabel('名称').fill('云城区')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('浙江省 杭州市 云城区').click()
    const drawer = page.getByRole('dialog').first()
    await drawer.getByRole('button', { name: /修\s*改/ }).click()
    const edit = page.getByRole('dialog').last()
    await edit.getByLabel('撤并日期').fill('2026-10-01')
    await edit.getByRole('button', { name: /保\s*存/ }).click()
    await edit.getByText('撤并要同时写明日期和并入的区划').first().waitFor()
    await edit.getByRole('combobox').click()
    for (const name of ['浙江省', '杭州市', '余杭区']) {
      await page.getByRole('menuitemcheckbox', { name }).last().click()
    }
    await edit.getByTitle('浙江省 / 杭州市 / 余杭区').waitFor()
    await edit.getByRole('button', { name: /保\s*存/ }).click()
    await drawer.getByText('2026-10-01 并入 余杭区').waitFor()
    const clerk = await house.app.as('clerk')
    const { body } = await clerk.post<{ districtCode: string }>('/api/regions/parse', {
      address: '杭州市云城区1号',
    })
    assert.equal(body.districtCode, '330110')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a clerk reads and tries, but finds nothing to change', async () => {
    const visit = await house.visit()
    const owner = await house.app.as('owner')
    await owner.post('/api/access/users', {
      username: 'clerk1',
      displayName: '小单',
      role: 'clerk',
      password: 'a long passphrase',
    })
    await visit.page.goto('/regions?q=xihu&open=330106')
    await signIn(visit.page, { username: 'clerk1', password: 'a long passphrase' })
    await visit.page.getByRole('dialog').getByText('Xihu', { exact: true }).waitFor()
    assert.equal(
      await visit.page.getByRole('button', { name: /修\s*改|新增区划|加别名/ }).count(),
      0,
    )
    await visit.context.close()
  })
})
