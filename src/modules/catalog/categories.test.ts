// 类目: a tree that stays one, goods that are found by it, and files that bring it along.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Caller, type TestApp, testApp } from '#test/app.ts'

interface Category {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly path: string[]
  readonly skus: number
  readonly version: number
}

describe('categories', () => {
  let app: TestApp
  let owner: Caller
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
  })
  after(async () => app[Symbol.asyncDispose]())

  const tree = async () =>
    (await owner.get<{ items: Category[] }>('/api/catalog/categories')).body.items
  const shown = async () => (await tree()).map(({ path, skus }) => `${path.join('/')} ${skus}`)
  const add = async (name: string, parentId: string | null = null) => {
    const { status, body } = await owner.post<{ id: string; code: string }>(
      '/api/catalog/categories',
      { name, parentId },
    )
    return { status, id: body.id, code: body.code }
  }
  const edit = (one: Category, change: { name?: string; parentId?: string | null }) =>
    owner.send<{ code: string }>('PATCH', `/api/catalog/categories/${one.id}`, {
      name: one.name,
      parentId: one.parentId,
      version: one.version,
      ...change,
    })
  const sku = async (code: string, spuId: string | null = null, variant = {}) =>
    (await owner.post<{ id: string }>('/api/catalog/skus', { code, name: code, spuId, variant }))
      .body.id
  const assign = async (ids: string[], categoryId: string | null, dryRun = false) =>
    (await owner.post<object>('/api/catalog/skus/category', { ids, categoryId, dryRun })).body
  const find = async (path: string) => (await tree()).find((one) => one.path.join('/') === path)!

  test('INV-CATALOG-5: a tree is built, renamed and moved, and never lies in itself', async () => {
    const kitchen = await add('厨具')
    const pans = await add('炒锅', kitchen.id)
    const toys = await add('玩具')
    assert.deepEqual(await shown(), ['厨具 0', '厨具/炒锅 0', '玩具 0'])
    assert.equal((await add('炒锅', kitchen.id)).code, 'catalog.category_name_taken')
    assert.equal((await add('炒锅', toys.id)).status, 200, 'another place, the same name')
    assert.equal((await add('炒/锅')).status, 400)
    const inItself = await edit(await find('厨具'), { parentId: pans.id })
    assert.deepEqual([inItself.status, inItself.body.code], [409, 'catalog.category_in_itself'])
    assert.equal((await edit(await find('厨具/炒锅'), { name: '锅' })).status, 200)
    assert.equal((await edit(await find('玩具'), { parentId: kitchen.id })).status, 200)
    assert.deepEqual(await shown(), ['厨具 0', '厨具/玩具 0', '厨具/玩具/炒锅 0', '厨具/锅 0'])
    const stale = await edit({ ...(await find('厨具/锅')), version: 1 }, { name: '釜' })
    assert.deepEqual([stale.status, stale.body.code], [409, 'kernel.stale_edit'])
  })

  test('two moves that would close a ring together: one is refused', async () => {
    const pairs = []
    for (let n = 0; n < 6; n++) {
      await add(`A${n}`)
      await add(`B${n}`)
      pairs.push([await find(`A${n}`), await find(`B${n}`)] as const)
    }
    const answers = await Promise.all(
      pairs.map(([one, other]) =>
        Promise.all([edit(one, { parentId: other.id }), edit(other, { parentId: one.id })]),
      ),
    )
    for (const pair of answers) {
      assert.deepEqual(
        pair.map(({ status }) => status).toSorted((a, b) => a - b),
        [200, 409],
      )
    }
  })

  test('five levels at most, what is carried along included', async () => {
    let parent: string | null = null
    for (const name of ['1', '2', '3', '4', '5']) parent = (await add(name, parent)).id
    assert.equal((await add('6', parent)).code, 'catalog.category_too_deep')
    const two = await add('x')
    await add('y', two.id)
    const refused = await edit(await find('x'), { parentId: (await find('1/2/3/4')).id })
    assert.equal(refused.body.code, 'catalog.category_too_deep')
  })

  test('a SKU is put into its category on its own form; one of a product takes the others along', async () => {
    const [pans, pots] = [await add('锅'), await add('壶')]
    const { body: spu } = await owner.post<{ id: string }>('/api/catalog/spus', {
      code: 'KETTLE',
      name: 'kettle',
      axes: ['size'],
    })
    const made = async (code: string, more: object) =>
      (await owner.post<{ id: string }>('/api/catalog/skus', { code, name: code, ...more })).body.id
    const wok = await made('WOK-1', { categoryId: pans.id })
    const small = await made('KETTLE-S', { spuId: spu.id, variant: { size: 's' } })
    const large = await made('KETTLE-L', {
      spuId: spu.id,
      variant: { size: 'l' },
      categoryId: pots.id,
    })
    const of = async (id: string) =>
      (
        await owner.get<{ version: number; categoryId: string | null; category: string[] | null }>(
          `/api/catalog/skus/${id}`,
        )
      ).body
    assert.deepEqual(
      [(await of(wok)).category, (await of(small)).category, (await of(large)).categoryId],
      [['锅'], ['壶'], pots.id],
    )
    const edit = (id: string, version: number, more: object) =>
      owner.send<{ version: number; code: string }>('PATCH', `/api/catalog/skus/${id}`, {
        version,
        name: 'x',
        lifecycle: 'active',
        ...more,
      })
    const { version } = await of(wok)
    // Left out it stays; named it moves; the version told is the one that now holds.
    const kept = await edit(wok, version, {})
    assert.deepEqual([kept.status, (await of(wok)).category], [200, ['锅']])
    const moved = await edit(wok, kept.body.version, { categoryId: pots.id })
    assert.deepEqual(
      [(await of(wok)).version, (await of(wok)).category],
      [moved.body.version, ['壶']],
    )
    const out = await edit(wok, moved.body.version, { categoryId: null })
    assert.deepEqual([out.status, (await of(wok)).category], [200, null])
    const nobody = await edit(wok, out.body.version, { categoryId: wok })
    assert.equal(nobody.status, 404)
    assert.equal((await of(wok)).version, out.body.version, 'refused, nothing changed')
  })

  test('goods of a product move together; found by a category are those below it', async () => {
    const [cups, mugs] = [await add('杯子'), await add('碗')]
    const deep = await add('马克杯', cups.id)
    const { body: spu } = await owner.post<{ id: string }>('/api/catalog/spus', {
      code: 'MUG',
      name: 'mug',
      axes: ['color'],
    })
    const red = await sku('MUG-R', spu.id, { color: 'red' })
    const blue = await sku('MUG-B', spu.id, { color: 'blue' })
    const bowl = await sku('BOWL')
    const plan = { changed: 3, along: 1, unchanged: 0 }
    assert.deepEqual(await assign([red, bowl], deep.id, true), plan)
    assert.deepEqual((await find('杯子')).skus, 0, 'a dry run changes nothing')
    assert.deepEqual(await assign([red, bowl], deep.id), plan)
    assert.deepEqual(await assign([red, bowl], deep.id), { changed: 0, along: 0, unchanged: 2 })
    const codes = async (categoryId: string) =>
      (
        await owner.get<{ items: { code: string; category: string[] | null }[] }>(
          `/api/catalog/skus?categoryId=${categoryId}`,
        )
      ).body.items.map(({ code, category }) => `${code} ${category?.join('/')}`)
    assert.deepEqual(await codes(cups.id), [
      'BOWL 杯子/马克杯',
      'MUG-B 杯子/马克杯',
      'MUG-R 杯子/马克杯',
    ])
    await assign([bowl], mugs.id)
    assert.deepEqual([(await find('杯子')).skus, (await find('碗')).skus], [2, 1])
    // A product given another category on its own form takes its SKUs along.
    const edited = await owner.send('PATCH', `/api/catalog/spus/${spu.id}`, {
      version: 2,
      name: 'mug',
      axes: ['color'],
      categoryId: mugs.id,
    })
    assert.equal(edited.status, 200)
    assert.deepEqual(await codes(mugs.id), ['BOWL 碗', 'MUG-B 碗', 'MUG-R 碗'])
    assert.ok(blue)
    const used = await owner.send<{ code: string }>('DELETE', `/api/catalog/categories/${mugs.id}`)
    assert.deepEqual([used.status, used.body.code], [409, 'catalog.category_in_use'])
    const gone = await owner.send('DELETE', `/api/catalog/categories/${deep.id}`)
    assert.equal(gone.status, 200)
  })

  test('INV-CATALOG-3: a file brings categories along; the dry run makes none, again changes nothing', async () => {
    const upload = async (text: string, dryRun: boolean) => {
      const form = new FormData()
      form.append('file', new Blob([text]), 'skus.csv')
      const { body } = await owner.post<
        Record<string, number> & { refusals: { column: string }[] }
      >(`/api/catalog/skus/import?dryRun=${dryRun}`, form)
      return body
    }
    const counts = ({ read, created, updated, unchanged, refused }: Record<string, number>) => [
      read,
      created,
      updated,
      unchanged,
      refused,
    ]
    const file =
      'SKU编码,名称,类目\nF1,一,家具/椅子\nF2,二,家具 / 桌子\nF3,三,\nF4,四,a/b/c/d/e/f\n'
    const before = (await tree()).length
    const tried = await upload(file, true)
    assert.deepEqual(counts(tried), [4, 3, 0, 0, 1])
    assert.equal(tried.refusals[0]!.column, '类目')
    assert.equal((await tree()).length, before)
    assert.deepEqual(counts(await upload(file, false)), [4, 3, 0, 0, 1])
    assert.deepEqual([(await find('家具')).skus, (await find('家具/桌子')).skus], [2, 1])
    assert.deepEqual(counts(await upload(file, false)), [4, 0, 0, 3, 1])
    const moved = file.replace('家具/椅子', '家具/桌子')
    assert.deepEqual(counts(await upload(moved, false)), [4, 0, 1, 2, 1])
    assert.deepEqual([(await find('家具/椅子')).skus, (await find('家具/桌子')).skus], [0, 2])
  })
})
