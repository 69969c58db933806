import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { AppError } from './errors.ts'
import { namedRows, openTable, type NamedRow, unwrap } from './table.ts'

async function read(bytes: Buffer | string) {
  await using table = await openTable(Readable.from([Buffer.from(bytes)]))
  const rows: NamedRow[] = []
  for await (const row of namedRows(table)) rows.push(row)
  return { header: table.header, encoding: table.encoding, rows }
}

const cells = async (bytes: Buffer | string) => (await read(bytes)).rows.map((row) => row.cells)

async function codeOf(bytes: Buffer | string): Promise<string> {
  try {
    await read(bytes)
  } catch (error) {
    assert.ok(error instanceof AppError, String(error))
    return error.code
  }
  return 'accepted'
}

async function workbook(rows: unknown[][]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('数据')
  for (const row of rows) sheet.addRow(row)
  return Buffer.from(await book.xlsx.writeBuffer())
}

const GOODS = [{ 编码: 'A1', 名称: '保温杯,大' }]

describe('tables from files', () => {
  test('UTF-8 with and without mark, GB18030, gzip: one content', async () => {
    const text = '编码,名称\r\nA1,"保温杯,大"\r\n'
    assert.deepEqual(await cells(text), GOODS)
    assert.deepEqual(await cells(`\uFEFF${text}`), GOODS)
    assert.deepEqual(await cells(iconv.encode(text, 'gb18030')), GOODS)
    assert.deepEqual(await cells(gzipSync(iconv.encode(text, 'gbk'))), GOODS)
    assert.deepEqual(await cells(iconv.encode(text, 'utf-16le')), GOODS)
    assert.deepEqual(await cells(iconv.encode(text, 'utf-16le', { addBOM: true })), GOODS)
    assert.deepEqual(await cells(iconv.encode(text, 'utf-16be', { addBOM: true })), GOODS)
    assert.equal((await read(iconv.encode(text, 'gb18030'))).encoding, 'gb18030')
  })

  test('tab, semicolon and bar as delimiters; CR alone ends lines', async () => {
    for (const mark of ['\t', ';', '|']) {
      assert.deepEqual(await cells(`编码${mark}名称\rA1${mark}"保温杯,大"\r`), GOODS, mark)
    }
  })

  test('a refusal can be found again: rows are numbered as in the file, blank ones counted', async () => {
    const { rows } = await read('a,b\n1,2\n\n3,"line\nbreak"\n5,6\n')
    assert.deepEqual(
      rows.map(({ row, cells: { a } }) => [row, a]),
      [
        [2, '1'],
        [4, '3'],
        [5, '5'],
      ],
    )
    const xlsx = await read(await workbook([['a'], ['x'], [], [], ['y']]))
    assert.deepEqual(
      xlsx.rows.map(({ row, cells: { a } }) => [row, a]),
      [
        [2, 'x'],
        [5, 'y'],
      ],
    )
  })

  test('ids wrapped against Excel are unwrapped', () => {
    for (const wrapped of ['="00123"', '\t00123', '`00123', '00123\t', ' 00123 ']) {
      assert.equal(unwrap(wrapped), '00123')
    }
    assert.equal(unwrap("'=1+1"), '=1+1')
    assert.equal(unwrap("'s Gravenhage"), "'s Gravenhage")
  })

  test('XLSX cells become the text a person sees', async () => {
    const bytes = await workbook([
      ['条码', '金额', '日期', '是否'],
      [6901234567892, 0.1 + 0.2, new Date('2026-11-24T00:00:00Z'), true],
      ['00123', 19.900000000000002, null, ''],
    ])
    assert.deepEqual(await cells(bytes), [
      { 条码: '6901234567892', 金额: '0.3', 日期: '2026-11-24 00:00:00', 是否: 'true' },
      { 条码: '00123', 金额: '19.9', 日期: '', 是否: '' },
    ])
  })

  test('of two columns with one name the first counts, nameless ones are left out', async () => {
    const { header, rows } = await read('a,,a,__proto__\n1,2,3,4\n')
    assert.deepEqual(header, ['a', '', 'a', '__proto__'])
    assert.deepEqual(Object.entries(rows[0]!.cells), [
      ['a', '1'],
      ['__proto__', '4'],
    ])
  })

  test('what cannot be read is refused by name', async () => {
    const book = await workbook([['a'], ['1'], ['2']])
    assert.equal(await codeOf(''), 'kernel.file_empty')
    assert.equal(await codeOf(' , \n'), 'kernel.file_empty')
    assert.equal(await codeOf(Buffer.from([0x61, 0xff, 0xff, 0x0a])), 'kernel.file_encoding')
    assert.equal(await codeOf('a,b\n1,\0\n'), 'kernel.file_binary')
    assert.equal(await codeOf(Buffer.from('d0cf11e0a1b11ae10000', 'hex')), 'kernel.file_cut_short')
    assert.equal(await codeOf(book.subarray(0, book.length / 2)), 'kernel.file_damaged')
    assert.equal(await codeOf(Buffer.from('PK\x03\x04nonsense')), 'kernel.file_damaged')
    assert.equal(await codeOf(book), 'accepted')
  })

  test('a quote that never ends is refused instead of swallowing the rest', async () => {
    assert.equal(await codeOf('a,b\n1,2\n3,"open\n5,6\n7,8\n'), 'kernel.file_open_quote')
    assert.equal(await codeOf('a,b\n1,5" pipe\n3,"say ""hi"""\n'), 'accepted')
  })

  test('a ZIP that says it unpacks to more than 1 GB is not unpacked', async () => {
    const book = await workbook([['a'], ['1']])
    const directory = book.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
    book.writeUInt32LE(0x7fffffff, directory + 24)
    assert.equal(await codeOf(book), 'kernel.file_unpacks_too_large')
  })

  test('any text comes back from quoted CSV, trimmed and with one kind of line end', async () => {
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (text) => {
        fc.pre(!text.includes('\0'))
        const [got] = await cells(`name,end\n${quote(text)},.\n`)
        assert.equal(got?.['name'], unwrap(text.replace(/\r\n?/g, '\n')))
      }),
      { numRuns: 60 },
    )
  })
})
