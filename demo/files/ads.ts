// Advertising reports, each platform's own. What they claim to have sold is their view, a little rosier than the truth.
import { conversionOf } from '../demand.ts'
import { offersOf } from '../offers.ts'
import type { Shop } from '../shops.ts'
import type { Year } from '../year.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const WXT =
  '日期|场景名字|计划ID|计划名字|主体ID|主体类型|主体名称|展现量|点击量|花费|点击率|平均点击花费|直接成交金额|间接成交金额|总成交金额|总成交笔数|直接成交笔数|间接成交笔数|总购物车数|总收藏数|引导访问量|引导访问人数|成交人数'
const KUAICHE =
  '日期|计划ID|计划名称|展现数|点击数|点击率(%)|总费用|平均点击成本|总订单行|总订单金额|总加购数|转化率(%)|投产比'
const PDD_ADS =
  '日期|商品ID|商品名称|推广场景|推广名称|出价方式|分组|是否已删除|成交花费(元)|交易额(元)|实际投产比|总花费(元)|曝光量|点击量'
const QIANCHUAN = `
  日期|计划ID|计划名称|账户ID|账户名称|消耗|展示次数|点击次数|点击率(%)|千次展现费用(元)|转化数|转化成本(元)|转化率(%)|成交订单数|成交订单金额(元)|支付ROI|直接成交订单数|直接成交金额(元)`

const HEADERS: Readonly<Record<string, string>> = {
  tmall: WXT,
  jd: KUAICHE,
  pdd: PDD_ADS,
  douyin: QIANCHUAN,
}

const fixed = (value: number): string => (Number.isFinite(value) ? value : 0).toFixed(2)

export function adFile(
  year: Year,
  shop: Shop,
  days: readonly number[],
  month: string,
): DemoFile | null {
  const headers = HEADERS[shop.platform]
  if (headers === undefined) return null
  const rows = days.flatMap((day) =>
    year.demand
      .ads(day)
      .filter(({ plan, spentMinor }) => plan.shop === shop.code && spentMinor > 0)
      .map((ad) => rowOf(year, shop, day, ad)),
  )
  return csvOf(`${shop.code}推广报表${month.replace('-', '')}.csv`, headers, rows)
}

type Ad = ReturnType<Year['demand']['ads']>[number]

/** What the report of one plan on one day says, before each platform writes it its way. */
interface Told {
  readonly name: string
  readonly item: string
  readonly title: string
  readonly spentMinor: number
  readonly seen: number
  readonly shown: number
  readonly orders: number
  readonly direct: number
  readonly price: number
  readonly clickCost: string
  readonly roi: string
}

function rowOf(year: Year, shop: Shop, day: number, { plan, spentMinor, clicks }: Ad) {
  const { demand } = year
  const date = demand.days[day]!
  const offers = offersOf(shop).filter(({ of }) => plan.spus.includes(of))
  const rateOf = (offer: (typeof offers)[number]) =>
    (conversionOf(offer, date, demand.events) * plan.conversionPercent) / 100
  const orders = Math.round(
    (offers.reduce((sum, offer) => sum + rateOf(offer), 0) / offers.length) * clicks * 1.2,
  )
  const price = Math.round(
    offers.reduce((sum, { priceMinor }) => sum + priceMinor, 0) / offers.length,
  )
  const seen = Math.round(clicks)
  const shown = seen * 27
  const rate = fixed((seen * 100) / Math.max(1, shown))
  const told: Told = {
    name: plan.name,
    item: offers[0]!.item,
    title: offers[0]!.title,
    spentMinor,
    seen,
    shown,
    orders,
    direct: Math.floor((orders * 7) / 10),
    price,
    clickCost: fixed(spentMinor / 100 / Math.max(1, seen)),
    roi: fixed((orders * price) / Math.max(1, spentMinor)),
  }
  return {
    日期: date,
    计划ID: plan.id,
    计划名称: plan.name,
    点击率: `${rate}%`,
    '点击率(%)': rate,
    ...OWN_WORDS[shop.platform]?.(told),
  }
}

const OWN_WORDS: Readonly<Record<string, (told: Told) => Record<string, string | number>>> = {
  tmall: (told) => ({
    场景名字: told.name.split('-')[0]!,
    计划名字: told.name,
    主体ID: told.item,
    主体类型: '商品推广',
    主体名称: told.title,
    展现量: told.shown,
    点击量: told.seen,
    花费: yuan(told.spentMinor),
    平均点击花费: told.clickCost,
    直接成交金额: yuan(told.direct * told.price),
    间接成交金额: yuan((told.orders - told.direct) * told.price),
    总成交金额: yuan(told.orders * told.price),
    总成交笔数: told.orders,
    直接成交笔数: told.direct,
    间接成交笔数: told.orders - told.direct,
    总购物车数: Math.floor((told.seen * 8) / 100),
    总收藏数: Math.floor((told.seen * 4) / 100),
    引导访问量: told.seen,
    引导访问人数: Math.floor((told.seen * 9) / 10),
    成交人数: told.orders,
  }),
  jd: (told) => ({
    展现数: told.shown,
    点击数: told.seen,
    总费用: yuan(told.spentMinor),
    平均点击成本: told.clickCost,
    总订单行: told.orders,
    总订单金额: yuan(told.orders * told.price),
    总加购数: Math.floor((told.seen * 7) / 100),
    投产比: told.roi,
  }),
  pdd: (told) => ({
    商品ID: told.item,
    商品名称: told.title,
    推广场景: '全站推广',
    推广名称: told.name,
    出价方式: '稳定成本',
    是否已删除: '否',
    '成交花费(元)': yuan(told.spentMinor),
    '总花费(元)': yuan(told.spentMinor),
    '交易额(元)': yuan(told.orders * told.price),
    实际投产比: told.roi,
    曝光量: told.shown,
    点击量: told.seen,
  }),
  douyin: (told) => ({
    账户ID: '8880001',
    账户名称: '晨岭千川',
    消耗: yuan(told.spentMinor),
    展示次数: told.shown,
    点击次数: told.seen,
    转化数: told.orders,
    成交订单数: told.orders,
    '成交订单金额(元)': yuan(told.orders * told.price),
    支付ROI: told.roi,
    直接成交订单数: told.direct,
    '直接成交金额(元)': yuan(told.direct * told.price),
  }),
}
