// The pure half of the floor: what kind of work an order is, what goes together, how one walks, what it weighs, what it fits into.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { buildWaves, type Device, keyOf, type Template, type WaveOrder } from './build-waves.ts'
import { type Carton, type Piece, place, suggestCarton } from './cartons.ts'
import { serpentine, stepsOf, type Stop } from './path.ts'
import { methodOf, profileAll, type ProfileLimits, PROFILES } from './profiles.ts'
import { standOf } from './settle-wave.ts'
import { inWalkingOrder } from './walk.ts'
import { isInBand, weightBand } from './weigh.ts'

const AT = new Date('2026-11-25T02:00:00Z')
const hours = (n: number) => new Date(AT.getTime() + n * 3_600_000)

const LIMITS: ProfileLimits = {
  urgentHours: 4,
  largeGrams: 15_000n,
  largeCm3: 60_000n,
  wholesaleQty: 50n,
  bulkFrom: 3,
}

const CART: Device = {
  id: 'cart',
  code: 'CART',
  compartments: 12,
  maxOrders: 30,
  maxGrams: 40_000n,
  maxCm3: 200_000n,
}

const TEMPLATE: Template = {
  groupings: ['profile', 'carrier'],
  device: CART,
  maxOrders: 200,
  dueBucketHours: 2,
  savingSteps: 40,
  slackMinutes: 240,
}

/** A demo warehouse: two zones of six aisles with twenty racks and three levels, as bins made by pattern have it. */
const BINS: readonly Stop[] = ['A', 'B'].flatMap((zone) =>
  Array.from({ length: 6 * 20 * 3 }, (_, n) => {
    const aisle = Math.floor(n / 60) + 1
    const rack = (Math.floor(n / 3) % 20) + 1
    const level = (n % 3) + 1
    const along = aisle % 2 === 1 ? rack : 21 - rack
    const two = (x: number) => String(x).padStart(2, '0')
    return {
      locationId: `${zone}${aisle}-${rack}-${level}`,
      zone,
      code: `${zone}-${two(aisle)}-${two(rack)}-${level}`,
      walkOrder: aisle * 100_000 + along * 100 + level,
    }
  }),
)
const STOPS = new Map(BINS.map((stop) => [stop.locationId, stop]))

const anOrder = (id: string, own: Partial<WaveOrder> = {}): WaveOrder => ({
  id,
  siteId: 'W',
  profile: 'multi',
  carrier: 'X',
  zone: 'A',
  dueAt: null,
  grams: 500n,
  cm3: 1000n,
  picks: [{ skuId: 'P1', qty: 1n, locationId: BINS[0]!.locationId }],
  ...own,
})

const someOrders = fc.array(
  fc.record({
    profile: fc.constantFrom(...PROFILES),
    carrier: fc.constantFrom('X', 'Y', ''),
    zone: fc.constantFrom('A', 'B', '*'),
    due: fc.option(fc.integer({ min: -5, max: 80 })),
    grams: fc.bigInt({ min: 1n, max: 45_000n }),
    cm3: fc.bigInt({ min: 0n, max: 220_000n }),
    bins: fc.array(fc.integer({ min: 0, max: BINS.length - 1 }), { minLength: 1, maxLength: 4 }),
  }),
  { maxLength: 120 },
)

