// Working time as pure functions over a calendar already read. Half-open throughout: an interval from 08:00 to
// 12:00 works at 08:00 and no longer at 12:00. Hours are what the wall clock says, lengths are what passes: on
// the day the clocks go forward, 01:00–04:00 holds two hours.
import assert from 'node:assert/strict'
import { refuse } from '#kernel/errors.ts'
import { addDays, dateIn, fromWallClock, instant, offsetMsAt } from '#kernel/time.ts'

/** Minutes from midnight on the wall; 1440 is 24:00. */
export interface Interval {
  readonly fromMinute: number
  readonly toMinute: number
}

export interface WorkingCalendar {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly timeZone: string
  /** Whose national arrangement it follows; null works through public holidays. */
  readonly region: string | null
  /** 1 is Monday: its hours are worked on a swapped workday that has none of its own. */
  readonly swapWeekday: number
  /** Seven lists, Monday first, each in order and free of overlaps. */
  readonly week: readonly (readonly Interval[])[]
  /** By date: the calendar's own word, which outranks the nation's. */
  readonly exceptions: ReadonlyMap<string, Exception>
  readonly holidays: ReadonlyMap<string, Holiday>
  /** Years whose national arrangement is known. */
  readonly coveredYears: ReadonlySet<number>
}

export interface Exception {
  readonly kind: 'off' | 'work'
  readonly reason: string
  /** Hours of that date alone; empty takes the usual ones. */
  readonly intervals: readonly Interval[]
}

export interface Holiday {
  readonly kind: 'off' | 'work'
  readonly name: string
}

/** What a date is: as the week says, as the nation says, or as the calendar itself says. */
export type DayKind = 'workday' | 'rest' | 'holiday' | 'swapped' | 'closed' | 'extra'

export interface Day {
  readonly day: string
  /** 1 is Monday. */
  readonly weekday: number
  readonly kind: DayKind
  /** The holiday's name or the exception's reason. */
  readonly name: string | null
  readonly intervals: readonly Interval[]
}

export function weekdayOf(day: string): number {
  return instant(`${day}T00:00:00Z`).getUTCDay() || 7
}

export function dayOf(calendar: WorkingCalendar, day: string): Day {
  const weekday = weekdayOf(day)
  const usual = calendar.week[weekday - 1] ?? []
  const swapped = usual.length > 0 ? usual : (calendar.week[calendar.swapWeekday - 1] ?? [])
  const own = calendar.exceptions.get(day)
  if (own?.kind === 'off') {
    return { day, weekday, kind: 'closed', name: own.reason, intervals: [] }
  }
  if (own) {
    const intervals = own.intervals.length > 0 ? own.intervals : swapped
    return { day, weekday, kind: 'extra', name: own.reason, intervals }
  }
  const national = calendar.holidays.get(day)
  if (national?.kind === 'off') {
    return { day, weekday, kind: 'holiday', name: national.name, intervals: [] }
  }
  if (national) return { day, weekday, kind: 'swapped', name: national.name, intervals: swapped }
  const kind = usual.length > 0 ? 'workday' : 'rest'
  return { day, weekday, kind, name: null, intervals: usual }
}

/** The instant at which `ms` of working time have passed since `start`; a negative `ms` counts backwards. */
export function addWorkingMs(calendar: WorkingCalendar, start: Date, ms: number): Date {
  assert(Number.isSafeInteger(ms), 'a whole number of milliseconds')
  if (ms === 0) return start
  const at = start.getTime()
  let left = Math.abs(ms)
  for (const [from, to] of spans(calendar, start, ms > 0 ? 1 : -1)) {
    const begin = ms > 0 ? Math.max(from, at) : from
    const end = ms > 0 ? to : Math.min(to, at)
    const length = end - begin
    if (length <= 0) continue
    if (left <= length) return instant(ms > 0 ? begin + left : end - left)
    left -= length
  }
  throw neverEnough(calendar)
}

/** Working time from `a` to `b`; negative when `b` is before `a`. The inverse of adding. */
export function workingMsBetween(calendar: WorkingCalendar, a: Date, b: Date): number {
  // 0 - x: nobody wants to meet -0.
  if (b < a) return 0 - workingMsBetween(calendar, b, a)
  let total = 0
  for (const [from, to] of spansWithin(calendar, a, b)) total += to - from
  return total
}

/**
 * Working time from `from` to any instant between there and `to`, read off spans that were laid out once: for whoever measures tens of
 * thousands of lengths over the same few weeks.
 */
