// A metric is data: what it answers, how it is summed, what it leaves out. Every screen, export and command
// asks the same query over the same definition, so two people cannot see two numbers.
import type { Bilingual } from '#kernel/errors.ts'

export interface Metric {
  readonly id: string
  readonly name: Bilingual
  /** The question a manager asks, in their words. */
  readonly question: Bilingual
  readonly unit: 'money' | 'count' | 'ratio'
  /** ClickHouse expression over rows of order_lines; ratios divide sums, never average averages. */
  readonly value: string
  readonly timeBasis: Bilingual
  /** What refunds do to it, and what is not in it. Every metric has something to say here. */
  readonly caveats: Bilingual
}

export const defineMetric = <const M extends Metric>(metric: M): M => metric

export const ORDERED: Bilingual = {
  zh: '下单日(店铺时区);退款计入退款发生日',
  en: 'day of order in the shop’s time zone; refunds on the day of the refund',
}
