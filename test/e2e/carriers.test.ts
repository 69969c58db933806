// Carriers on the screen: one set up with its price list, a choice tried, a parcel drawn, printed and handed over, a carrier that stops.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { buildSite } from '#test/factories.ts'
import { openCarriers } from '../../src/modules/carriers/testing.ts'

describe('carriers and parcels on screen', () => {
  let house: House
  let siteId: string
  before(async () => {
    house = await openHouse()
    siteId = (await buildSite(house.app.services.db)).id
  })
  after(() => house[Symbol.asyncDispose]())

  const shots = process.env['MILLRACE_SHOTS']
  const enter = async (address: string) => {
    const visit = await house.visit()
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }

  test('a carrier is set up from nothing, its price list written by zones, and the choice tried', async () => {
    const { page, complaints, context } = await enter('/carriers')
    await page.getByText('还没有快递公司').waitFor()
    await page.getByRole('button', { name: '新增快递公司' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('编码').fill('OWN')
    await form.getByLabel('名称').fill('自有车队')
    await form.getByLabel('单号前缀').fill('MR')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('cell', { name: '自有车队' }).click()
    await page.getByRole('button', { name: '新增产品' }).click()
    const service = page.getByRole('dialog').last()
    await service.getByLabel('编码').fill('CITY')
    await service.getByLabel('名称').fill('城配')
    await service.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('没有运费模板:选快递时会被排除').waitFor()
    await page.getByRole('button', { name: '新增模板' }).click()
    const list = page.getByRole('dialog').last()
    await list.getByLabel('名称').first().fill('合同价')
    await list.getByLabel('开始日期').first().fill('2026-01-01')
    const zone = list.getByRole('group', { name: '分区 1' })
    await zone.getByLabel('名称').fill('全国')
    await zone.getByLabel('首重价').fill('5')
    await zone.getByLabel('续重价').fill('1.2')
    await zone.getByRole('button', { name: '其余全国也用这一区' }).click()
    await zone.getByText('其余全国', { exact: true }).waitFor()
    if (shots) await page.screenshot({ path: `${shots}/tariff.png` })
    await list.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('button', { name: '合同价' }).waitFor()
    if (shots) await page.screenshot({ path: `${shots}/carrier.png` })

    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: '试算' }).click()
    await page.getByLabel('仓库').click()
    await page.getByTitle('总仓').first().click()
    await page.getByLabel('收货地区').click()
    await page.getByRole('menuitemcheckbox', { name: '广东省' }).click()
    await page.keyboard.press('Escape')
    await page.getByLabel('重量(克)').fill('2500')
    await page.getByRole('button', { name: '算一算' }).click()
    await page.getByRole('status').filter({ hasText: '自有车队 城配' }).waitFor()
    // First kilogram 5.00, two more begun at 1.20.
    await page.getByRole('button', { name: '¥7.40' }).click()
    await page.getByText('续重 2 × 1000 克').waitFor()
    if (shots) await page.screenshot({ path: `${shots}/try.png` })
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a parcel is drawn, printed, confirmed and handed over; a second print asks why; a case is raised and closed', async () => {
    const rig = await openCarriers(house.app)
    await rig.make(siteId, { orderRef: 'SO-SCREEN' })
    const { page, complaints, context } = await enter('/parcels')
    await page.getByRole('cell', { name: 'SO-SCREEN' }).click()
    const drawer = page.getByRole('dialog').first()
    await drawer.getByRole('button', { name: /取\s*号/ }).click()
    await page
      .getByText(/单号 MR\d{11}/)
      .first()
      .waitFor()
    const [label] = await Promise.all([
      page.waitForEvent('download'),
      drawer.getByRole('button', { name: '打印 PDF' }).click(),
    ])
    assert.match(label.suggestedFilename(), /^MR\d{11}\.pdf$/)
    await drawer.getByText('打印未确认').waitFor()
    await drawer.getByRole('button', { name: '打印 ZPL' }).click()
    const why = page.getByRole('dialog').last()
    await why.getByLabel('原因').fill('卡纸')
    await Promise.all([
      page.waitForEvent('download'),
      why.getByRole('button', { name: '重打面单' }).click(),
    ])
    await drawer.getByRole('button', { name: '确认已打印' }).click()
    await drawer.getByRole('button', { name: /发\s*出/ }).click()
    await page.getByText('待取号 → 取号中').waitFor()
    await drawer.getByRole('button', { name: '登记异常' }).click()
    const raise = page.getByRole('dialog').last()
    await raise.getByLabel('类型').click()
    await page.getByTitle('签收未收到').click()
    await raise.getByLabel('说明').fill('买家来电')
    await raise.getByRole('button', { name: /保\s*存/ }).click()
    await drawer.getByText('买家来电').waitFor()
    if (shots) await page.screenshot({ path: `${shots}/parcel.png` })
    await drawer.getByRole('button', { name: /结\s*案/ }).click()
    const close = page.getByRole('dialog').last()
    await close.getByLabel('说明').fill('邻居代收,已拿到')
    await close.getByRole('button', { name: /保\s*存/ }).click()
    await drawer.getByText('买家来电').waitFor({ state: 'detached' })
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('OP-LOG-4 on screen: the effect of a carrier that stops is read before it is switched off', async () => {
    const rig = await openCarriers(house.app)
    const going = await rig.build({
      code: `GO${newId().slice(-4).toUpperCase()}`,
      firstMinor: '100',
    })
    await rig.make(siteId, { serviceId: going.serviceId, orderRef: 'SO-DOWN' })
    const { page, complaints, context } = await enter('/carriers')
    await page.getByRole('cell', { name: going.code }).first().click()
    await page.getByRole('button', { name: /停\s*运/ }).click()
    const dialog = page.getByRole('dialog').last()
    await dialog.getByLabel('原因').fill('暴雪')
    await dialog.getByRole('button', { name: '看影响' }).click()
    await dialog.getByText('1 单还没取号:1 单改走别家,0 单没人能送').waitFor()
    await dialog.getByText('¥4.00').first().waitFor()
    if (shots) await page.screenshot({ path: `${shots}/down.png` })
    await dialog.getByRole('button', { name: '确认停运并改派' }).click()
    await page.getByText('停运 · 暴雪').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').first().waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByRole('cell', { name: going.code }).first().click()
    await page.getByRole('button', { name: 'It is back' }).waitFor()
    if (shots) await page.screenshot({ path: `${shots}/carrier-en.png` })
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
