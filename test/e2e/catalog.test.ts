// Products, places and suppliers as a person meets them: made, mended, refused and found again.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'

describe('catalogue screens', () => {
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

  test('a product with two variants: the SPU, its axes, its SKUs, a variant twice refused', async () => {
    const { page, complaints, context } = await enter('/spus')
    await page.getByText('还没有 SPU').waitFor()
    await page.getByRole('button', { name: '新增 SPU' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('SPU 编码').fill('CUP')
    await form.getByLabel(/^名称/).fill('保温杯')
    await form.getByLabel('规格名').fill('颜色')
    await page.keyboard.press('Enter')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('button', { name: '加规格 CUP' }).waitFor()
    const addVariant = async (code: string, colour: string) => {
      const variant = page.getByRole('dialog')
      await variant.getByLabel('SKU 编码').fill(code)
      await variant.getByLabel('颜色').fill(colour)
      await variant.getByRole('button', { name: /保\s*存/ }).click()
      return variant
    }
    await page.getByRole('button', { name: '加规格 CUP' }).click()
    await (await addVariant('CUP-R', '红')).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '加规格 CUP' }).click()
    const second = await addVariant('CUP-R2', '红')
    await second.getByText('SKU CUP-R 已是这个规格').first().waitFor()
    await (await addVariant('CUP-B', '蓝')).waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: '2', exact: true }).click()
    await page.getByText('CUP-B', { exact: true }).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a SKU in its drawer: size and packs are saved and shown', async () => {
    const owner = await house.app.as('owner')
    const made = await owner.post<{ id: string }>('/api/catalog/skus', {
      code: 'PACKED',
      name: '整箱杯',
      baseUnit: '只',
    })
    const { page, complaints, context } = await enter(`/skus?open=${made.body.id}`)
    await page.getByRole('button', { name: '设包装' }).click()
    const packs = page.getByRole('dialog').last()
    await packs.getByRole('button', { name: '加一行' }).click()
    await packs.getByLabel(/^单位/).fill('箱')
    await packs.getByLabel('含基本单位数').fill('24')
    await packs.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('24', { exact: false }).first().waitFor()
    await page.getByRole('button', { name: /^修\s*改$/ }).click()
    const edit = page.getByRole('dialog').last()
    for (const [side, mm] of [
      ['长', '70'],
      ['宽', '70'],
      ['高', '230'],
    ]) {
      await edit.getByLabel(`${side}(毫米)`).fill(mm!)
    }
    await edit.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('70 × 70 × 230').waitFor()
    const { body } = await owner.get<{ packs: unknown; heightMm: number }>(
      `/api/catalog/skus/${made.body.id}`,
    )
    assert.deepEqual([body.packs, body.heightMm], [[{ unit: '箱', qty: '24' }], 230])
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a supplier: added with a contact, the contact opened for a reason', async () => {
    const { page, complaints, context } = await enter('/suppliers')
    await page.getByText('还没有供应商').waitFor()
    await page.getByRole('button', { name: '新增供应商' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('编码').fill('STEEL')
    await form.getByLabel(/^名称/).fill('<b>永康钢材</b>')
    await form.getByLabel('联系人').fill('王经理 13812345678')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('<b>永康钢材</b>').waitFor()
    assert.equal(await page.getByText('13812345678').count(), 0)
    await page.getByRole('button', { name: '查看 STEEL' }).click()
    const reveal = page.getByRole('dialog').last()
    await reveal.getByLabel('查看原因').fill('催交货')
    await reveal.getByRole('button', { name: /查\s*看/ }).click()
    await page.getByText('王经理 13812345678').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a warehouse and its bins by pattern', async () => {
    const { page, complaints, context } = await enter('/sites')
    await page.getByRole('button', { name: '新增仓库' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('编码').fill('WH1')
    await form.getByLabel(/^名称/).fill('一号仓')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('button', { name: '批量生成库位' }).click()
    const bins = page.getByRole('dialog').last()
    await bins.getByLabel('通道数').fill('2')
    await bins.getByLabel('每通道货架数').fill('3')
    await bins.getByLabel('层数').fill('2')
    await bins.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('新增 12 个,已有 0 个').waitFor()
    await page.goto('/sites/locations?q=A-02-03')
    await page.getByText('A-02-03-2').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
