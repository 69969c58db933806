// 订单画像: what kind of work an order is. One order has one profile, the first that fits from the top; why is kept beside it. Pure.

export const PROFILES = [
  'presale',
  'urgent',
  'large',
  'wholesale',
  'bulk',
  'single',
  'single_multi',
  'multi',
] as const

export type Profile = (typeof PROFILES)[number]

/** How the goods of a wave are picked and brought to their orders. */
export const METHODS = ['sku', 'batch', 'cluster'] as const
export type Method = (typeof METHODS)[number]

export interface ProfileLimits {
  /** Due within so many hours: urgent. */
  readonly urgentHours: number
  readonly largeGrams: bigint
  readonly largeCm3: bigint
  /** From so many pieces of one SKU on an order is a wholesale one. */
  readonly wholesaleQty: bigint
  /** Identical orders from so many on are picked in bulk. */
  readonly bulkFrom: number
}

export interface Profiled {
  readonly id: string
  readonly tags: readonly string[]
  readonly dueAt: Date | null
  readonly grams: bigint
  readonly cm3: bigint
  readonly needs: readonly { readonly skuId: string; readonly qty: bigint }[]
}

export interface ProfileReason {
  readonly rule: Profile
  readonly expected: string
  readonly actual: string
}

/** What makes two orders identical work: the same goods in the same numbers. */
export const shapeOf = (needs: Profiled['needs']): string =>
  needs
    .map(({ skuId, qty }) => `${skuId}:${qty}`)
    .toSorted()
    .join(' ')

/** All orders of a moment together, since only together can they be identical. */
export function profileAll(
  orders: readonly Profiled[],
  limits: ProfileLimits,
  at: Date,
): Map<string, { profile: Profile; reason: ProfileReason }> {
  const alike = new Map<string, number>()
  for (const { needs } of orders) {
    const shape = shapeOf(needs)
    alike.set(shape, (alike.get(shape) ?? 0) + 1)
  }
  return new Map(
    orders.map((order) => {
      const reason = judge(order, limits, at, alike.get(shapeOf(order.needs))!)
      return [order.id, { profile: reason.rule, reason }]
    }),
  )
}

function judge(order: Profiled, limits: ProfileLimits, at: Date, twins: number): ProfileReason {
  const because = (rule: Profile, expected: string, actual: string): ProfileReason => ({
    rule,
    expected,
    actual,
  })
  if (order.tags.includes('presale')) return because('presale', 'presale', order.tags.join(' '))
  const hours = order.dueAt === null ? null : (order.dueAt.getTime() - at.getTime()) / 3_600_000
  if (order.tags.includes('urgent') || (hours !== null && hours <= limits.urgentHours))
    return because(
      'urgent',
      `≤ ${limits.urgentHours} h`,
      hours === null ? 'urgent' : `${hours.toFixed(1)} h`,
    )
  if (order.grams >= limits.largeGrams)
    return because('large', `≥ ${limits.largeGrams} g`, `${order.grams} g`)
  if (order.cm3 >= limits.largeCm3)
    return because('large', `≥ ${limits.largeCm3} cm³`, `${order.cm3} cm³`)
  const pieces = order.needs.reduce((sum, { qty }) => sum + qty, 0n)
  const most = order.needs.reduce((max, { qty }) => (qty > max ? qty : max), 0n)
  if (most >= limits.wholesaleQty)
    return because('wholesale', `≥ ${limits.wholesaleQty}`, String(most))
  // A single piece is quicker as a single, however many are alike.
  if (pieces === 1n) return because('single', '1 × 1', '1 × 1')
  if (twins >= limits.bulkFrom) return because('bulk', `≥ ${limits.bulkFrom}`, String(twins))
  return order.needs.length === 1
    ? because('single_multi', '1 × n', `1 × ${pieces}`)
    : because('multi', '> 1 SKU', `${order.needs.length} SKU`)
}

/**
 * Singles and identical orders need no sorting: any piece serves any order, so they are picked per SKU. Others are sorted while
 * picking where the cart has a compartment for each, else afterwards at a wall.
 */
export const methodOf = (profile: Profile, hasCompartments: boolean): Method =>
  profile === 'single' || profile === 'bulk' ? 'sku' : hasCompartments ? 'cluster' : 'batch'
