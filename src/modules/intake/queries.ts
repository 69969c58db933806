// Reads for the screens of the import centre.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import type { ImportKind } from '#modules/layouts'
import type { RunStatus } from './contract.ts'
import type { Needs, Said, Warning } from './runs.ts'
import type { OwnTotal } from './scan.ts'
import { type Amount, amountsOf } from './total-words.ts'
import { REPORT_KINDS } from './whose.ts'

interface RunView {
  readonly id: string
  readonly batchId: string
  readonly kind: ImportKind | null
  readonly shopCode: string | null
  readonly shopName: string | null
  readonly currency: string | null
  readonly fileName: string
  readonly tableName: string
  readonly fileSize: bigint
  readonly dryRun: boolean
  readonly layout: string | null
  readonly layoutName: Bilingual | null
  readonly status: RunStatus
  readonly snapshotAt: Date | null
  readonly firstOn: string | null
  readonly lastOn: string | null
  readonly rowsTotal: number
  readonly rowsRead: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly refusedKept: number
  readonly totals: Record<string, string | number>
  readonly amounts: Amount[]
  readonly ownTotals: OwnTotal[]
  readonly warnings: Warning[]
  readonly needs: Needs | null
  readonly said: Said
  readonly problem: (Bilingual & { code: string }) | null
  readonly progress: { done: number; total: number | null } | null
  readonly sameFileAs: string | null
  readonly againOf: string | null
  readonly committedAs: string | null
  readonly requestedBy: string
  readonly undoneAt: Date | null
  readonly undoneBy: string | null
  readonly undoneRecords: number | null
  readonly undoProblem: (Bilingual & { code: string }) | null
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

interface Filter {
  readonly id?: string | undefined
  readonly batchId?: string | undefined
  readonly kind?: string | undefined
  readonly status?: string | undefined
  readonly shop?: string | undefined
  /** Dry runs are drafts: lists of what happened leave them out. */
  readonly imported?: boolean | undefined
  /** Only what a post without `intake.records` may see (whose.ts). */
  readonly isLimited?: boolean
  readonly cursor?: string | undefined
  readonly limit: number
}

/** An undo whose job was stopped before it began, or gave up, took nothing back. */
const STATUS = sql`
  case when r.status = 'undoing' and j.status in ('cancelled', 'failed') then 'done' else r.status end`

export async function listRuns(db: Db, filter: Filter): Promise<RunView[]> {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const { rows } = await sql<Omit<RunView, 'amounts'>>`
    select r.id, r.batch_id as "batchId", r.kind, s.code as "shopCode", s.name as "shopName", s.currency,
      r.file_name as "fileName", r.table_name as "tableName", r.file_size as "fileSize", r.dry_run as "dryRun", r.layout,
      r.layout_name as "layoutName", ${STATUS} as status, r.snapshot_at as "snapshotAt", r.first_on::text as "firstOn",
      r.last_on::text as "lastOn", r.rows_total as "rowsTotal", r.rows_read as "rowsRead", r.created, r.updated, r.unchanged,
      r.refused, case when r.refused_key is not null then r.refused
        else (select count(*)::int from intake.refused_rows k where k.run_id = r.id) end as "refusedKept", r.totals,
      r.own_totals as "ownTotals", r.warnings, r.needs, r.said, r.problem,
      case when ${STATUS} in ('waiting', 'running', 'undoing') and (j.progress->>'note') = r.id::text then j.progress end as progress,
      r.requested_by as "requestedBy", r.undone_at as "undoneAt", r.undone_by as "undoneBy",
      r.undone_records as "undoneRecords", r.undo_problem as "undoProblem",
      r.again_of as "againOf", date_trunc('milliseconds', r.created_at) as "createdAt", r.finished_at as "finishedAt",
      (select e.id from intake.runs e where e.file_sha256 = r.file_sha256 and e.table_no = r.table_no
         and e.shop_id is not distinct from r.shop_id and not e.dry_run and e.status = 'done' and e.id < r.id
         order by e.id desc limit 1) as "sameFileAs",
      (select b.id from intake.batches b where b.tried_as = r.batch_id order by b.id desc limit 1) as "committedAs"
    from intake.runs r left join shops.shops s on s.id = r.shop_id 
    left join jobs.runs j on j.id = case when r.status = 'undoing' then r.undo_job_id else r.job_id end
    where (${filter.id ?? null}::text is null or r.id::text = ${filter.id ?? null})
      and (${filter.batchId ?? null}::text is null or r.batch_id::text = ${filter.batchId ?? null})
      and (${filter.kind ?? null}::text is null or r.kind = ${filter.kind ?? null})
      and (${filter.status ?? null}::text is null or ${STATUS} = ${filter.status ?? null})
      and (${filter.shop ?? null}::text is null or s.code = ${filter.shop ?? null})
      and (${filter.imported ?? null}::boolean is null or (not r.dry_run or r.status = 'parked') = ${filter.imported ?? null})
      ${
        filter.isLimited
          ? sql`and (r.kind = any(${[...REPORT_KINDS]}::text[])
              or exists (select 1 from intake.batches b where b.id = r.batch_id and b.reports_only))`
          : sql``
      }
      and (${at}::timestamptz is null or (date_trunc('milliseconds', r.created_at), r.id) < (${at}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', r.created_at) desc, r.id desc limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, amounts: amountsOf(row.totals) }))
}

export async function listRefusals(
  db: Db,
  runId: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const [row = null, column = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{ row: number; column: string; zh: string; en: string }>`
    select row, "column", zh, en from intake.refusals
    where run_id::text = ${runId}
      and (${row}::int is null or (row, "column") > (${row}::int, ${column}::text))
    order by row, "column" limit ${limit + 1}`.execute(db)
  return rows
}
