// What the platform settles: money of an order when it is completed, less its commission; a refund after that takes money and
// commission back. Now and then a commission is charged at a wrong rate: the right one is kept beside it, for whoever wants
// to know whether somebody else found it.
import { listLate } from './change.ts'
import { chanceOf } from './random.ts'
import { type Bill, type Order, paidOf, refundedOf, type World } from './world.ts'

/** Millionths of what the buyer paid and kept. */
export const COMMISSION_PPM = 50_000
const WRONG_PPM = 80_000
const WRONG_PER_MILLE = 30

/** Half a 分 goes up. */
export const shareOf = (amount: number, ppm: number): number =>
  Math.floor((amount * ppm + 500_000) / 1_000_000)

export function settle(world: World, order: Order): void {
  const base = paidOf(order) - refundedOf(order)
  const chance = chanceOf(`${world.seed}/${order.no}/bill`)
  const isWrong = chance.perMille(WRONG_PER_MILLE)
  const charged = shareOf(base, isWrong ? WRONG_PPM : COMMISSION_PPM)
  order.settled = true
  write(world, order, `B${order.no}-1`, 'income', base)
  const fee = write(world, order, `B${order.no}-2`, 'commission', -charged)
  const right = -shareOf(base, COMMISSION_PPM)
  if (right !== fee.amount) world.planted[fee.no] = { charged: fee.amount, right }
}

/** Paid back after it was settled: out of the shop's account, and the commission on it back in. */
export function settleBack(world: World, order: Order, no: string, amount: number): void {
  write(world, order, `B${no}-1`, 'refund', -amount)
  write(world, order, `B${no}-2`, 'commission', shareOf(amount, COMMISSION_PPM))
}

/** A deposit that was lost stays with the shop. */
export function forfeit(world: World, order: Order, deposit: number): void {
  write(world, order, `B${order.no}-0`, 'deposit', deposit)
}

function write(world: World, order: Order, no: string, kind: Bill['kind'], amount: number): Bill {
  const bill: Bill = {
    no,
    shopId: order.shopId,
    orderNo: order.no,
    kind,
    amount,
    modifiedAt: world.now,
    listedAt: listLate(world, no, world.now),
  }
  world.bills[no] = bill
  return bill
}
