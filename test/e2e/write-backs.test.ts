// Telling platforms what left, by hand: the sheet is made and downloaded, the export confirms, what was not taken goes back with a reason.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { buildDesk, type DeskRig, row, say, standing } from '../../src/modules/orders/testing.ts'

const SHOTS = process.env['MILLRACE_SHOTS']

describe('write-back in the console', () => {
  let house: House
  let rig: DeskRig
  const nos = ['6600000000000000001', '6600000000000000002']
  before(async () => {
    house = await openHouse()
    rig = await buildDesk(house.app.services, 20n)
  })
  after(() => house[Symbol.asyncDispose]())

  const ship = async () => {
    const owner = await house.app.as('owner')
    await say(
      house.app.services,
      rig,
      nos.map((no) => row(rig, no)),
    )
    await house.app.drain()
    for (const { id, platformNo } of await standing(house.app.services, rig)) {
      await owner.post(`/api/desk/orders/${id}/audit`, {})
      await owner.post(`/api/desk/orders/${id}/ship`, {
        carrier: '圆通',
        waybill: `YT${platformNo}`,
      })
    }
    await house.app.drain()
  }

  test('nothing left: the page teaches; a sheet is made, downloaded, confirmed, and given back with the reason', async () => {
    const { page, complaints, context } = await house.visit()
    page.setDefaultTimeout(12_000)
    const shot = async (name: string) => {
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
    }
    await page.goto('/desk/write-backs')
    await signIn(page)
    await page.getByText('没有待回传的发货').waitFor()
    await shot('empty')
    await ship()
    await page.reload()
    await page
      .getByRole('table', { name: '发货回传' })
      .getByText(nos[0]!, { exact: true })
      .waitFor()
    await shot('waiting')
    await page.getByRole('button', { name: '列名' }).click()
    const form = page.getByRole('dialog', { name: /上传表列名/ })
    await form.getByLabel('订单号列').fill('订单编号')
    await form.getByLabel('已与平台后台下载的模板核对一致').click()
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await form.waitFor({ state: 'hidden' })
    await page.getByText('列名未与平台模板核对').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '生成上传表' }).click()
    const make = page.getByRole('dialog', { name: /生成上传表/ })
    await make.getByText('将把 2 个包裹放进一张表').waitFor()
    await make.getByText(/订单编号 \| 快递公司 \| /).waitFor()
    await shot('make')
    const downloading = page.waitForEvent('download')
    await make.getByRole('button', { name: '生成上传表' }).click()
    assert.match((await downloading).suggestedFilename(), /发货.*\.xlsx$/)
    const table = page.getByRole('table', { name: '发货回传' })
    await table.getByText('待平台确认').first().waitFor()
    await say(house.app.services, rig, [
      row(rig, nos[0]!, { status: '已发货', waybill: `YT${nos[0]}` }),
    ])
    await house.app.drain()
    await page.reload()
    await table.getByText(nos[1]!, { exact: true }).waitFor()
    assert.equal(
      await table.getByText(nos[0]!, { exact: true }).count(),
      0,
      'what is confirmed has left the queue',
    )
    await table.getByRole('checkbox').last().click()
    await page.getByRole('button', { name: '退回重传' }).click()
    const back = page.getByRole('dialog', { name: '平台没有收下?' })
    await back.getByLabel('平台怎么说').fill('运单号无效')
    await back.getByRole('button', { name: '退回重传' }).click()
    await page.getByText('已退回 1 个').waitFor()
    await table.getByText('回传失败').waitFor()
    await table.getByText('运单号无效').waitFor()
    await shot('failed')
    await page.getByRole('tab', { name: '上传表' }).click()
    await page.getByRole('table', { name: '上传表' }).getByText('下载').waitFor()
    await shot('sheets')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('in English nothing is left in Chinese but what people and platforms said', async () => {
    const { page, context } = await house.visit()
    await page.goto('/desk/write-backs')
    await signIn(page)
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByRole('button', { name: 'Make the sheet' }).waitFor()
    await page.getByRole('table', { name: 'Write-back' }).getByText('Failed').waitFor()
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/english.png` })
    await context.close()
  })
})
