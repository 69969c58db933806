import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { expectedCheckDigit, hasWrongCheckDigit } from './gtin.ts'
import { searchText } from './search-text.ts'

describe('GTIN', () => {
  test('known numbers of GS1 and of books', () => {
    for (const right of [
      '6291041500213',
      '9780306406157',
      '036000291452',
      '96385074',
      '00012345600012',
    ]) {
      assert.equal(hasWrongCheckDigit(right), false, right)
    }
    assert.equal(expectedCheckDigit('629104150021X'), null)
    assert.equal(hasWrongCheckDigit('12345'), false, 'an internal code')
  })

  test('every mistyped digit is found, and every swap of neighbours that do not differ by five', () => {
    const gtin = fc
      .tuple(fc.constantFrom(7, 11, 12, 13), fc.infiniteStream(fc.integer({ min: 0, max: 9 })))
      .map(([length, digits]) => {
        const body = [...digits.take(length)].join('')
        return body + (expectedCheckDigit(`${body}0`) ?? '')
      })
    fc.assert(
      fc.property(gtin, fc.nat(), fc.integer({ min: 1, max: 9 }), (right, place, by) => {
        assert.equal(hasWrongCheckDigit(right), false)
        const at = place % right.length
        const mistyped = right.replace(/./g, (digit, index) =>
          index === at ? String((Number(digit) + by) % 10) : digit,
        )
        assert.equal(hasWrongCheckDigit(mistyped), true)
        const [a, b] = [Number(right[at]), Number(right[at + 1])]
        if (at + 1 >= right.length || Math.abs(a - b) % 5 === 0) return
        const swapped = right.slice(0, at) + right[at + 1]! + right[at]! + right.slice(at + 2)
        assert.equal(hasWrongCheckDigit(swapped), true)
      }),
    )
  })
})

describe('search text', () => {
  test('is lower case, holds code and name, and never grows with the case of its parts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string(), (name, code) => {
        const text = searchText({ code, name, variant: {} })
        assert.ok(text.includes(name.toLowerCase()) && text.startsWith(code.toLowerCase()))
      }),
    )
  })

  test('holds the pinyin of the variant too', () => {
    const text = searchText({ code: 'A', name: '杯', variant: { 颜色: '月光白' } })
    assert.ok(text.includes('yueguangbai') && text.includes('ygb'))
  })
})
