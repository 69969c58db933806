// One import, as a job (INV-INTAKE-2). The whole file is one transaction: a crash leaves nothing behind and the next try
// starts over; a dry run is the same work rolled back, so the two cannot disagree.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { JobContext } from '#kernel/background.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { AppError, refuse } from '#kernel/errors.ts'
import { reportProgress } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { openTable, type Table } from '#kernel/table.ts'
import { toJson } from '#kernel/wire.ts'
import { importSkus } from '#modules/catalog'
import type { Layout } from '#modules/layouts'
import { importOrders } from '#modules/sales'
import { shopByCode } from '#modules/shops'

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
      services,
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
  services: Services,
  run: Run,
  open: () => Promise<Table & AsyncDisposable>,
  jobId: string,
): Promise<Result | null> {
  const { db } = services
  await using table = await open()
  try {
    await db.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx)
      const result = await importTable(tx, services, run, table, jobId)
      if (run.dryRun) throw new RolledBack(result)
      await record(tx, run.id, result)
    })
    return null
  } catch (error) {
    if (error instanceof RolledBack) return error.result
    throw error
  }
}

async function importTable(
  tx: Tx,
  services: Services,
  run: Run,
  table: Table,
  jobId: string,
): Promise<Result> {
  if (run.kind === 'skus') {
    const { refusals, ...counts } = await importSkus(
      tx,
      systemActor(`import ${run.requestedBy}`),
      table,
      run.dryRun,
    )
    return { ...counts, layout: 'skus', refusals, totals: {} }
  }
  return importRetail(tx, services, run, table, jobId)
}

async function importRetail(
  tx: Tx,
  services: Services,
  run: Run,
  table: Table,
  jobId: string,
): Promise<Result> {
  const columns = new Map(
    ONLINE_RETAIL_FIELDS.map(([field, name]) => [field, table.header.indexOf(name)]),
  )
  if ([...columns.values()].includes(-1)) {
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
  let read = 0
  for await (const _row of table.rows()) read += 1
  const refused = new Set<number>()
  const refusals: {
    row: number
    column: string
    zh: string
    en: string
    cells: Record<string, string>
  }[] = []
  const outcome = await importOrders(
    {
      tx,
      services,
      actor: systemActor(`import ${run.requestedBy}`),
      shop: await shopByCode(tx, run.shopCode ?? ''),
      source: `import:${run.id}`,
      dryRun: run.dryRun,
      snapshotAt: null,
      refuse(row, problems) {
        refused.add(row.row)
        const cells = Object.fromEntries(
          table.header.map((name, at) => [name, row.values[at] ?? '']),
        )
        refusals.push(...problems.map((problem) => ({ row: row.row, ...problem, cells })))
      },
      // Outside the transaction, so that people see it while it runs.
      progress: async (done) =>
        void (await reportProgress(services.db, jobId, { done, total: read })),
    },
    {
      layout: ONLINE_RETAIL,
      fileName: '',
      header: table.header,
      columns,
      rows: () => table.rows(),
    },
  )
  return {
    ...outcome,
    layout: 'online_retail',
    read,
    refused: refused.size,
    refusals,
  }
}

const ONLINE_RETAIL_FIELDS = [
  ['order_id', 'InvoiceNo'],
  ['sku_code', 'StockCode'],
  ['title', 'Description'],
  ['qty', 'Quantity'],
  ['created_at', 'InvoiceDate'],
  ['unit_price', 'UnitPrice'],
  ['buyer_ref', 'CustomerID'],
  ['country', 'Country'],
] as const

const ONLINE_RETAIL: Layout = {
  id: 'online_retail',
  platform: null,
  kind: 'orders',
  name: { zh: 'Online Retail', en: 'Online Retail' },
  grain: 'line',
  headers: ONLINE_RETAIL_FIELDS.map(([, name]) => name),
  detect: ['InvoiceNo', 'StockCode'],
  fields: Object.fromEntries(ONLINE_RETAIL_FIELDS.map(([field, name]) => [field, [name]])),
  statuses: {},
  traits: ['online_retail', 'own_codes', 'own_shop'],
  provenance: 'UCI Machine Learning Repository, Online Retail',
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
