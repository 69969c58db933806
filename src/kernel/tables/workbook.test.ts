import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { readTables, refusalOf } from '#test/tables.ts'
import { zipOf } from '#test/zip.ts'
import { kindOfFormat } from './numbers.ts'
import { unwrap } from './clean.ts'
import { sheetLines } from './sheet-lines.ts'

/** A workbook of one sheet by hand, as programs other than Excel write it. */
const byHand = (sheet: string, parts: Readonly<Record<string, string>> = {}) =>
  zipOf(
    Object.entries({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
      'xl/workbook.xml':
        '<workbook><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': sheet,
      ...parts,
    }).map(([name, content]) => ({ name, content })),
  )

const HEAD = '<row><c t="str"><v>甲</v></c><c t="str"><v>乙</v></c></row>'

describe('XLSX', () => {
  test('any texts and numbers come back as exceljs wrote them', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: -1e7, max: 1e7 }).map((cents) => cents / 100),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        async (rows) => {
          const book = new ExcelJS.Workbook()
          const sheet = book.addWorksheet('s')
          sheet.addRow(['a', 'b', 'c', 'd'])
          for (const row of rows) sheet.addRow([...row, '.'])
          const [table] = (
            await readTables(Buffer.from(await book.xlsx.writeBuffer()), { isFooter: () => false })
          ).tables
          const shown = (value: string | number) =>
            // What XML cannot hold, exceljs drops.
            // oxlint-disable-next-line no-control-regex -- control characters are exactly what is meant
            unwrap(String(value).replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, ''))
          assert.deepEqual(
            table?.all.map(({ values }) => [...values].slice(0, -1)),
            rows.map((row) => row.map(shown)),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a wrong dimension, a prefix, rich and inline text, cells without places', async () => {
    const [table] = (
      await readTables(
        byHand(
          `<x:worksheet><x:dimension ref="A1"/><x:cols><x:col min="1"/></x:cols><x:sheetData>
           <x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>货号</x:t></x:is></x:c><x:c r="C1" t="inlineStr"><x:is><x:r><x:t>数</x:t></x:r><x:r><x:rPr/><x:t>量</x:t></x:r></x:is></x:c></x:row>
           <x:row
 r="3"	spans="1:3"><x:c t="inlineStr"><x:is><x:t xml:space="preserve"> A&amp;1_x000D_ </x:t></x:is></x:c><x:c/><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>
           </x:sheetData></x:worksheet>`,
        ),
      )
    ).tables
    assert.deepEqual(table?.header, ['货号', '', '数量'])
    assert.deepEqual(table?.all, [{ row: 3, values: ['A&1', '', '2'], lossy: [] }])
  })

  test('ids that became numbers of more than 15 digits are marked, amounts and dates read as shown', async () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
      <numFmt numFmtId="177" formatCode="#,##0.00_);[Red]\\(#,##0.00\\)"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="22"/><xf numFmtId="177"/><xf numFmtId="21"/></cellXfs></styleSheet>`
    const [table] = (
      await readTables(
        byHand(
          `<worksheet><sheetData>${HEAD}<row><c><v>1234567890123456789</v></c><c><v>6901234567892</v></c><c><v>1.9000000000000001E-2</v></c>
          <c s="1"><v>45000</v></c><c s="2"><v>45000.351388888888</v></c><c s="3"><v>19.900000000000002</v></c><c s="4"><v>0.5</v></c></row></sheetData></worksheet>`,
          { 'xl/styles.xml': styles },
        ),
      )
    ).tables
    assert.deepEqual(table?.all[0], {
      row: 2,
      lossy: [0],
      values: [
        '1234567890123460000',
        '6901234567892',
        '0.019',
        '2023-03-15 00:00:00',
        '2023-03-15 08:26:00',
        '19.9',
        '12:00:00',
      ],
    })
  })

  test('formats that are dates, times and neither', () => {
    for (const code of ['yyyy-mm-dd', 'm/d/yy h:mm', '[$-804]yyyy"年"m"月";@', 'mmm-yy'])
      assert.equal(kindOfFormat(200, code), 'date', code)
    for (const code of ['h:mm:ss', '[h]:mm', 'mm:ss.0', 'h:mm AM/PM'])
      assert.equal(kindOfFormat(200, code), 'time', code)
    for (const code of [
      'General',
      '0.00',
      '#,##0',
      '"d"0',
      '[Red]0',
      '0.00E+00',
      '@',
      '¥#,##0.00',
      '0%',
    ])
      assert.equal(kindOfFormat(200, code), 'number', code)
    assert.equal(kindOfFormat(31, undefined), 'date')
  })

  test('a workbook that contradicts itself is refused, never read with holes', async () => {
    const sheet = (rows: string) =>
      byHand(`<worksheet><sheetData>${HEAD}${rows}</sheetData></worksheet>`)
    for (const [what, bytes] of Object.entries({
      'a text that is not there': sheet('<row><c t="s"><v>7</v></c></row>'),
      'rows out of order': sheet(
        '<row r="9"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>',
      ),
      'a cell in the blue': sheet('<row><c r="ZZZZ2"><v>1</v></c></row>'),
      'no end': byHand(`<worksheet><sheetData>${HEAD}`),
    })) {
      assert.equal((await refusalOf(bytes)).code, 'kernel.file_damaged', what)
    }
  })

  test('a slow reader holds the file back: rows do not pile up', async () => {
    let given = 0
    const pieces = Readable.from(
      (function* pieces() {
        yield Buffer.from('<worksheet><sheetData>')
        for (let row = 1; row <= 1000; row++) {
          given = row
          yield Buffer.from(`<row><c><v>${row}</v></c></row>`)
        }
        yield Buffer.from('</sheetData></worksheet>')
      })(),
      { highWaterMark: 1 },
    ) as AsyncIterable<Buffer>
    const shared = { count: 0, get: () => '' }
    const styles = { kindOf: () => 'number' as const, is1904: false }
    for await (const batch of sheetLines(pieces, shared, styles)) {
      await new Promise((done) => setImmediate(done))
      assert.ok(given - batch.at(-1)!.row < 10, `${given} given, ${batch.at(-1)!.row} taken`)
    }
    assert.equal(given, 1000)
  })
})
