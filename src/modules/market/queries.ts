// Reads for the screens: rows as they stand, their sums with how many rows tell, and what a price was before.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Sendable } from '#kernel/contract.ts'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { instant } from '#kernel/time.ts'
import type {
  adRow,
  itemTrafficRow,
  offlineRow,
  priceRow,
  reviewRow,
  shopTrafficRow,
} from './contract.ts'
import { TABLES, type TableName } from './tables.ts'

type Row<T extends z.ZodType> = Sendable<z.input<T>>

export interface DayFilter {
  readonly q?: string | undefined
  readonly shop?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly channel?: string | undefined
  readonly kind?: string | undefined
}

interface Paged {
  readonly cursor?: string | undefined
  readonly limit: number
}

const camel = (column: string) =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What of a row is computed for the eye; everything else is shown as it is kept. */
const SHOWN: Readonly<Record<string, string>> = {
  bounce_ppm: `t.bounce_ppm::float8 / 1000000 as "bounceRate"`,
  dwell_ms: `t.dwell_ms::float8 / 1000 as "dwellSeconds"`,
}

const EXTRA: Partial<Record<TableName, string>> = {
  shop_traffic: `t.paid_buyers::float8 / nullif(t.visitors, 0) as "paidRate"`,
  item_traffic: `t.paid_buyers::float8 / nullif(t.visitors, 0) as "paidRate"`,
  ad_spend: `t.clicks::float8 / nullif(t.impressions, 0) as "clickRate", t.sales_minor::float8 / nullif(t.spend_minor, 0) as roi`,
}

function columnsOf(table: TableName): RawBuilder<unknown> {
  const { key, days, values, hasShop } = TABLES[table]
  const shown = [...new Set([...key, ...values])]
    .filter((column) => column !== 'ad_key')
    .map((column) => SHOWN[column] ?? `t.${column} as "${camel(column)}"`)
  const dates = days.map((day) => `t.${day}::text as "${camel(day)}"`)
  const origin = `t.id, t.layout, t.source, t.source_row as "sourceRow", t.version, t.more`
  const shop = hasShop ? ['s.code as "shopCode"', 's.currency'] : []
  return sql.raw([origin, ...shop, ...dates, ...shown, EXTRA[table] ?? []].flat().join(', '))
}

const Q_COLUMNS: Partial<Record<TableName, readonly string[]>> = {
  item_traffic: ['platform_item', 'title', 'product_code'],
  ad_spend: ['plan_name', 'plan_id', 'subject_name', 'subject_id', 'keyword'],
  offline_sales: ['sku_code', 'sku_name', 'customer', 'document_no'],
}

const like = (q: string) => `%${q.replace(/[\\%_]/g, '\\$&')}%`

function fromWhere(table: TableName, filter: DayFilter): RawBuilder<unknown> {
  const { days, hasShop } = TABLES[table]
  const first = sql.raw(`t.${days[0]}`)
  const last = sql.raw(`t.${days.at(-1)}`)
  const pattern = filter.q?.trim() ? like(filter.q.trim()) : null
  const columns = Q_COLUMNS[table] ?? []
  const search =
    pattern !== null && columns.length > 0
      ? sql`and (${sql.join(
          columns.map((column) => sql`${sql.raw(`t.${column}`)} ilike ${pattern}`),
          sql` or `,
        )})`
      : sql``
  return sql`
    from ${sql.raw(`market.${table}`)} t ${hasShop ? sql`join shops.shops s on s.id = t.shop_id` : sql``}
    where (${filter.from ?? null}::date is null or ${last} >= ${filter.from ?? null}::date)
      and (${filter.to ?? null}::date is null or ${first} <= ${filter.to ?? null}::date)
      ${hasShop && filter.shop ? sql`and upper(s.code) = ${filter.shop.toUpperCase()}` : sql``}
      ${filter.channel && (table === 'shop_traffic' || table === 'offline_sales') ? sql`and t.channel = ${filter.channel}` : sql``}
      ${filter.kind && table === 'ad_spend' ? sql`and t.row_kind = ${filter.kind}` : sql``}
      ${search}`
}

