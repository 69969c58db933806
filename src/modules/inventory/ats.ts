// Available to sell: pure, and explained step by step (mission §4.4).
//
//   good → − frozen promises − orders − soft = free
//   shared = max(0, free − safety − unused exclusive quotas of all channels)
//   ATS(channel) = floor(min(shared × percent, cap)) + the channel's own unused quota
//
// A publication is never the gate (several channels may be offered the same unit on purpose); the
// reservation is.

export interface SafetyRule {
  /** null: at every site. */
  readonly siteId: string | null
  /** null: for every channel (or way of delivery). */
  readonly channel: string | null
  readonly qty: bigint
}

/** The most specific rule wins, an explicit 0 included (golden example G-3). */
export function safetyFor(rules: readonly SafetyRule[], siteId: string, channel: string): bigint {
  const match = (site: string | null, ch: string | null) =>
    rules.find((rule) => rule.siteId === site && rule.channel === ch)
  return (match(siteId, channel) ?? match(siteId, null) ?? match(null, null))?.qty ?? 0n
}

export interface SitePool {
  readonly siteId: string
  readonly onHand: bigint
  /** Inside the walls, yet not promisable: seconds, inspection, frozen, on the road. */
  readonly notGood: bigint
  readonly good: bigint
  readonly soft: bigint
  readonly ordered: bigint
  readonly hard: bigint
  readonly frozen: bigint
  readonly quotas: readonly { readonly channel: string; readonly left: bigint }[]
  readonly safety: bigint
}

export type StepKey =
  | 'on_hand'
  | 'not_good'
  | 'good'
  | 'soft'
  | 'ordered'
  | 'hard'
  | 'frozen'
  | 'free'
  | 'safety'
  | 'quotas'
  | 'shared'
  | 'share'
  | 'own_quota'
  | 'ats'

export interface Step {
  readonly key: StepKey
  /** Totals stand alone, changes are signed. */
  readonly kind: 'total' | 'change'
  readonly value: bigint
}

export interface Share {
  readonly percent: number
  readonly cap: bigint | null
}

export function waterfall(pools: readonly SitePool[], channel: string, share: Share): Step[] {
  const sum = (of: (pool: SitePool) => bigint) =>
    pools.reduce((total, pool) => total + of(pool), 0n)
  const freeOf = (p: SitePool) => p.good - p.soft - p.ordered - p.hard - p.frozen
  const quotaOf = (p: SitePool) => p.quotas.reduce((total, { left }) => total + left, 0n)
  const sharedOf = (p: SitePool) => {
    const rest = freeOf(p) - p.safety - quotaOf(p)
    return rest > 0n ? rest : 0n
  }
  const shared = sum(sharedOf)
  const own = sum((p) =>
    p.quotas.filter((q) => q.channel === channel).reduce((total, { left }) => total + left, 0n),
  )
  const byPercent = (shared * BigInt(share.percent)) / 100n
  const offered = share.cap !== null && share.cap < byPercent ? share.cap : byPercent
  const free = sum(freeOf)
  const quotas = sum(quotaOf)
  return [
    { key: 'on_hand', kind: 'total', value: sum((p) => p.onHand) },
    { key: 'not_good', kind: 'change', value: -sum((p) => p.notGood) },
    { key: 'good', kind: 'total', value: sum((p) => p.good) },
    { key: 'soft', kind: 'change', value: -sum((p) => p.soft) },
    { key: 'ordered', kind: 'change', value: -sum((p) => p.ordered) },
    { key: 'hard', kind: 'change', value: -sum((p) => p.hard) },
    { key: 'frozen', kind: 'change', value: -sum((p) => p.frozen) },
    { key: 'free', kind: 'total', value: free },
    { key: 'quotas', kind: 'change', value: -quotas },
    // Safety takes no more than there is: a site below its safety offers nothing, it owes nothing.
    { key: 'safety', kind: 'change', value: shared - (free - quotas) },
    { key: 'shared', kind: 'total', value: shared },
    { key: 'share', kind: 'change', value: offered - shared },
    { key: 'own_quota', kind: 'change', value: own },
    { key: 'ats', kind: 'total', value: offered + own },
  ]
}

/**
 * Kits that can be made now, component first (G-2): each part's own free stock, divided by its need,
 * rounded down, also below zero, so that a shortage says how many kits it is short.
 */
export function bundleAvailable(
  parts: readonly {
    readonly free: bigint
    /** What of the free stock may be offered; all of it if left out. */
    readonly offered?: bigint
    readonly perBundle: bigint
  }[],
  share: Share = { percent: 100, cap: null },
): { publish: bigint; short: bigint } {
  if (parts.length === 0) return { publish: 0n, short: 0n }
  const floorDiv = (a: bigint, b: bigint) => (a >= 0n ? a / b : -((-a + b - 1n) / b))
  const least = (of: (part: (typeof parts)[number]) => bigint) =>
    parts.map((part) => floorDiv(of(part), part.perBundle)).reduce((a, b) => (a < b ? a : b))
  const free = least((part) => part.free)
  const offerable = least((part) => part.offered ?? part.free)
  const byPercent = offerable > 0n ? (offerable * BigInt(share.percent)) / 100n : 0n
  return {
    publish: share.cap !== null && share.cap < byPercent ? share.cap : byPercent,
    short: free < 0n ? -free : 0n,
  }
}

/**
 * Safety that keeps a channel whose stock is stale from promising what is gone: what can be sold at the
 * peak rate while nobody is told (OP-STK-2). Rounded up.
 */
export function safetyForStaleness(peakPerMinute: bigint, staleSeconds: bigint): bigint {
  return (peakPerMinute * staleSeconds + 59n) / 60n
}
