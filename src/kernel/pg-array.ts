// Arrays for `unnest`, written as PostgreSQL's own array text. The driver writes them element by element with several
// regular expressions each; at a million order lines that was a third of an import.

const ESCAPED = /["\\]/g
const NEEDS_ESCAPE = /["\\]/

/** `{"a",NULL,"b"}` of text, numbers, bigints, booleans, instants and nulls. */
export function pgArray(values: readonly unknown[]): string {
  let text = '{'
  for (let at = 0; at < values.length; at++) {
    if (at > 0) text += ','
    text += element(values[at])
  }
  return `${text}}`
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  switch (typeof value) {
    case 'string':
      return NEEDS_ESCAPE.test(value) ? `"${value.replace(ESCAPED, '\\$&')}"` : `"${value}"`
    case 'number':
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? 't' : 'f'
    default:
      if (value instanceof Date) return `"${value.toISOString()}"`
      throw new TypeError(`no array element: ${typeof value}`)
  }
}
