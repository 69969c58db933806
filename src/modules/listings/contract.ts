// Listings and their mappings, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const MAPPING_STATES = ['unmapped', 'mapped', 'ignored'] as const
export const SALE_STATES = ['on_sale', 'off_sale', 'unknown'] as const

const bilingual = z.object({ zh: z.string(), en: z.string() })

const suggestion = z.object({
  skuId: wire.id,
  code: z.string(),
  name: z.string(),
  skuQty: wire.qty,
  confidence: z.number(),
  basis: z.enum(['code', 'barcode', 'near_code', 'title']),
  why: bilingual,
})

const effect = {
  amount30Minor: wire.minor,
  amount90Minor: wire.minor,
  amountMinor: wire.minor,
  lines: z.number(),
  /** Orders that cannot leave before the listing is mapped. */
  waiting: z.number(),
}

const listing = z.object({
  id: wire.id,
  shopId: wire.id,
  shop: z.string(),
  currency: z.string(),
  platformItem: z.string(),
  platformSku: z.string(),
  merchantCode: z.string(),
  productCode: z.string(),
  barcode: z.string(),
  title: z.string(),
  spec: z.string(),
  priceMinor: wire.minor.nullable(),
  stockQty: wire.qty.nullable(),
  category: z.string(),
  saleState: z.enum(SALE_STATES),
  url: z.string(),
  imageUrl: z.string(),
  lastSeenAt: wire.instant,
  state: z.enum(MAPPING_STATES),
  /** 0 while nothing was decided. */
  version: z.number(),
  skuId: wire.id.nullable(),
  sku: z.string().nullable(),
  skuName: z.string().nullable(),
  skuQty: wire.qty,
  reason: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: wire.instant.nullable(),
  ...effect,
})

const amounts = z.array(z.object({ currency: z.string(), amountMinor: wire.minor }))
const byId = z.object({ id: input.id })
const version = z.coerce.number().int().min(0)
const many = z.object({
  batchId: wire.id,
  changed: z.number(),
  skipped: z.number().describe('changed by somebody else meanwhile, left alone'),
  unknown: z.array(wire.id).describe('nobody has these'),
})

