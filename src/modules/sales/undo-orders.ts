// Take back what an import did to orders (UndoImport). New orders are withdrawn, changed ones are put back exactly as they were;
// both as a new version, since nothing that was said is ever erased. Stock and facts follow by the event.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/errors.ts'
import { emitAll } from '#kernel/outbox.ts'
import type { Services } from '#kernel/services.ts'
import { noProgress, type UndoProgress } from '#modules/layouts'
import { restoredColumns } from './write-orders.ts'

/** Orders of one statement: memory and progress go by these steps, the transaction is one. */
const BATCH = 5000

export async function undoOrders(
  tx: Tx,
  _services: Services,
  _actor: Actor,
  source: string,
  progress: UndoProgress = noProgress,
): Promise<number> {
  await lockTouched(tx, source)
  await refuseWhenUsed(tx, source)
  // Numbered once: a walk by order id would read all words of the import again for every step.
  await sql`
    create temp table taking_back on commit drop as
    select row_number() over (order by order_id) as n, order_id, min(version) as first
    from sales.order_versions where source = ${source} group by order_id`.execute(tx)
  await sql`create unique index on taking_back (n)`.execute(tx)
  await sql`analyze taking_back`.execute(tx)
  const { rows } = await sql<{ orders: number }>`
    select count(*)::int as orders from taking_back`.execute(tx)
  const { orders } = rows[0]!
  for (let at = 0; at < orders; at += BATCH) {
    await takeBackSome(tx, source, at)
    await progress(Math.min(at + BATCH, orders), orders)
  }
  await sql`drop table taking_back`.execute(tx)
  return orders
}

async function takeBackSome(tx: Tx, source: string, at: number): Promise<void> {
  const columns = sql.raw(restoredColumns.join(', '))
  const { rows } = await sql<{ id: string; version: number; noLonger: string[] | null }>`
    with back as (
      select s.order_id, r.head, r.lines from taking_back s
      left join sales.replaced r on r.order_id = s.order_id and r.version = s.first - 1
      where s.n > ${at} and s.n <= ${at + BATCH}),
    gone as (
      delete from sales.order_lines l using back b where l.order_id = b.order_id and b.head is not null
      returning l.order_id, l.listing_id),
    restored as (
      update sales.orders o set version = o.version + 1, (${columns}) = (
        select ${columns} from jsonb_populate_record(null::sales.orders, b.head))
      from back b where o.id = b.order_id and b.head is not null
      returning o.id, o.version, o.layout, o.content_hash, o.receiver_sealed, o.snapshot_at),
    withdrawn as (
      update sales.orders o set version = o.version + 1, withdrawn = true
      from back b where o.id = b.order_id and b.head is null
      returning o.id, o.version, o.layout, o.content_hash, o.receiver_sealed, o.snapshot_at),
    word as (
      insert into sales.order_versions (order_id, version, content_hash, raw, source, layout, receiver_sealed, snapshot_at)
      select id, version, content_hash, '[]', ${`undo:${source}`}, layout, receiver_sealed, snapshot_at
      from (select * from restored union all select * from withdrawn) as changed)
    select c.id, c.version, (
        select array_agg(distinct g.listing_id::text) from gone g where g.order_id = c.id and g.listing_id is not null) as "noLonger"
    from (select id, version from restored union all select id, version from withdrawn) as c order by c.id`.execute(
    tx,
  )
  await putLinesBack(tx, at)
  await emitAll(
    tx,
    rows.map(({ id, version, noLonger }) => ({
      type: 'platform.order.snapshotted',
      key: id,
      payload: { orderId: id, version, because: 'undo', ...(noLonger ? { noLonger } : {}) },
    })),
  )
}

async function lockTouched(tx: Tx, source: string): Promise<void> {
  await sql`
    select 1 from sales.orders o
    where o.id in (select order_id from sales.order_versions where source = ${source})
    order by o.id for update`.execute(tx)
}

/** A later word stands on this one: taking this one away would leave an order that nobody ever told. */
async function refuseWhenUsed(tx: Tx, source: string): Promise<void> {
  const { rows } = await sql<{ platformNo: string; by: string; count: number }>`
    select o.platform_no as "platformNo", v.source as by, (count(*) over ())::int as count
    from sales.orders o join sales.order_versions v on v.order_id = o.id and v.version = o.version
    where o.id in (select order_id from sales.order_versions where source = ${source}) and v.source <> ${source}
    order by o.platform_no limit 5`.execute(tx)
  if (rows.length === 0) return
  const { count, by } = rows[0]!
  const numbers = rows.map(({ platformNo }) => platformNo)
  throw refuse(
    'sales.undo_blocked',
    409,
    {
      zh: `有 ${count} 张订单后来又变过(如 ${numbers.join('、')}),先撤销之后的那次导入`,
      en: `${count} order(s) have changed since (${numbers.join(', ')} …). Undo the later import first.`,
    },
    { count, orders: numbers, by },
  )
}

async function putLinesBack(tx: Tx, at: number): Promise<void> {
  await sql`
    insert into sales.order_lines (order_id, line_no, sku_id, sku_qty, listing_id, platform_sku, platform_item, merchant_code,
      barcode, line_ref, title, spec, is_goods, is_gift, qty, unit_price_text, amount_minor, discount_minor, refunded_minor,
      status, refund_status)
    select l.order_id, l.line_no, l.sku_id, l.sku_qty, l.listing_id, l.platform_sku, l.platform_item, l.merchant_code,
      l.barcode, l.line_ref, l.title, l.spec, l.is_goods, l.is_gift, l.qty, l.unit_price_text, l.amount_minor,
      l.discount_minor, l.refunded_minor, l.status, l.refund_status
    from (select order_id, first from taking_back where n > ${at} and n <= ${at + BATCH}) as s
    join sales.replaced r on r.order_id = s.order_id and r.version = s.first - 1
    cross join lateral jsonb_populate_recordset(null::sales.order_lines, r.lines) as l`.execute(tx)
}
