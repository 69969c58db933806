// What a person chose for this browser: language, light or dark, density, folded menu, columns. Read
// before the first paint, remembered per account, never needed by the server to answer right.
import { useSyncExternalStore } from 'react'

export interface Preferences {
  readonly language: 'zh' | 'en'
  readonly theme: 'light' | 'dark' | 'system'
  /** Height of table rows in pixels. */
  readonly density: 28 | 32 | 40
  readonly isMenuFolded: boolean
}

const STORE = 'millrace.preferences'
const OWNER = 'millrace.account'

function defaults(): Preferences {
  const language = /^en\b/i.test(navigator.language) ? 'en' : 'zh'
  return { language, theme: 'system', density: 32, isMenuFolded: false }
}

let account = localStorage.getItem(OWNER) ?? ''
let current: Preferences = read()
const listeners = new Set<() => void>()

function read(): Preferences {
  // An account without choices of its own starts from what was chosen in this browser before it.
  const stored = localStorage.getItem(`${STORE}.${account}`) ?? localStorage.getItem(`${STORE}.`)
  try {
    return { ...defaults(), ...(JSON.parse(stored ?? '{}') as Partial<Preferences>) }
  } catch {
    return defaults()
  }
}

export function preference<K extends keyof Preferences>(name: K): Preferences[K] {
  return current[name]
}

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  current = { ...current, [name]: value }
  localStorage.setItem(`${STORE}.${account}`, JSON.stringify(current))
  for (const listener of listeners) listener()
}

/** Choices belong to people, not to the computer several of them share. */
export function takePreferencesOf(accountId: string): void {
  if (accountId === account) return
  account = accountId
  localStorage.setItem(OWNER, accountId)
  current = read()
  for (const listener of listeners) listener()
}

export function subscribePreferences(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function usePreference<K extends keyof Preferences>(name: K): Preferences[K] {
  return useSyncExternalStore(subscribePreferences, () => current[name])
}

/** Small things remembered per screen (columns, saved views): JSON under one name. */
export function remembered<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(`millrace.${account}.${name}`) ?? 'null') as T | null
  } catch {
    return null
  }
}

export function remember(name: string, value: unknown): void {
  localStorage.setItem(`millrace.${account}.${name}`, JSON.stringify(value))
}
