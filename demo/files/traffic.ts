// What platforms report of visits: the shop by day, and for Tmall each item by day.
import type { Order } from '../orders.ts'
import { offersOf } from '../offers.ts'
import type { Shop } from '../shops.ts'
import type { Year } from '../year.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const SYCM = `
  统计日期|访客数|浏览量|跳失率|人均浏览量|平均停留时长|加购人数|加购件数|收藏人数|下单买家数|下单金额|支付买家数|支付子订单数|支付件数|支付金额|支付转化率|客单价|UV价值|老访客数|新访客数|支付老买家数
  老买家支付金额|成功退款金额`
const SHANGZHI = '日期|成交金额|访客数|成交客户数|成交转化率|成交单量|取消及售后退款金额|浏览量'
const TEMPLATE =
  '日期|流量来源|访客数|浏览量|新访客数|加购人数|收藏人数|支付买家数|支付订单数|支付金额'
const ITEMS = `
  统计日期|商品ID|商品名称|货号|商品状态|商品访客数|商品浏览量|平均停留时长|商品详情页跳出率|商品收藏人数|商品加购件数|商品加购人数|下单买家数|下单件数|下单金额|下单转化率|支付买家数|支付件数|支付金额|商品支付转化率`

export interface Sold {
  buyers: number
  orders: number
  qty: number
  minor: number
}

const nothing = (): Sold => ({ buyers: 0, orders: 0, qty: 0, minor: 0 })

/** Paid orders by the day they were placed, as platforms count them. */
function soldBy(
  orders: readonly Order[],
  keysOf: (order: Order) => readonly string[],
): Map<string, Sold> {
  const sold = new Map<string, Sold>()
  const seen = new Set<string>()
  for (const order of orders) {
    if (order.paidAt === null) continue
    for (const key of keysOf(order)) {
      const sum = sold.get(key) ?? nothing()
      sold.set(key, sum)
      sum.orders += 1
      sum.minor += order.payableMinor
      sum.qty += order.lines.reduce((all, { qty }) => all + qty, 0)
      if (!seen.has(`${key}|${order.buyer}`)) sum.buyers += 1
      seen.add(`${key}|${order.buyer}`)
    }
  }
  return sold
}

const rate = (part: number, whole: number): string =>
  whole === 0 ? '0.00%' : `${((part * 100) / whole).toFixed(2)}%`

/** One part of the history of one shop. */
export interface ShopPart {
  readonly year: Year
  readonly shop: Shop
  readonly orders: readonly Order[]
  readonly days: readonly number[]
  readonly month: string
}

export function shopTraffic({ year, shop, orders, days, month }: ShopPart): DemoFile {
  const sold = soldBy(orders, ({ day }) => [String(day)])
  const name = `${shop.code}店铺流量${month.replace('-', '')}.csv`
  const rows = days.map((day) => {
    const seen = year.traffic.get(shop.code)![day]!
    const paid = sold.get(String(day)) ?? nothing()
    return {
      统计日期: year.demand.days[day]!,
      日期: year.demand.days[day]!,
      访客数: seen.visitors,
      浏览量: seen.pageViews,
      跳失率: '42.00%',
      加购人数: seen.cartUsers,
      加购件数: Math.floor((seen.cartUsers * 13) / 10),
      收藏人数: seen.favUsers,
      新访客数: seen.newVisitors,
      老访客数: seen.visitors - seen.newVisitors,
      支付买家数: paid.buyers,
      成交客户数: paid.buyers,
      支付子订单数: paid.orders,
      支付订单数: paid.orders,
      成交单量: paid.orders,
      支付件数: paid.qty,
      支付金额: yuan(paid.minor),
      成交金额: yuan(paid.minor),
      支付转化率: rate(paid.buyers, seen.visitors),
      成交转化率: rate(paid.buyers, seen.visitors),
    }
  })
  const headers = shop.platform === 'tmall' ? SYCM : shop.platform === 'jd' ? SHANGZHI : TEMPLATE
  return csvOf(name, headers, rows)
}

export function itemTraffic({ year, shop, orders, days, month }: ShopPart): DemoFile {
  const sold = soldBy(orders, (order) =>
    order.lines.map(({ offer }) => `${order.day}|${offer.item}`),
  )
  const rows = days.flatMap((day) =>
    offersOf(shop).map((offer) => {
      const visitors = year.visitors[offer.at]![day]!
      const paid = sold.get(`${day}|${offer.item}`) ?? nothing()
      return {
        统计日期: year.demand.days[day]!,
        商品ID: offer.item,
        商品名称: offer.title,
        货号: offer.of,
        商品状态: '当前在线',
        商品访客数: visitors,
        商品浏览量: Math.floor((visitors * 16) / 10),
        商品收藏人数: Math.floor((visitors * 3) / 100),
        商品加购人数: Math.floor((visitors * 7) / 100),
        商品加购件数: Math.floor((visitors * 9) / 100),
        支付买家数: paid.buyers,
        支付件数: paid.qty,
        支付金额: yuan(paid.minor),
        商品支付转化率: rate(paid.buyers, visitors),
      }
    }),
  )
  return csvOf(`生意参谋商品${month.replace('-', '')}.csv`, ITEMS, rows)
}
