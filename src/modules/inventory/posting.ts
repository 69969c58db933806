// What a posting adds up to: pure sums, no I/O. Balances, pools and reservations change by exactly these.
import { OWN_GOODS } from '#modules/parties'
import type { LocationFacts } from './locations.ts'

export const QUALITIES = ['good', 'seconds', 'inspection', 'frozen'] as const
export type Quality = (typeof QUALITIES)[number]

export const KINDS = ['SOFT', 'ORDER', 'HARD', 'QUOTA', 'FREEZE', 'PEG'] as const
export type Kind = (typeof KINDS)[number]

export type MoveReason =
  | 'receive'
  | 'put_away'
  | 'ship'
  | 'return'
  | 'transfer'
  | 'count'
  | 'adjust'
  | 'quality'
  | 'scrap'
  | 'produce'
  | 'opening'
  | 'reversal'

export interface Move {
  readonly skuId: string
  readonly qty: bigint
  readonly from: string
  readonly to: string
  readonly fromQuality: Quality
  readonly toQuality: Quality
  readonly lot: string
  readonly ownerId: string
  readonly reason: MoveReason
  readonly unitCostMinor?: bigint | undefined
  /** When it differs from the posting's: one posting may carry many orders. */
  readonly document?: string | undefined
  readonly effectiveAt?: Date | undefined
}

/** Stands for "anywhere in the site": a promise on the pool. */
export const ANYWHERE = '00000000-0000-0000-0000-000000000000'

export interface Entry {
  readonly skuId: string
  readonly siteId: string
  readonly orderRef: string
  readonly lineRef: string
  readonly kind: Kind
  /** A location for HARD, else ANYWHERE. */
  readonly locationId: string
  readonly lot: string
  /** Whose goods a HARD entry holds. */
  readonly ownerId: string
  readonly delta: bigint
  readonly reason: 'reserve' | 'release' | 'consume' | 'change' | 'expire' | 'lose'
  readonly channel?: string | undefined
  readonly expiresAt?: Date | undefined
}

export const POOL_COLUMN = {
  SOFT: 'soft',
  ORDER: 'ordered',
  HARD: 'hard',
  QUOTA: 'quota',
  FREEZE: 'frozen',
  PEG: 'peg',
} as const satisfies Record<Kind, string>

export interface PoolDelta {
  readonly skuId: string
  readonly siteId: string
  good: bigint
  soft: bigint
  ordered: bigint
  hard: bigint
  frozen: bigint
  peg: bigint
  quota: bigint
}

export interface BalanceDelta {
  readonly skuId: string
  readonly locationId: string
  readonly lot: string
  readonly quality: Quality
  readonly ownerId: string
  qty: bigint
  hard: bigint
}

/** In key order, so that whoever locks or writes them does so in the order everybody does. */
export function poolDeltas(
  moves: readonly Move[],
  entries: readonly Entry[],
  facts: ReadonlyMap<string, LocationFacts>,
): PoolDelta[] {
  const byKey = new Map<string, PoolDelta>()
  const at = (skuId: string, siteId: string) => {
    const key = `${skuId}|${siteId}`
    const known = byKey.get(key)
    if (known) return known
    const fresh = {
      skuId,
      siteId,
      good: 0n,
      soft: 0n,
      ordered: 0n,
      hard: 0n,
      frozen: 0n,
      peg: 0n,
      quota: 0n,
    }
    byKey.set(key, fresh)
    return fresh
  }
  for (const move of moves) {
    const from = facts.get(move.from)!
    const to = facts.get(move.to)!
    // A pool row for every site a move touches: its lock is what keeps two writers of a balance apart.
    // What belongs to others is never promised (INV-7): it is on hand, and in no pool.
    const isOurs = move.ownerId === OWN_GOODS
    at(move.skuId, from.siteId).good -=
      isOurs && from.isPromisable && move.fromQuality === 'good' ? move.qty : 0n
    at(move.skuId, to.siteId).good +=
      isOurs && to.isPromisable && move.toQuality === 'good' ? move.qty : 0n
  }
  for (const { skuId, siteId, kind, delta } of entries)
    at(skuId, siteId)[POOL_COLUMN[kind]] += delta
  return [...byKey.values()].toSorted((a, b) =>
    a.skuId === b.skuId ? compare(a.siteId, b.siteId) : compare(a.skuId, b.skuId),
  )
}

export function balanceDeltas(moves: readonly Move[], entries: readonly Entry[]): BalanceDelta[] {
  const byKey = new Map<string, BalanceDelta>()
  const at = (key: Omit<BalanceDelta, 'qty' | 'hard'>) => {
    const text = `${key.skuId}|${key.locationId}|${key.quality}|${key.ownerId}|${key.lot}`
    const known = byKey.get(text)
    if (known) return known
    const fresh = { ...key, qty: 0n, hard: 0n }
    byKey.set(text, fresh)
    return fresh
  }
  for (const { skuId, lot, ownerId, qty, ...move } of moves) {
    at({ skuId, locationId: move.from, lot, quality: move.fromQuality, ownerId }).qty -= qty
    at({ skuId, locationId: move.to, lot, quality: move.toQuality, ownerId }).qty += qty
  }
  for (const { skuId, kind, locationId, lot, ownerId, delta } of entries) {
    if (kind === 'HARD') at({ skuId, locationId, lot, quality: 'good', ownerId }).hard += delta
  }
  return [...byKey.values()]
}

export interface ReservationDelta extends Omit<Entry, 'channel' | 'expiresAt'> {
  readonly channel: string
  readonly expiresAt: Date | null
}

export type ReservationKey = Pick<
  Entry,
  'skuId' | 'siteId' | 'kind' | 'locationId' | 'lot' | 'orderRef' | 'lineRef'
>

export function reservationKey(e: ReservationKey): string {
  return `${e.skuId}\x1f${e.siteId}\x1f${e.kind}\x1f${e.locationId}\x1f${e.lot}\x1f${e.orderRef}\x1f${e.lineRef}`
}

export function reservationDeltas(entries: readonly Entry[]): ReservationDelta[] {
  const groups = Map.groupBy(entries, reservationKey)
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    delta: group.reduce((sum, { delta }) => sum + delta, 0n),
    channel: group[0]!.channel ?? '',
    expiresAt: group[0]!.expiresAt ?? null,
  }))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
