// Clocks: several sources, pauses, calendars, and what being late costs.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { runChecks } from '#kernel/checks.ts'
import { newId } from '#kernel/ids.ts'
import { addMs, instant, now } from '#kernel/time.ts'
import { addWorkingMs, type WorkingCalendar } from '#modules/calendars'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { effectiveDue, riskOf, type SaidDue } from './due.ts'
import { breachOverdue, checks, endClocks, keepForecasts, setClocks } from '#modules/clocks'

const HOUR = 3_600_000

const week = (days: number): WorkingCalendar['week'] =>
  Array.from({ length: 7 }, (_none, at) =>
    at < days
      ? [
          { fromMinute: 480, toMinute: 720 },
          { fromMinute: 810, toMinute: 1080 },
        ]
      : [],
  )

const calendar = (own: Partial<WorkingCalendar> = {}): WorkingCalendar => ({
  id: 'c',
  code: 'C',
  name: 'C',
  timeZone: 'Asia/Shanghai',
  region: null,
  swapWeekday: 1,
  week: week(5),
  exceptions: new Map(),
  holidays: new Map(),
  coveredYears: new Set(),
  ...own,
})

const due = (own: Partial<SaidDue> & Pick<SaidDue, 'source' | 'dueAt'>): SaidDue => ({
  origin: own.source,
  about: '',
  calendarId: null,
  ...own,
})

const MONDAY = instant('2026-03-02T00:00:00Z')

