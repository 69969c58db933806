// Days of the calendar and times of the wall in China, as text and whole numbers: no zone, no clock.

const DAY_MS = 86_400_000

const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`)

export const addDays = (day: string, days: number): string =>
  new Date(ms(day) + days * DAY_MS).toISOString().slice(0, 10)

export const daysBetween = (from: string, to: string): number =>
  Math.round((ms(to) - ms(from)) / DAY_MS)

/** 0 is Sunday. */
export const weekdayOf = (day: string): number => new Date(ms(day)).getUTCDay()

export const monthOf = (day: string): string => day.slice(0, 7)

/** Seconds since the beginning of the first day, as text of the wall. */
export function wallOf(from: string, second: number): string {
  return new Date(ms(from) + second * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** An instant of the wall in China for the API. */
export const instantOf = (wall: string): string => `${wall.replace(' ', 'T')}+08:00`

export const yesterdayInChina = (nowMs: number): string =>
  addDays(new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 10), -1)
