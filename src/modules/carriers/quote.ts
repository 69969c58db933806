// What a parcel costs, exact to the 分: pure, in whole grams, whole millimetres and whole 分, each step of it kept so that a person can
// recount it. What cannot be carried is said with the reason.
import assert from 'node:assert/strict'
import type { Bilingual } from '#kernel/errors.ts'
import { divideHalfUp } from '#kernel/money.ts'

export interface Zone {
  readonly name: string
  readonly firstGrams: number
  readonly firstMinor: bigint
  readonly addGrams: number
  readonly addMinor: bigint
  readonly days: number
  readonly regions: readonly string[]
}

export interface Surcharge {
  readonly name: string
  readonly amountMinor: bigint | null
  readonly ratePpm: bigint | null
  /** Empty: everywhere. */
  readonly regions: readonly string[]
  readonly validFrom: string | null
  readonly validTo: string | null
}

export interface Tariff {
  readonly id: string
  readonly name: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly stepGrams: number
  readonly heavyFromGrams: number | null
  readonly heavyStepGrams: number | null
  readonly zones: readonly Zone[]
  readonly surcharges: readonly Surcharge[]
}

export interface Load {
  readonly region: string
  /** Business date at the site. */
  readonly on: string
  readonly grams: number
  /** Length, width, height; null when nobody measured. */
  readonly sidesMm: readonly [number, number, number] | null
}

export interface QuoteLine extends Bilingual {
  readonly minor: bigint
}

export interface Quote {
  readonly tariffId: string
  readonly zone: string
  readonly days: number
  readonly volumetricGrams: number | null
  readonly chargeableGrams: number
  readonly freightMinor: bigint
  readonly totalMinor: bigint
  readonly lines: readonly QuoteLine[]
}

/** Everywhere that is not named. */
export const ELSEWHERE = '000000'

/** From the district up to everywhere: the first that is named decides. */
export function lineage(region: string): readonly string[] {
  return [...new Set([region, `${region.slice(0, 4)}00`, `${region.slice(0, 2)}0000`, ELSEWHERE])]
}

export function zoneOf(tariff: Tariff, region: string): Zone | null {
  for (const code of lineage(region)) {
    const zone = tariff.zones.find(({ regions }) => regions.includes(code))
    if (zone) return zone
  }
  return null
}

/** mm³ over cm³/kg are grams: both carry the same thousand. */
export function volumetricGrams(
  sidesMm: readonly [number, number, number],
  divisor: number,
): number {
  const [length, width, height] = sidesMm.map(BigInt) as [bigint, bigint, bigint]
  return Number((length * width * height + BigInt(divisor) - 1n) / BigInt(divisor))
}

export function chargeable(tariff: Tariff, grams: number): number {
  assert(Number.isSafeInteger(grams) && grams > 0, 'grams are a whole number above nought')
  const isHeavy = tariff.heavyFromGrams !== null && grams > tariff.heavyFromGrams
  const step = isHeavy ? tariff.heavyStepGrams! : tariff.stepGrams
  return Math.ceil(grams / step) * step
}

/** Null when the tariff does not go there. */
export function quote(tariff: Tariff, divisor: number | null, load: Load): Quote | null {
  const zone = zoneOf(tariff, load.region)
  if (!zone) return null
  const volumetric =
    divisor !== null && load.sidesMm !== null ? volumetricGrams(load.sidesMm, divisor) : null
  const chargeableGrams = chargeable(tariff, Math.max(load.grams, volumetric ?? 0))
  const units = Math.max(0, Math.ceil((chargeableGrams - zone.firstGrams) / zone.addGrams))
  const added = BigInt(units) * zone.addMinor
  const freightMinor = zone.firstMinor + added
  const lines: QuoteLine[] = [
    {
      zh: `${zone.name} 首重 ${zone.firstGrams} 克`,
      en: `${zone.name}, first ${zone.firstGrams} g`,
      minor: zone.firstMinor,
    },
  ]
  if (units > 0) {
    lines.push({
      zh: `续重 ${units} × ${zone.addGrams} 克`,
      en: `then ${units} × ${zone.addGrams} g`,
      minor: added,
    })
  }
  for (const one of tariff.surcharges) {
    if (applies(one, load))
      lines.push({ zh: one.name, en: one.name, minor: amountOf(one, freightMinor) })
  }
  return {
    tariffId: tariff.id,
    zone: zone.name,
    days: zone.days,
    volumetricGrams: volumetric,
    chargeableGrams,
    freightMinor,
    totalMinor: lines.reduce((sum, { minor }) => sum + minor, 0n),
    lines,
  }
}

function applies({ regions, validFrom, validTo }: Surcharge, { region, on }: Load): boolean {
  const isThere = regions.length === 0 || lineage(region).some((code) => regions.includes(code))
  return isThere && (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo)
}

const MILLION = 1_000_000n

function amountOf({ amountMinor, ratePpm }: Surcharge, freightMinor: bigint): bigint {
  if (amountMinor !== null) return amountMinor
  return divideHalfUp(freightMinor * (ratePpm ?? 0n), MILLION)
}
