// The address is the state: filters, order and the open row live in the query string, survive a
// reload, and can be sent to a colleague.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Address = Readonly<Record<string, string>>
export type Change = Readonly<Record<string, string | null | undefined>>

/** Everything after `?`, as text. */
export function useAddress(): Address {
  return useSearch({ strict: false })
}

/** Change some of it; null or '' removes. Replaces the history entry unless told to push. */
export function useSetAddress(): (change: Change, push?: boolean) => void {
  const navigate = useNavigate()
  return useCallback(
    (change, push = false) => {
      const search = (before: Address) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(
            ([, value]) => value !== null && value !== undefined && value !== '',
          ),
        )
      void navigate({ to: '.', search: search as never, replace: !push })
    },
    [navigate],
  )
}

/** One value of it with its setter: `const [tab, setTab] = useAddressValue('tab', 'lines')`. */
export function useAddressValue(
  name: string,
  otherwise: string,
): [value: string, set: (value: string) => void] {
  const value = useAddress()[name] ?? otherwise
  const setAddress = useSetAddress()
  const set = useCallback(
    (next: string) => setAddress({ [name]: next === otherwise ? null : next }),
    [name, otherwise, setAddress],
  )
  return [value, set]
}

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') query.set(name, value)
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
