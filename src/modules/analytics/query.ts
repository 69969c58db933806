// One question, one answer: metrics by dimensions over a period, beside the period it is compared with.
import { sql } from 'kysely'
import type { EventHandlers } from '#kernel/background.ts'
import type { Db } from '#kernel/db.ts'
import { type Bilingual, refuse } from '#kernel/errors.ts'
import { outboxState } from '#kernel/outbox.ts'
import type { Services } from '#kernel/services.ts'
import { now } from '#kernel/time.ts'
import { englishNameOf, loadDivisions, nameOf } from '#modules/regions'
import { ensureFacts, HANDLERS } from './build-facts.ts'
import { freshness } from './freshness.ts'
import { compile, type Filters, type Money, type Question } from './compile.ts'
import { measureOf } from './measures.ts'
import { type MetricId, metricOf } from './metrics.ts'
import { bucketsOf, type Comparison, comparedWith, nameOfBucket, type Period } from './periods.ts'
import { staleDays } from './rollups.ts'
import { isGrain } from './sources.ts'

export interface Asked extends Question {
  readonly compare?: Comparison | undefined
}

type Value = string | number | null
type Values = Readonly<Record<string, Value>>

export interface AnswerRow {
  readonly keys: Readonly<Record<string, string>>
  readonly title?: string
  /** Names of keys that are codes. */
  readonly labels?: Readonly<Record<string, Bilingual>>
  readonly values: Values
  readonly before?: Values
  /** What a time bucket lacks: such buckets take no part in a ranking. */
  readonly incomplete?: readonly string[]
}

export async function ask(services: Services, handlers: EventHandlers, asked: Asked) {
  await ensureFacts(services)
  const compared = asked.compare ? comparedWith(asked, asked.compare) : null
  const currency = await currencyOf(services.db, asked)
  const [found, others, waiting] = await Promise.all([
    rowsOf(services, asked),
    compared ? rowsOf(services, whole(asked, compared)) : [],
    behind(services.db, handlers),
  ])
  const rows = await named(services.db, asked, await judged(services, asked, found))
  return {
    currency,
    behind: waiting,
    asOf: now(),
    compared,
    rows: compared ? beside(asked, compared, rows, others) : rows,
  }
}

/** Facts keep the codes of places, since names change: they are said as they are called today. */
async function named(
  db: Db,
  { by }: Question,
  rows: readonly AnswerRow[],
): Promise<readonly AnswerRow[]> {
  const places = by.filter((name) => name === 'province' || name === 'city')
  if (places.length === 0) return rows
  const index = await loadDivisions(db)
  return rows.map((row) => ({
    ...row,
    labels: Object.fromEntries(
      places.map((name) => {
        const code = row.keys[name] ?? ''
        return [name, { zh: nameOf(index, code), en: englishNameOf(index, code) }]
      }),
    ),
  }))
}

/** Each bucket of time with the sources it lacks; asked for the best or the worst, it is left out. */
async function judged(
  services: Services,
  asked: Asked,
  rows: readonly AnswerRow[],
): Promise<readonly AnswerRow[]> {
  const grain = asked.by.find(isGrain)
  if (!grain) return rows
  const kinds = new Set<string>(['day', ...asked.metrics.flatMap(kindsOf)])
  const { incomplete } = await freshness(services, asked, asked.filters)
  const lacks = new Map<string, Set<string>>()
  for (const { day, missing } of incomplete) {
    for (const { shop, kind } of missing) {
      if (!kinds.has(kind)) continue
      const bucket = nameOfBucket(grain, day)
      lacks.set(bucket, (lacks.get(bucket) ?? new Set()).add(`${shop} ${kind} ${day}`))
    }
  }
  const all = rows.map((row) => ({ ...row, incomplete: [...(lacks.get(row.keys[grain]!) ?? [])] }))
  return asked.orderBy ? all.filter((row) => row.incomplete.length === 0) : all
}

/** The reports a metric stands on. */
function kindsOf(id: MetricId): string[] {
  return metricOf(id).parts.flatMap((part) => {
    const { source } = measureOf(part)
    if (source === 'traffic' || source === 'items') return ['traffic']
    if (source === 'ads') return ['ads']
    return source === 'offline' || source === 'stock' ? [] : ['orders']
  })
}

