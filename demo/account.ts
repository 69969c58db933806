// The generator's own account of the year, added up from what it made and not from its files: what Millrace must show.
import { addDays, monthOf } from './days.ts'
import { offlineSales, openingStock } from './files/company.ts'
import { DAY, type Order } from './orders.ts'
import { changesOf, type Held, planPresent, type Present } from './present.ts'
import { SHOPS } from './shops.ts'
import { PACKS } from './trade.ts'
import type { Year } from './year.ts'

export interface Sums {
  orders: number
  paidOrders: number
  units: number
  listMinor: number
  discountMinor: number
  /** Goods after discounts. */
  grossMinor: number
  /** What buyers paid, freight included. */
  paidMinor: number
  freightMinor: number
  refundMinor: number
  refundedOrders: number
  visitors: number
  adSpendMinor: number
}

const nothing = (): Sums => ({
  orders: 0,
  paidOrders: 0,
  units: 0,
  listMinor: 0,
  discountMinor: 0,
  grossMinor: 0,
  paidMinor: 0,
  freightMinor: 0,
  refundMinor: 0,
  refundedOrders: 0,
  visitors: 0,
  adSpendMinor: 0,
})

export interface StockLine {
  readonly site: string
  readonly sku: string
  received: number
  shipped: number
  returned: number
  /** Between sites, since the history ended. */
  moved: number
  /** Found missing by counts and small adjustments. */
  counted: number
  onHand: number
}

export interface Account {
  readonly total: Sums
  readonly byShop: Readonly<Record<string, Sums>>
  /** Orders by the month they were placed, money paid by the month it was paid, refunds by the month they were done. */
  readonly byMonth: Readonly<Record<string, Sums>>
  /** Pieces ordered by SKU, bundle or pack. */
  readonly unitsByCode: Readonly<Record<string, number>>
  readonly offlineMinor: number
  readonly stock: readonly StockLine[]
  readonly buyers: Readonly<
    Record<string, { readonly customers: number; readonly returning: number }>
  >
}

export function accountOf(year: Year): Account {
  const byShop = Object.fromEntries(SHOPS.map(({ code }) => [code, nothing()]))
  const byMonth = Object.fromEntries(year.demand.days.map((day) => [monthOf(day), nothing()]))
  const units: Record<string, number> = {}
  const monthAt = (second: number) => monthOf(addDays(year.demand.from, Math.floor(second / DAY)))
  for (const order of year.orders) {
    addOrder(order, byShop[order.shop.code]!, byMonth, monthAt)
    for (const { variant, qty } of order.lines)
      units[variant.code] = (units[variant.code] ?? 0) + qty
  }
  addReports(year, byShop, byMonth)
  const total = nothing()
  for (const sums of Object.values(byShop))
    for (const name of Object.keys(total) as (keyof Sums)[]) total[name] += sums[name]
  return {
    total,
    byShop,
    byMonth,
    unitsByCode: units,
    offlineMinor: offlineSales(year).reduce((sum, { minor }) => sum + minor, 0),
    stock: stockOf(year),
    buyers: buyersOf(year),
  }
}

function addOrder(
  order: Order,
  shop: Sums,
  months: Readonly<Record<string, Sums>>,
  monthAt: (second: number) => string,
): void {
  const placed = months[monthAt(order.orderedAt)]!
  const discount = order.shopMinor + order.platformMinor
  for (const sums of [shop, placed]) {
    sums.orders += 1
    sums.units += order.lines.reduce((sum, { qty }) => sum + qty, 0)
    sums.listMinor += order.goodsMinor
    sums.discountMinor += discount
    sums.grossMinor += order.goodsMinor - discount
  }
  if (order.paidAt !== null) {
    for (const sums of [shop, months[monthAt(order.paidAt)]!]) {
      sums.paidOrders += 1
      sums.paidMinor += order.payableMinor
      sums.freightMinor += order.freightMinor
    }
  }
  const done = order.refund?.doneAt ?? null
  if (order.refund === null || done === null) return
  // Pinduoduo's list of after-sale records has one time, that of the request.
  const booked = order.shop.platform === 'pdd' ? order.refund.askedAt : done
  for (const sums of [shop, months[monthAt(booked)]!]) {
    sums.refundMinor += order.refund.minor
    sums.refundedOrders += 1
  }
}

