// 播种: goods picked as a sum are shared out at the wall, one scan a piece. The wall says which place; the most urgent order with the
// goods missing comes first.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { unknownCode, waveNotNow } from './errors.ts'
import { skuOfCode } from './pick.ts'
import { settleWave, type WaveStatus } from './settle-wave.ts'
import { waveOf } from './waves.ts'
import { noteWork } from './work.ts'

export interface Sorted {
  readonly outcome: 'ok' | 'not_wanted'
  readonly slot: number | null
  readonly skuId: string
  /** Of this order, still to come into its place. */
  readonly left: bigint
  readonly isFull: boolean
  readonly wave: WaveStatus
}

export async function sortPiece(
  tx: Tx,
  actor: Actor,
  asked: { readonly waveId: string; readonly code: string },
): Promise<Sorted> {
  const wave = await waveOf(tx, asked.waveId)
  if (wave.method !== 'batch' || !['PICKING', 'SORTING'].includes(wave.status))
    throw waveNotNow(wave.no, wave.status, { zh: '播种', en: 'sorted' })
  const sku = await skuOfCode(tx, asked.code)
  if (!sku) throw unknownCode(asked.code)
  // All of them locked: a second sorter waits, and then sees what the first has put down.
  const { rows } = await sql<{ id: string; slot: number; floorId: string; room: bigint }>`
    select t.id, f.slot, f.id as "floorId", t.qty - t.sorted_qty as room from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id
    where f.wave_id = ${wave.id} and f.state = 'open' and t.state = 'picked' and t.sku_id = ${sku.skuId}
    order by coalesce(f.due_at, 'infinity'), f.slot, t.id for update of t`.execute(tx)
  const place = rows.find(({ room }) => room >= sku.qty)
  if (!place) {
    await noteWork(tx, actor, {
      siteId: wave.siteId,
      kind: 'error',
      waveId: wave.id,
      units: sku.qty,
      detail: { code: 'sort_not_wanted', skuId: sku.skuId },
    })
    return {
      outcome: 'not_wanted',
      slot: null,
      skuId: sku.skuId,
      left: 0n,
      isFull: false,
      wave: wave.status,
    }
  }
  await sql`update warehouse.tasks set sorted_qty = sorted_qty + ${sku.qty} where id = ${place.id}`.execute(
    tx,
  )
  const { rows: rest } = await sql<{ left: bigint }>`
    select coalesce(sum(qty - sorted_qty), 0)::bigint as left from warehouse.tasks
    where floor_id = ${place.floorId} and state in ('open', 'picked')`.execute(tx)
  await noteWork(tx, actor, {
    siteId: wave.siteId,
    kind: 'sort',
    waveId: wave.id,
    lines: 1,
    units: sku.qty,
  })
  const { left } = rest[0]!
  return {
    outcome: 'ok',
    slot: place.slot,
    skuId: sku.skuId,
    left,
    isFull: left === 0n,
    wave: await settleWave(tx, wave.id),
  }
}
