// The walk of a wave as the picker's device gets it: everything that is needed to go on without a connection.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { serpentine, type Stop } from './path.ts'
import { waveOf } from './waves.ts'

interface Visit extends Stop {
  readonly location: string
  readonly skuId: string
  readonly skuCode: string
  readonly name: string
  readonly lot: string
  readonly qty: bigint
  readonly skips: number
  readonly slot: number | null
  readonly barcodes: readonly { readonly barcode: string; readonly qty: string }[]
}

/** Serpentine; what was skipped comes after all the rest, in the order it was skipped, its own walk serpentine again. */
export function inWalkingOrder<T extends Stop & { readonly skips: number }>(
  visits: readonly T[],
): T[] {
  const rounds = [...new Set(visits.map(({ skips }) => skips))].toSorted((a, b) => a - b)
  return rounds.flatMap((round) => serpentine(visits.filter(({ skips }) => skips === round)))
}

export async function walkOf(db: Db, actor: Actor, id: string) {
  const wave = await waveOf(db, id)
  const bySlot = wave.method === 'cluster'
  const { rows } = await sql<Visit>`
    select t.location_id as "locationId", l.code, l.code as location, coalesce(l.zone, '') as zone, l.walk_order as "walkOrder",
      t.sku_id as "skuId", k.code as "skuCode", k.name, t.lot, sum(t.qty)::bigint as qty, min(t.skips) as skips,
      ${bySlot ? sql`f.slot` : sql`null::int`} as slot,
      (select coalesce(jsonb_agg(jsonb_build_object('barcode', b.barcode, 'qty', b.pack_qty::text) order by b.barcode), '[]')
        from catalog.barcodes b where b.sku_id = t.sku_id) as barcodes
    from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id
    join orders.fulfil_orders o on o.id = f.order_id
    join places.locations l on l.id = t.location_id join catalog.skus k on k.id = t.sku_id
    where f.wave_id = ${id} and f.state = 'open' and t.state = 'open' and o.is_allocated
    group by t.location_id, l.code, l.zone, l.walk_order, t.sku_id, k.code, k.name, t.lot ${bySlot ? sql`, f.slot` : sql``}
    order by ${bySlot ? sql`f.slot, ` : sql``}t.sku_id, t.lot`.execute(db)
  const { rows: pulled } = await sql<{
    no: string
    slot: number
    because: Bilingual
    picked: bigint
  }>`
    select o.no, f.slot, jsonb_build_object('zh', f.pulled_because ->> 'zh', 'en', f.pulled_because ->> 'en') as because,
      coalesce((select sum(b.qty) from warehouse.put_backs b where b.floor_id = f.id and b.state = 'open'), 0)::bigint as picked
    from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id
    where f.wave_id = ${id} and f.state = 'pulled' order by f.ended_at desc`.execute(db)
  return {
    id,
    no: wave.no,
    status: wave.status,
    method: wave.method,
    picker: wave.pickerName,
    isMine: wave.pickerId === actor.id,
    stops: inWalkingOrder(rows).map(({ code: _code, walkOrder: _order, ...visit }) => ({
      ...visit,
      barcodes: visit.barcodes.map(({ barcode, qty }) => ({ barcode, qty: BigInt(qty) })),
    })),
    pulled,
  }
}
