// AC-5.1-3: numbers that changed after people saw them say so. And money of several currencies, one at a time.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import ExcelJS from 'exceljs'
import { addDays, dateIn, instant, now } from '#kernel/time.ts'
import { csv, type ImportDesk, importDesk, RETAIL } from '#test/drops.ts'
import { kuaishou, KUAISHOU } from '#test/kuaishou.ts'
import { workbook } from './export.ts'
import { readRestatements, zoneOf } from './read-restatements.ts'

const TODAY = dateIn(now(), 'Asia/Shanghai')
const ago = (days: number) => addDays(TODAY, -days)

interface Item {
  readonly measure: string
  readonly metrics: readonly string[]
  readonly from: string
  readonly to: string
  readonly before: string
  readonly after: string
  readonly at: string
  readonly currency: string
  readonly why: { readonly zh: string; readonly en: string }
}

describe('numbers that changed after people saw them', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  const bring = async (name: string, ...rows: string[]) => {
    const [run] = await desk.drop([[name, csv(KUAISHOU, ...rows)]], 'shop=kuaishou&dryRun=false')
    assert.deepEqual([run!.status, run!.refused], ['done', 0], JSON.stringify(run))
    await desk.app.drain()
    return run!
  }
  const period = `from=${ago(30)}&to=${TODAY}`
  const restated = async (more = '') => {
    const { body, status } = await desk.owner.get<{ items: Item[] }>(
      `/api/analytics/restatements?${period}${more}`,
    )
    assert.equal(status, 200)
    return body.items
  }
  const told = (items: readonly Item[]) =>
    items.map(({ measure, from, to, before: was, after: is, why }) => [
      measure,
      from,
      to,
      was,
      is,
      why.zh,
    ])

  test('AC-5.1-3: what comes first restates nothing, nor does a day that is not over', async () => {
    await bring(
      'first.csv',
      kuaishou(1, { on: ago(9) }),
      kuaishou(2, { on: ago(8) }),
      kuaishou(3, { on: ago(1) }),
      kuaishou(4, { on: TODAY }),
    )
    // Older days that nobody had told of, and today once more.
    await bring('older.csv', kuaishou(5, { on: ago(20) }), kuaishou(6, { on: TODAY }))
    assert.deepEqual(await restated(), [])
  })

  test('AC-5.1-3: a late file, a cancelled order and an undo say from what to what, when and why', async () => {
    const late = await bring(
      'late.csv',
      kuaishou(7, { on: ago(9), price: '10.00' }),
      kuaishou(8, { on: ago(8), price: '10.00' }),
    )
    const sales = (await restated()).filter(({ measure }) => measure === 'gross_sales')
    assert.deepEqual(told(sales), [
      ['gross_sales', ago(9), ago(8), '11980', '13980', '导入 late.csv'],
    ])
    assert.ok(sales[0]!.metrics.includes('net_sales') && sales[0]!.metrics.includes('gross_sales'))
    assert.ok(Math.abs(now().getTime() - Date.parse(sales[0]!.at)) < 60_000)
    assert.equal(sales[0]!.why.en, 'the import of late.csv')
    await bring('cancelled.csv', kuaishou(2, { on: ago(8), status: '交易关闭' }))
    const cancelled = (await restated()).filter(({ why }) => why.zh === '导入 cancelled.csv')
    assert.ok(
      told(cancelled).some(
        ([measure, , , was, is]) => measure === 'cancelled_orders' && was === '0' && is === '1',
      ),
    )
    // A day without refunds showed a zero, and a late one is taken off it.
    assert.ok(
      told(cancelled).some(
        ([measure, , , was, is]) => measure === 'refunds' && was === '0' && is !== '0',
      ),
      JSON.stringify(told(cancelled)),
    )
    await desk.owner.post(`/api/intake/runs/${late.id}/undo`, { reason: 'test' })
    await desk.app.runJobs()
    await desk.app.drain()
    const undone = (await restated()).filter(
      ({ measure, why }) => measure === 'gross_sales' && why.zh.startsWith('撤销'),
    )
    assert.deepEqual(told(undone), [
      ['gross_sales', ago(9), ago(8), '13980', '11980', '撤销导入 late.csv'],
    ])
    // Only what the question is about.
    assert.deepEqual(await restated('&shop=jd'), [])
    assert.deepEqual(await restated('&currency=GBP'), [])
    assert.equal((await restated('&currency=CNY')).length, (await restated()).length)
  })

  test('AC-5.1-3: the first number seen stays, though a crash came between the sums before and after', async () => {
    const { db, clickhouse } = desk.app.services
    const rows = await sql<{
      shop: string
    }>`select id as shop from shops.shops where code = 'kuaishou'`.execute(db)
    const shop = rows.rows[0]!.shop
    // Written down before; the sums were made again; then the power went, before the marks were taken away.
    await sql`
      insert into analytics.restatements (shop_id, source, day, measure, cause, from_value)
      values (${shop}, 'ordered', ${ago(9)}, 'units', 'import:x', 7)`.execute(db)
    const { rows: ids } = await sql<{ id: bigint }>`
      select pg_current_xact_id()::text::bigint as id`.execute(db)
    const version = ids[0]!.id * 2n
    await clickhouse.insert(
      'stale_days',
      [{ source: 'ordered', shop_id: shop, day: ago(9), version, deleted: 0, cause: 'import:x' }],
      'crash',
    )
    await bring('one-more.csv', kuaishou(9, { on: ago(1) }))
    const units = (await restated()).filter(
      ({ measure, why }) => measure === 'units' && why.zh === '导入 ',
    )
    assert.deepEqual(told(units), [['units', ago(9), ago(9), '7', '1', '导入 ']])
  })

  test('shops of two currencies: refused together, right one at a time, rows and funnel too', async () => {
    const [run] = await desk.drop(
      [
        [
          'uk.csv',
          csv(RETAIL, `900001,85123A,HOLDER,6,${ago(9)} 08:26:00,2.50,17850,United Kingdom`),
        ],
      ],
      'shop=UK&dryRun=false',
    )
    assert.equal(run!.status, 'done')
    await desk.app.drain()
    const ask = (currency?: string) =>
      desk.owner.post<{
        currency: string
        code: string
        rows: { values: Record<string, string> }[]
      }>('/api/analytics/query', {
        from: ago(30),
        to: TODAY,
        metrics: ['gross_sales', 'orders'],
        filters: currency ? { currency } : {},
      })
    assert.equal((await ask()).body.code, 'analytics.mixed_currencies')
    const pounds = (await ask('GBP')).body
    assert.deepEqual([pounds.currency, pounds.rows[0]!.values['gross_sales']], ['GBP', '1500'])
    const yuan = (await ask('CNY')).body
    assert.equal(yuan.currency, 'CNY')
    const { body: fresh } = await desk.owner.get<{
      currencies: string[]
      sources: { shop: string }[]
    }>(`/api/analytics/freshness?currency=GBP&${period}`)
    assert.deepEqual(fresh.currencies, ['CNY', 'GBP'])
    assert.deepEqual(
      fresh.sources.map(({ shop }) => shop),
      ['UK'],
    )
    const rows = await desk.owner.get<{ items: { platformNo: string }[] }>(
      `/api/analytics/rows?metric=orders&currency=GBP&${period}`,
    )
    assert.deepEqual(
      rows.body.items.map(({ platformNo }) => platformNo),
      ['900001'],
    )
    assert.equal((await desk.owner.get(`/api/analytics/funnel?currency=GBP&${period}`)).status, 200)
    assert.equal(
      (await desk.owner.get(`/api/analytics/funnel?currency=pounds&${period}`)).status,
      400,
    )
  })

  test('the export says as of when by the clocks of its shop or of the house, and what was restated', async () => {
    const { db } = desk.app.services
    assert.equal(await zoneOf(db, { shop: 'uk' }), 'Europe/London')
    assert.equal(await zoneOf(db, {}), 'Asia/Shanghai')
    const asked = {
      from: ago(30),
      to: TODAY,
      metrics: ['gross_sales'] as const,
      by: [],
      filters: {},
      limit: 1,
    }
    const answer = {
      currency: 'CNY',
      behind: 0n,
      asOf: instant('2026-11-24T18:30:00Z'),
      compared: null,
      rows: [],
    }
    const book = new ExcelJS.Workbook()
    const file = await workbook(asked, answer, {
      lang: 'zh',
      timeZone: 'Asia/Shanghai',
      restated: await readRestatements(db, asked, { shop: 'kuaishou' }),
    })
    await book.xlsx.load(Buffer.from(file) as never)
    const lines: string[] = []
    book
      .getWorksheet('说明')!
      .eachRow((row) => lines.push(`${row.getCell(1).text}|${row.getCell(2).text}`))
    assert.ok(lines.includes('截至(Asia/Shanghai)|2026-11-25 02:30'), lines.join('\n'))
    assert.ok(
      lines.some((line) => line.startsWith('看过后更正|') && line.includes('119.80 → 139.80')),
      lines.join('\n'),
    )
  })
})
