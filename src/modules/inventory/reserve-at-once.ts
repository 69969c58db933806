// The short way for a hot SKU: look without a lock, decide, and write in one statement that takes effect only
// if the pool is still exactly as it was looked at. Two round trips in place of six, one when all is sold out.
// Sound, because the statement itself compares and locks: whoever was first leaves the other nothing to do but
// take the long way (`reserveBatch`), and so does everything that is not one plain SKU.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { promiseIfUnchanged } from './hot-promises.ts'
import type { Pool } from './ledger.ts'
import {
  type AskedBy,
  decideAll,
  type Decided,
  defaultSites,
  entryOf,
  mergeParts,
  NOTHING_EARLIER,
  type Outcome,
  skusOf,
} from './reserve.ts'

/**
 * Outcomes of a whole batch, or null when it must be decided under locks: a bundle or a quota is among it,
 * something was asked before, a promise whose time is over stands in the way, more than one pool gives,
 * or somebody else changed the pool in between. Refusing needs neither lock nor write: what was committed
 * at the moment of looking had not enough.
 */
export async function reserveAtOnce(
  db: Db,
  requests: readonly AskedBy[],
): Promise<Outcome[] | null> {
  const sites = await defaultSites(db, requests)
  const seen = await look(db, requests, sites)
  if (seen.isBundled || seen.isAskedBefore || seen.pools.some(({ quota }) => quota > 0n)) {
    return null
  }
  const asked = requests.map((request) =>
    request.lines.length === 1 ? request : { ...request, lines: mergeParts(request.lines) },
  )
  const decided = decideAll(asked, sites, seen.pools, [], NOTHING_EARLIER)
  if (seen.isOver && decided.some(({ short }) => short)) return null
  if (!(await write(db, seen.pools, decided))) return null
  return decided.map(({ outcome }) => outcome)
}

/** True when everything accepted is written; false when nothing is. */
async function write(
  db: Db,
  pools: readonly Pool[],
  decided: readonly Decided[],
): Promise<boolean> {
  const entries = decided.flatMap(({ request, allocations }) =>
    allocations.map((one) => entryOf(request, one)),
  )
  const first = entries[0]
  if (!first) return true
  const { skuId, siteId, kind } = first
  if (entries.some((e) => e.skuId !== skuId || e.siteId !== siteId || e.kind !== kind)) return false
  const pool = pools.find((one) => one.skuId === skuId && one.siteId === siteId)!
  try {
    return await promiseIfUnchanged(db, pool, entries)
  } catch (error) {
    // The same event, or another one of the same order line, was written since we looked.
    if ((error as { code?: unknown }).code === '23505') return false
    throw error
  }
}

interface Seen {
  readonly pools: readonly Pool[]
  readonly isBundled: boolean
  readonly isAskedBefore: boolean
  readonly isOver: boolean
}

/** Everything that decides which way to go, in one round trip. */
async function look(db: Db, requests: readonly AskedBy[], sites: readonly string[]): Promise<Seen> {
  const skuIds = skusOf(requests)
  const siteIds = [...new Set(requests.flatMap(({ siteIds: own = sites }) => own))]
  const { rows } = await sql<Omit<Seen, 'pools'> & (Pool | { skuId: null })>`
    select flags.*, p.sku_id as "skuId", p.site_id as "siteId", good, soft, ordered, hard, frozen, quota
    from (select
      exists (select 1 from catalog.bundle_components where bundle_id = any(${skuIds}::uuid[])) as "isBundled",
      exists (select 1 from inventory.entries_of(${skuIds}, ${pgArray(requests.map(({ orderRef }) => orderRef))})
      ) as "isAskedBefore",
      exists (
        select 1 from inventory.reservations
        where outstanding > 0 and expires_at <= now() and sku_id = any(${skuIds}::uuid[])) as "isOver") flags
    left join inventory.pools p on p.sku_id = any(${skuIds}::uuid[]) and p.site_id = any(${siteIds}::uuid[])`.execute(
    db,
  )
  const { isBundled, isAskedBefore, isOver } = rows[0]!
  return {
    pools: rows.filter((row): row is typeof row & Pool => row.skuId !== null),
    isBundled,
    isAskedBefore,
    isOver,
  }
}
