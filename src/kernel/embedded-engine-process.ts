// The program of the engine's own process (embedded-engine.ts): opens the folder, answers, and ends with whoever started it.
// Query settings leak to later queries unless written into the SQL; one connection runs one query at a time, so there are
// several; 64-bit numbers arrive as floats unless quoted; one process owns a folder.
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { type Call, type Engine, engineOver, type Reply } from './engine.ts'

/** Dashboards ask several questions at once on two cores. */
const READERS = 2

/** The engine of a program that was killed lets go of the folder a moment later. */
const RETRIES = 20
const RETRY_MS = 250

// Ctrl-C reaches every process of a terminal; the program closes this one when nothing needs it any more.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
// Whoever asked is gone. What was written is on disk; a query may still run, so there is no orderly way out.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

const opened = open(process.argv[2]!)
opened.catch(() => {})

process.on('message', (call: Call) => void answer(call))

async function open(path: string): Promise<Engine> {
  for (let tries = 1; ; tries++) {
    try {
      return engineOver(
        Array.from({ length: 1 + READERS }, () =>
          createClient({ connection: createChdbConnection({ path }) } as never),
        ),
      )
    } catch (error) {
      if (tries === RETRIES) throw error
      await sleep(RETRY_MS)
    }
  }
}

async function answer(call: Call): Promise<void> {
  try {
    const engine = await opened
    if (call.do === 'close') {
      await engine.close()
      tell({ id: call.id, text: '' }, () => process.exit(0))
      return
    }
    const text = await engine[call.do](call.sql, call.params)
    tell({ id: call.id, text: text ?? '' })
  } catch (error) {
    tell({ id: call.id, failed: (error as Error).message })
    if (call.do === 'close') process.exit(1)
  }
}

function tell(reply: Reply, then = () => {}): void {
  process.send?.(reply, then)
}
