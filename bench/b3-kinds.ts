// B3 for everything that is not a clean order file: a million rows of which every one is refused and comes back, a million clicks, a
// million rows of each report; and a million order lines taken back. Each in a program of its own, so that its memory is its own.
import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram } from '#test/program.ts'
import { peakMb } from './memory.ts'
import type { Benchmark } from './run.ts'
import { type Call, signUp } from './sign-up.ts'

const ROWS = Number(process.env['BENCH_KINDS_ROWS'] ?? 1_000_000)
const ONLY = process.env['BENCH_KINDS_ONLY']?.split(',')

interface Run {
  readonly id: string
  readonly status: string
  readonly rowsRead: number
  readonly created: number
  readonly refused: number
  readonly refusedKept: number
  readonly problem: unknown
}

interface Case {
  readonly name: string
  readonly file: string
  readonly header: string
  readonly line: (n: number) => string
  readonly query: string
  readonly expected: (run: Run) => boolean
}

const day = (n: number) => String(1 + (n % 28)).padStart(2, '0')

const CASES: readonly Case[] = [
  {
    name: 'refused',
    file: 'refused.csv',
    header: 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    line: (n) =>
      `${1_000_000 + n},SKU${n % 2000},GOODS NUMBER ${n % 2000},many,2026-10-${day(n)} 10:00:00,1.99,${10_000 + (n % 90_000)},United Kingdom`,
    query: 'kind=orders&shop=BENCH',
    expected: ({ created, refused }) => created === 0 && refused === ROWS,
  },
  {
    name: 'clicks',
    file: 'clicks.csv',
    header: '',
    line: (n) =>
      `${100_000 + ((n * 7919) % 50_000)},${2_000_000 + ((n * 104_729) % 300_000)},${4_000_000 + (n % 500)},${['pv', 'pv', 'pv', 'pv', 'cart', 'fav', 'buy'][n % 7]},${1_511_600_000 + (n % 700_000)}`,
    query: 'shop=BENCH',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
  {
    name: 'itemTraffic',
    file: 'items.csv',
    header:
      '统计日期,商品ID,商品名称,货号,商品状态,商品访客数,商品浏览量,商品收藏人数,商品加购人数,支付买家数,支付件数,支付金额',
    line: (n) =>
      `2026-10-${day(n)},${700_000_000 + Math.floor(n / 28)},保温杯 ${n % 999},H${n % 999},当前在线,${n % 500},${n % 900},${n % 9},${n % 7},${n % 5},${n % 5},${n % 400}.50`,
    query: 'shop=BENCH',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
  {
    name: 'adSpend',
    file: 'ads.csv',
    header: '日期,计划名称,计划ID,花费,展现量,点击量,成交金额,成交订单数',
    line: (n) =>
      `2026-10-${day(n)},计划 ${Math.floor(n / 28)},P${Math.floor(n / 28)},${n % 90}.25,${n % 9000},${n % 90},${n % 400}.50,${n % 9}`,
    query: 'shop=BENCH',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
  {
    name: 'shopTraffic',
    file: 'traffic.csv',
    header: '日期,流量来源,访客数,浏览量,新访客数,加购人数,收藏人数,支付买家数,支付订单数,支付金额',
    line: (n) =>
      `2026-10-${day(n)},来源 ${Math.floor(n / 28)},${n % 500},${n % 900},${n % 90},${n % 9},${n % 7},${n % 5},${n % 5},${n % 400}.50`,
    query: 'shop=BENCH',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
  {
    name: 'offlineSales',
    file: 'offline.csv',
    header: '日期,渠道,客户,SKU编码,名称,数量,销售额,币种,备注',
    line: (n) =>
      `2026-10-${day(n)},经销,客户${Math.floor(n / 28)},SKU${n % 2000},杯 ${n % 2000},${1 + (n % 9)},${n % 4000}.50,CNY,`,
    query: 'kind=offline_sales',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
  {
    name: 'reviews',
    file: 'reviews.csv',
    header: '评价编号,订单号,商品ID,SKU编码,评分,评价内容,评价时间',
    line: (n) =>
      `R${n},${1_000_000 + n},${700_000 + (n % 999)},SKU${n % 2000},${1 + (n % 5)},收到第 ${n} 个,还可以,2026-10-${day(n)} 10:00:00`.replace(
        '个,',
        '个;',
      ),
    query: 'shop=BENCH&kind=reviews',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
  {
    name: 'prices',
    file: 'prices.csv',
    header: '日期,平台,店铺,商品ID,名称,SKU编码,价格,标价,销量,链接',
    line: (n) =>
      `2026-10-${day(n)},jd,别家,${800_000 + Math.floor(n / 28)},杯 ${n % 999},,${n % 90}.90,${n % 90}.99,${n % 999},`,
    query: 'kind=prices',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
  {
    name: 'undo',
    file: 'orders.csv',
    header: 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    line: (n) =>
      `${1_000_000 + Math.floor(n / 2)},SKU${n % 2000},GOODS NUMBER ${n % 2000},${1 + (n % 5)},2026-10-${day(n >> 1)} 10:00:00,1.99,${10_000 + (n % 90_000)},United Kingdom`,
    query: 'kind=orders&shop=BENCH',
    expected: ({ created, refused }) => created === ROWS && refused === 0,
  },
]

async function write(path: string, { header, line }: Case): Promise<void> {
  const out = createWriteStream(path)
  let buffer = header === '' ? '' : `${header}\n`
  for (let n = 0; n < ROWS; n++) {
    buffer += `${line(n)}\n`
    if (buffer.length < 1 << 20) continue
    if (!out.write(buffer)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
    buffer = ''
  }
  out.end(buffer)
  await finished(out)
}

async function ended(call: Call, id: string): Promise<Run> {
  for (;;) {
    const run = await call<Run>('GET', `/api/intake/runs/${id}`)
    if (!['waiting', 'running', 'undoing'].includes(run.status)) return run
    await sleep(100)
  }
}

async function measure(one: Case): Promise<Record<string, number>> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-kinds-'))
  const program = await startProgram({ dataDir: join(dir, 'data') })
  try {
    const path = join(dir, one.file)
    await write(path, one)
    const call = await signUp(program)
    await call('POST', '/api/shops', {
      code: 'BENCH',
      name: 'Bench',
      currency: 'GBP',
      timeZone: 'Europe/London',
    })
    const form = new FormData()
    form.append('file', await openAsBlob(path), one.file)
    const started = performance.now()
    const { id } = await call<{ id: string }>(
      'POST',
      `/api/intake/files?${one.query}&dryRun=false`,
      form,
    )
    const run = await ended(call, id)
    const seconds = (performance.now() - started) / 1000
    assert.equal(run.status, 'done', JSON.stringify(run.problem))
    assert.equal(run.rowsRead, ROWS)
    assert.ok(one.expected(run), JSON.stringify(run))
    const figures: Record<string, number> = {
      [`${one.name}Seconds`]: seconds,
      [`${one.name}PeakRssMb`]: peakMb(program.pid),
    }
    if (one.name === 'refused') {
      const begun = performance.now()
      const file = await call<string>(
        'GET',
        `/api/intake/runs/${id}/refused-rows?format=csv&lang=zh`,
      )
      figures['refusedFileSeconds'] = (performance.now() - begun) / 1000
      figures['refusedFileRows'] = file.trim().split('\n').length - 1
      assert.equal(figures['refusedFileRows'], ROWS)
      figures['refusedFilePeakRssMb'] = peakMb(program.pid)
      assert.match(file, /拒绝原因/)
    }
    if (one.name === 'undo') {
      const begun = performance.now()
      await call('POST', `/api/intake/runs/${id}/undo`, { reason: 'bench' })
      assert.equal((await ended(call, id)).status, 'undone')
      figures['undoSeconds'] = (performance.now() - begun) / 1000
      figures['importSecondsBeforeUndo'] = seconds
      figures['undoPeakRssMb'] = peakMb(program.pid)
    }
    return figures
  } finally {
    await program.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

export const b3Kinds: Benchmark = {
  id: 'B3K',
  title: 'A million rows refused, of clicks, of each report; a million order lines taken back',
  bar: 'RSS at most 512 MB each; every row accounted for',
  sizes: { rows: ROWS },
  rounds: 1,
  async run() {
    const figures: Record<string, number> = {}
    for (const one of CASES.filter(({ name }) => ONLY?.includes(name) ?? true)) {
      Object.assign(figures, await measure(one))
      console.error(JSON.stringify(figures))
    }
    return figures
  },
}
