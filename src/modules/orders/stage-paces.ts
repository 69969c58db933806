// How fast each stage is, measured from the timeline once an hour and kept, so that the board and the minute's forecast read eight rows.
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { now } from '#kernel/time.ts'
import { defaultCalendar } from '#modules/calendars'
import { measurePaces, type Pace, STAGES, type Step } from './forecast.ts'

/** Long enough to hold a weekend, short enough to follow a sale. */
const DAYS = 4

/** Steps looked at: of a large house the newest hours say it all. */
const MOST = 60_000

export interface KeptPace extends Pace {
  readonly measuredAt: Date
}

export async function readPaces(db: Db): Promise<KeptPace[]> {
  const { rows } = await sql<KeptPace>`
    select stage, steps, least_ms::float8 as "leastMs", median_ms::float8 as "medianMs", p90_ms::float8 as "p90Ms",
      gap_ms::float8 as "gapMs", measured_at as "measuredAt" from orders.stage_paces`.execute(db)
  return rows.toSorted((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage))
}

/** Measures anew when an hour has passed. */
export async function refreshPaces(tx: Tx): Promise<void> {
  const { rows } = await sql<{ isOld: boolean }>`
    select coalesce(max(measured_at) < now() - interval '1 hour', true) as "isOld" from orders.stage_paces`.execute(
    tx,
  )
  if (rows[0]?.isOld !== true) return
  await measureAndKeep(tx)
}

export async function measureAndKeep(tx: Tx): Promise<void> {
  const paces = measurePaces(await readSteps(tx), await defaultCalendar(tx))
  await sql`
    delete from orders.stage_paces where not stage = any(${paces.map(({ stage }) => stage)}::text[])`.execute(
    tx,
  )
  if (paces.length === 0) return
  const column = (of: (pace: Pace) => unknown) => pgArray(paces.map(of))
  await sql`
    insert into orders.stage_paces (stage, steps, least_ms, median_ms, p90_ms, gap_ms, measured_at)
    select *, ${now()} from unnest(${column((p) => p.stage)}::text[], ${column((p) => p.steps)}::int[],
      ${column((p) => p.leastMs)}::bigint[], ${column((p) => p.medianMs)}::bigint[], ${column((p) => p.p90Ms)}::bigint[],
      ${column((p) => p.gapMs)}::bigint[])
    on conflict (stage) do update set steps = excluded.steps, least_ms = excluded.least_ms, median_ms = excluded.median_ms,
      p90_ms = excluded.p90_ms, gap_ms = excluded.gap_ms, measured_at = excluded.measured_at`.execute(
    tx,
  )
}

/** From entering a stage to leaving it forwards; what was cancelled or taken back measures nothing. */
async function readSteps(db: Db): Promise<Step[]> {
  const { rows } = await sql<Step>`/* plan anew */
    with moves as materialized (
      select order_id, id, at, from_status, to_status from orders.timeline
      where at > now() - make_interval(days => ${DAYS}) and from_status <> to_status
      order by id desc limit ${MOST})
    select stage, "enteredAt", "leftAt" from (
      select from_status as stage, lag(at) over own as "enteredAt", at as "leftAt",
        lag(to_status) over own as came, to_status as went
      from moves window own as (partition by order_id order by id)) as steps
    where "enteredAt" is not null and came = stage and stage = any(${[...STAGES]}::text[])
      and went not in ('CANCELLED', 'MERGED', 'SPLIT', 'PRE')
      and not (stage in ('AUDITED', 'RELEASED') and went = 'WAIT_AUDIT')`.execute(db)
  return rows
}

/** How long a hold usually stands: what is held is expected back after that. */
export async function usualHoldMs(db: Db): Promise<number> {
  const { rows } = await sql<{ ms: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from cleared_at - raised_at) * 1000)::float8 as ms
    from (select raised_at, cleared_at from orders.holds where cleared_at is not null order by id desc limit 2000) as recent`.execute(
    db,
  )
  // Nothing was ever cleared: half a working day is a guess that alarms early rather than late.
  return rows[0]?.ms ?? 4 * 3_600_000
}
