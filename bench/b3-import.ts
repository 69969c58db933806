// B3: a million order lines from CSV and 200,000 from XLSX, through the door everybody uses: uploaded over HTTP to the
// program, imported by its job, committed. Beside it, in the same database, COPY of what the import stored, into tables
// with the same keys and indexes. Every row must be accounted for, and the program must stay within its memory.
import assert from 'node:assert/strict'
import { createReadStream, createWriteStream, mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { type Program, startProgram } from '#test/program.ts'
import { peakMb } from './memory.ts'
import type { Benchmark } from './run.ts'
import { type Call, signUp } from './sign-up.ts'

const CSV_LINES = Number(process.env['BENCH_B3_LINES'] ?? 1_000_000)
const XLSX_LINES = Number(process.env['BENCH_B3_XLSX_LINES'] ?? 200_000)
const SKUS = 2000

export const HEADER = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
]

/** Lines of a shop: one to four a basket, each number once, the same every time. */
function* lines(count: number, firstNo: number): Generator<readonly (string | number)[]> {
  let no = firstNo
  let left = 1
  for (let n = 0; n < count; n++) {
    if (--left === 0) {
      no += 1
      left = 1 + (no % 4)
    }
    const sku = (n * 7919) % SKUS
    const day = String(1 + (no % 28)).padStart(2, '0')
    const minute = String(no % 60).padStart(2, '0')
    yield [
      no,
      `SKU${sku}`,
      `GOODS NUMBER ${sku} OF THE WORKS`,
      1 + (n % 5),
      `2026-10-${day} 10:${minute}:00`,
      `${1 + (sku % 90)}.${10 + (sku % 90)}`,
      10_000 + (no % 90_000),
      'United Kingdom',
    ]
  }
}

export async function writeCsv(path: string, count: number, firstNo: number): Promise<void> {
  const out = createWriteStream(path)
  out.write(`${HEADER.join(',')}\n`)
  let buffer = ''
  for (const line of lines(count, firstNo)) {
    buffer += `${line.join(',')}\n`
    if (buffer.length < 1 << 20) continue
    if (!out.write(buffer)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
    buffer = ''
  }
  out.end(buffer)
  await finished(out)
}

/** With a table of shared texts, as Excel and WPS write it. */
export async function writeXlsx(path: string, count: number, firstNo: number): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true })
  const sheet = book.addWorksheet('orders')
  sheet.addRow(HEADER).commit()
  for (const line of lines(count, firstNo)) sheet.addRow([...line]).commit()
  sheet.commit()
  await book.commit()
}

interface Run {
  readonly status: string
  readonly rowsRead: number
  readonly created: number
  readonly refused: number
  readonly problem: unknown
}

export async function importFile(
  call: Call,
  path: string,
  name: string,
  expected: number,
): Promise<{ readonly id: string; readonly seconds: number }> {
  const form = new FormData()
  form.append('file', await openAsBlob(path), name)
  const started = performance.now()
  const { id } = await call<{ id: string }>(
    'POST',
    '/api/intake/files?kind=orders&shop=BENCH&dryRun=false',
    form,
  )
  for (;;) {
    const run = await call<Run>('GET', `/api/intake/runs/${id}`)
    if (run.status === 'done') {
      assert.deepEqual([run.rowsRead, run.created, run.refused], [expected, expected, 0])
      return { id, seconds: (performance.now() - started) / 1000 }
    }
    assert.ok(['waiting', 'running'].includes(run.status), JSON.stringify(run.problem))
    await sleep(50)
  }
}

const TABLES = ['sales.orders', 'sales.order_versions', 'sales.order_lines'] as const

/** COPY of what is stored out to a file, and back into empty tables of the same shape: seconds of the way in. */
async function copyBaseline(client: pg.Client, dir: string): Promise<number> {
  await client.query('create schema bench')
  for (const table of TABLES) {
    const name = table.split('.')[1]!
    const { rows } = await client.query<{ columns: string }>(
      `select string_agg(quote_ident(attname), ',' order by attnum) as columns from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    )
    const columns = rows[0]!.columns
    await client.query(`create table bench.${name} (like ${table} including all)`)
    await pipeline(
      client.query(copyTo(`copy (select ${columns} from ${table}) to stdout`)),
      createWriteStream(join(dir, name)),
    )
    await client.query(`comment on table bench.${name} is '${columns}'`)
  }
  await client.query('checkpoint')
  const started = performance.now()
  await client.query('begin')
  for (const table of TABLES) {
    const name = table.split('.')[1]!
    const { rows } = await client.query<{ columns: string }>(
      `select obj_description('bench.${name}'::regclass) as columns`,
    )
    await pipeline(
      createReadStream(join(dir, name)),
      client.query(copyFrom(`copy bench.${name} (${rows[0]!.columns}) from stdin`)),
    )
  }
  await client.query('commit')
  const seconds = (performance.now() - started) / 1000
  await client.query('drop schema bench cascade')
  return seconds
}

/** The program's own server: it is running, so this only finds it. */
async function databaseOf({ dataDir }: Program): Promise<string> {
  const { url, attached } = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') })
  assert.ok(attached, 'the server of the program was found')
  return url
}

export const b3: Benchmark = {
  id: 'B3',
  title: 'Import order lines from CSV and XLSX over HTTP; against COPY of what the import stored',
  bar: 'at most 4 times COPY; RSS at most 512 MB; every row accounted for',
  sizes: { csvLines: CSV_LINES, xlsxLines: XLSX_LINES, skus: SKUS, fsync: 'on' },
  rounds: 3,
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'millrace-b3-'))
    const program = await startProgram({ dataDir: join(dir, 'data') })
    try {
      await writeCsv(join(dir, 'lines.csv'), CSV_LINES, 1_000_000)
      await writeXlsx(join(dir, 'lines.xlsx'), XLSX_LINES, 9_000_000)
      const call = await signUp(program)
      await call('POST', '/api/shops', {
        code: 'BENCH',
        name: 'Bench',
        currency: 'GBP',
        timeZone: 'Europe/London',
      })
      const { seconds: csvSeconds } = await importFile(
        call,
        join(dir, 'lines.csv'),
        'lines.csv',
        CSV_LINES,
      )
      const rssAfterCsvMb = peakMb(program.pid)
      const client = new pg.Client({ connectionString: await databaseOf(program) })
      await client.connect()
      const copySeconds = await copyBaseline(client, dir)
      await client.end()
      const { seconds: xlsxSeconds } = await importFile(
        call,
        join(dir, 'lines.xlsx'),
        'lines.xlsx',
        XLSX_LINES,
      )
      return {
        csvSeconds,
        csvLinesPerSecond: CSV_LINES / csvSeconds,
        copySeconds,
        timesCopy: csvSeconds / copySeconds,
        xlsxSeconds,
        xlsxLinesPerSecond: XLSX_LINES / xlsxSeconds,
        peakRssMb: rssAfterCsvMb,
        peakRssWithXlsxMb: peakMb(program.pid),
      }
    } finally {
      await program.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
