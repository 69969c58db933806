import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
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

interface Import {
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly unknownColumns: readonly string[]
  readonly refusals: readonly {
    row: number
    column: string
    zh: string
    cells?: Record<string, string>
  }[]
}

const codeOf = (answer: Answer<unknown>) => `${answer.status} ${(answer.body as Problem).code}`

const counts = ({ read, created, updated, unchanged, refused }: Import) => [
  read,
  created,
  updated,
  unchanged,
  refused,
]

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

  const upload = async (bytes: Buffer | string, dryRun: boolean) => {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(Buffer.from(bytes))]), '商品.csv')
    return planner.post<Import>(`/api/catalog/skus/import?dryRun=${dryRun}`, form)
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

  test('the standard cost in force is the newest that is not in the future', async () => {
    const id = await add({ code: 'COST', name: '成本' })
    for (const [date, costMinor] of [
      ['2020-01-01', '1000'],
      ['2021-01-01', '1100'],
      ['2199-01-01', '9900'],
    ]) {
      const answer = await planner.send('PUT', `/api/catalog/skus/${id}/costs/${date}`, {
        costMinor,
      })
      assert.equal(answer.status, 200)
    }
    const [sku] = await find('q=COST')
    assert.equal(sku?.costMinor, '1100')
    for (const costMinor of ['-1', '1.5', '10000000000000000000', 'abc']) {
      const bad = await planner.send('PUT', `/api/catalog/skus/${id}/costs/2022-01-01`, {
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
    const self = await planner.send('PUT', `/api/catalog/skus/${one}/components`, {
      components: [{ skuId: one, qty: 1 }],
    })
    assert.equal(codeOf(self), '409 catalog.bundle_cycle')
    const notOne = await planner.send('PUT', `/api/catalog/skus/${cup}/components`, {
      components: [{ skuId: one, qty: 1 }],
    })
    assert.equal(codeOf(notOne), '409 catalog.not_a_bundle')
  })

  test('INV-CATALOG-3: every row is accounted for; the dry run equals the commit; again changes nothing', async () => {
    const file = [
      'SKU编码,名称,条码,单位,重量(克),标准成本,颜色',
      'IMP-1,保温杯 一号,6901234567939,只,320,23.5,红',
      'IMP-2,"保温杯\n二号",="00042",只,,,',
      'imp-1,重复,,,,,',
      'IMP-3,坏条码,6901234567893,只,1,1,',
      'IMP-4,太重,,只,99999999,,',
      'IMP-5,坏成本,,只,,1.234,',
      ',没有编码,,,,,',
      'IMP-6,,,,,,',
      'IMP-7,占用,6901234567892,,,,',
      'IMP-8,<script>alert(1)</script>,,,,,',
    ].join('\r\n')
    const dry = await upload(iconv.encode(file, 'gb18030'), true)
    assert.deepEqual(counts(dry.body), [10, 3, 0, 0, 7])
    assert.equal((await find('q=IMP-')).length, 0, 'a dry run writes nothing')
    const done = await upload(iconv.encode(file, 'gb18030'), false)
    assert.deepEqual({ ...done.body, dryRun: true }, dry.body)
    assert.deepEqual(done.body.unknownColumns, ['颜色'])
    assert.deepEqual(
      done.body.refusals.map(({ row, column }) => [row, column]),
      [
        [4, 'SKU编码'],
        [5, '条码'],
        [6, '重量(克)'],
        [7, '标准成本'],
        [8, 'SKU编码'],
        [9, '名称'],
        [10, '条码'],
      ],
    )
    assert.match(done.body.refusals.at(-1)?.zh ?? '', /BWB-500/, 'names the SKU that has it')
    assert.equal(done.body.refusals[0]?.cells?.['名称'], '重复', 'the row comes back to be mended')
    assert.deepEqual(
      (await find('q=IMP-')).map(({ code, name, barcode, costMinor, weightGrams }) => [
        code,
        name,
        barcode,
        costMinor,
        weightGrams,
      ]),
      [
        ['IMP-1', '保温杯 一号', '6901234567939', '2350', 320],
        ['IMP-2', '保温杯 二号', '00042', null, null],
        ['IMP-8', '<script>alert(1)</script>', null, null, null],
      ],
    )
    assert.deepEqual(counts((await upload(file, false)).body), [10, 0, 0, 3, 7])
    const changed = file.replace('一号', '三号')
    assert.deepEqual(counts((await upload(changed, false)).body), [10, 0, 1, 2, 7])
    assert.equal((await find('q=baowenbeisanhao')).length, 1, 'found by its new pinyin')
  })

  test('an import keeps a SKU findable by its variant', async () => {
    await add({ code: 'VAR-1', name: '杯', variant: { 颜色: '曜石黑' } })
    await upload('SKU,名称\nVAR-1,大杯\n', false)
    assert.equal((await find('q=yaoshihei')).length, 1)
  })

  test('files that are no SKU lists are refused by name and change nothing', async () => {
    assert.equal(codeOf(await upload('a,b\n1,2\n', false)), '400 catalog.import_columns')
    assert.equal(codeOf(await upload('', false)), '400 kernel.file_empty')
    assert.equal(
      codeOf(await upload(Buffer.from([0x61, 0xff, 0xff]), false)),
      '400 kernel.file_encoding',
    )
    assert.equal(
      codeOf(await planner.post('/api/catalog/skus/import?dryRun=true', new FormData())),
      '400 kernel.file_missing',
    )
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
        'catalog.sku.add',
        'catalog.sku.edit',
        'catalog.sku.lifecycle',
        'catalog.skus.import',
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
