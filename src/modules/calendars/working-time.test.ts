import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '#kernel/errors.ts'
import { addDays, fromWallClock, instant } from '#kernel/time.ts'
import {
  addWorkingMs,
  dayOf,
  type Exception,
  type Holiday,
  type Interval,
  isWorkingAt,
  nextWorkingAt,
  uncoveredYears,
  workingAxis,
  type WorkingCalendar,
  workingMsBetween,
} from './working-time.ts'

const HOUR = 3_600_000
const at = (text: string) => instant(text)
const hours = (...pairs: readonly (readonly [number, number])[]): Interval[] =>
  pairs.map(([from, to]) => ({ fromMinute: from * 60, toMinute: to * 60 }))

const DAY = hours([8, 12], [13.5, 18])

function calendar(own: Partial<WorkingCalendar> = {}): WorkingCalendar {
  return {
    id: 'test',
    code: 'TEST',
    name: 'test',
    timeZone: 'Asia/Shanghai',
    region: null,
    swapWeekday: 1,
    week: [DAY, DAY, DAY, DAY, DAY, [], []],
    exceptions: new Map(),
    holidays: new Map(),
    coveredYears: new Set(),
    ...own,
  }
}

describe('working time by example', () => {
  test('OP-CLK-1: several intervals a day: eight and a half hours from Monday 11:00 end on Tuesday 11:00', () => {
    const start = at('2026-03-02T11:00:00+08:00')
    assert.deepEqual(addWorkingMs(calendar(), start, HOUR), at('2026-03-02T12:00:00+08:00'))
    assert.deepEqual(addWorkingMs(calendar(), start, HOUR + 1), at('2026-03-02T13:30:00.001+08:00'))
    assert.deepEqual(addWorkingMs(calendar(), start, 8.5 * HOUR), at('2026-03-03T11:00:00+08:00'))
    assert.deepEqual(addWorkingMs(calendar(), start, 0), start)
    assert.equal(
      workingMsBetween(calendar(), start, at('2026-03-02T13:30:00+08:00')),
      HOUR,
      'lunch does not count',
    )
  })

  test('OP-CLK-1: intervals are half-open: work begins at 08:00 and is over at 12:00', () => {
    const is = (clock: string) => isWorkingAt(calendar(), at(`2026-03-02T${clock}+08:00`))
    assert.deepEqual(
      [
        '07:59:59.999',
        '08:00:00',
        '11:59:59.999',
        '12:00:00',
        '13:29:59',
        '13:30:00',
        '18:00:00',
      ].map(is),
      [false, true, true, false, false, true, false],
    )
    const next = (text: string) => nextWorkingAt(calendar(), at(text))
    assert.deepEqual(next('2026-03-02T12:00:00+08:00'), at('2026-03-02T13:30:00+08:00'))
    assert.deepEqual(next('2026-03-02T13:45:00+08:00'), at('2026-03-02T13:45:00+08:00'))
    assert.deepEqual(next('2026-03-06T18:00:00+08:00'), at('2026-03-09T08:00:00+08:00'))
  })

  test('OP-CLK-1: backwards: three working hours before Monday 09:00 is Friday 16:00', () => {
    assert.deepEqual(
      addWorkingMs(calendar(), at('2026-03-09T09:00:00+08:00'), -3 * HOUR),
      at('2026-03-06T16:00:00+08:00'),
    )
  })

  const holidays = new Map<string, Holiday>([
    ['2026-10-01', { kind: 'off', name: '国庆节' }],
    ['2026-10-02', { kind: 'off', name: '国庆节' }],
    ['2026-10-10', { kind: 'work', name: '国庆节' }],
  ])
  const chinese = calendar({ region: 'CN', holidays, coveredYears: new Set([2026]) })

  test('OP-CLK-1: holidays are closed, a swapped Saturday takes the hours of the swap weekday', () => {
    assert.equal(dayOf(chinese, '2026-10-01').kind, 'holiday')
    assert.equal(isWorkingAt(chinese, at('2026-10-01T09:00:00+08:00')), false)
    assert.deepEqual(dayOf(chinese, '2026-10-10'), {
      day: '2026-10-10',
      weekday: 6,
      kind: 'swapped',
      name: '国庆节',
      intervals: DAY,
    })
    const short = calendar({
      ...chinese,
      swapWeekday: 2,
      week: [DAY, hours([9, 10]), DAY, DAY, DAY, [], []],
    })
    assert.deepEqual(dayOf(short, '2026-10-10').intervals, hours([9, 10]))
    const six = calendar({ ...chinese, week: [DAY, DAY, DAY, DAY, DAY, hours([10, 11]), []] })
    assert.deepEqual(dayOf(six, '2026-10-10').intervals, hours([10, 11]), 'its own hours first')
  })

  test('OP-CLK-1: the calendar’s own exception outranks the nation, with hours of its own if it has any', () => {
    const exceptions = new Map<string, Exception>([
      ['2026-10-01', { kind: 'work', reason: '赶货', intervals: hours([20, 24]) }],
      ['2026-10-02', { kind: 'work', reason: '赶货', intervals: [] }],
      ['2026-10-10', { kind: 'off', reason: '停电', intervals: [] }],
    ])
    const own = calendar({ ...chinese, exceptions })
    assert.deepEqual(dayOf(own, '2026-10-01').intervals, hours([20, 24]))
    assert.deepEqual(dayOf(own, '2026-10-02').intervals, DAY)
    assert.equal(dayOf(own, '2026-10-10').kind, 'closed')
  })

  test('OP-CLK-1: a night is two intervals and is worked through midnight', () => {
    const night = calendar({ week: Array.from({ length: 7 }, () => hours([0, 6], [22, 24])) })
    const start = at('2026-03-02T23:00:00+08:00')
    assert.deepEqual(addWorkingMs(night, start, 2 * HOUR), at('2026-03-03T01:00:00+08:00'))
    assert.equal(isWorkingAt(night, at('2026-03-03T00:00:00+08:00')), true)
  })

  test('OP-CLK-1: the axis laid out once reads the same lengths as counting them', () => {
    const from = instant('2026-02-20T00:00:00Z')
    const worked = workingAxis(calendar(), from, instant('2026-03-20T00:00:00Z'))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 27 * 24 * 60 }), (minutes) => {
        const at = instant(from.getTime() + minutes * 60_000)
        assert.equal(worked(at), workingMsBetween(calendar(), from, at))
      }),
      { numRuns: 300 },
    )
  })

  test('OP-CLK-1: year’s end and leap day are days like others', () => {
    const all = calendar({ week: Array.from({ length: 7 }, () => hours([0, 24])) })
    const late = at('2027-12-31T23:30:00+08:00')
    assert.deepEqual(addWorkingMs(all, late, HOUR), at('2028-01-01T00:30:00+08:00'))
    const leap = at('2028-02-28T12:00:00+08:00')
    assert.deepEqual(addWorkingMs(all, leap, 24 * HOUR), at('2028-02-29T12:00:00+08:00'))
    assert.deepEqual(addWorkingMs(all, leap, 48 * HOUR), at('2028-03-01T12:00:00+08:00'))
    assert.equal(
      workingMsBetween(all, at('2028-01-01T00:00:00+08:00'), at('2029-01-01T00:00:00+08:00')),
      366 * 24 * HOUR,
    )
  })

  test('OP-CLK-1: clocks going forward and back: wall hours, real lengths, no instant twice', () => {
    const berlin = calendar({
      timeZone: 'Europe/Berlin',
      week: Array.from({ length: 7 }, () => hours([1, 2.5], [3, 4])),
    })
    const dayLong = (day: string) =>
      workingMsBetween(
        berlin,
        fromWallClock(`${day}T00:00:00`, 'Europe/Berlin'),
        fromWallClock(`${addDays(day, 1)}T00:00:00`, 'Europe/Berlin'),
      )
    assert.equal(dayLong('2026-03-28'), 2.5 * HOUR)
    // 02:00–03:00 does not exist: 01:00–02:30 is one hour, 03:00–04:00 another.
    assert.equal(dayLong('2026-03-29'), 2 * HOUR)
    assert.equal(isWorkingAt(berlin, at('2026-03-29T00:59:59Z')), true)
    assert.equal(
      isWorkingAt(berlin, at('2026-03-29T01:00:00Z')),
      true,
      'at 03:00 the second begins',
    )
    const whole = calendar({
      timeZone: 'Europe/Berlin',
      week: Array.from({ length: 7 }, () => hours([0, 24])),
    })
    const sunday = fromWallClock('2026-10-25T00:00:00', 'Europe/Berlin')
    assert.equal(
      workingMsBetween(whole, sunday, fromWallClock('2026-10-26T00:00:00', 'Europe/Berlin')),
      25 * HOUR,
    )
  })

  test('OP-CLK-1: a day the clocks skip altogether holds no working time (Apia, 2011-12-30)', () => {
    const apia = calendar({
      timeZone: 'Pacific/Apia',
      week: Array.from({ length: 7 }, () => hours([8, 18])),
    })
    const from = fromWallClock('2011-12-29T18:00:00', 'Pacific/Apia')
    assert.deepEqual(
      nextWorkingAt(apia, from),
      fromWallClock('2011-12-31T08:00:00', 'Pacific/Apia'),
    )
  })

  test('OP-CLK-1: too little work within ten years is refused, never searched for ever', () => {
    const never = calendar({ week: [[], [], [], [], [], [], []] })
    for (const run of [
      () => addWorkingMs(never, at('2026-01-01T00:00:00Z'), 1),
      () => addWorkingMs(never, at('2026-01-01T00:00:00Z'), -1),
      () => nextWorkingAt(never, at('2026-01-01T00:00:00Z')),
    ]) {
      assert.throws(
        run,
        (error) => error instanceof AppError && error.code === 'calendars.not_enough_working_time',
      )
    }
  })

  test('INV-CAL-3 a year nobody has announced is named by whoever computes over it', () => {
    const uncovered = (from: string, to: string) => uncoveredYears(chinese, at(from), at(to))
    assert.deepEqual(uncovered('2026-05-01T00:00:00Z', '2026-12-31T15:59:59Z'), [])
    assert.deepEqual(
      uncovered('2026-05-01T00:00:00Z', '2026-12-31T16:00:00Z'),
      [2027],
      '2027 in China',
    )
    assert.deepEqual(uncovered('2028-05-01T00:00:00Z', '2025-05-01T00:00:00Z'), [2025, 2027, 2028])
    assert.deepEqual(
      uncoveredYears(calendar(), at('2026-05-01T00:00:00Z'), at('2030-05-01T00:00:00Z')),
      [],
    )
  })
})

