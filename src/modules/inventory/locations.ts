// What the ledger must know of a location. Its site and kind never change, so a process asks once.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'

export interface LocationFacts {
  readonly siteId: string
  readonly isReal: boolean
  /** Counts as good stock that can be promised: inside the walls, neither on the road nor on the return dock. */
  readonly isPromisable: boolean
}

/** Facts of these locations, on top of those already known. Throws on a location nobody has. */
export async function locationFacts(
  db: Db,
  ids: readonly string[],
  known: ReadonlyMap<string, LocationFacts> = new Map(),
): Promise<Map<string, LocationFacts>> {
  const facts = new Map(known)
  const missing = [...new Set(ids)].filter((id) => !facts.has(id))
  if (missing.length === 0) return facts
  const { rows } = await sql<LocationFacts & { id: string }>`
    select id, site_id as "siteId", is_real as "isReal", kind in ('bin', 'pick', 'pack', 'stage') as "isPromisable"
    from places.locations where id = any(${missing}::uuid[])`.execute(db)
  for (const { id, ...fact } of rows) facts.set(id, fact)
  const unknown = missing.find((id) => !facts.has(id))
  if (unknown !== undefined) throw notFound({ zh: '库位', en: 'location' }, unknown)
  return facts
}

export async function assertSite(db: Db, siteId: string): Promise<void> {
  const { rows } = await sql`select 1 from places.sites where id = ${siteId}`.execute(db)
  if (rows.length === 0) throw notFound({ zh: '仓库', en: 'site' }, siteId)
}
