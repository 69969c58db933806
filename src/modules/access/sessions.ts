// Signing in, staying signed in, and turning a request into an actor.
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import type { Services } from '#kernel/services.ts'
import { readSetting, settingInSql } from '#kernel/settings.ts'
import { addMs, now } from '#kernel/time.ts'
import { crossSite, tooManyAttempts, wrongCredentials } from './errors.ts'
import { PERMISSIONS, permissionsOf, type Role } from './permissions.ts'
import { sessionIdleHours, sessionMaxDays } from './settings.ts'
import { hashPassword, newToken, tokenHash, verifyPassword } from './tokens.ts'

export const COOKIE = 'millrace_session'
export const KEY_PREFIX = 'mlr_'

/** Failures within the window before an account or an address has to wait. */
const WINDOW_MINUTES = 15
const MAX_PER_ACCOUNT = 8
const MAX_PER_ADDRESS = 40

/** Sessions that still hold, by the settings of this moment. */
const ALIVE = sql`s.expires_at > now()
  and s.created_at > now() - make_interval(days => ${settingInSql(sessionMaxDays)})
  and s.last_seen_at > now() - make_interval(hours => ${settingInSql(sessionIdleHours)})`

export async function createSession(tx: Tx, userId: string, userAgent = ''): Promise<string> {
  const token = newToken('')
  const days = await readSetting(tx, sessionMaxDays)
  await tx
    .insertInto('access.sessions')
    .values({
      token_hash: tokenHash(token),
      user_id: userId,
      expires_at: addMs(now(), days * 86_400_000),
      user_agent: userAgent.slice(0, 300),
    })
    .execute()
  return token
}

/** Verified against when there is no such account, so that both answers take the same time. */
let decoy: Promise<string> | undefined

/** Both subjects of an attempt: guessing one account from everywhere, and everything from one place. */
const subjectsOf = (username: string, address: string) => [
  { subject: `account:${username.toLowerCase()}`, limit: MAX_PER_ACCOUNT },
  { subject: `address:${address}`, limit: MAX_PER_ADDRESS },
]

/**
 * Count an attempt as failed before looking at the password, and take it back when it was right. A count
 * read first and written afterwards would let a hundred guesses at once through.
 */
