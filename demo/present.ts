// What goes on in the warehouses on the day the program begins: goods put away, returns looked at, a transfer on the road,
// counts, adjustments, promises. Planned here, so that the account knows the outcome; done in load/present.ts.
import type { Order } from './orders.ts'
import { SKUS } from './trade.ts'

/** What the books hold of a SKU at a site once the history is in. */
export interface Held {
  readonly site: string
  readonly sku: string
  readonly onHand: number
  /** Of it on the return dock. */
  readonly returned: number
}

export interface Quantity {
  readonly site: string
  readonly sku: string
  readonly qty: number
}

export interface Counted extends Quantity {
  /** Fewer seen than the book says; null while nobody has counted. */
  readonly missing: number | null
}

export interface Present {
  /** From the dock onto a shelf, one shelf a SKU. */
  readonly putAway: readonly Quantity[]
  /** Out of what came back: good again, or seconds. */
  readonly passed: readonly Quantity[]
  readonly seconds: readonly Quantity[]
  readonly transfers: readonly {
    readonly from: string
    readonly to: string
    /** Of its first line so many did not arrive; null while it is on the road. */
    readonly short: number | null
    readonly lines: readonly Quantity[]
  }[]
  /** On the shelf of the SKU. */
  readonly counts: readonly Counted[]
  readonly adjusted: readonly Quantity[]
  /** Large enough to need another person: nothing moves until one decides. */
  readonly proposed: readonly Quantity[]
  readonly safety: readonly Quantity[]
}

const LEAKING = 'CL-K350-GN'

/** A variance above five per cent is counted again by another person. */
const SMALL_VARIANCE = 20

export function planPresent(held: readonly Held[]): Present {
  const of = (site: string, sku: string) => held.find((one) => one.site === site && one.sku === sku)
  const main = held.filter(({ site }) => site === 'JH' || site === 'GZ')
  const putAway = main.flatMap(({ site, sku, onHand, returned }) => {
    const qty = Math.floor((onHand - returned) / 2)
    return qty > 0 ? [{ site, sku, qty }] : []
  })
  const looked = main.filter(({ returned }) => returned > 1)
  const fromPlant = (from: number, to: number) =>
    SKUS.slice(from, to).flatMap(({ sku }) => {
      const qty = Math.min(6, of('YK-PLANT', sku)?.onHand ?? 0)
      return qty > 1 ? [{ site: 'YK-PLANT', sku, qty }] : []
    })
  const counted = putAway.filter(({ site }) => site === 'JH').slice(0, 14)
  return {
    putAway,
    passed: looked
      .filter(({ sku }) => sku !== LEAKING)
      .map(({ site, sku, returned }) => ({ site, sku, qty: Math.floor((returned * 7) / 10) }))
      .filter(({ qty }) => qty > 0),
    seconds: looked
      .filter(({ sku }) => sku === LEAKING)
      .map(({ site, sku, returned }) => ({ site, sku, qty: returned })),
    transfers: [
      { from: 'YK-PLANT', to: 'JH', short: 1, lines: fromPlant(0, 4) },
      { from: 'YK-PLANT', to: 'GZ', short: null, lines: fromPlant(4, 7) },
    ].filter(({ lines }) => lines.length > 0),
    counts: counted.map((one, at) => ({ ...one, missing: missingOf(one.qty, at) })),
    adjusted: [{ site: 'YK-STORE', sku: SKUS[2]!.sku, qty: 1 }],
    proposed: [{ site: 'YK-PLANT', sku: 'CL-E600-BK', qty: 40 }],
    safety: SKUS.slice(0, 5).map(({ sku }) => ({ site: 'JH', sku, qty: 5 })),
  }
}

/** Most books are right; one variance is large enough to be looked at again, two shelves wait for somebody. */
function missingOf(qty: number, at: number): number | null {
  if (at >= 12) return null
  if (at === 5) return Math.ceil(qty / 3)
  return (at === 3 || at === 9) && qty >= SMALL_VARIANCE ? 1 : 0
}

/** Posted at once: what is within the tolerance. */
export const isPosted = ({ missing, qty }: Counted): boolean =>
  missing !== null && missing * 100 <= qty * 5

/** What each of these changes in a site's books. */
export function changesOf(
  present: Present,
): readonly (Quantity & { readonly kind: 'moved' | 'counted' })[] {
  const moved = present.transfers.flatMap(({ to, short, lines }) =>
    lines.flatMap((line, at) => [
      { ...line, qty: -line.qty, kind: 'moved' as const },
      // On the road already belongs to where it goes.
      { ...line, site: to, qty: line.qty - (at === 0 ? (short ?? 0) : 0), kind: 'moved' as const },
    ]),
  )
  const counted = present.counts
    .filter(isPosted)
    .map(({ site, sku, missing }) => ({ site, sku, qty: -missing!, kind: 'counted' as const }))
  const adjusted = present.adjusted.map((one) => ({
    ...one,
    qty: -one.qty,
    kind: 'counted' as const,
  }))
  return [...moved, ...counted, ...adjusted]
}

/** Promised at most: a screen full, not a day's work of calls. */
const MAX_PROMISED = 60

export const promisedOf = (orders: readonly Order[]): readonly Order[] =>
  orders.filter(({ state }) => state === 'awaiting').slice(-MAX_PROMISED)
