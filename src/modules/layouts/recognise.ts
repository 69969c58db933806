// Which layout a table has, told by the names of its columns and never by their position. Pure.
import { type HeaderIndex, headerIndex, looseHeader, normaliseHeader } from './headers.ts'
import type { Layout } from './importing.ts'
import { fitsPlatform, LAYOUTS } from './registry.ts'

export interface Recognised {
  readonly layout: Layout
  /** Index among the given lines; -1 where the file has no header and is known by its cells. */
  readonly headerRow: number
  readonly header: readonly string[]
  readonly columns: ReadonlyMap<string, number>
  /** 0…1: how much of the file and of the layout is accounted for. */
  readonly confidence: number
  /** Required fields that the file lacks. */
  readonly missing: readonly string[]
  readonly unknownHeaders: readonly string[]
}

export type Recognition =
  | ({ readonly kind: 'known' } & Recognised)
  /** Equally good: a person chooses. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Recognised[] }
  /** None; the nearest ones help to map it by hand. */
  | { readonly kind: 'unknown'; readonly nearest: readonly Recognised[] }

export interface RecogniseOptions {
  /** Of the shop the file is for: settles between layouts that look alike. */
  readonly platform?: string
  /** Mappings that people made; they were told so by a person and win over what looks alike. */
  readonly custom?: readonly Layout[]
  /** In place of all we know, when a person has said what kind of file it is. */
  readonly layouts?: readonly Layout[]
}

/** Below this a layout is not what the file is, whatever headers it shares. */
const MIN_COVERAGE = 0.3

/** Templates have plain names (名称, 数量) that stand in many files: most of the file must be theirs. */
const MIN_TEMPLATE_COVERAGE = 0.6

/** Closer than this, the headers do not tell two layouts apart. */
const TIE = 0.02

export function recognise(
  lines: readonly (readonly string[])[],
  { platform, custom = [], layouts = LAYOUTS }: RecogniseOptions = {},
): Recognition {
  const clicks = byShape(lines, layouts)
  if (clicks) return { kind: 'known', ...clicks }
  const all = [...custom, ...layouts]
  const scored = lines.flatMap((cells, headerRow) => {
    const index = headerIndex(cells)
    if (index.size < 2) return []
    return all.flatMap((layout) => {
      const fit = fitOf(layout, index)
      if (fit === null) return []
      return [
        {
          ...found(layout, headerRow, cells, index, fit),
          fit,
          score: scoreOf(layout, fit, platform),
        },
      ]
    })
  })
  const ranked = scored.toSorted((a, b) => b.score - a.score)
  const certain = ranked.filter(({ fit }) => fit.isDetected)
  const best = certain[0]
  if (!best) {
    return { kind: 'unknown', nearest: onePerLayout(ranked).slice(0, 3) }
  }
  const rivals = onePerLayout(certain.filter(({ score }) => score > best.score - TIE))
  const settled = settleDates(rivals, lines)
  return settled.length === 1
    ? { kind: 'known', ...settled[0]! }
    : { kind: 'ambiguous', candidates: settled }
}

/** How likely a line is a header, for the reader of tables: 0 for no. */
export function headerScore(cells: readonly string[], custom: readonly Layout[] = []): number {
  const index = headerIndex(cells)
  if (index.size < 2) return 0
  let best = 0
  for (const layout of [...custom, ...LAYOUTS]) {
    const fit = fitOf(layout, index)
    if (fit?.isDetected) best = Math.max(best, scoreOf(layout, fit, undefined))
  }
  return best
}

/** Positions of a layout's fields in a header. */
export function columnsOf(layout: Layout, header: readonly string[]): ReadonlyMap<string, number> {
  return positions(layout, headerIndex(header))
}

interface Fit {
  readonly isDetected: boolean
  /** Of the file's headers, how many the layout knows. */
  readonly coverage: number
  /** Of the layout's headers, how many the file has. */
  readonly share: number
}

interface Words {
  readonly detect: readonly string[]
  readonly headers: readonly string[]
  readonly known: ReadonlySet<string>
  readonly fields: readonly (readonly [string, readonly string[]])[]
}

const words = new WeakMap<Layout, Words>()

function wordsOf(layout: Layout): Words {
  let made = words.get(layout)
  if (!made) {
    const fields = Object.entries(layout.fields).map(
      ([field, headers]) => [field, headers.map(normaliseHeader)] as const,
    )
    const headers = layout.headers.map(normaliseHeader)
    const all = [
      ...headers,
      ...(layout.optional ?? []).map(normaliseHeader),
      ...fields.flatMap(([, names]) => names),
    ]
    made = {
      detect: layout.detect.map(normaliseHeader),
      headers,
      known: new Set(all.flatMap((name) => [name, looseHeader(name)])),
      fields,
    }
    words.set(layout, made)
  }
  return made
}

