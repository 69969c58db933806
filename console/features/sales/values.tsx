// How an order's state and money look, in the list and in the order itself.
import type { Result } from '../../api/client.ts'
import type { salesApi } from '../../../src/modules/sales/contract.ts'
import { formatYuan } from '../../ui/format.ts'
import type { Tone } from '../../ui/values.tsx'

export type OneOrder = Result<(typeof salesApi)['order']>

type Order = Result<(typeof salesApi)['orders']>['items'][number]

export const STATE_TONES: Readonly<Record<Order['status'], Tone>> = {
  pending_payment: 'neutral',
  on_hold: 'warn',
  awaiting_shipment: 'info',
  partially_shipped: 'info',
  shipped: 'accent',
  delivered: 'good',
  completed: 'good',
  cancelled: 'neutral',
  closed_refunded: 'bad',
}

export const Amount = ({
  minor,
  currency,
}: {
  readonly minor: string
  readonly currency: string
}) => (
  <span className={`mr-num${minor.startsWith('-') ? ' mr-bad' : ''}`}>
    {formatYuan(minor)} {currency === 'CNY' ? '' : currency}
  </span>
)
