// A new user's path: make a shop, drop the month's files, answer what they ask, import, see the numbers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startJobs } from '#kernel/jobs.ts'
import { startOutbox } from '#kernel/outbox.ts'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { paths } from '../../console/paths.ts'
import { crons, eventHandlers, jobHandlers } from '../../src/wiring.ts'

const FIXTURES = 'test/fixtures/layouts'

describe('files in', () => {
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

  test('create a shop, drop files, answer, import, see them in the history', async () => {
    await page.goto(paths.imports)
    await page.getByRole('link', { name: '去建店铺' }).waitFor()
    const owner = await house.app.as('owner')
    await owner.post('/api/shops', { code: 'PDD', name: '拼多多店', platform: 'pdd' })
    await owner.post('/api/shops', { code: 'TB', name: '示例旗舰店', platform: 'taobao' })
    await page.reload()
    const file = (name: string, buffer = readFileSync(`${FIXTURES}/${name}`)) => ({
      name,
      mimeType: 'text/csv',
      buffer,
    })
    await page
      .locator('input[type=file]')
      .setInputFiles([
        file('pdd-orders.csv'),
        file('taobao-ExportOrderList202611201605.csv'),
        file('jd-orders.csv'),
        file('自家订单.csv', Buffer.from('单据,哪天,东西,几个\nA-1,2026-11-01,杯,x\n')),
      ])
    await page.getByText('2 个文件还没有处理好').waitFor({ timeout: 60_000 })
    await page.getByText('拼多多 订单导出').waitFor()
    await page.getByRole('button', { name: '手工对列' }).click()
    await page.getByRole('table', { name: '文件的列' }).getByText('单据').waitFor()
    await page.getByRole('button', { name: '返回导入' }).click()
    await page.getByRole('button', { name: '确认导入' }).click()
    await page.getByRole('link', { name: '看经营概览' }).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: '继续导入别的文件' }).click()
    await page.getByText('pdd-orders.csv').first().click()
    await page.getByRole('dialog').getByText('拼多多 订单导出').waitFor()
    await page.getByRole('link', { name: '看整批文件' }).click()
    await page.getByRole('button', { name: '继续导入别的文件' }).waitFor()
    await page.getByText('EN', { exact: true }).click()
    await page.getByText('Import more files').waitFor()
    await page.goto(paths.imports)
    await page
      .locator('input[type=file]')
      .setInputFiles([
        file('xiaohongshu-orders.csv'),
        file(
          'e.csv',
          Buffer.from(
            '订单号,商品ID,商品名称,订购数量,京东价,下单帐号,下单时间,应付金额,订单状态\n990000000001,1,杯,1,10.00,a,10/2/2017 10:56,10.00,完成\n',
          ),
        ),
      ])
    await page.getByText('files are not settled').waitFor({ timeout: 60_000 })
    assert.deepEqual(complaints, [])
  })
})
