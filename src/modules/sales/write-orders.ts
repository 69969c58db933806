// The only writer of orders: a batch of them in a handful of statements. Every version is kept with its rows; an order's
// own row is its newest version, its lines are replaced whole.
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { dateIn } from '#kernel/time.ts'
import { deskFromOf } from '#modules/shops'
import type { DraftLine, DraftOrder } from './draft.ts'
import type { Half } from './judge-batch.ts'
import { hasShipped } from './states.ts'

export interface StoredOrder extends DraftOrder {
  readonly id: string
  readonly version: number
  readonly headHash: string | null
  readonly linesHash: string | null
  readonly paymentsHash: string | null
  readonly receiverSealed: string | null
  readonly receiverMasked: string
  readonly hasBuyerNote: boolean
  readonly hasSellerNote: boolean
  readonly fingerprint: string | null
  readonly place: {
    readonly province: string | null
    readonly city: string | null
    readonly district: string | null
    readonly state: 'none' | 'clear' | 'doubtful' | 'confirmed'
    readonly note: string
  }
  readonly snapshotAt: Date | null
  /** JSON of the rows of this word, without personal cells. */
  readonly raw: string
  readonly offers: readonly (Offer | null)[]
}

/** What a line bought: the shop's offer and the SKU behind it, as far as known. */
export interface Offer {
  readonly listingId: string
  readonly skuId: string | null
  readonly skuQty: bigint
  /** A person said that this is no goods (补差价): its money counts, no stock. */
  readonly isIgnored: boolean
}

export interface Writing {
  readonly shopId: string
  readonly timeZone: string
  readonly layout: string
  readonly source: string
  readonly headerHash: string | null
  readonly half: Half
  /** Columns of the order that this file says nothing about: a known order keeps them. */
  readonly kept: ReadonlySet<string>
}

/** Name, PostgreSQL type, and the value of an order. */
type Column = readonly [string, string, (order: StoredOrder) => unknown]

export function columnsOf(
  { shopId, timeZone, layout }: Writing,
  deskFrom: Date | null,
): readonly Column[] {
  const day = (at: Date | null) => (at === null ? null : dateIn(at, timeZone))
  return [
    ['id', 'uuid', (o) => o.id],
    ['shop_id', 'uuid', () => shopId],
    ['platform_no', 'text', (o) => o.platformNo],
    ['fulfilment', 'text', (o) => fulfilmentOf(o, deskFrom)],
    ['kind', 'text', (o) => o.kind],
    ['status', 'text', (o) => o.status],
    ['status_text', 'text', (o) => o.statusText],
    ['withdrawn', 'boolean', () => false],
    ['ordered_at', 'timestamptz', (o) => o.orderedAt],
    ['ordered_on', 'date', (o) => o.orderedOn],
    ['paid_at', 'timestamptz', (o) => o.paidAt],
    ['paid_on', 'date', (o) => day(o.paidAt)],
    ['shipped_at', 'timestamptz', (o) => o.shippedAt],
    ['shipped_on', 'date', (o) => day(o.shippedAt)],
    ['completed_at', 'timestamptz', (o) => o.completedAt],
    ['completed_on', 'date', (o) => day(o.completedAt)],
    ['ship_due_at', 'timestamptz', (o) => dueOf(o)],
    ['customer_ref', 'text', (o) => o.customerRef],
    ['country', 'text', (o) => o.country],
    ['goods_minor', 'bigint', (o) => o.goodsMinor],
    ['service_minor', 'bigint', (o) => o.serviceMinor],
    ['freight_minor', 'bigint', (o) => o.freightMinor],
    ['discount_shop_minor', 'bigint', (o) => o.discounts.shop],
    ['discount_platform_minor', 'bigint', (o) => o.discounts.platform],
    ['discount_talent_minor', 'bigint', (o) => o.discounts.talent],
    ['discount_channel_minor', 'bigint', (o) => o.discounts.channel],
    ['discount_unnamed_minor', 'bigint', (o) => o.discounts.unnamed],
    ['residual_minor', 'bigint', (o) => o.residualMinor],
    ['payable_minor', 'bigint', (o) => o.payableMinor],
    ['paid_minor', 'bigint', (o) => o.paidMinor],
    ['refunded_minor', 'bigint', (o) => o.refundedMinor],
    ['payment_method', 'text', (o) => o.paymentMethod],
    ['payment_no', 'text', (o) => o.paymentNo],
    ['source_channel', 'text', (o) => o.sourceChannel],
    ['talent', 'text', (o) => o.talent],
    ['carrier', 'text', (o) => o.carrier],
    ['waybill', 'text', (o) => o.waybill],
    ['close_reason', 'text', (o) => o.closeReason],
    ['receiver_sealed', 'text', (o) => o.receiverSealed],
    ['receiver_masked', 'text', (o) => o.receiverMasked],
    ['receiver_fingerprint', 'text', (o) => o.fingerprint],
    ['has_buyer_note', 'boolean', (o) => o.hasBuyerNote],
    ['has_seller_note', 'boolean', (o) => o.hasSellerNote],
    ['province_code', 'text', (o) => o.place.province],
    ['city_code', 'text', (o) => o.place.city],
    ['district_code', 'text', (o) => o.place.district],
    ['address_state', 'text', (o) => o.place.state],
    ['address_note', 'text', (o) => o.place.note],
    ['layout', 'text', () => layout],
    ['version', 'int', (o) => o.version],
    // The column is older than the halves; it holds the word on the order as a whole.
    ['content_hash', 'text', (o) => o.headHash ?? o.linesHash ?? ''],
    ['head_hash', 'text', (o) => o.headHash],
    ['lines_hash', 'text', (o) => o.linesHash],
    ['payments_hash', 'text', (o) => o.paymentsHash],
    ['snapshot_at', 'timestamptz', (o) => o.snapshotAt],
  ]
}

