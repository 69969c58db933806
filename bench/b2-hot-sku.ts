// B2: one hot SKU, 256 callers, stock runs out in the middle of the run. Beside it, on the same server with the
// same durability, what everybody writes first: a transaction per request that reads, updates and inserts.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDb, openPool } from '#kernel/db.ts'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { newId } from '#kernel/ids.ts'
import { migrate } from '#kernel/migrate.ts'
import { openReservationQueue } from '#modules/inventory'
import { assertLedgerHolds, buildSite, buildSku, stock, TESTER } from '#test/factories.ts'
import type { Benchmark } from './run.ts'

const CALLERS = 256
const REQUESTS = 40_000
const STOCK = 20_000
const NAIVE_REQUESTS = 1500
/** Unmeasured, on another SKU: a sale does not begin in the second the program started. Both sides get it. */
const WARM_UP = 3000

/** `callers` at once until `total` requests are made; requests per second. */
async function drive(
  total: number,
  request: (n: number) => Promise<boolean>,
): Promise<{ perSecond: number; won: number }> {
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

export const b2: Benchmark = {
  id: 'B2',
  title:
    'One hot SKU, 256 callers, stock runs out mid-run; queue against a transaction per request',
  bar: 'at least 50 times the naive transaction; sold = stock exactly',
  sizes: {
    callers: CALLERS,
    requests: REQUESTS,
    stock: STOCK,
    naiveRequests: NAIVE_REQUESTS,
    fsync: 'on',
  },
  rounds: 3,
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'millrace-b2-'))
    const postgres = await startEmbeddedPostgres({ dataDir })
    const pool = openPool({ url: postgres.url, max: 32 })
    const db = openDb(pool)
    try {
      await migrate(postgres.url)
      const site = await buildSite(db)
      const skuId = await buildSku(db)
      await stock(db, site, skuId, BigInt(STOCK))
      const queue = openReservationQueue(db)
      const ask = (sku: string, name: string) => async (n: number) => {
        const orderRef = `${name}-${n}`
        const { ok } = await queue.reserve({
          actor: TESTER,
          orderRef,
          cause: `reserve:${orderRef}`,
          kind: 'ORDER',
          siteIds: [site.id],
          lines: [{ lineRef: '1', skuId: sku, qty: 1n }],
        })
        return ok
      }
      const other = await buildSku(db)
      await stock(db, site, other, BigInt(WARM_UP >> 1))
      await drive(WARM_UP, ask(other, 'warm'))
      const batched = await drive(REQUESTS, ask(skuId, 'b2'))
      assert.equal(batched.won, STOCK, 'sold is exactly what there was')
      await assertLedgerHolds(db)

      await pool.query(
        'create table naive_stock (sku uuid primary key, good bigint, reserved bigint)',
      )
      await pool.query(
        'create table naive_reservation (id uuid primary key, sku uuid, qty bigint, at timestamptz default now())',
      )
      const naiveSku = async (sku: string, qty: number) => {
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
              await client.query(
                'insert into naive_reservation (id, sku, qty) values ($1, $2, 1)',
                [newId(), sku],
              )
            await client.query('commit')
            return rowCount === 1
          } finally {
            client.release()
          }
        }
      }
      await drive(WARM_UP / 10, await naiveSku(other, WARM_UP / 20))
      const naive = await drive(NAIVE_REQUESTS, await naiveSku(skuId, NAIVE_REQUESTS >> 1))
      return {
        queuePerSecond: Math.round(batched.perSecond),
        naivePerSecond: Math.round(naive.perSecond),
        ratio: Math.round((batched.perSecond / naive.perSecond) * 10) / 10,
        sold: batched.won,
      }
    } finally {
      await db.destroy()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}
