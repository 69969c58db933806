import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { componentsOf, setComponents } from '#modules/catalog'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildBundle, buildSite, buildSku, stock, TESTER } from '#test/factories.ts'

interface Problem {
  readonly code: string
  readonly zh: string
  readonly details: {
    readonly code?: string
    readonly difference?: readonly { field: string; yours: unknown; current: unknown }[]
    readonly fields?: readonly { path: string }[]
  }
}

interface Sku {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly barcode: string | null
  readonly costMinor: string | null
  readonly weightGrams: number | null
  readonly version: number
}

const codeOf = (answer: Answer<unknown>) => `${answer.status} ${(answer.body as Problem).code}`

describe('catalog', () => {
  let app: TestApp
  let planner: Caller
  before(async () => {
    app = await testApp()
    planner = await app.as('planner')
  })
  after(() => app[Symbol.asyncDispose]())

  const find = async (query: string) =>
    (await planner.get<{ items: Sku[] }>(`/api/catalog/skus?${query}`)).body.items

  const add = async (sku: Record<string, unknown>) => {
    const answer = await planner.post<{ id: string }>('/api/catalog/skus', sku)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.id
  }

  test('a SKU is found by name, pinyin, initials, code and barcode', async () => {
    await add({ code: 'BWB-500', name: '不锈钢保温杯', barcode: '6901234567892' })
    await add({ code: 'CC-1', name: '重庆长沙银行行长杯' })
    for (const q of ['保温', 'baowenbei', 'bwb', 'bxgbwb', 'bwb-5', '6901234567892', 'BaoWen']) {
      const found = await find(`q=${encodeURIComponent(q)}`)
      assert.deepEqual(
        found.map(({ code }) => code),
        ['BWB-500'],
        q,
      )
    }
    // One character, several readings: the phrase decides.
    assert.equal((await find('q=chongqingchangshayinhanghangzhang')).length, 1)
    assert.equal((await find(`q=${encodeURIComponent('%')}`)).length, 0, 'a % is a letter')
  })

  test('an export of the list holds what the list holds', async () => {
    const answer = await fetch(`${app.url}/api/catalog/skus/export?format=xlsx&q=BWB-500&lang=zh`, {
      headers: { cookie: await cookieOf(app) },
    })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(await answer.arrayBuffer())
    const rows = book.worksheets[0]!.getSheetValues() as unknown[][]
    assert.equal(rows[1]?.[1], 'SKU 编码')
    assert.equal(rows[2]?.[1], 'BWB-500')
  })

  test('INV-CATALOG-1: of twenty SKUs claiming one barcode at once, one gets it', async () => {
    const barcode = '6901234567908'
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        planner.post('/api/catalog/skus', { code: `RACE-${n}`, name: '抢条码', barcode }),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(answers.filter((a) => codeOf(a) === '409 catalog.barcode_taken').length, 19)
    const holders = await find(`q=${barcode}`)
    assert.equal(holders.length, 1)
    const again = await planner.post<Problem>('/api/catalog/skus', {
      code: 'RACE-LATE',
      name: '迟到',
      barcode,
    })
    assert.equal(again.body.details.code, holders[0]?.code, 'the refusal names who has it')
    assert.equal((await find('q=RACE-')).length, 1, 'the refused left nothing behind')
  })

  test('a mistyped GTIN is refused with the digit it should have; other codes pass', async () => {
    const wrong = await planner.post<Problem>('/api/catalog/skus', {
      code: 'GTIN-1',
      name: '杯',
      barcode: '6901234567893',
    })
    assert.equal(codeOf(wrong), '400 catalog.barcode_check_digit')
    assert.match(wrong.body.zh, /应为 2/)
    await add({ code: 'GTIN-2', name: '杯', barcode: 'X001ABCDEF' })
  })

  test('codes are one without regard to case', async () => {
    await add({ code: 'Case-ä-ß', name: '一' })
    const again = await planner.post('/api/catalog/skus', { code: 'CASE-Ä-ß', name: '二' })
    assert.equal(codeOf(again), '409 catalog.sku_code_taken')
  })

  test('hostile text goes in and comes out as it was, in every field', async () => {
    const texts = [
      `'; drop table catalog.skus; --`,
      '<img src=x onerror=alert(1)>',
      '${7*7}{{7*7}}%s%_\\',
      '\u202Egnp.exe 👩‍👩‍👧‍👦 ﷽',
      '=cmd|calc',
    ]
    for (const [n, text] of texts.entries()) {
      const id = await add({
        code: `H${n}-${text}`,
        name: text,
        baseUnit: text.slice(0, 20),
        variant: { [text]: text },
      })
      const { body } = await planner.get<{
        code: string
        name: string
        baseUnit: string
        variant: object
      }>(`/api/catalog/skus/${id}`)
      assert.deepEqual(
        [body.code, body.name, body.baseUnit, body.variant],
        [`H${n}-${text}`, text, text.slice(0, 20).trim(), { [text]: text }],
      )
      const found = await find(`q=${encodeURIComponent(text)}`)
      assert.deepEqual(
        found.map((sku) => sku.id),
        [id],
      )
    }
    for (const field of ['code', 'name']) {
      const nul = await planner.post('/api/catalog/skus', { code: 'N', name: 'N', [field]: 'a\0b' })
      assert.equal(codeOf(nul), '400 kernel.invalid', field)
    }
  })

  test('pages hold every SKU once, in order', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await planner.get<{ items: Sku[]; nextCursor: string | null }>(
        `/api/catalog/skus?limit=3${cursor}`,
      )
      seen.push(...body.items.map(({ code }) => code))
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : ''
      assert.ok(seen.length < 500, 'the pages end')
    } while (cursor !== '')
    assert.equal(new Set(seen).size, seen.length)
    const { rows } = await sql<{ code: string }>`
      select code from catalog.skus order by upper(code)`.execute(app.services.db)
    assert.deepEqual(
      seen,
      rows.map(({ code }) => code),
    )
    assert.equal(
      codeOf(await planner.get('/api/catalog/skus?cursor=bm9uc2Vuc2U')),
      '400 kernel.bad_cursor',
    )
  })

  test('two tabs editing one SKU: the second sees the difference, nothing is overwritten', async () => {
    const id = await add({ code: 'TABS', name: '原名' })
    const edit = (name: string) =>
      planner.send<Problem>('PATCH', `/api/catalog/skus/${id}`, {
        version: 1,
        lifecycle: 'active',
        name,
        baseUnit: '件',
      })
    const answers = await Promise.all([edit('甲'), edit('乙')])
    const lost = answers.find(({ status }) => status === 409)
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(lost?.body.code, 'kernel.stale_edit')
    assert.ok(lost?.body.details.difference?.some(({ field }) => field === 'name'))
    const [sku] = await find('q=TABS')
    assert.equal(sku?.version, 2)
  })

  test('retiring is refused while goods are left; the preview says so and the change agrees', async () => {
    const { db } = app.services
    const site = await buildSite(db)
    const [full, bare] = [await buildSku(db), await buildSku(db)]
    await stock(db, site, full, 5n)
    const ask = (dryRun: boolean) =>
      planner.post<{ changed: { id: string }[]; refused: { id: string; zh: string }[] }>(
        '/api/catalog/skus/lifecycle',
        { ids: [full, bare], lifecycle: 'retired', dryRun },
      )
    const preview = await ask(true)
    const [{ lifecycle: still } = { lifecycle: '' }] = (
      await sql<{
        lifecycle: string
      }>`select lifecycle from catalog.skus where id = ${bare}`.execute(db)
    ).rows
    assert.equal(still, 'active', 'a preview changes nothing')
    const done = await ask(false)
    assert.deepEqual(done.body, preview.body)
    assert.deepEqual(
      [done.body.changed.map(({ id }) => id), done.body.refused.map(({ id }) => id)],
      [[bare], [full]],
    )
    assert.match(done.body.refused[0]?.zh ?? '', /还有库存 5/)
    const { body } = await planner.get<{ version: number; name: string; baseUnit: string }>(
      `/api/catalog/skus/${full}`,
    )
    const one = await planner.send('PATCH', `/api/catalog/skus/${full}`, {
      version: body.version,
      name: body.name,
      baseUnit: body.baseUnit,
      lifecycle: 'retired',
    })
    assert.equal(codeOf(one), '409 catalog.still_in_stock')
  })

  test('INV-CATALOG-4: the SKUs of an SPU differ by its axes, each variant once, races included', async () => {
    const spu = await planner.post<{ id: string }>('/api/catalog/spus', {
      code: 'CUP',
      name: '保温杯',
      axes: ['颜色', '容量'],
    })
    const spuId = spu.body.id
    const make = (code: string, variant: Record<string, string>) =>
      planner.post<Problem & { id: string }>('/api/catalog/skus', {
        code,
        name: '保温杯',
        spuId,
        variant,
      })
    assert.equal(codeOf(await make('CUP-X', { 颜色: '红' })), '400 catalog.variant_axes')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => make(`CUP-R${n}`, { 颜色: '红', 容量: '500ml' })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(answers.filter((a) => codeOf(a) === '409 catalog.variant_taken').length, 9)
    assert.equal((await make('CUP-B', { 颜色: '蓝', 容量: '500ml' })).status, 200)
    assert.equal((await find(`spuId=${spuId}`)).length, 2)
    const edit = (axes: string[], version = 1) =>
      planner.send<Problem>('PATCH', `/api/catalog/spus/${spuId}`, { version, name: '大杯', axes })
    assert.equal(codeOf(await edit(['颜色'])), '409 catalog.axes_in_use')
    assert.equal((await edit(['容量', '颜色'])).status, 200)
    assert.equal(codeOf(await edit(['容量', '颜色'])), '409 kernel.stale_edit')
    const { body } = await planner.get<{ items: { code: string; skus: number }[] }>(
      '/api/catalog/spus?q=cup',
    )
    assert.deepEqual(
      body.items.map(({ code, skus }) => [code, skus]),
      [['CUP', 2]],
    )
    const made = answers.find(({ status }) => status === 200)?.body.id ?? ''
    const one = await planner.get<{ spu: { code: string } }>(`/api/catalog/skus/${made}`)
    assert.equal(one.body.spu.code, 'CUP')
    // An edit that says nothing of the SPU leaves it.
    await planner.send('PATCH', `/api/catalog/skus/${made}`, {
      version: 1,
      lifecycle: 'active',
      name: '红杯',
      baseUnit: '只',
      variant: { 颜色: '红', 容量: '500ml' },
    })
    assert.equal((await find(`spuId=${spuId}`)).length, 2)
  })

  test('packs are told in base units; a unit stands once', async () => {
    const id = await add({ code: 'PACK', name: '杯', baseUnit: '只' })
    let version = 1
    const put = async (packs: unknown) => {
      const answer = await planner.send<{ version?: number }>(
        'PUT',
        `/api/catalog/skus/${id}/packs`,
        { version, packs },
      )
      version = answer.body.version ?? version
      return answer
    }
    const good = [
      { unit: '箱', qty: '24' },
      { unit: '托', qty: '960' },
    ]
    assert.equal((await put(good)).status, 200)
    assert.equal(
      codeOf(await put([...good, { unit: '箱', qty: '12' }])),
      '400 catalog.pack_unit_twice',
    )
    assert.equal(codeOf(await put([{ unit: '只', qty: '2' }])), '400 catalog.pack_unit_twice')
    for (const qty of ['1', '0', '-5', '1000000000000000']) {
      assert.equal(codeOf(await put([{ unit: '箱', qty }])), '400 kernel.invalid', qty)
    }
    const { body } = await planner.get<{ packs: unknown }>(`/api/catalog/skus/${id}`)
    assert.deepEqual(body.packs, good)
  })

  test('the standard cost in force is the newest that is not in the future', async () => {
    const id = await add({ code: 'COST', name: '成本' })
    let version = 1
    for (const [date, costMinor] of [
      ['2020-01-01', '1000'],
      ['2021-01-01', '1100'],
      ['2199-01-01', '9900'],
    ]) {
      const answer = await planner.send<{ version: number }>(
        'PUT',
        `/api/catalog/skus/${id}/costs/${date}`,
        { version, costMinor },
      )
      assert.equal(answer.status, 200)
      version = answer.body.version
    }
    const [sku] = await find('q=COST')
    assert.equal(sku?.costMinor, '1100')
    for (const costMinor of ['-1', '1.5', '10000000000000000000', 'abc']) {
      const bad = await planner.send('PUT', `/api/catalog/skus/${id}/costs/2022-01-01`, {
        version,
        costMinor,
      })
      assert.equal(codeOf(bad), '400 kernel.invalid', costMinor)
    }
  })

  test('a nested bundle opens to its parts: 2 × (3 cups + 1 lid) + 1 lid = 6 cups, 3 lids', async () => {
    const { db } = app.services
    const [cup, lid] = [await buildSku(db, '杯'), await buildSku(db, '盖')]
    const inner = await buildBundle(db, [
      { skuId: cup, qty: 3n },
      { skuId: lid, qty: 1n },
    ])
    const outer = await buildBundle(db, [
      { skuId: inner, qty: 2n },
      { skuId: lid, qty: 1n },
    ])
    const parts = (await componentsOf(db, [outer, cup])).get(outer) ?? []
    assert.deepEqual(
      new Map(parts.map(({ skuId, qty }) => [skuId, qty])),
      new Map([
        [cup, 6n],
        [lid, 3n],
      ]),
    )
  })

  test('INV-CATALOG-2: two recipes that would close a cycle together: one is refused', async () => {
    const { db } = app.services
    const cup = await buildSku(db)
    const one = await buildBundle(db, [{ skuId: cup, qty: 1n }])
    const two = await buildBundle(db, [{ skuId: cup, qty: 1n }])
    const put = (bundleId: string, skuId: string) =>
      db.transaction().execute((tx) => setComponents(tx, TESTER, bundleId, [{ skuId, qty: 1n }]))
    const results = await Promise.allSettled([put(one, two), put(two, one)])
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    const seen = await planner.get<{ version: number }>(`/api/catalog/skus/${one}`)
    const self = await planner.send('PUT', `/api/catalog/skus/${one}/components`, {
      version: seen.body.version,
      components: [{ skuId: one, qty: 1 }],
    })
    assert.equal(codeOf(self), '409 catalog.bundle_cycle')
    const notOne = await planner.send('PUT', `/api/catalog/skus/${cup}/components`, {
      version: 1,
      components: [{ skuId: one, qty: 1 }],
    })
    assert.equal(codeOf(notOne), '409 catalog.not_a_bundle')
  })

  test('every change stands in the audit log with before and after', async () => {
    const { rows } = await sql<{ action: string }>`
      select distinct action from audit.entries where action like 'catalog.%' order by 1`.execute(
      app.services.db,
    )
    assert.deepEqual(
      rows.map(({ action }) => action),
      [
        'catalog.bundle.components',
        'catalog.cost.set',
        'catalog.packs.set',
        'catalog.sku.add',
        'catalog.sku.edit',
        'catalog.sku.lifecycle',
        'catalog.spu.add',
        'catalog.spu.edit',
      ],
    )
  })
})

/** A cookie for a plain fetch, since an export is bytes and not JSON. */
async function cookieOf(app: TestApp): Promise<string> {
  const username = `export-${newId().slice(-6)}`
  const owner = await app.as('owner')
  await owner.post('/api/access/users', {
    username,
    displayName: 'E',
    role: 'planner',
    password: 'a long passphrase',
  })
  const answer = await app.anonymous.post('/api/session', {
    username,
    password: 'a long passphrase',
  })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
