// What the sandbox platform says, checked and turned into rows of a layout. Pure.
import { z } from 'zod'
import { formatYuan } from '#kernel/money.ts'
import { addMs, instant, offsetMsAt } from '#kernel/time.ts'
import type { Layout } from '#modules/layouts'
import type { Detail, HeadPage, Kind } from './connector.ts'

const ORDER_FIELDS = [
  'order_id',
  'line_id',
  'update_time',
  'status',
  'created_at',
  'paid_at',
  'shipped_at',
  'completed_at',
  'ship_deadline',
  'buyer_ref',
  'title',
  'spec',
  'platform_item',
  'platform_sku',
  'sku_code',
  'qty',
  'unit_price',
  'freight',
  'discount_shop',
  'discount_platform',
  'order_amount',
  'paid_amount',
  'refund_amount',
  'aftersale_status',
  'line_status',
  'carrier',
  'waybill',
  'close_reason',
  'receiver_name',
  'phone',
  'province',
  'city',
  'district',
  'address',
  'buyer_note',
  'seller_note',
  'asked_date',
] as const

const AFTERSALE_FIELDS = [
  'aftersale_id',
  'order_id',
  'line_id',
  'update_time',
  'aftersale_type',
  'aftersale_status',
  'reason',
  'refund_amount',
  'qty',
  'created_at',
  'completed_at',
  'refunded_at',
  'return_waybill',
] as const

function layout(kind: Kind, fields: readonly string[], statuses: Layout['statuses']): Layout {
  return {
    id: `sandbox.api_${kind}`,
    platform: null,
    kind,
    name: { zh: '沙箱平台 API', en: 'Sandbox platform API' },
    grain: 'line',
    headers: fields,
    detect: [],
    // These are no fields: they stand in the rows so that a version shows what the platform said.
    fields: Object.fromEntries(
      fields
        .filter((field) => field !== 'update_time' && field !== 'asked_date')
        .map((field) => [field, [field]]),
    ),
    statuses,
    traits: ['amounts_split', 'discounts_named'],
    provenance: 'our own sandbox platform',
  }
}

export const LAYOUTS: Readonly<Record<Kind, Layout>> = {
  orders: layout('orders', ORDER_FIELDS, {
    unpaid: 'pending_payment',
    // Until the tail is paid nothing is owed but the place in the queue.
    deposit_paid: 'pending_payment',
    held: 'on_hold',
    to_ship: 'awaiting_shipment',
    part_shipped: 'partially_shipped',
    shipped: 'shipped',
    completed: 'completed',
    cancelled: 'cancelled',
    refunded: 'closed_refunded',
  }),
  aftersales: layout('aftersales', AFTERSALE_FIELDS, {
    requested: 'requested',
    awaiting_return: 'awaiting_return',
    returning: 'return_in_transit',
    refunded: 'refunded',
    exchanged: 'exchanged',
    rejected: 'merchant_rejected',
    closed: 'closed',
    refund_only: 'refund_only',
    return_refund: 'return_refund',
    exchange: 'exchange',
  }),
}

export const time = z.int().transform((ms) => instant(ms))
const fen = z.int().min(0).transform(BigInt)

export const HEADS = z.object({
  list: z.array(
    z.object({
      order_id: z.string().optional(),
      aftersale_id: z.string().optional(),
      update_time: time,
      pay_amount: fen,
    }),
  ),
  has_more: z.boolean(),
  next_cursor: z.string(),
})

export const RECEIVER = z.object({
  name: z.string(),
  phone: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  address: z.string(),
})

const LINE = z.object({
  sku_order_id: z.string(),
  product_id: z.string(),
  sku_id: z.string(),
  out_sku_id: z.string(),
  product_name: z.string(),
  spec: z.string(),
  item_num: z.int().min(0),
  origin_amount: fen,
  shop_discount: fen,
  platform_discount: fen,
  pay_amount: fen,
  refund_amount: fen,
  after_sale_status: z.string(),
  status: z.string(),
})

