// The truth lives in PostgreSQL. `Db` reads and starts units of work; `Tx` is proof of being inside
// one, and every function that writes asks for it.
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.gen.ts'

/** A pool handle: for reads, or to start a transaction. */
export type Db = Kysely<Schema>

/** Proof that the caller is inside a transaction. */
export type Tx = Transaction<Schema>

// Ledger figures do not fit a JS number, and a business date is not an instant.
pg.types.setTypeParser(pg.types.builtins.INT8, BigInt)
// The job queue writes ids of failed jobs as JSON, which knows no bigint: without this a job that failed could not be
// put back for its next try. Digits as text are what bigint is on our own wire, too (kernel/wire.ts).
Object.assign(BigInt.prototype, {
  toJSON(this: bigint) {
    return this.toString()
  },
})
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
// 1016 is int8[], which the list of builtins leaves out.
pg.types.setTypeParser(1016 as never, (text: string) =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt),
)

export interface DbOptions {
  readonly url: string
  /** Connections of this process; PostgreSQL is limited to about 100 over all of them. */
  readonly max?: number
  readonly onError?: (error: Error) => void
}

/** One pool per process, shared by Kysely and by the few places that need a raw client. */
export function openPool({ url, max = 20, onError }: DbOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    // Each server process behind an idle connection weighs over 20 MB; a new one takes milliseconds.
    idleTimeoutMillis: 3000,
    // A statement that runs a minute is a mistake; jobs that need longer say so themselves.
    statement_timeout: 60_000,
    application_name: 'millrace',
  })
  // An idle connection may die when the server restarts; without a listener that ends the process.
  pool.on('error', (error) => onError?.(error))
  pool.on('connect', (client) => client.on('error', (error) => onError?.(error)))
  return pool
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withNamedStatements(pool) }) })
}

/**
 * A statement that begins so keeps no plan. For lookups in a table that grows by the million inside one
 * transaction: a plan kept from when it was empty reads all of it, every time.
 */
const PLAN_ANEW = '/* plan anew */'

/**
 * Kysely sends unnamed statements. Naming them lets PostgreSQL keep the plan: +25 % on a simple
 * select, +76 % on a four-way join (measured). The map is capped, since dynamic filters make texts.
 */
function withNamedStatements(pool: pg.Pool): pg.Pool {
  const nameByText = new Map<string, string>()
  const nameOf = (text: string) => {
    const known = nameByText.get(text)
    if (known !== undefined || nameByText.size >= 1000) return known
    const name = `k${nameByText.size}`
    nameByText.set(text, name)
    return name
  }
  const connect = async () => {
    const client = await pool.connect()
    return {
      query: (query: unknown, values?: unknown[]) => {
        const isNamed =
          typeof query === 'string' && values && values.length > 0 && !query.startsWith(PLAN_ANEW)
        const name = isNamed ? nameOf(query) : undefined
        return name === undefined
          ? client.query(query as string, values)
          : client.query({ name, text: query as string, values: values ?? [] })
      },
      release: () => client.release(),
    }
  }
  return { connect, end: () => pool.end() } as unknown as pg.Pool
}
