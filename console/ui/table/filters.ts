// Filters of a list, and the typed language for them: `仓库:杭州 状态:启用 红茶` in the search box sets
// two filters and searches for the rest. Labels and options are understood in the language on screen.
import type { ReactNode } from 'react'

export interface Choice {
  readonly value: string
  readonly label: string
}

export type Filter = {
  /** Other names it answers to when typed, in either language. */
  readonly also?: readonly string[]
  /** Typed only: it has a chip when it is set, and no box of its own. */
  readonly isTyped?: true
} & (
  | {
      readonly kind: 'choice'
      readonly key: string
      readonly label: string
      readonly options: readonly Choice[]
    }
  | { readonly kind: 'date' | 'text'; readonly key: string; readonly label: string }
  /** A record chosen by typing; the address carries its id, people see its code. */
  | {
      readonly kind: 'record'
      readonly key: string
      readonly label: string
      readonly input: (
        value: string | undefined,
        onChange: (value: string | null) => void,
      ) => ReactNode
      readonly shown: (value: string) => ReactNode
    }
)

interface Understood {
  readonly set: Readonly<Record<string, string>>
  /** What is left to search for as words. */
  readonly rest: string
  /** Tokens that look like filters but are none. */
  readonly unknown: readonly string[]
}

/** `金额>500` and `时效<4h` read as well as a colon: which way it goes is the filter's own. */
const TOKEN = /([^\s::<>]+)[::<>]("[^"]*"|\S+)/g

export function understand(text: string, filters: readonly Filter[]): Understood {
  const set: Record<string, string> = {}
  const unknown: string[] = []
  const rest = text.replace(TOKEN, (token, name: string, given: string) => {
    const filter = filters.find(({ key, label, also = [] }) =>
      [key, label, ...also].some((own) => same(own, name)),
    )
    const value = filter ? valueOf(filter, given.replace(/^"|"$/g, '')) : null
    if (!filter || value === null) {
      if (filter) unknown.push(token)
      return filter ? '' : token
    }
    set[filter.key] = value
    return ''
  })
  return { set, rest: rest.replace(/\s+/g, ' ').trim(), unknown }
}

function valueOf(filter: Filter, given: string): string | null {
  // Which record was meant is chosen in its own box.
  if (filter.kind === 'record') return null
  if (filter.kind !== 'choice') return filter.kind === 'text' || isDate(given) ? given : null
  const exact = filter.options.find(({ value, label }) => same(value, given) || same(label, given))
  if (exact) return exact.value
  const near = filter.options.filter(({ label }) =>
    label.toLowerCase().includes(given.toLowerCase()),
  )
  return near.length === 1 ? (near[0]?.value ?? null) : null
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** What a filter's value is called on its chip. */
export function labelOf(filter: Filter, value: string): ReactNode {
  if (filter.kind === 'record') return filter.shown(value)
  if (filter.kind !== 'choice') return value
  return filter.options.find((option) => option.value === value)?.label ?? value
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
}
