import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { defaultCalendar } from '#modules/calendars'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

const HOLIDAYS = join(import.meta.dirname, 'holidays')

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

interface Year {
  readonly isCovered: boolean
  readonly days: { readonly day: string; readonly kind: string }[]
}

describe('arrangements of holidays', () => {
  let app: TestApp
  let director: Caller
  before(async () => {
    app = await testApp()
    director = await app.as('director')
  })
  after(() => app[Symbol.asyncDispose]())

  interface Saved {
    readonly version: number
    readonly details: { readonly fields: { readonly path: string }[] }
  }
  const put = (year: number, body: object) =>
    director.send<Saved & Record<string, number>>('PUT', `/api/calendars/holidays/CN/${year}`, {
      version: 0,
      source: '国务院办公厅通知',
      ...body,
    })
  const lines = [
    '日期,名称,安排',
    '2027-01-01,元旦,休',
    '2026-12-26,元旦,班',
    '2027-05-01,劳动节,off',
  ]

  test('a year is tried, entered, and covered from then on; the second time nothing changes', async () => {
    const text = lines.join('\n')
    const tried = await put(2027, { text, dryRun: true })
    assert.deepEqual(tried.body, {
      dryRun: true,
      version: 0,
      read: 3,
      added: 3,
      changed: 0,
      removed: 0,
      unchanged: 0,
    })
    const { id } = await defaultCalendar(app.services.db)
    const year = async () => (await director.get<Year>(`/api/calendars/${id}/years/2027`)).body
    assert.equal((await year()).isCovered, false, 'a trial saves nothing')
    const saved = await put(2027, { text })
    assert.deepEqual([saved.status, saved.body['added'], saved.body.version], [200, 3, 1])
    assert.equal((await year()).isCovered, true)
    assert.equal((await year()).days[0]?.kind, 'holiday')
    const december = (await director.get<Year>(`/api/calendars/${id}/years/2026`)).body
    assert.equal(december.days.find(({ day }) => day === '2026-12-26')?.kind, 'swapped')
    const again = await put(2027, { version: 1, text, dryRun: true })
    assert.deepEqual([again.body['unchanged'], again.body['added']], [3, 0])
    const changed = await put(2027, {
      version: 1,
      text: '2027-01-01,元旦,班\n2027-10-01,国庆节,休',
    })
    assert.deepEqual(
      ['read', 'added', 'changed', 'removed', 'unchanged', 'version'].map(
        (key) => changed.body[key],
      ),
      [2, 1, 1, 2, 0, 2],
    )
    assert.equal(codeOf(await put(2027, { version: 1, text })), '409 kernel.stale_edit')
    assert.equal(codeOf(await put(2027, { version: 0, text })), '409 kernel.stale_edit')
  })

  test('the JSON of holiday-cn is read as it is', async () => {
    const text = readFileSync(join(HOLIDAYS, '2026.json'), 'utf8')
    const answer = await put(2026, { version: 1, text, dryRun: true })
    assert.deepEqual([answer.body['read'], answer.body['unchanged']], [39, 39])
  })

  test('bad rows are all named and nothing is saved, in a trial as in earnest', async () => {
    const text = [
      '2028-02-30,春节,休',
      '2028-01-01,元旦,maybe',
      '2029-01-01,元旦,休',
      '2028-05-01,,休',
      '2028-10-01,国庆节,休',
      '2028-10-01,国庆节,班',
      'drop table',
    ].join('\r\n')
    for (const dryRun of [true, false]) {
      const answer = await put(2028, { text, dryRun })
      assert.equal(codeOf(answer), '400 calendars.bad_arrangement')
      assert.deepEqual(
        answer.body.details.fields.map(({ path }) => path),
        [
          'row 1, column day',
          'row 2, column kind',
          'row 3, column day',
          'row 4, column name',
          'row 6, column day',
          'row 7, column day',
          'row 7, column name',
          'row 7, column kind',
        ],
      )
    }
    assert.equal(codeOf(await put(2028, { text: '' })), '400 calendars.bad_arrangement')
    assert.equal(codeOf(await put(2028, { text: '{"days":' })), '400 calendars.bad_arrangement')
    assert.equal(
      codeOf(await put(2028, { text: '{"days":[null]}' })),
      '400 calendars.bad_arrangement',
    )
    const taken = await put(2018, { version: 1, text: '2018-12-29,元旦,休' })
    assert.equal(codeOf(taken), '409 calendars.day_of_other_year')
    const { body } = await director.get<{ isCovered: boolean }>('/api/calendars/holidays/CN/2028')
    assert.equal(body.isCovered, false)
  })

  test('every change stands in the audit log with before and after', async () => {
    const { rows } = await sql<{
      action: string
      before: { source: string }
      after: { days: object[] }
    }>`
      select action, before, after from audit.entries where action = 'calendars.holidays.save' order by id`.execute(
      app.services.db,
    )
    assert.deepEqual(
      rows.map(({ before, after: then }) => [before.source, then.days.length]),
      [
        ['', 3],
        ['国务院办公厅通知', 2],
      ],
    )
  })
})
