// What platforms still have to hear of what left, and why they have not. A shop with a link is told by the link, any other by the
// platform's own sheet; only the platform's next word confirms either.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'

export type WriteBackState = 'waiting' | 'failed' | 'told' | 'unconfirmed' | 'confirmed'

/** The job that hears of a parcel runs within seconds; after this long it has not. */
const HEARD_WITHIN = '2 minutes'

const NEVER_HEARD = sql`(c.order_no is null and s.shipped_at < clock_timestamp() - ${HEARD_WITHIN}::interval)`

/** Told by a sheet, and a later file of the shop's orders came without confirming it. */
const NOT_SEEN = sql`exists (select 1 from intake.runs r where r.shop_id = s.shop_id and r.kind = 'orders' and not r.dry_run
  and r.status = 'done' and r.created_at > s.told_at)`

const STATE: RawBuilder<WriteBackState> = sql`case
  when s.told = 'confirmed' then 'confirmed'
  when l.shop_id is not null then case
    when c.status = 'refused' or upper(c.waybill) <> upper(s.waybill) or ${NEVER_HEARD} then 'failed'
    when c.status = 'told' then 'told' else 'waiting' end
  when s.told = 'waiting' and s.problem <> '' then 'failed'
  when s.told = 'told' and ${NOT_SEEN} then 'unconfirmed'
  else s.told end`

const FROM = sql`orders.shipments s
  join shops.shops h on h.id = s.shop_id
  join orders.fulfil_orders o on o.id = s.order_id
  left join connectors.links l on l.shop_id = s.shop_id
  left join connectors.shipments c on c.shop_id = s.shop_id and c.order_no = s.platform_no`

export interface WriteBackFilter {
  readonly shopId?: string | undefined
  readonly state?: WriteBackState | undefined
  readonly sheetId?: string | undefined
  readonly q?: string | undefined
}

export interface WriteBackRow {
  readonly id: string
  readonly orderId: string
  readonly orderNo: string
  readonly shopId: string
  readonly shopCode: string
  readonly isLinked: boolean
  readonly platformNo: string
  readonly carrier: string
  readonly waybill: string
  readonly shippedAt: Date
  readonly state: WriteBackState
  readonly reason: string
  readonly toldAt: Date | null
  readonly sheetId: string | null
}

