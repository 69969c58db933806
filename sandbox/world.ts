// What the platform knows: shops, what they offer, orders, after-sales, and what will happen next. All of it is plain data,
// so that a snapshot is one JSON file. Money is whole 分, time is milliseconds of the platform's own clock.
import { chanceOf } from './random.ts'

export type OrderState =
  | 'unpaid'
  | 'deposit_paid'
  | 'held'
  | 'to_ship'
  | 'part_shipped'
  | 'shipped'
  | 'completed'
  | 'cancelled'
  | 'refunded'

export interface Offer {
  readonly itemId: string
  readonly skuId: string
  readonly code: string
  title: string
  readonly spec: string
  price: number
  priceVersion: number
  isOnSale: boolean
  listingVersion: number
  stock: number
  /** Of the newest stock figure a seller has sent; an older one is not taken. */
  stockVersion: number
}

export interface Shop {
  readonly id: string
  readonly name: string
  readonly appKey: string
  readonly secret: string
  readonly offers: Offer[]
  /** How sellers tell stock: a figure with its version, or a change after the newest version. */
  readonly stockMode: 'absolute' | 'increment'
  /** Receivers are shown masked, and opened one by one for a scene. */
  readonly masks: boolean
  token: { access: string; refresh: string; expiresAt: number } | null
  /** Where pushes go; null while nobody has asked for them. */
  pushTo: string | null
}

export interface Line {
  readonly id: string
  itemId: string
  skuId: string
  code: string
  title: string
  spec: string
  readonly qty: number
  readonly price: number
  readonly discountShop: number
  readonly discountPlatform: number
  readonly pay: number
  refunded: number
  aftersale: string
  /** Its money was given back before anything was sent: the goods never left. */
  notSent: boolean
}

export interface Receiver {
  readonly name: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly address: string
}

export interface Order {
  readonly no: string
  readonly shopId: string
  readonly buyer: string
  readonly lines: Line[]
  readonly freight: number
  state: OrderState
  receiver: Receiver
  buyerNote: string
  sellerNote: string
  readonly createdAt: number
  paidAt: number | null
  shippedAt: number | null
  completedAt: number | null
  shipDueAt: number | null
  carrier: string
  waybill: string
  closeReason: string
  /** Deposit now, the rest in a window; null for most. */
  presale: Presale | null
  /** A later day the seller has asked for. */
  appointment: { shipBy: number; state: 'asked' | 'agreed' | 'declined' } | null
  /** Whether the platform has paid the shop out. */
  settled: boolean
  modifiedAt: number
  /** When lists begin to show the newest change: their index runs behind. */
  listedAt: number
}

export interface Presale {
  readonly deposit: number
  depositAt: number | null
  readonly tailFrom: number
  readonly tailUntil: number
}

export interface Review {
  readonly no: string
  readonly shopId: string
  readonly orderNo: string
  readonly itemId: string
  readonly code: string
  readonly stars: number
  readonly text: string
  readonly at: number
}

export type AftersaleType = 'refund_only' | 'return_refund' | 'exchange'
export type AftersaleState =
  | 'requested'
  | 'awaiting_return'
  | 'returning'
  | 'refunded'
  | 'exchanged'
  | 'rejected'
  | 'closed'

export interface Aftersale {
  readonly no: string
  readonly shopId: string
  readonly orderNo: string
  readonly lineId: string
  readonly type: AftersaleType
  state: AftersaleState
  readonly reason: string
  readonly amount: number
  readonly qty: number
  readonly createdAt: number
  closedAt: number | null
  refundedAt: number | null
  returnWaybill: string
  /** How often money was paid back: twice is a seller's mistake that nobody mends. */
  paidTimes: number
  modifiedAt: number
  listedAt: number
}

/** One line of the shop's account, in 分; what goes out is below zero. */
export interface Bill {
  readonly no: string
  readonly shopId: string
  readonly orderNo: string
  readonly kind: 'income' | 'refund' | 'commission' | 'deposit'
  readonly amount: number
  readonly modifiedAt: number
  readonly listedAt: number
}

/** Something that will happen: `what` is a step of life.ts. */
export interface Due {
  readonly at: number
  readonly seq: number
  readonly what: string
  readonly no: string
}

export interface Push {
  readonly id: string
  readonly shopId: string
  readonly tag: string
  readonly no: string
  readonly modifiedAt: number
  deliverAt: number
  tries: number
}

