// The goods of a shop as its platform exports them (files of kind `listings`). A file knows a listing better than an order
// line does, a newer file better than an older one. Every row is accounted for; rows that are no offer of their own (the
// head of a product with variants, another picture of it) count as unchanged and are told in the totals.
import { sql } from 'kysely'
import { dateIn, now } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import {
  type CellProblem,
  type CellReader,
  type ImportFile,
  type ImportOutcome,
  type ImportRow,
  type ImportWork,
  readerOf,
} from '#modules/layouts'
import { applyRows } from './apply-rows.ts'
import { type FileListing, listingRows } from './read-listing.ts'

/** Listings written at once. */
const BATCH = 1000

export async function importListings(work: ImportWork, file: ImportFile): Promise<ImportOutcome> {
  const shop = work.shop
  if (!shop) throw new Error('listings belong to a shop')
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const totals = { listings: 0, mapped: 0, heads: 0, pictures: 0, locations: 0 }
  const read = readerOf(file, shop.timeZone)
  const summed = file.layout.traits.includes('one_row_per_location')
    ? await stockOverLocations(file, read)
    : null
  const seen = new Map<string, { row: number; said: string }>()
  const day = dateIn(work.snapshotAt ?? now(), shop.timeZone)
  let batch: FileListing[] = []
  let rows = 0
  const flush = async () => {
    const done = await applyRows(work, shop.id, day, batch)
    counts.created += done.created
    counts.updated += done.updated
    counts.unchanged += done.unchanged
    totals.mapped += done.mapped
    batch = []
    await work.progress(rows)
  }
  for await (const found of listingRows(file, read)) {
    rows += 1
    if (found.kind === 'refused') work.refuse(found.row, found.problems)
    else if (found.kind !== 'listing') {
      counts.unchanged += 1
      totals[found.kind === 'head' ? 'heads' : 'pictures'] += 1
    } else {
      const stockQty = summed?.get(found.listing.key)
      const listing = stockQty === undefined ? found.listing : { ...found.listing, stockQty }
      const before = repeatOf(seen, found.row, listing)
      if (before === null) {
        totals.listings += 1
        batch.push(listing)
        if (batch.length >= BATCH) await flush()
      } else if (before.isSame) {
        counts.unchanged += 1
        if (summed) totals.locations += 1
      } else work.refuse(found.row, [contradiction(before.row)])
    }
  }
  await flush()
  return { ...counts, totals: { ...totals, unmapped: await unmappedIn(work, shop.id) } }
}

/** One row per shelf of the platform: what the listing has is their sum. */
async function stockOverLocations(file: ImportFile, read: (row: ImportRow) => CellReader) {
  const sums = new Map<string, bigint>()
  for await (const found of listingRows(file, read)) {
    if (found.kind !== 'listing' || found.listing.stockQty === null) continue
    const { key, stockQty } = found.listing
    sums.set(key, (sums.get(key) ?? 0n) + stockQty)
  }
  return sums
}

/** The row that already told of this listing in this file; null for the first. */
function repeatOf(
  seen: Map<string, { row: number; said: string }>,
  { row }: ImportRow,
  listing: FileListing,
): { readonly row: number; readonly isSame: boolean } | null {
  const said = toJson(listing)
  const before = seen.get(listing.key)
  if (before) return { row: before.row, isSame: before.said === said }
  seen.set(listing.key, { row, said })
  return null
}

/** The same words twice are harmless; other words are a contradiction only a person can settle. */
const contradiction = (row: number): CellProblem => ({
  column: '',
  zh: `与第 ${row} 行是同一个平台商品,但内容不同;请只留一行`,
  en: `is the same listing as row ${row} with other contents; keep one of them`,
})

async function unmappedIn(work: ImportWork, shopId: string): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from listings.listings l left join listings.mappings m on m.listing_id = l.id and m.valid_to is null
    where l.shop_id = ${shopId} and not l.withdrawn and coalesce(m.state, 'unmapped') = 'unmapped'`.execute(
    work.tx,
  )
  return Number(rows[0]!.n)
}
