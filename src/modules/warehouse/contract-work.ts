// Picking and packing, as the API says them; part of `warehouseApi`.
import { z } from 'zod'
import { input, route, wire } from '#kernel/contract.ts'
import {
  bilingual,
  byId,
  bySite,
  done,
  METHODS,
  profile,
  WAVE_STATUSES,
} from './contract-fields.ts'

const stop = z.object({
  locationId: wire.id,
  location: z.string(),
  zone: z.string(),
  skuId: wire.id,
  skuCode: z.string(),
  name: z.string(),
  lot: z.string(),
  qty: wire.qty,
  skips: z.number(),
  slot: z.number().nullable().describe('only for the order in this compartment'),
  barcodes: z.array(z.object({ barcode: z.string(), qty: wire.qty })),
})

const picked = z.object({
  accepted: wire.qty,
  returned: wire.qty.describe('for orders pulled meanwhile: back on the shelf'),
  missing: wire.qty,
  elsewhere: z.array(z.object({ locationId: wire.id, qty: wire.qty })),
  pulled: z.array(z.string()),
  wave: z.enum(WAVE_STATUSES),
})

const stopBody = {
  locationId: input.id,
  skuId: input.id,
  lot: z.string().max(64).default(''),
  slot: z.int().min(1).max(2000).optional(),
}

const packItem = z.object({
  skuId: wire.id,
  skuCode: z.string(),
  name: z.string(),
  qty: wire.qty,
  checked: wire.qty,
  barcodes: z.array(z.string()),
})

const band = z.object({
  expectedGrams: wire.qty,
  toleranceGrams: wire.qty,
  low: wire.qty,
  high: wire.qty,
})

const packCard = z.object({
  orderId: wire.id,
  no: z.string(),
  platformNos: z.array(z.string()),
  status: z.string(),
  holds: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
  isOnFloor: z.boolean(),
  stop: bilingual.nullable().describe('why it does not ship; its goods go back'),
  waveNo: z.string().nullable(),
  slot: z.number().nullable(),
  profile,
  carrier: z.string(),
  waybill: z.string(),
  receiverMasked: z.string(),
  dueAt: wire.instant.nullable(),
  items: z.array(packItem),
  toPick: wire.qty,
  carton: z.object({
    best: z.object({ cartonId: wire.id, code: z.string(), fillPerMille: z.number() }).nullable(),
    unmeasured: z.array(z.string()),
    losers: z.array(z.object({ code: z.string(), why: z.string() })),
  }),
  parcelId: wire.id.nullable(),
  isPrintConfirmed: z.boolean(),
  prints: z.number(),
  isWeighing: z.boolean(),
  band: band.nullable(),
})

const sorted = z.object({
  outcome: z.enum(['ok', 'not_wanted']),
  slot: z.number().nullable(),
  skuId: wire.id,
  left: wire.qty,
  isFull: z.boolean(),
  wave: z.enum(WAVE_STATUSES),
})

export const picking = {
  picks: route({
    method: 'GET',
    path: '/api/warehouse/waves/:id/picks',
    summary: { zh: '拣货路线', en: 'The walk of a wave' },
    permission: 'warehouse.work',
    params: byId,
    response: z.object({
      id: wire.id,
      no: z.string(),
      status: z.enum(WAVE_STATUSES),
      method: z.enum(METHODS),
      picker: z.string(),
      isMine: z.boolean(),
      stops: z.array(stop),
      pulled: z.array(
        z.object({ no: z.string(), slot: z.number(), because: bilingual, picked: wire.qty }),
      ),
    }),
  }),
  take: route({
    method: 'POST',
    path: '/api/warehouse/waves/:id/take',
    summary: { zh: '领取波次', en: 'Take a wave to pick' },
    permission: 'warehouse.work',
    params: byId,
    body: z.strictObject({ isTakeOver: z.boolean().default(false) }),
    response: done,
    errors: ['warehouse.wave_not_now', 'warehouse.wave_taken'],
  }),
  pick: route({
    method: 'POST',
    path: '/api/warehouse/waves/:id/pick',
    summary: { zh: '拣货(可离线补传)', en: 'Pick a stop; safe to send again' },
    permission: 'warehouse.work',
    creates: true,
    params: byId,
    body: z.strictObject({
      ...stopBody,
      qty: input.qtyOrZero,
      isShort: z.boolean().default(false),
    }),
    response: picked,
    errors: ['warehouse.wave_not_now', 'warehouse.nothing_to_pick', 'warehouse.too_many'],
  }),
  skip: route({
    method: 'POST',
    path: '/api/warehouse/waves/:id/skip',
    summary: { zh: '跳过,排到最后', en: 'Skip a stop: it comes last' },
    permission: 'warehouse.work',
    creates: true,
    params: byId,
    body: z.strictObject(stopBody),
    response: done,
    errors: ['warehouse.nothing_to_pick'],
  }),
  sort: route({
    method: 'POST',
    path: '/api/warehouse/waves/:id/sort',
    summary: { zh: '播种一件', en: 'Sort one piece at the wall' },
    permission: 'warehouse.work',
    creates: true,
    params: byId,
    body: z.strictObject({ code: input.code }),
    response: sorted,
    errors: ['warehouse.wave_not_now', 'warehouse.unknown_code'],
  }),
}

