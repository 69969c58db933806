// What buyers say afterwards: stars and a sentence, some days after the parcel, and never twice.
import { DAY, plan } from './change.ts'
import { clock } from './figures.ts'
import { chanceOf } from './random.ts'
import { type Order, type Review, type World } from './world.ts'

const REVIEWED_PER_MILLE = 300
const TEXTS: Readonly<Record<number, readonly string[]>> = {
  1: ['到手就不亮', '灯罩碎了,客服不理人'],
  2: ['颜色和图片差很多', '做工一般'],
  3: ['还行', '物流慢了点'],
  4: ['不错,亮度够', '安装方便'],
  5: ['很好看,家里都喜欢', '第二次买了', '光线柔和,推荐'],
}

export function planReview(world: World, order: Order): void {
  const chance = chanceOf(`${world.seed}/${order.no}/reviews`)
  if (chance.perMille(REVIEWED_PER_MILLE))
    plan(world, 'review', order.no, world.now + chance.int(DAY, 10 * DAY))
}

export function review(world: World, order: Order, stars: number, text: string): Review | null {
  const no = `R${order.no}`
  if (order.completedAt === null || world.reviews[no]) return null
  const line = order.lines[0]!
  const one: Review = {
    no,
    shopId: order.shopId,
    orderNo: order.no,
    itemId: line.itemId,
    code: line.code,
    stars,
    text,
    at: world.now,
  }
  world.reviews[no] = one
  return one
}

export function reviewByChance(world: World, order: Order): void {
  const chance = chanceOf(`${world.seed}/${order.no}/stars`)
  // Most buyers are content; who returned something is not.
  const isCross = order.lines.some(({ aftersale }) => aftersale !== '')
  const stars = isCross ? chance.int(1, 3) : chance.perMille(850) ? 5 : chance.int(3, 4)
  review(world, order, stars, chance.pick(TEXTS[stars]!))
}

export function reviewsCsv(world: World, shopId: string): string {
  const rows = Object.values(world.reviews)
    .filter((one) => one.shopId === shopId)
    .map((one) => [
      one.no,
      one.orderNo,
      one.itemId,
      one.code,
      String(one.stars),
      one.text,
      clock(one.at),
    ])
  const header = ['评价编号', '订单号', '商品ID', 'SKU编码', '评分', '评价内容', '评价时间']
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
