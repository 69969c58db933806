// 类目: a tree of kinds of goods. Names are told apart within their parent, a branch moves with all it holds, and only an
// empty one may go. INV-CATALOG-5: no category lies in itself, at any depth (one lock around the tree).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { emit } from '#kernel/outbox.ts'
import { CATEGORY, categoryInItself, categoryInUse, categoryTooDeep } from './errors.ts'

export interface CategoryFields {
  readonly name: string
  readonly parentId: string | null
}

/** Deeper trees are a sign of variants kept as categories. */
const MAX_DEPTH = 5

/** Any constant: the shape of the tree changes one at a time. */
const TREE_LOCK = 7_700_011

/** Facts look categories up again (analytics). */
export const RECATEGORISED = 'catalog.recategorised'

export async function tellRecategorised(tx: Tx): Promise<void> {
  await emit(tx, { type: RECATEGORISED, key: 'categories', payload: {} })
}

export interface CategoryRow {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  /** From the root down to it. */
  readonly path: readonly string[]
  /** SKUs in it and below it. */
  readonly skus: number
  readonly version: number
}

/** The whole tree, each branch under its parent. */
export async function listCategories(db: Db): Promise<CategoryRow[]> {
  const { rows } = await sql<CategoryRow>`
    with counts as (
      select above as id, count(*)::int as skus
      from catalog.sku_categories k join catalog.category_paths p on p.category_id = k.category_id
      cross join lateral unnest(p.ids) as above group by 1)
    select c.id, c.parent_id as "parentId", c.name, p.names as path, coalesce(n.skus, 0) as skus, c.version
    from catalog.categories c join catalog.category_paths p on p.category_id = c.id left join counts n on n.id = c.id
    order by p.names`.execute(db)
  return rows
}

export async function addCategory(tx: Tx, actor: Actor, asked: CategoryFields): Promise<string> {
  await lockTree(tx)
  await checkPlace(tx, null, asked.parentId)
  const id = newId()
  await tx
    .insertInto('catalog.categories')
    .values({ id, parent_id: asked.parentId, name: asked.name })
    .execute()
  await recordAudit(tx, actor, {
    action: 'catalog.category.add',
    subjectType: 'category',
    subjectId: id,
    after: asked,
  })
  return id
}

/** Another name, another place, or both. */
export async function editCategory(
  tx: Tx,
  actor: Actor,
  edit: CategoryFields & { readonly id: string; readonly version: number },
): Promise<number> {
  await lockTree(tx)
  const before = await one(tx, edit.id)
  const yours = { name: edit.name, parentId: edit.parentId }
  if (before.version !== edit.version) {
    throw staleEdit(CATEGORY, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: before,
    })
  }
  await checkPlace(tx, edit.id, edit.parentId)
  await tx
    .updateTable('catalog.categories')
    .set({ name: edit.name, parent_id: edit.parentId, version: edit.version + 1 })
    .where('id', '=', edit.id)
    .execute()
  await recordAudit(tx, actor, {
    action: 'catalog.category.edit',
    subjectType: 'category',
    subjectId: edit.id,
    before,
    after: yours,
  })
  await tellRecategorised(tx)
  return edit.version + 1
}

export async function removeCategory(tx: Tx, actor: Actor, id: string): Promise<void> {
  await lockTree(tx)
  const before = await one(tx, id)
  const { rows } = await sql<{ inside: bigint; spus: bigint; skus: bigint }>`
    select (select count(*) from catalog.categories where parent_id = ${id}) as inside,
      (select count(*) from catalog.spus where category_id = ${id}) as spus,
      (select count(*) from catalog.skus where category_id = ${id}) as skus`.execute(tx)
  const { inside, spus, skus } = rows[0]!
  if (inside + spus + skus > 0n) throw categoryInUse(before.name, { inside, spus, skus })
  await tx.deleteFrom('catalog.categories').where('id', '=', id).execute()
  await recordAudit(tx, actor, {
    action: 'catalog.category.remove',
    subjectType: 'category',
    subjectId: id,
    before,
  })
}

async function lockTree(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TREE_LOCK})`.execute(tx)
}

async function one(tx: Tx, id: string) {
  const { rows } = await sql<{ name: string; parentId: string | null; version: number }>`
    select name, parent_id as "parentId", version from catalog.categories where id = ${id} for update`.execute(
    tx,
  )
  if (!rows[0]) throw notFound(CATEGORY, id)
  return rows[0]
}

/** A parent that exists, does not lie inside, and leaves room for what is carried along. */
async function checkPlace(tx: Tx, id: string | null, parentId: string | null): Promise<void> {
  const { rows } = await sql<{ above: string[]; height: number }>`
    select coalesce((select ids from catalog.category_paths where category_id = ${parentId}), '{}') as above,
      coalesce((select max(cardinality(ids) - array_position(ids, ${id}::uuid) + 1) from catalog.category_paths
        where ${id}::uuid = any(ids)), 1) as height`.execute(tx)
  const { above, height } = rows[0]!
  if (parentId !== null && above.length === 0) throw notFound(CATEGORY, parentId)
  if (id !== null && above.includes(id)) throw categoryInItself()
  if (above.length + Number(height) > MAX_DEPTH) throw categoryTooDeep(MAX_DEPTH)
}

/** Paths as files write them (`厨具/炒锅`), each with the category it ends in; what is missing is made. */
export async function ensureCategories(
  tx: Tx,
  actor: Actor,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(paths)]
  const found = new Map<string, string>()
  if (wanted.length === 0) return found
  await lockTree(tx)
  const { rows } = await sql<{ id: string; names: string[] }>`
    select category_id as id, names from catalog.category_paths`.execute(tx)
  const known = new Map(rows.map(({ id, names }) => [keyOf(names), id]))
  for (const path of wanted) {
    const names = stepsOf(path)
    for (let depth = 1; depth <= names.length; depth++) {
      const key = keyOf(names.slice(0, depth))
      if (known.has(key)) continue
      const parentId = depth === 1 ? null : known.get(keyOf(names.slice(0, depth - 1)))!
      known.set(key, await addCategory(tx, actor, { name: names[depth - 1]!, parentId }))
    }
    found.set(path, known.get(keyOf(names))!)
  }
  return found
}

const keyOf = (names: readonly string[]) => names.join('/').toLowerCase()

export const stepsOf = (path: string): string[] =>
  path
    .split(/[/>/>]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** What is wrong with a path, or null. */
export function pathProblem(path: string): { zh: string; en: string } | null {
  const names = stepsOf(path)
  if (names.length >= 1 && names.length <= MAX_DEPTH && names.every((name) => name.length <= 60)) {
    return null
  }
  return {
    zh: `类目写成「一级/二级」,最多 ${MAX_DEPTH} 级,每级最多 60 个字`,
    en: `is written "Level 1/Level 2", at most ${MAX_DEPTH} levels of 60 characters`,
  }
}
