// The program as people start it: a process of its own, with a data folder, answering on a port.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Program {
  readonly url: string
  readonly pid: number
  readonly dataDir: string
  readonly startedInMs: number
  readonly output: () => string
  /** Ctrl-C, and wait until it is gone. Returns the exit code. */
  stop(): Promise<number | null>
  /** kill -9, and wait until it is gone. */
  kill(): Promise<void>
}

export interface Started {
  readonly child: ChildProcess
  readonly url: string
  readonly output: () => string
  readonly exited: Promise<number | null>
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** As `npm start` starts it, with its limits of memory. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ').slice(1)
}

/** Only spawned: it may yet refuse to start. */
export async function spawnProgram(options: { dataDir: string; port?: number }): Promise<Started> {
  const port = options.port ?? (await freePort())
  const child = spawn(process.execPath, startArguments(), {
    env: {
      ...process.env,
      PORT: String(port),
      MILLRACE_DATA: options.dataDir,
      MILLRACE_LOG: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, url: `http://127.0.0.1:${port}`, output: () => output, exited }
}

/** Started and answering. Throws with what it printed when it does not answer within a minute. */
export async function startProgram(options: { dataDir: string; port?: number }): Promise<Program> {
  const started = performance.now()
  const { child, url, output, exited } = await spawnProgram(options)
  let isGone = false
  void exited.then(() => (isGone = true))
  for (;;) {
    try {
      if ((await fetch(`${url}/health`)).ok) break
    } catch {
      if (isGone || performance.now() - started > 60_000) {
        child.kill('SIGKILL')
        throw new Error(`the program did not answer:\n${output()}`)
      }
      await sleep(10)
    }
  }
  return {
    url,
    pid: child.pid ?? 0,
    dataDir: options.dataDir,
    startedInMs: performance.now() - started,
    output,
    async stop() {
      child.kill('SIGINT')
      return exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
