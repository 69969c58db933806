// Countries as exports name them, in Chinese, English or by code. The names come with the runtime.
const codes = new Map<string, string>()
const chineseNames: [string, string][] = []

const chinese = new Intl.DisplayNames(['zh'], { type: 'region', fallback: 'none' })
const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

for (let first = 65; first <= 90; first += 1) {
  for (let second = 65; second <= 90; second += 1) {
    const code = String.fromCharCode(first, second)
    const zh = chinese.of(code)
    const en = english.of(code)
    if (zh === undefined || en === undefined) continue
    codes.set(code, code)
    if (!codes.has(zh)) codes.set(zh, code)
    if (!codes.has(en.toUpperCase())) codes.set(en.toUpperCase(), code)
    if (zh.length >= 2) chineseNames.push([zh, code])
  }
}

/** In the division table, whatever the country column says of them. */
const WITHIN = ['CN', 'HK', 'MO', 'TW']
for (const code of WITHIN) {
  for (const names of [chinese, english]) codes.set((names.of(code) ?? code).toUpperCase(), 'CN')
  codes.set(code, 'CN')
}
for (const name of [
  '中华人民共和国',
  '中国大陆',
  '大陆',
  'CHN',
  'PRC',
  'MAINLAND CHINA',
  'P.R.CHINA',
  'P. R. CHINA',
  '中国香港',
  '香港',
  '中国澳门',
  '澳门',
  '中国台湾',
  '台湾',
  'HONG KONG',
  'MACAU',
  'MACAO',
  'TAIWAN',
  'HKG',
  'TWN',
  'MAC',
  "PEOPLE'S REPUBLIC OF CHINA",
]) {
  codes.set(name, 'CN')
}
for (const [name, code] of [
  ['USA', 'US'],
  ['UK', 'GB'],
  ['U.S.A.', 'US'],
  ['ENGLAND', 'GB'],
  ['GREAT BRITAIN', 'GB'],
  ['KOREA', 'KR'],
  ['RUSSIA', 'RU'],
  ['EIRE', 'IE'],
  ['RSA', 'ZA'],
] as const) {
  codes.set(name, code)
}

/** ISO code, or null for a name nobody knows. */
export function countryOf(text: string): string | null {
  return codes.get(text.trim().toUpperCase()) ?? null
}

const SOMEWHERE_ABROAD = /^(?:海外|国外|境外)/

/** 日本 东京都…: the country a text begins with, when it is not this one. */
export function countryAtStart(text: string): string | null {
  if (SOMEWHERE_ABROAD.test(text)) return SOMEWHERE_ABROAD.exec(text)?.[0] ?? null
  const found = chineseNames.find(([name, code]) => text.startsWith(name) && !WITHIN.includes(code))
  return found?.[1] ?? null
}
