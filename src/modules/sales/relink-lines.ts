// Lines follow the mapping of the listing they bought. When a person maps a listing, every order line of it is linked
// anew, and its order is told again, so that stock and facts follow by the difference.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'

/** Orders told again in one event batch. */
const BATCH = 5000

/** Handler of `listing.mapped`. */
export async function relinkLines(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const listingIds = [...new Set(events.map(({ key }) => key))]
  const { rows } = await sql<{ orderId: string; version: number }>`
    with relinked as (
      update sales.order_lines l set sku_id = m.sku_id, sku_qty = m.sku_qty
      from (
        select i.id, m.sku_id, coalesce(m.sku_qty, 1) as sku_qty
        from listings.listings i left join listings.mappings m on m.listing_id = i.id and m.valid_to is null
        where i.id = any(${listingIds}::uuid[])) as m
      where l.listing_id = m.id and (l.sku_id is distinct from m.sku_id or l.sku_qty <> m.sku_qty)
      returning l.order_id)
    select o.id as "orderId", o.version from sales.orders o where o.id in (select order_id from relinked) order by o.id`.execute(
    tx,
  )
  for (let at = 0; at < rows.length; at += BATCH) {
    await emitAll(
      tx,
      rows.slice(at, at + BATCH).map(({ orderId, version }) => ({
        type: 'platform.order.snapshotted',
        key: orderId,
        payload: { orderId, version, because: 'listing.mapped' },
      })),
    )
  }
}

/** A mapping may have changed between an import's reading and its commit: the order's own event looks again. */
export async function relinkOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
  await sql`/* plan anew */
    update sales.order_lines l set sku_id = m.sku_id, sku_qty = m.sku_qty
    from listings.mappings m
    where l.order_id = any(${[...orderIds]}::uuid[]) and m.listing_id = l.listing_id and m.valid_to is null
      and (l.sku_id is distinct from m.sku_id or l.sku_qty <> m.sku_qty)`.execute(tx)
  await sql`/* plan anew */
    update sales.order_lines l set sku_id = null, sku_qty = 1
    where l.order_id = any(${[...orderIds]}::uuid[]) and l.listing_id is not null
      and (l.sku_id is not null or l.sku_qty <> 1)
      and not exists (
        select 1 from listings.mappings m where m.listing_id = l.listing_id and m.valid_to is null)`.execute(
    tx,
  )
}
