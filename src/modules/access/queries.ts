// Reads for the account screens.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import type { Role } from './permissions.ts'

interface PageOf {
  readonly cursor?: string | undefined
  readonly limit: number
}

const after = (cursor: string | undefined) => (cursor ? (decodeCursor(cursor, 1)[0] ?? null) : null)

export async function listUsers(db: Db, { q, cursor, limit }: PageOf & { q?: string | undefined }) {
  const { rows } = await sql<{
    id: string
    username: string
    displayName: string
    role: Role
    disabledAt: Date | null
    mustChange: boolean
    version: number
    createdAt: Date
    lastSeenAt: Date | null
  }>`
    select id, username, display_name as "displayName", role, disabled_at as "disabledAt",
           must_change as "mustChange", version, created_at as "createdAt",
           (select max(last_seen_at) from access.sessions s where s.user_id = u.id) as "lastSeenAt"
    from access.users u
    where (${q ?? null}::text is null or username ilike '%' || ${q ?? ''} || '%' or display_name ilike '%' || ${q ?? ''} || '%')
      and (${after(cursor)}::uuid is null or id > ${after(cursor)}::uuid)
    order by id limit ${limit + 1}`.execute(db)
  return rows
}

export async function listKeys(db: Db, { cursor, limit }: PageOf) {
  const { rows } = await sql<{
    id: string
    name: string
    prefix: string
    scopes: string[]
    createdByName: string
    createdAt: Date
    expiresAt: Date | null
    revokedAt: Date | null
    lastUsedAt: Date | null
  }>`
    select k.id, k.name, k.prefix, k.scopes, u.display_name as "createdByName", k.created_at as "createdAt",
           k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt"
    from access.api_keys k join access.users u on u.id = k.created_by
    where ${after(cursor)}::uuid is null or k.id > ${after(cursor)}::uuid
    order by k.id limit ${limit + 1}`.execute(db)
  return rows
}

export async function localeOf(db: Db, actorId: string) {
  const { rows } = await sql<{ locale: 'zh' | 'en'; mustChange: boolean }>`
    select locale, must_change as "mustChange" from access.users where id::text = ${actorId}`.execute(
    db,
  )
  return rows[0] ?? { locale: 'zh' as const, mustChange: false }
}
