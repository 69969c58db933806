// The year lived through, day by day: who comes, who finds the shelf empty, who buys, what is bought in. The order of drawing
// is fixed and every offer and day draws from a stream of its own, so one seed is one year.
import { type Chance, chanceOf, howMany, weighted } from './chance.ts'
import { type Demand, type DemoOptions, planDemand } from './demand.ts'
import { type Offer, type OfferVariant, OFFERS } from './offers.ts'
import { lineOf, makeOrder, type Order, type OrderLine, secondOfDay } from './orders.ts'
import { type Shop, SHOPS } from './shops.ts'
import { openStock, type Receipt, type Site } from './stock.ts'
import { ALONG, skuOf } from './trade.ts'

/** What a platform counts on one day of a shop. */
export interface ShopDay {
  readonly visitors: number
  readonly pageViews: number
  readonly newVisitors: number
  readonly cartUsers: number
  readonly favUsers: number
}

export interface Year {
  readonly demand: Demand
  readonly orders: readonly Order[]
  readonly receipts: readonly Receipt[]
  /** Per shop and day. */
  readonly traffic: ReadonlyMap<string, readonly ShopDay[]>
  /** Visitors per offer and day. */
  readonly visitors: readonly Int32Array[]
  /** Days on which a SKU could not be had at its site, and buyers sent away. */
  readonly outages: readonly {
    readonly site: Site
    readonly sku: string
    readonly days: readonly string[]
  }[]
  readonly lostOrders: ReadonlyMap<string, number>
}

interface Living {
  readonly demand: Demand
  readonly stock: ReturnType<typeof openStock>
  readonly orders: Order[]
  readonly customers: ReadonlyMap<Shop, string[]>
  readonly counters: Map<string, number>
  readonly lost: Map<string, number>
  /** Seconds at which something left a site. */
  readonly left: Set<string>
}

export function liveYear(options: DemoOptions): Year {
  const demand = planDemand(options)
  const living: Living = {
    demand,
    stock: openStock(demand),
    orders: [],
    customers: new Map(SHOPS.map((shop) => [shop, []])),
    counters: new Map(),
    lost: new Map(),
    left: new Set(),
  }
  const visitors = OFFERS.map(() => new Int32Array(demand.days.length))
  const outages = new Map<string, string[]>()
  for (let day = 0; day < demand.days.length; day++) {
    living.stock.plan(day)
    for (const offer of OFFERS) visitors[offer.at]![day] = liveOffer(living, offer, day)
    noteOutages(living, day, outages)
  }
  return {
    demand,
    orders: living.orders.toSorted((a, b) => a.orderedAt - b.orderedAt || (a.no < b.no ? -1 : 1)),
    receipts: living.stock.receipts,
    visitors,
    traffic: new Map(SHOPS.map((shop) => [shop.code, trafficOf(demand, shop, visitors)])),
    outages: [...outages].map(([key, days]) => {
      const [site = '', sku = ''] = key.split('|')
      return { site: site as Site, sku, days }
    }),
    lostOrders: living.lost,
  }
}

/** One offer, one day. Returns its visitors. */
function liveOffer(living: Living, offer: Offer, day: number): number {
  const { demand } = living
  const chance = chanceOf(`${demand.options.seed}:${offer.shop.code}:${offer.of}:${day}`)
  const expected = demand.expected(offer, day)
  const wanting = howMany(chance, expected.orders)
  for (let n = 0; n < wanting; n++) {
    const variant = chooseVariant(living, offer, chance)
    if (variant === null) {
      living.lost.set(offer.of, (living.lost.get(offer.of) ?? 0) + 1)
      continue
    }
    buy(living, offer, variant, day, chance)
  }
  return Math.max(wanting, howMany(chance, expected.visitors))
}

function has(living: Living, offer: Offer, variant: OfferVariant, qty: number): boolean {
  return variant.parts.every(
    (part) => living.stock.free(offer.shop.site, part.sku) >= part.qty * qty,
  )
}

/** Who does not find the colour takes another one every second time, and leaves otherwise. */
function chooseVariant(living: Living, offer: Offer, chance: Chance): OfferVariant | null {
  const wish = weighted(chance, offer.variants, ({ share }) => share)
  if (has(living, offer, wish, 1)) return wish
  const others = offer.variants.filter((variant) => has(living, offer, variant, 1))
  return others.length > 0 && chance.perMille(500) ? chance.pick(others) : null
}

