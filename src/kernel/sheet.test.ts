import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import ExcelJS from 'exceljs'
import type { ExportColumn } from './contract.ts'
import { sheetStream } from './sheet.ts'
import { namedRows, openTable } from './table.ts'

const COLUMNS: readonly ExportColumn[] = [
  { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
  { key: 'qty', zh: '数量', en: 'Quantity', kind: 'qty' },
  { key: 'cost', zh: '金额', en: 'Amount', kind: 'money' },
  { key: 'at', zh: '时间', en: 'When', kind: 'instant' },
]

const AT = '2026-11-24T01:02:03.000Z'

const ROWS = [
  { code: '=HYPERLINK("http://evil.example")', qty: 7n, cost: -1234567n, at: AT },
  { code: '00123', qty: null, cost: 9_000_000_000_000_000n, at: null },
  { code: '甲 "乙",\n<b>', qty: '12', cost: '5', at: AT },
]

function made(format: 'xlsx' | 'csv'): Promise<Buffer> {
  const rows = Readable.from(ROWS)
  return buffer(
    Readable.from(
      sheetStream(rows, COLUMNS, {
        format,
        lang: 'zh',
        title: 'SKU/清单',
        filters: { q: '杯' },
        timeZone: 'Asia/Shanghai',
      }),
    ),
  )
}

describe('tables to files', () => {
  test('XLSX holds typed cells, exact amounts, no formula, a frozen header and a second sheet', async () => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await made('xlsx')) as never)
    const sheet = book.worksheets[0]!
    assert.equal(sheet.name, 'SKU 清单')
    assert.deepEqual((sheet.getRow(1).values as unknown[]).slice(1), [
      '编码',
      '数量',
      '金额',
      '时间(Asia/Shanghai)',
    ])
    assert.equal(sheet.views[0]?.state, 'frozen')
    assert.equal(sheet.getCell('A2').type, ExcelJS.ValueType.String)
    assert.equal(sheet.getCell('A2').formula, undefined)
    assert.equal(sheet.getCell('A3').value, '00123')
    assert.equal(sheet.getCell('B2').value, 7)
    assert.equal(sheet.getCell('C2').value, -12345.67)
    assert.match(sheet.getCell('C2').numFmt, /0\.00/)
    assert.equal(sheet.getCell('C3').value, '90,000,000,000,000.00', 'no double holds this to a 分')
    // Ten past nine in Shanghai is what the cell shows; ExcelJS reads its digits as if they were UTC.
    assert.equal((sheet.getCell('D2').value as Date).toISOString(), '2026-11-24T09:02:03.000Z')
    assert.equal(sheet.getCell('A4').value, '甲 "乙",\n<b>')
    const about = book.worksheets[1]!
    assert.equal(about.name, '说明')
    assert.ok(about.getSheetValues().flat().includes('杯'), 'the filters that were on')
  })

  test('CSV opens in Excel: a mark, CRLF, quotes; formulas are text', async () => {
    const text = (await made('csv')).toString('utf8')
    assert.ok(text.startsWith('\uFEFF编码,数量,金额,时间(Asia/Shanghai)\r\n'))
    assert.ok(text.includes(`"'=HYPERLINK(""http://evil.example"")",7,-12345.67,`))
    assert.ok(text.includes('90000000000000.00'))
    assert.ok(text.includes(',-12345.67,2026-11-24 09:02:03\r\n'))
  })

  test('what was exported comes back in', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      await using table = await openTable(Readable.from([await made(format)]))
      const codes: unknown[] = []
      for await (const { cells } of namedRows(table)) codes.push(cells['编码'])
      assert.deepEqual(
        codes,
        ROWS.map(({ code }) => code),
        format,
      )
    }
  })
})
