// The metrics that exist. Formulas are ClickHouse over `order_lines` (migrations/clickhouse).
import { defineMetric, type Metric, ORDERED } from './define-metric.ts'

const SOLD = `kind = 'sale' and is_goods`
const REFUNDED = `kind = 'refund' and is_goods`
const NO_SERVICES = {
  zh: '不含邮费、折扣、手续费等服务行,不含核销和赠送',
  en: 'Without service lines (postage, discounts, fees), write-offs and give-aways.',
}

export const METRICS = [
  defineMetric({
    id: 'gross_sales',
    name: { zh: '销售额(下单)', en: 'Gross sales' },
    question: { zh: '卖了多少货?', en: 'How much did we sell?' },
    unit: 'money',
    value: `sumIf(amount_minor, ${SOLD})`,
    timeBasis: ORDERED,
    caveats: NO_SERVICES,
  }),
  defineMetric({
    id: 'refunds',
    name: { zh: '退款额', en: 'Refunds' },
    question: { zh: '退回去多少?', en: 'How much went back?' },
    unit: 'money',
    value: `-sumIf(amount_minor, ${REFUNDED})`,
    timeBasis: ORDERED,
    caveats: {
      zh: '按退款日,不追溯原单所在月',
      en: 'By the day of the refund, whatever the month of the order.',
    },
  }),
  defineMetric({
    id: 'net_sales',
    name: { zh: '净销售额', en: 'Net sales' },
    question: { zh: '扣掉退款,卖了多少?', en: 'How much is left after refunds?' },
    unit: 'money',
    value: `sumIf(amount_minor, (kind = 'sale' or kind = 'refund') and is_goods)`,
    timeBasis: ORDERED,
    caveats: NO_SERVICES,
  }),
  defineMetric({
    id: 'orders',
    name: { zh: '订单量', en: 'Orders' },
    question: { zh: '多少单?', en: 'How many orders?' },
    unit: 'count',
    value: `uniqExactIf(order_id, kind = 'sale')`,
    timeBasis: ORDERED,
    caveats: {
      zh: '退款单、核销单、全部零价的赠送单不算',
      en: 'Refunds, write-offs and orders that cost nothing do not count.',
    },
  }),
  defineMetric({
    id: 'buyers',
    name: { zh: '买家数', en: 'Buyers' },
    question: { zh: '多少人买?', en: 'How many people bought?' },
    unit: 'count',
    value: `uniqExactIf(customer, kind = 'sale' and customer <> '')`,
    timeBasis: ORDERED,
    caveats: {
      zh: '没有客户号的订单不计买家;跨月相加会重复',
      en: 'Orders without a customer count no buyer; months do not add up.',
    },
  }),
  defineMetric({
    id: 'units',
    name: { zh: '销售件数', en: 'Units sold' },
    question: { zh: '卖了多少件?', en: 'How many pieces?' },
    unit: 'count',
    value: `sumIf(qty, ${SOLD})`,
    timeBasis: ORDERED,
    caveats: { zh: '未扣退货', en: 'Returns are not taken off.' },
  }),
  defineMetric({
    id: 'sales_per_buyer',
    name: { zh: '客单价', en: 'Sales per buyer' },
    question: { zh: '一个买家买多少钱?', en: 'What does one buyer spend?' },
    unit: 'money',
    value: `if(buyers_ = 0, null, intDiv(2 * known_sales_ + buyers_, 2 * buyers_))`,
    timeBasis: ORDERED,
    caveats: {
      zh: '有客户号的销售额 ÷ 买家数,未扣退款',
      en: 'Sales with a customer ÷ buyers; refunds are not taken off.',
    },
  }),
  defineMetric({
    id: 'aov',
    name: { zh: '笔单价', en: 'Average order value' },
    question: { zh: '一单多少钱?', en: 'What is one order worth?' },
    unit: 'money',
    value: `if(orders_ = 0, null, intDiv(2 * sales_ + orders_, 2 * orders_))`,
    timeBasis: ORDERED,
    caveats: {
      zh: '销售额 ÷ 订单量,由合计相除;未扣退款',
      en: 'Sales ÷ orders, of sums; refunds are not taken off.',
    },
  }),
  defineMetric({
    id: 'refund_rate',
    name: { zh: '退款率(金额)', en: 'Refund rate (amount)' },
    question: { zh: '卖出去的有多少退了?', en: 'What part of sales went back?' },
    unit: 'ratio',
    value: `if(sales_ = 0, null, toFloat64(refunds_) / toFloat64(sales_))`,
    timeBasis: ORDERED,
    caveats: {
      zh: '同期退款 ÷ 同期销售,不是同一批订单',
      en: 'Refunds ÷ sales of the same period, not of the same orders.',
    },
  }),
  defineMetric({
    id: 'service_income',
    name: { zh: '服务行金额', en: 'Service lines' },
    question: {
      zh: '邮费、折扣、手续费合计多少?',
      en: 'What do postage, discounts and fees add up to?',
    },
    unit: 'money',
    value: `sumIf(amount_minor, not is_goods)`,
    timeBasis: ORDERED,
    caveats: { zh: '销售与退款两类单据合计', en: 'Over sales and refunds.' },
  }),
] as const satisfies readonly Metric[]

export const METRIC_IDS = METRICS.map(({ id }) => id) as [
  (typeof METRICS)[number]['id'],
  ...(typeof METRICS)[number]['id'][],
]

/** Sums that ratios are made of. */
export const PARTS = `
  sumIf(amount_minor, ${SOLD}) as sales_,
  -sumIf(amount_minor, ${REFUNDED}) as refunds_,
  sumIf(amount_minor, ${SOLD} and customer <> '') as known_sales_,
  uniqExactIf(order_id, kind = 'sale') as orders_,
  uniqExactIf(customer, kind = 'sale' and customer <> '') as buyers_`

export const DIMENSIONS = {
  day: { zh: '日', en: 'Day', value: 'toString(day)' },
  week: { zh: '周', en: 'Week', value: 'toString(toMonday(day))' },
  month: { zh: '月', en: 'Month', value: `formatDateTime(day, '%Y-%m')` },
  product: { zh: '商品', en: 'Product', value: 'sku' },
  country: { zh: '国家', en: 'Country', value: 'country' },
  shop: { zh: '店铺', en: 'Shop', value: 'shop' },
} as const

export type Dimension = keyof typeof DIMENSIONS
export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as [Dimension, ...Dimension[]]
