// The period of the board, out of the address: a preset, or two dates; when nothing is chosen, the last time there was
// something to see.
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useAddress } from '../../ui/table/use-address.ts'
import { today as todayHere } from '../../ui/format.ts'

export const PRESETS = ['today', 'yesterday', 'week', 'month', 'custom'] as const
export type Preset = (typeof PRESETS)[number]

export interface Board {
  readonly isReady: boolean
  readonly preset: Preset
  readonly from: string
  readonly to: string
  /** Chosen by us, because today's month is empty. */
  readonly isLatest: boolean
  readonly lastDay: string | null
  readonly compare: 'previous' | 'year'
  /** What the shops count in, that of most orders first; more than one: the board shows one at a time. */
  readonly currencies: readonly string[]
  readonly currency: string | undefined
  readonly filters: {
    readonly shop?: string
    readonly platform?: string
    readonly currency?: string
  }
}

const DAY_MS = 86_400_000
export const shift = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

export const daysIn = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1

const isPreset = (text: string | undefined): text is Preset =>
  (PRESETS as readonly (string | undefined)[]).includes(text)

export function useBoard(): Board {
  const address = useAddress()
  const chosen = {
    ...(address['shop'] ? { shop: address['shop'] } : {}),
    ...(address['platform'] ? { platform: address['platform'] } : {}),
  }
  const all = useRead(api.analytics.freshness, { query: {} }, { everyMs: 30_000 })
  const currencies = all.data?.currencies ?? []
  // A shop counts in its own; of several the one that most orders are in.
  const currency =
    currencies.length > 1 && !chosen.shop ? (address['currency'] ?? currencies[0]) : undefined
  const filters = { ...chosen, ...(currency ? { currency } : {}) }
  const state = useRead(
    api.analytics.freshness,
    { query: filters },
    { everyMs: 30_000, enabled: all.data !== undefined || all.error !== null },
  )
  const today = state.data?.today ?? todayHere()
  const lastDay = state.data?.lastDay ?? null
  const hasDates = address['from'] !== undefined && address['to'] !== undefined
  const asked = isPreset(address['p']) ? address['p'] : hasDates ? 'custom' : undefined
  const isLatest =
    asked === undefined && lastDay !== null && lastDay.slice(0, 7) < today.slice(0, 7)
  const preset = asked ?? (isLatest ? 'custom' : 'month')
  const [from, to] = isLatest
    ? [`${lastDay.slice(0, 7)}-01`, lastDay]
    : datesOf(preset, today, address['from'], address['to'])
  return {
    isReady: state.data !== undefined || state.error !== null,
    preset,
    from,
    to,
    isLatest,
    lastDay,
    compare: address['vs'] === 'year' ? 'year' : 'previous',
    currencies,
    currency,
    filters,
  }
}

function datesOf(
  preset: Preset,
  today: string,
  from: string | undefined,
  to: string | undefined,
): [string, string] {
  switch (preset) {
    case 'today':
      return [today, today]
    case 'yesterday':
      return [shift(today, -1), shift(today, -1)]
    case 'week': {
      const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
      return [shift(today, -weekday), today]
    }
    case 'month':
      return [`${today.slice(0, 7)}-01`, today]
    default: {
      const first = from ?? `${today.slice(0, 7)}-01`
      const last = to ?? today
      return first <= last ? [first, last] : [last, first]
    }
  }
}
