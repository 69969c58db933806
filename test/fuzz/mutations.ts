// Files that went wrong on their way: real ones, broken in every manner we have seen, from one seed.
import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { zipOf } from '#test/zip.ts'

export type Random = (below: number) => number

/** mulberry32: small, even enough, the same everywhere. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export interface Fixtures {
  readonly texts: readonly Buffer[]
  readonly sheets: readonly string[]
  readonly books: readonly Buffer[]
  readonly old: readonly Buffer[]
  readonly pages: readonly Buffer[]
}

const root = new URL('../../', import.meta.url)
const bytesOf = (path: string) => readFileSync(new URL(path, root))
const bill = (name: string) => bytesOf(`test/fixtures/bills/example-${name}`)

export async function loadFixtures(): Promise<Fixtures> {
  const retail = gunzipSync(bytesOf('samples/online-retail-2010-12.csv.gz')).subarray(0, 20_000)
  const lines = retail.toString().split('\n').slice(0, 40)
  const skus = bytesOf('samples/skus.csv')
  const wechat = bill('wechat-records.csv')
  const rows = lines.map((line) => line.replaceAll('"', '').split(','))
  const html = `<html><body><table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</table></body></html>`
  return {
    texts: [
      retail,
      skus,
      wechat,
      iconv.encode(wechat.toString(), 'gb18030'),
      bill('alipay-records.csv'),
      bill('icbc-debit-v1-records.csv'),
      bill('cmb-credit-records.csv'),
      iconv.encode(skus.toString(), 'utf-16le', { addBOM: true }),
      Buffer.from(rows.map((row) => row.join('\t')).join('\r')),
    ],
    sheets: [sheetXml(rows)],
    books: [await book(rows)],
    old: [bill('ccb-records.xls'), bill('spdb_debit-records.xls')],
    pages: [Buffer.from(html), iconv.encode(`${html}<p>合计</p>`, 'gbk')],
  }
}

async function book(rows: readonly string[][]): Promise<Buffer> {
  const made = new ExcelJS.Workbook()
  for (const name of ['一月', '二月']) {
    const sheet = made.addWorksheet(name)
    for (const row of rows)
      sheet.addRow(row.map((cell) => (/^\d{1,9}$/.test(cell) ? Number(cell) : cell)))
  }
  return Buffer.from(await made.xlsx.writeBuffer())
}

function sheetXml(rows: readonly string[][]): string {
  const letter = (column: number) => String.fromCharCode(65 + column)
  const cell = (text: string, row: number, column: number) =>
    `<c r="${letter(column)}${row + 1}" t="str"><v>${text.replace(/[<&]/g, '')}</v></c>`
  return `<worksheet><dimension ref="A1"/><sheetData>${rows
    .map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((text, column) => cell(text, row, column)).join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`
}

const bookOf = (sheet: string) =>
  zipOf(
    Object.entries({
      '_rels/.rels':
        '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="一" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': sheet,
    }).map(([name, content]) => ({ name, content })),
  )

type Mutation = (bytes: Buffer, random: Random) => Buffer

const splice = (bytes: Buffer, at: number, gone: number, put: Buffer | string) =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(put as string), bytes.subarray(at + gone)])

const inserting =
  (...what: readonly (string | Buffer)[]): Mutation =>
  (bytes, random) =>
    splice(bytes, random(bytes.length + 1), 0, what[random(what.length)] as Buffer)

const byLine =
  (change: (lines: string[], random: Random) => string[]): Mutation =>
  (bytes, random) =>
    Buffer.from(change(bytes.toString('latin1').split('\n'), random).join('\n'), 'latin1')

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => bytes.subarray(0, random(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random(bytes.length + 1)),
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    for (let left = 1 + random(20); left > 0 && copy.length > 0; left--)
      copy[random(copy.length)] = random(256)
    return copy
  },
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    if (copy.length > 0) {
      const at = random(copy.length)
      copy[at] = copy[at]! ^ (1 << random(8))
    }
    return copy
  },
  (bytes, random) => splice(bytes, random(bytes.length + 1), random(200), ''),
  (bytes, random) => {
    const at = random(bytes.length + 1)
    return splice(bytes, random(bytes.length + 1), 0, bytes.subarray(at, at + random(2000)))
  },
  byLine((lines, random) => lines.flatMap((line) => (random(5) === 0 ? [line, line] : [line]))),
  byLine((lines, random) => lines.toSorted(() => random(3) - 1)),
  byLine((lines, random) => lines.filter(() => random(4) > 0)),
  byLine((lines, random) => lines.map((line) => (random(6) === 0 ? `${line},,` : line))),
  byLine((lines, random) =>
    lines.map((line) => (random(9) === 0 ? line.replaceAll(',', ';') : line)),
  ),
  byLine((lines, random) => lines.map((line) => (random(9) === 0 ? `合计,${line}` : line))),
  inserting('"', '""', '",', ',"', '\n"'),
  inserting('\0', '\0\0\0\0'),
  inserting('\uFEFF', Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])),
  inserting('\r', '\r\r\n', '\n\n', '\n\r'),
  inserting(
    '保温杯',
    iconv.encode('保温杯', 'gbk'),
    Buffer.from([0x80]),
    Buffer.from([0xff, 0xff]),
  ),
  inserting('="', '=""00', '\t', '`', "'", '\u200b', '\u3000'),
  inserting(','.repeat(300), '\t'.repeat(300), '|', ';'.repeat(50)),
  inserting(
    '<table>',
    '</tr>',
    '<td>',
    '<?xml',
    '<!--',
    '&#x110000;',
    ']]>',
    '<row r="0">',
    '<c r="ZZZZZ1">',
  ),
  (bytes) => iconv.encode(bytes.toString(), 'gb18030'),
  (bytes) => Buffer.concat([bytes, iconv.encode(bytes.toString(), 'utf-16le')]),
]

/** What is broken, in which container, and once more outside it. */
export function mutated(fixtures: Fixtures, random: Random): { kind: string; bytes: Buffer } {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!
  const broken = (bytes: Buffer, times = 1 + random(3)) => {
    let result = bytes
    for (let left = times; left > 0; left--) result = pick(MUTATIONS)(result, random)
    return result
  }
  const dice = random(100)
  if (dice < 62) return { kind: 'text', bytes: broken(pick(fixtures.texts)) }
  if (dice < 76)
    return { kind: 'sheet', bytes: bookOf(broken(Buffer.from(pick(fixtures.sheets))).toString()) }
  if (dice < 86) return { kind: 'book', bytes: broken(pick(fixtures.books)) }
  if (dice < 92) {
    const parts = [0, 1, 2].map((index) => ({
      name: iconv.encode(`第${index}份.csv`, index === 0 ? 'gbk' : 'utf8'),
      content: random(3) === 0 ? broken(pick(fixtures.texts)) : pick(fixtures.texts),
      store: random(2) === 0,
    }))
    const zip = zipOf(parts)
    return { kind: 'zip', bytes: random(3) === 0 ? broken(zip, 1) : zip }
  }
  if (dice < 96) {
    const packed = gzipSync(broken(pick(fixtures.texts)))
    return { kind: 'gzip', bytes: random(2) === 0 ? broken(packed, 1) : packed }
  }
  if (dice < 98) return { kind: 'old', bytes: broken(pick(fixtures.old), 1) }
  return { kind: 'page', bytes: broken(pick(fixtures.pages)) }
}
