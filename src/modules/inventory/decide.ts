// The decision of a reservation: pure, over locked pools. Requests are judged one after another, each all
// or nothing; one that asks too much takes nothing, so smaller ones behind it still get theirs.
import type { Shortage } from './errors.ts'
import type { Pool } from './ledger.ts'

export interface WantedLine {
  readonly lineRef: string
  readonly skuId: string
  readonly qty: bigint
}

export interface Wanted {
  readonly lines: readonly WantedLine[]
  /** Where it may come from, best first. */
  readonly siteIds: readonly string[]
  /** The channel whose exclusive quota it may use. */
  readonly channel: string
}

/** Stock kept exclusively for a channel, still unused. */
export interface Quota {
  readonly skuId: string
  readonly siteId: string
  readonly channel: string
  readonly orderRef: string
  readonly lineRef: string
  left: bigint
}

export interface Allocation extends WantedLine {
  readonly siteId: string
  /** How much of it came out of the channel's own quota, by quota. */
  readonly fromQuotas: readonly { readonly quota: Quota; readonly qty: bigint }[]
}

export type Decision =
  | { readonly ok: true; readonly allocations: readonly Allocation[] }
  | { readonly ok: false; readonly short: readonly Shortage[] }

/** What is left of a pool while a batch is judged. */
interface Running {
  free: bigint
  readonly quotas: Quota[]
}

export class Desk {
  /** By SKU, then by site. */
  readonly #pools = new Map<string, Map<string, Running>>()

  constructor(pools: readonly Pool[], quotas: readonly Quota[]) {
    for (const pool of pools) {
      const own = quotas.filter((q) => q.skuId === pool.skuId && q.siteId === pool.siteId)
      const promised = pool.soft + pool.ordered + pool.hard + pool.frozen
      const sites = this.#pools.get(pool.skuId) ?? new Map<string, Running>()
      this.#pools.set(pool.skuId, sites)
      sites.set(pool.siteId, {
        free: pool.good - promised,
        quotas: own.map((quota) => ({ ...quota })),
      })
    }
  }

  /** Judge one request and, when it fits, take it off what the next ones see. */
  judge(wanted: Wanted): Decision {
    const taken: { pool: Running; qty: bigint; quotas: { quota: Quota; qty: bigint }[] }[] = []
    const allocations: Allocation[] = []
    const short: Shortage[] = []
    for (const line of wanted.lines) {
      let missing = line.qty
      for (const siteId of wanted.siteIds) {
        if (missing === 0n) break
        const pool = this.#pools.get(line.skuId)?.get(siteId)
        const available = pool ? availableTo(pool, wanted.channel) : 0n
        const qty = available < missing ? available : missing
        if (!pool || qty <= 0n) continue
        const quotas = takeQuotas(pool, wanted.channel, qty)
        pool.free -= qty
        taken.push({ pool, qty, quotas })
        allocations.push({ ...line, qty, siteId, fromQuotas: quotas })
        missing -= qty
      }
      if (missing > 0n) {
        short.push({
          lineRef: line.lineRef,
          skuId: line.skuId,
          wanted: line.qty,
          available: line.qty - missing,
        })
      }
    }
    if (short.length === 0) return { ok: true, allocations }
    for (const { pool, qty, quotas } of taken) {
      pool.free += qty
      for (const used of quotas) used.quota.left += used.qty
    }
    return { ok: false, short }
  }
}

/** Free stock less what is kept for other channels. */
function availableTo(pool: Running, channel: string): bigint {
  const others = pool.quotas
    .filter((quota) => quota.channel !== channel)
    .reduce((sum, { left }) => sum + left, 0n)
  return pool.free - others
}

function takeQuotas(pool: Running, channel: string, qty: bigint) {
  const used: { quota: Quota; qty: bigint }[] = []
  let rest = qty
  for (const quota of pool.quotas) {
    if (quota.channel !== channel || quota.left === 0n || rest === 0n) continue
    const part = quota.left < rest ? quota.left : rest
    quota.left -= part
    rest -= part
    used.push({ quota, qty: part })
  }
  return used
}
