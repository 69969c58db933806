// Olist, the public Brazilian marketplace: one order told in three tables, joined by order_id.
import { layoutsOf } from '../entry.ts'

export const olistLayouts = layoutsOf([
  {
    id: 'olist.orders',
    platform: null,
    kind: 'orders',
    name: { zh: 'Olist 订单', en: 'Olist orders' },
    grain: 'order',
    headers: `
      order_id|customer_id|order_status|order_purchase_timestamp|order_approved_at
      order_delivered_carrier_date|order_delivered_customer_date|order_estimated_delivery_date`,
    detect: 'order_id|order_status|order_purchase_timestamp',
    fields: {
      order_id: 'order_id',
      status: 'order_status',
      created_at: 'order_purchase_timestamp',
      paid_at: 'order_approved_at',
      shipped_at: 'order_delivered_carrier_date',
      received_at: 'order_delivered_customer_date',
      deliver_deadline: 'order_estimated_delivery_date',
    },
    statuses: {
      created: 'pending_payment',
      approved: 'awaiting_shipment',
      invoiced: 'awaiting_shipment',
      processing: 'awaiting_shipment',
      shipped: 'shipped',
      delivered: 'delivered',
      // Never paid where there is no time of approval; else paid and given back.
      canceled: 'closed_refunded',
      unavailable: 'closed_refunded',
    },
    traits: 'head_without_money',
    provenance:
      'read: a real file, whose customer_id is one per order and no person; unavailable as given back unverified',
  },
  {
    id: 'olist.items',
    platform: null,
    kind: 'orders',
    name: { zh: 'Olist 订单商品', en: 'Olist order items' },
    grain: 'lines_only',
    headers: 'order_id|order_item_id|product_id|seller_id|shipping_limit_date|price|freight_value',
    detect: 'order_id|order_item_id|price|freight_value',
    requires: 'order_id line_id unit_price',
    fields: {
      order_id: 'order_id',
      line_id: 'order_item_id',
      platform_item: 'product_id',
      ship_deadline: 'shipping_limit_date',
      unit_price: 'price',
      freight: 'freight_value',
    },
    traits: 'qty_one freight_on_lines',
    provenance: 'read: a real file',
  },
  {
    id: 'olist.payments',
    platform: null,
    kind: 'orders',
    name: { zh: 'Olist 付款', en: 'Olist payments' },
    grain: 'order',
    headers: 'order_id|payment_sequential|payment_type|payment_installments|payment_value',
    detect: 'order_id|payment_type|payment_value',
    requires: 'order_id paid_amount',
    fields: {
      order_id: 'order_id',
      pay_method: 'payment_type',
      paid_amount: 'payment_value',
    },
    traits: 'payments_only',
    provenance: 'read: a real file',
  },
  {
    id: 'olist.reviews',
    platform: null,
    kind: 'reviews',
    name: { zh: 'Olist 评价', en: 'Olist reviews' },
    grain: 'line',
    headers: `
      review_id|order_id|review_score|review_comment_title|review_comment_message|review_creation_date
      review_answer_timestamp`,
    detect: 'review_id|order_id|review_score',
    requires: 'review_id score',
    fields: {
      review_id: 'review_id',
      order_id: 'order_id',
      score: 'review_score',
      title: 'review_comment_title',
      content: 'review_comment_message',
      created_at: 'review_creation_date',
      answered_at: 'review_answer_timestamp',
    },
    provenance: 'read: a real file',
  },
  {
    id: 'olist.products',
    platform: null,
    kind: 'listings',
    name: { zh: 'Olist 商品', en: 'Olist products' },
    grain: 'line',
    headers: `
      product_id|product_category_name|product_name_lenght|product_description_lenght|product_photos_qty
      product_weight_g|product_length_cm|product_height_cm|product_width_cm`,
    detect: 'product_id|product_category_name|product_weight_g',
    requires: 'platform_item',
    fields: {
      platform_item: 'product_id',
      category: 'product_category_name',
      weight_grams: 'product_weight_g',
    },
    provenance: 'read: a real file',
  },
])
