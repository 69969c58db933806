// A run as the job and the routes know it, and every change of its row.
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { toJson } from '#kernel/wire.ts'
import type { ImportKind, ImportOutcome } from '#modules/layouts'
import type { OwnTotal } from './scan.ts'

/** What a person said about a table; it wins over what the file seems to be. */
export interface Said {
  readonly kind?: ImportKind | undefined
  /** `taobao.ExportOrderList`, `custom:<id>`. */
  readonly layout?: string | undefined
  readonly dateOrder?: 'month_first' | 'day_first' | undefined
  readonly snapshotAt?: string | undefined
  readonly shopConfirmed?: boolean | undefined
  readonly skip?: boolean | undefined
}

export interface Warning extends Bilingual {
  readonly code: string
}

/** What a person must say, with what there is to choose from. */
export interface Needs extends Bilingual {
  readonly ask: 'shop' | 'layout'
  readonly layouts?: readonly { readonly id: string; readonly name: Bilingual }[]
}

export interface RunRow {
  readonly id: string
  readonly batchId: string
  readonly fileName: string
  readonly fileKey: string
  readonly fileSize: bigint
  readonly fileSha256: string
  readonly tableNo: number
  readonly shopId: string | null
  readonly said: Said
  readonly dryRun: boolean
  readonly requestedBy: string
  readonly status: string
  /** Whoever brought it may import reports, and nothing else (whose.ts). */
  readonly reportsOnly: boolean
  /** The import whose file this reads once more. */
  readonly againOf: string | null
}

export const RUN_COLUMNS = sql`
  id, batch_id as "batchId", file_name as "fileName", file_key as "fileKey", file_size as "fileSize", file_sha256 as "fileSha256",
  table_no as "tableNo", shop_id as "shopId", said, dry_run as "dryRun", requested_by as "requestedBy", status,
  again_of as "againOf",
  (select b.reports_only from intake.batches b where b.id = batch_id) as "reportsOnly"`

export async function runsOf(db: Db | Tx, batchId: string): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select ${RUN_COLUMNS} from intake.runs where batch_id = ${batchId} order by id`.execute(db)
  return rows
}

export async function runById(db: Db | Tx, id: string): Promise<RunRow | null> {
  const { rows } =
    await sql<RunRow>`select ${RUN_COLUMNS} from intake.runs where id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** Everything a try found out is forgotten; what a person said stays. */
export async function resetRuns(db: Db | Tx, batchId: string): Promise<void> {
  await sql`
    delete from intake.refusals where run_id in (select id from intake.runs where batch_id = ${batchId})`.execute(
    db,
  )
  await sql`
    delete from intake.refused_rows where run_id in (select id from intake.runs where batch_id = ${batchId})`.execute(
    db,
  )
  await sql`
    update intake.runs set status = 'waiting', problem = null, needs = null, warnings = '[]', own_totals = '[]', rows_read = 0,
      created = 0, updated = 0, unchanged = 0, refused = 0, rows_total = 0, totals = '{}', refused_key = null, finished_at = null
    where batch_id = ${batchId}`.execute(db)
}

export interface Seen {
  readonly tableName: string
  readonly header: readonly string[]
  readonly kind: ImportKind | null
  readonly layout: string | null
  readonly layoutName: Bilingual | null
  readonly shopId: string | null
  readonly snapshotAt: Date | null
  readonly firstOn: string | null
  readonly lastOn: string | null
  readonly rowsTotal: number
  readonly ownTotals: readonly OwnTotal[]
  readonly warnings: readonly Warning[]
}

/** What the file turned out to be, whatever becomes of it. */
export async function recordSeen(db: Db | Tx, runId: string, seen: Seen): Promise<void> {
  await sql`
    update intake.runs set table_name = ${seen.tableName}, header = ${[...seen.header]}::text[], kind = ${seen.kind},
      layout = ${seen.layout}, layout_name = ${seen.layoutName === null ? null : toJson(seen.layoutName)}::jsonb,
      shop_id = coalesce(${seen.shopId}::uuid, shop_id), snapshot_at = ${seen.snapshotAt}, first_on = ${seen.firstOn}::date,
      last_on = ${seen.lastOn}::date, rows_total = ${seen.rowsTotal}, own_totals = ${toJson(seen.ownTotals)}::jsonb,
      warnings = ${toJson(seen.warnings)}::jsonb
    where id = ${runId}`.execute(db)
}

/** The end of a run, or why it waits. */
export async function settle(
  db: Db | Tx,
  runId: string,
  to:
    | { readonly status: 'refused'; readonly problem: Bilingual & { readonly code: string } }
    | { readonly status: 'needs_answer' | 'needs_mapping'; readonly needs: Needs | null }
    | { readonly status: 'parked' | 'skipped' | 'cancelled' | 'running' },
): Promise<void> {
  const problem = to.status === 'refused' ? toJson(to.problem) : null
  const needs = 'needs' in to && to.needs !== null ? toJson(to.needs) : null
  const isOver = to.status !== 'running'
  await sql`
    update intake.runs set status = ${to.status}, problem = ${problem}::jsonb, needs = ${needs}::jsonb,
      finished_at = case when ${isOver} then now() end
    where id = ${runId}`.execute(db)
}

/** INV-INTAKE-1: the constraint says no to a run that does not account for every row. */
export async function recordDone(
  db: Db | Tx,
  runId: string,
  read: number,
  refused: number,
  { created, updated, unchanged, totals }: ImportOutcome,
): Promise<void> {
  await sql`
    update intake.runs set status = 'done', finished_at = now(), rows_read = ${read}, created = ${created}, updated = ${updated},
      unchanged = ${unchanged}, refused = ${refused}, totals = ${toJson(totals)}::jsonb
    where id = ${runId}`.execute(db)
}
