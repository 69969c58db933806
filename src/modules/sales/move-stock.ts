// Imported history leaves the ledger as it left the warehouse: sales, free goods and write-offs out once the platform
// says that they shipped, refunds back to the return dock for inspection. Bundles leave as their parts. A shop
// without a stock site moves nothing. What is needed so that
// history can leave is opened first, as moves with the reason `opening`: the file does not say what was
// there, only that it must have been.
//
// Runs on the outbox, a batch of orders at a time; a new version of an order posts only the difference.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { lockPools, type Move, post } from '#modules/inventory'
import { componentsOf } from '#modules/catalog'
import { OWN_GOODS } from '#modules/parties'
import { standardLocation } from '#modules/places'
import type { OrderKind } from './draft.ts'
import { type Held, NOT_SENT, promiseStock } from './promise-stock.ts'
import { relinkOrders } from './relink-lines.ts'

const ACTOR = systemActor('sales history')

interface Wanted {
  readonly orderId: string
  readonly siteId: string
  readonly kind: OrderKind
  readonly isLive: boolean
  readonly leftAt: Date
  readonly skuId: string
  /** Net quantity out of the shelf: negative for goods that came back. */
  readonly out: bigint
}

export async function moveStock(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const orderIds = [...new Set(events.map(({ key }) => key))]
  await relinkOrders(tx, orderIds)
  const batch = `${events[0]!.id}-${events.at(-1)!.id}`
  const held = await promiseStock(tx, orderIds, batch)
  const wanted = await differences(tx, orderIds)
  const siteIds = [...new Set([...wanted, ...held].map(({ siteId }) => siteId))]
  for (const siteId of siteIds) {
    const group = wanted.filter((one) => one.siteId === siteId)
    const promises = held.filter((one) => one.siteId === siteId)
    if (group.length > 0) await moveAt(tx, siteId, group, promises, batch)
    else await endPromises(tx, siteId, promises, batch)
  }
}

const ended = (promises: readonly Held[]) =>
  promises.map(({ qty, ...entry }) => ({ ...entry, delta: -qty, reason: 'consume' as const }))

/** Shipped goods that nobody knows as ours any more: the promise ends all the same. */
async function endPromises(tx: Tx, siteId: string, promises: readonly Held[], batch: string) {
  await post(tx, ACTOR, {
    cause: `sales:${siteId}:${batch}`,
    document: `sales:${batch}`,
    entries: ended(promises),
  })
}

interface Left {
  readonly orderId: string
  readonly siteId: string
  readonly kind: OrderKind
  readonly isLive: boolean
  readonly leftAt: Date
  readonly skuId: string | null
  readonly qty: bigint
}

/** What each order should have moved by what the platform says, less what it has moved already. */
async function differences(tx: Tx, orderIds: readonly string[]): Promise<Wanted[]> {
  const { rows: left } = await sql<Left>`/* plan anew */
    select o.id as "orderId", s.stock_site_id as "siteId", o.kind, s.live_stock as "isLive",
      coalesce(o.shipped_at, o.ordered_at) as "leftAt",
      l.sku_id as "skuId", coalesce(sum(l.qty * l.sku_qty), 0)::bigint as qty
    from sales.orders o join shops.shops s on s.id = o.shop_id
    left join sales.order_lines l on l.order_id = o.id and l.sku_id is not null and not o.withdrawn and l.status <> ${NOT_SENT}
      and (o.status in ('partially_shipped', 'shipped', 'delivered', 'completed')
        or (o.status = 'closed_refunded' and o.shipped_at is not null))
    -- The desk's orders leave by the desk's own shipment.
    where o.id = any(${[...orderIds]}::uuid[]) and s.stock_site_id is not null and o.fulfilment = 'platform'
    group by o.id, s.stock_site_id, s.live_stock, l.sku_id
    order by coalesce(o.shipped_at, o.ordered_at), o.id`.execute(tx)
  const parts = await componentsOf(tx, [...new Set(left.flatMap(({ skuId }) => skuId ?? []))])
  const posted = await postedBy(tx, orderIds)
  const wanted = new Map<string, Wanted>()
  for (const { skuId, qty, ...order } of left) {
    const signed = order.kind === 'write_off' ? -qty : qty
    for (const part of skuId === null ? [] : (parts.get(skuId) ?? [])) {
      add(wanted, { ...order, skuId: part.skuId, out: signed * part.qty })
    }
    for (const [moved, out] of posted.get(order.orderId) ?? [])
      add(wanted, { ...order, skuId: moved, out: -out })
    posted.delete(order.orderId)
  }
  return [...wanted.values()].filter(({ out }) => out !== 0n)
}

