// Many callers, one hot SKU: each transaction would wait for the row lock of the one before, so a flash
// sale runs at the speed of one disk flush per order. Here concurrent callers of a process are gathered
// while the batch before them commits, and written together. A caller is answered after its batch has
// committed, never before.
import type { Db } from '#kernel/db.ts'
import { retryLostRaces } from '#kernel/http.ts'
import { reserveAtOnce } from './reserve-at-once.ts'
import { type AskedBy, type Outcome, reserveBatch } from './reserve.ts'

/** Larger batches gain little and hold the pools longer. */
const MAX_BATCH = 512

interface Waiting {
  readonly request: AskedBy
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

export interface ReservationQueue {
  reserve(request: AskedBy): Promise<Outcome>
}

export function openReservationQueue(db: Db): ReservationQueue {
  let waiting: Waiting[] = []
  let busy = false

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, MAX_BATCH)
        waiting = waiting.slice(MAX_BATCH)
        await flush(db, batch)
      }
    } finally {
      busy = false
    }
  }

  return {
    reserve: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject })
        // After this turn of the event loop, so that callers of the same moment share a batch.
        setImmediate(() => void work())
      }),
  }
}

async function flush(db: Db, batch: readonly Waiting[]): Promise<void> {
  try {
    const requests = batch.map(({ request }) => request)
    const outcomes = (await reserveAtOnce(db, requests)) ?? (await run(db, requests))
    for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index]!)
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(error)
    // One of them is poisoned: apart, it fails alone.
    for (const one of batch) await flush(db, [one])
  }
}

function run(db: Db, requests: readonly AskedBy[]): Promise<Outcome[]> {
  return retryLostRaces(() => db.transaction().execute((tx) => reserveBatch(tx, requests)))
}
