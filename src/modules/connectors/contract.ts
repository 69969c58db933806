// Links to platforms, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'
import { tellsApi } from './tells-contract.ts'

/** The ids of `registry.ts`; a test keeps the two alike. */
export const CONNECTOR_IDS = ['sandbox', 'sandbox_counting'] as const

const KINDS = ['orders', 'aftersales'] as const

/** The parts of a poll, in their order. */
export const STEPS = [
  'connect',
  'orders',
  'aftersales',
  'bills',
  'stock',
  'prices',
  'listings',
  'shipments',
  'refunds',
  'dates',
  'read',
] as const

export type Step = (typeof STEPS)[number]

/** What may fail one by one, and be tried again. */
export const FAILING = [
  'orders',
  'aftersales',
  'stock',
  'prices',
  'listings',
  'shipments',
  'refunds',
  'dates',
] as const

export type Failing = (typeof FAILING)[number]

export const LINK_STATES = ['ok', 'attention', 'throttled', 'failing', 'new', 'paused'] as const

export type LinkState = (typeof LINK_STATES)[number]

const address = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .describe('base address of the API of the platform')
const params = z.object({ id: input.id })

const health = z.object({
  shopId: wire.id,
  shopCode: z.string(),
  shopName: z.string(),
  connector: z.enum(CONNECTOR_IDS),
  address: z.string(),
  active: z.boolean(),
  version: z.number(),
  lastSuccessAt: wire.instant.nullable(),
  lastErrorAt: wire.instant.nullable(),
  lastError: z.string(),
  failures: z.number().describe('polls that failed since the last that did not'),
  lagSeconds: z.number().nullable().describe('null until something was read'),
  callsToday: wire.big,
  failedToday: wire.big,
  throttledToday: wire.big,
  budgetLeftPpm: z
    .number()
    .describe('of one failed call in a hundred over 24 hours; below 0 when used up'),
  queueDepth: wire.big,
  queueProblems: wire.big,
  oldestSince: wire.instant.nullable(),
  stockUnsent: wire.big,
  stockProblems: wire.big,
  tellsRefused: wire.big.describe('prices, listings, refunds and dates that were refused'),
  shipmentsOpen: wire.big,
  shipmentsRefused: wire.big,
  moneyAtRiskMinor: wire.minor,
  state: z.enum(LINK_STATES),
  skewMs: wire.big.describe("the platform's clock less ours"),
  skewSeenAt: wire.instant.nullable(),
  throttledAt: wire.instant.nullable().describe('when the platform last asked us to wait'),
  throttledWaitMs: wire.big,
  ratePerSecond: z.number(),
  rateBurst: z.number(),
})

