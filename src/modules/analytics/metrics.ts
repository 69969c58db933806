// All metrics that exist.
import type { Metric } from './define-metric.ts'
import { CUSTOMER_METRICS } from './metrics-customers.ts'
import { MARGIN_METRICS } from './metrics-margin.ts'
import { MARKET_METRICS } from './metrics-market.ts'
import { SALES_METRICS } from './metrics-sales.ts'

export const METRICS = [
  ...SALES_METRICS,
  ...CUSTOMER_METRICS,
  ...MARGIN_METRICS,
  ...MARKET_METRICS,
] as const

export type MetricId = (typeof METRICS)[number]['id']
export const METRIC_IDS = METRICS.map(({ id }) => id) as [MetricId, ...MetricId[]]

const BY_ID = new Map<string, Metric>(METRICS.map((metric) => [metric.id, metric]))
export function metricOf(id: MetricId): Metric {
  return BY_ID.get(id)!
}
