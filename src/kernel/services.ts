// What a running Millrace stands on, handed to routes, jobs and event handlers. Made once in serve.ts
// (or by a test), passed as an argument, never reached for.
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import type { Clickhouse } from './clickhouse.ts'
import type { Config } from './config.ts'
import type { Db } from './db.ts'
import type { SealedFileStore } from './sealed-files.ts'
import type { Vault } from './vault.ts'

/** Which house is served next at this address: see src/hand-over.ts. */
export type HandOver = 'demo-small' | 'demo-full' | 'leave-demo' | 'remove-demo'

export interface Services {
  readonly config: Config
  readonly db: Db
  /** For COPY, LISTEN and the reservation batcher; everything else goes through `db`. */
  readonly pool: pg.Pool
  readonly clickhouse: Clickhouse
  readonly files: SealedFileStore
  readonly vault: Vault
  readonly log: FastifyBaseLogger
  /** Stop in order and make room; absent where nobody could take over (tests). */
  readonly handOver?: (to: HandOver) => void
}
