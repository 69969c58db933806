// Screens over the kernel: health, jobs, events, audit, checks, backup.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { checkAudit, recordAudit, sealAudit } from '#kernel/audit.ts'
import { backup } from '#kernel/backup.ts'
import type { EventHandlers } from '#kernel/background.ts'
import { type Check, runChecks } from '#kernel/checks.ts'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { cancelJob, enqueue, retryJob } from '#kernel/jobs.ts'
import { decodeCursor, handleList, toPage } from '#kernel/lists.ts'
import { type ApiTree, openApi } from '#kernel/openapi.ts'
import { outboxState, retryHandler } from '#kernel/outbox.ts'
import { changeSetting, listSettings, type Setting } from '#kernel/settings.ts'
import { dateIn, now } from '#kernel/time.ts'
import { systemApi as api, type JOB_STATUSES } from './contract.ts'
import { demoRoutes } from './demo.ts'
import { openMetrics } from './metrics.ts'
import { describeProgram } from './program.ts'

const DONE = { done: true } as const

/** What this module shows belongs to others; wiring hands it in. */
export interface Parts {
  readonly api: ApiTree
  readonly version: string
  readonly checks: readonly Check[]
  readonly eventHandlers: EventHandlers
  readonly settings: readonly Setting[]
}

export const auditCheck: Check = {
  id: 'AUDIT',
  zh: '审计日志未被改动',
  en: 'Nobody has touched the audit log',
  run: async (db) => (await checkAudit(db)).map((finding) => ({ ...finding })),
}

export function routes(parts: Parts): (web: Web) => void {
  return (web) => {
    healthRoutes(web, parts)
    jobRoutes(web, parts)
    auditRoutes(web, parts)
    settingRoutes(web, parts)
    demoRoutes(web)
  }
}

function healthRoutes(web: Web, parts: Parts): void {
  const metrics = openMetrics(web, parts.eventHandlers)
  handle(web, api.health, async () => ({ status: 'ok' as const }))
  handle(web, api.ready, async ({ db, services }) => {
    await sql`select 1`.execute(db)
    const clickhouse = await services.clickhouse.ping()
    const state = await outboxState(db, parts.eventHandlers)
    return {
      status: clickhouse === null ? ('ready' as const) : ('degraded' as const),
      postgres: true,
      clickhouse,
      outboxWaiting: state.reduce((sum, { waiting }) => sum + waiting, 0n),
    }
  })
  handle(web, api.metrics, async ({ reply }) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics()),
  )
  const document = openApi(parts.api, parts.version)
  handle(web, api.openapi, async () => document)
  handle(web, api.docs, async ({ reply }) => {
    const { docsPage } = await import('./docs-page.ts')
    return reply.type('text/html; charset=utf-8').send(docsPage(document))
  })
}

function jobRoutes(web: Web, parts: Parts): void {
  handleWrite(web, api.reseal, async ({ tx, actor }) => {
    const jobId = await enqueue(
      tx,
      'vault.reseal',
      {},
      { requestedBy: actor.name, queue: 'reseal' },
    )
    await recordAudit(tx, actor, {
      action: 'system.reseal',
      subjectType: 'job',
      subjectId: jobId,
    })
    return { jobId }
  })
  handleList(web, api.jobs, async ({ db, query }) =>
    toPage(await listJobs(db, query), query.limit, (row) => [row.createdAt, row.id]),
  )
  handle(web, api.job, async ({ db, params }) => {
    const [found] = await listJobs(db, { id: params.id, limit: 1 })
    if (!found) throw notFound({ zh: '任务', en: 'job' }, params.id)
    return found
  })
  handleWrite(web, api.retryJob, async ({ tx, params }) => {
    await retryJob(tx, params.id)
    return DONE
  })
  handleWrite(web, api.cancelJob, async ({ tx, params }) => {
    await cancelJob(tx, params.id)
    return DONE
  })
  handle(web, api.handlers, async ({ db }) => ({
    items: await outboxState(db, parts.eventHandlers),
  }))
  handleWrite(web, api.retryHandler, async ({ tx, params }) => {
    if (!(await retryHandler(tx, params.handler))) {
      throw notFound({ zh: '事件处理器', en: 'event handler' }, params.handler)
    }
    return DONE
  })
}

