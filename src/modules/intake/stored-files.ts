// The uploads that are still kept, and their refused rows, for the rotation of keys.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'

export async function storedFiles(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    select file_key as key from intake.runs
    union select refused_key from intake.runs where refused_key is not null order by 1`.execute(db)
  return rows.map(({ key }) => key)
}
