// System orders with their lines, links and standing holds, locked in order of id so that two writers never wait for each other.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import type { HoldCode } from './catalogue.ts'
import { NOTHING_KNOWN, type Situation } from './machine.ts'
import type { DeskSettings } from './settings.ts'
import type { Status } from './states.ts'

/** The desk acting on its own. */
export const DESK = systemActor('order desk')

export interface DeskOrder {
  readonly id: string
  readonly no: string
  readonly shopId: string
  readonly shopCode: string
  readonly origin: 'platform' | 'merge' | 'split' | 'reissue'
  readonly status: Status
  readonly holdCodes: readonly HoldCode[]
  readonly isAllocated: boolean
  readonly siteId: string | null
  readonly stockSiteId: string | null
  readonly carrier: string
  readonly waybill: string
  readonly netMinor: bigint
  readonly receiverKey: string | null
  readonly buyerKey: string | null
  readonly orderedAt: Date
  readonly paidAt: Date | null
  readonly dueAt: Date | null
  readonly dueSource: string
  readonly holdUntil: Date | null
  readonly runs: number
  readonly version: number
  readonly lines: readonly DeskLine[]
}

export interface DeskLine {
  readonly id: string
  readonly orderId: string
  readonly lineNo: number
  readonly kind: 'goods' | 'gift' | 'packing' | 'reissue'
  readonly skuId: string | null
  readonly qty: bigint
  readonly goodsMinor: bigint
  readonly discountMinor: bigint
  readonly freightMinor: bigint
  readonly title: string
  readonly spec: string
  readonly links: readonly Link[]
}

export interface Link {
  readonly platformOrderId: string
  readonly lineKey: string
  readonly qty: bigint
}

type Head = Omit<DeskOrder, 'lines'>

const HEAD = sql`o.id, o.no, o.shop_id as "shopId", s.code as "shopCode", o.origin, o.status, o.hold_codes as "holdCodes",
  o.is_allocated as "isAllocated", o.site_id as "siteId", s.stock_site_id as "stockSiteId", o.carrier, o.waybill,
  o.net_minor as "netMinor", o.receiver_key as "receiverKey", o.buyer_key as "buyerKey", o.ordered_at as "orderedAt",
  o.paid_at as "paidAt", o.due_at as "dueAt", o.due_source as "dueSource", o.hold_until as "holdUntil", o.runs, o.version`

/** Lock and read. Ids nobody has are left out. */
export async function lockOrders(tx: Tx, ids: readonly string[]): Promise<DeskOrder[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Head>`
    select ${HEAD} from orders.fulfil_orders o join shops.shops s on s.id = o.shop_id
    where o.id = any(${[...ids]}::uuid[]) order by o.id for update of o`.execute(tx)
  return withLines(tx, rows)
}

export async function lockOrder(tx: Tx, id: string): Promise<DeskOrder> {
  const [order] = await lockOrders(tx, [id])
  if (!order) throw notFound({ zh: '系统单', en: 'system order' }, id)
  return order
}

async function withLines(db: Db, heads: readonly Head[]): Promise<DeskOrder[]> {
  const { rows } = await sql<DeskLine>`
    select l.id, l.order_id as "orderId", l.line_no as "lineNo", l.kind, l.sku_id as "skuId", l.qty,
      l.goods_minor as "goodsMinor", l.discount_minor as "discountMinor", l.freight_minor as "freightMinor", l.title, l.spec,
      '[]'::jsonb as links
    from orders.fulfil_lines l where l.order_id = any(${heads.map(({ id }) => id)}::uuid[])
    order by l.order_id, l.line_no`.execute(db)
  const links = await readLinks(
    db,
    rows.map(({ id }) => id),
  )
  const lines = Map.groupBy(
    rows.map((line) => ({ ...line, links: links.get(line.id) ?? [] })),
    ({ orderId }) => orderId,
  )
  return heads.map((head) => ({ ...head, lines: lines.get(head.id) ?? [] }))
}

async function readLinks(db: Db, lineIds: readonly string[]): Promise<Map<string, Link[]>> {
  const { rows } = await sql<Link & { lineId: string }>`
    select platform_order_id as "platformOrderId", line_key as "lineKey", qty, fulfil_line_id as "lineId"
    from orders.line_links where fulfil_line_id = any(${[...lineIds]}::uuid[])
    order by platform_order_id, line_key`.execute(db)
  return Map.groupBy(rows, ({ lineId }) => lineId)
}

/** The platform orders a system order ships something of. */
export const sourcesOf = (order: Pick<DeskOrder, 'lines'>): string[] => [
  ...new Set(
    order.lines.flatMap(({ links }) => links.map(({ platformOrderId }) => platformOrderId)),
  ),
]

export function situationOf(
  order: DeskOrder,
  settings: Pick<DeskSettings, 'financeOverMinor'>,
): Situation {
  return {
    ...NOTHING_KNOWN,
    status: order.status,
    holds: order.holdCodes,
    isAllocated: order.isAllocated,
    needsFinance: order.netMinor >= settings.financeOverMinor,
    hasWaybill: order.waybill !== '' && order.carrier !== '',
    isPaidInFull: order.paidAt !== null,
  }
}
