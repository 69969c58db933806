// First run, as the person who has just started Millrace sees it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, OWNER } from '#test/browser.ts'

describe('first run', () => {
  let house: House
  before(async () => {
    house = await openHouse({ isSetUp: false })
  })
  after(() => house[Symbol.asyncDispose]())

  test('any address leads to set-up; the owner is made and sees the next steps', async () => {
    const { page, complaints, context } = await house.visit()
    await page.goto('/skus')
    await page.getByRole('heading', { name: '创建老板账号' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/setup')

    // A refusal of the server stands at its field, and nothing typed is lost.
    await page.getByLabel('姓名').fill(OWNER.displayName)
    await page.getByLabel('登录账号').fill(OWNER.username)
    await page.getByLabel('密码').fill('short')
    await page.getByRole('button', { name: '创建并进入' }).click()
    await page.getByText('至少 10 个字符', { exact: true }).waitFor()
    assert.equal(await page.getByLabel('姓名').inputValue(), OWNER.displayName)

    await page.getByLabel('密码').fill(OWNER.password)
    await page.getByRole('button', { name: '创建并进入' }).click()
    await page.getByRole('heading', { name: '从这里开始' }).waitFor()
    await page.getByRole('link', { name: /建仓库/ }).click()
    await page.waitForURL('**/sites')
    assert.deepEqual(complaints, [])

    // An old bookmark of set-up leads home.
    await page.goto('/setup')
    await page.getByRole('heading', { name: '待办', level: 1 }).waitFor()
    await context.close()
  })
})