export interface World {
  readonly seed: string
  readonly startedAt: number
  now: number
  seq: number
  /** Faults per mille are multiplied by this: 0 is a platform that never fails. */
  readonly chaos: number
  /** Whether the platform's own warehouse ships what no seller has shipped. */
  readonly shipsItself: boolean
  readonly mostLines: number
  readonly hasFreight: boolean
  readonly shops: Shop[]
  readonly orders: Record<string, Order>
  readonly aftersales: Record<string, Aftersale>
  readonly bills: Record<string, Bill>
  readonly reviews: Record<string, Review>
  /** Bill lines charged wrong on purpose, and what was right. */
  readonly planted: Record<string, { readonly charged: number; readonly right: number }>
  /** Receivers that were opened: the platform keeps its own log. */
  readonly decodes: { shopId: string; no: string; scene: string; at: number }[]
  due: Due[]
  pushes: Push[]
  /** Counters of the faults that were played, for people who wonder. */
  readonly faults: Record<string, number>
}

export interface WorldOptions {
  readonly seed: string
  readonly startedAt: number
  readonly shops?: number
  readonly chaos?: number
  readonly shipsItself?: boolean
  /** So many of the shops, the last ones, only count stock up and down. */
  readonly incrementShops?: number
  readonly masks?: boolean
  /** Lines of an order at most: where every cart becomes an order an offer (Pinduoduo, Kuaishou), one. */
  readonly mostLines?: number
  /** Whether some orders pay for their parcel. */
  readonly hasFreight?: boolean
}

const GOODS = [
  ['台灯', ['白', '黑'], 12900],
  ['落地灯', ['原木', '黑'], 39900],
  ['吸顶灯', ['40cm', '60cm'], 25900],
  ['夜灯', ['暖光', '冷光'], 3990],
  ['灯带', ['3m', '5m'], 5990],
  ['灯泡', ['6W', '9W'], 1290],
] as const

export function newWorld(options: WorldOptions): World {
  const count = options.shops ?? 2
  return {
    seed: options.seed,
    startedAt: options.startedAt,
    now: options.startedAt,
    seq: 0,
    chaos: options.chaos ?? 1,
    shipsItself: options.shipsItself ?? true,
    mostLines: options.mostLines ?? 3,
    hasFreight: options.hasFreight ?? true,
    shops: Array.from({ length: count }, (_, at) => newShop(options, at + 1, count)),
    orders: {},
    aftersales: {},
    bills: {},
    reviews: {},
    planted: {},
    decodes: [],
    due: [],
    pushes: [],
    faults: {},
  }
}

function newShop(
  { seed, incrementShops = 0, masks = false }: WorldOptions,
  no: number,
  count: number,
): Shop {
  const chance = chanceOf(`${seed}/shop/${no}`)
  const key = () => chance.int(0, 0xffffffff).toString(16).padStart(8, '0')
  return {
    id: String(8800 + no),
    name: `沙箱灯饰 ${no} 店`,
    appKey: `sb${key()}`,
    secret: [key(), key(), key(), key()].join('-'),
    offers: GOODS.flatMap(([title, specs, price], item) =>
      specs.map((spec, at) => ({
        itemId: `${no}${String(item + 1).padStart(4, '0')}`,
        skuId: `${no}${String(item + 1).padStart(4, '0')}${at + 1}`,
        code: `L${item + 1}-${at + 1}`,
        title,
        spec,
        price,
        priceVersion: 0,
        isOnSale: true,
        listingVersion: 0,
        stock: 10_000,
        stockVersion: 0,
      })),
    ),
    stockMode: no > count - incrementShops ? 'increment' : 'absolute',
    masks,
    token: null,
    pushTo: null,
  }
}

export const paidOf = (order: Order): number =>
  order.lines.reduce((sum, { pay }) => sum + pay, 0) + order.freight

export const refundedOf = (order: Order): number =>
  order.lines.reduce((sum, { refunded }) => sum + refunded, 0)

export const shopOf = (world: World, id: string): Shop | undefined =>
  world.shops.find((shop) => shop.id === id)

export const masked = (receiver: Receiver): Receiver => ({
  ...receiver,
  name: `${receiver.name.slice(0, 1)}*`,
  phone: `${receiver.phone.slice(0, 3)}****${receiver.phone.slice(-4)}`,
  address: `${receiver.address.slice(0, 2)}****`,
})
