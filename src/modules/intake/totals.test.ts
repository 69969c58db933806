// The file's own total line beside the sum of its rows, said before anything is imported.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { csv, type ImportDesk, importDesk } from '#test/drops.ts'

const HEADER = '日期,计划名称,花费,展现量,点击量,成交金额,成交订单数'
const ROWS = ['2026-11-20,双11,88.50,1000,20,300.00,3', '2026-11-21,双11,11.50,500,10,0,0']

describe('against the file’s own totals', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  test('equal in every column of money and of counts: shown, and nothing to look at', async () => {
    const run = await desk.dropOne(
      '对.csv',
      csv(HEADER, ...ROWS, '合计,,100.00,"1,500",30,300.00,3'),
      'shop=jd&dryRun=true',
    )
    assert.deepEqual([run.status, run.rowsRead, run.created], ['done', 2, 2])
    assert.deepEqual(run.ownTotals, [
      { column: '花费', theirs: '10000', ours: '10000', isMoney: true },
      { column: '展现量', theirs: '1500', ours: '1500', isMoney: false },
      { column: '点击量', theirs: '30', ours: '30', isMoney: false },
      { column: '成交金额', theirs: '30000', ours: '30000', isMoney: true },
      { column: '成交订单数', theirs: '3', ours: '3', isMoney: false },
    ])
    assert.deepEqual(
      run.warnings.filter(({ code }) => code === 'totals_differ'),
      [],
    )
  })

  test('unequal: to the 分, which column, and in plain words; the rows still go in', async () => {
    const run = await desk.dropOne(
      '差.csv',
      csv(HEADER, ...ROWS, '合计,,100.01,1500,30,280.00,3'),
      'shop=jd&dryRun=true',
    )
    assert.deepEqual(
      run.ownTotals.filter(({ theirs, ours }) => theirs !== ours),
      [
        { column: '花费', theirs: '10001', ours: '10000', isMoney: true },
        { column: '成交金额', theirs: '28000', ours: '30000', isMoney: true },
      ],
    )
    const told = run.warnings.find(({ code }) => code === 'totals_differ')
    assert.equal(
      told?.zh,
      '文件的合计行与各行之和对不上:花费 文件写 100.01、各行加起来 100.00,差 0.01;成交金额 文件写 280.00、各行加起来 300.00,差 -20.00。导入以各行为准;请确认文件没有缺行或被改过',
    )
    assert.match(
      told?.en ?? '',
      /花费: the file says 100\.01, its rows add up to 100\.00, difference 0\.01/,
    )
    assert.deepEqual([run.status, run.created], ['done', 2])
  })

  test('a total that is no number, or a file without one: nothing is compared', async () => {
    const words = await desk.dropOne(
      '无.csv',
      csv(HEADER, ...ROWS, '合计,,见附表,,,,'),
      'shop=jd&dryRun=true',
    )
    assert.deepEqual(words.ownTotals, [])
    const none = await desk.dropOne('没.csv', csv(HEADER, ...ROWS), 'shop=jd&dryRun=true')
    assert.deepEqual([none.ownTotals, none.created], [[], 2])
  })
})