export const connectorsApi = {
  health: listRoute({
    path: '/api/connectors/health',
    summary: { zh: '对接健康', en: 'Health of links' },
    permission: 'connectors.read',
    filters: {},
    item: health,
    columns: [
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'connector', zh: '平台接口', en: 'Connector', kind: 'text' },
      { key: 'lastSuccessAt', zh: '上次成功', en: 'Last success', kind: 'instant' },
      { key: 'lagSeconds', zh: '延迟(秒)', en: 'Lag (s)', kind: 'number' },
      { key: 'callsToday', zh: '24 小时调用', en: 'Calls in 24 h', kind: 'qty' },
      { key: 'failedToday', zh: '失败', en: 'Failed', kind: 'qty' },
      {
        key: 'budgetLeftPpm',
        zh: '剩余错误预算(百万分之)',
        en: 'Error budget left (ppm)',
        kind: 'number',
      },
      { key: 'queueDepth', zh: '待读', en: 'To be read', kind: 'qty' },
      { key: 'moneyAtRiskMinor', zh: '在途风险金额', en: 'Money at risk', kind: 'money' },
      { key: 'lastError', zh: '最近错误', en: 'Last error', kind: 'text' },
    ],
  }),
  link: route({
    method: 'GET',
    path: '/api/connectors/links/:id',
    summary: { zh: '一个接入', en: 'One link' },
    permission: 'connectors.read',
    params,
    response: health.extend({
      remoteShop: z.string(),
      appKey: z.string(),
      liveStock: z.boolean().describe('orders hold our stock, offers show it'),
      stockSite: z.string().nullable(),
      feedWaiting: wire.big.describe('offers whose figure is to be computed anew'),
      can: z
        .array(
          z.enum([
            'bills',
            'stock',
            'prices',
            'listings',
            'shipments',
            'refunds',
            'dates',
            'decode',
            'pushes',
          ]),
        )
        .describe('what the API of this platform offers'),
      steps: z.array(
        z.object({
          step: z.enum(STEPS),
          successAt: wire.instant.nullable(),
          errorAt: wire.instant.nullable(),
          error: z.string(),
        }),
      ),
    }),
  }),
  failures: listRoute({
    path: '/api/connectors/failures',
    summary: { zh: '没办成的事', en: 'What failed' },
    permission: 'connectors.read',
    filters: { shopId: wire.id.optional() },
    item: z.object({
      shopId: wire.id,
      shopCode: z.string(),
      what: z.enum(FAILING),
      no: z.string(),
      problem: z.string(),
      tries: z.number(),
      since: wire.instant,
      nextTryAt: wire.instant.nullable().describe('null: waits for a person'),
    }),
    columns: [
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'what', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'no', zh: '单号', en: 'Number', kind: 'text' },
      { key: 'problem', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'tries', zh: '已试', en: 'Tries', kind: 'number' },
      { key: 'since', zh: '自', en: 'Since', kind: 'instant' },
    ],
  }),
  figures: listRoute({
    path: '/api/connectors/stock',
    summary: { zh: '推给平台的库存', en: 'Stock told to platforms' },
    permission: 'connectors.read',
    filters: { shopId: wire.id.optional(), unsent: input.flag.optional() },
    item: z.object({
      shopId: wire.id,
      shopCode: z.string(),
      platformItem: z.string(),
      platformSku: z.string(),
      qty: wire.qty,
      ats: wire.qty
        .nullable()
        .describe(
          'what might be offered of the SKU when the figure was computed; null: set by hand',
        ),
      version: wire.big,
      sentVersion: wire.big,
      wantedAt: wire.instant,
      sentAt: wire.instant.nullable(),
      problem: z.string(),
    }),
    columns: [
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'platformItem', zh: '平台商品', en: 'Item', kind: 'text' },
      { key: 'platformSku', zh: '平台规格', en: 'Spec', kind: 'text' },
      { key: 'qty', zh: '应显示', en: 'Should show', kind: 'qty' },
      { key: 'ats', zh: '当时可售', en: 'ATS then', kind: 'qty' },
      { key: 'version', zh: '版本', en: 'Version', kind: 'qty' },
      { key: 'sentVersion', zh: '已送版本', en: 'Sent version', kind: 'qty' },
      { key: 'wantedAt', zh: '算出时间', en: 'Computed', kind: 'instant' },
      { key: 'sentAt', zh: '送达时间', en: 'Sent', kind: 'instant' },
      { key: 'problem', zh: '原因', en: 'Reason', kind: 'text' },
    ],
  }),
  queue: listRoute({
    path: '/api/connectors/queue',
    summary: { zh: '待读的单据', en: 'Records to be read' },
    permission: 'connectors.read',
    filters: { shopId: wire.id.optional() },
    item: z.object({
      shopCode: z.string(),
      kind: z.enum(KINDS),
      no: z.string(),
      dirtySince: wire.instant,
      heardAt: wire.instant.nullable(),
      haveAt: wire.instant.nullable(),
      amountMinor: wire.minor,
      tries: z.number(),
      problem: z.string(),
    }),
    columns: [
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'kind', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'no', zh: '单号', en: 'Number', kind: 'text' },
      { key: 'dirtySince', zh: '等待自', en: 'Waiting since', kind: 'instant' },
      { key: 'amountMinor', zh: '金额', en: 'Amount', kind: 'money' },
      { key: 'tries', zh: '已试', en: 'Tries', kind: 'number' },
      { key: 'problem', zh: '原因', en: 'Reason', kind: 'text' },
    ],
  }),
  shipments: listRoute({
    path: '/api/connectors/shipments',
    summary: { zh: '发货回传', en: 'Shipments told to platforms' },
    permission: 'connectors.read',
    filters: {
      shopId: wire.id.optional(),
      status: z.enum(['waiting', 'doubtful', 'told', 'refused']).optional(),
    },
    item: z.object({
      shopCode: z.string(),
      orderNo: z.string(),
      carrier: z.string(),
      waybill: z.string(),
      status: z.enum(['waiting', 'doubtful', 'told', 'refused']),
      calls: z.number(),
      problem: z.string(),
      askedBy: z.string(),
      createdAt: wire.instant,
      toldAt: wire.instant.nullable(),
    }),
    columns: [
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'orderNo', zh: '订单号', en: 'Order', kind: 'text' },
      { key: 'carrier', zh: '快递公司', en: 'Carrier', kind: 'text' },
      { key: 'waybill', zh: '运单号', en: 'Waybill', kind: 'text' },
      { key: 'status', zh: '状态', en: 'Status', kind: 'text' },
      { key: 'problem', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'createdAt', zh: '提出时间', en: 'Asked', kind: 'instant' },
    ],
  }),
  addLink: route({
    method: 'POST',
    path: '/api/connectors/links',
    summary: { zh: '接入店铺', en: 'Link a shop' },
    permission: 'connectors.manage',
    creates: true,
    body: z.strictObject({
      shop: input.code.max(30).describe('shop code'),
      connector: z.enum(CONNECTOR_IDS),
      address,
      remoteShop: input.code,
      appKey: input.code,
      secret: input.code.max(200),
    }),
    response: z.object({ id: wire.id }),
    errors: ['connectors.linked_already', 'connectors.app_key_taken'],
  }),
  editLink: route({
    method: 'PATCH',
    path: '/api/connectors/links/:id',
    summary: { zh: '修改接入', en: 'Change a link' },
    permission: 'connectors.manage',
    params,
    body: z.strictObject({
      version: input.version,
      address,
      active: z.boolean(),
      remoteShop: input.code
        .optional()
        .describe('left out: as it is; stands once something was read'),
      appKey: input.code.optional().describe('left out: as it is'),
      secret: input.code.max(200).optional().describe('left out: as it is'),
    }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit', 'connectors.app_key_taken', 'connectors.shop_stands'],
  }),
  retry: route({
    method: 'POST',
    path: '/api/connectors/links/:id/retry',
    summary: { zh: '重试没办成的事', en: 'Try again what failed' },
    permission: 'connectors.write',
    params,
    body: z.strictObject({
      items: z
        .array(z.strictObject({ what: z.enum(FAILING), no: z.string().min(1).max(200) }))
        .min(1)
        .max(1000)
        .optional()
        .describe('left out: all of this shop'),
    }),
    response: z.object({ retried: z.number() }),
  }),
  feed: route({
    method: 'PUT',
    path: '/api/connectors/links/:id/feed',
    summary: { zh: '用我们的库存供货', en: 'Sell out of our stock' },
    permission: 'connectors.manage',
    params,
    body: z.strictObject({
      isOn: z.boolean(),
      site: input.code.max(20).optional().describe('code of the stock site; left out: as it is'),
    }),
    response: z.object({ isOn: z.boolean() }),
    errors: ['shops.live_stock_needs_site', 'connectors.not_supported'],
  }),
  poll: route({
    method: 'POST',
    path: '/api/connectors/links/:id/poll',
    summary: { zh: '立即同步', en: 'Poll now' },
    permission: 'connectors.write',
    params,
    response: z.object({ asked: z.boolean() }),
  }),
  push: route({
    method: 'POST',
    path: '/api/connectors/push/:id',
    summary: { zh: '平台推送入口', en: 'Where platforms push to' },
    permission: 'public',
    params,
    body: z.unknown().describe('as the platform sends it, signed'),
    response: z.object({ taken: z.number() }),
    errors: ['connectors.push_unproven', 'connectors.push_unreadable'],
  }),
  ...tellsApi,
} as const
