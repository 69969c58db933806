// A whole import taken back by a job: seen while it runs, safe to ask for twice, killed half way, stopped, or refused.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { counts, csv, type ImportDesk, importDesk, RETAIL, retail, type Run } from '#test/drops.ts'
import { importers } from '../../importers.ts'
import { constraintErrors } from '../../wiring.ts'
import type { Importers } from './importers.ts'
import { runUndo } from './undo.ts'

describe('undo as a job', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  /** More than one step of the undo of orders. */
  const MANY = 6000
  const bring = (first: number, rows = MANY) =>
    desk.dropOne(
      `${first}.csv`,
      csv(RETAIL, ...Array.from({ length: rows }, (_, n) => retail(first + n))),
      'shop=UK&dryRun=false',
    )
  const standing = (prefix: string) =>
    desk.countOf(
      `select count(*) as n from sales.orders where platform_no like '${prefix}%' and not withdrawn`,
    )
  const seen = async (id: string) => (await desk.owner.get<Run>(`/api/intake/runs/${id}`)).body
  const ask = (id: string) =>
    desk.owner.post<{ jobId: string; code?: string }>(`/api/intake/runs/${id}/undo`, {
      reason: '店铺选错',
    })
  const contextOf = (jobId: string, attempt = 1) => ({
    services: desk.app.services,
    jobId,
    attempt,
    signal: new AbortController().signal,
  })
  /** The undo of orders, with something happening at its steps. */
  const withUndo = (at: (done: number, tx: Tx) => Promise<void>): Importers => {
    const { orders } = importers
    assert.ok(typeof orders === 'object' && orders.undo !== null)
    const { undo } = orders
    return {
      ...importers,
      orders: {
        ...orders,
        undo: (tx, services, actor, source, progress) =>
          undo(tx, services, actor, source, async (done, total) => {
            await at(done, tx)
            await progress!(done, total)
          }),
      },
    }
  }

  test('asked for twice there is one job; its progress is seen; facts hear of it', async () => {
    const run = await bring(310_000)
    assert.deepEqual(counts(run), [MANY, MANY, 0, 0, 0])
    const preview = await desk.owner.get<{ records: number; isTried: boolean }>(
      `/api/intake/runs/${run.id}/undo`,
    )
    assert.deepEqual([preview.body.records, preview.body.isTried], [MANY, false])
    const first = await ask(run.id)
    assert.equal((await seen(run.id)).status, 'undoing')
    const second = await ask(run.id)
    assert.deepEqual([second.status, second.body.code], [409, 'intake.not_undoable'])
    let shown: Run | undefined
    const watched = withUndo(async (done) => {
      if (done === MANY) shown = await seen(run.id)
    })
    await runUndo(watched, constraintErrors)(
      { runId: run.id, by: 'x' },
      contextOf(first.body.jobId),
    )
    assert.deepEqual(
      [shown?.status, shown?.progress?.done, shown?.progress?.total],
      ['undoing', 5000, MANY],
    )
    const after = await seen(run.id)
    assert.deepEqual([after.status, after.undoneRecords], ['undone', MANY])
    assert.equal(await standing('31'), '0')
    const told = () =>
      desk.countOf(
        `select count(*) as n from outbox.events where payload->>'because' = 'undo' and key in
           (select id::text from sales.orders where platform_no like '31%')`,
      )
    assert.equal(await told(), String(MANY))
    // The queue hands its own copy of the job out afterwards: nothing doubles.
    await desk.app.runJobs()
    assert.equal(await told(), String(MANY))
  })

  test('killed half way it leaves nothing, starts over, and doubles nothing', async () => {
    const run = await bring(320_000)
    const { body } = await ask(run.id)
    const torn = withUndo(async (done, tx) => {
      // The server ends the connection, as it does when the process on the other side is gone.
      if (done === MANY) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
    })
    await assert.rejects(
      runUndo(torn, constraintErrors)({ runId: run.id, by: 'x' }, contextOf(body.jobId)),
    )
    assert.equal(await standing('32'), String(MANY))
    assert.equal((await seen(run.id)).status, 'undoing')
    await desk.app.runJobs()
    assert.deepEqual([(await seen(run.id)).status, await standing('32')], ['undone', '0'])
    assert.equal(
      await desk.countOf(
        `select count(*) as n from sales.order_versions where source = 'undo:import:${run.id}'`,
      ),
      String(MANY),
    )
  })

  test('the last try failing, the import stands and says so, and may be undone again', async () => {
    const run = await bring(330_000, 2)
    const { body } = await ask(run.id)
    const failing = withUndo(() => Promise.reject(new Error('disk')))
    await assert.rejects(
      runUndo(failing, constraintErrors)({ runId: run.id, by: 'x' }, contextOf(body.jobId, 3)),
    )
    const stands = await seen(run.id)
    assert.deepEqual([stands.status, stands.undoProblem?.code], ['done', 'intake.broken'])
    assert.equal((await ask(run.id)).status, 200)
    await desk.app.runJobs()
    assert.deepEqual(
      [(await seen(run.id)).status, (await seen(run.id)).undoProblem],
      ['undone', null],
    )
  })

  test('a later import stands on it: refused with the reason, nothing taken back', async () => {
    const run = await bring(340_000, 2)
    const { status } = await desk.dropOne(
      'later.csv',
      csv(RETAIL, `340000,85123A,HOLDER,7,2010-12-01 08:26:00,2.55,17850,United Kingdom`),
      'shop=UK&dryRun=false',
    )
    assert.equal(status, 'done')
    await ask(run.id)
    await desk.app.runJobs()
    const stands = await seen(run.id)
    assert.deepEqual([stands.status, stands.undoProblem?.code], ['done', 'sales.undo_blocked'])
    assert.equal(await standing('34'), '2')
  })

  test('stopped before it began and in the middle, it takes nothing back', async () => {
    const run = await bring(350_000, 2)
    await ask(run.id)
    assert.equal((await desk.owner.post(`/api/intake/runs/${run.id}/undo/cancel`)).status, 200)
    assert.equal((await seen(run.id)).status, 'done')
    await desk.app.runJobs()
    assert.equal(await standing('35'), '2')
    const { body } = await ask(run.id)
    await desk.app.services.pool.query(
      `update jobs.runs set cancel_asked = true, status = 'running' where id = $1`,
      [body.jobId],
    )
    await runUndo(importers, constraintErrors)({ runId: run.id, by: 'x' }, contextOf(body.jobId))
    assert.deepEqual([(await seen(run.id)).status, await standing('35')], ['done', '2'])
    await desk.app.services.pool.query(`update jobs.runs set status = 'cancelled' where id = $1`, [
      body.jobId,
    ])
  })
})
