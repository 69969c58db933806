// A new user's whole path on the screen: make the shops, drop files of several kinds and layouts at once, answer, import,
// read the numbers on the board; then take one import back, and correct a layout that was mapped by hand.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { startJobs } from '#kernel/jobs.ts'
import { startOutbox } from '#kernel/outbox.ts'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { cellsOf } from '#test/real.ts'
import { paths } from '../../console/paths.ts'
import { crons, eventHandlers, jobHandlers } from '../../src/wiring.ts'

const SAMPLE = 'samples/online-retail-2010-12.csv.gz'
const DAY = 'p=custom&from=2026-11-18&to=2026-11-18'
const DECEMBER = 'p=custom&from=2010-12-01&to=2010-12-31'

interface Upload {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const fixture = (name: string): Upload => ({
  name,
  mimeType: 'text/csv',
  buffer: readFileSync(`test/fixtures/layouts/${name}`),
})
const written = (name: string, ...lines: string[]): Upload => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
})

/** The month as a person with a pencil would add it up: invoices that sold something, and the net of their goods. */
function monthOf(path: string): { orders: number; netPence: number } {
  const lines = cellsOf(gunzipSync(readFileSync(path)).toString('utf8')).slice(1)
  const service = /^(POST|DOT|M|D|S|B|C2|BANK CHARGES|AMAZONFEE|CRUK|PADS|TEST\d*|GIFT_.*)$/
  const invoices = Map.groupBy(lines, ([no]) => no!)
  let orders = 0
  let netPence = 0
  for (const [no, rows] of invoices) {
    const isFree = rows.every((row) => Number(row[5]) === 0)
    if (isFree) continue
    if (!no.startsWith('C')) orders += 1
    for (const row of rows) {
      if (service.test(row[1]!.toUpperCase()) || Number(row[5]) < 0) continue
      netPence +=
        Math.sign(Number(row[3])) *
        Math.round(Math.abs(Number(row[3]) * Number(row[5]) * 100) + 1e-6)
    }
  }
  return { orders, netPence }
}