// Zones with hour and half-hour changes, changes at midnight, odd offsets, and none.
const zone = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Kathmandu',
  'UTC',
)

const dayHours = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map((quarters) => quarters.toSorted((a, b) => a - b))
  .map((sorted) =>
    Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
      fromMinute: sorted[index * 2]! * 15,
      toMinute: sorted[index * 2 + 1]! * 15,
    })),
  )

// Around changes of clocks, year's ends and leap days of a few years, to the millisecond.
const EDGES = [
  '2016-02-29T00:00:00Z',
  '2018-02-17T23:00:00Z',
  '2024-02-29T12:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-12-31T16:00:00Z',
].map((text) => Date.parse(text))
const moment = fc
  .tuple(fc.constantFrom(...EDGES), fc.integer({ min: -5 * 24 * HOUR, max: 5 * 24 * HOUR }))
  .map(([edge, off]) => instant(edge + off))

const exceptionDays = fc.array(
  fc.tuple(fc.constantFrom(...EDGES), fc.integer({ min: -6, max: 20 }), dayHours),
  { maxLength: 12 },
)

const anyCalendar = fc
  .tuple(zone, fc.array(dayHours, { minLength: 7, maxLength: 7 }), exceptionDays)
  .filter(([, week]) => week.some((day) => day.length > 0))
  .map(([timeZone, week, days]) =>
    calendar({
      timeZone,
      week,
      exceptions: new Map(
        days.map(([edge, off, intervals]): [string, Exception] => [
          addDays(instant(edge).toISOString().slice(0, 10), off),
          { kind: intervals.length > 0 ? 'work' : 'off', reason: 'x', intervals },
        ]),
      ),
    }),
  )

