// Metrics and the question everybody asks them, as the API says them.
import { z } from 'zod'
import { input, route, wire } from '#kernel/contract.ts'
import { DIMENSION_NAMES, METRIC_IDS } from './metrics.ts'

const bilingual = z.object({ zh: z.string(), en: z.string() })

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
          name: bilingual,
          question: bilingual,
          unit: z.enum(['money', 'count', 'ratio']),
          value: z.string(),
          timeBasis: bilingual,
          caveats: bilingual,
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
      metrics: z.array(z.enum(METRIC_IDS)).min(1).max(12),
      by: z.array(z.enum(DIMENSION_NAMES)).max(3).default([]),
      from: input.date,
      to: input.date,
      shop: z.string().max(30).optional(),
      sku: z.string().max(60).optional(),
      country: z.string().max(60).optional(),
      orderBy: z.enum(METRIC_IDS).optional(),
      limit: z.int().min(1).max(5000).default(1000),
    }),
    response: z.object({
      currency: z.string().nullable(),
      /** Events not yet in the facts: 0 means the numbers are current. */
      behind: wire.big,
      asOf: wire.instant,
      rows: z.array(
        z.object({
          keys: z.record(z.string(), z.string()),
          title: z.string().optional(),
          values: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
        }),
      ),
    }),
    errors: ['kernel.clickhouse_unavailable', 'analytics.mixed_currencies'],
  }),
  rebuild: route({
    method: 'POST',
    path: '/api/analytics/rebuild',
    summary: { zh: '由 PostgreSQL 重建全部事实', en: 'Rebuild all facts from PostgreSQL' },
    permission: 'settings.manage',
    response: z.object({ lines: wire.big }),
  }),
} as const
