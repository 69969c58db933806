import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId, isId } from './ids.ts'
import { addDays, dateIn, fromWallClock, instant, isDate, offsetMsAt } from './time.ts'

test('a business date belongs to the zone of the shop, not to UTC', () => {
  const at = instant('2026-11-10T16:30:00Z')
  assert.equal(dateIn(at, 'Asia/Shanghai'), '2026-11-11')
  assert.equal(dateIn(at, 'UTC'), '2026-11-10')
  assert.equal(dateIn(at, 'America/New_York'), '2026-11-10')
})

test('wall clock and instant agree in any zone and season', () => {
  const zones = fc.constantFrom('Asia/Shanghai', 'Europe/London', 'America/New_York', 'UTC')
  const range = { min: new Date('2010-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }
  fc.assert(
    fc.property(fc.date(range), zones, (date, zone) => {
      const at = instant(Math.floor(date.getTime() / 1000) * 1000)
      const wall = new Date(at.getTime() + offsetMsAt(at, zone)).toISOString().slice(0, 19)
      const back = fromWallClock(wall, zone)
      // In the hour that a clock change repeats there are two instants; the first is chosen.
      assert.ok(back.getTime() === at.getTime() || at.getTime() - back.getTime() === 3_600_000)
    }),
  )
})

test('a wall-clock time that a clock change skips lands after the gap', () => {
  const at = fromWallClock('2026-03-29T01:30:00', 'Europe/London')
  assert.equal(at.toISOString(), '2026-03-29T01:30:00.000Z')
})

test('dates: leap day, year end, nonsense', () => {
  assert.equal(addDays('2024-02-28', 1), '2024-02-29')
  assert.equal(addDays('2026-12-31', 1), '2027-01-01')
  assert.equal(isDate('2026-02-30'), false)
  assert.equal(isDate('2026-2-3'), false)
  assert.equal(isDate('2028-02-29'), true)
})

test('ids are unique, valid and strictly increasing within a process', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  assert.deepEqual(ids, ids.toSorted())
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => isId(id) && id[14] === '7'))
})
