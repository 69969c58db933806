// Which category goods belong to. A SKU of an SPU has its SPU's: giving one of its SKUs another category moves the product.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { tellRecategorised } from './categories.ts'
import { CATEGORY } from './errors.ts'

export interface Assigned {
  /** SKUs whose category changes, those of the same SPU that nobody named included. */
  readonly changed: number
  readonly unchanged: number
  /** SKUs that were not named and change because their SPU does. */
  readonly along: number
}

interface Place {
  readonly skuId: string
  readonly categoryId: string | null
}

/** The dry run counts by the same question the change asks. */
export async function assignCategory(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly ids: readonly string[]
    readonly categoryId: string | null
    readonly dryRun: boolean
  },
): Promise<Assigned> {
  const ids = [...new Set(asked.ids)]
  const places = ids.map((skuId) => ({ skuId, categoryId: asked.categoryId }))
  if (asked.categoryId !== null) {
    const { rows } = await sql`
      select 1 from catalog.categories where id = ${asked.categoryId} for share`.execute(tx)
    if (rows.length === 0) throw notFound(CATEGORY, asked.categoryId)
  }
  const { rows } = await sql<{ named: number; changed: number; along: number }>`
    with named as (select sku_id, category_id from catalog.sku_categories where sku_id = any(${ids}::uuid[])),
    family as (
      select distinct o.id from catalog.skus k join catalog.skus o on o.id = k.id or o.spu_id = k.spu_id
      where k.id = any(${ids}::uuid[])),
    moving as (
      select c.sku_id from family f join catalog.sku_categories c on c.sku_id = f.id
      where c.category_id is distinct from ${asked.categoryId}::uuid)
    select (select count(*)::int from named) as named, (select count(*)::int from moving) as changed,
      (select count(*)::int from moving where not (sku_id = any(${ids}::uuid[]))) as along`.execute(
    tx,
  )
  const { named, changed, along } = rows[0]!
  if (!asked.dryRun && changed > 0) {
    await placeSkus(tx, places)
    await recordAudit(tx, actor, {
      action: 'catalog.category.assign',
      subjectType: 'category',
      subjectId: asked.categoryId ?? 'none',
      after: { skus: ids.length, changed, ids: ids.slice(0, 100) },
    })
  }
  return { changed, along, unchanged: named - (changed - along) }
}

/** Products and SKUs on their own into their categories. */
export async function placeSkus(tx: Tx, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  const given = sql`unnest(${places.map(({ skuId }) => skuId)}::uuid[], ${places.map(({ categoryId }) => categoryId)}::uuid[]) as given (sku, category)`
  await sql`
    with asked as (
      select distinct on (k.spu_id) k.spu_id, given.category from ${given} join catalog.skus k on k.id = given.sku
      where k.spu_id is not null order by k.spu_id)
    update catalog.spus p set category_id = asked.category, version = version + 1
    from asked where p.id = asked.spu_id and p.category_id is distinct from asked.category`.execute(
    tx,
  )
  await sql`
    update catalog.skus k set category_id = given.category, version = version + 1
    from ${given} where k.id = given.sku and k.spu_id is null and k.category_id is distinct from given.category`.execute(
    tx,
  )
  await tellRecategorised(tx)
}
