// Orders from a file, as the platform said them (INV-SALES-2). Every version is kept with its raw rows; an order that has
// not changed is left alone; a new version never silently replaces an old one.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { emitAll } from '#kernel/outbox.ts'
import { namedRows, type Table } from '#kernel/table.ts'
import { toJson } from '#kernel/wire.ts'
import { ensureSkus } from '#modules/catalog'
import type { Shop } from '#modules/shops'
import { type DraftOrder, readRow, type RowProblem, toOrder } from './online-retail.ts'

export interface ImportCounts {
  read: number
  created: number
  updated: number
  unchanged: number
  refused: number
}

export interface OrdersImport extends ImportCounts {
  readonly refusals: (RowProblem & { readonly cells: Readonly<Record<string, string>> })[]
  /** What the file says in sum, for comparison with the file's own totals and with the reports. */
  readonly totals: {
    orders: number
    sales: number
    refunds: number
    goodsMinor: bigint
    serviceMinor: bigint
    refundMinor: bigint
    newSkus: number
  }
}

/** Orders written at once. */
const BATCH = 500

/** Refusals kept with their cells; beyond this the file is not of this layout. */
const MAX_REFUSALS = 10_000

export async function importOrders(
  tx: Tx,
  shop: Shop,
  table: Table,
  source: string,
  onProgress: (done: number) => Promise<void>,
): Promise<OrdersImport> {
  const result: OrdersImport = {
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
    refusals: [],
    totals: {
      orders: 0,
      sales: 0,
      refunds: 0,
      goodsMinor: 0n,
      serviceMinor: 0n,
      refundMinor: 0n,
      newSkus: 0,
    },
  }
  const byInvoice = await gather(table, result)
  const orders = [...byInvoice].map(([no, rows]) => toOrder(no, rows, shop.timeZone))
  result.totals.newSkus = await linkSkus(tx, orders)
  for (let at = 0; at < orders.length; at += BATCH) {
    await writeBatch(tx, shop, orders.slice(at, at + BATCH), source, result)
    await onProgress(at)
  }
  for (const order of orders) addTotals(result.totals, order)
  return result
}

async function gather(table: Table, result: OrdersImport) {
  const byInvoice = new Map<string, NonNullable<ReturnType<typeof readRow>['good']>[]>()
  for await (const row of namedRows(table)) {
    result.read += 1
    const { good, problems } = readRow(row)
    if (good === null) {
      result.refused += 1
      if (result.refusals.length < MAX_REFUSALS) {
        result.refusals.push(...problems.map((problem) => ({ ...problem, cells: row.cells })))
      }
      continue
    }
    const no = good.cells['InvoiceNo']!.toUpperCase()
    const rows = byInvoice.get(no)
    if (rows) rows.push(good)
    else byInvoice.set(no, [good])
  }
  return byInvoice
}

function addTotals(totals: OrdersImport['totals'], order: DraftOrder): void {
  if (order.kind === 'sale') {
    totals.orders += 1
    totals.sales += order.lines.length
    totals.goodsMinor += order.goodsMinor
    totals.serviceMinor += order.serviceMinor
  } else if (order.kind === 'refund') {
    totals.refunds += 1
    totals.refundMinor += order.goodsMinor + order.serviceMinor
  }
}

const skuIdOf = new WeakMap<DraftOrder, ReadonlyMap<string, string>>()

async function linkSkus(tx: Tx, orders: readonly DraftOrder[]): Promise<number> {
  const titles = new Map<string, string>()
  for (const { lines } of orders) {
    for (const { sku, title, isGoods } of lines) {
      if (isGoods && (titles.get(sku) ?? '') === '') titles.set(sku, title)
    }
  }
  const { ids, made } = await ensureSkus(tx, titles)
  for (const order of orders) skuIdOf.set(order, ids)
  return made
}

interface Known {
  readonly id: string
  readonly platformNo: string
  readonly contentHash: string
  readonly version: number
}

