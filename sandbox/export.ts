// Orders as files, in the layouts that back offices of real platforms export: what a seller would download. The headers are
// theirs, word for word; what the sandbox does not know stands empty, as it does for many a seller.
import { type Column, LAYOUTS, type LayoutName } from './export-layouts.ts'
import type { Order, World } from './world.ts'

export const LAYOUT_NAMES = Object.keys(LAYOUTS) as LayoutName[]

export function exportCsv(world: World, shopId: string, name: LayoutName): string {
  const { headers, cells, grain } = LAYOUTS[name]
  const columns = headers.split('|')
  const rowsOf = (order: Order) => (grain === 'order' ? order.lines.slice(0, 1) : order.lines)
  const rows = Object.values(world.orders)
    .filter((order) => order.shopId === shopId)
    .flatMap((order) =>
      rowsOf(order).map((line, at) =>
        columns.map((column) => {
          const cell: Column | undefined = cells[column]
          return cell ? cell(order, line, at === 0) : ''
        }),
      ),
    )
  return `\uFEFF${[columns, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
