// Cells of report rows into drafts: figures by name, the days a row is about, and whatever else stands in it.
import { isDate } from '#kernel/time.ts'
import {
  type CellReader,
  type ImportFile,
  type ImportRow,
  isNothing,
  isPersonal,
} from '#modules/layouts'
import type { Figure } from './figures.ts'
import type { Value } from './store.ts'

/** Every figure of the row that is told. Counts and amounts below zero are no counts and go back. */
export function readFigures(cells: CellReader, figures: readonly Figure[]): Record<string, Value> {
  const values: Record<string, Value> = {}
  for (const { field, column, read } of figures) {
    const value = readOne(cells, field, read)
    if (typeof value === 'bigint' && value < 0n)
      cells.bad(field, '不能为负', 'must not be negative')
    else if (read === 'ppm' && typeof value === 'bigint' && value > 1_000_000n) {
      cells.bad(field, '不能超过 100%', 'must not exceed 100 %')
    } else if (value !== null && value !== '') values[column] = value
  }
  return values
}

function readOne(cells: CellReader, field: string, read: Figure['read']): Value {
  if (read === 'text') return cells.text(field)
  if (read === 'minor') return cells.minor(field)
  if (read === 'ppm') return cells.ratioPpm(field)
  if (read === 'count') return cells.count(field)
  // Seconds with decimals, kept to the hundredth: an average is weighted later.
  const hundredths = cells.minor(field)
  return hundredths === null ? null : hundredths * 10n
}

export interface Period {
  readonly from: string
  readonly to: string
}

const TOKEN = /(20\d{2})[-/._年]?(\d{1,2})[-/._月]?(\d{1,2})(?!\d)/g

/** The one or two dates in a text, in order; null when there is none, or no sensible pair. */
export function periodIn(text: string): Period | null {
  const dates = [...text.matchAll(TOKEN)].flatMap(([, year, month = '', day = '']) => {
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return isDate(date) ? [date] : []
  })
  const [from, to = from] = dates
  return dates.length > 2 || from === undefined || to === undefined || from > to
    ? null
    : { from, to }
}

/** The days of a row: its own date cell, else what the name of the file says. A problem when neither tells. */
export function periodOf(cells: CellReader, file: ImportFile): Period | null {
  const cell = cells.text('date')
  const isPair = /[~至]|\d\s+-\s+\d/.test(cell)
  if (cell !== '' && !isPair) {
    const day = cells.date('date')
    return day === null ? null : { from: day, to: day }
  }
  const period = periodIn(cell === '' ? file.fileName : cell)
  if (period === null) {
    cells.bad(
      'date',
      cell === ''
        ? '文件没有日期列,文件名里也没有日期;请把日期写进文件名,如 报表_2026-11-24.xlsx'
        : `应为日期或 起~止,这里是「${cell.slice(0, 40)}」`,
      cell === ''
        ? 'no date column, and no date in the file name; put it there: report_2026-11-24.xlsx'
        : `must be a date or from~to; it says “${cell.slice(0, 40)}”`,
    )
  }
  return period
}

const TOTAL = /^(总计|合计|全部|汇总|总和|total)/i

/** A row that sums the others, at the top or the bottom of a report. It is compared, never stored. */
export const isTotal = (row: ImportRow): boolean =>
  row.values.slice(0, 3).some((cell) => TOTAL.test(cell.trim()))

/** Cells of the columns that no figure is read from, under their header: nothing of a report is lost. */
export function moreOf(
  file: ImportFile,
  figures: readonly Figure[],
  others: readonly string[] = [],
): (row: ImportRow) => Record<string, string> {
  const used = new Set(
    [...figures.map(({ field }) => field), 'date', ...others].map((field) =>
      file.columns.get(field),
    ),
  )
  const rest = file.header.flatMap((header, at) =>
    used.has(at) || header.trim() === '' || isPersonal(header)
      ? []
      : [{ header: header.trim(), at }],
  )
  return (row) => {
    const more: Record<string, string> = {}
    for (const { header, at } of rest) {
      const cell = (row.values[at] ?? '').trim()
      if (!isNothing(cell)) more[header] = cell
    }
    return more
  }
}

/** The file with fields for headers we know in any report of its kind. */
export function withHeaders(file: ImportFile, known: Readonly<Record<string, string>>): ImportFile {
  const columns = new Map(file.columns)
  for (const [at, header] of file.header.entries()) {
    const field = known[header.trim()]
    if (field !== undefined && !columns.has(field)) columns.set(field, at)
  }
  return { ...file, columns, rows: () => file.rows() }
}

/** Adds up the figures of accepted rows, for comparison with what the file says in sum. */
export function addTotals(
  totals: Record<string, bigint>,
  values: Readonly<Record<string, Value>>,
  columns: readonly string[],
): void {
  for (const column of columns) {
    const value = values[column]
    if (typeof value !== 'bigint') continue
    const name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    totals[name] = (totals[name] ?? 0n) + value
  }
}

/** Null where the file names none: the table's own default then stands. */
export function currencyOf(cells: CellReader): string | null {
  const code = cells.text('currency').toUpperCase()
  const currency = code === 'RMB' || code === '人民币' ? 'CNY' : code
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) {
    cells.bad('currency', '应为三个字母,如 CNY', 'must be three letters such as CNY')
  }
  return currency === '' ? null : currency
}
