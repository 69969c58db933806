/// <reference lib="dom" />
// The floor in a real browser: waves on the planner, a walk on a 360 px scanner with the network gone for a while, one order through
// the pack station by keyboard alone, and goods put back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { newId } from '#kernel/ids.ts'
import { type House, openHouse, signIn } from '#test/browser.ts'
import {
  atStation,
  type FloorRig,
  type Goods,
  openFloor,
} from '../../src/modules/warehouse/testing.ts'

describe('the floor on screen', () => {
  let house: House
  let floor: FloorRig
  let at: ReturnType<typeof atStation>
  let cup: Goods
  let pot: Goods
  before(async () => {
    house = await openHouse()
    floor = await openFloor(house.app)
    at = atStation(house.app, floor)
    cup = await floor.sku('茶杯', 0, 60n)
    pot = await floor.sku('茶壶', 9, 60n)
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string, options?: Parameters<House['visit']>[0]) => {
    const visit = await house.visit(options)
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }
  const scan = async (page: Page, code: string) => {
    const box = page.locator('.mr-scan input')
    await box.fill(code)
    await box.press('Enter')
  }
  const shots = process.env['MILLRACE_SHOTS']
  const shot = async (page: Page, name: string) => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
  }
  const says = (page: Page, text: string | RegExp) =>
    page.locator('.mr-scan [role=status]').filter({ hasText: text }).waitFor()
  const bin = (n: number) => floor.bins.find(({ id }) => id === floor.site.bins[n])!.code

  test('released, simulated, built and let go on the planner', async () => {
    await floor.hear({
      A: [[cup, 2]],
      B: [
        [cup, 1],
        [pot, 2],
      ],
    })
    await floor.audit()
    await floor.device({ code: 'CART', compartments: 6 })
    const { page, complaints, context } = await enter('/waves')
    await page.getByRole('button', { name: '下发 2 单' }).click()
    await page.getByText('已下发 2 单').waitFor()
    await page.getByRole('table', { name: '候选池' }).getByText('一单多件').waitFor()
    await page
      .getByRole('button', { name: '试 算' })
      .or(page.getByRole('button', { name: '试算' }))
      .click()
    await page.getByText(/2 个波次 · \d+ 步/).waitFor()
    await page.locator('.ant-btn-primary', { hasText: '建波次' }).click()
    await page.getByText('建了 2 个波次').waitFor()
    for (const _ of [1, 2]) {
      const release = page.getByRole('table', { name: '波次' }).locator('.ant-btn-primary').first()
      await release.click()
      await page.waitForTimeout(300)
    }
    await page.getByRole('table', { name: '波次' }).getByText('已释放').nth(1).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('OP-WMS-5: at 360 px by scanner alone; wrong bin and goods are refused; what is picked offline is sent once when the network is back', async () => {
    const { page, complaints, context } = await enter('/pick')
    await page.setViewportSize({ width: 360, height: 640 })
    const waves = page.locator('.mr-pda-waves > li')
    await waves.nth(1).waitFor()
    await waves.filter({ hasText: '多品' }).first().locator('.ant-btn-primary').click()
    await page.locator('.mr-pda-stop').waitFor()
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth <= 360),
      true,
      'nothing runs off the screen',
    )
    await scan(page, bin(9))
    await says(page, '库位不对')
    await scan(page, bin(0))
    await says(page, '库位对了')
    await scan(page, pot.code)
    await says(page, '商品不对')
    await scan(page, `69${cup.code.slice(1)}`)
    await says(page, '放入 1 号格')
    await scan(page, 'W000001-2')
    await says(page, '放错格')
    await context.setOffline(true)
    await scan(page, '')
    await page.getByText('待补传 1').waitFor()
    await page.getByText('离线').waitFor()
    await scan(page, bin(9))
    for (const _ of [1, 2]) await scan(page, pot.code)
    await scan(page, '')
    await page.getByText('待补传 2').waitFor()
    await context.setOffline(false)
    await page.getByText('在线').waitFor()
    await page.getByText('全部拣完').waitFor()
    await page.getByText(/待补传/).waitFor({ state: 'detached' })
    await floor.assertSound()
    const own = complaints.filter(
      (text) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(text),
    )
    assert.deepEqual(own, [])
    await context.close()
  })

  test('OP-WMS-4, T28: one order through the station by keyboard: wrong is red and kept, label, scan, weight, gone', async () => {
    const { page, complaints, context } = await enter('/pack')
    const { id, no } = await floor.order('B')
    await scan(page, no)
    await says(page, no)
    // The first piece is a wrong one: an error of this order, which stays on the table.
    const tea = await floor.sku('茶叶', 3, 5n)
    await scan(page, tea.code)
    await says(page, `错货:这单不要 · ${tea.code}`)
    await scan(page, cup.code)
    await says(page, '对')
    await scan(page, cup.code)
    await says(page, '多了')
    // Faster than any answer: each counts, and counts once.
    for (const _ of [1, 2]) await scan(page, pot.code)
    await says(page, /面单 MR\w+:贴好后扫一下/)
    const waybill = /MR\w+/.exec(
      (await page.locator('.mr-scan [role=status]').textContent()) ?? '',
    )![0]
    await scan(page, waybill)
    await says(page, '面单已确认')
    await scan(page, '2000')
    await says(page, '重量不对')
    await scan(page, '1200')
    await says(page, `${no} 已发货`)
    assert.equal((await floor.order('B')).status, 'SHIPPED')
    assert(id)
    await floor.assertSound()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('OP-WMS-4, OP-WMS-10: a refund takes the order off the walk; its goods are put back on screen; the board has it all', async () => {
    for (const wave of (
      await floor.worker.get<{ items: { id: string; status: string }[] }>(
        `/api/warehouse/waves?siteId=${floor.site.id}`,
      )
    ).body.items)
      if (wave.status !== 'DRAFT') await floor.pickAll(wave.id)
    await at.refundAsked('A', cup, 2)
    const { page, complaints, context } = await enter('/put-backs')
    await page.getByRole('table', { name: '退货位' }).getByText('用户已申请退款').waitFor()
    await page.locator('.ant-btn-primary', { hasText: '已放回' }).click()
    await page.getByText('没有要放回的货').waitFor()
    await page.goto('/productivity')
    await page.getByRole('table', { name: '人效' }).getByText('周老板').waitFor()
    await page.getByRole('table', { name: '错误' }).getByText('多扫').waitFor()
    await floor.assertSound()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('devices and cartons are added and edited; who saves second sees both; a cancelled wave says first what it does', async () => {
    const { page, complaints, context } = await enter('/equipment')
    await page.getByText('还没有纸箱').waitFor()
    await page.getByRole('button', { name: '修改 CART' }).waitFor()
    await shot(page, 'equipment-empty')
    await page.getByRole('button', { name: '新增纸箱' }).click()
    const form = page.getByRole('dialog').last()
    await form.getByLabel('编码').fill('BOX-S')
    await form.getByLabel('名称').fill('小号')
    for (const [label, value] of [
      ['内长(mm)', '300'],
      ['内宽(mm)', '200'],
      ['内高(mm)', '150'],
      ['承重(克)', '5000'],
      ['单价', '1.20'],
    ] as const)
      await form.getByLabel(label).fill(value)
    await form.getByRole('button', { name: /保\s*存/ }).click()
    const cartons = page.getByRole('table', { name: '纸箱' })
    await cartons.getByText('300 × 200 × 150').waitFor()
    await cartons.getByText('¥1.20').waitFor()

    // The planner saves the cart while this form is open.
    await page.getByRole('button', { name: '修改 CART' }).click()
    const edit = page.getByRole('dialog').last()
    await edit.getByLabel('名称').fill('我的车')
    const { items } = (
      await floor.planner.get<{
        items: ({ id: string; code: string } & Record<string, unknown>)[]
      }>(`/api/warehouse/sites/${floor.site.id}/devices`)
    ).body
    const { id, siteId: _site, inUse: _use, ...held } = items.find(({ code }) => code === 'CART')!
    const saved = await floor.planner.send('PATCH', `/api/warehouse/devices/${id}`, {
      ...held,
      name: '他的车',
    })
    assert.equal(saved.status, 200)
    await edit.getByRole('button', { name: /保\s*存/ }).click()
    const stale = page.getByRole('dialog', { name: '有人先保存了' })
    await stale.getByText('他的车').waitFor()
    await shot(page, 'equipment-stale')
    await stale.getByRole('button', { name: '全部保留我的' }).click()
    await stale.getByRole('button', { name: '按选择保存' }).click()
    await page.getByRole('table', { name: '拣货设备' }).getByText('我的车').waitFor()
    await shot(page, 'equipment')

    // A stays held by its refund, so C alone is audited.
    await floor.hear({ C: [[pot, 1]] })
    const c = (await floor.order('C')).id
    assert.equal((await floor.owner.post(`/api/desk/orders/${c}/audit`, {})).status, 200)
    await floor.release()
    const [wave] = await floor.waves(id)
    await page.goto(`/waves?open=${wave}`)
    await page.getByRole('table', { name: '订单' }).getByText('已下发').waitFor()
    await page.getByRole('button', { name: '取消波次' }).click()
    const ask = page.getByRole('dialog').last()
    await ask.getByText('1 单回候选池,0 单剔除退回审单台').waitFor()
    await ask.getByLabel('原因').fill('车坏了')
    await shot(page, 'cancel')
    await ask.getByRole('button', { name: '取消波次' }).click()
    await page.getByRole('table', { name: '候选池' }).getByText('一单一货').waitFor()
    assert.equal((await floor.order('C')).status, 'RELEASED')
    for (const address of ['equipment', 'waves', 'put-backs', 'productivity']) {
      await page.goto(`/${address}`)
      if (address === 'equipment')
        await page.getByRole('button', { name: 'Switch to English' }).click()
      await page.waitForLoadState('networkidle')
      await shot(page, `${address}-en`)
    }
    // What cannot be read says so instead of waiting for ever.
    await page.goto(`/waves?open=${newId()}`)
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await shot(page, 'wave-failing-en')
    await floor.assertSound()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