describe('from nothing to numbers', () => {
  let house: House
  let page: Page
  let complaints: string[]
  const stops: (() => Promise<void>)[] = []
  before(async () => {
    house = await openHouse()
    const jobs = await startJobs(house.app.services, jobHandlers, crons)
    const outbox = startOutbox(house.app.services, eventHandlers)
    stops.push(
      () => outbox.stop(),
      () => jobs.stop(),
    )
    ;({ page, complaints } = await house.visit({ viewport: { width: 1366, height: 768 } }))
    await page.goto('/')
    await signIn(page)
  })
  after(async () => {
    for (const stop of stops) await stop()
    await house[Symbol.asyncDispose]()
  })

  const card = (name: string) => page.getByRole('region', { name, exact: true })
  const fileCard = (name: RegExp) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name }) })
  const addShop = async (shop: {
    code: string
    name: string
    platform: string
    currency?: string
    timeZone?: string
  }) => {
    await page.getByRole('button', { name: '新增店铺' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('编码').fill(shop.code)
    await form.getByLabel('名称').fill(shop.name)
    await form.getByLabel('平台').click()
    const choices = page.locator('.ant-select-dropdown:visible')
    await choices.hover()
    const choice = choices.getByText(shop.platform, { exact: true })
    // Only those in sight are there at all.
    for (let tries = 0; tries < 20 && !(await choice.isVisible()); tries++)
      await page.mouse.wheel(0, 120)
    await choice.click()
    if (shop.currency) await form.getByLabel('币种').fill(shop.currency)
    if (shop.timeZone) await form.getByLabel('时区').fill(shop.timeZone)
    await form.getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: new RegExp(shop.code) }).waitFor()
  }

  test('make four shops, drop seven files of five kinds at once, and read their numbers on the board', async () => {
    await page.goto(paths.shops)
    await addShop({ code: 'JD', name: '京东旗舰店', platform: '京东' })
    await addShop({ code: 'PDD', name: '拼多多店', platform: '拼多多' })
    await addShop({ code: 'KS', name: '快手店', platform: '快手' })
    await addShop({
      code: 'UK',
      name: 'Gifts',
      platform: '自有商城',
      currency: 'GBP',
      timeZone: 'Europe/London',
    })
    await page.goto(paths.imports)
    await page.locator('input[type=file]').setInputFiles([
      fixture('jd-orders.csv'),
      fixture('pdd-orders.csv'),
      fixture('kuaishou-orders.csv'),
      {
        name: 'online-retail-2010-12.csv.gz',
        mimeType: 'application/gzip',
        buffer: readFileSync(SAMPLE),
      },
      written('店铺流量.csv', '日期,流量来源,访客数,浏览量', '2026-11-18,,432,1200'),
      written(
        '投放.csv',
        '日期,计划名称,花费,展现量,点击量',
        '2026-11-18,双11,88.50,1000,20',
        '合计,,88.50,1000,20',
      ),
      written('SKU.csv', 'SKU编码,名称', 'CUP-500,保温杯', 'BRUSH,杯刷'),
    ])
    await page.getByText('3 个文件还没有处理好').waitFor({ timeout: 90_000 })
    // Which shop files of no platform are about, a person says; everything is tried again after each answer.
    let left = 3
    for (const [name, shop] of [
      [/^店铺流量/, 'JD 京东旗舰店'],
      [/^投放/, 'JD 京东旗舰店'],
      [/^online-retail/, 'UK Gifts'],
    ] as const) {
      await fileCard(name).getByLabel('选店铺').click()
      await page.locator('.ant-select-dropdown:visible').getByText(shop, { exact: true }).click()
      left -= 1
      const after =
        left === 0
          ? fileCard(name).getByText('可导入')
          : page.getByText(`${left} 个文件还没有处理好`)
      await after.waitFor({ timeout: 90_000 })
    }
    await page.getByText('文件合计 88.50 · 各行之和 88.50 · 差额 0.00').waitFor()
    await page.getByRole('button', { name: '确认导入' }).click()
    await page.getByRole('link', { name: '看经营概览' }).waitFor({ timeout: 120_000 })
    await house.app.drain()

    // By hand from the files; shops of two currencies are looked at one by one.
    for (const [shop, orders] of [
      ['JD', '2'],
      ['PDD', '3'],
      ['KS', '3'],
    ] as const) {
      await page.goto(`${paths.sales}?${DAY}&shop=${shop}`)
      await page.getByText('数据已是最新').waitFor()
      await card('订单量').getByText(orders, { exact: true }).first().waitFor()
      if (shop === 'JD') {
        await card('访客数').getByText('432', { exact: true }).waitFor()
        await card('广告花费')
          .getByText(/88\.50/)
          .first()
          .waitFor()
      }
    }
    const month = monthOf(SAMPLE)
    await page.goto(`${paths.sales}?${DECEMBER}&shop=UK`)
    await card('订单量').getByText(month.orders.toLocaleString('en-US'), { exact: true }).waitFor()
    await card('净销售额')
      .getByText((month.netPence / 100).toLocaleString('en-US', { minimumFractionDigits: 2 }))
      .first()
      .waitFor()
    assert.deepEqual(complaints, [])
  })

  test('an import is taken back on its page: asked once, seen while it runs, and gone from the numbers', async () => {
    await page.goto(paths.imports)
    await page.getByText('kuaishou-orders.csv').first().click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('会撤回 3 条记录').waitFor()
    await drawer.getByLabel('为什么撤销').fill('店铺选错')
    await drawer.getByRole('button', { name: '撤销这次导入' }).click()
    await page
      .getByRole('button', { name: '确 定' })
      .or(page.getByRole('button', { name: '确定' }))
      .click()
    await drawer
      .getByText('owner 撤销了这次导入,撤回 3 条')
      .or(drawer.getByText(/撤销了这次导入,撤回 3 条/))
      .first()
      .waitFor({ timeout: 60_000 })
    await house.app.drain()
    await page.goto(`${paths.sales}?${DAY}&shop=KS`)
    await page.getByText('还没有可看的数字').waitFor()
    assert.deepEqual(complaints, [])
  })

  test('the file of an import is read again from its page: tried first, and what reads the same stays', async () => {
    await page.goto(paths.imports)
    await page.getByText('kuaishou-orders.csv').first().click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('button', { name: '再读一次' }).click()
    await page.waitForURL(/batch=/)
    // Taken back before, its orders come in again like new ones.
    await page.getByRole('button', { name: '确认导入' }).click({ timeout: 60_000 })
    await page.getByRole('link', { name: '看经营概览' }).waitFor({ timeout: 60_000 })
    await house.app.drain()
    await page.goto(`${paths.sales}?${DAY}&shop=KS`)
    await card('订单量').getByText('3', { exact: true }).first().waitFor()
    await page.goto(paths.imports)
    await page.getByText('kuaishou-orders.csv').first().click()
    await drawer.getByRole('link', { name: '这是再读一次;看原来那次导入' }).waitFor()
    await drawer.getByRole('button', { name: '再读一次' }).click()
    await page.waitForURL(/batch=/)
    await page.getByText('没有要新增或更新的内容').waitFor({ timeout: 60_000 })
    assert.deepEqual(complaints, [])
  })

  test('a layout mapped by hand is found, corrected, and retired; the second of two editors sees the difference', async () => {
    const owner = await house.app.as('owner')
    const upload = new FormData()
    const cells = '单据,哪天,东西,几个,单价钱,一共\nA-900001,2026-11-18,杯,2,10.00,20.00\n'
    upload.append('file', new Blob([cells]), '自家.csv')
    const sent = await owner.send<{ id: string }>('POST', '/api/intake/files?shop=UK', upload)
    const statusOf = async () =>
      (await owner.get<{ status: string }>(`/api/intake/runs/${sent.body.id}`)).body.status
    while ((await statusOf()) !== 'needs_mapping') await page.waitForTimeout(100)
    const mapped = await owner.post(`/api/intake/runs/${sent.body.id}/mapping`, {
      name: '自家订单',
      kind: 'orders',
      grain: 'both',
      fields: {
        order_id: '单据',
        created_at: '哪天',
        title: '东西',
        qty: '几个',
        unit_price: '单价钱',
        order_amount: '一共',
      },
    })
    assert.equal(mapped.status, 200, JSON.stringify(mapped.body))
    await page.goto(paths.layouts)
    await page.getByText('自家订单').click()
    const drawer = page.getByRole('dialog').first()
    await drawer.getByText('还没有导入用过它').waitFor()
    await drawer.getByRole('button', { name: '修改' }).click()
    await page.getByRole('textbox', { name: /^名称/ }).fill('自家订单 新')
    // Meanwhile somebody else saves another name.
    const { body } = await owner.get<{
      items: { id: string; version: number; fields: object; statuses: object }[]
    }>('/api/intake/layouts')
    const { id, version, fields, statuses } = body.items[0]!
    const other = await owner.send('PATCH', `/api/intake/layouts/${id}`, {
      version,
      name: '直营订单',
      active: true,
      fields,
      statuses,
    })
    assert.equal(other.status, 200)
    await page.getByRole('button', { name: '保存', exact: true }).click()
    const difference = page.getByRole('dialog').filter({ hasText: '有人先保存了' })
    await difference.getByText('直营订单').waitFor()
    await difference.getByRole('radio', { name: '名称 保留我的' }).click()
    await difference.getByRole('button', { name: '按选择保存' }).click()
    await page.getByText('版式已保存').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
    await page
      .getByRole('button', { name: '确 定' })
      .or(page.getByRole('button', { name: '确定' }))
      .click()
    await page.getByText('版式已停用').waitFor()
    const kept = await owner.get<{ items: { name: string; active: boolean }[] }>(
      '/api/intake/layouts',
    )
    assert.deepEqual(
      kept.body.items.map(({ name, active }) => [name, active]),
      [['自家订单 新', false]],
    )
    assert.deepEqual(complaints, [])
  })
})
