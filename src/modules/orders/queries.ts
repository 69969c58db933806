// Reads for the desk's list and its counts.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { type HoldCode, holdKind } from './catalogue.ts'
import { conditionsOf, type DeskQueue, OPEN, type OrderFilter, QUEUES } from './filter.ts'
import type { Status } from './states.ts'

export interface OrderRow {
  readonly id: string
  readonly no: string
  readonly platformNos: string[]
  readonly shopCode: string
  readonly currency: string
  readonly origin: 'platform' | 'merge' | 'split' | 'reissue'
  readonly status: Status
  readonly statusAt: Date
  readonly holdCodes: HoldCode[]
  readonly blockedAt: Date | null
  readonly tags: string[]
  readonly isAllocated: boolean
  readonly site: string | null
  readonly carrier: string
  readonly waybill: string
  readonly summary: string
  readonly lines: number
  readonly qty: bigint
  readonly netMinor: bigint
  readonly costMinor: bigint | null
  readonly receiverMasked: string
  readonly province: string | null
  readonly hasBuyerNote: boolean
  readonly hasSellerNote: boolean
  readonly orderedAt: Date
  readonly paidAt: Date | null
  readonly dueAt: Date | null
  readonly dueSource: string
  readonly shippedAt: Date | null
  readonly version: number
}

export const ROW = sql`o.id, o.no, o.platform_nos as "platformNos", s.code as "shopCode", o.currency, o.origin, o.status,
  o.status_at as "statusAt", o.hold_codes as "holdCodes", o.blocked_at as "blockedAt", o.tags, o.is_allocated as "isAllocated",
  p.code as site, o.carrier, o.waybill, o.summary, o.lines, o.qty, o.net_minor as "netMinor", o.cost_minor as "costMinor",
  o.receiver_masked as "receiverMasked", d.name as province, o.has_buyer_note as "hasBuyerNote",
  o.has_seller_note as "hasSellerNote", o.ordered_at as "orderedAt", o.paid_at as "paidAt", o.due_at as "dueAt",
  o.due_source as "dueSource", o.shipped_at as "shippedAt", o.version`

export const JOINS = sql`join shops.shops s on s.id = o.shop_id left join places.sites p on p.id = o.site_id
  left join regions.divisions d on d.code = o.province_code`

/** The most urgent first; orders without a deadline last. */
export async function listOrders(
  db: Db,
  { cursor, limit, ...filter }: OrderFilter & { cursor?: string | undefined; limit: number },
): Promise<OrderRow[]> {
  const [due = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const conditions = [
    sql`true`,
    ...conditionsOf(filter),
    ...(due === null
      ? []
      : [sql`(coalesce(o.due_at, 'infinity'), o.id) > (${due}::timestamptz, ${id}::uuid)`]),
  ]
  const { rows } = await sql<OrderRow>`/* plan anew */
    with page as materialized (
      select o.* from orders.fulfil_orders o where ${sql.join(conditions, sql` and `)}
      order by coalesce(o.due_at, 'infinity'), o.id limit ${limit + 1})
    select ${ROW} from page o ${JOINS} order by coalesce(o.due_at, 'infinity'), o.id`.execute(db)
  return rows
}

export const keyOf = (row: OrderRow) => [row.dueAt ?? 'infinity', row.id] as const

interface Counted {
  readonly key: string
  readonly orders: number
  readonly netMinor: bigint
}

export async function countDesk(db: Db, shop: string | undefined) {
  const ofShop = shop
    ? sql`and o.shop_id = (select id from shops.shops where upper(code) = upper(${shop}))`
    : sql``
  const names = Object.keys(QUEUES) as DeskQueue[]
  const inOpen = names.filter((name) => name !== 'untold')
  const { rows } = await sql<Counted>`/* plan anew */
    with o as materialized (
      select o.id, o.shop_id, o.status, o.hold_codes, o.due_at, o.net_minor from orders.fulfil_orders o where ${OPEN} ${ofShop})
    ${sql.join(
      inOpen.map(
        (name) => sql`select ${name}::text as key, count(*)::int as orders,
          coalesce(sum(o.net_minor), 0)::bigint as "netMinor" from o where ${QUEUES[name]}`,
      ),
      sql` union all `,
    )}
    union all
    select 'untold', count(*)::int, coalesce(sum(o.net_minor), 0)::bigint from orders.fulfil_orders o
    where ${QUEUES.untold} ${ofShop}
    union all
    select code, count(*)::int, coalesce(sum(o.net_minor), 0)::bigint from o, unnest(o.hold_codes) as code group by code
    union all
    select 'desk_shops', count(*)::int, 0 from shops.shops where fulfilment = 'desk'`.execute(db)
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return {
    queues: names.map((queue) => ({
      queue,
      orders: byKey.get(queue)?.orders ?? 0,
      netMinor: byKey.get(queue)?.netMinor ?? 0n,
    })),
    holds: rows
      .filter(({ key }) => key.startsWith('H-'))
      .map(({ key, orders, netMinor }) => ({
        code: key as HoldCode,
        zh: holdKind(key).zh,
        en: holdKind(key).en,
        orders,
        netMinor,
      }))
      .toSorted((a, b) => b.orders - a.orders || (a.code < b.code ? -1 : 1)),
    deskShops: byKey.get('desk_shops')?.orders ?? 0,
  }
}
