// PostgreSQL → ClickHouse (INV-ANALYTICS-1). An event names an order; the order is read whole and its rows replace what was
// there: lines that are gone, days that changed and withdrawn orders leave nothing behind.
//
// Versions are transaction ids: one process at a time writes facts, so a later batch always has the higher one. Ids of events
// would not do, since two windows may hold them out of order and a shop's day is shared by orders of both.
import { sql } from 'kysely'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type LooseRefund, type OrderFacts, readLooseRefunds, readOrders } from './read-orders.ts'
import { type FactRow, replaceRows } from './replace-rows.ts'
import { daysOf, markStale } from './rollups.ts'
import { type LineMoney, spread, SPONSORS, type Spread } from './order-rows.ts'

/**
 * Above every version written before; asked for once the lock of writers is held. The batch's own transaction id is not enough: it
 * is taken with the position in the stream, and whoever held the lock meanwhile may have written a higher one. None is taken for
 * it: a rebuild must not hold up the events of others.
 */
export async function batchVersion(tx: Tx, clickhouse: Clickhouse): Promise<bigint> {
  const { rows } = await sql<{ own: bigint; ended: bigint }>`
    select coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0) as own,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as ended`.execute(tx)
  const { own, ended } = rows[0]!
  // Marks of days are twice the version of the batch, and one more when they are taken away.
  const [last] = await clickhouse.query<{ next: string }>(
    'select toString(intDiv(max(version), 2) + 1) as next from stale_days',
  )
  const next = BigInt(last?.next ?? 0)
  const least = own > ended ? own : ended
  return next > least ? next : least
}

export interface Target {
  readonly version: bigint
  readonly token: string
  /** Ending of the tables a rebuild fills beside the ones in use; those begin empty. */
  readonly ending?: string
  /** What told of each order or record. */
  readonly causes?: ReadonlyMap<string, string>
}

/** Facts of these orders as they are now. Returns the number of order lines. */
export async function projectBatch(
  tx: Db,
  clickhouse: Clickhouse,
  orderIds: readonly string[],
  target: Target,
  recordIds: readonly string[] = [],
): Promise<number> {
  const orders = (await readOrders(tx, orderIds)).filter(({ withdrawn }) => !withdrawn)
  const spreads = orders.map((order) => ({
    order,
    spread: spread(order, order.lines, refundsOf(order), order.costs),
  }))
  const lines = spreads.flatMap((one) => lineRows(one.order, one.spread))
  const loose = await readLooseRefunds(tx, recordIds)
  const refunds = [
    ...spreads.flatMap((one) => refundRows(one.order, one.spread)),
    ...loose.map(looseRow),
  ]
  const stored = target.ending ? NOTHING : await storedRows(clickhouse, orderIds, recordIds)
  if (!target.ending) {
    const days = [
      ...daysOf('order_lines', [...stored.lines, ...lines], target.causes),
      ...daysOf('refunds', [...stored.refunds, ...refunds], target.causes),
    ]
    await markStale(clickhouse, days, target.version, target.token)
  }
  const into = (table: string) => (target.ending ? { into: `${table}${target.ending}` } : {})
  await replaceRows(clickhouse, 'order_lines', {
    ...target,
    stored: stored.lines,
    fresh: lines,
    ...into('order_lines'),
  })
  await replaceRows(clickhouse, 'refunds', {
    ...target,
    stored: stored.refunds,
    fresh: refunds,
    ...into('refunds'),
  })
  await projectCustomers(tx, clickhouse, [...stored.lines, ...lines], target)
  return lines.filter(({ line_no }) => line_no !== 0).length
}

interface StoredRows {
  readonly lines: readonly FactRow[]
  readonly refunds: readonly FactRow[]
}

const NOTHING: StoredRows = { lines: [], refunds: [] }

async function storedRows(
  clickhouse: Clickhouse,
  ids: readonly string[],
  recordIds: readonly string[],
): Promise<StoredRows> {
  const [lines, refunds] = await Promise.all([
    clickhouse.query<FactRow>(
      `select shop_id, ordered_on, order_id, line_no, paid_on, shipped_on, completed_on, customer
       from order_lines final where order_id in {ids:Array(UUID)}`,
      { ids },
    ),
    clickhouse.query<FactRow>(
      `select shop_id, refunded_on, subject_id, ref, line_no from refunds final where subject_id in {ids:Array(UUID)}`,
      { ids: [...ids, ...recordIds] },
    ),
  ])
  return { lines, refunds }
}

/** A refund document is its own refund, on its own day; its lines are negative. */
function refundsOf(order: OrderFacts): OrderFacts['refunds'] {
  return order.kind === 'refund' ? [] : order.refunds
}

