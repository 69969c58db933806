// The life of an order, step by step. Every step looks whether it still applies, since sellers and buyers act in between.
import { NOTES, receiverOf } from './buyers.ts'
import { count, DAY, HOUR, MINUTE, plan, SECOND, touch } from './change.ts'
import { settle } from './bills.ts'
import { lapseTail, makePresale, payDeposit } from './presale.ts'
import { planReview, reviewByChance } from './reviews.ts'
import { openAftersale, stepAftersale } from './aftersales.ts'
import { dequeue } from './queue.ts'
import { giveBack, take, type Wanted } from './stock.ts'
import { type Chance, chanceOf } from './random.ts'
import { type Line, type Order, type Shop, shopOf, type World } from './world.ts'

/** Orders that buyers will place by themselves, evenly over `days`. */
export function planOrders(world: World, orders: number, days: number): void {
  const first = Object.keys(world.orders).length
  for (let at = 0; at < orders; at++) {
    const no = orderNo(world, first + at)
    const chance = chanceOf(`${world.seed}/${no}/when`)
    plan(world, 'place', no, world.now + chance.int(0, Math.round(days * DAY)))
  }
}

const orderNo = (world: World, at: number) =>
  `69${String(world.startedAt).slice(0, 6)}${String(at + 1).padStart(9, '0')}`

/** A flash sale: so many buyers want the same thing within seconds, in whichever shop they are, and pay at once. */
export function planRush(world: World, code: string, orders: number, seconds: number): void {
  const first = Object.keys(world.orders).length + world.seq
  for (let at = 0; at < orders; at++) {
    const no = orderNo(world, 400_000_000 + first + at)
    const chance = chanceOf(`${world.seed}/${no}/when`)
    plan(world, `rush:${code}`, no, world.now + chance.int(0, seconds * SECOND))
  }
}

/** Let the clock run; everything due happens in order. */
export function runUntil(world: World, until: number): void {
  while (world.due[0] !== undefined && world.due[0].at <= until) {
    const due = dequeue(world.due)!
    world.now = Math.max(world.now, due.at)
    const step = STEPS[due.what]
    const order = world.orders[due.no]
    const chance = chanceOf(`${world.seed}/${due.no}/${due.what}`)
    if (due.what === 'place') placeByChance(world, due.no, chance)
    else if (due.what.startsWith('rush:')) placeInRush(world, due.no, due.what.slice(5), chance)
    else if (step && order) step(world, order, chance)
    else stepAftersale(world, due.what, due.no, chance)
  }
  world.now = Math.max(world.now, until)
}

function placeByChance(world: World, no: string, chance: Chance): void {
  const shop = chance.pick(world.shops)
  const many = chance.perMille(280) ? chance.int(2, 3) : 1
  const wanted = Array.from({ length: Math.min(many, world.mostLines) }, () => ({
    offer: chance.pick(shop.offers),
    qty: chance.perMille(150) ? chance.int(2, 6) : 1,
  }))
  const order = place(world, shop, no, wanted, chance)
  if (order === null) return
  makePresale(world, order)
  if (chance.perMille(120)) plan(world, 'expire', no, order.createdAt + 30 * MINUTE)
  else plan(world, 'pay', no, order.createdAt + chance.int(5 * SECOND, 20 * MINUTE))
}

function placeInRush(world: World, no: string, code: string, chance: Chance): void {
  const shop = chance.pick(world.shops)
  const offer = shop.offers.find((one) => one.code === code)
  if (!offer) return
  const order = place(world, shop, no, [{ offer, qty: chance.perMille(200) ? 2 : 1 }], chance)
  if (order) plan(world, 'pay', no, order.createdAt + chance.int(SECOND, 10 * SECOND))
}

export function place(
  world: World,
  shop: Shop,
  no: string,
  wanted: readonly Wanted[],
  chance: Chance,
): Order | null {
  if (!take(wanted)) {
    count(world, 'sold out')
    return null
  }
  const lines = wanted.map(({ offer, qty }, at): Line => {
    const amount = offer.price * qty
    const discountShop = chance.perMille(300) ? Math.floor(amount / chance.int(8, 20)) : 0
    const discountPlatform = chance.perMille(200) ? Math.floor(amount / chance.int(15, 40)) : 0
    const { itemId, skuId, code, title, spec, price } = offer
    return {
      id: `${no}-${at + 1}`,
      itemId,
      skuId,
      code,
      title,
      spec,
      qty,
      price,
      discountShop,
      discountPlatform,
      pay: amount - discountShop - discountPlatform,
      refunded: 0,
      aftersale: '',
      notSent: false,
    }
  })
  const order: Order = {
    no,
    shopId: shop.id,
    buyer: `B${chance.int(10_000, 99_999)}`,
    lines,
    freight: chance.perMille(200) && world.hasFreight ? 600 : 0,
    state: 'unpaid',
    receiver: receiverOf(chance),
    buyerNote: chance.perMille(100) ? chance.pick(NOTES) : '',
    sellerNote: '',
    createdAt: world.now,
    paidAt: null,
    shippedAt: null,
    completedAt: null,
    shipDueAt: null,
    carrier: '',
    waybill: '',
    closeReason: '',
    presale: null,
    appointment: null,
    settled: false,
    modifiedAt: 0,
    listedAt: 0,
  }
  world.orders[no] = order
  touch(world, order, '100')
  return order
}

export function newOrderNo(world: World): string {
  return orderNo(world, 500_000_000 + world.seq)
}