export function workingAxis(calendar: WorkingCalendar, from: Date, to: Date): (at: Date) => number {
  const spanned = [...spansWithin(calendar, from, to)]
  const before: number[] = []
  let total = 0
  for (const [begin, end] of spanned) {
    before.push(total)
    total += end - begin
  }
  return (at) => {
    const ms = at.getTime()
    let low = 0
    let high = spanned.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (spanned[middle]![0] <= ms) low = middle + 1
      else high = middle
    }
    const span = spanned[low - 1]
    return span === undefined ? 0 : before[low - 1]! + Math.min(ms, span[1]) - span[0]
  }
}

export function isWorkingAt(calendar: WorkingCalendar, at: Date): boolean {
  const ms = at.getTime()
  const today = dateIn(at, calendar.timeZone)
  return [addDays(today, -1), today].some((day) =>
    spansOf(calendar, day).some(([from, to]) => from <= ms && ms < to),
  )
}

/** `at` itself when it is working time, else the next beginning of work. */
export function nextWorkingAt(calendar: WorkingCalendar, at: Date): Date {
  const ms = at.getTime()
  for (const [from, to] of spans(calendar, at, 1)) if (to > ms) return instant(Math.max(from, ms))
  throw neverEnough(calendar)
}

/**
 * Years touched between two instants whose holidays nobody has entered. What was computed over them rests on
 * the weekly hours alone; say so wherever it is shown.
 */
export function uncoveredYears(calendar: WorkingCalendar, a: Date, b: Date): number[] {
  if (calendar.region === null) return []
  const [first, last] = [a, b]
    .map((at) => Number(dateIn(at, calendar.timeZone).slice(0, 4)))
    .toSorted((one, other) => one - other) as [number, number]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
    (year) => !calendar.coveredYears.has(year),
  )
}

type Span = readonly [fromMs: number, toMs: number]

/** Ten years without enough work is a calendar set up wrong, not a deadline. */
const MAX_DAYS = 3660

function neverEnough(calendar: WorkingCalendar) {
  return refuse('calendars.not_enough_working_time', 409, {
    zh: `日历 ${calendar.code} 十年内没有足够的工作时间;请检查每周时段和例外日期`,
    en: `Calendar ${calendar.code} has too little working time within ten years. Check its weekly hours and exceptions.`,
  })
}

/** Spans day by day from the date of `at` on, in the order walked. One day early: see `wallMs`. */
function* spans(calendar: WorkingCalendar, at: Date, direction: 1 | -1): Generator<Span> {
  const first = addDays(dateIn(at, calendar.timeZone), -direction)
  for (let walked = 0; walked < MAX_DAYS; walked++) {
    const ofDay = spansOf(calendar, addDays(first, walked * direction))
    yield* direction === 1 ? ofDay : ofDay.toReversed()
  }
}

export function* spansWithin(calendar: WorkingCalendar, a: Date, b: Date): Generator<Span> {
  const last = addDays(dateIn(b, calendar.timeZone), 1)
  for (let day = addDays(dateIn(a, calendar.timeZone), -1); day <= last; day = addDays(day, 1)) {
    for (const [from, to] of spansOf(calendar, day)) {
      const begin = Math.max(from, a.getTime())
      const end = Math.min(to, b.getTime())
      if (begin < end) yield [begin, end]
    }
  }
}

/** Days already turned into instants: a board of 10,000 clocks asks for the same few weeks. */
const cache = new WeakMap<WorkingCalendar, Map<string, readonly Span[]>>()

function spansOf(calendar: WorkingCalendar, day: string): readonly Span[] {
  let days = cache.get(calendar)
  if (!days) cache.set(calendar, (days = new Map()))
  let found = days.get(day)
  if (!found) {
    found = dayOf(calendar, day)
      .intervals.map(({ fromMinute, toMinute }): Span => [
        wallMs(day, fromMinute, calendar.timeZone),
        wallMs(day, toMinute, calendar.timeZone),
      ])
      .filter(([from, to]) => from < to)
    days.set(day, found)
  }
  return found
}

/**
 * The instant of a minute on the wall, never going backwards as minutes go on: a time the clocks skip is the
 * instant of the change, a doubled one its first occurrence. (So a span may hold instants whose own date is
 * the day before, where clocks go back over midnight.)
 */
function wallMs(day: string, minute: number, timeZone: string): number {
  const date = minute === 1440 ? addDays(day, 1) : day
  const two = (n: number) => String(n).padStart(2, '0')
  const clock = `${two(Math.floor((minute % 1440) / 60))}:${two(minute % 60)}`
  const wall = Date.parse(`${date}T${clock}:00Z`)
  const ms = fromWallClock(`${date}T${clock}:00`, timeZone).getTime()
  if (ms + offsetMsAt(instant(ms), timeZone) === wall) return ms
  // Skipped: the change lies between the readings with the offsets on either side of it.
  const before = offsetMsAt(instant(ms - 86_400_000), timeZone)
  let low = ms - 86_400_000
  let high = ms
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMsAt(instant(middle), timeZone) === before) low = middle
    else high = middle
  }
  return high
}
