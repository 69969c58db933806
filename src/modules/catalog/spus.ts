// An SPU is a product as customers see it; its axes (颜色, 容量) are what its SKUs differ by. A SKU of an
// SPU names a value for each axis, and no two of them name the same values.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { toJson } from '#kernel/wire.ts'
import { tellRecategorised } from './categories.ts'
import { axesInUse, SPU, variantAxes, variantTaken } from './errors.ts'

export interface SpuFields {
  readonly name: string
  readonly axes: readonly string[]
  /** Left out, it stays as it is. */
  readonly categoryId?: string | null | undefined
}

export async function createSpu(
  tx: Tx,
  actor: Actor,
  spu: SpuFields & { readonly code: string },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('catalog.spus')
    .values({
      id,
      code: spu.code,
      name: spu.name,
      axes: [...new Set(spu.axes)],
      category_id: spu.categoryId ?? null,
    })
    .execute()
  await recordAudit(tx, actor, {
    action: 'catalog.spu.add',
    subjectType: 'spu',
    subjectId: id,
    after: spu,
  })
  return id
}

export async function editSpu(
  tx: Tx,
  actor: Actor,
  edit: SpuFields & { readonly id: string; readonly version: number },
): Promise<number> {
  const { rows } = await sql<{
    name: string
    axes: string[]
    categoryId: string | null
    version: number
    skus: bigint
  }>`
    select name, axes, category_id as "categoryId", version, (select count(*) from catalog.skus k where k.spu_id = s.id) as skus
    from catalog.spus s where id = ${edit.id} for update`.execute(tx)
  if (!rows[0]) throw notFound(SPU, edit.id)
  const { skus, ...before } = rows[0]
  const categoryId = edit.categoryId === undefined ? before.categoryId : edit.categoryId
  const yours = { name: edit.name, axes: [...new Set(edit.axes)], categoryId }
  if (before.version !== edit.version) {
    throw staleEdit(SPU, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: before,
    })
  }
  if (skus > 0n && !sameSet(yours.axes, before.axes)) throw axesInUse(skus)
  await tx
    .updateTable('catalog.spus')
    .set({
      name: yours.name,
      axes: yours.axes,
      category_id: categoryId,
      version: edit.version + 1,
    })
    .where('id', '=', edit.id)
    .execute()
  await recordAudit(tx, actor, {
    action: 'catalog.spu.edit',
    subjectType: 'spu',
    subjectId: edit.id,
    before,
    after: yours,
  })
  if (categoryId !== before.categoryId) await tellRecategorised(tx)
  return edit.version + 1
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((axis) => b.includes(axis))
}

/** INV-CATALOG-4. Locks the SPU, so that two SKUs cannot take one variant together. */
export async function checkVariant(
  tx: Tx,
  sku: {
    readonly skuId: string
    readonly spuId: string
    readonly variant: Readonly<Record<string, string>>
  },
): Promise<void> {
  const { rows } = await sql<{ axes: string[] }>`
    select axes from catalog.spus where id = ${sku.spuId} for update`.execute(tx)
  if (!rows[0]) throw notFound(SPU, sku.spuId)
  const { axes } = rows[0]
  if (!sameSet(Object.keys(sku.variant), axes)) throw variantAxes(axes)
  const taken = await sql<{ code: string }>`
    select code from catalog.skus
    where spu_id = ${sku.spuId} and id <> ${sku.skuId} and variant = ${toJson(sku.variant)}::jsonb and lifecycle <> 'retired'
    limit 1`.execute(tx)
  if (taken.rows[0]) throw variantTaken(taken.rows[0].code)
}

export async function listSpus(
  db: Db,
  { q, cursor, limit }: { q?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const [code = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    id: string
    code: string
    name: string
    axes: string[]
    skus: number
    categoryId: string | null
    category: string[] | null
    version: number
  }>`
    select id, code, name, axes, version, category_id as "categoryId",
      (select names from catalog.category_paths c where c.category_id = s.category_id) as category,
      (select count(*)::int from catalog.skus k where k.spu_id = s.id) as skus
    from catalog.spus s
    where (${q ?? null}::text is null or strpos(lower(code || ' ' || name), lower(${q ?? ''})) > 0)
      and (${code}::text is null or (code, id) > (${code}::text, ${id}::uuid))
    order by code, id limit ${limit + 1}`.execute(db)
  return rows
}
