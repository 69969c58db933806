// Settings staff change: typed, ranged, audited, never last-write-wins, and holding at once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { moneySetting, readSetting, wholeSetting } from '#kernel/settings.ts'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

interface Item {
  readonly key: string
  readonly value: string
  readonly initial: string
  readonly version: number
  readonly updatedBy: string | null
}

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

describe('settings', () => {
  let app: TestApp
  let admin: Caller
  let keeper: Caller
  before(async () => {
    app = await testApp()
    admin = await app.as('admin')
    keeper = await app.as('warehouse')
  })
  after(() => app[Symbol.asyncDispose]())

  const one = async (key: string) => {
    const { body } = await keeper.get<{ items: Item[] }>('/api/settings')
    const found = body.items.find((item) => item.key === key)
    assert(found, key)
    return found
  }
  const set = async (key: string, value: string, version?: number) =>
    admin.send<{ version: number; details: { difference: unknown; fields: { zh: string }[] } }>(
      'PUT',
      `/api/settings/${key}`,
      { value, version: version ?? (await one(key)).version },
    )
  const words = { title: { zh: 'x', en: 'x' }, help: { zh: 'x', en: 'x' } }

  test('each has its default until somebody changes it; the change is audited with before and after', async () => {
    const before = await one('inventory.recount_over_percent')
    assert.deepEqual([before.value, before.initial, before.version], ['5', '5', 0])
    assert.equal((await set('inventory.recount_over_percent', '8')).body.version, 1)
    const then = await one('inventory.recount_over_percent')
    assert.deepEqual([then.value, then.version, then.updatedBy], ['8', 1, 'admin'])
    const { rows } = await sql<{ subject: string; before: unknown; after: unknown }>`
      select subject_id as subject, before, after from audit.entries where action = 'settings.change'`.execute(
      app.services.db,
    )
    assert.deepEqual(rows, [
      { subject: 'inventory.recount_over_percent', before: { value: '5' }, after: { value: '8' } },
    ])
  })

  test('what is out of range or of the wrong kind is refused with what is allowed; nothing changes', async () => {
    for (const [key, value] of [
      ['inventory.recount_over_percent', '101'],
      ['inventory.recount_over_percent', '-1'],
      ['inventory.recount_over_percent', '5.5'],
      ['inventory.recount_over_percent', ''],
      ['inventory.approval_over', '100000001'],
      ['inventory.approval_over', '1e3'],
      ['access.session_idle_hours', '0'],
      ['access.session_max_days', '91'],
      ['house.time_zone', 'Mars/Olympus'],
      ['house.currency', 'XYZ1'],
      ['house.name', 'x'.repeat(61)],
      ['house.name', 'a\u0007b'],
    ] as const) {
      const before = await one(key)
      const answer = await set(key, value)
      assert.equal(codeOf(answer), '400 kernel.invalid', `${key} ${value}`)
      assert.match(answer.body.details.fields[0]!.zh, /应为/)
      assert.deepEqual(await one(key), before)
    }
    assert.equal(codeOf(await set('house.name', 'x', -1)), '400 kernel.invalid')
    const unknown = await admin.send('PUT', '/api/settings/house.colour', {
      version: 0,
      value: 'x',
    })
    assert.equal(codeOf(unknown), '404 kernel.not_found')
    const denied = await keeper.send('PUT', '/api/settings/house.name', { version: 0, value: 'x' })
    assert.equal(codeOf(denied), '403 access.forbidden')
  })

  test('two people changing one setting at once: one wins, the other sees both values', async () => {
    const answers = await Promise.all([set('house.name', '甲厂', 0), set('house.name', '乙厂', 0)])
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    const loser = answers.find(({ status }) => status === 409)!
    const won = (await one('house.name')).value
    assert.deepEqual(loser.body.details.difference, [
      { field: 'value', yours: won === '甲厂' ? '乙厂' : '甲厂', current: won },
    ])
  })

  test('a stored value outside a range that became narrower falls back to the default', async () => {
    const wide = wholeSetting({
      key: 'test.n',
      initial: 3,
      min: 0,
      max: 99,
      unit: { zh: '', en: '' },
      ...words,
    })
    const money = moneySetting({ key: 'test.m', initial: 7n, min: 0n, max: 10n ** 12n, ...words })
    await sql`insert into kernel.settings (key, value, updated_by) values ('test.n', '50', 'x'), ('test.m', '900000000000', 'x')`.execute(
      app.services.db,
    )
    assert.equal(await readSetting(app.services.db, wide), 50)
    assert.equal(await readSetting(app.services.db, money), 900_000_000_000n)
    const narrow = wholeSetting({
      key: 'test.n',
      initial: 3,
      min: 0,
      max: 9,
      unit: { zh: '', en: '' },
      ...words,
    })
    assert.equal(await readSetting(app.services.db, narrow), 3)
  })

  test('INV-5 the threshold of adjustments holds at once', async () => {
    const owner = await app.as('owner')
    const post = async <T>(path: string, body: object) => {
      const answer = await owner.post<T>(path, body)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const site = await post<{ id: string }>('/api/places/sites', { code: 'S1', name: 'x' })
    const sku = await post<{ id: string }>('/api/catalog/skus', {
      code: 'CUP',
      name: '杯',
      costMinor: '500',
    })
    const { body } = await owner.get<{ items: { id: string }[] }>(
      `/api/places/locations?siteId=${site.id}&kind=stage`,
    )
    const adjust = async () =>
      (
        await post<{ status: string }>('/api/inventory/adjustments', {
          skuId: sku.id,
          locationId: body.items[0]!.id,
          direction: 'more',
          qty: '10',
          quality: 'good',
          reason: '清点',
        })
      ).status
    assert.equal(await adjust(), 'posted', '50 yuan, under 1,000')
    assert.equal((await set('inventory.approval_over', '4999')).status, 200)
    assert.equal(await adjust(), 'proposed')
    assert.equal((await set('inventory.approval_over', '5000')).status, 200)
    assert.equal(await adjust(), 'posted', 'at the threshold one person is enough')
  })

  test('a shorter session holds at once, for whoever is signed in; a longer one lets nobody back in', async () => {
    const clerk = await app.as('clerk')
    const age = (column: string, hours: number) =>
      sql`update access.sessions s set ${sql.ref(column)} = now() - make_interval(hours => ${hours})
          from access.users u where u.id = s.user_id and u.role = 'clerk'`.execute(app.services.db)
    const status = async () => (await clerk.get('/api/me')).status
    assert.equal(await status(), 200)
    await age('last_seen_at', 5)
    assert.equal((await set('access.session_idle_hours', '4')).status, 200)
    assert.equal(await status(), 401)
    assert.equal((await set('access.session_idle_hours', '72')).status, 200)
    assert.equal(await status(), 200)
    await age('created_at', 9 * 24)
    assert.equal((await set('access.session_max_days', '8')).status, 200)
    assert.equal(await status(), 401)
    assert.equal((await set('access.session_max_days', '90')).status, 200)
    assert.equal(await status(), 200)
    await sql`update access.sessions set expires_at = now() - interval '1 second' where user_id in
      (select id from access.users where role = 'clerk')`.execute(app.services.db)
    assert.equal(await status(), 401, 'what a session was given is not lengthened')
  })

  test('new shops and sites begin with the house’s time zone and currency; existing ones stay', async () => {
    const director = await app.as('director')
    const shops = async () => {
      const { body } = await director.get<{
        items: { code: string; currency: string; timeZone: string }[]
      }>('/api/shops')
      return body.items.map(({ code, currency, timeZone }) => [code, currency, timeZone])
    }
    await director.post('/api/shops', { code: 'A', name: 'x' })
    assert.equal((await set('house.currency', 'EUR')).status, 200)
    assert.equal((await set('house.time_zone', 'Europe/Berlin')).status, 200)
    await director.post('/api/shops', { code: 'B', name: 'x' })
    await keeper.post('/api/places/sites', { code: 'BER', name: 'x' })
    assert.deepEqual(await shops(), [
      ['A', 'CNY', 'Asia/Shanghai'],
      ['B', 'EUR', 'Europe/Berlin'],
    ])
    const { body } = await keeper.get<{ items: { timeZone: string }[] }>('/api/places/sites?q=BER')
    assert.equal(body.items[0]?.timeZone, 'Europe/Berlin')
    const me = await keeper.get<{ house: { timeZone: string; currency: string } }>('/api/me')
    assert.deepEqual([me.body.house.timeZone, me.body.house.currency], ['Europe/Berlin', 'EUR'])
  })

  test('the letterhead stands on the About sheet of an export', async () => {
    assert.equal((await set('house.name', '晨光保温杯有限公司')).status, 200)
    assert.equal((await set('house.address', '=永康市经济开发区')).status, 200)
    const response = await fetch(`${app.url}/api/shops/export?format=xlsx`, {
      headers: { cookie: await cookieOf() },
    })
    const { readXlsx } = await import('hucre/xlsx')
    const book = await readXlsx(new Uint8Array(await response.arrayBuffer()))
    const about = book.sheets[1]!.rows.slice(0, 2).map(([first]) => first)
    assert.deepEqual(about, ['晨光保温杯有限公司', "'=永康市经济开发区"])
  })

  test('the program tells what it runs with, and no secret of it', async () => {
    const answer = await admin.get<{
      postgres: { version: string; isEmbedded: boolean }
      migrations: { version: string }[]
      licence: string
      dataDir: string
    }>('/api/system/program')
    const { postgres, migrations, licence, dataDir } = answer.body
    assert.match(postgres.version, /^\d+/)
    assert.equal(licence, 'Apache-2.0')
    assert.equal(dataDir, app.services.config.dataDir)
    assert(migrations.some(({ version }) => version === '0004_settings'))
    assert.equal(codeOf(await keeper.get('/api/system/program')), '403 access.forbidden')
    const { describeProgram } = await import('./program.ts')
    const told = JSON.stringify(
      await describeProgram(
        {
          ...app.services,
          config: {
            ...app.services.config,
            databaseUrl: 'postgres://miller:hunter2@db.example:5432/mill?sslkey=hunter2',
            clickhouseUrl: 'http://miller:hunter2@ch.example:8123/mill',
            secretKeys: 'k1:hunter2',
            s3: {
              url: 'https://s3.example/bucket',
              keyId: 'hunter2',
              secret: 'hunter2',
              region: 'x',
            },
          },
        },
        '0',
      ),
    )
    assert(!told.includes('hunter2') && !told.includes('miller'), told)
    for (const part of [
      'db.example:5432/mill',
      'ch.example:8123/mill',
      's3.example/bucket',
      'environment',
    ])
      assert(told.includes(part), part)
  })

  const cookieOf = async () => {
    const { createSession } = await import('#modules/access')
    const { rows } = await sql<{
      id: string
    }>`select id from access.users where role = 'director'`.execute(app.services.db)
    const token = await app.services.db
      .transaction()
      .execute((tx) => createSession(tx, rows[0]!.id))
    return `millrace_session=${token}`
  }
})
