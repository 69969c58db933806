// What one channel may be offered of many SKUs: the last line of each waterfall (or of a bundle's parts), for whoever publishes.
import type { Db } from '#kernel/db.ts'
import { type Waterfall, waterfallOf } from './offers.ts'

export interface Offered {
  /** Never below zero: a shop cannot show that it owes goods. */
  readonly ats: bigint
  /** What it was computed from, to be kept beside what is published. */
  readonly basis: readonly Readonly<Record<string, string>>[]
}

export async function offeredOf(
  db: Db,
  asked: {
    readonly skuIds: readonly string[]
    readonly siteId: string
    readonly channel: string
  },
): Promise<ReadonlyMap<string, Offered>> {
  const offered = new Map<string, Offered>()
  for (const skuId of new Set(asked.skuIds)) {
    const found = await waterfallOf(db, { skuId, siteId: asked.siteId, channel: asked.channel })
    const ats = found.bundle?.publish ?? found.steps.find(({ key }) => key === 'ats')?.value ?? 0n
    offered.set(skuId, { ats: ats > 0n ? ats : 0n, basis: basisOf(found) })
  }
  return offered
}

function basisOf({ steps, bundle }: Waterfall): Offered['basis'] {
  if (!bundle) return steps.map(({ key, value }) => ({ key, value: value.toString() }))
  return bundle.parts.map((part) => ({
    skuId: part.skuId,
    perBundle: part.perBundle.toString(),
    free: part.free.toString(),
    offered: part.offered.toString(),
  }))
}
