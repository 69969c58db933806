// Which listing each order line bought, and what that listing is. Called with every batch of an order file, so the
// common case – all known, nothing new about them – is one look-up by key that writes nothing.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { ensureSkus } from '#modules/catalog'
import { itemKey, type ListingIdentity, listingKey } from './identity.ts'
import { lockListings, writeDecisions } from './write-mappings.ts'

export interface ListingDraft extends ListingIdentity {
  readonly barcode?: string | undefined
}

export interface ListingRef {
  readonly listingId: string
  /** SKU or bundle; null while unmapped, and when ignored. */
  readonly skuId: string | null
  /** How many of it one of the listing is. */
  readonly skuQty: bigint
  /** A person said this is no goods (补差价, 邮费): its money counts, no stock. */
  readonly isIgnored: boolean
}

export interface EnsureWork {
  readonly shopId: string
  /** `import:<run id>`. */
  readonly source: string
  /** The shop's files are our own data: what they name and nobody knows becomes a SKU of that code. */
  readonly createSkus?: boolean | undefined
}

/** Mappings made without a person are signed so. */
export const RULES_ACTOR = systemActor('listing rules')

interface Found {
  readonly asked: string
  readonly id: string
  readonly isNew: boolean
  /** False once anybody, or a rule, decided. */
  readonly isOpen: boolean
  readonly state: 'mapped' | 'ignored' | 'unmapped'
  readonly skuId: string | null
  readonly skuQty: bigint
}

/**
 * Listings of the drafts by `listingKey`, missing ones made. A new listing is mapped at once only when certain: its
 * merchant code is a SKU code, or its barcode is ours, and the two do not disagree. Drafts that name nothing are left out.
 */
export async function ensureListings(
  tx: Tx,
  work: EnsureWork,
  drafts: readonly ListingDraft[],
): Promise<Map<string, ListingRef>> {
  const byKey = new Map<string, ListingDraft>()
  for (const draft of drafts) {
    const key = listingKey(draft)
    if (key !== '' && !byKey.has(key)) byKey.set(key, draft)
  }
  if (byKey.size === 0) return new Map()
  const found = await findKnown(tx, work, byKey)
  await makeMissing(tx, work, byKey, found)
  if (found.size < byKey.size) {
    // Another import made them between our reading and our writing; now they can be seen.
    await makeMissing(tx, work, byKey, found)
  }
  const refs = new Map([...found].map(([key, one]) => [key, toRef(one)]))
  if (work.createSkus) await mapOwnData(tx, work, byKey, found, refs)
  return refs
}

const toRef = ({ id, state, skuId, skuQty }: Found): ListingRef => ({
  listingId: id,
  skuId,
  skuQty,
  isIgnored: state === 'ignored',
})

interface Known extends Found {
  readonly isStale: boolean
  readonly blanks: readonly (keyof ListingDraft)[]
}

/** Listings that are known under this very key and about which the draft says nothing new. */
async function findKnown(
  tx: Tx,
  work: EnsureWork,
  byKey: ReadonlyMap<string, ListingDraft>,
): Promise<Map<string, Found>> {
  const { rows } = await sql<Known>`
    select l.key as asked, l.id, false as "isNew", m.listing_id is null as "isOpen", coalesce(m.state, 'unmapped') as state,
      m.sku_id as "skuId", coalesce(m.sku_qty, 1) as "skuQty",
      not l.in_orders or l.withdrawn or l.last_seen_at < now() - interval '1 day' as "isStale",
      array_remove(array[case when l.title = '' then 'title' end, case when l.spec = '' then 'spec' end,
        case when l.merchant_code = '' then 'merchantCode' end, case when l.barcode = '' then 'barcode' end,
        case when l.platform_item = '' then 'platformItem' end], null) as blanks
    from listings.listings l left join listings.mappings m on m.listing_id = l.id and m.valid_to is null
    where l.shop_id = ${work.shopId} and l.key = any(${[...byKey.keys()]}::text[])`.execute(tx)
  return new Map(
    rows
      .filter(({ asked, isStale, blanks }) => {
        const draft = byKey.get(asked)!
        return !isStale && blanks.every((field) => (draft[field]?.trim() ?? '') === '')
      })
      .map((row) => [row.asked, row]),
  )
}

async function makeMissing(
  tx: Tx,
  work: EnsureWork,
  byKey: ReadonlyMap<string, ListingDraft>,
  found: Map<string, Found>,
): Promise<void> {
  const missing = new Map([...byKey].filter(([key]) => !found.has(key)))
  if (missing.size === 0) return
  for (const [key, one] of await findOrMake(tx, work, missing)) found.set(key, one)
}

