// Background work on graphile-worker: enqueued in the caller's transaction, retried with bounds. The
// queue forgets finished work, so each piece also has a row in jobs.runs, which people see and retry.
import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type { CronEntry, JobHandlers } from './background.ts'
import type { Db, Tx } from './db.ts'
import { holdLock, watchForDead } from './dead-workers.ts'
import { type Bilingual, notFound, refuse } from './errors.ts'
import { newId } from './ids.ts'
import type { Services } from './services.ts'
import { toJson } from './wire.ts'

/** The one task graphile knows; which handler runs is in our own row. */
const TASK = 'run'

const NOUN: Bilingual = { zh: '任务', en: 'job' }

export interface EnqueueOptions {
  readonly maxAttempts?: number
  readonly runAt?: Date
  /** Jobs of one queue run one after another. */
  readonly queue?: string
  readonly requestedBy?: string
}

/** Returns the id of the run. It starts when, and only if, the transaction commits. */
export async function enqueue(
  tx: Tx,
  name: string,
  payload: Readonly<Record<string, unknown>>,
  options: EnqueueOptions = {},
): Promise<string> {
  const id = newId()
  const maxAttempts = options.maxAttempts ?? 5
  await sql`
    insert into jobs.runs (id, name, payload, status, max_attempts, requested_by)
    values (${id}, ${name}, ${toJson(payload)}::jsonb, 'waiting', ${maxAttempts}, ${options.requestedBy ?? 'system'})`.execute(
    tx,
  )
  await addToQueue(tx, id, maxAttempts, options)
  return id
}

async function addToQueue(
  tx: Tx,
  id: string,
  maxAttempts: number,
  { runAt, queue }: EnqueueOptions = {},
): Promise<void> {
  await sql`
    select graphile_worker.add_job(${TASK}, json_build_object('id', ${id}::text), queue_name => ${queue ?? null},
      run_at => ${runAt ?? null}::timestamptz, max_attempts => ${maxAttempts}, job_key => ${id})`.execute(
    tx,
  )
}

export interface JobRunner {
  stop(): Promise<void>
}

export async function startJobs(
  services: Services,
  handlers: JobHandlers,
  crons: readonly CronEntry[],
  concurrency = 4,
): Promise<JobRunner> {
  // Loaded here: most of its weight is needed only by a process that runs jobs.
  const { run, Logger } = await import('graphile-worker')
  const stopping = new AbortController()
  const cronTasks = Object.fromEntries(
    crons.map(({ job, quiet }) => [
      cronTask(job),
      async () => {
        if (quiet)
          await handlers[job]?.({}, { services, jobId: '', attempt: 1, signal: stopping.signal })
        else await services.db.transaction().execute((tx) => enqueue(tx, job, {}))
      },
    ]),
  )
  const events: WorkerEvents = new EventEmitter()
  holdLock(services, events)
  const runner = await run({
    pgPool: services.pool,
    events,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    logger: new Logger(() => (level, message) => {
      if (level === 'error') services.log.error(message)
    }),
    taskList: {
      ...cronTasks,
      [TASK]: async (payload) => {
        const { id } = payload as { id: string }
        await runOne(services, handlers, id, stopping.signal)
      },
    },
    crontab:
      crons.map(({ schedule, job }) => `${schedule} ${cronTask(job)} ?fill=1h`).join('\n') ||
      '# none',
  })
  const stopWatching = watchForDead(services)
  return {
    async stop() {
      stopping.abort()
      stopWatching()
      await runner.stop()
    },
  }
}

/** Names in a crontab know no dots. */
function cronTask(job: string): string {
  return `cron:${job.replaceAll('.', '_')}`
}

async function runOne(
  services: Services,
  handlers: JobHandlers,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const { db } = services
  const { rows } = await sql<{
    name: string
    payload: unknown
    attempts: number
    maxAttempts: number
  }>`
    update jobs.runs set status = 'running', attempts = attempts + 1, started_at = now(), error = null
    where id = ${id} and status <> 'done' and not cancel_asked
    returning name, payload, attempts, max_attempts as "maxAttempts"`.execute(db)
  const job = rows[0]
  if (!job) return
  try {
    const handler = handlers[job.name]
    if (!handler) throw new Error(`no handler for job ${job.name}`)
    await handler(job.payload, { services, jobId: id, attempt: job.attempts, signal })
    await sql`
      update jobs.runs set status = case when cancel_asked then 'cancelled' else 'done' end, finished_at = now()
      where id = ${id}`.execute(db)
  } catch (error) {
    const last = job.attempts >= job.maxAttempts
    services.log.error(
      { err: error, job: job.name, jobId: id, attempt: job.attempts },
      'job failed',
    )
    await sql`
      update jobs.runs set status = ${last ? 'failed' : 'retrying'}, finished_at = now(),
        error = ${String((error as Error).message).slice(0, 4000)}
      where id = ${id}`.execute(db)
    // Graphile counts and delays the next try; a failed last one stays ours to show and to retry.
    if (!last) throw error
  }
}

export interface JobProgress {
  readonly done: number
  readonly total: number | null
  readonly note?: string
}

/** Tell people how far a job is; false when somebody asked to cancel it. */
export async function reportProgress(
  db: Db,
  jobId: string,
  progress: JobProgress,
): Promise<boolean> {
  const { rows } = await sql<{ cancelAsked: boolean }>`
    update jobs.runs set progress = ${toJson(progress)}::jsonb where id = ${jobId}
    returning cancel_asked as "cancelAsked"`.execute(db)
  return rows[0]?.cancelAsked !== true
}

/** What runs every few minutes and went well is forgotten after an hour; what failed stays to be seen. */
export async function forgetDone(tx: Tx, name: string): Promise<void> {
  // The older end lets the index on status and time find the few rows there are.
  await sql`
    delete from jobs.runs where status = 'done' and name = ${name}
      and created_at between now() - interval '7 days' and now() - interval '1 hour'`.execute(tx)
}

export async function retryJob(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ maxAttempts: number }>`
    update jobs.runs set status = 'waiting', attempts = 0, error = null, cancel_asked = false, finished_at = null
    where id = ${id} and status in ('failed', 'cancelled', 'retrying')
    returning max_attempts as "maxAttempts"`.execute(tx)
  if (rows[0]) return addToQueue(tx, id, rows[0].maxAttempts)
  throw await whyNot(tx, id, {
    zh: '只有失败、重试中或已取消的任务可以重试',
    en: 'Only a failed, retrying or cancelled job can be run again.',
  })
}

export async function cancelJob(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql`
    update jobs.runs set cancel_asked = true,
      status = case when status = 'running' then status else 'cancelled' end,
      finished_at = case when status = 'running' then finished_at else now() end
    where id = ${id} and status in ('waiting', 'running', 'retrying') returning id`.execute(tx)
  if (rows.length === 0) {
    throw await whyNot(tx, id, {
      zh: '任务已结束,无需取消',
      en: 'The job has already ended.',
    })
  }
  await sql`select graphile_worker.remove_job(${id})`.execute(tx)
}

async function whyNot(tx: Tx, id: string, text: Bilingual) {
  const { rows } = await sql`select 1 from jobs.runs where id = ${id}`.execute(tx)
  return rows.length === 0 ? notFound(NOUN, id) : refuse('kernel.job_state', 409, text, { id })
}
