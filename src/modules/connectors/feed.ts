// What shops show comes from our own stock. Events only mark the offers they touch; when the shop is polled, one figure is
// computed for each marked offer from what may be offered now, and sent with its version (INV-CONN-4). However many events
// come in between, the last value wins.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { addMs, now } from '#kernel/time.ts'
import { type Offered, offeredOf } from '#modules/inventory'
import type { OpenLink } from './links.ts'
import { wakePoll } from './wake-poll.ts'

/** Events come in swarms: the poll waits for them to pass. */
const DEBOUNCE_MS = 2000

/** So many offers a poll; the next poll goes on. */
const MOST_OFFERS = 500

/** What a figure of an order's line may be: more than this is a typing error somewhere, and nobody sells it in a minute. */
const MOST_SHOWN = 999_999n

/** Handler of everything that changes what may be offered, and of orders: platforms count those by themselves. */
export async function feedStock(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const keysOf = (of: (type: string) => boolean) => [
    ...new Set(events.filter(({ type }) => of(type)).map(({ key }) => key)),
  ]
  const skuIds = keysOf((type) => type.startsWith('stock.'))
  const listingIds = keysOf((type) => type === 'listing.mapped')
  const orderIds = keysOf((type) => type === 'platform.order.snapshotted')
  const { rows } = await sql<{ shopId: string }>`/* plan anew */
    with recursive wholes (id) as (
      select unnest(${skuIds}::uuid[])
      union
      select c.bundle_id from wholes join catalog.bundle_components c on c.component_id = wholes.id),
    touched as (
      select m.listing_id, false as forced from listings.mappings m
      where m.valid_to is null and m.sku_id in (select id from wholes)
      union all
      select unnest(${listingIds}::uuid[]), true
      union all
      select l.listing_id, true from sales.order_lines l
      where l.order_id = any(${orderIds}::uuid[]) and l.listing_id is not null),
    marked as (
      insert into connectors.feed as f (shop_id, listing_id, forced)
      select i.shop_id, i.id, bool_or(t.forced) from touched t join listings.listings i on i.id = t.listing_id
      join shops.shops s on s.id = i.shop_id and s.live_stock and s.active
      join connectors.links k on k.shop_id = i.shop_id
      group by i.shop_id, i.id
      order by i.shop_id, i.id
      on conflict (shop_id, listing_id) do update set asked = f.asked + 1, forced = f.forced or excluded.forced
      returning shop_id)
    select distinct k.shop_id as "shopId" from marked join connectors.links k on k.shop_id = marked.shop_id and k.active
    order by 1`.execute(tx)
  for (const { shopId } of rows) await wakePoll(tx, shopId, addMs(now(), DEBOUNCE_MS))
}

/** All offers of a shop anew: when it begins to sell out of our stock, or somebody wants to be sure. */
export async function feedAll(tx: Tx, shopId: string): Promise<void> {
  await sql`
    insert into connectors.feed as f (shop_id, listing_id, forced)
    select i.shop_id, i.id, true from listings.listings i join listings.mappings m on m.listing_id = i.id and m.valid_to is null
    where i.shop_id = ${shopId} and not i.withdrawn and m.state = 'mapped'
    order by i.id
    on conflict (shop_id, listing_id) do update set asked = f.asked + 1, forced = true`.execute(tx)
}

interface Marked {
  readonly listingId: string
  readonly asked: number
  readonly forced: boolean
  readonly platformItem: string
  readonly platformSku: string
  readonly skuId: string | null
  readonly skuQty: bigint
}

