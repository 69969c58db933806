// Taking a whole import back: what it would do, and doing it, as a job. The owner of the kind knows how, and refuses while
// something later stands on what was imported. All of it is one transaction: a crash leaves nothing half undone, and the
// next try starts over.
import { sql } from 'kysely'
import { type Actor, systemActor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { JobContext, JobHandler } from '#kernel/background.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { AppError, type Bilingual } from '#kernel/errors.ts'
import { cancelJob, enqueue, reportProgress } from '#kernel/jobs.ts'
import { type ConstraintErrors, toAppError } from '#kernel/problems.ts'
import type { Services } from '#kernel/services.ts'
import { nowMs } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import { KIND_NAMES, type ImportKind, noProgress, type UndoImport } from '#modules/layouts'
import { broken, notUndoable } from './errors.ts'
import type { Importers } from './importers.ts'
import { lockRun } from './take-files.ts'

export const UNDO_JOB = 'intake.undo'

const MAX_ATTEMPTS = 3

/** How often people see the count move. */
const PROGRESS_EVERY_MS = 250

/** Up to here the undo itself is tried in the request (some seconds); beyond, only the job tells. */
const TRIED_UP_TO = 5000

export interface UndoPreview {
  readonly records: number
  /** False: too many to try beforehand, `records` is what the import wrote. */
  readonly isTried: boolean
  readonly reason: (Bilingual & { readonly code: string }) | null
}

class RolledBack extends Error {
  readonly records: number

  constructor(records: number) {
    super('preview')
    this.records = records
  }
}

/** Somebody asked to stop. Rolls everything back. */
class Cancelled extends Error {}

interface Undoable {
  readonly undo: UndoImport
  readonly changed: number
}

/** The undo itself, rolled back: so the preview cannot promise what the undo will not do. */
export async function previewUndo(
  db: Db,
  services: Services,
  actor: Actor,
  importers: Importers,
  runId: string,
): Promise<UndoPreview> {
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx)
      const { undo, changed } = await undoable(tx, importers, runId)
      if (changed > TRIED_UP_TO) return { records: changed, isTried: false, reason: null }
      throw new RolledBack(await undo(tx, services, actor, `import:${runId}`, noProgress))
    })
  } catch (error) {
    if (error instanceof RolledBack) return { records: error.records, isTried: true, reason: null }
    if (error instanceof AppError && error.status < 500 && error.status !== 404)
      return { records: 0, isTried: true, reason: { code: error.code, ...error.text } }
    throw error
  }
}

/** From here on it is being undone; asked for twice, there is still one job. */
export async function startUndo(
  tx: Tx,
  actor: Actor,
  importers: Importers,
  { runId, reason }: { readonly runId: string; readonly reason: string },
): Promise<string> {
  await undoable(tx, importers, runId)
  const jobId = await enqueue(
    tx,
    UNDO_JOB,
    { runId, by: actor.name },
    { maxAttempts: MAX_ATTEMPTS, queue: 'intake', requestedBy: actor.name },
  )
  await sql`
    update intake.runs set status = 'undoing', undo_job_id = ${jobId}, undo_problem = null where id = ${runId}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'intake.undo',
    subjectType: 'import',
    subjectId: runId,
    after: { jobId },
    reason,
  })
  return jobId
}

export async function cancelUndo(tx: Tx, actor: Actor, runId: string): Promise<void> {
  await lockRun(tx, runId)
  const { rows } = await sql<{ jobId: string | null }>`
    select undo_job_id as "jobId" from intake.runs where id = ${runId}`.execute(tx)
  const { jobId } = rows[0]!
  if (jobId === null)
    throw notUndoable({ zh: '没有正在进行的撤销', en: 'Nothing is being undone.' })
  await cancelJob(tx, jobId)
  await recordAudit(tx, actor, {
    action: 'intake.undo.cancel',
    subjectType: 'import',
    subjectId: runId,
  })
}

export const runUndo =
  (importers: Importers, constraints: ConstraintErrors): JobHandler =>
  async (payload, context) => {
    const { runId, by } = payload as { runId: string; by: string }
    const { db } = context.services
    try {
      await db.transaction().execute((tx) => takeBack(tx, importers, runId, by, context))
    } catch (error) {
      if (error instanceof Cancelled) return stays(db, runId, null)
      const told = toAppError(error, constraints)
      // Something stands on it: an answer, not a failure to be tried again.
      if (told.status < 500) return stays(db, runId, told)
      // The last try has failed: what people see must not say "undoing" for ever.
      if (context.attempt >= MAX_ATTEMPTS) await stays(db, runId, broken())
      throw error
    }
  }

async function takeBack(
  tx: Tx,
  importers: Importers,
  runId: string,
  by: string,
  context: JobContext,
): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx)
  const { status } = await lockRun(tx, runId)
  // An undo whose result is recorded is never run again, whatever the queue thinks.
  if (status !== 'undoing') return
  const importer = importers[await kindOf(tx, runId)]
  if (typeof importer === 'string' || importer.undo === null) throw broken()
  const actor = systemActor(`undo ${by}`)
  const records = await importer.undo(
    tx,
    context.services,
    actor,
    `import:${runId}`,
    progressOf(context, runId),
  )
  await stopIfAsked(context)
  await sql`
    update intake.runs set status = 'undone', undone_at = now(), undone_by = ${by}, undone_records = ${records}
    where id = ${runId}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'intake.undone',
    subjectType: 'import',
    subjectId: runId,
    after: { records },
  })
}

