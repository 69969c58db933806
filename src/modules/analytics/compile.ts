// A question becomes one SELECT. Each source is summed on its own by the dimensions asked for (from what is kept per shop and
// day where that says the same, else from the rows), the sums meet on those dimensions, and formulas are worked out last: a
// ratio is always of sums at the grain shown. Names come from our own tables of metrics and dimensions, values are parameters.
import type { Param } from '#kernel/clickhouse.ts'
import { refuse } from '#kernel/errors.ts'
import { isKept, keysOf, type MeasureName, measureOf, NO_KEYS } from './measures.ts'
import { type MetricId, metricOf } from './metrics.ts'
import type { ShopDay } from './rollups.ts'
import {
  bucketOf,
  bucketStart,
  type Dimension,
  DIMENSIONS,
  isGrain,
  LINE_DIMENSIONS,
  type Source,
  type SourceName,
  sourceOf,
  UNKNOWN,
} from './sources.ts'

export type Filters = { readonly [D in FilterName]?: string | undefined } & {
  readonly money?: Money | undefined
}

/** Shops that count in one currency: facts know shops, not what they count in. */
export interface Money {
  readonly currency: string
  readonly shopIds: readonly string[]
}

export type FilterName = Exclude<Dimension, 'day' | 'week' | 'month'>

export interface Question {
  readonly metrics: readonly MetricId[]
  readonly by: readonly Dimension[]
  readonly from: string
  readonly to: string
  readonly filters: Filters
  readonly orderBy?: MetricId | undefined
  readonly limit: number
}

interface Compiled {
  readonly sql: string
  readonly params: Readonly<Record<string, Param>>
}

/** What the sums and sets per shop and day can be split and filtered by. */
const ROLLED_DIMENSIONS: readonly Dimension[] = ['day', 'week', 'month', 'shop', 'platform']

/** `stale`: shop days whose sums are older than their rows, so the rows are read. Null: read the rows of all days. */
export function compile(question: Question, stale: readonly ShopDay[] | null): Compiled {
  const wanted = [
    ...new Set([...question.metrics, ...(question.orderBy ? [question.orderBy] : [])]),
  ].map(metricOf)
  refuseMissing(question, wanted)
  const measures = [...new Set(wanted.flatMap(({ parts }) => parts))]
  const keys = question.by.map((name) => `by_${name}`)
  const canRoll = stale !== null && mayRoll(question)
  // Only where a set comes in two pieces is it carried up whole: uniting twice costs twice.
  const unites = canRoll && stale.length > 0
  const branches = branchesOf(measures, canRoll ? stale : null).map((branch) =>
    branchSql(question, branch, measures, unites),
  )
  const hasTitle = question.by.includes('product')
  // Each measure comes from one branch, or from kept days in one and stale days in another.
  const merged = measures.map((name) =>
    unites && measureOf(name).distinct
      ? `toInt64(uniqExactMerge(m_${name})) as ${name}`
      : measureOf(name).isNullable
        ? `sum(m_${name}) as ${name}`
        : `ifNull(sum(m_${name}), 0) as ${name}`,
  )
  const columns = [...keys, ...(hasTitle ? ['max(title_) as title'] : []), ...merged]
  const values = wanted.map(({ id, value }) => `${value} as v_${id}`)
  const order = [...(question.orderBy ? [`v_${question.orderBy} desc nulls last`] : []), ...keys]
  const shown = question.metrics.map((id) => `ifNull(v_${id}, 0) <> 0`).join(' or ')
  return {
    sql: `
    select ${[...keys, ...(hasTitle ? ['title'] : []), ...values].join(', ')}
    from (
      select ${columns.join(', ')}
      from (${branches.join('\n        union all ')})
      ${keys.length > 0 ? `group by ${keys.join(', ')}` : ''})
    ${keys.length > 0 ? `where ${shown}` : ''}
    ${order.length > 0 ? `order by ${order.join(', ')}` : ''}
    limit {limit:UInt32}`,
    params: { ...paramsOf(question), ...staleParams(canRoll ? stale : []) },
  }
}

