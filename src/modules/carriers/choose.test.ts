import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Candidate, choose, type Wish } from './choose.ts'
import { ELSEWHERE, quote, type Surcharge, type Tariff, type Zone } from './quote.ts'

const zone = (own: Partial<Zone> = {}): Zone => ({
  name: '江浙沪皖',
  firstGrams: 1000,
  firstMinor: 220n,
  addGrams: 1000,
  addMinor: 80n,
  days: 2,
  regions: ['330000', '320000', '310000', '340000'],
  ...own,
})

const tariff = (own: Partial<Tariff> = {}): Tariff => ({
  id: 't1',
  name: '2026 合同价',
  validFrom: '2026-01-01',
  validTo: null,
  stepGrams: 100,
  heavyFromGrams: 3000,
  heavyStepGrams: 1000,
  zones: [
    zone(),
    zone({
      name: '新疆西藏',
      firstMinor: 1200n,
      addMinor: 1000n,
      days: 7,
      regions: ['650000', '540000'],
    }),
  ],
  surcharges: [],
  ...own,
})

const load = (own: object = {}) => ({
  region: '330106',
  on: '2026-11-25',
  grams: 1000,
  sidesMm: null,
  ...own,
})

const candidate = (own: Partial<Candidate> & { readonly serviceId: string }): Candidate => ({
  carrierId: own.serviceId,
  carrierCode: own.serviceId.toUpperCase(),
  name: own.serviceId,
  isActive: true,
  downReason: null,
  divisor: 6000,
  maxGrams: 30_000,
  maxSideMm: 1200,
  forbids: [],
  latePpm: 0n,
  claimPpm: 0n,
  tariff: tariff(),
  hasAccount: true,
  numbersLeft: null,
  sharePpm: null,
  carried: 0n,
  ...own,
})

const wish = (own: Partial<Wish> = {}): Wish => ({
  ...load(),
  goods: [],
  declaredMinor: 0n,
  lateMinor: 0n,
  daysLeft: null,
  mandated: [],
  ...own,
})

const total = (own: object, list: Tariff = tariff(), divisor: number | null = 6000) =>
  quote(list, divisor, load(own))?.totalMinor ?? null

