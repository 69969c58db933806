// Facts live in a ClickHouse engine: chDB inside this process by default, a server when CLICKHOUSE_URL is
// set. Both speak the same SQL through one small interface. What was learnt the hard way about chDB: query
// settings leak to later queries unless written into the SQL; one connection runs one query at a time, so
// there are several; 64-bit numbers arrive as floats unless quoted; one process owns a folder.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Config } from './config.ts'
import { refuse } from './errors.ts'

export type Param =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly (string | number | bigint)[]

export interface Clickhouse {
  /** Rows of a select. Int64 and UInt64 arrive as decimal text; turn them with BigInt where exact. */
  query<T>(sql: string, params?: Readonly<Record<string, Param>>): Promise<T[]>
  command(sql: string, params?: Readonly<Record<string, Param>>): Promise<void>
  /** `token` makes a repeated insert of the same batch a no-op. */
  insert(table: string, rows: readonly object[], token: string): Promise<void>
  /** Null when it answers, else why not. */
  ping(): Promise<string | null>
  close(): Promise<void>
}

/** Readers of the embedded engine: dashboards ask several questions at once on two cores. */
const READERS = 2

const FORMAT = 'SETTINGS output_format_json_quote_64bit_integers = 1'

export const CLICKHOUSE_MIGRATIONS = join(import.meta.dirname, '../../migrations/clickhouse')

/** Opens at the first use, so that a start is not slowed by an engine nobody has asked yet. */
export function openClickhouse(config: Pick<Config, 'clickhouseUrl' | 'dataDir'>): Clickhouse {
  let opened: Promise<Engine> | undefined
  const engine = () => {
    opened ??= open(config).catch((error: unknown) => {
      // The next caller tries again: the folder may be free by then, or the server up.
      opened = undefined
      throw unavailable(error)
    })
    return opened
  }
  return {
    query: async (sql, params) => (await engine()).query(sql, params),
    command: async (sql, params) => (await engine()).command(sql, params),
    insert: async (table, rows, token) => (await engine()).insert(table, rows, token),
    async ping() {
      try {
        await (await engine()).query('select 1 as one')
        return null
      } catch (error) {
        return (error as Error).message
      }
    },
    async close() {
      if (opened) await (await opened.catch(() => null))?.close()
    },
  }
}

function unavailable(error: unknown) {
  return refuse('kernel.clickhouse_unavailable', 503, {
    zh: `分析引擎暂不可用,其他功能不受影响:${(error as Error).message.slice(0, 200)}`,
    en: `The analytics engine is not available; everything else works: ${(error as Error).message.slice(0, 200)}`,
  })
}

interface Engine {
  query<T>(sql: string, params?: Readonly<Record<string, Param>>): Promise<T[]>
  command(sql: string, params?: Readonly<Record<string, Param>>): Promise<void>
  insert(table: string, rows: readonly object[], token: string): Promise<void>
  close(): Promise<void>
}

async function open(config: Pick<Config, 'clickhouseUrl' | 'dataDir'>): Promise<Engine> {
  const { createClient } = await import('@clickhouse/client')
  let clients: ClickHouseClient[]
  if (config.clickhouseUrl) {
    clients = [createClient({ url: config.clickhouseUrl, request_timeout: 120_000 })]
  } else {
    const { createChdbConnection } = await import('chdb/connection')
    const path = join(config.dataDir, 'clickhouse')
    mkdirSync(path, { recursive: true })
    clients = Array.from({ length: 1 + READERS }, () =>
      createClient({ connection: createChdbConnection({ path }) } as never),
    )
  }
  const engine = engineOver(clients)
  await migrateClickhouse(engine)
  return engine
}

function engineOver(clients: readonly ClickHouseClient[]): Engine {
  const writer = clients[0]!
  const readers = clients.length > 1 ? clients.slice(1) : clients
  let turn = 0
  const plain = (params?: Readonly<Record<string, Param>>) =>
    Object.fromEntries(
      Object.entries(params ?? {}).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? value.toString() : value,
      ]),
    )
  return {
    async query<T>(sql: string, params?: Readonly<Record<string, Param>>) {
      const reader = readers[(turn = (turn + 1) % readers.length)]!
      const result = await reader.query({
        query: `${sql}\n${FORMAT}`,
        query_params: plain(params),
        format: 'JSONEachRow',
      })
      return result.json<T>()
    },
    async command(sql, params) {
      await writer.command({ query: sql, query_params: plain(params) })
    },
    async insert(table, rows, token) {
      if (rows.length === 0) return
      const lines = rows
        .map((row) =>
          JSON.stringify(row, (_key, value: unknown) =>
            typeof value === 'bigint' ? value.toString() : value,
          ),
        )
        .join('\n')
      // Written as SQL text, because settings given beside a query stay set on an embedded session.
      await writer.command({
        query: `insert into ${table} settings insert_deduplication_token = '${token.replace(/[^\w:.-]/g, '_')}', async_insert = 0 format JSONEachRow\n${lines}`,
      })
    },
    close: async () => void (await Promise.all(clients.map((client) => client.close()))),
  }
}

async function migrateClickhouse(engine: Engine): Promise<void> {
  await engine.command(
    'create table if not exists migrations (version String, checksum String, applied_at DateTime default now()) engine = MergeTree order by version',
  )
  const applied = new Map(
    (
      await engine.query<{ version: string; checksum: string }>(
        'select version, checksum from migrations',
      )
    ).map(({ version, checksum }) => [version, checksum]),
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
    await engine.insert('migrations', [{ version: name, checksum }], `migration:${name}`)
  }
}
