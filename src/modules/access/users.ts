// Accounts and keys: making, editing, disabling.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { alreadySetUp, lastOwner, ownerOnly, scopesExceedCreator } from './errors.ts'
import { permissionsOf, type Role } from './permissions.ts'
import { KEY_PREFIX } from './sessions.ts'
import { hashPassword, newToken, tokenHash } from './tokens.ts'

const USER: Bilingual = { zh: '账号', en: 'account' }
const KEY: Bilingual = { zh: '密钥', en: 'key' }

/** INV-ACCESS-1: serialises whatever could leave the house without an owner. Any constant does. */
const OWNERS_LOCK = 7_700_004

export interface NewUser {
  readonly username: string
  readonly displayName: string
  readonly role: Role
  readonly password: string
  readonly mustChange?: boolean
}

export async function createUser(tx: Tx, actor: Actor, user: NewUser): Promise<string> {
  if (user.role === 'owner' && actor.kind !== 'system' && actor.role !== 'owner') throw ownerOnly()
  const id = newId()
  await tx
    .insertInto('access.users')
    .values({
      id,
      username: user.username,
      display_name: user.displayName,
      role: user.role,
      password_hash: await hashPassword(user.password),
      must_change: user.mustChange ?? false,
    })
    .execute()
  await recordAudit(tx, actor, {
    action: 'access.user.add',
    subjectType: 'user',
    subjectId: id,
    after: { username: user.username, displayName: user.displayName, role: user.role },
  })
  return id
}

/** INV-ACCESS-2: the first account, an owner. Two set-ups at once: the lock lets one through, the other is refused. */
export async function setUp(tx: Tx, actor: Actor, owner: Omit<NewUser, 'role'>): Promise<string> {
  await sql`select pg_advisory_xact_lock(${OWNERS_LOCK}::bigint)`.execute(tx)
  const { rows } = await sql`select 1 from access.users limit 1`.execute(tx)
  if (rows.length > 0) throw alreadySetUp()
  return createUser(
    tx,
    { ...actor, kind: 'system', id: 'system:setup' },
    { ...owner, role: 'owner' },
  )
}

export async function editUser(
  tx: Tx,
  actor: Actor,
  edit: { id: string; version: number; displayName: string; role: Role; disabled: boolean },
): Promise<number> {
  await sql`select pg_advisory_xact_lock(${OWNERS_LOCK}::bigint)`.execute(tx)
  const { rows } = await sql<{
    displayName: string
    role: Role
    disabled: boolean
    version: number
  }>`
    select display_name as "displayName", role, disabled_at is not null as disabled, version
    from access.users where id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(USER, edit.id)
  if ((before.role === 'owner' || edit.role === 'owner') && actor.role !== 'owner')
    throw ownerOnly()
  const yours = { displayName: edit.displayName, role: edit.role, disabled: edit.disabled }
  if (before.version !== edit.version) {
    throw staleEdit(USER, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: { ...before },
    })
  }
  const losesOwner =
    before.role === 'owner' && !before.disabled && (edit.role !== 'owner' || edit.disabled)
  if (losesOwner && (await otherOwners(tx, edit.id)) === 0n) throw lastOwner()
  await sql`
    update access.users set display_name = ${edit.displayName}, role = ${edit.role}, version = version + 1,
      disabled_at = ${edit.disabled ? sql`coalesce(disabled_at, now())` : null}
    where id = ${edit.id}`.execute(tx)
  if (edit.disabled) await endSessions(tx, edit.id)
  await recordAudit(tx, actor, {
    action: 'access.user.edit',
    subjectType: 'user',
    subjectId: edit.id,
    before,
    after: yours,
  })
  return before.version + 1
}

async function otherOwners(tx: Tx, id: string): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from access.users
    where role = 'owner' and disabled_at is null and id <> ${id}`.execute(tx)
  return rows[0]?.count ?? 0n
}

export async function setPassword(
  tx: Tx,
  actor: Actor,
  change: {
    userId: string
    password: string
    mustChange: boolean
    /** The session of the person who changes their own password goes on. */
    keepSession?: Buffer | undefined
  },
): Promise<void> {
  const { rows } = await sql<{ role: Role }>`
    select role from access.users where id = ${change.userId} for update`.execute(tx)
  if (!rows[0]) throw notFound(USER, change.userId)
  if (rows[0].role === 'owner' && actor.role !== 'owner') throw ownerOnly()
  await tx
    .updateTable('access.users')
    .set({ password_hash: await hashPassword(change.password), must_change: change.mustChange })
    .where('id', '=', change.userId)
    .execute()
  await endSessions(tx, change.userId, change.keepSession)
  await recordAudit(tx, actor, {
    action: 'access.user.password',
    subjectType: 'user',
    subjectId: change.userId,
  })
}

/** A changed password or a disabled account ends every session at once, save one that is kept. */
async function endSessions(tx: Tx, userId: string, keep?: Buffer): Promise<void> {
  await sql`
    delete from access.sessions
    where user_id = ${userId} and token_hash is distinct from ${keep ?? null}::bytea`.execute(tx)
}

export async function createApiKey(
  tx: Tx,
  actor: Actor,
  key: {
    name: string
    scopes: readonly string[]
    createdBy: string
    role: Role
    expiresAt?: Date | undefined
  },
): Promise<{ id: string; key: string }> {
  const post = permissionsOf(key.role)
  // A key that makes a key hands on at most its own scopes, not all its maker's post allows.
  const mayGive = (scope: string) =>
    post.has(scope) && (actor.kind !== 'key' || actor.permissions.has(scope))
  const beyond = key.scopes.filter((scope) => !mayGive(scope))
  if (beyond.length > 0) throw scopesExceedCreator(beyond)
  const id = newId()
  const token = newToken(KEY_PREFIX)
  await tx
    .insertInto('access.api_keys')
    .values({
      id,
      name: key.name,
      prefix: token.slice(0, 10),
      token_hash: tokenHash(token),
      scopes: [...key.scopes],
      created_by: key.createdBy,
      expires_at: key.expiresAt ?? null,
    })
    .execute()
  await recordAudit(tx, actor, {
    action: 'access.key.add',
    subjectType: 'api_key',
    subjectId: id,
    after: { name: key.name, scopes: key.scopes },
  })
  return { id, key: token }
}

export async function revokeApiKey(tx: Tx, actor: Actor, id: string): Promise<void> {
  const { rows } = await sql`
    update access.api_keys set revoked_at = coalesce(revoked_at, now()) where id = ${id} returning id`.execute(
    tx,
  )
  if (rows.length === 0) throw notFound(KEY, id)
  await recordAudit(tx, actor, {
    action: 'access.key.revoke',
    subjectType: 'api_key',
    subjectId: id,
  })
}
