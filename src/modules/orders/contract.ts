// The order desk, as the API says it.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'
import { writeBacksApi } from './write-backs-contract.ts'
import { deadlinesRoute, ruleHits } from './contract-parts.ts'

const STATUSES = [
  'DRAFT',
  'WAIT_PAY',
  'WAIT_TAIL',
  'PRE',
  'PRESALE',
  'WAIT_AUDIT',
  'WAIT_FIN',
  'AUDITED',
  'RELEASED',
  'PICKING',
  'CHECKED',
  'PACKED',
  'WEIGHED',
  'SHIPPED',
  'IN_TRANSIT',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
  'MERGED',
  'SPLIT',
  'PUSHED',
  'ACCEPTED',
  'REJECTED',
] as const

const HOLD_CODES = [
  'H-REFUND',
  'H-MERGE',
  'H-STOCK',
  'H-SKU',
  'H-BUNDLE',
  'H-ADDR',
  'H-BLACK',
  'H-SPECIAL',
  'H-PAUSE',
  'H-LOCK',
  'H-CHANGED',
  'H-MERGED-CANCEL',
  'H-PRICE',
  'H-QTY',
  'H-DUP',
  'H-MEMO',
  'H-DATE',
  'H-DEADLINE',
  'H-CARRIER',
  'H-WAYBILL',
  'H-AFTERSALE',
  'H-CREDIT',
  'H-INVOICE',
  'H-REGION',
  'H-FREEZE',
  'H-WEIGHT',
  'H-QC',
  'H-CAPACITY',
] as const

/** What waits at the desk. */
export const DESK_QUEUES = [
  'to_audit',
  'held',
  'finance',
  'to_ship',
  'due_today',
  'at_risk',
  'overdue',
  'untold',
  'open',
] as const

export const BULK_ACTIONS = [
  'audit',
  'finance_audit',
  'unaudit',
  'clear_hold',
  'raise_hold',
  'cancel',
  'reopen',
  'ship',
] as const

const status = z.enum(STATUSES)
const holdCode = z.enum(HOLD_CODES)
const bilingual = z.object({ zh: z.string(), en: z.string() })
const why = input.note.max(200)

const deskOrder = z.object({
  id: wire.id,
  no: z.string(),
  platformNos: z.array(z.string()),
  shopCode: z.string(),
  currency: z.string(),
  origin: z.enum(['platform', 'merge', 'split', 'reissue']),
  status,
  statusAt: wire.instant,
  holdCodes: z.array(holdCode),
  blockedAt: wire.instant.nullable(),
  tags: z.array(z.string()),
  isAllocated: z.boolean(),
  site: z.string().nullable(),
  carrier: z.string(),
  waybill: z.string(),
  summary: z.string(),
  lines: z.number(),
  qty: wire.qty,
  netMinor: wire.minor,
  costMinor: wire.minor.nullable(),
  receiverMasked: z.string(),
  province: z.string().nullable(),
  hasBuyerNote: z.boolean(),
  hasSellerNote: z.boolean(),
  orderedAt: wire.instant,
  paidAt: wire.instant.nullable(),
  dueAt: wire.instant.nullable(),
  dueSource: z.string(),
  shippedAt: wire.instant.nullable(),
  version: z.number(),
})

const filters = {
  q: z.string().max(100).optional().describe('system no., platform no., waybill'),
  shop: z.string().max(30).optional(),
  status: status.optional(),
  queue: z.enum(DESK_QUEUES).optional(),
  hold: holdCode.optional(),
  tag: z.string().max(60).optional(),
  sku: z.string().max(64).optional().describe('SKU code; a trailing * matches what begins so'),
  province: z.string().max(20).optional().describe('code or beginning of a name'),
  over: z
    .string()
    .regex(/^\d{1,10}$/)
    .optional()
    .describe('net amount over, in whole yuan'),
  dueWithin: z
    .string()
    .regex(/^\d{1,4}h?$/)
    .optional()
    .describe('hours: 4 or 4h'),
  due: z
    .string()
    .regex(/^\d{0,4}-\d{0,4}$/)
    .optional()
    .describe('due from so many hours on up to so many: 2-4, 48-'),
}

const shown = z.object({
  code: holdCode,
  zh: z.string(),
  en: z.string(),
  raisedAt: wire.instant,
  raisedBy: z.string(),
  reason: z.object({
    rule: z.string(),
    inputs: z.record(z.string(), z.string()).optional(),
    expected: z.string().optional(),
    actual: z.string().optional(),
  }),
  clears: bilingual.nullable(),
  /** Permission of whoever may clear it by hand; null when only its cause can. */
  clearer: z.string().nullable(),
  clearerPosts: z.array(z.string()),
  /** What happens if nobody does, with the money and the deadline of the order beside it. */
  otherwise: bilingual,
  clearedAt: wire.instant.nullable(),
  clearedBy: z.string().nullable(),
  note: z.string(),
})

