// What listings nobody has decided about are worth, kept beside them: summing a million order lines takes seconds, and the queue
// is looked at all day. An event names an order; the listings it buys, and those it no longer buys, are summed again.
import { type RawBuilder, sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { houseToday } from '#kernel/house.ts'
import type { Services } from '#kernel/services.ts'
import { addDays } from '#kernel/time.ts'

/** What a line is worth to the queue: sold and not called off. Refunds are not sales, a cancelled order needs no goods. */
export const WORTH = sql<bigint>`case when o.kind = 'sale' and o.status <> 'cancelled' then ol.net_minor else 0 end`

/** Orders that cannot leave before somebody knows what they are. */
export const WAITING = sql<boolean>`o.status in ('awaiting_shipment', 'partially_shipped', 'on_hold')`

export const WORTH_HANDLER = 'listings.worth'

/**
 * As (not) exists, which PostgreSQL can count: behind a coalesce it takes a few listings for granted and walks a million
 * lines one by one (measured: 4 s instead of 0.9 s).
 */
export const IS_UNMAPPED = sql<boolean>`not exists (
  select 1 from listings.mappings m where m.listing_id = l.id and m.valid_to is null and m.state <> 'unmapped')`

/** A batch this full has more behind it: its listings are marked, and summed once at the end. */
const BACKLOG = 1000

/** Summed straight from the lines: `of` selects ids of listings. */
export const summed = (of: RawBuilder<unknown>, today: string) => sql`
  select ol.listing_id as id, count(*)::int as lines,
    (count(distinct o.id) filter (where ${WAITING}))::int as waiting, coalesce(sum(${WORTH}), 0)::bigint as ever,
    coalesce(sum(${WORTH}) filter (where o.ordered_on > ${addDays(today, -90)}::date), 0)::bigint as recent,
    coalesce(sum(${WORTH}) filter (where o.ordered_on > ${addDays(today, -30)}::date), 0)::bigint as month
  from sales.order_lines ol join sales.orders o on o.id = ol.order_id
  where not o.withdrawn and ol.listing_id in (${of}) group by 1`

/** Handler of orders told and listings decided. */
export async function keepWorth(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const orders = events.filter(({ type }) => type !== 'listing.mapped').map(({ key }) => key)
  const named = events.flatMap(({ type, key, payload }) =>
    type === 'listing.mapped' ? [key] : textsOf(payload['noLonger']),
  )
  await sql`/* plan anew */
    insert into listings.worth (listing_id, lines, waiting, ever_minor, recent_minor, month_minor, as_of, is_stale)
    select l.id, 0, 0, 0, 0, 0, '1970-01-01', true from listings.listings l
    where l.id in (
        select listing_id from sales.order_lines where order_id = any(${orders}::uuid[])
        union select unnest(${named}::uuid[]))
      and ${IS_UNMAPPED}
    order by l.id
    on conflict (listing_id) do update set is_stale = true`.execute(tx)
  // Decided: nobody asks any more what it would be worth to decide.
  await sql`
    delete from listings.worth w using listings.listings l
    where l.id = w.listing_id and w.listing_id = any(${named}::uuid[]) and not ${IS_UNMAPPED}`.execute(
    tx,
  )
  if (events.length < BACKLOG) await sumStale(tx)
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

async function sumStale(tx: Tx): Promise<void> {
  const today = await houseToday(tx)
  const stale = sql`select listing_id from listings.worth where is_stale or as_of < ${today}::date`
  await sql`/* plan anew */
    update listings.worth w set lines = coalesce(v.lines, 0), waiting = coalesce(v.waiting, 0), ever_minor = coalesce(v.ever, 0),
      recent_minor = coalesce(v.recent, 0), month_minor = coalesce(v.month, 0), as_of = ${today}::date, is_stale = false
    from (${stale}) as s left join (${summed(stale, today)}) as v on v.id = s.listing_id
    where w.listing_id = s.listing_id`.execute(tx)
}

/** What a backlog or an upgrade left, and days that end: 90 days ago is another day today. Housekeeping, every minute. */
export async function tidyWorth({ db }: Pick<Services, 'db'>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // The handler is at work: it will do this itself.
    const { rows } = await sql`
      select 1 from outbox.cursors where handler = ${WORTH_HANDLER} for update skip locked`.execute(
      tx,
    )
    if (rows.length === 0) return
    await sql`
      insert into listings.worth (listing_id, lines, waiting, ever_minor, recent_minor, month_minor, as_of, is_stale)
      select l.id, 0, 0, 0, 0, 0, '1970-01-01', true from listings.listings l
      where not l.withdrawn and ${IS_UNMAPPED}
        and not exists (select 1 from listings.worth w where w.listing_id = l.id)
      on conflict (listing_id) do nothing`.execute(tx)
    await sumStale(tx)
  })
}

/**
 * Worth of the listings that `wanted` (a CTE of ids) names. Of those nobody has decided about it is kept; what is not kept, or
 * not current, is summed when asked.
 */
export async function worthOf(db: Db, isUnmapped: boolean): Promise<RawBuilder<unknown>> {
  const today = await houseToday(db)
  const all = summed(sql`select id from wanted`, today)
  if (!isUnmapped) return all
  const isKept = (listing: string) => sql`exists (
    select 1 from listings.worth k where k.listing_id = ${sql.ref(listing)} and not k.is_stale and k.as_of = ${today}::date)`
  const kept = sql`
    select k.listing_id as id, k.lines, k.waiting, k.ever_minor as ever, k.recent_minor as recent, k.month_minor as month
    from listings.worth k where not k.is_stale and k.as_of = ${today}::date and k.lines > 0
      and k.listing_id in (select id from wanted)`
  // Asked beforehand: the planner cannot know that nothing is left to sum, and would read all lines to find out.
  const { rows: lacking } = await sql`
    select 1 from listings.listings l where not l.withdrawn and ${IS_UNMAPPED} and not ${isKept('l.id')} limit 1`.execute(
    db,
  )
  if (lacking.length === 0) return kept
  return sql`${kept} union all ${summed(sql`select w.id from wanted w where not ${isKept('w.id')}`, today)}`
}
