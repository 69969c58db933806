// What people do on the floor: receive, put away, change quality, scrap, transfer, adjust. Each is one
// posting of the ledger and one row of the audit log, in one transaction.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { houseToday } from '#kernel/house.ts'
import { newId } from '#kernel/ids.ts'
import { readSetting } from '#kernel/settings.ts'
import { now } from '#kernel/time.ts'
import { OWN_GOODS } from '#modules/parties'
import { standardLocation } from '#modules/places'
import { futureEffect, type Loser, promisedToOrders } from './errors.ts'
import { lockPools, type PoolKey, post } from './ledger.ts'
import { locationFacts } from './locations.ts'
import type { Move, Quality } from './posting.ts'
import { approvalOver } from './settings.ts'

export interface StockLine {
  readonly skuId: string
  readonly qty: bigint
  readonly lot?: string | undefined
  readonly quality?: Quality | undefined
  readonly unitCostMinor?: bigint | undefined
}

/** Goods from a supplier onto a dock or a shelf. Returns the receipt's id. */
export async function receive(
  tx: Tx,
  actor: Actor,
  asked: {
    siteId: string
    locationId?: string | undefined
    /** Whose goods they are; ours when left out. */
    ownerId?: string | undefined
    note: string
    lines: readonly StockLine[]
    effectiveAt?: Date | undefined
  },
): Promise<string> {
  if (asked.effectiveAt && asked.effectiveAt > now()) throw futureEffect()
  const id = newId()
  const supplier = await standardLocation(tx, asked.siteId, 'supplier')
  const to = asked.locationId ?? (await standardLocation(tx, asked.siteId, 'stage'))
  await assertInside(tx, to, asked.siteId)
  await post(tx, actor, {
    cause: `receipt:${id}`,
    document: `receipt:${id}`,
    ...(asked.effectiveAt ? { effectiveAt: asked.effectiveAt } : {}),
    moves: asked.lines.map(({ skuId, qty, lot = '', quality = 'good', unitCostMinor }) => ({
      skuId,
      qty,
      from: supplier,
      to,
      fromQuality: quality,
      toQuality: quality,
      lot,
      ownerId: asked.ownerId ?? OWN_GOODS,
      reason: 'receive' as const,
      unitCostMinor,
    })),
  })
  await recordAudit(tx, actor, {
    action: 'inventory.receive',
    subjectType: 'receipt',
    subjectId: id,
    after: { siteId: asked.siteId, ownerId: asked.ownerId, note: asked.note, lines: asked.lines },
  })
  return id
}

async function assertInside(tx: Tx, locationId: string, siteId: string): Promise<void> {
  const fact = (await locationFacts(tx, [locationId])).get(locationId)
  if (fact?.siteId === siteId && fact.isReal) return
  throw refuse('inventory.not_in_site', 400, {
    zh: '库位不属于这个仓库,或是虚拟库位;请选仓库内的实际库位',
    en: 'The location is not inside this site. Choose a real location of the site.',
  })
}

/** From shelf to shelf inside one site, changing quality if asked; out of the walls by scrap. */
export async function moveWithin(
  tx: Tx,
  actor: Actor,
  asked: {
    skuId: string
    qty: bigint
    from: string
    to: string
    lot?: string | undefined
    fromQuality: Quality
    toQuality: Quality
    ownerId?: string | undefined
    reason: string
  },
): Promise<string> {
  const facts = await locationFacts(tx, [asked.from, asked.to])
  const [from, to] = [facts.get(asked.from)!, facts.get(asked.to)!]
  if (from.siteId !== to.siteId || !from.isReal || !to.isReal) {
    throw refuse('inventory.not_within_site', 400, {
      zh: '移库只能在同一仓库的实际库位之间;跨仓请用调拨',
      en: 'Goods move between real locations of one site. Between sites use a transfer.',
    })
  }
  const id = newId()
  await post(tx, actor, {
    cause: `move:${id}`,
    document: `move:${id}`,
    moves: [
      {
        skuId: asked.skuId,
        qty: asked.qty,
        from: asked.from,
        to: asked.to,
        fromQuality: asked.fromQuality,
        toQuality: asked.toQuality,
        lot: asked.lot ?? '',
        ownerId: asked.ownerId ?? OWN_GOODS,
        reason: asked.from === asked.to ? 'quality' : 'put_away',
      },
    ],
  })
  await recordAudit(tx, actor, {
    action: 'inventory.move',
    subjectType: 'move',
    subjectId: id,
    after: asked,
    reason: asked.reason,
  })
  return id
}

export interface AdjustmentRequest {
  readonly skuId: string
  readonly locationId: string
  readonly delta: bigint
  readonly lot?: string | undefined
  readonly quality: Quality
  readonly ownerId?: string | undefined
  readonly reason: string
}

