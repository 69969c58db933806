// Facts live in a ClickHouse engine: the embedded one by default, in a process of its own, a server when CLICKHOUSE_URL is
// set. Both speak the same SQL through one small interface.
import { readdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { startEmbeddedEngine } from './embedded-engine.ts'
import { type Engine, engineOver, type Param, type Params } from './engine.ts'
import { refuse } from './errors.ts'

export type { Param }

export interface Clickhouse {
  /** Rows of a select. Int64 and UInt64 arrive as decimal text; turn them with BigInt where exact. */
  query<T>(sql: string, params?: Params): Promise<T[]>
  command(sql: string, params?: Params): Promise<void>
  /** `token` makes a repeated insert of the same batch a no-op. */
  insert(table: string, rows: readonly object[], token: string): Promise<void>
  /** Null when it answers, else why not. */
  ping(): Promise<string | null>
  close(): Promise<void>
}

export const CLICKHOUSE_MIGRATIONS = join(import.meta.dirname, '../../migrations/clickhouse')

/** Opens at the first use, so that a start is not slowed by an engine nobody has asked yet. */
export function openClickhouse(config: Pick<Config, 'clickhouseUrl' | 'dataDir'>): Clickhouse {
  let opened: Promise<Engine> | undefined
  let isClosed = false
  const engine = async (): Promise<Engine> => {
    if (isClosed) throw unavailable(new Error('closed'))
    const known = opened
    // Others may have come to the same end, and opened another meanwhile.
    if (known && (await known.catch(() => null))?.isGone() && opened === known) opened = undefined
    opened ??= open(config).catch((error: unknown) => {
      // The next caller tries again: the folder may be free by then, or the server up.
      opened = undefined
      throw unavailable(error)
    })
    return opened
  }
  /** An answer, or word that the engine went away while it was being found. */
  const through = async <T>(work: (on: Engine) => Promise<T>): Promise<T> => {
    const on = await engine()
    try {
      return await work(on)
    } catch (error) {
      throw on.isGone() ? unavailable(error) : error
    }
  }
  return {
    query: async <T>(sql: string, params?: Params) => {
      const text = await through((on) => on.rows(sql, params))
      return text === '' ? [] : (JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as T[])
    },
    command: (sql, params) => through((on) => on.command(sql, params)),
    insert: async (table, rows, token) => {
      if (rows.length > 0) await through((on) => on.command(insertion(table, rows, token)))
    },
    async ping() {
      try {
        await through((on) => on.rows('select 1 as one'))
        return null
      } catch (error) {
        return (error as Error).message
      }
    },
    async close() {
      isClosed = true
      if (opened) await (await opened.catch(() => null))?.close()
    },
  }
}

/** Written as SQL text, because settings given beside a query stay set on an embedded session. */
function insertion(table: string, rows: readonly object[], token: string): string {
  const lines = rows.map((row) =>
    JSON.stringify(row, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  )
  return `insert into ${table} settings insert_deduplication_token = '${token.replace(/[^\w:.-]/g, '_')}', async_insert = 0 format JSONEachRow\n${lines.join('\n')}`
}

function unavailable(error: unknown) {
  return refuse('kernel.clickhouse_unavailable', 503, {
    zh: `分析引擎暂不可用,其他功能不受影响:${(error as Error).message.slice(0, 200)}`,
    en: `The analytics engine is not available; everything else works: ${(error as Error).message.slice(0, 200)}`,
  })
}

async function open(config: Pick<Config, 'clickhouseUrl' | 'dataDir'>): Promise<Engine> {
  const engine = config.clickhouseUrl
    ? await server(config.clickhouseUrl)
    : await startEmbeddedEngine(config.dataDir)
  try {
    await migrateClickhouse(engine)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

async function server(url: string): Promise<Engine> {
  const { createClient } = await import('@clickhouse/client')
  return engineOver([createClient({ url, request_timeout: 120_000 })])
}

async function migrateClickhouse(engine: Engine): Promise<void> {
  await engine.command(
    'create table if not exists migrations (version String, checksum String, applied_at DateTime default now()) engine = MergeTree order by version',
  )
  const applied = new Map(
    (await engine.rows('select version, checksum from migrations'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { version: string; checksum: string })
      .map(({ version, checksum }) => [version, checksum]),
  )
  for (const name of readdirSync(CLICKHOUSE_MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()) {
    const sql = readFileSync(join(CLICKHOUSE_MIGRATIONS, name), 'utf8')
    const checksum = createHash('sha256').update(sql).digest('hex')
    if (applied.has(name)) continue
    // Statements are idempotent (`if not exists`), since ClickHouse has no transaction around them.
    for (const statement of sql.split(/;\s*$/m).filter((text) => text.trim() !== '')) {
      await engine.command(statement)
    }
    await engine.command(
      insertion('migrations', [{ version: name, checksum }], `migration:${name}`),
    )
  }
}
