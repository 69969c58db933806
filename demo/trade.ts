// What the factory makes: drinkware of stainless steel. Prices are what buyers pay in the flagship shop, costs what the plant
// books; both in 分. The firm, its brand and its people are invented.

export interface Variant {
  readonly sku: string
  readonly colour: string
  /** Of a hundred buyers of the product, so many want this one. */
  readonly share: number
}

export interface Product {
  readonly spu: string
  readonly name: string
  readonly size: string
  readonly priceMinor: number
  readonly costMinor: number
  readonly weightGrams: number
  /** Length, width, height of the packed piece. */
  readonly boxMm: readonly [number, number, number]
  readonly perCarton: number
  /** Which months it is wanted in: see seasons.ts. */
  readonly season: 'warm' | 'sport' | 'child' | 'gift' | 'even'
  /** Share of the visitors of a shop, per mille. */
  readonly pull: number
  /** Of a thousand visitors so many order, at the list price on an ordinary day. */
  readonly conversionPerMille: number
  /** Orders change by this power of the price: -1.8 means ten per cent cheaper sells nearly a fifth more. */
  readonly elasticity: number
  readonly variants: readonly Variant[]
}

const v = (spu: string, suffix: string, colour: string, share: number): Variant => ({
  sku: `${spu}-${suffix}`,
  colour,
  share,
})

type Body = Omit<Product, 'spu' | 'variants'>

function product(spu: string, body: Body, variants: readonly [string, string, number][]): Product {
  return {
    spu,
    ...body,
    variants: variants.map(([suffix, colour, share]) => v(spu, suffix, colour, share)),
  }
}

export const PRODUCTS: readonly Product[] = [
  product(
    'CL-B500',
    {
      name: '晨岭 316 不锈钢保温杯 直饮款',
      size: '500ml',
      priceMinor: 12_900,
      costMinor: 3_850,
      weightGrams: 330,
      boxMm: [80, 80, 245],
      perCarton: 24,
      season: 'warm',
      pull: 210,
      conversionPerMille: 34,
      elasticity: -1.9,
    },
    [
      ['BK', '曜石黑', 38],
      ['WH', '云雾白', 27],
      ['BL', '雾霾蓝', 19],
      ['PK', '樱花粉', 16],
    ],
  ),
  product(
    'CL-B750',
    {
      name: '晨岭 316 不锈钢保温杯 提手款',
      size: '750ml',
      priceMinor: 15_900,
      costMinor: 4_680,
      weightGrams: 420,
      boxMm: [90, 90, 280],
      perCarton: 24,
      season: 'warm',
      pull: 120,
      conversionPerMille: 28,
      elasticity: -1.7,
    },
    [
      ['BK', '曜石黑', 45],
      ['WH', '云雾白', 30],
      ['GN', '苍松绿', 25],
    ],
  ),
  product(
    'CL-K350',
    {
      name: '晨岭 儿童吸管保温杯 双饮盖',
      size: '350ml',
      priceMinor: 11_900,
      costMinor: 3_600,
      weightGrams: 290,
      boxMm: [85, 85, 210],
      perCarton: 36,
      season: 'child',
      pull: 140,
      conversionPerMille: 38,
      elasticity: -1.4,
    },
    [
      ['GN', '恐龙绿', 40],
      ['PK', '小兔粉', 35],
      ['BL', '太空蓝', 25],
    ],
  ),
  product(
    'CL-C480',
    {
      name: '晨岭 随行咖啡杯 陶瓷内胆',
      size: '480ml',
      priceMinor: 13_900,
      costMinor: 4_100,
      weightGrams: 350,
      boxMm: [90, 90, 200],
      perCarton: 24,
      season: 'even',
      pull: 110,
      conversionPerMille: 30,
      elasticity: -2.1,
    },
    [
      ['BK', '曜石黑', 42],
      ['WH', '云雾白', 33],
      ['BR', '拿铁棕', 25],
    ],
  ),
  product(
    'CL-T1000',
    {
      name: '晨岭 焖烧壶 真空保温',
      size: '1000ml',
      priceMinor: 18_900,
      costMinor: 5_800,
      weightGrams: 560,
      boxMm: [120, 120, 230],
      perCarton: 12,
      season: 'warm',
      pull: 70,
      conversionPerMille: 24,
      elasticity: -1.6,
    },
    [
      ['WH', '云雾白', 60],
      ['BL', '雾霾蓝', 40],
    ],
  ),
  product(
    'CL-P1500',
    {
      name: '晨岭 家用保温壶 316 内胆',
      size: '1.5L',
      priceMinor: 22_900,
      costMinor: 6_900,
      weightGrams: 780,
      boxMm: [150, 150, 290],
      perCarton: 12,
      season: 'warm',
      pull: 65,
      conversionPerMille: 22,
      elasticity: -1.5,
    },
    [
      ['WH', '云雾白', 58],
      ['GN', '苍松绿', 42],
    ],
  ),
  product(
    'CL-S1200',
    {
      name: '晨岭 大容量运动水壶',
      size: '1200ml',
      priceMinor: 14_900,
      costMinor: 4_300,
      weightGrams: 460,
      boxMm: [100, 100, 300],
      perCarton: 20,
      season: 'sport',
      pull: 95,
      conversionPerMille: 31,
      elasticity: -2.0,
    },
    [
      ['BK', '曜石黑', 52],
      ['OR', '落日橙', 26],
      ['BL', '海盐蓝', 22],
    ],
  ),
  product(
    'CL-L420',
    {
      name: '晨岭 茶水分离泡茶杯',
      size: '420ml',
      priceMinor: 10_900,
      costMinor: 3_100,
      weightGrams: 310,
      boxMm: [80, 80, 240],
      perCarton: 24,
      season: 'gift',
      pull: 70,
      conversionPerMille: 26,
      elasticity: -1.8,
    },
    [
      ['BK', '曜石黑', 55],
      ['WN', '胡桃木', 45],
    ],
  ),
  product(
    'CL-G300',
    {
      name: '晨岭 便携小保温杯 口袋款',
      size: '300ml',
      priceMinor: 8_900,
      costMinor: 2_700,
      weightGrams: 210,
      boxMm: [65, 65, 200],
      perCarton: 48,
      season: 'gift',
      pull: 80,
      conversionPerMille: 41,
      elasticity: -2.4,
    },
    [
      ['WH', '云雾白', 54],
      ['PK', '樱花粉', 46],
    ],
  ),
  product(
    'CL-E600',
    {
      name: '晨岭 智能显温保温杯',
      size: '600ml',
      priceMinor: 16_900,
      costMinor: 5_500,
      weightGrams: 380,
      boxMm: [85, 85, 260],
      perCarton: 24,
      season: 'gift',
      pull: 90,
      conversionPerMille: 27,
      elasticity: -1.6,
    },
    [
      ['BK', '曜石黑', 64],
      ['WH', '云雾白', 36],
    ],
  ),
  product(
    'CL-A10',
    {
      name: '晨岭 杯刷三件套',
      size: '一套',
      priceMinor: 1_590,
      costMinor: 350,
      weightGrams: 90,
      boxMm: [60, 40, 220],
      perCarton: 100,
      season: 'even',
      pull: 25,
      conversionPerMille: 60,
      elasticity: -1.2,
    },
    [['00', '三件套', 100]],
  ),
  product(
    'CL-A20',
    {
      name: '晨岭 保温杯杯套 斜挎',
      size: '通用',
      priceMinor: 2_590,
      costMinor: 600,
      weightGrams: 70,
      boxMm: [120, 120, 30],
      perCarton: 100,
      season: 'sport',
      pull: 25,
      conversionPerMille: 48,
      elasticity: -1.3,
    },
    [
      ['BK', '黑色', 60],
      ['GY', '灰色', 40],
    ],
  ),
]

