// The five shops, each with files of its own platform.

export interface Shop {
  readonly code: string
  readonly name: string
  readonly platform: 'tmall' | 'jd' | 'pdd' | 'douyin' | 'wechat_shop'
  readonly channel: string
  readonly site: 'JH' | 'GZ'
  readonly owner: string
  /** Of a thousand visitors of all shops. */
  readonly share: number
  /** Against the conversion of the product. */
  readonly conversionPercent: number
  /** Against the list price of the product. */
  readonly pricePercent: number
  /** What the platform adds in its promotions, of the price, at most. */
  readonly platformPerMille: number
  /** Of a thousand orders this many come from a customer of before, once there are some. */
  readonly returningPerMille: number
  /** More than one product in an order. */
  readonly hasBaskets: boolean
}

export const SHOPS: readonly Shop[] = [
  {
    code: 'TM',
    name: '晨岭天猫旗舰店',
    platform: 'tmall',
    channel: '天猫',
    site: 'JH',
    owner: 'wu',
    share: 360,
    conversionPercent: 100,
    pricePercent: 100,
    platformPerMille: 80,
    returningPerMille: 210,
    hasBaskets: true,
  },
  {
    code: 'JD',
    name: '晨岭京东旗舰店',
    platform: 'jd',
    channel: '京东',
    site: 'GZ',
    owner: 'zhao',
    share: 180,
    conversionPercent: 112,
    pricePercent: 102,
    platformPerMille: 60,
    returningPerMille: 260,
    hasBaskets: true,
  },
  {
    code: 'PDD',
    name: '晨岭拼多多官方店',
    platform: 'pdd',
    channel: '拼多多',
    site: 'JH',
    owner: 'zhao',
    share: 220,
    conversionPercent: 96,
    pricePercent: 86,
    platformPerMille: 100,
    returningPerMille: 140,
    hasBaskets: false,
  },
  {
    code: 'DY',
    name: '晨岭抖音官方旗舰店',
    platform: 'douyin',
    channel: '抖音',
    site: 'JH',
    owner: 'xu',
    share: 190,
    conversionPercent: 84,
    pricePercent: 95,
    platformPerMille: 50,
    returningPerMille: 90,
    hasBaskets: true,
  },
  {
    code: 'WX',
    name: '晨岭微信小店',
    platform: 'wechat_shop',
    channel: '私域',
    site: 'GZ',
    owner: 'xu',
    share: 50,
    conversionPercent: 165,
    pricePercent: 98,
    platformPerMille: 0,
    returningPerMille: 420,
    hasBaskets: true,
  },
]

/** What a thing costs in a shop: whole yuan less ten 分, as shops write it. Small things keep their price. */
export function priceIn(shop: Shop, listMinor: number): number {
  if (listMinor < 5_000) return listMinor
  return Math.round((listMinor * shop.pricePercent) / 10_000) * 100 - 10
}
