// How a fee is written.
import type { Result } from '../../api/client.ts'
import type { shopsApi } from '../../../src/modules/shops/contract.ts'
import { formatMoney } from '../../ui/format.ts'
import type { useWords } from '../../ui/language.ts'
import type { feeWords } from './fee-words.ts'

export type Fee = Result<(typeof shopsApi)['fees']>['items'][number]
export type FeeWords = ReturnType<typeof useWords<typeof feeWords>>

export const percentOf = (ppm: string): string => String(Number(ppm) / 10_000)

export function baseWord(w: FeeWords, base: Fee['base']): string {
  if (base === 'commission') return w.commissionBase
  if (base === 'order') return w.orderBase
  return base === 'shop' ? w.shopBase : w[base]
}

/** `5% × 确认收货金额`, or `¥1,000.00 每月`. */
export function chargeOf(
  w: FeeWords,
  fee: Pick<Fee, 'ratePpm' | 'amountMinor' | 'per' | 'base'>,
): string {
  if (fee.ratePpm !== null) return `${percentOf(fee.ratePpm)}% × ${baseWord(w, fee.base)}`
  return `${formatMoney(fee.amountMinor ?? '0')} ${fee.per === null ? '' : w[fee.per]}`
}