function progressOf({ services, jobId, signal }: JobContext, runId: string) {
  let shownAt = 0
  return async (done: number, total: number): Promise<void> => {
    if (nowMs() - shownAt < PROGRESS_EVERY_MS) return
    shownAt = nowMs()
    signal.throwIfAborted()
    // Outside the transaction, so that people see it while it runs.
    const goOn = await reportProgress(services.db, jobId, { done, total, note: runId })
    if (!goOn) throw new Cancelled()
  }
}

async function stopIfAsked({ services: { db }, jobId, signal }: JobContext): Promise<void> {
  signal.throwIfAborted()
  const { rows } = await sql`
    select 1 from jobs.runs where id = ${jobId} and cancel_asked`.execute(db)
  if (rows.length > 0) throw new Cancelled()
}

/** Nothing was taken back: the import stands as it did, with the reason beside it. */
async function stays(db: Db, runId: string, why: AppError | null): Promise<void> {
  const problem = why === null ? null : toJson({ code: why.code, ...why.text })
  await sql`
    update intake.runs set status = 'done', undo_problem = ${problem}::jsonb
    where id = ${runId} and status = 'undoing'`.execute(db)
}

async function kindOf(tx: Tx, runId: string): Promise<ImportKind> {
  const { rows } = await sql<{
    kind: ImportKind
  }>`select kind from intake.runs where id = ${runId}`.execute(tx)
  return rows[0]!.kind
}

/** What must hold before it is begun. */
async function undoable(tx: Tx, importers: Importers, runId: string): Promise<Undoable> {
  const run = await lockRun(tx, runId)
  const { rows: jobs } = await sql`
    select 1 from intake.runs r join jobs.runs j on j.id = r.undo_job_id
    where r.id = ${runId} and r.status = 'undoing' and j.status in ('cancelled', 'failed')`.execute(
    tx,
  )
  const status = jobs.length > 0 ? 'done' : run.status
  if (run.dryRun || status !== 'done') throw notUndoable(whyNot(status))
  const kind = await kindOf(tx, runId)
  const importer = importers[kind]
  if (typeof importer === 'string' || importer.undo === null) {
    throw notUndoable({
      zh: `「${KIND_NAMES[kind].zh}」的导入不能整批撤销;请逐条修改`,
      en: `Imports of “${KIND_NAMES[kind].en}” cannot be undone as a whole. Edit the records one by one.`,
    })
  }
  const { rows } = await sql<{ changed: number }>`
    select created + updated as changed from intake.runs where id = ${runId}`.execute(tx)
  return { undo: importer.undo, changed: rows[0]!.changed }
}

function whyNot(status: string): Bilingual {
  if (status === 'undone')
    return { zh: '这次导入已经撤销过', en: 'This import was undone already.' }
  if (status === 'undoing')
    return { zh: '这次导入正在撤销', en: 'This import is being undone right now.' }
  return { zh: '只有完成的导入可以撤销', en: 'Only a finished import can be undone.' }
}
