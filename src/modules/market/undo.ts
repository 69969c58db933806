// An import taken back: its new rows go, what it replaced comes back from under them (INV-MARKET-2). Refused while a
// later import stands on top.
import { sql } from 'kysely'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import type { UndoImport } from '#modules/layouts'
import { replacedSince } from './errors.ts'
import { emitChanged, type Slice } from './events.ts'
import { columnsOf } from './store.ts'
import { TABLES, type TableName, type TableSpec } from './tables.ts'

export const undoImport =
  (...names: readonly TableName[]): UndoImport =>
  async (tx, _services, actor, source) => {
    for (const name of names) await lockRows(tx, name, source)
    await refuseIfReplaced(tx, source)
    let total = 0
    for (const name of names) total += await undoTable(tx, TABLES[name], source)
    await recordAudit(tx, actor, {
      action: 'market.import.undo',
      subjectType: 'import',
      subjectId: source,
      after: { tables: names, rows: total },
    })
    return total
  }

/** Before anything is asked: an import at work on these rows comes wholly before or after. */
async function lockRows(tx: Tx, name: TableName, source: string): Promise<void> {
  await sql`select id from ${sql.raw(`market.${name}`)} where source = ${source} order by id for update`.execute(
    tx,
  )
}

async function refuseIfReplaced(tx: Tx, source: string): Promise<void> {
  const { rows } = await sql<{ by: string; count: number }>`
    select coalesce((select r.file_name from intake.runs r where 'import:' || r.id::text = x.replaced_by), x.replaced_by) as by,
      count(*)::int as count
    from market.replaced x where x.source = ${source} group by x.replaced_by order by max(x.id) desc`.execute(
    tx,
  )
  if (rows[0]) throw replacedSince(rows[0].count, rows[0].by)
}

async function undoTable(tx: Tx, spec: TableSpec, source: string): Promise<number> {
  const table = sql.raw(`market.${spec.name}`)
  const day = sql.raw(spec.days[0])
  const shop = sql.raw(spec.hasShop ? 'shop_id' : 'null::uuid')
  const slices = async () =>
    (
      await sql<Slice>`
        select distinct ${spec.name} as "table", ${shop} as "shopId", ${day} as day
        from ${table} where source = ${source}`.execute(tx)
    ).rows
  const { rows: held } = await sql<{ id: string }>`
    select id from ${table} where source = ${source}`.execute(tx)
  if (held.length === 0) return 0
  const ids = held.map(({ id }) => id)
  const before = await slices()
  const sets = columnsOf(spec).map((column) => `${column} = p.${column}`)
  const restored = await sql<{ id: string }>`
    with popped as (
      delete from market.replaced r where r.row_id = any(${ids}::uuid[]) and r.replaced_by = ${source} returning r.was)
    update ${table} t set ${sql.raw(sets.join(', '))}
    from popped, jsonb_populate_record(null::${table}, popped.was) p where t.id = p.id returning t.id`.execute(
    tx,
  )
  await sql`delete from ${table} where source = ${source}`.execute(tx)
  const after = await sql<Slice>`
    select distinct ${spec.name} as "table", ${shop} as "shopId", ${day} as day from ${table}
    where id = any(${restored.rows.map(({ id }) => id)}::uuid[])`.execute(tx)
  const all = new Map(
    [...before, ...after.rows].map((slice) => [`${slice.shopId}:${slice.day}`, slice]),
  )
  await emitChanged(tx, [...all.values()])
  return ids.length
}
