// The value of one test, by the type of its field; of one parameter, by its own.
import { Input, Select } from 'antd'
import { MoneyInput, QtyInput } from '../../ui/form/Field.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { SitePicker, SkuPicker } from '../pickers/pickers.tsx'
import { RegionsPicker } from '../pickers/RegionsPicker.tsx'
import type { EditValue, FieldOf, ParamOf } from './tree.ts'
import { words } from './words.ts'

interface Props {
  readonly field: FieldOf
  readonly op: string
  readonly value: EditValue
  readonly onChange: (value: EditValue) => void
}

const textOf = (value: EditValue) => (typeof value === 'string' ? value : '')
const listOf = (value: EditValue): readonly string[] => (Array.isArray(value) ? value : [])

export function ValueInput({ field, op, value, onChange }: Props) {
  const w = useWords(words)
  if (op === 'known' || op === 'unknown') return null
  const label = w.value
  switch (field.type) {
    case 'money':
    case 'int': {
      const One = field.type === 'money' ? MoneyInput : QtyInput
      if (op !== 'between') {
        return (
          <One
            aria-label={label}
            style={{ width: 130 }}
            value={textOf(value)}
            onChange={onChange}
          />
        )
      }
      const [from = '', to = ''] = listOf(value)
      return (
        <>
          <One
            aria-label={label}
            style={{ width: 110 }}
            value={from}
            onChange={(next) => onChange([next, to])}
          />
          {w.to}
          <One
            aria-label={`${label} ${w.to}`}
            style={{ width: 110 }}
            value={to}
            onChange={(next) => onChange([from, next])}
          />
        </>
      )
    }
    case 'bool':
      return <YesNo label={label} value={value} onChange={onChange} />
    case 'instant':
      return op === 'within_minutes' || op === 'past_minutes' ? (
        <QtyInput
          aria-label={label}
          style={{ width: 130 }}
          suffix={w.minutes}
          value={textOf(value)}
          onChange={onChange}
        />
      ) : (
        <InstantInput label={label} value={textOf(value)} onChange={onChange} />
      )
    case 'region':
      return <RegionsPicker value={listOf(value)} onChange={onChange} />
    default:
      return <Texts field={field} op={op} value={value} onChange={onChange} />
  }
}

function Texts({ field, op, value, onChange }: Props) {
  const w = useWords(words)
  const language = useLanguage()
  const isMany = field.type === 'set' || op === 'in' || op === 'not_in'
  const options = field.choices?.map((choice) => ({ value: choice.value, label: choice[language] }))
  if (!isMany && !options) {
    return (
      <Input
        aria-label={w.value}
        style={{ width: 200 }}
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  }
  if (!isMany) {
    return (
      <Select
        aria-label={w.value}
        style={{ width: 200 }}
        value={textOf(value) || null}
        onChange={(next: string | null) => onChange(next ?? '')}
        options={options ?? []}
        showSearch={{ optionFilterProp: 'label' }}
      />
    )
  }
  return (
    <Select
      aria-label={w.value}
      mode={options ? 'multiple' : 'tags'}
      style={{ minWidth: 200, maxWidth: 420 }}
      value={[...listOf(value)]}
      onChange={(next: string[]) => onChange(next)}
      options={options ?? []}
      tokenSeparators={[',', ',', ' ', '\n']}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}

function YesNo({
  label,
  value,
  onChange,
}: {
  label: string
  value: EditValue
  onChange: (value: boolean) => void
}) {
  const w = useWords(words)
  return (
    <Select<'yes' | 'no'>
      aria-label={label}
      style={{ width: 90 }}
      value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : null}
      onChange={(next) => onChange(next === 'yes')}
      options={[
        { value: 'yes', label: w.yes },
        { value: 'no', label: w.no },
      ]}
    />
  )
}

/** Typed on the clock of this browser, sent as an instant. */
function InstantInput({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const local = /Z$/.test(value) ? toLocal(new Date(value)) : value
  return (
    <Input
      type="datetime-local"
      aria-label={label}
      style={{ width: 190 }}
      value={local}
      onChange={(event) => {
        const at = new Date(event.target.value)
        onChange(Number.isNaN(at.getTime()) ? '' : at.toISOString())
      }}
    />
  )
}

const two = (n: number) => String(n).padStart(2, '0')
const toLocal = (at: Date) =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`

export function ParamInput({
  param,
  value,
  onChange,
}: {
  param: ParamOf
  value: string | boolean | undefined
  onChange: (value: string | boolean | undefined) => void
}) {
  const language = useLanguage()
  const label = param[language]
  const text = typeof value === 'string' ? value : ''
  switch (param.type) {
    case 'money':
      return (
        <MoneyInput aria-label={label} style={{ width: 130 }} value={text} onChange={onChange} />
      )
    case 'int':
      return <QtyInput aria-label={label} style={{ width: 100 }} value={text} onChange={onChange} />
    case 'bool':
      return <YesNo label={label} value={value} onChange={onChange} />
    case 'sku':
      return <SkuPicker label={label} {...(text ? { value: text } : {})} onChange={onChange} />
    case 'site':
      return <SitePicker label={label} {...(text ? { value: text } : {})} onChange={onChange} />
    case 'enum':
      return (
        <Select
          aria-label={label}
          style={{ minWidth: 180 }}
          value={text || null}
          onChange={(next: string | null) => onChange(next ?? undefined)}
          options={(param.choices ?? []).map((choice) => ({
            value: choice.value,
            label: choice[language],
          }))}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear={param.isOptional}
        />
      )
    default:
      return (
        <Input
          aria-label={label}
          style={{ width: 200 }}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )
  }
}
