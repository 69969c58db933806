// OP-WMS-9 by hand: a manifest is opened, scanned with the keyboard, a wrong parcel is refused in red, the driver signs, what is missing is known.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { buildSite } from '#test/factories.ts'
import { openCarriers } from '../../src/modules/carriers/testing.ts'

const SHOTS = process.env['MILLRACE_SHOTS']

describe('handing over in the console', () => {
  let house: House
  let siteCode: string
  let carrier: string
  const waybills: string[] = []
  before(async () => {
    house = await openHouse()
    const rig = await openCarriers(house.app)
    const site = await buildSite(house.app.services.db)
    const { rows } = await house.app.services.pool.query<{ code: string }>(
      'select code from places.sites where id = $1',
      [site.id],
    )
    siteCode = rows[0]!.code
    const own = await rig.build({ account: null, carrier: { numberPrefix: 'MF' } })
    carrier = own.code
    for (let n = 0; n < 3; n++) {
      const made = await rig.make(site.id, { serviceId: own.serviceId })
      const id = made.parcelIds[0]!
      waybills.push(rig.ok(await rig.draw(id)).numbers[0]!)
      rig.ok(await rig.packer.post(`/api/parcels/${id}/print`, { format: 'zpl' }))
      rig.ok(await rig.packer.post(`/api/parcels/${id}/prints/1/ack`, {}))
    }
  })
  after(() => house[Symbol.asyncDispose]())

  test('OP-WMS-9 opened, scanned, a stranger refused, signed with one left out that becomes a case', async () => {
    const { page, complaints, context } = await house.visit()
    page.setDefaultTimeout(12_000)
    const shot = async (name: string) => {
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
    }
    await page.goto('/parcels/manifests')
    await signIn(page)
    await page.getByText('还没有交接单').waitFor()
    await shot('manifest-empty')
    await page.getByRole('button', { name: '开交接单' }).first().click()
    const form = page.getByRole('dialog', { name: '开交接单' })
    await form.getByLabel('快递').click()
    await page.getByTitle(new RegExp(`^${carrier} `)).click()
    await form.getByRole('combobox', { name: '仓库' }).fill(siteCode)
    await page.locator('.ant-select-item-option').filter({ hasText: siteCode }).first().click()
    await form.getByRole('button', { name: '开交接单' }).click()
    await page.getByText('已开单,3 个包裹').waitFor()
    const box = page.getByLabel('扫运单号')
    const scan = async (waybill: string) => {
      await box.fill(waybill)
      await box.press('Enter')
    }
    await scan(waybills[0]!)
    await page.getByText(`${waybills[0]} 已扫 · 1 / 3`).waitFor()
    await scan('NOBODY')
    await page.getByText('NOBODY 不能交接:没有这个运单号').waitFor()
    await shot('manifest-wrong')
    await scan(waybills[1]!)
    await page.getByText(`${waybills[1]} 已扫 · 2 / 3`).waitFor()
    await page.getByRole('button', { name: '司机签收' }).click()
    const sign = page.getByRole('dialog', { name: /^司机签收/ })
    await sign.getByLabel('司机').fill('李师傅')
    await sign.getByRole('button', { name: '司机签收' }).click()
    await sign.getByText(/还有 1 个没扫或已取消/).waitFor()
    await shot('manifest-missing')
    await sign.getByLabel('留下的原因').fill('货架上没找到')
    await sign.getByRole('button', { name: '司机签收' }).click()
    await page.getByText('交接 2 个,漏发 1 个').waitFor()
    await page.getByText('漏发 · 货架上没找到').waitFor()
    await shot('manifest-signed')
    const paper = context.waitForEvent('page')
    await page.getByRole('link', { name: /打\s*印/ }).click()
    const sheet = await paper
    await sheet.getByText('司机签字 Driver: 李师傅').waitFor()
    assert.equal(await sheet.getByText(waybills[2]!).count(), 0, 'what stays is not on the paper')
    if (SHOTS) await sheet.screenshot({ path: `${SHOTS}/manifest-paper.png` })
    await sheet.close()
    await page.goto('/parcels?caseKind=not_handed_over')
    await page.getByRole('table', { name: '包裹' }).getByText(waybills[2]!).waitFor()
    await page.goto('/parcels/manifests')
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page
      .getByRole('table', { name: 'Manifests' })
      .getByText('signed', { exact: true })
      .waitFor()
    await shot('manifest-en')
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
