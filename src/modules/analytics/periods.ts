// Calendars of questions: the period before, the same period a year ago, and which bucket stands beside which. Pure.
import { addDays } from '#kernel/time.ts'
import type { Grain } from './sources.ts'

export interface Period {
  readonly from: string
  readonly to: string
}

export type Comparison = 'previous' | 'year'

const lastOfMonth = (day: string) => addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1)

/** The same day so many months on, or the last of the month where there is none. */
export function addMonths(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const first = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`
  if (day.endsWith('-01')) return first
  const days = daysIn(first)
  return `${first.slice(0, 8)}${String(Math.min(Number(day.slice(8)), days)).padStart(2, '0')}`
}

function daysIn(firstOfMonth: string): number {
  const year = Number(firstOfMonth.slice(0, 4))
  const month = Number(firstOfMonth.slice(5, 7))
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/**
 * What a period is compared with. Months with months: whole ones with as many whole ones before, a month so far with the same days of
 * the month before. Weeks with the week before. Anything else with as many days right before.
 */
export function comparedWith({ from, to }: Period, how: Comparison): Period {
  if (how === 'year') {
    // The last of February stays the last.
    const end =
      to === lastOfMonth(to)
        ? lastOfMonth(addMonths(`${to.slice(0, 7)}-01`, -12))
        : addMonths(to, -12)
    return { from: addMonths(from, -12), to: end }
  }
  if (from.endsWith('-01') && to === lastOfMonth(to)) {
    const months =
      Number(to.slice(0, 4)) * 12 +
      Number(to.slice(5, 7)) -
      Number(from.slice(0, 4)) * 12 -
      Number(from.slice(5, 7)) +
      1
    return { from: addMonths(from, -months), to: addDays(from, -1) }
  }
  if (from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7)) {
    return { from: addMonths(from, -1), to: addMonths(to, -1) }
  }
  const days = daysBetween(from, to) + 1
  const shift = days < 7 && days > 1 && monday(from) === from ? 7 : days
  return { from: addDays(from, -shift), to: addDays(to, -shift) }
}

export function monday(day: string): string {
  const weekday = ((daysBetween('1970-01-05', day) % 7) + 7) % 7
  return addDays(day, -weekday)
}

export function nameOfBucket(grain: Grain, day: string): string {
  return grain === 'month' ? day.slice(0, 7) : grain === 'week' ? monday(day) : day
}

/** All buckets a period touches, in order, named as the answers name them. */
export function bucketsOf(grain: Grain, { from, to }: Period): string[] {
  const start = grain === 'day' ? from : grain === 'week' ? monday(from) : `${from.slice(0, 7)}-01`
  const found: string[] = []
  for (
    let at = start;
    at <= to;
    at = grain === 'day' ? addDays(at, 1) : grain === 'week' ? addDays(at, 7) : addMonths(at, 1)
  ) {
    found.push(grain === 'month' ? at.slice(0, 7) : at)
  }
  return found
}
