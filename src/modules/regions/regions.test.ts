import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

interface Item {
  readonly code: string
  readonly name: string
  readonly path: string
  readonly inside: number
  readonly aliases: string[]
}

interface Parsed {
  readonly districtCode: string | null
  readonly confidence: number
  readonly isDoubtful: boolean
  readonly steps: { zh: string; en: string }[]
  readonly problems: { code: string }[]
}

describe('divisions over HTTP', () => {
  let app: TestApp
  let admin: Caller
  let clerk: Caller
  before(async () => {
    app = await testApp()
    admin = await app.as('admin')
    clerk = await app.as('clerk')
  })
  after(() => app[Symbol.asyncDispose]())

  const list = async (query: string) =>
    (await clerk.get<{ items: Item[] }>(`/api/regions?limit=200&${query}`)).body.items

  const parse = async (address: string) => {
    const answer = await clerk.post<Parsed>('/api/regions/parse', { address })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }

  test('found by name, former name, code, pinyin and initials', async () => {
    for (const [q, expected] of [
      ['西湖', '330106'],
      ['西湖區', '330106'],
      ['江东区', '330212'],
      ['3301', '330106'],
      ['xihuqu', '330106'],
      ['Xihu', '330106'],
      ['yzq', '330212'],
    ] as const) {
      const items = await list(`q=${encodeURIComponent(q)}`)
      assert.ok(
        items.some(({ code }) => code === expected),
        `${q}: ${items.map(({ name }) => name).join()}`,
      )
    }
    assert.deepEqual(await list(`q=${encodeURIComponent("'; drop table x; --%_")}`), [])
  })

  test('what lies below: groupings are passed over, every level ends', async () => {
    const provinces = await list('level=province')
    assert.equal(provinces.length, 34)
    const inBeijing = await list('parent=110000')
    assert.equal(inBeijing.length, 16)
    assert.equal(inBeijing[0]?.path, '北京市 东城区')
    const inHubei = await list('parent=420000')
    assert.ok(inHubei.some(({ code }) => code === '429004'))
    assert.ok(inHubei.some(({ code }) => code === '420100'))
    assert.equal(provinces.find(({ code }) => code === '420000')?.inside, inHubei.length)
    assert.equal((await list('parent=441900')).length, 0)
  })

  test('an address is tried: its path, its confidence, its doubts', async () => {
    const sure = await parse('浙江省 杭州市 西湖区 文三路 123 号')
    assert.deepEqual(
      [sure.districtCode, sure.confidence, sure.isDoubtful, sure.steps.map(({ en }) => en)],
      ['330106', 100, false, ['Zhejiang', 'Hangzhou', 'Xihu']],
    )
    const twice = await parse('鼓楼区中山路')
    assert.deepEqual([twice.isDoubtful, twice.problems[0]?.code], [true, 'ambiguous'])
    const long = await clerk.post('/api/regions/parse', { address: 'x'.repeat(1001) })
    assert.equal(codeOf(long), '400 kernel.invalid')
  })

  test('a new district appears and addresses find it at once', async () => {
    const asked = { code: '330185', parentCode: '330100', name: '未来科技区' }
    assert.equal((await parse('杭州市未来科技区1号')).districtCode, null)
    assert.equal((await admin.post('/api/regions', asked)).status, 200)
    assert.equal((await parse('杭州市未来科技区1号')).districtCode, '330185')
    assert.deepEqual(
      (await list('q=weilai')).map(({ code }) => code),
      ['330185'],
    )
    assert.equal(codeOf(await admin.post('/api/regions', asked)), '409 regions.code_taken')
    assert.equal(
      codeOf(await admin.post('/api/regions', { ...asked, code: '330186' })),
      '409 regions.name_taken',
    )
    assert.equal(
      codeOf(await admin.post('/api/regions', { ...asked, code: '340186', name: '甲区' })),
      '400 regions.code_elsewhere',
    )
    assert.equal(
      codeOf(await admin.post('/api/regions', { ...asked, parentCode: '999900' })),
      '404 kernel.not_found',
    )
    assert.equal(codeOf(await clerk.post('/api/regions', asked)), '403 access.forbidden')
  })

  const edit = (code: string, body: object) => admin.send('PATCH', `/api/regions/${code}`, body)

  test('a renamed district is found by both names; a second tab sees the difference', async () => {
    assert.equal((await edit('330185', { version: 1, name: '云城区' })).status, 200)
    const old = await parse('杭州市未来科技区1号')
    assert.deepEqual([old.districtCode, old.problems[0]?.code], ['330185', 'old_name'])
    assert.equal((await parse('杭州市云城区1号')).confidence, 97)
    const second = await edit('330185', { version: 1, name: '丙区' })
    assert.equal(codeOf(second), '409 kernel.stale_edit')
  })

  test('a merger needs date and successor, keeps the old code readable, and can be taken back', async () => {
    const merge = (mergedInto: string | null, retiredOn: string | null, version = 2) =>
      edit('330185', { version, name: '云城区', mergedInto, retiredOn })
    assert.equal(codeOf(await merge('330110', null)), '400 regions.merge_incomplete')
    assert.equal(codeOf(await merge(null, '2026-01-01')), '400 regions.merge_incomplete')
    assert.equal(codeOf(await merge('330185', '2026-01-01')), '409 regions.merge_not_possible')
    assert.equal(codeOf(await merge('330100', '2026-01-01')), '409 regions.merge_not_possible')
    const city = await edit('330100', {
      version: 1,
      name: '杭州市',
      mergedInto: '330200',
      retiredOn: '2026-01-01',
    })
    assert.equal(codeOf(city), '409 regions.not_empty')
    assert.equal((await merge('330110', '2026-01-01')).status, 200)
    assert.equal((await parse('杭州市云城区1号')).districtCode, '330110')
    const one = await clerk.get<{ path: string; successor: { zh: string } }>('/api/regions/330185')
    assert.deepEqual([one.body.path, one.body.successor.zh], ['浙江省 杭州市 云城区', '余杭区'])
    assert.equal((await merge(null, null, 3)).status, 200)
    assert.equal((await parse('杭州市云城区1号')).districtCode, '330185')
  })

  test('another name is added, refused twice, removed', async () => {
    const add = () =>
      admin.post<{ id: string }>('/api/regions/510107/aliases', { name: '成都高新区' })
    const made = await add()
    assert.equal(made.status, 200)
    assert.equal((await parse('四川省成都市成都高新区天府大道1号')).districtCode, '510107')
    assert.equal(codeOf(await add()), '409 regions.alias_taken')
    assert.equal((await admin.send('DELETE', `/api/regions/aliases/${made.body.id}`)).status, 200)
    assert.equal((await parse('四川省成都市成都高新区天府大道1号')).districtCode, null)
    assert.equal(
      codeOf(await admin.send('DELETE', `/api/regions/aliases/${made.body.id}`)),
      '404 kernel.not_found',
    )
  })

  test('every change stands in the audit log', async () => {
    const { rows } = await sql<{ action: string; count: number }>`
      select action, count(*)::int as count from audit.entries where action like 'regions.%' group by action order by 1`.execute(
      app.services.db,
    )
    assert.deepEqual(rows, [
      { action: 'regions.alias.add', count: 1 },
      { action: 'regions.alias.remove', count: 1 },
      { action: 'regions.division.add', count: 1 },
      { action: 'regions.division.edit', count: 3 },
    ])
  })
})
