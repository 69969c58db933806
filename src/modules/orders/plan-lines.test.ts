// A platform line's pieces and money over the system orders that ship it, through any sequence of words and shipments.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { DeskLine, DeskOrder } from './load.ts'
import { planLines } from './plan-lines.ts'
import { addAmounts, type Amounts, type SourceLine, type StoredLine } from './shape.ts'
import type { Status } from './states.ts'

const P = 'platform-order'
const KEY = 'L1'

const line = (qty: bigint, money: Amounts): SourceLine => ({
  key: KEY,
  lineNo: 1,
  skuId: 'sku',
  skuQty: 1n,
  isGift: false,
  title: '',
  spec: '',
  platformSku: '',
  qty,
  dropped: 0n,
  ...money,
})

const order = (id: string, status: Status, qty: bigint, money: Amounts): DeskOrder =>
  ({
    id,
    status,
    holdCodes: [],
    lines:
      qty === 0n
        ? []
        : [
            {
              id: `${id}-1`,
              orderId: id,
              lineNo: 1,
              kind: 'goods',
              skuId: 'sku',
              qty,
              ...money,
              title: '',
              spec: '',
              links: [{ platformOrderId: P, lineKey: KEY, qty }],
            } satisfies DeskLine,
          ],
  }) as unknown as DeskOrder

const money = fc.record({
  goodsMinor: fc.bigInt({ min: 1n, max: 99_999n }),
  discountMinor: fc.bigInt({ min: 0n, max: 999n }),
  freightMinor: fc.bigInt({ min: 0n, max: 999n }),
})

interface Held {
  readonly id: string
  readonly status: Status
  readonly qty: bigint
  readonly amounts: Amounts
}

const none: Amounts = { goodsMinor: 0n, discountMinor: 0n, freightMinor: 0n }

const word = fc.oneof(
  // So many pieces now, for so much; or a parcel leaves.
  fc.record({ qty: fc.bigInt({ min: 1n, max: 12n }), money }),
  fc.record({ qty: fc.bigInt({ min: 1n, max: 12n }), money: fc.constant(null) }),
  fc.record({ ships: fc.nat({ max: 3 }) }),
)

describe('a platform line over its system orders', () => {
  test('INV-ORDERS-1, INV-ORDERS-2: what left, what is open and nothing else is the line, to the 分, whatever is said and shipped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 5n }), { minLength: 1, maxLength: 4 }),
        money,
        fc.array(word, { maxLength: 8 }),
        (parts, first, words) => {
          let stored: StoredLine = {
            ...line(
              parts.reduce((a, b) => a + b, 0n),
              first,
            ),
            givenUp: 0n,
          }
          // As a split makes them: the first plan shares the money out.
          let held: Held[] = parts.map((qty, at) => ({
            id: `o${at}`,
            status: 'WAIT_AUDIT',
            qty,
            amounts: none,
          }))
          let opened = parts.length
          const say = (wanted: SourceLine) => {
            const plan = planLines({
              platformOrderId: P,
              wanted: [wanted],
              stored: [stored],
              orders: held.map((one) => order(one.id, one.status, one.qty, one.amounts)),
            })
            stored = { ...plan.lines[0]!, givenUp: 0n }
            held = held.map((one) => {
              const target = plan.targets.find(({ orderId }) => orderId === one.id)
              // Only what the plan calls changed is written.
              const isWritten = plan.changes.some(({ orderId }) => orderId === one.id)
              return target && isWritten
                ? { ...one, qty: target.qty, amounts: target.qty === 0n ? none : target.amounts }
                : one
            })
            held.push(
              ...plan.orphans.map(({ qty, amounts }): Held => {
                opened += 1
                return { id: `o${opened}`, status: 'WAIT_AUDIT', qty, amounts }
              }),
            )
            held = held.map((one) =>
              plan.emptied.includes(one.id) ? { ...one, status: 'CANCELLED' } : one,
            )
          }
          say({ ...stored, goodsMinor: stored.goodsMinor + 1n })
          for (const one of words) {
            if ('ships' in one) {
              const open = held.filter(({ status, qty }) => status === 'WAIT_AUDIT' && qty > 0n)
              const gone = open[one.ships % (open.length || 1)]
              if (gone)
                held = held.map((h) => (h === gone ? { ...h, status: 'SHIPPED' as const } : h))
            } else {
              say(
                line(one.qty, one.money ?? { ...stored, goodsMinor: stored.goodsMinor * 2n + 1n }),
              )
            }
            const counts = held.filter(({ status }) => status !== 'CANCELLED')
            const pieces = counts.reduce((sum, { qty }) => sum + qty, 0n)
            assert.equal(pieces, stored.qty, 'pieces')
            // All gone: a price the platform names later cannot change what has left.
            if (counts.every(({ status }) => status === 'SHIPPED')) return
            const { goodsMinor, discountMinor, freightMinor } = stored
            assert.deepEqual(addAmounts(counts.map(({ amounts }) => amounts)), {
              goodsMinor,
              discountMinor,
              freightMinor,
            })
          }
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('a parcel that left keeps its money when the rest is cut, and the rest takes what remains', () => {
    // 100 分 over 1 + 2: 33 left; then one piece more is bought for 33 more.
    const left = { goodsMinor: 33n, discountMinor: 0n, freightMinor: 0n }
    const rest = { goodsMinor: 67n, discountMinor: 0n, freightMinor: 0n }
    const plan = planLines({
      platformOrderId: P,
      wanted: [line(4n, { goodsMinor: 133n, discountMinor: 0n, freightMinor: 0n })],
      stored: [
        { ...line(3n, { goodsMinor: 100n, discountMinor: 0n, freightMinor: 0n }), givenUp: 0n },
      ],
      orders: [order('a', 'SHIPPED', 1n, left), order('b', 'WAIT_AUDIT', 2n, rest)],
    })
    assert.deepEqual(
      plan.targets.map(({ orderId, qty, amounts }) => [orderId, qty, amounts.goodsMinor]),
      [['b', 3n, 100n]],
    )
  })
})
