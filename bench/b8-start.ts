// B8: warm start to the first answered request, and what an idle house weighs (app with its analytics engine
// open, and all processes of PostgreSQL; proportional set size, so that shared pages count once).
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Program, startProgram } from '#test/program.ts'
import type { Benchmark } from './run.ts'

/** Megabytes of a process: `Pss` or `Rss` of smaps_rollup. */
function megabytes(pid: number, field: 'Pss' | 'Rss'): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

function children(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => {
      try {
        const stat = readFileSync(`/proc/${one}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid
      } catch {
        return false
      }
    })
}

async function weigh(program: Program): Promise<{ pss: number; rss: number }> {
  const postmaster = Number(
    readFileSync(join(program.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0],
  )
  const pids = [program.pid, postmaster, ...children(postmaster)]
  const sum = (field: 'Pss' | 'Rss') =>
    pids.reduce((total, pid) => total + megabytes(pid, field), 0)
  return { pss: sum('Pss'), rss: sum('Rss') }
}

export const b8: Benchmark = {
  id: 'B8',
  title: 'Warm start to the first answered request; idle memory of app and databases',
  bar: 'at most 2 s; at most 700 MB',
  sizes: { idleSeconds: 5 },
  rounds: 5,
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'millrace-b8-'))
    try {
      const cold = await startProgram({ dataDir })
      await fetch(`${cold.url}/ready`)
      await cold.stop()
      const warm = await startProgram({ dataDir })
      await fetch(`${warm.url}/ready`)
      await sleep(5000)
      const { pss, rss } = await weigh(warm)
      await warm.stop()
      return {
        coldStartMs: Math.round(cold.startedInMs),
        warmStartMs: Math.round(warm.startedInMs),
        idlePssMb: Math.round(pss),
        idleRssMb: Math.round(rss),
      }
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}