function mayRoll({ by, filters }: Question): boolean {
  return [...by, ...filterNames(filters)].every((name) => ROLLED_DIMENSIONS.includes(name))
}

function staleParams(stale: readonly ShopDay[]): Record<string, Param> {
  if (stale.length === 0) return {}
  return {
    s_sources: stale.map(({ source }) => source),
    s_shops: stale.map((one) => one.shop_id),
    s_days: stale.map(({ day }) => day),
  }
}

/** Stale days as rows of (source, shop, day). */
const STALE = `arrayZip({s_sources:Array(String)}, {s_shops:Array(UUID)}, {s_days:Array(Date)})`

export function paramsOf(question: Pick<Question, 'from' | 'to' | 'filters'> & { limit?: number }) {
  const { money } = question.filters
  return {
    from: question.from,
    to: question.to,
    ...(question.limit === undefined ? {} : { limit: question.limit }),
    ...Object.fromEntries(
      filterNames(question.filters).map((name) => {
        const value = question.filters[name]!
        return [`f_${name}`, value === UNKNOWN ? '' : value]
      }),
    ),
    ...(money ? { m_shops: money.shopIds, m_currency: money.currency } : {}),
  }
}

/** A metric whose facts do not know a dimension is refused by name, never answered with a wrong number. */
function refuseMissing(question: Question, metrics: readonly ReturnType<typeof metricOf>[]): void {
  const cuts = [...question.by, ...filterNames(question.filters)]
  for (const metric of metrics) {
    for (const part of metric.parts) {
      const missing = cuts.find((name) => !knows(part, name))
      if (missing === undefined) continue
      const dimension = DIMENSIONS[missing]
      throw refuse(
        'analytics.no_such_cut',
        400,
        {
          zh: `「${metric.name.zh}」不能按「${dimension.zh}」拆分或筛选:它的数据里没有这一项`,
          en: `"${metric.name.en}" cannot be split or filtered by "${dimension.en}": its facts do not know it.`,
        },
        { metric: metric.id, dimension: missing },
      )
    }
  }
}

function knows(part: MeasureName, name: Dimension): boolean {
  const measure = measureOf(part)
  if (isGrain(name)) return true
  if (sourceOf(measure.source).dimensions[name] === undefined) return false
  return !LINE_DIMENSIONS.includes(name) || measure.perLine !== undefined
}

export function filterNames(filters: Filters): FilterName[] {
  return (Object.keys(filters) as (FilterName | 'money')[]).filter(
    (name): name is FilterName => name !== 'money' && filters[name] !== undefined,
  )
}

/** Stock belongs to no shop; what was sold offline says its currency itself. */
function moneySql({ filters: { money } }: Pick<Question, 'filters'>, source: Source): string[] {
  if (!money || source.table === 'stock_days') return []
  return source.table === 'offline_sales'
    ? ['currency = {m_currency:String}']
    : ['shop_id in {m_shops:Array(UUID)}']
}

/** Under which source and name its sums are kept. */
const keptAs = (name: MeasureName): string =>
  `('${sourceOf(measureOf(name).source).rollup}', '${measureOf(name).keptAs ?? name}')`

interface Branch {
  readonly source: SourceName
  readonly measures: readonly MeasureName[]
  /** `kept`: sums and sets per shop and day, but for stale days; `stale`: the rows of those; `rows`: all rows. */
  readonly from: 'kept' | 'stale' | 'rows'
  readonly hasStale: boolean
}

