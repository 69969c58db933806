// The outbox handler of orders, and the rebuild: both go through projectBatch, so the result is the same.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'
import { batchVersion, projectBatch } from './project.ts'
import { MARKET_HANDLER, MARKET_TABLES, projectSlices, rebuildMarket } from './project-market.ts'
import { related } from './read-orders.ts'
import { refreshStaleDays, ROLLED, sumDays } from './rollups.ts'
import { sourceOf } from './sources.ts'

/** The handler whose position says how far the facts are; its lock keeps two writers apart. */
export const ORDERS_HANDLER = 'analytics.order_lines'

/** What has to have arrived before numbers are current. */
export const HANDLERS: readonly string[] = [ORDERS_HANDLER, MARKET_HANDLER]

/** A batch this full has more behind it: the sums are made once, at the end, and until then questions read rows. */
const BACKLOG = 1000

export async function projectOrders(
  tx: Tx,
  events: readonly DomainEvent[],
  { clickhouse }: Services,
): Promise<void> {
  await waitForWriter(tx, WRITER_LOCK)
  if (!(await isBuilt(clickhouse))) {
    await sql`select pg_advisory_xact_lock(${MARKET_LOCK})`.execute(tx)
    await build(tx, clickhouse)
    return
  }
  // Keys are orders or after-sale records: what is told of either is told of both.
  const { orderIds, recordIds } = await related(tx, [...new Set(events.map(({ key }) => key))])
  const version = await batchVersion(tx)
  const token = `${events[0]!.id}-${events.at(-1)!.id}:${events.length}`
  await projectBatch(tx, clickhouse, orderIds, { version, token }, recordIds)
  if (events.length < BACKLOG) await refreshStaleDays(clickhouse, version)
}

/** Reports of platforms, beside the orders: neither waits for the other. */
export async function projectMarket(
  tx: Tx,
  events: readonly DomainEvent[],
  services: Services,
): Promise<void> {
  await waitForWriter(tx, MARKET_LOCK)
  // Not built yet: whoever builds reads these too.
  if (await isBuilt(services.clickhouse)) await projectSlices(tx, events, services)
}

/** A rebuild is at work: fail after a while and be tried again, since waiting holds up everybody's events. */
async function waitForWriter(tx: Tx, lock: number): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(tx)
  await sql`select pg_advisory_xact_lock(${lock})`.execute(tx)
}

/** Sums left behind by a long backlog or a crash. Housekeeping, every minute. */
export async function tidyFacts(services: Services): Promise<void> {
  await ensureFacts(services)
  const stale = await services.clickhouse.query('select 1 as one from stale_days final limit 1')
  if (stale.length === 0) return
  await alone(services, async (tx) => refreshStaleDays(services.clickhouse, await batchVersion(tx)))
}

const known = new WeakSet<Clickhouse>()

async function isBuilt(clickhouse: Clickhouse): Promise<boolean> {
  if (known.has(clickhouse)) return true
  const rows = await clickhouse.query(`select 1 as one from fact_builds where name = 'facts'`)
  if (rows.length > 0) known.add(clickhouse)
  return rows.length > 0
}

/** Facts exist, or are made now: after an upgrade, or when the analytics folder was lost. */
export async function ensureFacts(services: Services): Promise<void> {
  if (await isBuilt(services.clickhouse)) return
  await alone(services, async (tx) => {
    if (!(await isBuilt(services.clickhouse))) await build(tx, services.clickhouse)
  })
}

/** All facts anew from PostgreSQL, with the same result. Returns the number of lines. */
export function rebuildFacts(services: Services): Promise<bigint> {
  return alone(services, (tx) => build(tx, services.clickhouse))
}

/** Any constant: makes one process at a time write facts. */
const WRITER_LOCK = 7_700_005
const MARKET_LOCK = 7_700_006

/** Nobody else writes facts meanwhile. Takes no transaction id, so the events of others go on. */
export function alone<T>({ db }: Services, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${WRITER_LOCK})`.execute(tx)
    await sql`select pg_advisory_xact_lock(${MARKET_LOCK})`.execute(tx)
    return work(tx)
  })
}

/** Orders read at once while rebuilding. */
const REBUILD_BATCH = 2000

const TABLES = ['order_lines', 'refunds', 'customers', 'shop_days', ...MARKET_TABLES] as const
const ENDING = '_next'

/** Beside the tables in use, which answer until the new ones take their place. */
async function build(tx: Tx, clickhouse: Clickhouse): Promise<bigint> {
  const version = await batchVersion(tx)
  for (const table of TABLES) {
    await clickhouse.command(`drop table if exists ${table}${ENDING}`)
    await clickhouse.command(`create table ${table}${ENDING} as ${table}`)
  }
  let lines = 0n
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<{ id: string }>`
      select id from sales.orders where id > ${after}::uuid order by id limit ${REBUILD_BATCH}`.execute(
      tx,
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) break
    after = ids.at(-1)!
    const token = `rebuild:${version}:${after}`
    lines += BigInt(await projectBatch(tx, clickhouse, ids, { version, token, ending: ENDING }))
  }
  await buildLooseRefunds(tx, clickhouse, version)
  await rebuildMarket(tx, clickhouse, { version, token: `rebuild:${version}`, ending: ENDING })
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
  known.add(clickhouse)
  return lines
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
