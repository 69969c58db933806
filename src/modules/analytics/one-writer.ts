// One process at a time writes facts: whoever projects or rebuilds holds a lock of PostgreSQL.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'

/** Any constants: one process at a time writes facts, one asks for a build. */
export const WRITER_LOCK = 7_700_005
export const MARKET_LOCK = 7_700_006
export const ASK_LOCK = 7_700_007

/** Nobody else writes facts meanwhile. Takes no transaction id, so the events of others go on. */
export function alone<T>({ db }: Services, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${WRITER_LOCK})`.execute(tx)
    await sql`select pg_advisory_xact_lock(${MARKET_LOCK})`.execute(tx)
    return work(tx)
  })
}

/** A rebuild is at work: fail after a while and be tried again, since waiting holds up everybody's events. */
export async function waitForWriter(tx: Tx, lock: number): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(tx)
  await sql`select pg_advisory_xact_lock(${lock})`.execute(tx)
}
