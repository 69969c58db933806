// Which links change when a platform says something new about an order. Pure. Keeps INV-ORDERS-1: over all system orders that
// count, Σ of a platform line's links is its quantity, less what was dropped and what was given up.
import type { DeskOrder } from './load.ts'
import { type Amounts, shareOut, type SourceLine, type StoredLine } from './shape.ts'
import { carriesLinks, hasLeft, isOpen } from './states.ts'

export interface LineChange {
  readonly orderId: string
  readonly key: string
  readonly title: string
  readonly before: bigint
  readonly after: bigint
  readonly isOtherGoods: boolean
}

export interface LineTarget {
  readonly orderId: string
  /** Null for a line the order does not have yet. */
  readonly lineId: string | null
  readonly key: string
  readonly qty: bigint
  readonly amounts: Amounts
}

export interface LinePlan {
  /** Source lines as they are to be stored; what has left is never taken back from them. */
  readonly lines: readonly SourceLine[]
  readonly targets: readonly LineTarget[]
  readonly changes: readonly LineChange[]
  /** System orders with nothing left to ship. */
  readonly emptied: readonly string[]
  /** Pieces to ship that no system order is there for: all others have left. */
  readonly orphans: readonly { readonly key: string; readonly qty: bigint }[]
}

interface Asked {
  readonly platformOrderId: string
  readonly wanted: readonly SourceLine[]
  readonly stored: readonly StoredLine[]
  /** All that ship, or shipped, or were to ship something of it; merged and split ones are left out. */
  readonly orders: readonly DeskOrder[]
}

interface Held {
  readonly order: DeskOrder
  readonly lineId: string | null
  readonly qty: bigint
}

export function planLines({ platformOrderId, wanted, stored, orders }: Asked): LinePlan {
  // An order cancelled by the platform may come to life again; one that a person cancelled has given its pieces up.
  const open = orders.filter(({ status }) => isOpen(status))
  const sleeping = orders.filter(({ status }) => status === 'CANCELLED')
  const takers = open.length > 0 ? open : sleeping
  const lines: SourceLine[] = []
  const targets: LineTarget[] = []
  const changes: LineChange[] = []
  const orphans: { key: string; qty: bigint }[] = []
  for (const line of union(wanted, stored)) {
    const before = stored.find(({ key }) => key === line.key)
    const held = heldOf(orders, platformOrderId, line.key)
    const left = sum(held.filter(({ order }) => hasLeft(order.status)))
    const givenUp = before?.givenUp ?? 0n
    const kept = clamp(line, left + givenUp)
    lines.push(kept)
    const target = kept.qty - kept.dropped - givenUp - left
    if (takers.length === 0 && target > 0n) orphans.push({ key: kept.key, qty: target })
    const shares = spread(
      target,
      takers.map(
        (order) =>
          held.find((one) => one.order.id === order.id) ?? { order, lineId: null, qty: 0n },
      ),
    )
    const amounts = shareOut(kept, [left, ...shares.map(({ qty }) => qty)])
    const isOtherGoods =
      before !== undefined && (before.skuId !== kept.skuId || before.skuQty !== kept.skuQty)
    const isOtherMoney =
      before !== undefined &&
      (before.goodsMinor !== kept.goodsMinor ||
        before.discountMinor !== kept.discountMinor ||
        before.freightMinor !== kept.freightMinor)
    for (const [at, { order, lineId, qty, was }] of shares.entries()) {
      const countsNow = carriesLinks(order.status) ? was : 0n
      targets.push({ orderId: order.id, lineId, key: kept.key, qty, amounts: amounts[at + 1]! })
      if (qty !== countsNow || (qty > 0n && (isOtherGoods || isOtherMoney)))
        changes.push({
          orderId: order.id,
          key: kept.key,
          title: kept.title,
          before: countsNow,
          after: qty,
          isOtherGoods,
        })
    }
  }
  const emptied = takers
    .filter(({ id, lines: own }) => {
      const here = targets.filter(({ orderId }) => orderId === id)
      const others = own.some(({ links }) =>
        links.some((link) => link.platformOrderId !== platformOrderId),
      )
      return !others && here.every(({ qty }) => qty === 0n)
    })
    .map(({ id }) => id)
  return { lines, targets, changes, emptied, orphans }
}

/** Lines the platform no longer tells of are dropped, not forgotten. */
function union(wanted: readonly SourceLine[], stored: readonly StoredLine[]): SourceLine[] {
  const gone = stored
    .filter(({ key }) => !wanted.some((line) => line.key === key))
    .map(({ givenUp, ...line }) => ({ ...line, dropped: line.qty - givenUp }))
  return [...wanted, ...gone]
}

function heldOf(orders: readonly DeskOrder[], platformOrderId: string, key: string): Held[] {
  return orders.flatMap((order) =>
    order.lines.flatMap((line) =>
      line.links
        .filter((link) => link.platformOrderId === platformOrderId && link.lineKey === key)
        .map(({ qty }) => ({ order, lineId: line.id, qty })),
    ),
  )
}

/** What has left or was given up cannot be dropped any more, nor vanish from the quantity. */
function clamp(line: SourceLine, fixed: bigint): SourceLine {
  const qty = line.qty < fixed ? fixed : line.qty
  const most = qty - fixed
  return { ...line, qty, dropped: line.dropped > most ? most : line.dropped }
}

/** Less is taken from the last order first, more goes to the first. */
function spread(target: bigint, held: readonly Held[]): (Held & { readonly was: bigint })[] {
  const out = held.map((one) => ({ ...one, was: one.qty }))
  let delta = target - sum(held)
  for (const one of out.toReversed()) {
    if (delta >= 0n) break
    const cut = one.qty < -delta ? one.qty : -delta
    out[out.indexOf(one)] = { ...one, qty: one.qty - cut }
    delta += cut
  }
  const first = out[0]
  if (first && delta > 0n) out[0] = { ...first, qty: first.qty + delta }
  return out
}

const sum = (held: readonly { readonly qty: bigint }[]) =>
  held.reduce((total, { qty }) => total + qty, 0n)
