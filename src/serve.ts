// Start and stop, in order: databases → migrations → HTTP → background work, and back. Whatever was started
// is stopped, also when a later step fails.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { openClickhouse } from '#kernel/clickhouse.ts'
import type { Config } from '#kernel/config.ts'
import { openDb, openPool } from '#kernel/db.ts'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { refuse } from '#kernel/errors.ts'
import { openFiles } from '#kernel/files.ts'
import { startJobs } from '#kernel/jobs.ts'
import { lockDataDir } from '#kernel/data-lock.ts'
import { openLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startOutbox } from '#kernel/outbox.ts'
import type { HandOver, Services } from '#kernel/services.ts'
import { openVault, parseKeys, readKeyFile } from '#kernel/vault.ts'
import { buildApp } from './app.ts'
import { crons, eventHandlers, jobHandlers } from './wiring.ts'

/** Requests in flight get this long when the program stops. */
const DRAIN_MS = 10_000

/** An answer already on its way reaches the browser before the door closes. */
const LAST_ANSWER_MS = 150

/** `next` runs once everything has stopped, when somebody asked to serve another house here; it gives the exit code. */
export async function serve(
  config: Config,
  next: (to: HandOver) => Promise<number>,
): Promise<void> {
  const stops: (() => Promise<unknown> | void)[] = []
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step()
  }
  let stopping = false
  const handOver = (to: HandOver) => {
    if (stopping) return
    stopping = true
    setTimeout(
      () =>
        void stop()
          .then(() => next(to))
          .then(...END),
      LAST_ANSWER_MS,
    )
  }
  const started = start(config, stops, handOver)
  const onSignal = () => {
    // A second Ctrl-C means now.
    if (stopping) process.exit(130)
    stopping = true
    console.log('正在停止… · Stopping…')
    // Also in the middle of a start: what it has started by then is stopped, too.
    void started
      .catch(() => {})
      .then(stop)
      .then(() => 0)
      .then(...END)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  try {
    await started
  } catch (error) {
    await stop()
    throw error
  }
}

const END = [
  (code: number) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
] as const

async function start(
  config: Config,
  stops: (() => Promise<unknown> | void)[],
  handOver: (to: HandOver) => void,
): Promise<void> {
  const log = openLog(config)
  stops.push(await lockDataDir(config))
  const url = config.databaseUrl ?? (await startPostgres(config, stops))
  await migrate(url)
  const pool = openPool({
    url,
    max: config.poolSize,
    onError: ({ message }) => {
      // While stopping, connections that the server ends before we do are no news.
      if (stops.length > 0) log.warn({ message }, 'an idle connection to PostgreSQL was lost')
    },
  })
  const db = openDb(pool)
  stops.push(() => db.destroy())
  const clickhouse = openClickhouse(config)
  stops.push(() => clickhouse.close())
  const keys = config.secretKeys
    ? parseKeys(config.secretKeys)
    : readKeyFile(join(config.dataDir, 'keys'))
  const services: Services = {
    config,
    db,
    pool,
    clickhouse,
    files: openFiles(config, keys),
    vault: openVault(keys),
    log,
    handOver,
  }

  const app = await buildApp(services)
  stops.push(() =>
    Promise.race([app.close(), new Promise((done) => setTimeout(done, DRAIN_MS).unref())]),
  )
  await listen(app, config)
  const address = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`
  console.log(`\n  渠动 · Millrace   ${address}\n`)

  // After the door is open: neither the queue nor the analytics engine should keep the first visitor waiting.
  const jobs = await startJobs(services, jobHandlers, crons)
  stops.push(() => jobs.stop())
  const outbox = startOutbox(services, eventHandlers)
  stops.push(() => outbox.stop())
  setTimeout(() => void clickhouse.ping(), 500).unref()
}

async function startPostgres(
  config: Config,
  stops: (() => Promise<unknown> | void)[],
): Promise<string> {
  const postgres = await startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'postgres'),
    // Invented data may lose its last moment when the power goes.
    ...(config.isDemo ? { settings: ['synchronous_commit=off'] } : {}),
  })
  stops.push(() => postgres.stop())
  return postgres.url
}

async function listen(app: Awaited<ReturnType<typeof buildApp>>, config: Config): Promise<void> {
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES') {
      throw refuse('kernel.port_forbidden', 500, {
        zh: `没有权限使用端口 ${config.port};请换一个 1024 以上的端口,如 PORT=7700`,
        en: `Not allowed to use port ${config.port}. Choose one above 1024, such as PORT=7700.`,
      })
    }
    if (code !== 'EADDRINUSE') throw error
    const holder = holderOf(config.port)
    const zh = holder ? `,占用者:进程 ${holder.pid}(${holder.command})` : ''
    const en = holder ? ` by process ${holder.pid} (${holder.command})` : ''
    throw refuse('kernel.port_taken', 500, {
      zh: `端口 ${config.port} 已被占用${zh}。请停掉它,或换一个端口:PORT=${config.port + 1} npm start`,
      en: `Port ${config.port} is taken${en}. Stop it, or choose another port: PORT=${config.port + 1} npm start`,
    })
  }
}

/** Who listens there, as far as /proc tells. */
function holderOf(port: number): { pid: string; command: string } | null {
  try {
    const hex = port.toString(16).toUpperCase().padStart(4, '0')
    const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
      readFileSync(table, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === '0A')
        .map((cells) => `socket:[${cells[9]}]`),
    )
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const fds = readdirQuietly(`/proc/${pid}/fd`)
      if (!fds.some((fd) => inodes.includes(readlinkQuietly(`/proc/${pid}/fd/${fd}`)))) continue
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      return { pid, command: command.slice(0, 80) }
    }
  } catch {
    // Not Linux, or not ours to see.
  }
  return null
}

function readdirQuietly(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readlinkQuietly(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
