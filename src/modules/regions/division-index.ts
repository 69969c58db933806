// The division table in memory, arranged for reading addresses: every way a place is written (its name, the name
// without its suffix, with another suffix, as it was before a reform) under its first two characters.

export type Level = 'province' | 'city' | 'district'

export interface Division {
  readonly code: string
  readonly level: Level
  readonly parentCode: string | null
  readonly name: string
  readonly nameEn: string | null
  readonly pinyin: string
  readonly isGrouping: boolean
  readonly mergedInto: string | null
}

export interface Alias {
  readonly code: string
  readonly name: string
  /** Still in use beside the official name. */
  readonly isCurrent: boolean
  readonly isPartial: boolean
}

export interface Place {
  readonly code: string
  /** 1 province, 2 city, 3 district. */
  readonly depth: 1 | 2 | 3
  readonly name: string
  readonly nameEn: string | null
  readonly pinyin: string
  readonly isGrouping: boolean
  readonly province: Place
  readonly city: Place | null
  /** The whole path in one word, as most exports repeat it in front of the street: 浙江省杭州市西湖区. */
  readonly pathText: string
  /** Nothing below: an address is complete here (districts, 东莞, 香港). */
  readonly isLeaf: boolean
  /** Of 上海市: its only 市辖区. Chongqing has two, so none is sure. */
  readonly soleCity: Place | null
  /** Where its area belongs today, when it is no more. */
  readonly successor: Place | null
}

/**
 * full: the official name · variant: another suffix for the same place · old: a name it had · short: no suffix,
 * which may as well begin the name of a street.
 */
export type Manner = 'full' | 'variant' | 'old' | 'short'

export interface Spelling {
  readonly text: string
  readonly place: Place
  readonly manner: Manner
  readonly isPartial: boolean
}

export interface DivisionIndex {
  readonly places: ReadonlyMap<string, Place>
  /** By the first two characters, longest first. */
  readonly spellings: ReadonlyMap<string, readonly Spelling[]>
}

export function buildIndex(
  divisions: readonly Division[],
  aliases: readonly Alias[],
): DivisionIndex {
  const places = placesOf(divisions)
  const spellings = new Map<string, Spelling[]>()
  const seen = new Set<string>()
  const add = (text: string, place: Place, manner: Manner, isPartial = false) => {
    // The first manner of writing a place counts; the official one comes first.
    const key = `${text}\u0001${place.code}`
    if (text.length < 2 || seen.has(key)) return
    seen.add(key)
    const head = text.slice(0, 2)
    const list = spellings.get(head)
    const spelling = { text, place, manner, isPartial }
    if (list) list.push(spelling)
    else spellings.set(head, [spelling])
  }
  for (const place of places.values()) {
    if (place.isGrouping) continue
    if (place.successor) add(place.name, place.successor, 'old')
    else add(place.name, place, 'full')
  }
  for (const { code, name, isCurrent, isPartial } of aliases) {
    const place = places.get(code)
    if (!place) continue
    const now = place.successor ?? place
    add(name, now, isCurrent ? 'variant' : 'old', isPartial)
    if (now.depth === 2) add(cityBase(name), now, 'short', isPartial)
  }
  for (const place of places.values()) {
    if (!place.isGrouping && !place.successor) addVariants(place, add)
  }
  for (const list of spellings.values()) list.sort((a, b) => b.text.length - a.text.length)
  return { places, spellings }
}

type Draft = Place & { soleCity: Place | null; successor: Place | null }

function placesOf(divisions: readonly Division[]): Map<string, Place> {
  const places = new Map<string, Place>()
  const inner = new Set(divisions.flatMap(({ parentCode }) => parentCode ?? []))
  const depthOf = { province: 1, city: 2, district: 3 } as const
  const drafts: [Draft, Division][] = []
  for (const level of ['province', 'city', 'district'] as const) {
    for (const division of divisions) {
      if (division.level !== level) continue
      const { code, name, nameEn, pinyin, isGrouping } = division
      const parent = division.parentCode === null ? null : (places.get(division.parentCode) ?? null)
      const draft = {
        code,
        depth: depthOf[level],
        name,
        nameEn,
        pinyin,
        isGrouping,
        isLeaf: !inner.has(code),
        soleCity: null,
        successor: null,
      } as Record<string, unknown>
      draft['province'] = parent?.province ?? draft
      draft['city'] = level === 'city' ? draft : level === 'district' ? parent : null
      const place = draft as unknown as Draft
      const path = [place.province, ...(place.city ? [place.city] : []), place]
      const shown = path.filter((step, at) => !step.isGrouping && path.indexOf(step) === at)
      draft['pathText'] = shown.map((step) => step.name).join('')
      places.set(code, place)
      drafts.push([place, division])
    }
  }
  const cities = drafts.map(([place]) => place).filter(({ depth }) => depth === 2)
  for (const [place] of drafts) {
    if (place.depth !== 1) continue
    const [first = null, ...others] = cities.filter(({ province }) => province === place)
    if (others.length === 0) place.soleCity = first
  }
  for (const [place, { mergedInto }] of drafts) {
    if (mergedInto !== null) place.successor = lastSuccessor(divisions, places, mergedInto)
  }
  return places
}

