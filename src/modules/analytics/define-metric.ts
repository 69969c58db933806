// A metric is data: what it answers, of which sums it is made, what it leaves out. Every screen, export and command asks
// the same query over the same definition, so two people cannot see two numbers.
import type { Bilingual } from '#kernel/errors.ts'
import { type MeasureName, measureOf, MEASURES } from './measures.ts'
import { sourceOf } from './sources.ts'

export interface Metric {
  readonly id: string
  /** Raised whenever the same rows would give another number. */
  readonly version: number
  readonly name: Bilingual
  /** The question a manager asks, in their words. */
  readonly question: Bilingual
  /** `ratio` is shown as a percentage, `times` as a plain factor. */
  readonly unit: 'money' | 'count' | 'ratio' | 'times'
  /** Which way is good: colours follow it. */
  readonly direction: 'up' | 'down' | 'none'
  /** The sums it is made of; SQL over their names. */
  readonly parts: readonly MeasureName[]
  readonly value: string
  readonly formula: Bilingual
  /** What refunds do to it. */
  readonly refunds: Bilingual
  /** What is not in it, and what to beware of. */
  readonly caveats: Bilingual
}

export const defineMetric = <const M extends Metric>(metric: M): M => metric

/** One part, as it is. */
export const plain = (part: MeasureName, sign: '' | '-' = '') => ({
  parts: [part],
  value: `${sign}${part}`,
  formula: MEASURES[part].says,
})

/** Numerator over denominator, of sums; nothing where either is unknown or the denominator is 0. */
export const over = (numerator: string, denominator: string): string =>
  `if(ifNull(${denominator}, 0) = 0, null, toFloat64(${numerator}) / toFloat64(${denominator}))`

/** Money per piece, rounded half away from zero to the 分. */
export const per = (money: string, count: string): string =>
  `if(ifNull(${count}, 0) = 0, null, sign(${money}) * intDiv(2 * abs(${money}) + ${count}, 2 * ${count}))`

/** Adding up rows of a table gives the total only where this is true. */
export const isAdditive = (metric: Metric): boolean =>
  metric.unit !== 'ratio' &&
  metric.unit !== 'times' &&
  !metric.value.includes('/') &&
  !metric.value.includes('intDiv') &&
  metric.parts.every((part) => measureOf(part).isAdditive)

/** The days its parts are counted by, in words. */
export function timeBasis(metric: Metric): Bilingual {
  const days = [...new Set(metric.parts.map((part) => measureOf(part).source))].map(
    (source) => sourceOf(source).basis,
  )
  const words = (lang: 'zh' | 'en') => [...new Set(days.map((day) => day[lang]))]
  return { zh: words('zh').join('、'), en: words('en').join(', ') }
}
