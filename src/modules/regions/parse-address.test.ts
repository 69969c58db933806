import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import type { DivisionIndex, Place } from './division-index.ts'
import { englishNameOf, loadDivisions, nameOf, provinceName } from './divisions.ts'
import { isDoubtful, parseAddress, type ParsedAddress } from './parse-address.ts'
import { ADDRESSES } from './parse-address.fixtures.ts'

const deepest = ({ districtCode, cityCode, provinceCode }: ParsedAddress) =>
  districtCode ?? cityCode ?? provinceCode ?? 'none'

const codes = ({ problems }: ParsedAddress) => problems.map(({ code }) => code)

describe('parseAddress', () => {
  let database: TestDatabase
  let index: DivisionIndex
  before(async () => {
    database = await testDatabase()
    index = await loadDivisions(database.db)
  })
  after(() => database[Symbol.asyncDispose]())

  const read = (address: string) => parseAddress(index, { address })

  test('AC-4.2-3: the written fixtures are read as expected, the doubtful ones said to be so', () => {
    const rows = ADDRESSES.trim()
      .split('\n')
      .map((line) => {
        const [expected = '', ...cells] = line.split('|')
        const [province, city, district, address] =
          cells.length === 4 ? cells : ['', '', '', cells.at(-1)]
        return {
          line,
          expected,
          parsed: parseAddress(index, { province, city, district, address }),
        }
      })
    assert.ok(rows.length >= 150, `${rows.length} fixtures`)
    const wrong = rows
      .map(({ line, expected, parsed }) => ({
        line,
        expected,
        got: `${isDoubtful(parsed) ? '?' : ''}${deepest(parsed)}`,
        sure: parsed.confidence,
        problems: parsed.problems.map(({ zh }) => zh).join(';'),
      }))
      .filter(({ expected, got }) => got !== expected)
    assert.deepEqual(wrong, [])
  })

  test('what is left is the address as it was written, with its postcode apart', () => {
    const { detail, postcode, street } = read(
      '浙江省 杭州市　西湖区 西溪街道 文三路 １２３ 號(310000)',
    )
    assert.deepEqual(
      [detail, postcode, street],
      ['西溪街道 文三路 １２３ 號', '310000', '西溪街道'],
    )
    assert.equal(read('浙江省杭州市西湖区文三路1号 000000').postcode, null)
    const lead = read('张三 13800000000 浙江省杭州市西湖区文三路1号')
    assert.equal(lead.detail, '张三 13800000000 文三路1号')
    const column = parseAddress(index, {
      province: '浙江省',
      city: '义乌市',
      district: '稠城街道',
      address: '城中路1号',
    })
    assert.deepEqual([column.detail, column.street], ['稠城街道 城中路1号', '稠城街道'])
  })

  test('doubts say what disagrees, in both languages', () => {
    const against = parseAddress(index, { province: '江苏省', city: '杭州市', address: '文三路' })
    assert.deepEqual(codes(against), ['contradiction'])
    assert.match(against.problems[0]?.zh ?? '', /江苏省.*浙江省杭州市/)
    assert.match(against.problems[0]?.en ?? '', /disagree/)
    const twice = read('朝阳区建国路')
    assert.deepEqual(codes(twice), ['ambiguous'])
    assert.match(twice.problems[0]?.zh ?? '', /北京市朝阳区、吉林省长春市朝阳区/)
    assert.deepEqual(codes(read('浙江省杭州市***')), ['district_missing', 'masked'])
    assert.deepEqual(codes(read('')), ['empty'])
    assert.deepEqual(codes(read('宁波市江东区百丈路')), ['old_name'])
    assert.deepEqual(codes(read('浙江省杭州市江干区')), ['old_name_split'])
  })

  test('a report that names no more than a province is incomplete, not doubtful', () => {
    const parsed = parseAddress(index, { province: '浙江省' })
    assert.deepEqual([parsed.confidence, isDoubtful(parsed)], [30, false])
    assert.equal(
      isDoubtful(parseAddress(index, { province: '浙江省', address: '文三路1号' })),
      true,
    )
  })

  test('abroad is abroad: the country is kept and nothing is put into China', () => {
    for (const [country, expected] of [
      ['United Kingdom', 'GB'],
      ['US', 'US'],
      ['日本', 'JP'],
      ['Atlantis', 'Atlantis'],
    ]) {
      const parsed = parseAddress(index, { country, province: 'X', address: '朝阳区 1' })
      assert.deepEqual(
        [parsed.outcome, parsed.country, parsed.districtCode, isDoubtful(parsed)],
        ['foreign', expected, null, false],
      )
      assert.equal(parsed.detail, 'X 朝阳区 1')
    }
    assert.equal(read('日本东京都千代田区1-1').country, 'JP')
    assert.equal(parseAddress(index, { province: '海外', address: 'Main St 1' }).outcome, 'foreign')
    for (const country of ['China', '中国', 'CN', 'Hong Kong']) {
      assert.equal(
        parseAddress(index, { country, address: '香港 弥敦道1号' }).provinceCode,
        '810000',
      )
    }
  })

  test('names of codes, in both languages', () => {
    assert.equal(nameOf(index, '330106'), '浙江省 杭州市 西湖区')
    assert.equal(nameOf(index, '310115'), '上海市 浦东新区')
    assert.equal(nameOf(index, '441900'), '广东省 东莞市')
    assert.equal(nameOf(index, '429004'), '湖北省 仙桃市')
    assert.equal(nameOf(index, '999999'), '999999')
    assert.equal(englishNameOf(index, '330106'), 'Xihu, Hangzhou, Zhejiang')
    assert.deepEqual(provinceName(index, '610118'), { code: '610000', zh: '陕西', en: 'Shaanxi' })
    assert.deepEqual(provinceName(index, '150102')?.en, 'Inner Mongolia')
    assert.equal(provinceName(index, '990000'), null)
  })

  const cityName = ({ city }: Place) => (city === null || city.isGrouping ? '' : city.name)

  /** Five ways a division path is written in exports. */
  const STYLES: readonly ((place: Place) => Parameters<typeof parseAddress>[1])[] = [
    (place) => ({
      province: place.province.name,
      city: place.city?.name ?? '',
      district: place.depth === 3 ? place.name : '',
      address: '人民路1号',
    }),
    (place) => ({ address: `${pathOf(place).join('')}人民路1号` }),
    (place) => ({ address: `${pathOf(place).join(' ')} 人民路 1 号` }),
    (place) => ({
      province: place.province.name.replace(/(省|市)$/, ''),
      city: cityName(place).replace(/市$/, ''),
      district: place.depth === 3 ? place.name : '',
      address: '人民路1号',
    }),
    (place) => ({
      province: place.province.name,
      city: cityName(place) || place.province.name,
      district: place.depth === 3 ? place.name : '',
      address: `${pathOf(place).join('')}人民路1号`,
    }),
  ]
  const pathOf = (place: Place) => [
    ...new Set([place.province.name, cityName(place), place.name].filter((name) => name !== '')),
  ]

  test('every division written in five styles is read as itself, with nobody needed', () => {
    const leaves = [...index.places.values()].filter((place) => place.isLeaf && !place.isGrouping)
    assert.ok(leaves.length > 2900)
    const wrong = leaves.flatMap((place) =>
      STYLES.flatMap((write, style) => {
        const parsed = parseAddress(index, write(place))
        const isRight =
          parsed.districtCode === place.code &&
          parsed.confidence >= 85 &&
          parsed.problems.length === 0
        return isRight
          ? []
          : [`${style} ${JSON.stringify(write(place))} → ${deepest(parsed)} ${parsed.confidence}`]
      }),
    )
    assert.deepEqual(wrong, [])
  })

  test('any text at all: no crash, no invented code, nothing lost of the text', () => {
    const names = [...index.places.values()].map(({ name }) => name)
    const word = fc.oneof(
      fc.constantFrom(...names),
      fc.constantFrom(
        ' ',
        ',',
        '市',
        '省',
        '区',
        '县',
        '路',
        '*',
        '\u0001',
        '１',
        '(310000)',
        '其他',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    )
    const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''))
    fc.assert(
      fc.property(text, text, text, text, (province, city, district, address) => {
        const parsed = parseAddress(index, {
          province,
          city,
          district,
          address: `${address}甲乙丙9`,
        })
        const { provinceCode, cityCode, districtCode, confidence } = parsed
        assert.ok(Number.isInteger(confidence) && confidence >= 0 && confidence <= 100)
        for (const code of [provinceCode, cityCode, districtCode]) {
          if (code !== null) assert.ok(index.places.has(code))
        }
        if (districtCode !== null) assert.equal(districtCode.slice(0, 2), provinceCode?.slice(0, 2))
        if (districtCode === null && parsed.outcome === 'domestic') assert.ok(confidence < 70)
        assert.ok(parsed.detail.endsWith('甲乙丙9'), parsed.detail)
      }),
      { numRuns: 2000 },
    )
  })
})