/** A district merged into one that was merged itself: follow, with a bound against circles. */
function lastSuccessor(
  divisions: readonly Division[],
  places: ReadonlyMap<string, Place>,
  code: string,
): Place | null {
  let next: string | null = code
  for (let steps = 0; next !== null && steps < 10; steps += 1) {
    const found: string | null = divisions.find((d) => d.code === next)?.mergedInto ?? null
    if (found === null) return places.get(next) ?? null
    next = found
  }
  return null
}

type Add = (text: string, place: Place, manner: Manner) => void

function addVariants(place: Place, add: Add): void {
  if (place.depth === 1) addProvinceVariants(place, add)
  else if (place.depth === 2) addCityVariants(place, add)
  else addDistrictVariants(place, add)
}

function addProvinceVariants(place: Place, add: Add): void {
  const base = provinceBase(place.name)
  for (const suffix of ['省', '市', '自治区', '特别行政区', '特区']) {
    // 广西省 and 北京省 are written often enough; 浙江市 is not a province.
    if (suffix !== '市' || place.name.endsWith('市')) add(base + suffix, place, 'variant')
  }
  add(`中国${base}`, place, 'variant')
  add(base, place, 'short')
  if (base === '内蒙古') add('内蒙', place, 'short')
}

function addCityVariants(place: Place, add: Add): void {
  const base = cityBase(place.name)
  if (place.name.endsWith('自治州')) {
    add(`${base}自治州`, place, 'variant')
    add(`${base}州`, place, 'variant')
  } else if (!place.name.endsWith('市')) {
    add(`${base}市`, place, 'variant')
  } else {
    add(`${base}地区`, place, 'variant')
  }
  add(base, place, 'short')
}

/** Short forms that are words of daily use: 市中, 城东 begin half the street names of the country. */
const COMMON_WORDS =
  /^(市[中南北]|城[东西南北中关区厢]|[新老古]城|港口|[东西南北]区|新[华市]|解放|和平|铁[东西])$/

function addDistrictVariants(place: Place, add: Add): void {
  const { name, city, province } = place
  const zone =
    /(经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区|高新技术产业园区|管理区|示范区|园区|新区|新城|开发区)$/.exec(
      name,
    )?.[1]
  const owner = cityBase(city?.name ?? '')
  const heads = [provinceBase(province.name), owner, `${owner}市`].filter((head) => head.length > 1)
  let rest = name
  for (const head of heads) if (rest.startsWith(head) && zone) rest = rest.slice(head.length)
  if (rest !== name) add(rest.replace(/^市/, ''), place, 'variant')
  const kind = /^(经济|高新)/.exec(rest)?.[1]
  if (kind && zone) {
    const forms =
      kind === '经济'
        ? ['经济技术开发区', '经济开发区', '经开区', '开发区']
        : ['高新技术产业开发区', '高新技术开发区', '高新技术产业园区', '高新区']
    for (const form of forms) {
      add(form, place, 'variant')
      add(owner + form, place, 'variant')
    }
  }
  if (zone && zone !== '新区') return
  const base = districtBase(name)
  if (base.length < 2) return
  const suffixes = name.endsWith('旗') ? ['旗', '自治旗'] : ['区', '县', '市', '新区', '自治县']
  for (const suffix of suffixes) {
    if (suffix !== '新区' || name.endsWith('新区')) {
      if (suffix !== '自治县' || name.endsWith('自治县')) add(base + suffix, place, 'variant')
    }
  }
  if (!COMMON_WORDS.test(base)) add(base, place, 'short')
}

export function provinceBase(name: string): string {
  return name.replace(/(维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|省|市)$/, '')
}

const PEOPLES =
  /(?:各族|(?:朝鲜|土家|苗|藏|羌|彝|回|侗|布依|哈尼|壮|傣|景颇|傈僳|白|蒙古|哈萨克|黎|畲|瑶|满|仫佬|毛南|仡佬|水|佤|拉祜|布朗|纳西|独龙|怒|普米|土|撒拉|保安|东乡|裕固|达斡尔|鄂温克)族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+$/

function withoutPeoples(base: string): string {
  const short = base.replace(PEOPLES, '')
  // 东乡族自治县 is named after its people alone.
  return short.length >= 2 ? short : base.replace(/族$/, '')
}

export function cityBase(name: string): string {
  if (name.endsWith('自治州')) return withoutPeoples(name.slice(0, -3))
  return name.replace(/(市|地区|盟)$/, '')
}

function districtBase(name: string): string {
  if (/自治[县旗]$/.test(name)) return withoutPeoples(name.slice(0, -3))
  const base = name.replace(/(新区|林区|特区|区|县|市|旗)$/, '')
  return base.endsWith('族') ? withoutPeoples(base) : base
}
