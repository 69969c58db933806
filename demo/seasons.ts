// When people buy cups: months, weekdays, promotions, the new year.
import { addDays, daysBetween, monthOf, weekdayOf } from './days.ts'
import type { Product } from './trade.ts'

/** Demand by month against the year's mean, in per cent, January first. */
const MONTHS: Readonly<Record<Product['season'], readonly number[]>> = {
  warm: [128, 104, 98, 88, 80, 78, 76, 80, 96, 112, 128, 132],
  sport: [70, 74, 92, 106, 122, 134, 138, 128, 106, 88, 74, 68],
  child: [84, 112, 118, 92, 90, 98, 96, 138, 132, 86, 78, 76],
  gift: [122, 108, 96, 90, 94, 92, 88, 90, 104, 98, 100, 118],
  even: [100, 96, 100, 100, 100, 98, 98, 100, 102, 102, 102, 102],
}

/** First day of the year in the old calendar; the week around it nobody ships and few buy. */
const NEW_YEAR: readonly string[] = [
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
]

export interface Promotion {
  readonly id: string
  readonly zh: string
  readonly en: string
  /** Month and day. */
  readonly from: string
  readonly to: string
  /** Visitors and their will to buy, in per cent of an ordinary day. */
  readonly trafficPercent: number
  readonly intentPercent: number
  /** The shop's own discount, per mille of the price. */
  readonly shopPerMille: number
  /** Of what the platform adds at most (shops.ts), in per cent. */
  readonly platformPercent: number
  readonly isBig: boolean
}

const promotion = (
  [id, zh, en]: readonly [string, string, string],
  [from, to]: readonly [string, string],
  [trafficPercent, intentPercent, shopPerMille, platformPercent]: readonly [
    number,
    number,
    number,
    number,
  ],
  isBig = false,
): Promotion => ({
  id,
  zh,
  en,
  from,
  to,
  trafficPercent,
  intentPercent,
  shopPerMille,
  platformPercent,
  isBig,
})

export const PROMOTIONS: readonly Promotion[] = [
  promotion(['queens', '38 节', "Women's Day sale"], ['03-06', '03-08'], [125, 108, 60, 40]),
  promotion(
    ['618-open', '618 开门红', '618, first wave'],
    ['05-31', '06-03'],
    [165, 118, 120, 80],
    true,
  ),
  promotion(['618-peak', '618 高潮', '618, peak'], ['06-16', '06-18'], [230, 132, 150, 100], true),
  promotion(['99', '99 大促', '9.9 sale'], ['09-07', '09-09'], [130, 108, 70, 50]),
  promotion(
    ['d11-open', '双 11 第一波', 'Double 11, first wave'],
    ['10-31', '11-03'],
    [190, 124, 130, 90],
    true,
  ),
  promotion(
    ['d11-peak', '双 11 当天', 'Double 11'],
    ['11-10', '11-11'],
    [310, 145, 160, 100],
    true,
  ),
  promotion(['d12', '双 12', 'Double 12'], ['12-10', '12-12'], [140, 110, 80, 60]),
]

export function promotionOn(day: string): Promotion | null {
  const on = day.slice(5)
  return PROMOTIONS.find(({ from, to }) => from <= on && on <= to) ?? null
}

/** Asked for every offer of every day. */
const factors = new Map<string, number>()

/** After a great sale everybody has what they wanted. */
function isHangover(day: string): boolean {
  return [1, 2, 3, 4, 5].some((back) => {
    const before = promotionOn(addDays(day, -back))
    return before?.id.endsWith('-peak') === true
  })
}

function newYearPercent(day: string): number {
  const near = NEW_YEAR.map((first) => daysBetween(first, day)).find(
    (away) => away >= -30 && away <= 8,
  )
  if (near === undefined) return 100
  if (near >= -4 && near <= 5) return 34
  // The weeks before are for presents.
  return near < -8 && near >= -26 ? 122 : 82
}

/** The week in which nobody packs. */
export const isNewYearRest = (day: string): boolean =>
  NEW_YEAR.some((first) => {
    const away = daysBetween(first, day)
    return away >= -3 && away <= 5
  })

/** Against an ordinary day, as a factor. */
export function visitorsFactor(day: string, season: Product['season']): number {
  const key = `${day}${season}`
  const known = factors.get(key) ?? factorOf(day, season)
  factors.set(key, known)
  return known
}

function factorOf(day: string, season: Product['season']): number {
  const month = MONTHS[season][Number(monthOf(day).slice(5)) - 1]!
  const weekend = [0, 6].includes(weekdayOf(day)) ? 108 : 97
  const traffic = promotionOn(day)?.trafficPercent ?? (isHangover(day) ? 74 : 100)
  return (month * weekend * traffic * newYearPercent(day)) / 100_000_000
}