function settingRoutes(web: Web, parts: Parts): void {
  handle(web, api.settings, async ({ db }) => ({
    items: (await listSettings(db, parts.settings)).map(({ setting, ...state }) => {
      const { key, kind, title, help, allowed, unit } = setting
      return { key, kind, title, help, allowed, unit, ...state }
    }),
  }))
  handleWrite(web, api.changeSetting, async ({ tx, actor, params, body }) => ({
    version: await changeSetting(tx, actor, parts.settings, { ...body, key: params.key }),
  }))
  handle(web, api.program, ({ services }) => describeProgram(services, parts.version))
}

function auditRoutes(web: Web, parts: Parts): void {
  handleList(web, api.audit, async ({ db, query }) =>
    toPage(await listAudit(db, query), query.limit, (row) => [row.id]),
  )
  handle(web, api.check, async ({ db }) => {
    await sealAudit(db)
    const results = await runChecks(db, parts.checks)
    return { ok: results.every(({ violations }) => violations.length === 0), results }
  })
  handle(web, api.backup, async ({ reply, services }) => {
    reply.header(
      'content-disposition',
      `attachment; filename="millrace-${dateIn(now(), 'UTC')}.backup"`,
    )
    return reply.type('application/octet-stream').send(Readable.from(backup(services)))
  })
}

async function listJobs(
  db: Db,
  filter: {
    id?: string
    status?: string | undefined
    name?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const { rows } = await sql<{
    id: string
    name: string
    status: (typeof JOB_STATUSES)[number]
    attempts: number
    maxAttempts: number
    progress: { done: number; total: number | null } | null
    error: string | null
    requestedBy: string
    createdAt: Date
    startedAt: Date | null
    finishedAt: Date | null
  }>`
    select id, name, status, attempts, max_attempts as "maxAttempts", progress, error, requested_by as "requestedBy",
      date_trunc('milliseconds', created_at) as "createdAt", started_at as "startedAt", finished_at as "finishedAt"
    from jobs.runs
    where (${filter.id ?? null}::uuid is null or id = ${filter.id ?? null}::uuid)
      and (${filter.status ?? null}::text is null or status = ${filter.status ?? null})
      and (${filter.name ?? null}::text is null or name = ${filter.name ?? null})
      and (${at}::timestamptz is null or (date_trunc('milliseconds', created_at), id) < (${at}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', created_at) desc, id desc limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows
}

async function listAudit(
  db: Db,
  filter: {
    actor?: string | undefined
    action?: string | undefined
    subjectId?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const [before = null] = filter.cursor ? decodeCursor(filter.cursor, 1) : []
  const { rows } = await sql<{
    id: bigint
    actorKind: string
    actorId: string
    actorName: string
    action: string
    subjectType: string
    subjectId: string
    before: unknown
    after: unknown
    reason: string | null
    recordedAt: Date
    sealed: boolean
  }>`
    select id, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", action,
      subject_type as "subjectType", subject_id as "subjectId", before, after, reason, recorded_at as "recordedAt",
      exists (select 1 from audit.seals s where s.entry_id = e.id) as sealed
    from audit.entries e
    where (${filter.actor ?? null}::text is null or actor_name ilike '%' || ${filter.actor ?? ''} || '%')
      and (${filter.action ?? null}::text is null or action ilike ${filter.action ?? ''} || '%')
      and (${filter.subjectId ?? null}::text is null or subject_id = ${filter.subjectId ?? null})
      and (${before}::bigint is null or id < ${before}::bigint)
    order by id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}