function buy(
  living: Living,
  offer: Offer,
  variant: OfferVariant,
  day: number,
  chance: Chance,
): void {
  const { demand, stock, orders } = living
  const { shop } = offer
  const wishes = chance.int(0, 999)
  const qty = [
    [4, 6],
    [3, 18],
    [2, 96],
  ].find(([count, share]) => wishes < share! && has(living, offer, variant, count!))?.[0]
  const lines: OrderLine[] = [lineOf(demand, offer, variant, qty ?? 1, day)]
  const along = shop.hasBaskets && chance.perMille(120) ? besides(living, offer, chance) : null
  if (along !== null) lines.push(lineOf(demand, along.offer, along.variant, 1, day))
  const draft = {
    shop,
    no: numberOf(living, shop, day),
    day,
    second: secondOfDay(chance),
    lines,
    buyer: buyerOf(living, shop, chance),
  }
  const order = atItsOwnSecond(living, makeOrder(demand, draft, chance))
  orders.push(order)
  // What was never paid or given back before it left is free for the next buyer.
  if (order.state === 'cancelled' || order.state === 'closed_before') return
  for (const { variant: taken, qty: count } of lines)
    for (const part of taken.parts) stock.take(shop.site, part.sku, part.qty * count)
}

/** Two parcels of one second would leave in either order, and costs are rounded in the order in which they leave. */
function atItsOwnSecond({ left }: Living, order: Order): Order {
  if (order.shippedAt === null) return order
  let { orderedAt, shippedAt } = order
  const isByOrder = order.shop.platform === 'tmall' || order.shop.platform === 'jd'
  const key = () => `${order.shop.site}|${isByOrder ? orderedAt : shippedAt}`
  while (left.has(key())) {
    if (isByOrder) orderedAt += 1
    else shippedAt += 1
  }
  left.add(key())
  return { ...order, orderedAt, shippedAt }
}

function besides(living: Living, offer: Offer, chance: Chance) {
  const sku = chance.pick(ALONG)
  const { product } = skuOf.get(sku)!
  const other = OFFERS.find((one) => one.shop === offer.shop && one.of === product.spu)
  const variant = other?.variants.find(({ code }) => code === sku)
  if (other === undefined || variant === undefined || other === offer) return null
  return has(living, other, variant, 4) ? { offer: other, variant } : null
}

/** A customer of before, rather a recent one, or somebody new. */
function buyerOf(living: Living, shop: Shop, chance: Chance): string {
  const known = living.customers.get(shop)!
  if (known.length > 20 && chance.perMille(shop.returningPerMille)) {
    const far = Math.floor((known.length * chance.int(0, 999) * chance.int(0, 999)) / 1_000_000)
    return known[known.length - 1 - far]!
  }
  const name = `cl${shop.code.toLowerCase()}_${(known.length * 7919 + 104_729).toString(36)}`
  known.push(name)
  return name
}

/** As each platform counts its orders; no number is ever of two shops. */
function numberOf({ counters, demand }: Living, shop: Shop, day: number): string {
  const next = (counters.get(shop.code) ?? 0) + 1
  counters.set(shop.code, next)
  const date = demand.days[day]!.slice(2).replaceAll('-', '')
  const run = String(next)
  switch (shop.platform) {
    case 'tmall':
      return `30${date}${run.padStart(7, '0')}2718`
    case 'jd':
      return `3${String(day + 100)}${run.padStart(7, '0')}1`
    case 'pdd':
      return `${date}-${run.padStart(9, '0')}314159`
    case 'douyin':
      return `69${date}${run.padStart(7, '0')}8243`
    case 'wechat_shop':
      return `37${date}${run.padStart(7, '0')}5517`
  }
}

function trafficOf(demand: Demand, shop: Shop, visitors: readonly Int32Array[]): ShopDay[] {
  return demand.days.map((_day, day) => {
    const chance = chanceOf(`${demand.options.seed}:traffic:${shop.code}:${day}`)
    const all = OFFERS.filter((offer) => offer.shop === shop).reduce(
      (sum, { at }) => sum + visitors[at]![day]!,
      0,
    )
    return {
      visitors: all,
      pageViews: Math.floor((all * chance.int(240, 330)) / 100),
      newVisitors: Math.floor((all * chance.int(680, 760)) / 1000),
      cartUsers: Math.floor((all * chance.int(62, 84)) / 1000),
      favUsers: Math.floor((all * chance.int(24, 38)) / 1000),
    }
  })
}

function noteOutages({ stock, demand }: Living, day: number, outages: Map<string, string[]>): void {
  for (const offer of OFFERS) {
    for (const { parts } of offer.variants) {
      for (const { sku } of parts) {
        if (stock.free(offer.shop.site, sku) > 0) continue
        const key = `${offer.shop.site}|${sku}`
        const days = outages.get(key) ?? []
        if (days.at(-1) !== demand.days[day]) days.push(demand.days[day]!)
        outages.set(key, days)
      }
    }
  }
}