function fitOf(layout: Layout, index: HeaderIndex): Fit | null {
  const { detect, headers, known } = wordsOf(layout)
  let hits = 0
  for (const name of index.names) if (known.has(name) || known.has(looseHeader(name))) hits += 1
  if (hits < 2) return null
  const coverage = hits / index.size
  const share = headers.filter((name) => index.at(name) !== undefined).length / headers.length
  const isDetected =
    detect.length > 0
      ? coverage >= MIN_COVERAGE && detect.every((name) => index.at(name) !== undefined)
      : coverage >= MIN_TEMPLATE_COVERAGE &&
        missingOf(layout, positions(layout, index)).length === 0
  return { isDetected, coverage, share }
}

function scoreOf(
  layout: Layout,
  { coverage, share, isDetected }: Fit,
  platform: string | undefined,
) {
  const isCustom = layout.id.startsWith('custom:')
  const isForeign = platform !== undefined && !fitsPlatform(layout, platform)
  return (
    0.65 * coverage +
    0.2 * share +
    (isDetected && layout.detect.length > 0 ? 0.15 : 0) +
    (isCustom ? 0.5 : 0) -
    // A JD file dropped on a Taobao shop is still a JD file, and is refused by name later.
    (isForeign ? 0.35 : 0)
  )
}

function found(
  layout: Layout,
  headerRow: number,
  header: readonly string[],
  index: HeaderIndex,
  fit: Fit,
): Recognised {
  const columns = positions(layout, index)
  const { known } = wordsOf(layout)
  return {
    layout,
    headerRow,
    header,
    columns,
    confidence: Math.min(1, 0.7 * fit.coverage + 0.3 * Math.min(1, fit.share * 2)),
    missing: missingOf(layout, columns),
    unknownHeaders: header.filter((cell) => {
      const name = normaliseHeader(cell)
      return index.names.includes(name) && !known.has(name) && !known.has(looseHeader(name))
    }),
  }
}

function positions(layout: Layout, index: HeaderIndex): ReadonlyMap<string, number> {
  const columns = new Map<string, number>()
  for (const [field, names] of wordsOf(layout).fields) {
    for (const name of names) {
      const at = index.at(name)
      if (at === undefined) continue
      columns.set(field, at)
      break
    }
  }
  return columns
}

export const missingOf = (layout: Layout, columns: ReadonlyMap<string, number>): string[] =>
  (layout.requires ?? []).filter((field) => !columns.has(field))

function onePerLayout<T extends Recognised>(list: readonly T[]): T[] {
  const seen = new Set<string>()
  return list.filter(({ layout }) => !seen.has(layout.id) && seen.add(layout.id))
}

const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b/

/** Two editions with one header may write dates differently (12/1/2010, 2010-12-01): the cells tell. */
function settleDates(
  rivals: readonly Recognised[],
  lines: readonly (readonly string[])[],
): readonly Recognised[] {
  if (!rivals.some(({ layout }) => layout.traits.includes('month_first'))) return rivals
  const monthFirst = rivals.filter(({ layout }) => layout.traits.includes('month_first'))
  const others = rivals.filter(({ layout }) => !layout.traits.includes('month_first'))
  const { columns, headerRow } = rivals[0]!
  const at = columns.get('created_at') ?? columns.get('date') ?? -1
  const dates = lines
    .slice(headerRow + 1)
    .map((cells) => YEAR_LAST.exec((cells[at] ?? '').trim()))
    .filter((match) => match !== null)
  const isMonthFirst = dates.length > 0 && dates.every((match) => Number(match[1]) <= 12)
  const chosen = isMonthFirst ? monthFirst : others
  return chosen.length > 0 ? chosen : rivals
}

/** The Taobao click stream has no header: user, item, category, behaviour, second. */
function byShape(
  lines: readonly (readonly string[])[],
  layouts: readonly Layout[],
): Recognised | null {
  const layout = layouts.find(({ traits }) => traits.includes('no_header'))
  const sample = lines.filter((cells) => cells.some((cell) => cell !== '')).slice(0, 20)
  if (!layout || sample.length === 0) return null
  const isClick = ([
    user = '',
    item = '',
    category = '',
    behaviour = '',
    second = '',
    ...more
  ]: readonly string[]) =>
    more.every((cell) => cell === '') &&
    [user, item, category].every((cell) => /^\d+$/.test(cell)) &&
    /^(pv|cart|fav|buy)$/.test(behaviour) &&
    /^\d{10}$/.test(second)
  const hits = sample.filter(isClick).length
  if (hits < Math.max(1, sample.length * 0.8)) return null
  return {
    layout,
    headerRow: -1,
    header: layout.headers,
    columns: columnsOf(layout, layout.headers),
    confidence: hits / sample.length,
    missing: [],
    unknownHeaders: [],
  }
}
