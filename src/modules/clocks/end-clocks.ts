// What a clock asked for is done, or nobody asks any more. Done late it stays breached.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { pgArray } from '#kernel/pg-array.ts'

export interface EndedClock {
  readonly subjectId: string
  readonly kind: string
  readonly at: Date
  readonly how: 'met' | 'cancelled'
}

export async function endClocks(tx: Tx, ended: readonly EndedClock[]): Promise<void> {
  if (ended.length === 0) return
  const { rows } = await sql<Told>`
    update clocks.clocks c set ended_at = fresh.at, at_risk_since = null, forecast_at = null,
      state = case when fresh.how = 'cancelled' then 'cancelled'
        when c.due_at is null or fresh.at <= c.due_at then 'met' else 'breached' end
    from unnest(${ended.map(({ subjectId }) => subjectId)}::uuid[], ${pgArray(ended.map(({ kind }) => kind))}::text[],
      ${pgArray(ended.map(({ at }) => at))}::timestamptz[], ${pgArray(ended.map(({ how }) => how))}::text[])
      as fresh (subject_id, kind, at, how),
      clocks.clocks was
    where was.id = c.id and c.subject_id = fresh.subject_id and c.kind = fresh.kind and c.ended_at is null
    returning c.id as "clockId", c.subject_id as "subjectId", c.kind, c.state, was.state as "was"`.execute(
    tx,
  )
  await emitAll(
    tx,
    rows
      .filter(({ state, was }) => state === 'met' || (state === 'breached' && was !== 'breached'))
      .map(told),
  )
}

interface Told {
  readonly clockId: string
  readonly subjectId: string
  readonly kind: string
  readonly state: string
  readonly was: string
}

const told = ({ clockId, subjectId, kind, state }: Told) => ({
  type: `clock.${state}`,
  key: subjectId,
  payload: { clockId, kind },
})

/** Clocks looked at in one transaction. */
const BATCH = 2000

/** Those whose hour has passed: said once, and they run on until the thing is done. */
export async function breachOverdue(tx: Tx): Promise<number> {
  const { rows } = await sql<Told>`
    update clocks.clocks c set state = 'breached' where c.id in (
      select id from clocks.clocks where ended_at is null and state = 'running' and due_at < now()
      order by due_at, id limit ${BATCH} for update skip locked)
    returning c.id as "clockId", c.subject_id as "subjectId", c.kind, c.state, 'running' as was`.execute(
    tx,
  )
  await emitAll(tx, rows.map(told))
  return rows.length
}

export interface Forecast {
  readonly subjectId: string
  readonly kind: string
  readonly at: Date
}

/** When each is expected to be done. One that will be late is at risk from now on; writes only what changes that. */
export async function keepForecasts(tx: Tx, forecasts: readonly Forecast[]): Promise<void> {
  if (forecasts.length === 0) return
  const { rows } = await sql<Told & { isAtRisk: boolean }>`
    -- Whoever ships it this moment goes first; the next minute foresees what is left.
    with held as (
      select id from clocks.clocks where subject_id = any(${forecasts.map(({ subjectId }) => subjectId)}::uuid[])
        and ended_at is null order by subject_id for update skip locked)
    update clocks.clocks c set forecast_at = fresh.at,
      at_risk_since = case when fresh.at > c.due_at then coalesce(c.at_risk_since, now()) end
    from unnest(${forecasts.map(({ subjectId }) => subjectId)}::uuid[], ${pgArray(forecasts.map(({ kind }) => kind))}::text[],
      ${pgArray(forecasts.map(({ at }) => at))}::timestamptz[]) as fresh (subject_id, kind, at)
    where c.subject_id = fresh.subject_id and c.kind = fresh.kind and c.id in (select id from held)
      and ((fresh.at > c.due_at) is distinct from (c.at_risk_since is not null)
        -- Within a quarter of an hour it is the same forecast: fifty thousand rows a minute would only churn.
        or c.forecast_at is null or fresh.at not between c.forecast_at - interval '15 minutes' and c.forecast_at + interval '15 minutes')
    returning c.id as "clockId", c.subject_id as "subjectId", c.kind, 'at_risk' as state, '' as was,
      c.at_risk_since = now() as "isAtRisk"`.execute(tx)
  await emitAll(tx, rows.filter(({ isAtRisk }) => isAtRisk).map(told))
}
