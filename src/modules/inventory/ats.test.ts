import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bundleAvailable,
  type SafetyRule,
  safetyFor,
  safetyForStaleness,
  type SitePool,
  waterfall,
} from './ats.ts'

const value = (steps: ReturnType<typeof waterfall>, key: string) =>
  steps.find((step) => step.key === key)!.value

const pool = (over: Partial<SitePool>): SitePool => ({
  siteId: 's',
  onHand: 0n,
  notGood: 0n,
  good: 0n,
  soft: 0n,
  ordered: 0n,
  hard: 0n,
  frozen: 0n,
  quotas: [],
  safety: 0n,
  ...over,
})

test('G-2, T11: kits are judged component first: publish 0, short 3', () => {
  // A: on hand 8, out 14; B: on hand 4258, out 168. Two of each per kit; incoming is not stock.
  assert.deepEqual(
    bundleAvailable([
      { free: 8n - 14n, perBundle: 2n },
      { free: 4258n - 168n, perBundle: 2n },
    ]),
    { publish: 0n, short: 3n },
  )
  assert.deepEqual(bundleAvailable([{ free: 7n, perBundle: 2n }]), { publish: 3n, short: 0n })
})

test('G-3: the most specific safety wins, an explicit 0 included', () => {
  const item = (every: bigint, store: bigint, shipFromStore: bigint): SafetyRule[] => [
    { siteId: null, channel: null, qty: every },
    { siteId: 'store', channel: null, qty: store },
    { siteId: 'store', channel: 'SHP', qty: shipFromStore },
  ]
  const [m, t] = [item(4n, 2n, 1n), item(5n, 3n, 0n)]
  const ats = (rules: SafetyRule[], onHand: bigint, channel: string) =>
    value(
      waterfall(
        [
          pool({
            siteId: 'store',
            onHand,
            good: onHand,
            safety: safetyFor(rules, 'store', channel),
          }),
        ],
        channel,
        { percent: 100, cap: null },
      ),
      'ats',
    )
  assert.deepEqual(
    [ats(m, 10n, 'PICK'), ats(m, 10n, 'SHP'), ats(t, 10n, 'PICK'), ats(t, 10n, 'SHP')],
    [8n, 9n, 7n, 10n],
  )
  assert.deepEqual(
    [ats(m, 2n, 'PICK'), ats(m, 2n, 'SHP'), ats(t, 2n, 'PICK'), ats(t, 2n, 'SHP')],
    [0n, 1n, 0n, 2n],
  )
  assert.equal(safetyFor(m, 'elsewhere', 'PICK'), 4n)
})

test('OP-STK-3: every total of the waterfall is the sum of the steps before it', () => {
  const n = fc.bigInt(0n, 1000n)
  const site = fc.record({
    good: n,
    notGood: n,
    soft: n,
    ordered: n,
    hard: n,
    frozen: n,
    safety: n,
    a: n,
    b: n,
  })
  const share = fc.record({ percent: fc.integer({ min: 0, max: 100 }), cap: fc.option(n) })
  fc.assert(
    fc.property(fc.array(site, { maxLength: 4 }), share, (sites, rule) => {
      const pools = sites.map(({ a, b, ...s }) =>
        pool({
          ...s,
          onHand: s.good + s.notGood,
          quotas: [
            { channel: 'a', left: a },
            { channel: 'b', left: b },
          ],
        }),
      )
      let running = 0n
      for (const { key, kind, value: v } of waterfall(pools, 'a', rule)) {
        if (kind === 'change') running += v
        else if (key === 'on_hand') running = v
        else assert.equal(v, running, key)
      }
    }),
  )
})

test('T6: a channel never sees what is kept for another', () => {
  const pools = [pool({ onHand: 10n, good: 10n, quotas: [{ channel: 'a', left: 8n }] })]
  assert.equal(value(waterfall(pools, 'a', { percent: 100, cap: null }), 'ats'), 10n)
  assert.equal(value(waterfall(pools, 'b', { percent: 100, cap: null }), 'ats'), 2n)
  assert.equal(value(waterfall(pools, 'b', { percent: 50, cap: null }), 'ats'), 1n)
  assert.equal(value(waterfall(pools, 'b', { percent: 100, cap: 1n }), 'ats'), 1n)
})

test('OP-STK-2: three shops with 30 s of stale stock oversell nothing once safety covers rate × staleness', () => {
  // Per second each shop sells; what it may sell it learns 30 s late. The gate is the reservation.
  const simulate = (safety: bigint, perSecond: readonly bigint[], stock: bigint) => {
    let free = stock
    let refused = 0n
    const history: bigint[] = []
    for (let second = 0; second < 600; second++) {
      history.push(free > safety ? free - safety : 0n)
      const seen = history[Math.max(0, second - 30)]!
      for (const rate of perSecond) {
        // A shop confirms to its buyer whatever it believes it has.
        const confirmed = seen > 0n ? rate : 0n
        const kept = confirmed < free ? confirmed : free
        free -= kept
        refused += confirmed - kept
      }
    }
    return refused
  }
  const rates = [3n, 2n, 1n]
  const peakPerMinute = rates.reduce((a, b) => a + b, 0n) * 60n
  const safety = safetyForStaleness(peakPerMinute, 31n)
  assert.equal(safety, 186n)
  assert.equal(simulate(safety, rates, 1000n), 0n)
  assert.ok(simulate(0n, rates, 1000n) > 0n, 'without safety the drill does oversell')
})
