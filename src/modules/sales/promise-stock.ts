// Orders of shops that sell out of our stock hold it while they wait. What an order should hold follows from what the platform
// says of it; the difference to what it holds is given back or promised, each order whole. One that asks for more than there is
// is stopped: it stands in `stock_stops` with what it lacks, and is tried again when stock comes free, the longest paid first.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { componentsOf } from '#modules/catalog'
import { lockPools, post, type PromiseEntry, reserveBatch } from '#modules/inventory'

const ACTOR = systemActor('platform orders')

/** States in which goods are owed and still here. Unpaid orders count too: platforms take stock off when an order is placed. */
const WAITING = ['pending_payment', 'on_hold', 'awaiting_shipment']

/** What a connector writes on a line whose money was given back before anything was sent. */
export const NOT_SENT = 'not_sent'

/** A shop begins to sell out of our stock, or ends it: its waiting orders are looked at again. */
export async function retellWaiting(tx: Tx, shopId: string): Promise<void> {
  const { rows } = await sql<{ orderId: string; version: number }>`
    select o.id as "orderId", o.version from sales.orders o
    where o.shop_id = ${shopId} and o.fulfilment = 'platform' and (o.status = any(${WAITING}::text[])
      or exists (select 1 from inventory.reservations r where r.order_ref = o.id::text and r.outstanding > 0))
    order by o.paid_at nulls last, o.ordered_at, o.id`.execute(tx)
  await emitAll(
    tx,
    rows.map(({ orderId, version }) => ({
      type: 'platform.order.snapshotted',
      key: orderId,
      payload: { orderId, version, because: 'shops.live_stock' },
    })),
  )
}

interface Owed {
  readonly orderId: string
  readonly siteId: string
  readonly channel: string
  readonly lineRef: string
  readonly skuId: string
  readonly qty: bigint
}

/** Promises an order still has, each as the entry that would end it. */
export interface Held extends Omit<PromiseEntry, 'reason' | 'delta'> {
  readonly qty: bigint
}

/** Handler of what comes free: stopped orders that lack it are tried again. */
export async function retryStops(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const skuIds = [...new Set(events.map(({ key }) => key))]
  const { rows } = await sql<{ orderId: string }>`
    select order_id as "orderId" from sales.stock_stops where sku_ids && ${skuIds}::uuid[] limit 2000`.execute(
    tx,
  )
  if (rows.length === 0) return
  await promiseStock(
    tx,
    rows.map(({ orderId }) => orderId),
    `retry:${events[0]!.id}-${events.at(-1)!.id}`,
  )
}

/** Bring promises in line with what orders say. What shipped orders still hold is left for the posting that ships them. */
export async function promiseStock(
  tx: Tx,
  orderIds: readonly string[],
  batch: string,
): Promise<readonly Held[]> {
  const orders = await liveOrders(tx, orderIds)
  if (orders.length === 0) return []
  const owed = await owedBy(tx, orderIds)
  const before = await heldBy(tx, orderIds)
  await lockPools(tx, [...owed, ...before])
  // Again under the locks: nobody has promised or given back in between.
  const held = await heldBy(tx, orderIds)
  const left = new Set(orders.filter(({ hasLeft }) => hasLeft).map(({ orderId }) => orderId))
  const { excess, missing } = differencesOf(
    owed,
    held.filter(({ orderRef }) => !left.has(orderRef)),
  )
  if (excess.length > 0)
    await post(tx, ACTOR, {
      cause: `sales:release:${batch}`,
      document: `sales:${batch}`,
      entries: excess.map(({ qty, ...entry }) => ({
        ...entry,
        delta: -qty,
        reason: 'release' as const,
      })),
    })
  const short = await promise(tx, missing, batch)
  await keepStops(tx, orderIds, short)
  return held.filter(({ orderRef }) => left.has(orderRef))
}

/** Orders that should hold stock here, and those that still do. The desk promises stock to its own orders: what an order held
 * before it was handed over is given back. */
async function liveOrders(tx: Tx, orderIds: readonly string[]) {
  const { rows } = await sql<{ orderId: string; hasLeft: boolean }>`/* plan anew */
    select o.id as "orderId", o.fulfilment = 'platform' and not o.withdrawn
      and (o.status in ('partially_shipped', 'shipped', 'delivered', 'completed')
        or (o.status = 'closed_refunded' and o.shipped_at is not null)) as "hasLeft"
    from sales.orders o join shops.shops s on s.id = o.shop_id
    where o.id = any(${[...orderIds]}::uuid[]) and ((s.live_stock and o.fulfilment = 'platform') or exists (
      select 1 from inventory.reservations r where r.order_ref = o.id::text and r.outstanding > 0))`.execute(
    tx,
  )
  return rows
}

