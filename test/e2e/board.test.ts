// The sales board and the metric catalogue, in a real browser over real rows.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { newId } from '#kernel/ids.ts'
import { emitAll } from '#kernel/outbox.ts'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { putOrders } from '../../src/modules/analytics/testing.ts'
import { paths } from '../../console/paths.ts'

const TODAY = dateIn(now(), 'Asia/Shanghai')
const YESTERDAY = addDays(TODAY, -1)

describe('the sales board', () => {
  let house: House
  let page: Page
  let complaints: string[]
  let tmall: string
  before(async () => {
    house = await openHouse()
    const { services } = house.app
    const owner = await house.app.as('owner')
    const { body: shop } = await owner.post<{ id: string }>('/api/shops', {
      code: 'TM',
      name: '天猫旗舰店',
      currency: 'CNY',
      platform: 'tmall',
      timeZone: 'Asia/Shanghai',
    })
    tmall = shop.id
    await putOrders(
      services.db,
      shop.id,
      Array.from({ length: 60 }, (_, n) => ({
        no: `T${1000 + n}`,
        orderedOn: addDays(YESTERDAY, -(n % 20)),
        customer: `买家${n % 17}`,
        province: n % 2 === 0 ? '330000' : '440000',
        source: n % 3 === 0 ? '搜索' : '直播',
        lines: [{ sku: `CUP-${n % 4}`, amount: 5000n + BigInt(n * 13), qty: 1n }],
        refunded: n % 10 === 0 ? 1000n : 0n,
      })),
    )
    await services.db.transaction().execute(async (tx) => {
      // Of the last five days, the third has no traffic report.
      for (const back of [0, 1, 3, 4]) {
        const day = addDays(YESTERDAY, -back)
        await tx
          .insertInto('market.shop_traffic' as never)
          .values({
            id: newId(),
            shop_id: shop.id,
            day,
            visitors: 100 + back,
            page_views: 400,
            cart_users: 20,
            layout: 'test',
            source: 'test',
            source_row: 1,
          } as never)
          .execute()
        await emitAll(tx, [
          {
            type: 'market.changed',
            key: day,
            payload: { table: 'shop_traffic', shopId: shop.id, day },
          },
        ])
      }
    })
    await house.app.drain()
    ;({ page, complaints } = await house.visit())
    await page.goto('/')
    await signIn(page)
  })
  after(() => house[Symbol.asyncDispose]())

  const card = (name: string) => page.getByRole('region', { name, exact: true })
  const period = `p=custom&from=${addDays(YESTERDAY, -4)}&to=${YESTERDAY}`

  test('numbers stand beside the period before; a name opens its definition, a number its orders', async () => {
    await page.goto(`${paths.sales}?${period}`)
    // Five days of three orders each.
    await card('订单量').getByText('15', { exact: true }).waitFor()
    await page.getByText('数据已是最新').waitFor()
    await card('访客数').getByText('408', { exact: true }).waitFor()
    await card('净销售额').getByRole('button', { name: '净销售额', exact: true }).click()
    await page.getByText('销售额(下单) − 退款额').waitFor()
    await page.keyboard.press('Escape')
    await card('订单量').getByRole('button', { name: /^明细/ }).click()
    const rows = page.getByRole('table', { name: '明细: 订单量' })
    await rows.getByRole('link', { name: 'T1000' }).waitFor()
    assert.match(page.url(), /rows=orders/)
    assert.equal(await rows.getByRole('link', { name: /^T10/ }).count(), 15)
    await page.keyboard.press('Escape')
    assert.deepEqual(complaints, [])
  })

  test('the address is the state; a number of the breakdown opens the rows of its cell', async () => {
    await page.goto(`${paths.sales}?${period}&cut=province&vs=year&metric=orders`)
    const table = page.getByRole('table', { name: '拆分: 省' })
    await table.getByText('浙江省').waitFor()
    await page.getByText('去年同期').first().waitFor()
    assert.equal(
      await card('订单量').getByRole('button', { name: /^趋势/ }).getAttribute('aria-pressed'),
      'true',
    )
    const row = table.getByRole('row', { name: /浙江省/ })
    const cell = row.getByRole('button').first()
    await cell.click()
    await page
      .getByRole('dialog')
      .getByText(/330000/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual(complaints, [])
  })

  test('AC-5.1-6: the day without traffic is named as incomplete and left out of the funnel', async () => {
    await page.goto(`${paths.sales}?${period}`)
    await page.getByText('1 天未完整').first().click()
    await page.getByText(`${addDays(YESTERDAY, -2)} 缺 TM 流量`).waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('只含有流量数据的 4 个店·日(期间共 5 天)').waitFor()
    assert.deepEqual(complaints, [])
  })

  test('today without orders says so and leads to the last period with data', async () => {
    await page.goto(`${paths.sales}?p=today`)
    await page.getByText(`最近有数据的一天是 ${YESTERDAY}`).waitFor()
    await page.getByRole('button', { name: '看最近一期' }).click()
    await page.waitForURL(/p=custom/)
    assert.deepEqual(complaints, [])
  })

  test('every period and every cut counts its own: today to month, shop, channel, SKU, province and source', async () => {
    const [weekday, date] = [
      (new Date(`${TODAY}T00:00:00Z`).getUTCDay() + 6) % 7,
      Number(TODAY.slice(8)),
    ]
    // Three orders on each of the twenty days before today, none today.
    const periods = {
      昨天: 3,
      本周: 3 * Math.min(20, weekday),
      本月: 3 * Math.min(20, date - 1),
    }
    await page.goto(`${paths.sales}?${period}`)
    for (const [name, orders] of Object.entries(periods)) {
      if (orders === 0) continue
      await page.getByText(name, { exact: true }).click()
      await card('订单量').getByText(String(orders), { exact: true }).first().waitFor()
    }
    // Each cut by hand: of the fifteen orders of five days, by the rule that made them.
    const days = Array.from({ length: 60 }, (_, n) => n).filter((n) => n % 20 <= 4)
    const count = (holds: (n: number) => boolean) => String(days.filter(holds).length)
    for (const [cut, heading, row, orders] of [
      ['shop', '店铺', /^TM/, '15'],
      ['platform', '渠道', /^tmall/, '15'],
      ['product', 'SKU', /^CUP-1/, count((n) => n % 4 === 1)],
      ['province', '省', /^浙江省/, count((n) => n % 2 === 0)],
      ['source', '成交来源', /^搜索/, count((n) => n % 3 === 0)],
    ] as const) {
      await page.goto(`${paths.sales}?${period}&cut=${cut}`)
      const table = page.getByRole('table', { name: `拆分: ${heading}` })
      await table.getByText('订单量').waitFor()
      const at = (await table.getByRole('columnheader').allInnerTexts()).findIndex((text) =>
        text.startsWith('订单量'),
      )
      const cell = table.getByRole('row', { name: row }).getByRole('cell').nth(at)
      assert.equal((await cell.getByRole('button').innerText()).trim(), orders, heading)
      await cell.getByRole('button').click()
      const rows = page.getByRole('dialog').getByRole('table', { name: '明细: 订单量' })
      await rows.getByRole('link').first().waitFor()
      assert.equal(await rows.getByRole('link').count(), Number(orders), heading)
      await page.keyboard.press('Escape')
    }
    assert.deepEqual(complaints, [])
  })

  test('the export is a workbook of the same period', async () => {
    await page.goto(`${paths.sales}?${period}`)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '导出 XLSX' }).click()
    assert.match((await download).suggestedFilename(), /^经营数据 .*\.xlsx$/)
    assert.deepEqual(complaints, [])
  })

  test('the catalogue says of every metric what it is made of, in both languages', async () => {
    await page.goto(paths.metrics)
    const table = page.getByRole('table', { name: '指标口径' })
    await table.getByText('广告 ROI(扣退款)').waitFor()
    await page.getByLabel('按名称或问题找').fill('转化')
    assert.equal(await table.getByRole('row').count(), 2)
    assert.deepEqual(complaints, [])
  })

  test('AC-5.1-3: a number that changed after people saw it says from what to what, when and why', async () => {
    const { services } = house.app
    const { rows } = await services.pool.query<{ id: string }>(
      `select id from sales.orders where platform_no = 'T1001'`,
    )
    await putOrders(services.db, tmall, [
      {
        id: rows[0]!.id,
        no: 'T1001',
        orderedOn: addDays(YESTERDAY, -1),
        customer: '买家1',
        province: '440000',
        source: '直播',
        lines: [{ sku: 'CUP-1', amount: 5013n, qty: 1n }],
        refunded: 5013n,
      },
    ])
    await house.app.drain()
    await page.goto(`${paths.sales}?${period}`)
    await page.getByText(/\d+ 项更正/).click()
    const list = page.getByRole('tooltip').getByRole('table')
    const row = list.getByRole('row', { name: /这些订单至今的退款/ })
    await row.getByText('50.13').waitFor()
    await row.getByText(addDays(YESTERDAY, -1)).waitFor()
    await row.getByText('订单后来的变化').waitFor()
    await page.keyboard.press('Escape')
    // And in the definition of each number that is made of it.
    await page.reload()
    await page
      .getByRole('region')
      .filter({ has: page.getByTitle('看过之后又更正的数字') })
      .first()
      .getByRole('button')
      .first()
      .click()
    await page.getByText('看过之后又更正的数字').first().waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual(complaints, [])
  })

  test('shops of two currencies: the one of most orders first, another chosen, a shop in its own', async () => {
    const owner = await house.app.as('owner')
    const { body: shop } = await owner.post<{ id: string }>('/api/shops', {
      code: 'UK',
      name: 'Britain',
      currency: 'GBP',
      platform: 'shopify',
      timeZone: 'Europe/London',
    })
    await putOrders(house.app.services.db, shop.id, [
      { no: 'U1', orderedOn: YESTERDAY, lines: [{ sku: 'MUG', amount: 1999n, qty: 1n }] },
    ])
    await house.app.drain()
    await page.goto(`${paths.sales}?${period}`)
    await card('订单量').getByText('15', { exact: true }).waitFor()
    const choice = page.getByRole('combobox', { name: '币种' })
    await choice.click()
    await page.getByTitle('GBP', { exact: true }).click()
    await card('销售额(下单)').or(card('净销售额')).first().getByText('19.99').waitFor()
    await card('订单量').getByText('1', { exact: true }).waitFor()
    await page.getByRole('combobox', { name: '店铺', exact: true }).click()
    assert.equal(await page.getByTitle('TM 天猫旗舰店').count(), 0)
    await page.getByTitle('UK Britain').click()
    await page.waitForURL(/shop=UK/)
    await card('订单量').getByText('1', { exact: true }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '导出 XLSX' }).click()
    await (await download).path()
    assert.deepEqual(complaints, [])
  })
})
