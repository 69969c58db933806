// Which columns, in which order: remembered per list and per person.
import { ArrowDownOutlined, ArrowUpOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useWords } from '../language.ts'
import type { Column } from './columns.tsx'
import { words } from './words.ts'

/** Keys of the columns shown, in order. */
export type ChosenColumns = readonly string[]

export function defaultColumns<T>(columns: readonly Column<T>[]): ChosenColumns {
  return columns.filter((column) => !column.isHidden).map((column) => column.key)
}

interface ColumnChoiceProps<T> {
  readonly columns: readonly Column<T>[]
  readonly chosen: ChosenColumns
  readonly onChoose: (chosen: ChosenColumns | null) => void
}

export function ColumnChoice<T>({ columns, chosen, onChoose }: ColumnChoiceProps<T>) {
  const w = useWords(words)
  const ordered = columns.toSorted((a, b) => rank(chosen, a.key) - rank(chosen, b.key))
  const move = (key: string, by: -1 | 1) => {
    const from = chosen.indexOf(key)
    const next = [...chosen]
    const [moved] = next.splice(from, 1)
    next.splice(from + by, 0, moved ?? key)
    onChoose(next)
  }
  const content = (
    <div className="mr-columns">
      <p className="mr-quiet">{w.columnsHelp}</p>
      {ordered.map(({ key, title }) => {
        const at = chosen.indexOf(key)
        return (
          <div key={key}>
            <Checkbox
              checked={at >= 0}
              disabled={at >= 0 && chosen.length === 1}
              onChange={(event) =>
                onChoose(event.target.checked ? [...chosen, key] : chosen.filter((k) => k !== key))
              }
            >
              {title}
            </Checkbox>
            <Button
              type="text"
              size="small"
              icon={<ArrowUpOutlined />}
              aria-label={`${w.up} ${title}`}
              disabled={at < 1}
              onClick={() => move(key, -1)}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowDownOutlined />}
              aria-label={`${w.down} ${title}`}
              disabled={at < 0 || at === chosen.length - 1}
              onClick={() => move(key, 1)}
            />
          </div>
        )
      })}
      <Button size="small" onClick={() => onChoose(null)}>
        {w.restore}
      </Button>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button type="text" icon={<SettingOutlined />} aria-label={w.columns}>
        {w.columns}
      </Button>
    </Popover>
  )
}

function rank(chosen: ChosenColumns, key: string): number {
  const at = chosen.indexOf(key)
  return at < 0 ? Number.MAX_SAFE_INTEGER : at
}
