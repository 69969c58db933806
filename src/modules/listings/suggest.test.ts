// Suggestions: codes and barcodes first, wording after, numbers and colours must agree; measured on real products.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import Papa from 'papaparse'
import { openCatalogue, type SuggestFor } from './suggest.ts'
import { wordingOf } from './wording.ts'

const sku = (code: string, name: string, variant = '') => ({
  id: `id-${code}`,
  code,
  name,
  variant,
})
const asked = (given: Partial<SuggestFor>): SuggestFor => ({
  title: '',
  spec: '',
  merchantCode: '',
  productCode: '',
  barcode: '',
  ...given,
})

const CUPS = openCatalogue(
  [
    sku('BWB-500-R', '不锈钢保温杯 500ml', '红色'),
    sku('BWB-500-B', '不锈钢保温杯 500ml', '蓝色'),
    sku('BWB-750-R', '不锈钢保温杯 750ml', '红色'),
    sku('BEI-350', '陶瓷马克杯 350ml'),
    sku('MJ-10', '纯棉毛巾 10条装'),
    sku('MJ-1', '纯棉毛巾'),
    sku('GZ-1', '玻璃罐 1L'),
  ],
  [{ barcode: '6901234567892', skuId: 'id-BEI-350', packQty: 6n }],
)
const best = (given: Partial<SuggestFor>) => CUPS.suggest(asked(given))[0]

test('what a title states: measures in any unit, pieces, colours, model numbers', () => {
  const wording = wordingOf('象印 SM-SA48 真空保温杯 0.48L 黑色 3件装')
  assert.deepEqual([...wording.measures.get('volume')!], ['480'])
  assert.deepEqual([wording.pieces, [...wording.colours]], [3, ['black']])
  assert.ok(wording.terms.includes('smsa48') && wording.terms.includes('保温'))
  assert.equal(wordingOf('Towel, pack of 6').pieces, 6)
  assert.equal(wordingOf('两只装').pieces, 2)
  assert.equal(wordingOf('保温杯 500ml').pieces, null)
})

test('an exact code is certain, a code written differently nearly, a multiple is multiplied', () => {
  const exact = best({ merchantCode: 'bwb-500-r' })!
  assert.deepEqual([exact.code, exact.confidence, exact.basis], ['BWB-500-R', 100, 'code'])
  const near = best({ merchantCode: 'BWB500R' })!
  assert.deepEqual([near.code, near.confidence, near.basis], ['BWB-500-R', 95, 'near_code'])
  const three = best({ merchantCode: 'BEI-350*3' })!
  assert.deepEqual([three.code, three.skuQty, three.confidence], ['BEI-350', 3n, 85])
  assert.match(three.zh, /BEI-350 × 3/)
  const longer = best({ merchantCode: 'BEI-350-GIFT' })!
  assert.equal(longer.code, 'BEI-350')
  assert.ok(longer.confidence < 60)
})

test('a barcode brings its pack; a code that names another SKU makes both doubtful', () => {
  const scanned = best({ barcode: '6901234567892' })!
  assert.deepEqual([scanned.code, scanned.skuQty, scanned.confidence], ['BEI-350', 6n, 99])
  const torn = CUPS.suggest(asked({ barcode: '6901234567892', merchantCode: 'BWB-750-R' }))
  assert.deepEqual(
    torn.slice(0, 2).map(({ confidence }) => confidence),
    [50, 50],
  )
})

test('volumes, colours and counts must agree; three of a single is three times it', () => {
  assert.equal(best({ title: '316不锈钢保温杯', spec: '红色;750毫升' })!.code, 'BWB-750-R')
  assert.equal(best({ title: '316不锈钢保温杯', spec: '蓝色;0.5L' })!.code, 'BWB-500-B')
  const towels = best({ title: '纯棉毛巾 3条装' })!
  assert.deepEqual([towels.code, towels.skuQty], ['MJ-1', 3n])
  assert.equal(best({ title: '纯棉毛巾 10条装' })!.code, 'MJ-10')
  assert.equal(best({ title: '玻璃罐 1000ml' })!.code, 'GZ-1')
  assert.deepEqual(CUPS.suggest(asked({ title: '补差价专拍链接', spec: '红色;500ml' })), [])
})

test('a near code whose colour is another one is not sure any more, and says why', () => {
  const torn = best({ merchantCode: 'BWB500R', title: '不锈钢保温杯 500ml 蓝色' })!
  assert.deepEqual([torn.code, torn.confidence], ['BWB-500-R', 76])
  assert.match(torn.zh, /颜色不同 蓝色 ≠ 红色/)
})

test('two variants a title cannot tell apart are never proposed with confidence', () => {
  const [first, second] = CUPS.suggest(asked({ title: '不锈钢保温杯 500ml' }))
  assert.ok(first && second)
  assert.ok(first.confidence < 75, String(first.confidence))
})

const DATA = process.env['MILLRACE_REAL_DATA'] ?? ''
const folder = join(DATA, 'catalog_matching_abt_buy')
const skip =
  DATA !== '' && existsSync(folder) ? false : 'set MILLRACE_REAL_DATA to the folder of real files'

test('1,081 listings against 1,092 products: what is proposed with 90 is right', { skip }, (t) => {
  const rows = (name: string) =>
    Papa.parse<Record<string, string>>(
      gunzipSync(readFileSync(join(folder, name))).toString('latin1'),
      { header: true, skipEmptyLines: true },
    ).data
  const truth = new Map<string, Set<string>>()
  for (const { idAbt = '', idBuy = '' } of rows('abt_buy_perfectMapping.csv.gz')) {
    truth.set(idAbt, (truth.get(idAbt) ?? new Set()).add(idBuy))
  }
  const products = rows('Buy.csv.gz').map(({ id = '', name = '' }) => sku(id, name))
  const catalogue = openCatalogue(products, [])
  const answers = rows('Abt.csv.gz').map(({ id = '', name = '' }) => {
    const found = catalogue.suggest(asked({ title: name }))
    const isRight = found.map(({ code }) => truth.get(id)?.has(code) === true)
    return {
      confidence: found[0]?.confidence ?? 0,
      top1: isRight[0] === true,
      top5: isRight.includes(true),
    }
  })
  const share = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10
  const right = (list: typeof answers) => list.filter(({ top1 }) => top1).length
  const bold = answers.filter(({ confidence }) => confidence >= 90)
  const figures = {
    top1: share(right(answers), answers.length),
    top5: share(answers.filter(({ top5 }) => top5).length, answers.length),
    precisionAt90: share(right(bold), bold.length),
    recallAt90: share(right(bold), answers.length),
  }
  t.diagnostic(JSON.stringify(figures))
  for (const [from, to] of [
    [40, 60],
    [60, 70],
    [70, 80],
    [80, 90],
    [90, 98],
  ] as const) {
    const band = answers.filter(({ confidence }) => confidence >= from && confidence < to)
    t.diagnostic(
      `${from}–${to}: ${band.length} listings, ${share(right(band), band.length)} % right`,
    )
  }
  assert.ok(figures.top1 >= 90 && figures.top5 >= 95, JSON.stringify(figures))
  assert.ok(figures.precisionAt90 >= 97 && figures.recallAt90 >= 65, JSON.stringify(figures))
})
