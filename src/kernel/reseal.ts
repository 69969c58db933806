// Rotating keys: everything sealed with an older key is sealed again with the newest, page by page, while the program
// runs. Afterwards only the newest key (and the oldest, which blind indexes hang on) opens anything.
import { sql } from 'kysely'
import type { JobHandler } from './background.ts'
import type { Db } from './db.ts'
import { reportProgress } from './jobs.ts'
import { pgArray } from './pg-array.ts'
import type { Vault } from './vault.ts'

/** A column of sealed text. Names are code, never input: they become SQL. */
export interface SealedColumn {
  /** `sales.orders`. */
  readonly table: string
  /** SQL that reads the sealed text of a row, and what the row is set to when it is `fresh.sealed`. */
  readonly read: string
  readonly write: string
  /** Columns that name a row, with their types, in the order of an index. */
  readonly key: readonly (readonly [column: string, type: string])[]
  /** SQL over the row: the context the value was sealed in. */
  readonly context: string
}

/** Rows sealed again in one transaction. */
const PAGE = 500

/** Seal one page after `after` again; the key of its last row, or null at the end. */
async function resealPage(
  db: Db,
  vault: Vault,
  { table, read, write, key, context }: SealedColumn,
  after: readonly string[] | null,
): Promise<{ last: readonly string[] | null; changed: number }> {
  const names = key.map(([name]) => name).join(', ')
  const values = (texts: readonly string[]) =>
    sql.join(texts.map((text, at) => sql`${text}::${sql.raw(key[at]![1])}`))
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ key: string[]; context: string; sealed: string }>`
      select array[${sql.raw(key.map(([name]) => `${name}::text`).join(', '))}] as key, ${sql.raw(context)} as context,
        ${sql.raw(read)} as sealed
      from ${sql.raw(table)}
      where ${sql.raw(read)} is not null ${after === null ? sql`` : sql`and (${sql.raw(names)}) > (${values(after)})`}
      order by ${sql.raw(names)} limit ${PAGE} for update`.execute(tx)
    const old = rows.filter(({ sealed }) => vault.needsRotation(sealed))
    if (old.length > 0) {
      await sql`
        update ${sql.raw(table)} as t set ${sql.raw(write)}
        from unnest(${sql.join(
          key.map(
            ([, type], at) => sql`${pgArray(old.map((row) => row.key[at]))}::${sql.raw(type)}[]`,
          ),
        )}, ${pgArray(old.map((row) => vault.seal(vault.open(row.sealed, row.context), row.context)))}::text[])
          as fresh (${sql.raw(names)}, sealed)
        where ${sql.raw(key.map(([name]) => `t.${name} = fresh.${name}`).join(' and '))}`.execute(
        tx,
      )
    }
    return { last: rows.at(-1)?.key ?? null, changed: old.length }
  })
}

/** Handler of the job `vault.reseal`. Started again, it goes over what is left: sealed rows are passed by. */
export function resealJob(
  columns: readonly SealedColumn[],
  storedFiles: (db: Db) => Promise<readonly string[]>,
): JobHandler {
  return async (_payload, { services, jobId, signal }) => {
    let changed = 0
    const goOn = async (note: string) => {
      const isWanted = await reportProgress(services.db, jobId, {
        done: changed,
        total: null,
        note,
      })
      // Stopped with the program it is not done: failing here has it tried again after the next start.
      signal.throwIfAborted()
      return isWanted
    }
    for (const column of columns) {
      let last: readonly string[] | null = null
      do {
        const page: Awaited<ReturnType<typeof resealPage>> = await resealPage(
          services.db,
          services.vault,
          column,
          last,
        )
        last = page.last
        changed += page.changed
        if (!(await goOn(column.table))) return
      } while (last !== null)
    }
    for (const key of await storedFiles(services.db)) {
      // A file may be gone, deleted after its import; its row keeps the name.
      if ((await services.files.size(key)) === null) continue
      if (await services.files.reseal(key)) changed += 1
      if (!(await goOn(key))) return
    }
  }
}