async function writeBatch(
  tx: Tx,
  shop: Shop,
  orders: readonly DraftOrder[],
  source: string,
  result: OrdersImport,
): Promise<void> {
  const { rows } = await sql<Known>`
    select id, platform_no as "platformNo", content_hash as "contentHash", version from sales.orders
    where shop_id = ${shop.id} and platform_no = any(${orders.map(({ platformNo }) => platformNo)}::text[])
    order by id for update`.execute(tx)
  const known = new Map(rows.map((row) => [row.platformNo, row]))
  const fresh: (DraftOrder & { id: string; version: number })[] = []
  for (const order of orders) {
    const before = known.get(order.platformNo)
    const count = order.lines.length
    if (before?.contentHash === order.contentHash) result.unchanged += count
    else if (before) {
      result.updated += count
      fresh.push(withId(order, before.id, before.version + 1))
    } else {
      result.created += count
      fresh.push(withId(order, newId(), 1))
    }
  }
  if (fresh.length > 0) await write(tx, shop, fresh, source)
}

function withId(order: DraftOrder, id: string, version: number) {
  const copy = { ...order, id, version }
  skuIdOf.set(copy, skuIdOf.get(order)!)
  return copy
}

async function write(
  tx: Tx,
  shop: Shop,
  orders: readonly (DraftOrder & { id: string; version: number })[],
  source: string,
): Promise<void> {
  await sql`
    insert into sales.orders as o (id, shop_id, platform_no, kind, ordered_at, ordered_on, customer_ref, country,
      goods_minor, service_minor, payable_minor, flags, version, content_hash)
    select id, ${shop.id}::uuid, no, kind, at, on_date, customer, country, goods, service, goods + service,
      string_to_array(flags, ','), version, hash
    from unnest(
      ${orders.map((o) => o.id)}::uuid[], ${orders.map((o) => o.platformNo)}::text[], ${orders.map((o) => o.kind)}::text[],
      ${orders.map((o) => o.orderedAt)}::timestamptz[], ${orders.map((o) => o.orderedOn)}::date[],
      ${orders.map((o) => o.customerRef)}::text[], ${orders.map((o) => o.country)}::text[],
      ${orders.map((o) => o.goodsMinor)}::bigint[], ${orders.map((o) => o.serviceMinor)}::bigint[],
      ${orders.map((o) => o.flags.join(','))}::text[], ${orders.map((o) => o.version)}::int[],
      ${orders.map((o) => o.contentHash)}::text[]
    ) as draft (id, no, kind, at, on_date, customer, country, goods, service, flags, version, hash)
    on conflict (id) do update set kind = excluded.kind, ordered_at = excluded.ordered_at, ordered_on = excluded.ordered_on,
      customer_ref = excluded.customer_ref, country = excluded.country, goods_minor = excluded.goods_minor,
      service_minor = excluded.service_minor, payable_minor = excluded.payable_minor, flags = excluded.flags,
      version = excluded.version, content_hash = excluded.content_hash`.execute(tx)
  await sql`
    insert into sales.order_versions (order_id, version, content_hash, raw, source)
    select *, ${source} from unnest(
      ${orders.map((o) => o.id)}::uuid[], ${orders.map((o) => o.version)}::int[],
      ${orders.map((o) => o.contentHash)}::text[], ${orders.map((o) => toJson(o.raw))}::jsonb[])`.execute(
    tx,
  )
  await sql`delete from sales.order_lines where order_id = any(${orders.map((o) => o.id)}::uuid[])`.execute(
    tx,
  )
  const lines = orders.flatMap((order) =>
    order.lines.map((line, index) => ({
      ...line,
      orderId: order.id,
      no: index + 1,
      skuId: line.isGoods ? (skuIdOf.get(order)!.get(line.sku) ?? null) : null,
    })),
  )
  await sql`
    insert into sales.order_lines (order_id, line_no, sku_id, platform_sku, title, is_goods, qty, unit_price_text, amount_minor)
    select * from unnest(
      ${lines.map((l) => l.orderId)}::uuid[], ${lines.map((l) => l.no)}::int[], ${lines.map((l) => l.skuId)}::uuid[],
      ${lines.map((l) => l.sku)}::text[], ${lines.map((l) => l.title)}::text[], ${lines.map((l) => l.isGoods)}::boolean[],
      ${lines.map((l) => l.qty)}::bigint[], ${lines.map((l) => l.unitPriceText)}::text[],
      ${lines.map((l) => l.amountMinor)}::bigint[])`.execute(tx)
  await emitAll(
    tx,
    orders.map(({ id, version }) => ({
      type: 'platform.order.snapshotted',
      key: id,
      payload: { orderId: id, version },
    })),
  )
}
