// Which SKUs a listing's words may mean. An index over the catalogue in memory: rare words weigh more than common ones,
// a model number weighs most, and what both sides state must agree – 500ml is not 600ml, red is not blue.
import type { Bilingual } from '#kernel/errors.ts'
import { colourInChinese, isAttribute, isModelNumber, type Wording, wordingOf } from './wording.ts'

export interface IndexedSku {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly variant: string
}

export interface Likeness {
  readonly sku: IndexedSku
  /** 0–1: how much of what the two say is the same, by weight. */
  readonly score: number
  /** The weightiest words in common, for the reason. */
  readonly shared: readonly string[]
  readonly conflicts: readonly Conflict[]
  /** Pieces the listing states where the SKU states none or one: 3件装 of a single. */
  readonly pieces: number
}

export interface Conflict {
  readonly about: 'measure' | 'colour' | 'pieces'
  /** What the listing says ≠ what the SKU says. */
  readonly said: Bilingual
}

export interface SkuIndex {
  readonly size: number
  /** Best first. */
  find(text: string, limit: number): Likeness[]
}

interface Entry {
  readonly sku: IndexedSku
  readonly wording: Wording
  norm: number
}

/** A model number is the maker's own name for the thing; measured to gain two points of precision at 1.5–2. */
const MODEL_BOOST = 1.7

/** In a catalogue of ten, every word is on a tenth of it: rarity means little before there are about this many. */
const LEAST_CATALOGUE = 500

/** Words that say what a thing is must be shared; colour and size alone are no likeness. */
const ATTRIBUTES_ONLY = 0.2

/** A word on more than this share of a large catalogue finds nothing; it still counts in the comparison. */
const TOO_COMMON = 0.1
const SMALL = 2000

/** What disagreement leaves of a likeness. Measures disagree also by wording (24" next to 24.5"), so it is not zero. */
const LEFT_AFTER: Readonly<Record<Conflict['about'], number>> = {
  measure: 0.55,
  colour: 0.6,
  pieces: 0.7,
}

/** Words in common that a reason names. */
const SHOWN = 4

/** Suffixes of model numbers name colours and markets: PM1327BK is sold as PM1327. */
function withStems(terms: readonly string[]): string[] {
  return terms.flatMap((term) => {
    const [, stem] = isModelNumber(term)
      ? (/^([a-z]*\d[a-z0-9]*\d)[a-z]{1,3}$/.exec(term) ?? [])
      : []
    return stem && stem.length >= 4
      ? [term, `${stem}~`]
      : isModelNumber(term)
        ? [term, `${term}~`]
        : [term]
  })
}

export function buildIndex(skus: Iterable<IndexedSku>): SkuIndex {
  const entries: Entry[] = []
  const postings = new Map<string, number[]>()
  for (const sku of skus) {
    const wording = wordingOf(`${sku.name} ${sku.variant} ${sku.code}`)
    const terms = withStems(wording.terms)
    entries.push({ sku, wording: { ...wording, terms }, norm: 0 })
    for (const term of terms) {
      const list = postings.get(term)
      if (list) list.push(entries.length - 1)
      else postings.set(term, [entries.length - 1])
    }
  }
  const weightOf = (term: string) => {
    const rarity = Math.log(
      1 + Math.max(entries.length, LEAST_CATALOGUE) / (postings.get(term)?.length ?? 0.7),
    )
    return isModelNumber(term.replace('~', '')) ? rarity * MODEL_BOOST : rarity
  }
  for (const entry of entries) {
    entry.norm = Math.sqrt(entry.wording.terms.reduce((sum, term) => sum + weightOf(term) ** 2, 0))
  }
  return { size: entries.length, find: (text, limit) => find(text, limit) }

  function find(text: string, limit: number): Likeness[] {
    const asked = wordingOf(text)
    const terms = withStems(asked.terms).map((term) => ({ term, weight: weightOf(term) }))
    const norm = Math.sqrt(terms.reduce((sum, { weight }) => sum + weight ** 2, 0))
    const dots = new Map<number, number>()
    const tooMany = entries.length > SMALL ? entries.length * TOO_COMMON : Infinity
    for (const { term, weight } of terms) {
      const list = postings.get(term)
      if (!list || list.length > tooMany) continue
      for (const at of list) dots.set(at, (dots.get(at) ?? 0) + weight ** 2)
    }
    // Conflicts may turn the order around, so more are judged than asked for.
    const likely = [...dots]
      .map(([at, dot]) => ({ entry: entries[at]!, score: dot / (norm * entries[at]!.norm || 1) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, limit * 4)
    return likely
      .map(({ entry, score }) => judge(asked, entry, score, terms))
      .toSorted((a, b) => b.score - a.score || (a.sku.code < b.sku.code ? -1 : 1))
      .slice(0, limit)
  }
}

function judge(
  asked: Wording,
  { sku, wording }: Entry,
  score: number,
  terms: readonly { term: string; weight: number }[],
): Likeness {
  const conflicts = conflictsOf(asked, wording)
  const own = new Set(wording.terms)
  const shared = terms
    .filter(({ term }) => own.has(term) && !term.endsWith('~'))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ term }) => term)
  const isOfThing = shared.some((term) => !isAttribute(term))
  const left = conflicts.reduce(
    (product, { about }) => product * LEFT_AFTER[about],
    isOfThing ? 1 : ATTRIBUTES_ONLY,
  )
  const pieces = (wording.pieces ?? 1) === 1 ? (asked.pieces ?? 1) : 1
  return { sku, score: score * left, shared: shared.slice(0, SHOWN), conflicts, pieces }
}

function conflictsOf(asked: Wording, wording: Wording): Conflict[] {
  const conflicts: Conflict[] = []
  for (const [dimension, values] of asked.measures) {
    const others = wording.measures.get(dimension)
    if (!others || [...values].some((value) => others.has(value))) continue
    const text = `${say(dimension, values)} ≠ ${say(dimension, others)}`
    conflicts.push({ about: 'measure', said: { zh: text, en: text } })
  }
  const { colours } = asked
  if (
    colours.size > 0 &&
    wording.colours.size > 0 &&
    ![...colours].some((colour) => wording.colours.has(colour))
  ) {
    const zh = (set: ReadonlySet<string>) => [...set].map(colourInChinese).join('/')
    conflicts.push({
      about: 'colour',
      said: {
        zh: `${zh(colours)} ≠ ${zh(wording.colours)}`,
        en: `${[...colours].join('/')} ≠ ${[...wording.colours].join('/')}`,
      },
    })
  }
  // A SKU of twelve is not the listing of three; a single SKU may be, three times.
  const own = wording.pieces ?? 1
  if (own > 1 && own !== (asked.pieces ?? 1)) {
    const text = `${asked.pieces ?? 1} ≠ ${own}`
    conflicts.push({ about: 'pieces', said: { zh: text, en: text } })
  }
  return conflicts
}

const BASE_UNIT: Readonly<Record<string, string>> = {
  volume: 'ml',
  mass: 'g',
  length: 'mm',
  ounces: 'oz',
  inches: '"',
  feet: 'ft',
  watts: 'W',
  gigabytes: 'GB',
  megabytes: 'MB',
  mah: 'mAh',
  size: '码',
}

const say = (dimension: string, values: ReadonlySet<string>) =>
  [...values].map((value) => `${value}${BASE_UNIT[dimension] ?? ''}`).join('/')
