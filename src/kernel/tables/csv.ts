// CSV in pieces. Written for speed and for saying where a quote was left open; both are things the usual
// parsers do not offer at once. Quotes are read as Excel reads them: they count at the start of a cell only,
// and what stands behind a closing quote belongs to the cell.
import { createReadStream } from 'node:fs'
import { unwrap } from './clean.ts'
import { openQuote, rowTooLong, MAX_COLUMNS } from './refusals.ts'
import { type Line, NONE } from './source.ts'
import { textDecoder } from './text.ts'

const QUOTE = 34

/** Longer than this without an end is no row. Excel allows 32,767 characters a cell. */
const MAX_RECORD = 8 * 1024 * 1024

export async function* csvLines(
  path: string,
  encoding: string,
  delimiter: string,
): AsyncGenerator<Line[]> {
  const decoder = textDecoder(encoding)
  const parser = csvParser(delimiter)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 17 })) {
    yield parser.push(decoder.write(chunk as Buffer))
  }
  yield parser.end(decoder.end())
}

export interface CsvParser {
  push(text: string): Line[]
  end(text: string): Line[]
}

export function csvParser(delimiter: string): CsvParser {
  let carry = ''
  let row = 0
  const parse = (given: string, final: boolean): Line[] => {
    // Old Mac programs end lines with CR alone; a CR at the end may belong to a CRLF cut in two.
    const torn = !final && given.endsWith('\r')
    const text = given.includes('\r')
      ? (torn ? given.slice(0, -1) : given).replace(/\r\n?/g, '\n')
      : given
    const lines: Line[] = []
    let at = 0
    let quote = 0
    while (at < text.length) {
      if (quote !== -1 && quote <= at) quote = text.indexOf('"', at)
      let end = text.indexOf('\n', at)
      let values: string[] | null
      if (quote === -1 || (end !== -1 && quote > end)) {
        if (end === -1 && !final) break
        if (end === -1) end = text.length
        values = plainCells(text, at, end, delimiter, row)
      } else {
        const record = quotedCells(text, at, delimiter, final, row)
        if (record === null) break
        values = record.values
        end = record.end
      }
      row += 1
      at = end + 1
      lines.push({ row, values, lossy: NONE })
    }
    carry = at < text.length ? text.slice(at) : ''
    if (carry.length > MAX_RECORD)
      throw carry.includes('"') ? openQuote(row + 1) : rowTooLong(row + 1)
    if (torn) carry += '\r'
    return lines
  }
  return {
    push: (text) => parse(carry + text, false),
    end: (text) => parse(carry + text, true),
  }
}

function plainCells(text: string, from: number, end: number, mark: string, row: number): string[] {
  const values: string[] = []
  let at = from
  for (;;) {
    const stop = text.indexOf(mark, at)
    if (stop === -1 || stop >= end) break
    values.push(unwrap(text.slice(at, stop)))
    at = stop + 1
    if (values.length > MAX_COLUMNS) throw rowTooLong(row + 1)
  }
  values.push(unwrap(text.slice(at, end)))
  return values
}

/** The record that begins at `from`, or null when its end has not arrived yet. */
function quotedCells(
  text: string,
  from: number,
  mark: string,
  final: boolean,
  row: number,
): { values: string[]; end: number } | null {
  const values: string[] = []
  let at = from
  let lineEnd = -1
  for (;;) {
    let cell = ''
    let rest = at
    if (text.charCodeAt(at) === QUOTE) {
      const closing = closingQuote(text, at, final)
      if (closing === null) {
        if (final) throw openQuote(row + 1)
        return null
      }
      cell = text.slice(at + 1, closing)
      if (cell.includes('"')) cell = cell.replaceAll('""', '"')
      rest = closing + 1
    }
    if (lineEnd < rest) {
      lineEnd = text.indexOf('\n', rest)
      if (lineEnd === -1 && !final) return null
      if (lineEnd === -1) lineEnd = text.length
    }
    const stop = text.indexOf(mark, rest)
    const isLast = stop === -1 || stop >= lineEnd
    const end = isLast ? lineEnd : stop
    values.push(unwrap(end > rest ? cell + text.slice(rest, end) : cell))
    if (values.length > MAX_COLUMNS) throw rowTooLong(row + 1)
    if (isLast) return { values, end }
    at = end + 1
  }
}

/** Where the quote opened at `at` closes; null when that cannot be told yet, or never happens. */
function closingQuote(text: string, at: number, final: boolean): number | null {
  let from = at + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1 || (quote + 1 === text.length && !final)) return null
    if (text.charCodeAt(quote + 1) !== QUOTE) return quote
    from = quote + 2
  }
}