const dueOf = ({ deadlines }: StoredOrder) =>
  deadlines
    .filter(({ kind }) => kind === 'ship')
    .map(({ dueAt }) => dueAt)
    .toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null

/** What had left before we heard of it, the desk cannot ship: the platform's word moves its stock. */
const fulfilmentOf = (order: StoredOrder, deskFrom: Date | null) =>
  deskFrom !== null &&
  order.orderedAt >= deskFrom &&
  !hasShipped(order.status, order.shippedAt) &&
  (order.kind === 'sale' || order.kind === 'free')
    ? 'desk'
    : 'platform'

/** Columns that name the row, and who fulfils it; a new word never changes them. */
const FIXED = new Set(['id', 'shop_id', 'platform_no', 'fulfilment'])

/** What an undo puts back: everything but the name of the row and its number of versions. */
export const restoredColumns: readonly string[] = [
  ...columnsOf(
    {
      shopId: '',
      timeZone: 'UTC',
      layout: '',
      source: '',
      headerHash: null,
      half: 'both',
      kept: new Set(),
    },
    null,
  )
    .map(([name]) => name)
    .filter((name) => !FIXED.has(name) && name !== 'version'),
  'flags',
]

export async function writeOrders(
  tx: Tx,
  writing: Writing,
  orders: readonly StoredOrder[],
): Promise<void> {
  if (orders.length === 0) return
  await keepReplaced(tx, orders)
  await writeHeads(tx, writing, orders)
  await writeVersions(tx, writing, orders)
  const before = await writeLines(tx, orders)
  await writeDeadlines(tx, orders)
  await emitAll(
    tx,
    orders.map(({ id, version, offers }) => ({
      type: 'platform.order.snapshotted',
      key: id,
      payload: { orderId: id, version, ...left(before.get(id), offers) },
    })),
  )
}

/** Listings that lines of the order bought before and do not buy now: nothing else tells whoever counts by listing. */
function left(before: readonly string[] = [], offers: StoredOrder['offers']) {
  const now = new Set(offers.map((offer) => offer?.listingId))
  const noLonger = before.filter((id) => !now.has(id))
  return noLonger.length > 0 ? { noLonger } : {}
}

async function writeHeads(tx: Tx, writing: Writing, orders: readonly StoredOrder[]): Promise<void> {
  const columns = columnsOf(writing, await deskFromOf(tx, writing.shopId))
  const names = sql.raw(columns.map(([name]) => name).join(', '))
  const changes = sql.raw(
    columns
      .filter(([name]) => !FIXED.has(name) && !writing.kept.has(name))
      .map(([name]) => `${name} = excluded.${name}`)
      .join(', '),
  )
  await sql`
    insert into sales.orders as o (${names}, flags)
    select ${names}, string_to_array(flags, ',')
    from unnest(${arrays(columns, orders)}, ${pgArray(orders.map((o) => o.flags.join(',')))}::text[]) as draft (${names}, flags)
    on conflict (id) do update set ${changes}, flags = excluded.flags`.execute(tx)
}

/** The orders as they are now, for an undo. */
async function keepReplaced(tx: Tx, orders: readonly StoredOrder[]): Promise<void> {
  const changed = orders.filter(({ version }) => version > 1).map(({ id }) => id)
  if (changed.length === 0) return
  await sql`
    insert into sales.replaced (order_id, version, head, lines)
    select o.id, o.version, to_jsonb(o), coalesce(
      (select jsonb_agg(to_jsonb(l) order by l.line_no) from sales.order_lines l where l.order_id = o.id), '[]')
    from sales.orders o where o.id = any(${changed}::uuid[])`.execute(tx)
}

export function arrays<T>(
  columns: readonly (readonly [string, string, (row: T) => unknown])[],
  rows: readonly T[],
): RawBuilder<unknown> {
  return sql.join(columns.map(([, type, value]) => sql`${rows.map(value)}::${sql.raw(type)}[]`))
}

