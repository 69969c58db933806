// Where an order stands, in one vocabulary for all platforms (reference: platforms/canonical.json).
// Pure: which state may follow which, and which of two words about one order is the older (INV-SALES-3).

export const ORDER_STATES = [
  'pending_payment',
  'on_hold',
  'awaiting_shipment',
  'partially_shipped',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'closed_refunded',
] as const

export type OrderState = (typeof ORDER_STATES)[number]

export interface Deadline {
  readonly kind: 'ship' | 'deliver'
  readonly source: string
  readonly dueAt: Date
}

const FOLLOWS: Readonly<Record<OrderState, readonly OrderState[]>> = {
  pending_payment: ['on_hold', 'awaiting_shipment', 'cancelled'],
  on_hold: ['awaiting_shipment', 'cancelled', 'closed_refunded'],
  awaiting_shipment: ['on_hold', 'partially_shipped', 'shipped', 'cancelled', 'closed_refunded'],
  partially_shipped: ['shipped', 'closed_refunded', 'completed'],
  shipped: ['delivered', 'completed', 'closed_refunded'],
  delivered: ['completed', 'closed_refunded'],
  completed: ['closed_refunded'],
  cancelled: [],
  closed_refunded: [],
}

/** Every state that may come after this one, however many steps away. */
const reachable = new Map(ORDER_STATES.map((state) => [state, after(state)]))

function after(from: OrderState): ReadonlySet<OrderState> {
  const seen = new Set<OrderState>()
  const walk = (state: OrderState): void => {
    for (const next of FOLLOWS[state]) {
      if (seen.has(next)) continue
      seen.add(next)
      walk(next)
    }
  }
  walk(from)
  return seen
}

export interface Word {
  readonly status: OrderState
  readonly snapshotAt: Date | null
}

/**
 * Whether `said` is an older word than what we `hold`. When both tell their time, time decides. Else a state that
 * leads to ours, and that ours never leads back to, must have been said before it.
 */
export function isOlder(said: Word, held: Word): boolean {
  if (said.snapshotAt !== null && held.snapshotAt !== null) return said.snapshotAt < held.snapshotAt
  if (said.status === held.status) return false
  const leadsToOurs = reachable.get(said.status)?.has(held.status) ?? false
  const oursLeadsThere = reachable.get(held.status)?.has(said.status) ?? false
  return leadsToOurs && !oursLeadsThere
}

/** True when the goods have left, so far as the state tells. */
export function hasShipped(status: OrderState, shippedAt: Date | null): boolean {
  return (
    ['partially_shipped', 'shipped', 'delivered', 'completed'].includes(status) ||
    (status === 'closed_refunded' && shippedAt !== null)
  )
}

export interface Evidence {
  readonly paidAt: Date | null
  readonly shippedAt: Date | null
  readonly completedAt: Date | null
  readonly paidMinor: bigint
  readonly refundedMinor: bigint
  readonly cancelledAt: Date | null
}

/** The state that the dates and amounts show, for files that do not name one or name it in an unknown word. */
export function stateFromEvidence(seen: Evidence): OrderState {
  const wasPaid = seen.paidAt !== null || seen.paidMinor > 0n
  if (!wasPaid) return seen.cancelledAt === null ? 'pending_payment' : 'cancelled'
  if (seen.refundedMinor > 0n && seen.refundedMinor >= seen.paidMinor) return 'closed_refunded'
  if (seen.cancelledAt !== null) return 'closed_refunded'
  if (seen.completedAt !== null) return 'completed'
  return seen.shippedAt === null ? 'awaiting_shipment' : 'shipped'
}

/** The platform's word, looked up whole, then without the (锁定)/(删除) in front of it; null when unknown. */
export function stateOf(
  text: string,
  statuses: Readonly<Record<string, string>>,
): OrderState | null {
  // Editions differ in full-width and half-width marks and in blanks.
  const plain = halfWidth(text)
  const found =
    statuses[text] ??
    wordsOf(statuses).get(plain) ??
    wordsOf(statuses).get(plain.replace(/^\([^)]*\)/, ''))
  return ORDER_STATES.find((state) => state === found) ?? null
}

const halfWidth = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

const known = new WeakMap<Readonly<Record<string, string>>, ReadonlyMap<string, string>>()

function wordsOf(statuses: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  let words = known.get(statuses)
  if (!words) {
    words = new Map(Object.entries(statuses).map(([word, state]) => [halfWidth(word), state]))
    known.set(statuses, words)
  }
  return words
}
