// A batch of listings from a file into the tables: found, compared, written, priced, mapped where certain.
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { toJson } from '#kernel/wire.ts'
import type { ImportWork } from '#modules/layouts'
import { RULES_ACTOR } from './ensure-listings.ts'
import type { FileListing } from './read-listing.ts'
import { lockListings, writeDecisions } from './write-mappings.ts'

interface Known {
  readonly at: number
  readonly id: string
  readonly before: Readonly<Record<string, unknown>>
  readonly snapshotAt: Date | null
  readonly priceMinor: bigint | null
}

/** Column and field; what the platform leaves blank does not wipe out what is known. */
const TEXTS = [
  ['platform_item', 'platformItem'],
  ['platform_sku', 'platformSku'],
  ['merchant_code', 'merchantCode'],
  ['product_code', 'productCode'],
  ['barcode', 'barcode'],
  ['title', 'title'],
  ['spec', 'spec'],
  ['category', 'category'],
  ['url', 'url'],
  ['image_url', 'imageUrl'],
] as const

export async function applyRows(
  work: ImportWork,
  shopId: string,
  day: string,
  batch: readonly FileListing[],
): Promise<{ created: number; updated: number; unchanged: number; mapped: number }> {
  if (batch.length === 0) return { created: 0, updated: 0, unchanged: 0, mapped: 0 }
  const adopted = adoptable(batch)
  await claimKeys(work, shopId, batch, adopted)
  const known = await lockKnown(work, shopId, batch, adopted)
  const changes: { id: string; listing: FileListing; before: Known['before'] | null }[] = []
  let unchanged = 0
  let created = 0
  for (const [at, listing] of batch.entries()) {
    const found = known.get(at)!
    const isNew = found.before['source'] === work.source && found.before['told_by'] === 'order'
    const isBack = found.before['withdrawn'] === true
    const isOlder =
      found.snapshotAt !== null && work.snapshotAt !== null && work.snapshotAt < found.snapshotAt
    if (isNew || isBack) created += 1
    else if (isOlder || isSame(found, listing)) {
      unchanged += 1
      continue
    }
    changes.push({ id: found.id, listing, before: isNew ? null : found.before })
  }
  await write(work, changes)
  await writePrices(work, day, changes)
  const mapped = await mapCertain(work, changes)
  return { created, updated: changes.length - created, unchanged, mapped }
}

/**
 * By item and spec, where an order line that knew no platform SKU may have made the listing already. Only where one row
 * of the batch answers to it: of two, neither is the one.
 */
function adoptable(batch: readonly FileListing[]): string[] {
  const count = new Map<string, number>()
  for (const { itemKey } of batch) count.set(itemKey, (count.get(itemKey) ?? 0) + 1)
  return batch.map(({ key, itemKey }) =>
    key !== itemKey && count.get(itemKey) === 1 ? itemKey : '',
  )
}

