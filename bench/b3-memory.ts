// What a big import costs in memory from the upload to the last number on the board: CSV in, facts, taken back, facts, XLSX in,
// facts. The program is the one people start; its peak is told apart from that of the database server it started.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Program, startProgram } from '#test/program.ts'
import { importFile, writeCsv, writeXlsx } from './b3-import.ts'
import { below, forgetPeak, heldNow, peakMb, watchBelow } from './memory.ts'
import type { Benchmark } from './run.ts'
import { type Call, signUp } from './sign-up.ts'

const CSV_LINES = Number(process.env['BENCH_B3_LINES'] ?? 1_000_000)
const XLSX_LINES = Number(process.env['BENCH_B3_XLSX_LINES'] ?? 200_000)

/** Nothing waits any more, and the board answers. */
async function factsDone(call: Call): Promise<void> {
  for (;;) {
    const { behind } = await call<{ behind: string }>('POST', '/api/analytics/query', {
      from: '2026-10-01',
      to: '2026-10-31',
      metrics: ['net_sales', 'orders', 'paid_buyers', 'gross_margin'],
      by: ['day'],
      compare: 'year',
    })
    if (behind === '0') return
    await sleep(500)
  }
}

async function undone(call: Call, id: string): Promise<void> {
  await call('POST', `/api/intake/runs/${id}/undo`, { reason: 'bench' })
  for (;;) {
    const { status } = await call<{ status: string }>('GET', `/api/intake/runs/${id}`)
    if (status === 'undone') return
    assert.equal(status, 'undoing')
    await sleep(200)
  }
}

const postmasterOf = ({ dataDir }: Program) =>
  Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])

export const b3Memory: Benchmark = {
  id: 'B3M',
  title: 'Memory of an import to the last number, of its undo, and of the same as XLSX',
  bar: 'RSS of the program at most 512 MB at every step',
  sizes: { csvLines: CSV_LINES, xlsxLines: XLSX_LINES },
  rounds: 1,
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'millrace-b3m-'))
    const program = await startProgram({ dataDir: join(dir, 'data') })
    const server = postmasterOf(program)
    const children = watchBelow(() =>
      below([program.pid, server]).filter((pid) => pid !== program.pid),
    )
    const figures: Record<string, number> = {}
    const step = async (name: string, work: () => Promise<unknown>) => {
      forgetPeak(program.pid)
      const started = performance.now()
      await work()
      figures[`${name}Seconds`] = Math.round((performance.now() - started) / 100) / 10
      figures[`${name}PeakMb`] = peakMb(program.pid)
      console.error(`  ${name}`, JSON.stringify({ ...heldNow(program.pid), ...figures }))
    }
    try {
      await writeCsv(join(dir, 'lines.csv'), CSV_LINES, 1_000_000)
      await writeXlsx(join(dir, 'lines.xlsx'), XLSX_LINES, 9_000_000)
      const call = await signUp(program)
      await call('POST', '/api/shops', {
        code: 'BENCH',
        name: 'Bench',
        currency: 'GBP',
        timeZone: 'Europe/London',
      })
      let runId = ''
      await step('csv', async () => {
        const done = await importFile(call, join(dir, 'lines.csv'), 'lines.csv', CSV_LINES)
        runId = done.id
      })
      await step('csvFacts', () => factsDone(call))
      await step('undo', () => undone(call, runId))
      await step('undoFacts', () => factsDone(call))
      await step('xlsx', () => importFile(call, join(dir, 'lines.xlsx'), 'lines.xlsx', XLSX_LINES))
      await step('xlsxFacts', () => factsDone(call))
      figures['peakMb'] = Math.max(
        ...Object.entries(figures).flatMap(([name, mb]) => (name.endsWith('PeakMb') ? [mb] : [])),
      )
      figures['childrenPeakMb'] = children.peakMb()
      return figures
    } finally {
      children.stop()
      await program.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
