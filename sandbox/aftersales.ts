// After-sales and their clocks: asked for, agreed or refused, sent back, paid back.
import { settleBack } from './bills.ts'
import { DAY, HOUR, plan, touch } from './change.ts'
import { giveBack } from './stock.ts'
import { type Chance, chanceOf } from './random.ts'
import type { Aftersale, AftersaleType, Line, Order, World } from './world.ts'

const REASONS = ['不想要了', '破损', '与描述不符', '少件', '质量问题']

/** One a line: a second is not opened. */
export function openAftersale(
  world: World,
  order: Order,
  line: Line,
  type: AftersaleType,
  amount: number,
  chance: Chance,
): Aftersale | null {
  if (line.aftersale !== '') return null
  const no = `A${line.id.replace('-', '')}`
  const record: Aftersale = {
    no,
    shopId: order.shopId,
    orderNo: order.no,
    lineId: line.id,
    type,
    state: 'requested',
    reason: chance.pick(REASONS),
    amount,
    qty: line.qty,
    createdAt: world.now,
    closedAt: null,
    refundedAt: null,
    returnWaybill: '',
    paidTimes: 0,
    modifiedAt: 0,
    listedAt: 0,
  }
  world.aftersales[no] = record
  line.aftersale = 'requested'
  touch(world, record, '200')
  touch(world, order, '200')
  plan(world, 'as_judge', no, world.now + chance.int(HOUR, 12 * HOUR))
  return record
}

export function stepAftersale(world: World, what: string, no: string, chance: Chance): void {
  const record = world.aftersales[no]
  if (!record) return
  if (what === 'as_judge') judge(world, record, chance)
  if (what === 'as_return' && record.state === 'awaiting_return') {
    record.state = 'returning'
    record.returnWaybill = `RT${record.no.slice(-9)}`
    move(world, record, '203')
    plan(world, 'as_receive', no, world.now + chance.int(DAY, 3 * DAY))
  }
  if (what === 'as_receive' && record.state === 'returning') {
    if (record.type === 'exchange') close(world, record, 'exchanged', '207')
    else payBack(world, record)
  }
  if (what === 'as_close' && record.state === 'rejected') close(world, record, 'closed', '207')
}

function judge(world: World, record: Aftersale, chance: Chance): void {
  if (record.state !== 'requested') return
  if (record.type === 'refund_only') {
    if (!chance.perMille(100)) return payBack(world, record)
    record.state = 'rejected'
    move(world, record, '204')
    return plan(world, 'as_close', record.no, world.now + chance.int(HOUR, 2 * DAY))
  }
  toReturn(world, record, chance)
}

export function toReturn(world: World, record: Aftersale, chance: Chance): void {
  record.state = 'awaiting_return'
  move(world, record, '201')
  plan(world, 'as_return', record.no, world.now + chance.int(6 * HOUR, 3 * DAY))
}

export function payBack(world: World, record: Aftersale): void {
  const order = world.orders[record.orderNo]!
  const line = lineOf(order, record)
  line.refunded += record.amount
  if (order.shippedAt === null && !line.notSent) {
    line.notSent = true
    giveBack(world, order, line)
  }
  record.refundedAt = world.now
  record.paidTimes += 1
  if (order.settled) settleBack(world, order, record.no, record.amount)
  if (order.lines.every(({ refunded, pay }) => refunded === pay)) order.state = 'refunded'
  close(world, record, 'refunded', '206')
}

function close(world: World, record: Aftersale, state: Aftersale['state'], tag: string): void {
  record.state = state
  record.closedAt = world.now
  move(world, record, tag)
}

function move(world: World, record: Aftersale, tag: string): void {
  const order = world.orders[record.orderNo]!
  lineOf(order, record).aftersale = record.state
  touch(world, record, tag)
  touch(world, order, tag)
}

const lineOf = (order: Order, record: Aftersale): Line =>
  order.lines.find(({ id }) => id === record.lineId)!

/** A buyer asks on the page. */
export function askRefund(world: World, order: Order): Aftersale[] {
  const type = order.shippedAt === null ? 'refund_only' : 'return_refund'
  const chance = chanceOf(`${world.seed}/${order.no}/asked`)
  return order.lines.flatMap(
    (line) => openAftersale(world, order, line, type, line.pay, chance) ?? [],
  )
}
