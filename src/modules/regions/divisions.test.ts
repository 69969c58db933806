import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import { loadDivisions, nameOf, parseAddress } from './index.ts'

describe('the division table', () => {
  let database: TestDatabase
  before(async () => void (database = await testDatabase()))
  after(() => database[Symbol.asyncDispose]())

  test('a new database has it: 34 provinces, every parent there, no district without a city', async () => {
    const { rows } = await sql<{ level: string; count: number }>`
      select level, count(*)::int as count from regions.divisions group by level order by level`.execute(
      database.db,
    )
    assert.deepEqual(rows, [
      { level: 'city', count: 342 },
      { level: 'district', count: 2974 },
      { level: 'province', count: 34 },
    ])
    const { rows: odd } = await sql`
      select d.code from regions.divisions d left join regions.divisions p on p.code = d.parent_code
      where (d.level = 'district' and p.level is distinct from 'city')
         or (d.level = 'city' and p.level is distinct from 'province')
         or d.pinyin = '' or d.pinyin !~ '^[a-z ]+$'`.execute(database.db)
    assert.deepEqual(odd, [])
  })

  test('INV-REG-2: under one parent a name of today means one place', async () => {
    const add = (code: string, name: string) =>
      sql`insert into regions.divisions (code, level, parent_code, name) values (${code}, 'district', '330100', ${name})`.execute(
        database.db,
      )
    await assert.rejects(add('330199', '西湖区'), /divisions_name_once/)
    await sql`update regions.divisions set retired_on = '2026-01-01' where code = '330106'`.execute(
      database.db,
    )
    await add('330199', '西湖区')
    await sql`delete from regions.divisions where code = '330199'`.execute(database.db)
    await sql`update regions.divisions set retired_on = null where code = '330106'`.execute(
      database.db,
    )
  })

  test('a changed table is read again, an unchanged one is not', async () => {
    const first = await loadDivisions(database.db)
    assert.equal(await loadDivisions(database.db), first)
    const address = '四川省成都市天府新区华阳街道'
    assert.equal(parseAddress(first, { address }).districtCode, null)
    await sql`
      insert into regions.divisions (code, level, parent_code, name) values ('510199', 'district', '510100', '天府新区')`.execute(
      database.db,
    )
    const second = await loadDivisions(database.db)
    assert.notEqual(second, first)
    assert.equal(parseAddress(second, { address }).districtCode, '510199')
    assert.equal(nameOf(second, '510199'), '四川省 成都市 天府新区')
  })

  test('a merged division leads to its successor, through a second merger, too', async () => {
    await sql`
      update regions.divisions set retired_on = '2026-01-01', merged_into = '510107' where code = '510199'`.execute(
      database.db,
    )
    const index = await loadDivisions(database.db)
    const parsed = parseAddress(index, { address: '四川省成都市天府新区华阳街道' })
    assert.equal(parsed.districtCode, '510107')
    assert.deepEqual(
      parsed.problems.map(({ code }) => code),
      ['old_name'],
    )
    assert.equal(nameOf(index, '510199'), '四川省 成都市 天府新区', 'old orders keep their name')
    await sql`
      update regions.divisions set retired_on = '2026-02-01', merged_into = '510104' where code = '510107'`.execute(
      database.db,
    )
    const later = await loadDivisions(database.db)
    assert.equal(
      parseAddress(later, { address: '四川省成都市天府新区华阳街道' }).districtCode,
      '510104',
    )
  })
})
