// How far the board is behind the orders in normal running: a shop with a history, then orders as they come on a good day. Each
// handful is timed from the moment PostgreSQL shows it committed until the board counts it, over HTTP.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { startProgram } from '#test/program.ts'
import { HEADER, importFile, writeCsv } from './b3-import.ts'
import type { Benchmark } from './run.ts'
import { type Call, signUp } from './sign-up.ts'

const HISTORY_LINES = Number(process.env['BENCH_LAG_LINES'] ?? 50_000)
const HANDFULS = Number(process.env['BENCH_LAG_HANDFULS'] ?? 100)
/** Ten orders a second: 860,000 a day. */
const ORDERS_A_HANDFUL = 5
const EVERY_MS = 500

const DAY = '2026-11-20'

const ordersOn = async (call: Call, filters: object = {}) => {
  const { behind, rows } = await call<{
    behind: string
    rows: { values: { orders: string | null } }[]
  }>('POST', '/api/analytics/query', { from: DAY, to: DAY, metrics: ['orders'], filters })
  return { behind, orders: Number(rows[0]?.values.orders ?? 0) }
}

async function handful(call: Call, client: pg.Client, n: number): Promise<number> {
  const lines = Array.from({ length: ORDERS_A_HANDFUL }, (_, at) =>
    [
      5_000_000 + n * ORDERS_A_HANDFUL + at,
      `SKU${at}`,
      'GOODS',
      1,
      `${DAY} 10:00:00`,
      '2.50',
      17_000 + n,
      'United Kingdom',
    ].join(','),
  )
  const form = new FormData()
  form.append('file', new Blob([[HEADER.join(','), ...lines, ''].join('\n')]), `orders-${n}.csv`)
  const { id } = await call<{ id: string }>(
    'POST',
    '/api/intake/files?kind=orders&shop=BENCH&dryRun=false',
    form,
  )
  for (;;) {
    const { rows } = await client.query<{ status: string }>(
      'select status from intake.runs where id = $1',
      [id],
    )
    if (rows[0]!.status === 'done') break
    assert.ok(['waiting', 'running'].includes(rows[0]!.status), rows[0]!.status)
    await sleep(3)
  }
  const committed = performance.now()
  while ((await ordersOn(call)).orders < (n + 1) * ORDERS_A_HANDFUL) await sleep(10)
  return performance.now() - committed
}

export const factsLag: Benchmark = {
  id: 'LAG',
  title: 'From an order committed to the board counting it, while orders come',
  bar: 'p95 below 5 s',
  sizes: {
    historyLines: HISTORY_LINES,
    handfuls: HANDFULS,
    ordersAHandful: ORDERS_A_HANDFUL,
    everyMs: EVERY_MS,
  },
  rounds: 1,
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'millrace-lag-'))
    const program = await startProgram({ dataDir: join(dir, 'data') })
    try {
      const call = await signUp(program)
      await call('POST', '/api/shops', {
        code: 'BENCH',
        name: 'Bench',
        currency: 'GBP',
        timeZone: 'Europe/London',
      })
      await writeCsv(join(dir, 'lines.csv'), HISTORY_LINES, 1_000_000)
      await importFile(call, join(dir, 'lines.csv'), 'lines.csv', HISTORY_LINES)
      while ((await ordersOn(call)).behind !== '0') await sleep(500)
      const { url } = await startEmbeddedPostgres({ dataDir: join(program.dataDir, 'postgres') })
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const lags: number[] = []
      for (let n = 0; n < HANDFULS; n++) {
        const next = sleep(EVERY_MS)
        lags.push(await handful(call, client, n))
        await next
      }
      await client.end()
      const sorted = lags.toSorted((a, b) => a - b)
      const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1]!)
      return { lagP50Ms: at(0.5), lagP95Ms: at(0.95), lagMaxMs: at(1) }
    } finally {
      await program.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
