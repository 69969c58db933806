// Every refusal the stock ledger can utter, and what its constraints mean to a caller.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export interface Shortage {
  readonly lineRef: string
  readonly skuId: string
  readonly wanted: bigint
  readonly available: bigint
}

export const insufficientStock = (short: readonly Shortage[]) =>
  refuse(
    'inventory.insufficient_stock',
    409,
    {
      zh: `${short.length} 行库存不足,整单未占用;可改数量、换仓或补货`,
      en: `${short.length} line(s) ask for more than is available; nothing was reserved. Change the quantity, the site, or replenish.`,
    },
    { short },
  )

export const nothingLeft = (line: {
  orderRef: string
  lineRef: string
  skuId: string
  asked: bigint
  outstanding: bigint
}) =>
  refuse(
    'inventory.more_than_outstanding',
    409,
    {
      zh: `订单 ${line.orderRef} 行 ${line.lineRef} 只剩 ${line.outstanding} 的占用,不能释放或发出 ${line.asked}`,
      en: `Order ${line.orderRef} line ${line.lineRef} has ${line.outstanding} reserved; ${line.asked} cannot be released or shipped.`,
    },
    line,
  )

export const notReservedHere = (line: {
  orderRef: string
  lineRef: string
  reservedAt: readonly string[]
  asked: string
}) =>
  refuse(
    'inventory.not_reserved_here',
    409,
    {
      zh: `订单 ${line.orderRef} 行 ${line.lineRef} 占用在别处,不能从这里发货;请到占用的仓库/库位发,或先转移占用`,
      en: `Order ${line.orderRef} line ${line.lineRef} is reserved elsewhere. Ship from where it is reserved, or move the reservation first.`,
    },
    line,
  )

/** An order of ours takes our goods; what others own has its own way out. */
export const notOurGoods = (line: { skuId: string; locationId: string; ownerId: string }) =>
  refuse(
    'inventory.not_our_goods',
    409,
    {
      zh: '这批货属于别的货主,不能用来发自己的订单;请选自有库存',
      en: 'These goods belong to another owner and cannot be shipped for an order of ours. Choose own stock.',
    },
    { skuId: line.skuId, locationId: line.locationId, ownerId: line.ownerId },
  )

export const notInLocation = (detail: {
  skuId: string
  locationId: string
  asked: bigint
  available: bigint
}) =>
  refuse(
    'inventory.not_in_location',
    409,
    {
      zh: `该库位可用只有 ${detail.available},不够 ${detail.asked}`,
      en: `The location has ${detail.available} free; ${detail.asked} are asked for.`,
    },
    detail,
  )

export interface Loser {
  readonly orderRef: string
  readonly lineRef: string
  readonly kind: string
  readonly qty: bigint
}

/** Who would go without: the newest promises first, as far as what is missing reaches. */
export const promisedToOrders = (detail: {
  skuId: string
  promised: bigint
  left: bigint
  orders: readonly Loser[]
}) =>
  refuse(
    'inventory.promised_to_orders',
    409,
    {
      zh: `已占用 ${detail.promised},减少后只剩 ${detail.left};会缺货的有:${names(detail.orders, '、')}。请先释放或转移这些占用`,
      en: `${detail.promised} are promised and ${detail.left} would be left. These would go without: ${names(detail.orders, ', ')}. Release or move their reservations first.`,
    },
    detail,
  )

/** Few enough to read; the details hold all. */
const names = (orders: readonly Loser[], comma: string) =>
  orders
    .slice(0, 5)
    .map(({ orderRef, qty }) => `${orderRef} × ${qty}`)
    .join(comma) + (orders.length > 5 ? ' …' : '')

export const futureEffect = () =>
  refuse('inventory.future_effect', 400, {
    zh: '生效时间不能晚于现在',
    en: 'The effective time cannot lie in the future.',
  })

export const constraintErrors: ConstraintErrors = {
  balances_real_not_negative: refuse('inventory.not_in_location', 409, {
    zh: '库位里没有这么多货,什么都没有保存',
    en: 'The location does not hold that many; nothing was saved.',
  }),
  balances_hard_within_qty: refuse('inventory.held_for_picking', 409, {
    zh: '这些货已锁定给拣货,不能移走;请先释放库位占用',
    en: 'These goods are held for picking. Release the location reservation first.',
  }),
  pools_promised_within_good: refuse('inventory.insufficient_stock', 409, {
    zh: '可承诺库存不足,什么都没有保存',
    en: 'Not enough unpromised stock; nothing was saved.',
  }),
  pools_quota_within_free: refuse('inventory.kept_for_channels', 409, {
    zh: '剩下的已划给渠道独占,什么都没有保存;请等配额到期,或先收回配额',
    en: 'What is left is kept for channels; nothing was saved. Wait until the quota ends, or take it back first.',
  }),
  reservations_not_negative: refuse('inventory.more_than_outstanding', 409, {
    zh: '占用余量不足,不能重复释放或发出',
    en: 'The reservation has less left than that; nothing is released or shipped twice.',
  }),
  moves_sku: refuse('inventory.unknown_sku', 404, { zh: 'SKU 不存在', en: 'No such SKU.' }),
  pools_sku: refuse('inventory.unknown_sku', 404, { zh: 'SKU 不存在', en: 'No such SKU.' }),
  pools_site: refuse('inventory.unknown_site', 404, { zh: '仓库不存在', en: 'No such site.' }),
}
