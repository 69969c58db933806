import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildSku } from '#test/factories.ts'

describe('standard costs', () => {
  let app: TestApp
  let planner: Caller
  before(async () => {
    app = await testApp()
    planner = await app.as('planner')
  })
  after(() => app[Symbol.asyncDispose]())

  test('two tabs set one standard cost: the second sees the difference, and the same again is done already', async () => {
    const id = await buildSku(app.services.db)
    const set = (version: number, costMinor: string) =>
      planner.send<{
        code?: string
        version: number
        details: { difference: unknown; currentVersion: number }
      }>('PUT', `/api/catalog/skus/${id}/costs/2024-01-01`, { version, costMinor })
    assert.deepEqual((await set(1, '1000')).body, { version: 2 })
    assert.deepEqual((await set(1, '1000')).body, { version: 2 }, 'sent twice')
    const second = await set(1, '1200')
    assert.deepEqual([second.status, second.body.code], [409, 'kernel.stale_edit'])
    assert.deepEqual(second.body.details.difference, [
      { field: 'costMinor', yours: '1200', current: '1000' },
    ])
    assert.equal((await set(second.body.details.currentVersion, '1200')).status, 200)
  })
})
