// The floor gives an order back to the desk: its promises are given up, it is prepared anew and waits for audit, with every hold it
// has. What was picked of it lies on the floor and is put back there.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { advance } from './advance.ts'
import { letGo } from './change-sources.ts'
import { lockOrder, situationOf } from './load.ts'
import { prepare } from './prepare.ts'
import { deskSettings } from './settings.ts'
import { isOnFloor } from './states.ts'

export interface AskedBack {
  readonly id: string
  readonly detail: Readonly<Record<string, unknown>>
  /** Done once its promises are free and before it is promised anew: what is missing on a shelf is frozen there. */
  readonly between?: (() => Promise<void>) | undefined
}

/** False when it is not on the floor: cancelled or taken back meanwhile. */
export async function sendBack(tx: Tx, actor: Actor, asked: AskedBack): Promise<boolean> {
  const order = await lockOrder(tx, asked.id)
  if (!isOnFloor(order.status)) return false
  await advance(tx, actor, [
    {
      order,
      situation: situationOf(order, await deskSettings(tx)),
      event: 'pull',
      detail: asked.detail,
    },
  ])
  await letGo(tx, actor, order)
  // Its paper is taken back by whoever made it; the next parcel gets a new one.
  await sql`update orders.fulfil_orders set carrier = '', waybill = '' where id = ${order.id}`.execute(
    tx,
  )
  await asked.between?.()
  await prepare(tx, actor, [order.id], 'pull')
  return true
}
