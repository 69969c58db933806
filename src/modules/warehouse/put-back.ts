// 退货位: goods of pulled orders go from the pack station back to a shelf; the one they came from, or where there is room.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { post } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { PUT_BACK, putBackDone, putBackTaken } from './errors.ts'
import { noteWork } from './work.ts'

export async function putBack(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly locationId: string },
): Promise<void> {
  const { rows } = await sql<{
    skuId: string
    lot: string
    qty: bigint
    fromId: string
    state: string
    siteId: string
    waveId: string | null
    orderId: string
  }>`
    select b.sku_id as "skuId", b.lot, b.qty, b.from_id as "fromId", b.state, f.site_id as "siteId", f.wave_id as "waveId",
      f.order_id as "orderId"
    from warehouse.put_backs b join warehouse.floor_orders f on f.id = b.floor_id where b.id = ${asked.id} for update of b`.execute(
    tx,
  )
  const [row] = rows
  if (!row) throw notFound(PUT_BACK, asked.id)
  if (row.state === 'done') throw putBackDone()
  const shelf = await sql`
    select 1 from places.locations where id = ${asked.locationId} and site_id = ${row.siteId} and kind in ('bin', 'pick', 'stage')`.execute(
    tx,
  )
  if (shelf.rows.length === 0)
    throw notFound({ zh: '本仓货位', en: 'shelf of this site' }, asked.locationId)
  const { rows: there } = await sql<{ free: bigint }>`
    select coalesce(sum(qty - hard), 0)::bigint as free from inventory.balances
    where sku_id = ${row.skuId} and location_id = ${row.fromId} and lot = ${row.lot} and quality = 'good' and owner_id = ${OWN_GOODS}`.execute(
    tx,
  )
  if (there[0]!.free < row.qty) throw putBackTaken(there[0]!.free)
  await post(tx, actor, {
    cause: `put_back:${asked.id}`,
    document: `order:${row.orderId}`,
    moves: [
      {
        skuId: row.skuId,
        qty: row.qty,
        from: row.fromId,
        to: asked.locationId,
        fromQuality: 'good',
        toQuality: 'good',
        lot: row.lot,
        ownerId: OWN_GOODS,
        reason: 'put_away',
      },
    ],
  })
  await sql`
    update warehouse.put_backs set state = 'done', done_to = ${asked.locationId}, done_by = ${actor.name}, done_at = clock_timestamp()
    where id = ${asked.id}`.execute(tx)
  await noteWork(tx, actor, {
    siteId: row.siteId,
    waveId: row.waveId,
    orderId: row.orderId,
    kind: 'put_back',
    lines: 1,
    units: row.qty,
  })
}
