// Reads for the screen and the pickers. Groupings (市辖区) are passed over: what lies in them is shown right below the
// province.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { plain } from './chinese-text.ts'
import type { DivisionIndex, Level, Place } from './division-index.ts'
import { englishName, englishNameOf, nameOf, pathOf } from './divisions.ts'

interface Filter {
  readonly q?: string | undefined
  readonly parent?: string | undefined
  readonly level?: Level | undefined
  readonly retired?: boolean | undefined
  readonly code?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

interface Row {
  readonly code: string
  readonly level: Level
  readonly name: string
  readonly aliases: string[]
  readonly inside: number
  readonly retiredOn: string | null
  readonly mergedInto: string | null
  readonly version: number
}

export async function listDivisions(db: Db, index: DivisionIndex, filter: Filter) {
  const [after = null] = filter.cursor ? decodeCursor(filter.cursor, 1) : []
  const q = plain(filter.q ?? '')
    .replace(/\s/g, '')
    .toLowerCase()
  const { rows } = await sql<Row>`
    select d.code, d.level, d.name, d.retired_on as "retiredOn", d.merged_into as "mergedInto", d.version,
      array(select a.name from regions.aliases a where a.division_code = d.code order by a.name) as aliases,
      (select count(*)::int from regions.divisions c join regions.divisions p on p.code = c.parent_code
       where not c.is_grouping and c.retired_on is null
         and (p.code = d.code or (p.is_grouping and p.parent_code = d.code))) as inside
    from regions.divisions d left join regions.divisions up on up.code = d.parent_code
    where not d.is_grouping
      and (${q} = '' or strpos(d.name, ${q}) > 0 or starts_with(d.code, ${q})
        or starts_with(replace(d.pinyin, ' ', ''), ${q})
        or starts_with(regexp_replace(d.pinyin, '(\\w)\\w* ?', '\\1', 'g'), ${q})
        or exists (select from regions.aliases a where a.division_code = d.code and strpos(a.name, ${q}) > 0))
      and (${filter.parent ?? null}::text is null or up.code = ${filter.parent ?? null}
        or (up.is_grouping and up.parent_code = ${filter.parent ?? null}))
      and (${filter.level ?? null}::text is null or d.level = ${filter.level ?? null})
      and (${filter.retired ?? null}::boolean is null or (d.retired_on is not null) = ${filter.retired ?? null})
      and (${filter.code ?? null}::text is null or d.code = ${filter.code ?? null})
      and (${after}::text is null or d.code > ${after})
    order by d.code limit ${filter.limit + 1}`.execute(db)
  return rows.map((row) => ({
    ...row,
    nameEn: stepOf(index, row.code)?.en ?? row.name,
    path: nameOf(index, row.code),
    pathEn: englishNameOf(index, row.code),
  }))
}

export async function oneDivision(db: Db, index: DivisionIndex, code: string) {
  const [found] = await listDivisions(db, index, { code, limit: 1 })
  if (!found) throw notFound({ zh: '行政区划', en: 'division' }, code)
  const { rows: aliases } = await sql<{
    id: string
    name: string
    ended: string | null
    isPartial: boolean
    source: string
  }>`
    select id, name, ended, is_partial as "isPartial", source from regions.aliases
    where division_code = ${code} order by name`.execute(db)
  const successor = found.mergedInto === null ? null : stepOf(index, found.mergedInto)
  return { ...found, aliases, successor, steps: stepsOf(index, code) }
}

const toStep = (place: Place) => ({ code: place.code, zh: place.name, en: englishName(place) })

function stepOf(index: DivisionIndex, code: string) {
  const place = index.places.get(code)
  return place ? toStep(place) : null
}

/** The path of a code, for showing; empty where there is none. */
export function stepsOf(index: DivisionIndex, code: string | null) {
  const place = code === null ? undefined : index.places.get(code)
  return place ? pathOf(place).map(toStep) : []
}
