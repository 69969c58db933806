// B2: one hot SKU, 256 callers, stock runs out in the middle of the run. Beside it, on the same server with the
// same durability: what everybody writes first, a transaction per request that reads, updates and inserts; and our
// own `reserve` in a transaction per request, which does for one caller what the queue does for many.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { type Db, openDb, openPool } from '#kernel/db.ts'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { AppError } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { migrate } from '#kernel/migrate.ts'
import { openReservationQueue, reserve } from '#modules/inventory'
import { assertLedgerHolds, buildSite, buildSku, stock, TESTER } from '#test/factories.ts'
import type { Benchmark } from './run.ts'

const CALLERS = 256
const REQUESTS = 40_000
const STOCK = REQUESTS >> 1
/** The slow ones get fewer requests, 16 per caller: a run of theirs takes longer than the queue's. */
const ONE_BY_ONE = CALLERS * 16
/** Unmeasured, on another SKU: a sale does not begin in the second the program started. Everybody gets it. */
const WARM_UP = 10_000
const WARM_UP_ONE_BY_ONE = 1000

type Request = (n: number) => Promise<boolean>
interface Run {
  readonly perSecond: number
  readonly won: number
}

/** `callers` at once until `total` requests are made; requests per second. */
async function drive(total: number, request: Request): Promise<Run> {
  let next = 0
  let won = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (next < total) if (await request(next++)) won += 1
    }),
  )
  return { perSecond: total / ((performance.now() - started) / 1000), won }
}

/** Half of what is asked for is there. */
async function measure(
  warmUp: number,
  total: number,
  prepare: (stock: number) => Promise<Request>,
): Promise<Run> {
  await drive(warmUp, await prepare(warmUp >> 1))
  const run = await drive(total, await prepare(total >> 1))
  assert.equal(run.won, total >> 1, 'sold is exactly what there was')
  return run
}

/** The same request twice over: through the queue, and in a transaction of its own. */
async function ours(db: Db) {
  const site = await buildSite(db)
  const queue = openReservationQueue(db)
  let skus = 0
  const freshSku = async (qty: number) => {
    const sale = `sale-${(skus += 1)}`
    const skuId = await buildSku(db)
    await stock(db, site, skuId, BigInt(qty))
    return (n: number) => ({
      orderRef: `${sale}-${n}`,
      cause: `reserve:${sale}-${n}`,
      kind: 'ORDER' as const,
      siteIds: [site.id],
      lines: [{ lineRef: '1', skuId, qty: 1n }],
    })
  }
  return {
    queued: async (qty: number): Promise<Request> => {
      const request = await freshSku(qty)
      return async (n) => (await queue.reserve({ ...request(n), actor: TESTER })).ok
    },
    oneByOne: async (qty: number): Promise<Request> => {
      const request = await freshSku(qty)
      return (n) =>
        db
          .transaction()
          .execute((tx) => reserve(tx, TESTER, request(n)))
          .then(() => true, isShort)
    },
  }
}

function isShort(error: unknown): false {
  if (error instanceof AppError && error.code === 'inventory.insufficient_stock') return false
  throw error
}

async function naive(pool: pg.Pool): Promise<(qty: number) => Promise<Request>> {
  await pool.query('create table naive_stock (sku uuid primary key, good bigint, reserved bigint)')
  await pool.query(
    'create table naive_reservation (id uuid primary key, sku uuid, qty bigint, at timestamptz default now())',
  )
  return async (qty) => {
    const sku = newId()
    await pool.query('insert into naive_stock values ($1, $2, 0)', [sku, qty])
    return async () => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const { rowCount } = await client.query(
          'update naive_stock set reserved = reserved + 1 where sku = $1 and good - reserved >= 1',
          [sku],
        )
        if (rowCount === 1)
          await client.query('insert into naive_reservation (id, sku, qty) values ($1, $2, 1)', [
            newId(),
            sku,
          ])
        await client.query('commit')
        return rowCount === 1
      } finally {
        client.release()
      }
    }
  }
}

export const b2: Benchmark = {
  id: 'B2',
  title:
    'One hot SKU, 256 callers, stock runs out mid-run; queue against a transaction per request',
  bar: 'at least 50 times the naive transaction; sold = stock exactly',
  sizes: {
    callers: CALLERS,
    requests: REQUESTS,
    stock: STOCK,
    oneByOneRequests: ONE_BY_ONE,
    warmUp: WARM_UP,
    fsync: 'on',
  },
  rounds: 5,
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'millrace-b2-'))
    const postgres = await startEmbeddedPostgres({ dataDir })
    const pool = openPool({ url: postgres.url, max: 32 })
    const db = openDb(pool)
    try {
      await migrate(postgres.url)
      const { queued, oneByOne } = await ours(db)
      const queue = await measure(WARM_UP, REQUESTS, queued)
      await assertLedgerHolds(db)
      const simple = await measure(WARM_UP_ONE_BY_ONE, ONE_BY_ONE, await naive(pool))
      const sameWork = await measure(WARM_UP_ONE_BY_ONE, ONE_BY_ONE, oneByOne)
      const times = (run: Run) => Math.round((queue.perSecond / run.perSecond) * 10) / 10
      return {
        queuePerSecond: Math.round(queue.perSecond),
        naivePerSecond: Math.round(simple.perSecond),
        ratio: times(simple),
        sameWorkPerSecond: Math.round(sameWork.perSecond),
        sameWorkRatio: times(sameWork),
        sold: queue.won,
      }
    } finally {
      await db.destroy()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}
