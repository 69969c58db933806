// Reads for the product screens, and the few look-ups other modules make.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { houseToday } from '#kernel/house.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { SKU } from './errors.ts'
import { packsOf } from './packs.ts'
import type { Lifecycle, SkuKind } from './skus.ts'
import { likePattern } from './search-text.ts'

export interface SkuRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: SkuKind
  readonly lifecycle: Lifecycle
  readonly baseUnit: string
  readonly barcode: string | null
  readonly weightGrams: number | null
  readonly costMinor: bigint | null
  readonly category: string[] | null
  readonly version: number
  /** What the list is sorted by, as the database sees it. */
  readonly sortKey: string
}

const ROW = sql`s.id, s.code, upper(s.code) as "sortKey", s.name, s.kind, s.lifecycle, s.base_unit as "baseUnit", s.weight_grams as "weightGrams", s.version,
  (select names from catalog.category_paths c where c.category_id =
    coalesce((select category_id from catalog.spus p where p.id = s.spu_id), case when s.spu_id is null then s.category_id end)) as category,
  (select barcode from catalog.barcodes b where b.sku_id = s.id order by pack_qty, barcode limit 1) as barcode,
  (select cost_minor from catalog.standard_costs c where c.sku_id = s.id and c.valid_from <= ${sql.ref('today.date')}
   order by valid_from desc limit 1) as "costMinor"`

export async function listSkus(
  db: Db,
  filter: {
    q?: string | undefined
    kind?: SkuKind | undefined
    lifecycle?: Lifecycle | undefined
    spuId?: string | undefined
    categoryId?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<SkuRow[]> {
  const [code = null] = filter.cursor ? decodeCursor(filter.cursor, 1) : []
  const pattern = filter.q?.trim() ? likePattern(filter.q) : null
  const { rows } = await sql<SkuRow>`
    select ${ROW} from catalog.skus s cross join (select ${await houseToday(db)}::date as date) as today
    where (${pattern}::text is null or s.search_text like ${pattern}
           or exists (select 1 from catalog.barcodes b where b.sku_id = s.id and b.barcode = ${filter.q?.trim() ?? null}))
      and (${filter.kind ?? null}::text is null or s.kind = ${filter.kind ?? null})
      and (${filter.lifecycle ?? null}::text is null or s.lifecycle = ${filter.lifecycle ?? null})
      and (${filter.spuId ?? null}::uuid is null or s.spu_id = ${filter.spuId ?? null}::uuid)
      and (${filter.categoryId ?? null}::uuid is null or s.id in (
        select k.sku_id from catalog.sku_categories k join catalog.category_paths p on p.category_id = k.category_id
        where ${filter.categoryId ?? null}::uuid = any(p.ids)))
      and (${code}::text is null or upper(s.code) > ${code})
    order by upper(s.code) limit ${filter.limit + 1}`.execute(db)
  return rows
}

export async function oneSku(db: Db, id: string) {
  const { rows } = await sql<
    SkuRow & {
      variant: Record<string, string>
      lengthMm: number | null
      widthMm: number | null
      heightMm: number | null
      lotTracked: boolean
      shelfLifeDays: number | null
      categoryId: string | null
      spu: { id: string; code: string; name: string } | null
    }
  >`
    select ${ROW}, s.variant, s.length_mm as "lengthMm", s.width_mm as "widthMm", s.height_mm as "heightMm",
      s.lot_tracked as "lotTracked", s.shelf_life_days as "shelfLifeDays",
      (select c.category_id from catalog.sku_categories c where c.sku_id = s.id) as "categoryId",
      (select json_build_object('id', p.id, 'code', p.code, 'name', p.name) from catalog.spus p where p.id = s.spu_id) as spu
    from catalog.skus s cross join (select ${await houseToday(db)}::date as date) as today where s.id = ${id}`.execute(
    db,
  )
  if (!rows[0]) throw notFound(SKU, id)
  const [packs, barcodes, costs, components, partOf] = await Promise.all([
    packsOf(db, id),
    sql<{ barcode: string; packQty: bigint }>`
      select barcode, pack_qty as "packQty" from catalog.barcodes where sku_id = ${id} order by 2, 1`.execute(
      db,
    ),
    sql<{ validFrom: string; costMinor: bigint }>`
      select valid_from as "validFrom", cost_minor as "costMinor" from catalog.standard_costs
      where sku_id = ${id} order by 1 desc limit 100`.execute(db),
    sql<{ skuId: string; code: string; name: string; qty: bigint }>`
      select p.id as "skuId", p.code, p.name, c.qty from catalog.bundle_components c
      join catalog.skus p on p.id = c.component_id where c.bundle_id = ${id} order by p.code`.execute(
      db,
    ),
    sql<{ skuId: string; code: string; name: string; qty: bigint }>`
      select p.id as "skuId", p.code, p.name, c.qty from catalog.bundle_components c
      join catalog.skus p on p.id = c.bundle_id where c.component_id = ${id} order by p.code limit 200`.execute(
      db,
    ),
  ])
  return {
    ...rows[0],
    packs,
    barcodes: barcodes.rows,
    costs: costs.rows,
    components: components.rows,
    partOf: partOf.rows,
  }
}

/**
 * SKU ids by code, without regard to case; codes nobody has are missing from the map. PostgreSQL compares,
 * since its upper case and JavaScript's differ (ß).
 */
export async function skuIdsByCode(db: Db, codes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; code: string }>`
    select s.id, given.code from unnest(${[...codes]}::text[]) as given (code)
    join catalog.skus s on upper(s.code) = upper(given.code)`.execute(db)
  return new Map(rows.map(({ id, code }) => [code.toUpperCase(), id]))
}
