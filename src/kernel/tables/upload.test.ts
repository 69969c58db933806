import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { CFB } from '@e965/xlsx'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { readTables, refusalOf } from '#test/tables.ts'
import { zipOf } from '#test/zip.ts'
import { MAX_UPLOAD_BYTES, openTables } from '../table.ts'

async function workbook(sheets: Readonly<Record<string, unknown[][]>>, hidden?: string) {
  const book = new ExcelJS.Workbook()
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name, { state: name === hidden ? 'hidden' : 'visible' })
    for (const row of rows) sheet.addRow(row)
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

const UTF8_NAME = 0x800
const fixture = (name: string) =>
  createReadStream(new URL(`../../../test/fixtures/bills/example-${name}`, import.meta.url))

describe('uploads of several tables', () => {
  test('a ZIP: names in GBK, in UTF-8 with and without its flag, folders, rubbish, pictures', async () => {
    const { tables, ignored } = await readTables(
      zipOf([
        {
          name: iconv.encode('支付宝/账务明细.csv', 'gbk'),
          content: iconv.encode('订单编号,金额\n1,2\n', 'gbk'),
        },
        { name: '导出/订单.csv', content: '订单编号,数量\n7,8\n9,10\n', flags: UTF8_NAME },
        { name: '订单二.txt', content: 'a\tb\n1\t2\n', store: true },
        {
          name: 'deep/book.xlsx',
          content: await workbook({
            甲: [
              ['a', 'b'],
              [1, 2],
            ],
            乙: [
              ['c', 'd'],
              [3, 4],
            ],
          }),
        },
        { name: 'more.csv.gz', content: gzipSync('x,y\n5,6\n') },
        { name: '__MACOSX/._订单.csv', content: 'rubbish' },
        { name: '导出/.DS_Store', content: 'rubbish' },
        { name: '导出/', content: '', store: true },
        { name: '主图.png', content: '\x89PNG', flags: UTF8_NAME },
      ]),
    )
    assert.deepEqual(
      tables.map(({ name, sheetName, header, all }) => [
        name,
        sheetName,
        header.join(),
        all.length,
      ]),
      [
        ['支付宝/账务明细.csv', null, '订单编号,金额', 1],
        ['导出/订单.csv', null, '订单编号,数量', 2],
        ['订单二.txt', null, 'a,b', 1],
        ['deep/book.xlsx', '甲', 'a,b', 1],
        ['deep/book.xlsx', '乙', 'c,d', 1],
        ['more.csv', null, 'x,y', 1],
      ],
    )
    assert.deepEqual(
      ignored.map(({ name }) => name),
      ['主图.png'],
    )
  })

  test('a workbook: every sheet with content, hidden ones named and left out', async () => {
    const { tables, ignored } = await readTables(
      await workbook(
        {
          一月: [
            ['a', 'b'],
            [1, 2],
          ],
          空白: [],
          字典: [
            ['x', 'y'],
            [1, 2],
          ],
          二月: [['a', 'b']],
        },
        '字典',
      ),
      { name: '订单.xlsx' },
    )
    assert.deepEqual(
      tables.map(({ name, sheetName, all }) => [name, sheetName, all.length]),
      [
        ['订单.xlsx', '一月', 1],
        ['订单.xlsx', '二月', 0],
      ],
    )
    assert.deepEqual(
      ignored.map(({ name }) => name),
      ['订单.xlsx / 字典'],
    )
  })

  test('a ZIP that is encrypted, cut, altered or holds no table is refused, and says so', async () => {
    const good = zipOf([{ name: '表.csv', content: 'a,b\n1,2\n'.repeat(50) }])
    const codeOf = async (bytes: Buffer) => (await refusalOf(bytes)).code
    assert.equal(
      await codeOf(zipOf([{ name: 'a.csv', content: 'a,b\n', flags: 1 }])),
      'kernel.file_password',
    )
    assert.equal(await codeOf(good.subarray(0, good.length - 30)), 'kernel.file_damaged')
    assert.equal(await codeOf(good.subarray(0, 40)), 'kernel.file_damaged')
    const altered = Buffer.from(good)
    altered[44] = altered[44]! ^ 0xff
    assert.equal(await codeOf(altered), 'kernel.file_damaged')
    const nothing = await refusalOf(zipOf([{ name: '说明.pdf', content: '%PDF' }]))
    assert.equal(nothing.code, 'kernel.file_no_tables')
    assert.match(nothing.text.zh, /说明\.pdf/)
    for (const content of [
      Buffer.from('\x89PNG\r\n', 'latin1'),
      'a,b\n"1,2\n',
      `a,b\n${'1,2\n'.repeat(100_000)}"3`,
    ]) {
      const inside = await refusalOf(
        zipOf([
          { name: 'good.csv', content: 'a,b\n1,2\n' },
          { name: 'bad.csv', content },
        ]),
      )
      assert.match(inside.text.zh, /^bad\.csv:/)
    }
  })
})

