// Refused rows are counted once each, however many there are and in whatever order; the first ten thousand are kept.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { testServices } from '#test/app.ts'
import { gatherRefusals, MAX_KEPT } from './refusals.ts'

describe('refused rows', () => {
  let services: Awaited<ReturnType<typeof testServices>>
  before(async () => {
    services = await testServices()
  })
  after(() => services[Symbol.asyncDispose]())

  test('each counts once, also told twice, far apart or beyond those that are kept', () => {
    const refusals = gatherRefusals(services.vault, newId())
    const refuse = (row: number) => refusals.add({ row, values: ['x'] }, [])
    for (const row of [2, 1_048_576, 2, 7, 8, 9, 7]) refuse(row)
    assert.equal(refusals.count, 5)
    for (let row = 2; row < MAX_KEPT + 1000; row++) refuse(row)
    for (let row = 2; row < MAX_KEPT + 1000; row++) refuse(row)
    assert.equal(refusals.count, MAX_KEPT + 1000 - 2 + 1)
    refusals.discard()
  })
})
