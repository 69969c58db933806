// What buyers write. Who got a leaking cup or a late parcel says so.
import { chanceOf, weighted } from '../chance.ts'
import { wallOf } from '../days.ts'
import { eventOf, numberIn } from '../events.ts'
import { DAY, type Order } from '../orders.ts'
import type { Year } from '../year.ts'
import { csvOf, type DemoFile } from './csv.ts'

const HEADERS = '评价编号|订单号|商品ID|SKU编码|评分|评价内容|评价时间'

const GOOD = [
  '保温效果很好,早上装的热水到晚上还是烫的',
  '密封不漏水,放包里很放心',
  '颜色比图片还好看,手感很细腻',
  '做工精致,杯口打磨得很圆润',
  '孩子很喜欢,吸管好清洗',
  '物流很快,包装也结实',
  '第二次买了,送人很体面',
  '容量刚好,车上杯架放得下',
  '没有异味,316 的内胆用着放心',
  '客服耐心,换盖子也很快',
]
const FAIR = [
  '杯盖有点紧,其他还可以',
  '颜色和想的有些差别',
  '保温时间比宣传的短一些',
  '价格刚买完就降了',
]
const BAD = ['杯身有划痕', '拧开的时候会响', '收到时盒子压坏了', '用了一周掉漆']
const LEAK = [
  '漏水!孩子书包全湿了',
  '密封圈是坏的,倒过来就漏',
  '盖子拧紧了还是渗水,退货',
  '漏得厉害,不敢给孩子用',
]
const LATE = ['等了一个星期才到', '快递一直不动,问了三次才有人回', '发货快,物流太慢了,耽误送礼']

export interface Review {
  readonly order: Order
  readonly score: number
  readonly text: string
  readonly at: number
}

export function reviewsOf(year: Year, orders: readonly Order[]): readonly Review[] {
  const end = year.demand.days.length * DAY
  const { events } = year.demand
  return orders.flatMap((order) => {
    const from =
      order.completedAt ?? (order.state === 'closed_after' ? order.refund!.askedAt : null)
    if (from === null) return []
    const chance = chanceOf(`${year.demand.options.seed}:review:${order.no}`)
    if (!chance.perMille(order.trouble === null ? 82 : 240)) return []
    const at = from + chance.int(600, 3 * DAY)
    if (at >= end) return []
    const event = order.trouble === 'leak' ? 'bad-batch-k350' : 'carrier-failure'
    if (
      order.trouble !== null &&
      chance.perMille(numberIn(eventOf(events, event), 'badReviewPerMille'))
    ) {
      const text = chance.pick(order.trouble === 'leak' ? LEAK : LATE)
      return [{ order, score: chance.int(1, 2), text, at }]
    }
    const score = weighted(
      chance,
      [5, 4, 3, 2, 1].map((stars, place) => ({ stars, share: [76, 15, 5, 2, 2][place]! })),
      ({ share }) => share,
    ).stars
    return [{ order, score, text: chance.pick(score >= 4 ? GOOD : score === 3 ? FAIR : BAD), at }]
  })
}

export function reviewFile(
  code: string,
  month: string,
  year: Year,
  orders: readonly Order[],
): DemoFile {
  const rows = reviewsOf(year, orders).map(({ order, score, text, at }) => {
    const { offer, variant } = order.lines[0]!
    return {
      评价编号: `P${order.no.replace('-', '')}`,
      订单号: order.no,
      商品ID: offer.item,
      SKU编码: variant.code,
      评分: score,
      评价内容: text,
      评价时间: wallOf(year.demand.from, at),
    }
  })
  return csvOf(`${code}评价${month.replace('-', '')}.csv`, HEADERS, rows)
}
