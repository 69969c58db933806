// Fields of forms: a label, its help, its unit, and the server's problem with it in the right place.
import { Form, Input, type InputProps } from 'antd'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { formatInteger, formatYuan, parseQty, parseYuan } from '../format.ts'
import { useWords } from '../language.ts'

const words = {
  required: { zh: '必填', en: 'Required' },
}

export type FieldName = string | readonly (string | number)[]

/** Labels by field, for the dialogs that speak about fields (stale edits, problems). */
export const FieldLabels = createContext<Map<string, string>>(new Map())

export function nameKey(name: FieldName): string {
  return typeof name === 'string' ? name : name.join('.')
}

interface FieldProps {
  readonly name: FieldName
  readonly label: string
  readonly help?: ReactNode
  readonly isRequired?: boolean
  /** `checked` for switches and check boxes. */
  readonly valueProp?: string
  readonly children: ReactNode
}

export function Field(props: FieldProps) {
  const w = useWords(words)
  const labels = useContext(FieldLabels)
  const key = nameKey(props.name)
  useEffect(() => {
    labels.set(key, props.label)
  }, [labels, key, props.label])
  return (
    <Form.Item
      name={typeof props.name === 'string' ? props.name : [...props.name]}
      label={props.label}
      extra={props.help}
      required={props.isRequired === true}
      rules={props.isRequired ? [{ required: true, message: w.required }] : []}
      {...(props.valueProp === undefined ? {} : { valuePropName: props.valueProp })}
    >
      {props.children}
    </Form.Item>
  )
}

interface DigitsProps extends Omit<InputProps, 'value' | 'onChange'> {
  readonly value?: string | number | null
  readonly onChange?: (value: string) => void
}

/** A whole number of base units. What is not a number stays as typed, for the server to refuse. */
export function QtyInput({ value, onChange, onBlur, ...rest }: DigitsProps) {
  return (
    <Input
      {...rest}
      className="mr-digits"
      inputMode="numeric"
      autoComplete="off"
      value={value ?? ''}
      onChange={(event) => onChange?.(event.target.value)}
      onBlur={(event) => {
        const qty = parseQty(event.target.value)
        if (qty !== null && qty !== event.target.value) onChange?.(qty)
        onBlur?.(event)
      }}
      title={value && parseQty(String(value)) ? formatInteger(parseQty(String(value)) ?? '') : ''}
    />
  )
}

/** An amount typed in yuan. The form holds yuan text; turn it with `minorOf` when sending. */
export function MoneyInput({ value, onChange, onBlur, ...rest }: DigitsProps) {
  return (
    <Input
      {...rest}
      className="mr-digits"
      prefix="¥"
      inputMode="decimal"
      autoComplete="off"
      value={value ?? ''}
      onChange={(event) => onChange?.(event.target.value)}
      onBlur={(event) => {
        const minor = parseYuan(event.target.value)
        if (minor !== null) onChange?.(formatYuan(minor).replaceAll(',', ''))
        onBlur?.(event)
      }}
    />
  )
}

/** Yuan text of a MoneyInput as 分 for the API; what is no amount goes as typed and is refused there. */
export function minorOf(yuan: string | number | null | undefined): string {
  return parseYuan(String(yuan ?? '')) ?? String(yuan ?? '')
}

/** 分 of the API as the text a MoneyInput edits. */
export function yuanOf(minor: string | null | undefined): string {
  return minor === null || minor === undefined ? '' : formatYuan(minor).replaceAll(',', '')
}
