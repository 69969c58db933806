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
import { relinkOrders } from './relink-lines.ts'

const ACTOR = systemActor('sales history')

interface Wanted {
  readonly orderId: string
  readonly siteId: string
  readonly kind: OrderKind
  readonly leftAt: Date
  readonly skuId: string
  /** Net quantity out of the shelf: negative for goods that came back. */
  readonly out: bigint
}

export async function moveStock(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const orderIds = [...new Set(events.map(({ key }) => key))]
  await relinkOrders(tx, orderIds)
  const wanted = await differences(tx, orderIds)
  const batch = `${events[0]!.id}-${events.at(-1)!.id}`
  for (const [siteId, group] of Map.groupBy(wanted, (one) => one.siteId)) {
    await moveAt(tx, siteId, group, batch)
  }
}

interface Left {
  readonly orderId: string
  readonly siteId: string
  readonly kind: OrderKind
  readonly leftAt: Date
  readonly skuId: string | null
  readonly qty: bigint
}

/** What each order should have moved by what the platform says, less what it has moved already. */
async function differences(tx: Tx, orderIds: readonly string[]): Promise<Wanted[]> {
  const { rows: left } = await sql<Left>`/* plan anew */
    select o.id as "orderId", s.stock_site_id as "siteId", o.kind, coalesce(o.shipped_at, o.ordered_at) as "leftAt",
      l.sku_id as "skuId", coalesce(sum(l.qty * l.sku_qty), 0)::bigint as qty
    from sales.orders o join shops.shops s on s.id = o.shop_id
    left join sales.order_lines l on l.order_id = o.id and l.sku_id is not null and not o.withdrawn
      and (o.status in ('partially_shipped', 'shipped', 'delivered', 'completed')
        or (o.status = 'closed_refunded' and o.shipped_at is not null))
    -- The desk's orders leave by the desk's own shipment.
    where o.id = any(${[...orderIds]}::uuid[]) and s.stock_site_id is not null and o.fulfilment = 'platform'
    group by o.id, s.stock_site_id, l.sku_id
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
    skuIds.map((skuId) => ({ skuId, siteId })),
  )
  const moves = wanted.map((one) => toMove(one, at))
  const opening = await openingMoves(tx, skuIds, moves, at, wanted[0]!.leftAt)
  await post(tx, ACTOR, {
    cause: `sales:${siteId}:${batch}`,
    document: `sales:${batch}`,
    moves: [...opening, ...moves],
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
async function openingMoves(
  tx: Tx,
  skuIds: readonly string[],
  moves: readonly Move[],
  at: Places,
  effectiveAt: Date,
): Promise<Move[]> {
  const { rows } = await sql<{ skuId: string; qty: bigint }>`
    select sku_id as "skuId", sum(qty - hard)::bigint as qty from inventory.balances
    where location_id = ${at.shelf} and quality = 'good' and lot = '' and owner_id = ${OWN_GOODS}
      and sku_id = any(${[...skuIds]}::uuid[]) group by 1`.execute(tx)
  const onShelf = new Map(rows.map(({ skuId, qty }) => [skuId, qty]))
  for (const { skuId, qty, from, to } of moves) {
    const change = (to === at.shelf ? qty : 0n) - (from === at.shelf ? qty : 0n)
    onShelf.set(skuId, (onShelf.get(skuId) ?? 0n) + change)
  }
  return [...onShelf]
    .filter(([, qty]) => qty < 0n)
    .map(([skuId, qty]) => ({
      skuId,
      qty: -qty,
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