function add(wanted: Map<string, Wanted>, one: Wanted): void {
  const key = `${one.orderId}|${one.skuId}`
  const before = wanted.get(key)
  wanted.set(key, before === undefined ? one : { ...before, out: before.out + one.out })
}

/** Net quantity that left by each order so far, per SKU. */
async function postedBy(
  tx: Tx,
  orderIds: readonly string[],
): Promise<Map<string, Map<string, bigint>>> {
  const { rows } = await sql<{ orderId: string; skuId: string; out: bigint }>`/* plan anew */
    select substring(m.document from 7) as "orderId", m.sku_id as "skuId",
      sum(case when f.kind in ('customer', 'adjustment') then -m.qty else m.qty end)::bigint as out
    from inventory.moves m join places.locations f on f.id = m.from_location
    where m.document = any(${orderIds.map((id) => `order:${id}`)}::text[]) and m.reason <> 'opening'
    group by 1, 2`.execute(tx)
  const byOrder = new Map<string, Map<string, bigint>>()
  for (const { orderId, skuId, out } of rows) {
    const moved = byOrder.get(orderId) ?? new Map<string, bigint>()
    byOrder.set(orderId, moved.set(skuId, out))
  }
  return byOrder
}

async function moveAt(
  tx: Tx,
  siteId: string,
  wanted: readonly Wanted[],
  promises: readonly Held[],
  batch: string,
): Promise<void> {
  const at = {
    shelf: await standardLocation(tx, siteId, 'stage'),
    customer: await standardLocation(tx, siteId, 'customer'),
    adjustment: await standardLocation(tx, siteId, 'adjustment'),
    returns: await standardLocation(tx, siteId, 'return_dock'),
  }
  const skuIds = [...new Set(wanted.map(({ skuId }) => skuId))]
  await lockPools(
    tx,
    [...skuIds, ...promises.map(({ skuId }) => skuId)].map((skuId) => ({ skuId, siteId })),
  )
  const moves = wanted.map((one) => toMove(one, at))
  // Goods of a shop that sells out of our stock lie on shelves; only what is nowhere is opened.
  const live = new Set(wanted.filter(({ isLive }) => isLive).map(({ skuId }) => skuId))
  const lacking = await lackOf(tx, skuIds, moves, at)
  const fetched = await fetchMoves(tx, siteId, lacking, live, at.shelf)
  const effectiveAt = wanted[0]!.leftAt
  const opening = openingMoves(lacking, fetched, at, effectiveAt)
  await post(tx, ACTOR, {
    cause: `sales:${siteId}:${batch}`,
    document: `sales:${batch}`,
    moves: [...fetched, ...opening, ...moves],
    entries: ended(promises),
  })
}

interface Places {
  readonly shelf: string
  readonly customer: string
  readonly adjustment: string
  readonly returns: string
}