describe('profiles', () => {
  const profiled = (id: string, needs: readonly (readonly [string, bigint])[], own = {}) => ({
    id,
    tags: [],
    dueAt: hours(40),
    grams: 500n,
    cm3: 1000n,
    needs: needs.map(([skuId, qty]) => ({ skuId, qty })),
    ...own,
  })
  const of = (...orders: ReturnType<typeof profiled>[]) =>
    orders.map(({ id }) => profileAll(orders, LIMITS, AT).get(id)!.profile)

  test('an order has one profile, the first that fits', () => {
    assert.deepEqual(
      of(
        profiled('a', [['P1', 1n]]),
        profiled('b', [['P1', 3n]]),
        profiled('c', [
          ['P1', 1n],
          ['P2', 1n],
        ]),
        profiled('d', [['P1', 60n]]),
        profiled('e', [['P1', 1n]], { grams: 15_000n }),
        profiled('f', [['P1', 1n]], { dueAt: hours(4) }),
        profiled('g', [['P1', 1n]], { tags: ['presale'], dueAt: hours(1) }),
        profiled('h', [['P1', 1n]], { cm3: 60_000n }),
      ),
      ['single', 'single_multi', 'multi', 'wholesale', 'large', 'urgent', 'presale', 'large'],
    )
  })

  test('identical orders of several pieces are bulk from so many on; a single piece stays a single', () => {
    const twins = ['a', 'b', 'c'].map((id) =>
      profiled(id, [
        ['P1', 1n],
        ['P2', 2n],
      ]),
    )
    assert.deepEqual(of(...twins), ['bulk', 'bulk', 'bulk'])
    assert.deepEqual(of(...twins.slice(1)), ['multi', 'multi'])
    assert.deepEqual(of(...['a', 'b', 'c', 'd'].map((id) => profiled(id, [['P1', 1n]]))), [
      'single',
      'single',
      'single',
      'single',
    ])
    assert.equal(methodOf('single', true), 'sku')
    assert.equal(methodOf('multi', true), 'cluster')
    assert.equal(methodOf('multi', false), 'batch')
  })
})

