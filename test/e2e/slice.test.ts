// The main job on the screen: drop the file in, see what it would do, import it, see the numbers and the rows
// behind them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { eventHandlers, crons, jobHandlers } from '../../src/wiring.ts'
import { startJobs } from '#kernel/jobs.ts'
import { outboxState, startOutbox } from '#kernel/outbox.ts'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { assertLedgerHolds } from '#test/factories.ts'
import { paths } from '../../console/paths.ts'

describe('the main job', () => {
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
    const owner = await house.app.as('owner')
    await owner.post('/api/shops', {
      code: 'UK',
      name: 'Online Retail',
      currency: 'GBP',
      timeZone: 'Europe/London',
      stockSite: 'MAIN',
    })
    ;({ page, complaints } = await house.visit())
    await page.goto('/')
    await signIn(page)
  })
  after(async () => {
    for (const stop of stops) await stop()
    await house[Symbol.asyncDispose]()
  })

  test('a dropped file is tried, imported, and becomes numbers that open to orders', async () => {
    await page.goto(paths.imports)
    await page.locator('input[type=file]').setInputFiles('samples/online-retail-2010-12.csv.gz')
    await page.getByRole('button', { name: '确认导入' }).waitFor({ timeout: 60_000 })
    await page.getByText('42,481').first().waitFor()
    await page.getByRole('button', { name: '确认导入' }).click()
    await page.getByRole('link', { name: '看经营概览' }).waitFor({ timeout: 90_000 })
    await page.getByRole('link', { name: '看经营概览' }).click()
    await page.getByText('数据已是最新').waitFor({ timeout: 90_000 })
    const net = page.getByRole('region', { name: '净销售额' })
    await net.getByText('760,323.91').waitFor({ timeout: 30_000 })
    await page.getByRole('region', { name: '订单量' }).getByText('1,559').waitFor()
    await page.getByRole('link', { name: /REGENCY CAKESTAND/ }).click()
    await page.getByRole('table', { name: '平台单' }).getByText('UK').first().waitFor()
    assert.deepEqual(complaints, [])
  })

  test('stock left by the sales: the waterfall of a SKU opens to the rows that make it', async () => {
    await delivered(house)
    await page.goto(`${paths.moves}?reason=ship`)
    await page.getByRole('table', { name: '库存流水' }).getByText('发货').first().waitFor()
    await assertLedgerHolds(house.app.services.db)
    await page.goto(paths.check)
    await page.getByRole('button', { name: '现在体检' }).click()
    await page.getByText('全部正常').waitFor({ timeout: 30_000 })
    assert.deepEqual(complaints, [])
  })
})

/** Sales move stock a little after the import is answered: wait for the events, not for the clock. */
async function delivered(house: House): Promise<void> {
  for (let waits = 0; waits < 450; waits += 1) {
    const states = await outboxState(house.app.services.db, eventHandlers)
    if (states.every(({ waiting }) => waiting === 0n)) return
    await sleep(200)
  }
  assert.fail('events still wait after 90 seconds')
}
