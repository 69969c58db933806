// Tables out of the program: XLSX and CSV files that open in Excel and WPS with types, widths, a frozen
// header, and a sheet that says what the columns are and which filters were on.
import type { ColumnKind, ExportColumn } from './contract.ts'
import { formatYuan } from './money.ts'
import { addMs, instant, offsetMsAt } from './time.ts'

export interface SheetOptions {
  readonly format: 'xlsx' | 'csv'
  readonly lang: 'zh' | 'en'
  readonly title: string
  readonly filters: Readonly<Record<string, unknown>>
  /** Of the house. A spreadsheet knows no zones: times are written as its clocks show them, and the header says which. */
  readonly timeZone: string
  /** Whose file it is: name and address, first on the sheet that explains the columns. */
  readonly letterhead?: readonly string[]
}

type Row = Readonly<Record<string, unknown>>

export function sheetStream(
  rows: AsyncIterable<Row>,
  columns: readonly ExportColumn[],
  options: SheetOptions,
): AsyncIterable<Uint8Array> {
  return options.format === 'csv' ? csv(rows, columns, options) : xlsx(rows, columns, options)
}

/** Spreadsheets run cells that begin so; a quote in front makes them text. */
const FORMULA = /^[=+\-@\t\r]/

function plainText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object'
    ? JSON.stringify(value, (_key, inner: unknown) =>
        typeof inner === 'bigint' ? String(inner) : inner,
      )
    : String(value as string | number | bigint | boolean)
}

/** The wall clock of the house, as a spreadsheet holds it. */
function wallClock(value: unknown, timeZone: string): Date {
  const at = instant(value as string | Date)
  return addMs(at, offsetMsAt(at, timeZone))
}

/** `时间(Asia/Shanghai)`: whose clock the times below it are of. */
const headerOf = (column: ExportColumn, { lang, timeZone }: SheetOptions): string =>
  column.kind === 'instant' ? `${column[lang]}(${timeZone})` : column[lang]

function cellText(value: unknown, kind: ColumnKind, timeZone: string): string {
  if (value === null || value === undefined) return ''
  if (kind === 'instant')
    return wallClock(value, timeZone).toISOString().slice(0, 19).replace('T', ' ')
  if (kind === 'money') return formatYuan(BigInt(value as string | bigint)).replaceAll(',', '')
  const text = plainText(value)
  return kind === 'text' && FORMULA.test(text) ? `'${text}` : text
}

async function* csv(
  rows: AsyncIterable<Row>,
  columns: readonly ExportColumn[],
  options: SheetOptions,
): AsyncIterable<Uint8Array> {
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
  // The mark tells Excel that this is UTF-8.
  yield Buffer.from(`\uFEFF${line(columns.map((column) => headerOf(column, options)))}`)
  let buffer = ''
  for await (const row of rows) {
    buffer += line(columns.map(({ key, kind }) => cellText(row[key], kind, options.timeZone)))
    if (buffer.length < 65_536) continue
    yield Buffer.from(buffer)
    buffer = ''
  }
  if (buffer !== '') yield Buffer.from(buffer)
}

/** Beyond this a double no longer holds every 分, and the cell becomes text. */
const SAFE = 9_000_000_000_000n

function cellValue(
  value: unknown,
  kind: ColumnKind,
  timeZone: string,
): string | number | boolean | Date | null {
  if (value === null || value === undefined) return null
  switch (kind) {
    case 'money':
    case 'qty': {
      const exact = BigInt(value as string | bigint)
      const safe = exact < SAFE && exact > -SAFE
      if (kind === 'qty') return safe ? Number(exact) : exact.toString()
      return safe ? Number(exact) / 100 : formatYuan(exact)
    }
    case 'number':
      return Number(value)
    case 'boolean':
      return value === true
    case 'instant':
      return wallClock(value, timeZone)
    case 'date':
    case 'text':
      return cellText(value, 'text', timeZone)
  }
}

const NUMBER_FORMAT: Partial<Record<ColumnKind, string>> = {
  money: '#,##0.00',
  qty: '#,##0',
  instant: 'yyyy-mm-dd hh:mm',
}

/** Rows are held in memory: an export is at most 200,000 rows (kernel/lists.ts). */
async function* xlsx(
  rows: AsyncIterable<Row>,
  columns: readonly ExportColumn[],
  options: SheetOptions,
): AsyncIterable<Uint8Array> {
  const { lang, title, filters, timeZone, letterhead = [] } = options
  const { writeXlsx } = await import('hucre/xlsx')
  const body: (string | number | boolean | Date | null)[][] = []
  for await (const row of rows)
    body.push(columns.map(({ key, kind }) => cellValue(row[key], kind, timeZone)))
  const about = [
    ...letterhead.map((line) => [cellText(line, 'text', timeZone), '']),
    ...(letterhead.length > 0 ? [[]] : []),
    [lang === 'zh' ? '列' : 'Column', lang === 'zh' ? '类型' : 'Kind'],
    ...columns.map((column) => [column[lang], column.kind]),
    [],
    [lang === 'zh' ? '时间所用的时区' : 'Time zone of times', timeZone],
    [],
    [lang === 'zh' ? '筛选' : 'Filter', ''],
    ...Object.entries(filters).map(([name, value]) => [name, plainText(value)]),
  ]
  const file = await writeXlsx({
    sheets: [
      {
        name: title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31),
        // With rows as arrays the writer takes no header from the columns: it is the first row.
        columns: columns.map((column) => ({
          width: column.kind === 'text' ? 24 : 16,
          ...(NUMBER_FORMAT[column.kind] ? { numFmt: NUMBER_FORMAT[column.kind] } : {}),
        })),
        rows: [columns.map((column) => headerOf(column, options)), ...body],
        freezePane: { rows: 1 },
      },
      { name: lang === 'zh' ? '说明' : 'About', rows: about },
    ],
  } as never)
  yield file
}
