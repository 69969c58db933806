// Give a system order up, or take that back. What is given up of a platform line is written down, so that the next word of the
// platform does not bring it back by itself.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { advance } from './advance.ts'
import { letGo } from './change-sources.ts'
import { changeHolds } from './holds.ts'
import { type DeskOrder, lockOrder, situationOf } from './load.ts'
import { prepare } from './prepare.ts'
import { deskSettings } from './settings.ts'

export interface AskedCancel {
  readonly id: string
  readonly note: string
}

export async function cancelOrder(tx: Tx, actor: Actor, asked: AskedCancel): Promise<void> {
  const order = await lockOrder(tx, asked.id)
  await advance(tx, actor, [
    {
      order,
      situation: situationOf(order, await deskSettings(tx)),
      event: 'cancel',
      detail: { note: asked.note, by: 'person' },
    },
  ])
  await giveUp(tx, order, 1)
  await letGo(tx, actor, order)
  await changeHolds(tx, actor, [
    { orderId: order.id, standing: order.holdCodes, raise: [], clear: order.holdCodes },
  ])
  await keep(tx, actor, order, { action: 'orders.cancel', reason: asked.note })
}

/** Only what a person gave up comes back this way; what the platform cancelled comes back by its word. */
export async function reopenOrder(tx: Tx, actor: Actor, asked: AskedCancel): Promise<void> {
  const order = await lockOrder(tx, asked.id)
  await advance(tx, actor, [
    {
      order,
      situation: situationOf(order, await deskSettings(tx)),
      event: 'reopen',
      detail: { note: asked.note, by: 'person' },
    },
  ])
  await giveUp(tx, order, -1)
  await prepare(tx, actor, [order.id], 'reopen')
  await keep(tx, actor, order, { action: 'orders.reopen', reason: asked.note })
}

/** The constraints of source_lines refuse giving up what was dropped, and taking back what was not given up. */
async function giveUp(tx: Tx, order: DeskOrder, sign: 1 | -1): Promise<void> {
  await sql`
    update orders.source_lines s set given_up = s.given_up + ${sign} * k.qty
    from (
      select k.platform_order_id, k.line_key, sum(k.qty)::bigint as qty from orders.line_links k
      join orders.fulfil_lines l on l.id = k.fulfil_line_id where l.order_id = ${order.id} group by 1, 2) as k
    where s.platform_order_id = k.platform_order_id and s.line_key = k.line_key`.execute(tx)
}

async function keep(
  tx: Tx,
  actor: Actor,
  order: DeskOrder,
  { action, reason }: { readonly action: string; readonly reason: string },
): Promise<void> {
  await recordAudit(tx, actor, {
    action,
    subjectType: 'system_order',
    subjectId: order.id,
    before: { status: order.status },
    reason,
  })
}
