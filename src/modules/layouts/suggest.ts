// Which column may mean what: by names that other layouts use for the same field, by likeness of words, and by what
// the cells look like. Only a suggestion: a person decides, and the preview shows what comes of it.
import { parseCount, parseMinor, parseRatioPpm, parseWallClock, isNothing } from './cells.ts'
import { type CellType, type Field, FIELDS } from './fields.ts'
import { looseHeader, normaliseHeader } from './headers.ts'
import type { ImportKind } from './importing.ts'
import { LAYOUTS } from './registry.ts'

export interface Suggestion {
  readonly field: string
  /** Position of the column. */
  readonly at: number
  /** 0…1. */
  readonly confidence: number
}

/** Below this the words have nothing to do with each other. */
const MIN_LIKENESS = 0.5

export function suggestColumns(
  kind: ImportKind,
  header: readonly string[],
  samples: readonly (readonly string[])[],
): Suggestion[] {
  const names = header.map((cell) => looseHeader(normaliseHeader(cell)))
  const pairs = FIELDS[kind].flatMap((field) =>
    names.flatMap((name, at) => {
      if (name === '') return []
      const likeness = likenessOf(name, field, kind)
      const cells = samples.map((row) => row[at] ?? '').filter((cell) => !isNothing(cell))
      const confidence = likeness * fitOf(field.type, cells)
      return confidence >= MIN_LIKENESS ? [{ field: field.key, at, confidence }] : []
    }),
  )
  // Each column means one thing and each field stands in one column; the surest pair first.
  const usedFields = new Set<string>()
  const usedColumns = new Set<number>()
  return pairs
    .toSorted((a, b) => b.confidence - a.confidence || a.at - b.at)
    .filter(({ field, at }) => {
      if (usedFields.has(field) || usedColumns.has(at)) return false
      usedFields.add(field)
      usedColumns.add(at)
      return true
    })
}

/** How likely a header is of this kind at all: the share of its required fields that find a column. */
export function likelyKinds(
  header: readonly string[],
  samples: readonly (readonly string[])[],
): ImportKind[] {
  return (Object.keys(FIELDS) as ImportKind[])
    .filter((kind) => FIELDS[kind].length > 0)
    .map((kind) => {
      const found = suggestColumns(kind, header, samples)
      const required = FIELDS[kind].filter(({ isRequired }) => isRequired)
      const has = required.filter(({ key }) => found.some(({ field }) => field === key)).length
      return { kind, score: has / required.length + found.length / Math.max(1, header.length) }
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ kind }) => kind)
}

/** Field → names it has in layouts of its kind. */
const known = new Map<string, ReadonlySet<string>>()

function knownNames(kind: ImportKind, field: string): ReadonlySet<string> {
  const key = `${kind}|${field}`
  let names = known.get(key)
  if (!names) {
    names = new Set(
      LAYOUTS.filter((layout) => layout.kind === kind).flatMap((layout) =>
        (layout.fields[field] ?? []).map((name) => looseHeader(normaliseHeader(name))),
      ),
    )
    known.set(key, names)
  }
  return names
}

function likenessOf(name: string, field: Field, kind: ImportKind): number {
  const names = knownNames(kind, field.key)
  if (names.has(name)) return 1
  const own = [field.name.zh, field.name.en, field.key.replaceAll('_', ' ')].map(normaliseHeader)
  if (own.includes(name)) return 1
  return Math.max(0, ...[...own, ...names].map((other) => dice(name, other))) * 0.9
}

/** Shared pairs of letters: 订单创建时间 and 创建时间 are alike, 订单编号 and 快递单号 are not. */
function dice(a: string, b: string): number {
  const pairsOf = (text: string) =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))
  const left = pairsOf(a)
  const right = pairsOf(b)
  if (left.length + right.length === 0) return a === b ? 1 : 0
  const rest = [...right]
  let shared = 0
  for (const pair of left) {
    const at = rest.indexOf(pair)
    if (at === -1) continue
    rest.splice(at, 1)
    shared += 1
  }
  return (2 * shared) / (left.length + right.length)
}

const LOOKS: Readonly<Record<CellType, (cell: string) => boolean>> = {
  text: () => true,
  id: (cell) => cell.length <= 80 && !/\s{2}/.test(cell),
  money: (cell) => parseMinor(cell) !== null,
  count: (cell) => parseCount(cell) !== null,
  rate: (cell) => parseRatioPpm(cell) !== null,
  time: (cell) => parseWallClock(cell, 'month_first') !== null || parseWallClock(cell) !== null,
  date: (cell) => parseWallClock(cell, 'month_first') !== null || parseWallClock(cell) !== null,
}

/** 1 when the cells look like the field, 0 when none does; without cells nothing speaks against it. */
function fitOf(type: CellType, cells: readonly string[]): number {
  if (cells.length === 0) return 0.9
  return cells.filter((cell) => LOOKS[type](cell)).length / cells.length
}
