// Numbers that changed after people had seen them (AC-5.1-3): the sums of a shop's closed days, before and after what changed
// them. A day is closed once it is over and its shop has told of a later one; until then it is merely not whole. What is
// told for the first time restates nothing.
//
// The sum before is written down before the sums are made again, the sum after when they are: a crash between leaves the first,
// and whoever makes them again finds it.
import { sql } from 'kysely'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Db } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { dateIn, now } from '#kernel/time.ts'
import { type MeasureName, measureOf } from './measures.ts'
import { sourceOf } from './sources.ts'

/** What people look at, not its working parts. Costs come late by nature and are told by the margin's own words. */
export const RESTATED = [
  'gross_sales',
  'orders',
  'units',
  'cancelled_orders',
  'paid_sales',
  'paid_orders',
  'own_refunds',
  'costed_refunds',
  'refunds',
] as const satisfies readonly MeasureName[]

interface ClosedDay {
  readonly source: string
  readonly shop_id: string
  readonly day: string
  readonly cause: string
}

interface Sum {
  readonly source: string
  readonly shop_id: string
  readonly day: string
  readonly measure: string
  readonly value: string
}

const KEPT = RESTATED.map((name) => `('${sourceOf(measureOf(name).source).rollup}', '${name}')`)

/** Written down before sums are made again. Null: no closed day is among them. */
export async function beginRestating(
  { db, clickhouse }: { readonly db: Db; readonly clickhouse: Clickhouse },
  version: bigint,
): Promise<readonly ClosedDay[]> {
  const days = await closedDays(db, clickhouse, version)
  if (days.length === 0) return days
  const before = new Map((await sumsOf(clickhouse, days)).map((sum) => [keyOf(sum), sum.value]))
  const told = await toldDays(clickhouse, days)
  const rows = days.flatMap((day) =>
    measuresOf(day.source).map((measure) => ({
      ...day,
      measure,
      // A day whose orders were told and that had no refunds showed a zero.
      value:
        before.get(keyOf({ ...day, measure })) ??
        (day.source !== 'ordered' && told.has(`${day.shop_id}|${day.day}`) ? '0' : null),
    })),
  )
  await sql`
    insert into analytics.restatements (shop_id, source, day, measure, cause, from_value)
    select * from unnest(${pgArray(rows.map((row) => row.shop_id))}::uuid[], ${pgArray(rows.map((row) => row.source))}::text[],
      ${pgArray(rows.map((row) => row.day))}::date[], ${pgArray(rows.map((row) => row.measure))}::text[],
      ${pgArray(rows.map((row) => row.cause))}::text[], ${pgArray(rows.map((row) => row.value))}::bigint[])
    -- One cause may come in several batches: what was there before the first of them is what people saw.
    on conflict (shop_id, source, day, measure, cause) do nothing`.execute(db)
  return days
}

export async function endRestating(
  { db, clickhouse }: { readonly db: Db; readonly clickhouse: Clickhouse },
  days: readonly ClosedDay[],
): Promise<void> {
  if (days.length === 0) return
  const causes = new Map(days.map((day) => [`${day.source}|${day.shop_id}|${day.day}`, day.cause]))
  const after = (await sumsOf(clickhouse, days)).map((sum) => ({
    ...sum,
    cause: causes.get(`${sum.source}|${sum.shop_id}|${sum.day}`) ?? '',
  }))
  await sql`
    update analytics.restatements r set to_value = a.value,
      last_at = case when r.to_value is distinct from a.value then clock_timestamp() else r.last_at end
    from unnest(${pgArray(after.map((row) => row.shop_id))}::uuid[], ${pgArray(after.map((row) => row.source))}::text[],
      ${pgArray(after.map((row) => row.day))}::date[], ${pgArray(after.map((row) => row.measure))}::text[],
      ${pgArray(after.map((row) => row.cause))}::text[], ${pgArray(after.map((row) => row.value))}::bigint[])
      as a (shop_id, source, day, measure, cause, value)
    where (r.shop_id, r.source, r.day, r.measure, r.cause) = (a.shop_id, a.source, a.day, a.measure, a.cause)`.execute(
    db,
  )
  // What did not move is no news; what was told for the first time only has to last while its file comes in.
  await sql`
    delete from analytics.restatements
    where from_value = to_value or (from_value is null and last_at < now() - interval '2 days')`.execute(
    db,
  )
}

/** Shop days with orders, as people see them now. */
async function toldDays(
  clickhouse: Clickhouse,
  days: readonly ClosedDay[],
): Promise<ReadonlySet<string>> {
  const rows = await clickhouse.query<{ shop_id: string; day: string }>(
    `select shop_id, toString(day) as day from shop_days final
     where (source, measure) = ('ordered', 'orders') and value <> 0
       and (shop_id, day) in (select arrayJoin(arrayZip({shops:Array(UUID)}, {days:Array(Date)})))`,
    { shops: days.map((one) => one.shop_id), days: days.map(({ day }) => day) },
  )
  return new Set(rows.map(({ shop_id, day }) => `${shop_id}|${day}`))
}

const keyOf = (sum: Omit<Sum, 'value'>) => `${sum.source}|${sum.shop_id}|${sum.day}|${sum.measure}`

const measuresOf = (source: string) =>
  RESTATED.filter((name) => sourceOf(measureOf(name).source).rollup === source)

async function closedDays(
  db: Db,
  clickhouse: Clickhouse,
  version: bigint,
): Promise<readonly ClosedDay[]> {
  const stale = await clickhouse.query<ClosedDay>(
    `select source, shop_id, day, cause from stale_days final where version <= {last:UInt64}`,
    { last: version * 2n },
  )
  if (stale.length === 0) return []
  const told = await clickhouse.query<{ shop_id: string; last: string }>(
    `select shop_id, toString(max(day)) as last from shop_days final
     where (source, measure) = ('ordered', 'orders') and value <> 0 and shop_id in {shops:Array(UUID)} group by shop_id`,
    { shops: [...new Set(stale.map((one) => one.shop_id))] },
  )
  const lastOf = new Map(told.map(({ shop_id, last }) => [shop_id, last]))
  const { rows: zones } = await sql<{ id: string; timeZone: string }>`
    select id, time_zone as "timeZone" from shops.shops`.execute(db)
  const todayOf = new Map(zones.map(({ id, timeZone }) => [id, dateIn(now(), timeZone)]))
  return stale.filter(
    ({ source, shop_id, day }) =>
      measuresOf(source).length > 0 &&
      day < (lastOf.get(shop_id) ?? '') &&
      day < (todayOf.get(shop_id) ?? ''),
  )
}

/** As they are kept now, for these days. */
function sumsOf(clickhouse: Clickhouse, days: readonly ClosedDay[]): Promise<Sum[]> {
  return clickhouse.query<Sum>(
    `select source, shop_id, toString(day) as day, measure, toString(value) as value from shop_days final
     where (source, measure) in (${KEPT.join(', ')})
       and (source, shop_id, day) in (select arrayJoin(arrayZip({sources:Array(String)}, {shops:Array(UUID)}, {days:Array(Date)})))`,
    {
      sources: days.map(({ source }) => source),
      shops: days.map((one) => one.shop_id),
      days: days.map(({ day }) => day),
    },
  )
}
