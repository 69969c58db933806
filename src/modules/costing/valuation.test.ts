// INV-COST-1: nothing is lost between what came in, what went out and what is left.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { issue, type Layer, type Position, receipt } from './valuation.ts'

test('OP-STK-10: moving average and FIFO of a textbook card', () => {
  // 100 at 10.00, 100 at 12.00, issue 150.
  const layers: Layer[] = [
    { moveId: 1n, qtyLeft: 100n, valueLeft: 100_000n },
    { moveId: 2n, qtyLeft: 100n, valueLeft: 120_000n },
  ]
  const out = issue({ qty: 200n, valueMinor: 220_000n }, layers, 150n)
  assert.equal(out.averageMinor, 165_000n)
  assert.equal(out.fifoMinor, 160_000n)
  assert.deepEqual(out.position, { qty: 50n, valueMinor: 55_000n })
  assert.deepEqual(out.touched, [
    { moveId: 1n, qtyLeft: 0n, valueLeft: 0n },
    { moveId: 2n, qtyLeft: 50n, valueLeft: 60_000n },
  ])
})

test('more than there is cannot be valued', () => {
  assert.throws(() => issue({ qty: 1n, valueMinor: 5n }, [], 2n), RangeError)
})

test('INV-COST-1: in = out + left to the 分, under both methods, in any order of receipts and issues', () => {
  const step = fc.record({
    isReceipt: fc.boolean(),
    qty: fc.bigInt({ min: 1n, max: 1000n }),
    value: fc.bigInt({ min: 0n, max: 10_000_000n }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let position: Position = { qty: 0n, valueMinor: 0n }
      const layers = new Map<bigint, Layer>()
      let [came, average, fifo] = [0n, 0n, 0n]
      for (const [at, { isReceipt, qty, value }] of steps.entries()) {
        if (isReceipt || position.qty === 0n) {
          position = receipt(position, qty, value)
          layers.set(BigInt(at), { moveId: BigInt(at), qtyLeft: qty, valueLeft: value })
          came += value
          continue
        }
        const taken = qty > position.qty ? position.qty : qty
        const out = issue(position, [...layers.values()], taken)
        average += out.averageMinor
        fifo += out.fifoMinor
        position = out.position
        for (const layer of out.touched) layers.set(layer.moveId, layer)
      }
      const left = [...layers.values()]
      assert.equal(average + position.valueMinor, came)
      assert.equal(fifo + left.reduce((sum, { valueLeft }) => sum + valueLeft, 0n), came)
      assert.equal(
        left.reduce((sum, { qtyLeft }) => sum + qtyLeft, 0n),
        position.qty,
      )
      assert(position.qty > 0n || position.valueMinor === 0n)
      assert(left.every(({ valueLeft, qtyLeft }) => valueLeft >= 0n && qtyLeft >= 0n))
    }),
    { numRuns: 2000 },
  )
})
