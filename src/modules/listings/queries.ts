// Reads for the mapping screen: what is open and what it is worth, one listing with its history, what a change would move.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { houseToday } from '#kernel/house.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { addDays } from '#kernel/time.ts'
import { likePattern } from '#modules/catalog'
import { LISTING } from './errors.ts'
import { IS_UNMAPPED, WAITING, WORTH, worthOf } from './worth.ts'
import { type Catalogue, type Suggestion } from './suggest.ts'
import type { MappingState } from './write-mappings.ts'

export interface ListingRow {
  readonly id: string
  readonly shopId: string
  readonly shop: string
  readonly currency: string
  readonly platformItem: string
  readonly platformSku: string
  readonly merchantCode: string
  readonly productCode: string
  readonly barcode: string
  readonly title: string
  readonly spec: string
  readonly priceMinor: bigint | null
  readonly stockQty: bigint | null
  readonly category: string
  readonly saleState: 'on_sale' | 'off_sale' | 'unknown'
  readonly url: string
  readonly imageUrl: string
  readonly lastSeenAt: Date
  readonly state: MappingState
  readonly version: number
  readonly skuId: string | null
  readonly sku: string | null
  readonly skuName: string | null
  readonly skuQty: bigint
  readonly reason: string
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly amount30Minor: bigint
  readonly amount90Minor: bigint
  readonly amountMinor: bigint
  readonly lines: number
  readonly waiting: number
}

const COLUMNS = sql`l.id, l.shop_id as "shopId", s.code as shop, s.currency, l.platform_item as "platformItem",
  l.platform_sku as "platformSku", l.merchant_code as "merchantCode", l.product_code as "productCode", l.barcode, l.title, l.spec,
  l.price_minor as "priceMinor", l.stock_qty as "stockQty", l.category, l.state as "saleState", l.url, l.image_url as "imageUrl",
  l.last_seen_at as "lastSeenAt", coalesce(m.state, 'unmapped') as state, coalesce(m.version, 0) as version,
  m.sku_id as "skuId", k.code as sku, k.name as "skuName", coalesce(m.sku_qty, 1) as "skuQty", coalesce(m.reason, '') as reason,
  m.actor_name as "decidedBy", m.valid_from as "decidedAt"`

function inState(state: MappingState | undefined) {
  const current = sql`select 1 from listings.mappings m where m.listing_id = l.id and m.valid_to is null`
  if (state === undefined) return sql``
  if (state === 'unmapped') return sql`and ${IS_UNMAPPED}`
  return sql`and exists (${current} and m.state = ${state})`
}

const matching = (pattern: string) => sql`
  and (l.title ilike ${pattern} or l.spec ilike ${pattern} or l.merchant_code ilike ${pattern} or l.barcode ilike ${pattern}
    or l.platform_item ilike ${pattern} or l.platform_sku ilike ${pattern}
    or exists (select 1 from listings.mappings m join catalog.skus k on k.id = m.sku_id
               where m.listing_id = l.id and m.valid_to is null and k.search_text like ${pattern}))`

