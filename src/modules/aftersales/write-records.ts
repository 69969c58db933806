// The only writer of aftersales.*: versions are inserted, the record shows the newest that stands.
import { sql } from 'kysely'
import { recordAudit } from '#kernel/audit.ts'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/errors.ts'
import { emitAll } from '#kernel/outbox.ts'
import { toJson } from '#kernel/wire.ts'
import type { ImportWork, UndoImport } from '#modules/layouts'
import type { Told } from './to-record.ts'

export interface Fresh {
  readonly id: string
  readonly aftersaleNo: string
  readonly version: number
  readonly contentHash: string
  readonly fields: Told
  readonly raw: Readonly<Record<string, string>>
  readonly source: string
  readonly snapshotAt: Date | null
}

/** Every column that comes from the fields of a version. */
const FROM_FIELDS = [
  'order_no',
  'line_ref',
  'type',
  'type_text',
  'status',
  'status_text',
  'reason',
  'requested_at',
  'requested_on',
  'closed_at',
  'closed_on',
  'refunded_at',
  'refunded_on',
  'refunded_basis',
  'refund_minor',
  'order_minor',
  'qty',
  'return_carrier',
  'return_waybill',
  'ship_state',
  'platform_item',
  'sku_code',
  'title',
  'spec',
] as const

const TEXTS = new Set<string>([
  'line_ref',
  'type_text',
  'status_text',
  'reason',
  'return_carrier',
  'return_waybill',
  'ship_state',
  'platform_item',
  'sku_code',
  'title',
  'spec',
])

const SET = [
  ...FROM_FIELDS,
  'layout',
  'withdrawn',
  'version',
  'content_hash',
  'snapshot_at',
  'source',
  'recorded_at',
]

const columnsOf = (fields: Told) =>
  Object.fromEntries(
    FROM_FIELDS.map((column) => [column, fields[column] ?? (TEXTS.has(column) ? '' : null)]),
  )

export async function writeRecords(
  { tx, shop }: ImportWork,
  layout: string,
  fresh: readonly Fresh[],
): Promise<void> {
  if (fresh.length === 0) return
  const records = fresh.map((record) => ({
    ...columnsOf(record.fields),
    id: record.id,
    shop_id: shop!.id,
    aftersale_no: record.aftersaleNo,
    layout,
    withdrawn: false,
    version: record.version,
    content_hash: record.contentHash,
    snapshot_at: record.snapshotAt,
    source: record.source,
  }))
  const columns = ['id', 'shop_id', 'aftersale_no', ...SET.filter((name) => name !== 'recorded_at')]
  await sql`
    insert into aftersales.records (${sql.raw(columns.join(', '))})
    select ${sql.raw(columns.join(', '))} from jsonb_populate_recordset(null::aftersales.records, ${toJson(records)}::jsonb)
    on conflict (id) do update set ${sql.raw(SET.map((name) => `${name} = excluded.${name}`).join(', '))}`.execute(
    tx,
  )
  await sql`
    insert into aftersales.record_versions (record_id, version, content_hash, fields, raw, source, snapshot_at)
    select * from unnest(
      ${fresh.map(({ id }) => id)}::uuid[], ${fresh.map(({ version }) => version)}::int[],
      ${fresh.map(({ contentHash }) => contentHash)}::text[], ${fresh.map(({ fields }) => toJson(fields))}::jsonb[],
      ${fresh.map(({ raw }) => toJson(raw))}::jsonb[], ${fresh.map(({ source }) => source)}::text[],
      ${fresh.map(({ snapshotAt }) => snapshotAt)}::timestamptz[])`.execute(tx)
  const ids = fresh.map(({ id }) => id)
  await link(tx, [], ids)
  await announce(tx, ids)
}

async function announce(tx: Tx, ids: readonly string[]): Promise<void> {
  await emitAll(
    tx,
    ids.map((recordId) => ({
      type: 'aftersale.snapshotted',
      key: recordId,
      payload: { recordId },
    })),
  )
}

async function link(
  tx: Tx,
  orderIds: readonly string[],
  recordIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update aftersales.records r set order_id = o.id from sales.orders o
    where o.shop_id = r.shop_id and o.platform_no = r.order_no and r.order_id is distinct from o.id
      and (o.id = any(${orderIds}::uuid[]) or r.id = any(${recordIds}::uuid[]))
    returning r.id`.execute(tx)
  return rows.map(({ id }) => id)
}

/**
 * Orders and records find each other, whichever came first: after either was committed. It listens to its own event too,
 * since an order committed while the record was being written saw no record, and the record no order.
 */
export async function linkOrders(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const ids = (name: 'orderId' | 'recordId') =>
    events.flatMap(({ payload }) => {
      const id = (payload as Record<string, unknown>)[name]
      return typeof id === 'string' ? [id] : []
    })
  await announce(tx, await link(tx, ids('orderId'), ids('recordId')))
}

export const undoAftersales: UndoImport = async (tx, _services, actor, source) => {
  const { rows: held } = await sql<{ id: string }>`
    select r.id from aftersales.records r
    where r.id in (select record_id from aftersales.record_versions where source = ${source} and not undone)
    order by r.id for update`.execute(tx)
  const ids = held.map(({ id }) => id)
  if (ids.length === 0) return 0
  await refuseIfReplaced(tx, source)
  await sql`update aftersales.record_versions set undone = true where source = ${source} and not undone`.execute(
    tx,
  )
  // Back to the newest version that stands; a record that has none counts nowhere until a file brings it again.
  const set = FROM_FIELDS.map((column) => `${column} = p.${column}`).join(', ')
  await sql`
    with standing as (
      select distinct on (v.record_id) v.* from aftersales.record_versions v
      where v.record_id = any(${ids}::uuid[]) and not v.undone order by v.record_id, v.version desc),
    texts as (select ${toJson(columnsOf({}))}::jsonb as none)
    update aftersales.records r set ${sql.raw(set)}, version = s.version, content_hash = s.content_hash,
      snapshot_at = s.snapshot_at, source = s.source
    from standing s, texts, jsonb_populate_record(null::aftersales.records, texts.none || s.fields) p
    where r.id = s.record_id`.execute(tx)
  await sql`
    update aftersales.records set withdrawn = true where id = any(${ids}::uuid[])
      and not exists (select 1 from aftersales.record_versions v where v.record_id = records.id and not v.undone)`.execute(
    tx,
  )
  await announce(tx, ids)
  await recordAudit(tx, actor, {
    action: 'aftersales.import.undo',
    subjectType: 'import',
    subjectId: source,
    after: { records: ids.length },
  })
  return ids.length
}

async function refuseIfReplaced(tx: Tx, source: string): Promise<void> {
  const { rows } = await sql<{ by: string; count: number }>`
    select coalesce((select x.file_name from intake.runs x where 'import:' || x.id::text = later.source), later.source) as by,
      count(distinct later.record_id)::int as count
    from aftersales.record_versions v
    join aftersales.record_versions later on later.record_id = v.record_id and later.version > v.version and not later.undone
    where v.source = ${source} and not v.undone group by later.source order by max(later.recorded_at) desc`.execute(
    tx,
  )
  if (!rows[0]) return
  const { count, by } = rows[0]
  throw refuse(
    'aftersales.replaced_since',
    409,
    {
      zh: `这次导入的售后单有 ${count} 条已被后来的导入「${by}」更新,请先撤销那一次`,
      en: `${count} records of this import were updated by the later import “${by}”. Undo that one first.`,
    },
    { rows: count, by },
  )
}
