// Confirming in bulk: every open listing whose best suggestion is sure enough. The preview and the deed are one function;
// the deed is refused when it would no longer do what the preview showed.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { decideMany } from './decide.ts'
import { suggestionsChanged } from './errors.ts'
import { WORTH } from './worth.ts'
import { type Catalogue, type Suggestion, type SuggestFor } from './suggest.ts'

/** Listings judged at once: more would hold their locks for longer than people should wait. */
export const MAX_CONFIRM = 5000

export interface Confirmation {
  readonly listings: number
  readonly lines: number
  readonly orders: number
  readonly amounts: readonly { currency: string; amountMinor: bigint }[]
  /** Open listings looked at. */
  readonly judged: number
  readonly sample: readonly (Suggestion & { listingId: string; title: string; spec: string })[]
  readonly digest: string
  readonly batchId: string | null
  readonly skipped: number
}

interface Open extends SuggestFor {
  readonly id: string
  readonly version: number
}

export async function confirmSure(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  asked: {
    readonly minConfidence: number
    readonly shopId?: string | undefined
    readonly dryRun: boolean
    readonly digest?: string | undefined
  },
): Promise<Confirmation> {
  const open = await openListings(tx, asked.shopId)
  const sure = open.flatMap((listing) => {
    const [best] = catalogue.suggest(listing)
    return best && best.confidence >= asked.minConfidence ? [{ listing, best }] : []
  })
  const digest = createHash('sha256')
    .update(
      sure
        .map(({ listing, best }) => `${listing.id}/${listing.version}/${best.skuId}/${best.skuQty}`)
        .join('\n'),
    )
    .digest('hex')
  if (!asked.dryRun && asked.digest !== digest) throw suggestionsChanged()
  const worth = await worthOf(
    tx,
    sure.map(({ listing }) => listing.id),
  )
  const done =
    asked.dryRun || sure.length === 0
      ? { batchId: null, skipped: 0, unknown: [] }
      : await decideMany(
          tx,
          actor,
          sure.map(({ listing, best }) => ({
            id: listing.id,
            version: listing.version,
            state: 'mapped',
            skuId: best.skuId,
            skuQty: best.skuQty,
            reason: `${best.confidence} %:${best.zh}`,
          })),
          { action: 'listings.confirm', reason: `≥ ${asked.minConfidence} %` },
        )
  return {
    listings: sure.length,
    ...worth,
    judged: open.length,
    sample: sure.slice(0, 20).map(({ listing, best }) => ({
      listingId: listing.id,
      title: listing.title,
      spec: listing.spec,
      ...best,
    })),
    digest,
    batchId: done.batchId,
    skipped: done.skipped + done.unknown.length,
  }
}

async function openListings(db: Db, shopId: string | undefined): Promise<Open[]> {
  const { rows } = await sql<Open>`
    select l.id, coalesce(m.version, 0) as version, l.title, l.spec, l.merchant_code as "merchantCode",
      l.product_code as "productCode", l.barcode
    from listings.listings l left join listings.mappings m on m.listing_id = l.id and m.valid_to is null
    where not l.withdrawn and coalesce(m.state, 'unmapped') = 'unmapped'
      and (${shopId ?? null}::uuid is null or l.shop_id = ${shopId ?? null}::uuid)
    order by l.id limit ${MAX_CONFIRM}`.execute(db)
  return rows
}

async function worthOf(db: Db, ids: readonly string[]) {
  const { rows } = await sql<{
    currency: string
    lines: bigint
    orders: bigint
    amountMinor: bigint
  }>`
    select s.currency, count(*) as lines, count(distinct o.id) as orders, coalesce(sum(${WORTH}), 0)::bigint as "amountMinor"
    from sales.order_lines ol join sales.orders o on o.id = ol.order_id join shops.shops s on s.id = o.shop_id
    where ol.listing_id = any(${[...ids]}::uuid[]) and not o.withdrawn group by 1 order by 1`.execute(
    db,
  )
  return {
    lines: rows.reduce((sum, { lines }) => sum + Number(lines), 0),
    orders: rows.reduce((sum, { orders }) => sum + Number(orders), 0),
    amounts: rows.map(({ currency, amountMinor }) => ({ currency, amountMinor })),
  }
}
