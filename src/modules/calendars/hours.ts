// Hours as people write them, `08:00`–`12:00`, and as they are kept, minutes from midnight.
import { type FieldProblem, refuse } from '#kernel/errors.ts'
import type { Interval } from './working-time.ts'

export interface Hours {
  readonly from: string
  readonly to: string
}

const WEEKDAYS = [
  ['周一', 'Monday'],
  ['周二', 'Tuesday'],
  ['周三', 'Wednesday'],
  ['周四', 'Thursday'],
  ['周五', 'Friday'],
  ['周六', 'Saturday'],
  ['周日', 'Sunday'],
] as const

export function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

export const toHours = ({ fromMinute, toMinute }: Interval): Hours => ({
  from: clock(fromMinute),
  to: clock(toMinute),
})

const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Hours of one day in order. Throws when one ends before it begins, or two overlap. */
export function toIntervals(hours: readonly Hours[], path: string, day = { zh: '', en: '' }) {
  const intervals = hours
    .map(({ from, to }, index) => ({ fromMinute: minuteOf(from), toMinute: minuteOf(to), index }))
    .toSorted((a, b) => a.fromMinute - b.fromMinute)
  for (const [at, { fromMinute, toMinute, index }] of intervals.entries()) {
    const words = { from: clock(fromMinute), to: clock(toMinute), ...day }
    const where = `${path}.${index}`
    if (fromMinute >= toMinute) throw crossesMidnight(where, words)
    const before = intervals[at - 1]
    if (before && before.toMinute > fromMinute) throw overlap(where, words)
  }
  return intervals.map(({ fromMinute, toMinute }): Interval => ({ fromMinute, toMinute }))
}

/** Seven days, Monday first. Throws when nobody ever works. */
export function toWeek(week: readonly (readonly Hours[])[]): Interval[][] {
  const days = week.map((hours, index) => {
    const [zh = '', en = ''] = WEEKDAYS[index] ?? []
    return toIntervals(hours, `week.${index}`, { zh, en: `${en} ` })
  })
  if (days.some((intervals) => intervals.length > 0)) return days
  throw refuse('calendars.no_hours', 400, {
    zh: '每周至少要有一段工作时间,否则期限永远不会到',
    en: 'A calendar needs at least one interval of work a week, or nothing would ever be due.',
  })
}

interface Named {
  readonly from: string
  readonly to: string
  readonly zh: string
  readonly en: string
}

const at = (path: string, code: string, zh: string, en: string): { fields: FieldProblem[] } => ({
  fields: [{ path, code, zh, en }],
})

function crossesMidnight(path: string, { from, to, zh, en }: Named) {
  const text = {
    zh: `${zh}${from}–${to}:结束要晚于开始。跨夜请分成两段,如 22:00–24:00 和次日 00:00–06:00`,
    en: `${en}${from}–${to}: the end must be after the beginning. Write a night as two intervals, such as 22:00–24:00 and 00:00–06:00 of the next day.`,
  }
  return refuse(
    'calendars.crosses_midnight',
    400,
    text,
    at(path, 'calendars.crosses_midnight', text.zh, text.en),
  )
}

function overlap(path: string, { from, to, zh, en }: Named) {
  const text = {
    zh: `${zh}${from}–${to} 与前一段重叠;请改成不重叠的时段`,
    en: `${en}${from}–${to} overlaps the interval before it. Make them follow each other.`,
  }
  return refuse(
    'calendars.intervals_overlap',
    400,
    text,
    at(path, 'calendars.intervals_overlap', text.zh, text.en),
  )
}
