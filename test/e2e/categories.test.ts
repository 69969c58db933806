// 类目: a tree made on the screen, goods put into it, and the board told by it, down to the rows.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { putOrders } from '../../src/modules/analytics/testing.ts'

const YESTERDAY = addDays(dateIn(now(), 'Asia/Shanghai'), -1)

describe('categories on the screen', () => {
  let house: House
  before(async () => {
    house = await openHouse()
  })
  after(() => house[Symbol.asyncDispose]())

  test('from an empty tree to the board by category', async () => {
    const owner = await house.app.as('owner')
    const skuOf = async (code: string) =>
      (await owner.post<{ id: string }>('/api/catalog/skus', { code, name: code })).body.id
    const [pan, bear] = [await skuOf('PAN'), await skuOf('BEAR')]
    await skuOf('LOOSE')
    const { body: shop } = await owner.post<{ id: string }>('/api/shops', {
      code: 'TM',
      name: '天猫旗舰店',
      currency: 'CNY',
      platform: 'tmall',
      timeZone: 'Asia/Shanghai',
    })
    await putOrders(house.app.services.db, shop.id, [
      { orderedOn: YESTERDAY, no: 'P1', lines: [{ sku: 'PAN', skuId: pan, amount: 12_300n }] },
      { orderedOn: YESTERDAY, no: 'B1', lines: [{ sku: 'BEAR', skuId: bear, amount: 4_500n }] },
      { orderedOn: YESTERDAY, no: 'O1', lines: [{ sku: 'OTHER', amount: 700n }] },
    ])
    const { page, complaints, context } = await house.visit()
    await page.goto('/categories')
    await signIn(page)
    await page.getByText('还没有类目').waitFor()
    const save = async (name: string) => {
      const form = page.getByRole('dialog')
      await form.getByLabel(/^名称/).fill(name)
      await form.getByRole('button', { name: /保\s*存/ }).click()
      await form.waitFor({ state: 'hidden' })
    }
    for (const name of ['厨具', '玩具']) {
      await page.getByRole('button', { name: '新增类目' }).first().click()
      await save(name)
    }
    await page.getByRole('button', { name: '加下级 厨具' }).click()
    await save('炒锅')
    const rows = page.getByRole('table', { name: '类目' }).getByRole('row')
    await page.getByRole('cell', { name: '炒锅', exact: true }).waitFor()
    assert.equal(await rows.count(), 4)

    // A new SKU on its own form, and moved on it.
    await page.goto('/skus')
    await page.getByRole('button', { name: '新增 SKU' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel(/^SKU 编码/).fill('WOK')
    await form.getByLabel(/^名称/).fill('炒锅 32cm')
    await form.getByRole('combobox', { name: '类目' }).click()
    await page.locator('.ant-select-tree-title', { hasText: '炒锅' }).click()
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('row', { name: /WOK/ }).getByText('厨具 / 炒锅').click()
    const sku = page.getByRole('dialog')
    await sku
      .getByRole('button', { name: /编\s*辑|修\s*改/ })
      .first()
      .click()
    const edit = page.getByRole('dialog').last()
    await edit.getByRole('combobox', { name: '类目' }).click()
    await page.locator('.ant-select-tree-title', { hasText: '玩具' }).last().click()
    await edit.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('row', { name: /WOK/ }).getByText('玩具').waitFor()

    // Goods into it, from the list of SKUs.
    for (const [code, path] of [
      ['PAN', '炒锅'],
      ['BEAR', '玩具'],
    ] as const) {
      await page.goto('/skus')
      await page
        .getByRole('row', { name: new RegExp(`^.*\\b${code}\\b`) })
        .getByRole('checkbox')
        .check()
      await page.getByRole('button', { name: '改类目' }).click()
      const choice = page.getByRole('dialog')
      await choice.getByRole('combobox', { name: '类目' }).click()
      await page.locator('.ant-select-tree-title', { hasText: path }).click()
      await choice.getByRole('button', { name: '看看会改什么' }).click()
      await page.getByText('将改 1 个 SKU').waitFor()
      await page.getByRole('button', { name: '确认修改' }).click()
      await page.getByText('已改 1 个').waitFor()
    }
    await page.goto('/skus')
    await page.getByRole('row', { name: /PAN/ }).getByText('厨具 / 炒锅').waitFor()
    await page.goto('/categories')
    await page.getByRole('button', { name: '删除 炒锅' }).click()
    await page.getByRole('button', { name: /确\s*定/ }).click()
    await page.getByText('移走后才能删除').first().waitFor()

    // The board by category, one level down, and what is behind a number.
    await house.app.drain()
    await page.goto(`/sales?from=${YESTERDAY}&to=${YESTERDAY}&cut=category`)
    const table = page.getByRole('table', { name: /类目/ })
    await table.getByText('未分类').waitFor()
    const shown = async () =>
      (await table.getByRole('row').allInnerTexts())
        .slice(1)
        .map((text) => text.split(/\s+/).slice(0, 2).join(' '))
        .toSorted()
    assert.deepEqual(await shown(), ['厨具 123.00', '未分类 7.00', '玩具 45.00'])
    await table.getByRole('button', { name: '厨具' }).click()
    await table.getByText('炒锅').waitFor()
    assert.deepEqual(await shown(), ['炒锅 123.00'])
    await page.getByRole('button', { name: '全部类目' }).click()
    const unknown = table.getByRole('row', { name: /未分类/ })
    await unknown.getByRole('button').first().click()
    await page.getByRole('dialog').getByText('O1').waitFor()
    assert.equal(await page.getByRole('dialog').getByText('P1', { exact: true }).count(), 0)
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
