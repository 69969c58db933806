// The rows of one worksheet, in pieces and at the reader's pace. What the sheet says about its own size is
// not read at all: platforms write `A1` there.
import { StringDecoder } from 'node:string_decoder'
import { unwrap } from './clean.ts'
import { type Cell, numberText, serialText } from './numbers.ts'
import { damaged, MAX_COLUMNS } from './refusals.ts'
import { richText, type SharedTexts } from './shared-texts.ts'
import { type Line, NONE } from './source.ts'
import type { NumberStyles } from './workbook.ts'
import { decodeCellText, decodeXml } from './xml.ts'

const MAX_SHEET_ROWS = 1_048_576

/** Longer than any row of 16,384 cells should be. */
const MAX_ROW_TEXT = 64 * 1024 * 1024

interface Reader {
  readonly prefix: string
  readonly shared: SharedTexts
  readonly styles: NumberStyles
}

export async function* sheetLines(
  content: AsyncIterable<Buffer>,
  shared: SharedTexts,
  styles: NumberStyles,
): AsyncGenerator<Line[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let reader: Reader | null = null
  let row = 0
  let isOver = false
  for await (const chunk of content) {
    // Read to the end even so: the checksum is at the end.
    if (isOver) continue
    let text = rest + decoder.write(chunk)
    if (reader === null) {
      const start = /<(\w+:)?sheetData\s*(\/?)>/.exec(text)
      if (!start) {
        rest = text
        if (rest.length > MAX_ROW_TEXT) throw damaged('工作表没有数据区', 'the sheet has no data')
        continue
      }
      reader = { prefix: start[1] ?? '', shared, styles }
      isOver = start[2] === '/'
      text = text.slice(start.index + start[0].length)
    }
    const taken = takeRows(text, reader, row)
    row = taken.row
    rest = taken.rest
    isOver ||= taken.isOver
    if (rest.length > MAX_ROW_TEXT)
      throw damaged('工作表的一行过长', 'a row of the sheet is too long')
    if (taken.lines.length > 0) yield taken.lines
  }
  if (!isOver && reader !== null) throw damaged('工作表没有结束', 'the sheet has no end')
}

function takeRows(text: string, reader: Reader, lastRow: number) {
  const opening = `<${reader.prefix}row`
  const closing = `</${reader.prefix}row>`
  const ending = `</${reader.prefix}sheetData`
  const lines: Line[] = []
  let row = lastRow
  let at = 0
  for (;;) {
    const start = text.indexOf(opening, at)
    // Behind the data come `rowBreaks`. Looked for in the gap alone: to the end of the text it would take
    // longer than everything else.
    const gap = text.slice(at, start === -1 ? text.length : start)
    if (gap.includes(ending)) return { lines, row, rest: '', isOver: true }
    if (start === -1) return { lines, row, rest: gap.slice(-64), isOver: false }
    const head = text.indexOf('>', start)
    if (head === -1) return { lines, row, rest: text.slice(start), isOver: false }
    const given = attribute(text.slice(start, head), 'r')
    const number = given === '' ? row + 1 : Number(given)
    if (!Number.isInteger(number) || number <= row || number > MAX_SHEET_ROWS) {
      throw damaged(`工作表的行号 ${given} 有误`, `row number ${given} of the sheet is wrong`)
    }
    if (text[head - 1] === '/') {
      row = number
      at = head + 1
      continue
    }
    const close = text.indexOf(closing, head)
    if (close === -1) return { lines, row, rest: text.slice(start), isOver: false }
    row = number
    lines.push(readCells(text, head + 1, close, row, reader))
    at = close + closing.length
  }
}

