// SKUs that orders name before anybody entered them: made with the code and title the platform gave.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { skuIdsByCode } from './queries.ts'
import { searchText } from './search-text.ts'

/** Ids by upper-case code, missing SKUs made. Titles of existing ones are left as they are. */
export async function ensureSkus(
  tx: Tx,
  wanted: ReadonlyMap<string, string>,
): Promise<{ ids: Map<string, string>; made: number }> {
  const known = await skuIdsByCode(tx, [...wanted.keys()])
  const missing = [...wanted]
    .filter(([code]) => !known.has(code.toUpperCase()))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (missing.length === 0) return { ids: known, made: 0 }
  const names = missing.map(([code, title]) =>
    title.trim() === '' ? code : title.trim().slice(0, 200),
  )
  await sql`
    insert into catalog.skus (id, code, name, search_text)
    select * from unnest(
      ${missing.map(() => newId())}::uuid[], ${missing.map(([code]) => code)}::text[], ${names}::text[],
      ${missing.map(([code], n) => searchText({ code, name: names[n]!, variant: {} }))}::text[])
    on conflict (upper(code)) do nothing`.execute(tx)
  return { ids: await skuIdsByCode(tx, [...wanted.keys()]), made: missing.length }
}
