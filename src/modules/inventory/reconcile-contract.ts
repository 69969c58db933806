// Reconciling, as the API says it. Part of contract.ts.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const byId = z.object({ id: input.id })
const done = z.object({ done: z.literal(true) })
const created = z.object({ id: wire.id })
const reason = z.string().trim().min(2).max(500)

const DRIFT_KINDS = ['balance', 'hold', 'pool', 'reservation', 'promise'] as const

const finding = z.object({
  key: z.string(),
  kind: z.enum(DRIFT_KINDS),
  cause: z.enum(['rows', 'shipped', 'expired']),
  what: z.string(),
  skuId: wire.id,
  sku: z.string(),
  site: z.string(),
  location: z.string().nullable(),
  lot: z.string(),
  quality: z.string(),
  orderRef: z.string(),
  lineRef: z.string(),
  found: wire.qty,
  expected: wire.qty,
  proposal: wire.qty.nullable(),
  chain: z.array(
    z.object({
      row: z.enum(['move', 'entry']),
      id: wire.big,
      recordedAt: wire.instant,
      actor: z.string(),
      cause: z.string(),
      document: z.string(),
      reason: z.string(),
      delta: wire.qty,
    }),
  ),
  correction: z.object({ id: wire.id, proposedBy: z.string() }).nullable(),
})

export const reconcileApi = {
  drift: route({
    method: 'GET',
    path: '/api/inventory/drift',
    summary: {
      zh: '对账:差异、来龙去脉与建议',
      en: 'Reconcile: drift, what is behind it, what would mend it',
    },
    permission: 'system.check',
    response: z.object({ items: z.array(finding) }),
  }),
  corrections: listRoute({
    path: '/api/inventory/corrections',
    summary: { zh: '更正单', en: 'Corrections' },
    permission: 'inventory.read',
    filters: { status: z.enum(['proposed', 'posted', 'refused']).optional() },
    item: z.object({
      id: wire.id,
      kind: z.enum(DRIFT_KINDS),
      sku: z.string(),
      site: z.string(),
      found: wire.qty,
      expected: wire.qty,
      reason: z.string(),
      status: z.enum(['proposed', 'posted', 'refused']),
      proposedBy: z.string(),
      proposedByName: z.string(),
      createdAt: wire.instant,
    }),
    columns: [
      { key: 'createdAt', zh: '时间', en: 'When', kind: 'instant' },
      { key: 'kind', zh: '哪种数', en: 'What', kind: 'text' },
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'site', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'found', zh: '账上', en: 'Found', kind: 'qty' },
      { key: 'expected', zh: '应为', en: 'Expected', kind: 'qty' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'status', zh: '状态', en: 'Status', kind: 'text' },
    ],
  }),
  proposeCorrection: route({
    method: 'POST',
    path: '/api/inventory/corrections',
    summary: { zh: '提出更正(不改账)', en: 'Propose a correction (changes no stock)' },
    permission: 'inventory.adjust',
    creates: true,
    body: z.strictObject({ key: z.string().regex(/^[0-9a-f]{32}$/), reason }),
    response: created,
    errors: ['inventory.correction_open', 'inventory.correction_impossible'],
  }),
  decideCorrection: route({
    method: 'PUT',
    path: '/api/inventory/corrections/:id/decision',
    summary: { zh: '批准或驳回更正', en: 'Approve or refuse a correction' },
    permission: 'inventory.approve',
    params: byId,
    body: z.strictObject({ approve: z.boolean(), reason }),
    response: done,
    errors: ['inventory.own_correction', 'inventory.correction_decided', 'inventory.drift_changed'],
  }),
} as const
