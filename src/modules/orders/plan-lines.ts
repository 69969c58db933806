// Which links change when a platform says something new about an order. Pure. Keeps INV-ORDERS-1: over all system orders that
// count, Σ of a platform line's links is its quantity, less what was dropped and what was given up.
import type { DeskLine, DeskOrder } from './load.ts'
import { allocate } from '#kernel/money.ts'
import {
  addAmounts,
  type Amounts,
  type Left,
  shareOut,
  type SourceLine,
  type StoredLine,
} from './shape.ts'
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
  readonly orphans: readonly {
    readonly key: string
    readonly qty: bigint
    readonly amounts: Amounts
  }[]
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
  /** Its share of the money of the line it is in. */
  readonly amounts: Amounts
}

interface Share extends Held {
  /** What it ships of the line today. */
  readonly countsNow: bigint
}

const NOTHING: Amounts = { goodsMinor: 0n, discountMinor: 0n, freightMinor: 0n }

export function planLines({ platformOrderId, wanted, stored, orders }: Asked): LinePlan {
  // An order cancelled by the platform may come to life again; one that a person cancelled has given its pieces up.
  const open = orders.filter(({ status }) => isOpen(status))
  const sleeping = orders.filter(({ status }) => status === 'CANCELLED')
  const takers = open.length > 0 ? open : sleeping
  const lines: SourceLine[] = []
  const targets: LineTarget[] = []
  const changes: LineChange[] = []
  const orphans: LinePlan['orphans'][number][] = []
  for (const line of union(wanted, stored)) {
    const before = stored.find(({ key }) => key === line.key)
    const held = heldOf(orders, platformOrderId, line.key)
    const left = leftOf(held)
    const givenUp = before?.givenUp ?? 0n
    const kept = clamp(line, left.qty + givenUp)
    lines.push(kept)
    const target = kept.qty - kept.dropped - givenUp - left.qty
    if (takers.length === 0 && target > 0n)
      orphans.push({
        key: kept.key,
        qty: target,
        amounts: shareOut(kept, [target], left)[0]!,
      })
    const shares = spread(
      target,
      takers.map(
        (order) =>
          held.find((one) => one.order.id === order.id) ?? {
            order,
            lineId: null,
            qty: 0n,
            amounts: NOTHING,
          },
      ),
    )
    const isOtherGoods =
      before !== undefined && (before.skuId !== kept.skuId || before.skuQty !== kept.skuQty)
    const isOtherMoney =
      before !== undefined &&
      (before.goodsMinor !== kept.goodsMinor ||
        before.discountMinor !== kept.discountMinor ||
        before.freightMinor !== kept.freightMinor)
    const { amounts, isShared } = moneyOf(kept, left, shares, isOtherMoney)
    for (const [at, { order, lineId, qty, countsNow }] of shares.entries()) {
      targets.push({ orderId: order.id, lineId, key: kept.key, qty, amounts: amounts[at]! })
      if (qty !== countsNow || (qty > 0n && (isOtherGoods || isShared)))
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

/**
 * What each share costs. One whose pieces stay keeps its money, so that it need not be done again for a 分 of rounding; those
 * that change share the rest. When nothing is left to take that rest, all of them share anew.
 */
function moneyOf(
  line: SourceLine,
  left: Left,
  shares: readonly Share[],
  isOtherMoney: boolean,
): { readonly amounts: readonly Amounts[]; readonly isShared: boolean } {
  const stays = ({ qty, countsNow }: Share) => !isOtherMoney && qty > 0n && qty === countsNow
  const kept = shares.filter(stays)
  const fixed = { qty: left.qty + sum(kept), ...addAmounts([left, ...kept.map((s) => s.amounts)]) }
  const hasRest =
    line.goodsMinor !== fixed.goodsMinor ||
    line.discountMinor !== fixed.discountMinor ||
    line.freightMinor !== fixed.freightMinor
  if (kept.length > 0 && hasRest && fixed.qty >= line.qty) return moneyOf(line, left, shares, true)
  const fresh = shareOut(
    line,
    shares.filter((share) => !stays(share)).map(({ qty }) => qty),
    fixed,
  ).values()
  return {
    amounts: shares.map((share) => (stays(share) ? share.amounts : fresh.next().value!)),
    isShared: isOtherMoney,
  }
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
        .map((link) => ({
          order,
          lineId: line.id,
          qty: link.qty,
          amounts: shareOfLink(line, line.links.indexOf(link)),
        })),
    ),
  )
}

/** A line of ours that ships several platform lines has the money of all of them. */
function shareOfLink(line: DeskLine, at: number): Amounts {
  const weights = line.links.map(({ qty }) => qty)
  return {
    goodsMinor: allocate(line.goodsMinor, weights)[at]!,
    discountMinor: allocate(line.discountMinor, weights)[at]!,
    freightMinor: allocate(line.freightMinor, weights)[at]!,
  }
}

function leftOf(held: readonly Held[]): Left {
  const gone = held.filter(({ order }) => hasLeft(order.status))
  return { qty: sum(gone), ...addAmounts(gone.map(({ amounts }) => amounts)) }
}

/** What has left or was given up cannot be dropped any more, nor vanish from the quantity. */
function clamp(line: SourceLine, fixed: bigint): SourceLine {
  const qty = line.qty < fixed ? fixed : line.qty
  const most = qty - fixed
  return { ...line, qty, dropped: line.dropped > most ? most : line.dropped }
}

/** Less is taken from the last order first, more goes to the first. */
function spread(target: bigint, held: readonly Held[]): Share[] {
  const out = held.map((one) => ({
    ...one,
    countsNow: carriesLinks(one.order.status) ? one.qty : 0n,
  }))
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
