// A stream of clicks (user, item, category, pv/cart/fav/buy, unix seconds) becomes the traffic of shop and items per day.
// People are counted once per day; who they are is forgotten with the transaction. A file holds whole days: a
// later file about the same day replaces it, since people seen in two files cannot be told apart afterwards.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { instant } from '#kernel/time.ts'
import {
  type ImportFile,
  type ImportOutcome,
  type ImportRow,
  type ImportWork,
  readerOf,
} from '#modules/layouts'
import { periodOverlaps } from './errors.ts'
import { openStore } from './store.ts'

const BEHAVIORS = new Set(['pv', 'cart', 'fav', 'buy'])

/** Clicks written at once. */
const BATCH = 5000

interface Click {
  readonly user: string
  readonly item: string
  readonly behavior: string
  readonly seconds: number
  readonly row: number
}

export async function importClicks(work: ImportWork, file: ImportFile): Promise<ImportOutcome> {
  const { tx } = work
  // Summing up a million clicks takes longer than a page may.
  await sql`set local statement_timeout = '10min'`.execute(tx)
  const items = await openStore(work, file, 'item_traffic')
  const shop = await openStore(work, file, 'shop_traffic')
  await sql`create temp table market_clicks (
    user_ref text, item_no text, behavior text, day date, row integer) on commit drop`.execute(tx)
  const refused = await gather(work, file)
  for await (const row of aggregates(tx, true)) await items.put(draftOf(row, file, row.clicks))
  // A click counts once: as the row of its item. The shop's row of the day comes with it.
  for await (const row of aggregates(tx, false)) await shop.put(draftOf(row, file, 0))
  await items.finish()
  await shop.finish()
  const { rows } = await sql<{ clicks: bigint; visitors: bigint; days: bigint }>`
    select count(*) as clicks, count(distinct user_ref) as visitors, count(distinct day) as days from market_clicks`.execute(
    tx,
  )
  const { created, updated, unchanged, refused: clashes } = items.counts
  await sql`drop table market_clicks`.execute(tx)
  if (clashes > 0) throw periodOverlaps()
  return { created, updated, unchanged, totals: { ...rows[0]!, refusedClicks: refused } }
}

async function gather(work: ImportWork, file: ImportFile): Promise<number> {
  const reader = readerOf(file, work.shop!.timeZone)
  let clicks: Click[] = []
  let done = 0
  let refused = 0
  const flush = async () => {
    await sql`
      insert into market_clicks
      select u, i, b, (to_timestamp(s) at time zone ${work.shop!.timeZone})::date, r
      from unnest(${clicks.map(({ user }) => user)}::text[], ${clicks.map(({ item }) => item)}::text[],
        ${clicks.map(({ behavior }) => behavior)}::text[], ${clicks.map(({ seconds }) => seconds)}::float8[],
        ${clicks.map(({ row }) => row)}::int[]) as c (u, i, b, s, r)`.execute(work.tx)
    clicks = []
  }
  for await (const row of file.rows()) {
    done += 1
    const cells = reader(row)
    const user = cells.required('user_ref')
    const item = cells.required('platform_item')
    const behavior = cells.required('behavior').toLowerCase()
    const seconds = cells.required('at')
    if (behavior !== '' && !BEHAVIORS.has(behavior)) {
      cells.bad('behavior', '应为 pv、cart、fav 或 buy', 'must be pv, cart, fav or buy')
    }
    if (seconds !== '' && !isSecond(seconds)) {
      cells.bad('at', '应为 2000 年以后的秒数', 'must be seconds since 1970, after 2000')
    }
    if (cells.problems.length > 0) {
      refused += 1
      work.refuse(row, cells.problems)
    } else clicks.push({ user, item, behavior, seconds: Number(seconds), row: row.row })
    if (clicks.length >= BATCH) await flush()
    if (done % BATCH === 0) await work.progress(done)
  }
  await flush()
  await sql`analyze market_clicks`.execute(work.tx)
  return refused
}

/** Ten digits, between 2001 and 2096: anything else is another unit or a cut line. */
const isSecond = (text: string) =>
  /^[1-3]\d{9}$/.test(text) && instant(Number(text) * 1000).getUTCFullYear() < 2096

interface Aggregate {
  readonly item: string
  readonly day: string
  readonly row: number
  readonly clicks: number
  readonly visitors: bigint
  readonly views: bigint
  readonly carters: bigint
  readonly cartClicks: bigint
  readonly favers: bigint
  readonly buyers: bigint
  readonly buyClicks: bigint
}

/** Rows of one page of sums. */
const PAGE = 5000

/** Summed once, then read page by page: summing again for every page would take hours for a million clicks. */
async function* aggregates(tx: Tx, byItem: boolean): AsyncIterable<Aggregate> {
  const item = byItem ? sql`item_no` : sql`''::text`
  await sql`
    create temp table market_click_sums on commit drop as
    select row_number() over (order by day, ${item}) as n, ${item} as item, day::text as day, min(row) as row,
      count(*)::int as clicks, count(distinct user_ref) as visitors,
      count(*) filter (where behavior = 'pv') as views,
      count(distinct user_ref) filter (where behavior = 'cart') as carters,
      count(*) filter (where behavior = 'cart') as "cartClicks",
      count(distinct user_ref) filter (where behavior = 'fav') as favers,
      count(distinct user_ref) filter (where behavior = 'buy') as buyers,
      count(*) filter (where behavior = 'buy') as "buyClicks"
    from market_clicks group by day, ${item}`.execute(tx)
  await sql`create index on market_click_sums (n)`.execute(tx)
  for (let after = 0; ; after += PAGE) {
    const { rows } = await sql<Aggregate>`
      select * from market_click_sums where n > ${after} and n <= ${after + PAGE} order by n`.execute(
      tx,
    )
    yield* rows
    if (rows.length < PAGE) break
  }
  await sql`drop table market_click_sums`.execute(tx)
}

/** Clicks tell people and times, not pieces or money: those stay untold. */
function draftOf(row: Aggregate, file: ImportFile, weight: number) {
  const at: ImportRow = { row: row.row, values: [] }
  return {
    row: at,
    weight,
    key: (row.item === '' ? { channel: '' } : { platform_item: row.item }) as Record<
      string,
      string
    >,
    from: row.day,
    to: row.day,
    values: {
      visitors: row.visitors,
      page_views: row.views,
      cart_users: row.carters,
      fav_users: row.favers,
      paid_buyers: row.buyers,
    },
    more: {
      cart_clicks: String(row.cartClicks),
      buy_clicks: String(row.buyClicks),
      from: file.layout.id,
    },
  }
}