describe('waves', () => {
  test('G-6: two deliveries of one product by two carriers, grouped by carrier, are two waves', () => {
    const { waves } = buildWaves(
      [anOrder('1', { carrier: 'X' }), anOrder('2', { carrier: 'Y' })],
      STOPS,
      TEMPLATE,
      AT,
    )
    assert.deepEqual(
      waves.map(({ carrier, orderIds }) => [carrier, orderIds]),
      [
        ['X', ['1']],
        ['Y', ['2']],
      ],
    )
    const mixed = buildWaves(
      [anOrder('1', { carrier: 'X' }), anOrder('2', { carrier: 'Y' })],
      STOPS,
      { ...TEMPLATE, groupings: ['profile'] },
      AT,
    )
    assert.equal(mixed.waves.length, 1)
  })

  test('OP-WMS-1: whatever comes, keys are never mixed, no device is overloaded, and every order is in one wave or named as left', () => {
    fc.assert(
      fc.property(
        someOrders,
        fc.subarray(['profile', 'carrier', 'zone', 'due'] as const),
        fc.constantFrom(12, null),
        (rows, groupings, compartments) => {
          const template = { ...TEMPLATE, groupings, device: { ...CART, compartments } }
          const orders = rows.map(({ due, bins, ...row }, n) =>
            anOrder(`o${n}`, {
              ...row,
              dueAt: due === null ? null : hours(due),
              picks: bins.map((bin) => ({
                skuId: `P${bin % 7}`,
                qty: 1n,
                locationId: BINS[bin]!.locationId,
              })),
            }),
          )
          const { waves, left } = buildWaves(orders, STOPS, template, AT)
          const byId = new Map(orders.map((order) => [order.id, order]))
          for (const wave of waves) {
            const own = wave.orderIds.map((id) => byId.get(id)!)
            assert.equal(new Set(own.map((order) => keyOf(order, template))).size, 1)
            assert(own.reduce((sum, { grams }) => sum + grams, 0n) <= CART.maxGrams)
            assert(own.reduce((sum, { cm3 }) => sum + cm3, 0n) <= CART.maxCm3)
            assert(own.length <= (wave.method === 'cluster' ? 12 : 30))
          }
          for (const { orderId } of left) {
            const order = byId.get(orderId)!
            assert(order.grams > CART.maxGrams || order.cm3 > CART.maxCm3)
          }
          assert.deepEqual(
            [
              ...waves.flatMap(({ orderIds }) => orderIds),
              ...left.map(({ orderId }) => orderId),
            ].toSorted(),
            orders.map(({ id }) => id).toSorted(),
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  test('OP-WMS-1: the most urgent go first; one goes before another only where it saves enough and the other has time, and that is said', () => {
    const near = BINS[0]!.locationId
    const far = BINS[5 * 60]!.locationId
    const at = (id: string, due: number, locationId: string) =>
      anOrder(id, { dueAt: hours(due), picks: [{ skuId: 'P', qty: 1n, locationId }] })
    const three = (slack: number) => [
      at('first', slack, near),
      at('far', slack + 1, far),
      at('near', slack + 2, near),
    ]
    const build = (slack: number, own: Partial<Template> = {}) =>
      buildWaves(three(slack), STOPS, { ...TEMPLATE, maxOrders: 2, ...own }, AT).waves
    const [jumped] = build(20)
    assert.deepEqual(jumped!.orderIds, ['first', 'near'])
    assert.deepEqual(jumped!.jumps, [
      { orderId: 'near', passedOver: 'far', savedSteps: 40, slackMinutes: 21 * 60 },
    ])
    // Too little time left, or too little saved: strictly by deadline.
    assert.deepEqual(build(2)[0]!.orderIds, ['first', 'far'])
    assert.deepEqual(build(20, { savingSteps: 41 })[0]!.orderIds, ['first', 'far'])
    assert.deepEqual(build(20, { savingSteps: 0 })[0]!.orderIds, ['first', 'far'])
    assert.equal(build(2)[0]!.jumps.length, 0)
  })

  test('where a wave stands follows from its tasks and orders', () => {
    const base = {
      status: 'RELEASED',
      method: 'batch',
      openOrders: 3,
      openTasks: 5,
      pickedTasks: 0,
      unsorted: 0n,
    } as const
    assert.equal(standOf(base), 'RELEASED')
    assert.equal(standOf({ ...base, pickedTasks: 1 }), 'PICKING')
    assert.equal(
      standOf({ ...base, status: 'PICKING', openTasks: 0, pickedTasks: 5, unsorted: 2n }),
      'SORTING',
    )
    assert.equal(standOf({ ...base, status: 'SORTING', openTasks: 0, pickedTasks: 5 }), 'CHECKING')
    assert.equal(
      standOf({
        ...base,
        method: 'sku',
        status: 'PICKING',
        openTasks: 0,
        pickedTasks: 5,
        unsorted: 5n,
      }),
      'CHECKING',
    )
    assert.equal(standOf({ ...base, status: 'CHECKING', openTasks: 0, openOrders: 0 }), 'DONE')
    assert.equal(standOf({ ...base, status: 'DRAFT' }), 'DRAFT')
    assert.equal(standOf({ ...base, status: 'CANCELLED', openOrders: 0 }), 'CANCELLED')
  })
})

describe('the walk', () => {
  test('OP-WMS-2: on the demo warehouse the serpentine takes at least a fifth fewer steps than walking as the orders lie', () => {
    let seed = 42
    const random = (n: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % n
    for (let wave = 0; wave < 50; wave++) {
      const naive = Array.from({ length: 12 + random(30) }, () => BINS[random(BINS.length)]!)
      const walked = serpentine(naive)
      assert.deepEqual(
        walked.map(({ locationId }) => locationId).toSorted(),
        naive.map(({ locationId }) => locationId).toSorted(),
      )
      assert(stepsOf(walked) * 5 <= stepsOf(naive) * 4, `${stepsOf(walked)} of ${stepsOf(naive)}`)
    }
  })

  test('OP-WMS-2: odd aisles forwards, even ones backwards; what was skipped comes last, in a walk of its own', () => {
    const at = (zone: string, aisle: number, rack: number) =>
      BINS.find(({ locationId }) => locationId === `${zone}${aisle}-${rack}-1`)!
    const walk = serpentine([
      at('B', 1, 1),
      at('A', 2, 3),
      at('A', 1, 9),
      at('A', 2, 17),
      at('A', 1, 2),
    ])
    assert.deepEqual(
      walk.map(({ code }) => code),
      ['A-01-02-1', 'A-01-09-1', 'A-02-17-1', 'A-02-03-1', 'B-01-01-1'],
    )
    const skipped = walk.map((stop, n) => ({ ...stop, skips: n === 0 ? 2 : n === 1 ? 1 : 0 }))
    assert.deepEqual(
      inWalkingOrder(skipped).map(({ code }) => code),
      ['A-02-17-1', 'A-02-03-1', 'B-01-01-1', 'A-01-09-1', 'A-01-02-1'],
    )
  })
})

describe('weight and cartons', () => {
  test('G-16: of a parcel of 1,250 g, 1,275 g passes and 1,276 g does not; light parcels have a floor of 20 g', () => {
    const band = weightBand(1250n, 20n, 20n)
    assert.deepEqual([band.toleranceGrams, band.low, band.high], [25n, 1225n, 1275n])
    assert.deepEqual(
      [1224n, 1225n, 1275n, 1276n].map((grams) => isInBand(grams, band)),
      [false, true, true, false],
    )
    const light = weightBand(100n, 20n, 20n)
    assert.deepEqual([light.low, light.high], [80n, 120n])
    assert.equal(weightBand(10n, 20n, 20n).low, 0n)
  })

  const carton = (
    code: string,
    sidesMm: Carton['sidesMm'],
    costMinor: bigint,
    maxGrams = 10_000,
  ): Carton => ({
    id: code,
    code,
    sidesMm,
    tareGrams: 100,
    maxGrams,
    costMinor,
  })
  const cup = (n: number): Piece[] =>
    Array.from({ length: n }, () => ({ skuId: 'cup', sidesMm: [100, 80, 80], grams: 400 }))

  test('the cheapest carton that holds it, and why the cheaper ones do not', () => {
    const cartons = [
      carton('S', [120, 90, 90], 80n),
      carton('M', [210, 170, 90], 150n),
      carton('LIGHT', [400, 400, 400], 10n, 900),
      carton('L', [400, 300, 300], 300n),
    ]
    assert.equal(suggestCarton(cup(1), cartons).best?.code, 'LIGHT')
    const four = suggestCarton(cup(4), cartons)
    assert.equal(four.best?.code, 'M')
    assert.deepEqual(four.losers, [
      { code: 'LIGHT', why: 'too_heavy' },
      { code: 'S', why: 'too_small' },
    ])
    const long = suggestCarton([{ skuId: 'pole', sidesMm: [500, 20, 20], grams: 100 }], cartons)
    assert.equal(long.best, null)
    assert(long.losers.every(({ why }) => why === 'too_long'))
  })

  test('whatever is placed lies inside, overlaps nothing, and is there once', () => {
    const side = fc.integer({ min: 10, max: 200 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(side, side, side), { minLength: 1, maxLength: 14 }),
        fc.tuple(side, side, side).map(([a, b, c]) => [a + 150, b + 150, c + 150] as const),
        (sizes, box) => {
          const placed = place(
            sizes.map((sidesMm, n) => ({ skuId: `s${n}`, sidesMm, grams: 1 })),
            box,
          )
          if (placed === null) return
          assert.deepEqual(
            placed.map(({ skuId }) => skuId).toSorted(),
            sizes.map((_, n) => `s${n}`).toSorted(),
          )
          for (const [n, one] of placed.entries()) {
            for (const axis of [0, 1, 2])
              assert(one.at[axis]! >= 0 && one.at[axis]! + one.size[axis]! <= box[axis]!)
            assert.deepEqual(
              one.size.toSorted((a, b) => a - b),
              sizes[Number(one.skuId.slice(1))]!.toSorted((a, b) => a - b),
            )
            for (const other of placed.slice(n + 1))
              assert(
                [0, 1, 2].some(
                  (axis) =>
                    one.at[axis]! + one.size[axis]! <= other.at[axis]! ||
                    other.at[axis]! + other.size[axis]! <= one.at[axis]!,
                ),
              )
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})
