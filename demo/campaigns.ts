// Advertising: what each plan spends a day, and the clicks that brings, each further yuan fewer than the one before.
import { chanceOf } from './chance.ts'
import { promotionOn } from './seasons.ts'

export interface AdPlan {
  readonly shop: string
  readonly id: string
  readonly name: string
  readonly spus: readonly string[]
  /** Yuan a day in a house of 60,000 orders a year. */
  readonly yuanPerDay: number
  /** Clicks = coefficient × yuan^this; below one, or the last yuan would be worth as much as the first. */
  readonly exponent: number
  /** A click of an ordinary day costs so much, in 分: sets the coefficient. */
  readonly clickMinor: number
  /** Who comes by an advertisement buys less readily, in per cent. */
  readonly conversionPercent: number
}

export const AD_PLANS: readonly AdPlan[] = [
  {
    shop: 'TM',
    id: '70010001',
    name: '关键词推广-保温杯',
    spus: ['CL-B500', 'CL-B750'],
    yuanPerDay: 320,
    exponent: 0.62,
    clickMinor: 155,
    conversionPercent: 82,
  },
  {
    shop: 'TM',
    id: '70010002',
    name: '人群推广-新品',
    spus: ['CL-E600', 'CL-C480'],
    yuanPerDay: 160,
    exponent: 0.52,
    clickMinor: 180,
    conversionPercent: 70,
  },
  {
    shop: 'TM',
    id: '70010003',
    name: '货品运营-儿童杯',
    spus: ['CL-K350'],
    yuanPerDay: 140,
    exponent: 0.7,
    clickMinor: 140,
    conversionPercent: 88,
  },
  {
    shop: 'JD',
    id: '60020001',
    name: '快车-保温杯',
    spus: ['CL-B500', 'CL-T1000'],
    yuanPerDay: 130,
    exponent: 0.6,
    clickMinor: 170,
    conversionPercent: 90,
  },
  {
    shop: 'JD',
    id: '60020002',
    name: '快车-家庭壶',
    spus: ['CL-P1500'],
    yuanPerDay: 80,
    exponent: 0.56,
    clickMinor: 190,
    conversionPercent: 86,
  },
  {
    shop: 'PDD',
    id: '50030001',
    name: '全站推广-口袋杯',
    spus: ['CL-G300'],
    yuanPerDay: 180,
    exponent: 0.66,
    clickMinor: 95,
    conversionPercent: 76,
  },
  {
    shop: 'DY',
    id: '40040001',
    name: '直播间成交',
    spus: ['CL-B500', 'CL-K350'],
    yuanPerDay: 200,
    exponent: 0.58,
    clickMinor: 120,
    conversionPercent: 66,
  },
  {
    shop: 'DY',
    id: '40040002',
    name: '短视频种草-运动壶',
    spus: ['CL-S1200'],
    yuanPerDay: 120,
    exponent: 0.64,
    clickMinor: 105,
    conversionPercent: 58,
  },
]

/** Clicks per (yuan of a house of this size)^exponent. */
export const coefficientOf = ({ yuanPerDay, exponent, clickMinor }: AdPlan): number =>
  (yuanPerDay * 100) / clickMinor / yuanPerDay ** exponent

/** 分 spent on a day. Budgets wander from week to week and rest now and then, so that the response can be learnt. */
export function spendMinor(
  plan: AdPlan,
  day: string,
  at: number,
  seed: string,
  scale: number,
): number {
  const week = chanceOf(`${seed}:ad:${plan.id}:${Math.floor(at / 7)}`)
  if (week.perMille(60)) return 0
  const level = week.int(45, 165)
  const wobble = chanceOf(`${seed}:ad:${plan.id}:day:${at}`).int(92, 108)
  const promotion = promotionOn(day)
  const push = promotion === null ? 100 : promotion.isBig ? 210 : 140
  return Math.round((plan.yuanPerDay * 100 * scale * level * wobble * push) / 1_000_000)
}

/** The true response. A house half as large has half the clicks at half the spend. */
export function clicksOf(plan: AdPlan, spentMinor: number, scale: number): number {
  if (spentMinor === 0) return 0
  return coefficientOf(plan) * scale * (spentMinor / 100 / scale) ** plan.exponent
}
