// Refused rows given back: the file's own columns and one more with the reasons, so that the mended file fits in again.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { SealedColumn } from '#kernel/reseal.ts'
import type { Services } from '#kernel/services.ts'
import type { ExportColumn } from '#kernel/contract.ts'
import { REASON_HEADER } from '#modules/layouts'
import { overflowRows } from './overflow.ts'
import { contextOf } from './refusals.ts'

/** Opened at once. */
const CHUNK = 500

interface Refused {
  readonly row: number
  readonly sealed: string
  readonly reason: string
}

export async function headerOfRun(db: Db, runId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ header: string[] }>`
    select header from intake.runs where id = ${runId}`.execute(db)
  return rows[0]?.header ?? []
}

export function refusedColumns(header: readonly string[]): ExportColumn[] {
  return [
    { key: 'reason', zh: REASON_HEADER, en: REASON_HEADER, kind: 'text' },
    ...header.map((name, at) => ({ key: `c${at}`, zh: name, en: name, kind: 'text' as const })),
  ]
}

export async function* refusedRows(
  { db, vault, files }: Services,
  runId: string,
  lang: 'zh' | 'en',
): AsyncGenerator<Readonly<Record<string, string>>> {
  for (let after = -1; ;) {
    const { rows } = await sql<Refused>`
      select k.row, k.sealed, coalesce(string_agg(nullif(r."column" || ' ', ' ') || ${sql.ref(lang === 'zh' ? 'r.zh' : 'r.en')}, '; ' order by r."column"), '') as reason
      from intake.refused_rows k left join intake.refusals r on r.run_id = k.run_id and r.row = k.row
      where k.run_id = ${runId} and k.row > ${after} group by 1, 2 order by 1 limit ${CHUNK}`.execute(
      db,
    )
    for (const { row, sealed, reason } of rows) {
      const values = JSON.parse(vault.open(sealed, contextOf(runId, row))) as string[]
      yield { reason, ...Object.fromEntries(values.map((value, at) => [`c${at}`, value])) }
    }
    if (rows.length < CHUNK) break
    after = rows.at(-1)!.row
  }
  const { rows: stored } = await sql<{ key: string | null }>`
    select refused_key as key from intake.runs where id = ${runId}`.execute(db)
  const key = stored[0]?.key
  if (!key) return
  for await (const { problems, values } of overflowRows(await files.get(key))) {
    const reason = problems.map((one) => `${one.column} ${one[lang]}`.trim()).join('; ')
    yield { reason, ...Object.fromEntries(values.map((value, at) => [`c${at}`, value])) }
  }
}

export async function openRefused(
  { db, vault }: Services,
  runId: string,
  row: number,
): Promise<{ header: string; value: string }[] | null> {
  const { rows } = await sql<{ sealed: string }>`
    select sealed from intake.refused_rows where run_id = ${runId} and row = ${row}`.execute(db)
  if (!rows[0]) return null
  const values = JSON.parse(vault.open(rows[0].sealed, contextOf(runId, row))) as string[]
  const header = await headerOfRun(db, runId)
  return header.map((name, at) => ({ header: name, value: values[at] ?? '' }))
}

/** For the rotation of keys. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'intake.refused_rows',
    read: 'sealed',
    write: 'sealed = fresh.sealed',
    key: [
      ['run_id', 'uuid'],
      ['row', 'int'],
    ],
    context: `'intake.refusal:' || run_id || ':' || row`,
  },
]
