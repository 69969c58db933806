// An address as platforms export it, read into province, city and district. Pure: the same text and table give the same
// answer. Nothing is guessed silently: what was not said, said twice differently or fits two places is named.
import { plain, isMasked } from './chinese-text.ts'
import { countryAtStart, countryOf } from './countries.ts'
import type { DivisionIndex, Place } from './division-index.ts'
import { COLUMN, type Reading, readPaths } from './read-path.ts'
import { type AddressProblem, problem } from './problems.ts'

export interface AddressInput {
  readonly country?: string | null | undefined
  readonly province?: string | null | undefined
  readonly city?: string | null | undefined
  readonly district?: string | null | undefined
  readonly street?: string | null | undefined
  readonly address?: string | null | undefined
}

export interface ParsedAddress {
  readonly outcome: 'domestic' | 'foreign' | 'unknown'
  /** ISO code where known, else as written; CN for everything in the division table. */
  readonly country: string | null
  readonly provinceCode: string | null
  readonly cityCode: string | null
  /** The code an address is complete at: a district, or a city or region that has none (东莞, 香港). */
  readonly districtCode: string | null
  readonly street: string | null
  /** What is left after the divisions, as it was written, street included. */
  readonly detail: string
  readonly postcode: string | null
  /** 0–100: how sure the codes are right and complete. */
  readonly confidence: number
  readonly problems: readonly AddressProblem[]
}

/** From here on nobody needs to look. */
export const SURE = 70

/**
 * A person should look: the parts disagree, fit two places, or an address for shipping lacks its district.
 * A report that names a province and nothing else says less, but nothing doubtful.
 */
export function isDoubtful(parsed: ParsedAddress): boolean {
  if (parsed.confidence >= SURE) return false
  return !(
    parsed.provinceCode !== null &&
    parsed.detail === '' &&
    parsed.problems.every(isOmission)
  )
}

const isOmission = ({ code }: AddressProblem) =>
  code === 'city_missing' || code === 'district_missing' || code === 'old_name'

export function parseAddress(index: DivisionIndex, input: AddressInput): ParsedAddress {
  const country = (input.country ?? '').trim()
  if (country !== '') {
    const code = countryOf(country)
    if (code !== 'CN') return foreign(input, code ?? country)
  }
  const columns = [input.province, input.city, input.district].map((text) => (text ?? '').trim())
  const free = (input.address ?? '').trim()
  const head = columns.some((text) => text !== '')
    ? columns.map((column) => plain(column) + COLUMN).join('')
    : ''
  const text = plain(free)
  if (head.length + text.length > MOST_CHARACTERS) return tooLong(free)
  let readings = readPaths(index, head, text)
  let lead = ''
  if (readings.every(({ place }) => place === null)) {
    const abroad = countryAtStart(`${head.replaceAll(COLUMN, ' ')} ${text}`.trim())
    if (abroad) return foreign(input, abroad)
    const later = readLater(index, head, text)
    if (later) {
      readings = later.readings
      lead = free.slice(0, later.from)
    }
  }
  return conclude({ readings, free, street: input.street ?? '', lead })
}

/** Longer texts are no addresses; reading them would only cost time. */
const MOST_CHARACTERS = 2000

/** How far into a pasted text (name, phone, then the address) a province or city is looked for. */
const LOOK_AHEAD = 60

function readLater(index: DivisionIndex, head: string, text: string) {
  const stop = Math.min(text.length - 1, LOOK_AHEAD)
  for (let at = 1; at < stop; at += 1) {
    const list = index.spellings.get(text.slice(at, at + 2))
    if (!list) continue
    for (const { place, text: word, manner } of list) {
      if (!text.startsWith(word, at) || place.depth === 3) continue
      const readings = readPaths(index, head, text, at).filter((reading) => reading.place)
      // A short form inside a text counts only when a chain follows it.
      const isChain = readings.some(({ steps }) => steps.length > 1)
      if (readings.length > 0 && (isChain || manner === 'full')) return { readings, from: at }
    }
  }
  return null
}

interface Found {
  readonly readings: readonly Reading[]
  readonly free: string
  readonly street: string
  readonly lead: string
}

function conclude({ readings, free, street, lead }: Found): ParsedAddress {
  const best = readings[0]
  // What stood in a column and is no division belongs to the rest: 稠城街道 in the district column.
  const before = [lead, ...(best?.unread ?? []), street]
  const { detail, postcode } = detailOf(free.slice(best?.end ?? 0), before)
  const tail = { street: streetOf(detail, street), detail, postcode }
  const hidden = isMasked(detail) ? [problem('masked')] : []
  if (!best?.place) {
    const unread = (best?.unread ?? []).join(' ')
    const said = unread !== '' || detail !== ''
    const problems = [
      said ? problem('unknown_place', unread || detail.slice(0, 20)) : problem('empty'),
    ]
    return { ...NOWHERE, ...tail, problems: [...problems, ...hidden] }
  }
  const choices = [...new Set(readings.flatMap(({ place }) => place ?? []))]
  const place = choices.length === 1 ? best.place : common(choices)
  const problems = problemsOf(best, place, choices)
  const confidence = confidenceOf(best, place, problems, lead !== '')
  return {
    outcome: 'domestic',
    country: 'CN',
    provinceCode: place?.province.code ?? null,
    cityCode: place ? cityCodeOf(place) : null,
    districtCode: place?.isLeaf === true ? place.code : null,
    ...tail,
    confidence,
    problems: [...problems, ...hidden],
  }
}

