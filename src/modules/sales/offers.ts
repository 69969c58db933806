// Which offer of the shop each line bought, and which SKU stands behind it.
import type { ImportWork, Layout } from '#modules/layouts'
import { ensureListings, listingKey } from '#modules/listings'
import type { DraftLine } from './draft.ts'
import type { Judged } from './judge-batch.ts'
import type { Offer } from './write-orders.ts'

/** Per order, per line; null where a line names no offer at all (services, orders told without their lines). */
export async function offersOf(
  { tx, source }: Pick<ImportWork, 'tx' | 'source'>,
  shopId: string,
  layout: Layout,
  judged: readonly Judged[],
): Promise<readonly (readonly (Offer | null)[])[]> {
  const named = (line: DraftLine) => line.isGoods && line.lineRef !== '~head'
  const refs = await ensureListings(
    tx,
    { shopId, source, createSkus: layout.traits.includes('own_codes') },
    judged.flatMap(({ order }) => order.lines.filter(named)),
  )
  return judged.map(({ order }) =>
    order.lines.map((line) => {
      const ref = named(line) ? refs.get(listingKey(line)) : undefined
      return ref === undefined ? null : ref
    }),
  )
}
