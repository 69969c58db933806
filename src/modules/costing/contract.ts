// What stock is worth, as the API says it.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-01$/)
const done = z.object({ done: z.literal(true) })

const valueRow = z.object({
  skuId: wire.id,
  sku: z.string(),
  name: z.string(),
  owner: z.string(),
  qty: wire.qty,
  unitMinor: wire.minor.nullable(),
  averageMinor: wire.minor,
  fifoMinor: wire.minor,
  shipped: wire.qty,
  shippedMinor: wire.minor,
  coverDays: z.number().nullable(),
  abc: z.enum(['A', 'B', 'C', '-']),
  xyz: z.enum(['X', 'Y', 'Z', '-']),
  upTo30: wire.qty,
  upTo60: wire.qty,
  upTo90: wire.qty,
  upTo180: wire.qty,
  older: wire.qty,
})

const entryRow = z.object({
  skuId: wire.id,
  moveId: wire.big,
  sku: z.string(),
  qty: wire.qty,
  averageMinor: wire.minor,
  fifoMinor: wire.minor,
  basis: z.string(),
  reason: z.string(),
  document: z.string(),
  effectiveAt: wire.instant,
  bookedOn: wire.date,
})

export const costingApi = {
  values: listRoute({
    path: '/api/costing/values',
    summary: { zh: '库存金额与周转', en: 'Stock value and turnover' },
    permission: 'costing.read',
    filters: {
      q: z.string().max(100).optional(),
      abc: z.enum(['A', 'B', 'C', '-']).optional(),
      asOf: input.date.optional().describe('last day of the 91 days looked at; today if left out'),
    },
    item: valueRow,
    columns: [
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'owner', zh: '货主', en: 'Owner', kind: 'text' },
      { key: 'qty', zh: '数量', en: 'Quantity', kind: 'qty' },
      { key: 'unitMinor', zh: '平均单位成本', en: 'Average unit cost', kind: 'money' },
      { key: 'averageMinor', zh: '金额(移动平均)', en: 'Value (moving average)', kind: 'money' },
      { key: 'fifoMinor', zh: '金额(先进先出)', en: 'Value (FIFO)', kind: 'money' },
      { key: 'shipped', zh: '91 天出货', en: 'Shipped in 91 days', kind: 'qty' },
      { key: 'shippedMinor', zh: '91 天出货成本', en: 'Cost shipped in 91 days', kind: 'money' },
      { key: 'coverDays', zh: '可售天数', en: 'Cover days', kind: 'number' },
      { key: 'abc', zh: 'ABC', en: 'ABC', kind: 'text' },
      { key: 'xyz', zh: 'XYZ', en: 'XYZ', kind: 'text' },
      { key: 'upTo30', zh: '库龄 0–30 天', en: 'Age 0–30 days', kind: 'qty' },
      { key: 'upTo60', zh: '库龄 31–60 天', en: 'Age 31–60 days', kind: 'qty' },
      { key: 'upTo90', zh: '库龄 61–90 天', en: 'Age 61–90 days', kind: 'qty' },
      { key: 'upTo180', zh: '库龄 91–180 天', en: 'Age 91–180 days', kind: 'qty' },
      { key: 'older', zh: '库龄 180 天以上', en: 'Age over 180 days', kind: 'qty' },
    ],
  }),
  entries: listRoute({
    path: '/api/costing/entries',
    summary: { zh: '成本流水', en: 'Cost entries' },
    permission: 'costing.read',
    filters: {
      skuId: input.id.optional(),
      reason: z.string().max(20).optional(),
      document: z.string().max(200).optional(),
      month: month.optional(),
    },
    item: entryRow,
    columns: [
      { key: 'effectiveAt', zh: '发生时间', en: 'Effective', kind: 'instant' },
      { key: 'bookedOn', zh: '记账日', en: 'Booked', kind: 'date' },
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'qty', zh: '数量', en: 'Quantity', kind: 'qty' },
      { key: 'averageMinor', zh: '金额(移动平均)', en: 'Value (moving average)', kind: 'money' },
      { key: 'fifoMinor', zh: '金额(先进先出)', en: 'Value (FIFO)', kind: 'money' },
      { key: 'basis', zh: '依据', en: 'Basis', kind: 'text' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'document', zh: '单据', en: 'Document', kind: 'text' },
    ],
  }),
  months: route({
    method: 'GET',
    path: '/api/costing/months',
    summary: { zh: '库存金额按月', en: 'Stock value by month' },
    permission: 'costing.read',
    response: z.object({
      items: z.array(
        z.object({
          month: wire.date,
          isOver: z.boolean().describe('its last day has passed: it may be closed'),
          isClosed: z.boolean(),
          openingMinor: wire.minor,
          inMinor: wire.minor,
          soldMinor: wire.minor,
          otherOutMinor: wire.minor,
          closingMinor: wire.minor,
          closingFifoMinor: wire.minor,
        }),
      ),
    }),
  }),
  closeMonth: route({
    method: 'POST',
    path: '/api/costing/months/close',
    summary: { zh: '月结', en: 'Close a month' },
    permission: 'costing.close',
    body: z.strictObject({ month }),
    response: done,
    errors: ['costing.month_not_over', 'costing.moves_waiting'],
  }),
  reopenMonth: route({
    method: 'POST',
    path: '/api/costing/months/reopen',
    summary: { zh: '反结', en: 'Open a closed month again' },
    permission: 'costing.close',
    body: z.strictObject({ month, reason: z.string().trim().min(2).max(500) }),
    response: done,
    errors: ['costing.not_last_closed'],
  }),
} as const
