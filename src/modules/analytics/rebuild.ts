// Facts anew from PostgreSQL, as a job: beside the tables in use, by the same projectBatch, with the same result.
import { sql } from 'kysely'
import type { JobContext } from '#kernel/background.ts'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Tx } from '#kernel/db.ts'
import { reportProgress } from '#kernel/jobs.ts'
import { alone } from './one-writer.ts'
import { batchVersion, projectBatch } from './project.ts'
import { MARKET_TABLES, rebuildMarket } from './project-market.ts'
import { ROLLED, sumDays } from './rollups.ts'
import { fillCategories } from './sku-categories.ts'
import { sourceOf } from './sources.ts'

/** Orders read at once while rebuilding. */
const REBUILD_BATCH = 2000

const TABLES = ['order_lines', 'refunds', 'customers', 'shop_days', ...MARKET_TABLES] as const
const ENDING = '_next'

/** Called between batches with the number of orders done; throws to stop. */
export type Tell = (done: number) => Promise<void>

/** Beside the tables in use, which answer until the new ones take their place. */
export async function build(tx: Tx, clickhouse: Clickhouse, tell: Tell = async () => {}) {
  const version = await batchVersion(tx, clickhouse)
  for (const table of TABLES) {
    await clickhouse.command(`drop table if exists ${table}${ENDING}`)
    await clickhouse.command(`create table ${table}${ENDING} as ${table}`)
  }
  let orders = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<{ id: string }>`
      select id from sales.orders where id > ${after}::uuid order by id limit ${REBUILD_BATCH}`.execute(
      tx,
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) break
    after = ids.at(-1)!
    const token = `rebuild:${version}:${after}`
    await projectBatch(tx, clickhouse, ids, { version, token, ending: ENDING })
    orders += ids.length
    await tell(orders)
  }
  await buildLooseRefunds(tx, clickhouse, version)
  await rebuildMarket(tx, clickhouse, { version, token: `rebuild:${version}`, ending: ENDING })
  await fillCategories(tx, clickhouse)
  for (const name of ROLLED) {
    const from = `${sourceOf(name).table}${ENDING}`
    await sumDays(clickhouse, name, version, { days: null, into: `shop_days${ENDING}`, from })
  }
  for (const table of TABLES) {
    await clickhouse.command(`exchange tables ${table} and ${table}${ENDING}`)
    await clickhouse.command(`drop table ${table}${ENDING}`)
  }
  await clickhouse.command('truncate table stale_days')
  await clickhouse.command(`insert into fact_builds (name) values ('facts')`)
}

async function dropHalf(clickhouse: Clickhouse): Promise<void> {
  for (const table of TABLES) await clickhouse.command(`drop table if exists ${table}${ENDING}`)
}

/** Somebody asked to stop, or the program stops. */
class Stopped extends Error {}

/** All facts anew from PostgreSQL, with the same result; cancelled, the old ones stay. */
export async function rebuildJob(
  _payload: unknown,
  { services, jobId, signal }: JobContext,
): Promise<void> {
  const { db, clickhouse } = services
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from sales.orders`.execute(
    db,
  )
  const total = Number(rows[0]!.count)
  const tell: Tell = async (done) => {
    // Orders that came meanwhile are built too.
    const isWanted = await reportProgress(db, jobId, { done, total: Math.max(total, done) })
    if (!isWanted || signal.aborted) throw new Stopped('stopped')
  }
  try {
    await tell(0)
    await alone(services, (tx) => build(tx, clickhouse, tell))
  } catch (error) {
    await dropHalf(clickhouse)
    // Cancelled is an end; stopped with the program is tried again after the next start.
    if (!(error instanceof Stopped) || signal.aborted) throw error
  }
}

async function buildLooseRefunds(tx: Tx, clickhouse: Clickhouse, version: bigint): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<{ id: string }>`
      select id from aftersales.records where id > ${after}::uuid order by id limit ${REBUILD_BATCH}`.execute(
      tx,
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return
    after = ids.at(-1)!
    const token = `rebuild-records:${version}:${after}`
    await projectBatch(tx, clickhouse, [], { version, token, ending: ENDING }, ids)
  }
}
