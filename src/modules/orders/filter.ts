// Which system orders are meant: the same conditions for the list, the counts and an action on all of them.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { ordersApi } from './contract.ts'

type Filters = z.output<(typeof ordersApi)['list']['filters']>
export type OrderFilter = { readonly [K in keyof Filters]?: Filters[K] | undefined }

export const OPEN = sql`o.status not in ('SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED', 'CANCELLED', 'MERGED', 'SPLIT')`

/** Before midnight where the order's shop is. */
const DUE_TODAY = sql`exists (select 1 from shops.shops t where t.id = o.shop_id
  and o.due_at < (date_trunc('day', now() at time zone t.time_zone) + interval '1 day') at time zone t.time_zone)`

export const QUEUES = {
  to_audit: sql`o.status = 'WAIT_AUDIT' and cardinality(o.hold_codes) = 0`,
  held: sql`${OPEN} and cardinality(o.hold_codes) > 0`,
  finance: sql`o.status = 'WAIT_FIN'`,
  to_ship: sql`o.status = 'AUDITED' and cardinality(o.hold_codes) = 0`,
  due_today: sql`${OPEN} and ${DUE_TODAY}`,
  at_risk: sql`${OPEN} and o.due_at >= now() and exists (select 1 from clocks.clocks c where c.subject_id = o.id
    and c.ended_at is null and c.at_risk_since is not null)`,
  overdue: sql`${OPEN} and o.due_at < now()`,
  untold: sql`o.id in (select order_id from orders.shipments where told = 'waiting')`,
  open: OPEN,
} as const

export type DeskQueue = keyof typeof QUEUES

export function conditionsOf(filter: OrderFilter): RawBuilder<unknown>[] {
  const q = filter.q?.trim()
  return [
    ...(q ? [matching(q)] : []),
    ...(filter.shop
      ? [sql`o.shop_id = (select id from shops.shops where upper(code) = upper(${filter.shop}))`]
      : []),
    ...(filter.status ? [sql`o.status = ${filter.status}`] : []),
    ...(filter.queue ? [QUEUES[filter.queue]] : []),
    ...(filter.hold ? [sql`o.hold_codes @> array[${filter.hold}]::text[]`] : []),
    ...(filter.tag ? [sql`o.tags @> array[${filter.tag}]::text[]`] : []),
    ...(filter.sku ? [bought(filter.sku)] : []),
    ...(filter.province ? [inProvince(filter.province)] : []),
    ...(filter.over ? [sql`o.net_minor > ${BigInt(filter.over) * 100n}::bigint`] : []),
    ...(filter.due ? [dueBetween(filter.due)] : []),
    ...(filter.dueWithin
      ? [
          sql`${OPEN} and o.due_at < now() + make_interval(hours => ${Number.parseInt(filter.dueWithin, 10)})`,
        ]
      : []),
  ]
}

function dueBetween(hours: string): RawBuilder<unknown> {
  const [from = '', to = ''] = hours.split('-')
  const later =
    from === '' ? sql`true` : sql`o.due_at >= now() + make_interval(hours => ${Number(from)})`
  const sooner =
    to === '' ? sql`true` : sql`o.due_at < now() + make_interval(hours => ${Number(to)})`
  return sql`${OPEN} and ${later} and ${sooner}`
}

const matching = (q: string) =>
  sql`(o.no = upper(${q}) or o.platform_nos @> array[${q}]::text[] or o.waybill = upper(${q}))`

function bought(code: string): RawBuilder<unknown> {
  const isPrefix = code.endsWith('*')
  const plain = code
    .replace(/\*$/, '')
    .replace(/[\\%_]/g, '\\$&')
    .toUpperCase()
  return sql`o.id in (select l.order_id from orders.fulfil_lines l join catalog.skus k on k.id = l.sku_id
    where upper(k.code) like ${isPrefix ? `${plain}%` : plain})`
}

const inProvince = (text: string) => sql`o.province_code in (
  select code from regions.divisions where level = 'province' and (code = ${text} or name like ${`${text.replace(/[\\%_]/g, '\\$&')}%`}))`
