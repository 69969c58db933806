// Everything dropped together, as one job (INV-INTAKE-2). All tables of a batch are one transaction: a crash leaves nothing
// behind and the next try starts over; a dry run is the same work rolled back, so the two cannot disagree. A table that is
// refused falls back to its savepoint and leaves the others alone.
import { sql } from 'kysely'
import { type Actor, systemActor } from '#kernel/actor.ts'
import type { JobContext, JobHandler } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { reportProgress } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import type { Table, Tables } from '#kernel/table.ts'
import { nowMs } from '#kernel/time.ts'
import {
  type CellProblem,
  customLayouts,
  type ImportOutcome,
  type ImportRow,
  type Layout,
  layoutOf,
} from '#modules/layouts'
import { broken } from './errors.ts'
import { type Importers, rankOf } from './importers.ts'
import { lookAt, type Ready } from './look.ts'
import { openFile } from './open-file.ts'
import { gatherRefusals, type Refusals } from './refusals.ts'
import { recordDone, recordSeen, resetRuns, type RunRow, runsOf, settle } from './runs.ts'

/** How often people see the count move. */
const PROGRESS_EVERY_MS = 250

/** Somebody asked to stop. Rolls everything back. */
class Cancelled extends Error {}

interface Done {
  readonly run: RunRow
  readonly read: number
  readonly refusals: Refusals
  readonly outcome: ImportOutcome | null
  readonly error: AppError | null
}

/** Carries the results of a dry run out of the transaction it rolls back. */
class RolledBack extends Error {
  readonly done: readonly Done[]

  constructor(done: readonly Done[]) {
    super('dry run')
    this.done = done
  }
}

export const runBatch =
  (importers: Importers): JobHandler =>
  async (payload, context) => {
    const { batchId } = payload as { batchId: string }
    const { db } = context.services
    const runs = await runsOf(db, batchId)
    // A batch whose result is recorded is never run again, whatever the queue thinks.
    if (!runs.some(({ status }) => status === 'waiting' || status === 'running')) return
    await db.transaction().execute((tx) => resetRuns(tx, batchId))
    try {
      await readBatch(importers, runs, context)
    } catch (error) {
      if (error instanceof Cancelled) return endAll(context.services, batchId, null)
      // The last try has failed: what people see must not say "running" for ever.
      if (context.attempt >= MAX_ATTEMPTS) await endAll(context.services, batchId, broken())
      throw error
    }
  }

export const MAX_ATTEMPTS = 3

async function endAll({ db }: Services, batchId: string, why: AppError | null): Promise<void> {
  const status = why === null ? 'cancelled' : 'refused'
  const problem = why === null ? null : JSON.stringify({ code: why.code, ...why.text })
  await sql`
    update intake.runs set status = ${status}, problem = ${problem}::jsonb, finished_at = now()
    where batch_id = ${batchId} and status in ('waiting', 'running')`.execute(db)
}

async function readBatch(importers: Importers, runs: readonly RunRow[], context: JobContext) {
  const { services } = context
  await using opened = new AsyncDisposableStack()
  const custom = (await customLayouts(services.db)).filter(({ active }) => active).map(layoutOf)
  const { rows: chosen } = await sql`
    select 1 from intake.batches where id = ${runs[0]!.batchId} and tried_as is not null`.execute(
    services.db,
  )
  const isChosen = chosen.length > 0
  const ready: Ready[] = []
  for (const [fileKey, group] of Map.groupBy(runs, (run) => run.fileKey)) {
    const first = group[0]!
    try {
      const { tables, ignored } = await openFile(services, fileKey, first.fileName, custom, opened)
      for (const [tableNo, table] of tables.entries()) {
        const known = group.find((one) => one.tableNo === tableNo)
        // What was tried and not chosen for import stays out.
        if (!known && isChosen) continue
        const run = known ?? (await addRun(services, first, tableNo))
        ready.push(...(await look(importers, run, table, custom, ignored, context)))
      }
    } catch (error) {
      await refuseAll(services, group, error)
    }
  }
  const ordered = ready.toSorted((a, b) => rankOf(a.file.layout) - rankOf(b.file.layout))
  if (ordered.length > 0) await importAll(importers, ordered, context)
}

/** A refused file (damaged, locked, a picture) is an answer, not a failure to be tried again. */
async function refuseAll({ db }: Services, runs: readonly RunRow[], error: unknown): Promise<void> {
  if (!(error instanceof AppError) || error.status >= 500) throw error
  for (const { id } of runs)
    await settle(db, id, { status: 'refused', problem: { code: error.code, ...error.text } })
}

async function addRun({ db }: Services, like: RunRow, tableNo: number): Promise<RunRow> {
  const id = newId()
  await sql`
    insert into intake.runs (id, kind, shop_id, file_name, file_key, file_size, file_sha256, dry_run, job_id, requested_by,
      batch_id, table_no, said, again_of)
    select ${id}, kind, shop_id, file_name, file_key, file_size, file_sha256, dry_run, job_id, requested_by, batch_id, ${tableNo}, said,
      again_of
    from intake.runs where id = ${like.id}
    on conflict (batch_id, file_key, table_no) do nothing`.execute(db)
  return { ...like, id, tableNo }
}