function addReports(
  { demand, traffic }: Year,
  shops: Readonly<Record<string, Sums>>,
  months: Readonly<Record<string, Sums>>,
): void {
  for (const [day, date] of demand.days.entries()) {
    for (const [code, days] of traffic) {
      shops[code]!.visitors += days[day]!.visitors
      months[monthOf(date)]!.visitors += days[day]!.visitors
    }
    for (const { plan, spentMinor } of demand.ads(day)) {
      shops[plan.shop]!.adSpendMinor += spentMinor
      months[monthOf(date)]!.adSpendMinor += spentMinor
    }
  }
}

/** Left by what the platform's file tells: Tmall's says of a closed deal no more that it was shipped. */
export const hasLeft = ({ state, shop }: Order): boolean =>
  state === 'shipped' ||
  state === 'completed' ||
  (state === 'closed_after' && shop.platform !== 'tmall')

/** Offers nobody has said yet what they are: left in the queue for whoever looks around. */
export const isLeftUnmapped = (shop: string, code: string): boolean =>
  shop === 'PDD' && PACKS.some((pack) => pack.code === code)

export interface Piece {
  readonly site: string
  readonly sku: string
  readonly qty: number
}

/** Pieces of an order as the ledger sees them: bundles by their parts, nothing for what is not mapped. */
export const piecesOf = ({ lines, shop }: Order): Piece[] =>
  lines.flatMap(({ variant, qty }) =>
    isLeftUnmapped(shop.code, variant.code)
      ? []
      : variant.parts.map((part) => ({ site: shop.site, sku: part.sku, qty: part.qty * qty })),
  )

/** What came back of what had left, by the day the money was given back. */
export function returnsOf(year: Year): readonly (Piece & { readonly day: number })[] {
  return year.orders
    .filter((order) => order.state === 'closed_after' && hasLeft(order))
    .flatMap((order) =>
      piecesOf(order).map((piece) => ({ ...piece, day: Math.floor(order.refund!.doneAt! / DAY) })),
    )
}

/** At the end of the history, before the day the program begins. */
function historyStock(year: Year): Map<string, StockLine> {
  const lines = new Map<string, StockLine>()
  const line = (site: string, sku: string): StockLine => {
    const found = lines.get(`${site}|${sku}`) ?? emptyLine(site, sku)
    lines.set(`${site}|${sku}`, found)
    return found
  }
  for (const { site, sku, qty } of [...year.receipts, ...openingStock(year)])
    line(site, sku).received += qty
  for (const order of year.orders.filter(hasLeft))
    for (const { site, sku, qty } of piecesOf(order)) line(site, sku).shipped += qty
  for (const { site, sku, qty } of returnsOf(year)) line(site, sku).returned += qty
  return lines
}

const emptyLine = (site: string, sku: string): StockLine => ({
  site,
  sku,
  received: 0,
  shipped: 0,
  returned: 0,
  moved: 0,
  counted: 0,
  onHand: 0,
})

export function presentOf(year: Year): Present {
  const held = [...historyStock(year).values()].map(
    ({ site, sku, received, shipped, returned }): Held => ({
      site,
      sku,
      onHand: received - shipped + returned,
      returned,
    }),
  )
  return planPresent(held)
}

function stockOf(year: Year): StockLine[] {
  const lines = historyStock(year)
  for (const { site, sku, qty, kind } of changesOf(presentOf(year))) {
    const line = lines.get(`${site}|${sku}`) ?? emptyLine(site, sku)
    line[kind] += qty
    lines.set(`${site}|${sku}`, line)
  }
  return [...lines.values()]
    .map((one) => ({
      ...one,
      onHand: one.received - one.shipped + one.returned + one.moved + one.counted,
    }))
    .toSorted((x, y) => (x.site + x.sku < y.site + y.sku ? -1 : 1))
}

function buyersOf(year: Year) {
  return Object.fromEntries(
    SHOPS.map(({ code }) => {
      const paid = new Map<string, number>()
      for (const order of year.orders)
        if (order.shop.code === code && order.paidAt !== null)
          paid.set(order.buyer, (paid.get(order.buyer) ?? 0) + 1)
      return [
        code,
        { customers: paid.size, returning: [...paid.values()].filter((count) => count > 1).length },
      ]
    }),
  )
}
