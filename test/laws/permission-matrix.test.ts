// Every route × every post, and nobody, and a key without scope: refused exactly where the catalogue says.
// Generated from the contracts, so a new route is covered the day it is written.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { allRoutes } from '#kernel/openapi.ts'
import { PERMISSIONS, ROLE_NAMES } from '#modules/access'
import { api } from '#api'
import { type Caller, type TestApp, testApp } from '#test/app.ts'

const ROUTES = allRoutes(api).flatMap(({ group, name, route }) => [
  {
    name: `${group}.${name}`,
    method: route.method,
    path: route.path,
    permission: route.permission,
  },
  ...(route.columns
    ? [
        {
          name: `${group}.${name} export`,
          method: 'GET' as const,
          path: `${route.path}/export`,
          permission: route.permission,
        },
      ]
    : []),
])

/** Ids nobody has: what a caller with the permission gets is 404 or 400, never 401 or 403. */
const filled = (path: string) =>
  path
    .replace(/:(id|skuId)/g, '01890000-0000-7000-8000-000000000000')
    .replace(/:validFrom/g, '2026-01-01')
    .replace(/:\w+/g, 'none')

/** These would end the session of the caller, or change it, and are tried elsewhere. */
const APART = new Set([
  'access.signOut',
  'access.setup',
  'access.signIn',
  'analytics.rebuild',
  'system.backup',
])

describe('permission matrix', () => {
  let app: TestApp
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())

  const statusOf = async (caller: Caller, route: (typeof ROUTES)[number]) => {
    const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : {}
    const answer = await caller.send(route.method, filled(route.path), body)
    return { status: answer.status, code: (answer.body as { code?: string }).code }
  }

  test('every permission of a route is in the catalogue', () => {
    const unknown = ROUTES.filter(
      ({ permission }) =>
        !['public', 'signed-in'].includes(permission) && !(permission in PERMISSIONS),
    )
    assert.deepEqual(unknown, [])
  })

  test('without an account every route but the public ones answers 401', async () => {
    for (const route of ROUTES.filter(({ permission }) => permission !== 'public')) {
      const { status, code } = await statusOf(app.anonymous, route)
      assert.deepEqual(
        { name: route.name, status, code },
        { name: route.name, status: 401, code: 'access.sign_in_required' },
      )
    }
  })

  for (const role of ROLE_NAMES) {
    test(`${role}: refused where the post lacks the permission, and nowhere else`, async () => {
      const caller = await app.as(role)
      for (const route of ROUTES.filter(
        ({ name, permission }) => permission !== 'public' && !APART.has(name),
      )) {
        const may =
          route.permission === 'signed-in' ||
          role === 'owner' ||
          PERMISSIONS[route.permission]?.roles.includes(role)
        const { status, code } = await statusOf(caller, route)
        const refused = status === 403 && code === 'access.forbidden'
        assert.equal(refused, !may, `${route.name} for ${role}: ${status} ${code}`)
        assert.ok(status < 500, `${route.name} for ${role}: ${status}`)
      }
    })
  }

  test('a key without the scope is refused, whatever its maker may', async () => {
    const owner = await app.as('owner')
    const { body } = await owner.post<{ key: string }>('/api/access/keys', {
      name: 'none',
      scopes: ['orders.read'],
    })
    const key = app.with({ authorization: `Bearer ${body.key}` })
    for (const route of ROUTES.filter(
      ({ permission }) => !['public', 'signed-in', 'orders.read'].includes(permission),
    )) {
      const { status, code } = await statusOf(key, route)
      assert.deepEqual(
        { name: route.name, status, code },
        { name: route.name, status: 403, code: 'access.forbidden' },
      )
    }
  })
})