/** Those that left first come first: they have waited longest. */
export async function listWriteBacks(
  db: Db,
  {
    cursor,
    limit,
    shopId,
    state,
    sheetId,
    q,
  }: WriteBackFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<WriteBackRow[]> {
  const [at = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const conditions = [
    // A sheet is read whole, with what has been confirmed since.
    state === 'confirmed'
      ? sql`s.told = 'confirmed'`
      : sheetId !== undefined
        ? sql`true`
        : sql`s.told <> 'confirmed'`,
    ...(shopId === undefined ? [] : [sql`s.shop_id = ${shopId}`]),
    ...(sheetId === undefined ? [] : [sql`s.sheet_id = ${sheetId}`]),
    ...(q === undefined || q === ''
      ? []
      : [
          sql`(s.platform_no = ${q} or s.waybill = ${q.toUpperCase()} or o.no = ${q.toUpperCase()})`,
        ]),
    ...(state === undefined ? [] : [sql`${STATE} = ${state}`]),
    ...(at === null
      ? []
      : [
          sql`(date_trunc('milliseconds', s.shipped_at), s.id) > (${at}::timestamptz, ${id}::uuid)`,
        ]),
  ]
  const { rows } = await sql<WriteBackRow>`
    select s.id, s.order_id as "orderId", o.no as "orderNo", s.shop_id as "shopId", h.code as "shopCode",
      l.shop_id is not null as "isLinked", s.platform_no as "platformNo", s.carrier, s.waybill,
      date_trunc('milliseconds', s.shipped_at) as "shippedAt", ${STATE} as state,
      case when s.told = 'confirmed' then ''
        when l.shop_id is not null then case when upper(c.waybill) <> upper(s.waybill) then 'another_parcel'
          when ${NEVER_HEARD} then 'never_heard' else coalesce(c.problem, '') end
        when s.told = 'told' and ${NOT_SEEN} then 'not_seen'
        else s.problem end as reason,
      case when l.shop_id is not null and upper(c.waybill) = upper(s.waybill) then coalesce(c.told_at, s.told_at) else s.told_at end as "toldAt",
      s.sheet_id as "sheetId"
    from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by date_trunc('milliseconds', s.shipped_at), s.id limit ${limit + 1}`.execute(db)
  return rows
}

export interface ShipSheetLayout {
  readonly platform: string
  readonly orderHeader: string
  readonly carrierHeader: string
  readonly waybillHeader: string
  readonly source: string
  readonly verified: boolean
  readonly version: number
}

export interface WriteBackShop {
  readonly shopId: string
  readonly shopCode: string
  readonly shopName: string
  readonly platform: string
  readonly isLinked: boolean
  readonly waiting: number
  readonly failed: number
  readonly told: number
  readonly unconfirmed: number
  readonly oldestAt: Date | null
  readonly layout: ShipSheetLayout | null
}

/** Shops something of which is not confirmed. */
export async function writeBackShops(db: Db): Promise<WriteBackShop[]> {
  const { rows } = await sql<WriteBackShop>`
    with open as (
      select s.shop_id, l.shop_id is not null as linked, s.shipped_at, ${STATE} as state from ${FROM} where s.told <> 'confirmed'),
    counts as (
      select shop_id, bool_or(linked) as linked, count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'told')::int as told,
        count(*) filter (where state = 'unconfirmed')::int as unconfirmed,
        min(shipped_at) filter (where state in ('waiting', 'failed')) as oldest
      from open group by shop_id)
    select n.shop_id as "shopId", h.code as "shopCode", h.name as "shopName", h.platform, n.linked as "isLinked", n.waiting, n.failed,
      n.told, n.unconfirmed, n.oldest as "oldestAt",
      case when y.platform is not null then json_build_object('platform', y.platform, 'orderHeader', y.order_header,
        'carrierHeader', y.carrier_header, 'waybillHeader', y.waybill_header, 'source', y.source, 'verified', y.verified,
        'version', y.version) end as layout
    from counts n join shops.shops h on h.id = n.shop_id
    left join orders.ship_sheet_layouts y on y.platform = h.platform
    order by n.linked, h.code`.execute(db)
  return rows
}

export async function listShipSheets(
  db: Db,
  {
    cursor,
    limit,
    shopId,
  }: {
    readonly cursor?: string | undefined
    readonly limit: number
    readonly shopId?: string | undefined
  },
) {
  const [at = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    id: string
    shopId: string
    shopCode: string
    rows: number
    confirmed: number
    replaced: number
    madeBy: string
    madeAt: Date
  }>`
    select t.id, t.shop_id as "shopId", h.code as "shopCode", t.rows, k.confirmed, k.replaced, t.made_by as "madeBy",
      date_trunc('milliseconds', t.made_at) as "madeAt"
    from orders.ship_sheets t join shops.shops h on h.id = t.shop_id
    cross join lateral (
      select count(*) filter (where s.told = 'confirmed')::int as confirmed,
        count(*) filter (where s.told <> 'confirmed' and s.sheet_id is distinct from t.id)::int as replaced
      from orders.ship_sheet_rows r join orders.shipments s on s.id = r.shipment_id where r.sheet_id = t.id) k
    where (${shopId ?? null}::uuid is null or t.shop_id = ${shopId ?? null}::uuid)
      and (${at}::timestamptz is null or (date_trunc('milliseconds', t.made_at), t.id) < (${at}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', t.made_at) desc, t.id desc limit ${limit + 1}`.execute(db)
  return rows
}
