// Where a wave stands follows from its tasks and orders alone; after every step it is looked at again.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

export const WAVE_STATUSES = [
  'DRAFT',
  'RELEASED',
  'PICKING',
  'SORTING',
  'CHECKING',
  'DONE',
  'CANCELLED',
] as const
export type WaveStatus = (typeof WAVE_STATUSES)[number]

export interface Progress {
  readonly status: WaveStatus
  readonly method: 'sku' | 'batch' | 'cluster'
  readonly openOrders: number
  readonly openTasks: number
  readonly pickedTasks: number
  readonly unsorted: bigint
}

/** Pure. A draft stays one until it is released; what ended has ended. */
export function standOf(progress: Progress): WaveStatus {
  const { status } = progress
  if (status === 'DONE' || status === 'CANCELLED') return status
  if (status === 'DRAFT') return progress.openOrders === 0 ? 'CANCELLED' : 'DRAFT'
  if (progress.openOrders === 0) return 'DONE'
  if (progress.openTasks > 0)
    return status === 'RELEASED' && progress.pickedTasks === 0 ? 'RELEASED' : 'PICKING'
  return progress.method === 'batch' && progress.unsorted > 0n ? 'SORTING' : 'CHECKING'
}

export async function settleWave(tx: Tx, waveId: string): Promise<WaveStatus> {
  // Locked first and read after: two who pick the last two pieces at once must each see the other's.
  await sql`select 1 from warehouse.waves where id = ${waveId} for update`.execute(tx)
  const { rows } = await sql<Progress>`
    select w.status, w.method,
      (select count(*)::int from warehouse.floor_orders f where f.wave_id = w.id and f.state = 'open') as "openOrders",
      coalesce(t.open, 0)::int as "openTasks", coalesce(t.picked, 0)::int as "pickedTasks",
      coalesce(t.unsorted, 0)::bigint as unsorted
    from warehouse.waves w left join lateral (
      select count(*) filter (where t.state = 'open') as open, count(*) filter (where t.state = 'picked') as picked,
        sum(t.qty - t.sorted_qty) filter (where t.state = 'picked' and t.checked_qty < t.qty) as unsorted
      from warehouse.floor_orders f join warehouse.tasks t on t.floor_id = f.id
      where f.wave_id = w.id and f.state = 'open') as t on true
    where w.id = ${waveId}`.execute(tx)
  const progress = rows[0]!
  const status = standOf(progress)
  if (status === progress.status) return status
  await sql`
    update warehouse.waves set status = ${status}, version = version + 1,
      started_at = case when ${status} in ('PICKING', 'SORTING', 'CHECKING') then coalesce(started_at, clock_timestamp()) else started_at end,
      ended_at = case when ${status} in ('DONE', 'CANCELLED') then clock_timestamp() else ended_at end
    where id = ${waveId}`.execute(tx)
  return status
}