type Step = (world: World, order: Order, chance: Chance) => void

const isWaiting = ({ state }: Order) => state === 'to_ship' || state === 'held'

export const STEPS: Readonly<Record<string, Step>> = {
  expire(world, order) {
    if (order.state !== 'unpaid') return
    order.state = 'cancelled'
    order.closeReason = '超时未付款'
    for (const line of order.lines) giveBack(world, order, line)
    touch(world, order, '106')
  },
  pay(world, order, chance) {
    if (order.state !== 'unpaid' && order.state !== 'deposit_paid') return
    if (payDeposit(world, order, chance)) return
    order.paidAt = world.now
    order.shipDueAt = world.now + 48 * HOUR
    order.state = chance.perMille(60) ? 'held' : 'to_ship'
    touch(world, order, '110')
    const later = (what: string, share: number, from: number, to: number) => {
      const at = world.now + chance.int(from, to)
      if (chance.perMille(share)) plan(world, what, order.no, at)
    }
    later('release', order.state === 'held' ? 1000 : 0, HOUR, 3 * HOUR)
    later('address', 80, MINUTE, 3 * HOUR)
    later('note', 60, MINUTE, 5 * HOUR)
    later('swap', 50, MINUTE, 5 * HOUR)
    later('deadline', 120, HOUR, 12 * HOUR)
    later('refund', 70, 10 * MINUTE, 6 * HOUR)
    later('ship', world.shipsItself ? 1000 : 0, 4 * HOUR, 40 * HOUR)
  },
  tail(world, order, chance) {
    STEPS['pay']!(world, order, chance)
  },
  tail_lapse: lapseTail,
  review: reviewByChance,
  release(world, order) {
    if (order.state !== 'held') return
    order.state = 'to_ship'
    touch(world, order, '101')
  },
  address(world, order, chance) {
    if (!isWaiting(order)) return
    order.receiver = { ...receiverOf(chance), name: order.receiver.name }
    touch(world, order, '111')
  },
  note(world, order, chance) {
    if (!isWaiting(order)) return
    order.sellerNote = chance.pick(NOTES)
    touch(world, order, '113')
  },
  /** The buyer takes another variant of the same thing. */
  swap(world, order, chance) {
    const line = order.lines[0]!
    if (!isWaiting(order) || line.aftersale !== '') return
    const others = shopOf(world, order.shopId)!.offers.filter(
      ({ itemId, skuId }) => itemId === line.itemId && skuId !== line.skuId,
    )
    const offer = chance.pick(others)
    if (!take([{ offer, qty: line.qty }])) return
    giveBack(world, order, line)
    const { skuId, code, spec } = offer
    Object.assign(line, { skuId, code, spec })
    touch(world, order, '112')
  },
  deadline(world, order, chance) {
    if (!isWaiting(order)) return
    order.shipDueAt! += chance.pick([-6, 24, 48]) * HOUR
    touch(world, order, '112')
  },
  /** The buyer answers a seller who has asked for a later day. */
  answer_date(world, order, chance) {
    if (!isWaiting(order) || order.appointment?.state !== 'asked') return
    order.appointment.state = chance.perMille(750) ? 'agreed' : 'declined'
    if (order.appointment.state === 'agreed') order.shipDueAt = order.appointment.shipBy
    touch(world, order, '112')
  },
  refund(world, order, chance) {
    if (!isWaiting(order)) return
    const lines = chance.perMille(600) ? order.lines : order.lines.slice(0, 1)
    for (const line of lines) openAftersale(world, order, line, 'refund_only', line.pay, chance)
  },
  ship(world, order, chance) {
    if (order.state !== 'to_ship') return
    const waybill = `SB${order.no.slice(-9)}`
    ship(world, order, chance.pick(['yuantong', 'zhongtong', 'shunfeng']), waybill)
  },
  ship_rest(world, order) {
    if (order.state !== 'part_shipped') return
    order.state = 'shipped'
    touch(world, order, '102')
  },
  complete(world, order) {
    if (order.state !== 'shipped') return
    order.state = 'completed'
    order.completedAt = world.now
    settle(world, order)
    planReview(world, order)
    touch(world, order, '103')
  },
  complain(world, order, chance) {
    if (order.state !== 'shipped' && order.state !== 'completed') return
    const line = chance.pick(order.lines)
    const kind = chance.int(1, 100)
    const type = kind <= 55 ? 'return_refund' : kind <= 90 ? 'refund_only' : 'exchange'
    const part =
      type === 'refund_only'
        ? Math.max(1, Math.floor((line.pay * chance.int(10, 100)) / 100))
        : line.pay
    openAftersale(world, order, line, type, type === 'exchange' ? 0 : part, chance)
  },
}

/** Whoever ships it: the platform's own warehouse, or a seller over the API. */
export function ship(world: World, order: Order, carrier: string, waybill: string): void {
  const chance = chanceOf(`${world.seed}/${order.no}/shipped`)
  const isPart = order.lines.length > 1 && chance.perMille(150)
  order.state = isPart ? 'part_shipped' : 'shipped'
  order.shippedAt = world.now
  order.carrier = carrier
  order.waybill = waybill
  touch(world, order, isPart ? '108' : '102')
  if (isPart) plan(world, 'ship_rest', order.no, world.now + 6 * HOUR)
  plan(world, 'complete', order.no, world.now + chance.int(3 * DAY, 8 * DAY))
  if (chance.perMille(140)) plan(world, 'complain', order.no, world.now + chance.int(DAY, 6 * DAY))
}
