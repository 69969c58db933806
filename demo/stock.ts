// What lies where and what the planner makes of it: a receipt each Monday for the weeks to come. What buyers ordered is out of
// reach for others at once, so the books can never be short of what was shipped.
import type { Demand } from './demand.ts'
import { daysBetween, weekdayOf } from './days.ts'
import { eventOf, isWithin, numberIn } from './events.ts'
import { OFFERS } from './offers.ts'
import { skuOf, SKUS } from './trade.ts'

export type Site = 'JH' | 'GZ'

export interface Receipt {
  readonly day: number
  readonly site: Site
  readonly sku: string
  readonly qty: number
  readonly unitCostMinor: number
  readonly isOpening: boolean
}

export interface Stock {
  readonly receipts: readonly Receipt[]
  /** Monday: what the next weeks need and is not there. The first day opens the books. */
  plan(day: number): void
  free(site: Site, sku: string): number
  take(site: Site, sku: string, qty: number): void
  giveBack(site: Site, sku: string, qty: number): void
}

const COVER_DAYS = 35
const SITES: readonly Site[] = ['JH', 'GZ']
/** An order holds a little more than one of a thing. */
const PIECES_PER_ORDER = 1.2

const key = (site: string, sku: string) => `${site}|${sku}`

export function openStock(demand: Demand): Stock {
  const wanted = wantedOf(demand)
  const free = new Map<string, number>()
  const receipts: Receipt[] = []
  // Small houses buy every other week, and no whole cartons of everything.
  const isSmall = demand.scale < 0.3
  const every = isSmall ? 14 : 7
  const receive = (day: number, site: Site, sku: string): void => {
    const cover = coverOf(demand, day, site, sku)
    if (cover === 0) return
    const needs = wanted(site, sku, day, cover)
    const { product } = skuOf.get(sku)!
    const safety = cover < COVER_DAYS ? 0 : Math.ceil(needs * 0.1) + 3
    const lacks = needs + safety - (free.get(key(site, sku)) ?? 0)
    if (lacks <= 0) return
    const lot = isSmall ? 1 : product.perCarton
    const qty = Math.ceil(lacks / lot) * lot
    free.set(key(site, sku), (free.get(key(site, sku)) ?? 0) + qty)
    receipts.push({
      day,
      site,
      sku,
      qty,
      unitCostMinor: costOn(demand, sku, demand.days[day]!),
      isOpening: day === 0,
    })
  }
  return {
    receipts,
    plan(day) {
      if (day !== 0 && (weekdayOf(demand.days[day]!) !== 1 || day % every > 6)) return
      for (const site of SITES) for (const { sku } of SKUS) receive(day, site, sku)
    },
    free: (site, sku) => free.get(key(site, sku)) ?? 0,
    take: (site, sku, qty) => void free.set(key(site, sku), (free.get(key(site, sku)) ?? 0) - qty),
    giveBack: (site, sku, qty) =>
      void free.set(key(site, sku), (free.get(key(site, sku)) ?? 0) + qty),
  }
}

/** Expected pieces per site and SKU, summed up so that any run of days is one subtraction. */
function wantedOf(demand: Demand) {
  const sums = new Map<string, Float64Array>()
  for (const offer of OFFERS) {
    const shares = offer.variants.reduce((sum, { share }) => sum + share, 0)
    for (const variant of offer.variants) {
      for (const part of variant.parts) {
        const at = key(offer.shop.site, part.sku)
        const row = sums.get(at) ?? new Float64Array(366)
        sums.set(at, row)
        for (let day = 0; day < 365; day++) {
          const orders = demand.expected(offer, day).orders
          row[day + 1]! += (orders * PIECES_PER_ORDER * part.qty * variant.share) / shares
        }
      }
    }
  }
  for (const row of sums.values())
    for (let day = 1; day <= 365; day++) row[day] = row[day]! + row[day - 1]!
  return (site: string, sku: string, day: number, cover: number): number => {
    const row = sums.get(key(site, sku))
    if (row === undefined) return 0
    const last = Math.min(365, day + cover)
    // The end of the history is not the end of the trade: the last days are wanted again.
    const beyond = ((day + cover - last) * (row[365]! - row[351]!)) / 14
    return Math.ceil(row[last]! - row[day]! + beyond)
  }
}

/** How far ahead the planner buys; nothing while the module is late. */
function coverOf(demand: Demand, day: number, site: Site, sku: string): number {
  const event = eventOf(demand.events, 'stock-out-e600')
  const today = demand.days[day]!
  if (event.effect['site'] !== site || !event.skus.includes(sku) || !isWithin(event, today))
    return COVER_DAYS
  const late = daysBetween(event.from, today) >= numberIn(event, 'noReceiptsFromDay')
  return late ? 0 : numberIn(event, 'coverDays')
}

export function costOn(demand: Demand, sku: string, day: string): number {
  const { product } = skuOf.get(sku)!
  const rise = eventOf(demand.events, 'cost-rise')
  // Prices of steel do not fall again within the history.
  const isDearer = day >= rise.from
  return isDearer
    ? Math.round((product.costMinor * numberIn(rise, 'costPerMille')) / 1000)
    : product.costMinor
}
