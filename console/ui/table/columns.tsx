// What a column is and how a plain value is written in it: amounts and quantities aligned right in
// tabular figures, instants in full, empty values as a quiet dash.
import type { ReactNode } from 'react'
import { Money, Qty, When } from '../values.tsx'

export type ColumnKind =
  | 'text'
  | 'code'
  | 'qty'
  | 'money'
  | 'number'
  | 'percent'
  | 'instant'
  | 'date'
  | 'boolean'

export interface Column<T> {
  /** Field of the row, and the key of the exported column. */
  readonly key: string
  readonly title: string
  readonly kind?: ColumnKind
  /** Pixels; a default for the kind when left out. One `grow` column takes what is left. */
  readonly width?: number
  readonly grow?: boolean
  /** When the cell is more than the field: a tag, a link, two values. */
  readonly render?: (row: T) => ReactNode
  /** Not shown until chosen. */
  readonly isHidden?: boolean
  /** Value of the list's `sort` filter for ascending; descending is the same with a minus. */
  readonly sort?: string
  /** What the heading means, on hover. */
  readonly hint?: string
}

const WIDTHS: Readonly<Record<ColumnKind, number>> = {
  text: 160,
  code: 130,
  qty: 88,
  money: 120,
  number: 88,
  percent: 88,
  instant: 180,
  date: 132,
  boolean: 72,
}

export function widthOf<T>(column: Column<T>): number {
  return column.width ?? WIDTHS[column.kind ?? 'text']
}

export function isNumeric<T>(column: Column<T>): boolean {
  return ['qty', 'money', 'number', 'percent'].includes(column.kind ?? 'text')
}

const DASH = <span className="mr-dash">—</span>

export function cellOf<T>(column: Column<T>, row: T): ReactNode {
  if (column.render) return column.render(row) ?? DASH
  const value = (row as Readonly<Record<string, unknown>>)[column.key]
  if (value === null || value === undefined || value === '') return DASH
  switch (column.kind ?? 'text') {
    case 'money':
      return <Money minor={value as string} />
    case 'qty':
    case 'number':
      return <Qty value={value as string} />
    case 'percent':
      return `${(Number(value) * 100).toFixed(2)}%`
    case 'instant':
      return <When at={value as string} isShort />
    case 'date':
      return <When on={value as string} isShort />
    case 'boolean':
      return value === true || value === 'true' ? '✓' : DASH
    case 'code':
      return <span className="mr-code">{String(value as string)}</span>
    default:
      return String(value as string)
  }
}
