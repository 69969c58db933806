// Raising and clearing holds: rows with who and why, and the set that stands on the order. Nobody else writes either.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { toJson } from '#kernel/wire.ts'
import type { HoldCode } from './catalogue.ts'
import type { WantedHold } from './judge.ts'

export interface HoldChange {
  readonly orderId: string
  /** The set as it stood when the order was locked. */
  readonly standing: readonly HoldCode[]
  readonly raise: readonly WantedHold[]
  readonly clear: readonly HoldCode[]
}

/** A person's answer is remembered: what was cleared by hand for the same basis is not raised again. */
export async function answered(tx: Tx, orderIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    select distinct order_id || '|' || code || '|' || basis as key from orders.holds
    where order_id = any(${[...orderIds]}::uuid[]) and is_by_person and cleared_at is not null`.execute(
    tx,
  )
  return new Set(rows.map(({ key }) => key))
}

/** New sets by order. Raising what stands only renews its reason; clearing what does not stand does nothing. */
export async function changeHolds(
  tx: Tx,
  actor: Actor,
  changes: readonly HoldChange[],
  note = '',
): Promise<Map<string, readonly HoldCode[]>> {
  const sets = new Map<string, readonly HoldCode[]>()
  const raised: { orderId: string; hold: WantedHold }[] = []
  const renewed: { orderId: string; hold: WantedHold }[] = []
  const cleared: { orderId: string; code: HoldCode }[] = []
  for (const { orderId, standing, raise, clear } of changes) {
    const set = new Set(standing)
    for (const code of clear) if (set.delete(code)) cleared.push({ orderId, code })
    for (const hold of raise) {
      if (standing.includes(hold.code) && set.has(hold.code)) renewed.push({ orderId, hold })
      else raised.push({ orderId, hold })
      set.add(hold.code)
    }
    sets.set(orderId, [...set].toSorted())
  }
  await clearRows(tx, actor, cleared, note)
  await raiseRows(tx, actor, raised)
  await renewRows(tx, renewed)
  const touched = changes.filter(({ orderId }) =>
    [...raised, ...cleared].some((one) => one.orderId === orderId),
  )
  await writeSets(
    tx,
    touched.map(({ orderId }) => ({ orderId, codes: sets.get(orderId)! })),
  )
  await emitAll(tx, [
    ...raised.map(({ orderId, hold }) => ({
      type: 'order.hold.raised',
      key: orderId,
      payload: { orderId, code: hold.code },
    })),
    ...cleared.map(({ orderId, code }) => ({
      type: 'order.hold.cleared',
      key: orderId,
      payload: { orderId, code, by: actor.id },
    })),
  ])
  return sets
}

async function clearRows(
  tx: Tx,
  actor: Actor,
  cleared: readonly { orderId: string; code: HoldCode }[],
  note: string,
): Promise<void> {
  if (cleared.length === 0) return
  await sql`
    update orders.holds h set cleared_at = clock_timestamp(), cleared_by = ${actor.name},
      is_by_person = ${actor.kind !== 'system'}, note = ${note}
    from unnest(${cleared.map(({ orderId }) => orderId)}::uuid[], ${pgArray(cleared.map(({ code }) => code))}::text[])
      as gone (order_id, code)
    where h.order_id = gone.order_id and h.code = gone.code and h.cleared_at is null`.execute(tx)
}

async function raiseRows(
  tx: Tx,
  actor: Actor,
  raised: readonly { orderId: string; hold: WantedHold }[],
): Promise<void> {
  if (raised.length === 0) return
  await sql`
    insert into orders.holds (order_id, code, basis, reason, raised_by)
    select order_id, code, basis, reason, ${actor.name} from unnest(
      ${raised.map(({ orderId }) => orderId)}::uuid[], ${pgArray(raised.map(({ hold }) => hold.code))}::text[],
      ${pgArray(raised.map(({ hold }) => hold.basis.slice(0, 500)))}::text[],
      ${pgArray(raised.map(({ hold }) => toJson(hold.reason)))}::jsonb[]) as fresh (order_id, code, basis, reason)
    on conflict (order_id, code) where cleared_at is null do nothing`.execute(tx)
}

async function renewRows(
  tx: Tx,
  renewed: readonly { orderId: string; hold: WantedHold }[],
): Promise<void> {
  if (renewed.length === 0) return
  await sql`
    update orders.holds h set basis = fresh.basis, reason = fresh.reason
    from unnest(
      ${renewed.map(({ orderId }) => orderId)}::uuid[], ${pgArray(renewed.map(({ hold }) => hold.code))}::text[],
      ${pgArray(renewed.map(({ hold }) => hold.basis.slice(0, 500)))}::text[],
      ${pgArray(renewed.map(({ hold }) => toJson(hold.reason)))}::jsonb[]) as fresh (order_id, code, basis, reason)
    where h.order_id = fresh.order_id and h.code = fresh.code and h.cleared_at is null
      and (h.basis, h.reason) is distinct from (fresh.basis, fresh.reason)`.execute(tx)
}

async function writeSets(
  tx: Tx,
  sets: readonly { orderId: string; codes: readonly HoldCode[] }[],
): Promise<void> {
  if (sets.length === 0) return
  await sql`
    update orders.fulfil_orders o set hold_codes = string_to_array(fresh.codes, ','), version = o.version + 1,
      blocked_at = case when fresh.codes = '' then null else coalesce(o.blocked_at, now()) end
    from unnest(${sets.map(({ orderId }) => orderId)}::uuid[], ${pgArray(sets.map(({ codes }) => codes.join(',')))}::text[])
      as fresh (order_id, codes)
    where o.id = fresh.order_id`.execute(tx)
}
