// `npm start` on a fresh machine, and somebody tries the demo: it is made behind the set-up page, shows what its generator did to the 分 and
// the piece, says on every page what it is, and is removed whole, with the house beside it untouched.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { type Account, accountOf, type Sums } from '../../demo/account.ts'
import { type Client, openClient } from '../../demo/load/client.ts'
import type { Truth } from '../../demo/truth.ts'
import { liveYear } from '../../demo/year.ts'
import { openBrowser, type Seen, visit } from '#test/browser.ts'
import { type Program, startProgram } from '#test/program.ts'

type Values = Readonly<Record<string, string | null>>

/** Metric → what the account calls it. */
const NAMES: Readonly<Record<string, keyof Sums>> = {
  orders: 'orders',
  paid_orders: 'paidOrders',
  units: 'units',
  list_sales: 'listMinor',
  discounts: 'discountMinor',
  gross_sales: 'grossMinor',
  paid_total: 'paidMinor',
  freight: 'freightMinor',
  refunds: 'refundMinor',
  refund_orders: 'refundedOrders',
  visitors: 'visitors',
  ad_spend: 'adSpendMinor',
}

/** Loading takes seconds; on a machine busy with other things, minutes. */
const PATIENCE_MS = 300_000

describe('the demo factory, from the first start to its removal', () => {
  let program: Program
  let browser: Browser
  let seen: Seen
  let client: Client
  let truth: Truth
  let account: Account
  let keys: string
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-demo-'))
  before(async () => {
    browser = await openBrowser()
    program = await startProgram({ dataDir })
    keys = readFileSync(join(dataDir, 'keys'), 'utf8')
    seen = await visit(browser, program.url)
    seen.page.setDefaultTimeout(PATIENCE_MS)
  })
  after(async () => {
    await browser.close()
    assert.equal(await program.stop(), 0)
    rmSync(dataDir, { recursive: true, force: true })
  })

  test('the set-up page offers it, makes it, and lets one in by one button', async () => {
    const { page } = seen
    await page.goto('/')
    await page.getByRole('heading', { name: '先看演示工厂' }).waitFor()
    await page.getByRole('button', { name: /^小份/ }).click()
    await page.getByText('正在准备演示工厂').waitFor()
    const failed = page
      .getByRole('alert')
      .waitFor()
      .then(() => 'failed')
    const door = page.getByRole('button', { name: '进入演示工厂' })
    assert.equal(
      await Promise.race([door.waitFor().then(() => 'ready'), failed]),
      'ready',
      program.output(),
    )
    void failed.catch(() => {})
    await door.click()
    await page.getByRole('heading', { name: '待办', level: 1 }).waitFor()
    await page.getByRole('button', { name: /演示数据/ }).waitFor()

    const cookie = (await page.context().cookies())
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const scopes = (await page.request.get('/api/me').then((answer) => answer.json())) as {
      permissions: string[]
    }
    const made = await fetch(`${program.url}/api/access/keys`, {
      method: 'POST',
      headers: {
        cookie,
        origin: program.url,
        'content-type': 'application/json',
        'idempotency-key': 'demo-test',
      },
      body: JSON.stringify({ name: 'test', scopes: scopes.permissions }),
    })
    client = openClient(program.url, ((await made.json()) as { key: string }).key)
    truth = JSON.parse(readFileSync(join(dataDir, 'demo/demo-truth.json'), 'utf8')) as Truth
    account = truth.account
    const { seed, until, orders } = JSON.parse(
      readFileSync(join(dataDir, 'demo/demo.json'), 'utf8'),
    ) as {
      seed: string
      until: string
      orders: number
    }
    assert.deepEqual(
      account,
      JSON.parse(JSON.stringify(accountOf(liveYear({ seed, until, orders })))),
    )
  })

  const ask = async (metrics: readonly string[], by: readonly string[] = []) => {
    const answer = await client.call<{ rows: { keys: Record<string, string>; values: Values }[] }>(
      'POST',
      '/api/analytics/query',
      { from: truth.from, to: truth.until, metrics, by, limit: 5000 },
    )
    return answer.rows
  }

  const agrees = (values: Values, sums: Sums, who: string) => {
    for (const [metric, name] of Object.entries(NAMES))
      assert.equal(Number(values[metric] ?? 0), sums[name], `${who}: ${metric}`)
  }

  test('totals of every kind equal the truth to the 分: in sum, by shop, by month', async () => {
    const metrics = [...Object.keys(NAMES), 'residual', 'offline_sales']
    const [whole] = await ask(metrics)
    agrees(whole!.values, account.total, 'all')
    assert.equal(Number(whole!.values['residual']), 0)
    assert.equal(Number(whole!.values['offline_sales']), account.offlineMinor)
    const shops = await ask(Object.keys(NAMES), ['shop'])
    assert.deepEqual(
      shops.map(({ keys }) => keys['shop']!).toSorted(),
      Object.keys(account.byShop).toSorted(),
    )
    for (const { keys, values } of shops)
      agrees(values, account.byShop[keys['shop']!]!, keys['shop']!)
    const months = await ask(Object.keys(NAMES), ['month'])
    for (const { keys, values } of months)
      agrees(values, account.byMonth[keys['month']!]!, keys['month']!)
    assert.equal(months.length, Object.keys(account.byMonth).length)
  })

  test('every piece received, sold and given back is where the generator says', async () => {
    const shown = new Map<string, number>()
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: {
        items: { site: string; sku: string; onHand: string }[]
        nextCursor: string | null
      } = await client.call(
        'GET',
        `/api/inventory/stock?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      for (const { site, sku, onHand } of page.items) shown.set(`${site}|${sku}`, Number(onHand))
      cursor = page.nextCursor
    }
    const wanted = account.stock.map(({ site, sku, onHand }) => [`${site}|${sku}`, onHand] as const)
    for (const [key, qty] of wanted) assert.equal(shown.get(key) ?? 0, qty, key)
    const strangers = [...shown.keys()].filter((key) => !wanted.some(([known]) => known === key))
    assert.deepEqual(strangers, [])
  })

  test('pieces by SKU equal the truth, bundles under their own code', async () => {
    const rows = await ask(['units'], ['product'])
    const shown = new Map(
      rows.map(({ keys, values }) => [keys['product']!, Number(values['units'])]),
    )
    const sum = [...shown.values()].reduce((total, units) => total + units, 0)
    assert.equal(sum, account.total.units)
    for (const [code, units] of Object.entries(account.unitsByCode))
      if (!code.endsWith('-2P') && code !== 'CL-G300-WH') assert.equal(shown.get(code), units, code)
  })

  test('customers who came back are those who did', async () => {
    const rows = await ask(['paid_buyers'], ['shop'])
    for (const code of ['TM', 'JD']) {
      const shown = rows.find(({ keys }) => keys['shop'] === code)?.values['paid_buyers']
      assert.equal(Number(shown), account.buyers[code]!.customers, code)
    }
  })

  test('nothing was refused, and the check of all invariants is clean', async () => {
    const { items } = await client.call<{ items: { refused: number; status: string }[] }>(
      'GET',
      '/api/intake/runs?limit=200',
    )
    assert.ok(items.length > 40)
    assert.ok(items.every(({ refused, status }) => refused === 0 && status === 'done'))
    const check = await client.call<{ ok: boolean; results: unknown[] }>(
      'POST',
      '/api/system/check',
    )
    assert.equal(check.ok, true, JSON.stringify(check.results).slice(0, 2000))
  })

  test('the screens it was made for have something on them', async () => {
    const { page } = seen
    const shown = [
      '/ /sales /sales/metrics /traffic /reviews /prices /imports /shops /listings /skus /spus /suppliers',
      '/orders /orders/aftersales /stock /stock/balances /stock/moves /stock/reservations /stock/transfers',
      '/stock/counts /stock/adjustments /stock/value /stock/value/entries /stock/value/months /sites',
      '/sites/locations /users /keys /calendars /jobs /audit',
    ]
      .join(' ')
      .split(' ')
    const isBare = async (path: string) => {
      await page.goto(path)
      await page.waitForFunction(
        () =>
          document.querySelector('#page h1') !== null &&
          document.querySelector('#page .mr-skeleton, #page [aria-busy=true]') === null,
      )
      await page.getByRole('button', { name: /演示数据/ }).waitFor()
      return (await page.locator('#page .mr-teach, #page .mr-problem').count()) > 0
    }
    // No platform is tied to the demo: this is what a bare screen looks like.
    assert.equal(await isBare('/connectors'), true)
    const empty: string[] = []
    for (const path of shown) if (await isBare(path)) empty.push(path)
    assert.deepEqual(empty, [])
  })

  test('it is removed whole by its own button, and the house beside it is as it was', async () => {
    const { page, complaints } = seen
    await page.getByRole('button', { name: /演示数据/ }).click()
    await page.getByRole('menuitem', { name: '移除演示…' }).click()
    await page.getByRole('dialog').getByText('真实数据在另一个文件夹里').waitFor()
    await page.getByRole('button', { name: /^移\s*除$/ }).click()
    await page.getByRole('heading', { name: '创建老板账号' }).waitFor()
    assert.equal(existsSync(join(dataDir, 'demo')), false)
    assert.equal(readFileSync(join(dataDir, 'keys'), 'utf8'), keys)
    assert.deepEqual(complaints, [])

    // Nobody can remove a house by this door, and once it has an owner the demo is not opened over it.
    const owner = {
      username: 'zhou',
      displayName: '周老板',
      password: 'a long passphrase',
      withKey: true,
    }
    const { apiKey } = await openClient(program.url, null).call<{ apiKey: string }>(
      'POST',
      '/api/setup',
      owner,
    )
    const house = openClient(program.url, apiKey)
    await assert.rejects(house.call('DELETE', '/api/demo'), /system\.not_a_demo/)
    await assert.rejects(house.call('PUT', '/api/demo/leave'), /system\.not_a_demo/)
    await assert.rejects(
      house.call('POST', '/api/demo', { size: 'small' }),
      /access\.already_set_up/,
    )
    await sleep(500)
    const me = await house.call<{ house: { isDemo: boolean } }>('GET', '/api/me')
    assert.equal(me.house.isDemo, false)
  })
})
