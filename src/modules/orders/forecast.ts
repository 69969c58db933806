// When each open order will have left, foreseen from how fast work really passes each stage. Pure. Every stage is a queue that serves
// the most urgent first, at the pace it was measured at; what comes from the stage before arrives when it leaves there.
import assert from 'node:assert/strict'
import { addDays, dateIn, fromWallClock, instant } from '#kernel/time.ts'
import { addWorkingMs, workingAxis, type WorkingCalendar } from '#modules/calendars'
import type { Status } from './states.ts'

/** In the order work passes them; what is not measured is not there (a house without the warehouse part). */
export const STAGES = [
  'PRE',
  'WAIT_AUDIT',
  'WAIT_FIN',
  'AUDITED',
  'RELEASED',
  'PICKING',
  'CHECKED',
  'PACKED',
  'WEIGHED',
] as const satisfies readonly Status[]

export type Stage = (typeof STAGES)[number]

/** Few orders take this way; others go past it. */
const SIDE_WAYS: readonly Stage[] = ['WAIT_FIN']

export interface Step {
  readonly stage: Stage
  readonly enteredAt: Date
  readonly leftAt: Date
}

/** Milliseconds of working time. */
export interface Pace {
  readonly stage: Stage
  readonly steps: number
  /** What it takes when nobody waits in front. */
  readonly leastMs: number
  readonly medianMs: number
  readonly p90Ms: number
  /** Between two that leave while others wait: the capacity. */
  readonly gapMs: number
}

const HOUR_MS = 3_600_000

/** With fewer a percentile says nothing. */
const ENOUGH = 20

/** This many of a stage's orders left in a slower hour than what counts as its capacity: a good hour, not the luckiest. */
const GOOD_HOUR = 0.8

export function measurePaces(steps: readonly Step[], calendar: WorkingCalendar): Pace[] {
  const byStage = Map.groupBy(steps, ({ stage }) => stage)
  if (steps.length === 0) return []
  const all = steps.flatMap(({ enteredAt, leftAt }) => [enteredAt.getTime(), leftAt.getTime()])
  const [first, last] = all.reduce(
    ([least, most], ms) => [Math.min(least, ms), Math.max(most, ms)],
    [Infinity, -Infinity],
  )
  const worked = workingAxis(calendar, instant(first! - HOUR_MS), instant(last! + HOUR_MS))
  const isFull = (hour: number) =>
    worked(instant((hour + 1) * HOUR_MS)) - worked(instant(hour * HOUR_MS)) === HOUR_MS
  return STAGES.flatMap((stage) => {
    const own = byStage.get(stage) ?? []
    if (own.length < ENOUGH) return []
    const lengths = own
      .map(({ enteredAt, leftAt }) => worked(leftAt) - worked(enteredAt))
      .toSorted((a, b) => a - b)
    const perHour = new Map<number, number>()
    for (const { leftAt } of own) {
      const hour = Math.floor(leftAt.getTime() / HOUR_MS)
      if (isFull(hour)) perHour.set(hour, (perHour.get(hour) ?? 0) + 1)
    }
    // Counted by order, not by hour: idle hours say nothing of what a stage can do.
    const counts = [...perHour.values()]
      .toSorted((a, b) => a - b)
      .flatMap((count) => Array.from({ length: count }, () => count))
    return [
      {
        stage,
        steps: own.length,
        leastMs: at(lengths, 0.1),
        medianMs: at(lengths, 0.5),
        p90Ms: at(lengths, 0.9),
        gapMs: counts.length === 0 ? 0 : Math.round(HOUR_MS / at(counts, GOOD_HOUR)),
      },
    ]
  })
}

const at = (sorted: readonly number[], share: number): number => {
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  assert(found !== undefined, 'there is something to measure')
  return found
}

export interface OpenOrder {
  readonly id: string
  readonly stage: Stage
  readonly dueMs: number
  /** Held: it waits for its cause, not for its turn. */
  readonly isHeld: boolean
}

interface Job {
  readonly order: OpenOrder
  readonly from: number
}

