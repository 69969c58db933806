// Rows of sources, lines, links and heads, written for many orders in a handful of statements.
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { now } from '#kernel/time.ts'
import type { PlatformFacts } from './facts.ts'
import type { DeskLine, DeskOrder } from './load.ts'
import type { SourceLine } from './shape.ts'

type Column<T> = readonly [name: string, type: string, value: (row: T) => unknown]

function arrays<T>(columns: readonly Column<T>[], rows: readonly T[]): RawBuilder<unknown> {
  return sql.join(
    columns.map(([, type, value]) => sql`${pgArray(rows.map(value))}::${sql.raw(type)}[]`),
  )
}

const names = <T>(columns: readonly Column<T>[]) =>
  sql.raw(columns.map(([name]) => name).join(', '))

export interface SourceRow {
  readonly facts: PlatformFacts
  readonly shape: string
  readonly lines: readonly SourceLine[]
}

const SOURCE: readonly Column<SourceRow>[] = [
  ['platform_order_id', 'uuid', ({ facts }) => facts.id],
  ['shop_id', 'uuid', ({ facts }) => facts.shopId],
  ['version', 'int', ({ facts }) => facts.version],
  ['status', 'text', ({ facts }) => facts.status],
  ['receiver_key', 'text', ({ facts }) => facts.receiverKey],
  ['shape', 'text', ({ shape }) => shape],
]

interface OwnedLine extends SourceLine {
  readonly orderId: string
}

const SOURCE_LINE: readonly Column<OwnedLine>[] = [
  ['platform_order_id', 'uuid', (l) => l.orderId],
  ['line_key', 'text', (l) => l.key],
  ['line_no', 'int', (l) => l.lineNo],
  ['sku_id', 'uuid', (l) => l.skuId],
  ['sku_qty', 'bigint', (l) => l.skuQty],
  ['is_gift', 'boolean', (l) => l.isGift],
  ['title', 'text', (l) => l.title],
  ['spec', 'text', (l) => l.spec],
  ['platform_sku', 'text', (l) => l.platformSku],
  ['qty', 'bigint', (l) => l.qty],
  ['dropped', 'bigint', (l) => l.dropped],
  ['goods_minor', 'bigint', (l) => l.goodsMinor],
  ['discount_minor', 'bigint', (l) => l.discountMinor],
  ['freight_minor', 'bigint', (l) => l.freightMinor],
]

const assignments = <T>(columns: readonly Column<T>[], fixed: readonly string[]) =>
  sql.raw(
    columns
      .filter(([name]) => !fixed.includes(name))
      .map(([name]) => `${name} = excluded.${name}`)
      .join(', '),
  )

