// The Millrace the demo runs in: the same program as `npm start`, on a folder of its own and on no database but its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '..')

const START_PATIENCE_MS = 90_000

/** The first port from here that nobody listens on: a house may be running where the demo would go. */
export async function freePortFrom(first: number): Promise<number> {
  for (let port = first; port < first + 50; port++) {
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
  return first
}

export interface Running {
  readonly url: string
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
}

/** Flags and file as `npm start` has them. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ').slice(1)
}

export async function startProgram(dataDir: string, port: number): Promise<Running> {
  const env = { ...process.env }
  // Databases, files and keys of its own.
  for (const name of ['DATABASE_URL', 'CLICKHOUSE_URL', 'MILLRACE_S3_URL', 'MILLRACE_SECRET_KEYS'])
    delete env[name]
  const child = spawn(process.execPath, startArguments(), {
    cwd: ROOT,
    // A session of its own: Ctrl-C in the terminal reaches it once, through us, and not twice.
    detached: process.platform !== 'win32',
    env: {
      MILLRACE_PARENT: 'demo',
      MILLRACE_LOG: 'error',
      ...env,
      MILLRACE_DATA: dataDir,
      PORT: String(port),
    },
    // What it prints is for people who started it themselves; what went wrong is for everybody.
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const host = env['HOST'] ?? ''
  const url = `http://${['', '0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`
  let isGone = false
  void exited.then(() => (isGone = true))
  const until = Date.now() + START_PATIENCE_MS
  for (;;) {
    if (isGone) throw new Error('Millrace did not start; what it said stands above')
    try {
      if ((await fetch(`${url}/health`)).ok) return { url, child, exited }
    } catch {
      if (Date.now() > until) throw new Error('Millrace did not answer within a minute and a half')
    }
    await sleep(50)
  }
}
