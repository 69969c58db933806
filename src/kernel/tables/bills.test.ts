import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { cellsOf, openTable, type OpenOptions, type Row, type Table } from '../table.ts'

const BILLS = join(import.meta.dirname, '../../../test/fixtures/bills')

async function whole(table: Table): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of table.rows()) rows.push(row)
  return rows
}

/** Every line is exactly one thing. */
function assertClosed({ counts, headerRow }: Table): void {
  assert.ok(counts)
  const header = headerRow === 0 ? 0 : 1
  const { lines, preamble, blank, rows, footers } = counts
  assert.equal(preamble + header + blank + rows + footers, lines)
  assert.ok(blank >= 0)
}

async function read(content: Readable, options?: OpenOptions) {
  await using table = await openTable(content, options)
  const rows = await whole(table)
  assertClosed(table)
  return { ...table, counts: table.counts!, footers: table.footers, all: rows }
}

const bill = (name: string) => createReadStream(join(BILLS, `example-${name}`))
const text = (content: string) => Readable.from([Buffer.from(content)])

describe('what stands around a table', () => {
  test('Alipay: 24 lines of greeting in GB18030, tabs behind ids', async () => {
    const table = await read(bill('alipay-records.csv'))
    assert.equal(table.encoding, 'gb18030')
    assert.equal(table.headerRow, 25)
    assert.equal(table.preamble.length, 22)
    assert.equal(table.preamble[2]?.[0], '姓名：xx')
    assert.deepEqual(table.header.slice(0, 3), ['交易时间', '交易分类', '交易对方'])
    assert.equal(table.header.length, 12)
    assert.equal(table.counts.rows, 10)
    assert.equal(cellsOf(table, table.all[0]!)['金额'], '49.74')
    for (const { values } of table.all) assert.ok(values.every((cell) => cell === cell.trim()))
  })

  test('WeChat: preamble padded with commas, ids quoted with a tab behind', async () => {
    const table = await read(bill('wechat-records.csv'))
    assert.equal(table.headerRow, 17)
    assert.deepEqual(table.preamble[0], ['微信支付账单明细'])
    assert.equal(table.header.at(-1), '备注')
    assert.equal(cellsOf(table, table.all[0]!)['交易单号'], '3985734')
    assert.equal(table.delimiter, ',')
  })

  test('banks: narrow lines of keys and values above; the total below is no row', async () => {
    const icbc = await read(bill('icbc-debit-v1-records.csv'))
    assert.equal(icbc.headerRow, 7)
    assert.equal(icbc.header[0], '交易日期')
    assert.deepEqual(
      icbc.footers.map(({ values }) => values.filter((cell) => cell !== '')),
      [['人民币合计', '1,234.56', '9,876.54']],
    )
    const cmb = await read(bill('cmb-credit-records.csv'))
    assert.equal(cmb.headerRow, 2)
    assert.equal(cmb.counts.rows, 6)
  })

  test('totals, remarks and what follows them are footers; an order named #1001 is a row', async () => {
    const shopify = await read(text('Name,Email,Total\n#1001,a@b.c,5\n#1002,,6\n'))
    assert.equal(shopify.counts.rows, 2)
    const alipay = await read(
      text(
        '#支付宝账务明细查询\n#账号：[2088]\n账务流水号,业务流水号,金额\n1,2,3\n#-----列表结束-----\n#支出合计：1笔，共-3元\n',
      ),
    )
    assert.equal(alipay.headerRow, 3)
    assert.deepEqual(
      alipay.footers.map(({ row }) => row),
      [5, 6],
    )
    const wechat = await read(
      text(
        '交易时间,订单号,金额\n`2026-11-01,`1,`2\n总交易单数,应结订单总金额,退款总金额\n`1,`2,`0\n',
      ),
    )
    assert.equal(wechat.counts.rows, 1)
    assert.deepEqual(wechat.footers[1]?.values, ['1', '2', '0'])
  })

  test('a total in the first line (生意参谋) is a footer; the same word further down is a value', async () => {
    const table = await read(text('终端,访客数\n全部,30\nPC,10\n无线,20\n全部,0\n'))
    assert.deepEqual(
      table.all.map(({ row }) => row),
      [3, 4, 5],
    )
    assert.deepEqual(table.footers, [{ row: 2, values: ['全部', '30'], lossy: [] }])
  })

  test('the caller may know the header, or that there is none', async () => {
    const content = '说明,请勿修改,否则导入失败\n货号,数量\nA,1\n'
    const told = await read(text(content), { isHeader: (cells) => cells.includes('货号') })
    assert.deepEqual([told.headerRow, told.header], [2, ['货号', '数量']])
    const bare = await read(text('1,2,pv\n3,4,buy\n'), { columns: ['user', 'item', 'kind'] })
    assert.equal(bare.counts.rows, 2)
    assert.deepEqual(cellsOf(bare, bare.all[1]!), { user: '3', item: '4', kind: 'buy' })
    assert.equal(bare.headerRow, 0)
  })

  test('a table is read as often as wanted', async () => {
    await using table = await openTable(text('a,b\n1,2\n\n3,4\n'))
    assert.deepEqual(await whole(table), await whole(table))
    assert.deepEqual(table.counts, { lines: 4, preamble: 0, blank: 1, rows: 2, footers: 0 })
  })
})
