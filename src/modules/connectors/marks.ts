// What has to be read: marks set by lists and pushes, taken away by readings. A mark set while its record was being read
// stays (INV-CONN-2).
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import type { Head, Kind } from './connector.ts'

/** A list knows when each record changed: what we have is left alone. Replaying a page changes nothing. */
export async function markHeard(
  tx: Tx,
  shopId: string,
  kind: Kind,
  heads: readonly Head[],
): Promise<void> {
  // A page may name a record twice; the later word counts.
  const newest = new Map<string, Head>()
  for (const head of heads) {
    const known = newest.get(head.no)
    if (!known || known.modifiedAt < head.modifiedAt) newest.set(head.no, head)
  }
  const all = [...newest.values()].toSorted((a, b) => (a.no < b.no ? -1 : 1))
  await sql`
    insert into connectors.marks as m (shop_id, kind, no, heard_at, amount_minor)
    select ${shopId}::uuid, ${kind}, * from unnest(${pgArray(all.map(({ no }) => no))}::text[],
      ${pgArray(all.map(({ modifiedAt }) => modifiedAt))}::timestamptz[], ${pgArray(all.map(({ amountMinor }) => amountMinor))}::bigint[])
    on conflict (shop_id, kind, no) do update set dirty = true, asked = m.asked + 1, heard_at = excluded.heard_at,
      amount_minor = excluded.amount_minor, next_try_at = least(m.next_try_at, clock_timestamp()),
      dirty_since = case when m.dirty then m.dirty_since else clock_timestamp() end
    where coalesce(m.heard_at < excluded.heard_at, true) and coalesce(m.have_at < excluded.heard_at, true)`.execute(
    tx,
  )
}

/** A push only says that something happened: the record is read whatever we have. */
export async function markPushed(
  tx: Tx,
  shopId: string,
  kind: Kind,
  nos: readonly string[],
): Promise<void> {
  const all = [...new Set(nos)].toSorted()
  await sql`
    insert into connectors.marks as m (shop_id, kind, no)
    select ${shopId}::uuid, ${kind}, * from unnest(${pgArray(all)}::text[])
    on conflict (shop_id, kind, no) do update set dirty = true, asked = m.asked + 1,
      next_try_at = least(m.next_try_at, clock_timestamp()),
      dirty_since = case when m.dirty then m.dirty_since else clock_timestamp() end`.execute(tx)
}

export interface Mark {
  readonly no: string
  readonly asked: number
  readonly heardAt: Date | null
  readonly tries: number
}

export async function dueMarks(
  db: Db,
  shopId: string,
  kind: Kind,
  limit: number,
): Promise<readonly Mark[]> {
  const { rows } = await sql<Mark>`
    select no, asked, heard_at as "heardAt", tries from connectors.marks
    where shop_id = ${shopId} and kind = ${kind} and dirty and next_try_at <= clock_timestamp()
    order by dirty_since, no limit ${limit}`.execute(db)
  return rows
}

/** What came of reading one record. `problem` empty: it was read and what it said was taken. */
export interface Reading extends Mark {
  readonly modifiedAt: Date | null
  readonly problem: string
}

export const STALE =
  '平台给出的还是旧内容,稍后重读 · the platform still tells the older content; read again later'

/** First wait before a record that could not be read is read again; doubles up to a quarter of an hour. */
const AGAIN_AFTER_MS = 200

export async function settle(
  tx: Tx,
  shopId: string,
  kind: Kind,
  readings: readonly Reading[],
): Promise<void> {
  if (readings.length === 0) return
  await sql`
    update connectors.marks m set
      have_at = greatest(m.have_at, r.modified),
      dirty = r.problem <> '' or m.asked <> r.asked,
      tries = case when r.problem = '' then 0 else m.tries + 1 end,
      problem = r.problem,
      next_try_at = clock_timestamp() + case when r.problem = '' then interval '0'
        else least(interval '15 minutes', ${AGAIN_AFTER_MS} * interval '1 ms' * 2 ^ least(m.tries, 20)) end
    from unnest(${pgArray(readings.map(({ no }) => no))}::text[], ${pgArray(readings.map(({ asked }) => asked))}::int[],
      ${pgArray(readings.map(({ modifiedAt }) => modifiedAt))}::timestamptz[], ${pgArray(readings.map(({ problem }) => problem))}::text[])
      as r (no, asked, modified, problem)
    where m.shop_id = ${shopId} and m.kind = ${kind} and m.no = r.no`.execute(tx)
}
