// The uploads that are still kept, for the rotation of keys.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'

export async function storedFiles(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    select distinct file_key as key from intake.runs order by 1`.execute(db)
  return rows.map(({ key }) => key)
}
