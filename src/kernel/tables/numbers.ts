// What a number in a cell says: Excel keeps dates, times, ids and amounts all as doubles.
import { instant } from '../time.ts'

export type NumberKind = 'number' | 'date' | 'time'

export interface Cell {
  readonly text: string
  /** More digits than a spreadsheet keeps: an id here is no longer the id it was. */
  readonly isLossy: boolean
}

/** Excel itself keeps 15 digits; the rest is noise of doubles (19.900000000000002), or an id already ruined. */
export function numberText(value: number): Cell {
  const rounded = Number(value.toPrecision(15))
  const isLossy = Number.isInteger(value) && Math.abs(value) >= 1e15
  if (isLossy) return { text: fifteenDigits(value), isLossy }
  return { text: plainDecimal(rounded), isLossy }
}

/** 1.23456789012346e+18 as 1234567890123460000: what a spreadsheet shows of an id it has rounded. */
function fifteenDigits(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e')
  const sign = value < 0 ? '-' : ''
  return sign + mantissa.replace(/[-.]/g, '').padEnd(Number(exponent) + 1, '0')
}

/** 1.5e-7 as 0.00000015: money and rates are parsed as decimals. */
function plainDecimal(value: number): string {
  const text = `${value}`
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}

const DAY_MS = 86_400_000

/** Wall-clock text of a serial number, to the second; null when it is no date (before 1900, beyond 9999). */
export function serialText(value: number, kind: 'date' | 'time', is1904: boolean): string | null {
  if (value < 0 || value > 2_958_466) return null
  const seconds = Math.round(value * 86_400)
  if (kind === 'time' && value < 1) {
    const two = (n: number) => `${Math.floor(n)}`.padStart(2, '0')
    return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`
  }
  // Excel counts a 29 February 1900 that never was.
  const days = is1904 ? 24_107 : value < 60 ? 25_568 : 25_569
  return instant(seconds * 1000 - days * DAY_MS)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')
}

/** Formats every Excel knows by number; 27–36 and 50–58 are the Chinese ones. */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [
  [14, 17],
  [22, 22],
  [27, 31],
  [34, 36],
  [50, 58],
]
const BUILT_IN_TIMES: readonly (readonly [number, number])[] = [
  [18, 21],
  [32, 33],
  [45, 47],
]

export function kindOfFormat(id: number, code: string | undefined): NumberKind {
  const within = (ranges: readonly (readonly [number, number])[]) =>
    ranges.some(([from, to]) => id >= from && id <= to)
  if (code === undefined)
    return within(BUILT_IN_DATES) ? 'date' : within(BUILT_IN_TIMES) ? 'time' : 'number'
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
    .split(';')[0]!
  if (/general|^@$|0|#/i.test(bare) && !/[ymdh]/i.test(bare)) return 'number'
  if (/[yd年月日]|(?<![h:\]]\s?)m{3,}/i.test(bare)) return 'date'
  return /[hs]|am\/pm/i.test(bare) ? 'time' : /m/i.test(bare) ? 'date' : 'number'
}