export const ORDER = z.object({
  order_id: z.string(),
  update_time: time,
  status: z.string(),
  open_buyer_id: z.string(),
  create_time: time,
  pay_time: time.nullable(),
  ship_time: time.nullable(),
  finish_time: time.nullable(),
  exp_ship_time: time.nullable(),
  post_amount: fen,
  company_code: z.string(),
  logistics_code: z.string(),
  close_reason: z.string(),
  buyer_words: z.string(),
  seller_words: z.string(),
  appointment: z.object({ ship_by: time, state: z.string() }).nullable(),
  receiver: RECEIVER,
  sku_order_list: z.array(LINE).min(1),
})

export const AFTERSALE = z.object({
  aftersale_id: z.string(),
  order_id: z.string(),
  sku_order_id: z.string(),
  update_time: time,
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  refund_amount: fen,
  item_num: z.int().min(0),
  create_time: time,
  close_time: time.nullable(),
  refund_time: time.nullable(),
  return_logistics_code: z.string(),
})

export const toHeads = (said: z.output<typeof HEADS>): HeadPage => ({
  heads: said.list.flatMap((one) => {
    const no = one.order_id ?? one.aftersale_id
    return no === undefined
      ? []
      : [{ no, modifiedAt: one.update_time, amountMinor: one.pay_amount }]
  }),
  next: said.has_more ? said.next_cursor : null,
})

/** The shop's wall clock, as an export would print it. */
function wall(at: Date | null, timeZone: string): string {
  if (at === null) return ''
  return addMs(at, offsetMsAt(at, timeZone)).toISOString().slice(0, 19).replace('T', ' ')
}

export function orderRows(order: z.output<typeof ORDER>, timeZone: string): Detail {
  const head = {
    order_id: order.order_id,
    update_time: order.update_time.toISOString(),
    status: order.status,
    created_at: wall(order.create_time, timeZone),
    paid_at: wall(order.pay_time, timeZone),
    shipped_at: wall(order.ship_time, timeZone),
    completed_at: wall(order.finish_time, timeZone),
    ship_deadline: wall(order.exp_ship_time, timeZone),
    buyer_ref: order.open_buyer_id,
    carrier: order.company_code,
    waybill: order.logistics_code,
    close_reason: order.close_reason,
    receiver_name: order.receiver.name,
    phone: order.receiver.phone,
    province: order.receiver.province,
    city: order.receiver.city,
    district: order.receiver.district,
    address: order.receiver.address,
    buyer_note: order.buyer_words,
    seller_note: order.seller_words,
    asked_date: order.appointment === null ? '' : order.appointment.ship_by.toISOString(),
  }
  const rows = order.sku_order_list.map((line, at) => {
    // The freight of an order stands on its first row.
    const freight = at === 0 ? order.post_amount : 0n
    const payable = formatYuan(line.pay_amount + freight)
    return {
      ...head,
      line_id: line.sku_order_id,
      title: line.product_name,
      spec: line.spec,
      platform_item: line.product_id,
      platform_sku: line.sku_id,
      sku_code: line.out_sku_id,
      qty: String(line.item_num),
      unit_price: formatYuan(line.origin_amount),
      freight: formatYuan(freight),
      discount_shop: formatYuan(line.shop_discount),
      discount_platform: formatYuan(line.platform_discount),
      order_amount: payable,
      paid_amount: order.pay_time === null ? '' : payable,
      refund_amount: formatYuan(line.refund_amount),
      aftersale_status: line.after_sale_status,
      line_status: line.status,
    }
  })
  return { no: order.order_id, modifiedAt: order.update_time, rows }
}

export function aftersaleRow(record: z.output<typeof AFTERSALE>, timeZone: string): Detail {
  const row = {
    aftersale_id: record.aftersale_id,
    order_id: record.order_id,
    line_id: record.sku_order_id,
    update_time: record.update_time.toISOString(),
    aftersale_type: record.type,
    aftersale_status: record.status,
    reason: record.reason,
    refund_amount: formatYuan(record.refund_amount),
    qty: String(record.item_num),
    created_at: wall(record.create_time, timeZone),
    completed_at: wall(record.close_time, timeZone),
    refunded_at: wall(record.refund_time, timeZone),
    return_waybill: record.return_logistics_code,
  }
  return { no: record.aftersale_id, modifiedAt: record.update_time, rows: [row] }
}
