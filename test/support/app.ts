// The whole program over real HTTP, on a database and a data folder of its own.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemActor } from '#kernel/actor.ts'
import { openClickhouse } from '#kernel/clickhouse.ts'
import { readConfig } from '#kernel/config.ts'
import { openFiles } from '#kernel/files.ts'
import { newId } from '#kernel/ids.ts'
import { startJobs } from '#kernel/jobs.ts'
import { openLog } from '#kernel/log.ts'
import { drainOutbox, outboxState } from '#kernel/outbox.ts'
import type { Services } from '#kernel/services.ts'
import { openVault, readKeyFile } from '#kernel/vault.ts'
import { createSession, createUser, type Role } from '#modules/access'
import { buildApp } from '../../src/app.ts'
import { crons, eventHandlers, jobHandlers } from '../../src/wiring.ts'
import { testDatabase } from './postgres.ts'

export interface Answer<T = Record<string, never>> {
  readonly status: number
  readonly body: T
  readonly headers: Headers
}

/** A caller with a cookie or a key; POSTs carry an idempotency key unless one is given. */
export interface Caller {
  send<T = never>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  get<T = never>(path: string): Promise<Answer<T>>
  post<T = never>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
}

export interface TestApp extends AsyncDisposable {
  readonly url: string
  readonly services: Services
  /** Signed in with that post; one user per post. */
  as(role: Role): Promise<Caller>
  /** Without account. */
  readonly anonymous: Caller
  with(headers: Record<string, string>): Caller
  /** Deliver all events now. */
  drain(): Promise<number>
  /** Run the job workers until the queue is empty. */
  runJobs(): Promise<void>
}

export async function testServices(): Promise<Services & AsyncDisposable> {
  const database = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-test-'))
  const config = readConfig({ MILLRACE_DATA: dataDir, MILLRACE_LOG: 'fatal' })
  const clickhouse = openClickhouse(config)
  const keys = readKeyFile(join(dataDir, 'keys'))
  return {
    config,
    db: database.db,
    pool: database.pool,
    clickhouse,
    files: openFiles(config, keys),
    vault: openVault(keys),
    log: openLog(config),
    async [Symbol.asyncDispose]() {
      await clickhouse.close()
      await database[Symbol.asyncDispose]()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * The server's own housekeeping (autovacuum's analyze) is a transaction too and may hold the horizon back for a
 * moment: wait for it, as the running program does.
 */
async function drainAll(services: Services): Promise<number> {
  let total = 0
  for (let tries = 0; tries < 1500; tries++) {
    total += await drainOutbox(services, eventHandlers)
    const states = await outboxState(services.db, eventHandlers)
    if (states.every(({ waiting }) => waiting === 0n)) return total
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return assert.fail('events were left after half a minute')
}

/** `routes`: those of one module on its own, when what is tested is declared by the test. */
export async function testApp(routes?: Parameters<typeof buildApp>[1]): Promise<TestApp> {
  const services = await testServices()
  const app = await buildApp(services, routes)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const cookies = new Map<Role, string>()

  const caller = (own: Record<string, string>): Caller => {
    const send = async <T>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer<T>> => {
      const form = body instanceof FormData
      const response = await fetch(url + path, {
        method,
        headers: {
          origin: url,
          ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
          ...own,
          ...headers,
        },
        body: body === undefined ? null : form ? body : JSON.stringify(body),
      })
      const text = await response.text()
      const json = /json/.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        body: (json && text !== '' ? JSON.parse(text) : text) as T,
        headers: response.headers,
      }
    }
    return {
      send,
      get: (path) => send('GET', path),
      post: (path, body, headers) => send('POST', path, body, headers),
    }
  }

  return {
    url,
    services,
    anonymous: caller({}),
    with: caller,
    async as(role) {
      if (!cookies.has(role)) {
        const token = await services.db.transaction().execute(async (tx) => {
          const username = `${role}-${newId().slice(-6)}`
          const id = await createUser(tx, systemActor('test'), {
            username,
            displayName: role,
            role,
            password: newId(),
          })
          return createSession(tx, id)
        })
        cookies.set(role, `millrace_session=${token}`)
      }
      return caller({ cookie: cookies.get(role) ?? '' })
    },
    drain: () => drainAll(services),
    async runJobs() {
      const runner = await startJobs(services, jobHandlers, crons)
      try {
        for (let tries = 0; tries < 15_000; tries++) {
          const { rows } = await services.pool.query(
            `select 1 from jobs.runs where status in ('waiting', 'running', 'retrying') limit 1`,
          )
          if (rows.length === 0) return
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        assert.fail('the jobs did not end within five minutes')
      } finally {
        await runner.stop()
      }
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await services[Symbol.asyncDispose]()
    },
  }
}
