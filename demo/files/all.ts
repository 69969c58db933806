// All files of a month, shop by shop, as somebody would export and drop them in together.
import { monthOf } from '../days.ts'
import type { Order } from '../orders.ts'
import { type Shop, SHOPS } from '../shops.ts'
import type { Year } from '../year.ts'
import { adFile } from './ads.ts'
import { aftersaleFile } from './aftersales.ts'
import type { DemoFile } from './csv.ts'
import { douyinFiles } from './douyin.ts'
import { jdFiles } from './jd.ts'
import { pddAftersales, pddFiles } from './pdd.ts'
import { reviewFile } from './reviews.ts'
import { tmallFiles } from './tmall.ts'
import { itemTraffic, shopTraffic } from './traffic.ts'
import { wechatFiles } from './wechat.ts'

export interface ShopFiles {
  readonly shop: Shop
  readonly files: readonly DemoFile[]
}

export interface Part {
  /** `2026-03`, or several months in one for a small house. */
  readonly name: string
  readonly days: readonly number[]
}

/** The history in parts: months, or quarters for a small house, where a file a month would hold a handful of rows. */
export function partsOf(year: Year, monthsInPart: number): readonly Part[] {
  const { days } = year.demand
  const months = [...new Set(days.map(monthOf))]
  const parts: Part[] = []
  for (let at = 0; at < months.length; at += monthsInPart) {
    const within = months.slice(at, at + monthsInPart)
    parts.push({
      name: within[0]!,
      days: days.flatMap((date, day) => (within.includes(monthOf(date)) ? [day] : [])),
    })
  }
  return parts
}

const ORDERS: Readonly<
  Record<Shop['platform'], (part: string, from: string, orders: readonly Order[]) => DemoFile[]>
> = {
  tmall: tmallFiles,
  jd: jdFiles,
  pdd: pddFiles,
  douyin: douyinFiles,
  wechat_shop: wechatFiles,
}

export function filesOf(year: Year, { name, days }: Part): readonly ShopFiles[] {
  const within = new Set(days)
  const { from } = year.demand
  return SHOPS.map((shop) => {
    const orders = year.orders.filter((order) => order.shop === shop && within.has(order.day))
    const part = { year, shop, orders, days, month: name }
    const aftersales =
      shop.platform === 'pdd'
        ? pddAftersales(name, from, orders)
        : aftersaleFile(shop.code, name, from, orders)
    const files = [
      ...ORDERS[shop.platform](name, from, orders),
      aftersales,
      shopTraffic(part),
      ...(shop.platform === 'tmall' ? [itemTraffic(part)] : []),
      adFile(year, shop, days, name),
      reviewFile(shop.code, name, year, orders),
    ]
    return { shop, files: files.filter((file): file is DemoFile => file !== null && file.rows > 0) }
  })
}
