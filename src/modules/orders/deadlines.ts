// 时效看板: what is due when and stands where, with its money; what will be late; which stage is the narrowest.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { addMs, now } from '#kernel/time.ts'
import {
  addWorkingMs,
  defaultCalendar,
  workingAxis,
  type WorkingCalendar,
} from '#modules/calendars'
import { type Stage, STAGES } from './forecast.ts'
import { type KeptPace, readPaces } from './stage-paces.ts'

/** Hours to the due: the next ones by two, as people plan their day; the last takes all that is later. */
export const HOURS = [0, 2, 4, 6, 8, 12, 24, 48] as const

const HOUR_MS = 3_600_000

/** How far the line of capacity against load looks. */
const AHEAD = 12

interface Cell {
  readonly stage: Stage
  /** 0 is overdue, then one for each of HOURS. */
  readonly column: number
  readonly orders: number
  readonly netMinor: bigint
  readonly riskMinor: bigint
  readonly atRisk: number
  readonly held: number
}

export async function deadlineBoard(db: Db, shop: string | undefined) {
  const at = now()
  const [cells, paces, calendar, totals, byHour] = await Promise.all([
    readCells(db, shop),
    readPaces(db),
    defaultCalendar(db),
    readTotals(db, shop),
    dueByHour(db),
  ])
  const queues = await queueLengths(db)
  const stages = STAGES.flatMap((stage) => {
    const own = cells.filter((cell) => cell.stage === stage)
    const pace = paces.find((one) => one.stage === stage)
    const inFront = STAGES.slice(0, STAGES.indexOf(stage) + 1).reduce(
      (sum, one) => sum + (queues.get(one) ?? 0),
      0,
    )
    const waits = queues.get(stage) ?? 0
    if (own.length === 0 && !pace) return []
    return [
      {
        stage,
        cells: own.map(({ stage: _stage, ...cell }) => cell),
        waits,
        medianMinutes: pace ? Math.round(pace.medianMs / 60_000) : null,
        p90Minutes: pace ? Math.round(pace.p90Ms / 60_000) : null,
        perHour: pace && pace.gapMs > 0 ? Math.round(HOUR_MS / pace.gapMs) : null,
        // Everything in front of it and in it has to pass.
        clearAt:
          pace && pace.gapMs > 0 && inFront > 0
            ? addWorkingMs(calendar, at, Math.round(inFront * pace.gapMs))
            : null,
      },
    ]
  })
  return {
    columns: [...HOURS],
    stages,
    ...totals,
    bottleneck: bottleneckOf(stages),
    slowest: slowestOf(paces),
    line: lineOf({ at, calendar, byHour, narrowest: narrowest(paces) }),
    measuredAt: paces[0]?.measuredAt ?? null,
  }
}

type StageRow = { readonly stage: Stage; readonly clearAt: Date | null }

/** The stage that will be the last to have let through what stands before it. */
const bottleneckOf = (stages: readonly StageRow[]) =>
  stages
    .flatMap(({ stage, clearAt }) => (clearAt === null ? [] : [{ stage, clearAt }]))
    .toSorted((a, b) => b.clearAt.getTime() - a.clearAt.getTime())[0] ?? null

/** Where an order spends the longest, by P90 (AC-3.5-4). */
const slowestOf = (paces: readonly KeptPace[]) =>
  paces.toSorted((a, b) => b.p90Ms - a.p90Ms)[0]?.stage ?? null

const narrowest = (paces: readonly KeptPace[]) => Math.max(0, ...paces.map(({ gapMs }) => gapMs))

