// Stock at an instant, by when things happened (not by when they were recorded). A balance is taken back by
// what happened after the instant: a month of moves is read for last month's close, not the years before it.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { now } from '#kernel/time.ts'
import { likePattern } from '#modules/catalog'
import type { Quality } from './posting.ts'

interface Paged {
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface Place {
  readonly skuId: string
  readonly locationId: string
  readonly lot: string
  readonly quality: Quality
  readonly ownerId: string
}

interface PlaceAsOf extends Place {
  readonly sku: string
  readonly name: string
  readonly siteId: string
  readonly site: string
  readonly location: string
  readonly owner: string
  readonly qty: bigint
}

export async function listStockAsOf(
  db: Db,
  filter: Paged & {
    at?: Date | undefined
    q?: string | undefined
    skuId?: string | undefined
    siteId?: string | undefined
  },
): Promise<PlaceAsOf[]> {
  const [code, location, lot, quality, owner] = filter.cursor
    ? decodeCursor(filter.cursor, 5)
    : [null, null, null, null, null]
  const pattern = filter.q?.trim() ? likePattern(filter.q) : null
  const { rows } = await sql<PlaceAsOf>`
    select b.sku_id as "skuId", k.code as sku, k.name, l.site_id as "siteId", s.code as site, b.location_id as "locationId",
      l.code as location, b.lot, b.quality, b.owner_id as "ownerId", o.name as owner, was.qty
    from inventory.balances b join catalog.skus k on k.id = b.sku_id join places.locations l on l.id = b.location_id
    join places.sites s on s.id = l.site_id join parties.owners o on o.id = b.owner_id
    cross join lateral (
      select b.qty - coalesce(sum(
        case when m.to_location = b.location_id and m.to_quality = b.quality then m.qty else 0 end
        - case when m.from_location = b.location_id and m.from_quality = b.quality then m.qty else 0 end), 0)::bigint as qty
      from inventory.moves m
      where m.sku_id = b.sku_id and m.effective_at > ${filter.at ?? now()} and m.lot = b.lot and m.owner_id = b.owner_id
        and b.location_id in (m.from_location, m.to_location)) as was
    where l.is_real and was.qty <> 0
      and (${filter.skuId ?? null}::uuid is null or b.sku_id = ${filter.skuId ?? null}::uuid)
      and (${filter.siteId ?? null}::uuid is null or l.site_id = ${filter.siteId ?? null}::uuid)
      and (${pattern}::text is null or k.search_text like ${pattern})
      and (${code}::text is null or (upper(k.code), b.location_id::text, b.lot, b.quality, b.owner_id::text)
           > (${code}, ${location}, ${lot}, ${quality}, ${owner}))
    order by upper(k.code), b.location_id::text, b.lot, b.quality, b.owner_id::text limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows
}

/** The moves that sum to one of those numbers, newest first. */
export async function listAsOfMoves(db: Db, filter: Paged & Place & { at?: Date | undefined }) {
  const [before] = filter.cursor ? decodeCursor(filter.cursor, 1) : [null]
  const { locationId, quality } = filter
  const { rows } = await sql<{
    id: bigint
    effectiveAt: Date
    delta: bigint
    other: string
    reason: string
    document: string
    recordedAt: Date
  }>`
    select m.id, m.effective_at as "effectiveAt", side.delta, s.code || ' / ' || l.code as other, m.reason, m.document,
      m.recorded_at as "recordedAt"
    from inventory.moves m
    cross join lateral (
      select m.qty as delta, m.from_location as other where m.to_location = ${locationId} and m.to_quality = ${quality}
      union all
      select -m.qty, m.to_location where m.from_location = ${locationId} and m.from_quality = ${quality}) as side
    join places.locations l on l.id = side.other join places.sites s on s.id = l.site_id
    where m.sku_id = ${filter.skuId} and m.lot = ${filter.lot} and m.owner_id = ${filter.ownerId}
      and m.effective_at <= ${filter.at ?? now()} and (${before}::bigint is null or m.id < ${before}::bigint)
    order by m.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}
