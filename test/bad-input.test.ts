// What people and programs send that they should not, at every field of every contract. Generated, so a new
// route is covered the day it is written. Every refusal is typed, in both languages, names the field, and
// has changed nothing; what is accepted is stored as it was sent.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { z } from 'zod'
import type { AnyRoute } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { allRoutes } from '#kernel/openapi.ts'
import { api } from '#api'
import { buildSite, buildSku, stock } from '#test/factories.ts'
import {
  SHOP,
  allText,
  fingerprintOf,
  announce,
  isId,
  isQty,
  isText,
  type Leaf,
  leavesOf,
  options,
  put,
  type Schema,
  schemaOf,
} from '#test/fields.ts'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'

interface Problem {
  readonly type: string
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly details: { readonly fields?: readonly { path: string; zh: string; en: string }[] }
}

const ROUTES = allRoutes(api).map(({ group, name, route }) => ({ name: `${group}.${name}`, route }))

/** Tried by hand elsewhere: they end the caller's session, run for long, or answer with a file. */
const APART = new Set([
  'access.signOut',
  'access.setup',
  'access.signIn',
  'access.changePassword',
  'analytics.rebuild',
  // Signed by the other side: test/sandbox, carriers/parcels.test.ts.
  'carriers.push',
  'connectors.push',
  'system.backup',
])
const WRITES = ROUTES.filter(
  ({ name, route }) => route.method !== 'GET' && !route.upload && !APART.has(name),
)

/** Answers about many at once: an id nobody has is one of its refused lines. */
const LINE_BY_LINE = new Set(['catalog.bulkLifecycle', 'listings.ignoreMany', 'warehouse.release'])

const VERSIONED: Readonly<Record<string, string>> = {
  '/api/places/sites': 'places.sites',
  '/api/catalog/skus': 'catalog.skus',
  '/api/catalog/spus': 'catalog.spus',
  '/api/parties/suppliers': 'parties.suppliers',
  '/api/shops': 'shops.shops',
  '/api/access/users': 'access.users',
}

/** Hashed or sealed: what was sent is not to be found again, on purpose. */
const UNREADABLE = /password|contact|secret/i

/** SQL and HTML at once, with a mark to find it by. */
const hostile = (mark: string) => `');drop table x;--<img src=x onerror=alert(1)>"\\%_${mark}`

