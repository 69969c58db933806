// What a row says of one line of an order, and what a head says of lines it does not name. Pure.
import type { CellReader, Layout } from '#modules/layouts'
import type { DraftLine } from './draft.ts'

/** A quantity beyond this is a typing error or a shifted column, never an order. */
const MAX_QTY = 100_000_000n

/** A line before the order's discounts and refunds are shared out; null where its row tells none. */
export interface Line extends Omit<DraftLine, 'discountMinor' | 'refundedMinor'> {
  readonly refunded: bigint | null
  readonly discount: bigint | null
}

export function lineOf(cells: CellReader, layout: Layout): Line {
  const isOne = layout.traits.includes('qty_one')
  const qty = isOne ? 1n : (cells.count('qty') ?? 0n)
  if (!isOne && !cells.has('qty')) cells.bad('qty', '数量必填', 'is required')
  else if (qty < 0n || qty > MAX_QTY)
    cells.bad('qty', `数量应在 0 到 ${MAX_QTY} 之间`, `must be between 0 and ${MAX_QTY}`)
  const price = cells.minor('unit_price')
  // An order of one line may state its goods only in sum (Pinduoduo).
  const amount =
    cells.minor('line_amount') ??
    (price === null ? null : price * qty) ??
    (layout.grain === 'both' ? cells.minor('goods_amount') : null) ??
    cells.minor('line_paid') ??
    listedAmount(cells, layout)
  if (amount === null)
    cells.bad('unit_price', '没有单价也没有金额', 'has neither a price nor an amount')
  else if (amount < 0n) cells.bad('unit_price', '金额不能为负', 'must not be negative')
  const split = layout.traits.includes('amounts_split')
  return {
    lineRef: cells.text('line_id'),
    platformItem: cells.text('platform_item'),
    platformSku: cells.text('platform_sku'),
    merchantCode: cells.text('sku_code') || cells.text('product_code'),
    barcode: cells.text('barcode'),
    title: cells.text('title').slice(0, 500),
    spec: cells.text('spec').slice(0, 500),
    isGoods: true,
    isGift: /^(是|1|true|yes)$/i.test(cells.text('is_gift')),
    qty,
    unitPriceText: cells.text('unit_price'),
    amountMinor: amount ?? 0n,
    discount: split ? null : cells.minor('line_discount'),
    refunded: cells.minor('refund_amount'),
    status: cells.text('line_status'),
    refundStatus: cells.text('refund_status') || cells.text('aftersale_status'),
  }
}

/** Where every row has its own share of payable and names all discounts, what was listed follows (Douyin, few columns). */
function listedAmount(cells: CellReader, { traits }: Layout): bigint | null {
  if (!traits.includes('amounts_split') || !traits.includes('discounts_named')) return null
  const payable = cells.minor('order_amount')
  if (payable === null) return null
  const discounts = ['shop', 'platform', 'talent', 'channel'].map((sponsor) => {
    const minor = cells.minor(`discount_${sponsor}`) ?? 0n
    return minor < 0n ? -minor : minor
  })
  return discounts.reduce((sum, minor) => sum + minor, payable - (cells.minor('freight') ?? 0n))
}

/** A file of heads says what the goods cost together, not which they were. */
export function headLine(head: CellReader): Line {
  const goods = head.minor('goods_amount')
  const total = head.minor('order_amount') ?? head.minor('paid_amount') ?? 0n
  return {
    lineRef: '~head',
    platformItem: '',
    platformSku: '',
    merchantCode: '',
    barcode: '',
    title: head.text('title').slice(0, 500),
    spec: head.text('spec').slice(0, 500),
    isGoods: true,
    isGift: false,
    qty: head.count('qty_total') ?? 0n,
    unitPriceText: '',
    amountMinor: goods ?? total - (head.minor('freight') ?? 0n),
    discount: null,
    refunded: null,
    status: '',
    refundStatus: '',
  }
}
