// Tables into the program: CSV, XLSX, XLS, HTML and ZIP as people and platforms really write them. Encoding,
// delimiter and header are found out, not asked for; ids wrapped against Excel are unwrapped; rows keep the number
// they have in the file, so that a refusal can be found again. INV: every line of a file is preamble, header,
// blank, row or footer (`counts`), or the file is refused; codes in tables/refusals.ts.
import type { Readable } from 'node:stream'
import { isBlank, unwrapName } from './tables/clean.ts'
import {
  findHeader,
  HEADER_SCAN_ROWS,
  type HeaderJudge,
  isTotal,
  opensTotals,
} from './tables/header.ts'
import { openSources } from './tables/open.ts'
import { empty, MAX_ROWS, tooManyRows } from './tables/refusals.ts'
import type { Ignored, Line, Source } from './tables/source.ts'

export { unwrap } from './tables/clean.ts'
export { MAX_COLUMNS, MAX_ROWS, MAX_UPLOAD_BYTES } from './tables/refusals.ts'

/**
 * One line of a table, in the order of `header`; it may be shorter, or longer where a file is ragged.
 * A value is a view on the text it was read from: what is kept beyond the pass should go through `detach`.
 */
export type Row = Line

export interface TableCounts {
  /** The number of the last line, as a spreadsheet shows it. */
  readonly lines: number
  readonly preamble: number
  readonly blank: number
  readonly rows: number
  readonly footers: number
}

export interface Table {
  /** The file it stands in; inside a ZIP with its folders. */
  readonly name: string
  readonly sheetName: string | null
  /** `utf-8`, `utf-16le`, `utf-16be`, `gb18030`, `xlsx`, `xls`. */
  readonly encoding: string
  readonly delimiter: string | null
  /** As a person counts; 0 when the caller named the columns of a file without a header. */
  readonly headerRow: number
  readonly header: readonly string[]
  /** What stands above the header, without blank lines. */
  readonly preamble: readonly (readonly string[])[]
  /** From the start, as often as wanted, one pass at a time. */
  rows(): AsyncIterable<Row>
  /** The same in batches, for a million rows. */
  batches(): AsyncIterable<readonly Row[]>
  /** Lines of totals and remarks seen by the last whole pass, to hold the rows against. */
  readonly footers: readonly Row[]
  /** Of the last whole pass; null before. lines = preamble + 1 header + blank + rows + footers. */
  readonly counts: TableCounts | null
}

export interface OpenOptions {
  /** The file's name as uploaded; a hint, the first bytes decide. */
  readonly name?: string
  readonly isHeader?: HeaderJudge
  /** The files have no header: these are their columns. */
  readonly columns?: readonly string[]
  /** In place of the general rules for totals and remarks. */
  readonly isFooter?: (values: readonly string[], isFirst: boolean) => boolean
}

export interface Tables {
  readonly tables: readonly Table[]
  /** What else the upload holds: pictures in a ZIP, hidden sheets. */
  readonly ignored: readonly Ignored[]
}

/** Everything tabular in one upload. Use within `await using`: the upload is spooled to disk meanwhile. */
export async function openTables(
  content: Readable,
  options: OpenOptions = {},
): Promise<Tables & AsyncDisposable> {
  const opened = await openSources(content, options.name ?? '')
  try {
    const tables: Table[] = []
    for (const source of opened.sources) {
      const table = await tableOf(source, options)
      if (table !== null) tables.push(table)
    }
    if (tables.length === 0) throw empty()
    return { tables, ignored: opened.ignored, [Symbol.asyncDispose]: opened.dispose }
  } catch (error) {
    await opened.dispose()
    throw error
  }
}

/** The first table of an upload, for where there is to be one. */
export async function openTable(
  content: Readable,
  options: OpenOptions = {},
): Promise<Table & AsyncDisposable> {
  const opened = await openTables(content, options)
  return Object.assign(opened.tables[0]!, {
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  })
}