/** Propose a correction. Small ones are posted at once; the rest wait for another person. */
export async function adjust(
  tx: Tx,
  actor: Actor,
  asked: AdjustmentRequest,
): Promise<{ id: string; status: 'posted' | 'proposed' }> {
  const id = newId()
  const value = await valueAtStandardCost(tx, asked.skuId, asked.delta)
  const status = value > (await readSetting(tx, approvalOver)) ? 'proposed' : 'posted'
  await tx
    .insertInto('inventory.adjustments')
    .values({
      id,
      sku_id: asked.skuId,
      location_id: asked.locationId,
      lot: asked.lot ?? '',
      quality: asked.quality,
      owner_id: asked.ownerId ?? OWN_GOODS,
      delta: asked.delta,
      reason: asked.reason,
      value_minor: value,
      status,
      proposed_by: actor.id,
      proposed_by_name: actor.name,
    })
    .execute()
  if (status === 'posted') await postAdjustment(tx, actor, { id, ...asked, lot: asked.lot ?? '' })
  await recordAudit(tx, actor, {
    action: status === 'posted' ? 'inventory.adjust' : 'inventory.adjust.propose',
    subjectType: 'adjustment',
    subjectId: id,
    after: { ...asked, valueMinor: value },
    reason: asked.reason,
  })
  return { id, status }
}

async function valueAtStandardCost(tx: Tx, skuId: string, delta: bigint): Promise<bigint> {
  const { rows } = await sql<{ cost: bigint }>`
    select cost_minor as cost from catalog.standard_costs
    where sku_id = ${skuId} and valid_from <= ${await houseToday(tx)}::date
    order by valid_from desc limit 1`.execute(tx)
  const abs = delta < 0n ? -delta : delta
  return abs * (rows[0]?.cost ?? 0n)
}

export async function decideAdjustment(
  tx: Tx,
  actor: Actor,
  decision: { id: string; approve: boolean; reason: string },
): Promise<void> {
  const { rows } = await sql<
    AdjustmentRequest & { id: string; lot: string; status: string; proposedBy: string }
  >`
    select id, sku_id as "skuId", location_id as "locationId", delta, lot, quality, owner_id as "ownerId", reason, status, proposed_by as "proposedBy"
    from inventory.adjustments where id = ${decision.id} for update`.execute(tx)
  const found = rows[0]
  if (!found) throw notFound({ zh: '调整单', en: 'adjustment' }, decision.id)
  if (found.status !== 'proposed') {
    throw refuse('inventory.adjustment_decided', 409, {
      zh: '这张调整单已处理',
      en: 'This adjustment has been decided.',
    })
  }
  if (found.proposedBy === actor.id) {
    throw refuse('inventory.own_adjustment', 403, {
      zh: '不能批准自己提出的调整,请另一位有权限的人处理',
      en: 'You cannot decide your own adjustment. Ask another person with the permission.',
    })
  }
  await sql`
    update inventory.adjustments set status = ${decision.approve ? 'posted' : 'refused'}, decided_by = ${actor.id},
      decided_at = now() where id = ${decision.id}`.execute(tx)
  if (decision.approve) await postAdjustment(tx, actor, found)
  await recordAudit(tx, actor, {
    action: decision.approve ? 'inventory.adjust.approve' : 'inventory.adjust.refuse',
    subjectType: 'adjustment',
    subjectId: decision.id,
    reason: decision.reason,
  })
}

/** Down to what is promised, and no further: below that the orders that would go without are named. */
async function assertNobodyLoses(tx: Tx, key: PoolKey, less: bigint): Promise<void> {
  const [pool] = await lockPools(tx, [key])
  const promised = pool!.soft + pool!.ordered + pool!.hard + pool!.frozen
  const left = pool!.good - less
  if (left >= promised) return
  const { rows } = await sql<Loser & { outstanding: bigint }>`
    select order_ref as "orderRef", line_ref as "lineRef", kind, outstanding from inventory.reservations
    where sku_id = ${key.skuId} and site_id = ${key.siteId} and outstanding > 0 and kind in ('SOFT', 'ORDER', 'HARD', 'FREEZE')
    order by kind = 'SOFT' desc, updated_at desc, order_ref limit 200`.execute(tx)
  let missing = promised - left
  const orders: Loser[] = []
  for (const { outstanding, ...row } of rows) {
    if (missing <= 0n) break
    const qty = outstanding < missing ? outstanding : missing
    missing -= qty
    orders.push({ ...row, qty })
  }
  throw promisedToOrders({ skuId: key.skuId, promised, left, orders })
}

/** A difference found by a count, or stated by a person: against the adjustment location of the site. */
export async function postAdjustment(
  tx: Tx,
  actor: Actor,
  one: AdjustmentRequest & {
    readonly id: string
    readonly lot: string
    readonly effectiveAt?: Date
  },
  reason: Extract<Move['reason'], 'adjust' | 'count'> = 'adjust',
): Promise<void> {
  const fact = (await locationFacts(tx, [one.locationId])).get(one.locationId)!
  await assertInside(tx, one.locationId, fact.siteId)
  const outside = await standardLocation(tx, fact.siteId, 'adjustment')
  const more = one.delta > 0n
  const ownerId = one.ownerId ?? OWN_GOODS
  if (!more && ownerId === OWN_GOODS && fact.isPromisable && one.quality === 'good') {
    await assertNobodyLoses(tx, { skuId: one.skuId, siteId: fact.siteId }, -one.delta)
  }
  await post(tx, actor, {
    cause: `${reason}:${one.id}`,
    document: `${reason}:${one.id}`,
    ...(one.effectiveAt ? { effectiveAt: one.effectiveAt } : {}),
    moves: [
      {
        skuId: one.skuId,
        qty: more ? one.delta : -one.delta,
        from: more ? outside : one.locationId,
        to: more ? one.locationId : outside,
        fromQuality: one.quality,
        toQuality: one.quality,
        lot: one.lot,
        ownerId,
        reason,
      },
    ],
  })
}