function lineRows(order: OrderFacts, { head, lines }: Spread): FactRow[] {
  const shared = {
    shop_id: order.shopId,
    order_id: order.id,
    kind: order.kind,
    status: order.status,
  }
  const all = { ...shared, ...order.shared, ...order.days }
  const money = new Map(lines.map((line) => [line.lineNo, line]))
  return [
    {
      ...all,
      line_no: 0,
      paid_minor: head.paidMinor,
      refunded_minor: head.refundedMinor,
      freight_minor: order.freightMinor,
      residual_minor: order.residualMinor,
    },
    ...order.lines.map((line) => ({
      ...all,
      line_no: line.lineNo,
      sku: line.sku,
      spu: line.spu,
      listing_id: line.listingId,
      title: line.title,
      is_goods: Number(line.isGoods),
      is_gift: Number(line.isGift),
      qty: line.qty,
      amount_minor: line.amountMinor,
      ...moneyColumns(money.get(line.lineNo)!),
    })),
  ]
}

function moneyColumns(money: LineMoney): FactRow {
  return {
    ...Object.fromEntries(
      SPONSORS.map((sponsor) => [`discount_${sponsor}_minor`, money.discounts[sponsor]]),
    ),
    net_minor: money.netMinor,
    paid_minor: money.paidMinor,
    refunded_minor: money.refundedMinor,
    cost_minor: money.costMinor,
    cost_returned_minor: money.costReturnedMinor,
  }
}

function refundRows(order: OrderFacts, { refunds }: Spread): FactRow[] {
  const byLine = new Map(order.lines.map((line) => [line.lineNo, line]))
  const row = (ref: string, basis: string, refundedOn: string, lineNo: number, amount: bigint) => {
    const line = byLine.get(lineNo)
    return {
      shop_id: order.shopId,
      refunded_on: refundedOn,
      subject_id: order.id,
      ref,
      line_no: lineNo,
      ...order.shared,
      basis,
      sku: line?.sku ?? '',
      spu: line?.spu ?? '',
      title: line?.title ?? '',
      qty: basis === 'document' && line ? -line.qty : 0n,
      amount_minor: amount,
    }
  }
  if (order.kind === 'refund') {
    return order.lines
      .filter(({ isGoods }) => isGoods)
      .map((line) =>
        row('document', 'document', order.days.ordered_on, line.lineNo, -line.amountMinor),
      )
  }
  return refunds.map((refund) =>
    row(
      refund.recordId ?? 'order',
      refund.recordId ? 'record' : 'order',
      refund.refundedOn,
      refund.lineNo,
      refund.amountMinor,
    ),
  )
}

const looseRow = (refund: LooseRefund): FactRow => ({
  shop_id: refund.shopId,
  refunded_on: refund.refundedOn,
  subject_id: refund.recordId,
  ref: refund.recordId,
  line_no: 0,
  shop: refund.shop,
  platform: refund.platform,
  platform_no: refund.orderNo,
  basis: 'record',
  amount_minor: refund.amountMinor,
})

/**
 * First payments of everybody whose orders are in the batch, asked of PostgreSQL: an older order that comes later moves the
 * day back, a withdrawn one forward, and a customer without paid orders is none.
 */
async function projectCustomers(
  tx: Db,
  clickhouse: Clickhouse,
  rows: readonly FactRow[],
  target: Target,
): Promise<void> {
  const affected = new Map(
    rows
      .filter(({ customer }) => customer !== '')
      .map((row) => [
        `${String(row['shop_id'])}|${String(row['customer'])}`,
        { shop_id: String(row['shop_id']), customer: String(row['customer']) },
      ]),
  )
  const people = [...affected.values()]
  if (people.length === 0) return
  const stored = target.ending ? [] : await storedCustomers(clickhouse, people)
  const { rows: fresh } = await sql<FactRow>`
    select distinct on (o.shop_id, o.customer_ref) o.shop_id, o.customer_ref as customer, o.paid_on::text as first_paid_on,
      o.id as order_id, s.code as shop, s.platform, coalesce(o.country, '') as country,
      coalesce(o.province_code, '') as province, coalesce(o.city_code, '') as city, o.source_channel as source, o.talent
    from unnest(${people.map((one) => one.shop_id)}::uuid[], ${people.map((one) => one.customer)}::text[]) as p (shop, ref)
    join sales.orders o on o.shop_id = p.shop and o.customer_ref = p.ref
    join shops.shops s on s.id = o.shop_id
    where o.kind = 'sale' and not o.withdrawn and o.paid_on is not null
    order by o.shop_id, o.customer_ref, o.paid_on, o.paid_at, o.id`.execute(tx)
  if (!target.ending) {
    const days = daysOf('customers', [...stored, ...fresh])
    await markStale(clickhouse, days, target.version, target.token)
  }
  await replaceRows(clickhouse, 'customers', {
    ...target,
    stored,
    fresh,
    ...(target.ending ? { into: `customers${target.ending}` } : {}),
  })
}

/** The days they are known by so far. */
async function storedCustomers(
  clickhouse: Clickhouse,
  people: readonly { readonly shop_id: string; readonly customer: string }[],
): Promise<FactRow[]> {
  return clickhouse.query<FactRow>(
    `select shop_id, customer, first_paid_on from customers final
     where (shop_id, customer) in (select arrayJoin(arrayZip({shops:Array(UUID)}, {people:Array(String)})))`,
    { shops: people.map((one) => one.shop_id), people: people.map((one) => one.customer) },
  )
}