async function listByDay<T>(db: Db, table: TableName, filter: DayFilter & Paged): Promise<T[]> {
  const [day = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const first = sql.raw(`t.${TABLES[table].days[0]}`)
  const { rows } = await sql<T>`
    select ${columnsOf(table)} ${fromWhere(table, filter)}
      and (${day}::date is null or (${first}, t.id) < (${day}::date, ${id}::uuid))
    order by ${first} desc, t.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

export const listShopTraffic = (db: Db, filter: DayFilter & Paged) =>
  listByDay<Row<typeof shopTrafficRow> & { day: string; id: string }>(db, 'shop_traffic', filter)
export const listItemTraffic = (db: Db, filter: DayFilter & Paged) =>
  listByDay<Row<typeof itemTrafficRow> & { fromOn: string; id: string }>(db, 'item_traffic', filter)
export const listAds = (db: Db, filter: DayFilter & Paged) =>
  listByDay<Row<typeof adRow> & { fromOn: string; id: string }>(db, 'ad_spend', filter)
export const listOfflineSales = (db: Db, filter: DayFilter & Paged) =>
  listByDay<Row<typeof offlineRow> & { day: string; id: string }>(db, 'offline_sales', filter)

/** Figures that may be added over rows. Averages may not. */
const ADDED: Partial<Record<TableName, readonly string[]>> = {
  shop_traffic: [
    'visitors',
    'page_views',
    'cart_users',
    'fav_users',
    'order_minor',
    'paid_buyers',
    'paid_orders',
    'paid_qty',
    'paid_minor',
    'refund_minor',
  ],
  item_traffic: [
    'visitors',
    'page_views',
    'cart_users',
    'cart_qty',
    'fav_users',
    'order_minor',
    'paid_buyers',
    'paid_qty',
    'paid_minor',
    'refund_minor',
  ],
  ad_spend: [
    'impressions',
    'clicks',
    'spend_minor',
    'sales_orders',
    'sales_minor',
    'direct_minor',
    'cart_adds',
    'favs',
  ],
  offline_sales: ['qty', 'amount_minor'],
}

/** Sums over the filtered rows, each with how many of them tell it. A channel's rows are parts of the shop's row. */
export async function sumRows(db: Db, table: TableName, filter: DayFilter) {
  const columns = ADDED[table] ?? []
  const { days } = TABLES[table]
  const period = days.length === 2 ? `t.${days[0]} < t.${days[1]}` : 'false'
  const whole = table === 'shop_traffic' && !filter.channel ? sql`and t.channel = ''` : sql``
  const { rows } = await sql<Record<string, bigint | null>>`
    select count(*) as rows, count(*) filter (where ${sql.raw(period)}) as periods,
      ${sql.raw(columns.map((c) => `sum(t.${c})::bigint as "${camel(c)}", count(t.${c}) as "${camel(c)}Told"`).join(', '))}
    ${fromWhere(table, filter)} ${whole}`.execute(db)
  const row = rows[0]!
  return {
    rows: Number(row['rows']),
    periodRows: Number(row['periods']),
    sums: columns.map((column) => ({
      key: camel(column),
      sum: row[camel(column)] ?? null,
      told: Number(row[`${camel(column)}Told`]),
    })),
  }
}

export async function listReviews(
  db: Db,
  filter: Omit<DayFilter, 'channel' | 'kind'> &
    Paged & { label?: string | undefined; order?: string | undefined },
): Promise<(Row<typeof reviewRow> & { writtenAt: Date | null; id: string })[]> {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const pattern = filter.q?.trim() ? like(filter.q.trim()) : null
  const undated = instant('0001-01-01T00:00:00Z')
  const { rows } = await sql<Row<typeof reviewRow> & { writtenAt: Date | null; id: string }>`
    select t.id, t.layout, t.source, t.source_row as "sourceRow", t.version, t.more, s.code as "shopCode",
      t.review_no as "reviewNo", t.platform_item as "platformItem", t.sku_code as "skuCode", t.category, t.title,
      t.order_no as "orderNo", o.id as "orderId", t.score, t.label, t.body, t.reply, t.buyer_masked as "buyerMasked",
      t.written_at as "writtenAt"
    from market.reviews t join shops.shops s on s.id = t.shop_id
    left join sales.orders o on o.shop_id = t.shop_id and o.platform_no = t.order_no and t.order_no <> ''
    where (${filter.from ?? null}::date is null or t.written_on >= ${filter.from ?? null}::date)
      and (${filter.to ?? null}::date is null or t.written_on <= ${filter.to ?? null}::date)
      and (${filter.shop ?? null}::text is null or upper(s.code) = upper(${filter.shop ?? null}))
      and (${filter.label ?? null}::text is null or t.label = ${filter.label ?? null})
      and (${filter.order ?? null}::text is null or t.order_no = ${filter.order ?? null})
      and (${pattern}::text is null or t.body ilike ${pattern} or t.title ilike ${pattern} or t.platform_item ilike ${pattern})
      and (${at}::timestamptz is null or (coalesce(t.written_at, ${undated}), t.id) < (${at}::timestamptz, ${id}::uuid))
    order by coalesce(t.written_at, ${undated}) desc, t.id desc limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows
}

export type PriceRow = Row<typeof priceRow> & { observedOn: string; id: string }

const PRICE_COLUMNS = sql`t.id, t.platform, t.platform_item as "platformItem", t.title, t.brand, t.seller, t.sku_code as "skuCode",
  t.url, t.currency, t.observed_on::text as "observedOn", t.price_minor as "priceMinor", t.list_price_minor as "listPriceMinor",
  before.price_minor as "previousMinor", before.observed_on::text as "previousOn",
  t.price_minor - before.price_minor as "changeMinor", span.lowest as "lowestMinor", span.highest as "highestMinor",
  span.count as observations, t.sale_count as "saleCount",
  case when t.sale_count >= before.sale_count then t.sale_count - before.sale_count end as "soldSince"`

/** "Before" is the newest observation that is older than this one: not the first, not the one before the newest of all. */
const PRICE_JOINS = sql`
  left join lateral (
    select b.price_minor, b.observed_on, b.sale_count from market.prices b
    where b.platform = t.platform and b.platform_item = t.platform_item and b.observed_on < t.observed_on
    order by b.observed_on desc limit 1) before on true
  cross join lateral (
    select min(b.price_minor) as lowest, max(b.price_minor) as highest, count(*)::int as count from market.prices b
    where b.platform = t.platform and b.platform_item = t.platform_item) span`

/** Each offer once, as it was last seen. */
export async function listPrices(
  db: Db,
  filter: Paged & {
    q?: string | undefined
    platform?: string | undefined
    brand?: string | undefined
    change?: 'up' | 'down' | undefined
  },
): Promise<PriceRow[]> {
  const [day = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const pattern = filter.q?.trim() ? like(filter.q.trim()) : null
  const { rows } = await sql<PriceRow>`
    select ${PRICE_COLUMNS} from market.prices t ${PRICE_JOINS}
    where not exists (
        select 1 from market.prices l where l.platform = t.platform and l.platform_item = t.platform_item
          and l.observed_on > t.observed_on)
      and (${pattern}::text is null or t.title ilike ${pattern} or t.platform_item ilike ${pattern} or t.brand ilike ${pattern}
        or t.seller ilike ${pattern} or t.sku_code ilike ${pattern})
      and (${filter.platform ?? null}::text is null or t.platform = ${filter.platform ?? null})
      and (${filter.brand ?? null}::text is null or t.brand = ${filter.brand ?? null} or t.seller = ${filter.brand ?? null})
      and (${filter.change ?? null}::text is null
        or (${filter.change ?? null} = 'up' and t.price_minor > before.price_minor)
        or (${filter.change ?? null} = 'down' and t.price_minor < before.price_minor))
      and (${day}::date is null or (t.observed_on, t.id) < (${day}::date, ${id}::uuid))
    order by t.observed_on desc, t.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

export async function priceHistory(db: Db, id: string) {
  const { rows: offers } = await sql<PriceRow>`
    select ${PRICE_COLUMNS} from market.prices t ${PRICE_JOINS} where t.id = ${id}`.execute(db)
  const offer = offers[0]
  if (!offer) throw notFound({ zh: '价格观察', en: 'price observation' }, id)
  const { rows } = await sql<{
    observedOn: string
    priceMinor: bigint
    previousMinor: bigint | null
    listPriceMinor: bigint | null
    saleCount: bigint | null
    soldSince: bigint | null
    source: string
    sourceRow: number
  }>`
    select observed_on::text as "observedOn", price_minor as "priceMinor", lag(price_minor) over days as "previousMinor",
      list_price_minor as "listPriceMinor", sale_count as "saleCount",
      case when sale_count >= lag(sale_count) over days then sale_count - lag(sale_count) over days end as "soldSince",
      source, source_row as "sourceRow"
    from market.prices where platform = ${offer.platform as string} and platform_item = ${offer.platformItem as string}
    window days as (order by observed_on) order by observed_on desc limit 1000`.execute(db)
  return { offer, items: rows }
}
