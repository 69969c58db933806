// Clocks, as the API says them.
import { z } from 'zod'
import { input, route, wire } from '#kernel/contract.ts'

const SOURCES = ['platform', 'law', 'contract', 'internal'] as const

const source = z.enum(SOURCES)
const byId = z.object({ id: input.id })
const done = z.object({ done: z.literal(true) })

const penaltyBody = {
  platform: z
    .string()
    .trim()
    .max(30)
    .default('')
    .describe('empty: every platform without a row of its own'),
  kind: z.enum(['ship']).default('ship'),
  sharePpm: input.minor
    .refine((ppm) => ppm <= 1_000_000n, { error: 'rate.over_one' })
    .nullable()
    .default(null)
    .describe('millionths of the goods'),
  fixedMinor: input.minor.nullable().default(null),
  leastMinor: input.minor.default(0n),
  mostMinor: input.minor.nullable().default(null),
  validFrom: input.date,
  validTo: input.date.nullable().default(null).describe('last day'),
  source: z.string().trim().min(2).max(300).describe('page, contract or letter it comes from'),
  verified: z.boolean().default(false),
  note: input.note.default(''),
}

const clock = z.object({
  id: wire.id,
  kind: z.string(),
  state: z.enum(['running', 'met', 'breached', 'cancelled']),
  startedAt: wire.instant,
  dueAt: wire.instant.nullable(),
  dueSource: z.union([source, z.literal('')]),
  dueOrigin: z.string(),
  isDisputed: z.boolean().describe('one platform says two things; the earlier holds'),
  goodsMinor: wire.minor,
  riskMinor: wire.minor.nullable().describe('null: nobody knows yet what being late costs'),
  penaltySource: z.string().nullable(),
  penaltyNote: z.string().nullable(),
  isPenaltyVerified: z.boolean().nullable(),
  forecastAt: wire.instant.nullable(),
  atRiskSince: wire.instant.nullable(),
  endedAt: wire.instant.nullable(),
  dues: z.array(
    z.object({
      source,
      origin: z.string(),
      about: z.string(),
      dueAt: wire.instant,
      calendar: z.string().nullable(),
      saidAt: wire.instant,
      replacedAt: wire.instant.nullable(),
    }),
  ),
  pauses: z.array(
    z.object({
      source,
      reason: z.string(),
      zh: z.string(),
      en: z.string(),
      note: z.string(),
      fromAt: wire.instant,
      toAt: wire.instant.nullable(),
      pausedBy: z.string(),
      resumedBy: z.string().nullable(),
    }),
  ),
  mayPause: z.array(
    z.object({
      source,
      reasons: z.array(z.object({ id: z.string(), zh: z.string(), en: z.string() })),
    }),
  ),
})

export const clocksApi = {
  ofSubject: route({
    method: 'GET',
    path: '/api/clocks/of/:id',
    summary: { zh: '一张单的时钟:各来源、历史、暂停、赔付', en: 'Clocks of one thing, and why' },
    permission: 'orders.read',
    params: byId,
    response: z.object({ items: z.array(clock) }),
  }),
  pause: route({
    method: 'POST',
    path: '/api/clocks/:id/pause',
    summary: { zh: '暂停时钟', en: 'Pause a clock' },
    permission: 'clocks.pause',
    params: byId,
    body: z.strictObject({
      source,
      reason: z.string().max(40),
      note: input.note.max(200).min(1),
    }),
    response: done,
    errors: ['clocks.never_pauses', 'clocks.reason_not_allowed', 'clocks.not_running'],
  }),
  resume: route({
    method: 'POST',
    path: '/api/clocks/:id/resume',
    summary: { zh: '恢复时钟', en: 'Let a clock run again' },
    permission: 'clocks.pause',
    params: byId,
    body: z.strictObject({ source }),
    response: done,
    errors: ['clocks.not_paused'],
  }),
  penalties: route({
    method: 'GET',
    path: '/api/clocks/penalties',
    summary: { zh: '时效赔付规则', en: 'What being late costs' },
    permission: 'orders.read',
    response: z.object({
      items: z.array(
        z.object({
          id: wire.id,
          platform: z.string(),
          kind: z.string(),
          sharePpm: wire.big.nullable(),
          fixedMinor: wire.minor.nullable(),
          leastMinor: wire.minor,
          mostMinor: wire.minor.nullable(),
          validFrom: wire.date,
          validTo: wire.date.nullable(),
          source: z.string(),
          verified: z.boolean(),
          note: z.string(),
          version: z.number(),
        }),
      ),
    }),
  }),
  addPenalty: route({
    method: 'POST',
    path: '/api/clocks/penalties',
    summary: { zh: '新增赔付规则', en: 'Add a penalty rule' },
    permission: 'clocks.write',
    creates: true,
    body: z.strictObject(penaltyBody),
    response: z.object({ id: wire.id }),
    errors: ['clocks.penalties_overlap'],
  }),
  editPenalty: route({
    method: 'PUT',
    path: '/api/clocks/penalties/:id',
    summary: { zh: '修改赔付规则', en: 'Edit a penalty rule' },
    permission: 'clocks.write',
    params: byId,
    body: z.strictObject({ version: input.version, ...penaltyBody }),
    response: z.object({ version: z.number() }),
    errors: ['clocks.penalties_overlap', 'kernel.stale_edit'],
  }),
} as const
