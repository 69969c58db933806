// Remembered layouts and the imports that used them, for their screen.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { likePattern } from '#modules/catalog'
import type { StoredLayout } from '#modules/layouts'
import type { RunStatus } from './contract.ts'
import { REPORT_KINDS } from './whose.ts'

interface Filter {
  readonly q?: string | undefined
  readonly kind?: string | undefined
  readonly active?: boolean | undefined
  /** Only what a post without `intake.records` may see (whose.ts). */
  readonly isLimited: boolean
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function listLayouts(db: Db, filter: Filter) {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const { rows } = await sql<StoredLayout & { imports: number; lastUsedAt: Date | null }>`
    select c.id, c.name, c.platform, c.shop_id as "shopId", c.kind, c.grain, c.headers, c.fields, c.statuses, c.traits, c.active,
      c.version, c.created_by as "createdBy", date_trunc('milliseconds', c.updated_at) as "updatedAt", u.imports, u."lastUsedAt"
    from layouts.custom c cross join lateral (
      select count(*)::int as imports, max(r.created_at) as "lastUsedAt" from intake.runs r
      where r.layout = 'custom:' || c.id and not r.dry_run) as u
    where (${filter.kind ?? null}::text is null or c.kind = ${filter.kind ?? null})
      and (${filter.active ?? null}::boolean is null or c.active = ${filter.active ?? null})
      and (${filter.q?.trim() ? likePattern(filter.q) : null}::text is null
        or c.name ilike ${filter.q?.trim() ? likePattern(filter.q) : null})
      ${filter.isLimited ? sql`and c.kind = any(${[...REPORT_KINDS]}::text[])` : sql``}
      and (${at}::timestamptz is null
        or (date_trunc('milliseconds', c.updated_at), c.id) < (${at}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', c.updated_at) desc, c.id desc limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows.map(({ shopId: _shop, grain: _grain, traits: _traits, ...row }) => row)
}

/** The newest first; the rest is in the list of imports. */
const SHOWN = 20

export async function importsBy(db: Db, layoutId: string) {
  const { rows } = await sql<{
    id: string
    fileName: string
    status: RunStatus
    created: number
    updated: number
    refused: number
    createdAt: Date
  }>`
    select id, file_name as "fileName", status, created, updated, refused, created_at as "createdAt"
    from intake.runs where layout = ${`custom:${layoutId}`} and not dry_run order by created_at desc limit ${SHOWN}`.execute(
    db,
  )
  return rows
}