describe('freight', () => {
  test('AC-3.5-5 first and next weight, volume, rounding and zones, counted by hand', () => {
    // 1.0 kg: the first only. 1.05 kg is charged as 1.1: one more unit. 3.2 kg is heavy: 4 kg, three more.
    assert.equal(total({ grams: 1000 }), 220n)
    assert.equal(total({ grams: 1050 }), 300n)
    assert.equal(total({ grams: 3200 }), 460n)
    // 40 × 30 × 25 cm over 6000 are exactly 5 kg; light in weight, heavy in room. Without a divisor weight alone counts.
    assert.equal(total({ grams: 800, sidesMm: [400, 300, 250] }), 540n)
    assert.equal(total({ grams: 800, sidesMm: [400, 300, 250] }, tariff(), null), 220n)
    assert.equal(total({ region: '540102', grams: 1500 }), 2200n)
    assert.equal(total({ region: '110101' }), null)
    const city = tariff({
      zones: [
        zone(),
        zone({ name: '杭州', firstMinor: 180n, regions: ['330100'] }),
        zone({ name: '其他', firstMinor: 500n, regions: [ELSEWHERE] }),
      ],
    })
    assert.equal(total({ region: '330106' }, city), 180n)
    assert.equal(total({ region: '330206' }, city), 220n)
    assert.equal(total({ region: '110101' }, city), 500n)
  })

  test('AC-3.5-5 surcharges count on their days and in their regions only, shares to the 分', () => {
    const surcharge = (own: Partial<Surcharge>): Surcharge => ({
      name: 'x',
      amountMinor: null,
      ratePpm: null,
      regions: [],
      validFrom: null,
      validTo: null,
      ...own,
    })
    const list = tariff({
      surcharges: [
        surcharge({
          name: '双十一',
          amountMinor: 50n,
          validFrom: '2026-11-01',
          validTo: '2026-11-20',
        }),
        surcharge({ name: '偏远', amountMinor: 300n, regions: ['540000'] }),
        surcharge({ name: '燃油', ratePpm: 25_000n }),
      ],
    })
    // 2.5 % of 220 are 5.5: half up to 6.
    assert.equal(total({ on: '2026-11-25' }, list), 226n)
    assert.equal(total({ on: '2026-11-20' }, list), 276n)
    assert.equal(total({ on: '2026-11-21' }, list), 226n)
    assert.equal(total({ region: '540102' }, list), 1200n + 300n + 30n)
  })

  test('AC-3.5-5 more weight, more room or a surcharge never makes a parcel cheaper, and the lines add up', () => {
    const anyTariff = fc
      .record({
        step: fc.integer({ min: 1, max: 1000 }),
        heavy: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
        first: fc.integer({ min: 1, max: 3000 }),
        firstMinor: fc.bigInt({ min: 0n, max: 5000n }),
        add: fc.integer({ min: 1, max: 2000 }),
        addMinor: fc.bigInt({ min: 0n, max: 3000n }),
      })
      .map((own) =>
        tariff({
          stepGrams: own.step,
          heavyFromGrams: own.heavy === null ? null : 3000,
          // A larger step is a multiple of the small one, as contracts have it.
          heavyStepGrams: own.heavy === null ? null : own.step * own.heavy,
          zones: [
            zone({
              firstGrams: own.first,
              firstMinor: own.firstMinor,
              addGrams: own.add,
              addMinor: own.addMinor,
            }),
          ],
        }),
      )
    const grams = fc.integer({ min: 1, max: 40_000 })
    const side = fc.integer({ min: 1, max: 1500 })
    fc.assert(
      fc.property(anyTariff, grams, grams, fc.tuple(side, side, side), (list, a, b, sides) => {
        const [light, heavy] = a < b ? [a, b] : [b, a]
        assert(total({ grams: light }, list)! <= total({ grams: heavy }, list)!)
        assert(total({ grams: a }, list)! <= total({ grams: a, sidesMm: sides }, list)!)
        const whole = quote(list, 6000, load({ grams: a, sidesMm: sides }))!
        assert.equal(
          whole.totalMinor,
          whole.lines.reduce((sum, { minor }) => sum + minor, 0n),
        )
        assert(whole.chargeableGrams >= a)
        const fee: Surcharge = {
          name: 'f',
          amountMinor: 7n,
          ratePpm: null,
          regions: [],
          validFrom: null,
          validTo: null,
        }
        assert.equal(
          total({ grams: a }, { ...list, surcharges: [fee] }),
          total({ grams: a }, list)! + 7n,
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('choice of carrier', () => {
  const cheap = candidate({ serviceId: 'zto' })
  const dear = candidate({
    serviceId: 'sf',
    tariff: tariff({ zones: [zone({ firstMinor: 1200n, days: 1 })] }),
  })

  test('AC-3.5-5 what cannot be is put aside with its reason, and the losers say by how much', () => {
    const { serviceId, because, judged } = choose(
      [
        dear,
        cheap,
        candidate({ serviceId: 'heavy', maxGrams: 500 }),
        candidate({ serviceId: 'long', maxSideMm: 100 }),
        candidate({ serviceId: 'picky', forbids: ['liquid'] }),
        candidate({ serviceId: 'empty', numbersLeft: 0n }),
        candidate({ serviceId: 'far', tariff: tariff({ zones: [] }) }),
        candidate({ serviceId: 'stopped', downReason: '暴雪' }),
        candidate({ serviceId: 'unpriced', tariff: null }),
        candidate({ serviceId: 'homeless', hasAccount: false }),
        candidate({ serviceId: 'off', isActive: false }),
      ],
      wish({ goods: ['liquid'], sidesMm: [200, 100, 100] }),
      [],
    )
    assert.deepEqual([serviceId, because.code], ['zto', 'cheapest'])
    assert.equal(judged[0]!.serviceId, 'zto')
    assert.deepEqual([judged[1]!.serviceId, judged[1]!.lost!.zh], ['sf', '预期多 9.80 元'])
    assert.deepEqual(
      Object.fromEntries(
        judged.slice(2).map((one) => [one.serviceId, one.blocked.map(({ code }) => code).join()]),
      ),
      {
        empty: 'no_numbers',
        far: 'not_covered',
        heavy: 'too_heavy',
        homeless: 'no_account',
        long: 'too_long',
        off: 'inactive',
        picky: 'forbidden_goods',
        stopped: 'down',
        unpriced: 'no_tariff',
      },
    )
  })

  test('AC-3.5-5 expected cost: being late and losing goods are paid, too', () => {
    // ¥50 at stake, tomorrow: the cheap one arrives in two days and is late for certain.
    assert.equal(choose([cheap, dear], wish({ lateMinor: 5000n, daysLeft: 1 }), []).serviceId, 'sf')
    assert.equal(
      choose([cheap, dear], wish({ lateMinor: 5000n, daysLeft: 2 }), []).serviceId,
      'zto',
    )
    // A claim in a hundred on ¥2,000 is ¥20.
    const careless = { ...cheap, claimPpm: 10_000n }
    assert.equal(choose([careless, dear], wish({ declaredMinor: 200_000n }), []).serviceId, 'sf')
    assert.equal(choose([careless, dear], wish({ declaredMinor: 50_000n }), []).serviceId, 'zto')
  })

  test('platform and rules bind: a rule that cannot be kept is for a person, not for another carrier', () => {
    assert.equal(choose([cheap, dear], wish({ mandated: ['SF'] }), []).serviceId, 'sf')
    const use = { kind: 'use' as const, serviceId: 'sf', rule: '会员发顺丰' }
    assert.deepEqual(choose([cheap, dear], wish(), [use]).because.zh, '规则「会员发顺丰」指定')
    const impossible = choose([cheap, { ...dear, downReason: '罢工' }], wish(), [use])
    assert.deepEqual([impossible.serviceId, impossible.because.code], [null, 'rule_impossible'])
    assert.equal(
      choose([cheap, dear], wish(), [{ ...use, kind: 'avoid', serviceId: 'zto' }]).serviceId,
      'sf',
    )
    assert.deepEqual(choose([], wish(), []).because.code, 'none')
  })

  test('AC-3.5-5 contract quotas 60/40 are kept within one parcel at every moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 400 }),
        (percent, parcels) => {
          const carried = { a: 0n, b: 0n }
          const share = { a: BigInt(percent) * 10_000n, b: BigInt(100 - percent) * 10_000n }
          for (let n = 1; n <= parcels; n++) {
            const { serviceId } = choose(
              (['a', 'b'] as const).map((serviceId) =>
                candidate({ serviceId, sharePpm: share[serviceId], carried: carried[serviceId] }),
              ),
              wish(),
              [],
            )
            carried[serviceId as 'a' | 'b'] += 1n
            const owed = share.a * BigInt(n) - carried.a * 1_000_000n
            assert(
              owed <= 1_000_000n && owed >= -1_000_000n,
              `after ${n}: ${carried.a} and ${carried.b}`,
            )
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a choice does not hang on the order in which services are read', () => {
    const some = fc.array(
      fc.record({
        first: fc.bigInt({ min: 100n, max: 104n }),
        share: fc.option(fc.bigInt({ min: 1n, max: 3n })),
        carried: fc.bigInt({ min: 0n, max: 3n }),
      }),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(some, (drawn) => {
        const all = drawn.map((own, n) =>
          candidate({
            serviceId: `s${n}`,
            sharePpm: own.share,
            carried: own.carried,
            tariff: tariff({ zones: [zone({ firstMinor: own.first })] }),
          }),
        )
        assert.deepEqual(choose(all.toReversed(), wish(), []), choose(all, wish(), []))
      }),
    )
  })
})
