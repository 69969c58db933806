// Reading a chain of divisions off a text: every way to read it is followed, the one that explains most of the text
// wins, and two that explain it equally well are said to be two.
import type { DivisionIndex, Place, Spelling } from './division-index.ts'

/** Between the columns of a file; not a blank, so that a column is known to end. */
export const COLUMN = '\u0001'

export interface Reading {
  /** The deepest place read. */
  readonly place: Place | null
  /** Where the reading ended. */
  readonly end: number
  readonly score: number
  readonly steps: readonly Spelling[]
  /** Places that do not lie where the ones before them say. */
  readonly conflicts: readonly Place[]
  /** Columns that hold no known place. */
  readonly unread: readonly string[]
}

const BLANK = /[\s,，、/\\|>·.;;:：\-—_~&]/
/** Say that a level exists, not which place it is. */
const FILLERS =
  /^(市辖区|市辖县|省直辖县级行政[区单]位?划?|省直辖行政单位|省直辖县|省直辖|自治区直辖县级行政[区单]位?划?|自治区直辖县|直辖县级|其[他它][区县市]?|中华人民共和国|中国大陆|中国)/
/** What follows a name that is only the beginning of a street's or a building's. */
const STREET_LIKE =
  /^(?:[东西南北中前后上下内外新老一二三四五六七八九十环]{0,3}(?:大道|大街|马路|公路|路|街(?!道)|巷|弄|胡同|道)|里弄|村|镇|乡|里|庄|屯|桥|湾|广场|大厦|花园|小区|新村|公寓|国际|大学|学院|中学|小学|医院|酒店|宾馆|商场|商城|市场|集团|公司|银行|车站|机场|火车站|公园|山庄|名城|花苑|嘉园|家园|办事处)/

/** A text that needs more is no address: 承德市承德市承德市… */
const MOST_STEPS = 400

interface Walk {
  readonly index: DivisionIndex
  readonly text: string
  /** A name must fill its column; what stands in none is passed over and told. */
  readonly isColumns: boolean
  readonly found: Reading[]
  steps: number
}

const NOTHING: Reading = { place: null, end: 0, score: 0, steps: [], conflicts: [], unread: [] }

/** The few thousand triples of columns repeat over a million rows. */
const columnReadings = new WeakMap<DivisionIndex, Map<string, readonly Reading[]>>()
const MOST_COLUMN_READINGS = 20_000

/** `columns`: each ended by COLUMN, or empty. The `end` of a reading is a position in `free`. */
export function readPaths(
  index: DivisionIndex,
  columns: string,
  free: string,
  from = 0,
): Reading[] {
  const walk: Walk = { index, text: free, isColumns: false, found: [], steps: 0 }
  const begun = readColumns(index, columns)
  for (const reading of begun) {
    // Half of all exports repeat the columns in the text; where they leave no choice, their path is passed at once.
    const again = begun.length === 1 && reading.place ? reading.place.pathText : ''
    const start = again !== '' && free.startsWith(again, from) ? from + again.length : from
    step(walk, { ...reading, end: start }, start, false)
  }
  let best = walk.found[0]
  for (const reading of walk.found) if (best && compare(reading, best) < 0) best = reading
  const top = best
  return top ? walk.found.filter((reading) => compare(reading, top) === 0) : []
}

/** First the one that disagrees least with the text, then the one that explains most of it. */
function compare(a: Reading, b: Reading): number {
  if ((a.place === null) !== (b.place === null)) return a.place === null ? 1 : -1
  return a.conflicts.length - b.conflicts.length || b.score - a.score
}

function readColumns(index: DivisionIndex, columns: string): readonly Reading[] {
  if (columns === '') return [NOTHING]
  let known = columnReadings.get(index)
  if (!known) columnReadings.set(index, (known = new Map()))
  const before = known.get(columns)
  if (before) return before
  const walk: Walk = { index, text: columns, isColumns: true, found: [], steps: 0 }
  step(walk, NOTHING, 0, false)
  if (known.size >= MOST_COLUMN_READINGS) known.clear()
  known.set(columns, walk.found)
  return walk.found
}