function readCells(text: string, from: number, end: number, row: number, reader: Reader): Line {
  const opening = `<${reader.prefix}c`
  const closing = `</${reader.prefix}c>`
  const values: string[] = []
  let lossy: number[] | null = null
  let next = 0
  let at = from
  for (;;) {
    const start = text.indexOf(opening, at)
    if (start === -1 || start >= end) break
    const head = text.indexOf('>', start)
    const mark = text.charCodeAt(start + opening.length)
    // 32 blank, 62 `>`, 47 `/`: `<c …`, not `<cols`.
    if (mark !== 32 && mark !== 62 && mark !== 47 && mark > 13) {
      at = start + opening.length
      continue
    }
    const tag = text.slice(start, head)
    const column = columnOf(attribute(tag, 'r'), next, row)
    next = column + 1
    if (text.charCodeAt(head - 1) === 47) {
      at = head + 1
      continue
    }
    const close = text.indexOf(closing, head)
    if (close === -1 || close > end)
      throw damaged(`第 ${row} 行有未结束的单元格`, `row ${row} has a cell without an end`, { row })
    while (values.length < column) values.push('')
    const cell = readCell(tag, text, head, close, reader)
    values[column] = cell.text
    if (cell.isLossy) (lossy ??= []).push(column)
    at = close + closing.length
  }
  return { row, values, lossy: lossy ?? NONE }
}

/** The value of one attribute; '' when the tag has none. */
function attribute(tag: string, name: string): string {
  const at = tag.indexOf(` ${name}=`)
  if (at === -1) return /[\t\r\n]/.test(tag) ? attribute(tag.replace(/[\t\r\n]+/g, ' '), name) : ''
  const start = at + name.length + 3
  const end = tag.indexOf(tag[start - 1]!, start)
  return end === -1 ? '' : tag.slice(start, end)
}

function columnOf(reference: string, next: number, row: number): number {
  if (reference === '') return next
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) | 32
    if (code < 97 || code > 122) break
    column = column * 26 + code - 96
  }
  if (column < 1 || column > MAX_COLUMNS) {
    throw damaged(
      `第 ${row} 行的单元格位置 ${reference} 有误`,
      `cell ${reference} in row ${row} is nowhere`,
      { row },
    )
  }
  return column - 1
}

function readCell(tag: string, text: string, head: number, close: number, reader: Reader): Cell {
  const type = attribute(tag, 't')
  if (type === 'inlineStr') {
    return exact(richText(text.slice(head + 1, close), reader.prefix))
  }
  const value = valueOf(text, head + 1, close, reader.prefix)
  if (type === 's') return exact(value === '' ? '' : reader.shared.get(Number(value)))
  if (type === 'str') return exact(decodeCellText(value))
  if (type === 'b') return exact(/^(1|true)$/i.test(value) ? 'true' : value === '' ? '' : 'false')
  if (type === 'd')
    return exact(
      decodeXml(value)
        .replace('T', ' ')
        .replace(/(\.0+)?Z?$/, ''),
    )
  if (type === 'e') return exact(decodeXml(value))
  return number(decodeXml(value), Number(attribute(tag, 's') || '0'), reader.styles)
}

const exact = (text: string): Cell => ({ text: unwrap(text), isLossy: false })

function valueOf(text: string, from: number, to: number, prefix: string): string {
  const start = text.indexOf(`<${prefix}v`, from)
  if (start === -1 || start >= to) return ''
  const head = text.indexOf('>', start)
  if (head === -1 || head >= to || text[head - 1] === '/') return ''
  const end = text.indexOf(`</${prefix}v>`, head)
  return end === -1 || end > to ? '' : text.slice(head + 1, end)
}

function number(raw: string, style: number, styles: NumberStyles): Cell {
  const kind = styles.kindOf(style)
  if (kind === 'number' && raw.length <= 15) {
    // Already what Excel shows; an exponent is spelt out below.
    if (!/e/i.test(raw)) return { text: raw.trim(), isLossy: false }
  }
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return exact(raw)
  if (kind !== 'number') {
    const text = serialText(value, kind, styles.is1904)
    if (text !== null) return { text, isLossy: false }
  }
  return numberText(value)
}
