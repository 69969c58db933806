// How a SKU is handled in larger units: a carton of 24, a pallet of 40 cartons, each told in base units.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { packUnitTwice, SKU } from './errors.ts'

export interface Pack {
  readonly unit: string
  readonly qty: bigint
}

export async function packsOf(db: Db, skuId: string): Promise<Pack[]> {
  const { rows } = await sql<Pack>`
    select unit, qty from catalog.packs where sku_id = ${skuId} order by qty, unit`.execute(db)
  return rows
}

/** The whole list at once: what is not in it is gone. */
export async function setPacks(
  tx: Tx,
  actor: Actor,
  skuId: string,
  packs: readonly Pack[],
): Promise<void> {
  const { rows } = await sql<{ baseUnit: string }>`
    select base_unit as "baseUnit" from catalog.skus where id = ${skuId} for update`.execute(tx)
  if (!rows[0]) throw notFound(SKU, skuId)
  const units = [rows[0].baseUnit, ...packs.map(({ unit }) => unit)]
  const twice = units.find((unit, index) => units.indexOf(unit) !== index)
  if (twice !== undefined) throw packUnitTwice(twice)
  const before = await packsOf(tx, skuId)
  await sql`delete from catalog.packs where sku_id = ${skuId}`.execute(tx)
  await sql`
    insert into catalog.packs (sku_id, unit, qty)
    select ${skuId}::uuid, * from unnest(${packs.map(({ unit }) => unit)}::text[], ${packs.map(({ qty }) => qty)}::bigint[])`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'catalog.packs.set',
    subjectType: 'sku',
    subjectId: skuId,
    before,
    after: packs,
  })
}
