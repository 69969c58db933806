// The stock ledger, as the API says it.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'
import { asOfApi } from './as-of-contract.ts'
import { countsApi } from './counts-contract.ts'
import { reconcileApi } from './reconcile-contract.ts'

const QUALITY = z.enum(['good', 'seconds', 'inspection', 'frozen'])
const byId = z.object({ id: input.id })
const done = z.object({ done: z.literal(true) })
const created = z.object({ id: wire.id })
const lot = z.string().trim().max(40).optional()
const channel = z.string().trim().max(40)
const ownerId = input.id.optional().describe('whose goods; our own when left out')
const reason = z.string().trim().min(2).max(500)
const seen = z.int().min(0).default(0).describe('of the rule you saw; 0 when there was none')

const stockRow = z.object({
  skuId: wire.id,
  sku: z.string(),
  name: z.string(),
  siteId: wire.id,
  site: z.string(),
  onHand: wire.qty,
  good: wire.qty,
  promised: wire.qty,
  quota: wire.qty,
  free: wire.qty,
  valueMinor: wire.minor.nullable(),
})

const balanceRow = z.object({
  skuId: wire.id,
  sku: z.string(),
  site: z.string(),
  locationId: wire.id,
  location: z.string(),
  lot: z.string(),
  quality: QUALITY,
  ownerId: wire.id,
  owner: z.string(),
  siteId: wire.id,
  qty: wire.qty,
  hard: wire.qty,
})

const moveRow = z.object({
  id: wire.big,
  skuId: wire.id,
  sku: z.string(),
  qty: wire.qty,
  from: z.string(),
  to: z.string(),
  fromQuality: QUALITY,
  toQuality: QUALITY,
  lot: z.string(),
  reason: z.string(),
  document: z.string(),
  actor: z.string(),
  effectiveAt: wire.instant,
  recordedAt: wire.instant,
})

const reservationRow = z.object({
  skuId: wire.id,
  sku: z.string(),
  site: z.string(),
  orderRef: z.string(),
  lineRef: z.string(),
  kind: z.string(),
  locationId: wire.id.describe('all zeros: anywhere in the site'),
  location: z.string().nullable(),
  lot: z.string(),
  channel: z.string(),
  outstanding: wire.qty,
  expiresAt: wire.instant.nullable(),
  updatedAt: wire.instant,
})

const line = z.strictObject({ lineRef: input.code.max(60), skuId: input.id, qty: input.qty })
const orderRef = z.object({ orderRef: input.code.max(100) })
const reserved = z.array(
  z.object({ lineRef: z.string(), skuId: wire.id, siteId: wire.id, qty: wire.qty }),
)

