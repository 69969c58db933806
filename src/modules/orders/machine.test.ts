// The machine, asked for every status and every event: what may happen is written down here a second time, by hand.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { HOLD_CODES, holdKind } from './catalogue.ts'
import { notAllowed } from './errors.ts'
import {
  decide,
  type Event,
  EVENTS,
  type Guard,
  NOTHING_KNOWN,
  type Situation,
  TRANSITIONS,
} from './machine.ts'
import { isOpen, OPEN, type Status, STATUSES } from './states.ts'

/** Everything a guard could want. */
const ALL_WELL: Situation = {
  ...NOTHING_KNOWN,
  isAllocated: true,
  hasWaybill: true,
  isPaidInFull: true,
  isPresaleDue: true,
  isPickedWhole: true,
  hasLabel: true,
  isWeightInBand: true,
}

/** status → event → next, as the house agreed on it. */
const AGREED: Readonly<Record<Status, Partial<Record<Event, Status>>>> = {
  DRAFT: { submit: 'PRE' },
  WAIT_PAY: { paid: 'PRE', deposit_paid: 'WAIT_TAIL', expire: 'CANCELLED', change: 'PRE' },
  WAIT_TAIL: { tail_paid: 'PRE', expire: 'CANCELLED', change: 'PRE' },
  PRE: { pipeline_done: 'WAIT_AUDIT', change: 'PRE' },
  PRESALE: { presale_ready: 'PRE', change: 'PRE' },
  WAIT_AUDIT: { audit: 'AUDITED', change: 'PRE', merge: 'MERGED', split: 'SPLIT' },
  WAIT_FIN: { finance_audit: 'AUDITED', finance_refuse: 'WAIT_AUDIT', change: 'PRE' },
  AUDITED: {
    release: 'RELEASED',
    unaudit: 'WAIT_AUDIT',
    ship_from_desk: 'SHIPPED',
    push: 'PUSHED',
    change: 'PRE',
  },
  RELEASED: {
    start_pick: 'PICKING',
    unaudit: 'WAIT_AUDIT',
    unrelease: 'AUDITED',
    pull: 'PRE',
    change: 'RELEASED',
  },
  PICKING: { check: 'CHECKED', pull: 'PRE', change: 'PICKING' },
  CHECKED: { pack: 'PACKED', pull: 'PRE', change: 'CHECKED' },
  PACKED: { weigh: 'WEIGHED', pull: 'PRE', change: 'PACKED' },
  WEIGHED: { ship: 'SHIPPED', pull: 'PRE', change: 'WEIGHED' },
  PUSHED: { accept: 'ACCEPTED', reject: 'REJECTED', change: 'PUSHED' },
  ACCEPTED: { ship: 'SHIPPED', change: 'ACCEPTED' },
  REJECTED: { unaudit: 'WAIT_AUDIT', change: 'REJECTED' },
  SHIPPED: { collected: 'IN_TRANSIT', delivered: 'DELIVERED', completed: 'COMPLETED' },
  IN_TRANSIT: { delivered: 'DELIVERED', completed: 'COMPLETED' },
  DELIVERED: { completed: 'COMPLETED' },
  COMPLETED: {},
  CANCELLED: { reopen: 'PRE' },
  MERGED: { restore: 'PRE' },
  SPLIT: { restore: 'PRE' },
}

const agreed = (status: Status, event: Event): Status | undefined =>
  AGREED[status][event] ??
  (isOpen(status) && event === 'cancel'
    ? 'CANCELLED'
    : isOpen(status) && event === 'refund_asked'
      ? status
      : undefined)

