// Keeping the division table: new ones, new names, mergers. A name that ends stays as an alias, since buyers go on
// writing it for years.
import { sql } from 'kysely'
import { pinyin } from 'pinyin-pro'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { houseToday } from '#kernel/house.ts'
import type { Level } from './division-index.ts'

const DIVISION: Bilingual = { zh: '行政区划', en: 'division' }

interface Row {
  readonly code: string
  readonly level: Level
  readonly parentCode: string | null
  readonly name: string
  readonly retiredOn: string | null
  readonly mergedInto: string | null
  readonly version: number
}

async function lock(tx: Tx, code: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select code, level, parent_code as "parentCode", name, retired_on as "retiredOn", merged_into as "mergedInto", version
    from regions.divisions where code = ${code} and not is_grouping for update`.execute(tx)
  if (!rows[0]) throw notFound(DIVISION, code)
  return rows[0]
}

const syllables = (name: string) =>
  pinyin(name, { toneType: 'none', type: 'array', v: true }).join(' ').toLowerCase()

export async function addDivision(
  tx: Tx,
  actor: Actor,
  asked: { readonly code: string; readonly parentCode: string; readonly name: string },
): Promise<string> {
  const { code, parentCode, name } = asked
  const { rows } = await sql<{ level: Level }>`
    select level from regions.divisions where code = ${parentCode} and retired_on is null for share`.execute(
    tx,
  )
  const parent = rows[0]
  if (!parent) throw notFound(DIVISION, parentCode)
  const isCity = code.endsWith('00')
  const fits =
    parent.level === 'province'
      ? isCity && code.slice(0, 2) === parentCode.slice(0, 2)
      : parent.level === 'city' && !isCity && code.slice(0, 4) === parentCode.slice(0, 4)
  if (!fits) {
    throw refuse('regions.code_elsewhere', 400, {
      zh: `代码 ${code} 不属于 ${parentCode}:市的代码为上级前两位加两位再加 00,区县为上级前四位加两位`,
      en: `Code ${code} does not belong to ${parentCode}: a city has its province's first two figures and ends in 00, a district its city's first four.`,
    })
  }
  await sql`
    insert into regions.divisions (code, level, parent_code, name, pinyin)
    values (${code}, ${isCity ? 'city' : 'district'}, ${parentCode}, ${name}, ${syllables(name)})`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'regions.division.add',
    subjectType: 'division',
    subjectId: code,
    after: asked,
  })
  return code
}

export interface DivisionEdit {
  readonly code: string
  readonly version: number
  readonly name: string
  readonly retiredOn: string | null
  readonly mergedInto: string | null
}

export async function editDivision(tx: Tx, actor: Actor, edit: DivisionEdit): Promise<number> {
  const before = await lock(tx, edit.code)
  const yours = { name: edit.name, retiredOn: edit.retiredOn, mergedInto: edit.mergedInto }
  if (before.version !== edit.version) {
    throw staleEdit(DIVISION, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: { ...before },
    })
  }
  await checkMerger(tx, before, edit)
  if (edit.name !== before.name) await keepOldName(tx, before)
  await sql`
    update regions.divisions set name = ${edit.name},
      pinyin = case when name = ${edit.name} then pinyin else ${syllables(edit.name)} end,
      name_en = case when name = ${edit.name} then name_en end,
      retired_on = ${edit.retiredOn}::date, merged_into = ${edit.mergedInto}, version = version + 1
    where code = ${edit.code}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'regions.division.edit',
    subjectType: 'division',
    subjectId: edit.code,
    before: { name: before.name, retiredOn: before.retiredOn, mergedInto: before.mergedInto },
    after: yours,
  })
  return before.version + 1
}

async function checkMerger(tx: Tx, before: Row, edit: DivisionEdit): Promise<void> {
  if ((edit.retiredOn === null) !== (edit.mergedInto === null)) {
    throw refuse('regions.merge_incomplete', 400, {
      zh: '撤并要同时写明日期和并入的区划;恢复时两项都清空',
      en: 'A merger needs both its date and the division it goes to. To restore, clear both.',
    })
  }
  if (edit.mergedInto === null || edit.mergedInto === before.mergedInto) return
  const { rows: into } = await sql`
    select 1 from regions.divisions
    where code = ${edit.mergedInto} and code <> ${before.code} and level = ${before.level}
      and retired_on is null and not is_grouping for share`.execute(tx)
  if (into.length === 0) {
    throw refuse('regions.merge_not_possible', 409, {
      zh: `不能并入 ${edit.mergedInto}:须是另一个同级且未撤销的区划`,
      en: `It cannot be merged into ${edit.mergedInto}: choose another division of the same level that is not retired.`,
    })
  }
  const { rows: inside } = await sql<{ name: string }>`
    select name from regions.divisions where parent_code = ${before.code} and retired_on is null
    order by code limit 3`.execute(tx)
  if (inside.length > 0) {
    const names = inside.map(({ name }) => name)
    throw refuse('regions.not_empty', 409, {
      zh: `${before.name} 下还有 ${names.join('、')} 等;请先撤并它们`,
      en: `${before.name} still holds ${names.join(', ')}. Merge those first.`,
    })
  }
}

async function keepOldName(tx: Tx, before: Row): Promise<void> {
  if ([...before.name].length < 2) return
  await sql`
    insert into regions.aliases (id, division_code, name, ended, source)
    values (${newId()}, ${before.code}, ${before.name}, ${await houseToday(tx)}, '改名')
    on conflict (division_code, name) do update set ended = excluded.ended`.execute(tx)
}

export async function addAlias(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly code: string
    readonly name: string
    readonly ended: string | null
    readonly isPartial: boolean
  },
): Promise<string> {
  await lock(tx, asked.code)
  const id = newId()
  await sql`
    insert into regions.aliases (id, division_code, name, ended, is_partial, source)
    values (${id}, ${asked.code}, ${asked.name}, ${asked.ended}, ${asked.isPartial}, ${actor.name})`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'regions.alias.add',
    subjectType: 'division',
    subjectId: asked.code,
    after: asked,
  })
  return id
}

export async function removeAlias(tx: Tx, actor: Actor, id: string): Promise<string> {
  const { rows } = await sql<{ code: string; name: string; ended: string | null }>`
    delete from regions.aliases where id = ${id}
    returning division_code as code, name, ended`.execute(tx)
  const removed = rows[0]
  if (!removed) throw notFound({ zh: '别名', en: 'other name' }, id)
  await recordAudit(tx, actor, {
    action: 'regions.alias.remove',
    subjectType: 'division',
    subjectId: removed.code,
    before: removed,
  })
  return id
}
