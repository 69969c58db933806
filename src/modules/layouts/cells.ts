// Cells of platform files into values. Text only: no amount ever passes through a float.
import { MAX_MINOR, parseYuan } from '#kernel/money.ts'
import { fromWallClock, instant, isDate } from '#kernel/time.ts'
import type { CellProblem, ImportFile, ImportRow } from './importing.ts'

/** What exports write where there is nothing. */
const NOTHING = new Set(['', '-', '--', '/', '无', 'null', 'NULL', 'N/A', '\\N'])

export const isNothing = (text: string): boolean => NOTHING.has(text)

/** Yuan with up to eight decimals, rounded half away from zero to 分; platforms print averages so. */
export function parseMinor(text: string): bigint | null {
  const exact = parseYuan(text)
  if (exact !== null) return exact > MAX_MINOR || exact < -MAX_MINOR ? null : exact
  const match = /^([+-]?)(\d{1,13})\.(\d{3,8})$/.exec(text.replace(/[\s,¥£$€元]/g, ''))
  if (!match) return null
  const scaled = BigInt(match[2]!) * 1000n + BigInt(match[3]!.slice(0, 3))
  const minor = (scaled + 5n) / 10n
  return match[1] === '-' ? -minor : minor
}

export function parseCount(text: string): bigint | null {
  const match = /^([+-]?\d{1,12})(?:\.0*)?$/.exec(text.replaceAll(',', ''))
  return match ? BigInt(match[1]!) : null
}

/** `3.25%` or `0.0325` → millionths. */
export function parseRatioPpm(text: string): bigint | null {
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,10}))?(%?)$/.exec(text.replaceAll(',', ''))
  if (!match) return null
  const decimals = (match[3] ?? '').padEnd(10, '0').slice(0, 10)
  const tenBillionths = BigInt(match[2]!) * 10_000_000_000n + BigInt(decimals)
  const divisor = match[4] === '%' ? 1_000_000n : 10_000n
  const ppm = (tenBillionths + divisor / 2n) / divisor
  return match[1] === '-' ? -ppm : ppm
}

const ISO_CLOCK = /^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/
const CLOCK = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?$/
const two = (text: string) => text.padStart(2, '0')

/** What stands first in a date with the year last, where a layout or a person has said so. */
export type DateOrder = 'month_first' | 'day_first' | null

/**
 * Wall-clock text (`2026-11-24T08:05:00`) of the ways people and platforms write a time. Slashes with the year
 * last are read as `order` says; without it an ambiguous day is refused, not guessed.
 */
