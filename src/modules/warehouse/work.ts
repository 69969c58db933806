// What people did, as rows that are only added to.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { toJson } from '#kernel/wire.ts'

export const WORK_KINDS = [
  'pick',
  'sort',
  'check',
  'pack',
  'weigh',
  'ship',
  'put_back',
  'error',
] as const

export interface Work {
  readonly siteId: string
  readonly kind: (typeof WORK_KINDS)[number]
  readonly waveId?: string | null
  readonly orderId?: string | null
  readonly lines?: number
  readonly units?: bigint
  readonly steps?: number
  readonly detail?: Readonly<Record<string, unknown>>
}

export async function noteWork(tx: Tx, actor: Actor, work: Work): Promise<void> {
  await sql`
    insert into warehouse.work (actor_id, actor_name, site_id, wave_id, order_id, kind, lines, units, steps, detail)
    values (${actor.id}, ${actor.name}, ${work.siteId}, ${work.waveId ?? null}, ${work.orderId ?? null}, ${work.kind},
      ${work.lines ?? 0}, ${work.units ?? 0n}, ${work.steps ?? 0}, ${toJson(work.detail ?? {})}::jsonb)`.execute(
    tx,
  )
}
