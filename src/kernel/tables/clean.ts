// What exports wrap around a value to keep Excel from eating it, taken off again.

// Blanks, byte order marks, zero-width and direction marks, which copying from web pages leaves at the ends.
const EDGE = String.raw`[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+`
const EDGES = new RegExp(`^${EDGE}|${EDGE}$`, 'g')
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

const isEdge = (code: number) =>
  code <= 32 ||
  code === 0xa0 ||
  code === 0x3000 ||
  code === 0xfeff ||
  (code >= 0x2000 && code <= 0x206f)

/** 1 for a first character that may have to go: `'` `=` and back-tick. */
const isWrapper = (code: number) => code === 39 || code === 61 || code === 96

/**
 * `="00123"`, a tab, back-tick or quote in front: ways exports keep Excel from eating an id;
 * a quote before a formula sign is how our own exports do it (kernel/sheet.ts).
 */
export function unwrap(text: string): string {
  if (text.length === 0) return text
  const first = text.charCodeAt(0)
  // Nearly every cell needs nothing; a file may have 74,000,000 of them.
  if (!isEdge(first) && !isWrapper(first) && !isEdge(text.charCodeAt(text.length - 1))) return text
  const bare = text.replace(EDGES, '')
  return bare
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'(?=[=+\-@\t\r]|\d[\dA-Za-z_-]{3,}$)/, '')
    .replace(/^`+/, '')
    .replace(EDGES, '')
}

/** A column's name: as a cell, on one line, without anything that cannot be seen. */
export function unwrapName(text: string): string {
  return unwrap(text).replace(INVISIBLE, '').replace(/\s+/g, ' ')
}

export const isBlank = (values: readonly string[]) => {
  for (const value of values) if (value !== '') return false
  return true
}
