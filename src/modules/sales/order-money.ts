// The money of one order, decided from what its file states. Nothing is bent: parts that do not make the
// stated sum leave a residual, which is kept and flagged.
import { allocate } from '#kernel/money.ts'
import type { Discounts, OrderMoney } from './draft.ts'

export interface StatedMoney {
  /** Σ quantity × list price of the goods. */
  readonly goods: bigint
  readonly service: bigint
  readonly freight: bigint
  readonly shop: bigint
  readonly platform: bigint
  readonly talent: bigint
  readonly channel: bigint
  /** Sum over all sponsors where the file has it. */
  readonly discountTotal: bigint | null
  /** A change of price by the shop; platforms disagree on its sign. */
  readonly adjust: bigint
  /** What the buyer must pay, where the file says so. */
  readonly payable: bigint | null
  /** The layout names every discount, so that a gap cannot be one more of them. */
  readonly areDiscountsNamed: boolean
  /** Discounts without a sponsor are the shop's own (a shop that has no platform above it). */
  readonly isOwnShop: boolean
}

export interface SettledMoney extends OrderMoney {
  readonly flags: readonly string[]
}

export function settleMoney(stated: StatedMoney): SettledMoney {
  const named = namedDiscounts(stated)
  const sum = (d: Discounts) => d.shop + d.platform + d.talent + d.channel + d.unnamed
  const before = stated.goods + stated.service + stated.freight - sum(named)
  const payable = stated.payable ?? before
  const gap = before - payable
  const result = (discounts: Discounts, residual: bigint, flags: readonly string[]) => ({
    goodsMinor: stated.goods,
    serviceMinor: stated.service,
    freightMinor: stated.freight,
    discounts,
    residualMinor: residual,
    payableMinor: payable,
    flags,
  })
  if (gap === 0n) return result(named, 0n, [])
  if (stated.adjust !== 0n && (gap === stated.adjust || gap === -stated.adjust)) {
    return result({ ...named, shop: named.shop + gap }, 0n, ['price_adjusted'])
  }
  if (gap > 0n && !stated.areDiscountsNamed) {
    return result(
      stated.isOwnShop
        ? { ...named, shop: named.shop + gap }
        : { ...named, unnamed: named.unnamed + gap },
      0n,
      [],
    )
  }
  return result(named, -gap, ['does_not_add_up'])
}

/** Platforms print discounts with and without a minus; a total beyond its parts has an unnamed rest. */
function namedDiscounts(stated: StatedMoney): Discounts {
  const shop = abs(stated.shop)
  const platform = abs(stated.platform)
  const talent = abs(stated.talent)
  const channel = abs(stated.channel)
  const rest = abs(stated.discountTotal ?? 0n) - shop - platform - talent - channel
  const unnamed = rest > 0n ? rest : 0n
  return stated.isOwnShop
    ? { shop: shop + unnamed, platform, talent, channel, unnamed: 0n }
    : { shop, platform, talent, channel, unnamed }
}

const abs = (value: bigint) => (value < 0n ? -value : value)

export const NO_DISCOUNTS: Discounts = {
  shop: 0n,
  platform: 0n,
  talent: 0n,
  channel: 0n,
  unnamed: 0n,
}

export const totalOf = (d: Discounts): bigint =>
  d.shop + d.platform + d.talent + d.channel + d.unnamed

export function addMoney(a: SettledMoney, b: SettledMoney): SettledMoney {
  return {
    goodsMinor: a.goodsMinor + b.goodsMinor,
    serviceMinor: a.serviceMinor + b.serviceMinor,
    freightMinor: a.freightMinor + b.freightMinor,
    discounts: {
      shop: a.discounts.shop + b.discounts.shop,
      platform: a.discounts.platform + b.discounts.platform,
      talent: a.discounts.talent + b.discounts.talent,
      channel: a.discounts.channel + b.discounts.channel,
      unnamed: a.discounts.unnamed + b.discounts.unnamed,
    },
    residualMinor: a.residualMinor + b.residualMinor,
    payableMinor: a.payableMinor + b.payableMinor,
    flags: [...new Set([...a.flags, ...b.flags])],
  }
}

/** An amount of the whole order over its lines, by what each is worth (mission §4.3, G-1). */
export function spread(total: bigint, worth: readonly bigint[]): bigint[] {
  if (worth.length === 0) return []
  return allocate(
    total,
    worth.map((amount) => (amount > 0n ? amount : 0n)),
  )
}
