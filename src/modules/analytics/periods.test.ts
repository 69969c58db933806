import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMonths, bucketsOf, comparedWith, monday, nameOfBucket } from './periods.ts'

const to = (from: string, until: string) => ({ from, to: until })

test('months stand beside months, weeks beside weeks, other periods beside as many days before', () => {
  const cases: [string, string, string, string][] = [
    ['2026-11-01', '2026-11-30', '2026-10-01', '2026-10-31'],
    ['2026-11-01', '2026-11-24', '2026-10-01', '2026-10-24'],
    ['2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
    ['2026-07-01', '2026-09-30', '2026-04-01', '2026-06-30'],
    ['2026-11-23', '2026-11-25', '2026-11-16', '2026-11-18'],
    ['2026-11-25', '2026-11-25', '2026-11-24', '2026-11-24'],
    ['2026-11-10', '2026-11-19', '2026-10-31', '2026-11-09'],
  ]
  for (const [from, until, was, wasUntil] of cases) {
    assert.deepEqual(
      comparedWith(to(from, until), 'previous'),
      to(was, wasUntil),
      `${from}…${until}`,
    )
  }
  assert.deepEqual(
    comparedWith(to('2024-02-01', '2024-02-29'), 'year'),
    to('2023-02-01', '2023-02-28'),
  )
  assert.deepEqual(
    comparedWith(to('2025-02-01', '2025-02-28'), 'year'),
    to('2024-02-01', '2024-02-29'),
  )
  assert.deepEqual(
    comparedWith(to('2026-11-05', '2026-11-09'), 'year'),
    to('2025-11-05', '2025-11-09'),
  )
})

test('buckets are named as the answers name them', () => {
  assert.equal(monday('2026-11-25'), '2026-11-23')
  assert.equal(monday('1969-12-31'), '1969-12-29')
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
  assert.deepEqual(bucketsOf('week', to('2026-11-25', '2026-12-01')), ['2026-11-23', '2026-11-30'])
  assert.deepEqual(bucketsOf('month', to('2026-11-25', '2027-01-01')), [
    '2026-11',
    '2026-12',
    '2027-01',
  ])
  assert.equal(bucketsOf('day', to('2024-02-28', '2024-03-01')).length, 3)
  assert.deepEqual(
    (['day', 'week', 'month'] as const).map((grain) => nameOfBucket(grain, '2026-11-25')),
    ['2026-11-25', '2026-11-23', '2026-11'],
  )
})
