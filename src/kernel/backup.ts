// Backup and restore over SQL, because the packaged PostgreSQL has no pg_dump. The schema is known from the
// migrations, so a backup is: which migrations, and every table by COPY, all in one repeatable-read snapshot
// taken while the program runs. Facts in ClickHouse are not in it; they are rebuilt from PostgreSQL.
//
// Format: gzip of lines. A JSON header; per table a JSON line {table, columns}, its COPY text, and a JSON line
// {table, rows, sha256}; sequences; and {end: true}. A table line begins with \x01, which COPY text cannot.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { refuse } from './errors.ts'
import { migrate, migrationFiles } from './migrate.ts'
import type { Services } from './services.ts'
import { now } from './time.ts'

const MARK = '\x01'

interface TableInfo {
  readonly table: string
  readonly columns: readonly string[]
}

/** The queue's own tables are left out: waiting work is in jobs.runs and is queued again after a restore. */
const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as table,
    array_agg(quote_ident(a.attname) order by a.attnum) filter (where a.attgenerated = '') as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')
    and format('%I.%I', n.nspname, c.relname) <> 'kernel.migrations'
  group by 1 order by 1`

export function backup(services: Pick<Services, 'pool'>): Readable {
  const lines = Readable.from(dump(services.pool))
  const packed = createGzip({ level: 6 })
  lines.on('error', (error) => packed.destroy(error))
  // Whoever reads may go away half way: the dump must not stand still with its transaction open.
  packed.on('close', () => lines.destroy())
  return lines.pipe(packed)
}

async function* dump(pool: pg.Pool): AsyncGenerator<Buffer> {
  const json = (value: unknown) => Buffer.from(`${MARK}${JSON.stringify(value)}\n`)
  const client = await pool.connect()
  let isWhole = false
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local statement_timeout = 0')
    const migrations = await client.query(
      'select version, checksum from kernel.migrations order by version',
    )
    yield json({
      format: 'millrace-backup',
      version: 1,
      takenAt: now().toISOString(),
      migrations: migrations.rows,
    })
    const { rows: tables } = await client.query<TableInfo>(TABLES)
    for (const { table, columns } of tables) {
      yield json({ table, columns })
      const hash = createHash('sha256')
      let rows = 0
      const copy = client.query(copyTo(`copy ${table} (${columns.join(', ')}) to stdout`))
      for await (const chunk of copy) {
        const bytes = chunk as Buffer
        hash.update(bytes)
        for (const byte of bytes) if (byte === 10) rows += 1
        yield bytes
      }
      yield json({ table, rows, sha256: hash.digest('hex') })
    }
    const sequences = await client.query(
      `select format('%I.%I', schemaname, sequencename) as sequence, last_value::text as value from pg_sequences
       where schemaname not in ('graphile_worker', 'public') and last_value is not null`,
    )
    yield json({ sequences: sequences.rows })
    await client.query('rollback')
    isWhole = true
    yield json({ end: true })
  } finally {
    // Broken off in the middle of a copy, the connection is of no further use.
    client.release(!isWhole)
  }
}

const damaged = (what: string) =>
  refuse('kernel.backup_damaged', 400, {
    zh: `备份文件损坏或不完整(${what}),没有恢复任何内容`,
    en: `The backup is damaged or incomplete (${what}); nothing was restored.`,
  })

/**
 * Restore into an empty database, all or nothing. Refused when the database holds accounts, when the
 * backup comes from a newer program, and when any table's rows or checksum differ.
 */
export async function restore(
  url: string,
  file: Readable,
): Promise<{ tables: number; rows: number }> {
  await migrate(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    const { rowCount } = await client.query('select 1 from access.users limit 1')
    if (rowCount !== 0) {
      throw refuse('kernel.restore_not_empty', 409, {
        zh: '目标数据库已有数据;请恢复到新的数据文件夹(MILLRACE_DATA)或空库',
        en: 'The database is not empty. Restore into a new data folder (MILLRACE_DATA) or an empty database.',
      })
    }
    const result = await load(client, file)
    await requeue(client)
    await client.query('commit')
    await client.end()
    return result
  } catch (error) {
    // An open COPY waits for more and would hold a polite goodbye for ever; without the connection the
    // server rolls back.
    hangUp(client)
    throw error
  }
}

function hangUp(client: pg.Client): void {
  client.on('error', () => {})
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  connection.stream.destroy()
}

async function load(client: pg.Client, file: Readable): Promise<{ tables: number; rows: number }> {
  // Foreign keys and append-only triggers judge single changes; a whole, checksummed copy needs neither.
  await client.query('set local session_replication_role = replica')
  const { rows: known } = await client.query<TableInfo>(TABLES)
  await client.query(`truncate ${known.map(({ table }) => table).join(', ')}`)
  let tables = 0
  let rows = 0
  let ended = false
  let open: {
    table: string
    write: (bytes: Buffer) => Promise<void>
    finish: () => Promise<void>
    hash: ReturnType<typeof createHash>
    rows: number
  } | null = null
  for await (const line of linesOf(file)) {
    if (line[0] !== 1) {
      if (open === null) throw damaged('rows outside a table')
      open.hash.update(line)
      open.rows += 1
      await open.write(line)
      continue
    }
    const said = parseMark(line)
    if ('format' in said) checkHeader(said)
    else if ('columns' in said)
      open = { ...openCopy(client, known, said), hash: createHash('sha256'), rows: 0 }
    else if ('sha256' in said && open !== null) {
      await open.finish()
      if (open.rows !== said['rows'] || open.hash.digest('hex') !== said['sha256'])
        throw damaged(open.table)
      tables += 1
      rows += open.rows
      open = null
    } else if ('sequences' in said)
      await setSequences(client, said['sequences'] as { sequence: string; value: string }[])
    else if ('end' in said) ended = true
  }
  if (!ended) throw damaged('end missing')
  return { tables, rows }
}

function parseMark(line: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(line.subarray(1).toString('utf8')) as Record<string, unknown>
  } catch {
    throw damaged('marks')
  }
}

function checkHeader(header: Record<string, unknown>): void {
  const ours = new Set(migrationFiles().map(({ version }) => version))
  const theirs = header['migrations'] as { version: string }[]
  const newer = theirs.find(({ version }) => !ours.has(version))
  if (header['format'] !== 'millrace-backup' || newer) {
    throw refuse('kernel.backup_newer', 400, {
      zh: '备份来自更新的程序版本;请先升级程序再恢复',
      en: 'The backup comes from a newer program. Upgrade before restoring.',
    })
  }
}

function openCopy(client: pg.Client, known: readonly TableInfo[], said: Record<string, unknown>) {
  const table = String(said['table'])
  const columns = said['columns'] as string[]
  const info = known.find((one) => one.table === table)
  // Names from a file go into SQL only when they are names this program knows.
  if (!info || columns.some((column) => !info.columns.includes(column))) throw damaged(table)
  const copy = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  let failed: Error | undefined
  copy.on('error', (error) => (failed = error))
  return {
    table,
    async write(bytes: Buffer) {
      if (failed) throw failed
      if (!copy.write(bytes)) await new Promise((resolve) => copy.once('drain', resolve))
    },
    finish: () =>
      new Promise<void>((resolve, reject) => {
        copy.once('finish', resolve)
        copy.once('error', reject)
        copy.end()
      }),
  }
}

async function setSequences(
  client: pg.Client,
  sequences: readonly { sequence: string; value: string }[],
) {
  for (const { sequence, value } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint)', [sequence, value])
  }
}

/** Work that waited when the backup was taken waits again. */
async function requeue(client: pg.Client): Promise<void> {
  await client.query(
    `select graphile_worker.add_job('run', json_build_object('id', id::text), max_attempts => max_attempts, job_key => id::text)
     from jobs.runs where status in ('waiting', 'running', 'retrying')`,
  )
  await renumberOutbox(client)
  await client.query(`update audit.entries set xid = '3'`)
}

/**
 * Transaction numbers belong to the old server, and every new one is larger than those made here. Only
 * the order of events and positions matters, so each becomes the number of positions not after it:
 * what a handler had passed stays passed, what waited for it waits again.
 */
async function renumberOutbox(client: pg.Client): Promise<void> {
  await client.query(
    `create temp table positions on commit drop as
     select xid, (3 + row_number() over (order by xid))::text::xid8 as now from (
       select from_xid as xid from outbox.cursors union
       select until_xid from outbox.cursors where until_xid is not null) as p`,
  )
  await client.query(
    `update outbox.events e
     set xid = coalesce((select max(p.now) from positions p where p.xid <= e.xid), '3'::xid8)`,
  )
  await client.query(
    `update outbox.cursors c set
       from_xid = (select p.now from positions p where p.xid = c.from_xid),
       until_xid = (select p.now from positions p where p.xid = c.until_xid)`,
  )
}

async function* linesOf(file: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of file.pipe(createGunzip())) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer)
      let start = 0
      for (let end = bytes.indexOf(10, start); end !== -1; end = bytes.indexOf(10, start)) {
        yield bytes.subarray(start, end + 1)
        start = end + 1
      }
      rest = bytes.subarray(start)
    }
  } catch (error) {
    if (/unexpected end|incorrect|invalid/i.test((error as Error).message))
      throw damaged('compression')
    throw error
  }
  if (rest.length > 0) throw damaged('cut off')
}
