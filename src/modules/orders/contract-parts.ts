// Parts of the order desk's contract that stand on their own: the board of deadlines, and what rules said of an order.
import { z } from 'zod'
import { route, wire } from '#kernel/contract.ts'

const stage = z.enum([
  'PRE',
  'WAIT_AUDIT',
  'WAIT_FIN',
  'AUDITED',
  'RELEASED',
  'PICKING',
  'CHECKED',
  'PACKED',
  'WEIGHED',
])

export const deadlinesRoute = route({
  method: 'GET',
  path: '/api/desk/deadlines',
  summary: { zh: '时效看板', en: 'The board of deadlines' },
  permission: 'orders.read',
  query: z.object({ shop: z.string().max(30).optional() }),
  response: z.object({
    columns: z
      .array(z.number())
      .describe('hours to the due at which each column but the first begins'),
    stages: z.array(
      z.object({
        stage,
        cells: z.array(
          z.object({
            column: z.number().describe('0 is overdue'),
            orders: z.number(),
            netMinor: wire.minor,
            riskMinor: wire.minor,
            atRisk: z.number(),
            held: z.number(),
          }),
        ),
        waits: z.number().describe('not held'),
        medianMinutes: z.number().nullable().describe('of working time; null: not measured yet'),
        p90Minutes: z.number().nullable(),
        perHour: z.number().nullable(),
        clearAt: wire.instant.nullable(),
      }),
    ),
    overdue: z.number(),
    overdueMinor: wire.minor,
    today: z.number(),
    todayMinor: wire.minor,
    atRisk: z.number(),
    atRiskMinor: wire.minor,
    riskMinor: wire.minor.describe('known penalties of what is overdue or at risk'),
    unknownRisk: z.number().describe('orders among them whose penalty nobody knows'),
    disputed: z.number().describe('orders about whose deadline one platform says two things'),
    bottleneck: z.object({ stage, clearAt: wire.instant }).nullable(),
    slowest: stage.nullable(),
    line: z.array(z.object({ at: wire.instant, due: z.number(), could: z.number().nullable() })),
    measuredAt: wire.instant.nullable(),
  }),
})

/** As the rule saw it: whole numbers as digits. */
const ruleFact = z.union([z.string(), z.boolean(), z.array(z.string())]).nullable()

export const ruleHits = z
  .array(
    z.object({
      purpose: z.string(),
      at: wire.instant,
      ruleId: wire.id,
      version: z.number(),
      name: z.string(),
      matched: z.array(
        z.object({
          field: z.string(),
          op: z.string(),
          expected: ruleFact,
          actual: ruleFact,
          isNegated: z.literal(true).optional(),
        }),
      ),
      outcome: z
        .object({
          kind: z.string(),
          params: z.record(z.string(), z.union([z.string(), z.boolean()])),
        })
        .nullable(),
    }),
  )
  .describe('rules that fired, with what they saw')
