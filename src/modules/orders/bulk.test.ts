// One action on many orders, over HTTP and through the job: previewed, counted, refused by name, taken back, and resumed after a stop.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { runChecks } from '#kernel/checks.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { runBulk } from './bulk.ts'
import { checks } from './checks.ts'
import { buildDesk, type DeskRig, row, say, standing } from './testing.ts'

interface RunState {
  total: number
  done: number
  refused: number
  finishedAt: string | null
  isStopped: boolean
  canUndo: boolean
  problems: { no: string; code: string; zh: string }[]
}

describe('bulk actions of the desk', () => {
  let app: TestApp
  let rig: DeskRig
  before(async () => {
    app = await testApp()
    rig = await buildDesk(app.services, 10_000n)
    const rows = Array.from({ length: 600 }, (_none, at) =>
      row(
        rig,
        `N${String(at).padStart(4, '0')}`,
        at % 100 === 7 ? { address: '鼓楼区 中山路 1 号' } : {},
      ),
    )
    await say(app.services, rig, rows)
    await app.drain()
  })
  after(() => app[Symbol.asyncDispose]())

  const counts = async () => {
    const by = new Map<string, number>()
    for (const { status } of await standing(app.services, rig))
      by.set(status, (by.get(status) ?? 0) + 1)
    return Object.fromEntries(by)
  }

  test('OP-ORD-4: previewed, audited as a job with a result per order; a stop between chunks loses and repeats nothing', async () => {
    const clerk = await app.as('clerk')
    const filter = { queue: 'open', shop: rig.shopCode }
    const seen = await clerk.post<{
      total: number
      allowed: number
      refusals: { orders: number; zh: string }[]
    }>('/api/desk/preview', { action: 'audit', filter })
    assert.equal(seen.status, 200, JSON.stringify(seen.body))
    assert.deepEqual([seen.body.total, seen.body.allowed], [600, 594])
    assert.match(seen.body.refusals[0]!.zh, /收货信息异常/)
    const { body: started } = await clerk.post<{ id: string; total: number }>('/api/desk/bulk', {
      action: 'audit',
      filter,
      note: '早班',
    })
    assert.equal(started.total, 600)
    // Stopped after the first chunk, as by a restart.
    let looks = 0
    const signal = {
      get aborted() {
        return (looks += 1) > 1
      },
    } as AbortSignal
    const { rows: jobs } = await sql<{ id: string }>`
      select id from jobs.runs where payload->>'runId' = ${started.id}`.execute(app.services.db)
    const context = { services: app.services, jobId: jobs[0]!.id, attempt: 1, signal }
    await assert.rejects(runBulk({ runId: started.id }, context), /stopped/)
    const half = (await clerk.get<RunState>(`/api/desk/bulk/${started.id}`)).body
    assert.equal(half.finishedAt, null)
    assert.equal(half.done + half.refused, 250)
    await app.runJobs()
    const whole = (await clerk.get<RunState>(`/api/desk/bulk/${started.id}`)).body
    assert.deepEqual([whole.done, whole.refused, whole.canUndo], [594, 6, true])
    assert.notEqual(whole.finishedAt, null)
    assert.equal(whole.problems.length, 6)
    assert.equal(whole.problems[0]!.code, 'orders.not_allowed')
    assert.deepEqual(await counts(), { AUDITED: 594, WAIT_AUDIT: 6 })
    const { rows } = await sql<{ most: number; all: number }>`
      select max(n)::int as most, sum(n)::int as all from (
        select count(*) as n from orders.timeline where event = 'audit' group by order_id) as one`.execute(
      app.services.db,
    )
    assert.deepEqual(rows, [{ most: 1, all: 594 }])
  })

  test('cancelled half-way, or before it began, it ends there: what was done stays done, the rest is as it was', async () => {
    const clerk = await app.as('clerk')
    const owner = await app.as('owner')
    const jobOf = async (runId: string) =>
      (
        await sql<{
          id: string
        }>`select job_id as id from orders.bulk_runs where id = ${runId}`.execute(app.services.db)
      ).rows[0]!.id
    const ids = (await standing(app.services, rig))
      .filter(({ status }) => status === 'AUDITED')
      .map(({ id }) => id)
    const start = async (action: string) =>
      (await owner.post<{ id: string }>('/api/desk/bulk', { action, ids, note: 'x' })).body.id
    const never = await start('unaudit')
    const stopped = await owner.send('PUT', `/api/jobs/${await jobOf(never)}/cancel`)
    assert(stopped.status < 300, JSON.stringify(stopped.body))
    const untouched = (await clerk.get<RunState>(`/api/desk/bulk/${never}`)).body
    assert.deepEqual(
      [untouched.finishedAt === null, untouched.isStopped, untouched.done],
      [false, true, 0],
    )
    const halfway = await start('unaudit')
    // Asked to stop while it runs: it is seen between two chunks.
    await sql`update jobs.runs set cancel_asked = true where id = ${await jobOf(halfway)}`.execute(
      app.services.db,
    )
    const signal = new AbortController().signal
    const context = { services: app.services, jobId: await jobOf(halfway), attempt: 1, signal }
    await runBulk({ runId: halfway }, context)
    await sql`update jobs.runs set status = 'cancelled', finished_at = now() where id = ${await jobOf(halfway)}`.execute(
      app.services.db,
    )
    const half = (await clerk.get<RunState>(`/api/desk/bulk/${halfway}`)).body
    assert.deepEqual(
      [half.finishedAt === null, half.isStopped, half.done, half.total],
      [false, true, 250, 594],
    )
    // The half that was done is taken back like any other.
    const back = await owner.post<{ id: string; total: number }>(
      `/api/desk/bulk/${halfway}/undo`,
      {},
    )
    assert.equal(back.body.total, 250)
    await app.runJobs()
    assert.equal((await counts())['AUDITED'], 594)
  })

  test('taken back as a whole, once', async () => {
    const owner = await app.as('owner')
    const { rows } = await sql<{
      id: string
    }>`select id from orders.bulk_runs where action = 'audit' and undoes is null`.execute(
      app.services.db,
    )
    const path = `/api/desk/bulk/${rows[0]!.id}/undo`
    const undone = await owner.post<{ total: number }>(path, {})
    assert.equal(undone.body.total, 594)
    await app.runJobs()
    assert.deepEqual(await counts(), { WAIT_AUDIT: 600 })
    const again = await owner.post<{ code: string }>(path, {})
    assert.deepEqual([again.status, again.body.code], [409, 'orders.no_undo'])
  })

  test('shipped with a number each: a used number is refused by name, its neighbours leave', async () => {
    const owner = await app.as('owner')
    const orders = (await standing(app.services, rig))
      .filter(({ holds }) => holds.length === 0)
      .slice(0, 3)
    for (const { id } of orders) await owner.post(`/api/desk/orders/${id}/audit`, {})
    const parcels = orders.map(({ id }, at) => ({
      id,
      carrier: '中通',
      waybill: at === 2 ? 'Z0' : `Z${at}`,
    }))
    const { body } = await owner.post<{ id: string }>('/api/desk/bulk', { action: 'ship', parcels })
    await app.runJobs()
    const state = (await owner.get<RunState>(`/api/desk/bulk/${body.id}`)).body
    assert.deepEqual([state.done, state.refused, state.canUndo], [2, 1, false])
    assert.equal(state.problems[0]!.code, 'orders.waybill_used')
    const now = new Map((await standing(app.services, rig)).map((o) => [o.id, o.status]))
    assert.deepEqual(
      orders.map(({ id }) => now.get(id)),
      ['SHIPPED', 'SHIPPED', 'AUDITED'],
    )
    const broken = (await runChecks(app.services.db, checks)).filter(
      ({ violations }) => violations.length > 0,
    )
    assert.deepEqual(broken, [])
  })

  test('OP-UI-3: what is another order by now than the clerk saw is refused with the difference, its neighbours go', async () => {
    const clerk = await app.as('clerk')
    const [first, second] = (await standing(app.services, rig)).filter(
      ({ holds, status }) => holds.length === 0 && status === 'WAIT_AUDIT',
    )
    const look = ({ id, qty, net }: { id: string; qty: bigint; net: bigint }) => ({
      id,
      qty: String(qty),
      netMinor: String(net),
    })
    const seen = [first!, second!].map(look)
    // Meanwhile the platform says five pieces.
    await say(app.services, rig, [
      row(rig, first!.platformNo, { qty: '5', order_amount: '250.00' }),
    ])
    await app.drain()
    const ids = [first!.id, second!.id]
    const { body } = await clerk.post<{ id: string }>('/api/desk/bulk', {
      action: 'audit',
      ids,
      seen,
    })
    await app.runJobs()
    const state = (await clerk.get<RunState>(`/api/desk/bulk/${body.id}`)).body
    assert.deepEqual([state.done, state.refused], [1, 1])
    assert.equal(state.problems[0]!.code, 'orders.changed_meanwhile')
    assert.match(state.problems[0]!.zh, /2 件 ¥100.00.*5 件 ¥250.00/)
    const owner = await app.as('owner')
    await owner.post(`/api/desk/orders/${second!.id}/unaudit`, {})
  })

  test('a post that lacks the right of an action does not get it by the hundred', async () => {
    const service = await app.as('service')
    const refused = await service.post<{ code: string }>('/api/desk/bulk', {
      action: 'cancel',
      filter: {},
      note: 'x',
    })
    assert.deepEqual([refused.status, refused.body.code], [403, 'access.forbidden'])
  })

  test('the list is walked page by page, most urgent first, and its counts are its rows', async () => {
    const clerk = await app.as('clerk')
    const seen: { id: string; dueAt: string | null }[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: typeof seen; nextCursor: string | null } = (
        await clerk.get<{ items: typeof seen; nextCursor: string | null }>(
          `/api/desk/orders?queue=open&limit=200&cursor=${cursor}`,
        )
      ).body
      seen.push(...page.items)
      cursor = page.nextCursor
    }
    assert.equal(new Set(seen.map(({ id }) => id)).size, 598)
    assert.deepEqual(
      seen.map(({ dueAt }) => String(dueAt)),
      seen.map(({ dueAt }) => String(dueAt)).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    )
    const { body } = await clerk.get<{
      queues: { queue: string; orders: number }[]
      holds: { code: string; orders: number }[]
    }>('/api/desk/queues')
    assert.equal(body.queues.find(({ queue }) => queue === 'open')!.orders, 598)
    assert.deepEqual(
      body.holds.map(({ code, orders }) => [code, orders]),
      [['H-ADDR', 6]],
    )
    const held = await clerk.get<{ items: unknown[] }>('/api/desk/orders?hold=H-ADDR')
    assert.equal(held.body.items.length, 6)
  })

  test('OP-ORD-3: a held order says why, since when, who may clear it, and what happens if nobody does', async () => {
    const clerk = await app.as('clerk')
    const id = (await standing(app.services, rig)).find(({ holds }) => holds.length > 0)!.id
    const { body } = await clerk.get<{
      netMinor: string
      dueAt: string
      holds: {
        code: string
        raisedAt: string
        clearerPosts: string[]
        otherwise: { zh: string }
        reason: { rule: string }
      }[]
    }>(`/api/desk/orders/${id}`)
    const [hold] = body.holds
    assert.equal(hold!.code, 'H-ADDR')
    assert.equal(hold!.reason.rule, 'address')
    assert(hold!.clearerPosts.includes('clerk'))
    assert.match(hold!.otherwise.zh, /赔付/)
    assert.deepEqual(
      [
        body.netMinor,
        Number.isNaN(Date.parse(body.dueAt)),
        Number.isNaN(Date.parse(hold!.raisedAt)),
      ],
      ['10000', false, false],
    )
  })
})
