// Migrations are plain SQL files in one global order, applied once, each in its own transaction, under
// an advisory lock so that several processes may start together. A file that was applied and then
// edited is refused: the database would no longer be what the repository says.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { refuse } from './errors.ts'

/** Any constant would do; all Millrace processes of one database must use the same. */
const MIGRATION_LOCK = 7_700_001

export const MIGRATIONS_DIR = join(import.meta.dirname, '../../migrations/postgres')

export interface MigrationFile {
  readonly version: string
  readonly checksum: string
  readonly sql: string
}

/** The files in order. Throws when two share a number, since their order would be an accident. */
export function migrationFiles(dir: string = MIGRATIONS_DIR): MigrationFile[] {
  const names = readdirSync(dir)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .toSorted()
  const numbers = names.map((name) => name.slice(0, 4))
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
  if (twice) throw new Error(`two migrations are numbered ${twice}`)
  return names.map((name) => {
    const sql = readFileSync(join(dir, name), 'utf8')
    return {
      version: name.replace(/\.sql$/, ''),
      checksum: createHash('sha256').update(sql).digest('hex'),
      sql,
    }
  })
}

/** Bring a database to the newest version. Returns the versions applied now. */
export async function migrate(url: string, dir: string = MIGRATIONS_DIR): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'millrace migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query('create schema if not exists kernel')
    await client.query(
      `create table if not exists kernel.migrations (
         version text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    )
    const { rows } = await client.query<{ version: string; checksum: string }>(
      'select version, checksum from kernel.migrations',
    )
    const applied = new Map(rows.map((row) => [row.version, row.checksum]))
    const done: string[] = []
    for (const file of migrationFiles(dir)) {
      const before = applied.get(file.version)
      if (before === undefined) {
        await apply(client, file)
        done.push(file.version)
      } else if (before !== file.checksum) {
        throw refuse('kernel.migration_edited', 500, {
          zh: `迁移 ${file.version} 在应用后被改动;请恢复原文件,另写新的迁移`,
          en: `Migration ${file.version} was edited after it was applied. Restore the file and write a new migration.`,
        })
      }
    }
    await migrateQueue(url)
    return done
  } finally {
    await client.end()
  }
}

/** The job queue brings its own migrations; enqueueing needs its functions from the first day. */
async function migrateQueue(url: string): Promise<void> {
  const { runMigrations } = await import('graphile-worker')
  await runMigrations({ connectionString: url })
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin')
  try {
    await client.query(file.sql)
    await client.query('insert into kernel.migrations (version, checksum) values ($1, $2)', [
      file.version,
      file.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${file.version} failed: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
