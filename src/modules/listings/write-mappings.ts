// The only writer of listings.mappings beside the one statement that makes new listings. INV-LISTING-1: the row of the
// listing is locked, the version in force is ended, the next one begins, in one transaction.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'

export type MappingState = 'mapped' | 'ignored' | 'unmapped'

export interface LockedListing {
  readonly id: string
  readonly shopId: string
  readonly title: string
  readonly withdrawn: boolean
  /** 0 while nothing was ever decided. */
  readonly version: number
  readonly state: MappingState
  readonly skuId: string | null
  readonly skuCode: string | null
  readonly skuQty: bigint
  readonly reason: string
  readonly rule: string
  readonly batchId: string | null
  readonly source: string
  readonly actorName: string | null
}

/** Lock in id order, so that two people confirming many cannot lock each other out. */
export async function lockListings(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, LockedListing>> {
  await sql`
    select 1 from listings.listings where id = any(${[...ids]}::uuid[]) order by id for update`.execute(
    tx,
  )
  // A second statement: it sees what whoever held the lock has written.
  const { rows } = await sql<LockedListing>`
    select l.id, l.shop_id as "shopId", l.title, l.withdrawn, coalesce(m.version, 0) as version,
      coalesce(m.state, 'unmapped') as state, m.sku_id as "skuId", k.code as "skuCode", coalesce(m.sku_qty, 1) as "skuQty",
      coalesce(m.reason, '') as reason, coalesce(m.rule, '') as rule, m.batch_id as "batchId",
      coalesce(m.source, '') as source, m.actor_name as "actorName"
    from listings.listings l left join listings.mappings m on m.listing_id = l.id and m.valid_to is null
    left join catalog.skus k on k.id = m.sku_id
    where l.id = any(${[...ids]}::uuid[]) order by l.id`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface Decision {
  readonly listing: LockedListing
  readonly state: MappingState
  readonly skuId: string | null
  readonly skuQty: bigint
  readonly reason: string
  /** '' for a person. */
  readonly rule: '' | 'code' | 'barcode' | 'own_data' | 'undo'
  /** No event: nothing can stand on the listing yet. */
  readonly isQuiet?: boolean
}

/** For listings locked before. Says `listing.mapped` for each, so that orders are replayed. */
export async function writeDecisions(
  tx: Tx,
  actor: Actor,
  decisions: readonly Decision[],
  mark: { readonly source?: string; readonly batchId?: string | null } = {},
): Promise<void> {
  if (decisions.length === 0) return
  const ids = decisions.map(({ listing }) => listing.id)
  await sql`
    update listings.mappings set valid_to = greatest(clock_timestamp(), valid_from)
    where listing_id = any(${ids}::uuid[]) and valid_to is null`.execute(tx)
  await sql`
    insert into listings.mappings (listing_id, version, state, sku_id, sku_qty, reason, rule, batch_id, source, actor_id, actor_name)
    select d.*, ${mark.batchId ?? null}::uuid, ${mark.source ?? ''}, ${actor.id}, ${actor.name}
    from unnest(${ids}::uuid[], ${decisions.map(({ listing }) => listing.version + 1)}::int[],
      ${decisions.map(({ state }) => state)}::text[], ${decisions.map(({ skuId }) => skuId)}::uuid[],
      ${decisions.map(({ skuQty }) => skuQty)}::bigint[], ${decisions.map(({ reason }) => reason)}::text[],
      ${decisions.map(({ rule }) => rule)}::text[]) as d`.execute(tx)
  await emitAll(
    tx,
    decisions
      .filter(({ isQuiet }) => isQuiet !== true)
      .map(({ listing }) => ({
        type: 'listing.mapped',
        key: listing.id,
        payload: { listingId: listing.id, version: listing.version + 1 },
      })),
  )
}
