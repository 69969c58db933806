// The order machine: a table of status × event, and one pure function over it. What is not in the table cannot happen, and
// a refusal names the guard that failed and what would mend it. Holds block, status moves, clocks count, tags inform.
//
// Beyond the table of the mission: `ship_from_desk` (a house without the warehouse part ships what was audited), `unrelease` and
// `pull` (the floor gives an order back, untouched or taken out of its wave), `finance_refuse` (finance gives it back), `reopen` (a platform takes a cancellation back), and the ends that platforms tell.
import { ON_FLOOR, OPEN, REWORKABLE, type Status } from './states.ts'

export const EVENTS = [
  'submit',
  'paid',
  'deposit_paid',
  'tail_paid',
  'expire',
  'pipeline_done',
  'presale_ready',
  'audit',
  'finance_audit',
  'finance_refuse',
  'unaudit',
  'release',
  'unrelease',
  'pull',
  'start_pick',
  'check',
  'pack',
  'weigh',
  'ship',
  'ship_from_desk',
  'push',
  'accept',
  'reject',
  'collected',
  'delivered',
  'completed',
  'refund_asked',
  'change',
  'cancel',
  'reopen',
  'merge',
  'split',
  'restore',
] as const

export type Event = (typeof EVENTS)[number]

/** What the guards look at. */
export interface Situation {
  readonly status: Status
  readonly holds: readonly string[]
  /** All of it is promised from one site. */
  readonly isAllocated: boolean
  /** Over what finance wants to see. */
  readonly needsFinance: boolean
  readonly isPresale: boolean
  readonly hasWaybill: boolean
  readonly isPaidInFull: boolean
  /** Stock or capacity is there, or the promised date has come. */
  readonly isPresaleDue: boolean
  /** A count freezes a shelf it needs. */
  readonly isFrozen: boolean
  readonly isPickedWhole: boolean
  readonly hasLabel: boolean
  readonly isWeightInBand: boolean
}

export const NOTHING_KNOWN: Situation = {
  status: 'DRAFT',
  holds: [],
  isAllocated: false,
  needsFinance: false,
  isPresale: false,
  hasWaybill: false,
  isPaidInFull: false,
  isPresaleDue: false,
  isFrozen: false,
  isPickedWhole: false,
  hasLabel: false,
  isWeightInBand: false,
}

export const GUARDS = {
  no_holds: (s: Situation) => s.holds.length === 0,
  allocated: (s: Situation) => s.isAllocated,
  waybill: (s: Situation) => s.hasWaybill,
  paid_in_full: (s: Situation) => s.isPaidInFull,
  presale_due: (s: Situation) => s.isPresaleDue,
  not_frozen: (s: Situation) => !s.isFrozen,
  picked_whole: (s: Situation) => s.isPickedWhole,
  label: (s: Situation) => s.hasLabel,
  weight_in_band: (s: Situation) => s.isWeightInBand,
} as const

export type Guard = keyof typeof GUARDS

export type Effect =
  | 'release_promise'
  | 'pin_to_shelves'
  | 'unpin'
  | 'post_shipment'
  | 'write_back'
  | 'run_pipeline'
  | 'hold_refund'
  | 'hold_changed'

export interface Transition {
  readonly from: readonly Status[]
  readonly event: Event
  readonly guards: readonly Guard[]
  readonly to: Status | 'same' | ((s: Situation) => Status)
  readonly effects: readonly Effect[]
}

const row = (
  from: Status | readonly Status[],
  event: Event,
  guards: readonly Guard[],
  to: Transition['to'],
  effects: readonly Effect[] = [],
): Transition => ({ from: typeof from === 'string' ? [from] : from, event, guards, to, effects })

const IN_WAREHOUSE: readonly Status[] = OPEN.filter(
  (status) => !(REWORKABLE as readonly Status[]).includes(status) && status !== 'DRAFT',
)

