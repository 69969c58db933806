// A database of its own for every test file, cloned from a migrated template on a shared embedded
// server. The server is real; only fsync is off, because no test pulls the plug of this one.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { type Db, openDb, openPool } from '#kernel/db.ts'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { migrate, migrationFiles } from '#kernel/migrate.ts'

const DATA_DIR = join(import.meta.dirname, '../../node_modules/.cache/millrace-test-pg')

/** Any constant: makes one process at a time build the template. */
const TEMPLATE_LOCK = 7_700_002

export interface TestDatabase extends AsyncDisposable {
  readonly url: string
  readonly pool: pg.Pool
  readonly db: Db
}

let server: Promise<string> | undefined

/** Address of the maintenance database of the shared server; left running between runs. */
export function testServer(): Promise<string> {
  server ??= startEmbeddedPostgres({
    dataDir: DATA_DIR,
    settings: [
      'fsync=off',
      'full_page_writes=off',
      'synchronous_commit=off',
      'max_connections=300',
    ],
  }).then(({ url }) => url.replace(/millrace$/, 'postgres'))
  return server
}

/** Stop the shared server: on a build machine nothing may be left running. */
export async function stopTestServer(): Promise<void> {
  if (server === undefined) return
  await (await startEmbeddedPostgres({ dataDir: DATA_DIR })).stop()
}

export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  return makeDatabase(null)
}

export async function testDatabase(): Promise<TestDatabase> {
  const { url, drop } = await makeDatabase(await template())
  const pool = openPool({ url, max: 40 })
  const db = openDb(pool)
  return {
    url,
    pool,
    db,
    async [Symbol.asyncDispose]() {
      await db.destroy()
      await drop()
    },
  }
}

let counter = 0

async function makeDatabase(source: string | null) {
  const name = `t_${process.pid}_${(counter += 1)}_${createHash('md5').update(String(performance.timeOrigin)).digest('hex').slice(0, 8)}`
  const from = source === null ? '' : ` template ${source} strategy file_copy`
  await onServer((client) => client.query(`create database ${name}${from}`))
  return {
    url: (await testServer()).replace(/postgres$/, name),
    drop: async () => void (await onServer((c) => c.query(`drop database ${name} with (force)`))),
  }
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await testServer() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

let templateName: Promise<string> | undefined

function template(): Promise<string> {
  templateName ??= buildTemplate()
  return templateName
}

/** Named by its content, so that a changed migration gets a new one; older ones are dropped. */
async function buildTemplate(): Promise<string> {
  const hash = createHash('sha256')
  for (const { version, checksum } of migrationFiles()) hash.update(`${version}:${checksum};`)
  const name = `template_${hash.digest('hex').slice(0, 16)}`
  return onServer(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) {
      const draft = `draft_${process.pid}_${name.slice(9)}`
      await client.query(`drop database if exists ${draft} with (force)`)
      await client.query(`create database ${draft}`)
      await migrate((await testServer()).replace(/postgres$/, draft))
      await client.query(`alter database ${draft} rename to ${name}`)
    }
    return name
  })
}
