// Reads for the stock screens: every number they show can be opened to rows from here.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { likePattern } from '#modules/catalog'
import { OWN_GOODS } from '#modules/parties'
import type { Quality } from './posting.ts'

interface Paged {
  readonly cursor?: string | undefined
  readonly limit: number
}

const after = (cursor: string | undefined, length: number): (string | null)[] =>
  cursor ? decodeCursor(cursor, length) : Array.from({ length }, () => null)

export async function listStock(
  db: Db,
  filter: Paged & {
    q?: string | undefined
    siteId?: string | undefined
    nonZero?: boolean | undefined
  },
) {
  const [code, site] = after(filter.cursor, 2)
  const pattern = filter.q?.trim() ? likePattern(filter.q) : null
  const { rows } = await sql<{
    skuId: string
    sku: string
    name: string
    siteId: string
    site: string
    onHand: bigint
    good: bigint
    promised: bigint
    quota: bigint
    free: bigint
    valueMinor: bigint | null
  }>`
    select p.sku_id as "skuId", k.code as sku, k.name, p.site_id as "siteId", s.code as site, h.on_hand as "onHand", p.good,
      p.soft + p.ordered + p.hard + p.frozen as promised, p.quota,
      p.good - p.soft - p.ordered - p.hard - p.frozen as free, (h.ours * c.cost_minor) as "valueMinor"
    from inventory.pools p join catalog.skus k on k.id = p.sku_id join places.sites s on s.id = p.site_id
    cross join lateral (
      select coalesce(sum(b.qty), 0)::bigint as on_hand,
        coalesce(sum(b.qty) filter (where b.owner_id = ${OWN_GOODS}), 0)::bigint as ours
      from inventory.balances b
      join places.locations l on l.id = b.location_id
      where b.sku_id = p.sku_id and l.site_id = p.site_id and l.is_real) as h
    left join lateral (
      select cost_minor from catalog.standard_costs c where c.sku_id = p.sku_id and valid_from <= current_date
      order by valid_from desc limit 1) as c on true
    where (${pattern}::text is null or k.search_text like ${pattern})
      and (${filter.siteId ?? null}::uuid is null or p.site_id = ${filter.siteId ?? null}::uuid)
      and (${filter.nonZero !== true} or h.on_hand <> 0)
      and (${code}::text is null or (upper(k.code), s.code) > (${code}, ${site}))
    order by upper(k.code), s.code limit ${filter.limit + 1}`.execute(db)
  return rows
}

