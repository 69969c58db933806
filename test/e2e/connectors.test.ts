// Platform links as a person meets them: the empty board teaches, a shop is linked to the sandbox platform on the screen, a
// wrong key is mended there, what failed is tried again, a link is paused.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { HOUR } from '../../sandbox/change.ts'
import { planOrders } from '../../sandbox/life.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'

const SHOTS = process.env['MILLRACE_SHOTS']

describe('platform links', () => {
  let house: House
  let sandbox: Sandbox
  before(async () => {
    house = await openHouse()
    sandbox = await startSandbox({ seed: 'screen', startedAt: Date.now() - 24 * HOUR, chaos: 0 })
    planOrders(sandbox.world, 60, 0.5)
    await sandbox.advance(20 * HOUR)
  })
  after(async () => {
    await sandbox[Symbol.asyncDispose]()
    await house[Symbol.asyncDispose]()
  })

  const enter = async (address: string) => {
    const visit = await house.visit()
    await visit.page.goto(address)
    await signIn(visit.page)
    const shot = async (name: string) => {
      if (SHOTS) await visit.page.screenshot({ path: `${SHOTS}/${name}.png` })
    }
    return { ...visit, shot }
  }
  const addShop = async (code: string, name: string) => {
    const owner = await house.app.as('owner')
    await owner.post('/api/shops', {
      code,
      name,
      platform: 'other',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    })
  }

  test('nothing linked: the page teaches how to rehearse, and a shop is linked to the sandbox on the screen', async () => {
    await addShop('SB1', '沙箱一店')
    const { page, complaints, context, shot } = await enter('/connectors')
    await page.getByText('还没有接入平台').waitFor()
    await page.getByText('npm run sandbox -- --orders 200 --days 2').waitFor()
    await shot('empty')
    await page.getByRole('button', { name: '接入店铺' }).first().click()
    const form = page.getByRole('dialog', { name: '接入店铺' })
    const [remote] = sandbox.world.shops
    await form.getByLabel('我们的店铺').click()
    await page.getByTitle('SB1 沙箱一店').click()
    await form.getByLabel('接口地址').fill(sandbox.url)
    await form.getByLabel('平台店铺号').fill(remote!.id)
    await form.getByLabel('应用标识').fill(remote!.appKey)
    await form.getByLabel('应用密钥').fill('not the secret')
    await shot('form')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    const row = page.locator('tr[aria-rowindex]').filter({ hasText: '沙箱一店' })
    await row.getByText('等首次同步').waitFor()
    await house.app.runJobs()
    // The board asks by itself; nobody has to reload.
    await row.getByText('同步失败').waitFor()
    await row.click()
    const drawer = page.getByRole('dialog').filter({ hasText: '每一步' })
    await drawer.getByText('签名不对,请核对应用密钥').first().waitFor()
    await drawer.getByText('读到哪里都记着').waitFor()
    await shot('failing')
    await drawer.getByRole('button', { name: '重新接入' }).click()
    const mend = page.getByRole('dialog', { name: '重新接入 SB1' })
    await mend.getByLabel('应用密钥').fill(remote!.secret)
    await shot('reconnect')
    await mend.getByRole('button', { name: /保\s*存/ }).click()
    await mend.waitFor({ state: 'hidden' })
    await house.app.runJobs()
    await drawer.getByRole('row', { name: /订单.*正常/ }).waitFor()
    await shot('drawer')
    const { rows } = await house.app.services.pool.query(
      'select count(*)::int as n from sales.orders',
    )
    const theirs = Object.values(sandbox.world.orders).filter((o) => o.shopId === remote!.id)
    assert.equal(rows[0].n, theirs.length)
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('what the platform refused stands there with its reason and is tried again; a paused link says why it does not pull', async () => {
    const owner = await house.app.as('owner')
    const { body } = await owner.get<{ items: { shopId: string }[] }>('/api/connectors/health')
    const { shopId } = body.items[0]!
    await owner.post(`/api/connectors/links/${shopId}/stock`, {
      items: [{ platformItem: '404', platformSku: '4041', qty: '5' }],
    })
    await house.app.runJobs()
    const { page, complaints, context, shot } = await enter('/')
    await page.getByRole('link', { name: /个接入要看一眼/ }).click()
    await page.waitForURL('**/connectors')
    const row = page.locator('tr[aria-rowindex]').filter({ hasText: '沙箱一店' })
    await row.getByText('有事没办成').waitFor()
    await row.click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('tab', { name: '没办成的事 1' }).click()
    await drawer.getByText('50011 no such sku').waitFor()
    await shot('failures')
    await drawer.getByRole('button', { name: '重试' }).click()
    await page.getByText('已重新安排 1 件').waitFor()
    await drawer.getByText('没有失败').waitFor()
    await drawer.getByRole('tab', { name: '库存 1' }).click()
    await drawer.getByText('4041').waitFor()
    await shot('stock')
    await drawer.getByRole('tab', { name: '概况' }).click()
    const runs = () =>
      house.app.services.pool.query<{ n: number }>(
        `select count(*)::int as n from jobs.runs where name = 'connectors.poll' and status = 'waiting'`,
      )
    await house.app.runJobs()
    assert.equal((await runs()).rows[0]!.n, 0)
    await drawer.getByRole('button', { name: '库存供货' }).click()
    const feed = page.getByRole('dialog', { name: '库存供货 SB1' })
    await feed.getByRole('switch', { name: '用我们的库存供货' }).click()
    await feed.getByLabel('出货仓编码').fill('')
    await feed.getByRole('button', { name: /保\s*存/ }).click()
    await feed.getByText('先说明从哪个仓库出货').waitFor()
    await feed.getByLabel('出货仓编码').fill('FEED')
    await feed.getByRole('button', { name: /保\s*存/ }).click()
    await feed.waitFor({ state: 'hidden' })
    await drawer.getByText('已打开 · FEED').waitFor()
    await house.app.runJobs()
    await drawer.getByRole('button', { name: '立即同步' }).click()
    await page.getByText('已开始同步').waitFor()
    assert.equal((await runs()).rows[0]!.n, 1)
    await drawer.getByRole('button', { name: /暂\s*停/ }).click()
    await row.getByText('已暂停').waitFor()
    assert.ok(await drawer.getByRole('button', { name: '立即同步' }).isDisabled())
    await drawer.getByTitle('已暂停,先恢复').waitFor()
    await shot('paused')
    await drawer.getByRole('button', { name: /恢\s*复/ }).click()
    await row.getByText('已暂停').waitFor({ state: 'detached' })
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('in English the board speaks English, and says what it cannot load', async () => {
    await house.app.runJobs()
    const { page, complaints, context, shot } = await enter('/connectors')
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByRole('heading', { name: 'Platform links' }).waitFor()
    await page.locator('tr[aria-rowindex]').filter({ hasText: '沙箱一店' }).click()
    await page.getByText('Part by part').waitFor()
    await shot('english')
    await page.getByRole('tab', { name: 'Parcels' }).click()
    await page.getByText('No parcel was told yet').waitFor()
    await page.keyboard.press('Escape')
    await page.route('**/api/connectors/health?*', (route) =>
      route.fulfill({ status: 503, body: '' }),
    )
    await page.reload()
    await page
      .getByRole('button', { name: /Try again|Retry/ })
      .first()
      .waitFor()
    await shot('broken')
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
