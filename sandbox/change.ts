// The only way anything changes: what is changed gets a newer time of modification, shows up in lists (late, at times) and is
// pushed (twice, late, out of order or never, at times).
import { chanceOf } from './random.ts'
import { enqueue } from './queue.ts'
import type { Aftersale, Order, World } from './world.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Lists of real platforms run behind by seconds, in bad hours by minutes. */
const LONGEST_LIST_LAG = 240 * SECOND

export function plan(world: World, what: string, no: string, at: number): void {
  world.seq += 1
  enqueue(world.due, { at, seq: world.seq, what, no })
}

export function count(world: World, fault: string): void {
  world.faults[fault] = (world.faults[fault] ?? 0) + 1
}

export function touch(world: World, record: Order | Aftersale, tag: string): void {
  record.modifiedAt = Math.max(world.now, record.modifiedAt + 1)
  record.listedAt = listLate(world, record.no, record.modifiedAt)
  push(world, record, tag)
}

/** When lists begin to show a change. */
export function listLate(world: World, no: string, modifiedAt: number): number {
  const chance = chanceOf(`${world.seed}/list/${no}/${modifiedAt}`)
  const isLate = chance.perMille(100 * world.chaos)
  if (isLate) count(world, 'late in lists')
  return world.now + (isLate ? chance.int(SECOND, LONGEST_LIST_LAG) : 0)
}

function push(world: World, record: Order | Aftersale, tag: string): void {
  world.seq += 1
  const id = `m${world.seq}`
  const chance = chanceOf(`${world.seed}/push/${id}`)
  if (chance.perMille(50 * world.chaos)) return count(world, 'push lost')
  const isLate = chance.perMille(100 * world.chaos)
  if (isLate) count(world, 'push late')
  const one = {
    id,
    shopId: record.shopId,
    tag,
    no: record.no,
    modifiedAt: record.modifiedAt,
    // Late ones arrive after younger ones: that is how they come out of order.
    deliverAt: world.now + (isLate ? chance.int(MINUTE, 3 * HOUR) : 0),
    tries: 0,
  }
  world.pushes.push(one)
  if (!chance.perMille(100 * world.chaos)) return
  count(world, 'push twice')
  world.pushes.push({ ...one, deliverAt: one.deliverAt + chance.int(0, HOUR) })
}
