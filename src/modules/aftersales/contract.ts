// After-sale records, as the API shows them. They come in by imports only.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const AFTERSALE_TYPES = [
  'refund_only_unshipped',
  'refund_only',
  'return_refund',
  'exchange',
  'reissue',
  'repair',
  'price_protect',
  'other',
] as const

export const AFTERSALE_STATES = [
  'requested',
  'negotiating',
  'merchant_rejected',
  'awaiting_return',
  'return_in_transit',
  'refunding',
  'refunded',
  'exchanged',
  'refund_failed',
  'platform_intervention',
  'closed',
  'unknown',
] as const

export const REFUND_BASES = ['stated', 'closed', 'seen', 'requested', 'imported'] as const

const record = z.object({
  id: wire.id,
  shopCode: z.string(),
  currency: z.string(),
  aftersaleNo: z.string(),
  orderNo: z.string(),
  orderId: wire.id.nullable(),
  lineRef: z.string(),
  type: z.enum(AFTERSALE_TYPES),
  typeText: z.string(),
  status: z.enum(AFTERSALE_STATES),
  statusText: z.string(),
  reason: z.string(),
  requestedAt: wire.instant.nullable(),
  closedAt: wire.instant.nullable(),
  refundedOn: wire.date.nullable(),
  refundedBasis: z.enum(REFUND_BASES).nullable(),
  refundMinor: wire.minor.nullable(),
  orderMinor: wire.minor.nullable(),
  qty: wire.qty.nullable(),
  returnCarrier: z.string(),
  returnWaybill: z.string(),
  shipState: z.string(),
  platformItem: z.string(),
  skuCode: z.string(),
  title: z.string(),
  spec: z.string(),
  layout: z.string(),
  version: z.number(),
})

export const aftersalesApi = {
  records: listRoute({
    path: '/api/aftersales',
    summary: { zh: '售后记录', en: 'After-sale records' },
    permission: 'aftersales.read',
    filters: {
      q: z.string().max(100).optional(),
      shop: z.string().max(30).optional(),
      status: z.enum(AFTERSALE_STATES).optional(),
      type: z.enum(AFTERSALE_TYPES).optional(),
      from: input.date.optional().describe('requested on or after'),
      to: input.date.optional(),
      order: z.string().max(64).optional(),
      linked: z.enum(['yes', 'no']).optional(),
    },
    item: record,
    columns: [
      { key: 'aftersaleNo', zh: '售后编号', en: 'After-sale no.', kind: 'text' },
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'orderNo', zh: '订单号', en: 'Order', kind: 'text' },
      { key: 'type', zh: '类型', en: 'Type', kind: 'text' },
      { key: 'typeText', zh: '平台类型', en: 'Type as said', kind: 'text' },
      { key: 'status', zh: '状态', en: 'State', kind: 'text' },
      { key: 'statusText', zh: '平台状态', en: 'State as said', kind: 'text' },
      { key: 'requestedAt', zh: '申请时间', en: 'Requested', kind: 'instant' },
      { key: 'refundMinor', zh: '退款金额', en: 'Refund', kind: 'money' },
      { key: 'refundedOn', zh: '退款日', en: 'Refunded', kind: 'date' },
      { key: 'refundedBasis', zh: '退款日依据', en: 'Known by', kind: 'text' },
      { key: 'qty', zh: '数量', en: 'Pieces', kind: 'qty' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'title', zh: '商品', en: 'Title', kind: 'text' },
      { key: 'spec', zh: '规格', en: 'Variant', kind: 'text' },
      { key: 'skuCode', zh: '商家编码', en: 'Merchant code', kind: 'text' },
      { key: 'returnCarrier', zh: '退货快递', en: 'Return carrier', kind: 'text' },
      { key: 'returnWaybill', zh: '退货单号', en: 'Return waybill', kind: 'text' },
    ],
  }),
  record: route({
    method: 'GET',
    path: '/api/aftersales/:id',
    summary: { zh: '售后记录详情', en: 'One after-sale record' },
    permission: 'aftersales.read',
    params: z.object({ id: input.id }),
    response: record.extend({
      withdrawn: z.boolean(),
      /** What counts as given back for this order: records, or the order itself. */
      counts: z.array(
        z.object({
          basis: z.enum(['record', 'order']),
          refundMinor: wire.minor,
          refundedOn: wire.date,
          isThis: z.boolean(),
        }),
      ),
      versions: z.array(
        z.object({
          version: z.number(),
          source: z.string(),
          snapshotAt: wire.instant.nullable(),
          recordedAt: wire.instant,
          undone: z.boolean(),
          raw: z.record(z.string(), z.string()),
        }),
      ),
    }),
  }),
} as const