function branchesOf(measures: readonly MeasureName[], stale: readonly ShopDay[] | null): Branch[] {
  const hasStale = stale !== null && stale.length > 0
  const bySource = (names: readonly MeasureName[], from: Branch['from']): Branch[] =>
    [...Map.groupBy(names, (name) => measureOf(name).source)].map(([source, own]) => ({
      source,
      measures: own,
      from,
      hasStale,
    }))
  // All kept sums lie in one table: one look at it, apart from those that only some shop days may enter.
  const rolled = stale === null ? [] : measures.filter(isKept)
  const [seen, all] = [true, false].map((isSeen) =>
    rolled.filter((name) => (sourceOf(measureOf(name).source).seenBy !== undefined) === isSeen),
  ) as [MeasureName[], MeasureName[]]
  const staleSources = new Set(stale?.map(({ source }) => source))
  const isStale = (name: MeasureName) =>
    staleSources.has(sourceOf(measureOf(name).source).rollup ?? '')
  return [
    ...(all.length > 0
      ? [{ source: measureOf(all[0]!).source, measures: all, from: 'kept' as const, hasStale }]
      : []),
    ...bySource(seen, 'kept'),
    ...bySource(rolled.filter(isStale), 'stale'),
    ...bySource(
      measures.filter((name) => !rolled.includes(name)),
      'rows',
    ),
  ]
}

function branchSql(
  question: Question,
  branch: Branch,
  all: readonly MeasureName[],
  unites: boolean,
): string {
  const isByLine = [...question.by, ...filterNames(question.filters)].some((name) =>
    LINE_DIMENSIONS.includes(name),
  )
  const source = sourceOf(branch.source)
  const columns = all.map((name) => {
    const { sum, perLine, isNullable, distinct } = measureOf(name)
    const isThis = `(source, measure) = ${keptAs(name)}`
    if (unites && distinct) {
      const set = !branch.measures.includes(name)
        ? NO_KEYS
        : branch.from === 'kept'
          ? `uniqExactMergeStateIf(keys, ${isThis})`
          : keysOf(distinct)
      return `${set} as m_${name}`
    }
    if (!branch.measures.includes(name)) return `null as m_${name}`
    const value =
      branch.from === 'kept'
        ? `${distinct ? 'uniqExactMergeIf(keys' : 'sumIf(value'}, ${isThis})`
        : isByLine
          ? perLine!
          : sum
    return `${isNullable ? value : `toInt64(${value})`} as m_${name}`
  })
  const title = question.by.includes('product')
    ? [
        source.table === 'order_lines' || source.table === 'refunds'
          ? "argMax(title, title <> '') as title_"
          : `'' as title_`,
      ]
    : []
  const keys = question.by.map((name) => `${keyOf(question, branch, name)} as by_${name}`)
  const names = question.by.map((name) => `by_${name}`)
  return `select ${[...keys, ...title, ...columns].join(', ')}
        from ${rowsOf(question, branch)}
        ${names.length > 0 ? `group by ${names.join(', ')}` : ''}`
}

function keyOf(question: Question, branch: Branch, name: Dimension): string {
  const source = sourceOf(branch.source)
  // Customers were already gathered by the dimensions asked for.
  if (branch.source === 'visits') return `k_${name}`
  if (isGrain(name)) return bucketOf(name, branch.from === 'kept' ? 'day' : source.day)
  if (name === 'customer_type') return customerType(question, source)
  if (name === 'category') return nextLevel(question.filters.category)
  return source.dimensions[name]!
}

/** One level of the tree at a time: the first, or the one below the category asked for; what lies in that itself stays there. */
const nextLevel = (within: string | undefined): string =>
  within !== undefined && within !== UNKNOWN
    ? `ifNull(arrayElementOrNull(path_, indexOf(path_, {f_category:String}) + 1), {f_category:String})`
    : 'path_[1]'

/** New: the first payment lies in the same bucket, or for lack of one in the period. */
function customerType(question: Question, source: Source): string {
  const grain = question.by.find(isGrain)
  const start = grain
    ? `greatest(${bucketStart(grain, source.day)}, toDate({from:Date}))`
    : '{from:Date}'
  return `multiIf(customer = '', 'unknown', first_paid_on = '1970-01-01', 'unpaid',
          first_paid_on >= ${start}, 'new', 'returning')`
}

