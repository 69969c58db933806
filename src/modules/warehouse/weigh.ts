// Is the parcel what it should be, by its weight? Pure, in whole grams (G-16).

export interface WeightBand {
  readonly expectedGrams: bigint
  readonly toleranceGrams: bigint
  readonly low: bigint
  readonly high: bigint
}

/** Either side: the larger of a share (per mille of the weight) and a floor that no scale of a pack station is better than. */
export function weightBand(
  expectedGrams: bigint,
  perMille: bigint,
  floorGrams: bigint,
): WeightBand {
  const share = (expectedGrams * perMille) / 1000n
  const toleranceGrams = share > floorGrams ? share : floorGrams
  const low = expectedGrams - toleranceGrams
  return {
    expectedGrams,
    toleranceGrams,
    low: low > 0n ? low : 0n,
    high: expectedGrams + toleranceGrams,
  }
}

export const isInBand = (grams: bigint, { low, high }: WeightBand): boolean =>
  grams >= low && grams <= high
