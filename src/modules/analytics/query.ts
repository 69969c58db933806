// One question, one answer: metrics by dimensions over a period.
import { sql } from 'kysely'
import type { EventHandlers } from '#kernel/background.ts'
import { refuse } from '#kernel/errors.ts'
import { outboxState } from '#kernel/outbox.ts'
import type { Services } from '#kernel/services.ts'
import { now } from '#kernel/time.ts'
import { type Dimension, DIMENSIONS, METRICS, PARTS } from './metrics.ts'

export interface Question {
  readonly metrics: readonly string[]
  readonly by: readonly Dimension[]
  readonly from: string
  readonly to: string
  readonly shop?: string | undefined
  readonly sku?: string | undefined
  readonly country?: string | undefined
  readonly orderBy?: string | undefined
  readonly limit: number
}

export async function ask(services: Services, handlers: EventHandlers, question: Question) {
  const asked = METRICS.filter(({ id }) => question.metrics.includes(id))
  const currency = await currencyOf(
    services,
    question,
    asked.some(({ unit }) => unit === 'money'),
  )
  const rows = await services.clickhouse.query<Record<string, string | number | null>>(
    toSql(question),
    {
      from: question.from,
      to: question.to,
      shop: (question.shop ?? '').toUpperCase(),
      sku: (question.sku ?? '').toUpperCase(),
      country: question.country ?? '',
      limit: question.limit,
    },
  )
  const state = await outboxState(
    services.db,
    handlers.filter(({ name }) => name === 'analytics.order_lines'),
  )
  return {
    currency,
    behind: state[0]?.waiting ?? 0n,
    asOf: now(),
    rows: rows.map((row) => ({
      keys: Object.fromEntries(question.by.map((name) => [name, String(row[`by_${name}`])])),
      ...(question.by.includes('product') ? { title: String(row['title']) } : {}),
      values: Object.fromEntries(asked.map(({ id }) => [id, row[id] ?? null])),
    })),
  }
}

/** The SQL of a question. Names come from our own tables of metrics and dimensions, values are parameters. */
export function toSql(question: Question): string {
  const asked = METRICS.filter(({ id }) => question.metrics.includes(id))
  const ordering = question.orderBy ?? null
  const wanted = METRICS.filter(({ id }) => question.metrics.includes(id) || id === ordering)
  const keys = question.by.map((name) => `${DIMENSIONS[name].value} as by_${name}`)
  const title = question.by.includes('product')
    ? [`argMax(title, (title <> '', day)) as title`]
    : []
  const names = question.by.map((name) => `by_${name}`)
  const order = ordering ? [`${ordering} desc`, ...names] : names
  return `
    select ${[...keys, ...title, PARTS, ...wanted.map(({ id, value }) => `${value} as ${id}`)].join(', ')}
    from order_lines final
    where day >= {from:Date} and day <= {to:Date}
      and ({shop:String} = '' or upper(shop) = {shop:String})
      and ({sku:String} = '' or sku = {sku:String})
      and ({country:String} = '' or country = {country:String})
      ${question.by.includes('product') ? 'and is_goods' : ''}
    ${names.length > 0 ? `group by ${names.join(', ')}` : ''}
    ${names.length > 0 ? `having ${asked.map(({ id }) => `ifNull(${id}, 0) <> 0`).join(' or ')}` : ''}
    ${order.length > 0 ? `order by ${order.join(', ')}` : ''}
    limit {limit:UInt32}`
}

/** Amounts of different currencies do not add up. */
async function currencyOf(
  services: Services,
  question: Question,
  money: boolean,
): Promise<string | null> {
  const { rows } = await sql<{ currency: string }>`
    select distinct currency from shops.shops s
    where exists (select 1 from sales.orders o where o.shop_id = s.id)
      and (${question.shop ?? null}::text is null or upper(code) = upper(${question.shop ?? null}))`.execute(
    services.db,
  )
  if (!money || rows.length <= 1 || question.by.includes('shop')) {
    return rows.length === 1 ? rows[0]!.currency : null
  }
  throw refuse(
    'analytics.mixed_currencies',
    400,
    {
      zh: `店铺币种不同(${rows.map(({ currency }) => currency).join('、')}),金额不能相加;请选一个店铺或按店铺分组`,
      en: `Shops count in different currencies (${rows.map(({ currency }) => currency).join(', ')}). Choose one shop, or group by shop.`,
    },
    { currencies: rows.map(({ currency }) => currency) },
  )
}
