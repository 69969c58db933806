// B4: the dashboard of a big shop group: 12 KPIs beside the period compared with, over HTTP, while the engine holds 60 M
// traffic events and 10 M order lines. Beside it the same twelve numbers written by hand on the engine: once on the raw
// events and lines, once on our own fact tables without the sums per day. All three must say the same.
//
// `MILLRACE_B4_EVENTS`, `MILLRACE_B4_LINES` scale it; `--small` is a hundredth.
import assert from 'node:assert/strict'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { ROLLED, sumDays } from '../src/modules/analytics/rollups.ts'
import type { Benchmark } from './run.ts'

const scale = process.argv.includes('--small') ? 100 : 1
const EVENTS = Math.round(Number(process.env['MILLRACE_B4_EVENTS'] ?? 60_000_000) / scale)
const LINES = Math.round(Number(process.env['MILLRACE_B4_LINES'] ?? 10_000_000) / scale)
const ORDERS = Math.round(LINES / 2)
const SHOPS = 10
const DAYS = 730
const FIRST = '2024-01-01'

const KPIS = [
  'paid_sales',
  'gross_sales',
  'net_sales',
  'orders',
  'paid_buyers',
  'paid_per_buyer',
  'paid_aov',
  'refund_rate',
  'gross_margin',
  'visitors',
  'conversion',
  'new_customers',
] as const

/** A year beside the year before, and a month beside the month before. */
const PERIODS = {
  year: { from: '2025-01-01', to: '2025-12-30', before: ['2024-01-01', '2024-12-30'] },
  month: { from: '2025-11-01', to: '2025-11-30', before: ['2025-10-01', '2025-10-31'] },
} as const
type PeriodName = keyof typeof PERIODS

/** Asks per round: enough for a p95 that means something. */
const ASKS = 20

interface House {
  readonly app: TestApp
  readonly owner: Caller
}

let house: Promise<House> | undefined

async function open(): Promise<House> {
  const app = await testApp()
  const owner = await app.as('owner')
  const ids: string[] = []
  for (let n = 0; n < SHOPS; n++) {
    const { body } = await owner.post<{ id: string }>('/api/shops', {
      code: `B${n}`,
      name: `B${n}`,
      currency: 'CNY',
      platform: n % 2 === 0 ? 'tmall' : 'jd',
      timeZone: 'Asia/Shanghai',
    })
    ids.push(body.id)
  }
  await fill(app.services.clickhouse, ids)
  return { app, owner }
}