/** What an order of a cup takes along now and then. */
export const ALONG: readonly string[] = ['CL-A10-00', 'CL-A20-BK']

export interface Bundle {
  readonly sku: string
  readonly name: string
  readonly priceMinor: number
  readonly weightGrams: number
  readonly parts: readonly { readonly sku: string; readonly qty: number }[]
  readonly pull: number
  readonly conversionPerMille: number
}

export const BUNDLES: readonly Bundle[] = [
  {
    sku: 'CL-X01',
    name: '晨岭 情侣对杯礼盒 500ml×2',
    priceMinor: 23_900,
    weightGrams: 760,
    parts: [
      { sku: 'CL-B500-BK', qty: 1 },
      { sku: 'CL-B500-PK', qty: 1 },
    ],
    pull: 30,
    conversionPerMille: 18,
  },
  {
    sku: 'CL-X02',
    name: '晨岭 开学套装 儿童杯+杯刷+杯套',
    priceMinor: 14_900,
    weightGrams: 460,
    parts: [
      { sku: 'CL-K350-GN', qty: 1 },
      { sku: 'CL-A10-00', qty: 1 },
      { sku: 'CL-A20-BK', qty: 1 },
    ],
    pull: 25,
    conversionPerMille: 22,
  },
]

/** Offers that hold several of one SKU: their code is no SKU, so a person maps them. */
export const PACKS = [
  { code: 'CL-G300-2P', sku: 'CL-G300-WH', qty: 2, name: '晨岭 便携小保温杯 2只装 300ml 云雾白' },
] as const

export interface Sku {
  readonly sku: string
  readonly name: string
  readonly product: Product
  readonly variant: Variant
}

export const SKUS: readonly Sku[] = PRODUCTS.flatMap((product) =>
  product.variants.map((variant) => ({
    sku: variant.sku,
    name: `${product.name} ${product.size} ${variant.colour}`,
    product,
    variant,
  })),
)

export const skuOf = new Map(SKUS.map((sku) => [sku.sku, sku]))

/** EAN-13 with its check digit. Numbers of the range 697 000000 are used for the invented firm. */
export function barcodeOf(at: number): string {
  const body = `697000${String(100_000 + at)}`.slice(0, 12)
  const sum = [...body].reduce(
    (total, digit, place) => total + Number(digit) * (place % 2 ? 3 : 1),
    0,
  )
  return body + String((10 - (sum % 10)) % 10)
}
