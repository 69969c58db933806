// A calendar read whole, for the pure functions. A few kilobytes: read it once per piece of work.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { type Bilingual, notFound } from '#kernel/errors.ts'
import type { Exception, Holiday, Interval, WorkingCalendar } from './working-time.ts'

export const CALENDAR: Bilingual = { zh: '工作日历', en: 'working calendar' }

/** Throws `kernel.not_found`. */
export function loadCalendar(db: Db, id: string): Promise<WorkingCalendar> {
  return load(db, id)
}

/** The one the house has chosen; there always is one. */
export function defaultCalendar(db: Db): Promise<WorkingCalendar> {
  return load(db, null)
}

interface Row {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly timeZone: string
  readonly region: string | null
  readonly swapWeekday: number
  readonly hours: readonly (Interval & { readonly weekday: number })[]
  readonly exceptions: readonly (Exception & { readonly day: string })[]
  readonly holidays: readonly (Holiday & { readonly day: string })[]
  readonly years: readonly number[]
}

async function load(db: Db, id: string | null): Promise<WorkingCalendar> {
  const { rows } = await sql<Row>`
    select c.id, c.code, c.name, c.time_zone as "timeZone", c.region, c.swap_weekday as "swapWeekday",
      coalesce((select json_agg(json_build_object('weekday', weekday, 'fromMinute', from_minute, 'toMinute', to_minute)
          order by weekday, from_minute)
        from calendars.intervals i where i.calendar_id = c.id), '[]') as hours,
      coalesce((select json_agg(json_build_object('day', day, 'kind', kind, 'reason', reason, 'intervals',
          coalesce((select json_agg(json_build_object('fromMinute', from_minute, 'toMinute', to_minute) order by from_minute)
            from calendars.exception_intervals i where i.calendar_id = e.calendar_id and i.day = e.day), '[]')))
        from calendars.exceptions e where e.calendar_id = c.id), '[]') as exceptions,
      coalesce((select json_agg(json_build_object('day', day, 'kind', kind, 'name', h.name))
        from calendars.holidays h where h.region = c.region), '[]') as holidays,
      coalesce((select json_agg(year) from calendars.holiday_years y where y.region = c.region), '[]') as years
    from calendars.calendars c
    where case when ${id}::uuid is null then c.is_default else c.id = ${id}::uuid end`.execute(db)
  const row = rows[0]
  if (!row) throw notFound(CALENDAR, id ?? '')
  const { hours, exceptions, holidays, years, ...own } = row
  return {
    ...own,
    week: Array.from({ length: 7 }, (_, index) =>
      hours
        .filter(({ weekday }) => weekday === index + 1)
        .map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute })),
    ),
    exceptions: new Map(exceptions.map(({ day, ...exception }) => [day, exception])),
    holidays: new Map(holidays.map(({ day, ...holiday }) => [day, holiday])),
    coveredYears: new Set(years),
  }
}