/** Per order, line and SKU, bundles in their parts; orders in the order in which they were paid. */
async function owedBy(tx: Tx, orderIds: readonly string[]): Promise<readonly Owed[]> {
  const { rows } = await sql<Owed>`/* plan anew */
    select o.id as "orderId", s.stock_site_id as "siteId", coalesce(nullif(s.channel, ''), s.code) as channel,
      l.line_no::text as "lineRef", l.sku_id as "skuId", (l.qty * l.sku_qty)::bigint as qty
    from sales.orders o join shops.shops s on s.id = o.shop_id and s.live_stock
    join sales.order_lines l on l.order_id = o.id and l.sku_id is not null and l.qty > 0 and l.status <> ${NOT_SENT}
    where o.id = any(${[...orderIds]}::uuid[]) and o.fulfilment = 'platform' and o.kind = 'sale' and not o.withdrawn and o.status = any(${WAITING}::text[])
    order by o.paid_at nulls last, o.ordered_at, o.platform_no, l.line_no`.execute(tx)
  const parts = await componentsOf(tx, [...new Set(rows.map(({ skuId }) => skuId))])
  return rows.flatMap((line) =>
    (parts.get(line.skuId) ?? []).map((part) => ({
      ...line,
      skuId: part.skuId,
      qty: part.qty * line.qty,
    })),
  )
}

async function heldBy(tx: Tx, orderIds: readonly string[]): Promise<readonly Held[]> {
  const { rows } = await sql<Omit<Held, 'ownerId'>>`/* plan anew */
    select sku_id as "skuId", site_id as "siteId", order_ref as "orderRef", line_ref as "lineRef", kind,
      location_id as "locationId", lot, outstanding as qty
    from inventory.reservations
    where order_ref = any(${[...orderIds]}::text[]) and outstanding > 0 and kind in ('SOFT', 'ORDER')`.execute(
    tx,
  )
  return rows.map((row) => ({ ...row, ownerId: row.locationId }))
}

const keyOf = (orderId: string, lineRef: string, skuId: string) => `${orderId}|${lineRef}|${skuId}`

/** Pure: what is held beyond what is owed, and what is owed beyond what is held. */
export function differencesOf(owed: readonly Owed[], held: readonly Held[]) {
  const rest = new Map<string, bigint>()
  for (const { orderRef, lineRef, skuId, qty } of held) {
    const key = keyOf(orderRef, lineRef, skuId)
    rest.set(key, (rest.get(key) ?? 0n) + qty)
  }
  const missing: Owed[] = []
  for (const one of owed) {
    const key = keyOf(one.orderId, one.lineRef, one.skuId)
    const has = rest.get(key) ?? 0n
    const used = has < one.qty ? has : one.qty
    rest.set(key, has - used)
    if (one.qty > used) missing.push({ ...one, qty: one.qty - used })
  }
  const excess = held.flatMap((one) => {
    const key = keyOf(one.orderRef, one.lineRef, one.skuId)
    const over = rest.get(key) ?? 0n
    const qty = over < one.qty ? over : one.qty
    rest.set(key, over - qty)
    return qty > 0n ? [{ ...one, qty }] : []
  })
  return { excess, missing }
}

interface Short {
  readonly orderId: string
  readonly lines: readonly {
    readonly skuId: string
    readonly wanted: bigint
    readonly available: bigint
  }[]
}

async function promise(tx: Tx, missing: readonly Owed[], batch: string): Promise<readonly Short[]> {
  const orders = [...Map.groupBy(missing, ({ orderId }) => orderId)]
  if (orders.length === 0) return []
  const outcomes = await reserveBatch(
    tx,
    orders.map(([orderId, lines]) => ({
      orderRef: orderId,
      cause: `sales:promise:${orderId}:${batch}`,
      kind: 'ORDER' as const,
      lines,
      siteIds: [lines[0]!.siteId],
      channel: lines[0]!.channel,
      actor: ACTOR,
    })),
  )
  return orders.flatMap(([orderId], at) => {
    const outcome = outcomes[at]!
    return outcome.ok ? [] : [{ orderId, lines: outcome.short }]
  })
}

async function keepStops(
  tx: Tx,
  orderIds: readonly string[],
  short: readonly Short[],
): Promise<void> {
  const stopped = short.map(({ orderId }) => orderId)
  await sql`
    delete from sales.stock_stops where order_id = any(${[...orderIds]}::uuid[])
      and order_id <> all(${stopped}::uuid[])`.execute(tx)
  if (short.length === 0) return
  const said = short.map(({ lines }) =>
    JSON.stringify(
      lines.map(({ skuId, wanted, available }) => ({
        skuId,
        wanted: wanted.toString(),
        available: available.toString(),
      })),
    ),
  )
  // An array of arrays has one length in SQL: the SKUs go as text.
  const skus = short.map(
    ({ lines }) => `{${[...new Set(lines.map(({ skuId }) => skuId))].join(',')}}`,
  )
  await sql`
    insert into sales.stock_stops (order_id, short, sku_ids)
    select id, short, skus::uuid[] from unnest(${pgArray(stopped)}::uuid[], ${pgArray(said)}::jsonb[], ${pgArray(skus)}::text[])
      as x (id, short, skus)
    on conflict (order_id) do update set short = excluded.short, sku_ids = excluded.sku_ids, tried_at = clock_timestamp()`.execute(
    tx,
  )
}
