// Accounts, posts and keys, as the person who manages them sees them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'

/** Set to a folder to look at the pages. */
const SHOTS = process.env['MILLRACE_SHOTS']

describe('access in the console', () => {
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

  test('an account is added and signs in; two tabs editing it: the second sees the difference', async () => {
    const { page, complaints, context } = await enter('/users')
    await page.getByRole('button', { name: '新增账号' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel(/^\*? *账号/).fill('xiaowang')
    await drawer.getByLabel('姓名').fill('小王')
    await drawer.getByLabel('初始密码').fill('first passphrase')
    await drawer.getByRole('button', { name: '保存' }).click()
    const row = page.getByRole('row', { name: /xiaowang/ })
    await row.getByText('待改密码').waitFor()

    const other = await context.newPage()
    await other.goto('/users')
    for (const tab of [page, other]) {
      await tab
        .getByRole('row', { name: /xiaowang/ })
        .getByRole('button', { name: '修改' })
        .click()
    }
    await page.getByRole('dialog').getByLabel('姓名').fill('王小明')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await row.getByText('王小明').waitFor()
    await other.getByRole('dialog').getByLabel('姓名').fill('王大明')
    await other.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await other.getByText('王小明').first().waitFor()
    await other.getByText('王大明').first().waitFor()
    if (SHOTS) await other.screenshot({ path: `${SHOTS}/users-stale.png` })
    await other.getByRole('button', { name: '返回修改' }).click()
    assert.equal(await other.getByLabel('姓名').inputValue(), '王大明', 'what was typed is kept')
    const { rows } = await house.app.services.pool.query<{ name: string }>(
      `select display_name as name from access.users where username = 'xiaowang'`,
    )
    assert.equal(rows[0]?.name, '王小明', 'never last-write-wins')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a key is shown once, works, and dies when revoked', async () => {
    const { page, complaints, context } = await enter('/keys')
    await page.getByRole('button', { name: '新建密钥' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('名称').fill('看板')
    await dialog.getByLabel('权限范围').click()
    await page.keyboard.type('inventory.read')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('请现在复制').waitFor()
    const key = await page.getByRole('dialog').locator('textarea').first().inputValue()
    const program = house.app.with({ authorization: `Bearer ${key}` })
    assert.equal((await program.get('/api/inventory/stock')).status, 200)
    await page.getByRole('button', { name: '我已保存' }).click()
    const row = page.getByRole('row', { name: /看板/ })
    await row.getByRole('button', { name: '吊销' }).click()
    await page.getByRole('button', { name: '确认吊销' }).click()
    await row.getByText('已吊销').waitFor()
    assert.equal((await program.get('/api/inventory/stock')).status, 401)
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('posts: the matrix names every permission in both languages', async () => {
    const { page, complaints, context } = await enter('/roles')
    for (const [zh, name] of [
      ['老板', '管理 API 密钥'],
      ['数据合规管理员', '收货'],
    ] as const) {
      await page.getByRole('columnheader', { name: zh }).waitFor()
      await page.getByRole('rowheader', { name, exact: true }).waitFor()
    }
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/roles-zh.png` })
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByRole('rowheader', { name: 'Receive goods' }).waitFor()
    for (const name of ['roles', 'users', 'keys']) {
      if (!SHOTS) break
      await page.goto(`/${name}`)
      await page.waitForTimeout(600)
      await page.screenshot({ path: `${SHOTS}/${name}-en.png` })
    }
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
