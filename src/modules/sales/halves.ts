// Orders that a platform tells in two files: heads in one, lines in the other. Whichever half comes, the other is
// taken from what is stored, and the money of the order is settled anew over both.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { DraftLine, DraftOrder } from './draft.ts'
import { settleMoney, spread, totalOf } from './order-money.ts'
import type { OrderState } from './states.ts'

/** Flags that settling decides anew. */
const OF_MONEY = ['does_not_add_up', 'price_adjusted', 'lines_missing']

/** A head that comes again, over lines already known. */
export function overKnownLines(head: DraftOrder, lines: readonly DraftLine[]): DraftOrder {
  return join(head, lines)
}

/** Lines whose head is known. `areAllMoney`: what is to be paid is theirs to say, the head does not know it. */
export function underKnownHead(
  head: StoredHead,
  drafted: DraftOrder,
  areAllMoney = false,
): DraftOrder {
  const { platformNo, lines, rows, freightMinor, payableMinor } = drafted
  return join(
    {
      ...drafted,
      ...head,
      // Settling finds the unnamed part anew.
      discounts: { ...head.discounts, unnamed: 0n },
      ...(areAllMoney ? { freightMinor, payableMinor } : {}),
      platformNo,
      lines,
      rows,
    },
    lines,
  )
}

function join(head: DraftOrder, lines: readonly DraftLine[]): DraftOrder {
  const goods = lines.filter(({ isGoods }) => isGoods)
  const { flags, ...money } = settleMoney({
    goods: goods.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    service: head.serviceMinor,
    freight: head.freightMinor,
    shop: head.discounts.shop,
    platform: head.discounts.platform,
    talent: head.discounts.talent,
    channel: head.discounts.channel,
    discountTotal: null,
    adjust: 0n,
    payable: head.payableMinor,
    areDiscountsNamed: false,
    isOwnShop: false,
  })
  const worth = lines.map(({ amountMinor, isGoods }) => (isGoods ? amountMinor : 0n))
  const discounts = spread(totalOf(money.discounts), worth)
  const own = lines.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0n)
  const refunds =
    own > 0n
      ? lines.map(({ refundedMinor }) => refundedMinor)
      : spread(
          head.refundedMinor,
          worth.map((amount, at) => amount - discounts[at]!),
        )
  return {
    ...head,
    ...money,
    refundedMinor: head.refundedMinor > 0n ? head.refundedMinor : own,
    flags: [...head.flags.filter((flag) => !OF_MONEY.includes(flag)), ...flags],
    lines: lines.map((line, at) => ({
      ...line,
      discountMinor: discounts[at]!,
      refundedMinor: refunds[at]!,
    })),
  }
}

export type StoredHead = Pick<
  DraftOrder,
  | 'kind'
  | 'status'
  | 'statusText'
  | 'orderedAt'
  | 'orderedOn'
  | 'paidAt'
  | 'shippedAt'
  | 'completedAt'
  | 'goodsMinor'
  | 'serviceMinor'
  | 'freightMinor'
  | 'discounts'
  | 'residualMinor'
  | 'payableMinor'
  | 'paidMinor'
  | 'refundedMinor'
  | 'flags'
>

export async function readHeads(
  tx: Tx,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, StoredHead>> {
  if (orderIds.length === 0) return new Map()
  const { rows } = await sql<
    Omit<StoredHead, 'discounts'> & {
      id: string
      shop: bigint
      platform: bigint
      talent: bigint
      channel: bigint
      unnamed: bigint
      status: OrderState
    }
  >`
    select id, kind, status, status_text as "statusText", ordered_at as "orderedAt", ordered_on as "orderedOn",
      paid_at as "paidAt", shipped_at as "shippedAt", completed_at as "completedAt", goods_minor as "goodsMinor", service_minor as "serviceMinor",
      freight_minor as "freightMinor", discount_shop_minor as shop, discount_platform_minor as platform,
      discount_talent_minor as talent, discount_channel_minor as channel, discount_unnamed_minor as unnamed,
      residual_minor as "residualMinor", payable_minor as "payableMinor",
      paid_minor as "paidMinor", refunded_minor as "refundedMinor", flags
    from sales.orders where id = any(${[...orderIds]}::uuid[])`.execute(tx)
  return new Map(
    rows.map(({ id, shop, platform, talent, channel, unnamed, ...head }) => [
      id,
      { ...head, discounts: { shop, platform, talent, channel, unnamed } },
    ]),
  )
}

export async function readLines(
  tx: Tx,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DraftLine[]>> {
  if (orderIds.length === 0) return new Map()
  const { rows } = await sql<DraftLine & { orderId: string }>`
    select order_id as "orderId", line_ref as "lineRef", platform_item as "platformItem", platform_sku as "platformSku",
      merchant_code as "merchantCode", barcode, title, spec, is_goods as "isGoods", is_gift as "isGift", qty,
      unit_price_text as "unitPriceText", amount_minor as "amountMinor", discount_minor as "discountMinor",
      refunded_minor as "refundedMinor", status, refund_status as "refundStatus"
    from sales.order_lines where order_id = any(${[...orderIds]}::uuid[]) order by order_id, line_no`.execute(
    tx,
  )
  return Map.groupBy(rows, ({ orderId }) => orderId)
}