export async function writeSources(tx: Tx, rows: readonly SourceRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into orders.sources (${names(SOURCE)}) select * from unnest(${arrays(SOURCE, rows)})
    on conflict (platform_order_id) do update set ${assignments(SOURCE, ['platform_order_id', 'shop_id'])}, taken_at = now()`.execute(
    tx,
  )
  const lines = rows.flatMap(({ facts, lines: own }) =>
    own.map((line) => ({ ...line, orderId: facts.id })),
  )
  if (lines.length === 0) return
  await sql`
    insert into orders.source_lines (${names(SOURCE_LINE)}) select * from unnest(${arrays(SOURCE_LINE, lines)})
    on conflict (platform_order_id, line_key) do update set ${assignments(SOURCE_LINE, ['platform_order_id', 'line_key'])}`.execute(
    tx,
  )
}

export interface NewOrder {
  readonly id: string
  readonly facts: PlatformFacts
  readonly origin: DeskOrder['origin']
  readonly lines: readonly DeskLine[]
  readonly platformNos: readonly string[]
  readonly summary: string
}

const sum = (lines: readonly DeskLine[], of: (line: DeskLine) => bigint) =>
  lines.reduce((total, line) => total + of(line), 0n)

const ORDER: readonly Column<NewOrder>[] = [
  ['id', 'uuid', (o) => o.id],
  ['shop_id', 'uuid', (o) => o.facts.shopId],
  ['currency', 'text', (o) => o.facts.currency],
  ['origin', 'text', (o) => o.origin],
  ['summary', 'text', (o) => o.summary],
  ['lines', 'int', (o) => o.lines.length],
  ['qty', 'bigint', (o) => sum(o.lines, ({ qty }) => qty)],
  ['goods_minor', 'bigint', (o) => sum(o.lines, ({ goodsMinor }) => goodsMinor)],
  ['discount_minor', 'bigint', (o) => sum(o.lines, ({ discountMinor }) => discountMinor)],
  ['freight_minor', 'bigint', (o) => sum(o.lines, ({ freightMinor }) => freightMinor)],
  [
    'net_minor',
    'bigint',
    (o) => sum(o.lines, (l) => l.goodsMinor - l.discountMinor + l.freightMinor),
  ],
  ['receiver_masked', 'text', (o) => o.facts.receiverMasked],
  ['receiver_key', 'text', (o) => o.facts.receiverKey],
  ['buyer_key', 'text', (o) => o.facts.buyerKey],
  ['province_code', 'text', (o) => o.facts.provinceCode],
  ['city_code', 'text', (o) => o.facts.cityCode],
  ['district_code', 'text', (o) => o.facts.districtCode],
  ['has_buyer_note', 'boolean', (o) => o.facts.hasBuyerNote],
  ['has_seller_note', 'boolean', (o) => o.facts.hasSellerNote],
  ['ordered_at', 'timestamptz', (o) => o.facts.orderedAt],
  ['paid_at', 'timestamptz', (o) => o.facts.paidAt ?? o.facts.orderedAt],
]

/** New system orders in PRE. `platform_nos` goes apart: an array of arrays is no table. */
export async function writeOrders(tx: Tx, orders: readonly NewOrder[]): Promise<void> {
  if (orders.length === 0) return
  const day = now().toISOString().slice(2, 10).replaceAll('-', '')
  await sql`
    insert into orders.fulfil_orders (no, status, platform_nos, ${names(ORDER)})
    select ${`D${day}`} || lpad(nextval('orders.order_no')::text, 6, '0'), 'PRE', string_to_array(platform_nos, chr(31)), ${names(ORDER)}
    from unnest(${pgArray(orders.map((o) => o.platformNos.join('\x1f')))}::text[], ${arrays(ORDER, orders)})
      as fresh (platform_nos, ${names(ORDER)})`.execute(tx)
  await writeLines(
    tx,
    orders.flatMap(({ lines }) => lines),
  )
}

const LINE: readonly Column<DeskLine>[] = [
  ['id', 'uuid', (l) => l.id],
  ['order_id', 'uuid', (l) => l.orderId],
  ['line_no', 'int', (l) => l.lineNo],
  ['kind', 'text', (l) => l.kind],
  ['sku_id', 'uuid', (l) => l.skuId],
  ['qty', 'bigint', (l) => l.qty],
  ['goods_minor', 'bigint', (l) => l.goodsMinor],
  ['discount_minor', 'bigint', (l) => l.discountMinor],
  ['freight_minor', 'bigint', (l) => l.freightMinor],
  ['title', 'text', (l) => l.title],
  ['spec', 'text', (l) => l.spec],
]

export async function writeLines(tx: Tx, lines: readonly DeskLine[]): Promise<void> {
  if (lines.length === 0) return
  await sql`
    insert into orders.fulfil_lines (${names(LINE)}) select * from unnest(${arrays(LINE, lines)})
    on conflict (id) do update set ${assignments(LINE, ['id', 'order_id'])}`.execute(tx)
  const links = lines.flatMap(({ id, links: own }) => own.map((link) => ({ ...link, lineId: id })))
  if (links.length === 0) return
  await sql`
    insert into orders.line_links (platform_order_id, line_key, fulfil_line_id, qty)
    select * from unnest(${links.map(({ platformOrderId }) => platformOrderId)}::uuid[],
      ${pgArray(links.map(({ lineKey }) => lineKey))}::text[], ${links.map(({ lineId }) => lineId)}::uuid[],
      ${links.map(({ qty }) => qty)}::bigint[])
    on conflict (platform_order_id, line_key, fulfil_line_id) do update set qty = excluded.qty`.execute(
    tx,
  )
}

export async function removeLines(tx: Tx, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return
  await sql`delete from orders.fulfil_lines where id = any(${[...lineIds]}::uuid[])`.execute(tx)
}

/** Money, counts and summary of heads, added up from their lines. */
export async function sumUp(tx: Tx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  await sql`
    update orders.fulfil_orders o set lines = l.lines, qty = l.qty, goods_minor = l.goods, discount_minor = l.discount,
      freight_minor = l.freight, net_minor = l.goods - l.discount + l.freight, summary = l.summary
    from (
      select order_id, count(*) as lines, sum(qty) as qty, sum(goods_minor) as goods, sum(discount_minor) as discount,
        sum(freight_minor) as freight,
        string_agg(left(trim(title || ' ' || spec), 60) || ' ×' || qty, '、' order by line_no) filter (where at <= 3)
          || case when count(*) > 3 then ' …' else '' end as summary
      from (select *, row_number() over (partition by order_id order by line_no) as at from orders.fulfil_lines
        where order_id = any(${[...orderIds]}::uuid[])) as own
      group by order_id) as l
    where o.id = l.order_id`.execute(tx)
}