export function parseWallClock(text: string, order: DateOrder = null): string | null {
  // Nearly every export writes it so.
  if (ISO_CLOCK.test(text) && isDate(text.slice(0, 10)))
    return `${text.slice(0, 10)}T${text.slice(11)}`
  const plain = text
    .trim()
    .replace(/[年月]/g, '-')
    .replace(/日/, ' ')
    .replace(/时|点/, ':')
    .replace(/分(?=\d)/, ':')
    .replace(/[分秒]/, '')
    .replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
    .replace('T', ' ')
    .replace(/(Z|[+-]00:?00)$/, '')
  const [day = '', clock = '0:00', ...more] = plain.split(/\s+/).filter((part) => part !== '')
  if (more.length > 0) return null
  const date = dayOf(day, order)
  const time = CLOCK.exec(clock)
  if (!date || !time || !isDate(date)) return null
  const [, hour = '', minute = '', second = '0'] = time
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}`
}

function dayOf(text: string, order: DateOrder): string | null {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (yearFirst) return `${yearFirst[1]}-${two(yearFirst[2]!)}-${two(yearFirst[3]!)}`
  const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text)
  if (!yearLast) return null
  const [, a = '', b = '', year = ''] = yearLast
  if (order === 'month_first') return `${year}-${two(a)}-${two(b)}`
  if (order === 'day_first') return `${year}-${two(b)}-${two(a)}`
  if (Number(a) > 12) return `${year}-${two(b)}-${two(a)}`
  if (Number(b) > 12) return `${year}-${two(a)}-${two(b)}`
  return a === b ? `${year}-${two(a)}-${two(b)}` : null
}

/** Reads the fields of rows of one file and gathers what is wrong with each. */
export interface CellReader {
  /** Trimmed; '' where the file has no such field or nothing in it. */
  text(field: string): string
  has(field: string): boolean
  minor(field: string): bigint | null
  count(field: string): bigint | null
  ratioPpm(field: string): bigint | null
  /** An instant of the shop's wall clock. */
  instant(field: string): Date | null
  /** A business date, whatever time stands behind it. */
  date(field: string): string | null
  /** As `text`, but nothing is a problem. */
  required(field: string): string
  bad(field: string, zh: string, en: string): void
  readonly problems: readonly CellProblem[]
}

/** What every row of one file is read with. */
interface Reading {
  readonly file: ImportFile
  readonly order: 'month_first' | 'day_first' | null
  readonly instants: (wall: string) => Date
}

export function readerOf(file: ImportFile, timeZone: string): (row: ImportRow) => CellReader {
  const order =
    (['month_first', 'day_first'] as const).find((trait) => file.layout.traits.includes(trait)) ??
    null
  const reading = { file, order, instants: instantCache(timeZone) }
  return (row) => new RowCells(reading, row)
}

/** A class, because a million rows share its methods: closures of their own cost an import a third of its time. */
class RowCells implements CellReader {
  readonly problems: CellProblem[] = []
  readonly #reading: Reading
  readonly #row: ImportRow

  constructor(reading: Reading, row: ImportRow) {
    this.#reading = reading
    this.#row = row
  }

  text(field: string): string {
    const at = this.#reading.file.columns.get(field)
    const value = at === undefined ? '' : (this.#row.values[at] ?? '').trim()
    return isNothing(value) ? '' : value
  }

  has(field: string): boolean {
    return this.text(field) !== ''
  }

  minor(field: string): bigint | null {
    return this.#parsed(field, parseMinor, '应为金额', 'must be an amount')
  }

  count(field: string): bigint | null {
    return this.#parsed(field, parseCount, '应为整数', 'must be a whole number')
  }

  ratioPpm(field: string): bigint | null {
    return this.#parsed(field, parseRatioPpm, '应为比率', 'must be a rate')
  }

  instant(field: string): Date | null {
    const wall = this.#wall(
      field,
      '应为时间,如 2026-11-24 08:05:00',
      'must be a time such as 2026-11-24 08:05:00',
    )
    return wall === null ? null : this.#reading.instants(wall)
  }

  date(field: string): string | null {
    const wall = this.#wall(field, '应为日期,如 2026-11-24', 'must be a date such as 2026-11-24')
    return wall === null ? null : wall.slice(0, 10)
  }

  required(field: string): string {
    const value = this.text(field)
    if (value === '') this.bad(field, '必填', 'is required')
    return value
  }

  bad(field: string, zh: string, en: string): void {
    const { columns, header, layout } = this.#reading.file
    const at = columns.get(field)
    const column = at === undefined ? (layout.fields[field]?.[0] ?? field) : (header[at] ?? field)
    this.problems.push({ column, zh, en })
  }

  #wall(field: string, zh: string, en: string): string | null {
    const { order } = this.#reading
    return this.#parsed(field, (cell) => parseWallClock(cell, order), zh, en)
  }

  #parsed<T>(field: string, parse: (cell: string) => T | null, zh: string, en: string): T | null {
    const cell = this.text(field)
    if (cell === '') return null
    const value = parse(cell)
    if (value === null)
      this.bad(
        field,
        `${zh},这里是「${cell.slice(0, 40)}」`,
        `${en}; it says “${cell.slice(0, 40)}”`,
      )
    return value
  }
}

/** Rows of one file share minutes; Intl is slow, so the offset of an hour is asked once. */
function instantCache(timeZone: string): (wall: string) => Date {
  const hours = new Map<string, number>()
  return (wall) => {
    const hour = wall.slice(0, 13)
    let start = hours.get(hour)
    if (start === undefined) {
      // A zone changes its clock on the hour or half hour at most twice a year: only then ask every time.
      const first = fromWallClock(`${hour}:00:00`, timeZone).getTime()
      const last = fromWallClock(`${hour}:59:59`, timeZone).getTime()
      if (last - first !== 3_599_000) return fromWallClock(wall, timeZone)
      start = first
      if (hours.size < 50_000) hours.set(hour, start)
    }
    return instant(start + Number(wall.slice(14, 16)) * 60_000 + Number(wall.slice(17, 19)) * 1000)
  }
}
