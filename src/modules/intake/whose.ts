// Whose files are whose business. Who has `intake.write` without `intake.records` (the marketer) imports and sees the
// reports of platforms, nothing else: orders hold receivers, stock is counted by others. What kind a file is shows only when
// the job reads it, so the batch remembers whose it is.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { type ImportKind, KIND_NAMES } from '#modules/layouts'
import { kindNotYours } from './errors.ts'

export const REPORT_KINDS: readonly ImportKind[] = [
  'shop_traffic',
  'item_traffic',
  'ad_spend',
  'reviews',
  'prices',
]

export const isLimited = ({ permissions }: Actor): boolean => !permissions.has('intake.records')

export const isReport = (kind: ImportKind | null): boolean =>
  kind !== null && REPORT_KINDS.includes(kind)

interface Owned {
  readonly kind: ImportKind | null
  readonly reportsOnly: boolean
}

/** Every run of the batch, or this one, is the actor's business; else refused. */
export async function assertTheirs(
  db: Db | Tx,
  actor: Actor,
  by: { readonly runId?: string; readonly batchId?: string },
): Promise<void> {
  if (!isLimited(actor)) return
  const { rows } = await sql<Owned>`
    select r.kind, b.reports_only as "reportsOnly" from intake.runs r join intake.batches b on b.id = r.batch_id
    where ${by.runId === undefined ? sql`r.batch_id::text = ${by.batchId ?? ''}` : sql`r.id::text = ${by.runId}`}`.execute(
    db,
  )
  if (rows.length === 0) throw notFound({ zh: '导入', en: 'import' }, by.runId ?? by.batchId ?? '')
  const other = rows.find(({ kind, reportsOnly }) => !reportsOnly && !isReport(kind))
  if (other) throw notTheirs(other.kind)
}

export function assertKind(actor: Actor, kind: ImportKind): void {
  if (isLimited(actor) && !isReport(kind)) throw notTheirs(kind)
}

export const notTheirs = (kind: ImportKind | null) =>
  kindNotYours(kind === null ? { zh: '别人的文件', en: 'files of others' } : KIND_NAMES[kind])