describe('the order machine', () => {
  test('OP-ORD-1: of every status × event exactly the agreed ones happen; the others are refused naming guard and fix', () => {
    for (const status of STATUSES) {
      for (const event of EVENTS) {
        const decision = decide({ ...ALL_WELL, status }, event)
        const next = agreed(status, event)
        if (next !== undefined) {
          assert(decision.ok, `${status} × ${event} happens`)
          assert.equal(decision.to, next, `${status} × ${event}`)
          continue
        }
        assert(!decision.ok, `${status} × ${event} does not happen`)
        assert.equal(decision.guard, 'status')
        const refusal = notAllowed({ no: 'D1', status, holdCodes: [] }, event, decision.guard)
        assert.equal(refusal.code, 'orders.not_allowed')
        assert.deepEqual(
          { guard: refusal.details['guard'], event: refusal.details['event'] },
          { guard: 'status', event },
        )
        assert(refusal.text.zh.length > 8 && refusal.text.en.length > 8)
      }
    }
  })

  test('OP-ORD-1: every guard is needed: with it failing alone, the step is refused by that very guard', () => {
    const broken: Readonly<Record<Guard, Partial<Situation>>> = {
      no_holds: { holds: ['H-PAUSE'] },
      allocated: { isAllocated: false },
      waybill: { hasWaybill: false },
      paid_in_full: { isPaidInFull: false },
      presale_due: { isPresaleDue: false },
      not_frozen: { isFrozen: true },
      picked_whole: { isPickedWhole: false },
      label: { hasLabel: false },
      weight_in_band: { isWeightInBand: false },
    }
    for (const { from, event, guards } of TRANSITIONS) {
      for (const guard of guards) {
        const decision = decide({ ...ALL_WELL, status: from[0]!, ...broken[guard] }, event)
        assert(!decision.ok && decision.guard === guard, `${event} is guarded by ${guard}`)
        const fix = notAllowed({ no: 'D1', status: from[0]!, holdCodes: ['H-PAUSE'] }, event, guard)
          .details['fix'] as { zh: string }
        assert(fix.zh.length > 2)
      }
    }
  })

  test('finance sees what is over its threshold, and only that', () => {
    const at = (needsFinance: boolean) =>
      decide({ ...ALL_WELL, status: 'WAIT_AUDIT', needsFinance }, 'audit')
    assert.deepEqual(
      [at(true), at(false)].map((d) => d.ok && d.to),
      ['WAIT_FIN', 'AUDITED'],
    )
  })

  test('OP-ORD-6: from every open status, with a refund hold on it, no sequence of events reaches SHIPPED', () => {
    const walk = (start: Status, events: readonly Event[], rest: Situation) => {
      let status = start
      for (const event of events) {
        const decision = decide({ ...rest, status, holds: ['H-REFUND'] }, event)
        if (decision.ok) status = decision.to
        assert.notEqual(status, 'SHIPPED', `${start} → ${event}`)
      }
    }
    fc.assert(
      fc.property(
        fc.constantFrom(...OPEN),
        fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }),
        fc.boolean(),
        (start, events, needsFinance) => walk(start, events, { ...ALL_WELL, needsFinance }),
      ),
      { numRuns: 5000 },
    )
    // And without the hold the same walks do get there: the property is not empty.
    let reached = 0
    for (const start of OPEN) {
      const seen = new Set<Status>([start])
      for (let grows = true; grows;) {
        grows = false
        for (const status of seen)
          for (const event of EVENTS) {
            const decision = decide({ ...ALL_WELL, status }, event)
            if (decision.ok && !seen.has(decision.to)) grows = Boolean(seen.add(decision.to))
          }
      }
      reached += seen.has('SHIPPED') ? 1 : 0
    }
    assert.equal(reached, OPEN.length)
  })

  test('every hold says what clears it, who may, and what happens if nobody does', () => {
    assert.equal(HOLD_CODES.length, 28)
    for (const code of HOLD_CODES) {
      const { zh, en, otherwise, clears, clearer, isLater } = holdKind(code)
      assert(zh.length > 0 && en.length > 0 && otherwise.zh.length > 0, code)
      if (!isLater) assert(clears !== null || clearer !== null, `${code} can end`)
    }
  })
})
