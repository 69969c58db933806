// Above every list: search with its typed language, filters, chips of what is set, views, columns,
// export, and the page's own buttons.
import {
  ColumnHeightOutlined,
  DownloadOutlined,
  ReloadOutlined,
  SearchOutlined,
} from '@ant-design/icons'
import { App, Button, Dropdown, Input, type InputRef, Select, Tag } from 'antd'
import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { useWords } from '../language.ts'
import { setPreference, usePreference } from '../preferences.ts'
import type { Column } from './columns.tsx'
import { ColumnChoice, type ChosenColumns } from './ColumnChoice.tsx'
import { type Filter, labelOf, understand } from './filters.ts'
import { type Address, type Change } from './use-address.ts'
import { Views } from './Views.tsx'
import { words } from './words.ts'

interface ToolbarProps<T> {
  readonly name: string
  readonly searchKey: string | undefined
  readonly searchHint: string | undefined
  readonly filters: readonly Filter[]
  readonly address: Address
  readonly onChange: (change: Change) => void
  readonly columns: readonly Column<T>[]
  readonly chosen: ChosenColumns
  readonly onChoose: (chosen: ChosenColumns | null) => void
  readonly exportUrl: ((format: 'xlsx' | 'csv') => string) | undefined
  readonly onRefresh: () => void
  readonly searchRef: RefObject<InputRef | null>
  readonly children?: ReactNode
}

export function Toolbar<T>(props: ToolbarProps<T>) {
  const { filters, address, onChange } = props
  const w = useWords(words)
  const keys = [
    ...filters.map((filter) => filter.key),
    ...(props.searchKey ? [props.searchKey] : []),
  ]
  const isFiltered = keys.some((key) => address[key])
  return (
    <div className="mr-toolbar">
      <div className="mr-toolbar-row">
        <div className="mr-toolbar-filters">
          {props.searchKey ? <Search {...props} searchKey={props.searchKey} /> : null}
          {filters
            .filter(({ isTyped }) => !isTyped)
            .map((filter) => (
              <FilterInput
                key={filter.key}
                filter={filter}
                value={address[filter.key]}
                onChange={(value) => onChange({ [filter.key]: value })}
              />
            ))}
        </div>
        <div className="mr-toolbar-tools">
          <Views
            name={props.name}
            keys={[...keys, 'sort']}
            address={address}
            chosen={props.chosen}
            onApply={(change, chosen) => {
              onChange(change)
              props.onChoose(chosen)
            }}
          />
          <ColumnChoice columns={props.columns} chosen={props.chosen} onChoose={props.onChoose} />
          <Density />
          {props.exportUrl ? <Export url={props.exportUrl} /> : null}
          <Button
            type="text"
            icon={<ReloadOutlined />}
            title={w.refresh}
            aria-label={w.refresh}
            onClick={props.onRefresh}
          />
          {props.children}
        </div>
      </div>
      {isFiltered ? (
        <div className="mr-chips">
          {filters.map((filter) => {
            const value = address[filter.key]
            if (!value) return null
            return (
              <Tag key={filter.key} closable onClose={() => onChange({ [filter.key]: null })}>
                {filter.label}:{labelOf(filter, value)}
              </Tag>
            )
          })}
          <button
            type="button"
            className="mr-link"
            onClick={() => onChange(Object.fromEntries(keys.map((key) => [key, null])))}
          >
            {w.clear}
          </button>
        </div>
      ) : null}
    </div>
  )
}

/** Typing searches by itself; Enter also reads `field:value` tokens. */
function Search<T>(props: ToolbarProps<T> & { readonly searchKey: string }) {
  const { searchKey, filters, address, onChange, searchRef } = props
  const w = useWords(words)
  const { message } = App.useApp()
  const given = address[searchKey] ?? ''
  const [text, setText] = useState(given)
  const [known, setKnown] = useState(given)
  // The address changed by other means (back, a view, clear): follow it.
  if (known !== given) {
    setKnown(given)
    if (text.trim() !== given) setText(given)
  }
  useEffect(() => {
    if (text.trim() === given || /[::<>]/.test(text)) return
    const timer = setTimeout(() => onChange({ [searchKey]: text.trim() }), 250)
    return () => clearTimeout(timer)
  }, [text, given, searchKey, onChange])
  const submit = () => {
    const { set, rest, unknown } = understand(text, filters)
    if (unknown.length > 0) void message.warning(`${w.unknownFilter}:${unknown.join(' ')}`)
    onChange({ ...set, [searchKey]: rest })
    setText(rest)
  }
  return (
    <Input
      ref={searchRef}
      className="mr-search"
      prefix={<SearchOutlined className="mr-quiet" />}
      suffix={text === '' ? <kbd>/</kbd> : null}
      placeholder={props.searchHint ?? w.search}
      aria-label={w.searchLabel}
      value={text}
      allowClear
      onChange={(event) => setText(event.target.value)}
      onPressEnter={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}

interface FilterInputProps {
  readonly filter: Filter
  readonly value: string | undefined
  readonly onChange: (value: string | null) => void
}

function FilterInput({ filter, value, onChange }: FilterInputProps) {
  if (filter.kind === 'choice') {
    return (
      <Select
        className="mr-filter"
        aria-label={filter.label}
        placeholder={filter.label}
        value={value ?? null}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        options={[...filter.options]}
        onChange={(chosen: string | null | undefined) => onChange(chosen ?? null)}
      />
    )
  }
  if (filter.kind === 'record') return filter.input(value, onChange)
  return (
    <label className="mr-filter-date">
      <span>{filter.label}</span>
      <Input
        type={filter.kind === 'date' ? 'date' : 'text'}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

function Density() {
  const w = useWords(words)
  const density = usePreference('density')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [String(density)],
        items: [
          { key: '28', label: w.dense },
          { key: '32', label: w.normal },
          { key: '40', label: w.roomy },
        ],
        onClick: ({ key }) => setPreference('density', Number(key) as 28 | 32 | 40),
      }}
    >
      <Button
        type="text"
        icon={<ColumnHeightOutlined />}
        title={w.density}
        aria-label={w.density}
      />
    </Dropdown>
  )
}

function Export({ url }: { url: (format: 'xlsx' | 'csv') => string }) {
  const w = useWords(words)
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: <a href={url('xlsx')}>{w.exportXlsx}</a> },
          { key: 'csv', label: <a href={url('csv')}>{w.exportCsv}</a> },
        ],
      }}
    >
      <Button type="text" icon={<DownloadOutlined />} aria-label={w.export}>
        {w.export}
      </Button>
    </Dropdown>
  )
}
