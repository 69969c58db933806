// The rows behind a number: the orders, refunds or customers that a part of a metric counts in a period under filters. Their
// values add up to the part exactly, because both are worked out by the same SQL over the same rows.
import type { Services } from '#kernel/services.ts'
import { refuse } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { ensureFacts } from './build-facts.ts'
import { type Filters, filterNames, paramsOf, sourceWhere } from './compile.ts'
import { isMoney, type Measure, type MeasureName, measureOf } from './measures.ts'
import { type MetricId, metricOf } from './metrics.ts'
import { LINE_DIMENSIONS, type Source, sourceOf } from './sources.ts'

export interface RowsAsked {
  readonly metric: MetricId
  readonly part?: string | undefined
  readonly from: string
  readonly to: string
  readonly filters: Filters
  readonly cursor?: string | undefined
  readonly limit: number
}

interface Found {
  readonly r_key: string
  readonly r_order: string
  readonly r_no: string
  readonly r_shop: string
  readonly r_day: string
  readonly r_who: string
  readonly r_what: string
  readonly r_value: string
}

export async function readRows(services: Services, asked: RowsAsked) {
  await ensureFacts(services)
  const measure = measureOf(partOf(asked))
  const source = sourceOf(measure.source)
  const [day = '', key = ''] = asked.cursor ? decodeCursor(asked.cursor, 2) : []
  const rows = await services.clickhouse.query<Found>(
    `select * from (
       select ${shape(source, measure)},
         toString(toInt64(ifNull(${valueOf(asked, measure)}, 0))) as r_value
       from ${sourceWhere({ ...asked, by: [] }, source)}
       group by r_key)
     where r_value <> '0' and ({day:String} = '' or r_day < {day:String} or (r_day = {day:String} and r_key > {key:String}))
     order by r_day desc, r_key limit {limit:UInt32}`,
    { ...paramsOf(asked), limit: asked.limit + 1, day, key },
  )
  const money = isMoney(measure)
  return rows.map((row) => ({
    key: row.r_key,
    orderId: row.r_order === NONE ? null : row.r_order,
    platformNo: row.r_no,
    shop: row.r_shop,
    day: row.r_day,
    label: row.r_what === '' ? masked(row.r_who) : row.r_what,
    unit: money ? ('money' as const) : ('count' as const),
    amountMinor: money ? BigInt(row.r_value) : null,
    count: money ? null : BigInt(row.r_value),
  }))
}

const NONE = '00000000-0000-0000-0000-000000000000'

function partOf({ metric, part }: RowsAsked): MeasureName {
  const { parts, name } = metricOf(metric)
  const found = part === undefined ? parts[0] : parts.find((one) => one === part)
  if (found !== undefined) return found
  throw refuse('analytics.no_such_part', 400, {
    zh: `「${name.zh}」没有 ${part} 这一部分;可选:${parts.join('、')}`,
    en: `"${name.en}" has no part ${part}. Its parts: ${parts.join(', ')}.`,
  })
}

function valueOf(asked: RowsAsked, measure: Measure): string {
  if (measure.source === 'visits') {
    return measure.sum === 'count()' ? '1' : 'count() >= 2'
  }
  const isByLine = filterNames(asked.filters).some((name) => LINE_DIMENSIONS.includes(name))
  return isByLine && measure.perLine ? measure.perLine : measure.sum
}

/** What one row is: an order, an order with a refund, or a customer. Distinct people are shown as people. */
function shape(source: Source, measure: Measure): string {
  if (source.rows === 'report') return reportShape(source)
  const isCustomer = source.rows === 'customer' || measure.sum.includes('customer_key')
  const isPerDay = measure.sum.includes('(customer_key, ')
  const counts = isCustomer && !measure.sum.startsWith('sumIf')
  const order = source.table === 'refunds' ? 'subject_id' : 'order_id'
  const key = counts
    ? isPerDay
      ? `concat(toString(customer_key), '|', toString(${source.day}))`
      : 'toString(customer_key)'
    : `toString(${order})`
  const no = source.table === 'customers' ? `''` : 'any(platform_no)'
  const goods =
    source.table === 'customers'
      ? `''`
      : `arrayStringConcat(groupUniqArrayIf(3)(title, title <> ''), ' · ')`
  return `${key} as r_key, toString(any(${order})) as r_order, ${no} as r_no, any(shop) as r_shop,
         toString(max(${source.day})) as r_day, any(customer) as r_who, ${counts ? `''` : goods} as r_what`
}

/** What a row of each report is about. */
const ABOUT: Readonly<Record<string, string>> = {
  shop_traffic: 'any(traffic_source)',
  item_traffic: `concat(any(item), ' ', any(title))`,
  ad_spend: `concat(any(tool), ' ', any(plan))`,
  offline_sales: `concat(any(offline_channel), ' ', any(region), ' ', any(title))`,
  stock_days: `concat(any(site), ' ', any(sku), ' ', any(title))`,
}

function reportShape(source: Source): string {
  const isStock = source.table === 'stock_days'
  const hasShop = !isStock && source.table !== 'offline_sales'
  return `${isStock ? `concat(toString(site_id), toString(sku_id), toString(day))` : 'toString(id)'} as r_key, '${NONE}' as r_order,
         '' as r_no, ${hasShop ? 'any(shop)' : `''`} as r_shop, toString(max(${source.day})) as r_day, '' as r_who,
         ${ABOUT[source.table]!} as r_what`
}

/** Enough to tell people apart, not enough to know them. */
function masked(customer: string): string {
  return customer.length <= 2
    ? `${customer.slice(0, 1)}*`
    : `${customer.slice(0, 1)}***${customer.slice(-1)}`
}
