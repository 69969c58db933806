// How a SKU is handled in larger units: a carton of 24, a pallet of 40 cartons, each told in base units.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
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
  version: number,
): Promise<number> {
  const { rows } = await sql<{ baseUnit: string; version: number }>`
    select base_unit as "baseUnit", version from catalog.skus where id = ${skuId} for update`.execute(
    tx,
  )
  if (!rows[0]) throw notFound(SKU, skuId)
  const before = await packsOf(tx, skuId)
  if (rows[0].version !== version) {
    throw staleEdit(SKU, {
      givenVersion: version,
      currentVersion: rows[0].version,
      yours: { packs },
      current: { packs: before },
    })
  }
  const units = [rows[0].baseUnit, ...packs.map(({ unit }) => unit)]
  const twice = units.find((unit, index) => units.indexOf(unit) !== index)
  if (twice !== undefined) throw packUnitTwice(twice)
  await sql`delete from catalog.packs where sku_id = ${skuId}`.execute(tx)
  await sql`
    insert into catalog.packs (sku_id, unit, qty)
    select ${skuId}::uuid, * from unnest(${packs.map(({ unit }) => unit)}::text[], ${packs.map(({ qty }) => qty)}::bigint[])`.execute(
    tx,
  )
  await sql`update catalog.skus set version = version + 1 where id = ${skuId}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'catalog.packs.set',
    subjectType: 'sku',
    subjectId: skuId,
    before,
    after: packs,
  })
  return version + 1
}
