// Cells as platforms write them. Amounts go through digits; times that cannot be known are refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCount, parseMinor, parseRatioPpm, parseWallClock, readerOf } from './cells.ts'
import type { ImportFile } from './importing.ts'

test('amounts: separators, signs and averages with many decimals', () => {
  assert.deepEqual(
    ['1,234.50', '¥12', '-3.1', '0.005', '2.675', '19.900000', '', 'abc', '1.2.3', '9e9'].map(
      (text) => (text === '' ? null : parseMinor(text)),
    ),
    [123450n, 1200n, -310n, 1n, 268n, 1990n, null, null, null, null],
  )
})

test('every amount of 分 is read back exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), (minor) => {
      const abs = minor < 0n ? -minor : minor
      const text = `${minor < 0n ? '-' : ''}${abs / 100n}.${(abs % 100n).toString().padStart(2, '0')}`
      assert.equal(parseMinor(text), minor)
    }),
  )
})

test('counts and rates', () => {
  assert.deepEqual(['1,200', '3.0', '3.5', 'x', '-2'].map(parseCount), [1200n, 3n, null, null, -2n])
  assert.deepEqual(['3.25%', '0.0325', '-1%', '12'].map(parseRatioPpm), [
    32500n,
    32500n,
    -10000n,
    12_000_000n,
  ])
})

test('times: every way of writing them, and the ambiguous one refused', () => {
  assert.deepEqual(
    [
      '2026/1/2 3:04',
      '2026-01-02 03:04:05',
      '2026-01-02T03:04:05',
      '2026年1月2日 03:04',
      '2026.01.02',
      '20260102',
      '13/10/2017 10:56',
      '10/2/2017 10:56',
      '2026-02-30',
      '2026-01-02 25:00',
      'yesterday',
    ].map((text) => parseWallClock(text)),
    [
      '2026-01-02T03:04:00',
      '2026-01-02T03:04:05',
      '2026-01-02T03:04:05',
      '2026-01-02T03:04:00',
      '2026-01-02T00:00:00',
      '2026-01-02T00:00:00',
      '2017-10-13T10:56:00',
      null,
      null,
      null,
      null,
    ],
  )
  assert.equal(parseWallClock('10/2/2017 10:56', 'month_first'), '2017-10-02T10:56:00')
  assert.equal(parseWallClock('10/2/2017 10:56', 'day_first'), '2017-02-10T10:56:00')
  assert.equal(parseWallClock('13/2/2017', 'month_first'), null)
})

test('a reader names the column as the file has it, and knows the clock changes of the shop', () => {
  const file: ImportFile = {
    layout: {
      id: 'test',
      platform: null,
      kind: 'orders',
      name: { zh: '测', en: 'test' },
      grain: 'both',
      headers: [],
      detect: [],
      fields: { paid_amount: ['买家实付金额'] },
      statuses: {},
      traits: [],
      provenance: '',
    },
    fileName: 'x.csv',
    header: ['时间', '实付'],
    columns: new Map([
      ['created_at', 0],
      ['paid_amount', 1],
    ]),
    rows: async function* () {},
  }
  const london = readerOf(file, 'Europe/London')
  const at = (wall: string) =>
    london({ row: 2, values: [wall, ''] })
      .instant('created_at')
      ?.toISOString()
  assert.equal(at('2026-03-29 00:59:59'), '2026-03-29T00:59:59.000Z')
  assert.equal(at('2026-03-29 01:30:00'), '2026-03-29T01:30:00.000Z')
  assert.equal(at('2026-03-29 02:30:00'), '2026-03-29T01:30:00.000Z')
  assert.equal(at('2026-07-01 12:00:00'), '2026-07-01T11:00:00.000Z')
  const bad = london({ row: 2, values: ['', 'abc'] })
  assert.equal(bad.minor('paid_amount'), null)
  assert.equal(bad.required('missing'), '')
  assert.deepEqual(
    bad.problems.map(({ column }) => column),
    ['实付', 'missing'],
  )
})
