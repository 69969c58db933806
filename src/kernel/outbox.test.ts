import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { DomainEvent, EventHandler } from './background.ts'
import { drainOutbox, emit, outboxState } from './outbox.ts'
import { enqueue, startJobs } from './jobs.ts'
import { type TestApp, testApp } from '#test/app.ts'

describe('outbox and jobs', () => {
  let app: TestApp
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())

  const recorder = (name: string, type: string) => {
    const seen: string[] = []
    const handler: EventHandler = {
      name,
      types: [type],
      handle: async (_tx, events: readonly DomainEvent[]) =>
        void seen.push(...events.map(({ key }) => key)),
    }
    return { seen, handler }
  }
  const write = (type: string, key: string) =>
    app.services.db.transaction().execute((tx) => emit(tx, { type, key, payload: { key } }))

  test('a transaction that commits late is not skipped, though later ones were there first', async () => {
    const { seen, handler } = recorder('late', 'test.late')
    const slow = await app.services.pool.connect()
    await slow.query('begin')
    await slow.query(
      `select outbox.publish(array['test.late'], array['slow'], array['{}']::jsonb[])`,
    )
    await write('test.late', 'quick')
    await drainOutbox(app.services, [handler])
    assert.deepEqual(seen, [], 'nothing is delivered past an open older transaction')
    await slow.query('commit')
    slow.release()
    await drainOutbox(app.services, [handler])
    assert.deepEqual(seen, ['slow', 'quick'])
  })

  test('events of one key arrive in the order their transactions committed', async () => {
    const { seen, handler } = recorder('order', 'test.order')
    const db = app.services.db
    const first = await app.services.pool.connect()
    await first.query('begin')
    // It takes its transaction id first …
    await first.query('select pg_current_xact_id()')
    await write('test.order', 'committed first')
    // … and writes and commits second.
    await first.query(
      `select outbox.publish(array['test.order'], array['committed second'], array['{}']::jsonb[])`,
    )
    await first.query('commit')
    first.release()
    await drainOutbox({ ...app.services, db }, [handler])
    assert.deepEqual(seen, ['committed first', 'committed second'])
  })

  test('a failing handler loses nothing, stops only itself, and goes on', async () => {
    let broken = true
    const seen: string[] = []
    const failing: EventHandler = {
      name: 'failing',
      types: ['test.fail'],
      handle: async (tx, events) => {
        await sql`insert into outbox.cursors (handler) values (${`effect-${events.length}`})`.execute(
          tx,
        )
        if (broken) throw new Error('the world is down')
        seen.push(...events.map(({ key }) => key))
      },
    }
    const { seen: others, handler } = recorder('others', 'test.fail')
    await write('test.fail', 'a')
    await write('test.fail', 'b')
    await assert.rejects(drainOutbox(app.services, [failing]), /the world is down/)
    await drainOutbox(app.services, [handler])
    assert.deepEqual(others, ['a', 'b'])
    const [state] = await outboxState(app.services.db, [failing])
    assert.equal(state?.waiting, 2n)
    broken = false
    await drainOutbox(app.services, [failing])
    assert.deepEqual(seen, ['a', 'b'], 'once, and the failed effect was rolled back')
  })

  test('two processes reading one handler deliver once', async () => {
    const { seen, handler } = recorder('twins', 'test.twins')
    for (let n = 0; n < 50; n++) await write('test.twins', String(n))
    await Promise.all([1, 2, 3].map(() => drainOutbox(app.services, [handler])))
    assert.deepEqual(
      seen,
      Array.from({ length: 50 }, (_, n) => String(n)),
    )
  })

  test('a job runs when its transaction committed, not when it rolled back; failures are bounded and visible', async () => {
    const ran: string[] = []
    const { db } = app.services
    const handlers = {
      'test.good': async (payload: unknown) => void ran.push((payload as { n: string }).n),
      'test.bad': async () => {
        throw new Error('always')
      },
    }
    await db.transaction().execute((tx) => enqueue(tx, 'test.good', { n: 'kept' }))
    await db
      .transaction()
      .execute(async (tx) => {
        await enqueue(tx, 'test.good', { n: 'rolled back' })
        throw new Error('no')
      })
      .catch(() => {})
    const bad = await db
      .transaction()
      .execute((tx) => enqueue(tx, 'test.bad', {}, { maxAttempts: 1 }))
    const runner = await startJobs(app.services, handlers, [])
    try {
      for (let tries = 0; tries < 200; tries++) {
        const { rows } =
          await sql`select 1 from jobs.runs where status in ('waiting', 'running')`.execute(db)
        if (rows.length === 0) break
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    } finally {
      await runner.stop()
    }
    assert.deepEqual(ran, ['kept'])
    const admin = await app.as('admin')
    const { body } = await admin.get<{
      items: { id: string; status: string; error: string; attempts: number }[]
    }>('/api/jobs?status=failed')
    assert.deepEqual(
      body.items.map(({ id, error, attempts }) => [id, error, attempts]),
      [[bad, 'always', 1]],
    )
    assert.equal((await admin.send('PUT', `/api/jobs/${bad}/retry`)).status, 200)
    assert.equal((await admin.send('PUT', `/api/jobs/${bad}/cancel`)).status, 200)
    assert.equal((await admin.send('PUT', `/api/jobs/${bad}/cancel`)).status, 409)
  })

  test('a job that fails is put back with its error and succeeds at a later try', async () => {
    const { db } = app.services
    let tries = 0
    const handlers = {
      'test.second': async () => {
        if ((tries += 1) === 1) throw new Error('not yet')
      },
    }
    const id = await db.transaction().execute((tx) => enqueue(tx, 'test.second', {}))
    const runner = await startJobs(app.services, handlers, [])
    const status = async () =>
      (
        await sql<{
          status: string
          error: string | null
        }>`select status, error from jobs.runs where id = ${id}`.execute(db)
      ).rows[0]!
    try {
      for (let wait = 0; wait < 500 && (await status()).status !== 'done'; wait++) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        if ((await status()).status !== 'retrying') continue
        // Its turn comes after a back-off of seconds; the test does not wait for it.
        const { rows } = await sql`
          update graphile_worker._private_jobs set run_at = now() where key = ${id} and last_error = 'not yet'
          returning 1`.execute(db)
        if (rows.length > 0) await sql`notify "jobs:insert"`.execute(db)
      }
    } finally {
      await runner.stop()
    }
    assert.deepEqual([tries, (await status()).status], [2, 'done'])
  })
})
