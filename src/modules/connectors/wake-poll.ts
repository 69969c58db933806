// Asking for a poll: whoever learns that something changed, or has something to tell.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { enqueue } from '#kernel/jobs.ts'

export const POLL_JOB = 'connectors.poll'

/** A poll that failed is tried again so often; then the next minute's poll is a new one. */
const MOST_ATTEMPTS = 3

/** One more poll, unless one is waiting that will see what happened now. */
export async function wakePoll(tx: Tx, shopId: string, runAt?: Date): Promise<void> {
  const { rows } = await sql`
    select 1 from jobs.runs where name = ${POLL_JOB} and status = 'waiting' and payload->>'shopId' = ${shopId} limit 1`.execute(
    tx,
  )
  if (rows.length === 0) await startPoll(tx, shopId, runAt)
}

export const startPoll = (tx: Tx, shopId: string, runAt?: Date) =>
  enqueue(
    tx,
    POLL_JOB,
    { shopId },
    { maxAttempts: MOST_ATTEMPTS, queue: `connectors:${shopId}`, ...(runAt ? { runAt } : {}) },
  )
