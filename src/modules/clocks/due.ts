// When something is really due: the earliest of what all sources say, each moved on by the pauses it allows. Pure.
import { addMs } from '#kernel/time.ts'
import { addWorkingMs, type WorkingCalendar, workingMsBetween } from '#modules/calendars'

export const SOURCES = ['platform', 'law', 'contract', 'internal'] as const
export type Source = (typeof SOURCES)[number]

export interface SaidDue {
  readonly source: Source
  /** Through what it came: a file, an API, a rule of ours. */
  readonly origin: string
  /** Which platform order, where a subject has several. */
  readonly about: string
  readonly dueAt: Date
  readonly calendarId: string | null
}

export interface Pause {
  readonly source: Source
  readonly fromAt: Date
  readonly toAt: Date | null
}

export interface Effective {
  readonly dueAt: Date | null
  readonly source: Source | ''
  readonly origin: string
  readonly isDisputed: boolean
}

/** A clock that is paused now is not due; those of other sources run on. */
export function effectiveDue(
  dues: readonly SaidDue[],
  pauses: readonly Pause[],
  calendars: ReadonlyMap<string, WorkingCalendar>,
): Effective {
  const shifted = dues.flatMap((due) => {
    const own = pauses.filter(({ source }) => source === due.source && source !== 'platform')
    if (own.some(({ toAt }) => toAt === null)) return []
    const calendar = due.calendarId === null ? null : (calendars.get(due.calendarId) ?? null)
    return [{ ...due, dueAt: movedOn(due.dueAt, own, calendar) }]
  })
  const first = shifted.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0]
  return {
    dueAt: first?.dueAt ?? null,
    source: first?.source ?? '',
    origin: first?.origin ?? '',
    isDisputed: isDisputed(dues),
  }
}

/** By the time that was really lost: a pause after it was due, or while nobody works anyway, moves nothing. */
function movedOn(dueAt: Date, pauses: readonly Pause[], calendar: WorkingCalendar | null): Date {
  let due = dueAt
  const inOrder = pauses.toSorted((a, b) => a.fromAt.getTime() - b.fromAt.getTime())
  for (const { fromAt, toAt } of inOrder) {
    if (toAt === null || fromAt >= due) continue
    due =
      calendar === null
        ? addMs(due, toAt.getTime() - fromAt.getTime())
        : addWorkingMs(calendar, due, workingMsBetween(calendar, fromAt, toAt))
  }
  return due
}

/** Seconds are cut off by some files: less than a minute is no difference. */
const SAME_MS = 60_000

/** One platform saying two things about one order; two orders in one parcel may well differ. */
function isDisputed(dues: readonly SaidDue[]): boolean {
  const byOrder = Map.groupBy(
    dues.filter(({ source }) => source === 'platform'),
    ({ about }) => about,
  )
  return [...byOrder.values()].some((own) => {
    const times = own.map(({ dueAt }) => dueAt.getTime())
    return Math.max(...times) - Math.min(...times) >= SAME_MS
  })
}

export interface PenaltySize {
  readonly sharePpm: bigint | null
  readonly fixedMinor: bigint | null
  readonly leastMinor: bigint
  readonly mostMinor: bigint | null
}

/** What being late costs; null when nobody knows. */
export function riskOf(penalty: PenaltySize | null, goodsMinor: bigint): bigint | null {
  if (penalty === null) return null
  const { sharePpm, fixedMinor, leastMinor, mostMinor } = penalty
  if (sharePpm === null && fixedMinor === null) return null
  const raw = fixedMinor ?? (goodsMinor * sharePpm! + 500_000n) / 1_000_000n
  const least = raw < leastMinor ? leastMinor : raw
  return mostMinor !== null && least > mostMinor ? mostMinor : least
}
