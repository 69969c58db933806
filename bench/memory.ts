// Memory of the program and of the processes it started, as the kernel counts it. The program's own peak is kept by the kernel
// (VmHWM, so nothing short is missed); that of its children is sampled, shared pages counted once (Pss).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const MB = 1024

function field(path: string, name: string): number {
  try {
    const found = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(path, 'utf8'))
    return Number(found?.[1] ?? 0) / MB
  } catch {
    // Gone meanwhile.
    return 0
  }
}

/** Most the process ever held, in MB. */
export const peakMb = (pid: number): number => Math.round(field(`/proc/${pid}/status`, 'VmHWM'))

export interface Held {
  readonly rssMb: number
  /** Its own pages: heaps of the program and of the engine inside it. */
  readonly anonMb: number
  /** Pages of files: the code of the engine's library above all. The system takes them back when it needs room. */
  readonly fileMb: number
}

export function heldNow(pid: number): Held {
  const of = (name: string) => Math.round(field(`/proc/${pid}/status`, name))
  return { rssMb: of('VmRSS'), anonMb: of('RssAnon'), fileMb: of('RssFile') }
}

/** The kernel starts counting its peak anew. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5')

function parentOf(pid: string): string {
  try {
    return /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  } catch {
    return ''
  }
}

/** Everything below some processes; the database server is named apart, since it outlives whoever started it. */
export function below(roots: readonly number[]): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [pid, parentOf(pid)]),
  )
  const known = new Set(roots.map(String))
  for (let before = 0; before !== known.size;) {
    before = known.size
    for (const [pid, parent] of parents) if (known.has(parent)) known.add(pid)
  }
  return [...known].map(Number)
}

/** Looks every so often; the most that all of them held together. */
export function watchBelow(pids: () => readonly number[]): { peakMb: () => number; stop(): void } {
  let most = 0
  const look = () => {
    const sum = pids()
      .map((pid) => field(`/proc/${pid}/smaps_rollup`, 'Pss'))
      .reduce((total, mb) => total + mb, 0)
    most = Math.max(most, sum)
  }
  const timer = setInterval(look, 500)
  return { peakMb: () => Math.round(most), stop: () => clearInterval(timer) }
}
