// Reads for the calendar screen.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { addDays, addMs, dateIn, fromWallClock, instant, offsetMsAt } from '#kernel/time.ts'
import { type Hours, toHours } from './hours.ts'
import { CALENDAR } from './load.ts'
import {
  addWorkingMs,
  type Day,
  dayOf,
  isWorkingAt,
  nextWorkingAt,
  spansWithin,
  uncoveredYears,
  type WorkingCalendar,
} from './working-time.ts'

interface PageOf {
  readonly cursor?: string | undefined
  readonly limit: number
}

interface CalendarRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly timeZone: string
  readonly region: string | null
  readonly swapWeekday: number
  readonly isDefault: boolean
  readonly active: boolean
  readonly weekMinutes: number
  readonly exceptions: number
  readonly version: number
}

const CALENDARS = sql`
  select id, code, name, time_zone as "timeZone", region, swap_weekday as "swapWeekday", is_default as "isDefault",
    active, version,
    (select coalesce(sum(to_minute - from_minute), 0)::int from calendars.intervals i where i.calendar_id = c.id) as "weekMinutes",
    (select count(*)::int from calendars.exceptions e where e.calendar_id = c.id) as exceptions
  from calendars.calendars c`

export async function listCalendars(
  db: Db,
  { q, cursor, limit }: PageOf & { q?: string | undefined },
) {
  const [code = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<CalendarRow>`${CALENDARS}
    where (${q ?? null}::text is null or strpos(lower(code || ' ' || name), lower(${q ?? ''})) > 0)
      and (${code}::text is null or (code, id) > (${code}::text, ${id}::uuid))
    order by code, id limit ${limit + 1}`.execute(db)
  return rows
}

export async function oneCalendar(db: Db, id: string): Promise<CalendarRow> {
  const { rows } = await sql<CalendarRow>`${CALENDARS} where id = ${id}`.execute(db)
  if (rows[0]) return rows[0]
  throw notFound(CALENDAR, id)
}

export async function listExceptions(
  db: Db,
  filter: PageOf & { calendarId?: string | undefined; year?: number | undefined },
) {
  const [day = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const { rows } = await sql<{
    calendarId: string
    calendarCode: string
    day: string
    kind: 'off' | 'work'
    reason: string
    minutes: { fromMinute: number; toMinute: number }[]
  }>`
    select c.id as "calendarId", c.code as "calendarCode", e.day, e.kind, e.reason,
      coalesce((select json_agg(json_build_object('fromMinute', from_minute, 'toMinute', to_minute) order by from_minute)
        from calendars.exception_intervals i where i.calendar_id = e.calendar_id and i.day = e.day), '[]') as minutes
    from calendars.exceptions e join calendars.calendars c on c.id = e.calendar_id
    where (${filter.calendarId ?? null}::uuid is null or c.id = ${filter.calendarId ?? null}::uuid)
      and (${filter.year ?? null}::int is null or extract(year from e.day) = ${filter.year ?? null}::int)
      and (${day}::date is null or (e.day, c.id) > (${day}::date, ${id}::uuid))
    order by e.day, c.id limit ${filter.limit + 1}`.execute(db)
  return rows.map(({ minutes, ...row }) => ({ ...row, hours: minutes.map(toHours) }))
}

export async function listArrangements(db: Db) {
  const { rows } = await sql<{
    region: string
    year: number
    source: string
    version: number
    off: number
    work: number
  }>`
    select y.region, y.year, y.source, y.version,
      count(h.day) filter (where h.kind = 'off')::int as off, count(h.day) filter (where h.kind = 'work')::int as work
    from calendars.holiday_years y left join calendars.holidays h on h.region = y.region and h.year = y.year
    group by y.region, y.year order by y.region, y.year desc`.execute(db)
  return rows
}

interface ShownDay extends Omit<Day, 'intervals'> {
  readonly hours: readonly Hours[]
  readonly minutes: number
}

function shown({ intervals, ...day }: Day): ShownDay {
  const minutes = intervals.reduce(
    (sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute,
    0,
  )
  return { ...day, hours: intervals.map(toHours), minutes }
}

export function yearOf(calendar: WorkingCalendar, year: number) {
  const days: ShownDay[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
    days.push(shown(dayOf(calendar, day)))
  }
  const knows = (asked: number) => calendar.region === null || calendar.coveredYears.has(asked)
  return {
    year,
    isCovered: knows(year),
    isNextCovered: knows(year + 1),
    workdays: days.filter(({ minutes }) => minutes > 0).length,
    minutes: days.reduce((sum, { minutes }) => sum + minutes, 0),
    days,
  }
}

const onWall = (at: Date, timeZone: string) => ({
  at,
  wall: addMs(at, offsetMsAt(at, timeZone)).toISOString().slice(0, 16).replace('T', ' '),
})

/** Days an explanation lists: two months is more than anybody reads. */
const MAX_EXPLAINED = 62

/** What if: the same functions the clocks use, and day by day what they counted. */
export function tryDue(calendar: WorkingCalendar, startText: string, minutes: number) {
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/.test(startText)
  const start = hasOffset ? instant(startText) : fromWallClock(startText, calendar.timeZone)
  const due = addWorkingMs(calendar, start, minutes * 60_000)
  const [first, last] = start <= due ? [start, due] : [due, start]
  const counted = new Map<string, number>()
  for (const [from, to] of spansWithin(calendar, first, last)) {
    const day = dateIn(instant(from), calendar.timeZone)
    counted.set(day, (counted.get(day) ?? 0) + (to - from) / 60_000)
  }
  const days = []
  const lastDay = dateIn(last, calendar.timeZone)
  let day = dateIn(first, calendar.timeZone)
  for (; day <= lastDay && days.length < MAX_EXPLAINED; day = addDays(day, 1)) {
    days.push({ ...shown(dayOf(calendar, day)), counted: counted.get(day) ?? 0 })
  }
  return {
    start: onWall(start, calendar.timeZone),
    isWorking: isWorkingAt(calendar, start),
    nextWorkingAt: onWall(nextWorkingAt(calendar, start), calendar.timeZone),
    due: onWall(due, calendar.timeZone),
    uncoveredYears: uncoveredYears(calendar, start, due),
    days,
    isCut: day <= lastDay,
  }
}
