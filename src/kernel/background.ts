// The shapes of background work, apart from the machinery that runs it.
import type { Services } from './services.ts'
import type { Tx } from './db.ts'

/** A fact that was committed, in the order of its transaction. */
export interface DomainEvent {
  readonly id: bigint
  readonly type: string
  /** What it is about: an order id, a SKU id. Events of one key arrive in order. */
  readonly key: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly occurredAt: Date
}

/**
 * One handler of one event type. It runs in its own transaction together with the mark that it ran,
 * so its effect on PostgreSQL happens exactly once; effects elsewhere must bear repetition.
 */
export interface EventHandler {
  /** Stable name: the position in the stream is kept under it. */
  readonly name: string
  readonly types: readonly string[]
  /** A batch in commit order. */
  readonly handle: (tx: Tx, events: readonly DomainEvent[], services: Services) => Promise<void>
}

export type EventHandlers = readonly EventHandler[]

export interface JobContext {
  readonly services: Services
  readonly jobId: string
  readonly attempt: number
  /** Aborted when the program stops; long jobs look at it between steps. */
  readonly signal: AbortSignal
}

export type JobHandler = (payload: unknown, context: JobContext) => Promise<void>

export type JobHandlers = Readonly<Record<string, JobHandler>>

export interface CronEntry {
  /** Five cron fields in UTC. */
  readonly schedule: string
  readonly job: string
  /** Housekeeping that runs every minute leaves no row behind unless it fails. */
  readonly quiet?: boolean
}
