import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import Papa from 'papaparse'
import { csvParser } from './csv.ts'
import { unwrap } from './clean.ts'

/** Through the parser in pieces of `size` characters. */
function parse(text: string, size = 7, delimiter = ','): string[][] {
  const parser = csvParser(delimiter)
  const lines = []
  for (let at = 0; at < text.length; at += size)
    lines.push(...parser.push(text.slice(at, at + size)))
  lines.push(...parser.end(''))
  assert.deepEqual(
    lines.map(({ row }) => row),
    lines.map((_, index) => index + 1),
  )
  return lines.map(({ values }) => [...values])
}

describe('CSV in pieces', () => {
  test('what Papa Parse reads from any well-formed CSV, cut anywhere', () => {
    const cell = fc.stringMatching(/^[a 甲,;"\n]{0,8}$/)
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, size, newline) => {
          const text = Papa.unparse(rows, { newline, quotes: rows.length % 2 === 0 })
          const expected = Papa.parse<string[]>(text, { delimiter: ',' }).data
          assert.deepEqual(
            parse(text, size),
            expected.map((cells) => cells.map((one) => unwrap(one.replace(/\r\n/g, '\n')))),
          )
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a quote inside a cell, a tab behind one, a wrapped id: as Excel reads them', () => {
    assert.deepEqual(parse('a,5" pipe,"x"\t,="00,1\n'), [['a', '5" pipe', 'x', '="00', '1']])
    assert.deepEqual(parse('"3985734"\t,"/"\n"a"b,c\n'), [
      ['3985734', '/'],
      ['ab', 'c'],
    ])
    assert.deepEqual(parse('"=""00123""",`9,\'6901234567892,\'s\n'), [
      ['00123', '9', '6901234567892', "'s"],
    ])
  })

  test('an open quote names the row it opened in, however the file is cut', () => {
    for (const size of [1, 3, 1000]) {
      assert.throws(() => parse('a,b\n1,2\n3,"open\n5,6\n', size), {
        code: 'kernel.file_open_quote',
        details: { row: 3 },
      })
    }
  })

  test('a file of commas, and one of letters without an end, are refused and do not fill the memory', () => {
    assert.throws(() => parse(`a,b\n${','.repeat(20_000)}\n`, 4096), {
      code: 'kernel.file_row_too_long',
      details: { row: 2 },
    })
    assert.throws(() => parse('x'.repeat(9_000_000), 1 << 17), { code: 'kernel.file_row_too_long' })
    assert.throws(() => parse(`a\n"${'x\n'.repeat(5_000_000)}`, 1 << 17), {
      code: 'kernel.file_open_quote',
      details: { row: 2 },
    })
  })
})
