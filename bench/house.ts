// A fresh program with a shop, its database beside it, for one round of a bench; and how long its answers take.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { type Db, openDb, openPool } from '#kernel/db.ts'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { startProgram } from '#test/program.ts'
import { type Call, signUp } from './sign-up.ts'

export interface BenchHouse {
  readonly call: Call
  readonly pool: pg.Pool
  readonly db: Db
}

/** Gone when the work is done, however it ends. */
export async function inHouse<T>(
  name: string,
  work: (house: BenchHouse) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), `millrace-${name}-`))
  const program = await startProgram({ dataDir: join(dir, 'data') })
  const { url } = await startEmbeddedPostgres({ dataDir: join(program.dataDir, 'postgres') })
  const pool = openPool({ url, max: 4 })
  const db = openDb(pool)
  try {
    const call = await signUp(program)
    await call('POST', '/api/shops', {
      code: 'BENCH',
      name: 'Bench',
      platform: 'taobao',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    })
    return await work({ call, pool, db })
  } finally {
    await db.destroy()
    await program.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Milliseconds, of so many requests one after the other; the first five are not counted. */
export async function p95(requests: number, request: () => Promise<unknown>): Promise<number> {
  for (let n = 0; n < 5; n++) await request()
  const times: number[] = []
  for (let n = 0; n < requests; n++) {
    const started = performance.now()
    await request()
    times.push(performance.now() - started)
  }
  return times.toSorted((a, b) => a - b)[Math.ceil(requests * 0.95) - 1]!
}
