// What lay on the shelves at the end of each day, per SKU and site, from the ledger as it stood then: by when things
// happened, so a day can be written again after a late entry and says what is true now.
import { sql } from 'kysely'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Db } from '#kernel/db.ts'
import { refuse } from '#kernel/errors.ts'
import { reportProgress } from '#kernel/jobs.ts'
import type { JobContext } from '#kernel/background.ts'
import { houseZone } from '#kernel/house.ts'
import type { Services } from '#kernel/services.ts'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { OWN_GOODS } from '#modules/parties'
import { alone } from './one-writer.ts'
import { batchVersion } from './project.ts'
import { type FactRow, replaceRows } from './replace-rows.ts'

/** Days written when nothing was written before: a quarter shows a trend, more is on demand. */
const FIRST_DAYS = 1

/** Days that are over and not written yet. Hourly, since sites live in several time zones. */
export async function snapshotStock(services: Services): Promise<void> {
  const yesterday = addDays(await earliestToday(services.db), -1)
  const [last] = await services.clickhouse.query<{ day: string }>(
    'select toString(max(day)) as day from stock_days final having count() > 0',
  )
  const from = last ? addDays(last.day, 1) : addDays(yesterday, 1 - FIRST_DAYS)
  if (from > yesterday) return
  // After a long stop: the newest quarter, at most.
  const first = addDays(yesterday, 1 - MAX_DAYS)
  await writeStockDays(services, from < first ? first : from, yesterday)
}

/** A day is written once, so it has to be over at every site. */
async function earliestToday(db: Db): Promise<string> {
  const { rows } = await sql<{
    zone: string
  }>`select distinct time_zone as zone from places.sites`.execute(db)
  const zones = rows.length > 0 ? rows.map(({ zone }) => zone) : [await houseZone(db)]
  return zones.map((zone) => dateIn(now(), zone)).toSorted()[0]!
}

/** Days written at once: each reads the ledger up to its end. */
const MAX_DAYS = 92

export const STOCK_DAYS_JOB = 'analytics.write_stock_days'

export function refuseTooMany(from: string, to: string): void {
  if (addDays(from, MAX_DAYS - 1) >= to) return
  throw refuse('analytics.too_many_days', 400, {
    zh: `一次最多写 ${MAX_DAYS} 天的快照,请分几次`,
    en: `At most ${MAX_DAYS} days of snapshots at once. Ask several times.`,
  })
}

/** Write (again) the days from … to, as a job somebody asked for; what is written stays when it is stopped. */
export async function stockDaysJob(
  payload: unknown,
  { services, jobId, signal }: JobContext,
): Promise<void> {
  const { from, to } = payload as { from: string; to: string }
  let [done, total] = [0, 0]
  for (let day = from; day <= to; day = addDays(day, 1)) total += 1
  await writeStockDays(services, from, to, async () => {
    done += 1
    if (signal.aborted) throw new Error('the program stops')
    return reportProgress(services.db, jobId, { done, total })
  })
}

/** `goOn` is asked after each day. */
async function writeStockDays(
  services: Services,
  from: string,
  to: string,
  goOn: () => Promise<boolean> = async () => true,
): Promise<void> {
  await alone(services, async (tx) => {
    const version = await batchVersion(tx, services.clickhouse)
    for (let day = from; day <= to; day = addDays(day, 1)) {
      await writeDay(tx, services.clickhouse, day, version)
      if (!(await goOn())) return
    }
  })
}

async function writeDay(
  db: Db,
  clickhouse: Clickhouse,
  day: string,
  version: bigint,
): Promise<void> {
  const fresh = await readDay(db, day)
  const stored = await clickhouse.query<FactRow>(
    'select day, site_id, sku_id from stock_days final where day = {day:Date}',
    { day },
  )
  await replaceRows(clickhouse, 'stock_days', {
    stored,
    fresh,
    version,
    token: `${day}:${version}`,
  })
}

/** The value of a SKU is shared over its sites by quantity, rounded to the 分; without a cost it is unknown. */
async function readDay(db: Db, day: string): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`
    with ends as (
      select id, code, ((${day}::date + 1)::timestamp at time zone time_zone) as at from places.sites),
    held as (
      select l.site_id, side.sku_id, sum(side.qty)::bigint as qty,
        coalesce(sum(side.qty) filter (where side.quality = 'good'), 0)::bigint as good from (
        select sku_id, to_location as location_id, to_quality as quality, qty, effective_at from inventory.moves
        where owner_id = ${OWN_GOODS}
        union all
        select sku_id, from_location, from_quality, -qty, effective_at from inventory.moves where owner_id = ${OWN_GOODS}) as side
      join places.locations l on l.id = side.location_id join ends e on e.id = l.site_id
      where l.is_real and side.effective_at < e.at group by 1, 2),
    promised as (
      select n.site_id, n.sku_id, sum(n.delta)::bigint as qty from inventory.reservation_entries n join ends e on e.id = n.site_id
      where n.kind in ('SOFT', 'ORDER', 'HARD', 'FREEZE') and n.recorded_at < e.at group by 1, 2),
    worth as (
      select sku_id, sum(qty)::bigint as qty, sum(average_minor)::bigint as value from costing.entries
      where booked_on <= ${day}::date and owner_id = ${OWN_GOODS} group by 1)
    select ${day}::text as day, h.site_id, h.sku_id, e.code as site, k.code as sku, coalesce(p.code, '') as spu, k.name as title,
      h.qty as on_hand, coalesce(r.qty, 0) as promised, h.good - coalesce(r.qty, 0) as available,
      case when w.qty > 0 and w.value <> 0 then round(w.value::numeric * h.qty / w.qty)::bigint end as value_minor
    from held h join ends e on e.id = h.site_id join catalog.skus k on k.id = h.sku_id
    left join catalog.spus p on p.id = k.spu_id
    left join promised r on r.site_id = h.site_id and r.sku_id = h.sku_id
    left join worth w on w.sku_id = h.sku_id
    where h.qty <> 0 order by 2, 3`.execute(db)
  return rows
}
