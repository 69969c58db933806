// Counting while the warehouse works. A variance is what was counted less what the ledger says was there at
// the instant of the scan; whatever moves before or after changes nothing (golden example G-5). The counter
// does not see what is expected; a large variance is counted again by somebody else before it is posted.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { readSetting } from '#kernel/settings.ts'
import { now } from '#kernel/time.ts'
import { OWN_GOODS } from '#modules/parties'
import { futureEffect } from './errors.ts'
import { lockPools } from './ledger.ts'
import { thawCounted } from './freeze-missing.ts'
import { locationFacts } from './locations.ts'
import { postAdjustment } from './operations.ts'
import type { Quality } from './posting.ts'
import { recountOverPercent } from './settings.ts'

export async function openCount(
  tx: Tx,
  actor: Actor,
  asked: {
    skuId: string
    locationId: string
    lot?: string | undefined
    quality: Quality
    ownerId?: string | undefined
    cause: 'cycle' | 'zero_confirm' | 'short_pick' | 'manual'
  },
): Promise<string> {
  const id = newId()
  const { rows } = await sql<{ id: string }>`
    insert into inventory.counts (id, sku_id, location_id, lot, quality, owner_id, cause, status)
    values (${id}, ${asked.skuId}, ${asked.locationId}, ${asked.lot ?? ''}, ${asked.quality}, ${asked.ownerId ?? OWN_GOODS}, ${asked.cause}, 'open')
    on conflict (sku_id, location_id, lot, quality, owner_id) where status in ('open', 'recount') do nothing
    returning id`.execute(tx)
  if (!rows[0]) {
    throw refuse('inventory.count_open', 409, {
      zh: '这个库位的这个 SKU 已有未完成的盘点任务',
      en: 'There is an open count of this SKU in this location.',
    })
  }
  await recordAudit(tx, actor, {
    action: 'inventory.count.open',
    subjectType: 'count',
    subjectId: id,
    after: asked,
  })
  return id
}

interface CountRow {
  readonly skuId: string
  readonly locationId: string
  readonly lot: string
  readonly quality: Quality
  readonly ownerId: string
  readonly status: 'open' | 'recount' | 'posted' | 'cancelled'
  readonly countedBy: string | null
}

export interface Counted {
  readonly status: 'posted' | 'recount'
  readonly variance: bigint | null
}

/** Record what was seen and when; post the variance, or ask for a second look. */
export async function recordCount(
  tx: Tx,
  actor: Actor,
  asked: { id: string; countedQty: bigint; countedAt?: Date | undefined },
): Promise<Counted> {
  const countedAt = asked.countedAt ?? now()
  if (countedAt > now()) throw futureEffect()
  const { rows } = await sql<CountRow>`
    select sku_id as "skuId", location_id as "locationId", lot, quality, owner_id as "ownerId", status, counted_by as "countedBy"
    from inventory.counts where id = ${asked.id} for update`.execute(tx)
  const task = rows[0]
  if (!task) throw notFound({ zh: '盘点任务', en: 'count' }, asked.id)
  if (task.status === 'posted' || task.status === 'cancelled') {
    throw refuse('inventory.count_ended', 409, {
      zh: '这个盘点任务已结束',
      en: 'This count has ended.',
    })
  }
  if (task.status === 'recount' && task.countedBy === actor.id) {
    throw refuse('inventory.recount_by_another', 403, {
      zh: '复盘要由另一个人完成',
      en: 'A recount is done by another person.',
    })
  }
  // Under the pool's lock nothing commits that happened before the scan and is not yet to be seen.
  const siteId = (await locationFacts(tx, [task.locationId])).get(task.locationId)!.siteId
  await lockPools(tx, [{ skuId: task.skuId, siteId }])
  const expected = await balanceAsOf(tx, { ...task, at: countedAt })
  const variance = asked.countedQty - expected
  const percent = BigInt(await readSetting(tx, recountOverPercent))
  const large = (variance < 0n ? -variance : variance) * 100n > expected * percent
  const again = large && variance !== 0n && task.status === 'open'
  await sql`
    update inventory.counts set counted_qty = ${asked.countedQty}, counted_at = ${countedAt}, counted_by = ${actor.id},
      expected_qty = ${expected}, variance = ${variance}, status = ${again ? 'recount' : 'posted'}
    where id = ${asked.id}`.execute(tx)
  if (again) return { status: 'recount', variance: null }
  await thawCounted(tx, actor, asked.id)
  if (variance !== 0n) {
    const one = { ...task, id: asked.id, delta: variance, reason: 'count', effectiveAt: countedAt }
    await postAdjustment(tx, actor, one, 'count')
  }
  await recordAudit(tx, actor, {
    action: 'inventory.count.post',
    subjectType: 'count',
    subjectId: asked.id,
    after: { countedQty: asked.countedQty, expected, variance },
  })
  return { status: 'posted', variance }
}

/** What the ledger says was in a place at an instant, by when things happened. */
export async function balanceAsOf(
  db: Db,
  where: {
    skuId: string
    locationId: string
    lot: string
    quality: Quality
    ownerId: string
    at: Date
  },
): Promise<bigint> {
  const { rows } = await sql<{ qty: bigint }>`
    select coalesce(sum(case when to_location = ${where.locationId} and to_quality = ${where.quality} then qty else 0 end)
         - sum(case when from_location = ${where.locationId} and from_quality = ${where.quality} then qty else 0 end), 0)::bigint as qty
    from inventory.moves
    where sku_id = ${where.skuId} and lot = ${where.lot} and owner_id = ${where.ownerId} and effective_at <= ${where.at}
      and ${where.locationId} in (from_location, to_location)`.execute(db)
  return rows[0]?.qty ?? 0n
}
