// 验货: every piece is scanned. What is wrong or too much is an error that is kept; what is missing keeps the order here (T28).
import { notFound } from '#kernel/errors.ts'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { advance, type DeskOrder, deskSettings, lockOrder, situationOf } from '#modules/orders'
import { notPickedYet, pulled } from './errors.ts'
import { type FloorOrder, needFloor, whyNot } from './floor.ts'
import { skuOfCode } from './pick.ts'
import { settleWave } from './settle-wave.ts'
import { noteWork } from './work.ts'

export interface Scanned {
  readonly outcome: 'ok' | 'wrong' | 'over' | 'unknown'
  readonly skuId: string | null
  readonly checked: bigint
  readonly wanted: bigint
  /** Pieces of the whole order still to be scanned. */
  readonly left: bigint
}

/** The order and its row on the floor, locked; refused by name when it does not ship. */
export async function lockWorkable(
  tx: Tx,
  orderId: string,
): Promise<{ order: DeskOrder; floor: FloorOrder }> {
  const order = await lockOrder(tx, orderId)
  const because = whyNot(order)
  if (because) throw pulled(order.no, because)
  return { order, floor: await needFloor(tx, order) }
}

export async function scanPiece(
  tx: Tx,
  actor: Actor,
  asked: { readonly orderId: string; readonly code: string },
): Promise<Scanned> {
  const { order, floor } = await lockWorkable(tx, asked.orderId)
  const tasks = await checkable(tx, order, floor)
  const sku = await skuOfCode(tx, asked.code.trim())
  const own = tasks.filter(({ skuId }) => skuId === sku?.skuId)
  const wanted = own.reduce((sum, { qty }) => sum + qty, 0n)
  const before = own.reduce((sum, { checked }) => sum + checked, 0n)
  const left = tasks.reduce((sum, { qty, checked }) => sum + qty - checked, 0n)
  const outcome =
    sku === null
      ? 'unknown'
      : own.length === 0
        ? 'wrong'
        : before + sku.qty > wanted
          ? 'over'
          : 'ok'
  const work = { siteId: floor.siteId, waveId: floor.waveId, orderId: order.id }
  if (outcome !== 'ok') {
    await noteWork(tx, actor, {
      ...work,
      kind: 'error',
      units: sku?.qty ?? 1n,
      detail: { code: `check_${outcome}`, scanned: asked.code },
    })
    return { outcome, skuId: sku?.skuId ?? null, checked: before, wanted, left }
  }
  await addChecked(tx, own, sku!.qty)
  await noteWork(tx, actor, { ...work, kind: 'check', lines: 1, units: sku!.qty })
  if (left - sku!.qty === 0n) await finishCheck(tx, actor, order, floor)
  return { outcome, skuId: sku!.skuId, checked: before + sku!.qty, wanted, left: left - sku!.qty }
}

interface Checkable {
  readonly id: string
  readonly skuId: string
  readonly qty: bigint
  readonly checked: bigint
}

async function checkable(tx: Tx, order: DeskOrder, floor: FloorOrder): Promise<Checkable[]> {
  const { rows } = await sql<Checkable & { state: string }>`
    select id, sku_id as "skuId", qty, checked_qty as checked, state from warehouse.tasks
    where floor_id = ${floor.id} and state in ('open', 'picked') order by id for update`.execute(tx)
  const open = rows.filter(({ state }) => state === 'open').reduce((sum, { qty }) => sum + qty, 0n)
  if (open > 0n || rows.length === 0) throw notPickedYet(order.no, open)
  return rows
}

async function addChecked(tx: Tx, tasks: readonly Checkable[], qty: bigint): Promise<void> {
  let rest = qty
  for (const task of tasks) {
    const room = task.qty - task.checked
    const own = room < rest ? room : rest
    if (own === 0n) continue
    rest -= own
    await sql`
      update warehouse.tasks set checked_qty = checked_qty + ${own}, sorted_qty = greatest(sorted_qty, checked_qty + ${own})
      where id = ${task.id}`.execute(tx)
  }
}

async function finishCheck(
  tx: Tx,
  actor: Actor,
  order: DeskOrder,
  floor: FloorOrder,
): Promise<void> {
  await advance(tx, actor, [
    {
      order,
      situation: { ...situationOf(order, await deskSettings(tx)), isPickedWhole: true },
      event: 'check',
    },
  ])
  if (floor.waveId !== null) await settleWave(tx, floor.waveId)
}

/**
 * 一单一货: one scan finds the most urgent single order with this piece, and checks it. Two stations at once get two orders. Null
 * when no wave of singles waits for it.
 */
export async function checkSingle(
  tx: Tx,
  actor: Actor,
  asked: { readonly siteId: string; readonly code: string },
): Promise<string | null> {
  const site = await sql`select 1 from places.sites where id = ${asked.siteId}`.execute(tx)
  if (site.rows.length === 0) throw notFound({ zh: '仓库', en: 'site' }, asked.siteId)
  const sku = await skuOfCode(tx, asked.code.trim())
  if (!sku) return null
  const { rows } = await sql<{ orderId: string }>`
    select o.id as "orderId" from warehouse.floor_orders f
    join orders.fulfil_orders o on o.id = f.order_id
    join warehouse.waves w on w.id = f.wave_id
    where f.site_id = ${asked.siteId} and f.state = 'open' and f.profile = 'single' and w.method = 'sku'
      and o.status = 'PICKING' and o.is_allocated and cardinality(o.hold_codes) = 0
      and exists (select 1 from warehouse.tasks t where t.floor_id = f.id and t.state = 'picked' and t.sku_id = ${sku.skuId}
        and t.checked_qty < t.qty)
    order by coalesce(f.due_at, 'infinity'), f.id limit 1 for update of o skip locked`.execute(tx)
  const orderId = rows[0]?.orderId
  if (orderId === undefined) return null
  const scanned = await scanPiece(tx, actor, { orderId, code: asked.code })
  return scanned.outcome === 'ok' ? orderId : null
}
