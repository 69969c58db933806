// HTTP by contract. A route file names a contract and one function; everything that must hold for
// every request (schema, permission, transaction, idempotency, one shape of error) happens here, once.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Answer, AnyRoute, Body, Params, Query } from './contract.ts'
import type { Db, Tx } from './db.ts'
import { refuse } from './errors.ts'
import type { Actor } from './actor.ts'
import { fieldProblems } from './problems.ts'
import { invalid } from './errors.ts'
import type { Services } from './services.ts'
import { toJson } from './wire.ts'

/** What route files get: the server, what it stands on, and how a request becomes an actor. */
export interface Web {
  readonly app: FastifyInstance
  readonly services: Services
  /** Who is asking. Null when there is no valid session or key. */
  readonly authenticate: (request: FastifyRequest) => Promise<Actor | null>
}

interface Asked<R> {
  readonly params: Params<R>
  readonly query: Query<R>
  readonly body: Body<R>
  readonly actor: Actor
  readonly services: Services
  readonly request: FastifyRequest
}

export interface ReadRequest<R> extends Asked<R> {
  readonly db: Db
  readonly reply: FastifyReply
}

export interface WriteRequest<R> extends Asked<R> {
  readonly tx: Tx
}

/** A route that reads, streams, or manages its own transactions. */
export function handle<R extends AnyRoute>(
  web: Web,
  route: R,
  answer: (asked: ReadRequest<R>) => Promise<Answer<R>>,
): void {
  register(web, route, async (request, reply, actor) => {
    const asked = { ...parse(route, request), actor, request, reply, services: web.services }
    const result = await answer({ ...asked, db: web.services.db } as ReadRequest<R>)
    return send(reply, result)
  })
}

/**
 * A route that writes. The whole answer is one transaction: the idempotency key, the change, its audit
 * row and its events commit together or not at all. Lost races (40001, 40P01) are tried again.
 */
export function handleWrite<R extends AnyRoute>(
  web: Web,
  route: R,
  answer: (asked: WriteRequest<R>) => Promise<Answer<R>>,
): void {
  register(web, route, async (request, reply, actor) => {
    const asked = { ...parse(route, request), actor, request, services: web.services }
    const key = idempotencyKey(route, request)
    const run = () =>
      web.services.db.transaction().execute(async (tx) => {
        if (key === null) return toJson(await answer({ ...asked, tx } as WriteRequest<R>))
        const bodyHash = hash(`${request.url}\n${toJson(request.body ?? null)}`)
        const before = await claimKey(tx, actor, key, bodyHash)
        if (before !== null) {
          reply.header('Idempotent-Replayed', 'true')
          return before
        }
        const text = toJson(await answer({ ...asked, tx } as WriteRequest<R>))
        await sql`
          update kernel.idempotency_keys set response = ${text}
          where actor_id = ${actor.id} and key = ${key}`.execute(tx)
        return text
      })
    const text = await retryLostRaces(run)
    return reply.type('application/json; charset=utf-8').send(text)
  })
}

/** Serve JSON; undefined means an empty 204. A handler that replied itself returns the reply. */
function send(reply: FastifyReply, result: unknown): FastifyReply {
  if (result === reply || reply.sent) return reply
  if (result === undefined) return reply.code(204).send()
  return reply.type('application/json; charset=utf-8').send(toJson(result))
}

function register(
  web: Web,
  route: AnyRoute,
  run: (request: FastifyRequest, reply: FastifyReply, actor: Actor) => Promise<unknown>,
): void {
  web.app.route({
    method: route.method,
    url: route.path,
    config: { contract: route },
    handler: async (request, reply) => {
      const actor = await permit(web, route, request)
      return run(request, reply, actor)
    },
  })
}

const ANONYMOUS: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  name: '—',
  role: null,
  permissions: new Set(),
}

/** The one place where permissions are enforced. */
async function permit(web: Web, route: AnyRoute, request: FastifyRequest): Promise<Actor> {
  const actor = await web.authenticate(request)
  if (route.permission === 'public') return actor ?? ANONYMOUS
  if (actor === null) {
    throw refuse('access.sign_in_required', 401, {
      zh: '未登录或登录已过期,请重新登录',
      en: 'Not signed in, or the session has expired. Sign in again.',
    })
  }
  if (route.permission === 'signed-in' || actor.permissions.has(route.permission)) return actor
  throw refuse(
    'access.forbidden',
    403,
    {
      zh: `当前角色没有权限 ${route.permission},请联系管理员开通`,
      en: `Your role lacks the permission ${route.permission}. Ask an administrator for it.`,
    },
    { permission: route.permission, role: actor.role },
  )
}

function parse(route: AnyRoute, request: FastifyRequest) {
  return {
    params: check(route.params, request.params, 'path'),
    query: check(route.query, request.query, 'query'),
    body: route.upload ? undefined : check(route.body, request.body, 'body'),
  }
}

function check(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value ?? (where === 'body' ? null : {}))
  if (result.success) return result.data
  throw invalid(fieldProblems(result.error))
}

function idempotencyKey(route: AnyRoute, request: FastifyRequest): string | null {
  const given = request.headers['idempotency-key']
  const key = typeof given === 'string' ? given.trim() : ''
  if (key === '') {
    if (!route.creates) return null
    throw refuse('kernel.idempotency_key_required', 400, {
      zh: '请求缺少 Idempotency-Key 头;请为每次新建生成一个唯一值,重试时沿用',
      en: 'The Idempotency-Key header is missing. Make one unique value per creation and reuse it on retry.',
    })
  }
  if (key.length <= 200) return key
  throw refuse('kernel.idempotency_key_too_long', 400, {
    zh: 'Idempotency-Key 不得超过 200 个字符',
    en: 'Idempotency-Key must not exceed 200 characters.',
  })
}

/**
 * Take the key, or give back the answer of whoever took it. A second request with the same key waits
 * here on the row lock until the first has committed or rolled back.
 */
async function claimKey(tx: Tx, actor: Actor, key: string, bodyHash: string) {
  const claimed = await sql`
    insert into kernel.idempotency_keys (actor_id, key, body_hash) values (${actor.id}, ${key}, ${bodyHash})
    on conflict (actor_id, key) do nothing returning key`.execute(tx)
  if (claimed.rows.length > 0) return null
  const { rows } = await sql<{ bodyHash: string; response: string | null }>`
    select body_hash as "bodyHash", response from kernel.idempotency_keys
    where actor_id = ${actor.id} and key = ${key}`.execute(tx)
  const earlier = rows[0]
  if (earlier?.bodyHash === bodyHash && earlier.response !== null) return earlier.response
  throw refuse('kernel.idempotency_key_reused', 409, {
    zh: '这个 Idempotency-Key 已用于内容不同的请求;请换一个新值',
    en: 'This Idempotency-Key was used for a different request. Use a new value.',
  })
}

/** Tries of one transaction: a deadlock victim succeeds almost always on the second. */
const MAX_TRIES = 4

export async function retryLostRaces<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      const code = (error as { code?: unknown }).code
      if ((code !== '40001' && code !== '40P01') || tries >= MAX_TRIES) throw error
    }
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
