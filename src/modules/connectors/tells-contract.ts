// What a platform is told and asked over its link, as the API says it.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const params = z.object({ id: input.id })
const offer = { platformItem: input.code, platformSku: input.code }

export const tellsApi = {
  stock: route({
    method: 'POST',
    path: '/api/connectors/links/:id/stock',
    summary: { zh: '设置平台库存(绝对值)', en: 'Set what the shop shows in stock' },
    permission: 'connectors.write',
    params,
    body: z.strictObject({
      items: z
        .array(
          z.strictObject({
            platformItem: input.code,
            platformSku: input.code,
            qty: input.qtyOrZero,
          }),
        )
        .min(1)
        .max(1000),
    }),
    response: z.object({ changed: z.number() }),
    errors: ['connectors.not_supported', 'connectors.stock_is_fed'],
  }),
  prices: route({
    method: 'POST',
    path: '/api/connectors/links/:id/prices',
    summary: { zh: '设置平台价格', en: 'Set prices on the platform' },
    permission: 'connectors.write',
    params,
    body: z.strictObject({
      items: z
        .array(
          z.strictObject({
            ...offer,
            priceMinor: input.minor.refine((minor) => minor > 0n, { error: 'price.not_positive' }),
          }),
        )
        .min(1)
        .max(1000),
    }),
    response: z.object({ changed: z.number() }),
    errors: ['connectors.not_supported'],
  }),
  listings: route({
    method: 'POST',
    path: '/api/connectors/links/:id/listings',
    summary: { zh: '修改平台商品(标题、上下架)', en: 'Change listings on the platform' },
    permission: 'connectors.write',
    params,
    body: z.strictObject({
      items: z
        .array(z.strictObject({ ...offer, title: input.name.max(60), isOnSale: z.boolean() }))
        .min(1)
        .max(1000),
    }),
    response: z.object({ changed: z.number() }),
    errors: ['connectors.not_supported'],
  }),
  refund: route({
    method: 'POST',
    path: '/api/connectors/links/:id/refunds',
    summary: { zh: '同意退款', en: 'Agree to a refund' },
    permission: 'connectors.refund',
    params,
    body: z.strictObject({ aftersaleNo: input.code, amountMinor: input.minor }),
    response: z.object({ asked: z.boolean() }),
    errors: ['connectors.act_stands', 'connectors.not_supported'],
  }),
  askDate: route({
    method: 'POST',
    path: '/api/connectors/links/:id/dates',
    summary: { zh: '与买家约发货时间', en: 'Ask the buyer for a later day' },
    permission: 'connectors.write',
    params,
    body: z.strictObject({ orderNo: input.code, shipBy: input.instant }),
    response: z.object({ asked: z.boolean() }),
    errors: ['connectors.act_stands', 'connectors.not_supported'],
  }),
  ship: route({
    method: 'POST',
    path: '/api/connectors/links/:id/shipments',
    summary: { zh: '回传发货', en: 'Tell a shipment' },
    permission: 'connectors.write',
    params,
    body: z.strictObject({ orderNo: input.code, carrier: input.code, waybill: input.code }),
    response: z.object({ asked: z.boolean() }),
    errors: ['connectors.shipment_exists', 'connectors.not_supported'],
  }),
  decode: route({
    method: 'POST',
    path: '/api/connectors/links/:id/receivers',
    summary: {
      zh: '解密平台收货人(按场景、留痕)',
      en: 'Open a receiver at the platform, for a scene and a reason (logged)',
    },
    permission: 'orders.reveal',
    params,
    body: z.strictObject({
      orderNo: input.code,
      scene: z.enum(['waybill', 'after_sale', 'care']),
      reason: input.note.min(2).max(200),
    }),
    response: z.object({ name: z.string(), phone: z.string(), address: z.string() }),
    errors: ['sales.too_many_reveals', 'connectors.not_supported', 'connectors.platform_refused'],
  }),
  bills: listRoute({
    path: '/api/connectors/bills',
    summary: { zh: '平台账单', en: 'Bills of platforms' },
    permission: 'connectors.read',
    filters: { shopId: wire.id.optional(), different: input.flag.optional() },
    item: z.object({
      shopId: wire.id,
      shopCode: z.string(),
      lineNo: z.string(),
      orderNo: z.string(),
      kind: z.enum(['income', 'refund', 'commission', 'other']),
      word: z.string().describe("the platform's own word"),
      amountMinor: wire.minor,
      billedAt: wire.instant,
      expectedMinor: wire.minor
        .nullable()
        .describe('a commission by the fee rules of the shop on that day; null where none holds'),
      differenceMinor: wire.minor.nullable(),
      disagrees: z.boolean().describe('told again with other contents'),
    }),
    columns: [
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'lineNo', zh: '流水号', en: 'Line', kind: 'text' },
      { key: 'orderNo', zh: '订单号', en: 'Order', kind: 'text' },
      { key: 'word', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'amountMinor', zh: '金额', en: 'Amount', kind: 'money' },
      { key: 'expectedMinor', zh: '按费率应为', en: 'By the fee rules', kind: 'money' },
      { key: 'differenceMinor', zh: '差额', en: 'Difference', kind: 'money' },
      { key: 'billedAt', zh: '入账时间', en: 'Billed', kind: 'instant' },
    ],
  }),
} as const
