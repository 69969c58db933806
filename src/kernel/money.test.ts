import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, divideHalfUp, formatYuan, parseYuan } from './money.ts'

test('G-1: an order discount of 20.00 over three lines of 40.00', () => {
  const discounts = allocate(2000n, [4000n, 4000n, 4000n])
  assert.deepEqual(discounts, [667n, 667n, 666n])
  assert.deepEqual(
    discounts.map((discount) => 4000n - discount),
    [3333n, 3333n, 3334n],
  )
})

test('allocation sums to the total, for any signs and weights', () => {
  const weights = fc.array(fc.bigInt(0n, 10n ** 9n), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), weights, (total, parts) => {
      const shares = allocate(total, parts)
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0n),
        total,
      )
    }),
  )
})

test('no share strays a whole 分 from its exact part', () => {
  const weights = fc.array(fc.bigInt(1n, 10n ** 6n), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), weights, (total, parts) => {
      const sum = parts.reduce((a, b) => a + b, 0n)
      for (const [index, share] of allocate(total, parts).entries()) {
        const error = share * sum - total * parts[index]!
        assert.ok(error > -sum && error < sum)
      }
    }),
  )
})

test('what is formatted parses back to the same 分', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), (minor) => {
      assert.equal(parseYuan(formatYuan(minor)), minor)
    }),
  )
})

test('yuan text as platforms and people write it', () => {
  const cases: readonly (readonly [string, bigint | null])[] = [
    ['12', 1200n],
    ['12.5', 1250n],
    ['12.50', 1250n],
    ['¥1,234.56', 123456n],
    ['１２．３４', 1234n],
    ['-3.00', -300n],
    ['.5', 50n],
    ['12.500', 1250n],
    ['12.345', null],
    ['', null],
    ['abc', null],
    ['1e3', null],
    ['--1', null],
  ]
  for (const [text, minor] of cases) assert.equal(parseYuan(text), minor, text)
})

test('half a 分 rounds away from zero on both sides', () => {
  assert.equal(divideHalfUp(5n, 2n), 3n)
  assert.equal(divideHalfUp(-5n, 2n), -3n)
  assert.equal(divideHalfUp(4n, 3n), 1n)
})