export const packing = {
  find: route({
    method: 'GET',
    path: '/api/warehouse/pack/find',
    summary: { zh: '打包台:这个码是什么', en: 'What a scanned code is' },
    permission: 'warehouse.work',
    query: z.object({ siteId: input.id, code: input.code }),
    response: z.object({
      kind: z.enum(['order', 'waybill', 'slot', 'sku']),
      orderId: wire.id.nullable().describe('of a SKU: the most urgent order that waits for it'),
      isSingle: z.boolean(),
    }),
    errors: ['warehouse.unknown_code'],
  }),
  card: route({
    method: 'GET',
    path: '/api/warehouse/pack/orders/:id',
    summary: { zh: '打包台:一张单', en: 'One order at the pack station' },
    permission: 'warehouse.work',
    params: byId,
    response: packCard,
    errors: ['warehouse.not_on_floor'],
  }),
  scan: route({
    method: 'POST',
    path: '/api/warehouse/pack/orders/:id/scan',
    summary: { zh: '验货扫一件', en: 'Check one piece' },
    permission: 'warehouse.work',
    creates: true,
    params: byId,
    body: z.strictObject({ code: input.code }),
    response: z.object({
      outcome: z.enum(['ok', 'wrong', 'over', 'unknown']),
      skuId: wire.id.nullable(),
      checked: wire.qty,
      wanted: wire.qty,
      left: wire.qty,
    }),
    errors: ['warehouse.pulled', 'warehouse.not_picked_yet', 'warehouse.not_on_floor'],
  }),
  quick: route({
    method: 'POST',
    path: '/api/warehouse/pack/quick',
    summary: { zh: '一单一货:扫一件就验货取号', en: 'Singles: one scan checks and labels' },
    permission: 'warehouse.work',
    body: z.strictObject({ siteId: input.id, code: input.code }),
    response: z.object({ orderId: wire.id.nullable() }),
    errors: ['carriers.none_can', 'warehouse.no_receiver'],
  }),
  label: route({
    method: 'POST',
    path: '/api/warehouse/pack/orders/:id/label',
    summary: { zh: '装箱取号', en: 'Choose a carton and draw the label' },
    permission: 'warehouse.work',
    params: byId,
    body: z.strictObject({
      cartonId: input.id.nullable().optional(),
      serviceId: input.id.optional(),
    }),
    response: z.object({ parcelId: wire.id, waybill: z.string(), carrier: z.string() }),
    errors: [
      'carriers.none_can',
      'warehouse.no_receiver',
      'warehouse.no_region',
      'warehouse.pulled',
      'orders.not_allowed',
    ],
  }),
  foreignLabel: route({
    method: 'POST',
    path: '/api/warehouse/pack/orders/:id/foreign-label',
    summary: { zh: '填平台打的面单', en: 'A label printed elsewhere' },
    permission: 'warehouse.work',
    params: byId,
    body: z.strictObject({ carrier: input.name.max(60), waybill: input.code }),
    response: done,
    errors: ['orders.waybill_used', 'orders.not_allowed', 'warehouse.pulled'],
  }),
  confirmLabel: route({
    method: 'POST',
    path: '/api/warehouse/pack/parcels/:id/confirm',
    summary: { zh: '扫面单确认打印', en: 'The label was seen on the parcel' },
    permission: 'warehouse.work',
    params: byId,
    response: done,
  }),
  weigh: route({
    method: 'POST',
    path: '/api/warehouse/pack/orders/:id/weigh',
    summary: { zh: '称重并发货', en: 'Weigh and ship' },
    permission: 'warehouse.work',
    params: byId,
    body: z.strictObject({ grams: input.qty.nullable() }),
    response: z.object({ isInBand: z.boolean(), isShipped: z.boolean(), band: band.nullable() }),
    errors: [
      'warehouse.print_unconfirmed',
      'warehouse.weight_needed',
      'warehouse.pulled',
      'orders.not_allowed',
    ],
  }),
  inHand: route({
    method: 'GET',
    path: '/api/warehouse/sites/:siteId/in-hand',
    summary: { zh: '打包台手上的单与打印未确认', en: 'Begun at the station and not gone' },
    permission: 'warehouse.work',
    params: bySite,
    response: z.object({
      items: z.array(
        z.object({
          orderId: wire.id,
          no: z.string(),
          status: z.string(),
          waybill: z.string(),
          isPrintOpen: z.boolean(),
          holds: z.array(z.string()),
          dueAt: wire.instant.nullable(),
        }),
      ),
      toCheck: z.number(),
      shippedToday: z.number(),
      mineThisHour: z.number(),
    }),
  }),
}
