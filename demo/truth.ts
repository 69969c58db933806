// The truth file: what analysis is scored against. Its shape is described in README.md.
import { accountOf } from './account.ts'
import { AD_PLANS, coefficientOf } from './campaigns.ts'
import { CARRIER_TERMS, DEALERS, HOUSE, PLANT, RIVALS } from './people.ts'
import { PROMOTIONS } from './seasons.ts'
import { SHOPS } from './shops.ts'
import { BUNDLES, PRODUCTS } from './trade.ts'
import type { Year } from './year.ts'

/** Raised when a field changes its meaning. */
const SHAPE = 1

export function truthOf(year: Year) {
  const { demand } = year
  const { scale } = demand
  return {
    shape: SHAPE,
    house: HOUSE,
    seed: demand.options.seed,
    from: demand.from,
    until: demand.options.until,
    scale,
    account: accountOf(year),
    demand: {
      products: [...PRODUCTS.map((one) => ({ ...one, code: one.spu })), ...bundles()].map(
        ({ code, pull, conversionPerMille, elasticity }) => ({
          code,
          pullPerMille: pull,
          conversionPerMille,
          priceElasticity: elasticity,
        }),
      ),
      shops: SHOPS.map(({ code, share, conversionPercent, pricePercent, returningPerMille }) => ({
        code,
        visitorsPerMille: share,
        conversionPercent,
        pricePercent,
        returningPerMille,
      })),
    },
    ads: AD_PLANS.map((plan) => ({
      shop: plan.shop,
      planId: plan.id,
      products: plan.spus,
      // clicks = coefficient × yuan^exponent
      coefficient: coefficientOf(plan) * scale ** (1 - plan.exponent),
      exponent: plan.exponent,
      conversionPercent: plan.conversionPercent,
    })),
    promotions: PROMOTIONS,
    events: demand.events,
    outages: year.outages,
    lostOrders: Object.fromEntries(year.lostOrders),
    rivals: RIVALS,
    carriers: CARRIER_TERMS,
    // Millrace has no module for these yet: they are here, and nowhere else.
    plant: PLANT,
    dealers: DEALERS,
    priceCorridors: PRODUCTS.map(({ spu, priceMinor, costMinor }) => ({
      code: spu,
      lowestMinor: Math.max(Math.round(priceMinor * 0.78), Math.round(costMinor * 1.6)),
      highestMinor: Math.round(priceMinor * 1.08),
    })),
  }
}

const bundles = () => BUNDLES.map((one) => ({ ...one, code: one.sku, elasticity: -1.5 }))

export type Truth = ReturnType<typeof truthOf>