/** `owing`: the name just read is only believed when another follows. */
function step(walk: Walk, soFar: Reading, at: number, owing: boolean): void {
  walk.steps += 1
  if (walk.steps > MOST_STEPS) return
  const { text } = walk
  const start = skip(text, at)
  let went = false
  let conflict: Reading | null = null
  if (start < text.length && text[start] !== COLUMN) {
    for (const spelling of walk.index.spellings.get(text.slice(start, start + 2)) ?? []) {
      if (!text.startsWith(spelling.text, start)) continue
      const next = take(walk, soFar, spelling, start)
      if (!next) continue
      if (next.reading.conflicts.length > soFar.conflicts.length) {
        conflict ??= next.reading
      } else {
        went = true
        step(walk, next.reading, next.reading.end, next.owing)
      }
    }
  }
  if (!went && !owing && conflict) {
    // What says another place may not pass for the rest of the address.
    step(walk, conflict, conflict.end, false)
    return
  }
  if (!walk.isColumns || start >= text.length) {
    if (!owing) walk.found.push(soFar)
    return
  }
  if (went || owing) return
  const stop = text.indexOf(COLUMN, start)
  const word = text.slice(start, stop).trim()
  const unread = word === '' ? soFar.unread : [...soFar.unread, word]
  step(walk, { ...soFar, unread, end: stop + 1 }, stop + 1, false)
}

function skip(text: string, from: number): number {
  let at = from
  for (;;) {
    const char = text[at]
    if (char === undefined || char === COLUMN) return at
    if (BLANK.test(char)) at += 1
    else if (
      char === '市' ||
      char === '省' ||
      char === '自' ||
      char === '直' ||
      char === '其' ||
      char === '中' ||
      char === '县'
    ) {
      const filler = FILLERS.exec(text.slice(at, at + 14))?.[0]
      // Chongqing's counties stand in a column that says 县 and nothing else.
      if (filler) at += filler.length
      else if (char === '县' && (text[at + 1] === COLUMN || text[at + 1] === ' ')) at += 1
      else return at
    } else return at
  }
}

function take(
  walk: Walk,
  soFar: Reading,
  spelling: Spelling,
  start: number,
): { reading: Reading; owing: boolean } | null {
  const { place } = spelling
  const end = start + spelling.text.length
  const after = walk.text[end]
  const ends = after === undefined || after === COLUMN || BLANK.test(after)
  const isStreet = !ends && STREET_LIKE.test(walk.text.slice(end, end + 7))
  const now = soFar.place
  if (now === null || lies(place, now)) {
    const believed = believe(spelling, now, ends, isStreet)
    if (believed === 'no') return null
    const score = soFar.score + spelling.text.length * 2 + WORTH[spelling.manner]
    return {
      reading: { ...soFar, place, end, score, steps: [...soFar.steps, spelling] },
      owing: believed === 'if more follows',
    }
  }
  if (place === now || lies(now, place)) {
    // Said again. A short form in front of a street is the street's.
    if (spelling.manner === 'short' ? isStreet : isStreet && place.depth === 3) return null
    const owing = spelling.manner === 'short' && !ends
    return { reading: { ...soFar, end, score: soFar.score + 1 }, owing }
  }
  if (!contradicts(walk, spelling, now, ends, isStreet)) return null
  return {
    reading: { ...soFar, end, score: soFar.score + 1, conflicts: [...soFar.conflicts, place] },
    owing: false,
  }
}

const WORTH = { full: 3, variant: 1, old: 1, short: 0 } as const

function lies(inner: Place, outer: Place): boolean {
  if (outer.depth === 1) return inner.depth > 1 && inner.province === outer
  return outer.depth === 2 && inner.depth === 3 && inner.city === outer
}

function believe(
  { manner, place, text }: Spelling,
  now: Place | null,
  ends: boolean,
  isStreet: boolean,
): 'yes' | 'no' | 'if more follows' {
  if (manner !== 'short') {
    // 新城区 or 城区 with nothing before it may be anywhere; 西湖区 in front of 大道 is no district.
    if (now === null && place.depth === 3 && text.length < 3) return 'no'
    return isStreet && place.depth === 3 && !/[区县市旗]$/.test(text) ? 'no' : 'yes'
  }
  if (ends) return 'yes'
  // 杭州文三路 is in Hangzhou; 浙江 and 西湖 in front of more text may be part of any name.
  if (now === null && place.depth !== 2) return place.depth === 3 ? 'no' : 'if more follows'
  if (now === null) return isStreet ? 'if more follows' : 'yes'
  if (isStreet) return place.depth === 2 ? 'if more follows' : 'no'
  // 浙江义乌…: a district right under the province, without its suffix, in running text.
  return now.depth === 1 && place.depth === 3 && !now.isLeaf ? 'if more follows' : 'yes'
}

function contradicts(
  walk: Walk,
  { manner, place, text }: Spelling,
  now: Place,
  ends: boolean,
  isStreet: boolean,
): boolean {
  // 九龙 in Hong Kong is no county of Sichuan.
  if (walk.isColumns) return ends && (manner !== 'short' || place.depth < 3)
  if (manner === 'short' || isStreet || text.length < 3) return false
  if (place.depth < 3) return manner === 'full' || place.depth === 1
  return now.depth < 3
    ? manner === 'full' && !now.isLeaf
    : manner === 'full' && place.city === now.city
}
