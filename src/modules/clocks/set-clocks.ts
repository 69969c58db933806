// Start clocks or say again what is known of them. Saying the same changes nothing; a due that is no longer said is kept with the
// moment it was replaced (INV-CLK-1).
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { houseTimeZone } from '#kernel/house.ts'
import { newId } from '#kernel/ids.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { readSetting } from '#kernel/settings.ts'
import { dateIn, instant, now } from '#kernel/time.ts'
import { loadCalendar, type WorkingCalendar } from '#modules/calendars'
import { type Effective, effectiveDue, type Pause, riskOf, type SaidDue } from './due.ts'
import { type Penalty, penaltyFor, penaltiesOn } from './penalties.ts'

export interface WantedClock {
  readonly subjectType: string
  readonly subjectId: string
  readonly kind: string
  readonly startedAt: Date
  readonly platform: string
  readonly goodsMinor: bigint
  readonly dues: readonly SaidDue[]
}

/** What is due when, by subject. Subjects of one call have one kind each. */
export async function setClocks(
  tx: Tx,
  wanted: readonly WantedClock[],
): Promise<ReadonlyMap<string, Effective>> {
  if (wanted.length === 0) return new Map()
  const ids = await writeClocks(tx, wanted)
  await writeDues(tx, wanted, ids)
  const effective = await recount(tx, [...ids.values()])
  return new Map(wanted.map(({ subjectId }) => [subjectId, effective.get(ids.get(subjectId)!)!]))
}

async function writeClocks(tx: Tx, wanted: readonly WantedClock[]): Promise<Map<string, string>> {
  const inOrder = wanted.toSorted((a, b) => (a.subjectId < b.subjectId ? -1 : 1))
  const { rows } = await sql<{ id: string; subjectId: string }>`
    insert into clocks.clocks as c (id, subject_type, subject_id, kind, started_at, platform, goods_minor)
    select * from unnest(${inOrder.map(() => newId())}::uuid[], ${pgArray(inOrder.map((w) => w.subjectType))}::text[],
      ${inOrder.map((w) => w.subjectId)}::uuid[], ${pgArray(inOrder.map((w) => w.kind))}::text[],
      ${pgArray(inOrder.map((w) => w.startedAt))}::timestamptz[], ${pgArray(inOrder.map((w) => w.platform))}::text[],
      ${pgArray(inOrder.map((w) => w.goodsMinor))}::bigint[])
    on conflict (subject_id, kind) do update set goods_minor = excluded.goods_minor, platform = excluded.platform,
      ended_at = null, state = case c.state when 'breached' then 'breached' else 'running' end
    returning id, subject_id as "subjectId"`.execute(tx)
  return new Map(rows.map(({ id, subjectId }) => [subjectId, id]))
}

