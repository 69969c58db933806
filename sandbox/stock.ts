// What offers show in stock: taken when an order is placed, given back when it lapses or is refunded before anything was sent. What
// a seller tells in between replaces the figure, orders in flight or not, as on real platforms.
import { type Line, type Offer, type Order, shopOf, type World } from './world.ts'

export interface Wanted {
  readonly offer: Offer
  readonly qty: number
}

/** All or nothing. */
export function take(wanted: readonly Wanted[]): boolean {
  for (const [at, { offer, qty }] of wanted.entries()) {
    if (offer.stock >= qty) {
      offer.stock -= qty
      continue
    }
    for (const before of wanted.slice(0, at)) before.offer.stock += before.qty
    return false
  }
  return true
}

export function giveBack(world: World, order: Order, line: Pick<Line, 'skuId' | 'qty'>): void {
  const offer = shopOf(world, order.shopId)!.offers.find(({ skuId }) => skuId === line.skuId)
  if (offer) offer.stock += line.qty
}

/** Net pieces sold of each merchant code over all shops: what must be missing from the seller's stock. */
export function soldByCode(world: World): Record<string, number> {
  const sold: Record<string, number> = {}
  for (const order of Object.values(world.orders))
    for (const line of order.lines)
      if (order.state !== 'cancelled' && !line.notSent)
        sold[line.code] = (sold[line.code] ?? 0) + line.qty
  return sold
}
