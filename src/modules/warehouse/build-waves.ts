// Waves from released orders: what may go together, in which order, on which device. Pure; 20,000 orders in well under the three
// seconds the planner waits. Orders of different keys never share a wave, and a wave never holds more than its device.
import { type Method, methodOf, type Profile } from './profiles.ts'
import { minutesOf, serpentine, stepsOf, type Stop } from './path.ts'

export interface WaveOrder {
  readonly id: string
  readonly siteId: string
  readonly profile: Profile
  /** What the carrier is called; empty while none is chosen. */
  readonly carrier: string
  readonly zone: string
  readonly dueAt: Date | null
  readonly grams: bigint
  readonly cm3: bigint
  readonly picks: readonly OrderPick[]
}

export interface OrderPick {
  readonly skuId: string
  readonly qty: bigint
  /** Index into the stops, or its id: where the goods stand. */
  readonly locationId: string
}

export const GROUPINGS = ['profile', 'carrier', 'zone', 'due'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface Device {
  readonly id: string
  readonly code: string
  /** Orders it keeps apart; null: it does not (a plain cart, sorted afterwards). */
  readonly compartments: number | null
  readonly maxGrams: bigint
  readonly maxCm3: bigint
  readonly maxOrders: number
}

export interface Template {
  readonly groupings: readonly Grouping[]
  readonly device: Device
  /** Orders per wave at most, whatever the device holds. */
  readonly maxOrders: number
  /** Hours one bucket of deadlines spans, where grouped by them. */
  readonly dueBucketHours: number
  /** An order may go before a more urgent one only where it saves so many steps… */
  readonly savingSteps: number
  /** …and the one passed over has at least so many minutes left. */
  readonly slackMinutes: number
}

export interface Jump {
  readonly orderId: string
  readonly passedOver: string
  readonly savedSteps: number
  readonly slackMinutes: number
}

export interface BuiltWave {
  readonly key: string
  readonly siteId: string
  readonly profile: Profile | null
  readonly carrier: string | null
  readonly method: Method
  readonly deviceId: string
  readonly orderIds: readonly string[]
  readonly dueAt: Date | null
  readonly lines: number
  readonly qty: bigint
  readonly grams: bigint
  readonly cm3: bigint
  readonly steps: number
  readonly naiveSteps: number
  readonly minutes: number
  /** Orders taken before more urgent ones, with what it saved. */
  readonly jumps: readonly Jump[]
}

export interface Left {
  readonly orderId: string
  readonly why: 'too_heavy' | 'too_big'
}

export interface Built {
  readonly waves: readonly BuiltWave[]
  readonly left: readonly Left[]
}

/** How many of the next most urgent orders are looked at for one that lies on the way. */
const LOOK_AHEAD = 12

const SEPARATOR = '\u001f'

/** Everything that may not be mixed, in one text: site always, then what the template says (G-6). */
export function keyOf(order: WaveOrder, { groupings, dueBucketHours }: Template): string {
  const parts = [order.siteId]
  for (const grouping of GROUPINGS) {
    if (!groupings.includes(grouping)) continue
    parts.push(
      grouping === 'due'
        ? order.dueAt === null
          ? ''
          : String(Math.floor(order.dueAt.getTime() / (dueBucketHours * 3_600_000)))
        : order[grouping],
    )
  }
  // Singles are never carried along with orders that have to be sorted: they are another way of working.
  parts.push(order.profile === 'single' || order.profile === 'bulk' ? 'sku' : 'sort')
  return parts.join(SEPARATOR)
}

const dueMs = ({ dueAt }: WaveOrder) => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER

const byDue = (a: WaveOrder, b: WaveOrder) =>
  dueMs(a) - dueMs(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export function buildWaves(
  orders: readonly WaveOrder[],
  stops: ReadonlyMap<string, Stop>,
  template: Template,
  at: Date,
): Built {
  const left: Left[] = []
  const groups = new Map<string, WaveOrder[]>()
  for (const order of orders) {
    const why = tooMuch(order, template.device)
    if (why !== null) {
      left.push({ orderId: order.id, why })
      continue
    }
    const key = keyOf(order, template)
    const group = groups.get(key)
    if (group) group.push(order)
    else groups.set(key, [order])
  }
  const waves = [...groups].flatMap(([key, group]) =>
    cut(key, group.toSorted(byDue), stops, template, at),
  )
  return {
    waves: waves.toSorted((a, b) => waveDue(a) - waveDue(b) || (a.key < b.key ? -1 : 1)),
    left,
  }
}

const waveDue = ({ dueAt }: BuiltWave) => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER

function tooMuch(order: WaveOrder, device: Device): Left['why'] | null {
  if (order.grams > device.maxGrams) return 'too_heavy'
  return order.cm3 > device.maxCm3 ? 'too_big' : null
}

interface Load {
  readonly orders: WaveOrder[]
  readonly jumps: Jump[]
  readonly aisles: Set<string>
  grams: bigint
  cm3: bigint
}

/** One group, most urgent first, into loads of the device. */
function cut(
  key: string,
  group: readonly WaveOrder[],
  stops: ReadonlyMap<string, Stop>,
  template: Template,
  at: Date,
): BuiltWave[] {
  const most = mostOrders(group[0]!, template)
  const waves: BuiltWave[] = []
  const waiting = [...group]
  let from = 0
  let load: Load = emptyLoad()
  const close = () => {
    if (load.orders.length > 0) waves.push(closeWave(key, load, stops, template))
    load = emptyLoad()
  }
  while (from < waiting.length) {
    const next = pickNext(waiting, from, load, stops, template, at)
    const order = waiting[next.at]!
    if (load.orders.length >= most || !fits(load, order, template.device)) {
      close()
      continue
    }
    if (next.jump) load.jumps.push(next.jump)
    add(load, order, stops)
    // The one taken changes places with those before it, which keep their order.
    waiting.copyWithin(from + 1, from, next.at)
    waiting[from] = order
    from += 1
  }
  close()
  return waves
}

const emptyLoad = (): Load => ({ orders: [], jumps: [], aisles: new Set(), grams: 0n, cm3: 0n })

function mostOrders(order: WaveOrder, { device, maxOrders }: Template): number {
  const kept =
    methodOf(order.profile, device.compartments !== null) === 'cluster'
      ? device.compartments!
      : device.maxOrders
  return Math.max(1, Math.min(maxOrders, kept, device.maxOrders))
}

const fits = (load: Load, order: WaveOrder, device: Device) =>
  load.grams + order.grams <= device.maxGrams && load.cm3 + order.cm3 <= device.maxCm3

function add(load: Load, order: WaveOrder, stops: ReadonlyMap<string, Stop>): void {
  load.orders.push(order)
  load.grams += order.grams
  load.cm3 += order.cm3
  for (const aisle of aislesOf(order, stops)) load.aisles.add(aisle)
}

function aislesOf(order: WaveOrder, stops: ReadonlyMap<string, Stop>): string[] {
  return order.picks.map(({ locationId }) => {
    const stop = stops.get(locationId)
    return stop ? `${stop.zone}|${Math.floor(stop.walkOrder / 100_000)}` : ''
  })
}

/** Steps saved where an order needs no aisle the wave does not walk already: an aisle in and out. */
const AISLE_SAVING = 40

/**
 * The most urgent, unless one of the next lies where the wave walks anyway, saves enough, and everybody it passes has time
 * enough. Which it passed and why is kept.
 */
function pickNext(
  waiting: readonly WaveOrder[],
  from: number,
  load: Load,
  stops: ReadonlyMap<string, Stop>,
  template: Template,
  at: Date,
): { at: number; jump: Jump | null } {
  const first = waiting[from]!
  if (load.orders.length === 0 || template.savingSteps === 0) return { at: from, jump: null }
  const fresh = freshAisles(first, load, stops)
  if (fresh === 0) return { at: from, jump: null }
  const slackMinutes =
    first.dueAt === null
      ? Number.MAX_SAFE_INTEGER
      : Math.floor((first.dueAt.getTime() - at.getTime()) / 60_000)
  if (slackMinutes < template.slackMinutes) return { at: from, jump: null }
  const until = Math.min(waiting.length, from + LOOK_AHEAD)
  for (let n = from + 1; n < until; n++) {
    const other = waiting[n]!
    const saved = (fresh - freshAisles(other, load, stops)) * AISLE_SAVING
    if (saved >= template.savingSteps && fits(load, other, template.device))
      return {
        at: n,
        jump: { orderId: other.id, passedOver: first.id, savedSteps: saved, slackMinutes },
      }
  }
  return { at: from, jump: null }
}

const freshAisles = (order: WaveOrder, load: Load, stops: ReadonlyMap<string, Stop>) =>
  new Set(aislesOf(order, stops).filter((aisle) => !load.aisles.has(aisle))).size

function closeWave(
  key: string,
  load: Load,
  stops: ReadonlyMap<string, Stop>,
  template: Template,
): BuiltWave {
  const { orders } = load
  const [first] = orders
  const visits = orders.flatMap(({ picks }) =>
    picks.flatMap(({ locationId }) => stops.get(locationId) ?? []),
  )
  const once = [...new Map(visits.map((stop) => [stop.locationId, stop])).values()]
  const steps = stepsOf(serpentine(once))
  const lines = new Set(
    orders.flatMap(({ picks }) => picks.map((pick) => `${pick.locationId}|${pick.skuId}`)),
  ).size
  const qty = orders.reduce(
    (sum, { picks }) => picks.reduce((own, pick) => own + pick.qty, sum),
    0n,
  )
  const due = orders.reduce(
    (least, order) => Math.min(least, dueMs(order)),
    Number.MAX_SAFE_INTEGER,
  )
  return {
    key,
    siteId: first!.siteId,
    profile: template.groupings.includes('profile') ? first!.profile : null,
    carrier: template.groupings.includes('carrier') ? first!.carrier : null,
    method: methodOf(first!.profile, template.device.compartments !== null),
    deviceId: template.device.id,
    orderIds: orders.map(({ id }) => id),
    dueAt:
      due === Number.MAX_SAFE_INTEGER
        ? null
        : (orders.find((order) => dueMs(order) === due)?.dueAt ?? null),
    lines,
    qty,
    grams: load.grams,
    cm3: load.cm3,
    steps,
    // As the orders lie: first in, first walked.
    naiveSteps: stepsOf(visits),
    minutes: minutesOf(steps, lines, Number(qty)),
    jumps: load.jumps,
  }
}