const idParam = z.object({ id: input.id })
const moved = z.object({ status })
const held = z.object({ holdCodes: z.array(holdCode) })

export const ordersApi = {
  list: listRoute({
    path: '/api/desk/orders',
    summary: { zh: '系统单', en: 'System orders' },
    permission: 'orders.read',
    filters,
    item: deskOrder,
    columns: [
      { key: 'no', zh: '系统单号', en: 'System no.', kind: 'text' },
      { key: 'platformNos', zh: '平台单号', en: 'Platform no.', kind: 'text' },
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'status', zh: '状态', en: 'State', kind: 'text' },
      { key: 'holdCodes', zh: '异常', en: 'Holds', kind: 'text' },
      { key: 'summary', zh: '商品', en: 'Goods', kind: 'text' },
      { key: 'qty', zh: '件数', en: 'Pieces', kind: 'qty' },
      { key: 'netMinor', zh: '应收', en: 'Net', kind: 'money' },
      { key: 'costMinor', zh: '标准成本', en: 'Standard cost', kind: 'money' },
      { key: 'site', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'carrier', zh: '快递', en: 'Carrier', kind: 'text' },
      { key: 'waybill', zh: '运单号', en: 'Waybill', kind: 'text' },
      { key: 'receiverMasked', zh: '收货人', en: 'Receiver', kind: 'text' },
      { key: 'paidAt', zh: '付款时间', en: 'Paid', kind: 'instant' },
      { key: 'dueAt', zh: '最晚发货', en: 'Ship by', kind: 'instant' },
      { key: 'shippedAt', zh: '发货时间', en: 'Shipped', kind: 'instant' },
    ],
  }),
  queues: route({
    method: 'GET',
    path: '/api/desk/queues',
    summary: { zh: '审单台待办与金额', en: 'What waits at the desk, with its money' },
    permission: 'orders.read',
    query: z.object({ shop: z.string().max(30).optional() }),
    response: z.object({
      queues: z.array(
        z.object({ queue: z.enum(DESK_QUEUES), orders: z.number(), netMinor: wire.minor }),
      ),
      holds: z.array(
        z.object({
          code: holdCode,
          zh: z.string(),
          en: z.string(),
          orders: z.number(),
          netMinor: wire.minor,
        }),
      ),
      deskShops: z.number().describe('shops whose orders come here'),
    }),
  }),
  deadlines: deadlinesRoute,
  catalogue: route({
    method: 'GET',
    path: '/api/desk/holds',
    summary: { zh: '异常目录', en: 'The catalogue of holds' },
    permission: 'orders.read',
    response: z.object({
      items: z.array(
        z.object({
          code: holdCode,
          zh: z.string(),
          en: z.string(),
          clears: bilingual.nullable(),
          clearer: z.string().nullable(),
          otherwise: bilingual,
          isRaised: z
            .boolean()
            .describe('false: known by name, its cause is not in the program yet'),
        }),
      ),
    }),
  }),
  card: route({
    method: 'GET',
    path: '/api/desk/orders/:id',
    summary: { zh: '系统单详情', en: 'One system order' },
    permission: 'orders.read',
    params: idParam,
    response: deskOrder.extend({
      goodsMinor: wire.minor,
      discountMinor: wire.minor,
      freightMinor: wire.minor,
      holdUntil: wire.instant.nullable(),
      targetAt: wire.instant
        .nullable()
        .describe('our own due: the last collection before dueAt, less P90 of the stages to come'),
      items: z.array(
        z.object({
          id: wire.id,
          lineNo: z.number(),
          kind: z.enum(['goods', 'gift', 'packing', 'reissue']),
          skuId: wire.id.nullable(),
          skuCode: z.string().nullable(),
          skuName: z.string().nullable(),
          title: z.string(),
          spec: z.string(),
          qty: wire.qty,
          goodsMinor: wire.minor,
          discountMinor: wire.minor,
          freightMinor: wire.minor,
          netMinor: wire.minor,
        }),
      ),
      platformOrders: z.array(
        z.object({
          id: wire.id,
          platformNo: z.string(),
          status: z.string(),
          payableMinor: wire.minor,
          paidMinor: wire.minor,
          refundedMinor: wire.minor,
          serviceMinor: wire.minor,
          told: z.enum(['none', 'waiting', 'told', 'confirmed']),
          toldProblem: z.string(),
        }),
      ),
      holds: z.array(shown),
      timeline: z.array(
        z.object({
          at: wire.instant,
          event: z.string(),
          from: status,
          to: status,
          by: z.string(),
          detail: z.record(z.string(), z.unknown()),
        }),
      ),
      reservations: z.array(
        z.object({
          sku: z.string(),
          site: z.string(),
          location: z.string().nullable(),
          kind: z.string(),
          qty: wire.qty,
        }),
      ),
      waits: z.array(z.object({ sku: z.string(), name: z.string(), short: wire.qty })),
      hits: ruleHits,
      runs: z.array(
        z.object({
          run: z.number(),
          because: z.string(),
          at: wire.instant,
          steps: z.array(
            z.object({
              step: z.string(),
              input: z.record(z.string(), z.string()),
              rule: z.string(),
              output: z.record(z.string(), z.string()),
            }),
          ),
        }),
      ),
    }),
  }),
  audit: route({
    method: 'POST',
    path: '/api/desk/orders/:id/audit',
    summary: { zh: '审核', en: 'Audit' },
    permission: 'orders.write',
    params: idParam,
    body: z.strictObject({ note: why.default('') }),
    response: moved,
    errors: ['orders.not_allowed'],
  }),
  financeAudit: route({
    method: 'POST',
    path: '/api/desk/orders/:id/finance',
    summary: { zh: '财审', en: 'Finance audit' },
    permission: 'orders.finance',
    params: idParam,
    body: z.strictObject({ isRefused: z.boolean().default(false), note: why.default('') }),
    response: moved,
    errors: ['orders.not_allowed'],
  }),
  unaudit: route({
    method: 'POST',
    path: '/api/desk/orders/:id/unaudit',
    summary: { zh: '反审核', en: 'Un-audit' },
    permission: 'orders.unaudit',
    params: idParam,
    body: z.strictObject({ note: why.default('') }),
    response: moved,
    errors: ['orders.not_allowed'],
  }),
  raiseHold: route({
    method: 'POST',
    path: '/api/desk/orders/:id/holds',
    summary: { zh: '挂异常', en: 'Hold an order' },
    permission: 'orders.write',
    params: idParam,
    body: z.strictObject({
      code: z.enum(['H-PAUSE', 'H-SPECIAL', 'H-DATE']),
      note: why.min(1),
      until: input.instant.optional(),
    }),
    response: held,
  }),
  clearHold: route({
    method: 'POST',
    path: '/api/desk/orders/:id/holds/clear',
    summary: { zh: '清除异常', en: 'Clear a hold' },
    permission: 'orders.write',
    params: idParam,
    body: z.strictObject({ code: holdCode, note: why.min(1) }),
    response: held,
    errors: ['orders.not_clearable', 'orders.not_held', 'access.forbidden'],
  }),
  cancel: route({
    method: 'POST',
    path: '/api/desk/orders/:id/cancel',
    summary: { zh: '取消系统单', en: 'Cancel a system order' },
    permission: 'orders.cancel',
    params: idParam,
    body: z.strictObject({ note: why.min(1) }),
    response: z.object({ done: z.literal(true) }),
    errors: ['orders.not_allowed'],
  }),
  reopen: route({
    method: 'POST',
    path: '/api/desk/orders/:id/reopen',
    summary: { zh: '恢复取消的系统单', en: 'Reopen a cancelled system order' },
    permission: 'orders.cancel',
    params: idParam,
    body: z.strictObject({ note: why.min(1) }),
    response: z.object({ done: z.literal(true) }),
    errors: ['orders.not_allowed', 'orders.cancelled_by_platform'],
  }),
  ship: route({
    method: 'POST',
    path: '/api/desk/orders/:id/ship',
    summary: { zh: '发货(填快递和运单号)', en: 'Ship, with carrier and waybill' },
    permission: 'orders.ship',
    params: idParam,
    body: z.strictObject({ carrier: input.name.max(60), waybill: input.code }),
    response: z.object({ done: z.literal(true) }),
    errors: ['orders.not_allowed', 'orders.waybill_used', 'inventory.not_in_location'],
  }),
  bulk: route({
    method: 'POST',
    path: '/api/desk/bulk',
    summary: { zh: '批量处理系统单(后台任务)', en: 'One action on many orders, as a job' },
    // What each action takes is asked again by the action.
    permission: 'orders.read',
    creates: true,
    body: z.strictObject({
      action: z.enum(BULK_ACTIONS),
      ids: z.array(input.id).max(5000).optional(),
      /** Instead of ids: everything the list shows under these filters. */
      filter: z.strictObject(filters).optional(),
      note: why.default(''),
      seen: z
        .array(z.strictObject({ id: input.id, qty: input.qty, netMinor: input.minor }))
        .max(5000)
        .optional()
        .describe(
          'of an audit: what was on the screen; an order that is another by now is refused',
        ),
      code: holdCode.optional(),
      until: input.instant.optional(),
      parcels: z
        .array(z.strictObject({ id: input.id, carrier: input.name.max(60), waybill: input.code }))
        .max(5000)
        .optional(),
    }),
    response: z.object({ id: wire.id, total: z.number() }),
    errors: ['orders.too_many', 'orders.nothing_selected', 'access.forbidden'],
  }),
  bulkRun: route({
    method: 'GET',
    path: '/api/desk/bulk/:id',
    summary: { zh: '批量处理的进度与逐单结果', en: 'Progress and results of a bulk action' },
    permission: 'orders.read',
    params: idParam,
    response: z.object({
      id: wire.id,
      action: z.enum(BULK_ACTIONS),
      total: z.number(),
      done: z.number(),
      refused: z.number(),
      finishedAt: wire.instant.nullable(),
      isStopped: z.boolean().describe('it was cancelled or failed; what is left is as it was'),
      canUndo: z.boolean(),
      problems: z.array(
        z.object({
          orderId: wire.id,
          no: z.string(),
          code: z.string(),
          zh: z.string(),
          en: z.string(),
        }),
      ),
    }),
  }),
  bulkUndo: route({
    method: 'POST',
    path: '/api/desk/bulk/:id/undo',
    summary: { zh: '撤销批量处理', en: 'Undo a bulk action' },
    // What each action takes is asked again by the action.
    permission: 'orders.read',
    creates: true,
    params: idParam,
    body: z.strictObject({}),
    response: z.object({ id: wire.id, total: z.number() }),
    errors: ['orders.no_undo', 'access.forbidden'],
  }),
  preview: route({
    method: 'POST',
    path: '/api/desk/preview',
    summary: { zh: '预览:哪些能做、哪些不能、为什么', en: 'What an action would do, and why not' },
    permission: 'orders.read',
    body: z.strictObject({
      action: z.enum(BULK_ACTIONS),
      ids: z.array(input.id).max(5000).optional(),
      filter: z.strictObject(filters).optional(),
    }),
    response: z.object({
      total: z.number(),
      allowed: z.number(),
      netMinor: wire.minor,
      refusals: z.array(
        z.object({ zh: z.string(), en: z.string(), orders: z.number(), example: z.string() }),
      ),
    }),
    errors: ['orders.too_many'],
  }),
  blacklist: route({
    method: 'GET',
    path: '/api/desk/blacklist',
    summary: { zh: '黑名单', en: 'Blacklist' },
    permission: 'orders.read',
    response: z.object({
      items: z.array(
        z.object({
          id: wire.id,
          kind: z.enum(['receiver', 'buyer']),
          label: z.string(),
          reason: z.string(),
          addedBy: z.string(),
          addedAt: wire.instant,
        }),
      ),
    }),
  }),
  addBlack: route({
    method: 'POST',
    path: '/api/desk/orders/:id/blacklist',
    summary: { zh: '拉黑收货人或买家', en: 'Blacklist a receiver or buyer' },
    permission: 'orders.clear_risk',
    params: idParam,
    body: z.strictObject({ kind: z.enum(['receiver', 'buyer']), reason: why.min(2) }),
    response: z.object({ id: wire.id }),
    errors: ['orders.blacklisted_already', 'orders.nobody_to_blacklist'],
  }),
  removeBlack: route({
    method: 'DELETE',
    path: '/api/desk/blacklist/:id',
    summary: { zh: '移出黑名单', en: 'Take off the blacklist' },
    permission: 'orders.clear_risk',
    params: idParam,
    response: z.object({ done: z.literal(true) }),
  }),
  setFulfilment: route({
    method: 'POST',
    path: '/api/desk/shops/:id/fulfilment',
    summary: { zh: '店铺订单由谁履约', en: 'Who fulfils a shop’s orders' },
    permission: 'shops.write',
    params: idParam,
    body: z.strictObject({
      version: input.version,
      fulfilment: z.enum(['platform', 'desk']),
      from: input.instant
        .optional()
        .describe('orders placed before stay the platform’s; left out: now'),
    }),
    response: z.object({ version: z.number(), taken: z.number() }),
    errors: ['kernel.stale_edit'],
  }),
  ...writeBacksApi,
} as const