async function writeDues(
  tx: Tx,
  wanted: readonly WantedClock[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const dues = wanted.flatMap(({ subjectId, dues: own }) =>
    own.map((due) => ({ ...due, clockId: ids.get(subjectId)! })),
  )
  const fresh = sql`unnest(${dues.map((d) => d.clockId)}::uuid[], ${pgArray(dues.map((d) => d.source))}::text[],
    ${pgArray(dues.map((d) => d.origin))}::text[], ${pgArray(dues.map((d) => d.about))}::text[],
    ${pgArray(dues.map((d) => d.dueAt))}::timestamptz[], ${pgArray(dues.map((d) => d.calendarId))}::uuid[])
    as fresh (clock_id, source, origin, about, due_at, calendar_id)`
  await sql`
    update clocks.dues d set replaced_at = clock_timestamp()
    where d.clock_id = any(${[...ids.values()]}::uuid[]) and d.replaced_at is null
      and not exists (select 1 from ${fresh} where fresh.clock_id = d.clock_id and fresh.source = d.source
        and fresh.origin = d.origin and fresh.about = d.about and fresh.due_at = d.due_at
        and fresh.calendar_id is not distinct from d.calendar_id)`.execute(tx)
  if (dues.length === 0) return
  await sql`
    insert into clocks.dues (clock_id, source, origin, about, due_at, calendar_id)
    select * from ${fresh}
    on conflict (clock_id, source, origin, about) where replaced_at is null do nothing`.execute(tx)
}

interface Known {
  readonly id: string
  readonly subjectId: string
  readonly kind: string
  readonly platform: string
  readonly startedAt: Date
  readonly goodsMinor: bigint
  readonly dueAt: Date | null
  readonly dues: readonly (Omit<SaidDue, 'dueAt'> & { readonly dueMs: number })[]
  readonly pauses: readonly { source: Pause['source']; fromMs: number; toMs: number | null }[]
}

/** Effective dues anew, and what being late would cost. */
export async function recount(
  tx: Tx,
  clockIds: readonly string[],
): Promise<ReadonlyMap<string, Effective>> {
  const { rows } = await sql<Known>`
    select c.id, c.subject_id as "subjectId", c.kind, c.platform, c.started_at as "startedAt", c.goods_minor as "goodsMinor",
      c.due_at as "dueAt",
      coalesce((select jsonb_agg(jsonb_build_object('source', d.source, 'origin', d.origin, 'about', d.about,
        'dueMs', round(extract(epoch from d.due_at) * 1000), 'calendarId', d.calendar_id) order by d.id)
        from clocks.dues d where d.clock_id = c.id and d.replaced_at is null), '[]') as dues,
      coalesce((select jsonb_agg(jsonb_build_object('source', p.source, 'fromMs', round(extract(epoch from p.from_at) * 1000),
        'toMs', round(extract(epoch from p.to_at) * 1000)) order by p.id)
        from clocks.pauses p where p.clock_id = c.id), '[]') as pauses
    from clocks.clocks c where c.id = any(${[...clockIds]}::uuid[]) order by c.subject_id`.execute(
    tx,
  )
  const calendars = await calendarsOf(tx, rows)
  const timeZone = await readSetting(tx, houseTimeZone)
  const penalties = await penaltiesOn(tx)
  const counted = rows.map((row) => {
    const effective = effectiveOf(row, calendars)
    const penalty = penaltyFor(penalties, { ...row, on: dateIn(row.startedAt, timeZone) })
    return { row, effective, penalty, risk: riskOf(penalty, row.goodsMinor) }
  })
  await write(tx, counted)
  return new Map(counted.map(({ row, effective }) => [row.id, effective]))
}

const effectiveOf = (row: Known, calendars: ReadonlyMap<string, WorkingCalendar>): Effective =>
  effectiveDue(
    row.dues.map(({ dueMs, ...due }) => ({ ...due, dueAt: instant(dueMs) })),
    row.pauses.map(({ source, fromMs, toMs }) => ({
      source,
      fromAt: instant(fromMs),
      toAt: toMs === null ? null : instant(toMs),
    })),
    calendars,
  )

async function calendarsOf(
  db: Db,
  rows: readonly Known[],
): Promise<ReadonlyMap<string, WorkingCalendar>> {
  const ids = [...new Set(rows.flatMap(({ dues }) => dues.flatMap((due) => due.calendarId ?? [])))]
  const read: [string, WorkingCalendar][] = []
  for (const id of ids) read.push([id, await loadCalendar(db, id)])
  return new Map(read)
}

interface Counted {
  readonly row: Known
  readonly effective: Effective
  readonly penalty: Penalty | null
  readonly risk: bigint | null
}

/** One that was late and has got more time runs again. */
async function write(tx: Tx, counted: readonly Counted[]): Promise<void> {
  const column = <T>(of: (one: Counted) => T) => pgArray(counted.map(of))
  await sql`
    update clocks.clocks c set due_at = fresh.due_at, due_source = fresh.source, due_origin = fresh.origin,
      is_disputed = fresh.is_disputed, risk_minor = fresh.risk, penalty_id = fresh.penalty,
      state = case when c.state = 'breached' and c.ended_at is null and (fresh.due_at is null or fresh.due_at > ${now()})
        then 'running' else c.state end
    from unnest(${counted.map(({ row }) => row.id)}::uuid[], ${column(({ effective }) => effective.dueAt)}::timestamptz[],
      ${column(({ effective }) => effective.source)}::text[], ${column(({ effective }) => effective.origin)}::text[],
      ${column(({ effective }) => effective.isDisputed)}::boolean[], ${column(({ risk }) => risk)}::bigint[],
      ${column(({ penalty }) => penalty?.id ?? null)}::uuid[])
      as fresh (id, due_at, source, origin, is_disputed, risk, penalty)
    where c.id = fresh.id and (c.due_at, c.due_source, c.due_origin, c.is_disputed, c.risk_minor, c.penalty_id)
      is distinct from (fresh.due_at, fresh.source, fresh.origin, fresh.is_disputed, fresh.risk, fresh.penalty)`.execute(
    tx,
  )
}