const span = fc.integer({ min: 0, max: 60 * HOUR })
const RUNS = { numRuns: 400 }

describe('working time by property', () => {
  test('OP-CLK-1: working time between a start and what was added is what was added', () => {
    fc.assert(
      fc.property(anyCalendar, moment, span, (c, start, ms) => {
        const due = addWorkingMs(c, start, ms)
        assert(due >= start)
        assert.equal(workingMsBetween(c, start, due), ms)
        assert.equal(workingMsBetween(c, due, start), 0 - ms)
      }),
      RUNS,
    )
  })

  test('OP-CLK-1: additive: a then b is a + b, forwards and backwards', () => {
    fc.assert(
      fc.property(anyCalendar, moment, span, span, (c, start, a, b) => {
        for (const sign of [1, -1]) {
          assert.deepEqual(
            addWorkingMs(c, addWorkingMs(c, start, sign * a), sign * b),
            addWorkingMs(c, start, sign * (a + b)),
          )
        }
      }),
      RUNS,
    )
  })

  test('OP-CLK-1: due is the earliest such instant, and counting back returns as much', () => {
    fc.assert(
      fc.property(anyCalendar, moment, fc.integer({ min: 1, max: 60 * HOUR }), (c, start, ms) => {
        const due = addWorkingMs(c, start, ms)
        assert.equal(workingMsBetween(c, start, instant(due.getTime() - 1)), ms - 1)
        const back = addWorkingMs(c, due, -ms)
        assert(back >= start)
        assert.equal(workingMsBetween(c, back, due), ms)
        assert.equal(workingMsBetween(c, start, back), 0)
      }),
      RUNS,
    )
  })

  test('OP-CLK-1: adding closed time never makes due earlier', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        moment,
        span,
        fc.integer({ min: 0, max: 12 }),
        (c, start, ms, off) => {
          const day = addDays(start.toISOString().slice(0, 10), off - 2)
          const closed: WorkingCalendar = {
            ...c,
            exceptions: new Map([
              ...c.exceptions,
              [day, { kind: 'off', reason: 'x', intervals: [] }],
            ]),
          }
          assert(addWorkingMs(closed, start, ms) >= addWorkingMs(c, start, ms))
          assert(addWorkingMs(closed, start, -ms) <= addWorkingMs(c, start, -ms))
          const end = instant(start.getTime() + ms)
          assert(workingMsBetween(closed, start, end) <= workingMsBetween(c, start, end))
        },
      ),
      RUNS,
    )
  })

  test('OP-CLK-1: shortening any interval of the week never makes due earlier', () => {
    fc.assert(
      fc.property(anyCalendar, moment, span, fc.nat(), (c, start, ms, pick) => {
        const cut = c.week.map((day, index) =>
          index === pick % 7
            ? day
                .filter(({ fromMinute, toMinute }) => toMinute - fromMinute > 15)
                .map((one) => ({
                  ...one,
                  toMinute: one.toMinute - 15,
                }))
            : day,
        )
        fc.pre(cut.some((day) => day.length > 0))
        assert(addWorkingMs({ ...c, week: cut }, start, ms) >= addWorkingMs(c, start, ms))
      }),
      RUNS,
    )
  })

  test('OP-CLK-1: isWorkingAt, nextWorkingAt and the measure agree at every instant', () => {
    fc.assert(
      fc.property(anyCalendar, moment, (c, when) => {
        const oneMs = workingMsBetween(c, when, instant(when.getTime() + 1))
        assert.equal(isWorkingAt(c, when), oneMs === 1)
        const next = nextWorkingAt(c, when)
        assert.equal(isWorkingAt(c, next), true)
        assert.equal(workingMsBetween(c, when, next), 0)
        assert.equal(next.getTime() === when.getTime(), isWorkingAt(c, when))
      }),
      RUNS,
    )
  })

  test('OP-CLK-1: measures add up over any point between, and never exceed real time', () => {
    fc.assert(
      fc.property(anyCalendar, moment, span, span, (c, b, before, after) => {
        const a = instant(b.getTime() - before)
        const d = instant(b.getTime() + after)
        const m = (x: Date, y: Date) => workingMsBetween(c, x, y)
        assert.equal(m(a, b) + m(b, d), m(a, d))
        assert(m(a, b) >= 0 && m(a, b) <= before)
        assert.equal(m(b, a) + m(a, d), m(b, d))
      }),
      RUNS,
    )
  })
})
