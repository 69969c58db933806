// What is left after the goods themselves, over lines whose cost is known. Each has a twin before refunds.
import { defineMetric, over } from './define-metric.ts'

const BACK = {
  zh: '退款和退回入库的成本记回原单支付日',
  en: 'Refunds and the cost of returned goods are booked back to the day of payment.',
}
const BEFORE = { zh: '未扣退款', en: 'Refunds are not taken off.' }
const KNOWN_ONLY = {
  zh: '只算已知成本的行(见成本覆盖率);成本按移动平均;运费、平台费、广告不在内',
  en: 'Only lines of known cost (see cost coverage), by moving average. No freight, fees or advertising.',
}
const unknown = (value: string) => `if(costed_lines = 0, null, ${value})`

export const MARGIN_METRICS = [
  defineMetric({
    id: 'gross_profit',
    version: 1,
    name: { zh: '毛利额', en: 'Gross profit' },
    question: { zh: '扣掉货本身,剩多少?', en: 'What is left after the goods?' },
    unit: 'money',
    direction: 'up',
    parts: ['costed_paid', 'costed_refunds', 'cost', 'cost_returned', 'costed_lines'],
    value: unknown('(costed_paid - costed_refunds) - (cost - cost_returned)'),
    formula: {
      zh: '(商品实付 − 退款) − (出库成本 − 退回成本)',
      en: '(paid for goods − refunds) − (cost shipped − cost returned)',
    },
    refunds: BACK,
    caveats: KNOWN_ONLY,
  }),
  defineMetric({
    id: 'gross_margin',
    version: 1,
    name: { zh: '毛利率', en: 'Gross margin' },
    question: { zh: '每卖一块钱,剩多少?', en: 'Of each yuan sold, how much is left?' },
    unit: 'ratio',
    direction: 'up',
    parts: ['costed_paid', 'costed_refunds', 'cost', 'cost_returned', 'costed_lines'],
    value: unknown(
      over(
        '((costed_paid - costed_refunds) - (cost - cost_returned))',
        '(costed_paid - costed_refunds)',
      ),
    ),
    formula: { zh: '毛利额 ÷ (商品实付 − 退款)', en: 'gross profit ÷ (paid for goods − refunds)' },
    refunds: BACK,
    caveats: KNOWN_ONLY,
  }),
  defineMetric({
    id: 'gross_profit_before_refunds',
    version: 1,
    name: { zh: '毛利额(退款前)', en: 'Gross profit before refunds' },
    question: { zh: '没有退款会剩多少?', en: 'What would be left without refunds?' },
    unit: 'money',
    direction: 'up',
    parts: ['costed_paid', 'cost', 'costed_lines'],
    value: unknown('costed_paid - cost'),
    formula: { zh: '商品实付 − 出库成本', en: 'paid for goods − cost shipped' },
    refunds: BEFORE,
    caveats: KNOWN_ONLY,
  }),
  defineMetric({
    id: 'gross_margin_before_refunds',
    version: 1,
    name: { zh: '毛利率(退款前)', en: 'Gross margin before refunds' },
    question: {
      zh: '没有退款,每块钱剩多少?',
      en: 'Of each yuan, what would be left without refunds?',
    },
    unit: 'ratio',
    direction: 'up',
    parts: ['costed_paid', 'cost', 'costed_lines'],
    value: unknown(over('(costed_paid - cost)', 'costed_paid')),
    formula: {
      zh: '(商品实付 − 出库成本) ÷ 商品实付',
      en: '(paid for goods − cost shipped) ÷ paid for goods',
    },
    refunds: BEFORE,
    caveats: KNOWN_ONLY,
  }),
  defineMetric({
    id: 'cost_coverage',
    version: 1,
    name: { zh: '成本覆盖率', en: 'Cost coverage' },
    question: { zh: '多少货款知道成本?', en: 'Of what part of sales is the cost known?' },
    unit: 'ratio',
    direction: 'up',
    parts: ['costed_paid', 'paid_sales'],
    value: over('costed_paid', 'paid_sales'),
    formula: {
      zh: '已知成本的商品实付 ÷ 销售额(支付)',
      en: 'paid for goods of known cost ÷ paid sales',
    },
    refunds: BEFORE,
    caveats: {
      zh: '未出库、未配 SKU 或入库没填成本的行不知道成本',
      en: 'Lines not shipped, not mapped to a SKU, or received without a cost have none.',
    },
  }),
] as const
