// Files come in: each is stored, and what was dropped together becomes one batch with one job.
import type { MultipartFile } from '@fastify/multipart'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { cancelJob, enqueue } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { toJson } from '#kernel/wire.ts'
import { cannotTell, fileMissing, fileTooLarge } from './errors.ts'
import { MAX_ATTEMPTS } from './run-batch.ts'
import { RUN_COLUMNS, type RunRow, type Said } from './runs.ts'
import { assertKind, isLimited } from './whose.ts'

export interface Taken {
  readonly id: string
  readonly fileName: string
  readonly fileKey: string
  readonly size: number
  readonly sha256: string
}

/** All files of one request, or none. */
export async function storeFiles(
  { files }: Services,
  uploads: AsyncIterable<MultipartFile>,
): Promise<Taken[]> {
  const taken: Taken[] = []
  try {
    for await (const upload of uploads) {
      const id = newId()
      const fileKey = `imports/${id}`
      const fileName = upload.filename.slice(0, 200)
      const stored = await files.put(fileKey, upload.file)
      taken.push({ id, fileName, fileKey, ...stored })
      if (upload.file.truncated) throw fileTooLarge(fileName)
    }
    if (taken.length === 0) throw fileMissing()
    return taken
  } catch (error) {
    for (const { fileKey } of taken) await files.delete(fileKey)
    throw error
  }
}

export interface NewBatch {
  readonly dryRun: boolean
  readonly shopId: string | null
  readonly said: Said
}

export async function startBatch(
  tx: Tx,
  actor: Actor,
  batch: NewBatch,
  taken: readonly Taken[],
): Promise<string> {
  if (batch.said.kind !== undefined) assertKind(actor, batch.said.kind)
  const batchId = await addBatch(tx, actor, batch.dryRun, null)
  for (const file of taken) {
    await sql`
      insert into intake.runs (id, batch_id, kind, shop_id, file_name, file_key, file_size, file_sha256, dry_run, said, requested_by)
      values (${file.id}, ${batchId}, ${batch.said.kind ?? null}, ${batch.shopId}, ${file.fileName}, ${file.fileKey},
        ${BigInt(file.size)}, ${file.sha256}, ${batch.dryRun}, ${toJson(batch.said)}::jsonb, ${actor.name})`.execute(
      tx,
    )
  }
  await enqueueBatch(tx, actor, batchId)
  if (!batch.dryRun) await auditImport(tx, actor, batchId)
  return batchId
}

export async function addBatch(tx: Tx, actor: Actor, dryRun: boolean, triedAs: string | null) {
  const id = newId()
  await sql`
    insert into intake.batches (id, dry_run, tried_as, requested_by, reports_only)
    values (${id}, ${dryRun}, ${triedAs}, ${actor.name}, ${isLimited(actor)})`.execute(tx)
  return id
}

export async function enqueueBatch(tx: Tx, actor: Actor, batchId: string): Promise<void> {
  const jobId = await enqueue(
    tx,
    'intake.run',
    { batchId },
    { maxAttempts: MAX_ATTEMPTS, queue: 'intake', requestedBy: actor.name },
  )
  await sql`update intake.batches set job_id = ${jobId} where id = ${batchId}`.execute(tx)
  await sql`update intake.runs set job_id = ${jobId} where batch_id = ${batchId}`.execute(tx)
}

async function auditImport(tx: Tx, actor: Actor, batchId: string): Promise<void> {
  const { rows } = await sql<{ fileName: string; sha256: string; kind: string | null }>`
    select file_name as "fileName", file_sha256 as sha256, kind from intake.runs where batch_id = ${batchId} order by id`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'intake.import',
    subjectType: 'import',
    subjectId: batchId,
    after: { files: rows },
  })
}

