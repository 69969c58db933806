// Bundles are recipes: they hold no stock of their own and are always judged by their parts.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { bundleCycle, notABundle, SKU } from './errors.ts'

export interface Component {
  readonly skuId: string
  readonly qty: bigint
}

/** Recipes nest at most this deep; a factory's kit of kits of kits is three. */
const MAX_DEPTH = 10

/** Any constant: two recipes changed at once could otherwise close a cycle together. */
const RECIPES_LOCK = 7_700_005

/** INV-CATALOG-2: recipes change one at a time, and each change looks all the way down. */
export async function setComponents(
  tx: Tx,
  actor: Actor,
  bundleId: string,
  components: readonly Component[],
  /** What the person saw; left out by code that has just made the bundle. */
  seen?: number,
): Promise<number> {
  await sql`select pg_advisory_xact_lock(${RECIPES_LOCK}::bigint)`.execute(tx)
  const { rows } = await sql<{ code: string; kind: string; version: number }>`
    select code, kind, version from catalog.skus where id = ${bundleId} for update`.execute(tx)
  if (!rows[0]) throw notFound(SKU, bundleId)
  const { code, kind, version } = rows[0]
  if (kind !== 'bundle') throw notABundle(code)
  if (seen !== undefined && seen !== version) {
    throw staleEdit(SKU, {
      givenVersion: seen,
      currentVersion: version,
      yours: { components },
      current: { components: await recipeOf(tx, bundleId) },
    })
  }
  const merged = new Map<string, bigint>()
  for (const { skuId, qty } of components) merged.set(skuId, (merged.get(skuId) ?? 0n) + qty)
  const before = await componentsOf(tx, [bundleId])
  await sql`delete from catalog.bundle_components where bundle_id = ${bundleId}`.execute(tx)
  await sql`
    insert into catalog.bundle_components (bundle_id, component_id, qty)
    select ${bundleId}::uuid, * from unnest(${[...merged.keys()]}::uuid[], ${[...merged.values()]}::bigint[])`.execute(
    tx,
  )
  const cycle = await sql`
    with recursive down (id, depth) as (
      select component_id, 1 from catalog.bundle_components where bundle_id = ${bundleId}
      union
      select c.component_id, depth + 1 from down join catalog.bundle_components c on c.bundle_id = down.id
      where depth < ${MAX_DEPTH + 1})
    select 1 from down where id = ${bundleId} or depth > ${MAX_DEPTH} limit 1`.execute(tx)
  if (cycle.rows.length > 0) throw bundleCycle()
  await recordAudit(tx, actor, {
    action: 'catalog.bundle.components',
    subjectType: 'sku',
    subjectId: bundleId,
    before: before.get(bundleId),
    after: components,
  })
  await sql`update catalog.skus set version = version + 1 where id = ${bundleId}`.execute(tx)
  return version + 1
}

async function recipeOf(tx: Tx, bundleId: string): Promise<Component[]> {
  const { rows } = await sql<Component>`
    select component_id as "skuId", qty from catalog.bundle_components where bundle_id = ${bundleId}
    order by component_id`.execute(tx)
  return rows
}

/** The stocked parts of each SKU, nested recipes opened. A SKU that is no bundle is its own only part. */
export async function componentsOf(
  db: Db,
  skuIds: readonly string[],
): Promise<Map<string, Component[]>> {
  const { rows } = await sql<{ root: string; skuId: string; qty: bigint }>`
    with recursive parts (root, id, qty, depth) as (
      select id, id, 1::bigint, 0 from unnest(${[...skuIds]}::uuid[]) as id
      union all
      select parts.root, c.component_id, parts.qty * c.qty, depth + 1
      from parts join catalog.bundle_components c on c.bundle_id = parts.id where depth < ${MAX_DEPTH})
    select root, id as "skuId", sum(qty)::bigint as qty from parts
    where not exists (select 1 from catalog.bundle_components c where c.bundle_id = parts.id)
    group by root, id order by root, id`.execute(db)
  const map = new Map<string, Component[]>(skuIds.map((id) => [id, []]))
  for (const { root, skuId, qty } of rows) map.get(root)?.push({ skuId, qty })
  return map
}
