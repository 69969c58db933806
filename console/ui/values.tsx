// Numbers and times as components: aligned figures, exact value on hover, relative time beside the
// absolute. Every screen writes them through here, so that one amount never looks like two.
import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import {
  formatDate,
  formatInstant,
  formatInteger,
  formatMoney,
  formatMoneyShort,
  formatRelative,
} from './format.ts'
import { useLanguage } from './language.ts'

interface MoneyProps {
  readonly minor: string | number | bigint | null | undefined
  /** `¥123.5万`, with the exact figure on hover. */
  readonly isShort?: boolean
  /** Losses in the colour of money lost. */
  readonly isSigned?: boolean
}

/** An amount of 分 as `¥12,345.67`. */
export function Money({ minor, isShort = false, isSigned = false }: MoneyProps) {
  const language = useLanguage()
  if (minor === null || minor === undefined) return <span className="mr-dash">—</span>
  const exact = formatMoney(minor)
  const tone = isSigned && exact.startsWith('-') ? ' mr-bad' : ''
  if (!isShort) return <span className={`mr-num${tone}`}>{exact}</span>
  return (
    <Tooltip title={exact}>
      <span className={`mr-num${tone}`}>{formatMoneyShort(minor, language)}</span>
    </Tooltip>
  )
}

interface QtyProps {
  readonly value: string | number | bigint | null | undefined
  readonly unit?: ReactNode
  /** `+3`: a change, not a level. */
  readonly isDelta?: boolean
}

/** A quantity in base units, grouped, its unit behind it. */
export function Qty({ value, unit, isDelta = false }: QtyProps) {
  if (value === null || value === undefined) return <span className="mr-dash">—</span>
  const text = formatInteger(value)
  const isNegative = text.startsWith('-')
  return (
    <span className={`mr-num${isNegative ? ' mr-bad' : ''}`}>
      {isDelta && !isNegative && text !== '0' ? '+' : ''}
      {text}
      {unit === undefined ? null : <span className="mr-unit">{unit}</span>}
    </span>
  )
}

interface WhenProps {
  readonly at?: string | Date | null
  /** A business date instead of an instant. */
  readonly on?: string | null
  /** Without the relative part, for table cells; it is on hover. */
  readonly isShort?: boolean
}

/** `2026-11-23 周一 16:05 · 3 分钟前`. */
export function When({ at, on, isShort = false }: WhenProps) {
  const language = useLanguage()
  if (on) return <span className="mr-num">{formatDate(on, language)}</span>
  if (!at) return <span className="mr-dash">—</span>
  const absolute = formatInstant(at, language)
  const relative = formatRelative(at, language)
  return (
    <time className="mr-num" dateTime={new Date(at).toISOString()} title={relative}>
      {absolute}
      {isShort ? null : <span className="mr-quiet"> · {relative}</span>}
    </time>
  )
}

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info' | 'accent'

/** A state as a word on a soft ground. The word carries the meaning; the colour only helps. */
export function StatusTag({
  tone = 'neutral',
  children,
}: {
  readonly tone?: Tone
  readonly children: ReactNode
}) {
  return <span className={`mr-tag mr-tag-${tone}`}>{children}</span>
}
