// Orders as the platform said them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const ORDER_KINDS = ['sale', 'refund', 'write_off', 'free'] as const

const order = z.object({
  id: wire.id,
  shopCode: z.string(),
  currency: z.string(),
  platformNo: z.string(),
  kind: z.enum(ORDER_KINDS),
  orderedAt: wire.instant,
  customerRef: z.string().nullable(),
  country: z.string().nullable(),
  lines: z.number(),
  goodsMinor: wire.minor,
  serviceMinor: wire.minor,
  payableMinor: wire.minor,
  flags: z.array(z.string()),
  version: z.number(),
})

export const salesApi = {
  orders: listRoute({
    path: '/api/orders',
    summary: { zh: '平台单', en: 'Platform orders' },
    permission: 'orders.read',
    filters: {
      q: z.string().max(100).optional(),
      shop: z.string().max(30).optional(),
      kind: z.enum(ORDER_KINDS).optional(),
      from: input.date.optional(),
      to: input.date.optional(),
      sku: z.string().max(60).optional(),
    },
    item: order,
    columns: [
      { key: 'platformNo', zh: '平台单号', en: 'Platform no.', kind: 'text' },
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'kind', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'orderedAt', zh: '下单时间', en: 'Ordered', kind: 'instant' },
      { key: 'customerRef', zh: '客户号', en: 'Customer', kind: 'text' },
      { key: 'country', zh: '国家', en: 'Country', kind: 'text' },
      { key: 'lines', zh: '行数', en: 'Lines', kind: 'number' },
      { key: 'goodsMinor', zh: '商品金额', en: 'Goods', kind: 'money' },
      { key: 'serviceMinor', zh: '服务费用', en: 'Services', kind: 'money' },
      { key: 'payableMinor', zh: '应付', en: 'Payable', kind: 'money' },
    ],
  }),
  order: route({
    method: 'GET',
    path: '/api/orders/:id',
    summary: { zh: '平台单详情', en: 'One platform order' },
    permission: 'orders.read',
    params: z.object({ id: input.id }),
    response: order.extend({
      items: z.array(
        z.object({
          lineNo: z.number(),
          skuId: wire.id.nullable(),
          platformSku: z.string(),
          title: z.string(),
          isGoods: z.boolean(),
          qty: wire.qty,
          unitPriceText: z.string(),
          amountMinor: wire.minor,
        }),
      ),
      versions: z.array(
        z.object({
          version: z.number(),
          source: z.string(),
          recordedAt: wire.instant,
          rows: z.number(),
        }),
      ),
      moves: z.array(
        z.object({
          sku: z.string(),
          qty: wire.qty,
          reason: z.string(),
          from: z.string(),
          to: z.string(),
        }),
      ),
    }),
  }),
} as const
