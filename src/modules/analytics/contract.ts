// Metrics and the question everybody asks them, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'
import { METRIC_IDS } from './metrics.ts'
import { DIMENSION_NAMES, UNKNOWN } from './sources.ts'

const bilingual = z.object({ zh: z.string(), en: z.string() })

const filter = z.string().min(1).max(100).optional()
const known = z.string().min(1).max(400).optional().describe(`${UNKNOWN}: where nobody knows`)

const filters = {
  shop: filter,
  platform: filter,
  product: known,
  spu: known,
  category: known,
  country: known,
  province: known,
  city: known,
  source: known,
  talent: known,
  hour: filter,
  customer_type: known,
  traffic_source: filter,
  item: filter,
  plan: filter,
  ad_tool: filter,
  offline_channel: filter,
  region: filter,
  site: filter,
}

const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .optional()
  .describe('only shops that count in it; amounts of several do not add up')

const boardFilters = { shop: filter, platform: filter, currency }

const period = { from: input.date, to: input.date }

const values = z.record(z.string(), z.union([z.string(), z.number()]).nullable())

export const analyticsApi = {
  metrics: route({
    method: 'GET',
    path: '/api/analytics/metrics',
    summary: { zh: '指标口径', en: 'Metric definitions' },
    permission: 'analytics.read',
    response: z.object({
      metrics: z.array(
        z.object({
          id: z.enum(METRIC_IDS),
          version: z.number(),
          name: bilingual,
          question: bilingual,
          unit: z.enum(['money', 'count', 'ratio', 'times']),
          direction: z.enum(['up', 'down', 'none']),
          formula: bilingual,
          timeBasis: bilingual,
          refunds: bilingual,
          caveats: bilingual,
          /** Rows and periods of it add up. */
          isAdditive: z.boolean(),
          parts: z.array(
            z.object({ id: z.string(), zh: z.string(), en: z.string(), basis: bilingual }),
          ),
          /** What it can be split and filtered by. */
          dimensions: z.array(z.enum(DIMENSION_NAMES)),
        }),
      ),
      dimensions: z.array(
        z.object({ id: z.enum(DIMENSION_NAMES), zh: z.string(), en: z.string() }),
      ),
    }),
  }),
  query: route({
    method: 'POST',
    path: '/api/analytics/query',
    summary: { zh: '按指标和维度查询', en: 'Ask for metrics by dimensions' },
    permission: 'analytics.read',
    body: z.strictObject({
      ...period,
      metrics: z.array(z.enum(METRIC_IDS)).min(1).max(30),
      by: z.array(z.enum(DIMENSION_NAMES)).max(3).default([]),
      filters: z.strictObject({ ...filters, currency }).default({}),
      compare: z.enum(['previous', 'year']).optional(),
      orderBy: z.enum(METRIC_IDS).optional(),
      limit: z.int().min(1).max(5000).default(1000),
    }),
    response: z.object({
      currency: z.string().nullable(),
      /** Events not yet in the facts: 0 means the numbers are current. */
      behind: wire.big,
      asOf: wire.instant,
      compared: z.object({ from: wire.date, to: wire.date }).nullable(),
      rows: z.array(
        z.object({
          keys: z.record(z.string(), z.string()),
          title: z.string().optional(),
          /** Names of keys that are codes: provinces and cities. */
          labels: z.record(z.string(), bilingual).optional(),
          values,
          /** The same of the period compared with. */
          before: values.optional(),
          /** Sources a time bucket lacks; such a bucket takes no part in a ranking (orderBy). */
          incomplete: z.array(z.string()).optional(),
        }),
      ),
    }),
    errors: [
      'kernel.clickhouse_unavailable',
      'analytics.mixed_currencies',
      'analytics.no_such_cut',
      'analytics.period_reversed',
    ],
  }),
  rows: listRoute({
    path: '/api/analytics/rows',
    summary: { zh: '数字背后的明细', en: 'The rows behind a number' },
    permission: 'analytics.read',
    filters: {
      metric: z.enum(METRIC_IDS),
      part: z
        .string()
        .max(40)
        .optional()
        .describe('one of the parts of a metric; the first if left out'),
      ...period,
      ...filters,
      currency,
    },
    item: z.object({
      key: z.string(),
      orderId: wire.id.nullable(),
      platformNo: z.string(),
      shop: z.string(),
      day: wire.date,
      label: z.string(),
      unit: z.enum(['money', 'count']),
      amountMinor: wire.minor.nullable(),
      count: wire.big.nullable(),
    }),
    columns: [
      { key: 'day', zh: '日期', en: 'Day', kind: 'date' },
      { key: 'shop', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'platformNo', zh: '平台单号', en: 'Platform no.', kind: 'text' },
      { key: 'label', zh: '内容', en: 'What', kind: 'text' },
      { key: 'amountMinor', zh: '金额', en: 'Amount', kind: 'money' },
      { key: 'count', zh: '数量', en: 'Count', kind: 'qty' },
    ],
  }),
  freshness: route({
    method: 'GET',
    path: '/api/analytics/freshness',
    summary: {
      zh: '数据到哪一天,哪天未完整',
      en: 'How far the data goes, and which days are not complete',
    },
    permission: 'analytics.read',
    query: z.strictObject({
      from: input.date.optional(),
      to: input.date.optional(),
      ...boardFilters,
    }),
    response: z.object({
      today: wire.date,
      /** The last day with orders. */
      lastDay: wire.date.nullable(),
      /** What the shops count in, that of most orders first. */
      currencies: z.array(z.string()),
      sources: z.array(
        z.object({
          shop: z.string(),
          kind: z.enum(['orders', 'traffic', 'ads']),
          firstDay: wire.date,
          lastDay: wire.date,
          expectedDay: wire.date,
          isCurrent: z.boolean(),
        }),
      ),
      incomplete: z.array(
        z.object({
          day: wire.date,
          missing: z.array(
            z.object({ shop: z.string(), kind: z.enum(['orders', 'traffic', 'ads', 'day']) }),
          ),
        }),
      ),
    }),
  }),
  restatements: route({
    method: 'GET',
    path: '/api/analytics/restatements',
    summary: {
      zh: '看过之后又变了的数字:从多少到多少、何时、为何',
      en: 'Numbers that changed after people saw them: from what to what, when and why',
    },
    permission: 'analytics.read',
    query: z.strictObject({ ...period, ...boardFilters }),
    response: z.object({
      /** Newest first, a hundred at most. */
      items: z.array(
        z.object({
          measure: z.string(),
          says: bilingual,
          /** The metrics made of it. */
          metrics: z.array(z.enum(METRIC_IDS)),
          unit: z.enum(['money', 'count']),
          currency: z.string(),
          /** First and last of the closed days that changed; the sums are of these. */
          from: wire.date,
          to: wire.date,
          before: wire.big,
          after: wire.big,
          at: wire.instant,
          why: bilingual,
        }),
      ),
    }),
  }),
  funnel: route({
    method: 'GET',
    path: '/api/analytics/funnel',
    summary: { zh: '成交漏斗', en: 'The funnel from visitors to buyers' },
    permission: 'analytics.read',
    query: z.strictObject({ ...period, ...boardFilters }),
    response: z.object({
      shopDays: z.number(),
      visitors: wire.big.nullable(),
      cartUsers: wire.big.nullable(),
      orderBuyers: wire.big.nullable(),
      paidBuyers: wire.big.nullable(),
    }),
  }),
  export: route({
    method: 'GET',
    path: '/api/analytics/export',
    summary: { zh: '导出指标(含口径)', en: 'Export metrics with their definitions' },
    permission: 'analytics.read',
    query: z.strictObject({
      ...period,
      ...filters,
      currency,
      metrics: z.string().max(2000).describe('metric ids, comma separated'),
      by: z.string().max(100).default('').describe('dimensions, comma separated'),
      compare: z.enum(['previous', 'year']).optional(),
      lang: z.enum(['zh', 'en']).default('zh'),
    }),
    response: z.any(),
    raw: true,
    errors: ['analytics.no_such_cut', 'analytics.unknown_name'],
  }),
  stockDays: route({
    method: 'POST',
    path: '/api/analytics/stock-days',
    summary: {
      zh: '(重新)写入某几天的库存快照',
      en: 'Write the stock snapshots of some days (again)',
    },
    permission: 'settings.manage',
    body: z.strictObject(period),
    response: z.object({ jobId: wire.id }),
    errors: ['analytics.period_reversed', 'analytics.too_many_days'],
  }),
  rebuild: route({
    method: 'POST',
    path: '/api/analytics/rebuild',
    summary: { zh: '由 PostgreSQL 重建全部事实', en: 'Rebuild all facts from PostgreSQL' },
    permission: 'settings.manage',
    response: z.object({ jobId: wire.id }),
  }),
} as const
