// Runs the worker in a process of its own with its own folder for temporary files, and kills it when one file
// takes longer than any file may.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Message } from './worker.ts'

export interface Findings {
  readonly files: number
  /** How many files of each kind ended how. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly findings: readonly string[]
}

/** A file here has some 20 KB; this is a hundred times what the slowest takes. */
const HANG_MS = 30_000

export async function fuzz(first: number, count: number): Promise<Findings> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-fuzz-'))
  const findings: string[] = []
  let outcomes: Readonly<Record<string, number>> = {}
  let last = first - 1
  const child = fork(new URL('./worker.ts', import.meta.url), [String(first), String(count)], {
    env: { ...process.env, TMPDIR: dir, TEMP: dir },
  })
  const hang = () => {
    findings.push(`seed ${last}: hangs`)
    child.kill('SIGKILL')
  }
  let clock = setTimeout(hang, HANG_MS)
  child.on('message', (message: Message) => {
    clearTimeout(clock)
    clock = setTimeout(hang, HANG_MS)
    if ('begun' in message) last = message.begun
    else if ('finding' in message)
      findings.push(`seed ${message.seed} (${message.kind}): ${message.finding}`)
    else {
      outcomes = message.done
      if (message.leftBehind > 0) findings.push(`${message.leftBehind} folders left behind`)
    }
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  clearTimeout(clock)
  rmSync(dir, { recursive: true, force: true })
  if (code !== 0) findings.push(`the reader ended with ${code} at seed ${last}`)
  return { files: last - first + 1, outcomes, findings }
}
