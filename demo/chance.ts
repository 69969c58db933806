// Numbers drawn from a seed, beyond those of the sandbox: how many come when so many are expected, one of a list by weight.
import { type Chance, chanceOf } from '../sandbox/random.ts'

export { type Chance, chanceOf }

/** A power of two: the generator gives 32 bits, which no other number of steps shares out evenly. */
const STEPS = 2 ** 30

const unit = (chance: Chance): number => (chance.int(0, STEPS - 1) + 0.5) / STEPS

/** Poisson: exact where few are expected, the bell curve where many are. */
export function howMany(chance: Chance, expected: number): number {
  if (expected <= 0) return 0
  if (expected > 40) {
    const bell = Math.sqrt(-2 * Math.log(unit(chance))) * Math.cos(2 * Math.PI * unit(chance))
    return Math.max(0, Math.round(expected + bell * Math.sqrt(expected)))
  }
  const limit = Math.exp(-expected)
  let product = unit(chance)
  let count = 0
  while (product > limit) {
    product *= unit(chance)
    count += 1
  }
  return count
}

export function weighted<T>(chance: Chance, list: readonly T[], weight: (one: T) => number): T {
  const total = list.reduce((sum, one) => sum + weight(one), 0)
  let at = chance.int(0, total - 1)
  for (const one of list) {
    at -= weight(one)
    if (at < 0) return one
  }
  return list.at(-1)!
}
