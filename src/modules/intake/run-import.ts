// One import, as a job (INV-INTAKE-2). The whole file is one transaction: a crash leaves nothing behind and the next try
// starts over; a dry run is the same work rolled back, so the two cannot disagree.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { JobContext } from '#kernel/background.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { AppError, refuse } from '#kernel/errors.ts'
import { reportProgress } from '#kernel/jobs.ts'
import { openTable, type Table } from '#kernel/table.ts'
import { toJson } from '#kernel/wire.ts'
import { importSkus } from '#modules/catalog'
import { importOrders, recognises } from '#modules/sales'
import { type Shop, shopByCode } from '#modules/shops'

interface Run {
  readonly id: string
  readonly kind: 'orders' | 'skus'
  readonly shopCode: string | null
  readonly fileKey: string
  readonly dryRun: boolean
  readonly requestedBy: string
}

interface Result {
  readonly layout: string
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly totals: Readonly<Record<string, bigint | number>>
  readonly refusals: readonly {
    row: number
    column: string
    zh: string
    en: string
    cells?: Readonly<Record<string, string>>
  }[]
}

/** Carries the result of a dry run out of the transaction it rolls back. */
class RolledBack extends Error {
  readonly result: Result

  constructor(result: Result) {
    super('dry run')
    this.result = result
  }
}

export async function runImport(payload: unknown, { services, jobId }: JobContext): Promise<void> {
  const { runId } = payload as { runId: string }
  const { db } = services
  const { rows } = await sql<Run>`
    update intake.runs r set status = 'running'
    from (select id, code from shops.shops union all select null, null) as s
    where r.id = ${runId} and r.status in ('waiting', 'running') and s.id is not distinct from r.shop_id
    returning r.id, r.kind, s.code as "shopCode", r.file_key as "fileKey", r.dry_run as "dryRun", r.requested_by as "requestedBy"`.execute(
    db,
  )
  const run = rows[0]
  if (!run) return
  try {
    const result = await judge(
      db,
      run,
      async () => {
        const content = await services.files.get(run.fileKey)
        return openTable(content)
      },
      jobId,
    )
    if (result) await record(db, run.id, result)
  } catch (error) {
    // A refused file is an answer, not a failure to be tried again.
    if (!(error instanceof AppError) || error.status >= 500) throw error
    await sql`
      update intake.runs set status = 'refused', finished_at = now(),
        problem = ${toJson({ code: error.code, ...error.text })}::jsonb where id = ${run.id}`.execute(
      db,
    )
  }
}

/** The dry run's result; a commit records its own inside its transaction and returns null. */
async function judge(
  db: Db,
  run: Run,
  open: () => Promise<Table & AsyncDisposable>,
  jobId: string,
): Promise<Result | null> {
  await using table = await open()
  try {
    await db.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx)
      const result = await importTable(tx, db, run, table, jobId)
      if (run.dryRun) throw new RolledBack(result)
      await record(tx, run.id, result)
    })
    return null
  } catch (error) {
    if (error instanceof RolledBack) return error.result
    throw error
  }
}

async function importTable(tx: Tx, db: Db, run: Run, table: Table, jobId: string): Promise<Result> {
  if (run.kind === 'skus') {
    const { refusals, ...counts } = await importSkus(
      tx,
      systemActor(`import ${run.requestedBy}`),
      table,
      run.dryRun,
    )
    return { ...counts, layout: 'skus', refusals, totals: {} }
  }
  if (!recognises(table.header)) {
    throw refuse(
      'intake.unknown_layout',
      400,
      {
        zh: `认不出这个文件的版式(表头:${table.header.slice(0, 8).join('、')}…);目前支持 Online Retail 的订单导出`,
        en: `The layout is not known (header: ${table.header.slice(0, 8).join(', ')}…). The Online Retail order export is understood so far.`,
      },
      { header: table.header },
    )
  }
  const shop: Shop = await shopByCode(tx, run.shopCode ?? '')
  const { totals, ...result } = await importOrders(
    tx,
    shop,
    table,
    `import:${run.id}`,
    async (done) => {
      // Outside the transaction, so that people see it while it runs.
      await reportProgress(db, jobId, { done, total: null })
    },
  )
  return { ...result, layout: 'online_retail', totals }
}

async function record(db: Db, runId: string, result: Result): Promise<void> {
  const seen = new Set<string>()
  const refusals = result.refusals.filter(({ row, column }) => {
    const key = `${row}|${column}`
    return !seen.has(key) && seen.add(key)
  })
  await sql`
    insert into intake.refusals (run_id, row, "column", zh, en, cells)
    select ${runId}::uuid, * from unnest(
      ${refusals.map((r) => r.row)}::int[], ${refusals.map((r) => r.column)}::text[], ${refusals.map((r) => r.zh)}::text[],
      ${refusals.map((r) => r.en)}::text[], ${refusals.map((r) => toJson(r.cells ?? {}))}::jsonb[])`.execute(
    db,
  )
  await sql`
    update intake.runs set status = 'done', finished_at = now(), layout = ${result.layout}, rows_read = ${result.read},
      created = ${result.created}, updated = ${result.updated}, unchanged = ${result.unchanged}, refused = ${result.refused},
      totals = ${toJson(result.totals)}::jsonb
    where id = ${runId}`.execute(db)
}