async function writeVersions(
  tx: Tx,
  { layout, source, headerHash, half }: Writing,
  orders: readonly StoredOrder[],
): Promise<void> {
  await sql`
    insert into sales.order_versions
      (order_id, version, content_hash, raw, source, layout, header_hash, half, receiver_sealed, snapshot_at)
    select id, version, hash, raw, ${source}, ${layout}, ${headerHash}, ${half}, sealed, at
    from unnest(
      ${pgArray(orders.map((o) => o.id))}::uuid[], ${pgArray(orders.map((o) => o.version))}::int[],
      ${pgArray(orders.map((o) => wordOf(o, half)))}::text[], ${pgArray(orders.map((o) => o.raw))}::jsonb[],
      ${pgArray(orders.map((o) => o.receiverSealed))}::text[], ${pgArray(orders.map((o) => o.snapshotAt))}::timestamptz[]
    ) as draft (id, version, hash, raw, sealed, at)`.execute(tx)
}

const wordOf = ({ headHash, linesHash, paymentsHash }: StoredOrder, half: Half) =>
  (half === 'lines' ? linesHash : half === 'payments' ? paymentsHash : headHash) ?? ''

/** A line as it is stored. */
interface StoredLine extends DraftLine {
  readonly orderId: string
  readonly no: number
  readonly offer: Offer | null
}

export const LINE_COLUMNS: readonly (readonly [string, string, (line: StoredLine) => unknown])[] = [
  ['order_id', 'uuid', (l) => l.orderId],
  ['line_no', 'int', (l) => l.no],
  ['sku_id', 'uuid', (l) => l.offer?.skuId ?? null],
  ['sku_qty', 'bigint', (l) => l.offer?.skuQty ?? 1n],
  ['listing_id', 'uuid', (l) => l.offer?.listingId ?? null],
  ['platform_sku', 'text', (l) => l.platformSku],
  ['platform_item', 'text', (l) => l.platformItem],
  ['merchant_code', 'text', (l) => l.merchantCode],
  ['barcode', 'text', (l) => l.barcode],
  ['line_ref', 'text', (l) => l.lineRef],
  ['title', 'text', (l) => l.title],
  ['spec', 'text', (l) => l.spec],
  ['is_goods', 'boolean', (l) => l.isGoods],
  ['is_gift', 'boolean', (l) => l.isGift],
  ['qty', 'bigint', (l) => l.qty],
  ['unit_price_text', 'text', (l) => l.unitPriceText],
  ['amount_minor', 'bigint', (l) => l.amountMinor],
  ['discount_minor', 'bigint', (l) => l.discountMinor],
  ['refunded_minor', 'bigint', (l) => l.refundedMinor],
  ['status', 'text', (l) => l.status],
  ['refund_status', 'text', (l) => l.refundStatus],
]

export const linesOf = (orders: readonly StoredOrder[]): StoredLine[] =>
  orders.flatMap(({ id, lines, offers }) =>
    lines.map((line, at) => ({ ...line, orderId: id, no: at + 1, offer: offers[at] ?? null })),
  )

/** Returns the listings that lines of changed orders bought before. */
async function writeLines(
  tx: Tx,
  orders: readonly StoredOrder[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const changed = orders.filter(({ version }) => version > 1).map(({ id }) => id)
  const before = await deleteLines(tx, changed)
  const lines = linesOf(orders)
  if (lines.length === 0) return before
  const names = sql.raw(LINE_COLUMNS.map(([name]) => name).join(', '))
  await sql`
    insert into sales.order_lines (${names})
    select ${names} from unnest(${arrays(LINE_COLUMNS, lines)}) as draft (${names})`.execute(tx)
  return before
}

async function deleteLines(
  tx: Tx,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (orderIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; listings: string[] }>`
    with gone as (
      delete from sales.order_lines where order_id = any(${[...orderIds]}::uuid[]) returning order_id, listing_id)
    select order_id as id, array_agg(distinct listing_id::text) as listings from gone
    where listing_id is not null group by 1`.execute(tx)
  return new Map(rows.map(({ id, listings }) => [id, listings]))
}

async function writeDeadlines(tx: Tx, orders: readonly StoredOrder[]): Promise<void> {
  const all = orders.flatMap(({ id, deadlines }) => deadlines.map((one) => ({ id, ...one })))
  if (all.length === 0) return
  await sql`
    insert into sales.order_deadlines (order_id, kind, source, due_at)
    select * from unnest(${all.map(({ id }) => id)}::uuid[], ${all.map(({ kind }) => kind)}::text[],
      ${all.map(({ source }) => source)}::text[], ${all.map(({ dueAt }) => dueAt)}::timestamptz[])
    on conflict (order_id, kind, source) do update set due_at = excluded.due_at`.execute(tx)
}

/** The header of a file, kept once; its hash stands in every version. */
export async function keepHeader(tx: Tx, header: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(header)).digest('base64url').slice(0, 22)
  await sql`
    insert into sales.headers (hash, cells) values (${hash}, ${[...header]}::text[])
    on conflict (hash) do nothing`.execute(tx)
  return hash
}