export const TRANSITIONS: readonly Transition[] = [
  row('DRAFT', 'submit', [], 'PRE', ['run_pipeline']),
  row('WAIT_PAY', 'paid', ['paid_in_full'], 'PRE', ['run_pipeline']),
  row('WAIT_PAY', 'deposit_paid', [], 'WAIT_TAIL'),
  row('WAIT_TAIL', 'tail_paid', ['paid_in_full'], 'PRE', ['run_pipeline']),
  row(['WAIT_PAY', 'WAIT_TAIL'], 'expire', [], 'CANCELLED', ['release_promise']),
  row('PRE', 'pipeline_done', [], (s) => (s.isPresale ? 'PRESALE' : 'WAIT_AUDIT')),
  row('PRESALE', 'presale_ready', ['presale_due'], 'PRE', ['run_pipeline']),
  row('WAIT_AUDIT', 'audit', ['no_holds', 'allocated'], (s) =>
    s.needsFinance ? 'WAIT_FIN' : 'AUDITED',
  ),
  row('WAIT_FIN', 'finance_audit', ['no_holds', 'allocated'], 'AUDITED'),
  row('WAIT_FIN', 'finance_refuse', [], 'WAIT_AUDIT'),
  row('AUDITED', 'unaudit', [], 'WAIT_AUDIT'),
  row('RELEASED', 'unaudit', [], 'WAIT_AUDIT', ['unpin']),
  row('AUDITED', 'release', ['no_holds', 'allocated', 'not_frozen'], 'RELEASED', [
    'pin_to_shelves',
  ]),
  row('RELEASED', 'unrelease', [], 'AUDITED', ['unpin']),
  row(ON_FLOOR, 'pull', [], 'PRE', ['release_promise', 'run_pipeline']),
  row('RELEASED', 'start_pick', [], 'PICKING'),
  row('PICKING', 'check', ['picked_whole'], 'CHECKED'),
  row('CHECKED', 'pack', ['label'], 'PACKED'),
  row('PACKED', 'weigh', ['weight_in_band'], 'WEIGHED'),
  row('WEIGHED', 'ship', ['no_holds', 'allocated', 'waybill'], 'SHIPPED', [
    'post_shipment',
    'write_back',
  ]),
  row('AUDITED', 'ship_from_desk', ['no_holds', 'allocated', 'waybill'], 'SHIPPED', [
    'pin_to_shelves',
    'post_shipment',
    'write_back',
  ]),
  row('AUDITED', 'push', ['no_holds'], 'PUSHED'),
  row('PUSHED', 'accept', [], 'ACCEPTED'),
  row('PUSHED', 'reject', [], 'REJECTED'),
  row('REJECTED', 'unaudit', [], 'WAIT_AUDIT'),
  row('ACCEPTED', 'ship', ['no_holds', 'waybill'], 'SHIPPED', ['write_back']),
  row('SHIPPED', 'collected', [], 'IN_TRANSIT'),
  row(['SHIPPED', 'IN_TRANSIT'], 'delivered', [], 'DELIVERED'),
  row(['SHIPPED', 'IN_TRANSIT', 'DELIVERED'], 'completed', [], 'COMPLETED'),
  row(OPEN, 'refund_asked', [], 'same', ['hold_refund']),
  row(REWORKABLE, 'change', [], 'PRE', ['release_promise', 'run_pipeline']),
  row(IN_WAREHOUSE, 'change', [], 'same', ['hold_changed']),
  row(OPEN, 'cancel', [], 'CANCELLED', ['release_promise']),
  row('CANCELLED', 'reopen', [], 'PRE', ['run_pipeline']),
  row('WAIT_AUDIT', 'merge', [], 'MERGED', ['release_promise']),
  row('WAIT_AUDIT', 'split', [], 'SPLIT', ['release_promise']),
  row(['MERGED', 'SPLIT'], 'restore', [], 'PRE', ['run_pipeline']),
]

const byStep = new Map(
  TRANSITIONS.flatMap((transition) =>
    transition.from.map((status) => [`${status}|${transition.event}`, transition] as const),
  ),
)

export const transitionOf = (status: Status, event: Event): Transition | undefined =>
  byStep.get(`${status}|${event}`)

export type Decision =
  | { readonly ok: true; readonly to: Status; readonly effects: readonly Effect[] }
  /** `guard` is `status` when the event does not belong to the status at all. */
  | { readonly ok: false; readonly guard: Guard | 'status'; readonly from: readonly Status[] }

/** What an event does to an order, or which guard forbids it. Pure. */
export function decide(situation: Situation, event: Event): Decision {
  const transition = transitionOf(situation.status, event)
  if (!transition) return { ok: false, guard: 'status', from: statusesFor(event) }
  const failed = transition.guards.find((guard) => !GUARDS[guard](situation))
  if (failed) return { ok: false, guard: failed, from: transition.from }
  const { to, effects } = transition
  return {
    ok: true,
    to: to === 'same' ? situation.status : typeof to === 'string' ? to : to(situation),
    effects,
  }
}

/** Where an event is possible at all. */
export const statusesFor = (event: Event): readonly Status[] =>
  TRANSITIONS.filter((transition) => transition.event === event).flatMap(({ from }) => from)
