// Making sites and locations. A new site gets at once what double entry needs around it.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { houseTimeZone } from '#kernel/house.ts'
import { newId } from '#kernel/ids.ts'
import { readSetting } from '#kernel/settings.ts'
import { type REAL_KINDS, type SITE_KINDS, VIRTUAL_KINDS } from './contract.ts'

export type RealKind = (typeof REAL_KINDS)[number]
export type VirtualKind = (typeof VIRTUAL_KINDS)[number]
export type LocationKind = RealKind | VirtualKind

const SITE: Bilingual = { zh: '仓库', en: 'site' }

/** The working places a site cannot do without; bins are made by pattern. */
const STANDARD: readonly { code: string; kind: LocationKind }[] = [
  { code: 'DOCK', kind: 'stage' },
  { code: 'PACK', kind: 'pack' },
  { code: 'RETURN', kind: 'return_dock' },
  { code: 'TRANSIT', kind: 'transit' },
  ...VIRTUAL_KINDS.map((kind) => ({ code: `@${kind}`, kind })),
]

export interface NewSite {
  readonly code: string
  readonly name: string
  readonly kind: (typeof SITE_KINDS)[number]
  /** Left out: the house's. */
  readonly timeZone?: string | undefined
}

export async function createSite(tx: Tx, actor: Actor, site: NewSite): Promise<string> {
  const id = newId()
  const timeZone = site.timeZone ?? (await readSetting(tx, houseTimeZone))
  await tx
    .insertInto('places.sites')
    .values({ id, code: site.code, name: site.name, kind: site.kind, time_zone: timeZone })
    .execute()
  await insertLocations(
    tx,
    id,
    STANDARD.map((place) => ({ ...place, zone: null, walkOrder: 0 })),
  )
  await recordAudit(tx, actor, {
    action: 'places.site.add',
    subjectType: 'site',
    subjectId: id,
    after: { ...site, timeZone },
  })
  return id
}

export interface NewLocation {
  readonly code: string
  readonly kind: LocationKind
  readonly zone: string | null
  readonly walkOrder: number
}

/** Existing codes are left alone; returns how many are new. */
export async function insertLocations(
  tx: Tx,
  siteId: string,
  places: readonly NewLocation[],
): Promise<number> {
  const { rows } = await sql`
    insert into places.locations (id, site_id, code, kind, zone, walk_order)
    select id, ${siteId}::uuid, code, kind, zone, walk_order
    from unnest(
      ${places.map(() => newId())}::uuid[], ${places.map(({ code }) => code)}::text[],
      ${places.map(({ kind }) => kind)}::text[], ${places.map(({ zone }) => zone)}::text[],
      ${places.map(({ walkOrder }) => walkOrder)}::int[]
    ) as place (id, code, kind, zone, walk_order)
    on conflict (site_id, upper(code)) do nothing
    returning id`.execute(tx)
  return rows.length
}

/** More bins than this in one go is a typing error. */
const MAX_PATTERN = 20_000

/** `A-01-03-2`: zone, aisle, rack, level; walked aisle by aisle, every second one backwards. */
export async function addByPattern(
  tx: Tx,
  actor: Actor,
  asked: {
    siteId: string
    kind: RealKind
    zone: string
    aisles: number
    racks: number
    levels: number
  },
): Promise<{ added: number; existing: number }> {
  const found = await sql`select 1 from places.sites where id = ${asked.siteId} for share`.execute(
    tx,
  )
  if (found.rows.length === 0) throw notFound(SITE, asked.siteId)
  const total = asked.aisles * asked.racks * asked.levels
  if (total > MAX_PATTERN) {
    throw refuse('places.too_many_locations', 400, {
      zh: `一次最多生成 ${MAX_PATTERN} 个库位,当前为 ${total} 个;请分库区生成`,
      en: `At most ${MAX_PATTERN} locations at once; this makes ${total}. Do one zone at a time.`,
    })
  }
  const two = (n: number) => String(n).padStart(2, '0')
  const places = Array.from({ length: total }, (_, index) => {
    const aisle = Math.floor(index / (asked.racks * asked.levels)) + 1
    const rack = (Math.floor(index / asked.levels) % asked.racks) + 1
    const level = (index % asked.levels) + 1
    const along = aisle % 2 === 1 ? rack : asked.racks + 1 - rack
    return {
      code: `${asked.zone}-${two(aisle)}-${two(rack)}-${level}`,
      kind: asked.kind,
      zone: asked.zone,
      walkOrder: aisle * 100_000 + along * 100 + level,
    }
  })
  const added = await insertLocations(tx, asked.siteId, places)
  await recordAudit(tx, actor, {
    action: 'places.locations.add',
    subjectType: 'site',
    subjectId: asked.siteId,
    after: { ...asked, added },
  })
  return { added, existing: total - added }
}

export async function editSite(
  tx: Tx,
  actor: Actor,
  edit: { id: string; version: number; name: string; timeZone: string; active: boolean },
): Promise<number> {
  const { rows } = await sql<{ name: string; timeZone: string; active: boolean; version: number }>`
    select name, time_zone as "timeZone", active, version from places.sites where id = ${edit.id} for update`.execute(
    tx,
  )
  const before = rows[0]
  if (!before) throw notFound(SITE, edit.id)
  const yours = { name: edit.name, timeZone: edit.timeZone, active: edit.active }
  if (before.version !== edit.version) {
    throw staleEdit(SITE, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: { ...before },
    })
  }
  await sql`
    update places.sites set name = ${edit.name}, time_zone = ${edit.timeZone}, active = ${edit.active},
      version = version + 1 where id = ${edit.id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'places.site.edit',
    subjectType: 'site',
    subjectId: edit.id,
    before,
    after: yours,
  })
  return before.version + 1
}

/** The location of a site that stands for the outer world, or its dock, pack station, transit. */
export async function standardLocation(
  db: Db,
  siteId: string,
  kind: LocationKind,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from places.locations where site_id = ${siteId} and kind = ${kind}
    order by created_at, code limit 1`.execute(db)
  if (rows[0]) return rows[0].id
  throw notFound({ zh: `仓库内 ${kind} 类库位`, en: `${kind} location of site` }, siteId)
}