/** Rows made inside the engine; every tenth order is refunded by a tenth, one line in five has no known cost. */
async function fill(clickhouse: Clickhouse, shopIds: readonly string[]): Promise<void> {
  const shops = `[${shopIds.map((id) => `toUUID('${id}')`).join(', ')}]`
  const made = async (what: string, sql: string) => {
    const start = performance.now()
    await clickhouse.command(sql)
    console.error(`  ${what}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  // Ordered by shop and day like the table itself, as years of daily imports leave it.
  const order = `
    with ${shops} as shops, intDiv(n * ${SHOPS}, ${ORDERS}) as s, intDiv((n * ${SHOPS} % ${ORDERS}) * ${DAYS}, ${ORDERS}) as d`
  await made(
    'order lines',
    `insert into order_lines (shop_id, ordered_on, order_id, line_no, version, deleted, shop, platform, platform_no, kind, status,
       hour, paid_on, shipped_on, completed_on, country, province, customer, source, sku, title, is_goods, qty, amount_minor,
       discount_shop_minor, net_minor, paid_minor, refunded_minor, cost_minor, cost_returned_minor)
     ${order}, toUInt64(10000 + cityHash64(n, l) % 20000) as price
     select shops[s + 1], toDate('${FIRST}') + d, reinterpretAsUUID(sipHash128(n)), l, 1, 0, concat('B', toString(s)),
       if(s % 2 = 0, 'tmall', 'jd'), toString(n), 'sale', 'completed', n % 24, toDate('${FIRST}') + d,
       toDate('${FIRST}') + d + 1, toDate('${FIRST}') + d + 8, 'CN', toString(11 + n % 31),
       concat('c', toString(cityHash64(n) % ${Math.max(10, Math.round(ORDERS / 4))})), ['搜索', '直播', '推荐'][n % 3 + 1],
       if(l = 0, '', concat('SKU', toString(cityHash64(n, l) % 5000))), '', l > 0, l > 0, if(l = 0, 0, price),
       if(l = 0, 0, 300), if(l = 0, 0, price - 300), if(l = 0, 0, price - 300), if(l > 0 and n % 10 = 0, intDiv(price, 10), 0),
       if(l = 0 or n % 5 = 0, null, intDiv(price, 2)), if(l = 0 or n % 5 = 0, null, 0)
     from (select number as n from numbers(${ORDERS})) array join [0, 1, 2] as l`,
  )
  await made(
    'refunds',
    `insert into refunds (shop_id, refunded_on, subject_id, ref, line_no, version, deleted, shop, platform, sku, amount_minor)
     select shop_id, paid_on + 5, order_id, 'order', line_no, 1, 0, shop, platform, sku, refunded_minor
     from order_lines where refunded_minor > 0`,
  )
  await made(
    'customers',
    `insert into customers (shop_id, customer, version, deleted, first_paid_on, order_id, shop, platform)
     select shop_id, customer, 1, 0, min(paid_on), any(order_id), any(shop), any(platform)
     from order_lines where line_no = 0 group by shop_id, customer`,
  )
  await clickhouse.command(
    `create table bench_events (shop_id UUID, day Date, visitor UInt64, type LowCardinality(String), source LowCardinality(String))
     engine = MergeTree order by (shop_id, day, type)`,
  )
  await made(
    'events',
    `insert into bench_events
     with ${shops} as shops, intDiv(number * ${SHOPS}, ${EVENTS}) as s
     select shops[s + 1], toDate('${FIRST}') + intDiv((number * ${SHOPS} % ${EVENTS}) * ${DAYS}, ${EVENTS}),
       cityHash64(number) % 3000000, ['view', 'view', 'view', 'view', 'cart', 'fav'][number % 6 + 1], ['搜索', '直播'][number % 2 + 1]
     from numbers(${EVENTS})`,
  )
  await made(
    'traffic per day',
    `insert into shop_traffic (shop_id, day, id, version, deleted, shop, platform, traffic_source, visitors, page_views, cart_users, fav_users)
     select shop_id, day, generateUUIDv4(), 1, 0, any(codes.2), any(codes.3), '', uniqExact(visitor), countIf(type = 'view'),
       uniqExactIf(visitor, type = 'cart'), uniqExactIf(visitor, type = 'fav')
     from bench_events any left join (select arrayJoin([${shopIds
       .map((id, n) => `(toUUID('${id}'), 'B${n}', '${n % 2 === 0 ? 'tmall' : 'jd'}')`)
       .join(', ')}]) as codes, codes.1 as shop_id) as names using (shop_id)
     group by shop_id, day`,
  )
  for (const table of ['order_lines', 'refunds', 'customers', 'shop_traffic', 'bench_events']) {
    await made(`merge ${table}`, `optimize table ${table} final`)
  }
  for (const name of ROLLED) {
    const start = performance.now()
    await sumDays(clickhouse, name, 1n, { days: null, into: 'shop_days' })
    console.error(`  sums ${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  await clickhouse.command(`insert into fact_builds (name) values ('facts')`)
}

type Numbers = Readonly<Record<string, number | null>>

const paidBy = `select sumIf(paid_minor, is_goods) as paid, countIf(line_no = 0) as orders,
    uniqExactIf(customer_key, line_no = 0) as buyers, sumIf(paid_minor, is_goods and cost_minor is not null) as costed,
    sumIf(refunded_minor, is_goods and cost_minor is not null) as costed_back, sumIf(ifNull(cost_minor, 0), is_goods) as cost
  from order_lines final where paid_on between {from:Date} and {to:Date} and kind = 'sale'`
const placed = `select sumIf(net_minor, kind = 'sale' and is_goods) as gross, countIf(kind = 'sale' and line_no = 0) as orders
  from order_lines final where ordered_on between {from:Date} and {to:Date}`
const back = `select sum(amount_minor) as refunds from refunds final where refunded_on between {from:Date} and {to:Date}`
const fresh = `select count() as fresh from customers final where first_paid_on between {from:Date} and {to:Date}`
const buyerDays = `select uniqExactIf((customer_key, paid_on), line_no = 0) as days
  from order_lines final where paid_on between {from:Date} and {to:Date} and kind = 'sale'`
const seenRaw = `select sum(people) as visitors from (
    select uniqExact(visitor) as people from bench_events where day between {from:Date} and {to:Date} group by shop_id, day)`
const seenFacts = `select sum(visitors) as visitors from shop_traffic final where day between {from:Date} and {to:Date}`

/** The twelve numbers by hand. Statements run one after another, as a person would send them. */
async function byHand(
  clickhouse: Clickhouse,
  from: string,
  to: string,
  seen: string,
): Promise<Numbers> {
  const found: Record<string, number> = {}
  for (const sql of [paidBy, placed, back, fresh, buyerDays, seen]) {
    const [row] = await clickhouse.query<Record<string, string>>(sql, { from, to })
    for (const [name, value] of Object.entries(row ?? {})) found[name] = Number(value)
  }
  const { paid, orders, buyers, costed, costed_back, cost, gross, refunds, days, visitors } =
    found as Record<string, number>
  return {
    paid_sales: paid!,
    gross_sales: gross!,
    net_sales: gross! - refunds!,
    orders: orders!,
    paid_buyers: buyers!,
    paid_per_buyer: Math.round(paid! / buyers!),
    paid_aov: Math.round(paid! / orders!),
    refund_rate: refunds! / gross!,
    gross_margin: (costed! - costed_back! - cost!) / (costed! - costed_back!),
    visitors: visitors!,
    conversion: days! / visitors!,
    new_customers: found['fresh']!,
  }
}

async function dashboard({ owner }: House, name: PeriodName): Promise<[Numbers, Numbers]> {
  const { from, to, before } = PERIODS[name]
  const { body, status } = await owner.post<{
    compared: { from: string; to: string }
    rows: { values: Record<string, string>; before: Record<string, string> }[]
  }>('/api/analytics/query', {
    from,
    to,
    metrics: KPIS,
    compare: name === 'year' ? 'year' : 'previous',
  })
  assert.equal(status, 200)
  assert.deepEqual(Object.values(body.compared), [...before])
  const numbers = (of: Record<string, string>) =>
    Object.fromEntries(KPIS.map((id) => [id, of[id] === null ? null : Number(of[id])]))
  return [numbers(body.rows[0]!.values), numbers(body.rows[0]!.before)]
}

function assertSame(got: Numbers, expected: Numbers): void {
  for (const id of KPIS) {
    const [one, other] = [got[id] ?? 0, expected[id] ?? 0]
    assert.ok(Math.abs(one - other) <= 1e-9 * Math.abs(other), `${id}: ${one} is ${other}`)
  }
}

const p95 = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!
const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now()
  const result = await work()
  return [result, performance.now() - start]
}

export const b4: Benchmark = {
  id: 'B4',
  title: 'Dashboard of 12 KPIs with comparison, over HTTP',
  bar: 'at most 1.1 × the bare SQL on the engine; p95 at most 1 s',
  sizes: {
    events: EVENTS,
    orderLines: LINES,
    orders: ORDERS,
    shops: SHOPS,
    days: DAYS,
    asks: ASKS,
  },
  rounds: 3,
  async run() {
    house ??= open()
    const { app, owner } = await house
    const { clickhouse } = app.services
    const figures: Record<string, number> = {}
    for (const name of Object.keys(PERIODS) as PeriodName[]) {
      const { from, to, before } = PERIODS[name]
      const both = async (seen: string) => [
        await byHand(clickhouse, from, to, seen),
        await byHand(clickhouse, before[0], before[1], seen),
      ]
      const [bare, bareMs] = await timed(() => both(seenRaw))
      const [, factsMs] = await timed(() => both(seenFacts))
      const times: number[] = []
      for (let ask = 0; ask < ASKS; ask++) {
        const [got, ms] = await timed(() => dashboard({ app, owner }, name))
        times.push(ms)
        if (ask > 0) continue
        assertSame(got[0], bare[0]!)
        assertSame(got[1], bare[1]!)
      }
      figures[`${name}DashboardMs`] = Math.round(median(times))
      figures[`${name}DashboardP95Ms`] = Math.round(p95(times))
      figures[`${name}BareOnEventsMs`] = Math.round(bareMs)
      figures[`${name}BareOnFactsMs`] = Math.round(factsMs)
      figures[`${name}TimesBareOnFacts`] = Number((median(times) / factsMs).toFixed(3))
    }
    return figures
  },
}
