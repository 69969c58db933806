// A person's word about a hold: raised by hand, or cleared with a reason. Cleared for the same cause, it stays cleared.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { invalid } from '#kernel/errors.ts'
import { note } from './advance.ts'
import { type HoldCode, holdKind } from './catalogue.ts'
import { becameSomethingElse, mayNotClear, notClearable, notHeld } from './errors.ts'
import { changeHolds } from './holds.ts'
import { type DeskOrder, lockOrder } from './load.ts'
import { deskSettings } from './settings.ts'
import { settle } from './settle.ts'
import { isOpen } from './states.ts'

export interface AskedClear {
  readonly id: string
  readonly code: HoldCode
  readonly note: string
}

/** Throws `orders.not_held`, `orders.not_clearable` where only the cause helps, `access.forbidden` by the hold's own permission. */
export async function clearHold(
  tx: Tx,
  actor: Actor,
  asked: AskedClear,
): Promise<readonly HoldCode[]> {
  const order = await lockOrder(tx, asked.id)
  refuseToClear(actor, order, asked.code)
  const sets = await changeHolds(
    tx,
    actor,
    [{ orderId: order.id, standing: order.holdCodes, raise: [], clear: [asked.code] }],
    asked.note,
  )
  if (asked.code === 'H-DATE')
    await sql`update orders.fulfil_orders set hold_until = null where id = ${order.id}`.execute(tx)
  await keep(tx, actor, order, { event: 'clear_hold', action: 'orders.clear_hold' }, asked)
  await settle(tx, [order.id], await deskSettings(tx))
  return sets.get(order.id) ?? []
}

export function refuseToClear(actor: Actor, order: DeskOrder, code: HoldCode): void {
  if (!order.holdCodes.includes(code)) throw notHeld(order.no, code)
  const { clearer } = holdKind(code)
  if (clearer === null) throw notClearable(order.no, code)
  if (!actor.permissions.has(clearer)) throw mayNotClear(code)
}

export interface AskedHold {
  readonly id: string
  readonly code: 'H-PAUSE' | 'H-SPECIAL' | 'H-DATE'
  readonly note: string
  /** For H-DATE: it goes by itself then. */
  readonly until?: Date | undefined
}

export async function raiseHold(
  tx: Tx,
  actor: Actor,
  asked: AskedHold,
): Promise<readonly HoldCode[]> {
  const order = await lockOrder(tx, asked.id)
  if (!isOpen(order.status)) throw becameSomethingElse(order.status)
  if (asked.code === 'H-DATE' && asked.until === undefined) {
    throw invalid([
      { path: 'until', code: 'required', zh: '填写发货日期', en: 'say from when it may ship' },
    ])
  }
  const inputs = { note: asked.note, ...(asked.until ? { until: asked.until.toISOString() } : {}) }
  const basis = `${asked.code}:${order.version}`
  const sets = await changeHolds(tx, actor, [
    {
      orderId: order.id,
      standing: order.holdCodes,
      raise: [{ code: asked.code, basis, reason: { rule: 'by_hand', inputs } }],
      clear: [],
    },
  ])
  if (asked.until)
    await sql`update orders.fulfil_orders set hold_until = ${asked.until} where id = ${order.id}`.execute(
      tx,
    )
  await keep(tx, actor, order, { event: 'raise_hold', action: 'orders.raise_hold' }, asked)
  return sets.get(order.id) ?? []
}

async function keep(
  tx: Tx,
  actor: Actor,
  order: DeskOrder,
  { event, action }: { readonly event: string; readonly action: string },
  { code, note: said }: { readonly code: HoldCode; readonly note: string },
): Promise<void> {
  const detail = { code, note: said }
  await note(tx, actor, [
    { orderId: order.id, event, from: order.status, to: order.status, detail },
  ])
  await recordAudit(tx, actor, {
    action,
    subjectType: 'system_order',
    subjectId: order.id,
    after: { code },
    reason: said,
  })
}