async function countAttempt(db: Db, username: string, address: string): Promise<bigint[]> {
  const subjects = subjectsOf(username, address)
  return db.transaction().execute(async (tx) => {
    for (const { subject } of subjects) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 7700))`.execute(tx)
    }
    for (const { subject, limit } of subjects) {
      const { rows } = await sql<{ count: bigint; waitSeconds: number }>`
        select count(*) as count,
          coalesce(extract(epoch from min(failed_at) + make_interval(mins => ${WINDOW_MINUTES}) - now()), 0)::float8 as "waitSeconds"
        from access.failed_sign_ins
        where subject = ${subject} and failed_at > now() - make_interval(mins => ${WINDOW_MINUTES})`.execute(
        tx,
      )
      const { count = 0n, waitSeconds = 0 } = rows[0] ?? {}
      if (count >= BigInt(limit)) throw tooManyAttempts(Math.max(1, waitSeconds))
    }
    await sql`delete from access.failed_sign_ins where failed_at < now() - interval '1 day'`.execute(
      tx,
    )
    const names = subjects.map(({ subject }) => subject)
    const { rows } = await sql<{ id: bigint }>`
      insert into access.failed_sign_ins (subject) select unnest(${names}::text[]) returning id`.execute(
      tx,
    )
    return rows.map(({ id }) => id)
  })
}

async function forgive(tx: Tx, attempts: readonly bigint[]): Promise<void> {
  await sql`delete from access.failed_sign_ins where id = any(${attempts}::bigint[])`.execute(tx)
}

export async function signIn(
  db: Db,
  asked: { username: string; password: string; address: string; userAgent: string },
): Promise<string> {
  const attempts = await countAttempt(db, asked.username, asked.address)
  const user = await db
    .selectFrom('access.users')
    .select(['id', 'password_hash', 'disabled_at'])
    .where(sql<string>`lower(username)`, '=', asked.username.toLowerCase())
    .executeTakeFirst()
  decoy ??= hashPassword(newToken(''))
  const right = await verifyPassword(user?.password_hash ?? (await decoy), asked.password)
  if (!user || !right || user.disabled_at !== null) throw wrongCredentials()
  return db.transaction().execute(async (tx) => {
    await forgive(tx, attempts)
    return createSession(tx, user.id, asked.userAgent)
  })
}

/**
 * The person's own password, asked again. Counted like a sign-in, so that a stolen session cannot guess.
 */
export async function confirmPassword(
  db: Db,
  actor: Actor,
  asked: { password: string; address: string },
): Promise<void> {
  const user = await db
    .selectFrom('access.users')
    .select(['username', 'password_hash'])
    .where(sql<string>`id::text`, '=', actor.id)
    .executeTakeFirst()
  if (!user) throw wrongCredentials()
  const attempts = await countAttempt(db, user.username, asked.address)
  if (!(await verifyPassword(user.password_hash, asked.password))) throw wrongCredentials()
  await db.transaction().execute((tx) => forgive(tx, attempts))
}

/** Who is asking: a key in `Authorization: Bearer`, else a session cookie, else nobody. */
export async function authenticate(
  services: Services,
  request: FastifyRequest,
): Promise<Actor | null> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return actorOfKey(services.db, bearer)
  const token = request.cookies[COOKIE]
  if (token === undefined || token === '') return null
  const actor = await actorOfSession(services.db, token)
  if (actor !== null) refuseCrossSite(request)
  return actor
}

/**
 * A cookie travels with requests other sites make. SameSite=Strict stops that in browsers that know it;
 * the origin is checked as well, so that one forgotten attribute is not the whole defence.
 */
function refuseCrossSite(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw crossSite()
  const { origin, host } = request.headers
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host))
    throw crossSite()
  if (origin === undefined && site === undefined) throw crossSite()
}

async function actorOfSession(db: Db, token: string): Promise<Actor | null> {
  const { rows } = await sql<{ id: string; name: string; role: Role; idle: boolean }>`
    select u.id, u.display_name as name, u.role,
           s.last_seen_at < now() - interval '1 minute' as idle
    from access.sessions s join access.users u on u.id = s.user_id
    where s.token_hash = ${tokenHash(token)} and u.disabled_at is null and ${ALIVE}`.execute(db)
  const row = rows[0]
  if (!row) return null
  if (row.idle) {
    await sql`update access.sessions set last_seen_at = now() where token_hash = ${tokenHash(token)}`.execute(
      db,
    )
  }
  return {
    kind: 'user',
    id: row.id,
    name: row.name,
    role: row.role,
    permissions: permissionsOf(row.role),
  }
}

/** Where somebody is signed in. The id is the hash: of no use to whoever reads it. */
export async function listSessions(db: Db, userId: string, token: string | undefined) {
  const { rows } = await sql<{
    id: string
    createdAt: Date
    lastSeenAt: Date
    expiresAt: Date
    userAgent: string | null
    current: boolean
  }>`
    select encode(token_hash, 'hex') as id, created_at as "createdAt", last_seen_at as "lastSeenAt",
           expires_at as "expiresAt", user_agent as "userAgent",
           token_hash = ${tokenHash(token ?? '')} as current
    from access.sessions s where user_id::text = ${userId} and ${ALIVE}
    order by current desc, last_seen_at desc limit 200`.execute(db)
  return rows
}

export async function endSession(tx: Tx, actor: Actor, id: string): Promise<void> {
  const { rows } = await sql`
    delete from access.sessions
    where token_hash = decode(${id}, 'hex') and user_id::text = ${actor.id} returning 1`.execute(tx)
  if (rows.length === 0) throw notFound({ zh: '自己的登录', en: 'session of your own' }, id)
  await recordAudit(tx, actor, {
    action: 'access.session.end',
    subjectType: 'user',
    subjectId: actor.id,
  })
}

async function actorOfKey(db: Db, key: string): Promise<Actor | null> {
  const { rows } = await sql<{
    id: string
    name: string
    scopes: string[]
    role: Role
    stale: boolean
  }>`
    select k.id, k.name, k.scopes, u.role,
           k.last_used_at is null or k.last_used_at < now() - interval '1 minute' as stale
    from access.api_keys k join access.users u on u.id = k.created_by
    where k.token_hash = ${tokenHash(key)} and k.revoked_at is null and u.disabled_at is null
      and (k.expires_at is null or k.expires_at > now())`.execute(db)
  const row = rows[0]
  if (!row) return null
  if (row.stale) {
    await sql`update access.api_keys set last_used_at = now() where id = ${row.id}`.execute(db)
  }
  // INV-ACCESS-3: a key never does more than the person who made it may do today.
  const creator = permissionsOf(row.role)
  const permissions = new Set(
    row.scopes.filter((scope) => scope in PERMISSIONS && creator.has(scope)),
  )
  return { kind: 'key', id: row.id, name: row.name, role: null, permissions }
}
