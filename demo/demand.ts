// How many people come to each offer on each day and how many of them order: the truth that analysis is scored against.
// Everything is expected values here; chance comes in year.ts.
import { AD_PLANS, clicksOf, spendMinor } from './campaigns.ts'
import { addDays } from './days.ts'
import { eventOf, eventsOf, isWithin, numberIn, type PlantedEvent } from './events.ts'
import { type Offer, OFFERS } from './offers.ts'
import { promotionOn, visitorsFactor } from './seasons.ts'
import { RIVALS } from './people.ts'

/** Visitors of all shops on an ordinary day of a house of 60,000 orders. */
const VISITORS_PER_DAY = 3_600

/** The house grows through the year: from this share of its mean to the other, in per cent. */
const GROWTH = [88, 112] as const

export interface DemoOptions {
  readonly seed: string
  /** Last day of the history; it begins 364 days before. */
  readonly until: string
  readonly orders: number
}

export interface Prices {
  /** What the offer costs, discounts aside. */
  readonly listMinor: number
  readonly shopPerMille: number
  readonly platformPerMille: number
}

export interface AdDay {
  readonly plan: (typeof AD_PLANS)[number]
  readonly spentMinor: number
  readonly clicks: number
}

export interface Demand {
  readonly options: DemoOptions
  readonly from: string
  readonly days: readonly string[]
  readonly events: readonly PlantedEvent[]
  /** Against a house of 60,000 orders. */
  readonly scale: number
  ads(day: number): readonly AdDay[]
  prices(offer: Offer, day: number): Prices
  /** Expected visitors and orders of an offer on a day. */
  expected(offer: Offer, day: number): { readonly visitors: number; readonly orders: number }
}

export function planDemand(options: DemoOptions): Demand {
  const from = addDays(options.until, -364)
  const days = Array.from({ length: 365 }, (_, at) => addDays(from, at))
  const events = eventsOf(from, options.until)
  const at = (scale: number): Demand => {
    const memo = new Map<number, readonly AdDay[]>()
    const ads = (day: number): readonly AdDay[] => {
      let found = memo.get(day)
      if (found === undefined) {
        found = adsOn(days[day]!, day, options.seed, scale)
        memo.set(day, found)
      }
      return found
    }
    return {
      options,
      from,
      days,
      events,
      scale,
      ads,
      prices: (offer, day) => pricesOf(offer, days[day]!, events),
      expected: (offer, day) =>
        expectedOf(offer, day, days[day]!, { events, scale, ads: ads(day) }),
    }
  }
  // Visitors, clicks and spend all follow the scale, so one pass at scale one tells which scale brings the orders asked for.
  const nominal = at(1)
  const total = days.reduce(
    (sum, _day, day) =>
      sum + OFFERS.reduce((all, offer) => all + nominal.expected(offer, day).orders, 0),
    0,
  )
  return at(options.orders / total)
}

function adsOn(day: string, at: number, seed: string, scale: number): readonly AdDay[] {
  return AD_PLANS.map((plan) => {
    const spentMinor = spendMinor(plan, day, at, seed, scale)
    return { plan, spentMinor, clicks: clicksOf(plan, spentMinor, scale) }
  })
}

export function pricesOf(offer: Offer, day: string, events: readonly PlantedEvent[]): Prices {
  const change = events.find(
    (event) =>
      event.kind === 'price_change' && event.skus.includes(offer.of) && isWithin(event, day),
  )
  const listMinor =
    change === undefined
      ? offer.priceMinor
      : Math.round((offer.priceMinor * numberIn(change, 'pricePerMille')) / 100_000) * 100 - 10
  const promotion = promotionOn(day)
  return {
    listMinor,
    shopPerMille: promotion?.shopPerMille ?? 0,
    platformPerMille: Math.round(
      (offer.shop.platformPerMille * (promotion?.platformPercent ?? 0)) / 100,
    ),
  }
}

interface Surroundings {
  readonly events: readonly PlantedEvent[]
  readonly scale: number
  readonly ads: readonly AdDay[]
}

function expectedOf(offer: Offer, at: number, day: string, { events, scale, ads }: Surroundings) {
  const growth = (GROWTH[0] + ((GROWTH[1] - GROWTH[0]) * at) / 364) / 100
  const own =
    (VISITORS_PER_DAY *
      scale *
      growth *
      offer.shop.share *
      offer.pull *
      visitorsFactor(day, offer.season)) /
    1_000_000
  const led = ads
    .filter(({ plan }) => plan.shop === offer.shop.code && plan.spus.includes(offer.of))
    .map(({ plan, clicks }) => ({
      clicks: clicks / plan.spus.length,
      percent: plan.conversionPercent,
    }))
  const conversion = conversionOf(offer, day, events)
  return {
    visitors: own + led.reduce((sum, { clicks }) => sum + clicks, 0),
    orders:
      conversion *
      (own + led.reduce((sum, { clicks, percent }) => sum + (clicks * percent) / 100, 0)),
  }
}

/** Orders per visitor. */
export function conversionOf(offer: Offer, day: string, events: readonly PlantedEvent[]): number {
  const { listMinor, shopPerMille, platformPerMille } = pricesOf(offer, day, events)
  const price =
    (listMinor / offer.priceMinor) * (1 - shopPerMille / 1000) * (1 - platformPerMille / 1000)
  return (
    (offer.conversionPerMille / 1000) *
    (offer.shop.conversionPercent / 100) *
    price ** offer.elasticity *
    ((promotionOn(day)?.intentPercent ?? 100) / 100) *
    rivalFactor(offer, day, events) *
    ratingFactor(offer, day, events)
  )
}

function rivalFactor(offer: Offer, day: string, events: readonly PlantedEvent[]): number {
  const war = eventOf(events, 'price-war')
  const rival = RIVALS.find(({ item }) => item === war.effect['rivalItem'])!
  if (offer.of !== rival.spu || !isWithin(war, day)) return 1
  const fallen = numberIn(war, 'rivalPriceMinor') / rival.priceMinor
  return fallen ** (numberIn(war, 'crossElasticityPerMille') / 1000)
}

/** Bad reviews keep people away for a while after the bad batch was found. */
function ratingFactor(offer: Offer, day: string, events: readonly PlantedEvent[]): number {
  const batch = eventOf(events, 'bad-batch-k350')
  if (offer.of !== 'CL-K350') return 1
  const from = addDays(batch.from, 10)
  const to = addDays(batch.to, numberIn(batch, 'ratingDays'))
  return isWithin({ from, to }, day) ? numberIn(batch, 'ratingPercent') / 100 : 1
}
