// The embedded engine in a process of its own. Its library alone is 200 MB of resident code and its heaps come on top: beside
// them an import would not fit into the memory the program promises, and a crash of the engine would be one of the program
// (docs/adr/0031). The process ends with the program, however that ends.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Call, Engine, Params, Reply } from './engine.ts'

const PROGRAM = join(import.meta.dirname, 'embedded-engine-process.ts')

/** It carries texts from here to the engine and back: small heaps, swept often. */
const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=40', '--no-warnings']

/** Asked to close, it flushes and goes; one that hangs is ended. */
const CLOSE_MS = 10_000

interface Waiting {
  readonly resolve: (text: string) => void
  readonly reject: (error: Error) => void
}

/** Answers once the folder is open. */
export async function startEmbeddedEngine(dataDir: string): Promise<Engine> {
  const path = join(dataDir, 'clickhouse')
  mkdirSync(path, { recursive: true })
  const child = fork(PROGRAM, [path], {
    execArgv: FLAGS,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ask = talkTo(child)
  const call = (what: 'rows' | 'command', sql: string, params: Params = {}) =>
    ask((id) => ({ id, do: what, sql, params: plain(params) }))
  try {
    await call('rows', 'select 1 as one')
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return {
    rows: (sql, params) => call('rows', sql, params),
    command: async (sql, params) => void (await call('command', sql, params)),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS)
      await ask((id) => ({ id, do: 'close' })).catch(() => {})
      await gone
      clearTimeout(timer)
    },
    isGone: () => child.exitCode !== null || child.signalCode !== null || !child.connected,
  }
}

/** Questions on their way, each with its number. */
function talkTo(child: ChildProcess): (call: (id: number) => Call) => Promise<string> {
  const waiting = new Map<number, Waiting>()
  let last = 0
  // Nothing asked, nothing holds the program open.
  child.unref()
  child.channel?.unref()
  child.on('message', (reply: Reply) => {
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) child.channel?.unref()
    if ('failed' in reply) one?.reject(new Error(reply.failed))
    else one?.resolve(reply.text)
  })
  const lost = (why: string) => {
    for (const one of waiting.values()) one.reject(new Error(why))
    waiting.clear()
  }
  child.once('exit', (code, signal) => lost(`its process ended (${signal ?? code})`))
  child.once('error', ({ message }) => lost(message))
  return (call) =>
    new Promise((resolve, reject) => {
      const id = (last += 1)
      waiting.set(id, { resolve, reject })
      child.channel?.ref()
      child.send(call(id), (error) => {
        if (error === null) return
        waiting.delete(id)
        reject(error)
      })
    })
}

/** A bigint is told in digits. */
const plain = (params: Params): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  )
