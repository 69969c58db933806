// How metrics are written: money without loss, ratios with two decimals, changes with their sign.
import type { Result } from '../../api/client.ts'
import type { analyticsApi } from '../../../src/modules/analytics/contract.ts'
import { formatInteger, formatPercent, formatYuan } from '../../ui/format.ts'

export type Definition = Result<(typeof analyticsApi)['metrics']>['metrics'][number]
export type MetricId = Definition['id']
export type Dimension = Definition['dimensions'][number]
export type Answered = Result<(typeof analyticsApi)['query']>
export type AnswerRow = Answered['rows'][number]
export type Value = string | number | null | undefined

/** `1,234.56`; null where nothing is known. */
export function showValue(definition: Definition, value: Value): string | null {
  if (value === null || value === undefined) return null
  switch (definition.unit) {
    case 'money':
      return formatYuan(String(value))
    case 'ratio':
      return formatPercent(Number(value))
    case 'times':
      return Number(value).toFixed(2)
    default:
      return formatInteger(value)
  }
}

export interface Change {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'quiet'
}

/** Against the other period: per cent of numbers, percentage points of ratios. Signs always. */
export function changeOf(definition: Definition, value: Value, before: Value): Change | null {
  if (value === null || value === undefined || before === null || before === undefined) return null
  const now = Number(value)
  const then = Number(before)
  const isRatio = definition.unit === 'ratio'
  if (!isRatio && then === 0) return null
  const change = isRatio ? (now - then) * 100 : ((now - then) / Math.abs(then)) * 100
  const text = `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(isRatio ? 2 : 1)}${isRatio ? ' pp' : '%'}`
  const isGood = definition.direction === 'up' ? change > 0 : change < 0
  const tone = definition.direction === 'none' || change === 0 ? 'quiet' : isGood ? 'good' : 'bad'
  return { text, tone }
}

/** For pictures only: every figure in words is exact. */
export function drawn(definition: Definition, value: Value): number | null {
  if (value === null || value === undefined) return null
  return definition.unit === 'money'
    ? Number(value) / 100
    : definition.unit === 'ratio'
      ? Number(value) * 100
      : Number(value)
}

export const unitOf = (definition: Definition, currency: string): string =>
  definition.unit === 'money' ? currency : definition.unit === 'ratio' ? '%' : ''
