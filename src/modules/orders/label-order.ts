// Packed: the parcel has its paper. What is on the label is on the order from here on.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { advance } from './advance.ts'
import { lockOrder, situationOf } from './load.ts'
import { deskSettings } from './settings.ts'
import { refuseUsedWaybill } from './ship.ts'

/** Throws `orders.not_allowed`, `orders.waybill_used`. Safe to repeat with the same label. */
export async function labelOrder(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly carrier: string; readonly waybill: string },
): Promise<void> {
  const order = await lockOrder(tx, asked.id)
  const waybill = asked.waybill.trim().toUpperCase()
  if (order.status === 'PACKED' && order.waybill === waybill) return
  await refuseUsedWaybill(tx, order, waybill)
  await advance(tx, actor, [
    {
      order,
      situation: { ...situationOf(order, await deskSettings(tx)), hasLabel: waybill !== '' },
      event: 'pack',
      detail: { carrier: asked.carrier, waybill },
    },
  ])
  await sql`
    update orders.fulfil_orders set carrier = ${asked.carrier}, waybill = ${waybill} where id = ${order.id}`.execute(
    tx,
  )
}