describe('when it is due', () => {
  test('OP-CLK-1: the earliest of all sources; a pause of one moves that one alone, by the working time it cost', () => {
    const working = calendar()
    const all = new Map([['c', working]])
    const dues = [
      due({ source: 'platform', dueAt: addMs(MONDAY, 72 * HOUR) }),
      due({ source: 'internal', dueAt: addMs(MONDAY, 9 * HOUR), calendarId: 'c' }),
    ]
    assert.equal(effectiveDue(dues, [], all).source, 'internal')
    // Monday 11:00–15:00 in Shanghai: an hour before lunch and an hour and a half after it are lost.
    const pause = {
      source: 'internal' as const,
      fromAt: instant('2026-03-02T03:00:00Z'),
      toAt: instant('2026-03-02T07:00:00Z'),
    }
    const moved = effectiveDue(dues, [pause], all).dueAt!
    assert.equal(
      moved.toISOString(),
      addWorkingMs(working, dues[1]!.dueAt, 2.5 * HOUR).toISOString(),
    )
    // While it stands only the platform counts; the platform itself never stands.
    const open = { ...pause, toAt: null }
    assert.equal(effectiveDue(dues, [open], all).source, 'platform')
    const ofPlatform = { ...open, source: 'platform' as const }
    assert.equal(effectiveDue(dues.slice(0, 1), [ofPlatform], all).dueAt, dues[0]!.dueAt)
  })

  test('OP-CLK-1: adding closed time never makes anything due earlier, with pauses and several sources', () => {
    const hour = fc.integer({ min: 0, max: 400 })
    fc.assert(
      fc.property(
        fc.array(fc.record({ due: hour, isWorking: fc.boolean() }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.record({ from: hour, hours: fc.integer({ min: 0, max: 60 }) }), {
          maxLength: 3,
        }),
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
        fc.integer({ min: 3, max: 7 }),
        (said, paused, closed, days) => {
          const open = calendar({ week: week(days) })
          const day = (n: number) =>
            addMs(MONDAY, n * 24 * HOUR)
              .toISOString()
              .slice(0, 10)
          const shut = calendar({
            week: week(days),
            exceptions: new Map(
              closed.map((n) => [day(n), { kind: 'off' as const, reason: 'x', intervals: [] }]),
            ),
          })
          // What is asked for is so much working time from Monday; a calendar with more closed days says later.
          const at = (own: WorkingCalendar) => {
            const dues = said.map((one, n) =>
              due({
                source: 'internal',
                origin: String(n),
                dueAt: one.isWorking
                  ? addWorkingMs(own, MONDAY, one.due * HOUR)
                  : addMs(MONDAY, one.due * HOUR),
                calendarId: one.isWorking ? 'c' : null,
              }),
            )
            // One pause after the other.
            let from = 0
            const pauses = paused.map((one) => {
              from += one.from % 50
              const fromAt = addMs(MONDAY, from * HOUR)
              from += one.hours
              return { source: 'internal' as const, fromAt, toAt: addMs(MONDAY, from * HOUR) }
            })
            return [
              effectiveDue(dues, [], new Map([['c', own]])).dueAt!,
              effectiveDue(dues, pauses, new Map([['c', own]])).dueAt!,
            ] as const
          }
          const [before, beforePaused] = at(open)
          const [later] = at(shut)
          assert(later >= before, `${later.toISOString()} is not before ${before.toISOString()}`)
          assert(beforePaused >= before, 'a pause never makes it earlier')
        },
      ),
      { numRuns: 300 },
    )
  })

  test('OP-CLK-2: two readings of one platform that differ are a dispute, and the earlier holds; two orders in one parcel are none', () => {
    const early = due({
      source: 'platform',
      origin: 'console',
      about: 'A',
      dueAt: addMs(MONDAY, HOUR),
    })
    const late = due({
      source: 'platform',
      origin: 'api',
      about: 'A',
      dueAt: addMs(MONDAY, 24 * HOUR),
    })
    const both = effectiveDue([late, early], [], new Map())
    assert.deepEqual([both.dueAt, both.origin, both.isDisputed], [early.dueAt, 'console', true])
    assert.equal(effectiveDue([{ ...late, about: 'B' }, early], [], new Map()).isDisputed, false)
    const second = { ...late, dueAt: addMs(early.dueAt!, 1000) }
    assert.equal(
      effectiveDue([second, early], [], new Map()).isDisputed,
      false,
      'a second is rounding',
    )
  })

  test('being late costs a share within its bounds, a fixed sum, or an amount nobody knows', () => {
    const share = { sharePpm: 50_000n, fixedMinor: null, leastMinor: 100n, mostMinor: 10_000n }
    assert.deepEqual(
      [100n, 10_000n, 12_345n, 10_000_000n].map((goods) => riskOf(share, goods)),
      [100n, 500n, 617n, 10_000n],
    )
    assert.equal(riskOf({ ...share, sharePpm: null, fixedMinor: 300n }, 1n), 300n)
    assert.equal(riskOf({ ...share, sharePpm: null }, 10_000n), null)
  })
})

describe('clocks in the database', () => {
  let app: TestApp
  let director: Caller
  before(async () => {
    app = await testApp()
    director = await app.as('director')
  })
  after(() => app[Symbol.asyncDispose]())

  const set = (subjectId: string, dues: readonly SaidDue[], platform = 'pdd') =>
    app.services.db.transaction().execute((tx) =>
      setClocks(tx, [
        {
          subjectType: 'trial',
          subjectId,
          kind: 'ship',
          startedAt: now(),
          platform,
          goodsMinor: 10_000n,
          dues,
        },
      ]),
    )
  interface Shown {
    id: string
    state: string
    dueAt: string | null
    isDisputed: boolean
    riskMinor: string | null
    dues: { origin: string; dueAt: string; replacedAt: string | null }[]
    mayPause: { source: string }[]
    atRiskSince: string | null
  }
  const shown = async (subjectId: string) =>
    (await director.get<{ items: Shown[] }>(`/api/clocks/of/${subjectId}`)).body.items[0]!
  const inHours = (hours: number) => addMs(now(), hours * HOUR)

  test('OP-CLK-2, INV-CLK-1, INV-CLK-3: what a source says anew replaces its old due, which stays in the history; saying the same changes nothing', async () => {
    const subject = newId()
    const first = inHours(48)
    await set(subject, [due({ source: 'platform', origin: 'api', dueAt: first })])
    await set(subject, [due({ source: 'platform', origin: 'api', dueAt: first })])
    const second = inHours(30)
    await set(subject, [
      due({ source: 'platform', origin: 'api', dueAt: second }),
      due({ source: 'internal', dueAt: inHours(40) }),
    ])
    const clock = await shown(subject)
    assert.equal(clock.dueAt, second.toISOString())
    assert.deepEqual(
      clock.dues.map(({ dueAt, replacedAt }) => [dueAt, replacedAt !== null]),
      [
        [second.toISOString(), false],
        [clock.dues[1]!.dueAt, false],
        [first.toISOString(), true],
      ],
    )
    assert.equal(clock.riskMinor, '300')
    const broken = (await runChecks(app.services.db, checks)).filter((c) => c.violations.length > 0)
    assert.deepEqual(broken, [])
  })

  test('OP-CLK-6, INV-CLK-2: a pause needs a reason that source allows; what a platform counts is never paused, not even past the program', async () => {
    const subject = newId()
    await set(subject, [
      due({ source: 'platform', dueAt: inHours(48) }),
      due({ source: 'internal', dueAt: inHours(10) }),
    ])
    const { id } = await shown(subject)
    const pause = (source: string, reason: string) =>
      director.post<{ code?: string }>(`/api/clocks/${id}/pause`, {
        source,
        reason,
        note: '客户在看',
      })
    assert.deepEqual(
      [
        (await pause('platform', 'force_majeure')).body.code,
        (await pause('internal', 'no_mood')).body.code,
        (await pause('contract', 'force_majeure')).body.code,
      ],
      ['clocks.never_pauses', 'clocks.reason_not_allowed', 'clocks.not_running'],
    )
    await assert.rejects(
      sql`insert into clocks.pauses (clock_id, source, reason, paused_by) values (${id}, 'platform', 'x', 'x')`.execute(
        app.services.db,
      ),
      /pauses_never_of_platforms/,
    )
    assert.equal((await pause('internal', 'waits_for_buyer')).status, 200)
    assert.equal(
      (await pause('internal', 'count')).body.code,
      'clocks.not_running',
      'it stands already',
    )
    const standing = await shown(subject)
    assert.equal(standing.dues.find((d) => d.origin === 'platform')!.dueAt, standing.dueAt)
    assert.deepEqual(
      standing.mayPause.map(({ source }) => source),
      ['internal'],
    )
    // Two hours later it runs again, and is due two hours later than it was.
    await sql`update clocks.pauses set from_at = from_at - interval '2 hours' where clock_id = ${id}`.execute(
      app.services.db,
    )
    const resume = await director.post(`/api/clocks/${id}/resume`, { source: 'internal' })
    assert.equal(resume.status, 200)
    const later = await shown(subject)
    const moved =
      Date.parse(later.dueAt!) - Date.parse(later.dues.find((d) => d.origin === 'internal')!.dueAt)
    assert(Math.abs(moved - 2 * HOUR) < 60_000, `moved by ${moved} ms`)
    assert.equal(
      (await director.post<{ code: string }>(`/api/clocks/${id}/resume`, { source: 'internal' }))
        .body.code,
      'clocks.not_paused',
    )
  })

  test('breached is said once and stays; more time given lets it run again; done in time it is met', async () => {
    const { db } = app.services
    const [late, fine] = [newId(), newId()]
    await set(late, [due({ source: 'platform', dueAt: inHours(-1) })])
    await set(fine, [due({ source: 'platform', dueAt: inHours(5) })])
    await db.transaction().execute(breachOverdue)
    assert.equal(await db.transaction().execute(breachOverdue), 0)
    assert.deepEqual(
      [(await shown(late)).state, (await shown(fine)).state],
      ['breached', 'running'],
    )
    await set(late, [due({ source: 'platform', dueAt: inHours(3) })])
    assert.equal((await shown(late)).state, 'running')
    await set(late, [due({ source: 'platform', dueAt: inHours(-1) })])
    await db.transaction().execute((tx) =>
      endClocks(
        tx,
        [late, fine].map((subjectId) => ({
          subjectId,
          kind: 'ship',
          at: now(),
          how: 'met' as const,
        })),
      ),
    )
    assert.deepEqual([(await shown(late)).state, (await shown(fine)).state], ['breached', 'met'])
    const { rows } = await sql<{ type: string; times: number }>`
      select type, count(*)::int as times from outbox.events where key in (${late}, ${fine}) group by 1 order by 1`.execute(
      db,
    )
    assert.deepEqual(rows, [
      { type: 'clock.breached', times: 2 },
      { type: 'clock.met', times: 1 },
    ])
  })

  test('a forecast past the due is a risk, said once, and taken back when the forecast is', async () => {
    const { db } = app.services
    const subject = newId()
    await set(subject, [due({ source: 'platform', dueAt: inHours(5) })])
    const foresee = (hours: number) =>
      db
        .transaction()
        .execute((tx) =>
          keepForecasts(tx, [{ subjectId: subject, kind: 'ship', at: inHours(hours) }]),
        )
    await foresee(6)
    const since = (await shown(subject)).atRiskSince
    assert.notEqual(since, null)
    await foresee(7)
    assert.equal((await shown(subject)).atRiskSince, since)
    await foresee(4)
    assert.equal((await shown(subject)).atRiskSince, null)
    const { rows } = await sql<{ times: number }>`
      select count(*)::int as times from outbox.events where key = ${subject} and type = 'clock.at_risk'`.execute(
      db,
    )
    assert.deepEqual(rows, [{ times: 1 }])
  })

  test('INV-CLK-4: penalties are edited with the version that was seen, by date, and never overlap', async () => {
    const { items } = (
      await director.get<{ items: { id: string; platform: string; version: number }[] }>(
        '/api/clocks/penalties',
      )
    ).body
    const pdd = items.find(({ platform }) => platform === 'pdd')!
    const body = {
      platform: 'pdd',
      kind: 'ship',
      sharePpm: null,
      fixedMinor: '500',
      leastMinor: '0',
      mostMinor: null,
      validFrom: '2026-01-01',
      validTo: null,
      source: '平台规则页 2026-03',
      verified: true,
      note: '',
    }
    const twice = await director.post<{ code: string }>('/api/clocks/penalties', body)
    assert.equal(twice.body.code, 'clocks.penalties_overlap')
    const end = {
      ...body,
      fixedMinor: '300',
      validFrom: '2024-01-01',
      validTo: '2025-12-31',
      verified: false,
    }
    const path = `/api/clocks/penalties/${pdd.id}`
    assert.equal((await director.send('PUT', path, { version: pdd.version, ...end })).status, 200)
    const stale = await director.send<{ code: string }>('PUT', path, {
      version: pdd.version,
      ...end,
    })
    assert.equal(stale.body.code, 'kernel.stale_edit')
    assert((await director.post('/api/clocks/penalties', body)).status < 300)
    const subject = newId()
    await set(subject, [due({ source: 'platform', dueAt: inHours(5) })])
    assert.equal((await shown(subject)).riskMinor, '500')
    const clerk = await app.as('clerk')
    assert.equal((await clerk.post('/api/clocks/penalties', body)).status, 403)
  })
})
