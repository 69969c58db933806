// Ship from the desk: the parcel has a number and goes. Goods leave the shelves they are promised from, the promise ends, and the
// platform is to be told, all in one transaction. For houses without the warehouse part, and for what leaves beside it.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { newId } from '#kernel/ids.ts'
import { now } from '#kernel/time.ts'
import { pinToShelves, ship as postShipment } from '#modules/inventory'
import { advance } from './advance.ts'
import { waybillUsed } from './errors.ts'
import { type DeskOrder, lockOrder, situationOf, sourcesOf } from './load.ts'
import { deskSettings } from './settings.ts'

export interface AskedShip {
  readonly id: string
  readonly carrier: string
  readonly waybill: string
}

/** Throws `orders.not_allowed`, `orders.waybill_used`, or what the ledger says when a shelf is short. */
export async function shipOrder(tx: Tx, actor: Actor, asked: AskedShip): Promise<void> {
  const order = await lockOrder(tx, asked.id)
  const parcel = { carrier: asked.carrier.trim(), waybill: asked.waybill.trim().toUpperCase() }
  // Shipped with the same number before: done.
  if (order.status === 'SHIPPED' && order.waybill === parcel.waybill) return
  const isFromFloor = order.status === 'WEIGHED'
  await refuseUsedWaybill(tx, order, parcel.waybill)
  const at = now()
  await sql`
    update orders.fulfil_orders set carrier = ${parcel.carrier}, waybill = ${parcel.waybill}, shipped_at = ${at}
    where id = ${order.id}`.execute(tx)
  const named = { ...order, ...parcel }
  await advance(tx, actor, [
    {
      order: named,
      situation: situationOf(named, await deskSettings(tx)),
      event: isFromFloor ? 'ship' : 'ship_from_desk',
      detail: parcel,
    },
  ])
  // From the floor its goods are pinned already: they lie where they were packed.
  if (!isFromFloor) {
    await pinToShelves(tx, actor, {
      orderRef: order.id,
      cause: `desk:pin:${order.id}:${order.version}`,
    })
  }
  await leaveShelves(tx, actor, order)
  await tellPlatforms(tx, order, parcel, at)
  await recordAudit(tx, actor, {
    action: 'orders.ship',
    subjectType: 'system_order',
    subjectId: order.id,
    before: { status: order.status },
    after: { status: 'SHIPPED', ...parcel },
  })
}

export async function refuseUsedWaybill(tx: Tx, order: DeskOrder, waybill: string): Promise<void> {
  if (waybill === '') return
  const { rows } = await sql<{ no: string }>`
    select no from orders.fulfil_orders where waybill = ${waybill} and id <> ${order.id} limit 1`.execute(
    tx,
  )
  if (rows[0]) throw waybillUsed(waybill, rows[0].no)
}

/** Out of the shelves it is pinned to (by the ledger's own rule, first expired first); each move names its platform order. */
async function leaveShelves(tx: Tx, actor: Actor, order: DeskOrder): Promise<void> {
  const { rows } = await sql<{
    lineRef: string
    skuId: string
    locationId: string
    lot: string
    ownerId: string
    qty: bigint
  }>`
    select r.line_ref as "lineRef", r.sku_id as "skuId", r.location_id as "locationId", r.lot, b.owner_id as "ownerId",
      r.outstanding as qty
    from inventory.reservations r
    cross join lateral (
      select owner_id from inventory.balances b
      where b.sku_id = r.sku_id and b.location_id = r.location_id and b.lot = r.lot and b.quality = 'good'
      order by b.hard desc limit 1) as b
    where r.order_ref = ${order.id} and r.kind = 'HARD' and r.outstanding > 0
    order by r.sku_id, r.line_ref, r.location_id, r.lot`.execute(tx)
  const documents = new Map(
    order.lines.map(({ id, links }) => [id, `order:${links[0]?.platformOrderId ?? order.id}`]),
  )
  await postShipment(tx, actor, {
    orderRef: order.id,
    cause: `desk:ship:${order.id}`,
    lines: rows.map((row) => ({ ...row, document: documents.get(row.lineRef) })),
  })
}

async function tellPlatforms(
  tx: Tx,
  order: DeskOrder,
  { carrier, waybill }: { readonly carrier: string; readonly waybill: string },
  at: Date,
): Promise<void> {
  const ids = sourcesOf(order)
  const { rows } = await sql<{ id: string; platformNo: string; shopId: string }>`
    select id, platform_no as "platformNo", shop_id as "shopId" from sales.orders
    where id = any(${ids}::uuid[]) order by id`.execute(tx)
  await sql`
    insert into orders.shipments (id, order_id, platform_order_id, shop_id, platform_no, carrier, waybill, shipped_at)
    select fresh.id, ${order.id}, o.id, o.shop_id, o.platform_no, ${carrier}, ${waybill}, ${at}
    from unnest(${rows.map(() => newId())}::uuid[], ${rows.map(({ id }) => id)}::uuid[]) as fresh (id, order_id)
    join sales.orders o on o.id = fresh.order_id
    on conflict (order_id, platform_order_id) do nothing`.execute(tx)
  await emitAll(
    tx,
    rows.map(({ id, platformNo, shopId }) => ({
      type: 'parcel.shipped',
      key: id,
      payload: { orderId: order.id, platformOrderId: id, shopId, platformNo, carrier, waybill },
    })),
  )
}
