// Rows that go back to the person (INV-INTAKE-3): the first ten thousand to look at on a screen, the rest in a file; none is lost.
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { FileStore } from '#kernel/files.ts'
import type { Vault } from '#kernel/vault.ts'
import type { CellProblem, ImportRow } from '#modules/layouts'
import { openOverflow, type Overflow } from './overflow.ts'

/** In tables, to be looked through and opened one by one. More are only downloaded. */
export const MAX_KEPT = 10_000

/** Written at once. */
const CHUNK = 1000

export interface Refusals {
  /** Once per row; a second call for the same row adds reasons to it. */
  add(row: ImportRow, problems: readonly CellProblem[]): void
  readonly count: number
  write(db: Db | Tx, files: FileStore): Promise<void>
  /** Nothing of them is wanted. */
  discard(): void
}

export const overflowKey = (runId: string) => `imports/${runId}-refused`

export const contextOf = (runId: string, row: number) => `intake.refusal:${runId}:${row}`

/** Numbers of rows, a bit each: a file may be wrong in a million of them, and a Set of those takes 80 MB. */
function rowSet() {
  let bits = new Uint8Array(8192)
  let size = 0
  return {
    get size() {
      return size
    },
    /** False when it was there already. */
    add(row: number): boolean {
      const at = row >> 3
      if (at >= bits.length) {
        const wider = new Uint8Array(Math.max(at + 1, bits.length * 2))
        wider.set(bits)
        bits = wider
      }
      const bit = 1 << (row & 7)
      if ((bits[at]! & bit) !== 0) return false
      bits[at]! |= bit
      size += 1
      return true
    },
  }
}

export function gatherRefusals(vault: Vault, runId: string): Refusals {
  const seen = rowSet()
  const rows: { row: number; sealed: string }[] = []
  const reasons = new Map<string, { row: number; column: string; zh: string; en: string }>()
  const kept = new Set<number>()
  let overflow: Overflow | null = null
  return {
    get count() {
      return seen.size
    },
    add({ row, values }, problems) {
      if (seen.add(row) && kept.size < MAX_KEPT) {
        kept.add(row)
        rows.push({ row, sealed: vault.seal(JSON.stringify(values), contextOf(runId, row)) })
      }
      const told =
        problems.length > 0 ? problems : [{ column: '', zh: '无法导入', en: 'cannot be imported' }]
      if (!kept.has(row)) {
        overflow ??= openOverflow()
        overflow.add({ row, values, problems: told })
        return
      }
      for (const { column, zh, en } of told) {
        const key = `${row}|${column}`
        if (!reasons.has(key)) reasons.set(key, { row, column, zh, en })
      }
    },
    discard: () => overflow?.discard(),
    async write(db, files) {
      if (overflow !== null) {
        const key = overflowKey(runId)
        await overflow.store(files, key)
        await sql`update intake.runs set refused_key = ${key} where id = ${runId}`.execute(db)
      }
      for (let at = 0; at < rows.length; at += CHUNK) {
        const part = rows.slice(at, at + CHUNK)
        await sql`
          insert into intake.refused_rows (run_id, row, sealed)
          select ${runId}::uuid, * from unnest(${part.map(({ row }) => row)}::int[], ${part.map(({ sealed }) => sealed)}::text[])`.execute(
          db,
        )
      }
      const list = [...reasons.values()]
      for (let at = 0; at < list.length; at += CHUNK) {
        const part = list.slice(at, at + CHUNK)
        await sql`
          insert into intake.refusals (run_id, row, "column", zh, en)
          select ${runId}::uuid, * from unnest(${part.map(({ row }) => row)}::int[], ${part.map(({ column }) => column)}::text[],
            ${part.map(({ zh }) => zh)}::text[], ${part.map(({ en }) => en)}::text[])`.execute(db)
      }
    },
  }
}