/** By order: the instant it will have left. `holdMs` is how long a hold usually stands. */
export function foresee(
  orders: readonly OpenOrder[],
  paces: readonly Pace[],
  { calendar, now, holdMs }: { calendar: WorkingCalendar; now: Date; holdMs: number },
): Map<string, Date> {
  const byStage = Map.groupBy(orders, ({ stage }) => stage)
  let coming: Job[] = []
  for (const stage of STAGES) {
    const here = (byStage.get(stage) ?? []).map((order) => ({
      order,
      from: order.isHeld ? holdMs : 0,
    }))
    const pace = paces.find((one) => one.stage === stage)
    const passing = SIDE_WAYS.includes(stage) ? here : [...here, ...coming]
    const past = SIDE_WAYS.includes(stage) ? coming : []
    coming = [...past, ...(pace ? serve(passing, pace) : passing)]
  }
  // Most of them leave within the same few days: the calendar remembers those.
  return new Map(
    coming.map(({ order, from }) => [order.id, addWorkingMs(calendar, now, Math.ceil(from))]),
  )
}

/** The most urgent of those who are there goes next; each takes the stage's pace, and at least what it takes alone. */
function serve(jobs: readonly Job[], { gapMs, leastMs }: Pace): Job[] {
  const arriving = jobs.toSorted((a, b) => a.from - b.from)
  const waiting = new Urgent()
  const left: Job[] = []
  let clock = 0
  let next = 0
  while (left.length < jobs.length) {
    if (waiting.size === 0) clock = Math.max(clock, arriving[next]!.from)
    while (next < arriving.length && arriving[next]!.from <= clock) waiting.add(arriving[next++]!)
    const job = waiting.take()
    clock += gapMs
    left.push({ order: job.order, from: Math.max(clock, job.from + leastMs) })
  }
  return left
}

/** A heap by due: fifty thousand orders are foreseen every few minutes. */
class Urgent {
  private readonly heap: Job[] = []

  get size(): number {
    return this.heap.length
  }

  add(job: Job): void {
    const { heap } = this
    let child = heap.push(job) - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (heap[parent]!.order.dueMs <= heap[child]!.order.dueMs) return
      ;[heap[parent], heap[child]] = [heap[child]!, heap[parent]!]
      child = parent
    }
  }

  take(): Job {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    assert(first && last, 'somebody waits')
    if (heap.length > 0) {
      heap[0] = last
      this.sink()
    }
    return first
  }

  private sink(): void {
    const { heap } = this
    let parent = 0
    for (;;) {
      let child = 2 * parent + 1
      if (child >= heap.length) return
      const right = heap[child + 1]
      if (right && right.order.dueMs < heap[child]!.order.dueMs) child += 1
      if (heap[parent]!.order.dueMs <= heap[child]!.order.dueMs) return
      ;[heap[parent], heap[child]] = [heap[child]!, heap[parent]!]
      parent = child
    }
  }
}

/**
 * Our own due: the last collection before the real one, less what nine of ten orders take for the stages still to come. Later than
 * this it may still leave in time, but then something has to go better than usual.
 */
export function targetOf(
  { dueAt, stage }: { readonly dueAt: Date; readonly stage: Stage },
  paces: readonly Pace[],
  house: {
    readonly calendar: WorkingCalendar
    readonly timeZone: string
    readonly pickupMinute: number
  },
): Date {
  const left = STAGES.slice(STAGES.indexOf(stage)).filter(
    (one) => one === stage || !SIDE_WAYS.includes(one),
  )
  const ms = paces.reduce((sum, pace) => sum + (left.includes(pace.stage) ? pace.p90Ms : 0), 0)
  return addWorkingMs(house.calendar, lastPickup(dueAt, house), 0 - Math.ceil(ms))
}

function lastPickup(
  dueAt: Date,
  { timeZone, pickupMinute }: { readonly timeZone: string; readonly pickupMinute: number },
): Date {
  const two = (n: number) => String(n).padStart(2, '0')
  const clock = `${two(Math.floor(pickupMinute / 60))}:${two(pickupMinute % 60)}:00`
  const on = (day: string) => fromWallClock(`${day}T${clock}`, timeZone)
  const today = dateIn(dueAt, timeZone)
  const pickup = on(today)
  return pickup <= dueAt ? pickup : on(addDays(today, -1))
}
