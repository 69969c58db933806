// HTTP of sites and locations.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { handleWrite, type Web } from '#kernel/http.ts'
import { decodeCursor, handleList, toPage } from '#kernel/lists.ts'
import { placesApi as api, type SITE_KINDS } from './contract.ts'
import { addByPattern, createSite, editSite, type LocationKind } from './places.ts'

export function routes(web: Web): void {
  handleList(web, api.sites, async ({ db, query }) =>
    toPage(await listSites(db, query), query.limit, (row) => [row.code, row.id]),
  )
  handleWrite(web, api.addSite, async ({ tx, actor, body }) => ({
    id: await createSite(tx, actor, body),
  }))
  handleWrite(web, api.editSite, async ({ tx, actor, params, body }) => ({
    version: await editSite(tx, actor, { id: params.id, ...body }),
  }))
  handleList(web, api.locations, async ({ db, query }) =>
    toPage(await listLocations(db, query), query.limit, (row) => [
      row.siteCode,
      row.walkOrder,
      row.code,
      row.id,
    ]),
  )
  handleWrite(web, api.addLocations, ({ tx, actor, params, body }) =>
    addByPattern(tx, actor, { siteId: params.id, ...body }),
  )
}

async function listSites(
  db: Db,
  { q, cursor, limit }: { q?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const [code = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    id: string
    code: string
    name: string
    kind: (typeof SITE_KINDS)[number]
    timeZone: string
    active: boolean
    locations: number
    version: number
  }>`
    select id, code, name, kind, time_zone as "timeZone", active, version,
      (select count(*)::int from places.locations l where l.site_id = s.id and l.is_real) as locations
    from places.sites s
    where (${q ?? null}::text is null or strpos(lower(code || ' ' || name), lower(${q ?? ''})) > 0)
      and (${code}::text is null or (code, id) > (${code}::text, ${id}::uuid))
    order by code, id limit ${limit + 1}`.execute(db)
  return rows
}

async function listLocations(
  db: Db,
  filter: {
    q?: string | undefined
    siteId?: string | undefined
    kind?: LocationKind | undefined
    real?: boolean | undefined
    id?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const [site = null, walk = null, code = null, id = null] = filter.cursor
    ? decodeCursor(filter.cursor, 4)
    : []
  const { rows } = await sql<{
    id: string
    siteId: string
    siteCode: string
    code: string
    kind: LocationKind
    isReal: boolean
    zone: string | null
    walkOrder: number
    active: boolean
  }>`
    select l.id, l.site_id as "siteId", s.code as "siteCode", l.code, l.kind, l.is_real as "isReal", l.zone,
      l.walk_order as "walkOrder", l.active
    from places.locations l join places.sites s on s.id = l.site_id
    where (${filter.q ?? null}::text is null or strpos(lower(l.code), lower(${filter.q ?? ''})) > 0)
      and (${filter.siteId ?? null}::uuid is null or l.site_id = ${filter.siteId ?? null}::uuid)
      and (${filter.kind ?? null}::text is null or l.kind = ${filter.kind ?? null})
      and (${filter.id ?? null}::uuid is null or l.id = ${filter.id ?? null}::uuid)
      and (${filter.real ?? null}::boolean is null or l.is_real = ${filter.real ?? null})
      and (${site}::text is null or (s.code, l.walk_order, l.code, l.id) > (${site}::text, ${walk}::int, ${code}::text, ${id}::uuid))
    order by s.code, l.walk_order, l.code, l.id limit ${filter.limit + 1}`.execute(db)
  return rows
}