export interface ListingFilter {
  readonly q?: string | undefined
  readonly state?: MappingState | undefined
  readonly shopId?: string | undefined
  readonly sold?: 'yes' | 'no' | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Most money of the last 90 days first, then most money ever: what stands still costs most where it sells now. */
export async function listListings(db: Db, filter: ListingFilter): Promise<ListingRow[]> {
  const [recent = null, ever = null, id = null] = filter.cursor
    ? decodeCursor(filter.cursor, 3)
    : []
  const pattern = filter.q?.trim() ? likePattern(filter.q) : null
  const worth = await worthOf(db, filter.state === 'unmapped')
  const { rows } = await sql<ListingRow>`
    with wanted as not materialized (
      select l.id from listings.listings l where not l.withdrawn ${inState(filter.state)}
        ${filter.shopId ? sql`and l.shop_id = ${filter.shopId}` : sql``} ${pattern === null ? sql`` : matching(pattern)}),
    worth as (${worth}),
    page as (
      select w.id, coalesce(v.recent, 0) as recent, coalesce(v.ever, 0) as ever, coalesce(v.month, 0) as month,
        coalesce(v.lines, 0) as lines, coalesce(v.waiting, 0) as waiting
      from wanted w left join worth v on v.id = w.id
      where (${filter.sold ?? null}::text is null or (v.id is not null) = (${filter.sold ?? null} = 'yes'))
        and (${id}::uuid is null or (coalesce(v.recent, 0), coalesce(v.ever, 0), w.id) < (${recent}::bigint, ${ever}::bigint, ${id}::uuid))
      order by 2 desc, 3 desc, 1 desc limit ${filter.limit + 1})
    select ${COLUMNS}, p.month as "amount30Minor", p.recent as "amount90Minor", p.ever as "amountMinor", p.lines, p.waiting
    from page p join listings.listings l on l.id = p.id join shops.shops s on s.id = l.shop_id
    left join listings.mappings m on m.listing_id = l.id and m.valid_to is null
    left join catalog.skus k on k.id = m.sku_id
    order by p.recent desc, p.ever desc, p.id desc`.execute(db)
  return rows
}

export interface Summary {
  readonly unmapped: number
  /** Of them, those orders have bought. */
  readonly sold: number
  readonly waiting: number
  readonly amounts: readonly { currency: string; amountMinor: bigint }[]
}

/** What is open over all: the line on the desk. */
export async function summaryOf(db: Db): Promise<Summary> {
  const worth = await worthOf(db, true)
  const { rows } = await sql<{
    currency: string
    listings: bigint
    sold: bigint
    waiting: bigint
    amountMinor: bigint
  }>`
    with wanted as not materialized (
      select l.id, s.currency from listings.listings l join shops.shops s on s.id = l.shop_id
      where not l.withdrawn ${inState('unmapped')}),
    worth as (${worth})
    select w.currency, count(*) as listings, count(v.id) as sold, coalesce(sum(v.waiting), 0)::bigint as waiting,
      coalesce(sum(v.ever), 0)::bigint as "amountMinor"
    from wanted w left join worth v on v.id = w.id group by 1 order by 5 desc, 1`.execute(db)
  const sum = (field: 'listings' | 'sold' | 'waiting') =>
    rows.reduce((total, row) => total + Number(row[field]), 0)
  return {
    unmapped: sum('listings'),
    sold: sum('sold'),
    waiting: sum('waiting'),
    amounts: rows.map(({ currency, amountMinor }) => ({ currency, amountMinor })),
  }
}

/** Orders that a change of this mapping would play again. */
export async function effectOf(db: Db, id: string) {
  const today = await houseToday(db)
  const { rows } = await sql<{
    lines: number
    orders: number
    waiting: number
    qty: bigint
    amountMinor: bigint
    amount30Minor: bigint
    amount90Minor: bigint
  }>`
    select count(*)::int as lines, count(distinct o.id)::int as orders, (count(distinct o.id) filter (where ${WAITING}))::int as waiting,
      coalesce(sum(ol.qty), 0)::bigint as qty, coalesce(sum(${WORTH}), 0)::bigint as "amountMinor",
      coalesce(sum(${WORTH}) filter (where o.ordered_on > ${addDays(today, -30)}::date), 0)::bigint as "amount30Minor",
      coalesce(sum(${WORTH}) filter (where o.ordered_on > ${addDays(today, -90)}::date), 0)::bigint as "amount90Minor"
    from sales.order_lines ol join sales.orders o on o.id = ol.order_id
    where ol.listing_id = ${id} and not o.withdrawn`.execute(db)
  return rows[0]!
}

export async function oneListing(db: Db, catalogue: Catalogue, id: string) {
  const { rows } = await sql<Omit<ListingRow, keyof Awaited<ReturnType<typeof effectOf>>>>`
    select ${COLUMNS} from listings.listings l join shops.shops s on s.id = l.shop_id
    left join listings.mappings m on m.listing_id = l.id and m.valid_to is null
    left join catalog.skus k on k.id = m.sku_id
    where l.id = ${id} and not l.withdrawn`.execute(db)
  const row = rows[0]
  if (!row) throw notFound(LISTING, id)
  const [effect, history, prices] = await Promise.all([
    effectOf(db, id),
    sql<{
      version: number
      state: MappingState
      sku: string | null
      skuQty: bigint
      reason: string
      rule: string
      by: string
      from: Date
      to: Date | null
    }>`
      select m.version, m.state, k.code as sku, m.sku_qty as "skuQty", m.reason, m.rule, m.actor_name as by,
        m.valid_from as from, m.valid_to as to
      from listings.mappings m left join catalog.skus k on k.id = m.sku_id
      where m.listing_id = ${id} order by m.version desc limit 100`.execute(db),
    sql<{ day: string; priceMinor: bigint }>`
      select distinct on (day) day, price_minor as "priceMinor" from listings.prices where listing_id = ${id}
      order by day desc, recorded_at desc limit 60`.execute(db),
  ])
  return {
    ...row,
    ...effect,
    suggestions: withWords(catalogue.suggest(row)),
    history: history.rows,
    prices: prices.rows,
  }
}

export const withWords = (suggestions: readonly Suggestion[]) =>
  suggestions.map(({ zh, en, ...rest }) => ({ ...rest, why: { zh, en } }))
