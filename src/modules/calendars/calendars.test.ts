import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { instant } from '#kernel/time.ts'
import { addWorkingMs, defaultCalendar, loadCalendar } from '#modules/calendars'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

const HOLIDAYS = join(import.meta.dirname, 'holidays')
const DAY = [
  { from: '08:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]
const WEEK = [DAY, DAY, DAY, DAY, DAY, [], []]
const SETTINGS = {
  name: '夜班',
  timeZone: 'Asia/Shanghai',
  region: 'CN',
  swapWeekday: 1,
  week: WEEK,
}

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

interface YearDay {
  readonly day: string
  readonly kind: string
  readonly name: string | null
  readonly minutes: number
}

interface Moment {
  readonly at: string
  readonly wall: string
}

interface Year {
  readonly isCovered: boolean
  readonly isNextCovered: boolean
  readonly workdays: number
  readonly days: YearDay[]
}

describe('calendars', () => {
  let app: TestApp
  let director: Caller
  let picker: Caller
  before(async () => {
    app = await testApp()
    director = await app.as('director')
    picker = await app.as('warehouse')
  })
  after(() => app[Symbol.asyncDispose]())

  const add = async (code: string, own: object = {}) => {
    const answer = await director.post<{ id: string }>('/api/calendars', {
      ...SETTINGS,
      code,
      ...own,
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.id
  }
  const edit = (id: string, version: number, own: object = {}) =>
    director.send<{ version: number; details: { difference: { field: string }[] } }>(
      'PATCH',
      `/api/calendars/${id}`,
      { ...SETTINGS, isDefault: false, active: true, version, ...own },
    )
  const yearOf = async (id: string, year: number) =>
    (await picker.get<Year>(`/api/calendars/${id}/years/${year}`)).body
  const minutesOf = async (id: string, day: string) =>
    (await yearOf(id, Number(day.slice(0, 4)))).days.find((one) => one.day === day)?.minutes

  test('a new house has the default calendar of China, five days of eight hours', async () => {
    const calendar = await defaultCalendar(app.services.db)
    assert.deepEqual(
      [calendar.code, calendar.timeZone, calendar.region],
      ['CN', 'Asia/Shanghai', 'CN'],
    )
    // The notice for 2026: off 1–7 October, Saturday the 10th is worked.
    const due = addWorkingMs(calendar, instant('2026-09-30T17:00:00+08:00'), 3 * 3_600_000)
    assert.deepEqual(due, instant('2026-10-08T10:30:00+08:00'))
    const year = await yearOf(calendar.id, 2026)
    const named = (day: string) => year.days.find((one) => one.day === day)
    assert.deepEqual(
      ['2026-10-01', '2026-10-10', '2026-10-11', '2026-10-12'].map((day) => {
        const { kind, name, minutes } = named(day)!
        return [kind, name, minutes]
      }),
      [
        ['holiday', '国庆节', 0],
        ['swapped', '国庆节', 480],
        ['rest', null, 0],
        ['workday', null, 480],
      ],
    )
    // Counted independently, from the notice's own days.
    const notice = JSON.parse(readFileSync(join(HOLIDAYS, '2026.json'), 'utf8')) as {
      days: { date: string; isOffDay: boolean }[]
    }
    const open = new Set<string>()
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
      const date = new Date(at)
      if (date.getUTCDay() % 6 !== 0) open.add(date.toISOString().slice(0, 10))
    }
    for (const { date, isOffDay } of notice.days) open[isOffDay ? 'delete' : 'add'](date)
    assert.equal(year.workdays, open.size)
  })

  test('what the migration loaded is what the shipped files say, to the day', async () => {
    const { rows } = await sql<{ year: number; day: string; kind: string; name: string }>`
      select year, day, kind, name from calendars.holidays where region = 'CN' order by year, day`.execute(
      app.services.db,
    )
    const files = readdirSync(HOLIDAYS)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
    const shipped = files.flatMap((file) => {
      const { year, days } = JSON.parse(readFileSync(join(HOLIDAYS, file), 'utf8')) as {
        year: number
        days: { date: string; name: string; isOffDay: boolean }[]
      }
      return days.map(({ date, name, isOffDay }) => ({
        year,
        day: date,
        kind: isOffDay ? 'off' : 'work',
        name,
      }))
    })
    assert.equal(files.length, 9)
    assert.deepEqual(
      rows,
      shipped.toSorted((a, b) => a.day.localeCompare(b.day)).toSorted((a, b) => a.year - b.year),
    )
  })

  test('INV-CAL-3 a year nobody has announced is shown as not covered, and a deadline over it says so', async () => {
    const { id } = await defaultCalendar(app.services.db)
    assert.deepEqual(
      [
        (await yearOf(id, 2025)).isNextCovered,
        (await yearOf(id, 2026)).isNextCovered,
        (await yearOf(id, 2027)).isCovered,
      ],
      [true, false, false],
    )
    const due = await picker.get<{ uncoveredYears: number[]; days: YearDay[] }>(
      `/api/calendars/${id}/due?start=2026-12-31T09:00:00Z&minutes=600`,
    )
    assert.deepEqual(due.body.uncoveredYears, [2027])
    const inside = await picker.get<{ uncoveredYears: number[] }>(
      `/api/calendars/${id}/due?start=2026-03-02T01:00:00Z&minutes=600`,
    )
    assert.deepEqual(inside.body.uncoveredYears, [])
  })

  test('OP-CLK-1: the what-if box counts with the functions of the clocks, day by day', async () => {
    const id = await add('TRY')
    const answer = await picker.get<{
      due: Moment
      isWorking: boolean
      nextWorkingAt: Moment
      days: (YearDay & { counted: number })[]
    }>(
      `/api/calendars/${id}/due?start=${encodeURIComponent('2026-09-30T12:30:00+08:00')}&minutes=600`,
    )
    const { due, isWorking, nextWorkingAt, days } = answer.body
    assert.equal(isWorking, false)
    assert.deepEqual(nextWorkingAt, { at: '2026-09-30T05:30:00.000Z', wall: '2026-09-30 13:30' })
    assert.deepEqual(due, { at: '2026-10-08T07:00:00.000Z', wall: '2026-10-08 15:00' })
    const onTheWall = await picker.get<{ due: Moment }>(
      `/api/calendars/${id}/due?start=2026-09-30T12:30&minutes=600`,
    )
    assert.deepEqual(onTheWall.body.due, due, 'without an offset: the wall clock of the calendar')
    assert.deepEqual(
      days.map(({ day, kind, counted }) => [day.slice(5), kind, counted]),
      [
        ['09-30', 'workday', 270],
        ...[1, 2, 3, 4, 5, 6, 7].map((n) => [`10-0${n}`, 'holiday', 0]),
        ['10-08', 'workday', 330],
      ],
    )
    const calendar = await loadCalendar(app.services.db, id)
    assert.equal(
      addWorkingMs(calendar, instant('2026-09-30T04:30:00Z'), 36_000_000).toISOString(),
      due.at,
    )
  })

  test('INV-CAL-1 overlapping hours and hours over midnight are refused by name, nothing changed', async () => {
    const id = await add('HOURS')
    const bad = (hours: object[]) => edit(id, 1, { week: [hours, ...WEEK.slice(1)] })
    const overlap = await bad([
      { from: '13:00', to: '18:00' },
      { from: '08:00', to: '13:01' },
    ])
    assert.equal(codeOf(overlap), '400 calendars.intervals_overlap')
    assert.match((overlap.body as unknown as { zh: string }).zh, /周一13:00–18:00/)
    assert.equal(
      codeOf(await bad([{ from: '22:00', to: '06:00' }])),
      '400 calendars.crosses_midnight',
    )
    assert.equal(
      codeOf(await bad([{ from: '08:00', to: '08:00' }])),
      '400 calendars.crosses_midnight',
    )
    assert.equal(codeOf(await bad([{ from: '08:00', to: '24:30' }])), '400 kernel.invalid')
    assert.equal(codeOf(await bad([{ from: '24:00', to: '24:00' }])), '400 kernel.invalid')
    assert.equal(
      codeOf(await edit(id, 1, { week: [[], [], [], [], [], [], []] })),
      '400 calendars.no_hours',
    )
    assert.equal(codeOf(await edit(id, 1, { week: WEEK.slice(1) })), '400 kernel.invalid')
    assert.equal(codeOf(await edit(id, 1, { timeZone: 'Mars/Olympus' })), '400 kernel.invalid')
    const { body } = await picker.get<{ version: number; week: unknown }>(`/api/calendars/${id}`)
    assert.deepEqual([body.version, body.week], [1, WEEK])
    // A night in two parts, touching at noon, to midnight: fine.
    const fine = [
      { from: '00:00', to: '06:00' },
      { from: '06:00', to: '12:00' },
      { from: '22:00', to: '24:00' },
    ]
    assert.equal((await bad(fine)).status, 200)
    assert.deepEqual(
      (await picker.get<{ week: unknown[] }>(`/api/calendars/${id}`)).body.week[0],
      fine,
    )
  })

  test('INV-CAL-1 INV-CAL-2 the database refuses overlaps and a second default without any code of ours', async () => {
    const id = await add('SQL')
    const broken = async (run: Promise<unknown>) => {
      const error = (await run.then(
        () => null,
        (thrown: unknown) => thrown,
      )) as { constraint?: string } | null
      return error?.constraint
    }
    const { db } = app.services
    const insert = (from: number, to: number) =>
      sql`insert into calendars.intervals (calendar_id, weekday, from_minute, to_minute)
          values (${id}, 1, ${from}, ${to})`.execute(db)
    assert.equal(await broken(insert(700, 730)), 'intervals_do_not_overlap')
    assert.equal(await broken(insert(1300, 1450)), 'intervals_within_day')
    assert.equal(await broken(insert(1300, 1200)), 'intervals_within_day')
    assert.equal(
      await broken(
        sql`update calendars.calendars set is_default = true where id = ${id}`.execute(db),
      ),
      'calendars_one_default',
    )
    assert.equal(
      await broken(sql`update calendars.calendars set active = false where is_default`.execute(db)),
      'calendars_default_is_active',
    )
  })

  test('INV-CAL-2 the default moves to another calendar, never away; an idle one cannot be it', async () => {
    const id = await add('NEXT')
    const first = await defaultCalendar(app.services.db)
    const version = async (of: string) =>
      (await picker.get<{ version: number }>(`/api/calendars/${of}`)).body.version
    assert.equal(
      codeOf(await edit(id, 1, { isDefault: true, active: false })),
      '409 calendars.default_needed',
    )
    assert.equal((await edit(id, 1, { isDefault: true })).status, 200)
    assert.equal((await defaultCalendar(app.services.db)).id, id)
    assert.equal(codeOf(await edit(id, 2, { isDefault: false })), '409 calendars.default_needed')
    const back = await edit(first.id, await version(first.id), {
      name: first.name,
      week: WEEK,
      isDefault: true,
    })
    assert.equal(back.status, 200)
    assert.equal((await defaultCalendar(app.services.db)).id, first.id)
  })

  test('exceptions: set, changed, removed; two people on one calendar never overwrite each other', async () => {
    const id = await add('DAYS')
    const set = (day: string, version: number, body: object) =>
      director.send<{ version: number; details: { difference: object[] } }>(
        'PUT',
        `/api/calendars/${id}/exceptions/${day}`,
        { version, ...body },
      )
    assert.equal((await set('2026-06-15', 1, { kind: 'off', reason: '停电检修' })).body.version, 2)
    assert.equal(await minutesOf(id, '2026-06-15'), 0)
    const half = { kind: 'work', reason: '盘点', hours: [{ from: '08:00', to: '12:00' }] }
    assert.equal((await set('2026-06-14', 2, half)).body.version, 3)
    assert.equal(await minutesOf(id, '2026-06-14'), 240)
    const stale = await set('2026-06-14', 2, { kind: 'off', reason: '不上了' })
    assert.equal(codeOf(stale), '409 kernel.stale_edit')
    assert.deepEqual(stale.body.details.difference, [
      {
        field: '2026-06-14',
        yours: { kind: 'off', reason: '不上了', hours: [] },
        current: half,
      },
    ])
    assert.equal((await set('2026-06-14', 3, { kind: 'work', reason: '全天盘点' })).body.version, 4)
    assert.equal(
      await minutesOf(id, '2026-06-14'),
      510,
      'a Sunday takes the hours of the swap weekday',
    )
    assert.equal(
      codeOf(await set('2026-06-16', 4, { kind: 'off', reason: 'x', hours: half.hours })),
      '400 calendars.hours_on_day_off',
    )
    assert.equal(
      codeOf(await set('2026-02-30', 4, { kind: 'off', reason: 'x' })),
      '400 kernel.invalid',
    )
    assert.equal(
      codeOf(await set('2026-06-16', 4, { kind: 'off', reason: ' ' })),
      '400 kernel.invalid',
    )
    const remove = (version: number) =>
      director.send('DELETE', `/api/calendars/${id}/exceptions/2026-06-15?version=${version}`)
    assert.equal(codeOf(await remove(3)), '409 kernel.stale_edit')
    assert.equal((await remove(4)).status, 200)
    assert.equal(codeOf(await remove(5)), '404 kernel.not_found')
    const { body } = await picker.get<{ items: { day: string }[] }>(
      `/api/calendars/exceptions?calendarId=${id}&year=2026`,
    )
    assert.deepEqual(
      body.items.map(({ day }) => day),
      ['2026-06-14'],
    )
  })

  test('two people saving one calendar at once: one wins, the other sees the difference', async () => {
    const id = await add('RACE')
    const answers = await Promise.all(['甲', '乙'].map((name) => edit(id, 1, { name })))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    const loser = answers.find(({ status }) => status === 409)
    assert.deepEqual(
      loser?.body.details.difference.map(({ field }) => field),
      ['name'],
    )
  })

  test('codes are one without regard to case; who may only read changes nothing', async () => {
    await add('case')
    const again = await director.post('/api/calendars', { ...SETTINGS, code: 'CASE' })
    assert.equal(codeOf(again), '409 calendars.code_taken')
    const denied = await picker.post('/api/calendars', { ...SETTINGS, code: 'MINE' })
    assert.equal(codeOf(denied), '403 access.forbidden')
    const none = await picker.get('/api/calendars/01890000-0000-7000-8000-000000000000')
    assert.equal(codeOf(none), '404 kernel.not_found')
  })
})
