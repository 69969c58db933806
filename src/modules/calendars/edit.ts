// Making and editing calendars and their exceptions. All edits of one calendar share its version, so that two
// people never mix their weeks.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { type Hours, toHours, toIntervals, toWeek } from './hours.ts'
import { CALENDAR, loadCalendar } from './load.ts'
import type { Interval } from './working-time.ts'

export interface CalendarSettings {
  readonly name: string
  readonly timeZone: string
  readonly region: string | null
  readonly swapWeekday: number
  readonly week: readonly (readonly Hours[])[]
}

export async function addCalendar(
  tx: Tx,
  actor: Actor,
  asked: CalendarSettings & { readonly code: string },
): Promise<string> {
  const week = toWeek(asked.week)
  const id = newId()
  await tx
    .insertInto('calendars.calendars')
    .values({
      id,
      code: asked.code,
      name: asked.name,
      time_zone: asked.timeZone,
      region: asked.region,
      swap_weekday: asked.swapWeekday,
    })
    .execute()
  await insertWeek(tx, id, week)
  await recordAudit(tx, actor, {
    action: 'calendars.calendar.add',
    subjectType: 'calendar',
    subjectId: id,
    after: asked,
  })
  return id
}

export async function editCalendar(
  tx: Tx,
  actor: Actor,
  edit: CalendarSettings & {
    readonly id: string
    readonly version: number
    readonly isDefault: boolean
    readonly active: boolean
  },
): Promise<number> {
  const { id, version, ...asked } = edit
  const week = toWeek(asked.week)
  const yours = { ...asked, week: week.map((day) => day.map(toHours)) }
  const locked = await lockCalendar(tx, id, version, yours)
  if (locked.isDefault && !(asked.isDefault && asked.active)) throw defaultNeeded()
  if (asked.isDefault && !asked.active) throw defaultNeeded()
  if (asked.isDefault && !locked.isDefault) {
    await sql`
      update calendars.calendars set is_default = false, version = version + 1 where is_default`.execute(
      tx,
    )
  }
  await sql`
    update calendars.calendars set name = ${asked.name}, time_zone = ${asked.timeZone}, region = ${asked.region},
      swap_weekday = ${asked.swapWeekday}, is_default = ${asked.isDefault}, active = ${asked.active}
    where id = ${id}`.execute(tx)
  await sql`delete from calendars.intervals where calendar_id = ${id}`.execute(tx)
  await insertWeek(tx, id, week)
  await recordAudit(tx, actor, {
    action: 'calendars.calendar.edit',
    subjectType: 'calendar',
    subjectId: id,
    before: locked.settings,
    after: yours,
  })
  return bump(tx, id)
}

export async function setException(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly id: string
    readonly day: string
    readonly version: number
    readonly kind: 'off' | 'work'
    readonly reason: string
    readonly hours: readonly Hours[]
  },
): Promise<number> {
  const intervals = toIntervals(asked.hours, 'hours')
  if (asked.kind === 'off' && intervals.length > 0) {
    throw refuse('calendars.hours_on_day_off', 400, {
      zh: '放假的日期不能有时段;要上半天班请选「上班」并填写时段',
      en: 'A day off has no hours. For half a day, choose working and give its hours.',
    })
  }
  const after = { kind: asked.kind, reason: asked.reason, hours: intervals.map(toHours) }
  await lockCalendar(tx, asked.id, asked.version, { [asked.day]: after }, asked.day)
  const before = await removeDay(tx, asked.id, asked.day)
  await sql`
    insert into calendars.exceptions (calendar_id, day, kind, reason)
    values (${asked.id}, ${asked.day}::date, ${asked.kind}, ${asked.reason})`.execute(tx)
  await sql`
    insert into calendars.exception_intervals (calendar_id, day, from_minute, to_minute)
    select ${asked.id}::uuid, ${asked.day}::date, * from unnest(
      ${intervals.map(({ fromMinute }) => fromMinute)}::int[], ${intervals.map(({ toMinute }) => toMinute)}::int[])`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'calendars.exception.set',
    subjectType: 'calendar',
    subjectId: asked.id,
    before: { day: asked.day, exception: before },
    after: { day: asked.day, exception: after },
    reason: asked.reason,
  })
  return bump(tx, asked.id)
}

export async function removeException(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly day: string; readonly version: number },
): Promise<number> {
  await lockCalendar(tx, asked.id, asked.version, { [asked.day]: null }, asked.day)
  const before = await removeDay(tx, asked.id, asked.day)
  if (!before) throw notFound({ zh: '例外日期', en: 'exception on' }, asked.day)
  await recordAudit(tx, actor, {
    action: 'calendars.exception.remove',
    subjectType: 'calendar',
    subjectId: asked.id,
    before: { day: asked.day, exception: before },
  })
  return bump(tx, asked.id)
}

async function removeDay(tx: Tx, id: string, day: string) {
  const { rows } = await sql<{ kind: 'off' | 'work'; reason: string }>`
    delete from calendars.exceptions where calendar_id = ${id} and day = ${day}::date
    returning kind, reason`.execute(tx)
  return rows[0] ?? null
}

/** Lock it and compare versions; a stale edit sees the settings, or the one day, as they are now. */
async function lockCalendar(
  tx: Tx,
  id: string,
  version: number,
  yours: Readonly<Record<string, unknown>>,
  day?: string,
) {
  const { rows } = await sql<{ version: number; isDefault: boolean; active: boolean }>`
    select version, is_default as "isDefault", active from calendars.calendars where id = ${id} for update`.execute(
    tx,
  )
  const row = rows[0]
  if (!row) throw notFound(CALENDAR, id)
  const now = await loadCalendar(tx, id)
  const settings = {
    name: now.name,
    timeZone: now.timeZone,
    region: now.region,
    swapWeekday: now.swapWeekday,
    week: now.week.map((intervals) => intervals.map(toHours)),
    isDefault: row.isDefault,
    active: row.active,
  }
  if (row.version !== version) {
    const exception = day === undefined ? undefined : now.exceptions.get(day)
    const { intervals = [], ...rest } = exception ?? {}
    throw staleEdit(CALENDAR, {
      givenVersion: version,
      currentVersion: row.version,
      yours,
      current:
        day === undefined
          ? settings
          : { [day]: exception ? { ...rest, hours: intervals.map(toHours) } : null },
    })
  }
  return { ...row, settings }
}

async function insertWeek(
  tx: Tx,
  id: string,
  week: readonly (readonly Interval[])[],
): Promise<void> {
  const rows = week.flatMap((intervals, index) =>
    intervals.map((interval) => ({ weekday: index + 1, ...interval })),
  )
  await sql`
    insert into calendars.intervals (calendar_id, weekday, from_minute, to_minute)
    select ${id}::uuid, * from unnest(${rows.map(({ weekday }) => weekday)}::int[],
      ${rows.map(({ fromMinute }) => fromMinute)}::int[], ${rows.map(({ toMinute }) => toMinute)}::int[])`.execute(
    tx,
  )
}

async function bump(tx: Tx, id: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    update calendars.calendars set version = version + 1 where id = ${id} returning version`.execute(
    tx,
  )
  return rows[0]?.version ?? 0
}

const defaultNeeded = () =>
  refuse('calendars.default_needed', 409, {
    zh: '总要有一个启用的默认日历;请先把另一个日历设为默认',
    en: 'One active calendar is always the default. Make another one the default first.',
  })