/** Import what a dry run tried: all of its tables that went through, or one of them. */
export async function commitTried(
  tx: Tx,
  actor: Actor,
  by: { readonly batchId?: string; readonly runId?: string },
): Promise<{ batchId: string; id: string }> {
  const { rows } = await sql<RunRow>`
    select ${RUN_COLUMNS} from intake.runs
    where ${by.runId === undefined ? sql`batch_id = ${by.batchId}` : sql`id = ${by.runId}`} order by id for update`.execute(
    tx,
  )
  const first = rows[0]
  if (!first) throw notFound({ zh: '导入', en: 'import' }, by.runId ?? by.batchId ?? '')
  const tried = rows.filter(({ dryRun, status }) => dryRun && status === 'done')
  const isBusy = rows.some(({ status }) => status === 'waiting' || status === 'running')
  if (tried.length === 0 || isBusy) {
    throw cannotTell({
      zh: isBusy ? '试算还没有结束' : '只能导入试算成功的文件',
      en: isBusy
        ? 'The dry run has not ended.'
        : 'Only a file whose dry run succeeded can be imported.',
    })
  }
  const batchId = await addBatch(tx, actor, false, first.batchId)
  const ids: string[] = []
  for (const run of tried) {
    const id = newId()
    ids.push(id)
    await sql`
      insert into intake.runs (id, batch_id, kind, shop_id, file_name, file_key, file_size, file_sha256, dry_run, table_no, said,
        requested_by, layout, layout_name, table_name, again_of)
      select ${id}, ${batchId}, kind, shop_id, file_name, file_key, file_size, file_sha256, false, table_no,
        said || jsonb_build_object('layout', layout), ${actor.name}, layout, layout_name, table_name, again_of
      from intake.runs where id = ${run.id}`.execute(tx)
  }
  await enqueueBatch(tx, actor, batchId)
  await auditImport(tx, actor, batchId)
  return { batchId, id: ids[0]! }
}

/** What a person says about one table of a dry run; the whole batch is tried again, since its tables depend on each other. */
export async function answer(
  tx: Tx,
  actor: Actor,
  runId: string,
  given: { readonly shopId?: string | undefined; readonly said: Said },
): Promise<void> {
  const run = await lockRun(tx, runId)
  if (!run.dryRun) {
    throw cannotTell({
      zh: '已经导入的文件不能再改设置;请重新上传',
      en: 'An import cannot be changed any more. Upload the file again.',
    })
  }
  await refuseWhileBusy(tx, run.batchId)
  const said = Object.fromEntries(
    Object.entries({ ...run.said, ...given.said }).filter(([, value]) => value !== undefined),
  )
  await sql`
    update intake.runs set said = ${toJson(said)}::jsonb, shop_id = coalesce(${given.shopId ?? null}::uuid, shop_id)
    where id = ${runId}`.execute(tx)
  await sql`update intake.runs set status = 'waiting' where batch_id = ${run.batchId}`.execute(tx)
  await enqueueBatch(tx, actor, run.batchId)
}

export async function lockRun(tx: Tx, runId: string): Promise<RunRow> {
  const { rows } = await sql<RunRow>`
    select ${RUN_COLUMNS} from intake.runs where id = ${runId} for update`.execute(tx)
  if (!rows[0]) throw notFound({ zh: '导入', en: 'import' }, runId)
  return rows[0]
}

async function refuseWhileBusy(tx: Tx, batchId: string): Promise<void> {
  const { rows } = await sql`
    select 1 from intake.runs where batch_id = ${batchId} and status in ('waiting', 'running')`.execute(
    tx,
  )
  if (rows.length > 0)
    throw cannotTell({
      zh: '正在试算,请等它结束或先取消',
      en: 'The dry run is still going. Wait for it, or cancel it.',
    })
}

export async function cancelBatch(tx: Tx, actor: Actor, batchId: string): Promise<void> {
  const { rows } = await sql<{ jobId: string | null }>`
    select job_id as "jobId" from intake.batches where id = ${batchId} for update`.execute(tx)
  const batch = rows[0]
  if (!batch?.jobId) throw notFound({ zh: '导入', en: 'import' }, batchId)
  const { rows: jobs } = await sql<{ status: string }>`
    select status from jobs.runs where id = ${batch.jobId} for update`.execute(tx)
  await cancelJob(tx, batch.jobId)
  // A running job ends its runs itself, once its transaction is rolled back.
  if (jobs[0]?.status !== 'running')
    await sql`
      update intake.runs set status = 'cancelled', finished_at = now()
      where batch_id = ${batchId} and status in ('waiting', 'running')`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'intake.cancel',
    subjectType: 'import',
    subjectId: batchId,
  })
}
