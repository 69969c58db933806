import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import iconv from 'iconv-lite'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

interface Sku {
  readonly code: string
  readonly name: string
  readonly barcode: string | null
  readonly costMinor: string | null
  readonly weightGrams: number | null
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

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

const counts = ({ read, created, updated, unchanged, refused }: Import) => [
  read,
  created,
  updated,
  unchanged,
  refused,
]

describe('SKUs from files', () => {
  let app: TestApp
  let planner: Caller
  before(async () => {
    app = await testApp()
    planner = await app.as('planner')
    await add({ code: 'BWB-500', name: '不锈钢保温杯', barcode: '6901234567892' })
  })
  after(() => app[Symbol.asyncDispose]())

  const find = async (query: string) =>
    (await planner.get<{ items: Sku[] }>(`/api/catalog/skus?${query}`)).body.items

  const add = async (sku: Record<string, unknown>) => {
    const answer = await planner.post<{ id: string }>('/api/catalog/skus', sku)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }

  const upload = async (bytes: Buffer | string, dryRun: boolean) => {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(Buffer.from(bytes))]), '商品.csv')
    return planner.post<Import>(`/api/catalog/skus/import?dryRun=${dryRun}`, form)
  }

  test('INV-CATALOG-3: every row is accounted for; the dry run equals the commit; again changes nothing', async () => {
    const file = [
      'SKU编码,名称,条码,单位,重量(克),标准成本,颜色',
      'IMP-1,保温杯 一号,6901234599992,只,320,23.5,红',
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
        ['IMP-1', '保温杯 一号', '6901234599992', '2350', 320],
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

  test('the sample shipped with the product imports whole, twice the same', async () => {
    const sample = readFileSync('samples/skus.csv')
    const lines = sample.toString('utf8').trim().split('\n').length - 1
    const first = await upload(sample, false)
    // One of its barcodes is taken by the SKU made above; that row alone is refused.
    assert.deepEqual(counts(first.body), [lines, lines - 1, 0, 0, 1])
    assert.deepEqual(counts((await upload(sample, false)).body), [lines, 0, 0, lines - 1, 1])
    const { rows } = await sql<{ after: { created: number } }>`
      select after from audit.entries where action = 'catalog.skus.import' order by id desc limit 2`.execute(
      app.services.db,
    )
    assert.deepEqual(
      rows.map(({ after }) => after.created),
      [0, lines - 1],
    )
  })
})