export const listingsApi = {
  listings: listRoute({
    path: '/api/listings',
    summary: { zh: '平台商品', en: 'Listings' },
    permission: 'listings.read',
    filters: {
      q: z.string().max(100).optional(),
      state: z.enum(MAPPING_STATES).optional(),
      shopId: input.id.optional(),
      sold: z.enum(['yes', 'no']).optional().describe('bought by any order'),
    },
    item: listing.extend({
      suggestions: z.array(suggestion),
      suggestedSku: z.string(),
      confidence: z.number().nullable(),
    }),
    columns: [
      { key: 'shop', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'title', zh: '标题', en: 'Title', kind: 'text' },
      { key: 'spec', zh: '规格', en: 'Spec', kind: 'text' },
      { key: 'merchantCode', zh: '商家编码', en: 'Merchant code', kind: 'text' },
      { key: 'barcode', zh: '条码', en: 'Barcode', kind: 'text' },
      { key: 'platformItem', zh: '平台商品 ID', en: 'Platform item', kind: 'text' },
      { key: 'platformSku', zh: '平台 SKU ID', en: 'Platform SKU', kind: 'text' },
      { key: 'state', zh: '映射状态', en: 'Mapping', kind: 'text' },
      { key: 'sku', zh: 'SKU 编码', en: 'SKU code', kind: 'text' },
      { key: 'skuQty', zh: '每件数量', en: 'Qty per listing', kind: 'qty' },
      { key: 'suggestedSku', zh: '建议 SKU', en: 'Suggested SKU', kind: 'text' },
      { key: 'confidence', zh: '把握(%)', en: 'Confidence (%)', kind: 'number' },
      { key: 'currency', zh: '币种', en: 'Currency', kind: 'text' },
      { key: 'amount30Minor', zh: '近 30 天金额', en: 'Last 30 days', kind: 'money' },
      { key: 'amount90Minor', zh: '近 90 天金额', en: 'Last 90 days', kind: 'money' },
      { key: 'amountMinor', zh: '累计金额', en: 'Amount ever', kind: 'money' },
      { key: 'lines', zh: '订单行', en: 'Order lines', kind: 'number' },
      { key: 'waiting', zh: '待发货订单', en: 'Orders waiting', kind: 'number' },
      { key: 'priceMinor', zh: '售价', en: 'Price', kind: 'money' },
      { key: 'stockQty', zh: '平台库存', en: 'Platform stock', kind: 'qty' },
      { key: 'saleState', zh: '上架状态', en: 'On sale', kind: 'text' },
      { key: 'category', zh: '类目', en: 'Category', kind: 'text' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'decidedBy', zh: '操作人', en: 'Decided by', kind: 'text' },
      { key: 'decidedAt', zh: '操作时间', en: 'Decided at', kind: 'instant' },
    ],
  }),
  summary: route({
    method: 'GET',
    path: '/api/listings/summary',
    summary: { zh: '未映射概况', en: 'What is not mapped, in sum' },
    permission: 'listings.read',
    response: z.object({
      unmapped: z.number(),
      sold: z.number(),
      waiting: z.number(),
      amounts,
    }),
  }),
  listing: route({
    method: 'GET',
    path: '/api/listings/:id',
    summary: { zh: '平台商品详情', en: 'One listing' },
    permission: 'listings.read',
    params: byId,
    response: listing.extend({
      orders: z.number(),
      qty: wire.qty,
      suggestions: z.array(suggestion),
      history: z.array(
        z.object({
          version: z.number(),
          state: z.enum(MAPPING_STATES),
          sku: z.string().nullable(),
          skuQty: wire.qty,
          reason: z.string(),
          rule: z.string(),
          by: z.string(),
          from: wire.instant,
          to: wire.instant.nullable(),
        }),
      ),
      prices: z.array(z.object({ day: wire.date, priceMinor: wire.minor })),
    }),
  }),
  effect: route({
    method: 'GET',
    path: '/api/listings/:id/effect',
    summary: { zh: '改映射会重放的订单', en: 'Orders a change of mapping would replay' },
    permission: 'listings.read',
    params: byId,
    response: z.object({ ...effect, orders: z.number(), qty: wire.qty }),
  }),
  setMapping: route({
    method: 'PUT',
    path: '/api/listings/:id/mapping',
    summary: { zh: '映射、忽略或取消映射', en: 'Map, ignore or unmap a listing' },
    permission: 'listings.write',
    params: byId,
    body: z.discriminatedUnion('state', [
      z.strictObject({
        state: z.literal('mapped'),
        version,
        skuId: input.id,
        skuQty: input.qty.default(1n),
        reason: z.string().trim().max(500).default(''),
      }),
      z.strictObject({
        state: z.literal('ignored'),
        version,
        reason: z.string().trim().min(1).max(500),
      }),
      z.strictObject({
        state: z.literal('unmapped'),
        version,
        reason: z.string().trim().max(500).default(''),
      }),
    ]),
    response: z.object({ version: z.number() }),
    errors: [
      'kernel.stale_edit',
      'listings.unknown_sku',
      'listings.nothing_to_change',
      'listings.mapped_meanwhile',
    ],
  }),
  createSku: route({
    method: 'POST',
    path: '/api/listings/:id/sku',
    summary: { zh: '用平台商品新建 SKU 并映射', en: 'Create a SKU from a listing and map it' },
    permission: 'listings.write',
    creates: true,
    params: byId,
    body: z.strictObject({
      version,
      code: input.code.max(60),
      name: input.name,
      baseUnit: z.string().trim().min(1).max(20).optional(),
      barcode: z
        .string()
        .trim()
        .regex(/^[\x21-\x7e]{1,48}$/)
        .optional(),
      skuQty: input.qty.default(1n),
    }),
    response: z.object({ skuId: wire.id, version: z.number() }),
    errors: [
      'kernel.stale_edit',
      'catalog.sku_code_taken',
      'catalog.barcode_taken',
      'catalog.barcode_check_digit',
    ],
  }),
  ignoreMany: route({
    method: 'POST',
    path: '/api/listings/ignore',
    summary: { zh: '批量忽略', en: 'Ignore many' },
    permission: 'listings.write',
    body: z.strictObject({
      listings: z
        .array(z.strictObject({ id: input.id, version }))
        .min(1)
        .max(2000),
      reason: z.string().trim().min(1).max(500),
    }),
    response: many,
  }),
  confirm: route({
    method: 'POST',
    path: '/api/listings/confirm',
    summary: {
      zh: '批量确认把握足够的建议(可预览)',
      en: 'Confirm sure suggestions (preview possible)',
    },
    permission: 'listings.write',
    body: z.strictObject({
      minConfidence: z.int().min(50).max(100),
      shopId: input.id.optional(),
      dryRun: z.boolean(),
      digest: z.string().max(100).optional().describe('of the preview; needed to commit'),
    }),
    response: z.object({
      listings: z.number(),
      lines: z.number(),
      orders: z.number(),
      amounts,
      judged: z.number(),
      sample: z.array(
        suggestion.extend({ listingId: wire.id, title: z.string(), spec: z.string() }),
      ),
      digest: z.string(),
      batchId: wire.id.nullable(),
      skipped: z.number(),
    }),
    errors: ['listings.suggestions_changed'],
  }),
  undoBatch: route({
    method: 'POST',
    path: '/api/listings/batches/:id/undo',
    summary: { zh: '撤销一次批量操作', en: 'Undo a batch' },
    permission: 'listings.write',
    params: byId,
    response: many,
  }),
} as const
