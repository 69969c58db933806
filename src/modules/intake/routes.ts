// HTTP of imports: take the file, remember it, let a job do the work.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { newId } from '#kernel/ids.ts'
import { enqueue } from '#kernel/jobs.ts'
import { decodeCursor, handleList, toPage } from '#kernel/lists.ts'
import { shopByCode } from '#modules/shops'
import { intakeApi as api, type KINDS } from './contract.ts'

const RUN = { zh: '导入', en: 'import' }

export function routes(web: Web): void {
  handle(web, api.upload, async ({ db, query, actor, request, services }) => {
    const shop = await shopFor(db, query.kind, query.shop)
    const upload = await request.file()
    if (!upload) {
      throw refuse('kernel.file_missing', 400, {
        zh: '请求里没有文件',
        en: 'The request carries no file.',
      })
    }
    const id = newId()
    const key = `imports/${id}`
    const stored = await services.files.put(key, upload.file)
    if (upload.file.truncated) {
      await services.files.delete(key)
      throw refuse('kernel.file_too_large', 413, {
        zh: '文件超过 200 MB,请拆分后再导入',
        en: 'The file is larger than 200 MB. Split it first.',
      })
    }
    await db.transaction().execute((tx) =>
      startRun(tx, actor, {
        id,
        kind: query.kind,
        shopId: shop?.id ?? null,
        fileName: upload.filename.slice(0, 200),
        fileKey: key,
        dryRun: query.dryRun,
        ...stored,
      }),
    )
    return { id }
  })
  handleWrite(web, api.commit, ({ tx, actor, params }) => commitRun(tx, actor, params.id))
  handleList(web, api.runs, async ({ db, query }) =>
    toPage(await listRuns(db, query), query.limit, (row) => [row.createdAt, row.id]),
  )
  handle(web, api.run, async ({ db, params }) => {
    const [run] = await listRuns(db, { id: params.id, limit: 1 })
    if (!run) throw notFound(RUN, params.id)
    return run
  })
  handleList(web, api.refusals, async ({ db, query, params }) =>
    toPage(await listRefusals(db, params['id'] ?? '', query), query.limit, (row) => [
      row.row,
      row.column,
    ]),
  )
}

async function shopFor(db: Db, kind: string, code: string | undefined) {
  if (kind !== 'orders') return null
  if (code !== undefined && code !== '') return shopByCode(db, code)
  throw refuse('intake.shop_required', 400, {
    zh: '导入订单要先选店铺(shop=编码)',
    en: 'Orders belong to a shop. Name it: shop=CODE.',
  })
}

interface NewRun {
  readonly id: string
  readonly kind: (typeof KINDS)[number]
  readonly shopId: string | null
  readonly fileName: string
  readonly fileKey: string
  readonly size: number
  readonly sha256: string
  readonly dryRun: boolean
}

async function startRun(tx: Tx, actor: Actor, run: NewRun): Promise<void> {
  const jobId = await enqueue(
    tx,
    'intake.run',
    { runId: run.id },
    { maxAttempts: 3, queue: 'intake', requestedBy: actor.name },
  )
  await tx
    .insertInto('intake.runs')
    .values({
      id: run.id,
      kind: run.kind,
      shop_id: run.shopId,
      file_name: run.fileName,
      file_key: run.fileKey,
      file_size: BigInt(run.size),
      file_sha256: run.sha256,
      dry_run: run.dryRun,
      job_id: jobId,
      requested_by: actor.name,
    })
    .execute()
  if (run.dryRun) return
  await recordAudit(tx, actor, {
    action: 'intake.import',
    subjectType: 'import',
    subjectId: run.id,
    after: { kind: run.kind, fileName: run.fileName, sha256: run.sha256 },
  })
}

async function commitRun(tx: Tx, actor: Actor, dryRunId: string): Promise<{ id: string }> {
  const { rows } = await sql<NewRun & { status: string }>`
    select kind, shop_id as "shopId", file_name as "fileName", file_key as "fileKey", file_size::int as size,
      file_sha256 as sha256, dry_run as "dryRun", status
    from intake.runs where id = ${dryRunId} for update`.execute(tx)
  const tried = rows[0]
  if (!tried) throw notFound(RUN, dryRunId)
  if (!tried.dryRun || tried.status !== 'done') {
    throw refuse('intake.not_a_dry_run', 409, {
      zh: '只能导入试算成功的文件',
      en: 'Only a file whose dry run succeeded can be imported.',
    })
  }
  const id = newId()
  await startRun(tx, actor, { ...tried, id, dryRun: false })
  return { id }
}

async function listRuns(
  db: Db,
  filter: { id?: string; kind?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const { rows } = await sql<{
    id: string
    kind: (typeof KINDS)[number]
    shopCode: string | null
    currency: string | null
    fileName: string
    fileSize: bigint
    dryRun: boolean
    layout: string | null
    status: 'waiting' | 'running' | 'done' | 'refused'
    rowsRead: number
    created: number
    updated: number
    unchanged: number
    refused: number
    totals: Record<string, string | number>
    problem: { code: string; zh: string; en: string } | null
    progress: { done: number; total: number | null } | null
    sameFileAs: string | null
    createdAt: Date
    finishedAt: Date | null
  }>`
    select r.id, r.kind, s.code as "shopCode", s.currency, r.file_name as "fileName", r.file_size as "fileSize",
      r.dry_run as "dryRun", r.layout, r.status, r.rows_read as "rowsRead", r.created, r.updated, r.unchanged, r.refused,
      r.totals, r.problem, j.progress, date_trunc('milliseconds', r.created_at) as "createdAt", r.finished_at as "finishedAt",
      (select e.id from intake.runs e where e.file_sha256 = r.file_sha256 and e.shop_id is not distinct from r.shop_id
         and not e.dry_run and e.status = 'done' and e.id < r.id order by e.id desc limit 1) as "sameFileAs"
    from intake.runs r left join shops.shops s on s.id = r.shop_id left join jobs.runs j on j.id = r.job_id
    where (${filter.id ?? null}::uuid is null or r.id = ${filter.id ?? null}::uuid)
      and (${filter.kind ?? null}::text is null or r.kind = ${filter.kind ?? null})
      and (${at}::timestamptz is null or (date_trunc('milliseconds', r.created_at), r.id) < (${at}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', r.created_at) desc, r.id desc limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows
}

async function listRefusals(
  db: Db,
  runId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const [row = null, column = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    row: number
    column: string
    zh: string
    en: string
    cells: Record<string, string>
  }>`
    select row, "column", zh, en, cells from intake.refusals
    where run_id::text = ${runId}
      and (${row}::int is null or (row, "column") > (${row}::int, ${column}::text))
    order by row, "column" limit ${limit + 1}`.execute(db)
  return rows
}
