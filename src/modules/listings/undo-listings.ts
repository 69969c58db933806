// Taking an import of listings back. What it made is withdrawn, what it changed is as before, what it mapped by itself is
// open again. Refused while orders, people or later imports stand on it.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'
import { stillUsed, touchedSince } from './errors.ts'
import { lockListings, writeDecisions } from './write-mappings.ts'

export async function undoListings(
  tx: Tx,
  _services: Services,
  actor: Actor,
  source: string,
): Promise<number> {
  const { rows: touched } = await sql<{ id: string; isNew: boolean; title: string }>`
    select t.listing_id as id, t.before is null or (t.before ->> 'withdrawn')::boolean as "isNew", l.title from listings.touches t
    join listings.listings l on l.id = t.listing_id where t.source = ${source}`.execute(tx)
  const ids = touched.map(({ id }) => id)
  const locked = await lockListings(tx, ids)
  await refuseIfLater(tx, ids, source)
  const made = touched.filter(({ isNew }) => isNew)
  await refuseIfUsed(
    tx,
    made.map(({ id }) => id),
    source,
  )
  await writeDecisions(
    tx,
    actor,
    [...locked.values()]
      .filter((listing) => listing.source === source && listing.rule !== '')
      .map((listing) => ({
        listing,
        state: 'unmapped' as const,
        skuId: null,
        skuQty: 1n,
        reason: source,
        rule: 'undo' as const,
      })),
  )
  await sql`
    update listings.listings l set key = b.key, item_key = b.item_key, platform_item = b.platform_item,
      platform_sku = b.platform_sku, merchant_code = b.merchant_code, product_code = b.product_code, barcode = b.barcode,
      title = b.title, spec = b.spec, price_minor = b.price_minor, stock_qty = b.stock_qty, category = b.category,
      state = b.state, url = b.url, image_url = b.image_url, weight_grams = b.weight_grams, told_by = b.told_by,
      withdrawn = b.withdrawn, snapshot_at = b.snapshot_at
    from listings.touches t cross join lateral jsonb_populate_record(null::listings.listings, t.before) as b
    where t.source = ${source} and t.listing_id = l.id and t.before is not null`.execute(tx)
  await sql`
    update listings.listings set withdrawn = true, told_by = 'order', snapshot_at = null
    where id = any(${made.map(({ id }) => id)}::uuid[])`.execute(tx)
  await sql`delete from listings.prices where source = ${source}`.execute(tx)
  await sql`delete from listings.touches where source = ${source}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'listings.undo_import',
    subjectType: 'import',
    subjectId: source,
    after: { listings: ids.length },
  })
  return ids.length
}

/** Enough to look for; the rest is counted. */
const SAMPLE = 5

async function refuseIfLater(tx: Tx, ids: readonly string[], source: string): Promise<void> {
  const { rows } = await sql<{ title: string }>`
    select distinct l.title from listings.touches mine join listings.touches later on later.listing_id = mine.listing_id
      and later.seq > mine.seq and later.source <> mine.source
    join listings.listings l on l.id = mine.listing_id
    where mine.source = ${source} and mine.listing_id = any(${[...ids]}::uuid[])`.execute(tx)
  if (rows.length === 0) return
  throw touchedSince(
    rows.length,
    rows.slice(0, SAMPLE).map(({ title }) => title),
  )
}

async function refuseIfUsed(tx: Tx, made: readonly string[], source: string): Promise<void> {
  const { rows } = await sql<{ title: string }>`
    select l.title from listings.listings l
    where l.id = any(${[...made]}::uuid[])
      and (exists (select 1 from sales.order_lines ol join sales.orders o on o.id = ol.order_id
                   where ol.listing_id = l.id and not o.withdrawn)
        or exists (select 1 from listings.mappings m where m.listing_id = l.id and m.valid_to is null
                   and m.state <> 'unmapped' and (m.rule = '' or m.source <> ${source})))`.execute(
    tx,
  )
  if (rows.length === 0) return
  throw stillUsed(
    rows.length,
    rows.slice(0, SAMPLE).map(({ title }) => title),
  )
}
