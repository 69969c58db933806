// Calls of the API with a key, a refusal as an exception; uploads, and waiting until the program has digested them.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoFile } from '../files/csv.ts'

export interface Client {
  readonly url: string
  call<T>(method: string, path: string, body?: unknown): Promise<T>
  /** For an answer that is no JSON; what it holds is not looked at. */
  fetchRaw(method: string, path: string, body: unknown): Promise<void>
  /** Many at once, a few at a time, in order. */
  each<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]>
  /** Into the import centre, which takes one batch after the other. */
  upload(shop: string | null, files: readonly DemoFile[]): Promise<string>
  /** Until a batch is in. Throws unless every row of it went in. Returns the number of rows. */
  imported(batchId: string): Promise<number>
  /** Until no event waits to be handled, by this handler or by any. */
  settle(handler?: string): Promise<void>
}

/** Requests at once: the program has one thread, its database another core. */
const ABREAST = 4

/** A whole month of the largest shop takes seconds; this is a stuck program. */
const PATIENCE_MS = 300_000

interface Run {
  readonly fileName: string
  readonly status: string
  readonly rowsRead: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly problem: unknown
  readonly needs: unknown
}

export function openClient(url: string, key: string | null): Client {
  const send = async (method: string, path: string, body?: unknown): Promise<string> => {
    const isForm = body instanceof FormData
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      body: body === undefined ? null : isForm ? body : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 600)}`)
    return text
  }
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const text = await send(method, path, body)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const each = async <T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> => {
    const done: R[] = []
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < list.length) {
        const at = next++
        done[at] = await work(list[at]!)
      }
    }
    await Promise.all(Array.from({ length: ABREAST }, worker))
    return done
  }
  return {
    url,
    call,
    each,
    fetchRaw: async (method, path, body) => void (await send(method, path, body)),
    upload: (shop, files) => upload(call, shop, files),
    imported: (batchId) => imported(call, batchId),
    settle: (handler) => settle(call, handler),
  }
}

async function upload(
  call: Client['call'],
  shop: string | null,
  files: readonly DemoFile[],
): Promise<string> {
  const form = new FormData()
  for (const { name, text } of files) form.append('file', new Blob([text]), name)
  const query = new URLSearchParams({ dryRun: 'false', ...(shop === null ? {} : { shop }) })
  return (await call<{ batchId: string }>('POST', `/api/intake/files?${query}`, form)).batchId
}

async function imported(call: Client['call'], batchId: string): Promise<number> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const { runs } = await call<{ runs: Run[] }>('GET', `/api/intake/batches/${batchId}`)
    const isBusy = runs.some(({ status }) => status === 'waiting' || status === 'running')
    if (!isBusy) return rowsOf(runs)
    if (Date.now() > until) throw new Error(`batch ${batchId} was not imported within five minutes`)
    await sleep(60)
  }
}

/** A row that did not go in is a fault of the generator or of Millrace, and in either case the end. */
function rowsOf(runs: readonly Run[]): number {
  const bad = runs.filter(({ status, refused }) => status !== 'done' || refused > 0)
  if (bad.length > 0)
    throw new Error(`not imported whole: ${JSON.stringify(bad, null, 1).slice(0, 2000)}`)
  return runs.reduce((sum, { rowsRead }) => sum + rowsRead, 0)
}

async function settle(call: Client['call'], name?: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const { items } = await call<{
      items: { handler: string; waiting: string; lastError: string | null; failures: number }[]
    }>('GET', '/api/outbox')
    const asked = items.filter(({ handler }) => name === undefined || handler === name)
    if (asked.every(({ waiting }) => waiting === '0')) return
    const failed = items.find(({ failures }) => failures > 3)
    if (failed !== undefined) throw new Error(`an event cannot be handled: ${failed.lastError}`)
    if (Date.now() > until) throw new Error('events were left after five minutes')
    await sleep(60)
  }
}
