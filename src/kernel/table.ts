// Tables into the program: CSV and XLSX as people and platforms really write them. Encoding and delimiter
// are found out, not asked for; ids wrapped against Excel are unwrapped; rows keep the number they have in
// the file, so that a refusal can be found again.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import Papa from 'papaparse'
import { refuse } from './errors.ts'

export interface TableRow {
  /** As a person counts in the file: the header is row 1. */
  readonly row: number
  readonly cells: Readonly<Record<string, string>>
}

export interface Table {
  readonly header: readonly string[]
  readonly encoding: string
  readonly rows: AsyncIterable<TableRow>
}

/** Mission: 1,000,000 rows in one file. */
export const MAX_ROWS = 1_000_000

/** A small file that unpacks to more than this is a bomb. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024

/**
 * Read a stored upload. `name` decides nothing but hints: the first bytes decide. Use within
 * `await using`, since compressed files are unpacked beside.
 */
export async function openTable(content: Readable): Promise<Table & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'millrace-table-'))
  const dispose = () => rm(dir, { recursive: true, force: true })
  try {
    const path = join(dir, 'upload')
    await pipeline(content, createWriteStream(path))
    const plain = await unpack(path)
    const table = (await startsWith(plain, 'PK')) ? await openXlsx(plain) : await openCsv(plain)
    return { ...table, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

async function startsWith(path: string, magic: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0)
    return buffer.toString('latin1') === magic
  } finally {
    await file.close()
  }
}

async function unpack(path: string): Promise<string> {
  if (!(await startsWith(path, '\x1f\x8b'))) return path
  const out = `${path}.plain`
  let size = 0
  await pipeline(
    createReadStream(path),
    createGunzip(),
    async function* limit(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        size += chunk.length
        if (size > MAX_UNPACKED_BYTES) {
          throw refuse('kernel.file_unpacks_too_large', 413, {
            zh: '压缩文件解开后超过 1 GB,请拆分后再导入',
            en: 'The compressed file unpacks to more than 1 GB. Split it first.',
          })
        }
        yield chunk
      }
    },
    createWriteStream(out),
  )
  return out
}

const unreadable = () =>
  refuse('kernel.file_encoding', 400, {
    zh: '文件既不是 UTF-8 也不是 GB18030 编码的文本,请另存为 CSV(UTF-8)或 XLSX',
    en: 'The file is neither UTF-8 nor GB18030 text. Save it as CSV (UTF-8) or XLSX.',
  })

const empty = () =>
  refuse('kernel.file_empty', 400, {
    zh: '文件里没有表头或数据',
    en: 'The file has no header or no rows.',
  })

/** Byte order mark, else strict UTF-8, else strict GB18030, judged on the whole file. */
async function detectEncoding(path: string): Promise<string> {
  for (const encoding of ['utf-8', 'gb18030']) {
    const decoder = new TextDecoder(encoding, { fatal: true })
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
        const text = decoder.decode(chunk as Buffer, { stream: true })
        if (text.includes('\0')) throw unreadable()
      }
      decoder.decode()
      return encoding
    } catch {
      // Not this one.
    }
  }
  throw unreadable()
}

async function openCsv(path: string): Promise<Table> {
  if ((await stat(path)).size === 0) throw empty()
  const encoding = await detectEncoding(path)
  const lines = parseCsv(path, encoding)
  const first = await lines.next()
  if (first.done) throw empty()
  const header = headerOf(first.value)
  return { header, encoding, rows: numbered(header, lines) }
}

async function* parseCsv(path: string, encoding: string): AsyncGenerator<string[]> {
  const text = Readable.from(decoded(path, encoding))
  const parser = text.pipe(
    Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter: await delimiterOf(path, encoding) }),
  )
  for await (const line of parser) yield line as string[]
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let carry = ''
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const text = carry + decoder.decode(chunk as Buffer, { stream: true })
    // Old Mac programs end lines with CR alone; a CR at the end may belong to a CRLF cut in two.
    carry = text.endsWith('\r') ? '\r' : ''
    yield text.slice(0, text.length - carry.length).replace(/\r\n?/g, '\n')
  }
  yield (carry + decoder.decode()).replace(/\r/g, '\n')
}

/** The candidate that cuts the first line into most cells. */
async function delimiterOf(path: string, encoding: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
    const line =
      new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead)).split(/[\r\n]/)[0] ?? ''
    const outside = line.replace(/"[^"]*"/g, '')
    const count = (mark: string) => outside.split(mark).length
    return [',', '\t', ';', '|'].toSorted((a, b) => count(b) - count(a))[0]!
  } finally {
    await file.close()
  }
}

async function openXlsx(path: string): Promise<Table> {
  const { streamXlsxRows } = await import('hucre/xlsx')
  const { readFile } = await import('node:fs/promises')
  let lines: AsyncGenerator<string[]>
  try {
    const source = streamXlsxRows(await readFile(path)) as AsyncIterable<{ values: unknown[] }>
    lines = (async function* () {
      for await (const { values } of source) yield values.map(cellOf)
    })()
    const first = await lines.next()
    if (first.done) throw empty()
    const header = headerOf(first.value)
    return { header, encoding: 'xlsx', rows: numbered(header, lines) }
  } catch (error) {
    if ((error as { code?: string }).code === 'kernel.file_empty') throw error
    throw refuse('kernel.file_damaged', 400, {
      zh: `无法读取这个 XLSX 文件:${(error as Error).message.slice(0, 120)}`,
      en: `This XLSX file cannot be read: ${(error as Error).message.slice(0, 120)}`,
    })
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date)
    return value
      .toISOString()
      .replace('T', ' ')
      .replace(/\.000Z$/, '')
  return String(value as string | number | boolean)
}

/** `="00123"`, a tab or a back-tick in front: three ways exports keep Excel from eating an id. */
export function unwrap(text: string): string {
  const plain = text.replace(/^="(.*)"$/s, '$1')
  return plain
    .replace(/^[\t`]+/, '')
    .replace(/\t+$/, '')
    .trim()
}

function headerOf(cells: readonly string[]): string[] {
  const header = cells.map((cell) => unwrap(cell.replace(/^\uFEFF/, '')))
  if (header.every((cell) => cell === '')) throw empty()
  return header
}

async function* numbered(
  header: readonly string[],
  lines: AsyncIterable<string[]>,
): AsyncGenerator<TableRow> {
  let row = 1
  for await (const line of lines) {
    row += 1
    if (line.every((cell) => cell === '')) continue
    if (row > MAX_ROWS + 1) {
      throw refuse('kernel.too_many_rows', 413, {
        zh: `文件超过 ${MAX_ROWS} 行,请拆分后再导入`,
        en: `The file has more than ${MAX_ROWS} rows. Split it first.`,
      })
    }
    yield {
      row,
      cells: Object.fromEntries(header.map((name, index) => [name, unwrap(line[index] ?? '')])),
    }
  }
}
