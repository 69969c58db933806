// Counting, as the API says it. Part of contract.ts.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const QUALITY = z.enum(['good', 'seconds', 'inspection', 'frozen'])
const byId = z.object({ id: input.id })
const done = z.object({ done: z.literal(true) })
const created = z.object({ id: wire.id })
const lot = z.string().trim().max(40).optional()
const reason = z.string().trim().min(2).max(500)
const orderRef = z.object({ orderRef: input.code.max(100) })

const COUNT_CAUSES = ['cycle', 'zero_confirm', 'short_pick', 'manual'] as const

export const countsApi = {
  counts: listRoute({
    path: '/api/inventory/counts',
    summary: { zh: '盘点任务', en: 'Counts' },
    permission: 'inventory.read',
    filters: {
      status: z.enum(['open', 'recount', 'posted', 'cancelled']).optional(),
      cause: z.enum(COUNT_CAUSES).optional(),
    },
    item: z.object({
      id: wire.id,
      sku: z.string(),
      name: z.string(),
      site: z.string(),
      location: z.string(),
      lot: z.string(),
      quality: QUALITY,
      owner: z.string(),
      cause: z.enum(COUNT_CAUSES),
      class: z.enum(['A', 'B', 'C']).nullable(),
      orderRef: z.string().nullable(),
      status: z.enum(['open', 'recount', 'posted', 'cancelled']),
      countedQty: wire.qty.nullable(),
      expectedQty: wire.qty.nullable(),
      variance: wire.qty.nullable(),
      countedAt: wire.instant.nullable(),
      createdAt: wire.instant,
    }),
    columns: [
      { key: 'createdAt', zh: '创建', en: 'Opened', kind: 'instant' },
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'location', zh: '库位', en: 'Location', kind: 'text' },
      { key: 'cause', zh: '来由', en: 'Why', kind: 'text' },
      { key: 'class', zh: 'ABC', en: 'ABC', kind: 'text' },
      { key: 'status', zh: '状态', en: 'Status', kind: 'text' },
      { key: 'countedQty', zh: '实盘', en: 'Counted', kind: 'qty' },
      { key: 'expectedQty', zh: '账面', en: 'Expected', kind: 'qty' },
      { key: 'variance', zh: '差异', en: 'Variance', kind: 'qty' },
    ],
  }),
  openCount: route({
    method: 'POST',
    path: '/api/inventory/counts',
    summary: { zh: '新建盘点任务', en: 'Open a count' },
    permission: 'inventory.count',
    creates: true,
    body: z.strictObject({
      skuId: input.id,
      locationId: input.id,
      lot,
      quality: QUALITY.default('good'),
      ownerId: input.id.optional().describe('whose goods; our own when left out'),
      cause: z.enum(COUNT_CAUSES).default('manual'),
    }),
    response: created,
    errors: ['inventory.count_open'],
  }),
  recordCount: route({
    method: 'PUT',
    path: '/api/inventory/counts/:id/result',
    summary: { zh: '录入实盘数', en: 'Record what was counted' },
    permission: 'inventory.count',
    params: byId,
    body: z.strictObject({ countedQty: input.qtyOrZero, countedAt: input.instant.optional() }),
    response: z.object({ status: z.enum(['posted', 'recount']), variance: wire.qty.nullable() }),
    errors: [
      'inventory.count_ended',
      'inventory.recount_by_another',
      'inventory.promised_to_orders',
    ],
  }),
  cancelCount: route({
    method: 'PUT',
    path: '/api/inventory/counts/:id/cancel',
    summary: { zh: '取消盘点任务', en: 'Cancel a count' },
    permission: 'inventory.count',
    params: byId,
    body: z.strictObject({ reason }),
    response: done,
    errors: ['inventory.count_ended'],
  }),
  planCounts: route({
    method: 'POST',
    path: '/api/inventory/counts/plan',
    summary: { zh: '按 ABC 排盘点任务', en: 'Open the counts that are due by ABC' },
    permission: 'inventory.count',
    body: z.strictObject({
      siteId: input.id.optional(),
      limit: z.int().min(1).max(2000).optional(),
    }),
    response: z.object({ opened: z.number(), due: z.number() }),
  }),
  countAccuracy: route({
    method: 'GET',
    path: '/api/inventory/counts/accuracy',
    summary: { zh: '盘点准确率', en: 'How true the books were where somebody counted' },
    permission: 'inventory.read',
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(90) }),
    response: z.object({
      items: z.array(
        z.object({
          class: z.enum(['A', 'B', 'C', '-']),
          counted: z.number(),
          exact: z.number(),
          expectedQty: wire.qty,
          offQty: wire.qty,
          open: z.number(),
        }),
      ),
    }),
  }),
  countRules: route({
    method: 'GET',
    path: '/api/inventory/count-rules',
    summary: { zh: '盘点周期', en: 'How often places are counted' },
    permission: 'inventory.read',
    response: z.object({
      items: z.array(
        z.object({
          class: z.enum(['A', 'B', 'C', 'zero']),
          everyDays: z.number().nullable(),
          isOn: z.boolean(),
          version: z.number(),
        }),
      ),
    }),
  }),
  setCountRule: route({
    method: 'PUT',
    path: '/api/inventory/count-rules/:class',
    summary: { zh: '设盘点周期', en: 'Set how often a class is counted' },
    permission: 'inventory.settings',
    params: z.object({ class: z.enum(['A', 'B', 'C', 'zero']) }),
    body: z.strictObject({
      everyDays: z.int().min(1).max(3650).optional(),
      isOn: z.boolean(),
      version: input.version,
    }),
    response: done,
    errors: ['inventory.count_rule_days', 'kernel.stale_edit'],
  }),
  shortPick: route({
    method: 'PUT',
    path: '/api/inventory/orders/:orderRef/short-pick',
    summary: { zh: '报拣货缺货', en: 'Report a short pick' },
    permission: 'inventory.count',
    params: orderRef,
    body: z.strictObject({
      causeId: input.code.max(100),
      lineRef: input.code.max(60),
      skuId: input.id,
      locationId: input.id,
      lot,
      foundQty: input.qtyOrZero,
    }),
    response: z.object({ missing: wire.qty, elsewhere: wire.qty, countOpened: z.boolean() }),
    errors: ['inventory.not_short'],
  }),
} as const
