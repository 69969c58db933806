// Work whose program died. The queue itself waits four hours before it takes a job away from a worker that is gone, and
// whatever stands in the same lane waits with it: after a crash no file could be imported for half a day. So every pool of
// workers holds an advisory lock for as long as its process lives; the server lets go of it the moment the process is gone,
// and whoever can take the lock of a pool knows that it is dead.
import { sql } from 'kysely'
import type { WorkerEvents } from 'graphile-worker'
import type { Services } from './services.ts'

/** Apart from the other advisory locks of the house. */
const LOCK_CLASS = 7701

/** A pool may have taken a job a moment before it holds its lock. */
const GRACE_SECONDS = 10

const LOOK_EVERY_MS = 5_000

/** Show that these workers live, for as long as they do. Before they start. */
export function holdLock({ log }: Services, events: WorkerEvents): void {
  // The connection on which the pool listens lives as long as the pool, and is opened anew when the server was away.
  events.on('pool:listen:success', ({ workerPool, client }) => {
    // After the LISTEN that is on its way.
    client.once('drain', () => {
      client
        .query(`select pg_advisory_lock(hashtextextended($1, ${LOCK_CLASS}))`, [workerPool.id])
        .catch((error: unknown) => log.warn({ err: error }, 'the workers did not get their lock'))
    })
  })
}

/** Put back what dead workers held, now and from time to time. Returns how to stop. */
export function watchForDead(services: Services): () => void {
  const look = () =>
    void putBack(services).catch((error: unknown) =>
      services.log.warn({ err: error }, 'jobs of dead programs were not looked for'),
    )
  look()
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Jobs and lanes of dead pools are free again; a job that used up its tries says so. Returns how many pools were dead. */
export async function putBack(
  { db, log }: Services,
  graceSeconds = GRACE_SECONDS,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ poolId: string }>`
      select "poolId" from (
        select locked_by as "poolId" from graphile_worker._private_jobs
        where locked_at < now() - ${graceSeconds} * interval '1 second'
        union
        select locked_by from graphile_worker._private_job_queues
        where locked_at < now() - ${graceSeconds} * interval '1 second') as held
      where "poolId" is not null and pg_try_advisory_xact_lock(hashtextextended("poolId", ${LOCK_CLASS}))`.execute(
      tx,
    )
    if (rows.length === 0) return 0
    const dead = rows.map(({ poolId }) => poolId)
    await sql`
      update jobs.runs set status = case when j.attempts >= j.max_attempts then 'failed' else 'retrying' end,
        finished_at = case when j.attempts >= j.max_attempts then now() end,
        error = 'the program ended in the middle of it'
      from graphile_worker._private_jobs j
      where j.locked_by = any(${dead}::text[]) and j.key = jobs.runs.id::text and jobs.runs.status = 'running'`.execute(
      tx,
    )
    await sql`select graphile_worker.force_unlock_workers(${dead}::text[])`.execute(tx)
    log.warn({ dead }, 'jobs of programs that ended are put back')
    return dead.length
  })
}
