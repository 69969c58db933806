// Clocks of orders, the forecast of what is open and the board, on a real database with work that really went through the stages.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { runChecks } from '#kernel/checks.ts'
import { checks as clockChecks } from '#modules/clocks'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildDesk, type DeskRig, row, say, standing, wall } from './testing.ts'
import { measureAndKeep } from './stage-paces.ts'
import { tick } from './tick.ts'

interface Clock {
  id: string
  state: string
  dueAt: string | null
  dueSource: string
  dueOrigin: string
  isDisputed: boolean
  riskMinor: string | null
  forecastAt: string | null
  dues: { source: string; origin: string; dueAt: string; replacedAt: string | null }[]
}

interface Board {
  columns: number[]
  stages: {
    stage: string
    cells: { column: number; orders: number; netMinor: string; atRisk: number; held: number }[]
    waits: number
    p90Minutes: number | null
    perHour: number | null
    clearAt: string | null
  }[]
  overdue: number
  overdueMinor: string
  today: number
  atRisk: number
  atRiskMinor: string
  riskMinor: string
  disputed: number
  bottleneck: { stage: string } | null
  slowest: string | null
  line: { due: number; could: number | null }[]
  measuredAt: string | null
}

describe('deadlines of the desk', () => {
  let app: TestApp
  let rig: DeskRig
  let clerk: Caller
  before(async () => {
    app = await testApp()
    clerk = await app.as('clerk')
  })
  after(() => app[Symbol.asyncDispose]())
  beforeEach(async () => {
    rig = await buildDesk(app.services)
  })

  const hear = async (...rows: Parameters<typeof say>[2]) => {
    await say(app.services, rig, rows)
    await app.drain()
  }
  const one = async () => (await standing(app.services, rig))[0]!
  const clock = async (id: string) =>
    (await clerk.get<{ items: Clock[] }>(`/api/clocks/of/${id}`)).body.items[0]!
  const board = async () =>
    (await clerk.get<Board>(`/api/desk/deadlines?shop=${rig.shopCode}`)).body
  const due = async (id: string) =>
    (await clerk.get<{ dueAt: string; dueSource: string }>(`/api/desk/orders/${id}`)).body

  test('OP-CLK-2: a deadline the platform changes moves the order with the next word, and the old one stays to be read', async () => {
    const paid = { paid_at: wall(-1), created_at: wall(-2) }
    await hear(row(rig, 'P1', { ...paid, ship_deadline: wall(20) }))
    const { id } = await one()
    const before = await clock(id)
    assert.deepEqual([before.state, before.dueSource], ['running', 'platform'])
    const sooner = wall(10)
    await hear(row(rig, 'P1', { ...paid, ship_deadline: sooner }))
    const after = await clock(id)
    assert(Date.parse(after.dueAt!) < Date.parse(before.dueAt!))
    assert.equal((await due(id)).dueAt, after.dueAt)
    assert.deepEqual(
      after.dues.map(({ source, replacedAt }) => [source, replacedAt !== null]),
      [
        ['platform', false],
        ['internal', false],
        ['platform', true],
      ],
    )
    // The same again says nothing new.
    await hear(row(rig, 'P1', { ...paid, ship_deadline: sooner, title: '换标题' }))
    assert.equal((await clock(id)).dues.filter(({ replacedAt }) => replacedAt).length, 1)
  })

  test('OP-CLK-2: where API and console disagree the earlier wins, and the board counts the dispute', async () => {
    await hear(row(rig, 'P2', { ship_deadline: wall(30) }))
    const { id } = await one()
    const { db } = app.services
    await sql`
      insert into sales.order_deadlines (order_id, kind, source, due_at)
      select id, 'ship', 'console', now() + interval '6 hours' from sales.orders where shop_id = ${rig.shopId}`.execute(
      db,
    )
    await sql`select outbox.publish(array['platform.order.snapshotted'],
      array(select id::text from sales.orders where shop_id = ${rig.shopId}), array['{}'::jsonb])`.execute(
      db,
    )
    await app.drain()
    const seen = await clock(id)
    assert.deepEqual([seen.dueOrigin, seen.isDisputed], ['console', true])
    assert.equal((await board()).disputed, 1)
  })

  test('OP-CLK-6: our own clock may be paused and the order follows; shipped, the clock has ended', async () => {
    await hear(row(rig, 'P3'))
    const { id } = await one()
    const { id: clockId, dueAt } = await clock(id)
    const path = `/api/clocks/${clockId}`
    const paused = await clerk.post(`${path}/pause`, {
      source: 'internal',
      reason: 'waits_for_buyer',
      note: '等改地址',
    })
    assert.equal(paused.status, 200, JSON.stringify(paused.body))
    await app.drain()
    assert.equal((await due(id)).dueAt, null)
    await sql`update clocks.pauses set from_at = from_at - interval '3 hours' where clock_id = ${clockId}`.execute(
      app.services.db,
    )
    assert.equal((await clerk.post(`${path}/resume`, { source: 'internal' })).status, 200)
    await app.drain()
    const moved = Date.parse((await due(id)).dueAt) - Date.parse(dueAt!)
    assert(Math.abs(moved - 3 * 3_600_000) < 60_000, `${moved} ms`)
    const owner = await app.as('owner')
    await owner.post(`/api/desk/orders/${id}/audit`, {})
    const shipped = await owner.post(`/api/desk/orders/${id}/ship`, {
      carrier: '中通',
      waybill: `W${rig.code}`,
    })
    assert.equal(shipped.status, 200)
    assert.equal((await clock(id)).state, 'met')
  })

  test('OP-CLK-3: the board counts by stage and hours, names the bottleneck from measured work, and each cell is its queue', async () => {
    const { db } = app.services
    const rows = Array.from({ length: 60 }, (_none, at) =>
      row(rig, `B${String(at).padStart(2, '0')}`, {
        ship_deadline: wall(at < 10 ? 1 : at < 30 ? 5 : 20),
      }),
    )
    await hear(...rows)
    const orders = await standing(app.services, rig)
    const owner = await app.as('owner')
    // Thirty go through: audited within a minute, shipped half an hour after each other.
    const gone = orders.slice(30)
    await owner.post('/api/desk/bulk', { action: 'audit', ids: gone.map(({ id }) => id) })
    await app.runJobs()
    await owner.post('/api/desk/bulk', {
      action: 'ship',
      parcels: gone.map(({ id }, at) => ({ id, carrier: '中通', waybill: `B${rig.code}${at}` })),
    })
    await app.runJobs()
    await spread(gone.map(({ id }) => id))
    await db.transaction().execute(measureAndKeep)
    await tick(db)
    const seen = await board()
    const audit = seen.stages.find(({ stage }) => stage === 'WAIT_AUDIT')!
    assert.notEqual(seen.measuredAt, null)
    assert.deepEqual(
      audit.cells.map(({ column, orders: count }) => [column, count]),
      [
        [1, 10],
        [3, 20],
      ],
    )
    assert.equal(
      audit.cells.reduce((sum, { netMinor }) => sum + BigInt(netMinor), 0n),
      300_000n,
    )
    const audited = seen.stages.find(({ stage }) => stage === 'AUDITED')!
    assert.equal(audited.perHour, 2)
    assert.deepEqual([seen.bottleneck?.stage, seen.slowest], ['AUDITED', 'AUDITED'])
    assert.equal(seen.line.length, 13)
    assert(seen.line[12]!.due >= 30, 'the load is the whole house’s')
    // Two an hour for thirty: most of what is due within five hours cannot be met, and each is on the list.
    assert(seen.atRisk >= 15, `${seen.atRisk} at risk`)
    const list = await clerk.get<{ items: { id: string; dueAt: string }[] }>(
      `/api/desk/orders?queue=at_risk&shop=${rig.shopCode}&limit=200`,
    )
    assert.equal(list.body.items.length, seen.atRisk)
    const cell = await clerk.get<{ items: unknown[] }>(
      `/api/desk/orders?status=WAIT_AUDIT&due=4-6&shop=${rig.shopCode}&limit=200`,
    )
    assert.equal(cell.body.items.length, 20)
    const broken = (await runChecks(db, clockChecks)).filter((c) => c.violations.length > 0)
    assert.deepEqual(broken, [])
  })

  /** As if they had left half an hour after each other within the working hours of the last three days. */
  async function spread(ids: readonly string[]): Promise<void> {
    const { db } = app.services
    await sql`
      with slots as (
        select slot, row_number() over (order by slot desc) as at from (
          select generate_series(date_trunc('day', now() at time zone 'Asia/Shanghai') - interval '20 days',
            date_trunc('day', now() at time zone 'Asia/Shanghai'), interval '30 minutes') as slot) as all_slots
        where extract(hour from slot) in (8, 9, 10, 11, 14, 15, 16)),
      own as (select id, row_number() over (order by id) as at from unnest(${[...ids]}::uuid[]) as own (id)),
      times as (select own.id, (slot + interval '1 minute') at time zone 'Asia/Shanghai' as left_at,
          (date_trunc('day', now() at time zone 'Asia/Shanghai') - interval '3 days' + interval '8 hours 10 minutes'
            + at * interval '1 second') at time zone 'Asia/Shanghai' as audited_at
        from own join slots using (at))
      update orders.timeline t set at = case t.event when 'ship_from_desk' then times.left_at else times.audited_at
        - case t.event when 'audit' then interval '0' else interval '5 minutes' end end
      from times where t.order_id = times.id`.execute(db)
    // Open every day, so that the test means the same on a Monday.
    await sql`update calendars.calendars set region = null`.execute(db)
    await sql`
      insert into calendars.intervals (calendar_id, weekday, from_minute, to_minute)
      select calendar_id, day, from_minute, to_minute from calendars.intervals, (values (6), (7)) as rest (day) where weekday = 1`.execute(
      db,
    )
  }

  test('an order from before there were clocks gets one with the next minute', async () => {
    await hear(row(rig, 'OLD'))
    const { id } = await one()
    await sql`delete from clocks.dues where clock_id in (select id from clocks.clocks where subject_id = ${id})`.execute(
      app.services.db,
    )
    await sql`delete from clocks.clocks where subject_id = ${id}`.execute(app.services.db)
    await tick(app.services.db)
    assert.equal((await clock(id)).state, 'running')
  })
})
