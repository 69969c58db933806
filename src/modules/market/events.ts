// What changed, told once per table, shop and day: whoever keeps sums re-reads that slice.
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import type { TableName } from './tables.ts'

export interface Slice {
  readonly table: TableName
  readonly shopId: string | null
  /** First day of a period; null for a review without a date. */
  readonly day: string | null
}

export async function emitChanged(tx: Tx, slices: readonly Slice[]): Promise<void> {
  await emitAll(
    tx,
    slices.map((slice) => ({
      type: 'market.changed',
      key: `${slice.table}:${slice.shopId ?? '-'}:${slice.day ?? '-'}`,
      payload: { ...slice },
    })),
  )
}
