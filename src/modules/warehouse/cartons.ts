// Which carton a parcel goes into: the cheapest that holds it, tried one by one from the cheapest. Placing follows layers: pieces
// by volume, each in the first free corner it fits with any turn that is allowed. What does not fit one carton is not split here:
// the answer is then that none fits, and a person decides. Pure, in whole millimetres and grams.

export interface Carton {
  readonly id: string
  readonly code: string
  /** Inner measures. */
  readonly sidesMm: readonly [number, number, number]
  readonly tareGrams: number
  readonly maxGrams: number
  readonly costMinor: bigint
}

export interface Piece {
  readonly skuId: string
  readonly sidesMm: readonly [number, number, number]
  readonly grams: number
}

export interface Placed {
  readonly skuId: string
  readonly at: readonly [number, number, number]
  readonly size: readonly [number, number, number]
}

export interface Suggested {
  readonly cartonId: string
  readonly code: string
  /** Share of the carton that is filled, in per mille. */
  readonly fillPerMille: number
  readonly placed: readonly Placed[]
}

export interface Losing {
  readonly code: string
  readonly why: 'too_heavy' | 'too_long' | 'too_small' | 'no_place'
}

/** More pieces than this are a pallet: volume alone decides. */
const MOST_PLACED = 120

type Vec = readonly [number, number, number]

const volume = ([a, b, c]: Vec) => a * b * c

const turnsOf = ([a, b, c]: Vec): Vec[] => [
  [a, b, c],
  [a, c, b],
  [b, a, c],
  [b, c, a],
  [c, a, b],
  [c, b, a],
]

/** Null when none of them holds it; each loser says why. */
export function suggestCarton(
  pieces: readonly Piece[],
  cartons: readonly Carton[],
): { readonly best: Suggested | null; readonly losers: readonly Losing[] } {
  const losers: Losing[] = []
  const byCost = cartons.toSorted(
    (a, b) =>
      (a.costMinor < b.costMinor ? -1 : a.costMinor > b.costMinor ? 1 : 0) ||
      volume(a.sidesMm) - volume(b.sidesMm) ||
      (a.code < b.code ? -1 : 1),
  )
  if (pieces.length === 0) return { best: null, losers }
  const filled = pieces.reduce((sum, { sidesMm }) => sum + volume(sidesMm), 0)
  const grams = pieces.reduce((sum, piece) => sum + piece.grams, 0)
  for (const carton of byCost) {
    const why = cannot(pieces, carton, filled, grams)
    if (why !== null) {
      losers.push({ code: carton.code, why })
      continue
    }
    const placed = place(pieces, carton.sidesMm)
    if (placed === null) {
      losers.push({ code: carton.code, why: 'no_place' })
      continue
    }
    return {
      best: {
        cartonId: carton.id,
        code: carton.code,
        fillPerMille: Math.round((filled * 1000) / volume(carton.sidesMm)),
        placed,
      },
      losers,
    }
  }
  return { best: null, losers }
}

function cannot(
  pieces: readonly Piece[],
  carton: Carton,
  filled: number,
  grams: number,
): Losing['why'] | null {
  if (grams + carton.tareGrams > carton.maxGrams) return 'too_heavy'
  const box = carton.sidesMm.toSorted((a, b) => b - a)
  if (
    pieces.some(({ sidesMm }) =>
      sidesMm.toSorted((a, b) => b - a).some((side, at) => side > box[at]!),
    )
  )
    return 'too_long'
  return filled > volume(carton.sidesMm) ? 'too_small' : null
}

/** Every piece once, inside the box, none in another's place; null when this way finds no room. */
export function place(pieces: readonly Piece[], box: Vec): Placed[] | null {
  if (pieces.length > MOST_PLACED) return null
  const placed: Placed[] = []
  let corners: Vec[] = [[0, 0, 0]]
  for (const piece of pieces.toSorted((a, b) => volume(b.sidesMm) - volume(a.sidesMm))) {
    const spot = findSpot(piece, corners, placed, box)
    if (!spot) return null
    placed.push(spot)
    const [x, y, z] = spot.at
    const [a, b, c] = spot.size
    corners = [
      ...corners.filter((corner) => corner !== spot.at),
      [x + a, y, z] as Vec,
      [x, y + b, z] as Vec,
      [x, y, z + c] as Vec,
    ].toSorted((p, q) => p[2] - q[2] || p[1] - q[1] || p[0] - q[0])
  }
  return placed
}

function findSpot(
  piece: Piece,
  corners: readonly Vec[],
  placed: readonly Placed[],
  box: Vec,
): Placed | null {
  for (const at of corners) {
    // Flat first: what lies low leaves the most room above.
    for (const size of turnsOf(piece.sidesMm).toSorted((p, q) => p[2] - q[2])) {
      const isInside = at.every((start, axis) => start + size[axis]! <= box[axis]!)
      if (isInside && !placed.some((other) => overlaps(other, at, size)))
        return { skuId: piece.skuId, at, size }
    }
  }
  return null
}

const overlaps = (other: Placed, at: Vec, size: Vec): boolean =>
  at.every(
    (start, axis) =>
      start < other.at[axis]! + other.size[axis]! && other.at[axis]! < start + size[axis]!,
  )
