import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

interface Location {
  readonly id: string
  readonly code: string
  readonly kind: string
  readonly isReal: boolean
  readonly walkOrder: number
}

describe('places', () => {
  let app: TestApp
  let keeper: Caller
  before(async () => {
    app = await testApp()
    keeper = await app.as('warehouse')
  })
  after(() => app[Symbol.asyncDispose]())

  const addSite = async (code: string, name = '总仓') => {
    const answer = await keeper.post<{ id: string }>('/api/places/sites', { code, name })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.id
  }

  const locations = async (query: string) =>
    (await keeper.get<{ items: Location[] }>(`/api/places/locations?limit=200&${query}`)).body.items

  test('a new site has at once what double entry needs around it', async () => {
    const id = await addSite('W1')
    const all = await locations(`siteId=${id}`)
    const real = ['pack', 'return_dock', 'stage', 'transit']
    const outer = ['adjustment', 'customer', 'production', 'scrap', 'supplier']
    assert.deepEqual(all.map(({ kind }) => kind).toSorted(), [...real, ...outer].toSorted())
    for (const { kind, isReal } of all) assert.equal(isReal, real.includes(kind), kind)
    assert.equal((await locations(`siteId=${id}&real=true`)).length, real.length)
    assert.deepEqual(await locations(`id=${all[3]!.id}`), [all[3]], 'one by its id, for pickers')
  })

  test('bins by pattern are walked like a serpent; made again, none is new', async () => {
    const id = await addSite('W2')
    const make = (levels = 2) =>
      keeper.post<{ added: number; existing: number }>(`/api/places/sites/${id}/locations`, {
        kind: 'bin',
        zone: 'A',
        aisles: 2,
        racks: 3,
        levels,
      })
    assert.deepEqual((await make()).body, { added: 12, existing: 0 })
    assert.deepEqual((await make()).body, { added: 0, existing: 12 })
    assert.deepEqual((await make(3)).body, { added: 6, existing: 12 })
    const codes = (await locations(`siteId=${id}&kind=bin`))
      .filter(({ code }) => code.endsWith('-1'))
      .map(({ code }) => code)
    assert.deepEqual(codes, [
      'A-01-01-1',
      'A-01-02-1',
      'A-01-03-1',
      'A-02-03-1',
      'A-02-02-1',
      'A-02-01-1',
    ])
    assert.equal((await locations('q=a_01')).length, 0, 'an underscore is a letter')
  })

  test('two people making the same bins at once make each bin once', async () => {
    const id = await addSite('W3')
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        keeper.post<{ added: number }>(`/api/places/sites/${id}/locations`, {
          kind: 'bin',
          zone: 'R',
          aisles: 5,
          racks: 10,
          levels: 2,
        }),
      ),
    )
    assert.equal(
      made.reduce((sum, { body }) => sum + body.added, 0),
      100,
    )
  })

  test('too many bins, none, or no such site: refused, nothing made', async () => {
    const id = await addSite('W4')
    const make = (to: string, aisles: number) =>
      keeper.post(`/api/places/sites/${to}/locations`, {
        kind: 'bin',
        zone: 'A',
        aisles,
        racks: 100,
        levels: 10,
      })
    assert.equal(codeOf(await make(id, 50)), '400 places.too_many_locations')
    assert.equal(codeOf(await make(id, 0)), '400 kernel.invalid')
    assert.equal(
      codeOf(await make('00000000-0000-7000-8000-00000000dead', 1)),
      '404 kernel.not_found',
    )
    assert.equal((await locations(`siteId=${id}&kind=bin`)).length, 0)
  })

  test('site codes are one without regard to case; unknown time zones are refused', async () => {
    await addSite('shanghai')
    const again = await keeper.post('/api/places/sites', { code: 'SHANGHAI', name: 'x' })
    assert.equal(codeOf(again), '409 places.site_code_taken')
    const zone = await keeper.post('/api/places/sites', {
      code: 'Z',
      name: 'x',
      timeZone: 'Mars/Olympus',
    })
    assert.equal(codeOf(zone), '400 kernel.invalid')
  })

  test('two tabs editing one site: the second sees the difference', async () => {
    const id = await addSite('TABS', '甲')
    const edit = (name: string) =>
      keeper.send<{ details: { difference: unknown } }>('PATCH', `/api/places/sites/${id}`, {
        version: 1,
        name,
        timeZone: 'Asia/Shanghai',
        active: true,
      })
    assert.equal((await edit('乙')).status, 200)
    const second = await edit('丙')
    assert.equal(codeOf(second), '409 kernel.stale_edit')
    assert.deepEqual(second.body.details.difference, [
      { field: 'name', yours: '丙', current: '乙' },
    ])
  })

  test('hostile text goes in and comes out as it was', async () => {
    const text = `'); drop table places.sites; --<b>%_`
    await addSite(text.slice(0, 20), text)
    const found = await keeper.get<{ items: { code: string; name: string }[] }>(
      `/api/places/sites?q=${encodeURIComponent(text)}`,
    )
    assert.deepEqual(
      found.body.items.map(({ code, name }) => [code, name]),
      [[text.slice(0, 20), text]],
    )
  })

  test('every change stands in the audit log', async () => {
    const { rows } = await sql<{ action: string }>`
      select distinct action from audit.entries where action like 'places.%' order by 1`.execute(
      app.services.db,
    )
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['places.locations.add', 'places.site.add', 'places.site.edit'],
    )
  })
})
