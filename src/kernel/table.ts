// Tables into the program: CSV and XLSX as people and platforms really write them. Encoding and delimiter
// are found out, not asked for; ids wrapped against Excel are unwrapped; rows keep the number they have in
// the file, so that a refusal can be found again.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises'
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
    if (await startsWith(plain, '\xd0\xcf\x11\xe0')) throw oldWorkbook()
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
          throw bomb()
        }
        yield chunk
      }
    },
    createWriteStream(out),
  )
  return out
}

const bomb = () =>
  refuse('kernel.file_unpacks_too_large', 413, {
    zh: '压缩文件解开后超过 1 GB,请拆分后再导入',
    en: 'The compressed file unpacks to more than 1 GB. Split it first.',
  })

const unreadable = () =>
  refuse('kernel.file_encoding', 400, {
    zh: '文件既不是 UTF-8 也不是 GB18030 编码的文本,请另存为 CSV(UTF-8)或 XLSX',
    en: 'The file is neither UTF-8 nor GB18030 text. Save it as CSV (UTF-8) or XLSX.',
  })

/** Both begin with the same container: the XLS of before 2007, and any workbook with a password. */
const oldWorkbook = () =>
  refuse('kernel.file_old_workbook', 400, {
    zh: '这是旧版 XLS 或加了密码的工作簿,请去掉密码并另存为 XLSX 后再导入',
    en: 'This is an old XLS or a workbook with a password. Remove the password and save it as XLSX.',
  })

const damaged = (reason: string) =>
  refuse('kernel.file_damaged', 400, {
    zh: `无法读取这个 XLSX 文件:${reason.slice(0, 120)}`,
    en: `This XLSX file cannot be read: ${reason.slice(0, 120)}`,
  })

const openQuote = (row: number) =>
  refuse(
    'kernel.file_open_quote',
    400,
    {
      zh: `第 ${row} 行有一个引号没有结束,后面的内容会被吞掉;请补上或删去引号`,
      en: `A quote opened in row ${row} never ends and would swallow what follows. Close or remove it.`,
    },
    { row },
  )

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
  return tableOf(parseCsv(path, encoding), encoding)
}

/** One line of cells with its number, as a person counts. */
interface Line {
  readonly row: number
  readonly values: readonly string[]
}

async function tableOf(lines: AsyncGenerator<Line>, encoding: string): Promise<Table> {
  const first = await lines.next()
  if (first.done) throw empty()
  const header = headerOf(first.value.values)
  return { header, encoding, rows: named(header, lines) }
}

async function* parseCsv(path: string, encoding: string): AsyncGenerator<Line> {
  const delimiter = await delimiterOf(path, encoding)
  const quotes = quoteWatch(delimiter)
  const text = Readable.from(decoded(path, encoding, quotes.see))
  const parser = text.pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter }))
  let row = 0
  for await (const line of parser) yield { row: (row += 1), values: line as string[] }
  if (quotes.openSince() !== null) throw openQuote(quotes.openSince() ?? row)
}

/** Papa reads on to the end of the file behind a quote that is never closed, and says nothing. */
function quoteWatch(delimiter: string) {
  let state: 'start' | 'plain' | 'quoted' | 'closing' = 'start'
  let row = 1
  let openedIn = 1
  const see = (text: string) => {
    for (const mark of text) {
      if (state === 'quoted') {
        if (mark === '"') state = 'closing'
        continue
      }
      if (state === 'closing' && mark === '"') state = 'quoted'
      else if (state === 'start' && mark === '"') {
        state = 'quoted'
        openedIn = row
      } else if (mark === delimiter) state = 'start'
      else if (mark === '\n') {
        state = 'start'
        row += 1
      } else if (state === 'start') state = 'plain'
    }
  }
  return { see, openSince: () => (state === 'quoted' ? openedIn : null) }
}

async function* decoded(
  path: string,
  encoding: string,
  see: (text: string) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let carry = ''
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const text = carry + decoder.decode(chunk as Buffer, { stream: true })
    // Old Mac programs end lines with CR alone; a CR at the end may belong to a CRLF cut in two.
    carry = text.endsWith('\r') ? '\r' : ''
    const plain = text.slice(0, text.length - carry.length).replace(/\r\n?/g, '\n')
    see(plain)
    yield plain
  }
  const rest = (carry + decoder.decode()).replace(/\r/g, '\n')
  see(rest)
  yield rest
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

/** The first sheet. Whatever the reader stumbles over, at the start or in the middle, is a damaged file. */
async function openXlsx(path: string): Promise<Table> {
  const { streamXlsxRows } = await import('hucre/xlsx')
  const bytes = await readFile(path)
  if (unpackedSize(bytes) > MAX_UNPACKED_BYTES) throw bomb()
  const lines = async function* (): AsyncGenerator<Line> {
    try {
      for await (const { index, values } of streamXlsxRows(bytes)) {
        yield { row: index + 1, values: values.map(cellOf) }
      }
    } catch (error) {
      throw damaged((error as Error).message)
    }
  }
  return tableOf(lines(), 'xlsx')
}

/** What the ZIP's directory says its parts unpack to; the reader itself stops at 2 GB a part. */
function unpackedSize(zip: Buffer): number {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > zip.length) throw damaged('no end of the ZIP archive')
  let at = zip.readUInt32LE(end + 16)
  let total = 0
  for (let left = zip.readUInt16LE(end + 10); left > 0 && at + 46 <= zip.length; left--) {
    total += zip.readUInt32LE(at + 24)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return total
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  // Excel itself shows 15 digits; the rest is noise of doubles (19.900000000000002).
  if (typeof value === 'number') return plainNumber(Number(value.toPrecision(15)))
  if (value instanceof Date)
    return value
      .toISOString()
      .replace('T', ' ')
      .replace(/\.000Z$/, '')
  return String(value as string | number | boolean)
}

/** Long ids stay digits: 1e21 is no barcode. */
function plainNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e21 ? BigInt(value).toString() : `${value}`
}

/** `="00123"`, a tab or a back-tick in front: ways exports keep Excel from eating an id;
 * a quote before a formula sign is how our own exports do it (kernel/sheet.ts). */
export function unwrap(text: string): string {
  const plain = text.replace(/^="(.*)"$/s, '$1')
  return plain
    .replace(/^'(?=[=+\-@\t\r])/, '')
    .replace(/^[\t`]+/, '')
    .trim()
}

function headerOf(cells: readonly string[]): string[] {
  const header = cells.map((cell) => unwrap(cell.replace(/^\uFEFF/, '')))
  if (header.every((cell) => cell === '')) throw empty()
  return header
}

async function* named(
  header: readonly string[],
  lines: AsyncIterable<Line>,
): AsyncGenerator<TableRow> {
  // Of two columns with one name the first counts: exports repeat names in their appendix.
  const columns = header.flatMap((name, index) =>
    name !== '' && header.indexOf(name) === index ? [{ name, index }] : [],
  )
  for await (const { row, values } of lines) {
    if (values.every((cell) => cell.trim() === '')) continue
    if (row > MAX_ROWS + 1) {
      throw refuse('kernel.too_many_rows', 413, {
        zh: `文件超过 ${MAX_ROWS} 行,请拆分后再导入`,
        en: `The file has more than ${MAX_ROWS} rows. Split it first.`,
      })
    }
    yield {
      row,
      cells: Object.fromEntries(
        columns.map(({ name, index }) => [name, unwrap(values[index] ?? '')]),
      ),
    }
  }
}
