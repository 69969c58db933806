// The outbox: facts written in the business transaction, handed to subscribers afterwards, in commit
// order per key, at least once, never skipping a transaction that committed late.
//
// How. A row is delivered only when its transaction id lies below the horizon (the oldest transaction
// still running), so nothing older can appear later. Ids of transactions are given at their first write,
// not at commit; but two transactions that touch one key queue on its lock, so the one that commits
// second also takes its event id second. Hence a handler works through windows of finished transactions
// [from_xid, until_xid), and inside a window in order of event id.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type pg from 'pg'
import type { DomainEvent, EventHandler, EventHandlers } from './background.ts'
import type { Db, Tx } from './db.ts'
import { pgArray } from './pg-array.ts'
import type { Services } from './services.ts'
import { addMs, now } from './time.ts'

export async function emit(
  tx: Tx,
  event: {
    readonly type: string
    readonly key: string
    readonly payload: Readonly<Record<string, unknown>>
  },
): Promise<void> {
  await emitAll(tx, [event])
}

/** Many facts in one statement; the NOTIFY wakes readers at commit. */
export async function emitAll(
  tx: Tx,
  events: readonly {
    readonly type: string
    readonly key: string
    readonly payload: Readonly<Record<string, unknown>>
  }[],
): Promise<void> {
  if (events.length === 0) return
  const payloads = events.map(({ payload }) => stringify(payload))
  await sql`
    select outbox.publish(
      ${pgArray(events.map(({ type }) => type))}::text[], ${pgArray(events.map(({ key }) => key))}::text[],
      ${pgArray(payloads)}::jsonb[])`.execute(tx)
}

function stringify(payload: unknown): string {
  return JSON.stringify(payload, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
}

/** Events handed over at once: enough to fill one insert into ClickHouse, small enough to retry. */
const BATCH = 2000

/** Without a NOTIFY (a lost connection) readers look by themselves. */
const POLL_MS = 1000

export interface OutboxReader {
  /** Deliver until nothing is left; returns the number handled. Tests and shutdown use it. */
  drain(): Promise<number>
  stop(): Promise<void>
}

export function startOutbox(services: Services, handlers: EventHandlers): OutboxReader {
  const stopping = new AbortController()
  const bell = new Bell()
  const loops = handlers.map((handler) => runLoop(services, handler, stopping.signal, bell))
  const listening = listen(services.pool, bell, stopping.signal, services)
  return {
    drain: () => drainOutbox(services, handlers),
    async stop() {
      stopping.abort()
      bell.ring()
      await Promise.allSettled([...loops, listening])
    },
  }
}

/**
 * Deliver everything that can be delivered now, failing on the first handler error. A handler's own
 * events may be for one that came before it, so the round is repeated until one delivers nothing.
 */
export async function drainOutbox(services: Services, handlers: EventHandlers): Promise<number> {
  let total = 0
  for (let before = -1; total !== before;) {
    before = total
    for (const handler of handlers) {
      for (;;) {
        const count = await deliver(services, handler)
        if (count === null) break
        total += count
      }
    }
  }
  return total
}

async function runLoop(
  services: Services,
  handler: EventHandler,
  signal: AbortSignal,
  bell: Bell,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const count = await deliver(services, handler)
      if (count !== null) continue
    } catch (error) {
      services.log.error({ err: error, handler: handler.name }, 'event handler failed')
      await recordFailure(services.db, handler, error as Error).catch(() => {})
    }
    if (!signal.aborted) await bell.wait(signal)
  }
}

/** Readers that wait for news: each looks by itself after a while, and all look when the bell rings. */
class Bell {
  readonly #waiting = new Set<AbortController>()

