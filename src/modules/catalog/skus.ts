// Making and editing SKUs, their barcodes and costs.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { houseToday } from '#kernel/house.ts'
import { newId } from '#kernel/ids.ts'
import { toJson } from '#kernel/wire.ts'
import { assignCategory } from './assign-category.ts'
import { tellRecategorised } from './categories.ts'
import type { LIFECYCLES, SKU_KINDS } from './contract.ts'
import { badCheckDigit, barcodeTaken, SKU, stillInStock } from './errors.ts'
import { expectedCheckDigit, hasWrongCheckDigit } from './gtin.ts'
import { searchText } from './search-text.ts'
import { checkVariant } from './spus.ts'

export type SkuKind = (typeof SKU_KINDS)[number]
export type Lifecycle = (typeof LIFECYCLES)[number]

export interface SkuFields {
  readonly name: string
  readonly baseUnit?: string
  readonly variant?: Readonly<Record<string, string>>
  readonly lotTracked?: boolean
  /** Left out, it stays as it is. */
  readonly spuId?: string | null | undefined
  /** Left out, it stays. */
  readonly categoryId?: string | null | undefined
  readonly shelfLifeDays?: number | null | undefined
  readonly weightGrams?: number | null | undefined
  readonly lengthMm?: number | null | undefined
  readonly widthMm?: number | null | undefined
  readonly heightMm?: number | null | undefined
}

export interface NewSku extends SkuFields {
  readonly code: string
  readonly kind?: SkuKind
  readonly barcode?: string | undefined
  readonly costMinor?: bigint | undefined
}

export async function createSku(tx: Tx, actor: Actor, sku: NewSku): Promise<string> {
  const id = newId()
  const variant = sku.variant ?? {}
  if (sku.spuId) await checkVariant(tx, { skuId: id, spuId: sku.spuId, variant })
  await tx
    .insertInto('catalog.skus')
    .values({
      id,
      code: sku.code,
      kind: sku.kind ?? 'goods',
      spu_id: sku.spuId ?? null,
      ...columnsOf(sku),
      search_text: searchText({ code: sku.code, name: sku.name, variant }),
    })
    .execute()
  if (sku.barcode) await addBarcode(tx, { skuId: id, barcode: sku.barcode, packQty: 1n })
  if (sku.costMinor !== undefined) {
    await setCost(tx, {
      skuId: id,
      validFrom: await houseToday(tx),
      costMinor: sku.costMinor,
    })
  }
  await recordAudit(tx, actor, {
    action: 'catalog.sku.add',
    subjectType: 'sku',
    subjectId: id,
    after: sku,
  })
  if (sku.spuId) await tellRecategorised(tx)
  if (sku.categoryId) await placeIn(tx, actor, id, sku.categoryId)
  return id
}

const placeIn = (tx: Tx, actor: Actor, id: string, categoryId: string | null) =>
  assignCategory(tx, actor, { ids: [id], categoryId, dryRun: false })

function columnsOf(fields: SkuFields) {
  return {
    name: fields.name,
    base_unit: fields.baseUnit ?? '件',
    variant: toJson(fields.variant ?? {}),
    lot_tracked: fields.lotTracked ?? false,
    shelf_life_days: fields.shelfLifeDays ?? null,
    weight_grams: fields.weightGrams ?? null,
    length_mm: fields.lengthMm ?? null,
    width_mm: fields.widthMm ?? null,
    height_mm: fields.heightMm ?? null,
  }
}

/** What lies inside the walls. The ledger stands a tier above, so this reads its table, not its code. */
async function stockOnHand(db: Db, skuId: string): Promise<bigint> {
  const { rows } = await sql<{ qty: bigint }>`
    select coalesce(sum(b.qty), 0)::bigint as qty
    from inventory.balances b join places.locations l on l.id = b.location_id
    where b.sku_id = ${skuId} and l.is_real`.execute(db)
  return rows[0]?.qty ?? 0n
}