async function look(
  importers: Importers,
  run: RunRow,
  table: Table,
  custom: readonly Layout[],
  ignored: Tables['ignored'],
  { services: { db } }: JobContext,
): Promise<Ready[]> {
  const { seen, verdict } = await lookAt(db, run, table, { importers, custom })
  const passedOver = ignored.map(({ name, zh, en }) => ({
    code: 'ignored',
    zh: `没有读取 ${name}:${zh}`,
    en: `${name} was not read: ${en}`,
  }))
  await recordSeen(db, run.id, {
    ...seen,
    warnings: [...seen.warnings, ...(run.tableNo === 0 ? passedOver : [])],
  })
  switch (verdict.kind) {
    case 'ready':
      return [verdict]
    case 'refused':
      await settle(db, run.id, {
        status: 'refused',
        problem: { code: verdict.error.code, ...verdict.error.text },
      })
      return []
    case 'needs_answer':
      await settle(db, run.id, { status: 'needs_answer', needs: verdict.needs })
      return []
    case 'needs_mapping':
      await settle(db, run.id, { status: 'needs_mapping', needs: null })
      return []
    case 'parked':
    case 'skipped':
      await settle(db, run.id, { status: verdict.kind })
      return []
  }
}

async function importAll(importers: Importers, ready: readonly Ready[], context: JobContext) {
  const { db } = context.services
  const isDry = ready[0]!.run.dryRun
  try {
    await db.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx)
      const done: Done[] = []
      for (const one of ready) done.push(await importOne(tx, importers, one, context))
      await stopIfAsked(context)
      if (isDry) throw new RolledBack(done)
      for (const one of done) await record(tx, context.services, one)
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
    await db.transaction().execute(async (tx) => {
      for (const one of error.done) await record(tx, context.services, one)
    })
  }
}

async function stopIfAsked({ services: { db }, jobId, signal }: JobContext): Promise<void> {
  signal.throwIfAborted()
  const { rows } = await sql`
    select 1 from jobs.runs where id = ${jobId} and cancel_asked`.execute(db)
  if (rows.length > 0) throw new Cancelled()
}

async function record(
  tx: Tx,
  { files }: Services,
  { run, read, refusals, outcome, error }: Done,
): Promise<void> {
  if (outcome === null) {
    const { code, text } = error!
    return settle(tx, run.id, { status: 'refused', problem: { code, ...text } })
  }
  await refusals.write(tx, files)
  await recordDone(tx, run.id, read, refusals.count, outcome)
}

async function importOne(
  tx: Tx,
  importers: Importers,
  ready: Ready,
  context: JobContext,
): Promise<Done> {
  const { run, scan, file } = ready
  const importer = importers[file.layout.kind]
  if (typeof importer === 'string') throw new Error(`no importer for ${file.layout.kind}`)
  await settle(context.services.db, run.id, { status: 'running' })
  const refusals = gatherRefusals(context.services.vault, run.id)
  await sql`savepoint import_one`.execute(tx)
  try {
    for await (const row of spoiledRows(ready)) refusals.add(row, scan.spoiled.get(row.row)!)
    const outcome = await importer.run(workOf(tx, ready, refusals, context), file)
    await sql`release savepoint import_one`.execute(tx)
    return { run, read: scan.rows, refusals, outcome, error: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) {
      refusals.discard()
      throw error
    }
    await sql`rollback to savepoint import_one`.execute(tx)
    refusals.discard()
    return { run, read: 0, refusals, outcome: null, error }
  }
}

async function* spoiledRows({ scan, spoiled }: Ready) {
  if (scan.spoiled.size === 0) return
  for await (const row of spoiled()) yield row
}

function workOf(
  tx: Tx,
  { run, shop, snapshotAt, scan }: Ready,
  refusals: Refusals,
  context: JobContext,
) {
  const { services, jobId, signal } = context
  let shownAt = 0
  const actor: Actor = systemActor(`import ${run.requestedBy}`)
  return {
    tx,
    services,
    actor,
    shop,
    source: `import:${run.id}`,
    dryRun: run.dryRun,
    again: run.againOf !== null,
    snapshotAt,
    refuse: (row: ImportRow, problems: readonly CellProblem[]) => refusals.add(row, problems),
    async progress(done: number): Promise<void> {
      if (nowMs() - shownAt < PROGRESS_EVERY_MS) return
      shownAt = nowMs()
      signal.throwIfAborted()
      // Outside the transaction, so that people see it while it runs.
      const goOn = await reportProgress(services.db, jobId, {
        done,
        total: scan.rows,
        note: run.id,
      })
      if (!goOn) throw new Cancelled()
    },
  }
}
