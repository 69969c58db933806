// What a person decides about listings: what each is, that it is no goods, or that it is open again. Nothing is decided
// on top of a decision the person has not seen.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { createSku } from '#modules/catalog'
import { LISTING, nothingToChange, skuMissing } from './errors.ts'
import {
  type LockedListing,
  lockListings,
  type MappingState,
  writeDecisions,
} from './write-mappings.ts'

export interface Mapping {
  readonly state: MappingState
  readonly skuId?: string | null | undefined
  readonly skuQty?: bigint | undefined
  readonly reason?: string | undefined
}

/** Decide about one listing. `version` is the one the person saw; 0 when nothing had been decided. */
export async function decide(
  tx: Tx,
  actor: Actor,
  asked: Mapping & { readonly id: string; readonly version: number },
): Promise<number> {
  const listing = (await lockListings(tx, [asked.id])).get(asked.id)
  if (!listing || listing.withdrawn) throw notFound(LISTING, asked.id)
  const skuId = asked.state === 'mapped' ? (asked.skuId ?? null) : null
  const skuQty = asked.state === 'mapped' ? (asked.skuQty ?? 1n) : 1n
  if (listing.version !== asked.version) {
    const yours = {
      state: asked.state,
      sku: skuId === null ? null : await codeOf(tx, skuId),
      skuQty,
      reason: asked.reason ?? '',
      // Not a difference to settle, but who to ask.
      decidedBy: listing.actorName,
    }
    throw staleEdit(LISTING, {
      givenVersion: asked.version,
      currentVersion: listing.version,
      yours,
      current: { ...saidOf(listing), decidedBy: listing.actorName },
    })
  }
  if (asked.state === 'mapped' && (skuId === null || (await codeOf(tx, skuId)) === null)) {
    throw skuMissing()
  }
  if (listing.state === asked.state && listing.skuId === skuId && listing.skuQty === skuQty) {
    throw nothingToChange()
  }
  await writeDecisions(tx, actor, [
    { listing, state: asked.state, skuId, skuQty, reason: asked.reason ?? '', rule: '' },
  ])
  await recordAudit(tx, actor, {
    action: AUDITED[asked.state],
    subjectType: 'listing',
    subjectId: listing.id,
    before: saidOf(listing),
    after: { skuId, skuQty },
    reason: asked.reason,
  })
  return listing.version + 1
}

const AUDITED = {
  mapped: 'listings.map',
  ignored: 'listings.ignore',
  unmapped: 'listings.unmap',
} as const

const saidOf = ({ state, skuCode, skuQty, reason }: LockedListing) => ({
  state,
  sku: skuCode,
  skuQty,
  reason,
})

async function codeOf(tx: Tx, skuId: string): Promise<string | null> {
  const { rows } = await sql<{ code: string }>`
    select code from catalog.skus where id = ${skuId}`.execute(tx)
  return rows[0]?.code ?? null
}

/** Nobody sells this yet under our roof: make the SKU out of the listing and map it. */
export async function createSkuFrom(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly id: string
    readonly version: number
    readonly code: string
    readonly name: string
    readonly baseUnit?: string | undefined
    readonly barcode?: string | undefined
    readonly skuQty: bigint
  },
): Promise<{ skuId: string; version: number }> {
  const { id, version, skuQty, baseUnit, ...sku } = asked
  const skuId = await createSku(tx, actor, { ...sku, ...(baseUnit ? { baseUnit } : {}) })
  const next = await decide(tx, actor, { id, version, state: 'mapped', skuId, skuQty, reason: '' })
  return { skuId, version: next }
}

export interface ManyDone {
  readonly batchId: string
  readonly changed: number
  /** Decided by somebody else meanwhile; left as they are. */
  readonly skipped: number
  /** Nobody has them, or they are withdrawn: ids as they were asked for. */
  readonly unknown: readonly string[]
}

/** The same decision about many, each as the person saw it; what changed meanwhile is left alone and counted. */
export async function decideMany(
  tx: Tx,
  actor: Actor,
  asked: readonly (Mapping & { readonly id: string; readonly version: number })[],
  about: { readonly action: string; readonly reason: string; readonly batchId?: string },
): Promise<ManyDone> {
  const locked = await lockListings(
    tx,
    asked.map(({ id }) => id),
  )
  const batchId = about.batchId ?? newId()
  const decisions = asked.flatMap(({ id, version, state, skuId, skuQty, reason }) => {
    const listing = locked.get(id)
    if (!listing || listing.withdrawn || listing.version !== version) return []
    return [
      {
        listing,
        state,
        skuId: skuId ?? null,
        skuQty: skuQty ?? 1n,
        reason: reason ?? '',
        rule: '' as const,
      },
    ]
  })
  await writeDecisions(tx, actor, decisions, { batchId })
  if (decisions.length > 0) {
    await recordAudit(tx, actor, {
      action: about.action,
      subjectType: 'listing_batch',
      subjectId: batchId,
      after: { listings: decisions.length },
      reason: about.reason,
    })
  }
  const unknown = asked.map(({ id }) => id).filter((id) => locked.get(id)?.withdrawn ?? true)
  const skipped = asked.length - decisions.length - unknown.length
  return { batchId, changed: decisions.length, skipped, unknown }
}

/** Take back what was decided together: each returns to what it was before, unless somebody decided again since. */
export async function undoBatch(tx: Tx, actor: Actor, batchId: string): Promise<ManyDone> {
  const { rows: ids } = await sql<{ id: string }>`
    select listing_id as id from listings.mappings where batch_id = ${batchId}`.execute(tx)
  if (ids.length === 0) throw notFound({ zh: '批量确认', en: 'batch' }, batchId)
  const locked = await lockListings(
    tx,
    ids.map(({ id }) => id),
  )
  const ours = [...locked.values()].filter((listing) => listing.batchId === batchId)
  const { rows: before } = await sql<{
    id: string
    state: MappingState
    skuId: string | null
    skuQty: bigint
    reason: string
  }>`
    select listing_id as id, state, sku_id as "skuId", sku_qty as "skuQty", reason from listings.mappings
    where (listing_id, version) in (
      select * from unnest(${ours.map(({ id }) => id)}::uuid[], ${ours.map(({ version }) => version - 1)}::int[]))`.execute(
    tx,
  )
  const was = new Map(before.map((row) => [row.id, row]))
  await writeDecisions(
    tx,
    actor,
    ours.map((listing) => ({
      listing,
      ...(was.get(listing.id) ?? {
        state: 'unmapped' as const,
        skuId: null,
        skuQty: 1n,
        reason: '',
      }),
      rule: 'undo' as const,
    })),
  )
  if (ours.length > 0) {
    await recordAudit(tx, actor, {
      action: 'listings.undo_batch',
      subjectType: 'listing_batch',
      subjectId: batchId,
      after: { listings: ours.length },
    })
  }
  return { batchId, changed: ours.length, skipped: ids.length - ours.length, unknown: [] }
}
