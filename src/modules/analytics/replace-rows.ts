// Writing facts so that the newest word stands alone: what is there now is written with a higher version, what was there and
// is no more is written as deleted. Repeating either changes nothing.
import type { Clickhouse } from '#kernel/clickhouse.ts'

export type FactRow = Readonly<Record<string, unknown>>

/** The columns that make a row of each table one row. */
const KEYS = {
  order_lines: ['shop_id', 'ordered_on', 'order_id', 'line_no'],
  refunds: ['shop_id', 'refunded_on', 'subject_id', 'ref', 'line_no'],
  customers: ['shop_id', 'customer'],
  shop_traffic: ['shop_id', 'day', 'id'],
  item_traffic: ['shop_id', 'from_on', 'id'],
  ad_spend: ['shop_id', 'from_on', 'id'],
  offline_sales: ['day', 'id'],
  stock_days: ['day', 'site_id', 'sku_id'],
} as const

export type FactTable = keyof typeof KEYS

export async function replaceRows(
  clickhouse: Clickhouse,
  table: FactTable,
  change: {
    readonly stored: readonly FactRow[]
    readonly fresh: readonly FactRow[]
    readonly version: bigint
    readonly token: string
    /** Where a rebuild writes. */
    readonly into?: string
  },
): Promise<void> {
  const keys = KEYS[table]
  const keyOf = (row: FactRow) => keys.map((key) => String(row[key])).join('|')
  const now = new Set(change.fresh.map(keyOf))
  const gone = change.stored
    .filter((row) => !now.has(keyOf(row)))
    .map((row) => ({
      ...Object.fromEntries(keys.map((key) => [key, row[key]])),
      version: change.version,
      deleted: 1,
    }))
  const rows = change.fresh.map((row) => ({ ...row, version: change.version, deleted: 0 }))
  await clickhouse.insert(change.into ?? table, [...rows, ...gone], `${table}:${change.token}`)
}
