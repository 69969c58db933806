// What a picker did not find is promised to nobody until the place is counted: the books still say it is there, and the next order
// would be sent for it again (盘点冻结). The count ends it, whatever it finds.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { lockPools, post } from './ledger.ts'
import { locationFacts } from './locations.ts'
import { ANYWHERE } from './posting.ts'

export interface Missing {
  readonly skuId: string
  readonly locationId: string
  readonly lot: string
  readonly qty: bigint
}

const refOf = (countId: string) => `count:${countId}`

/** As far as it is free: what others were promised they keep. Returns how many were frozen. */
export async function freezeMissing(tx: Tx, actor: Actor, missing: Missing): Promise<bigint> {
  const { rows } = await sql<{ id: string }>`
    select id from inventory.counts where sku_id = ${missing.skuId} and location_id = ${missing.locationId}
      and lot = ${missing.lot} and quality = 'good' and status in ('open', 'recount')`.execute(tx)
  const countId = rows[0]?.id
  if (countId === undefined) return 0n
  const siteId = (await locationFacts(tx, [missing.locationId])).get(missing.locationId)!.siteId
  const [pool] = await lockPools(tx, [{ skuId: missing.skuId, siteId }])
  const free = pool!.good - pool!.soft - pool!.ordered - pool!.hard - pool!.frozen
  const delta = free < missing.qty ? free : missing.qty
  if (delta <= 0n) return 0n
  await post(tx, actor, {
    cause: `freeze:${countId}:${newId()}`,
    document: refOf(countId),
    entries: [
      {
        skuId: missing.skuId,
        siteId,
        orderRef: refOf(countId),
        lineRef: missing.locationId,
        kind: 'FREEZE',
        locationId: ANYWHERE,
        lot: '',
        ownerId: ANYWHERE,
        delta,
        reason: 'reserve',
      },
    ],
  })
  return delta
}

/** The place was counted: what was frozen for it is free again, before the difference is posted. */
export async function thawCounted(tx: Tx, actor: Actor, countId: string): Promise<void> {
  const { rows } = await sql<{
    skuId: string
    siteId: string
    lineRef: string
    outstanding: bigint
  }>`
    select sku_id as "skuId", site_id as "siteId", line_ref as "lineRef", outstanding from inventory.reservations
    where order_ref = ${refOf(countId)} and kind = 'FREEZE' and outstanding > 0`.execute(tx)
  if (rows.length === 0) return
  await post(tx, actor, {
    cause: `thaw:${countId}`,
    document: refOf(countId),
    entries: rows.map(({ outstanding, ...key }) => ({
      ...key,
      orderRef: refOf(countId),
      kind: 'FREEZE' as const,
      locationId: ANYWHERE,
      lot: '',
      ownerId: ANYWHERE,
      delta: -outstanding,
      reason: 'release' as const,
    })),
  })
}
