// The only file that asks the machine what time it is (a law checks). Instants are UTC `Date`s;
// business dates are 'YYYY-MM-DD' text in a shop's time zone, computed here with Intl.

export function nowMs(): number {
  return Date.now()
}

export function now(): Date {
  return new Date()
}

/** Parse or copy an instant. Throws RangeError on nonsense, so that callers validate first. */
export function instant(value: string | number | Date): Date {
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) throw new RangeError(`not an instant: ${String(value)}`)
  return date
}

export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function partsIn(at: Date, timeZone: string): Record<string, string> {
  let format = formatters.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timeZone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

/** Every zone of the world begins its days on a quarter of an hour. */
const QUARTER_MS = 900_000

/** Intl is slow and imports ask for the same days over and over. */
const days = new Map<string, Map<number, string>>()
const MOST_DAYS = 20_000

/** The business date of an instant in a time zone: `2026-11-24`. */
export function dateIn(at: Date, timeZone: string): string {
  let known = days.get(timeZone)
  if (known === undefined) days.set(timeZone, (known = new Map()))
  const quarter = Math.floor(at.getTime() / QUARTER_MS)
  const found = known.get(quarter)
  if (found !== undefined) return found
  const { year, month, day } = partsIn(at, timeZone)
  const date = `${year}-${month}-${day}`
  if (known.size >= MOST_DAYS) known.clear()
  known.set(quarter, date)
  return date
}

/** Milliseconds the zone is ahead of UTC at this instant. */
export function offsetMsAt(at: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsIn(at, timeZone)
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return wall - Math.floor(at.getTime() / 1000) * 1000
}

/** What a clock there shows, for people: `2026-11-24 09:13`. */
export const wallText = (at: Date, timeZone: string): string =>
  addMs(at, offsetMsAt(at, timeZone)).toISOString().slice(0, 16).replace('T', ' ')

/**
 * The instant of a wall-clock time (`2026-03-29T01:30:00`) in a zone. A time skipped by a clock
 * change maps to the instant after the gap; a doubled one to its first occurrence.
 */
export function fromWallClock(wall: string, timeZone: string): Date {
  const utcGuess = Date.parse(`${wall}Z`)
  if (Number.isNaN(utcGuess)) throw new RangeError(`not a wall-clock time: ${wall}`)
  const before = offsetMsAt(new Date(utcGuess - 86_400_000), timeZone)
  const after = offsetMsAt(new Date(utcGuess + 86_400_000), timeZone)
  const candidates = [utcGuess - before, utcGuess - after].filter(
    (ms) => ms + offsetMsAt(new Date(ms), timeZone) === utcGuess,
  )
  return new Date(candidates.length > 0 ? Math.min(...candidates) : utcGuess - before)
}

/** Calendar arithmetic on business dates, free of zones. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** True for a real calendar date in ISO form (2026-02-30 is not). */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text
}
