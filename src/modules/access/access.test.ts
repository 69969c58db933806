import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { checkAudit, sealAudit } from '#kernel/audit.ts'
import { newId } from '#kernel/ids.ts'
import { type Answer, type TestApp, testApp } from '#test/app.ts'

interface Problem {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly details: { readonly fields?: readonly { path: string; code: string }[] }
}

const codeOf = (answer: Answer<unknown>) => `${answer.status} ${(answer.body as Problem).code}`

describe('access', () => {
  let app: TestApp
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())

  test('INV-ACCESS-2: of ten first-run set-ups at once one makes the owner, nine are refused', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        app.anonymous.send('POST', '/api/setup', {
          username: `boss${n}`,
          displayName: '老板',
          password: 'a long passphrase',
          withKey: true,
        }),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(answers.filter((a) => codeOf(a) === '409 access.already_set_up').length, 9)
    const made = answers.find(({ status }) => status === 200) as Answer<{ apiKey: string }>
    const withKey = app.with({ authorization: `Bearer ${made.body.apiKey}` })
    assert.equal((await withKey.get('/api/access/users')).status, 200)
  })

  test('sign in, be somebody, sign out, be nobody', async () => {
    const owner = await app.as('owner')
    await owner.post('/api/access/users', {
      username: '张三',
      displayName: '张三',
      role: 'clerk',
      password: 'correct horse battery',
    })
    const wrong = await app.anonymous.post('/api/session', { username: '张三', password: 'x' })
    assert.equal(codeOf(wrong), '401 access.wrong_credentials')
    const nobody = await app.anonymous.post('/api/session', { username: '李四', password: 'x' })
    assert.deepEqual((nobody.body as Problem).zh, (wrong.body as Problem).zh, 'no enumeration')

    const right = await app.anonymous.post('/api/session', {
      username: '张三',
      password: 'correct horse battery',
    })
    const cookie = right.headers.getSetCookie()[0]!
    assert.match(cookie, /HttpOnly; SameSite=Strict/)
    const zhang = app.with({ cookie: cookie.split(';')[0]! })
    const me = await zhang.get<{ role: string; mustChange: boolean }>('/api/me')
    assert.deepEqual([me.body.role, me.body.mustChange], ['clerk', true])
    await zhang.send('DELETE', '/api/session')
    assert.equal(codeOf(await zhang.get('/api/me')), '401 access.sign_in_required')
  })

  test('eight wrong passwords and the account waits, the right one included', async () => {
    const owner = await app.as('owner')
    const account = { username: 'slow', password: 'the right passphrase' }
    await owner.post('/api/access/users', { ...account, displayName: 'S', role: 'service' })
    for (let n = 0; n < 8; n++) {
      await app.anonymous.post('/api/session', { username: 'slow', password: `wrong ${n}` })
    }
    assert.equal(
      codeOf(await app.anonymous.post('/api/session', account)),
      '429 access.too_many_attempts',
    )
  })

  test('sixty guesses at once are no more than eight, and the answer says when to come back', async () => {
    const owner = await app.as('owner')
    await owner.post('/api/access/users', {
      username: 'burst',
      displayName: 'B',
      role: 'service',
      password: 'the right passphrase',
    })
    await sql`delete from access.failed_sign_ins`.execute(app.services.db)
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        app.anonymous.post('/api/session', { username: 'burst', password: `guess ${n}` }),
      ),
    )
    const judged = answers.filter((answer) => codeOf(answer) === '401 access.wrong_credentials')
    assert.equal(judged.length, 8)
    const refused = answers.find(({ status }) => status === 429)!
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    await sql`delete from access.failed_sign_ins`.execute(app.services.db)
  })

  test('a right password leaves no failure behind, so a busy office is never locked out', async () => {
    const owner = await app.as('owner')
    const account = { username: 'often', password: 'the right passphrase' }
    await owner.post('/api/access/users', { ...account, displayName: 'O', role: 'service' })
    for (let n = 0; n < 10; n++) {
      assert.equal((await app.anonymous.post('/api/session', account)).status, 200)
    }
  })

  test('one sees where one is signed in, ends a session, and a new password ends the others', async () => {
    const owner = await app.as('owner')
    const account = { username: 'devices', password: 'the right passphrase' }
    await owner.post('/api/access/users', { ...account, displayName: 'D', role: 'service' })
    const signIn = async () => {
      const { headers } = await app.anonymous.post('/api/session', account)
      return app.with({ cookie: headers.getSetCookie()[0]!.split(';')[0]! })
    }
    const [desk, phone, lost] = [await signIn(), await signIn(), await signIn()]
    type Sessions = { items: { id: string; current: boolean }[] }
    const { items } = (await desk.get<Sessions>('/api/me/sessions')).body
    assert.deepEqual(
      items.map(({ current }) => current),
      [true, false, false],
    )
    const own = (await lost.get<Sessions>('/api/me/sessions')).body.items[0]!.id
    assert.equal((await owner.send('DELETE', `/api/me/sessions/${own}`)).status, 404, 'not mine')
    assert.equal((await desk.send('DELETE', `/api/me/sessions/${own}`)).status, 200)
    assert.equal((await lost.get('/api/me')).status, 401)

    const wrong = await desk.send('PUT', '/api/me/password', {
      current: 'no',
      next: 'x'.repeat(12),
    })
    assert.equal(codeOf(wrong), '401 access.wrong_credentials')
    const changed = { current: account.password, next: 'another passphrase' }
    assert.equal((await desk.send('PUT', '/api/me/password', changed)).status, 200)
    assert.equal((await desk.get('/api/me')).status, 200, 'this one goes on')
    assert.equal((await phone.get('/api/me')).status, 401)
  })

  test('a disabled account is out at once, its keys too', async () => {
    const owner = await app.as('owner')
    const account = { username: 'leaver', password: 'the right passphrase' }
    const { body } = await owner.post<{ id: string }>('/api/access/users', {
      ...account,
      displayName: 'L',
      role: 'admin',
    })
    const { headers } = await app.anonymous.post('/api/session', account)
    const leaver = app.with({ cookie: headers.getSetCookie()[0]!.split(';')[0]! })
    const made = await leaver.post<{ key: string }>('/api/access/keys', {
      name: 'left behind',
      scopes: ['access.manage'],
    })
    const key = app.with({ authorization: `Bearer ${made.body.key}` })
    assert.equal((await key.get('/api/access/users')).status, 200)
    const edit = { version: 1, displayName: 'L', role: 'admin', disabled: true }
    assert.equal((await owner.send('PATCH', `/api/access/users/${body.id}`, edit)).status, 200)
    assert.equal((await leaver.get('/api/me')).status, 401)
    assert.equal((await key.get('/api/access/users')).status, 401)
    assert.equal(
      codeOf(await app.anonymous.post('/api/session', account)),
      '401 access.wrong_credentials',
    )
  })

  test('an expired and a tampered session are nobody', async () => {
    const planner = await app.as('planner')
    assert.equal((await planner.get('/api/me')).status, 200)
    await sql`update access.sessions set expires_at = now() - interval '1 second'
      where user_id in (select id from access.users where role = 'planner')`.execute(
      app.services.db,
    )
    assert.equal(codeOf(await planner.get('/api/me')), '401 access.sign_in_required')
    const forged = app.with({ cookie: 'millrace_session=AAAA' })
    assert.equal(codeOf(await forged.get('/api/me')), '401 access.sign_in_required')
  })

  test('a cookie does not work from another site', async () => {
    const owner = await app.as('owner')
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      const answer = await owner.send('PUT', '/api/me/locale', { locale: 'en' }, headers)
      assert.equal(codeOf(answer), '403 access.cross_site', JSON.stringify(headers))
    }
  })

  test('INV-ACCESS-1: two owners who disable each other at once leave one', async () => {
    const owner = await app.as('owner')
    const users = await owner.get<{ items: { id: string; role: string; version: number }[] }>(
      '/api/access/users?limit=200',
    )
    const owners = users.body.items.filter(({ role }) => role === 'owner')
    assert.ok(owners.length >= 2)
    const answers = await Promise.all(
      owners.map(({ id, version }) =>
        owner.send('PATCH', `/api/access/users/${id}`, {
          version,
          displayName: 'x',
          role: 'clerk',
          disabled: false,
        }),
      ),
    )
    const left = await sql<{ count: bigint }>`
      select count(*) as count from access.users where role = 'owner' and disabled_at is null`.execute(
      app.services.db,
    )
    assert.equal(left.rows[0]?.count, 1n)
    assert.ok(answers.some((answer) => answer.status !== 200))
    await sql`update access.users set role = 'owner' where username like 'owner-%'`.execute(
      app.services.db,
    )
  })

  test('two tabs editing one account: the second sees the difference, nothing is overwritten', async () => {
    const owner = await app.as('owner')
    const { body } = await owner.post<{ id: string }>('/api/access/users', {
      username: 'twotabs',
      displayName: 'First',
      role: 'service',
      password: 'some passphrase',
    })
    const edit = (displayName: string) =>
      owner.send<Problem & { details: { difference: unknown } }>(
        'PATCH',
        `/api/access/users/${body.id}`,
        { version: 1, displayName, role: 'service', disabled: false },
      )
    assert.equal((await edit('Tab one')).status, 200)
    const second = await edit('Tab two')
    assert.equal(codeOf(second), '409 kernel.stale_edit')
    assert.deepEqual(second.body.details.difference, [
      { field: 'displayName', yours: 'Tab two', current: 'Tab one' },
    ])
  })

  test('INV-ACCESS-3: a key has its scopes, never more than its maker, and dies with it', async () => {
    const admin = await app.as('admin')
    const tooMuch = await admin.post('/api/access/keys', {
      name: 'greedy',
      scopes: ['inventory.approve'],
    })
    assert.equal(codeOf(tooMuch), '403 access.scopes_exceed_creator')
    const made = await admin.post<{ id: string; key: string }>('/api/access/keys', {
      name: 'reader',
      scopes: ['access.manage'],
    })
    const key = app.with({ authorization: `Bearer ${made.body.key}` })
    assert.equal((await key.get('/api/access/users')).status, 200)
    assert.equal(codeOf(await key.get('/api/access/keys')), '403 access.forbidden')
    const maker = await admin.post<{ key: string }>('/api/access/keys', {
      name: 'maker',
      scopes: ['keys.manage'],
    })
    const child = await app
      .with({ authorization: `Bearer ${maker.body.key}` })
      .post('/api/access/keys', { name: 'child', scopes: ['access.manage'] })
    assert.equal(codeOf(child), '403 access.scopes_exceed_creator', 'a key cannot widen itself')
    await admin.send('DELETE', `/api/access/keys/${made.body.id}`)
    assert.equal(codeOf(await key.get('/api/access/users')), '401 access.sign_in_required')
  })

  test('twenty requests with one idempotency key create once and answer alike', async () => {
    const owner = await app.as('owner')
    const body = { username: 'once', displayName: 'Once', role: 'clerk', password: 'a passphrase' }
    const headers = { 'idempotency-key': newId() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        owner.post<{ id: string }>('/api/access/users', body, headers),
      ),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1)
    const other = await owner.post('/api/access/users', { ...body, username: 'twice' }, headers)
    assert.equal(codeOf(other), '409 kernel.idempotency_key_reused')
    const without = await owner.send('POST', '/api/access/users', body, { 'idempotency-key': '' })
    assert.equal(codeOf(without), '400 kernel.idempotency_key_required')
  })

  test('bad input: malformed, too large, wrong type, unknown fields; each says where', async () => {
    const owner = await app.as('owner')
    const raw = (body: string, type = 'application/json') =>
      fetch(`${app.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      }).then(async (r) => `${r.status} ${((await r.json()) as Problem).code}`)
    assert.equal(await raw('{"username":'), '400 kernel.malformed_json')
    assert.equal(await raw('<x/>', 'application/xml'), '415 kernel.media_type')
    assert.equal(await raw('x'.repeat(100 * 1024 * 1024)), '413 kernel.body_too_large')
    const fields = await owner.post<Problem>('/api/access/users', { role: 'king', extra: 1 })
    assert.equal(codeOf(fields), '400 kernel.invalid')
    assert.deepEqual(
      fields.body.details.fields?.map(({ path, code }) => `${path} ${code}`).toSorted(),
      [
        'displayName required',
        'extra unknown_field',
        'password required',
        'role choice',
        'username required',
      ],
    )
    assert.equal(codeOf(await owner.get('/api/nowhere')), '404 kernel.no_such_route')
    const english = await owner.send<{ title: string; en: string }>(
      'GET',
      '/api/nowhere',
      undefined,
      {
        'accept-language': 'en-GB',
      },
    )
    assert.equal(english.body.title, english.body.en)
  })

  test('hostile text is stored as text and comes back unharmed', async () => {
    const owner = await app.as('owner')
    for (const text of [
      `'; drop table access.users; --`,
      '<script>alert(1)</script>',
      '${7*7}',
      '%_\\',
    ]) {
      const { body } = await owner.post<{ id: string }>('/api/access/users', {
        username: text,
        displayName: text,
        role: 'service',
        password: 'some passphrase',
      })
      const { body: list } = await owner.get<{ items: { id: string; displayName: string }[] }>(
        '/api/access/users?limit=200',
      )
      assert.equal(list.items.find(({ id }) => id === body.id)?.displayName, text)
    }
    const nul = await owner.post('/api/access/users', {
      username: 'a\u0000b',
      displayName: 'x',
      role: 'service',
      password: 'some passphrase',
    })
    assert.equal(codeOf(nul), '400 kernel.invalid')
  })

  test('every change is in the audit log; secrets are not; tampering is found', async () => {
    const { db, pool } = app.services
    await sealAudit(db)
    assert.deepEqual(await checkAudit(db), [])
    const { rows } = await pool.query<{ text: string }>(
      'select e::text as text from audit.entries e',
    )
    assert.ok(rows.some(({ text }) => text.includes('access.user.add')))
    assert.ok(!rows.some(({ text }) => /passphrase|argon2|mlr_/.test(text)))
    await assert.rejects(
      pool.query('update audit.entries set actor_name = $1', ['nobody']),
      /append-only/,
    )

    await pool.query('alter table audit.entries disable trigger entries_append_only')
    await pool.query(
      `update audit.entries set after = '{"role":"owner"}' where id = (select entry_id from audit.seals where position = 3)`,
    )
    assert.deepEqual(
      (await checkAudit(db)).map(({ finding, position }) => `${finding} ${position}`),
      ['altered 3'],
    )
    await pool.query(
      'delete from audit.entries where id = (select entry_id from audit.seals where position = 5)',
    )
    assert.deepEqual(
      (await checkAudit(db)).map(({ finding, position }) => `${finding} ${position}`),
      ['altered 3', 'removed 5'],
    )
    await pool.query('alter table audit.entries enable trigger entries_append_only')
  })

  test('an export holds what the list holds', async () => {
    const owner = await app.as('owner')
    const csv = await owner.get<string>(
      '/api/access/users/export?format=csv&lang=zh&columns=username,role',
    )
    assert.match(csv.body, /账号,岗位/)
    assert.match(csv.body, /张三,clerk/)
    assert.match(csv.body, /"?'?<script>/)
  })

  test('views belong to their maker, and to all when shared', async () => {
    const clerk = await app.as('clerk')
    const service = await app.as('service')
    await clerk.post('/api/access/views/skus', { name: '我的', state: { q: 'a' } })
    await clerk.post('/api/access/views/skus', { name: '大家的', state: { q: 'b' }, shared: true })
    const seen = await service.get<{ items: { name: string; mine: boolean }[] }>(
      '/api/access/views/skus',
    )
    assert.deepEqual(
      seen.body.items.map(({ name, mine }) => [name, mine]),
      [['大家的', false]],
    )
  })
})
