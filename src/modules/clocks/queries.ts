// Clocks of one thing, with everything that explains them.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { Source } from './due.ts'
import { PAUSE_REASONS } from './reasons.ts'

interface ClockRow {
  readonly id: string
  readonly kind: string
  readonly state: 'running' | 'met' | 'breached' | 'cancelled'
  readonly startedAt: Date
  readonly dueAt: Date | null
  readonly dueSource: Source | ''
  readonly dueOrigin: string
  readonly isDisputed: boolean
  readonly goodsMinor: bigint
  readonly riskMinor: bigint | null
  readonly forecastAt: Date | null
  readonly atRiskSince: Date | null
  readonly endedAt: Date | null
  readonly penaltySource: string | null
  readonly penaltyNote: string | null
  readonly isPenaltyVerified: boolean | null
}

export async function clocksOf(db: Db, subjectId: string) {
  const { rows } = await sql<ClockRow>`
    select c.id, c.kind, c.state, c.started_at as "startedAt", c.due_at as "dueAt", c.due_source as "dueSource",
      c.due_origin as "dueOrigin", c.is_disputed as "isDisputed", c.goods_minor as "goodsMinor", c.risk_minor as "riskMinor",
      c.forecast_at as "forecastAt", c.at_risk_since as "atRiskSince", c.ended_at as "endedAt",
      p.source as "penaltySource", p.note as "penaltyNote", p.verified as "isPenaltyVerified"
    from clocks.clocks c left join clocks.penalties p on p.id = c.penalty_id
    where c.subject_id = ${subjectId} order by c.kind`.execute(db)
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      dues: await duesOf(db, row.id),
      pauses: await pausesOf(db, row.id),
    })),
  ).then((items) => items.map((item) => ({ ...item, mayPause: mayPause(item.dues) })))
}

async function duesOf(db: Db, clockId: string) {
  const { rows } = await sql<{
    source: Source
    origin: string
    about: string
    dueAt: Date
    calendar: string | null
    saidAt: Date
    replacedAt: Date | null
  }>`
    select d.source, d.origin, d.about, d.due_at as "dueAt", k.name as calendar, d.said_at as "saidAt",
      d.replaced_at as "replacedAt"
    from clocks.dues d left join calendars.calendars k on k.id = d.calendar_id
    where d.clock_id = ${clockId} order by d.replaced_at is not null, d.due_at, d.id desc limit 200`.execute(
    db,
  )
  return rows
}

async function pausesOf(db: Db, clockId: string) {
  const { rows } = await sql<{
    source: Source
    reason: string
    note: string
    fromAt: Date
    toAt: Date | null
    pausedBy: string
    resumedBy: string | null
  }>`
    select source, reason, note, from_at as "fromAt", to_at as "toAt", paused_by as "pausedBy", resumed_by as "resumedBy"
    from clocks.pauses where clock_id = ${clockId} order by id desc limit 200`.execute(db)
  return rows.map((row) => {
    const word = PAUSE_REASONS[row.source].find(({ id }) => id === row.reason)
    return { ...row, zh: word?.zh ?? row.reason, en: word?.en ?? row.reason }
  })
}

const mayPause = (dues: readonly { readonly source: Source; readonly replacedAt: Date | null }[]) =>
  [
    ...new Set(dues.flatMap(({ source, replacedAt }) => (replacedAt === null ? source : []))),
  ].flatMap((source) =>
    PAUSE_REASONS[source].length === 0 ? [] : [{ source, reasons: [...PAUSE_REASONS[source]] }],
  )
