// The body of every list: a real table (roles for free) that draws only the rows in sight, so fifty
// thousand scroll like fifty. Rows have one height; that is what makes it simple and quick.
import { Checkbox } from 'antd'
import { memo, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { cellOf, type Column, isNumeric, widthOf } from './columns.tsx'

const OVERSCAN = 10
const SELECT_WIDTH = 36

interface GridProps<T> {
  readonly label: string
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  readonly columns: readonly Column<T>[]
  readonly rowHeight: number
  /** Index of the row the keyboard is on; -1 for none. */
  readonly active: number
  readonly onActivate: (index: number) => void
  readonly onOpen: ((row: T) => void) | undefined
  readonly openKey: string | undefined
  readonly selected: ReadonlySet<string> | undefined
  readonly onSelect: (keys: readonly string[], isOn: boolean) => void
  readonly sort: string | undefined
  readonly onSort: (sort: string) => void
  /** More pages exist; asked for when the end comes near. */
  readonly onNearEnd: () => void
  /** Shown instead of rows: skeleton, empty, problem. */
  readonly instead: ReactNode
  readonly hasInstead: boolean
  readonly isBusy: boolean
  readonly maxHeight: number | undefined
}

export function Grid<T>(props: GridProps<T>) {
  const { rows, columns, rowHeight, active, selected, onNearEnd } = props
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 600 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])

  const first = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN)
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN)
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - OVERSCAN) onNearEnd()
  }, [last, rows.length, onNearEnd])
  useEffect(() => {
    const element = box.current
    if (!element || active < 0) return
    const top = active * rowHeight
    // The heading row covers one row's height of the box.
    const room = element.clientHeight - rowHeight - 4
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room
  }, [active, rowHeight])

  const span = columns.length + (selected ? 1 : 0)
  const width = columns.reduce((sum, column) => sum + widthOf(column), selected ? SELECT_WIDTH : 0)
  return (
    <div
      ref={box}
      className="mr-grid"
      style={props.maxHeight === undefined ? {} : { maxHeight: props.maxHeight, flex: 'none' }}
      onScroll={(event) => {
        const { scrollTop, clientHeight } = event.currentTarget
        setView({ top: scrollTop, height: clientHeight })
      }}
    >
      <table
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-busy={props.isBusy}
        style={{ minWidth: width }}
      >
        <Widths columns={columns} isSelectable={selected !== undefined} />
        <Heading {...props} />
        <tbody>
          {props.hasInstead ? (
            <tr>
              <td colSpan={span} className="mr-grid-instead">
                {props.instead}
              </td>
            </tr>
          ) : (
            <>
              <Gap height={first * rowHeight} span={span} />
              {rows.slice(first, last).map((row, index) => {
                const key = props.rowKey(row)
                return (
                  <Row
                    key={key}
                    id={key}
                    row={row}
                    index={first + index}
                    columns={columns as readonly Column<unknown>[]}
                    height={rowHeight}
                    isActive={active === first + index}
                    isOpen={props.openKey === key}
                    isSelected={selected?.has(key)}
                    onActivate={props.onActivate}
                    onOpen={props.onOpen as ((row: unknown) => void) | undefined}
                    onSelect={props.onSelect}
                  />
                )
              })}
              <Gap height={(rows.length - last) * rowHeight} span={span} />
            </>
          )}
        </tbody>
      </table>
    </div>
  )
}

function Widths<T>(props: { columns: readonly Column<T>[]; isSelectable: boolean }) {
  return (
    <colgroup>
      {props.isSelectable ? <col style={{ width: SELECT_WIDTH }} /> : null}
      {props.columns.map((column) => (
        <col key={column.key} style={column.grow ? {} : { width: widthOf(column) }} />
      ))}
    </colgroup>
  )
}

function Gap({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={span} style={{ padding: 0, border: 0 }} />
    </tr>
  )
}

function Heading<T>(props: GridProps<T>) {
  const { rows, rowKey, selected, sort } = props
  const allSelected = selected !== undefined && rows.length > 0 && selected.size >= rows.length
  return (
    <thead>
      <tr style={{ height: props.rowHeight }}>
        {selected ? (
          <th className="mr-grid-select">
            <Checkbox
              aria-label="全选 Select all"
              checked={allSelected}
              indeterminate={selected.size > 0 && !allSelected}
              disabled={rows.length === 0}
              onChange={(event) => props.onSelect(rows.map(rowKey), event.target.checked)}
            />
          </th>
        ) : null}
        {props.columns.map((column) => {
          const direction =
            column.sort === undefined
              ? undefined
              : sort === column.sort
                ? 'ascending'
                : sort === `-${column.sort}`
                  ? 'descending'
                  : 'none'
          return (
            <th
              key={column.key}
              scope="col"
              className={isNumeric(column) ? 'mr-right' : undefined}
              aria-sort={direction}
              title={column.hint}
            >
              {column.sort === undefined ? (
                <span className={column.hint ? 'mr-hinted' : undefined}>{column.title}</span>
              ) : (
                <button
                  type="button"
                  onClick={() =>
                    props.onSort(
                      direction === 'ascending' ? `-${column.sort}` : (column.sort ?? ''),
                    )
                  }
                >
                  {column.title}
                  <span aria-hidden className="mr-sort">
                    {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : '↕'}
                  </span>
                </button>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

interface RowProps {
  readonly id: string
  readonly row: unknown
  readonly index: number
  readonly columns: readonly Column<unknown>[]
  readonly height: number
  readonly isActive: boolean
  readonly isOpen: boolean
  readonly isSelected: boolean | undefined
  readonly onActivate: (index: number) => void
  readonly onOpen: ((row: unknown) => void) | undefined
  readonly onSelect: (keys: readonly string[], isOn: boolean) => void
}

/** A click on a link, button or box inside a row is theirs, and so is the end of marking text. */
function isRowClick(target: EventTarget): boolean {
  if (String(getSelection() ?? '') !== '') return false
  return target instanceof Element && target.closest('a, button, input, label') === null
}

const Row = memo(function Row(props: RowProps) {
  const { id, row, index, columns, isSelected } = props
  const name = [
    props.isActive ? 'is-active' : '',
    props.isOpen ? 'is-open' : '',
    isSelected ? 'is-selected' : '',
    props.onOpen ? 'is-link' : '',
  ]
  return (
    // The keyboard reaches rows through the table's own keys (J, K, Enter), see DataTable.
    <tr
      className={name.filter(Boolean).join(' ')}
      style={{ height: props.height }}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={props.isActive || props.isOpen ? 'true' : undefined}
      onClick={(event) => {
        if (!isRowClick(event.target)) return
        props.onActivate(index)
        props.onOpen?.(row)
      }}
    >
      {isSelected === undefined ? null : (
        <td className="mr-grid-select">
          <Checkbox
            aria-label={`选择第 ${index + 1} 行 Select row ${index + 1}`}
            checked={isSelected}
            onChange={(event) => props.onSelect([id], event.target.checked)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} className={isNumeric(column) ? 'mr-right' : undefined}>
          {cellOf(column, row)}
        </td>
      ))}
    </tr>
  )
})