async function readCells(db: Db, shop: string | undefined): Promise<Cell[]> {
  const { rows } = await sql<Cell>`/* plan anew */
    select o.status as stage,
      width_bucket(extract(epoch from o.due_at - now())::float8 / 3600, ${[...HOURS]}::float8[]) as column,
      count(*)::int as orders, coalesce(sum(o.net_minor), 0)::bigint as "netMinor",
      coalesce(sum(c.risk_minor), 0)::bigint as "riskMinor",
      count(*) filter (where c.at_risk_since is not null)::int as "atRisk",
      count(*) filter (where cardinality(o.hold_codes) > 0)::int as held
    from orders.fulfil_orders o left join clocks.clocks c on c.subject_id = o.id and c.kind = 'ship' and c.ended_at is null
    where o.status = any(${[...STAGES]}::text[]) and o.due_at is not null ${ofShop(shop)}
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

const ofShop = (shop: string | undefined) =>
  shop
    ? sql`and o.shop_id = (select id from shops.shops where upper(code) = upper(${shop}))`
    : sql``

async function readTotals(db: Db, shop: string | undefined) {
  const { rows } = await sql<{
    overdue: number
    overdueMinor: bigint
    today: number
    todayMinor: bigint
    atRisk: number
    atRiskMinor: bigint
    riskMinor: bigint
    unknownRisk: number
    disputed: number
  }>`/* plan anew */
    select count(*) filter (where o.due_at < now())::int as overdue,
      coalesce(sum(o.net_minor) filter (where o.due_at < now()), 0)::bigint as "overdueMinor",
      count(*) filter (where o.due_at < d.ends)::int as today,
      coalesce(sum(o.net_minor) filter (where o.due_at < d.ends), 0)::bigint as "todayMinor",
      count(*) filter (where c.at_risk_since is not null and o.due_at >= now())::int as "atRisk",
      coalesce(sum(o.net_minor) filter (where c.at_risk_since is not null and o.due_at >= now()), 0)::bigint as "atRiskMinor",
      coalesce(sum(c.risk_minor) filter (where c.at_risk_since is not null or o.due_at < now()), 0)::bigint as "riskMinor",
      count(*) filter (where (c.at_risk_since is not null or o.due_at < now()) and c.risk_minor is null)::int as "unknownRisk",
      count(*) filter (where c.is_disputed)::int as disputed
    from orders.fulfil_orders o
    join (select id, (date_trunc('day', now() at time zone time_zone) + interval '1 day') at time zone time_zone as ends
      from shops.shops) as d on d.id = o.shop_id
    left join clocks.clocks c on c.subject_id = o.id and c.kind = 'ship' and c.ended_at is null
    where o.status = any(${[...STAGES]}::text[]) and o.due_at is not null ${ofShop(shop)}`.execute(
    db,
  )
  return rows[0]!
}

async function queueLengths(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ stage: string; orders: number }>`
    select status as stage, count(*)::int as orders from orders.fulfil_orders
    where status = any(${[...STAGES]}::text[]) and cardinality(hold_codes) = 0 group by 1`.execute(
    db,
  )
  return new Map(rows.map(({ stage, orders }) => [stage, orders]))
}

async function dueByHour(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ hour: number; orders: number }>`
    select greatest(0, ceil(extract(epoch from due_at - now()) / 3600))::int as hour, count(*)::int as orders
    from orders.fulfil_orders where status = any(${[...STAGES]}::text[]) and due_at < now() + make_interval(hours => ${AHEAD})
    group by 1`.execute(db)
  return Array.from({ length: AHEAD + 1 }, (_none, hour) =>
    rows.filter((row) => row.hour <= hour).reduce((sum, row) => sum + row.orders, 0),
  )
}

/** By each full hour from now: how many must have left, and how many the narrowest stage lets through in its working time. */
function lineOf({
  at,
  calendar,
  byHour,
  narrowest: gapMs,
}: {
  readonly at: Date
  readonly calendar: WorkingCalendar
  readonly byHour: readonly number[]
  readonly narrowest: number
}) {
  const worked = workingAxis(calendar, at, addMs(at, (AHEAD + 1) * HOUR_MS))
  return byHour.map((due, hour) => {
    const by = addMs(at, hour * HOUR_MS)
    return { at: by, due, could: gapMs === 0 ? null : Math.floor(worked(by) / gapMs) }
  })
}
