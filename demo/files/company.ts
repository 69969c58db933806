// Files of the company and not of one shop: prices seen in the market, sales of dealers and of the store, stock of the store
// and the plant on the day the program begins.
import { chanceOf } from '../chance.ts'
import { weekdayOf } from '../days.ts'
import { eventOf, isWithin, numberIn } from '../events.ts'
import { DEALERS, RIVALS, STORE_DAILY_MINOR } from '../people.ts'
import { OFFERS } from '../offers.ts'
import { promotionOn } from '../seasons.ts'
import { SKUS } from '../trade.ts'
import type { Year } from '../year.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

/** Prices are looked at on Mondays, and each day of a great sale or of the price war. */
export function priceFile(year: Year): DemoFile {
  const { days, events, options } = year.demand
  const war = eventOf(events, 'price-war')
  const rows = days.flatMap((date, day) => {
    const promotion = promotionOn(date)
    if (weekdayOf(date) !== 1 && promotion?.isBig !== true && !isWithin(war, date)) return []
    const chance = chanceOf(`${options.seed}:rivals:${day}`)
    const theirs = RIVALS.map((rival) => {
      const isCut = rival.item === war.effect['rivalItem'] && isWithin(war, date)
      const sale = promotion === null ? 1000 : promotion.isBig ? 890 : 950
      const minor = isCut
        ? numberIn(war, 'rivalPriceMinor')
        : Math.round((rival.priceMinor * sale) / 100_000) * 100
      return {
        日期: date,
        平台: rival.platform,
        店铺: rival.seller,
        商品ID: rival.item,
        名称: rival.title,
        SKU编码: `${rival.spu}-${rival.spu === 'CL-K350' ? 'GN' : 'BK'}`,
        价格: yuan(minor),
        标价: yuan(rival.priceMinor),
        销量: 20_000 + day * 40 + chance.int(0, 30) + (isCut ? 60 : 0),
      }
    })
    return [...theirs, ...ownPrices(year, day, date)]
  })
  return csvOf('价格观察.csv', '日期|平台|店铺|商品ID|名称|SKU编码|价格|标价|销量|链接', rows)
}

function ownPrices(year: Year, day: number, date: string) {
  return OFFERS.filter(({ of }) => RIVALS.some(({ spu }) => spu === of)).map((offer) => {
    const { listMinor, shopPerMille } = year.demand.prices(offer, day)
    return {
      日期: date,
      平台: offer.shop.platform,
      店铺: offer.shop.name,
      商品ID: offer.item,
      名称: offer.title,
      SKU编码: offer.variants[0]!.code,
      价格: yuan(listMinor - Math.floor((listMinor * shopPerMille) / 1000)),
      标价: yuan(offer.priceMinor),
    }
  })
}

export interface OfflineSale {
  readonly day: number
  readonly channel: string
  readonly customer: string
  readonly sku: string
  readonly name: string
  readonly qty: number
  readonly minor: number
}

/** Dealers order on Wednesdays, the store sells every day; three goods each. */
export function offlineSales(year: Year): readonly OfflineSale[] {
  const { days, options, scale } = year.demand
  const goods = SKUS.filter(({ product }) => product.priceMinor > 5_000)
  return days.flatMap((date, day) => {
    const chance = chanceOf(`${options.seed}:offline:${day}`)
    const dealers = weekdayOf(date) === 3 ? DEALERS : []
    return [
      { channel: '门店', customer: '永康直营店', wantedMinor: STORE_DAILY_MINOR, percent: 100 },
      ...dealers.map(({ name, weeklyMinor }) => ({
        channel: '经销商',
        customer: name,
        wantedMinor: weeklyMinor,
        percent: 58,
      })),
    ].flatMap(({ channel, customer, wantedMinor, percent }) =>
      [0, 1, 2].map((third) => {
        const { sku, name, product } = goods[(chance.int(0, 997) + third * 7) % goods.length]!
        const unit = Math.round((product.priceMinor * percent) / 10_000) * 100
        const qty = Math.max(
          1,
          Math.round((wantedMinor * scale * chance.int(70, 130)) / 300 / unit),
        )
        return { day, channel, customer, sku, name, qty, minor: unit * qty }
      }),
    )
  })
}

export function offlineFile(year: Year): DemoFile {
  // The same goods twice on one day are one row of the day-book.
  const sums = new Map<string, OfflineSale>()
  for (const sale of offlineSales(year)) {
    const key = [sale.day, sale.channel, sale.customer, sale.sku].join('|')
    const before = sums.get(key)
    sums.set(
      key,
      before === undefined
        ? sale
        : { ...before, qty: before.qty + sale.qty, minor: before.minor + sale.minor },
    )
  }
  const rows = [...sums.values()].map((sale) => ({
    日期: year.demand.days[sale.day]!,
    渠道: sale.channel,
    客户: sale.customer,
    SKU编码: sale.sku,
    名称: sale.name,
    数量: sale.qty,
    销售额: yuan(sale.minor),
    币种: 'CNY',
  }))
  return csvOf('线下销售.csv', '日期|渠道|客户|SKU编码|名称|数量|销售额|币种|备注', rows)
}

export interface OpeningStock {
  readonly site: string
  readonly sku: string
  readonly qty: number
}

export function openingStock(year: Year): readonly OpeningStock[] {
  const { scale, options } = year.demand
  const chance = chanceOf(`${options.seed}:opening`)
  return SKUS.flatMap(({ sku, product }) => [
    { site: 'YK-STORE', sku, qty: 2 + chance.int(0, 10) },
    {
      site: 'YK-PLANT',
      sku,
      qty: Math.max(1, Math.ceil(chance.int(2, 9) * product.perCarton * scale)),
    },
  ])
}

export function openingFile(year: Year): DemoFile {
  const rows = openingStock(year).map(({ site, sku, qty }) => ({
    SKU编码: sku,
    仓库: site,
    数量: qty,
    备注: '启用日盘点',
  }))
  return csvOf('期初库存.csv', 'SKU编码|名称|仓库|库位|数量|批号|有效期至|备注', rows)
}

export const companyFiles = (year: Year): readonly DemoFile[] => [
  openingFile(year),
  priceFile(year),
  offlineFile(year),
]
