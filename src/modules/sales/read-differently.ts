// A file that is read again says the same words. Which of its orders are understood differently now: any column of the order
// or of its lines, as they would be written, against what is stored.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import {
  arrays,
  columnsOf,
  LINE_COLUMNS,
  linesOf,
  type StoredOrder,
  type Writing,
} from './write-orders.ts'

/** Not what the order is, but where it was read from; and sealed text, which never comes out the same twice. */
const ASIDE = new Set([
  'id',
  'shop_id',
  'platform_no',
  'fulfilment',
  'version',
  'withdrawn',
  'layout',
  'snapshot_at',
  'receiver_sealed',
])

export async function readDifferently(
  tx: Tx,
  writing: Writing,
  orders: readonly StoredOrder[],
): Promise<ReadonlySet<string>> {
  const columns = columnsOf(writing, null)
  const told = columns.filter(([name]) => !ASIDE.has(name) && !writing.kept.has(name))
  const names = sql.raw(columns.map(([name]) => name).join(', '))
  const row = (of: string, list: readonly (readonly [string, ...unknown[]])[]) =>
    sql.raw(`(${list.map(([name]) => `${of}.${name}`).join(', ')})`)
  const { rows } = await sql<{ id: string }>`
    select o.id from sales.orders o
    join unnest(${arrays(columns, orders)}) as d (${names}) on d.id = o.id
    where ${row('o', told)} is distinct from ${row('d', told)}
    union
    select coalesce(l.order_id, d.order_id) as id
    from (select * from sales.order_lines where order_id = any(${orders.map(({ id }) => id)}::uuid[])) as l
    full join unnest(${arrays(LINE_COLUMNS, linesOf(orders))})
      as d (${sql.raw(LINE_COLUMNS.map(([name]) => name).join(', '))})
      on d.order_id = l.order_id and d.line_no = l.line_no
    where l.order_id is null or d.order_id is null
      or ${row('l', LINE_COLUMNS)} is distinct from ${row('d', LINE_COLUMNS)}`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}
