// Numbers by 类目: one level at a time, as the tree is today, and every number opens its rows.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { analyst, YEAR } from './testing.ts'

describe('numbers by category', () => {
  let app: TestApp
  let owner: Caller
  let me: ReturnType<typeof analyst>
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
    me = analyst(app, owner)
  })
  after(async () => app[Symbol.asyncDispose]())

  test('by the first level, then below it, before and after goods and branches move', async () => {
    const post = async (path: string, body: object) => {
      const answer = await owner.post<{ id: string }>(path, body)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body.id
    }
    const categories: Record<string, string> = {}
    const category = async (name: string, parent?: string) => {
      categories[name] = await post('/api/catalog/categories', {
        name,
        parentId: parent === undefined ? null : categories[parent]!,
      })
    }
    await category('Kitchen')
    await category('Pans', 'Kitchen')
    await category('Cups', 'Kitchen')
    await category('Toys')
    const skus: Record<string, string> = {}
    for (const code of ['Pan1', 'CUP1', 'TOY1', 'ODD1']) {
      skus[code] = await post('/api/catalog/skus', { code, name: code })
    }
    const assign = async (code: string, name: string) => {
      await post('/api/catalog/skus/category', {
        ids: [skus[code]],
        categoryId: categories[name]!,
        dryRun: false,
      })
      await app.drain()
    }
    await assign('Pan1', 'Pans')
    await assign('CUP1', 'Cups')
    await assign('TOY1', 'Toys')
    const shop = await me.buildShop()
    const line = (code: string, amount: bigint) => ({ sku: code, skuId: skus[code]!, amount })
    await me.put(shop.id, [
      {
        orderedOn: '2026-03-01',
        customer: 'ann',
        lines: [line('Pan1', 100n), line('CUP1', 50n), line('ODD1', 7n)],
      },
      { orderedOn: '2026-03-02', customer: 'bob', lines: [line('TOY1', 30n)], refunded: 5n },
    ])
    const ask = async (filters = {}) => {
      const { status, body } = await me.query({
        metrics: ['gross_sales', 'orders', 'refunds'],
        by: ['category'],
        filters: { shop: shop.code, ...filters },
      })
      assert.equal(status, 200, JSON.stringify(body))
      return body.rows.map(({ keys, values }) => [
        keys['category'],
        ...Object.values(values).map(Number),
      ])
    }
    assert.deepEqual(await ask(), [
      ['', 7, 1, 0],
      ['Kitchen', 150, 1, 0],
      ['Toys', 30, 1, 5],
    ])
    assert.deepEqual(await ask({ category: 'Kitchen' }), [
      ['Kitchen/Cups', 50, 1, 0],
      ['Kitchen/Pans', 100, 1, 0],
    ])
    assert.deepEqual(await ask({ category: 'Kitchen/Pans' }), [['Kitchen/Pans', 100, 1, 0]])
    const rows = (category: string) =>
      me.sumOfRows(shop.code, 'gross_sales', `&category=${encodeURIComponent(category)}`)
    assert.deepEqual(await Promise.all(['Kitchen', 'Toys', '-'].map(rows)), [150n, 30n, 7n])

    // Goods and a whole branch move: history is told by the tree as it is now, and a rebuild says the same.
    await assign('TOY1', 'Cups')
    const { body } = await owner.get<{ items: { id: string; version: number }[] }>(
      '/api/catalog/categories',
    )
    const { version } = body.items.find(({ id }) => id === categories['Pans'])!
    await owner.send('PATCH', `/api/catalog/categories/${categories['Pans']}`, {
      name: 'Woks',
      parentId: null,
      version,
    })
    await app.drain()
    const now = [
      ['', 7, 1, 0],
      ['Kitchen', 80, 2, 5],
      ['Woks', 100, 1, 0],
    ]
    assert.deepEqual(await ask(), now)
    await me.rebuild()
    assert.deepEqual(await ask(), now)
  })

  test('what knows no goods is refused by name; offline sales and stock know them', async () => {
    const ask = (metric: string) => me.query({ ...YEAR, metrics: [metric], by: ['category'] })
    const refused = await ask('visitors')
    assert.deepEqual(
      [refused.status, (refused.body as unknown as { code: string }).code],
      [400, 'analytics.no_such_cut'],
    )
    for (const metric of ['offline_sales', 'stock_on_hand', 'net_sales', 'gross_margin']) {
      assert.equal((await ask(metric)).status, 200, metric)
    }
  })
})
