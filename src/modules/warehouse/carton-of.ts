// Cartons of the house, and which one an order goes into.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { type Carton, type Piece, suggestCarton } from './cartons.ts'
import { CARTON } from './errors.ts'

export async function activeCartons(db: Db): Promise<Carton[]> {
  const { rows } = await sql<Omit<Carton, 'sidesMm'> & { l: number; w: number; h: number }>`
    select id, code, length_mm as l, width_mm as w, height_mm as h, tare_grams as "tareGrams", max_grams as "maxGrams",
      cost_minor as "costMinor"
    from warehouse.cartons where active order by code`.execute(db)
  return rows.map(({ l, w, h, ...row }) => ({ ...row, sidesMm: [l, w, h] as const }))
}

export interface SuggestedCarton {
  readonly best: {
    readonly cartonId: string
    readonly code: string
    readonly fillPerMille: number
  } | null
  /** SKUs whose measures are not on file: nobody can say what they fit into. */
  readonly unmeasured: readonly string[]
  readonly losers: readonly { readonly code: string; readonly why: string }[]
}

export async function suggestFor(db: Db, floorId: string): Promise<SuggestedCarton> {
  const { rows } = await sql<{
    skuId: string
    code: string
    qty: bigint
    l: number | null
    w: number | null
    h: number | null
    grams: number | null
  }>`
    select t.sku_id as "skuId", k.code, sum(t.qty)::bigint as qty, k.length_mm as l, k.width_mm as w, k.height_mm as h,
      k.weight_grams as grams
    from warehouse.tasks t join catalog.skus k on k.id = t.sku_id
    where t.floor_id = ${floorId} and t.state in ('open', 'picked', 'shipped') group by 1, 2, 4, 5, 6, 7`.execute(
    db,
  )
  const unmeasured = rows.filter(({ l, w, h }) => !l || !w || !h).map(({ code }) => code)
  if (unmeasured.length > 0) return { best: null, unmeasured, losers: [] }
  const pieces = rows.flatMap(({ skuId, qty, l, w, h, grams }): Piece[] =>
    Array.from({ length: Number(qty) }, () => ({
      skuId,
      sidesMm: [l!, w!, h!] as const,
      grams: grams ?? 0,
    })),
  )
  const { best, losers } = suggestCarton(pieces, await activeCartons(db))
  return {
    best: best && { cartonId: best.cartonId, code: best.code, fillPerMille: best.fillPerMille },
    unmeasured,
    losers,
  }
}

export async function tareOf(
  db: Db,
  id: string,
): Promise<{ tareGrams: number; sidesMm: readonly [number, number, number] }> {
  const carton = await oneCarton(db, id)
  return {
    tareGrams: carton.tareGrams,
    sidesMm: [carton.lengthMm, carton.widthMm, carton.heightMm],
  }
}

export interface CartonRow extends NewCarton {
  readonly id: string
  readonly version: number
}

export interface NewCarton {
  readonly code: string
  readonly name: string
  readonly lengthMm: number
  readonly widthMm: number
  readonly heightMm: number
  readonly tareGrams: number
  readonly maxGrams: number
  readonly costMinor: bigint
  readonly active: boolean
}

const COLUMNS = sql`id, code, name, length_mm as "lengthMm", width_mm as "widthMm", height_mm as "heightMm",
  tare_grams as "tareGrams", max_grams as "maxGrams", cost_minor as "costMinor", active, version`

export async function listCartons(db: Db): Promise<CartonRow[]> {
  const { rows } =
    await sql<CartonRow>`select ${COLUMNS} from warehouse.cartons order by code`.execute(db)
  return rows
}

async function oneCarton(db: Db, id: string, isLocking = false): Promise<CartonRow> {
  const { rows } = await sql<CartonRow>`
    select ${COLUMNS} from warehouse.cartons where id = ${id} ${isLocking ? sql`for update` : sql``}`.execute(
    db,
  )
  if (!rows[0]) throw notFound(CARTON, id)
  return rows[0]
}

export async function addCarton(tx: Tx, actor: Actor, carton: NewCarton): Promise<string> {
  const id = newId()
  await sql`
    insert into warehouse.cartons (id, code, name, length_mm, width_mm, height_mm, tare_grams, max_grams, cost_minor, active)
    values (${id}, ${carton.code}, ${carton.name}, ${carton.lengthMm}, ${carton.widthMm}, ${carton.heightMm},
      ${carton.tareGrams}, ${carton.maxGrams}, ${carton.costMinor}, ${carton.active})`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'warehouse.carton.add',
    subjectType: 'carton',
    subjectId: id,
    after: carton,
  })
  return id
}

export async function editCarton(
  tx: Tx,
  actor: Actor,
  { id, version, ...yours }: NewCarton & { readonly id: string; readonly version: number },
): Promise<number> {
  const before = await oneCarton(tx, id, true)
  if (before.version !== version) {
    throw staleEdit(CARTON, {
      givenVersion: version,
      currentVersion: before.version,
      yours: { ...yours },
      current: { ...before },
    })
  }
  await sql`
    update warehouse.cartons set code = ${yours.code}, name = ${yours.name}, length_mm = ${yours.lengthMm},
      width_mm = ${yours.widthMm}, height_mm = ${yours.heightMm}, tare_grams = ${yours.tareGrams}, max_grams = ${yours.maxGrams},
      cost_minor = ${yours.costMinor}, active = ${yours.active}, version = version + 1 where id = ${id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'warehouse.carton.edit',
    subjectType: 'carton',
    subjectId: id,
    before,
    after: yours,
  })
  return version + 1
}
