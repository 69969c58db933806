// HTTP of accounts, sessions, keys and views.
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#kernel/db.ts'
import { houseFacts } from '#kernel/house.ts'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { refuse } from '#kernel/errors.ts'
import { accessApi as api } from './contract.ts'
import { PERMISSIONS, permissionsOf, ROLE_NAMES, ROLES, type Role } from './permissions.ts'
import { listKeys, listUsers, localeOf } from './queries.ts'
import { confirmPassword, COOKIE, endSession, listSessions, signIn } from './sessions.ts'
import { tokenHash } from './tokens.ts'
import { createApiKey, createUser, editUser, revokeApiKey, setPassword, setUp } from './users.ts'
import { deleteView, listViews, saveView } from './views.ts'

const DONE = { done: true } as const

export function routes(web: Web): void {
  sessionRoutes(web)
  ownRoutes(web)
  userRoutes(web)
  viewRoutes(web)
}

function sessionRoutes(web: Web): void {
  const { config } = web.services
  const setCookie = (reply: FastifyReply, value: string, maxAge: number) =>
    reply.setCookie(COOKIE, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: config.secureCookies,
      maxAge,
    })

  handle(web, api.setupState, async ({ db }) => {
    const { rows } = await sql`select 1 from access.users limit 1`.execute(db)
    return { needed: rows.length === 0 }
  })
  handleWrite(web, api.setup, async ({ tx, body, actor }) => {
    const userId = await setUp(tx, actor, body)
    if (!body.withKey) return { userId, apiKey: null }
    const { key } = await createApiKey(
      tx,
      { ...actor, kind: 'system', id: 'system:setup' },
      {
        name: `${body.displayName} · CLI`,
        scopes: [...permissionsOf('owner')],
        createdBy: userId,
        role: 'owner',
      },
    )
    return { userId, apiKey: key }
  })
  handle(web, api.signIn, async ({ db, body, request, reply }) => {
    const userAgent = request.headers['user-agent'] ?? ''
    const token = await signIn(db, { ...body, address: request.ip, userAgent })
    setCookie(reply, token, 14 * 86_400)
    return DONE
  })
  handle(web, api.signOut, async ({ db, request, reply }) => {
    const token = request.cookies[COOKIE]
    if (token)
      await sql`delete from access.sessions where token_hash = ${tokenHash(token)}`.execute(db)
    setCookie(reply, '', 0)
    return DONE
  })
  handle(web, api.me, async ({ db, actor }) => ({
    id: actor.id,
    kind: actor.kind,
    name: actor.name,
    role: actor.role,
    roleName: actor.role === null ? null : ROLES[actor.role as Role],
    permissions: [...actor.permissions],
    ...(await localeOf(db, actor.id)),
    house: { ...(await houseFacts(db)), isDemo: config.isDemo },
  }))
  handle(web, api.setLocale, async ({ db, actor, body }) => {
    await sql`update access.users set locale = ${body.locale} where id::text = ${actor.id}`.execute(
      db,
    )
    return DONE
  })
}

function ownRoutes(web: Web): void {
  handle(web, api.changePassword, async ({ db, actor, body, request }) => {
    await confirmPassword(db, actor, { password: body.current, address: request.ip })
    const token = request.cookies[COOKIE]
    await db.transaction().execute((tx) =>
      setPassword(tx, actor, {
        userId: actor.id,
        password: body.next,
        mustChange: false,
        keepSession: token ? tokenHash(token) : undefined,
      }),
    )
    return DONE
  })
  handle(web, api.sessions, async ({ db, actor, request }) => ({
    items: await listSessions(db, actor.id, request.cookies[COOKIE]),
  }))
  handleWrite(web, api.endSession, async ({ tx, actor, params }) => {
    await endSession(tx, actor, params.id)
    return DONE
  })
}

function userRoutes(web: Web): void {
  handle(web, api.roles, async () => ({
    roles: ROLE_NAMES.map((role) => ({ role, ...ROLES[role] })),
    permissions: Object.entries(PERMISSIONS).map(([permission, { zh, en, roles }]) => ({
      permission,
      zh,
      en,
      roles: ['owner' as const, ...roles.filter((role) => role !== 'owner')],
    })),
  }))
  handleList(web, api.users, async ({ db, query }) =>
    toPage(await listUsers(db, query), query.limit, (row) => [row.id]),
  )
  handleWrite(web, api.addUser, async ({ tx, actor, body }) => ({
    id: await createUser(tx, actor, { ...body, mustChange: true }),
  }))
  handleWrite(web, api.editUser, async ({ tx, actor, params, body }) => ({
    version: await editUser(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.resetPassword, async ({ tx, actor, params, body }) => {
    await setPassword(tx, actor, { userId: params.id, password: body.password, mustChange: true })
    return DONE
  })
  handleList(web, api.keys, async ({ db, query }) =>
    toPage(await listKeys(db, query), query.limit, (row) => [row.id]),
  )
  handleWrite(web, api.addKey, async ({ tx, actor, body }) => {
    const creator = await creatorOf(tx, actor)
    return createApiKey(tx, actor, { ...body, createdBy: creator.id, role: creator.role })
  })
  handleWrite(web, api.revokeKey, async ({ tx, actor, params }) => {
    await revokeApiKey(tx, actor, params.id)
    return DONE
  })
}

/** A key made with a key belongs to the same person, and is bounded by that person's post. */
async function creatorOf(db: Db, actor: Actor): Promise<{ id: string; role: Role }> {
  const { rows } = await sql<{ id: string; role: Role }>`
    select id, role from access.users where id::text = ${actor.id}
    union all
    select u.id, u.role from access.api_keys k join access.users u on u.id = k.created_by where k.id::text = ${actor.id}`.execute(
    db,
  )
  if (rows[0]) return rows[0]
  throw refuse('access.person_needed', 403, {
    zh: '只有账号或其密钥可以新建密钥',
    en: 'Only an account, or a key of one, can make keys.',
  })
}

function viewRoutes(web: Web): void {
  handle(web, api.views, async ({ db, actor, params }) => ({
    items: await listViews(db, actor.id, params.screen),
  }))
  handleWrite(web, api.saveView, async ({ tx, actor, params, body }) => ({
    id: await saveView(tx, actor, { screen: params.screen, ...body }),
  }))
  handleWrite(web, api.deleteView, async ({ tx, actor, params }) => {
    await deleteView(tx, actor, params)
    return DONE
  })
}
