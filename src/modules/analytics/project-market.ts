// What platforms report per day → ClickHouse. An event names a table, a shop and a day; that slice is read whole from
// PostgreSQL and takes the place of what was there, so a replaced row or an undone import leaves nothing behind.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'
import { batchVersion, type Target } from './project.ts'
import { type FactRow, type FactTable, replaceRows } from './replace-rows.ts'

export const MARKET_TABLES = ['shop_traffic', 'item_traffic', 'ad_spend', 'offline_sales'] as const
type MarketTable = (typeof MARKET_TABLES)[number]

const isOurs = (name: unknown): name is MarketTable =>
  (MARKET_TABLES as readonly unknown[]).includes(name)

const SHOP = sql`s.code as shop, s.platform`

/** Columns as the facts name them. */
const READ: Readonly<Record<MarketTable, ReturnType<typeof sql>>> = {
  shop_traffic: sql`select t.id, t.shop_id, t.day::text as day, ${SHOP}, t.channel as traffic_source, t.visitors, t.page_views,
      t.new_visitors, t.returning_visitors, t.cart_users, t.fav_users, t.order_buyers
    from market.shop_traffic t join shops.shops s on s.id = t.shop_id`,
  item_traffic: sql`select t.id, t.shop_id, t.from_on::text as from_on, t.to_on::text as to_on, ${SHOP}, t.platform_item as item, t.title,
      t.visitors, t.page_views, t.cart_users, t.fav_users, t.paid_buyers
    from market.item_traffic t join shops.shops s on s.id = t.shop_id`,
  ad_spend: sql`select t.id, t.shop_id, t.from_on::text as from_on, t.to_on::text as to_on, ${SHOP}, t.tool,
      coalesce(nullif(t.plan_name, ''), t.plan_id) as plan, t.impressions, t.clicks, t.spend_minor, t.sales_orders, t.sales_minor
    from market.ad_spend t join shops.shops s on s.id = t.shop_id`,
  offline_sales: sql`select t.id, t.day::text as day, t.channel as offline_channel, t.region, t.sku_code as sku, t.sku_name as title,
      t.currency, t.qty, t.amount_minor
    from market.offline_sales t`,
}

const DAY: Readonly<Record<MarketTable, string>> = {
  shop_traffic: 'day',
  item_traffic: 'from_on',
  ad_spend: 'from_on',
  offline_sales: 'day',
}

export const MARKET_HANDLER = 'analytics.market'

export async function projectSlices(
  tx: Tx,
  events: readonly DomainEvent[],
  { clickhouse }: Services,
): Promise<void> {
  const version = await batchVersion(tx, clickhouse)
  const slices = Map.groupBy(events, ({ payload }) => payload['table'])
  for (const [table, of] of slices) {
    if (!isOurs(table)) continue
    const days = [...new Set(of.flatMap(({ payload }) => textOf(payload['day'])))]
    const shops = [...new Set(of.flatMap(({ payload }) => textOf(payload['shopId'])))]
    // A day at a time: one file may tell a million rows of a month, and all of them at once are no batch.
    for (const day of days) {
      const token = `${events[0]!.id}-${events.at(-1)!.id}:${events.length}:${day}`
      await projectDay(tx, clickhouse, { table, day, shops }, { version, token })
    }
  }
}

async function projectDay(
  tx: Tx,
  clickhouse: Clickhouse,
  { table, day, shops }: { table: MarketTable; day: string; shops: readonly string[] },
  target: Target,
): Promise<void> {
  const column = DAY[table]
  const hasShop = table !== 'offline_sales'
  // A little more than asked for, the same on both sides: every shop with every day.
  const { rows: fresh } = await sql<FactRow>`
    ${READ[table]} where t.${sql.raw(column)} = ${day}::date
      ${hasShop ? sql`and t.shop_id = any(${[...shops]}::uuid[])` : sql``}`.execute(tx)
  const stored = await clickhouse.query<FactRow>(
    `select ${hasShop ? 'shop_id, ' : ''}${column}, id from ${table} final
     where ${column} = {day:Date} ${hasShop ? 'and shop_id in {shops:Array(UUID)}' : ''}`,
    { day, ...(hasShop ? { shops } : {}) },
  )
  await replaceRows(clickhouse, table, { stored, fresh, ...target })
}

const textOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : [])

/** Rows read at once while rebuilding. */
const BATCH = 5000

export async function rebuildMarket(tx: Db, clickhouse: Clickhouse, target: Target): Promise<void> {
  for (const table of MARKET_TABLES) {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const { rows: fresh } = await sql<FactRow & { id: string }>`
        ${READ[table]} where t.id > ${after}::uuid order by t.id limit ${BATCH}`.execute(tx)
      const last = fresh.at(-1)
      if (!last) break
      after = last.id
      await replaceRows(clickhouse, table as FactTable, {
        stored: [],
        fresh,
        version: target.version,
        token: `${target.token}:${after}`,
        into: `${table}${target.ending ?? ''}`,
      })
    }
  }
}
