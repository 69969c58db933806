// From visitors to buyers, over the shops and days whose traffic was told: people per day, summed, so that every step counts
// the same kind of thing.
import type { Services } from '#kernel/services.ts'
import { ensureFacts } from './build-facts.ts'
import { type Filters, paramsOf, sourceWhere } from './compile.ts'
import { measureOf, type MeasureName } from './measures.ts'
import type { Period } from './periods.ts'
import { sourceOf } from './sources.ts'

const STEPS = {
  shopDays: 'traffic_days',
  visitors: 'visitors',
  cartUsers: 'cart_users',
  orderBuyers: 'seen_order_days',
  paidBuyers: 'seen_buyer_days',
} as const satisfies Record<string, MeasureName>

export async function funnel(services: Services, period: Period, filters: Filters) {
  await ensureFacts(services)
  const question = { ...period, filters, by: [] }
  const value = async (name: MeasureName) => {
    const { source, sum } = measureOf(name)
    const [row] = await services.clickhouse.query<{ value: string | null }>(
      `select ${sum} as value from ${sourceWhere(question, sourceOf(source))}`,
      paramsOf(question),
    )
    return row?.value ?? null
  }
  const [shopDays, visitors, cartUsers, orderBuyers, paidBuyers] = await Promise.all(
    Object.values(STEPS).map(value),
  )
  const isTold = Number(shopDays ?? 0) > 0
  return {
    shopDays: Number(shopDays ?? 0),
    visitors: isTold ? bigOf(visitors) : null,
    cartUsers: isTold ? bigOf(cartUsers) : null,
    orderBuyers: isTold ? bigOf(orderBuyers) : null,
    paidBuyers: isTold ? bigOf(paidBuyers) : null,
  }
}

const bigOf = (text: string | null | undefined): bigint | null =>
  text === null || text === undefined ? null : BigInt(text)