describe('bad input', () => {
  let app: TestApp
  let owner: Caller
  let seeds: Readonly<Record<string, string>>

  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
    seeds = await seed()
  })
  after(() => app[Symbol.asyncDispose]())

  /** Real rows, so that only the field under test is wrong. */
  async function seed(): Promise<Record<string, string>> {
    const { db } = app.services
    const [site, other] = [await buildSite(db, 2), await buildSite(db, 1)]
    const skuId = await buildSku(db)
    await stock(db, site, skuId, 1000n)
    return {
      siteId: site.id,
      toSiteId: other.id,
      skuId,
      locationId: site.bins[0]!,
      fromLocationId: site.bins[0]!,
      from: site.bins[0]!,
      to: site.bins[1]!,
      '/api/places/sites': site.id,
      '/api/catalog/skus': skuId,
      '/api/inventory/skus': skuId,
      '/api/parties/suppliers': await made('/api/parties/suppliers', {
        code: 'S1',
        name: '供应商',
      }),
      '/api/catalog/spus': await made('/api/catalog/spus', { code: 'P1', name: '产品', axes: [] }),
      '/api/shops': await made('/api/shops', SHOP),
      '/api/access/users': await made('/api/access/users', {
        username: 'target',
        displayName: 'target',
        role: 'service',
        password: 'a long passphrase',
      }),
      '/api/inventory/counts': await made('/api/inventory/counts', {
        skuId,
        locationId: site.bins[0],
      }),
    }
  }

  async function made(path: string, body: object): Promise<string> {
    const answer = await owner.post<{ id: string }>(path, body)
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`)
    return answer.body.id
  }

  /** The version a record has now, so that only the field under test is refused. */
  async function withVersion(route: AnyRoute, body: unknown): Promise<unknown> {
    const table = VERSIONED[route.path.split('/:')[0]!]
    if (!table || !schemaOf(route.body).properties?.['version']) return body
    const { rows } = await app.services.pool.query<{ version: number }>(
      `select version from ${table} where id = $1`,
      [seeds[route.path.split('/:')[0]!]],
    )
    return { ...(body as object), version: rows[0]!.version }
  }

  let counter = 0
  function sample(schema: Schema, key = ''): unknown {
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return schema.enum[0]
    if (schema.properties) {
      return Object.fromEntries(
        Object.entries(schema.properties)
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, of]) => [name, sample(of, name)]),
      )
    }
    if (schema.anyOf ?? schema.oneOf) return sample(options(schema)[0]!, key)
    if (schema.allOf) return sample(schema.allOf[0]!, key)
    if (schema.format === 'uuid') return seeds[key] ?? (/sku/i.test(key) ? seeds['skuId'] : newId())
    if (schema.format === 'date-time') return '2026-01-01T00:00:00Z'
    if (schema.format === 'date') return '2026-01-01'
    if (schema.prefixItems) return schema.prefixItems.map((item) => sample(item, key))
    if (schema.type === 'array') return [sample(schema.items ?? {}, key.replace(/s$/, 'Id'))]
    if (schema.type === 'boolean') return false
    if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
    if (isQty(schema)) return '1'
    if (schema.pattern?.includes('-01$')) return '2026-01-01'
    if (schema.pattern === '^\\d{6}$') return '330106'
    counter += 1
    return `text ${counter}`.padEnd(schema.minLength ?? 0, 'x')
  }

  /** The address with real ids where there are any, or with ids nobody has. */
  function fill(route: AnyRoute, seeded = true): string {
    const params = schemaOf(route.params).properties ?? {}
    const parent = route.path.split('/:')[0]!
    return route.path.replace(/:(\w+)/g, (_all, name: string) => {
      if (name === 'id' || name === 'skuId') return seeded ? (seeds[parent] ?? newId()) : newId()
      const field = (route.params as z.ZodObject | undefined)?.shape[name] as z.ZodType | undefined
      const tries = [sample(params[name] ?? {}, name), 'CN', '110000', '2026', 'none']
      return encodeURIComponent(
        String(tries.find((one) => field?.safeParse(one).success) ?? 'none'),
      )
    })
  }

  const send = (route: AnyRoute, body: unknown) =>
    owner.send<Problem>(route.method, fill(route), route.body ? body : undefined)

  const everything = () => fingerprintOf(app.services.pool)

  function assertTyped(
    name: string,
    what: string,
    { status, body, headers }: Answer<Problem>,
  ): void {
    const at = `${name} ${what}: ${status} ${JSON.stringify(body).slice(0, 300)}`
    assert.ok(status >= 400 && status < 500, at)
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/, at)
    assert.match(body.code, /^[a-z]+\.[a-z0-9_]+$/, at)
    assert.match(body.zh, /[\u4e00-\u9fff]/, at)
    assert.ok(body.en.length > 5 && body.zh !== body.en, at)
  }

  /** Send what is wrong at one field: refused with that field named, nothing changed. */
  async function refusedEverywhere(
    wrong: (leaf: Leaf) => readonly (readonly [what: string, value: unknown])[],
  ): Promise<number> {
    let tried = 0
    for (const { name, route } of WRITES) {
      const schema = schemaOf(route.body)
      const before = await everything()
      for (const leaf of leavesOf(schema)) {
        for (const [what, value] of wrong(leaf)) {
          const answer = await send(route, put(sample(schema), leaf.path, value))
          const path = leaf.path.join('.')
          assertTyped(name, `${path} ${what}`, answer)
          assert.equal(answer.body.code, 'kernel.invalid', `${name} ${path} ${what}`)
          const field = answer.body.details.fields?.find((one) => one.path.startsWith(path))
          assert.ok(field, `${name}: ${path} is named, not ${JSON.stringify(answer.body.details)}`)
          assert.match(field.zh, /[\u4e00-\u9fff]/)
          tried += 1
        }
      }
      assert.equal(await everything(), before, `${name}: what was refused changed something`)
    }
    return tried
  }

  test('quantities and amounts: negative, 10^15, more than a number holds, text: refused by name, nothing changed', async () => {
    const tried = await refusedEverywhere(({ schema, path }) =>
      isQty(schema)
        ? [
            ['negative', '-1'],
            // An amount of 10^15 分 is ten trillion yuan: refused too, at 9 × 10^15.
            [
              'too large',
              /minor/i.test(String(path.at(-1))) ? '9000000000000001' : '1000000000000000',
            ],
            ['beyond bigint', '99999999999999999999'],
            ['a float', 1.5],
            ['text', 'many'],
          ]
        : [],
    )
    assert.ok(tried >= 60, `${tried} tried`)
  })

  test('zero is refused by name wherever a quantity must be positive', async () => {
    const accepting: string[] = []
    for (const { name, route } of WRITES) {
      const schema = schemaOf(route.body)
      for (const { path } of leavesOf(schema).filter((leaf) => isQty(leaf.schema))) {
        const body = put(sample(schema), path, '0')
        const parsed = route.body!.safeParse(body)
        // Inside an optional list the sample may lack the rest of its line: what counts is whether the zero is blamed.
        const at = path.join('.')
        if (!parsed.error?.issues.some((issue) => issue.path.join('.') === at)) {
          accepting.push(`${name} ${at}`)
          continue
        }
        const answer = await send(route, body)
        assert.equal(answer.body.code, 'kernel.invalid', name)
        assert.ok(
          answer.body.details.fields?.some((one) => one.path === at),
          name,
        )
      }
    }
    // What may be none: a count, a safety stock, a cap, a cost, when to warn, a short pick. A new line here is a decision.
    assert.deepEqual(
      accepting.filter(
        (one) =>
          !/(counted|received|found)Qty$|[mM]inor$|setSafety qty$|setShare cap$|connectors\.stock items\.0\.qty$|Account lowAt$|warehouse\.pick qty$/.test(
            one,
          ),
      ),
      [],
    )
  })

  test('wrong types and unknown fields at every place of every body are refused by name', async () => {
    const tried = await refusedEverywhere(({ schema }) =>
      schema.type === undefined && options(schema).every(({ type }) => type === undefined)
        ? []
        : [
            ['an object', { a: 1 }],
            ...(isText(schema) || isId(schema) ? [['a number', 7] as const] : []),
          ],
    )
    assert.ok(tried >= 150, `${tried} tried`)
    for (const { name, route } of WRITES.filter((one) => one.route.body)) {
      const answer = await send(route, { ...(sample(schemaOf(route.body)) as object), surprise: 1 })
      assert.equal(answer.body.code, 'kernel.invalid', `${name} takes an unknown field`)
      assert.ok(
        answer.body.details.fields?.some(({ path }) => path === 'surprise'),
        name,
      )
    }
  })

  test('ids nobody has, a SKU among them, at every id of every body and address: a typed refusal, nothing changed', async () => {
    let tried = 0
    for (const { name, route } of WRITES) {
      const schema = schemaOf(route.body)
      const ids = leavesOf(schema).filter((leaf) => isId(leaf.schema))
      const bodies = ids.map(({ path }) => put(sample(schema), path, newId()))
      const before = await everything()
      for (const body of bodies) {
        const answer = await send(route, body)
        tried += 1
        if (LINE_BY_LINE.has(name)) {
          const said = JSON.stringify(answer.body)
          assert.match(
            said,
            /"unknown":\["|"refused":\[\{[^\]]*"zh"/,
            `${name} says what it refuses`,
          )
        } else assertTyped(name, JSON.stringify(body), answer)
      }
      if (/\/:id\b/.test(route.path)) {
        tried += 1
        const body = await withVersion(route, sample(schema))
        assertTyped(name, 'address', await owner.send(route.method, fill(route, false), body))
      }
      assert.equal(await everything(), before, name)
    }
    assert.ok(tried >= 40, `${tried} tried`)
  })

  test('SQL and HTML in every text field of every body: stored as text or refused by name, never a fault', async () => {
    const marks: string[] = []
    const kept: string[] = []
    for (const { name, route } of WRITES) {
      const schema = schemaOf(route.body)
      for (const { path } of leavesOf(schema).filter((leaf) => isText(leaf.schema))) {
        const mark = newId().slice(-12)
        marks.push(mark)
        const body = put(await withVersion(route, sample(schema)), path, hostile(mark))
        const before = await everything()
        const answer = await send(route, body)
        if (answer.status >= 400) assertTyped(name, path.join('.'), answer)
        // A POST that only asks stores nothing; a line that was refused neither.
        else if (UNREADABLE.test(path.join('.')) || LINE_BY_LINE.has(name)) continue
        else if ((await everything()) !== before) kept.push(`${name} ${path.join('.')} ${mark}`)
      }
    }
    assert.ok(marks.length >= 60, `${marks.length} tried`)
    assert.ok(kept.length >= 15, `${kept.length} accepted`)
    const stored = await allText(app.services.pool)
    for (const one of kept) {
      assert.ok(stored.includes(hostile(one.split(' ').at(-1)!)), `${one} came back as it was sent`)
    }
  })

  test('SQL and HTML in every filter and address: an answer or a typed refusal, never a fault', async () => {
    let tried = 0
    for (const { name, route } of ROUTES.filter((one) => one.route.method === 'GET')) {
      const fields = Object.keys(schemaOf(route.query).properties ?? {})
      for (const field of fields) {
        const path = fill(route)
        const answer = await owner.get<Problem>(
          `${path}?${field}=${encodeURIComponent(hostile('q'))}`,
        )
        if (answer.status >= 400) assertTyped(name, field, answer)
        tried += 1
      }
      if (!route.path.includes(':')) continue
      const address = route.path.replace(/:\w+/g, encodeURIComponent(hostile('p')))
      const answer = await owner.get<Problem>(address)
      if (answer.status >= 400) assertTyped(name, 'address', answer)
    }
    assert.ok(tried >= 100, `${tried} tried`)
  })

  test('malformed JSON, no body, a media type of its own, wrong encoding: typed, on every route that writes', async () => {
    const cookie = await cookieOf()
    const raw = async (route: AnyRoute, body: string | Buffer, type = 'application/json') => {
      const response = await fetch(app.url + fill(route), {
        method: route.method,
        headers: { origin: app.url, cookie, 'content-type': type, 'idempotency-key': newId() },
        body: body as never,
      })
      return {
        status: response.status,
        body: (await response.json()) as Problem,
        headers: response.headers,
      }
    }
    const before = await everything()
    for (const { name, route } of WRITES.filter((one) => one.route.body)) {
      const malformed = await raw(route, '{"a":')
      assert.equal(malformed.body.code, 'kernel.malformed_json', name)
      assertTyped(name, 'malformed', malformed)
      const xml = await raw(route, '<x/>', 'application/xml')
      assert.equal(xml.body.code, 'kernel.media_type', name)
      // 数量 in GB18030: bytes that are no UTF-8.
      const gbk = await raw(
        route,
        Buffer.from([0x7b, 0x22, 0xca, 0xfd, 0xc1, 0xbf, 0x22, 0x3a, 0x31, 0x7d]),
      )
      assertTyped(name, 'GB18030', gbk)
    }
    assert.equal(await everything(), before)
  })

  test('a body of 100 MB is refused before it is read, on every route that takes one', async () => {
    const cookie = await cookieOf()
    for (const { name, route } of WRITES.filter(({ route }) => route.method !== 'DELETE')) {
      const head = await announce(app.url, route.method, fill(route), cookie, 100 * 1024 * 1024)
      assert.match(head, /^HTTP\/1\.1 413 /, name)
      assert.match(head, /kernel\.body_too_large/, name)
    }
  })

  test('an expired session is nobody on every route', async () => {
    const cookie = await cookieOf()
    await app.services.pool.query(
      `update access.sessions set expires_at = now() - interval '1 second'`,
    )
    for (const { name, route } of ROUTES.filter((one) => one.route.permission !== 'public')) {
      const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : {}
      const answer = await app.with({ cookie }).send<Problem>(route.method, fill(route), body)
      assert.equal(`${answer.status} ${answer.body.code}`, '401 access.sign_in_required', name)
    }
    await app.services.pool.query(
      `update access.sessions set expires_at = now() + interval '1 hour'`,
    )
  })

  test('two tabs: every change of a record carries the version that was seen', () => {
    const blind = ROUTES.filter(({ route }) => route.method === 'PATCH').filter(
      ({ route }) => !schemaOf(route.body).required?.includes('version'),
    )
    assert.deepEqual(
      blind.map(({ name }) => name),
      [],
    )
  })

  async function cookieOf(): Promise<string> {
    const { createSession, createUser } = await import('#modules/access')
    const { systemActor } = await import('#kernel/actor.ts')
    return app.services.db.transaction().execute(async (tx) => {
      const id = await createUser(tx, systemActor('test'), {
        username: newId(),
        displayName: 'raw',
        role: 'owner',
        password: newId(),
      })
      return `millrace_session=${await createSession(tx, id)}`
    })
  }
})