export const inventoryApi = {
  stock: listRoute({
    path: '/api/inventory/stock',
    summary: { zh: '库存总览', en: 'Stock by SKU and site' },
    permission: 'inventory.read',
    filters: {
      q: z.string().max(100).optional(),
      siteId: input.id.optional(),
      nonZero: input.flag.optional(),
    },
    item: stockRow,
    columns: [
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'site', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'onHand', zh: '在库', en: 'On hand', kind: 'qty' },
      { key: 'good', zh: '良品', en: 'Good', kind: 'qty' },
      { key: 'promised', zh: '占用', en: 'Promised', kind: 'qty' },
      { key: 'quota', zh: '配额', en: 'Quota', kind: 'qty' },
      { key: 'free', zh: '可承诺', en: 'Free', kind: 'qty' },
      { key: 'valueMinor', zh: '标准成本金额', en: 'Value at standard cost', kind: 'money' },
    ],
  }),
  balances: listRoute({
    path: '/api/inventory/balances',
    summary: { zh: '库位结存', en: 'Balances by location' },
    permission: 'inventory.read',
    filters: {
      skuId: input.id.optional(),
      siteId: input.id.optional(),
      quality: QUALITY.optional(),
      q: z.string().max(100).optional(),
    },
    item: balanceRow,
    columns: [
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'site', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'location', zh: '库位', en: 'Location', kind: 'text' },
      { key: 'lot', zh: '批次', en: 'Lot', kind: 'text' },
      { key: 'quality', zh: '品质', en: 'Quality', kind: 'text' },
      { key: 'owner', zh: '货主', en: 'Owner', kind: 'text' },
      { key: 'qty', zh: '数量', en: 'Quantity', kind: 'qty' },
      { key: 'hard', zh: '库位占用', en: 'Held', kind: 'qty' },
    ],
  }),
  moves: listRoute({
    path: '/api/inventory/moves',
    summary: { zh: '库存流水', en: 'Stock moves' },
    permission: 'inventory.read',
    filters: {
      skuId: input.id.optional(),
      siteId: input.id.optional(),
      locationId: input.id.optional(),
      reason: z.string().max(20).optional(),
      document: z.string().max(120).optional(),
    },
    item: moveRow,
    columns: [
      { key: 'effectiveAt', zh: '生效时间', en: 'Effective', kind: 'instant' },
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'qty', zh: '数量', en: 'Quantity', kind: 'qty' },
      { key: 'from', zh: '从', en: 'From', kind: 'text' },
      { key: 'to', zh: '到', en: 'To', kind: 'text' },
      { key: 'lot', zh: '批次', en: 'Lot', kind: 'text' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'document', zh: '单据', en: 'Document', kind: 'text' },
    ],
  }),
  asOf: route({
    method: 'GET',
    path: '/api/inventory/as-of',
    summary: { zh: '任意时点结存', en: 'Balance as of an instant' },
    permission: 'inventory.read',
    query: z.object({ skuId: input.id, at: input.instant }),
    response: z.object({
      at: wire.instant,
      items: z.array(
        z.object({
          site: z.string(),
          location: z.string(),
          lot: z.string(),
          quality: QUALITY,
          qty: wire.qty,
        }),
      ),
    }),
  }),
  channels: route({
    method: 'GET',
    path: '/api/inventory/channels',
    summary: {
      zh: '渠道:店铺用的,和规则、配额里有的',
      en: 'Channels of shops, and those of rules and quotas',
    },
    permission: 'inventory.read',
    response: z.object({
      items: z.array(
        z.object({
          channel: z.string(),
          shops: z
            .array(z.string())
            .describe('shops that sell through it; empty: only rules or quotas name it'),
        }),
      ),
    }),
  }),
  waterfall: route({
    method: 'GET',
    path: '/api/inventory/waterfall',
    summary: { zh: '库存瀑布', en: 'Stock waterfall' },
    permission: 'inventory.read',
    query: z.object({ skuId: input.id, siteId: input.id.optional(), channel: channel.default('') }),
    response: z.object({
      steps: z.array(
        z.object({ key: z.string(), kind: z.enum(['total', 'change']), value: wire.qty }),
      ),
      sites: z.array(
        z.object({
          siteId: wire.id,
          siteCode: z.string(),
          onHand: wire.qty,
          notGood: wire.qty,
          good: wire.qty,
          soft: wire.qty,
          ordered: wire.qty,
          hard: wire.qty,
          frozen: wire.qty,
          safety: wire.qty,
        }),
      ),
      bundle: z
        .object({
          publish: wire.qty,
          short: wire.qty,
          parts: z.array(
            z.object({
              skuId: wire.id,
              code: z.string(),
              perBundle: wire.qty,
              free: wire.qty,
              offered: wire.qty,
            }),
          ),
        })
        .nullable(),
    }),
  }),
  rules: route({
    method: 'GET',
    path: '/api/inventory/skus/:id/rules',
    summary: { zh: 'SKU 的可售规则', en: 'The rules by which a SKU is offered' },
    permission: 'inventory.read',
    params: byId,
    response: z.object({
      safety: z.array(
        z.object({
          siteId: wire.id.nullable(),
          site: z.string().nullable(),
          channel: z.string(),
          qty: wire.qty,
          version: z.number(),
        }),
      ),
      shares: z.array(
        z.object({
          channel: z.string(),
          percent: z.number(),
          cap: wire.qty.nullable(),
          version: z.number(),
        }),
      ),
      quotas: z.array(
        z.object({
          orderRef: z.string(),
          site: z.string(),
          channel: z.string(),
          left: wire.qty,
          expiresAt: wire.instant.nullable(),
        }),
      ),
      stale: z.object({
        peakPerMinute: wire.qty.describe(
          'most shipped or promised in one minute of the last 28 days',
        ),
        qty: wire.qty.describe('safety that covers this rate while nobody is told'),
      }),
    }),
    query: z.object({ staleSeconds: z.coerce.number().int().min(0).max(86_400).default(60) }),
  }),
  reservations: listRoute({
    path: '/api/inventory/reservations',
    summary: { zh: '占用', en: 'Reservations' },
    permission: 'inventory.read',
    filters: {
      skuId: input.id.optional(),
      orderRef: z.string().max(100).optional(),
      kind: z.string().max(10).optional(),
    },
    item: reservationRow,
    columns: [
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'site', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'orderRef', zh: '订单', en: 'Order', kind: 'text' },
      { key: 'lineRef', zh: '行', en: 'Line', kind: 'text' },
      { key: 'kind', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'outstanding', zh: '占用数', en: 'Outstanding', kind: 'qty' },
      { key: 'channel', zh: '渠道', en: 'Channel', kind: 'text' },
      { key: 'expiresAt', zh: '到期', en: 'Expires', kind: 'instant' },
    ],
  }),
  reserve: route({
    method: 'PUT',
    path: '/api/inventory/orders/:orderRef/reservation',
    summary: { zh: '为订单占用库存(全有或全无)', en: 'Reserve for an order, every line or none' },
    permission: 'inventory.reserve',
    params: orderRef,
    body: z.strictObject({
      causeId: input.code.max(100).describe('the event that asks; replaying it changes nothing'),
      kind: z.enum(['SOFT', 'ORDER']).default('ORDER'),
      lines: z.array(line).min(1).max(500),
      siteIds: z.array(input.id).min(1).max(50).optional(),
      channel: channel.optional(),
      expiresAt: input.instant.optional(),
    }),
    response: z.object({ reserved, replayed: z.boolean() }),
    errors: ['inventory.insufficient_stock'],
  }),
  release: route({
    method: 'PUT',
    path: '/api/inventory/orders/:orderRef/release',
    summary: { zh: '释放占用', en: 'Release a reservation' },
    permission: 'inventory.reserve',
    params: orderRef,
    body: z.strictObject({
      causeId: input.code.max(100),
      lines: z.array(line).min(1).max(500).optional(),
    }),
    response: done,
    errors: ['inventory.more_than_outstanding'],
  }),
  receive: route({
    method: 'POST',
    path: '/api/inventory/receipts',
    summary: { zh: '收货', en: 'Receive goods' },
    permission: 'inventory.receive',
    creates: true,
    body: z.strictObject({
      siteId: input.id,
      locationId: input.id.optional(),
      ownerId,
      note: input.note.default(''),
      effectiveAt: input.instant.optional(),
      lines: z
        .array(
          z.strictObject({
            skuId: input.id,
            qty: input.qty,
            lot,
            quality: QUALITY.default('good'),
            unitCostMinor: input.minor.optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    response: created,
    errors: ['inventory.not_in_site', 'inventory.future_effect'],
  }),
  move: route({
    method: 'POST',
    path: '/api/inventory/moves',
    summary: { zh: '移库或改品质', en: 'Move or change quality' },
    permission: 'inventory.move',
    creates: true,
    body: z.strictObject({
      skuId: input.id,
      qty: input.qty,
      from: input.id,
      to: input.id,
      lot,
      fromQuality: QUALITY.default('good'),
      toQuality: QUALITY.default('good'),
      ownerId,
      reason,
    }),
    response: created,
    errors: ['inventory.not_in_location', 'inventory.not_within_site'],
  }),
  transfers: listRoute({
    path: '/api/inventory/transfers',
    summary: { zh: '调拨单', en: 'Transfers' },
    permission: 'inventory.read',
    filters: { status: z.enum(['in_transit', 'received']).optional() },
    item: z.object({
      id: wire.id,
      fromSite: z.string(),
      toSite: z.string(),
      status: z.enum(['in_transit', 'received']),
      note: z.string(),
      createdBy: z.string(),
      shippedAt: wire.instant,
      receivedAt: wire.instant.nullable(),
      lines: z.array(
        z.object({
          lineNo: z.number(),
          sku: z.string(),
          name: z.string(),
          lot: z.string(),
          qty: wire.qty,
          receivedQty: wire.qty.nullable(),
          reason: z.string().nullable(),
        }),
      ),
    }),
    columns: [
      { key: 'shippedAt', zh: '发出', en: 'Shipped', kind: 'instant' },
      { key: 'fromSite', zh: '从', en: 'From', kind: 'text' },
      { key: 'toSite', zh: '到', en: 'To', kind: 'text' },
      { key: 'status', zh: '状态', en: 'Status', kind: 'text' },
      { key: 'receivedAt', zh: '收到', en: 'Received', kind: 'instant' },
      { key: 'note', zh: '备注', en: 'Note', kind: 'text' },
    ],
  }),
  shipTransfer: route({
    method: 'POST',
    path: '/api/inventory/transfers',
    summary: { zh: '调拨发出', en: 'Ship a transfer' },
    permission: 'inventory.move',
    creates: true,
    body: z.strictObject({
      toSiteId: input.id,
      note: input.note.default(''),
      lines: z
        .array(
          z.strictObject({
            skuId: input.id,
            qty: input.qty,
            fromLocationId: input.id,
            lot,
            ownerId,
          }),
        )
        .min(1)
        .max(500),
    }),
    response: created,
    errors: ['inventory.transfer_sites', 'inventory.not_in_location'],
  }),
  receiveTransfer: route({
    method: 'PUT',
    path: '/api/inventory/transfers/:id/receipt',
    summary: { zh: '调拨收货', en: 'Receive a transfer' },
    permission: 'inventory.receive',
    params: byId,
    body: z.strictObject({
      lines: z.array(
        z.strictObject({
          lineNo: z.int().min(1),
          receivedQty: input.qtyOrZero,
          reason: z.string().trim().max(500).optional(),
        }),
      ),
    }),
    response: done,
    errors: ['inventory.difference_needs_reason', 'inventory.transfer_received'],
  }),
  adjustments: listRoute({
    path: '/api/inventory/adjustments',
    summary: { zh: '调整单', en: 'Adjustments' },
    permission: 'inventory.read',
    filters: { status: z.enum(['proposed', 'posted', 'refused']).optional() },
    item: z.object({
      id: wire.id,
      sku: z.string(),
      name: z.string(),
      site: z.string(),
      location: z.string(),
      quality: QUALITY,
      owner: z.string(),
      delta: wire.qty,
      valueMinor: wire.minor,
      reason: z.string(),
      status: z.enum(['proposed', 'posted', 'refused']),
      proposedBy: z.string(),
      proposedByName: z.string(),
      createdAt: wire.instant,
    }),
    columns: [
      { key: 'createdAt', zh: '时间', en: 'When', kind: 'instant' },
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'site', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'location', zh: '库位', en: 'Location', kind: 'text' },
      { key: 'delta', zh: '调整数', en: 'Change', kind: 'qty' },
      { key: 'valueMinor', zh: '金额', en: 'Value', kind: 'money' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'status', zh: '状态', en: 'Status', kind: 'text' },
    ],
  }),
  adjust: route({
    method: 'POST',
    path: '/api/inventory/adjustments',
    summary: { zh: '提出调整', en: 'Propose an adjustment' },
    permission: 'inventory.adjust',
    creates: true,
    body: z.strictObject({
      skuId: input.id,
      locationId: input.id,
      direction: z.enum(['more', 'less']),
      qty: input.qty,
      lot,
      quality: QUALITY.default('good'),
      ownerId,
      reason,
    }),
    response: z.object({ id: wire.id, status: z.enum(['posted', 'proposed']) }),
    errors: ['inventory.not_in_location', 'inventory.insufficient_stock'],
  }),
  decideAdjustment: route({
    method: 'PUT',
    path: '/api/inventory/adjustments/:id/decision',
    summary: { zh: '批准或驳回调整', en: 'Approve or refuse an adjustment' },
    permission: 'inventory.approve',
    params: byId,
    body: z.strictObject({ approve: z.boolean(), reason }),
    response: done,
    errors: ['inventory.own_adjustment', 'inventory.adjustment_decided'],
  }),
  setSafety: route({
    method: 'PUT',
    path: '/api/inventory/skus/:id/safety',
    summary: { zh: '设安全库存', en: 'Set safety stock' },
    permission: 'inventory.settings',
    params: byId,
    body: z.strictObject({
      siteId: input.id.optional(),
      channel: channel.optional(),
      qty: input.qtyOrZero,
      version: seen,
    }),
    response: done,
    errors: ['kernel.stale_edit'],
  }),
  setShare: route({
    method: 'PUT',
    path: '/api/inventory/skus/:id/shares/:channel',
    summary: { zh: '设渠道共享比例', en: 'Set a channel’s share' },
    permission: 'inventory.settings',
    params: z.object({ id: input.id, channel: input.code.max(40) }),
    body: z.strictObject({
      percent: z.int().min(0).max(100),
      cap: input.qtyOrZero.optional(),
      version: seen,
    }),
    response: done,
    errors: ['kernel.stale_edit'],
  }),
  grantQuota: route({
    method: 'POST',
    path: '/api/inventory/skus/:id/quotas',
    summary: { zh: '给渠道独占配额', en: 'Keep stock for one channel' },
    permission: 'inventory.settings',
    creates: true,
    params: byId,
    body: z.strictObject({
      siteId: input.id,
      channel: input.code.max(40),
      qty: input.qty,
      expiresAt: input.instant.optional(),
    }),
    response: created,
    errors: ['inventory.quota_too_large'],
  }),
  ...asOfApi,
  ...countsApi,
  ...reconcileApi,
} as const
