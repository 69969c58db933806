// Words in both languages, side by side where they are used. A feature writes `words.ts` with
// `{ zh, en }` pairs (functions where a number or name goes in); the compiler misses none of them.
import { preference, setPreference, usePreference } from './preferences.ts'

export type Language = 'zh' | 'en'

export interface Bilingual {
  readonly zh: string
  readonly en: string
}

// Parameters of a phrase are whatever the feature needs; `never[]` accepts every function.
type Phrase = Bilingual | { readonly zh: Say; readonly en: Say }
type Say = (...args: never[]) => string
export type Words = Readonly<Record<string, Phrase>>

/** What a phrase is in one language: text, or a function giving text. */
export type Spoken<W extends Words> = { readonly [K in keyof W]: W[K]['zh'] }

export function useLanguage(): Language {
  return usePreference('language')
}

export function currentLanguage(): Language {
  return preference('language')
}

export function setLanguage(language: Language): void {
  setPreference('language', language)
}

const spoken = new WeakMap<Words, Partial<Record<Language, unknown>>>()

/** `const w = useWords(words)`, then `w.title` or `w.received(12)`. */
export function useWords<W extends Words>(words: W): Spoken<W> {
  return speak(words, useLanguage())
}

/** The same outside components. The object is made once per language, so it is a stable dependency. */
export function speak<W extends Words>(words: W, language: Language): Spoken<W> {
  const made = spoken.get(words) ?? {}
  spoken.set(words, made)
  made[language] ??= Object.fromEntries(
    Object.entries(words).map(([key, phrase]) => [key, phrase[language]]),
  )
  return made[language] as Spoken<W>
}
