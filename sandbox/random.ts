// Chance from a seed. Every order draws from a stream of its own, so that what one caller does to one order never changes
// what happens to another.

export interface Chance {
  /** Whole number, `from` and `to` included. */
  int(from: number, to: number): number
  /** True in so many of a thousand. */
  perMille(share: number): boolean
  pick<T>(list: readonly T[]): T
}

export function chanceOf(seed: string): Chance {
  let state = hash(seed)
  // mulberry32: 32 bits of state are plenty for one order's life.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const int = (from: number, to: number) => from + (next() % (to - from + 1))
  return {
    int,
    perMille: (share) => int(0, 999) < share,
    pick: (list) => list[int(0, list.length - 1)]!,
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let at = 0x811c9dc5
  for (const char of text) at = Math.imul(at ^ char.codePointAt(0)!, 0x01000193)
  return at >>> 0
}
