// 审核, 财审, 财审退回, 反审核: one order or many, each by the machine's leave.
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { unpin } from '#modules/inventory'
import { advance, type Taken } from './advance.ts'
import type { HoldCode } from './catalogue.ts'
import { changeHolds } from './holds.ts'
import { type DeskOrder, lockOrders, situationOf } from './load.ts'
import { auditRulings, reasonsOf, ruledBy } from './rulings.ts'
import { deskSettings } from './settings.ts'
import type { Status } from './states.ts'

/** Reading them is what they ask for: whoever audits by hand has. */
export const READ_BY_AUDIT: readonly HoldCode[] = ['H-MEMO', 'H-QTY', 'H-DEADLINE']

/** Throws `orders.not_allowed` with the guard and the fix. */
export async function audit(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly note: string },
): Promise<Status> {
  const order = await readNotes(tx, actor, await lockOne(tx, asked.id))
  const ruling = (await auditRulings(tx, [order.id]))(order.id)
  const situation = ruledBy(ruling, situationOf(order, await deskSettings(tx)))
  const reasons = reasonsOf(ruling)
  const [taken] = await advance(tx, actor, [
    { order, situation, event: 'audit', detail: { note: asked.note, by: 'person', ...reasons } },
  ])
  await keep(tx, actor, taken!, {
    action: 'orders.audit',
    reason: asked.note,
  })
  return taken!.to
}

/** What a look at the order answers is answered by auditing it. */
export async function readNotes(tx: Tx, actor: Actor, order: DeskOrder): Promise<DeskOrder> {
  const read = order.holdCodes.filter((code) => READ_BY_AUDIT.includes(code))
  if (read.length === 0 || order.holdCodes.length > read.length) return order
  const change = { orderId: order.id, standing: order.holdCodes, raise: [], clear: read }
  const sets = await changeHolds(tx, actor, [change], '审核时看过 · read when auditing')
  return { ...order, holdCodes: sets.get(order.id) ?? [] }
}

export async function financeAudit(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly note: string; readonly isRefused: boolean },
): Promise<Status> {
  const order = await lockOne(tx, asked.id)
  const situation = situationOf(order, await deskSettings(tx))
  const [taken] = await advance(tx, actor, [
    {
      order,
      situation,
      event: asked.isRefused ? 'finance_refuse' : 'finance_audit',
      detail: { note: asked.note },
    },
  ])
  await keep(tx, actor, taken!, {
    action: asked.isRefused ? 'orders.finance_refuse' : 'orders.finance_audit',
    reason: asked.note,
  })
  return taken!.to
}

export async function unaudit(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly note: string },
): Promise<Status> {
  const order = await lockOne(tx, asked.id)
  const situation = situationOf(order, await deskSettings(tx))
  const [taken] = await advance(tx, actor, [
    { order, situation, event: 'unaudit', detail: { note: asked.note } },
  ])
  if (order.status === 'RELEASED')
    await unpin(tx, actor, { orderRef: order.id, cause: `desk:unpin:${order.id}:${order.version}` })
  await keep(tx, actor, taken!, {
    action: 'orders.unaudit',
    reason: asked.note,
  })
  return taken!.to
}

async function lockOne(tx: Tx, id: string): Promise<DeskOrder> {
  const [order] = await lockOrders(tx, [id])
  if (!order) throw notFound({ zh: '系统单', en: 'system order' }, id)
  return order
}

async function keep(
  tx: Tx,
  actor: Actor,
  { order, to }: Taken,
  { action, reason }: { readonly action: string; readonly reason: string },
): Promise<void> {
  await recordAudit(tx, actor, {
    action,
    subjectType: 'system_order',
    subjectId: order.id,
    before: { status: order.status },
    after: { status: to },
    reason,
  })
}
