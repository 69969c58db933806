// What one channel may be offered of many SKUs: the last line of each waterfall (or of a bundle's parts), for whoever publishes.
import type { Db } from '#kernel/db.ts'
import { waterfallOf } from './offers.ts'

/** Never below zero: a shop cannot show that it owes goods. */
export async function offeredOf(
  db: Db,
  asked: {
    readonly skuIds: readonly string[]
    readonly siteId: string
    readonly channel: string
  },
): Promise<ReadonlyMap<string, bigint>> {
  const offered = new Map<string, bigint>()
  for (const skuId of new Set(asked.skuIds)) {
    const { steps, bundle } = await waterfallOf(db, {
      skuId,
      siteId: asked.siteId,
      channel: asked.channel,
    })
    const ats = bundle?.publish ?? steps.find(({ key }) => key === 'ats')?.value ?? 0n
    offered.set(skuId, ats > 0n ? ats : 0n)
  }
  return offered
}
