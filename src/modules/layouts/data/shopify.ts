// Shopify: orders, products, inventory.
import { layoutsOf } from '../entry.ts'

export const shopifyLayouts = layoutsOf([
  {
    id: 'shopify.shopify_orders_export',
    platform: 'shopify',
    kind: 'orders',
    name: { zh: 'Shopify 订单导出', en: 'Shopify orders' },
    grain: 'line',
    headers: `
      Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal|Shipping|Taxes
      Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price
      Lineitem compare at price|Lineitem sku|Lineitem requires shipping|Lineitem taxable
      Lineitem fulfillment status|Billing Name|Billing Street|Billing Address1|Billing Address2|Billing Company
      Billing City|Billing Zip|Billing Province|Billing Country|Billing Phone|Shipping Name|Shipping Street
      Shipping Address1|Shipping Address2|Shipping Company|Shipping City|Shipping Zip|Shipping Province
      Shipping Country|Shipping Phone|Notes|Note Attributes|Cancelled at|Payment Method|Payment Reference
      Refunded Amount|Vendor|Outstanding Balance|Employee|Location|Device ID|Id|Tags|Risk Level|Source
      Lineitem discount|Tax 1 Name|Tax 1 Value|Tax 2 Name|Tax 2 Value|Tax 3 Name|Tax 3 Value|Tax 4 Name|Tax 4 Value
      Tax 5 Name|Tax 5 Value|Phone|Receipt Number|Duties|Billing Province Name|Shipping Province Name|Payment ID
      Payment Terms Name|Next Payment Due At|Payment References`,
    detect: 'Name|Financial Status|Lineitem name',
    requires: 'order_id qty',
    fields: {
      order_id: 'Name',
      created_at: 'Created at',
      paid_at: 'Paid at',
      shipped_at: 'Fulfilled at',
      cancelled_at: 'Cancelled at',
      financial_status: 'Financial Status',
      fulfillment_status: 'Fulfillment Status',
      currency: 'Currency',
      freight: 'Shipping',
      tax: 'Taxes',
      order_amount: 'Total',
      discount_total: 'Discount Amount',
      refund_amount: 'Refunded Amount',
      pay_method: 'Payment Method',
      payment_id: 'Payment Reference|Payment ID',
      source_channel: 'Source',
      buyer_note: 'Notes',
      receiver_name: 'Shipping Name',
      phone: 'Shipping Phone|Phone',
      province: 'Shipping Province Name|Shipping Province',
      city: 'Shipping City',
      address: 'Shipping Street|Shipping Address1',
      country: 'Shipping Country',
      qty: 'Lineitem quantity',
      title: 'Lineitem name',
      unit_price: 'Lineitem price',
      sku_code: 'Lineitem sku',
      line_discount: 'Lineitem discount',
      line_status: 'Lineitem fulfillment status',
    },
    statuses: {
      pending: 'pending_payment',
      authorized: 'pending_payment',
      paid: 'paid',
      partially_paid: 'pending_payment',
      partially_refunded: 'paid',
      refunded: 'closed_refunded',
      voided: 'cancelled',
      unfulfilled: 'awaiting_shipment',
      partial: 'partially_shipped',
      fulfilled: 'shipped',
      restocked: 'cancelled',
    },
    traits: 'head_on_first_row own_shop shopify_states refund_repeats',
    provenance: 'read; the last three headers unverified',
  },
  {
    id: 'shopify.products',
    platform: 'shopify',
    kind: 'listings',
    name: { zh: 'Shopify 商品导出', en: 'Shopify products' },
    grain: 'line',
    headers: `
      Handle|Title|Body (HTML)|Vendor|Type|Tags|Published|Option1 Name|Option1 Value|Option2 Name|Option2 Value
      Option3 Name|Option3 Value|Variant SKU|Variant Grams|Variant Inventory Tracker|Variant Inventory Qty
      Variant Inventory Policy|Variant Fulfillment Service|Variant Price|Variant Compare At Price
      Variant Requires Shipping|Variant Taxable|Variant Barcode|Image Src|Image Position|Image Alt Text|Gift Card
      SEO Title|SEO Description|Google Shopping / Google Product Category|Google Shopping / Gender
      Google Shopping / Age Group|Google Shopping / MPN|Google Shopping / AdWords Grouping
      Google Shopping / AdWords Labels|Google Shopping / Condition|Google Shopping / Custom Product
      Google Shopping / Custom Label 0|Google Shopping / Custom Label 1|Google Shopping / Custom Label 2
      Google Shopping / Custom Label 3|Google Shopping / Custom Label 4|Variant Image|Variant Weight Unit
      Variant Tax Code`,
    optional: `
      Status|Included / Primary|Price / International|Compare At Price / International|Cost per item|Product Category
      Unit Price Total Measure`,
    detect: 'Handle|Title|Variant Price',
    requires: 'platform_item',
    fields: {
      platform_item: 'Handle',
      title: 'Title',
      category: 'Type',
      spec: 'Option1 Value',
      spec2: 'Option2 Value',
      spec3: 'Option3 Value',
      sku_code: 'Variant SKU',
      barcode: 'Variant Barcode',
      price: 'Variant Price',
      stock_qty: 'Variant Inventory Qty',
      weight_grams: 'Variant Grams',
      image_url: 'Image Src|Variant Image',
      status: 'Status|Published',
    },
    statuses: {
      true: 'on_sale',
      active: 'on_sale',
      false: 'off_sale',
      draft: 'off_sale',
      archived: 'off_sale',
    },
    traits: 'title_on_first_row',
    provenance: 'read: a real file',
  },
  {
    id: 'shopify.shopify_inventory_export',
    platform: 'shopify',
    kind: 'listings',
    name: { zh: 'Shopify 库存导出', en: 'Shopify inventory' },
    grain: 'line',
    headers: `
      Handle|Title|Option1 Name|Option1 Value|Option2 Name|Option2 Value|Option3 Name|Option3 Value|SKU|HS Code|COO
      Location|Bin name|Incoming (not editable)|Unavailable (not editable)|Committed (not editable)
      Available (not editable)|On hand (current)|On hand (new)`,
    detect: 'Handle|SKU|Location|On hand (current)',
    requires: 'platform_item',
    fields: {
      platform_item: 'Handle',
      title: 'Title',
      spec: 'Option1 Value',
      spec2: 'Option2 Value',
      spec3: 'Option3 Value',
      sku_code: 'SKU',
      location: 'Location',
      stock_qty: 'On hand (current)',
      available_qty: 'Available (not editable)',
    },
    traits: 'one_row_per_location',
    provenance: 'unverified',
  },
])
