import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Caller, type TestApp, testApp } from '#test/app.ts'

describe('two tabs', () => {
  let app: TestApp
  let planner: Caller
  before(async () => {
    app = await testApp()
    planner = await app.as('planner')
  })
  after(() => app[Symbol.asyncDispose]())

  const add = async (sku: object) =>
    (await planner.post<{ id: string }>('/api/catalog/skus', sku)).body.id

  test('two tabs editing the packs or the recipe of one SKU: the second sees the difference', async () => {
    const [part, bundle] = [
      await add({ code: 'TAB-PART', name: '杯' }),
      await add({ code: 'TAB-BUNDLE', name: '套', kind: 'bundle' }),
    ]
    const put = (id: string, what: 'packs' | 'components', lines: unknown) =>
      planner.send<{
        code: string
        details: { difference: { field: string; current: unknown }[] }
      }>('PUT', `/api/catalog/skus/${id}/${what}`, { version: 1, [what]: lines })
    const cases = [
      [part, 'packs', [{ unit: '箱', qty: '24' }], [{ unit: '箱', qty: '12' }]],
      [bundle, 'components', [{ skuId: part, qty: '2' }], [{ skuId: part, qty: '3' }]],
    ] as const
    for (const [id, what, first, second] of cases) {
      assert.equal((await put(id, what, first)).status, 200)
      const late = await put(id, what, second)
      assert.equal(`${late.status} ${late.body.code}`, '409 kernel.stale_edit')
      assert.deepEqual(late.body.details.difference, [
        { field: what, yours: second, current: first },
      ])
      const { body } = await planner.get<Record<string, { qty: string }[]>>(
        `/api/catalog/skus/${id}`,
      )
      assert.equal(body[what]![0]!.qty, first[0]!.qty, 'nothing was overwritten')
    }
  })
})
