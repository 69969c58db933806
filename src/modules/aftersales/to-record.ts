// One row of a file into what a record says. What the row does not tell stays as the record had it.
import { dateIn } from '#kernel/time.ts'
import type { CellReader, Layout } from '#modules/layouts'
import { stateOf, typeOf } from './words.ts'

/** Columns of a record that files tell, as text: how they are kept in versions and compared. */
export type Told = Record<string, string>

const TEXTS: Readonly<Record<string, string>> = {
  reason: 'reason',
  line_id: 'line_ref',
  return_carrier: 'return_carrier',
  return_waybill: 'return_waybill',
  ship_state: 'ship_state',
  platform_item: 'platform_item',
  sku_code: 'sku_code',
  title: 'title',
  spec: 'spec',
}

const INSTANTS = {
  created_at: 'requested',
  completed_at: 'closed',
  refunded_at: 'refunded',
} as const

export function readTold(cells: CellReader, layout: Layout, timeZone: string): Told {
  const told: Told = { order_no: cells.required('order_id') }
  for (const [field, column] of Object.entries(TEXTS)) tell(told, column, cells.text(field))
  for (const [field, name] of Object.entries(INSTANTS)) {
    const at = cells.instant(field)
    if (at === null) continue
    told[`${name}_at`] = at.toISOString()
    told[`${name}_on`] = dateIn(at, timeZone)
  }
  for (const [field, column] of [
    ['refund_amount', 'refund_minor'],
    ['order_amount', 'order_minor'],
  ] as const) {
    const amount = cells.minor(field)
    if (amount !== null && amount < 0n) cells.bad(field, '不能为负', 'must not be negative')
    tell(told, column, amount === null ? '' : String(amount))
  }
  const qty = cells.count('qty')
  if (qty !== null && qty < 0n) cells.bad('qty', '不能为负', 'must not be negative')
  tell(told, 'qty', qty === null ? '' : String(qty))
  const status = cells.required('aftersale_status')
  told['status_text'] = status
  told['status'] = stateOf(status, layout.statuses)
  const type = cells.text('aftersale_type')
  // Some platforms say both in one word: 「退货退款,退款成功」.
  const word = type || status
  tell(told, 'type_text', type)
  if (type !== '' || /退货|换货|仅退款|补寄|维修|价保/.test(status)) {
    told['type'] = typeOf(word, cells.text('ship_state'), layout.statuses)
  }
  return told
}

function tell(told: Told, column: string, text: string): void {
  if (text !== '') told[column] = text
}

/**
 * The day money went back: what the file states, else when the record was closed, else the day of the first file that
 * shows it refunded, else when it was asked for. Once known it stays, unless a file states it.
 */
export function merge(before: Told | null, told: Told, seenOn: string, isSnapshot: boolean): Told {
  const next: Told = { type: 'other', ...before, ...told }
  if (next['status'] !== 'refunded') {
    delete next['refunded_basis']
    delete next['refunded_on']
    delete next['refunded_at']
    return next
  }
  if (told['refunded_on']) return { ...next, refunded_basis: 'stated' }
  if (before?.['status'] === 'refunded' && before['refunded_on']) return next
  const [day, basis] = next['closed_on']
    ? [next['closed_on'], 'closed']
    : isSnapshot
      ? [seenOn, 'seen']
      : next['requested_on']
        ? [next['requested_on'], 'requested']
        : [seenOn, 'imported']
  return { ...next, refunded_on: day, refunded_basis: basis }
}