/** Null when there is nothing but blanks. */
async function tableOf(source: Source, options: OpenOptions): Promise<Table | null> {
  const first = await peek(source)
  const given = options.columns
  const at = given === undefined ? findHeader(first, options.isHeader) : -1
  if (given === undefined ? at === -1 : first.every(({ values }) => isBlank(values))) return null
  const header = given ?? withoutTail(first[at]!.values.map(unwrapName))
  const headerRow = given === undefined ? first[at]!.row : 0
  const above = first.slice(0, Math.max(0, at)).filter(({ values }) => !isBlank(values))
  const pass: Pass = { footers: [], counts: null }
  const batches = () =>
    sorted(source.lines(), { headerRow, preamble: above.length, header, options, pass })
  return {
    name: source.name,
    sheetName: source.sheetName,
    encoding: source.encoding,
    delimiter: source.delimiter,
    headerRow,
    header,
    preamble: above.map(({ values }) => withoutTail(values)),
    batches,
    async *rows() {
      for await (const batch of batches()) yield* batch
    },
    get footers() {
      return pass.footers
    },
    get counts() {
      return pass.counts
    },
  }
}

async function peek(source: Source): Promise<Line[]> {
  const first: Line[] = []
  for await (const batch of source.lines()) {
    first.push(...batch.slice(0, HEADER_SCAN_ROWS - first.length))
    if (first.length >= HEADER_SCAN_ROWS) break
  }
  return first
}

/** Blank cells at the end of a line are commas somebody's export adds. */
function withoutTail(values: readonly string[]): readonly string[] {
  return values.slice(0, values.findLastIndex((cell) => cell !== '') + 1)
}

interface Pass {
  footers: readonly Row[]
  counts: TableCounts | null
}

interface Frame {
  readonly headerRow: number
  readonly preamble: number
  readonly header: readonly string[]
  readonly options: OpenOptions
  readonly pass: Pass
}

/** Tells rows from blanks and footers, and counts them all. */
async function* sorted(
  lines: AsyncIterable<readonly Line[]>,
  { headerRow, preamble, header, options, pass }: Frame,
): AsyncGenerator<readonly Row[]> {
  const footers: Row[] = []
  let rows = 0
  let last = headerRow
  let isTail = false
  const isFooter = (values: readonly string[]) => {
    if (options.isFooter) return options.isFooter(values, rows === 0)
    isTail ||= opensTotals(values)
    return isTail || isTotal(values, rows === 0, header.length)
  }
  for await (const batch of lines) {
    const kept: Row[] = []
    for (const line of batch) {
      if (line.row <= headerRow) continue
      last = line.row
      if (isBlank(line.values)) continue
      if (isFooter(line.values)) footers.push(line)
      else {
        rows += 1
        kept.push(line)
      }
    }
    if (rows > MAX_ROWS) throw tooManyRows()
    if (kept.length > 0) yield kept
  }
  const headers = headerRow === 0 ? 0 : 1
  const blank = last - preamble - headers - rows - footers.length
  pass.footers = footers
  pass.counts = { lines: last, preamble, blank, rows, footers: footers.length }
}

export interface NamedRow {
  readonly row: number
  readonly cells: Readonly<Record<string, string>>
}

const columnsOf = new WeakMap<readonly string[], readonly { name: string; index: number }[]>()

/** A row by column names, for refusals. Of two columns with one name the first counts: exports repeat names. */
export function cellsOf(
  table: Pick<Table, 'header'>,
  { values }: Pick<Row, 'values'>,
): Readonly<Record<string, string>> {
  const { header } = table
  let columns = columnsOf.get(header)
  if (!columns) {
    columns = header.flatMap((name, index) =>
      name !== '' && header.indexOf(name) === index ? [{ name, index }] : [],
    )
    columnsOf.set(header, columns)
  }
  return Object.fromEntries(columns.map(({ name, index }) => [name, values[index] ?? '']))
}

/** All rows by column names; an object a row, so for files of some thousand rows. */
export async function* namedRows(table: Table): AsyncGenerator<NamedRow> {
  for await (const line of table.rows()) yield { row: line.row, cells: cellsOf(table, line) }
}

/**
 * A copy of a value that is kept when its row is gone. V8 keeps the whole piece of a file alive for one text of 13
 * characters or more cut out of it.
 */
export const detach = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text).toString()