const NOWHERE = {
  outcome: 'unknown',
  country: null,
  provinceCode: null,
  cityCode: null,
  districtCode: null,
  confidence: 0,
} as const

function cityCodeOf(place: Place): string | null {
  if (place.city) return place.city.code
  return place.isLeaf ? place.code : (place.soleCity?.code ?? null)
}

/** What all choices lie in. */
function common(choices: readonly Place[]): Place | null {
  const first = choices[0]
  if (!first) return null
  const chain = [first.city, first.province]
  const inside = (outer: Place) =>
    choices.every((place) => place === outer || place.city === outer || place.province === outer)
  return chain.find((outer) => outer !== null && inside(outer)) ?? null
}

function problemsOf(best: Reading, place: Place | null, choices: readonly Place[]) {
  const problems: AddressProblem[] = []
  if (choices.length > 1) problems.push(problem('ambiguous', ...choices.slice(0, 6).map(pathText)))
  if (best.conflicts.length > 0 && best.place) {
    // 江苏省 against 浙江省杭州市西湖区 is one disagreement, not three.
    const against = best.conflicts.filter(
      (outer) =>
        !best.conflicts.some(
          ({ province, city, depth }) =>
            depth > outer.depth && (province === outer || city === outer),
        ),
    )
    problems.push(
      problem('contradiction', pathText(best.place), ...against.slice(0, 3).map(pathText)),
    )
  }
  for (const { manner, isPartial, text, place: now } of best.steps) {
    if (manner === 'old')
      problems.push(problem(isPartial ? 'old_name_split' : 'old_name', text, pathText(now)))
  }
  // After a contradiction nobody knows which level is missing.
  if (choices.length === 1 && place && !place.isLeaf && best.conflicts.length === 0) {
    if (best.unread.length > 0) problems.push(problem('district_unknown', best.unread.join(' ')))
    problems.push(
      problem(place.depth === 1 && !isMunicipality(place) ? 'city_missing' : 'district_missing'),
    )
  }
  return problems
}

const isMunicipality = (place: Place) => place.name.endsWith('市')

const pathText = (place: Place) => place.pathText

function confidenceOf(
  best: Reading,
  place: Place | null,
  problems: readonly AddressProblem[],
  hasLead: boolean,
): number {
  let sure = 100
  const depths = new Set<number>()
  for (const { manner, isPartial, place: step } of best.steps) {
    depths.add(step.depth)
    if (manner === 'short') sure -= step.depth === 3 ? 10 : 2
    else if (manner === 'variant' && step.depth > 1) sure -= step.depth === 3 ? 8 : 2
    else if (manner === 'old') sure -= isPartial ? 40 : 8
  }
  if (place && !depths.has(1)) sure -= depths.has(2) ? 3 : 15
  if (place?.depth === 3 && !depths.has(2) && depths.has(1) && place.city?.isGrouping !== true)
    sure -= 5
  if (hasLead) sure -= 10
  if (best.unread.length > 0) sure -= 5
  for (const { code } of problems) sure = Math.min(sure, CAP[code] ?? 100)
  return Math.max(0, sure)
}

/** No more than this, whatever else is fine. */
const CAP: Readonly<Record<string, number>> = {
  contradiction: 30,
  ambiguous: 40,
  city_missing: 30,
  district_missing: 60,
  district_unknown: 50,
}

function detailOf(rest: string, before: readonly string[]) {
  let detail = rest.replace(/^[\s,，、/\\|>·.;;:：\-—_~]+/, '').trim()
  let postcode: string | null = null
  const tail = POSTCODE.exec(detail)
  if (tail) {
    detail = detail.slice(0, tail.index)
    postcode = plain(tail[1] ?? tail[2] ?? '')
  }
  for (const part of before.toReversed()) {
    const word = part.trim()
    if (word !== '' && !detail.startsWith(word)) detail = `${word} ${detail}`.trim()
  }
  return { detail, postcode: postcode === '000000' ? null : postcode }
}

/** At the end, in brackets or after a blank; 000000 is what exports write for none. */
const POSTCODE =
  /\s*(?:[(（]\s*(?:邮编[:：]?\s*)?([0-9０-９]{6})\s*[)）]|(?:邮编[:：]?\s*|\s)([0-9０-９]{6}))\s*$/

function streetOf(detail: string, street: string): string | null {
  if (street.trim() !== '') return street.trim()
  return /^[\u4e00-\u9fff]{1,8}?(?:街道办事处|街道|镇|乡|苏木)/.exec(detail)?.[0] ?? null
}

function foreign(input: AddressInput, country: string): ParsedAddress {
  const parts = [input.province, input.city, input.district, input.street, input.address]
  const detail = parts
    .map((part) => (part ?? '').trim())
    .filter((part) => part !== '')
    .join(' ')
  return {
    ...NOWHERE,
    outcome: 'foreign',
    country,
    confidence: 100,
    street: null,
    detail,
    postcode: null,
    problems: isMasked(detail) ? [problem('masked')] : [],
  }
}

function tooLong(free: string): ParsedAddress {
  return { ...NOWHERE, street: null, detail: free, postcode: null, problems: [problem('too_long')] }
}
