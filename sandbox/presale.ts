// Presale: a deposit at once, the tail in a window some days later. Until the tail is paid nothing is owed to the buyer but the
// place in the queue; who does not pay it loses the deposit to the shop.
import { forfeit } from './bills.ts'
import { DAY, HOUR, plan, touch } from './change.ts'
import { type Chance, chanceOf } from './random.ts'
import { giveBack } from './stock.ts'
import { type Order, paidOf, type World } from './world.ts'

/** So many of a thousand orders, by a stream of their own: no other order changes when this share does. */
const PRESALES_PER_MILLE = 40
const DEPOSIT_PERCENT = 20
const TAIL_PAID_PER_MILLE = 850

export function makePresale(world: World, order: Order): void {
  const chance = chanceOf(`${world.seed}/${order.no}/presale`)
  if (!chance.perMille(PRESALES_PER_MILLE)) return
  const tailFrom = order.createdAt + chance.int(1, 3) * DAY
  order.presale = {
    deposit: Math.max(1, Math.floor((paidOf(order) * DEPOSIT_PERCENT) / 100)),
    depositAt: null,
    tailFrom,
    tailUntil: tailFrom + DAY,
  }
}

/** True when only the deposit was paid now: the rest of the order's life begins with the tail. */
export function payDeposit(world: World, order: Order, chance: Chance): boolean {
  if (order.presale === null || order.presale.depositAt !== null) return false
  order.presale.depositAt = world.now
  order.state = 'deposit_paid'
  touch(world, order, '110')
  const { tailFrom, tailUntil } = order.presale
  if (chance.perMille(TAIL_PAID_PER_MILLE))
    plan(world, 'tail', order.no, tailFrom + chance.int(0, 20 * HOUR))
  else plan(world, 'tail_lapse', order.no, tailUntil)
  return true
}

export function lapseTail(world: World, order: Order): void {
  if (order.state !== 'deposit_paid' || order.presale === null) return
  order.state = 'cancelled'
  order.closeReason = '尾款未付,定金不退'
  for (const line of order.lines) giveBack(world, order, line)
  forfeit(world, order, order.presale.deposit)
  touch(world, order, '106')
}