function toMove(one: Wanted, at: Places): Move {
  const outwards = one.out > 0n
  const outside = one.kind === 'write_off' ? at.adjustment : at.customer
  // Goods that come back are looked at before anybody may sell them again.
  const back = one.kind === 'refund' ? at.returns : at.shelf
  const quality = one.kind === 'refund' ? 'inspection' : 'good'
  return {
    skuId: one.skuId,
    qty: outwards ? one.out : -one.out,
    from: outwards ? (one.kind === 'refund' ? at.returns : at.shelf) : outside,
    to: outwards ? outside : back,
    fromQuality: quality,
    toQuality: quality,
    lot: '',
    ownerId: OWN_GOODS,
    reason: one.kind === 'write_off' ? 'adjust' : outwards ? 'ship' : 'return',
    document: `order:${one.orderId}`,
    effectiveAt: one.leftAt,
  }
}

/** Exactly what the shelf lacks for these moves, per SKU. */
async function lackOf(
  tx: Tx,
  skuIds: readonly string[],
  moves: readonly Move[],
  at: Places,
): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await sql<{ skuId: string; qty: bigint }>`
    select sku_id as "skuId", sum(qty - hard)::bigint as qty from inventory.balances
    where location_id = ${at.shelf} and quality = 'good' and lot = '' and owner_id = ${OWN_GOODS}
      and sku_id = any(${[...skuIds]}::uuid[]) group by 1`.execute(tx)
  const onShelf = new Map(rows.map(({ skuId, qty }) => [skuId, qty]))
  for (const { skuId, qty, from, to } of moves) {
    const change = (to === at.shelf ? qty : 0n) - (from === at.shelf ? qty : 0n)
    onShelf.set(skuId, (onShelf.get(skuId) ?? 0n) + change)
  }
  return new Map([...onShelf].flatMap(([skuId, qty]) => (qty < 0n ? [[skuId, -qty]] : [])))
}

/** What lies elsewhere in the site and is pinned to nobody, fullest place first. */
async function fetchMoves(
  tx: Tx,
  siteId: string,
  lacking: ReadonlyMap<string, bigint>,
  live: ReadonlySet<string>,
  shelf: string,
): Promise<Move[]> {
  const skuIds = [...lacking.keys()].filter((skuId) => live.has(skuId))
  if (skuIds.length === 0) return []
  const { rows } = await sql<{ skuId: string; locationId: string; qty: bigint }>`
    select b.sku_id as "skuId", b.location_id as "locationId", b.qty - b.hard as qty
    from inventory.balances b join places.locations l on l.id = b.location_id
    where l.site_id = ${siteId} and l.is_real and l.kind <> 'transit' and l.id <> ${shelf} and b.quality = 'good' and b.lot = ''
      and b.owner_id = ${OWN_GOODS} and b.qty > b.hard and b.sku_id = any(${skuIds}::uuid[])
    order by b.sku_id, b.qty - b.hard desc, l.code`.execute(tx)
  const rest = new Map(lacking)
  return rows.flatMap(({ skuId, locationId, qty: there }) => {
    const needed = rest.get(skuId) ?? 0n
    const qty = there < needed ? there : needed
    if (qty <= 0n) return []
    rest.set(skuId, needed - qty)
    return [
      {
        skuId,
        qty,
        from: locationId,
        to: shelf,
        fromQuality: 'good' as const,
        toQuality: 'good' as const,
        lot: '',
        ownerId: OWN_GOODS,
        reason: 'transfer' as const,
      },
    ]
  })
}

function openingMoves(
  lacking: ReadonlyMap<string, bigint>,
  fetched: readonly Move[],
  at: Places,
  effectiveAt: Date,
): Move[] {
  const rest = new Map(lacking)
  for (const { skuId, qty } of fetched) rest.set(skuId, rest.get(skuId)! - qty)
  return [...rest]
    .filter(([, qty]) => qty > 0n)
    .map(([skuId, qty]) => ({
      skuId,
      qty,
      from: at.adjustment,
      to: at.shelf,
      fromQuality: 'good' as const,
      toQuality: 'good' as const,
      lot: '',
      ownerId: OWN_GOODS,
      reason: 'opening' as const,
      effectiveAt,
    }))
}
