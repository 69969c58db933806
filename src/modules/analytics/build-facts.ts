// Handlers of the outbox, and whether facts exist at all. What happens is projected as it is told; a rebuild (rebuild.ts) goes
// through the same projectBatch, so the result is the same.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/errors.ts'
import { enqueue, type JobProgress } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { batchVersion, projectBatch } from './project.ts'
import { MARKET_HANDLER, projectSlices } from './project-market.ts'
import { alone, ASK_LOCK, MARKET_LOCK, waitForWriter, WRITER_LOCK } from './one-writer.ts'
import { causesOf, related } from './read-orders.ts'
import { build } from './rebuild.ts'
import { refreshStaleDays } from './rollups.ts'
import { CATEGORIES_HANDLER } from './sku-categories.ts'

/** The handler whose position says how far the facts are; its lock keeps two writers apart. */
export const ORDERS_HANDLER = 'analytics.order_lines'

/** What has to have arrived before numbers are current. */
export const HANDLERS: readonly string[] = [ORDERS_HANDLER, MARKET_HANDLER, CATEGORIES_HANDLER]

export const REBUILD_JOB = 'analytics.rebuild'

/** Long work over facts runs one after another. */
export const QUEUE = 'analytics'

/** A batch this full has more behind it: the sums are made once, at the end, and until then questions read rows. */
const BACKLOG = 1000

export async function projectOrders(
  tx: Tx,
  events: readonly DomainEvent[],
  services: Services,
): Promise<void> {
  const { clickhouse } = services
  await waitForWriter(tx, WRITER_LOCK)
  // Not built: whoever builds reads these orders too. Building here would hold up everybody's events.
  if (!(await mayProject(tx, clickhouse))) return
  // Keys are orders or after-sale records: what is told of either is told of both.
  const { orderIds, recordIds } = await related(tx, [...new Set(events.map(({ key }) => key))])
  const version = await batchVersion(tx, clickhouse)
  const token = `${events[0]!.id}-${events.at(-1)!.id}:${events.length}`
  const causes = await causesOf(tx, events)
  await projectBatch(tx, clickhouse, orderIds, { version, token, causes }, recordIds)
  if (events.length < BACKLOG) await refreshStaleDays(services, version)
}

/** Reports of platforms, beside the orders: neither waits for the other. */
export async function projectMarket(
  tx: Tx,
  events: readonly DomainEvent[],
  services: Services,
): Promise<void> {
  await waitForWriter(tx, MARKET_LOCK)
  if (await mayProject(tx, services.clickhouse)) await projectSlices(tx, events, services)
}

/** Sums left behind by a long backlog or a crash, and facts that are not there. Housekeeping, every minute. */
export async function tidyFacts(services: Services): Promise<void> {
  if (!(await begun(services))) return
  const stale = await services.clickhouse.query('select 1 as one from stale_days final limit 1')
  if (stale.length === 0) return
  await alone(services, async (tx) =>
    refreshStaleDays(services, await batchVersion(tx, services.clickhouse)),
  )
}

const known = new WeakSet<Clickhouse>()

async function isBuilt(clickhouse: Clickhouse): Promise<boolean> {
  if (known.has(clickhouse)) return true
  const rows = await clickhouse.query(`select 1 as one from fact_builds where name = 'facts'`)
  if (rows.length > 0) known.add(clickhouse)
  return rows.length > 0
}

/** Built, or nothing was ever told: then all that happens is still to come, and facts begin empty. */
async function mayProject(db: Db, clickhouse: Clickhouse): Promise<boolean> {
  if (await isBuilt(clickhouse)) return true
  const { rows } = await sql`
    select 1 from outbox.cursors where handler in (${ORDERS_HANDLER}, ${MARKET_HANDLER}) and delivered > 0 limit 1`.execute(
    db,
  )
  if (rows.length > 0) return false
  await clickhouse.command(`insert into fact_builds (name) values ('facts')`)
  return true
}

/** Facts exist, or are made now if that is quick (after an upgrade, or when their folder was lost), else by a job. */
export async function ensureFacts(services: Services): Promise<void> {
  if (await begun(services)) return
  const progress = await askForBuild(services)
  const [done, total] = [progress?.done ?? 0, progress?.total ?? '…']
  throw refuse('analytics.building', 503, {
    zh: `经营数据正在由订单重建(${done} / ${total}),完成前不能查询;进度见「任务」,其他功能不受影响`,
    en: `The numbers are being built from the orders (${done} of ${total}). Ask again when it is done; see Jobs. Everything else works.`,
  })
}

/** Most orders that are built while somebody waits. */
const QUICK = 5000

/** Facts exist now. False: they are a long job, which somebody has to ask for. */
async function begun(services: Services): Promise<boolean> {
  const { db, clickhouse } = services
  if (await mayProject(db, clickhouse)) return true
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from (select 1 from sales.orders limit ${QUICK + 1}) as few`.execute(
    db,
  )
  if (rows[0]!.count > QUICK) return false
  await alone(services, async (tx) => {
    if (!(await isBuilt(clickhouse))) await build(tx, clickhouse)
  })
  return true
}

/** One build is enough, however many ask. Says how far it is. */
function askForBuild({ db }: Services): Promise<JobProgress | null> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${ASK_LOCK})`.execute(tx)
    const { rows } = await sql<{ progress: JobProgress | null }>`
      select progress from jobs.runs where name = ${REBUILD_JOB} and status in ('waiting', 'running', 'retrying') limit 1`.execute(
      tx,
    )
    if (rows[0]) return rows[0].progress
    await enqueue(tx, REBUILD_JOB, {}, { queue: QUEUE })
    return null
  })
}
