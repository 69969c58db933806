// Stock value per SKU with what its shipments say: ABC by cost shipped, XYZ by evenness, cover, age.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { houseTimeZone, houseToday } from '#kernel/house.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { readSetting } from '#kernel/settings.ts'
import { dateIn, now } from '#kernel/time.ts'
import { likePattern } from '#modules/catalog'
import { OWN_GOODS } from '#modules/parties'

interface Paged {
  readonly cursor?: string | undefined
  readonly limit: number
}

interface ValueRow {
  readonly skuId: string
  readonly sku: string
  readonly name: string
  readonly owner: string
  readonly qty: bigint
  readonly unitMinor: bigint | null
  readonly averageMinor: bigint
  readonly fifoMinor: bigint
  readonly shipped: bigint
  readonly shippedMinor: bigint
  readonly coverDays: number | null
  readonly abc: 'A' | 'B' | 'C' | '-'
  readonly xyz: 'X' | 'Y' | 'Z' | '-'
  readonly upTo30: bigint
  readonly upTo60: bigint
  readonly upTo90: bigint
  readonly upTo180: bigint
  readonly older: bigint
}

/**
 * Shipments of the 91 days up to a day, ranked by cost: `before` is the share of those ahead. ABC: a SKU is A
 * while those ahead of it make less than 80 %, B below 95 %, else C.
 */
const rankedShipments = (asOf: string) => sql`
    weekly as (
      select sku_id, owner_id, (${asOf}::date - booked_on) / 7 as week, -sum(qty) as qty, -sum(average_minor) as cost
      from costing.entries
      where reason = 'ship' and booked_on > ${asOf}::date - 91 and booked_on <= ${asOf}::date group by 1, 2, 3),
    shipped as (
      select sku_id, owner_id, sum(qty) as qty, sum(cost) as cost,
        sqrt(greatest(sum(qty * qty) / 13 - power(sum(qty) / 13, 2), 0)) / nullif(sum(qty) / 13, 0) as variation
      from weekly group by 1, 2),
    ranked as (
      select *, (sum(cost) over (order by cost desc, sku_id, owner_id) - cost) / nullif(sum(cost) over (), 0) as before
      from shipped)`

const ABC = sql`case when r.before < 0.8 or r.before is null then 'A' when r.before < 0.95 then 'B' else 'C' end`

/** The class of every SKU of ours that shipped in the last 91 days. */
export async function abcOf(db: Db): Promise<Map<string, 'A' | 'B' | 'C'>> {
  const { rows } = await sql<{ skuId: string; class: 'A' | 'B' | 'C' }>`
    with ${rankedShipments(await houseToday(db))}
    select r.sku_id as "skuId", ${ABC} as class from ranked r where r.owner_id = ${OWN_GOODS}`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.skuId, row.class]))
}

/**
 * What is held now, with the 13 weeks (91 days) up to `asOf`. XYZ: standard deviation over mean of the weekly
 * quantity, below 0.5 X, below 1 Y, else Z. Cover: on hand ÷ shipped per day.
 */
export async function listValues(
  db: Db,
  filter: Paged & {
    q?: string | undefined
    abc?: string | undefined
    asOf?: string | undefined
  },
): Promise<ValueRow[]> {
  const [code = null, owner = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const pattern = filter.q?.trim() ? likePattern(filter.q) : null
  const zone = await readSetting(db, houseTimeZone)
  const asOf = filter.asOf ?? dateIn(now(), zone)
  const { rows } = await sql<ValueRow>`
    with ${rankedShipments(asOf)},
    aged as (
      select sku_id, owner_id, sum(value_left) as fifo,
        sum(qty_left) filter (where age <= 30) as a30, sum(qty_left) filter (where age between 31 and 60) as a60,
        sum(qty_left) filter (where age between 61 and 90) as a90, sum(qty_left) filter (where age between 91 and 180) as a180,
        sum(qty_left) filter (where age > 180) as older
      from (select *, ${asOf}::date - (received_at at time zone ${zone})::date as age
            from costing.layers where qty_left > 0) as l group by 1, 2),
    rows as (
      select p.sku_id as "skuId", k.code as sku, k.name, o.name as owner, p.qty,
        case when p.qty > 0 then round(p.value_minor::numeric / p.qty)::bigint end as "unitMinor",
        p.value_minor as "averageMinor", coalesce(a.fifo, 0)::bigint as "fifoMinor",
        coalesce(r.qty, 0)::bigint as shipped, coalesce(r.cost, 0)::bigint as "shippedMinor",
        case when r.qty > 0 then round(p.qty * 91 / r.qty, 1)::float8 end as "coverDays",
        case when r.qty is null then '-' else ${ABC} end as abc,
        case when r.qty is null then '-' when r.variation < 0.5 then 'X' when r.variation < 1 then 'Y' else 'Z' end as xyz,
        coalesce(a.a30, 0)::bigint as "upTo30", coalesce(a.a60, 0)::bigint as "upTo60", coalesce(a.a90, 0)::bigint as "upTo90",
        coalesce(a.a180, 0)::bigint as "upTo180", coalesce(a.older, 0)::bigint as older, k.search_text
      from costing.positions p join catalog.skus k on k.id = p.sku_id join parties.owners o on o.id = p.owner_id
      left join ranked r using (sku_id, owner_id) left join aged a using (sku_id, owner_id))
    select "skuId", sku, name, owner, qty, "unitMinor", "averageMinor", "fifoMinor", shipped, "shippedMinor", "coverDays",
      abc, xyz, "upTo30", "upTo60", "upTo90", "upTo180", older
    from rows
    where (${pattern}::text is null or search_text like ${pattern})
      and (${filter.abc ?? null}::text is null or abc = ${filter.abc ?? null})
      and (${code}::text is null or (sku, owner) > (${code}, ${owner}))
    order by sku, owner limit ${filter.limit + 1}`.execute(db)
  return rows
}

interface EntryRow {
  readonly skuId: string
  readonly moveId: bigint
  readonly sku: string
  readonly qty: bigint
  readonly averageMinor: bigint
  readonly fifoMinor: bigint
  readonly basis: string
  readonly reason: string
  readonly document: string
  readonly effectiveAt: Date
  readonly bookedOn: string
}

export async function listEntries(
  db: Db,
  filter: Paged & {
    skuId?: string | undefined
    reason?: string | undefined
    document?: string | undefined
    month?: string | undefined
  },
): Promise<EntryRow[]> {
  const [moveId = null, skuId = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const { rows } = await sql<EntryRow>`
    select e.sku_id as "skuId", e.move_id as "moveId", k.code as sku, e.qty, e.average_minor as "averageMinor",
      e.fifo_minor as "fifoMinor", e.basis, e.reason, e.document, e.effective_at as "effectiveAt", e.booked_on::text as "bookedOn"
    from costing.entries e join catalog.skus k on k.id = e.sku_id
    where (${filter.skuId ?? null}::uuid is null or e.sku_id = ${filter.skuId ?? null}::uuid)
      and (${filter.reason ?? null}::text is null or e.reason = ${filter.reason ?? null})
      and (${filter.document ?? null}::text is null or e.document = ${filter.document ?? null})
      and (${filter.month ?? null}::date is null or (e.booked_on >= ${filter.month ?? null}::date
        and e.booked_on < ${filter.month ?? null}::date + interval '1 month'))
      and (${moveId}::bigint is null or (e.move_id, e.sku_id) < (${moveId}::bigint, ${skuId}::uuid))
    order by e.move_id desc, e.sku_id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}