/** Events that are not in the facts yet. */
export async function behind(db: Db, handlers: EventHandlers): Promise<bigint> {
  const states = await outboxState(
    db,
    handlers.filter(({ name }) => HANDLERS.includes(name)),
  )
  return states.reduce((sum, { waiting }) => sum + waiting, 0n)
}

async function rowsOf(services: Services, question: Question): Promise<AnswerRow[]> {
  const { sql: text, params } = compile(question, await staleDays(services.clickhouse, question))
  const rows = await services.clickhouse.query<Record<string, Value>>(text, params)
  return rows.map((row) => ({
    keys: Object.fromEntries(question.by.map((name) => [name, String(row[`by_${name}`])])),
    ...(question.by.includes('product') ? { title: String(row['title']) } : {}),
    values: Object.fromEntries(question.metrics.map((id) => [id, row[`v_${id}`] ?? null])),
  }))
}

/** Most rows of the other period that are looked through for their twins. */
const MAX_BEFORE = 50_000

/** The other period in full: the first rows of this one may be the last of that. */
const whole = (asked: Asked, compared: Period): Question => ({
  ...asked,
  ...compared,
  orderBy: undefined,
  limit: MAX_BEFORE,
})

/** Each row with its twin: the same keys, and for time the bucket at the same place in its period. */
function beside(
  asked: Asked,
  compared: Period,
  rows: readonly AnswerRow[],
  others: readonly AnswerRow[],
): AnswerRow[] {
  const grain = asked.by.find(isGrain)
  const theirs = grain ? bucketsOf(grain, compared) : []
  const twinOf = new Map(
    (grain ? bucketsOf(grain, asked) : []).map((bucket, n) => [bucket, theirs[n] ?? null]),
  )
  const found = new Map(others.map((row) => [keyText(asked, row.keys), row.values]))
  return rows.map((row) => {
    const keys = grain ? { ...row.keys, [grain]: twinOf.get(row.keys[grain]!) ?? '' } : row.keys
    return { ...row, before: found.get(keyText(asked, keys)) ?? NOTHING(asked.metrics) }
  })
}

const keyText = ({ by }: Question, keys: Readonly<Record<string, string>>) =>
  by.map((name) => keys[name]).join('\u0000')

const NOTHING = (metrics: readonly MetricId[]): Values =>
  Object.fromEntries(metrics.map((id) => [id, null]))

/** A currency as the shops that count in it. */
export async function withMoney<T extends { readonly currency?: string | undefined }>(
  db: Db,
  { currency, ...filters }: T,
): Promise<Omit<T, 'currency'> & { readonly money?: Money }> {
  if (currency === undefined) return filters
  const { rows } = await sql<{ id: string }>`
    select id from shops.shops where currency = ${currency}`.execute(db)
  return { ...filters, money: { currency, shopIds: rows.map(({ id }) => id) } }
}

/** The currency of the shops asked for. Amounts of different currencies do not add up. */
export async function currencyOf(
  db: Db,
  question: { filters: Filters; by: readonly string[]; metrics: readonly MetricId[] },
): Promise<string | null> {
  const { shop = null, platform = null, money } = question.filters
  const chosen = money?.currency ?? null
  const isOffline = question.metrics.some((id) =>
    metricOf(id).parts.some((part) => measureOf(part).source === 'offline'),
  )
  const { rows } = await sql<{ currency: string }>`
    select distinct currency from shops.shops s
    where exists (select 1 from sales.orders o where o.shop_id = s.id)
      and (${shop}::text is null or upper(code) = upper(${shop}))
      and (${platform}::text is null or upper(platform) = upper(${platform}))
      and (${chosen}::text is null or currency = ${chosen})
    union
    select distinct currency from market.offline_sales
    where ${isOffline} and (${chosen}::text is null or currency = ${chosen}) order by 1`.execute(db)
  const isMoney = question.metrics.some((id) => metricOf(id).unit === 'money')
  if (!isMoney || rows.length <= 1 || question.by.includes('shop')) {
    return rows.length === 1 ? rows[0]!.currency : null
  }
  const currencies = rows.map(({ currency }) => currency)
  throw refuse(
    'analytics.mixed_currencies',
    400,
    {
      zh: `店铺币种不同(${currencies.join('、')}),金额不能相加;请选一个币种(currency)或店铺,或按店铺分组`,
      en: `Shops count in different currencies (${currencies.join(', ')}). Choose a currency or a shop, or group by shop.`,
    },
    { currencies },
  )
}
