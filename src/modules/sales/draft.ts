// What an order is, before it is stored: the shape every layout's rows are turned into.
import type { ImportRow } from '#modules/layouts'
import type { Deadline, OrderState } from './states.ts'

export type OrderKind = 'sale' | 'refund' | 'write_off' | 'free'

export interface DraftLine {
  /** The platform's own number of this line, where it has one. */
  readonly lineRef: string
  readonly platformItem: string
  /** The platform's number of the variant; for shops that sell by our own codes, that code. */
  readonly platformSku: string
  readonly merchantCode: string
  readonly barcode: string
  readonly title: string
  readonly spec: string
  readonly isGoods: boolean
  readonly isGift: boolean
  readonly qty: bigint
  readonly unitPriceText: string
  /** Quantity × list price, before any discount. */
  readonly amountMinor: bigint
  readonly discountMinor: bigint
  readonly refundedMinor: bigint
  readonly status: string
  readonly refundStatus: string
}

/** Discounts by who bears them. */
export interface Discounts {
  readonly shop: bigint
  readonly platform: bigint
  readonly talent: bigint
  readonly channel: bigint
  /** Seen only as the difference between list price and payable. */
  readonly unnamed: bigint
}

export interface OrderMoney {
  readonly goodsMinor: bigint
  readonly serviceMinor: bigint
  readonly freightMinor: bigint
  readonly discounts: Discounts
  /** payable − (goods + services + freight − discounts): what does not add up, never bent. */
  readonly residualMinor: bigint
  readonly payableMinor: bigint
}

/** Personal data of an order, plain, on its way to the vault. */
export interface Receiver {
  readonly name: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly street: string
  readonly address: string
  readonly buyerNote: string
  readonly sellerNote: string
}

export interface DraftOrder extends OrderMoney {
  readonly platformNo: string
  readonly kind: OrderKind
  readonly status: OrderState
  readonly statusText: string
  readonly orderedAt: Date
  readonly orderedOn: string
  readonly paidAt: Date | null
  readonly shippedAt: Date | null
  readonly completedAt: Date | null
  readonly deadlines: readonly Deadline[]
  readonly customerRef: string | null
  readonly country: string | null
  readonly paidMinor: bigint
  readonly refundedMinor: bigint
  readonly paymentMethod: string
  readonly paymentNo: string
  readonly sourceChannel: string
  readonly talent: string
  readonly carrier: string
  readonly waybill: string
  readonly closeReason: string
  readonly receiver: Receiver | null
  readonly lines: readonly DraftLine[]
  readonly flags: readonly string[]
  /** The rows that say so, as they stand in the file. */
  readonly rows: readonly ImportRow[]
}