/** Part of the poll: figures for what is marked. */
export async function computeFigures({ services, link }: OpenLink): Promise<void> {
  for (;;) {
    const more = await services.db.transaction().execute(async (tx) => {
      const { rows: shops } = await sql<{ siteId: string; channel: string }>`
        select s.stock_site_id as "siteId", coalesce(nullif(s.channel, ''), s.code) as channel
        from connectors.links l join shops.shops s on s.id = l.shop_id and s.live_stock
        where l.shop_id = ${link.shopId} for no key update of l`.execute(tx)
      const shop = shops[0]
      if (!shop) return false
      const marked = await readMarked(tx, link.shopId)
      if (marked.length === 0) return false
      const offered = await offeredOf(tx, {
        ...shop,
        skuIds: marked.flatMap(({ skuId }) => skuId ?? []),
      })
      await wantFigures(tx, { shopId: link.shopId, ...shop }, marked, offered)
      await sql`
        delete from connectors.feed f using unnest(${pgArray(marked.map(({ listingId }) => listingId))}::uuid[],
          ${pgArray(marked.map(({ asked }) => asked))}::int[]) as m (id, asked)
        where f.shop_id = ${link.shopId} and f.listing_id = m.id and f.asked = m.asked`.execute(tx)
      return marked.length === MOST_OFFERS
    })
    if (!more) return
  }
}

async function readMarked(tx: Tx, shopId: string): Promise<readonly Marked[]> {
  const { rows } = await sql<Marked>`
    select f.listing_id as "listingId", f.asked, f.forced, i.platform_item as "platformItem", i.platform_sku as "platformSku",
      m.sku_id as "skuId", coalesce(m.sku_qty, 1) as "skuQty"
    from connectors.feed f join listings.listings i on i.id = f.listing_id
    left join listings.mappings m on m.listing_id = i.id and m.valid_to is null and m.state = 'mapped'
    where f.shop_id = ${shopId} order by f.listing_id limit ${MOST_OFFERS}`.execute(tx)
  return rows
}

interface Seller {
  readonly shopId: string
  readonly siteId: string
  readonly channel: string
}

/** An offer nobody mapped is left as the platform has it: we do not know what it is. What is asked for is kept with what it was
 * computed from, in one statement. */
async function wantFigures(
  tx: Tx,
  { shopId, siteId, channel }: Seller,
  marked: readonly Marked[],
  offered: ReadonlyMap<string, Offered>,
): Promise<void> {
  const figures = new Map<string, object>()
  for (const one of marked) {
    if (one.skuId === null || one.platformSku === '') continue
    const { ats, basis } = offered.get(one.skuId) ?? { ats: 0n, basis: [] }
    const pieces = ats / one.skuQty
    const qty = pieces > MOST_SHOWN ? MOST_SHOWN : pieces
    figures.set(`${one.platformItem}\x1f${one.platformSku}`, {
      item: one.platformItem,
      sku: one.platformSku,
      forced: one.forced,
      sku_id: one.skuId,
      sku_qty: one.skuQty.toString(),
      qty: qty.toString(),
      ats: ats.toString(),
      basis,
    })
  }
  if (figures.size === 0) return
  await sql`
    with asked as materialized (
      select * from jsonb_to_recordset(${JSON.stringify([...figures.values()])}::jsonb)
        as x (item text, sku text, forced boolean, sku_id uuid, sku_qty bigint, qty bigint, ats bigint, basis jsonb)),
    told as (
      insert into connectors.stock as s (shop_id, platform_item, platform_sku, qty)
      select ${shopId}::uuid, item, sku, qty from asked order by item, sku
      on conflict (shop_id, platform_item, platform_sku) do update set qty = excluded.qty, version = s.version + 1,
        problem = '', wanted_at = clock_timestamp()
      where s.qty <> excluded.qty or (
        select a.forced from asked a where a.item = excluded.platform_item and a.sku = excluded.platform_sku)
      returning platform_item, platform_sku, version, s.qty)
    insert into connectors.published (shop_id, platform_item, platform_sku, version, qty, sku_id, sku_qty, site_id, channel, ats, basis)
    select ${shopId}::uuid, t.platform_item, t.platform_sku, t.version, t.qty, a.sku_id, a.sku_qty, ${siteId}::uuid, ${channel},
      a.ats, a.basis
    from told t join asked a on a.item = t.platform_item and a.sku = t.platform_sku`.execute(tx)
}