export async function editSku(
  tx: Tx,
  actor: Actor,
  edit: SkuFields & {
    readonly id: string
    readonly version: number
    readonly lifecycle: Lifecycle
  },
): Promise<number> {
  const { rows } = await sql<
    Record<string, unknown> & {
      code: string
      version: number
      lifecycle: Lifecycle
      spuId: string | null
    }
  >`
    select code, spu_id as "spuId", version, name, base_unit as "baseUnit", variant, lifecycle, lot_tracked as "lotTracked",
      shelf_life_days as "shelfLifeDays", weight_grams as "weightGrams", length_mm as "lengthMm",
      width_mm as "widthMm", height_mm as "heightMm",
      (select c.category_id from catalog.sku_categories c where c.sku_id = skus.id) as "categoryId"
    from catalog.skus where id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(SKU, edit.id)
  const { id, version, ...yours } = edit
  if (before.version !== version) {
    throw staleEdit(SKU, {
      givenVersion: version,
      currentVersion: before.version,
      yours,
      current: before,
    })
  }
  if (edit.lifecycle === 'retired' && before.lifecycle !== 'retired') {
    const qty = await stockOnHand(tx, id)
    if (qty > 0n) throw stillInStock(before.code, qty)
  }
  const spuId = edit.spuId === undefined ? before.spuId : edit.spuId
  if (spuId) await checkVariant(tx, { skuId: id, spuId, variant: edit.variant ?? {} })
  await tx
    .updateTable('catalog.skus')
    .set({
      ...columnsOf(edit),
      spu_id: spuId,
      lifecycle: edit.lifecycle,
      search_text: searchText({ code: before.code, name: edit.name, variant: edit.variant ?? {} }),
      version: version + 1,
    })
    .where('id', '=', id)
    .execute()
  await recordAudit(tx, actor, {
    action: 'catalog.sku.edit',
    subjectType: 'sku',
    subjectId: id,
    before,
    after: yours,
  })
  // It has the category of its SPU.
  if (spuId !== before.spuId) await tellRecategorised(tx)
  if (edit.categoryId === undefined) return version + 1
  await placeIn(tx, actor, id, edit.categoryId)
  const { rows: after } = await sql<{ version: number }>`
    select version from catalog.skus where id = ${id}`.execute(tx)
  return after[0]!.version
}

export interface LifecycleChange {
  readonly changed: { id: string; code: string; from: Lifecycle; to: Lifecycle }[]
  readonly unchanged: number
  readonly refused: { id: string; code: string; zh: string; en: string }[]
}

/** Many at once. The dry run walks the same path and rolls nothing out. */
export async function changeLifecycles(
  tx: Tx,
  actor: Actor,
  asked: { ids: readonly string[]; lifecycle: Lifecycle; dryRun: boolean },
): Promise<LifecycleChange> {
  const { rows } = await sql<{ id: string; code: string; lifecycle: Lifecycle }>`
    select id, code, lifecycle from catalog.skus where id = any(${[...asked.ids]}::uuid[]) order by id for update`.execute(
    tx,
  )
  const result: LifecycleChange = { changed: [], unchanged: 0, refused: [] }
  let unchanged = 0
  const found = new Set(rows.map(({ id }) => id))
  for (const id of new Set(asked.ids)) {
    if (!found.has(id)) result.refused.push({ id, code: id, ...notFound(SKU, id).text })
  }
  for (const { id, code, lifecycle } of rows) {
    if (lifecycle === asked.lifecycle) {
      unchanged += 1
      continue
    }
    const qty = asked.lifecycle === 'retired' ? await stockOnHand(tx, id) : 0n
    if (qty > 0n) result.refused.push({ id, code, ...stillInStock(code, qty).text })
    else result.changed.push({ id, code, from: lifecycle, to: asked.lifecycle })
  }
  if (!asked.dryRun && result.changed.length > 0) {
    const ids = result.changed.map(({ id }) => id)
    await sql`
      update catalog.skus set lifecycle = ${asked.lifecycle}, version = version + 1
      where id = any(${ids}::uuid[])`.execute(tx)
    for (const { id, from, to } of result.changed) {
      await recordAudit(tx, actor, {
        action: 'catalog.sku.lifecycle',
        subjectType: 'sku',
        subjectId: id,
        before: { lifecycle: from },
        after: { lifecycle: to },
      })
    }
  }
  return { ...result, unchanged }
}

/** INV-CATALOG-1: the primary key lets one SKU have a barcode; the loser learns who has it. */
export async function addBarcode(
  tx: Tx,
  asked: { skuId: string; barcode: string; packQty: bigint },
): Promise<void> {
  if (hasWrongCheckDigit(asked.barcode)) {
    throw badCheckDigit(asked.barcode, expectedCheckDigit(asked.barcode) ?? '')
  }
  const { rows } = await sql<{ code: string; skuId: string }>`
    with added as (
      insert into catalog.barcodes (barcode, sku_id, pack_qty)
      values (${asked.barcode}, ${asked.skuId}, ${asked.packQty})
      on conflict (barcode) do nothing returning barcode)
    select s.code, b.sku_id as "skuId" from catalog.barcodes b join catalog.skus s on s.id = b.sku_id
    where b.barcode = ${asked.barcode} and not exists (select 1 from added)`.execute(tx)
  const holder = rows[0]
  if (holder && holder.skuId !== asked.skuId) throw barcodeTaken(asked.barcode, holder.code)
}

export async function setCost(
  tx: Tx,
  cost: { skuId: string; validFrom: string; costMinor: bigint },
): Promise<void> {
  await sql`
    insert into catalog.standard_costs (sku_id, valid_from, cost_minor)
    values (${cost.skuId}, ${cost.validFrom}::date, ${cost.costMinor})
    on conflict (sku_id, valid_from) do update set cost_minor = excluded.cost_minor`.execute(tx)
}