function rowsOf(question: Question, branch: Branch): string {
  const source = sourceOf(branch.source)
  const names = filterNames(question.filters)
  if (branch.from === 'kept') {
    const wanted = branch.measures.map(keptAs).join(', ')
    const seen = source.seenBy ? `and (shop_id, day) in (${source.seenBy})` : ''
    const fresh = branch.hasStale
      ? `and (source, shop_id, day) not in (select arrayJoin(${STALE}))`
      : ''
    return `shop_days final
        where (source, measure) in (${wanted}) and day between {from:Date} and {to:Date} ${seen} ${fresh}
        ${names.map((name) => `and ${filterSql(question, source, name)}`).join(' ')}
        ${moneySql(question, source)
          .map((condition) => `and ${condition}`)
          .join(' ')}`
  }
  const where = sourceWhere(question, source)
  if (branch.from === 'stale') {
    return `${where} and ${source.day} in {s_days:Array(Date)}
        and ('${source.rollup!}', shop_id, ${source.day}) in (select arrayJoin(${STALE}))`
  }
  if (branch.source !== 'visits') return where
  const keys = question.by.map(
    (name) =>
      `${isGrain(name) ? bucketOf(name, source.day) : source.dimensions[name]!} as k_${name}`,
  )
  const by = question.by.map((name) => `k_${name}`)
  return `(select ${[...keys, 'customer_key', 'count() as visits'].join(', ')} from ${where}
          group by ${[...by, 'customer_key'].join(', ')})`
}

/** Rows of a source in the period and under the filters: what a number is made of, and what opens behind it. */
export function sourceWhere(
  question: Pick<Question, 'from' | 'to' | 'filters' | 'by'>,
  source: Source,
): string {
  const names = filterNames(question.filters)
  const cuts = [...question.by, ...names]
  const isByLine =
    source.table === 'order_lines' && cuts.some((name) => LINE_DIMENSIONS.includes(name))
  const conditions = [
    `${source.day} between {from:Date} and {to:Date}`,
    ...(source.where ? [source.where] : []),
    ...(source.seenBy ? [`(shop_id, ${source.day}) in (${source.seenBy})`] : []),
    ...spanning(question, source),
    // The whole shop is told apart from where its visitors came from.
    ...(source.table === 'shop_traffic'
      ? [`traffic_source ${cuts.includes('traffic_source') ? '<>' : '='} ''`]
      : []),
    ...(isByLine ? ['is_goods'] : []),
    ...names.map((name) => filterSql(question, source, name)),
    ...moneySql(question, source),
  ]
  const customers = cuts.includes('customer_type')
    ? `left join (select shop_id as c_shop, customer as c_customer, first_paid_on from customers final) as firsts
          on c_shop = shop_id and c_customer = customer`
    : ''
  const categories = cuts.includes('category')
    ? `left any join (select sku as sku_, path as path_ from sku_categories) as kinds on sku_ = upper(sku)`
    : ''
  return `${source.table} final ${customers} ${categories} where ${conditions.join(' and ')}`
}

/** Rows over several days, and levels that only the last day tells. */
function spanning(question: Pick<Question, 'by'>, source: Source): string[] {
  const grain = question.by.find(isGrain)
  if (source.isLevel) {
    return [
      `day in (select max(day) from ${source.table} final where day between {from:Date} and {to:Date}
        ${grain ? `group by ${bucketOf(grain, 'day')}` : ''})`,
    ]
  }
  if (!source.until) return []
  return [
    `${source.until} <= {to:Date}`,
    ...(grain ? [`${bucketStart(grain, source.day)} = ${bucketStart(grain, source.until)}`] : []),
  ]
}

/** Codes are one code whatever their case. */
const CASELESS: readonly Dimension[] = ['shop', 'product', 'spu', 'platform']

function filterSql(
  question: Pick<Question, 'by' | 'filters' | 'from' | 'to'>,
  source: Source,
  name: FilterName,
): string {
  if (name === 'category') {
    return question.filters.category === UNKNOWN
      ? 'empty(path_)'
      : 'has(path_, {f_category:String})'
  }
  const column =
    name === 'customer_type' ? customerType(question as Question, source) : source.dimensions[name]!
  return CASELESS.includes(name)
    ? `upper(${column}) = upper({f_${name}:String})`
    : `${column} = {f_${name}:String}`
}
