// Taking a whole import back: what it would do, and doing it. The owner of the kind knows how, and refuses while something
// later stands on what was imported.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { AppError, type Bilingual } from '#kernel/errors.ts'
import type { Services } from '#kernel/services.ts'
import { KIND_NAMES, type ImportKind } from '#modules/layouts'
import { notUndoable } from './errors.ts'
import type { Importers } from './importers.ts'
import { lockRun } from './take-files.ts'

export interface UndoPreview {
  readonly records: number
  readonly reason: (Bilingual & { readonly code: string }) | null
}

class RolledBack extends Error {
  readonly records: number

  constructor(records: number) {
    super('preview')
    this.records = records
  }
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
    await db.transaction().execute(async (tx) => {
      throw new RolledBack(await takeBack(tx, services, actor, importers, runId))
    })
  } catch (error) {
    if (error instanceof RolledBack) return { records: error.records, reason: null }
    if (error instanceof AppError && error.status < 500 && error.status !== 404)
      return { records: 0, reason: { code: error.code, ...error.text } }
    throw error
  }
  throw new Error('unreachable: the preview always rolls back')
}

export async function undoRun(
  tx: Tx,
  services: Services,
  actor: Actor,
  importers: Importers,
  { runId, reason }: { readonly runId: string; readonly reason: string },
): Promise<number> {
  const records = await takeBack(tx, services, actor, importers, runId)
  await sql`
    update intake.runs set status = 'undone', undone_at = now(), undone_by = ${actor.name}, undone_records = ${records}
    where id = ${runId}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'intake.undo',
    subjectType: 'import',
    subjectId: runId,
    after: { records },
    reason,
  })
  return records
}

async function takeBack(
  tx: Tx,
  services: Services,
  actor: Actor,
  importers: Importers,
  runId: string,
): Promise<number> {
  await sql`set local statement_timeout = 0`.execute(tx)
  const run = await lockRun(tx, runId)
  if (run.dryRun || run.status !== 'done') {
    throw notUndoable({
      zh: run.status === 'undone' ? '这次导入已经撤销过' : '只有完成的导入可以撤销',
      en:
        run.status === 'undone'
          ? 'This import was undone already.'
          : 'Only a finished import can be undone.',
    })
  }
  const { rows } = await sql<{
    kind: ImportKind
  }>`select kind from intake.runs where id = ${runId}`.execute(tx)
  const { kind } = rows[0]!
  const importer = importers[kind]
  if (typeof importer === 'string' || importer.undo === null) {
    throw notUndoable({
      zh: `「${KIND_NAMES[kind].zh}」的导入不能整批撤销;请逐条修改`,
      en: `Imports of “${KIND_NAMES[kind].en}” cannot be undone as a whole. Edit the records one by one.`,
    })
  }
  return importer.undo(tx, services, actor, `import:${runId}`)
}