async function findOrMake(
  tx: Tx,
  work: EnsureWork,
  byKey: ReadonlyMap<string, ListingDraft>,
): Promise<Map<string, Found>> {
  const keys = [...byKey.keys()].toSorted()
  const drafts = keys.map((key) => byKey.get(key)!)
  const texts = (field: keyof ListingDraft) => drafts.map((draft) => draft[field]?.trim() ?? '')
  const { rows } = await sql<Found>`
    with draft as materialized (
      select * from unnest(${keys}::text[], ${drafts.map(itemKey)}::text[], ${keys.map(() => newId())}::uuid[],
        ${texts('platformItem')}::text[], ${texts('platformSku')}::text[], ${texts('merchantCode')}::text[],
        ${texts('barcode')}::text[], ${texts('title')}::text[], ${texts('spec')}::text[])
        as d (key, item_key, new_id, platform_item, platform_sku, merchant_code, barcode, title, spec)),
    found as materialized (
      select d.*, coalesce(k.id, a.id) as id from draft d
      left join listings.listings k on k.shop_id = ${work.shopId} and k.key = d.key
      left join lateral (
        select (array_agg(l.id))[1] as id from listings.listings l
        where k.id is null and d.item_key <> '' and l.shop_id = ${work.shopId} and l.item_key = d.item_key
          and (d.platform_sku = '' or l.platform_sku = '')
        having count(*) = 1) as a on true),
    made as (
      insert into listings.listings (id, shop_id, key, item_key, platform_item, platform_sku, merchant_code, barcode, title,
        spec, told_by, in_orders, source)
      select new_id, ${work.shopId}, key, item_key, platform_item, platform_sku, merchant_code, barcode, title, spec,
        'order', true, ${work.source}
      from found where id is null order by key
      on conflict (shop_id, key) do nothing returning id, key, merchant_code, barcode),
    -- Blanks are filled, nothing else: an order line is never better than what is there. Written once a day at most.
    touched as (
      update listings.listings l set in_orders = true, withdrawn = false, last_seen_at = now(),
        title = coalesce(nullif(l.title, ''), f.title), spec = coalesce(nullif(l.spec, ''), f.spec),
        merchant_code = coalesce(nullif(l.merchant_code, ''), f.merchant_code),
        barcode = coalesce(nullif(l.barcode, ''), f.barcode),
        platform_item = coalesce(nullif(l.platform_item, ''), f.platform_item),
        item_key = coalesce(nullif(l.item_key, ''), f.item_key)
      from found f
      where l.id = f.id and (not l.in_orders or l.withdrawn or l.last_seen_at < now() - interval '1 day'
        or (l.title = '' and f.title <> '') or (l.spec = '' and f.spec <> '') or (l.merchant_code = '' and f.merchant_code <> '')
        or (l.barcode = '' and f.barcode <> '') or (l.platform_item = '' and f.platform_item <> ''))),
    certain as (
      insert into listings.mappings (listing_id, version, state, sku_id, sku_qty, rule, reason, source, actor_id, actor_name)
      select m.id, 1, 'mapped', coalesce(c.id, b.sku_id), coalesce(b.pack_qty, 1),
        case when c.id is not null then 'code' else 'barcode' end, coalesce(c.code, b.barcode), ${work.source},
        ${RULES_ACTOR.id}, ${RULES_ACTOR.name}
      from made m
      left join catalog.skus c on m.merchant_code <> '' and upper(c.code) = upper(m.merchant_code)
      left join catalog.barcodes b on m.barcode <> '' and b.barcode = m.barcode
      where coalesce(c.id, b.sku_id) is not null and (c.id is null or b.sku_id is null or c.id = b.sku_id)
      returning listing_id, sku_id, sku_qty)
    select f.key as asked, f.id, false as "isNew", m.listing_id is null as "isOpen", coalesce(m.state, 'unmapped') as state,
      m.sku_id as "skuId", coalesce(m.sku_qty, 1) as "skuQty"
    from found f left join listings.mappings m on m.listing_id = f.id and m.valid_to is null
    where f.id is not null
    union all
    select m.key, m.id, true, c.sku_id is null, case when c.sku_id is null then 'unmapped' else 'mapped' end, c.sku_id,
      coalesce(c.sku_qty, 1)
    from made m left join certain c on c.listing_id = m.id`.execute(tx)
  return new Map(rows.map((row) => [row.asked, row]))
}

/** Own data: the code of the line is the code of the SKU, made where nobody has it. */
async function mapOwnData(
  tx: Tx,
  work: EnsureWork,
  byKey: ReadonlyMap<string, ListingDraft>,
  found: ReadonlyMap<string, Found>,
  refs: Map<string, ListingRef>,
): Promise<void> {
  const open = [...found].flatMap(([key, one]) => {
    const draft = byKey.get(key)!
    const code = draft.merchantCode?.trim() || draft.platformSku?.trim() || ''
    return one.isOpen && code !== '' ? [{ key, one, code, title: draft.title?.trim() ?? '' }] : []
  })
  if (open.length === 0) return
  const titles = new Map<string, string>()
  for (const { code, title } of open) {
    if ((titles.get(code) ?? '') === '') titles.set(code, title)
  }
  const { ids } = await ensureSkus(tx, titles)
  const current = await lockListings(
    tx,
    open.map(({ one }) => one.id),
  )
  const decided = open.flatMap(({ key, one, code }) => {
    const skuId = ids.get(code.toUpperCase())
    if (skuId === undefined || current.get(one.id)?.version !== 0) return []
    refs.set(key, { listingId: one.id, skuId, skuQty: 1n, isIgnored: false })
    return [{ one, skuId, code }]
  })
  await writeDecisions(
    tx,
    RULES_ACTOR,
    decided.map(({ one, skuId, code }) => ({
      listing: current.get(one.id)!,
      state: 'mapped',
      skuId,
      skuQty: 1n,
      reason: code,
      rule: 'own_data',
      // Nobody has seen a listing made in this transaction: nothing to replay.
      isQuiet: one.isNew,
    })),
    { source: work.source },
  )
}
