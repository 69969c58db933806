// One poll of one shop, as a job: look at the clock, renew tokens, pull what changed, read what is marked, tell what has to be
// told. Every step commits as it goes, so that a poll that dies has done what it has done.
import { sql } from 'kysely'
import type { JobContext } from '#kernel/background.ts'
import { forgetDone } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { pullBills } from './bills.ts'
import type { Capabilities } from './connector.ts'
import type { Step } from './contract.ts'
import { computeFigures } from './feed.ts'
import { type OpenLink, openLink, readLink } from './links.ts'
import { pullKind } from './pull.ts'
import { readMarked } from './read.ts'
import { tellDates, tellRefunds } from './tell-acts.ts'
import { sendListings, sendPrices, sendStock } from './tell-figures.ts'
import { tellShipments } from './tell-shipments.ts'
import { POLL_JOB, startPoll } from './wake-poll.ts'

export async function poll(payload: unknown, { services, signal }: JobContext): Promise<void> {
  const { shopId } = payload as { shopId: string }
  const link = await readLink(services, shopId)
  if (!link?.active) return
  const open = openLink(services, link, signal)
  try {
    for (const [step, run, isSupported] of PARTS) {
      if (isSupported && !isSupported(open.connector.capabilities)) continue
      await runStep(open, step, run)
    }
    await sql`
      update connectors.links set last_success_at = clock_timestamp(), failures = 0 where shop_id = ${shopId}`.execute(
      services.db,
    )
  } catch (error) {
    // A poll that is stopped has not failed: the next one goes on.
    if (signal.aborted) throw error
    await sql`
      update connectors.links set last_error_at = clock_timestamp(), last_error = ${textOf(error)}, failures = failures + 1
      where shop_id = ${shopId}`.execute(services.db)
    throw error
  } finally {
    await keepTally(open)
  }
}

type Part = readonly [
  step: Step,
  run: (open: OpenLink) => Promise<void>,
  isSupported?: (can: Capabilities) => boolean,
]

/** In this order: what is told stands on what was pulled, and is read back in the same poll. */
const PARTS: readonly Part[] = [
  ['connect', (open) => open.prepare()],
  ['orders', (open) => pullKind(open, 'orders'), ({ pulls }) => pulls.includes('orders')],
  [
    'aftersales',
    (open) => pullKind(open, 'aftersales'),
    ({ pulls }) => pulls.includes('aftersales'),
  ],
  ['bills', pullBills, ({ bills }) => bills],
  [
    'stock',
    async (open) => {
      await computeFigures(open)
      await sendStock(open)
    },
    ({ stock }) => stock !== null,
  ],
  ['prices', sendPrices, ({ prices }) => prices],
  ['listings', sendListings, ({ listings }) => listings],
  ['shipments', tellShipments, ({ shipments }) => shipments],
  ['refunds', tellRefunds, ({ refunds }) => refunds],
  ['dates', tellDates, ({ dates }) => dates],
  ['read', readMarked],
]

const textOf = (error: unknown) => (error as Error).message.slice(0, 1000)

async function runStep(open: OpenLink, step: Step, run: Part[1]): Promise<void> {
  const keep = (error: string | null) =>
    sql`
    insert into connectors.steps as s (shop_id, step, success_at, error_at, error)
    values (${open.link.shopId}, ${step}, case when ${error}::text is null then clock_timestamp() end,
      case when ${error}::text is not null then clock_timestamp() end, coalesce(${error}, ''))
    on conflict (shop_id, step) do update set success_at = coalesce(excluded.success_at, s.success_at),
      error_at = coalesce(excluded.error_at, s.error_at),
      error = case when excluded.error_at is null then s.error else excluded.error end`.execute(
      open.services.db,
    )
  try {
    await run(open)
  } catch (error) {
    if (!open.signal.aborted) await keep(textOf(error))
    throw error
  }
  await keep(null)
}

/** Calls of a week are enough for a budget of a day; numbers of pushes are kept until no platform sends them again. */
async function keepTally({ services: { db }, link, tally }: OpenLink): Promise<void> {
  await sql`
    insert into connectors.calls as c (shop_id, hour, calls, failed, throttled)
    values (${link.shopId}, date_trunc('hour', clock_timestamp()), ${tally.calls}, ${tally.failed}, ${tally.throttled})
    on conflict (shop_id, hour) do update set calls = c.calls + excluded.calls, failed = c.failed + excluded.failed,
      throttled = c.throttled + excluded.throttled`.execute(db)
  if (tally.wait)
    await sql`
      update connectors.links set throttled_at = ${tally.wait.at}, throttled_wait_ms = ${tally.wait.ms}
      where shop_id = ${link.shopId}`.execute(db)
  await sql`delete from connectors.calls where shop_id = ${link.shopId} and hour < now() - interval '7 days'`.execute(
    db,
  )
  await sql`
    delete from connectors.inbox where shop_id = ${link.shopId} and received_at < now() - interval '14 days'`.execute(
    db,
  )
}

/** Every minute: a poll for each shop that has none under way. */
export async function pollAll({ db }: Services): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ shopId: string }>`
      select l.shop_id as "shopId" from connectors.links l join shops.shops s on s.id = l.shop_id
      where l.active and s.active and not exists (
        select 1 from jobs.runs r where r.name = ${POLL_JOB} and r.status in ('waiting', 'running', 'retrying')
          and r.payload->>'shopId' = l.shop_id::text)
      order by l.shop_id`.execute(tx)
    for (const { shopId } of rows) await startPoll(tx, shopId)
    await forgetDone(tx, POLL_JOB)
  })
}
