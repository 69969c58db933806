// Orders on the floor, and what keeps an order from being worked on there.
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { type DeskOrder, HOLDS } from '#modules/orders'
import { notOnFloor } from './errors.ts'

/** With one of these an order leaves its wave: it will not ship, or not as it is. Other holds are cleared where it stands. */
export const PULLING: readonly string[] = [
  'H-REFUND',
  'H-CHANGED',
  'H-MERGED-CANCEL',
  'H-LOCK',
  'H-PAUSE',
  'H-SPECIAL',
  'H-DATE',
  'H-BLACK',
  'H-ADDR',
]

/** Why it may not be worked on; null when it may. */
export function whyNot(order: DeskOrder): Bilingual | null {
  if (order.status === 'CANCELLED') return { zh: '已取消', en: 'cancelled' }
  const hold = order.holdCodes.find((code) => PULLING.includes(code))
  if (hold) return { zh: HOLDS[hold].zh, en: HOLDS[hold].en }
  if (!order.isAllocated) return { zh: '货被收回', en: 'its goods were taken back' }
  return null
}

export interface FloorOrder {
  readonly id: string
  readonly orderId: string
  readonly siteId: string
  readonly waveId: string | null
  readonly slot: number | null
  readonly profile: string
  readonly carrier: string
  readonly serviceId: string | null
  readonly grams: bigint
  readonly isWeightKnown: boolean
  readonly cartonId: string | null
  readonly parcelId: string | null
}

/** Its open row, locked. Whoever asks has locked the order. */
export async function lockFloor(tx: Tx, orderId: string): Promise<FloorOrder | null> {
  const { rows } = await sql<FloorOrder>`
    select id, order_id as "orderId", site_id as "siteId", wave_id as "waveId", slot, profile, carrier,
      service_id as "serviceId", grams, is_weight_known as "isWeightKnown", carton_id as "cartonId", parcel_id as "parcelId"
    from warehouse.floor_orders where order_id = ${orderId} and state = 'open' for update`.execute(
    tx,
  )
  return rows[0] ?? null
}

export async function needFloor(tx: Tx, order: DeskOrder): Promise<FloorOrder> {
  const floor = await lockFloor(tx, order.id)
  if (!floor) throw notOnFloor(order.no)
  return floor
}

export interface Pin {
  readonly lineRef: string
  readonly skuId: string
  readonly locationId: string
  readonly lot: string
  readonly qty: bigint
}

/** Where the ledger holds an order's goods. */
export async function pinsOf(db: Db, orderId: string): Promise<Pin[]> {
  const { rows } = await sql<Pin>`
    select line_ref as "lineRef", sku_id as "skuId", location_id as "locationId", lot, outstanding as qty
    from inventory.reservations where order_ref = ${orderId} and kind = 'HARD' and outstanding > 0
    order by sku_id, line_ref, location_id, lot`.execute(db)
  return rows
}
