// What each shop offers: one item with its variants, under the ids the platform gave it.
import { BUNDLES, PACKS, PRODUCTS, type Product, skuOf } from './trade.ts'
import { priceIn, type Shop, SHOPS } from './shops.ts'

export interface OfferVariant {
  /** The shop's own code, as the platform prints it: a SKU of ours, a bundle, or a pack. */
  readonly code: string
  readonly spec: string
  readonly share: number
  /** What leaves the warehouse for one of it. */
  readonly parts: readonly { readonly sku: string; readonly qty: number }[]
  readonly platformSku: string
}

export interface Offer {
  readonly at: number
  readonly shop: Shop
  readonly item: string
  /** SPU, bundle or pack. */
  readonly of: string
  readonly title: string
  readonly priceMinor: number
  readonly pull: number
  readonly conversionPerMille: number
  readonly elasticity: number
  readonly season: Product['season']
  readonly variants: readonly OfferVariant[]
}

const NOT_SOLD: Readonly<Record<string, readonly string[]>> = {
  PDD: ['CL-E600', 'CL-T1000'],
  DY: ['CL-L420', 'CL-P1500'],
}

const BUNDLE_SHOPS = ['TM', 'JD', 'DY', 'WX']
const PACK_SHOPS = ['TM', 'PDD']

/** Digits of a platform's id: the shop's own series. */
const idOf = (shop: Shop, series: number, at: number): string =>
  String(SHOPS.indexOf(shop) + 6) +
  String(series * 100_000 + at * 137 + 1_000_000).padStart(11, '0')

type Draft = Omit<Offer, 'at' | 'item' | 'variants' | 'shop'> & {
  readonly variants: readonly Omit<OfferVariant, 'platformSku'>[]
}

function draftsOf(shop: Shop): Draft[] {
  const products = PRODUCTS.filter(({ spu }) => NOT_SOLD[shop.code]?.includes(spu) !== true).map(
    (product): Draft => ({
      of: product.spu,
      title: `${product.name} ${product.size}`,
      priceMinor: priceIn(shop, product.priceMinor),
      pull: product.pull,
      conversionPerMille: product.conversionPerMille,
      elasticity: product.elasticity,
      season: product.season,
      variants: product.variants.map(({ sku, colour, share }) => ({
        code: sku,
        spec: `颜色分类:${colour};容量:${product.size}`,
        share,
        parts: [{ sku, qty: 1 }],
      })),
    }),
  )
  const bundles = BUNDLE_SHOPS.includes(shop.code)
    ? BUNDLES.map((bundle): Draft => ({
        of: bundle.sku,
        title: bundle.name,
        priceMinor: priceIn(shop, bundle.priceMinor),
        pull: bundle.pull,
        conversionPerMille: bundle.conversionPerMille,
        elasticity: -1.5,
        season: bundle.sku === 'CL-X02' ? 'child' : 'gift',
        variants: [{ code: bundle.sku, spec: '套餐:默认', share: 100, parts: bundle.parts }],
      }))
    : []
  const packs = PACK_SHOPS.includes(shop.code)
    ? PACKS.map((pack): Draft => {
        const { product } = skuOf.get(pack.sku)!
        return {
          of: pack.code,
          title: pack.name,
          priceMinor: priceIn(shop, Math.round((product.priceMinor * pack.qty * 92) / 100)),
          pull: 22,
          conversionPerMille: 26,
          elasticity: -2.2,
          season: product.season,
          variants: [
            {
              code: pack.code,
              spec: '规格:2只装',
              share: 100,
              parts: [{ sku: pack.sku, qty: pack.qty }],
            },
          ],
        }
      })
    : []
  return [...products, ...bundles, ...packs]
}

function makeOffers(): readonly Offer[] {
  const offers: Offer[] = []
  for (const shop of SHOPS) {
    let variants = 0
    for (const [place, draft] of draftsOf(shop).entries()) {
      offers.push({
        ...draft,
        at: offers.length,
        shop,
        item: idOf(shop, 1, place),
        variants: draft.variants.map((variant) => ({
          ...variant,
          platformSku: idOf(shop, 2, variants++),
        })),
      })
    }
  }
  return offers
}

export const OFFERS: readonly Offer[] = makeOffers()

export const offersOf = (shop: Shop): readonly Offer[] =>
  OFFERS.filter((offer) => offer.shop === shop)
