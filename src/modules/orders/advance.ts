// The only way a system order changes its status: the machine decides, then status, timeline and event are written together.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { toJson } from '#kernel/wire.ts'
import { endShipClocks } from './end-ship-clocks.ts'
import { notAllowed } from './errors.ts'
import type { DeskOrder } from './load.ts'
import { decide, type Decision, type Event, type Situation } from './machine.ts'
import type { Status } from './states.ts'

export interface Step {
  readonly order: DeskOrder
  readonly situation: Situation
  readonly event: Event
  readonly detail?: Readonly<Record<string, unknown>> | undefined
}

export interface Taken extends Step {
  readonly to: Status
}

/** Throws `orders.not_allowed` for the first that may not; nothing has changed then. */
export async function advance(tx: Tx, actor: Actor, steps: readonly Step[]): Promise<Taken[]> {
  const taken = steps.map((step) => {
    const decision = decide(step.situation, step.event)
    if (!decision.ok) throw notAllowed(step.order, step.event, decision.guard)
    return { ...step, to: decision.to }
  })
  await write(tx, actor, taken)
  return taken
}

/** Those that may, go; the others come back with the reason. For work on many orders at once. */
export async function advanceAll(
  tx: Tx,
  actor: Actor,
  steps: readonly Step[],
): Promise<{ taken: Taken[]; refused: { step: Step; decision: Decision & { ok: false } }[] }> {
  const taken: Taken[] = []
  const refused: { step: Step; decision: Decision & { ok: false } }[] = []
  for (const step of steps) {
    const decision = decide(step.situation, step.event)
    if (decision.ok) taken.push({ ...step, to: decision.to })
    else refused.push({ step, decision })
  }
  await write(tx, actor, taken)
  return { taken, refused }
}

const TOLD: Partial<Readonly<Record<Event, string>>> = {
  pipeline_done: 'order.preprocessed',
  audit: 'order.audited',
  finance_audit: 'order.audited',
  unaudit: 'order.unaudited',
  release: 'order.released',
  unrelease: 'order.unreleased',
  pull: 'order.pulled',
  cancel: 'order.cancelled',
  ship: 'order.shipped',
  ship_from_desk: 'order.shipped',
}

async function write(tx: Tx, actor: Actor, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return
  const ids = taken.map(({ order }) => order.id)
  await sql`
    update orders.fulfil_orders o set status = fresh.status, version = o.version + 1,
      status_at = case when o.status = fresh.status then o.status_at else clock_timestamp() end
    from unnest(${ids}::uuid[], ${pgArray(taken.map(({ to }) => to))}::text[]) as fresh (id, status)
    where o.id = fresh.id`.execute(tx)
  await note(
    tx,
    actor,
    taken.map(({ order, event, to, detail }) => ({
      orderId: order.id,
      event,
      from: order.status,
      to,
      detail,
    })),
  )
  await endShipClocks(tx, taken)
  await emitAll(
    tx,
    taken.flatMap(({ order, event, to, detail }) => {
      const type = TOLD[event]
      return type === undefined
        ? []
        : [{ type, key: order.id, payload: { orderId: order.id, status: to, ...detail } }]
    }),
  )
}

export interface Noted {
  readonly orderId: string
  readonly event: string
  readonly from: Status
  readonly to: Status
  readonly detail?: Readonly<Record<string, unknown>> | undefined
}

/** A line in the timeline; what is told here is never taken back. */
export async function note(tx: Tx, actor: Actor, all: readonly Noted[]): Promise<void> {
  if (all.length === 0) return
  await sql`
    insert into orders.timeline (order_id, event, from_status, to_status, actor_id, actor_name, detail)
    select order_id, event, from_status, to_status, ${actor.id}, ${actor.name}, detail from unnest(
      ${all.map(({ orderId }) => orderId)}::uuid[], ${pgArray(all.map(({ event }) => event))}::text[],
      ${pgArray(all.map(({ from }) => from))}::text[], ${pgArray(all.map(({ to }) => to))}::text[],
      ${pgArray(all.map(({ detail }) => toJson(detail ?? {})))}::jsonb[]) as fresh (order_id, event, from_status, to_status, detail)`.execute(
    tx,
  )
}
