import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { OWN_GOODS } from '#modules/parties'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

const CONTACT = '王经理 13812345678'

describe('parties', () => {
  let app: TestApp
  let planner: Caller
  let id: string
  before(async () => {
    app = await testApp()
    planner = await app.as('planner')
    const made = await planner.post<{ id: string }>('/api/parties/suppliers', {
      code: 'STEEL',
      name: '永康钢材',
      leadTimeDays: 14,
      contact: CONTACT,
    })
    id = made.body.id
  })
  after(() => app[Symbol.asyncDispose]())

  const edit = (body: Record<string, unknown>) =>
    planner.send<{ details: { difference: unknown } }>('PATCH', `/api/parties/suppliers/${id}`, {
      name: '永康钢材',
      leadTimeDays: 14,
      active: true,
      ...body,
    })

  test('owners of goods: ourselves first, others by code, added once and renamed by who saw the name', async () => {
    const add = (body: object) => planner.post<{ id: string }>('/api/parties/owners', body)
    const made = await add({ code: 'D-01', name: '华东经销商', kind: 'dealer' })
    assert.equal(made.status, 200)
    assert.equal(
      codeOf(await add({ code: 'D-01', name: '别人', kind: 'dealer' })),
      '409 parties.owner_code_taken',
    )
    assert.equal(codeOf(await add({ code: 'ME', name: '我', kind: 'own' })), '400 kernel.invalid')
    const rename = (version: number, name: string) =>
      planner.send('PATCH', `/api/parties/owners/${made.body.id}`, { version, name })
    assert.deepEqual((await rename(1, '华东一号')).body, { version: 2 })
    assert.equal(codeOf(await rename(1, '华东二号')), '409 kernel.stale_edit')
    const list = await planner.get<{ items: { code: string; name: string }[] }>(
      '/api/parties/owners',
    )
    assert.deepEqual(
      list.body.items.map(({ code, name }) => [code, name]),
      [
        ['SELF', '自有'],
        ['D-01', '华东一号'],
      ],
    )
  })

  test('a contact lies sealed, is listed as being there, and opens for a reason that is kept', async () => {
    const { rows } = await sql<{ row: string }>`
      select s::text as row from parties.suppliers s where id = ${id}`.execute(app.services.db)
    assert.ok(!rows[0]?.row.includes('13812345678'))
    const list = await planner.get<{ items: { hasContact: boolean; contact?: unknown }[] }>(
      '/api/parties/suppliers',
    )
    assert.deepEqual(
      list.body.items.map(({ hasContact, contact }) => [hasContact, contact]),
      [[true, undefined]],
    )
    const open = (caller: Caller, reason: string) =>
      caller.post<{ contact: string }>(`/api/parties/suppliers/${id}/contact`, { reason })
    assert.equal(codeOf(await open(planner, '')), '400 kernel.invalid')
    assert.equal(codeOf(await open(await app.as('finance'), '对账')), '403 access.forbidden')
    assert.equal((await open(planner, '催交货')).body.contact, CONTACT)
    const audit = await sql<{ text: string; reason: string | null }>`
      select e::text as text, reason from audit.entries e where subject_id = ${id} order by id`.execute(
      app.services.db,
    )
    assert.equal(audit.rows.at(-1)?.reason, '催交货')
    assert.ok(audit.rows.every(({ text }) => !text.includes('13812345678')))
  })

  test('an edit without a contact keeps the one there is', async () => {
    assert.equal((await edit({ version: 1, name: '永康特钢' })).status, 200)
    const opened = await planner.post<{ contact: string }>(`/api/parties/suppliers/${id}/contact`, {
      reason: '核对',
    })
    assert.equal(opened.body.contact, CONTACT)
  })

  test('two tabs: the second sees the difference; a taken code is refused', async () => {
    const stale = await edit({ version: 1, name: '别名' })
    assert.equal(codeOf(stale), '409 kernel.stale_edit')
    assert.deepEqual(stale.body.details.difference, [
      { field: 'name', yours: '别名', current: '永康特钢' },
    ])
    const again = await planner.post('/api/parties/suppliers', { code: 'steel', name: 'x' })
    assert.equal(codeOf(again), '409 parties.supplier_code_taken')
  })

  test('hostile text goes in and comes out as it was', async () => {
    const text = `'; drop table parties.suppliers; --<i>%_`
    await planner.post('/api/parties/suppliers', { code: 'HOSTILE', name: text, contact: text })
    const found = await planner.get<{ items: { id: string; name: string }[] }>(
      `/api/parties/suppliers?q=${encodeURIComponent('--<i>%_')}`,
    )
    assert.deepEqual(
      found.body.items.map(({ name }) => name),
      [text],
    )
    const opened = await planner.post<{ contact: string }>(
      `/api/parties/suppliers/${found.body.items[0]?.id}/contact`,
      { reason: '核对' },
    )
    assert.equal(opened.body.contact, text)
  })

  test('our own goods have an owner from the first day', async () => {
    const { body } = await planner.get<{ items: { id: string; kind: string }[] }>(
      '/api/parties/owners',
    )
    assert.deepEqual(
      body.items.slice(0, 1).map(({ id: owner, kind }) => [owner, kind]),
      [[OWN_GOODS, 'own']],
    )
  })
})
