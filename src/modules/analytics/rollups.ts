// Sums per shop and day beside the rows they are sums of. A day is marked stale before its rows change and unmarked after its
// sums are made again, so a crash leaves a mark; a question reads the rows of marked days (compile.ts).
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Db } from '#kernel/db.ts'
import { kept, keysOf, type MeasureName, measureOf, NO_KEYS } from './measures.ts'
import type { Period } from './periods.ts'
import { beginRestating, endRestating } from './restate.ts'
import { type Source, SOURCES, type SourceName, sourceOf } from './sources.ts'

export interface ShopDay {
  readonly source: string
  readonly shop_id: string
  readonly day: string
  /** What changed it: `import:<run>`. */
  readonly cause?: string
}

/** Sources that keep sums of their own; others may read them. */
export const ROLLED = (Object.keys(SOURCES) as SourceName[]).filter(
  (name) => sourceOf(name).rollup === name,
)

/** A day that has not come. */
export const NO_DAY = '1970-01-01'

/** The shop days a row counts in. */
export function daysOf(
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  causes: ReadonlyMap<string, string> = new Map(),
): ShopDay[] {
  const found = new Map<string, ShopDay>()
  for (const name of ROLLED) {
    const source = sourceOf(name)
    if (source.table !== table) continue
    for (const row of rows) {
      const day = String(row[source.day])
      if (day === NO_DAY) continue
      const shop = String(row['shop_id'])
      const cause = causes.get(String(row['order_id'] ?? row['subject_id'])) ?? ''
      found.set(`${name}|${shop}|${day}`, { source: name, shop_id: shop, day, cause })
    }
  }
  return [...found.values()]
}

export async function markStale(
  clickhouse: Clickhouse,
  days: readonly ShopDay[],
  version: bigint,
  token: string,
): Promise<void> {
  await clickhouse.insert(
    'stale_days',
    days.map((day) => ({ ...day, version: version * 2n, deleted: 0 })),
    `stale:${token}`,
  )
}

/** Marked days beyond which reading all rows is simpler than telling days apart: an import of years is on its way. */
const MANY = 500

/** Shop days of a period whose sums are older than their rows. Null: too many to tell apart. */
export async function staleDays(
  clickhouse: Clickhouse,
  { from, to }: Period,
): Promise<ShopDay[] | null> {
  const days = await clickhouse.query<ShopDay>(
    `select source, shop_id, day from stale_days final where day between {from:Date} and {to:Date} limit {most:UInt32}`,
    { from, to, most: MANY + 1 },
  )
  return days.length > MANY ? null : days
}

/** Make the sums of marked days again from their rows, and take the marks away. */
export async function refreshStaleDays(
  services: { readonly db: Db; readonly clickhouse: Clickhouse },
  version: bigint,
): Promise<void> {
  const { clickhouse } = services
  const stale = await clickhouse.query<{ source: SourceName }>(
    'select distinct source from stale_days final where version <= {last:UInt64}',
    { last: version * 2n },
  )
  if (stale.length === 0) return
  const closed = await beginRestating(services, version)
  for (const { source } of stale) {
    await sumDays(clickhouse, source, version, {
      days: `select shop_id, day from stale_days final where source = '${source}' and version <= {last:UInt64}`,
      into: 'shop_days',
    })
  }
  await endRestating(services, closed)
  await clickhouse.command(
    `insert into stale_days (source, shop_id, day, version, deleted)
     select source, shop_id, day, {version:UInt64} * 2 + 1, 1 from stale_days final
     where version <= {version:UInt64} * 2`,
    { version },
  )
}

/** Sums of some days (or of all) into `into`; a day without rows any more gets zeros. */
export async function sumDays(
  clickhouse: Clickhouse,
  name: SourceName,
  version: bigint,
  to: { days: string | null; into: string; from?: string },
): Promise<void> {
  const source: Source = sourceOf(name)
  const measures = kept(name).map((measure) => ({ measure, ...columnOf(measure) }))
  const columns = (how: keyof Column) => measures.map((one) => `${one[how]} as ${one.measure}`)
  const only = to.days === null ? '' : `and (shop_id, ${source.day}) in (${to.days})`
  const zeros =
    to.days === null
      ? ''
      : `union all select shop_id, day, '', '', ${columns('none').join(', ')} from (${to.days})`
  await clickhouse.command(
    `insert into ${to.into} (source, shop_id, day, measure, version, shop, platform, value, keys)
     select '${name}', shop_id, day, kept.1, {version:UInt64}, shop, platform, kept.2, kept.3 from (
       select shop_id, day, max(shop) as shop, max(platform) as platform, ${columns('again').join(', ')}
       from (
         select shop_id, ${source.day} as day, any(shop) as shop, any(platform) as platform, ${columns('first').join(', ')}
         from ${to.from ?? source.table} final
         where ${source.day} > '${NO_DAY}' ${source.where ? `and ${source.where}` : ''} ${only}
         group by shop_id, day
         ${zeros})
       group by shop_id, day)
     array join [${measures.map((one) => `('${one.measure}', ${one.pair})`).join(', ')}] as kept`,
    { version, last: version * 2n },
  )
}

interface Column {
  /** Over the rows. */
  readonly first: string
  /** Of a day that lost its rows. */
  readonly none: string
  /** Both together. */
  readonly again: string
  /** As it is kept: a sum and a set, one of them empty. */
  readonly pair: string
}

function columnOf(name: MeasureName): Column {
  const { sum, distinct } = measureOf(name)
  return distinct
    ? {
        first: keysOf(distinct),
        none: NO_KEYS,
        again: `uniqExactMergeState(${name})`,
        pair: `toInt64(0), ${name}`,
      }
    : {
        first: `toInt64(${sum})`,
        none: 'toInt64(0)',
        again: `sum(${name})`,
        pair: `${name}, ${NO_KEYS}`,
      }
}
