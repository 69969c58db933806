// WooCommerce: products, orders.
import { layoutsOf } from '../entry.ts'

export const woocommerceLayouts = layoutsOf([
  {
    id: 'woocommerce.woo_product_csv',
    platform: 'woocommerce',
    kind: 'listings',
    name: { zh: 'WooCommerce 商品导出', en: 'WooCommerce products' },
    grain: 'line',
    headers: `
      ID|Type|SKU|GTIN, UPC, EAN, or ISBN|Name|Published|Is featured?|Visibility in catalog|Short description
      Description|Date sale price starts|Date sale price ends|Tax status|Tax class|In stock?|Stock|Low stock amount
      Backorders allowed?|Sold individually?|Weight (kg)|Length (cm)|Width (cm)|Height (cm)
      Allow customer reviews?|Purchase note|Sale price|Regular price|Categories|Tags|Shipping class|Images
      Download limit|Download expiry days|Parent|Grouped products|Upsells|Cross-sells|External URL|Button text|Position`,
    optional: `
      Weight (lbs)|Length (in)|Width (in)|Height (in)|Attribute 1 name|Attribute 1 value(s)|Attribute 1 visible
      Attribute 1 global|Attribute 2 name|Attribute 2 value(s)|Attribute 2 visible|Attribute 2 global`,
    detect: 'ID|Type|SKU|Name|Regular price',
    requires: 'platform_item title',
    fields: {
      platform_item: 'ID',
      item_type: 'Type',
      parent: 'Parent',
      sku_code: 'SKU',
      barcode: 'GTIN, UPC, EAN, or ISBN',
      title: 'Name',
      status: 'Published',
      stock_qty: 'Stock',
      price: 'Sale price|Regular price',
      list_price: 'Regular price',
      category: 'Categories',
      image_url: 'Images',
      weight: 'Weight (kg)|Weight (lbs)',
    },
    statuses: {
      '1': 'on_sale',
      '0': 'off_sale',
      '-1': 'off_sale',
    },
    provenance: 'read: a real file; some headers unverified',
  },
  {
    id: 'woocommerce.woo_analytics_orders',
    platform: 'woocommerce',
    kind: 'orders',
    name: { zh: 'WooCommerce 订单分析', en: 'WooCommerce orders' },
    grain: 'order',
    headers:
      'Date|Order #|Status|Customer|Customer type|Product(s)|Items sold|Coupon(s)|Net sales|Attribution',
    detect: 'Order #|Items sold|Net sales',
    fields: {
      order_id: 'Order #',
      created_at: 'Date',
      status: 'Status',
      title: 'Product(s)',
      qty_total: 'Items sold',
      order_amount: 'Net sales',
      goods_amount: 'Net sales',
      source_channel: 'Attribution',
    },
    statuses: {
      'Pending payment': 'pending_payment',
      'On hold': 'on_hold',
      Processing: 'awaiting_shipment',
      Completed: 'completed',
      Cancelled: 'cancelled',
      Failed: 'cancelled',
      Refunded: 'closed_refunded',
      pending: 'pending_payment',
      'on-hold': 'on_hold',
      processing: 'awaiting_shipment',
      completed: 'completed',
      cancelled: 'cancelled',
      failed: 'cancelled',
      refunded: 'closed_refunded',
    },
    traits: 'own_shop',
    provenance: 'unverified',
  },
])
