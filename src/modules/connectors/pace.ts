// How fast to call, and how long to wait after a failure. Pure.

export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** The moment at which the bucket is full again; one number is all a token bucket has to remember. */
export interface Bucket {
  readonly fullAt: number
}

export const FULL: Bucket = { fullAt: 0 }

/** Take one token: the bucket afterwards, and how long to wait before the call. */
export function takeToken(bucket: Bucket, { perSecond, burst }: Rate, nowMs: number) {
  const each = 1000 / perSecond
  const fullAt = Math.max(bucket.fullAt, nowMs) + each
  return { bucket: { fullAt }, waitMs: Math.max(0, Math.ceil(fullAt - nowMs - burst * each)) }
}

/** Doubles with every try, to a minute at most: a platform that is down is asked again when the next poll comes. */
const LONGEST_WAIT_MS = 60_000

export function backOff(tries: number, firstMs: number): number {
  return Math.min(LONGEST_WAIT_MS, firstMs * 2 ** Math.max(0, tries - 1))
}
