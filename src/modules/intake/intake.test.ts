// The import centre over HTTP, on real databases: every layout, every kind of bad input, and nothing lost.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { CFB } from '@e965/xlsx'
import {
  counts,
  csv,
  fixture,
  type ImportDesk,
  importDesk,
  RETAIL,
  retail,
  zip,
} from '#test/drops.ts'
import { REASON_HEADER } from '#modules/layouts'

describe('the import centre', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  describe('files of every platform', () => {
    test('dropped together, each goes to its shop by itself; what was tried is what is imported', async () => {
      const tried = await desk.drop([
        fixture('taobao-ExportOrderList202611201605.csv'),
        fixture('taobao-ExportOrderDetailList202611201605.csv'),
        fixture('jd-orders.csv'),
        fixture('pdd-orders.csv'),
        fixture('douyin-orders.csv'),
        fixture('kuaishou-orders.csv'),
        fixture('wechat-orders.csv'),
        fixture('xiaohongshu-orders.csv'),
      ])
      assert.deepEqual(
        tried.map(({ layout, shopCode, status }) => [layout, shopCode, status]),
        [
          ['taobao.ExportOrderList', 'taobao', 'done'],
          ['taobao.ExportOrderDetailList', 'taobao', 'done'],
          ['jd.jd_order_csv', 'jd', 'done'],
          ['pdd.pdd_order_default', 'pdd', 'done'],
          ['douyin.douyin_order', 'douyin', 'done'],
          ['kuaishou.ks_order', 'kuaishou', 'done'],
          ['wechat_shop.wx_order', 'wechat_shop', 'done'],
          ['xiaohongshu.xhs_order', 'xiaohongshu', 'done'],
        ],
      )
      assert.equal(await desk.countOf('select count(*) as n from sales.orders'), '0')
      assert.equal(tried[0]!.snapshotAt, '2026-11-20T08:05:00.000Z')
      const done = await desk.commit(tried[0]!.batchId)
      assert.deepEqual(done.map(counts), tried.map(counts))
      assert.deepEqual(
        done.map(({ refused }) => refused),
        done.map(() => 0),
      )
      assert.equal(await desk.countOf('select count(*) as n from sales.orders'), '17')
      const again = await desk.drop(
        [fixture('jd-orders.csv'), fixture('pdd-orders.csv')],
        'dryRun=false',
      )
      assert.deepEqual(
        again.map(({ created, updated }) => [created, updated]),
        [
          [0, 0],
          [0, 0],
        ],
      )
    })

    test('a ZIP with Chinese names, an unread picture in it, and bills that are parked', async () => {
      const gbk = Buffer.from([0xb6, 0xa9, 0xb5, 0xa5, 0x2e, 0x63, 0x73, 0x76])
      const bill = csv(
        '流水单号,记账时间,动帐类型,收支类型,收支金额',
        '1,2026-11-01 10:00:00,结算,收入,1.00',
      )
      const runs = await desk.drop([
        [
          '打包.zip',
          zip([
            [gbk, Buffer.from(fixture('pdd-orders.csv')[1])],
            ['b.csv', Buffer.from(bill)],
            ['c.png', Buffer.from('x')],
          ]),
        ],
      ])
      assert.deepEqual(
        runs.map(({ tableName, status }) => [tableName, status]),
        [
          ['订单.csv', 'done'],
          ['b.csv', 'parked'],
        ],
      )
      assert.ok(
        runs[0]!.warnings.some(({ code, en }) => code === 'ignored' && en.includes('c.png')),
      )
      assert.equal(runs[1]!.rowsTotal, 1)
    })
  })

  describe('bad input', () => {
    const code = async (
      name: string,
      content: string | Uint8Array<ArrayBuffer>,
      query = 'shop=UK',
    ) => {
      const run = await desk.dropOne(name, content, query)
      assert.equal(run.status, 'refused', JSON.stringify(run))
      return run.problem!.code
    }

    test('a truncated ZIP, a locked workbook, a picture called .csv: refused by name, nothing saved', async () => {
      const whole = zip([['a.csv', Buffer.from(csv(RETAIL, retail(700001)))]])
      assert.match(
        await code('a.zip', whole.slice(0, whole.length - 30)),
        /^kernel\.file_(damaged|cut_short)$/,
      )
      const png = new Uint8Array([
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
      ])
      assert.equal(await code('订单.csv', png), 'kernel.file_binary')
      const locked = CFB.utils.cfb_new()
      CFB.utils.cfb_add(locked, 'EncryptionInfo', Buffer.alloc(64))
      CFB.utils.cfb_add(locked, 'EncryptedPackage', Buffer.alloc(8192))
      const sealed = new Uint8Array(CFB.write(locked) as number[])
      assert.equal(await code('锁.xlsx', sealed), 'kernel.file_password')
      assert.equal(await code('空.csv', ''), 'kernel.file_empty')
    })

    test('0 rows, a missing column, a kind nobody reads yet, two layouts in one file', async () => {
      assert.equal(await code('a.csv', csv(RETAIL)), 'intake.no_rows')
      assert.equal(
        await code('a.csv', csv('InvoiceNo,StockCode,Quantity,InvoiceDate', '1,2,3,2010-12-01')),
        'intake.columns_missing',
      )
      const two = csv(
        RETAIL,
        retail(700002),
        '订单号,商家实收金额(元),样式ID,商品数量(件),订单成交时间',
        '1,2,3,4,5',
      )
      const run = await desk.dropOne('a.csv', two, 'shop=UK')
      assert.equal(run.problem?.code, 'intake.two_layouts')
      assert.match(run.problem!.en, /Row 3 /)
      const joined = await desk.dropOne(
        'a.csv',
        csv(RETAIL, retail(700003), RETAIL, retail(700004)),
        'shop=UK',
      )
      assert.deepEqual(counts(joined), [3, 2, 0, 0, 1])
    })

    test('10/2/2017 is refused until somebody says what comes first; then the same file goes in', async () => {
      const file = csv(
        '订单号,商品ID,商品名称,订购数量,京东价,下单帐号,下单时间,应付金额,订单状态',
        '990000000001,1,杯,1,10.00,a,10/2/2017 10:56,10.00,完成',
        '990000000002,1,杯,1,10.00,a,25/2/2017 10:56,10.00,完成',
      )
      const run = await desk.dropOne('jd.csv', file)
      assert.deepEqual(counts(run), [2, 1, 0, 0, 1])
      const told = run.warnings.find(({ code: at }) => at === 'dates_unclear')
      assert.match(told!.en, /day first/)
      const said = await desk.owner.send('PUT', `/api/intake/runs/${run.id}`, {
        dateOrder: 'day_first',
      })
      assert.equal(said.status, 200)
      const [again] = await desk.runsOf(run.batchId)
      assert.deepEqual(counts(again!), [2, 2, 0, 0, 0])
      const [done] = await desk.commit(run.batchId)
      assert.deepEqual(counts(done!), [2, 2, 0, 0, 0])
      assert.equal(
        await desk.countOf(
          `select ordered_on::text as n from sales.orders where platform_no = '990000000001'`,
        ),
        '2017-02-10',
      )
    })

    test('a file of another shop, of another platform, or of a shop that calls itself otherwise', async () => {
      await desk.owner.post('/api/shops', { code: 'PDD2', name: '拼多多二店', platform: 'pdd' })
      const [name, content] = fixture('pdd-orders.csv')
      const run = await desk.dropOne(name, content, 'shop=PDD2')
      assert.equal(run.problem?.code, 'intake.wrong_shop')
      await desk.owner.send('PUT', `/api/intake/runs/${run.id}`, { shopConfirmed: true })
      assert.equal((await desk.runsOf(run.batchId))[0]!.status, 'done')
      assert.equal(await code(name, content, 'shop=jd'), 'intake.wrong_platform')
      // Two shops of one platform: the orders say which.
      assert.equal((await desk.dropOne(name, content)).shopCode, 'pdd')
      const fresh = Buffer.from(content).toString().replaceAll('261118-1', '261117-9')
      const asked = await desk.dropOne('新.csv', fresh)
      assert.deepEqual([asked.status, asked.needs?.ask], ['needs_answer', 'shop'])
      await desk.owner.send('PUT', `/api/intake/runs/${asked.id}`, { shop: 'PDD2' })
      assert.deepEqual(
        (await desk.runsOf(asked.batchId)).map(({ status, shopCode }) => [status, shopCode]),
        [['done', 'PDD2']],
      )
    })

    test('negative and huge amounts, ids that Excel has rounded: refused by row and column', async () => {
      const head =
        '主订单编号,子订单编号,选购商品,商品数量,商品单价,订单应付金额,订单提交时间,订单状态'
      const run = await desk.dropOne(
        'd.csv',
        csv(
          head,
          '1,11,杯,1,-5.00,-5.00,2026-11-01 10:00:00,已完成',
          '2,22,杯,1,9999999999.00,9999999999.00,2026-11-01 10:00:00,已完成',
          '3,33,杯,1,5.00,5.00,2026-11-01 10:00:00,已完成',
        ),
        'shop=douyin',
      )
      assert.deepEqual(counts(run), [3, 1, 0, 0, 2])
      const { body } = await desk.owner.get<{ items: { row: number; column: string }[] }>(
        `/api/intake/runs/${run.id}/refusals`,
      )
      assert.deepEqual([...new Set(body.items.map(({ row }) => row))], [2, 3])
    })

    test('INV-INTAKE-3: errors without end come back whole, are counted exactly and are sealed', async () => {
      const rows = Array.from({ length: 30_000 }, (_, n) => retail(800_000 + n, 'yesterday'))
      const run = await desk.dropOne('e.csv', csv(RETAIL, ...rows, retail(900_001)), 'shop=UK')
      assert.deepEqual(counts(run), [30_001, 1, 0, 0, 30_000])
      assert.equal(run.refusedKept, 30_000)
      const tables = await desk.countOf(
        `select count(*) as n from intake.refused_rows where run_id = '${run.id}'`,
      )
      assert.equal(tables, '10000')
      const { body: file } = await desk.owner.get<string>(
        `/api/intake/runs/${run.id}/refused-rows?format=csv&lang=zh`,
      )
      const [, ...back] = file.replace('\uFEFF', '').trim().split('\r\n')
      assert.equal(back.length, 30_000)
      assert.deepEqual(
        new Set(back.map((line) => /,(8\d{5}),/.exec(line)![1])).size,
        30_000,
        'every row once',
      )
      assert.ok(back.every((line) => /^"?InvoiceDate /.test(line)))
      const stored = readFileSync(
        join(desk.app.services.config.dataDir, 'files', `imports/${run.id}-refused`),
        'latin1',
      )
      assert.ok(stored.length > 1_000_000 && !stored.includes('HOLDER'))
      assert.deepEqual(
        readdirSync(tmpdir()).filter((name) => name.startsWith('millrace-refused-')),
        [],
      )
      const { rows: sealed } = await desk.app.services.pool.query<{ text: string }>(
        `select string_agg(sealed, '') as text from intake.refused_rows where run_id = $1`,
        [run.id],
      )
      assert.ok(!sealed[0]!.text.includes('HOLDER'))
      const plain = await desk.app.services.pool.query(
        `select 1 from intake.refusals where run_id = $1 and (zh || en) like '%United Kingdom%'`,
        [run.id],
      )
      assert.equal(plain.rowCount, 0)
    })
  })

  describe('refused rows', () => {
    test('come back in the file’s own columns with the reason; mended, they fit in; both looks are logged', async () => {
      const run = await desk.dropOne(
        'r.csv',
        csv(RETAIL, retail(910_001), retail(910_002, 'x')),
        'shop=UK&dryRun=false',
      )
      assert.deepEqual(counts(run), [2, 1, 0, 0, 1])
      const opened = await desk.owner.post<{ cells: { header: string; value: string }[] }>(
        `/api/intake/runs/${run.id}/refused-rows/3/open`,
      )
      assert.equal(opened.body.cells.find(({ header }) => header === 'InvoiceDate')?.value, 'x')
      const { body: file } = await desk.owner.get<string>(
        `/api/intake/runs/${run.id}/refused-rows?format=csv&lang=en`,
      )
      const [header, row] = file.replace('\uFEFF', '').trim().split('\r\n')
      assert.equal(header, `${REASON_HEADER},${RETAIL}`)
      assert.match(row!, /InvoiceDate.*,910002,/)
      const mended = await desk.dropOne(
        'mended.csv',
        csv(header!, row!.replace(/,x,/, ',2010-12-01 08:30:00,')),
        'shop=UK&dryRun=false',
      )
      assert.deepEqual(counts(mended), [1, 1, 0, 0, 0])
      const xlsx = await desk.owner.get(`/api/intake/runs/${run.id}/refused-rows`)
      assert.equal(xlsx.status, 200)
      const { rows: logged } = await desk.app.services.pool.query<{ action: string }>(
        `select action from audit.entries where subject_id = $1 order by id`,
        [run.id],
      )
      assert.deepEqual(
        logged.map(({ action }) => action),
        ['intake.refused_row.open', 'intake.refused_rows.download', 'intake.refused_rows.download'],
      )
    })
  })
})
