// The file of an import read once more, after its mapping or its layout was mended: tried first, like any file. What it says
// is known already; only what is understood differently changes (ImportWork.again).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'
import { cannotTell } from './errors.ts'
import { addBatch, enqueueBatch, lockRun } from './take-files.ts'

const MAY_BE_READ = ['done', 'undone', 'refused', 'parked']

/** Returns the batch in which it is tried. All tables of the file are: heads, lines and payments depend on each other. */
export async function readAgain(
  tx: Tx,
  { files }: Pick<Services, 'files'>,
  actor: Actor,
  runId: string,
): Promise<string> {
  const run = await lockRun(tx, runId)
  if (run.dryRun || !MAY_BE_READ.includes(run.status)) {
    throw cannotTell({
      zh: '只有已结束的导入可以再读;试算请直接改它的设置',
      en: 'Only an import that has ended can be read again. A dry run is changed by its own settings.',
    })
  }
  if ((await files.size(run.fileKey)) === null) {
    throw cannotTell({
      zh: `原文件「${run.fileName}」已经不在;请重新上传`,
      en: `The file "${run.fileName}" is no longer stored. Upload it again.`,
    })
  }
  const batchId = await addBatch(tx, actor, true, null)
  // The layout is recognised anew: the mended one is what this is for. The shop and what else a person said stay.
  await sql`
    insert into intake.runs (id, batch_id, kind, shop_id, file_name, file_key, file_size, file_sha256, dry_run, table_no, said,
      requested_by, again_of)
    select uuidv7(), ${batchId}, r.kind, r.shop_id, r.file_name, r.file_key,
      r.file_size, r.file_sha256, true, r.table_no, r.said - 'layout', ${actor.name}, r.id
    from intake.runs r
    where r.batch_id = ${run.batchId} and r.file_key = ${run.fileKey} and r.status = any(${MAY_BE_READ}::text[])`.execute(
    tx,
  )
  await enqueueBatch(tx, actor, batchId)
  await recordAudit(tx, actor, {
    action: 'intake.again',
    subjectType: 'import',
    subjectId: runId,
    after: { batchId },
  })
  return batchId
}