export async function listBalances(
  db: Db,
  filter: Paged & {
    skuId?: string | undefined
    siteId?: string | undefined
    quality?: Quality | undefined
    q?: string | undefined
  },
) {
  const [code, location, lot, quality, owner] = after(filter.cursor, 5)
  const pattern = filter.q?.trim() ? likePattern(filter.q) : null
  const { rows } = await sql<{
    skuId: string
    sku: string
    site: string
    locationId: string
    location: string
    lot: string
    quality: Quality
    ownerId: string
    owner: string
    siteId: string
    qty: bigint
    hard: bigint
  }>`
    select b.sku_id as "skuId", k.code as sku, s.code as site, b.location_id as "locationId", l.code as location, b.lot,
      b.quality, b.owner_id as "ownerId", o.name as owner, l.site_id as "siteId", b.qty, b.hard
    from inventory.balances b join catalog.skus k on k.id = b.sku_id join places.locations l on l.id = b.location_id
    join places.sites s on s.id = l.site_id join parties.owners o on o.id = b.owner_id
    where l.is_real and b.qty <> 0
      and (${filter.skuId ?? null}::uuid is null or b.sku_id = ${filter.skuId ?? null}::uuid)
      and (${filter.siteId ?? null}::uuid is null or l.site_id = ${filter.siteId ?? null}::uuid)
      and (${filter.quality ?? null}::text is null or b.quality = ${filter.quality ?? null})
      and (${pattern}::text is null or k.search_text like ${pattern})
      and (${code}::text is null or (upper(k.code), b.location_id::text, b.lot, b.quality, b.owner_id::text) > (${code}, ${location}, ${lot}, ${quality}, ${owner}))
    order by upper(k.code), b.location_id::text, b.lot, b.quality, b.owner_id::text limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows
}

export async function listMoves(
  db: Db,
  filter: Paged & {
    skuId?: string | undefined
    siteId?: string | undefined
    locationId?: string | undefined
    reason?: string | undefined
    document?: string | undefined
  },
) {
  const [before] = after(filter.cursor, 1)
  const { rows } = await sql<{
    id: bigint
    skuId: string
    sku: string
    qty: bigint
    from: string
    to: string
    fromQuality: Quality
    toQuality: Quality
    lot: string
    reason: string
    document: string
    actor: string
    effectiveAt: Date
    recordedAt: Date
  }>`
    select m.id, m.sku_id as "skuId", k.code as sku, m.qty, fs.code || ' / ' || f.code as from, ts.code || ' / ' || t.code as to,
      m.from_quality as "fromQuality", m.to_quality as "toQuality", m.lot, m.reason, m.document,
      coalesce((select u.display_name from access.users u where u.id::text = m.actor),
        (select k.name from access.api_keys k where k.id::text = m.actor), m.actor) as actor,
      m.effective_at as "effectiveAt", m.recorded_at as "recordedAt"
    from inventory.moves m join catalog.skus k on k.id = m.sku_id
    join places.locations f on f.id = m.from_location join places.locations t on t.id = m.to_location
    join places.sites fs on fs.id = f.site_id join places.sites ts on ts.id = t.site_id
    where (${filter.skuId ?? null}::uuid is null or m.sku_id = ${filter.skuId ?? null}::uuid)
      and (${filter.siteId ?? null}::uuid is null or ${filter.siteId ?? null}::uuid in (f.site_id, t.site_id))
      and (${filter.locationId ?? null}::uuid is null or ${filter.locationId ?? null}::uuid in (m.from_location, m.to_location))
      and (${filter.reason ?? null}::text is null or m.reason = ${filter.reason ?? null})
      and (${filter.document ?? null}::text is null or m.document = ${filter.document ?? null})
      and (${before}::bigint is null or m.id < ${before}::bigint)
    order by m.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

/** Where a SKU was at an instant, by when things happened. */
export async function stockAsOf(db: Db, skuId: string, at: Date) {
  const { rows } = await sql<{
    site: string
    location: string
    lot: string
    quality: Quality
    qty: bigint
  }>`
    select s.code as site, l.code as location, side.lot, side.quality, sum(side.qty)::bigint as qty
    from (
      select to_location as location_id, lot, to_quality as quality, qty from inventory.moves
      where sku_id = ${skuId} and effective_at <= ${at}
      union all
      select from_location, lot, from_quality, -qty from inventory.moves
      where sku_id = ${skuId} and effective_at <= ${at}) as side
    join places.locations l on l.id = side.location_id join places.sites s on s.id = l.site_id
    where l.is_real group by 1, 2, 3, 4 having sum(side.qty) <> 0 order by 1, 2, 3, 4 limit 1000`.execute(
    db,
  )
  return rows
}

export async function listReservations(
  db: Db,
  filter: Paged & {
    skuId?: string | undefined
    orderRef?: string | undefined
    kind?: string | undefined
  },
) {
  const [code, order, lineRef, kind, site, location, lot] = after(filter.cursor, 7)
  const { rows } = await sql<{
    skuId: string
    sku: string
    siteId: string
    site: string
    orderRef: string
    lineRef: string
    kind: string
    locationId: string
    location: string | null
    lot: string
    channel: string
    outstanding: bigint
    expiresAt: Date | null
    updatedAt: Date
  }>`
    select r.sku_id as "skuId", k.code as sku, r.site_id as "siteId", s.code as site, r.order_ref as "orderRef",
      r.line_ref as "lineRef", r.kind, r.location_id as "locationId", l.code as location, r.lot, r.channel, r.outstanding,
      r.expires_at as "expiresAt", r.updated_at as "updatedAt"
    from inventory.reservations r join catalog.skus k on k.id = r.sku_id join places.sites s on s.id = r.site_id
    left join places.locations l on l.id = r.location_id
    where r.outstanding > 0
      and (${filter.skuId ?? null}::uuid is null or r.sku_id = ${filter.skuId ?? null}::uuid)
      and (${filter.orderRef ?? null}::text is null or r.order_ref = ${filter.orderRef ?? null})
      and (${filter.kind ?? null}::text is null or r.kind = ${filter.kind ?? null})
      and (${code}::text is null or (upper(k.code), r.order_ref, r.line_ref, r.kind, r.site_id::text, r.location_id::text, r.lot)
           > (${code}, ${order}, ${lineRef}, ${kind}, ${site}, ${location}, ${lot}))
    order by upper(k.code), r.order_ref, r.line_ref, r.kind, r.site_id::text, r.location_id::text, r.lot
    limit ${filter.limit + 1}`.execute(db)
  return rows
}

export async function listTransfers(db: Db, filter: Paged & { status?: string | undefined }) {
  const [id] = after(filter.cursor, 1)
  const { rows } = await sql<{
    id: string
    fromSite: string
    toSite: string
    status: 'in_transit' | 'received'
    note: string
    createdBy: string
    shippedAt: Date
    receivedAt: Date | null
    lines: {
      lineNo: number
      sku: string
      name: string
      lot: string
      qty: string
      receivedQty: string | null
      reason: string | null
    }[]
  }>`
    select t.id, f.code as "fromSite", d.code as "toSite", t.status, t.note, t.created_by as "createdBy",
      t.shipped_at as "shippedAt", t.received_at as "receivedAt",
      (select jsonb_agg(jsonb_build_object('lineNo', x.line_no, 'sku', k.code, 'name', k.name, 'lot', x.lot, 'qty', x.qty::text,
         'receivedQty', x.received_qty::text, 'reason', x.reason) order by x.line_no)
       from inventory.transfer_lines x join catalog.skus k on k.id = x.sku_id where x.transfer_id = t.id) as lines
    from inventory.transfers t join places.sites f on f.id = t.from_site join places.sites d on d.id = t.to_site
    where (${filter.status ?? null}::text is null or t.status = ${filter.status ?? null})
      and (${id}::uuid is null or t.id < ${id}::uuid)
    order by t.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

export async function listAdjustments(db: Db, filter: Paged & { status?: string | undefined }) {
  const [id] = after(filter.cursor, 1)
  const { rows } = await sql<{
    id: string
    sku: string
    name: string
    site: string
    location: string
    quality: Quality
    owner: string
    delta: bigint
    valueMinor: bigint
    reason: string
    status: 'proposed' | 'posted' | 'refused'
    proposedBy: string
    proposedByName: string
    createdAt: Date
  }>`
    select a.id, k.code as sku, k.name, s.code as site, l.code as location, a.quality, o.name as owner, a.delta, a.value_minor as "valueMinor",
      a.reason, a.status, a.proposed_by as "proposedBy", a.proposed_by_name as "proposedByName", a.created_at as "createdAt"
    from inventory.adjustments a join catalog.skus k on k.id = a.sku_id join places.locations l on l.id = a.location_id
    join places.sites s on s.id = l.site_id join parties.owners o on o.id = a.owner_id
    where (${filter.status ?? null}::text is null or a.status = ${filter.status ?? null})
      and (${id}::uuid is null or a.id < ${id}::uuid)
    order by a.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

export async function listCorrections(db: Db, filter: Paged & { status?: string | undefined }) {
  const [id] = after(filter.cursor, 1)
  const { rows } = await sql<{
    id: string
    kind: 'balance' | 'hold' | 'pool' | 'reservation' | 'promise'
    sku: string
    site: string
    found: bigint
    expected: bigint
    reason: string
    status: 'proposed' | 'posted' | 'refused'
    proposedBy: string
    proposedByName: string
    createdAt: Date
  }>`
    select id, kind, subject->>'sku' as sku, subject->>'site' as site, found, expected, reason, status,
      proposed_by as "proposedBy", proposed_by_name as "proposedByName", created_at as "createdAt"
    from inventory.corrections
    where (${filter.status ?? null}::text is null or status = ${filter.status ?? null})
      and (${id}::uuid is null or id < ${id}::uuid)
    order by id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

/** Blind: what is expected is shown only after the count has been posted. */
export async function listCounts(
  db: Db,
  filter: Paged & { status?: string | undefined; cause?: string | undefined },
) {
  const [id] = after(filter.cursor, 1)
  const { rows } = await sql<{
    id: string
    sku: string
    name: string
    site: string
    location: string
    lot: string
    quality: Quality
    owner: string
    cause: 'cycle' | 'zero_confirm' | 'short_pick' | 'manual'
    class: 'A' | 'B' | 'C' | null
    orderRef: string | null
    status: 'open' | 'recount' | 'posted' | 'cancelled'
    countedQty: bigint | null
    expectedQty: bigint | null
    variance: bigint | null
    countedAt: Date | null
    createdAt: Date
  }>`
    select c.id, k.code as sku, k.name, s.code as site, l.code as location, c.lot, c.quality, o.name as owner, c.cause, c.class,
      c.order_ref as "orderRef", c.status,
      case when c.status = 'posted' then c.counted_qty end as "countedQty",
      case when c.status = 'posted' then c.expected_qty end as "expectedQty",
      case when c.status = 'posted' then c.variance end as variance,
      c.counted_at as "countedAt", c.created_at as "createdAt"
    from inventory.counts c join catalog.skus k on k.id = c.sku_id join places.locations l on l.id = c.location_id
    join places.sites s on s.id = l.site_id join parties.owners o on o.id = c.owner_id
    where (${filter.status ?? null}::text is null or c.status = ${filter.status ?? null})
      and (${filter.cause ?? null}::text is null or c.cause = ${filter.cause ?? null})
      and (${id}::uuid is null or c.id < ${id}::uuid)
    order by c.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}
