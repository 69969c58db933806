// Pick tasks: each stands for one promise pinned to a shelf. What the ledger pins anew becomes a task here, in the same transaction.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { type Pin, pinsOf } from './floor.ts'

export async function insertTasks(tx: Tx, floorId: string, pins: readonly Pin[]): Promise<void> {
  if (pins.length === 0) return
  await sql`
    insert into warehouse.tasks (id, floor_id, line_ref, sku_id, location_id, lot, qty)
    select id, ${floorId}::uuid, line_ref, sku_id, location_id, lot, qty from unnest(
      ${pins.map(() => newId())}::uuid[], ${pgArray(pins.map(({ lineRef }) => lineRef))}::text[],
      ${pins.map(({ skuId }) => skuId)}::uuid[], ${pins.map(({ locationId }) => locationId)}::uuid[],
      ${pgArray(pins.map(({ lot }) => lot))}::text[], ${pins.map(({ qty }) => qty)}::bigint[])
      as pin (id, line_ref, sku_id, location_id, lot, qty)`.execute(tx)
}

const keyOf = (pin: Omit<Pin, 'qty'>) => `${pin.lineRef}|${pin.skuId}|${pin.locationId}|${pin.lot}`

/** After the ledger moved an order's pins to other shelves: tasks for what is pinned and has none. Returns the new ones. */
export async function followPins(
  tx: Tx,
  { floorId, orderId }: { readonly floorId: string; readonly orderId: string },
): Promise<Pin[]> {
  const { rows } = await sql<Pin>`
    select line_ref as "lineRef", sku_id as "skuId", case state when 'open' then location_id else stage_id end as "locationId",
      lot, sum(qty)::bigint as qty
    from warehouse.tasks where floor_id = ${floorId} and state in ('open', 'picked') group by 1, 2, 3, 4`.execute(
    tx,
  )
  const known = new Map(rows.map((row) => [keyOf(row), row.qty]))
  const fresh = (await pinsOf(tx, orderId)).flatMap((pin) => {
    const qty = pin.qty - (known.get(keyOf(pin)) ?? 0n)
    return qty > 0n ? [{ ...pin, qty }] : []
  })
  await insertTasks(tx, floorId, fresh)
  return fresh
}
