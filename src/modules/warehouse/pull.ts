// 剔除: an order leaves its wave. What is not picked yet is not picked, what was picked is put back, its paper is taken back, and the
// order returns to the desk with its holds. It cannot reach SHIPPED from here (OP-WMS-4).
import { sql } from 'kysely'
import { type Actor, systemActor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import type { Services } from '#kernel/services.ts'
import { toJson } from '#kernel/wire.ts'
import { cancelParcels } from '#modules/carriers'
import { isOnFloor, lockOrder, sendBack } from '#modules/orders'
import { lockFloor, whyNot } from './floor.ts'
import { settleWave } from './settle-wave.ts'

const FLOOR = systemActor('floor')

export interface Pull {
  readonly orderId: string
  readonly rule: string
  readonly because: Bilingual
  readonly note?: string | undefined
  /** See `sendBack` of orders. */
  readonly between?: (() => Promise<void>) | undefined
}

/** False when it was not on the floor any more. */
export async function pullOrder(tx: Tx, actor: Actor, asked: Pull): Promise<boolean> {
  const order = await lockOrder(tx, asked.orderId)
  const floor = await lockFloor(tx, order.id)
  if (!floor) return false
  const { rows: picked } = await sql<{ id: string }>`
    select id from warehouse.tasks where floor_id = ${floor.id} and state = 'picked' order by id for update`.execute(
    tx,
  )
  await sql`
    insert into warehouse.put_backs (id, floor_id, sku_id, lot, qty, from_id, to_id)
    select fresh.id, t.floor_id, t.sku_id, t.lot, t.qty, t.stage_id, t.location_id
    from unnest(${picked.map(() => newId())}::uuid[], ${picked.map(({ id }) => id)}::uuid[]) as fresh (id, task_id)
    join warehouse.tasks t on t.id = fresh.task_id`.execute(tx)
  await sql`
    update warehouse.tasks set state = case state when 'open' then 'cancelled' else 'put_back' end
    where floor_id = ${floor.id} and state in ('open', 'picked')`.execute(tx)
  await sql`
    update warehouse.floor_orders set state = 'pulled', ended_at = clock_timestamp(),
      pulled_because = ${toJson({ rule: asked.rule, ...asked.because, note: asked.note ?? '' })}::jsonb,
      recall = case when parcel_id is null then null else 'waiting' end
    where id = ${floor.id}`.execute(tx)
  if (isOnFloor(order.status)) {
    await sendBack(tx, actor, {
      id: order.id,
      detail: { rule: asked.rule, ...asked.because, note: asked.note ?? '' },
      between: asked.between,
    })
  } else await asked.between?.()
  await recordAudit(tx, actor, {
    action: 'warehouse.pull',
    subjectType: 'system_order',
    subjectId: order.id,
    before: { status: order.status, waveId: floor.waveId },
    after: { because: asked.because, putBack: picked.length },
    reason: asked.note,
  })
  if (floor.waveId !== null) await settleWave(tx, floor.waveId)
  return true
}

/** What the desk says of orders: cancelled, held for a refund, changed, taken back. The floor follows. */
export async function followOrders(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const cut = new Set(events.filter(({ type }) => type === 'order.cut').map(({ key }) => key))
  const ids = [...new Set(events.map(({ key }) => key))].toSorted()
  const { rows } = await sql<{ orderId: string }>`
    select order_id as "orderId" from warehouse.floor_orders
    where order_id = any(${ids}::uuid[]) and state = 'open' order by order_id`.execute(tx)
  for (const { orderId } of rows) {
    const order = await lockOrder(tx, orderId)
    const because =
      whyNot(order) ??
      (cut.has(orderId)
        ? { zh: '平台改了内容', en: 'the platform changed it' }
        : isOnFloor(order.status)
          ? null
          : { zh: '审单台收回', en: 'taken back by the desk' })
    if (because) await pullOrder(tx, FLOOR, { orderId, rule: 'followed_the_desk', because })
  }
}

/** A few a run: carriers are asked one by one. */
const RECALLS_A_RUN = 50

/** Waybills of pulled orders go back to their carriers, outside any transaction. */
export async function recallLabels(services: Services): Promise<void> {
  const { rows } = await sql<{ id: string; parcelId: string }>`
    select id, parcel_id as "parcelId" from warehouse.floor_orders where recall = 'waiting'
    order by ended_at limit ${RECALLS_A_RUN}`.execute(services.db)
  for (const { id, parcelId } of rows) {
    try {
      const result = await cancelParcels(services, FLOOR, parcelId, '订单剔除 · order pulled')
      await sql`
        update warehouse.floor_orders set recall = ${result === 'cancelled' ? 'done' : 'failed'} where id = ${id}`.execute(
        services.db,
      )
    } catch (error) {
      services.log.warn(
        { parcelId, error: (error as Error).message },
        'a waybill was not taken back yet',
      )
    }
  }
}
