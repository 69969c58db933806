// Money is a bigint of 分 (minor units). Yuan exist only at the edges: parsed from text, never from a
// float, and formatted for people.
import assert from 'node:assert/strict'

/** Text of a bigint quantity or amount that PostgreSQL's int8 and our sums can hold with room. */
export const MAX_MINOR = 9_000_000_000_000_000n

const SIMPLE = /^(\d{1,13})(?:\.(\d{1,2}))?$/

/**
 * Parse yuan text into 分: `1,234.5`, `¥12.00`, `-3`, full-width digits and signs.
 * Returns null when the text is not an amount or has more than two decimals that matter.
 */
export function parseYuan(text: string): bigint | null {
  // Nearly every amount is written so, and files have millions of them.
  const simple = SIMPLE.exec(text)
  if (simple) return BigInt(simple[1]! + (simple[2] ?? '').padEnd(2, '0'))
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,¥£$€元]/g, '')
    .replace(/−/g, '-')
  const match = /^([+-]?)(\d{1,15})?(?:\.(\d*))?$/.exec(plain)
  if (!match || (match[2] === undefined && !match[3])) return null
  const decimals = (match[3] ?? '').padEnd(2, '0')
  if (/[1-9]/.test(decimals.slice(2))) return null
  const minor = BigInt(match[2] ?? '0') * 100n + BigInt(decimals.slice(0, 2))
  return match[1] === '-' ? -minor : minor
}

/** `1234567n` → `12,345.67`. Never loses a 分. */
export function formatYuan(minor: bigint): string {
  const sign = minor < 0n ? '-' : ''
  const abs = minor < 0n ? -minor : minor
  const yuan = (abs / 100n).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${sign}${yuan}.${(abs % 100n).toString().padStart(2, '0')}`
}

/** Quotient rounded half away from zero: the rounding of Chinese invoices. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  assert(denominator > 0n, 'divisor is positive')
  const abs = numerator < 0n ? -numerator : numerator
  const rounded = (abs * 2n + denominator) / (denominator * 2n)
  return numerator < 0n ? -rounded : rounded
}

/**
 * Split `total` over `weights` so that the parts sum to it exactly: largest remainder, ties by
 * position (mission §4.3, golden example G-1). Zero weights everywhere spread by position.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  assert(weights.length > 0, 'nothing to allocate over')
  for (const weight of weights) assert(weight >= 0n, 'weights are not negative')
  const sum = weights.reduce((a, b) => a + b, 0n)
  const effective = sum === 0n ? weights.map(() => 1n) : weights
  const divisor = sum === 0n ? BigInt(weights.length) : sum
  const sign = total < 0n ? -1n : 1n
  const abs = total * sign
  const parts = effective.map((weight) => (abs * weight) / divisor)
  const order = effective
    .map((weight, index) => ({ index, remainder: (abs * weight) % divisor }))
    .toSorted((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    )
  let left = abs - parts.reduce((a, b) => a + b, 0n)
  for (const { index } of order) {
    if (left === 0n) break
    parts[index] = parts[index]! + 1n
    left -= 1n
  }
  return parts.map((part) => part * sign)
}
