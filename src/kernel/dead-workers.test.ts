// A program that died holds no job: what lives is left alone, what is dead is put back at once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { testServices } from '#test/app.ts'
import { putBack } from './dead-workers.ts'
import { enqueue, startJobs } from './jobs.ts'

describe('workers that died', () => {
  let services: Awaited<ReturnType<typeof testServices>>
  before(async () => {
    services = await testServices()
  })
  after(() => services[Symbol.asyncDispose]())

  const add = (maxAttempts = 3) =>
    services.db
      .transaction()
      .execute((tx) => enqueue(tx, 'slow', {}, { queue: 'lane', maxAttempts }))
  const statusOf = async (id: string) =>
    (
      await services.pool.query<{ status: string; attempts: number }>(
        `select status, attempts from jobs.runs where id = $1`,
        [id],
      )
    ).rows[0]!
  const until = async (isSo: () => Promise<boolean> | boolean) => {
    for (let tries = 0; tries < 1000; tries++) {
      if (await isSo()) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    assert.fail('it did not come about')
  }
  /** As a pool leaves them that was killed between taking the job and ending it. */
  const abandon = (id: string) =>
    services.pool.query(
      `with job as (
         update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now(), attempts = attempts + 1
         where key = $1 returning job_queue_id),
       lane as (
         update graphile_worker._private_job_queues set locked_by = 'pool-dead', locked_at = now()
         where id = (select job_queue_id from job))
       update jobs.runs set status = 'running', attempts = attempts + 1 where id = $1::uuid`,
      [id],
    )

  test('the job of a pool that works is left alone; the one of a dead pool, and its lane, are put back', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let ran = 0
    const handlers = {
      async slow() {
        ran += 1
        await gate
      },
    }
    const first = await startJobs(services, handlers, [], 1)
    const working = await add()
    await until(async () => ran === 1 && (await statusOf(working)).status === 'running')
    // The lock is taken beside the first job; it is a matter of a moment.
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.equal(await putBack(services, 0), 0)
    release()
    await until(async () => (await statusOf(working)).status === 'done')
    await first.stop()

    const dead = await add()
    const behind = await add()
    await abandon(dead)
    const second = await startJobs(services, handlers, [], 1)
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.deepEqual([ran, (await statusOf(behind)).status], [1, 'waiting'])
    assert.equal(await putBack(services, 0), 1)
    await until(async () => (await statusOf(behind)).status === 'done')
    assert.deepEqual(await statusOf(dead), { status: 'done', attempts: 2 })
    await second.stop()
  })

  test('a job whose programs all died says that it failed', async () => {
    const id = await add(1)
    await abandon(id)
    assert.equal(await putBack(services, 0), 1)
    assert.equal((await statusOf(id)).status, 'failed')
  })
})