/** Make what is missing, bare, so that all rows exist and can be locked in one order (INV-LISTING-3). */
async function claimKeys(
  work: ImportWork,
  shopId: string,
  batch: readonly FileListing[],
  adopted: readonly string[],
) {
  const sorted = batch
    .map((listing, at) => ({ ...listing, adopted: adopted[at]! }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  await sql`
    insert into listings.listings (id, shop_id, key, item_key, platform_item, told_by, source)
    select d.id, ${shopId}, d.key, d.item_key, d.item, 'order', ${work.source}
    from unnest(${sorted.map(() => newId())}::uuid[], ${sorted.map(({ key }) => key)}::text[],
      ${sorted.map(({ itemKey }) => itemKey)}::text[], ${sorted.map(({ platformItem }) => platformItem)}::text[],
      ${sorted.map((one) => one.adopted)}::text[]) as d (id, key, item_key, item, adopted)
    where not exists (
      select 1 from listings.listings l
      where l.shop_id = ${shopId} and d.adopted <> '' and l.key = d.adopted and l.platform_sku = '')
    order by d.key on conflict (shop_id, key) do nothing`.execute(work.tx)
}

async function lockKnown(
  work: ImportWork,
  shopId: string,
  batch: readonly FileListing[],
  adopted: readonly string[],
) {
  await sql`
    select 1 from listings.listings where shop_id = ${shopId}
      and (key = any(${batch.map(({ key }) => key)}::text[])
           or (platform_sku = '' and key = any(${[...adopted]}::text[])))
    order by id for update`.execute(work.tx)
  const { rows } = await sql<Known>`
    select (d.at - 1)::int as at, l.id, to_jsonb(l) as before, l.snapshot_at as "snapshotAt", l.price_minor as "priceMinor"
    from unnest(${batch.map(({ key }) => key)}::text[], ${[...adopted]}::text[]) with ordinality as d (key, adopted, at)
    join lateral (
      select * from listings.listings l where l.shop_id = ${shopId}
        and (l.key = d.key or (d.adopted <> '' and l.key = d.adopted and l.platform_sku = ''))
      order by l.key = d.key desc limit 1) as l on true`.execute(work.tx)
  return new Map(rows.map((row) => [row.at, row]))
}

function isSame({ before, priceMinor }: Known, listing: FileListing): boolean {
  return (
    before['told_by'] === 'file' &&
    before['withdrawn'] === false &&
    before['key'] === listing.key &&
    TEXTS.every(([column, field]) => listing[field] === '' || listing[field] === before[column]) &&
    (listing.priceMinor === null || listing.priceMinor === priceMinor) &&
    (listing.stockQty === null || String(listing.stockQty) === String(before['stock_qty'])) &&
    (listing.state === 'unknown' || listing.state === before['state']) &&
    (listing.weightGrams === null || listing.weightGrams === before['weight_grams'])
  )
}

type Changes = readonly {
  readonly id: string
  readonly listing: FileListing
  readonly before: Known['before'] | null
}[]

async function write(work: ImportWork, changes: Changes): Promise<void> {
  if (changes.length === 0) return
  const drafts = changes.map(({ id, listing }) => ({
    id,
    key: listing.key,
    item_key: listing.itemKey,
    ...Object.fromEntries(TEXTS.map(([column, field]) => [column, listing[field]])),
    price_minor: listing.priceMinor,
    stock_qty: listing.stockQty,
    state: listing.state,
    weight_grams: listing.weightGrams,
  }))
  await sql`
    insert into listings.touches (listing_id, source, before)
    select l.id, ${work.source}, case when t.is_new then null else to_jsonb(l) end
    from unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ before }) => before === null)}::boolean[]) as t (id, is_new)
    join listings.listings l on l.id = t.id
    on conflict (listing_id, source) do nothing`.execute(work.tx)
  await sql`
    update listings.listings l set key = d.key, item_key = d.item_key,
      ${sql.join(TEXTS.map(([column]) => sql`${sql.ref(column)} = coalesce(nullif(${sql.ref(`d.${column}`)}, ''), ${sql.ref(`l.${column}`)})`))},
      price_minor = coalesce(d.price_minor, l.price_minor), stock_qty = coalesce(d.stock_qty, l.stock_qty),
      weight_grams = coalesce(d.weight_grams, l.weight_grams),
      state = case when d.state = 'unknown' then l.state else d.state end,
      told_by = 'file', withdrawn = false, last_seen_at = now(), snapshot_at = coalesce(${work.snapshotAt}::timestamptz, l.snapshot_at)
    from jsonb_to_recordset(${toJson(drafts)}::jsonb) as d (id uuid, key text, item_key text, platform_item text, platform_sku text,
      merchant_code text, product_code text, barcode text, title text, spec text, category text, url text, image_url text,
      price_minor bigint, stock_qty bigint, state text, weight_grams integer)
    where l.id = d.id`.execute(work.tx)
}

async function writePrices(work: ImportWork, day: string, changes: Changes): Promise<void> {
  const priced = changes.filter(
    ({ listing, before }) =>
      listing.priceMinor !== null &&
      (before === null || String(before['price_minor']) !== String(listing.priceMinor)),
  )
  if (priced.length === 0) return
  await sql`
    insert into listings.prices (listing_id, day, source, price_minor)
    select p.id, ${day}::date, ${work.source}, p.price
    from unnest(${priced.map(({ id }) => id)}::uuid[], ${priced.map(({ listing }) => listing.priceMinor)}::bigint[]) as p (id, price)
    on conflict (listing_id, day, source) do update set price_minor = excluded.price_minor`.execute(
    work.tx,
  )
}

/** Codes and barcodes a file brings may make certain what was open; a decision of a person stays. */
async function mapCertain(work: ImportWork, changes: Changes): Promise<number> {
  if (changes.length === 0) return 0
  const { rows } = await sql<{
    id: string
    skuId: string
    skuQty: bigint
    rule: 'code' | 'barcode'
    reason: string
  }>`
    select l.id, coalesce(c.id, b.sku_id) as "skuId", coalesce(b.pack_qty, 1) as "skuQty",
      case when c.id is not null then 'code' else 'barcode' end as rule, coalesce(c.code, b.barcode) as reason
    from listings.listings l
    left join listings.mappings m on m.listing_id = l.id and m.valid_to is null
    left join catalog.skus c on l.merchant_code <> '' and upper(c.code) = upper(l.merchant_code)
    left join catalog.barcodes b on l.barcode <> '' and b.barcode = l.barcode
    where l.id = any(${changes.map(({ id }) => id)}::uuid[]) and (m.listing_id is null or (m.state = 'unmapped' and m.rule = 'undo'))
      and coalesce(c.id, b.sku_id) is not null and (c.id is null or b.sku_id is null or c.id = b.sku_id)`.execute(
    work.tx,
  )
  const locked = await lockListings(
    work.tx,
    rows.map(({ id }) => id),
  )
  await writeDecisions(
    work.tx,
    RULES_ACTOR,
    rows.map(({ id, ...certain }) => ({
      listing: locked.get(id)!,
      state: 'mapped' as const,
      ...certain,
    })),
    { source: work.source },
  )
  return rows.length
}
