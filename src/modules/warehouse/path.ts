// The way a picker walks: serpentine, aisle by aisle, every second one backwards, over coordinates read from where a bin stands.
// Steps are counted the same way for any order of visits, so that two ways can be compared. Pure.

/** Where a bin stands. `walkOrder` is aisle × 100,000 + place along the walk × 100 + level, as bins made by pattern have it. */
export interface Stop {
  readonly locationId: string
  readonly zone: string
  readonly walkOrder: number
  readonly code: string
}

/** Steps between two neighbouring racks of an aisle. */
const RACK_STEPS = 2
/** Steps from one aisle to the next, along the cross aisle at either end. */
const AISLE_STEPS = 4
/** Steps from one zone to another: they are rooms apart. */
const ZONE_STEPS = 40

interface Point {
  readonly zone: string
  readonly aisle: number
  /** How far into the aisle from its front end, in racks. */
  readonly rack: number
}

/**
 * Bins made by pattern are named zone-aisle-rack-level; where a code says no such thing, the walk order alone counts: the place
 * along an even aisle then runs the other way.
 */
export function pointOf({ code, zone, walkOrder }: Stop): Point {
  const parts = /-(\d+)-(\d+)(?:-\d+)?$/.exec(code)
  if (parts) return { zone, aisle: Number(parts[1]), rack: Number(parts[2]) }
  return {
    zone,
    aisle: Math.floor(walkOrder / 100_000),
    rack: Math.floor((walkOrder % 100_000) / 100),
  }
}

/** In walking order: zone by zone, aisle by aisle, odd aisles forwards and even ones backwards. */
export function serpentine<T extends Stop>(stops: readonly T[]): T[] {
  const keyed = stops.map((stop) => ({ stop, at: pointOf(stop) }))
  return keyed
    .toSorted(
      (a, b) =>
        (a.at.zone < b.at.zone ? -1 : a.at.zone > b.at.zone ? 1 : 0) ||
        a.at.aisle - b.at.aisle ||
        (a.at.aisle % 2 === 1 ? a.at.rack - b.at.rack : b.at.rack - a.at.rack) ||
        a.stop.walkOrder - b.stop.walkOrder ||
        (a.stop.locationId < b.stop.locationId ? -1 : 1),
    )
    .map(({ stop }) => stop)
}

/** Racks an aisle has, as far as anybody is sent: through its far end one may leave it, too. */
const depthOf = (points: readonly Point[]): number =>
  points.reduce((most, { rack }) => (rack > most ? rack : most), 1)

/** Steps of a walk from the front of the first aisle through all stops, in this order. */
export function stepsOf(stops: readonly Stop[]): number {
  const points = stops.map(pointOf)
  const depth = depthOf(points)
  let steps = 0
  let before: Point | null = null
  for (const point of points) {
    steps += before === null ? point.rack * RACK_STEPS : between(before, point, depth)
    before = point
  }
  return steps
}

function between(a: Point, b: Point, depth: number): number {
  const front = (a.rack + b.rack) * RACK_STEPS
  if (a.zone !== b.zone) return front + ZONE_STEPS
  if (a.aisle === b.aisle) return Math.abs(a.rack - b.rack) * RACK_STEPS
  const back = (2 * (depth + 1) - a.rack - b.rack) * RACK_STEPS
  return Math.min(front, back) + Math.abs(a.aisle - b.aisle) * AISLE_STEPS
}

/** 行业经验值: a step takes 0.7 s, to find and take one kind of goods 8 s, each further piece 1 s. */
const STEP_SECONDS = 0.7
const LINE_SECONDS = 8
const PIECE_SECONDS = 1

export const minutesOf = (steps: number, lines: number, pieces: number): number =>
  Math.ceil((steps * STEP_SECONDS + lines * LINE_SECONDS + pieces * PIECE_SECONDS) / 60)
