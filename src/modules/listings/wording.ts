// A title as the facts in it: words, model numbers, measures, counts and colours. Chinese is cut into pairs of
// characters rather than words: titles are strings of nouns without grammar, pairs need no dictionary, and a pair that
// straddles two words is rare in the catalogue and so costs little.

export interface Wording {
  /** Distinct words, model numbers (also written together), Chinese pairs. */
  readonly terms: readonly string[]
  /** `volume:500`, `mass:2000`: told apart by dimension, in base units as text. */
  readonly measures: ReadonlyMap<string, ReadonlySet<string>>
  /** How many pieces one of it is, where it says so (3件装 → 3). */
  readonly pieces: number | null
  readonly colours: ReadonlySet<string>
}

/** Unit → dimension and factor to its base unit (ml, g, mm, W, Wh, GB). */
const UNITS: Readonly<Record<string, readonly [string, number]>> = {
  ml: ['volume', 1],
  毫升: ['volume', 1],
  cl: ['volume', 10],
  l: ['volume', 1000],
  升: ['volume', 1000],
  oz: ['ounces', 1],
  mg: ['mass', 0.001],
  g: ['mass', 1],
  克: ['mass', 1],
  kg: ['mass', 1000],
  公斤: ['mass', 1000],
  千克: ['mass', 1000],
  斤: ['mass', 500],
  mm: ['length', 1],
  毫米: ['length', 1],
  cm: ['length', 10],
  厘米: ['length', 10],
  m: ['length', 1000],
  米: ['length', 1000],
  inch: ['inches', 1],
  英寸: ['inches', 1],
  寸: ['inches', 1],
  ft: ['feet', 1],
  w: ['watts', 1],
  瓦: ['watts', 1],
  gb: ['gigabytes', 1],
  tb: ['gigabytes', 1000],
  mb: ['megabytes', 1],
  mah: ['mah', 1],
  码: ['size', 1],
}

const COUNT_WORDS: Readonly<Record<string, number>> = {
  单: 1,
  一: 1,
  两: 2,
  双: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
}

const COLOURS: readonly (readonly string[])[] = [
  ['black', '黑'],
  ['white', '白'],
  ['red', '红'],
  ['blue', '蓝'],
  ['green', '绿'],
  ['yellow', '黄'],
  ['pink', '粉'],
  ['purple', '紫'],
  ['orange', '橙', '橘'],
  ['brown', '棕', '咖啡色', '褐'],
  ['gray', 'grey', '灰'],
  ['silver', '银'],
  ['gold', 'golden', '金色'],
  ['beige', '米色', '杏'],
]
const COLOUR_OF = new Map(
  COLOURS.flatMap(([name = '', ...more]) => [name, ...more].map((word) => [word, name])),
)

/** 红 of red; what the reason of a suggestion says. */
export const colourInChinese = (colour: string): string => {
  const word = COLOURS.find(([name]) => name === colour)?.find((one) => /\p{Script=Han}/u.test(one))
  return word === undefined ? colour : word.endsWith('色') ? word : `${word}色`
}

/** Words every title has. Rarity tells most of them; these are rare only in small catalogues. */
const EMPTY_WORDS = new Set([
  'the',
  'a',
  'an',
  'of',
  'for',
  'and',
  'with',
  'in',
  'to',
  'by',
  'new',
  '正品',
  '包邮',
  '官方',
  '旗舰',
  '新款',
  '热卖',
  '特价',
])

const MEASURE = new RegExp(
  `(\\d+(?:\\.\\d+)?)\\s*-?\\s*(${Object.keys(UNITS)
    .toSorted((a, b) => b.length - a.length)
    .join('|')})(?![a-z])`,
  'g',
)
const PIECES: readonly RegExp[] = [
  /(\d{1,4}|[单一两双二三四五六七八九十])\s*(?:件|只|个|支|包|瓶|盒|条|片|袋|双|罐|卷|块|套|枚)\s*(?:装|套|入|组)/,
  /(?:pack|set|box|case|lot)\s+of\s+(\d{1,4})\b/,
  /\b(\d{1,4})\s*-?\s*(?:pack|pcs|pieces|count|pk|ct)\b/,
  /[x×*]\s*(\d{1,4})\s*(?:件|只|个|支|包|瓶|盒|条|片|袋|罐|卷|块)?\s*$/,
]

export function wordingOf(text: string): Wording {
  const plain = text.normalize('NFKC').toLowerCase()
  const measures = measuresIn(plain)
  return { terms: termsIn(plain), measures, pieces: piecesIn(plain), colours: coloursIn(plain) }
}

function measuresIn(plain: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const inches = plain.replace(/(\d)\s*(?:"|''|”|-?inch(?:es)?\b|in\.)/g, '$1inch ')
  for (const [, amount = '', unit = ''] of inches.matchAll(MEASURE)) {
    const [dimension, factor] = UNITS[unit]!
    const values = found.get(dimension) ?? new Set()
    // To four decimals: 0.5l and 500ml are one, and 1/3 never is anything.
    values.add(String(Math.round(Number(amount) * factor * 10_000) / 10_000))
    found.set(dimension, values)
  }
  return found
}

function piecesIn(plain: string): number | null {
  for (const pattern of PIECES) {
    const [, count = ''] = pattern.exec(plain) ?? []
    if (count === '') continue
    const pieces = COUNT_WORDS[count] ?? Number(count)
    if (pieces > 0) return pieces
  }
  return null
}

function coloursIn(plain: string): Set<string> {
  const words = new Set(plain.match(/[a-z]+/g) ?? [])
  const found = new Set<string>()
  for (const [word, colour] of COLOUR_OF) {
    if (/[a-z]/.test(word) ? words.has(word) : plain.includes(word)) found.add(colour)
  }
  return found
}

function termsIn(plain: string): string[] {
  const terms = new Set<string>()
  for (const run of plain.match(/[a-z0-9]+(?:[-./][a-z0-9]+)*|\p{Script=Han}+/gu) ?? []) {
    if (/\p{Script=Han}/u.test(run)) {
      const letters = [...run]
      if (letters.length === 1) terms.add(run)
      for (let at = 0; at + 1 < letters.length; at++) terms.add(letters[at]! + letters[at + 1]!)
      continue
    }
    const parts = run.split(/[-./]/)
    for (const part of parts) terms.add(part)
    // psl-x350h is also written pslx350h.
    if (parts.length > 1) terms.add(parts.join(''))
  }
  return [...terms].filter((term) => !EMPTY_WORDS.has(term))
}

const MEASURE_TERM = new RegExp(`^\\d+(?:${Object.keys(UNITS).join('|')})$`)

/** What many things share: 红色, 500ml. It tells variants apart and never says what a thing is. */
export function isAttribute(term: string): boolean {
  return MEASURE_TERM.test(term) || COLOUR_OF.has(term) || /^\p{Script=Han}色$/u.test(term)
}

/** A code without the ways of writing it: `bwb_500` and `BWB-500` are near. */
export function bareCode(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Letters and digits together: the maker's own name for the thing, which no two things share. */
export function isModelNumber(term: string): boolean {
  return term.length >= 4 && /[a-z]/.test(term) && /\d/.test(term)
}
