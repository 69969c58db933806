// The rows of an order add up to the order, whatever the order.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type LineRow, spread, SPONSORS } from './order-rows.ts'

const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n)

const line = fc.record({
  isGoods: fc.boolean(),
  amountMinor: fc.bigInt(0n, 1_000_000n),
  discountMinor: fc.bigInt(0n, 1000n),
  refundedMinor: fc.bigInt(0n, 1000n),
  qty: fc.bigInt(1n, 20n),
  skuId: fc.constantFrom('a', 'b', 'c', null),
  lineRef: fc.constantFrom('', 'x', 'y'),
})

test('what was paid, given off, given back and spent on an order is on its rows, to the 分', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 8 }),
      fc.array(fc.bigInt(0n, 5000n), { minLength: 5, maxLength: 5 }),
      fc.bigInt(0n, 2_000_000n),
      fc.array(
        fc.record({
          amountMinor: fc.bigInt(1n, 5000n),
          lineRef: fc.constantFrom('', 'x', 'z'),
          recordId: fc.constantFrom('r1', null),
        }),
        { maxLength: 3 },
      ),
      fc.array(
        fc.record({
          skuId: fc.constantFrom('a', 'b', 'part'),
          outMinor: fc.bigInt(0n, 9999n),
          backMinor: fc.bigInt(0n, 999n),
        }),
        { maxLength: 3 },
      ),
      (drawn, discounts, paidMinor, refunds, costs) => {
        const lines: LineRow[] = drawn.map((one, n) => ({ ...one, lineNo: n + 1, isGift: false }))
        const [shop, platform, talent, channel, unnamed] = discounts as [
          bigint,
          bigint,
          bigint,
          bigint,
          bigint,
        ]
        const order = {
          id: 'o',
          shopId: 's',
          kind: 'sale' as const,
          paidMinor,
          freightMinor: 0n,
          residualMinor: 0n,
          discounts: { shop, platform, talent, channel, unnamed },
        }
        const got = spread(
          order,
          lines,
          refunds.map((one) => ({ ...one, refundedOn: '2026-01-01' })),
          costs,
        )
        assert.equal(got.head.paidMinor + sum(got.lines.map((l) => l.paidMinor)), paidMinor)
        assert.equal(
          got.head.refundedMinor + sum(got.lines.map((l) => l.refundedMinor)),
          sum(refunds.map((one) => one.amountMinor)),
        )
        assert.equal(
          sum(got.refunds.map((one) => one.amountMinor)),
          sum(refunds.map((one) => one.amountMinor)),
        )
        const goods = lines.filter(({ isGoods }) => isGoods)
        if (goods.length === 0) return
        for (const sponsor of SPONSORS) {
          assert.equal(sum(got.lines.map((l) => l.discounts[sponsor])), order.discounts[sponsor])
        }
        assert.equal(
          sum(got.lines.map((l) => l.costMinor ?? 0n)),
          sum(costs.map((one) => one.outMinor)),
        )
        assert.equal(
          sum(got.lines.map((l) => l.costReturnedMinor ?? 0n)),
          sum(costs.map((one) => one.backMinor)),
        )
      },
    ),
    { numRuns: 500 },
  )
})

const plain = (lineNo: number, amountMinor: bigint, more: Partial<LineRow> = {}): LineRow => ({
  lineNo,
  skuId: `s${lineNo}`,
  lineRef: '',
  isGoods: true,
  isGift: false,
  qty: 1n,
  amountMinor,
  discountMinor: 0n,
  refundedMinor: 0n,
  ...more,
})
const order = {
  id: 'o',
  shopId: 's',
  kind: 'sale' as const,
  paidMinor: 0n,
  freightMinor: 0n,
  residualMinor: 0n,
  discounts: { shop: 0n, platform: 0n, talent: 0n, channel: 0n, unnamed: 0n },
}

test('a cost of 0 or no cost is unknown, a bundle takes the cost of its parts', () => {
  const zero = spread(order, [plain(1, 100n)], [], [{ skuId: 's1', outMinor: 0n, backMinor: 0n }])
  assert.equal(zero.lines[0]!.costMinor, null)
  const bundle = spread(
    order,
    [plain(1, 100n), plain(2, 300n)],
    [],
    [
      { skuId: 's1', outMinor: 40n, backMinor: 0n },
      { skuId: 'part', outMinor: 70n, backMinor: 0n },
    ],
  )
  assert.deepEqual(
    bundle.lines.map(({ costMinor }) => costMinor),
    [40n, 70n],
  )
})

test('discounts follow the lines where the file states them, else the amounts', () => {
  const off = { ...order, discounts: { ...order.discounts, shop: 30n, platform: 10n } }
  const stated = spread(off, [plain(1, 100n, { discountMinor: 40n }), plain(2, 300n)], [], [])
  assert.deepEqual(
    stated.lines.map(({ netMinor }) => netMinor),
    [60n, 300n],
  )
  const unstated = spread(off, [plain(1, 100n), plain(2, 300n)], [], [])
  assert.deepEqual(
    unstated.lines.map(({ discounts }) => [discounts.shop, discounts.platform]),
    [
      [8n, 3n],
      [22n, 7n],
    ],
  )
})
