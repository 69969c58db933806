// Telling platforms what left, as the API says it.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const STATES = ['waiting', 'failed', 'told', 'unconfirmed', 'confirmed'] as const
const idParam = z.object({ id: input.id })
const heading = input.name.max(40)

const layout = z.object({
  platform: z.string(),
  orderHeader: z.string(),
  carrierHeader: z.string(),
  waybillHeader: z.string(),
  source: z.string(),
  verified: z.boolean().describe('held against the template of the platform by a person'),
  version: z.number(),
})

export const writeBacksApi = {
  writeBacks: listRoute({
    path: '/api/desk/write-backs',
    summary: { zh: '发货回传', en: 'Shipments to tell' },
    permission: 'orders.read',
    filters: {
      shopId: wire.id.optional(),
      state: z.enum(STATES).optional().describe('left out: all that are not confirmed'),
      sheetId: wire.id.optional(),
      q: z.string().max(60).optional().describe('platform number or waybill'),
    },
    item: z.object({
      id: wire.id,
      orderId: wire.id,
      orderNo: z.string(),
      shopId: wire.id,
      shopCode: z.string(),
      isLinked: z.boolean().describe('a link tells it; else a sheet'),
      platformNo: z.string(),
      carrier: z.string(),
      waybill: z.string(),
      shippedAt: wire.instant,
      state: z.enum(STATES),
      reason: z
        .string()
        .describe(
          'the word of the platform or of a person; or another_parcel, never_heard, not_seen',
        ),
      toldAt: wire.instant.nullable(),
      sheetId: wire.id.nullable(),
    }),
    columns: [
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'platformNo', zh: '平台单', en: 'Platform no.', kind: 'text' },
      { key: 'orderNo', zh: '系统单', en: 'System no.', kind: 'text' },
      { key: 'carrier', zh: '快递', en: 'Carrier', kind: 'text' },
      { key: 'waybill', zh: '运单号', en: 'Waybill', kind: 'text' },
      { key: 'state', zh: '状态', en: 'State', kind: 'text' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'shippedAt', zh: '发货时间', en: 'Shipped', kind: 'instant' },
      { key: 'toldAt', zh: '回传时间', en: 'Told', kind: 'instant' },
    ],
  }),
  writeBackShops: route({
    method: 'GET',
    path: '/api/desk/write-backs/shops',
    summary: { zh: '各店铺回传情况', en: 'Shipments to tell, by shop' },
    permission: 'orders.read',
    response: z.object({
      items: z.array(
        z.object({
          shopId: wire.id,
          shopCode: z.string(),
          shopName: z.string(),
          platform: z.string(),
          isLinked: z.boolean(),
          waiting: z.number(),
          failed: z.number(),
          told: z.number(),
          unconfirmed: z.number(),
          oldestAt: wire.instant.nullable().describe('of those nobody has told'),
          layout: layout.nullable(),
        }),
      ),
    }),
  }),
  makeShipSheet: route({
    method: 'POST',
    path: '/api/desk/ship-sheets',
    summary: { zh: '生成批量发货上传表', en: 'Make the sheet a platform takes shipments from' },
    permission: 'orders.ship',
    body: z.strictObject({ shopId: input.id }),
    response: z.object({ id: wire.id, rows: z.number() }),
    errors: ['orders.nothing_to_tell', 'orders.shop_is_linked'],
  }),
  shipSheets: listRoute({
    path: '/api/desk/ship-sheets',
    summary: { zh: '上传表', en: 'Sheets handed out' },
    permission: 'orders.read',
    filters: { shopId: wire.id.optional() },
    item: z.object({
      id: wire.id,
      shopId: wire.id,
      shopCode: z.string(),
      rows: z.number(),
      confirmed: z.number(),
      replaced: z.number().describe('taken back since, and told by a later sheet or not at all'),
      madeBy: z.string(),
      madeAt: wire.instant,
    }),
    columns: [
      { key: 'madeAt', zh: '生成时间', en: 'Made', kind: 'instant' },
      { key: 'shopCode', zh: '店铺', en: 'Shop', kind: 'text' },
      { key: 'rows', zh: '行数', en: 'Rows', kind: 'number' },
      { key: 'confirmed', zh: '已确认', en: 'Confirmed', kind: 'number' },
      { key: 'replaced', zh: '已退回', en: 'Taken back', kind: 'number' },
      { key: 'madeBy', zh: '生成人', en: 'Made by', kind: 'text' },
    ],
  }),
  shipSheetFile: route({
    method: 'GET',
    path: '/api/desk/ship-sheets/:id/file',
    summary: { zh: '下载上传表', en: 'Download a sheet' },
    permission: 'orders.read',
    params: idParam,
    response: z.unknown(),
    raw: true,
  }),
  takeBackTold: route({
    method: 'POST',
    path: '/api/desk/write-backs/take-back',
    summary: { zh: '平台没收下,退回待回传', en: 'The platform did not take them: tell them again' },
    permission: 'orders.ship',
    body: z.strictObject({
      ids: z.array(input.id).min(1).max(1000),
      reason: input.note.min(2).max(200),
    }),
    response: z.object({ taken: z.number() }),
  }),
  setShipSheetLayout: route({
    method: 'PUT',
    path: '/api/desk/ship-sheet-layouts/:platform',
    summary: { zh: '上传表的列名', en: 'Headings of the sheet of a platform' },
    permission: 'orders.ship',
    params: z.object({ platform: z.string().min(1).max(30) }),
    body: z.strictObject({
      version: input.version,
      orderHeader: heading,
      carrierHeader: heading,
      waybillHeader: heading,
      verified: z.boolean(),
    }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit'],
  }),
} as const
