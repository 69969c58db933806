// Reading the division table into memory, once per change of it.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import {
  type Alias,
  buildIndex,
  cityBase,
  type Division,
  type DivisionIndex,
  type Place,
  provinceBase,
} from './division-index.ts'

/** Kept by edition. More than one, because a process may hold several databases (tests, a restore). */
const kept = new Map<string, Promise<DivisionIndex>>()
const MOST_KEPT = 4

/** The current table. One row is read to see whether the copy in memory still is the table. */
export async function loadDivisions(db: Db): Promise<DivisionIndex> {
  const { rows } = await sql<{ id: string }>`select id from regions.edition`.execute(db)
  const edition = rows[0]?.id ?? ''
  const known = kept.get(edition)
  if (known) return known
  const reading = readIndex(db)
  kept.set(edition, reading)
  reading.catch(() => kept.delete(edition))
  const oldest = kept.keys().next().value
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return reading
}

async function readIndex(db: Db): Promise<DivisionIndex> {
  const divisions = await sql<Division>`
    select code, level, parent_code as "parentCode", name, name_en as "nameEn", pinyin,
      is_grouping as "isGrouping", merged_into as "mergedInto"
    from regions.divisions order by code`.execute(db)
  const aliases = await sql<Alias>`
    select division_code as code, name, ended is null as "isCurrent", is_partial as "isPartial"
    from regions.aliases order by division_code, name`.execute(db)
  return buildIndex(divisions.rows, aliases.rows)
}

/** From the province down, without the levels that are no places: 上海市, 浦东新区. */
export function pathOf(place: Place): Place[] {
  const path = [place.province, ...(place.city ? [place.city] : []), place]
  return path.filter((step, at) => !step.isGrouping && path.indexOf(step) === at)
}

/** 浙江省 杭州市 西湖区; the code itself where the table does not know it. */
export function nameOf(index: DivisionIndex, code: string): string {
  const place = index.places.get(code)
  if (!place) return code
  return pathOf(place)
    .map(({ name }) => name)
    .join(' ')
}

/** Xihu, Hangzhou, Zhejiang: as English addresses go, from the small to the large. */
export function englishNameOf(index: DivisionIndex, code: string): string {
  const place = index.places.get(code)
  if (!place) return code
  return pathOf(place).toReversed().map(englishName).join(', ')
}

export function englishName({
  name,
  nameEn,
  pinyin,
  depth,
}: Omit<Place, 'province' | 'city'>): string {
  if (nameEn !== null) return nameEn
  const syllables = pinyin.split(' ')
  const base = depth === 2 ? cityBase(name) : name.replace(/(区|县|市|旗)$/, '')
  const shown =
    syllables.length === name.length ? syllables.slice(0, Math.max(1, base.length)) : syllables
  const word = shown.join('')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** 浙江 / Zhejiang, of the province any code lies in; null for codes the table does not know. */
export function provinceName(
  index: DivisionIndex,
  code: string,
): { code: string; zh: string; en: string } | null {
  const province = index.places.get(code)?.province
  if (!province) return null
  return {
    code: province.code,
    zh: provinceBase(province.name),
    en: englishName(province),
  }
}
