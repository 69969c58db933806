// Rows of one order out of a file of any size. Most exports keep an order's rows together, so that one order at a
// time is in memory; rows of orders that come back later in the file wait in a temporary table until its end.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { ImportFile, ImportRow } from '#modules/layouts'

export interface OrderRows {
  /** Null for a row without a number: it stands alone. */
  readonly no: string | null
  readonly rows: readonly ImportRow[]
}

/** Rows waiting are written in pieces of this many. */
const SPILL_BATCH = 2000

/** `numberOf` gives a row's order number, or null when it has none. */
export async function* groupRows(
  tx: Tx,
  file: ImportFile,
  numberOf: (row: ImportRow) => string | null,
): AsyncGenerator<OrderRows> {
  const scattered = await scatteredNumbers(file, numberOf)
  const spill = scattered.size === 0 ? null : await openSpill(tx)
  let open: { no: string; rows: ImportRow[] } | null = null
  for await (const row of file.rows()) {
    const no = numberOf(row)
    if (no === null) {
      yield { no, rows: [row] }
      continue
    }
    if (spill !== null && scattered.has(hashOf(no))) {
      await spill.add(no, row)
      continue
    }
    if (open !== null && open.no === no) open.rows.push(row)
    else {
      if (open !== null) yield open
      open = { no, rows: [row] }
    }
  }
  if (open !== null) yield open
  if (spill !== null) yield* spill.orders()
}

/** Numbers whose rows do not stand together, as hashes: a million texts would not fit the memory allowed. */
async function scatteredNumbers(
  file: ImportFile,
  numberOf: (row: ImportRow) => string | null,
): Promise<ReadonlySet<number>> {
  const closed = new Set<number>()
  const scattered = new Set<number>()
  let last: number | null = null
  for await (const row of file.rows()) {
    const no = numberOf(row)
    if (no === null) continue
    const hash = hashOf(no)
    if (hash === last) continue
    if (last !== null) closed.add(last)
    if (closed.has(hash)) scattered.add(hash)
    last = hash
  }
  return scattered
}

/** 53 bits of two FNV-1a hashes. Two numbers of one hash only send more rows the slower way round. */
function hashOf(text: string): number {
  let a = 0x811c9dc5
  let b = 0x1b873593
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
    b ^= b >>> 13
  }
  return (a >>> 0) * 0x20_0000 + ((b >>> 0) & 0x1f_ffff)
}

async function openSpill(tx: Tx) {
  await sql`create temporary table if not exists waiting_rows (no text, row int, cells text) on commit drop`.execute(
    tx,
  )
  await sql`delete from waiting_rows`.execute(tx)
  let waiting: { no: string; row: ImportRow }[] = []
  const flush = async () => {
    await sql`
      insert into waiting_rows
      select * from unnest(${waiting.map(({ no }) => no)}::text[], ${waiting.map(({ row }) => row.row)}::int[],
        ${waiting.map(({ row }) => JSON.stringify(row.values))}::text[])`.execute(tx)
    waiting = []
  }
  return {
    async add(no: string, row: ImportRow): Promise<void> {
      waiting.push({ no, row })
      if (waiting.length >= SPILL_BATCH) await flush()
    },
    async *orders(): AsyncGenerator<OrderRows> {
      await flush()
      await sql`create index on waiting_rows (no, row)`.execute(tx)
      let after: { no: string; row: number } = { no: '', row: -1 }
      let open: { no: string; rows: ImportRow[] } | null = null
      for (;;) {
        const { rows } = await sql<{ no: string; row: number; cells: string }>`
          select no, row, cells from waiting_rows where (no, row) > (${after.no}, ${after.row}::int)
          order by no, row limit ${SPILL_BATCH}`.execute(tx)
        const last = rows.at(-1)
        if (!last) break
        for (const { no, row, cells } of rows) {
          const values = JSON.parse(cells) as string[]
          if (open !== null && open.no === no) open.rows.push({ row, values })
          else {
            if (open !== null) yield open
            open = { no, rows: [{ row, values }] }
          }
        }
        after = last
      }
      if (open !== null) yield open
    },
  }
}