  ring(): void {
    for (const one of this.#waiting) one.abort()
  }

  async wait(signal: AbortSignal): Promise<void> {
    const woken = new AbortController()
    this.#waiting.add(woken)
    // Out of step on purpose: readers that look in the same instant need a connection each.
    const pause = POLL_MS * (0.75 + Math.random() / 2)
    await sleep(pause, undefined, { signal: AbortSignal.any([woken.signal, signal]) }).catch(
      () => {},
    )
    this.#waiting.delete(woken)
  }
}

async function listen(
  pool: pg.Pool,
  bell: Bell,
  signal: AbortSignal,
  services: Services,
): Promise<void> {
  while (!signal.aborted) {
    let client: pg.PoolClient | undefined
    try {
      client = await pool.connect()
      const lost = new Promise<void>((resolve) => {
        client?.once('error', () => resolve())
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      client.on('notification', () => bell.ring())
      await client.query('listen millrace_outbox')
      await lost
    } catch (error) {
      services.log.warn({ err: error }, 'outbox listener lost its connection')
      await sleep(POLL_MS, undefined, { signal }).catch(() => {})
    } finally {
      // A listening connection must not go back to the pool.
      client?.release(true)
    }
  }
}

interface CursorRow {
  readonly fromXid: string
  readonly untilXid: string | null
  readonly lastId: bigint
}

/**
 * One batch for one handler, in one transaction with its position. Null when there is nothing to do:
 * no window, another process at work, or a failure still cooling off.
 */
async function deliver(services: Services, handler: EventHandler): Promise<number | null> {
  await services.db
    .insertInto('outbox.cursors')
    .values({ handler: handler.name })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return services.db.transaction().execute(async (tx) => {
    const cursor = await lockCursor(tx, handler.name)
    if (cursor === null) return null
    const { rows } = await sql<DomainEvent>`
      select id, type, key, payload, occurred_at as "occurredAt" from outbox.events
      where xid >= ${cursor.fromXid}::xid8 and xid < ${cursor.untilXid}::xid8
        and id > ${cursor.lastId} and type = any(${[...handler.types]})
      order by id limit ${BATCH}`.execute(tx)
    if (rows.length > 0) await handler.handle(tx, rows, services)
    const finished = rows.length < BATCH
    await sql`
      update outbox.cursors set
        from_xid = ${finished ? cursor.untilXid : cursor.fromXid}::xid8,
        until_xid = ${finished ? null : cursor.untilXid}::xid8,
        last_id = ${finished ? 0n : rows.at(-1)!.id},
        delivered = delivered + ${rows.length},
        failures = 0, last_error = null, retry_at = null, updated_at = now()
      where handler = ${handler.name}`.execute(tx)
    return rows.length === 0 && finished ? null : rows.length
  })
}

/** The position, with a window to work on. Skip-locked: one process at a time serves a handler. */
async function lockCursor(tx: Tx, handler: string): Promise<CursorRow | null> {
  const { rows } = await sql<CursorRow & { horizon: string; waiting: boolean }>`
    select from_xid::text as "fromXid", until_xid::text as "untilXid", last_id as "lastId",
           pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
           coalesce(retry_at > now(), false) as waiting
    from outbox.cursors where handler = ${handler} for update skip locked`.execute(tx)
  const row = rows[0]
  if (!row || row.waiting) return null
  if (row.untilXid !== null) return row
  if (BigInt(row.horizon) <= BigInt(row.fromXid)) return null
  const { rows: any } = await sql`
    select 1 from outbox.events
    where xid >= ${row.fromXid}::xid8 and xid < ${row.horizon}::xid8 limit 1`.execute(tx)
  return any.length === 0 ? null : { ...row, untilXid: row.horizon, lastId: 0n }
}

/** Back-off of a failing handler: 2, 4, 8 … seconds, at most five minutes. Others go on. */
async function recordFailure(db: Db, handler: EventHandler, error: Error): Promise<void> {
  await sql`
    update outbox.cursors set failures = failures + 1, last_error = ${error.message.slice(0, 2000)},
      retry_at = now() + least(300, power(2, least(failures + 1, 9))) * interval '1 second', updated_at = now()
    where handler = ${handler.name}`.execute(db)
}

/** Try a failing handler again at once (a person pressed the button). */
export async function retryHandler(tx: Tx, handler: string): Promise<boolean> {
  const { rows } = await sql`
    update outbox.cursors set retry_at = null where handler = ${handler} returning handler`.execute(
    tx,
  )
  await sql`select pg_notify('millrace_outbox', '')`.execute(tx)
  return rows.length > 0
}

/** How long delivered events stay, for people who ask what happened. */
const KEEP_DAYS = 30

/** Remove what every handler has passed and nobody will ask for. Returns the number removed. */
export async function pruneOutbox(tx: Tx, handlers: EventHandlers): Promise<number> {
  const names = handlers.map(({ name }) => name)
  const { rows } = await sql<{ count: bigint }>`
    with passed as (
      select min(from_xid::text::numeric) as xid from outbox.cursors where handler = any(${names})),
    gone as (
      delete from outbox.events using passed
      where events.xid::text::numeric < passed.xid and occurred_at < ${addMs(now(), -KEEP_DAYS * 86_400_000)}
      returning 1)
    select count(*) as count from gone`.execute(tx)
  return Number(rows[0]?.count ?? 0n)
}

export interface OutboxState {
  readonly handler: string
  readonly failures: number
  readonly lastError: string | null
  readonly retryAt: Date | null
  readonly delivered: bigint
  readonly waiting: bigint
  readonly oldestWaitingAt: Date | null
}

/** Each handler's backlog: what `/ready`, the console and the metrics show. */
export async function outboxState(db: Db, handlers: EventHandlers): Promise<OutboxState[]> {
  return Promise.all(
    handlers.map(async ({ name, types }) => {
      const { rows } = await sql<Omit<OutboxState, 'handler'>>`
        select coalesce(c.failures, 0) as failures, c.last_error as "lastError", c.retry_at as "retryAt",
               coalesce(c.delivered, 0) as delivered, w.waiting, w.oldest as "oldestWaitingAt"
        from (select 1) as one
        left join outbox.cursors c on c.handler = ${name}
        cross join lateral (
          select count(*) as waiting, min(occurred_at) as oldest from outbox.events e
          where e.type = any(${[...types]})
            and e.xid >= coalesce(c.from_xid, '0'::xid8)
            and (c.until_xid is null or e.xid >= c.until_xid or e.id > c.last_id)) as w`.execute(db)
      return { handler: name, ...rows[0]! }
    }),
  )
}
