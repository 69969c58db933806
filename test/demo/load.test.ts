// The small demo in a real program: everything went in over the API, and what Millrace shows is what the generator did.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Account, accountOf, type Sums } from '../../demo/account.ts'
import { yesterdayInChina } from '../../demo/days.ts'
import { type Client, openClient } from '../../demo/load/client.ts'
import { loadDemo } from '../../demo/load/load.ts'
import { SIZES } from '../../demo/options.ts'
import { liveYear, type Year } from '../../demo/year.ts'
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

describe('the demo factory, loaded', () => {
  let program: Program
  let client: Client
  let year: Year
  let account: Account
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-demo-'))
  before(async () => {
    program = await startProgram({ dataDir })
    const { apiKey } = await openClient(program.url, null).call<{ apiKey: string }>(
      'POST',
      '/api/setup',
      {
        username: 'demo',
        displayName: '演示',
        password: 'demo-factory',
        withKey: true,
      },
    )
    client = openClient(program.url, apiKey)
    year = liveYear({ seed: 'test', until: yesterdayInChina(Date.now()), orders: SIZES.small })
    await loadDemo(program.url, apiKey, year, () => {})
    account = accountOf(year)
  })
  after(async () => {
    await program.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const ask = async (metrics: readonly string[], by: readonly string[] = []) => {
    const { from, options } = year.demand
    const answer = await client.call<{ rows: { keys: Record<string, string>; values: Values }[] }>(
      'POST',
      '/api/analytics/query',
      { from, to: options.until, metrics, by, limit: 5000 },
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
})