describe('disguises', () => {
  test('XLS of Excel 97: two banks, with what stands above', async () => {
    const [spdb] = (await readTables(fixture('spdb_debit-records.xls'))).tables
    assert.deepEqual([spdb?.encoding, spdb?.headerRow, spdb?.all.length], ['xls', 2, 4])
    assert.deepEqual(spdb?.all[0]?.values.slice(0, 6), [
      '1',
      '2025/12/03  14:06:51',
      '网上支付-支付宝',
      '',
      '3.88',
      '1981.33',
    ])
    const [ccb] = (await readTables(fixture('ccb-records.xls'))).tables
    assert.deepEqual([ccb?.headerRow, ccb?.header[0], ccb?.all.length], [6, '记账日', 7])
    assert.deepEqual(ccb?.all[0]?.values.slice(3, 6), ['67', '0', '2176.91'])
  })

  test('HTML called .xls: GB2312, merged cells, long ids; XML of Excel 2003', async () => {
    const html = `<html><head><meta charset=gb2312></head><table border=1>
      <tr><th>订单编号</th><th>标题</th><th>金额</th></tr>
      <tr><td style="mso-number-format:'\\@'">1234567890123456789</td><td>杯&amp;盖<br>大</td><td>19.90</td></tr>
      <tr><td colspan=2>00012</td><td>3</td></tr></table></html>`
    const [table] = (await readTables(iconv.encode(html, 'gbk'), { name: '订单.xls' })).tables
    assert.deepEqual(table?.header, ['订单编号', '标题', '金额'])
    assert.deepEqual(
      table?.all.map(({ values }) => values),
      [
        ['1234567890123456789', '杯&盖\n大', '19.90'],
        ['00012', '', '3'],
      ],
    )
    const xml = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>
      <Row><Cell><Data ss:Type="String">货号</Data></Cell><Cell><Data ss:Type="String">数量</Data></Cell></Row>
      <Row><Cell><Data ss:Type="String">0012</Data></Cell><Cell><Data ss:Type="Number">5</Data></Cell></Row>
      </Table></Worksheet></Workbook>`
    const [old] = (await readTables(xml)).tables
    assert.deepEqual([old?.sheetName, old?.all[0]?.values], ['表', ['0012', '5']])
  })

  test('CSV and XLSX called .xls', async () => {
    const [csv] = (await readTables('a\tb\n1\t2\n', { name: 'x.xls' })).tables
    assert.deepEqual(csv?.all[0]?.values, ['1', '2'])
    const [xlsx] = (
      await readTables(
        await workbook({
          s: [
            ['a', 'b'],
            [1, 2],
          ],
        }),
        { name: 'x.xls' },
      )
    ).tables
    assert.equal(xlsx?.encoding, 'xlsx')
  })

  test('pictures, PDF, JSON, a login page under a table’s name are called what they are', async () => {
    const files: readonly (readonly [Buffer | string, RegExp])[] = [
      [Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /PNG/],
      [Buffer.from('ffd8ffe000104a464946', 'hex'), /JPEG/],
      ['%PDF-1.7\n%âãÏÓ', /PDF/],
      ['[{"a":1}]', /JSON/],
      ['<!DOCTYPE html><html><body>请登录</body></html>', /网页/],
      [zipOf([{ name: 'word/document.xml', content: '<w/>' }]), /Word/],
    ]
    for (const [bytes, name] of files) {
      const refusal = await refusalOf(bytes as Buffer)
      assert.equal(refusal.code, 'kernel.file_binary')
      assert.match(refusal.text.zh, name)
    }
  })

  test('a workbook with a password, an XLS cut short', async () => {
    const sealed = CFB.utils.cfb_new()
    CFB.utils.cfb_add(sealed, 'EncryptionInfo', Buffer.alloc(64))
    CFB.utils.cfb_add(sealed, 'EncryptedPackage', Buffer.alloc(8192))
    assert.equal(
      (await refusalOf(Buffer.from(CFB.write(sealed) as number[]))).code,
      'kernel.file_password',
    )
    const whole = await fixture('ccb-records.xls').toArray()
    const cut = Buffer.concat(whole as Buffer[]).subarray(0, 20_000)
    assert.equal((await refusalOf(cut)).code, 'kernel.file_cut_short')
  })
})

describe('what text cannot be', () => {
  test('a file that ends inside a character, two encodings in one', async () => {
    const text = Buffer.from('订单编号,名称\n1,保温杯大容量\n2,保温杯大容量')
    assert.equal((await refusalOf(text.subarray(0, -1))).code, 'kernel.file_cut_short')
    const mixed = await refusalOf(
      Buffer.concat([text, Buffer.from('\n'), iconv.encode('3,保温杯\n', 'gbk')]),
    )
    assert.deepEqual([mixed.code, mixed.details['row']], ['kernel.file_encoding', 4])
  })

  test('beyond 200 MB and beyond 1,000,000 rows', async () => {
    const chunk = Buffer.alloc(1 << 20, 'a,b\n')
    const large = Readable.from(
      Array.from({ length: MAX_UPLOAD_BYTES / chunk.length + 1 }, () => chunk),
    )
    assert.equal((await refusalOf(large)).code, 'kernel.file_too_large')
    await using upload = await openTables(Readable.from([Buffer.from('a,b\n'.repeat(1_000_002))]))
    await assert.rejects(
      async () => {
        for await (const _ of upload.tables[0]!.batches());
      },
      { code: 'kernel.too_many_rows' },
    )
  })
})
