// Rules of the house at the desk: tags, holds and audits follow what people wrote, with the reason, and the studio sees the same.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildDesk, type DeskRig, row, say, standing } from './testing.ts'

interface Hit {
  purpose: string
  name: string
  version: number
  matched: { field: string; expected: unknown; actual: unknown }[]
  outcome: { kind: string; params: Record<string, string> } | null
}

describe('rules of the house at the desk', () => {
  let app: TestApp
  let rig: DeskRig
  let director: Caller
  before(async () => {
    app = await testApp()
    director = await app.as('director')
  })
  after(() => app[Symbol.asyncDispose]())
  beforeEach(async () => {
    rig = await buildDesk(app.services)
    const { db } = app.services
    await sql`delete from kernel.settings where key like 'orders.%'`.execute(db)
    for (const { id, version, draft: own } of rules.splice(0))
      assert.equal(
        (
          await director.send('PUT', `/api/rules/${id}`, {
            version,
            draft: { ...own, active: false },
          })
        ).status,
        200,
      )
  })

  const rules: { id: string; version: number; draft: object }[] = []
  const draft = (own: object) => ({
    name: `规则 ${newId().slice(-6)}`,
    priority: 10,
    stops: false,
    active: true,
    validFrom: null,
    validTo: null,
    ...own,
  })
  const rule = async (purpose: string, own: object) => {
    const body = draft(own)
    const { body: made, status } = await director.post<{ id: string }>('/api/rules', {
      purpose,
      draft: body,
    })
    assert(status < 300, JSON.stringify(made))
    rules.push({ id: made.id, version: 1, draft: body })
    return made.id
  }
  const hear = async (...rows: Parameters<typeof say>[2]) => {
    await say(app.services, rig, rows)
    await app.drain()
  }
  const one = async () => {
    const [first, ...rest] = await standing(app.services, rig)
    assert(first && rest.length === 0, 'exactly one system order')
    return first
  }
  const card = async (id: string) =>
    (
      await director.get<{ hits: Hit[]; tags: string[]; holds: { reason: unknown }[] }>(
        `/api/desk/orders/${id}`,
      )
    ).body

  test('a hold rule holds as special with its reason; the cause gone it goes; a person’s answer is remembered for that cause', async () => {
    await rule('hold', {
      name: '大额抽检',
      condition: { field: 'amount', op: 'gte', value: '20000' },
      outcomes: [{ kind: 'hold', params: { reason: '电话确认' } }],
    })
    await hear(row(rig, 'A1', { qty: '5', order_amount: '250.00' }))
    const { id, holds } = await one()
    assert.deepEqual(holds, ['H-SPECIAL'])
    const seen = await card(id)
    assert.deepEqual(seen.holds[0]!.reason, {
      rule: 'house_rule',
      inputs: { 大额抽检: '电话确认' },
    })
    assert.deepEqual(
      seen.hits.map(({ purpose, name, matched }) => [purpose, name, matched[0]]),
      [['hold', '大额抽检', { field: 'amount', op: 'gte', expected: '20000', actual: '25000' }]],
    )
    await hear(row(rig, 'A1', { qty: '2', order_amount: '100.00' }))
    assert.deepEqual((await one()).holds, [])
    await hear(row(rig, 'A1', { qty: '6', order_amount: '300.00' }))
    assert.deepEqual((await one()).holds, ['H-SPECIAL'])
    const clerk = await app.as('clerk')
    const clear = await clerk.post(`/api/desk/orders/${id}/holds/clear`, {
      code: 'H-SPECIAL',
      note: '电话过了',
    })
    assert.equal(clear.status, 200)
    await hear(row(rig, 'A1', { qty: '6', order_amount: '300.00', title: '换标题' }))
    assert.deepEqual((await one()).holds, [], 'answered for this amount')
    await hear(row(rig, 'A1', { qty: '9', order_amount: '450.00' }))
    assert.deepEqual((await one()).holds, ['H-SPECIAL'], 'another amount is another question')
  })

  test('what a person holds as special no rule takes away', async () => {
    await rule('hold', {
      condition: { field: 'pieces', op: 'gte', value: '5' },
      outcomes: [{ kind: 'hold', params: { reason: '多件' } }],
    })
    await hear(row(rig, 'B1'))
    const { id } = await one()
    const clerk = await app.as('clerk')
    await clerk.post(`/api/desk/orders/${id}/holds`, { code: 'H-SPECIAL', note: '老板要看' })
    await hear(row(rig, 'B1', { title: '换标题', qty: '1', order_amount: '50.00' }))
    assert.deepEqual((await one()).holds, ['H-SPECIAL'])
  })

  test('tags follow the rules, other rules may ask for them, and the list finds them', async () => {
    await rule('tag', {
      condition: { field: 'region', op: 'in', value: ['330000'] },
      outcomes: [{ kind: 'tag', params: { tag: '浙江' } }],
    })
    await rule('hold', {
      condition: { field: 'tags', op: 'has_any', value: ['浙江'] },
      outcomes: [{ kind: 'hold', params: { reason: '浙江暂停' } }],
    })
    await hear(row(rig, 'C1'), row(rig, 'C2', { address: '广东省广州市天河区体育西路 1 号' }))
    const [first, second] = await standing(app.services, rig)
    assert.deepEqual([first!.holds, second!.holds], [['H-SPECIAL'], []])
    assert.deepEqual((await card(first!.id)).tags, ['浙江'])
    const { body } = await director.get<{ items: { id: string }[] }>(
      `/api/desk/orders?tag=${encodeURIComponent('浙江')}&shop=${rig.shopCode}`,
    )
    assert.deepEqual(
      body.items.map(({ id }) => id),
      [first!.id],
    )
  })

  test('an audit rule audits, leaves to a person or sends to finance (WAIT_FIN), whatever the setting; the timeline keeps why', async () => {
    await rule('audit', {
      name: '小额直过',
      priority: 1,
      stops: true,
      condition: { field: 'amount', op: 'lt', value: '10000' },
      outcomes: [{ kind: 'pass', params: {} }],
    })
    await rule('audit', {
      name: '薄利财审',
      priority: 2,
      condition: { field: 'pieces', op: 'gte', value: '4' },
      outcomes: [
        { kind: 'pass', params: {} },
        { kind: 'finance', params: {} },
      ],
    })
    await hear(
      row(rig, 'D1', { qty: '1', order_amount: '50.00' }),
      row(rig, 'D2'),
      row(rig, 'D4', { qty: '4', order_amount: '200.00' }),
    )
    const at = await standing(app.services, rig)
    assert.deepEqual(
      at.map(({ status }) => status),
      ['AUDITED', 'WAIT_AUDIT', 'WAIT_FIN'],
    )
    const { rows } = await sql<{ name: string }>`
      select detail#>>'{reasons,0,name}' as name from orders.timeline where order_id = ${at[2]!.id} and event = 'audit'`.execute(
      app.services.db,
    )
    assert.deepEqual(rows, [{ name: '薄利财审' }])
    // By hand it goes to finance as well: one by one and by the hundred.
    await director.post(`/api/desk/orders/${at[2]!.id}/finance`, { isRefused: true, note: 'x' })
    const bulk = await director.post('/api/desk/bulk', {
      action: 'audit',
      ids: at.map(({ id }) => id),
    })
    assert(bulk.status < 300)
    await app.runJobs()
    assert.deepEqual(
      (await standing(app.services, rig)).map(({ status }) => status),
      ['AUDITED', 'AUDITED', 'WAIT_FIN'],
    )
    // And where the setting would audit, a rule may leave it to a person.
    await sql`insert into kernel.settings (key, value, updated_by) values ('orders.auto_audit', '1', 'test')`.execute(
      app.services.db,
    )
    await rule('audit', {
      condition: { field: 'pieces', op: 'eq', value: '3' },
      outcomes: [{ kind: 'person', params: {} }],
    })
    await hear(row(rig, 'D3', { qty: '3', order_amount: '150.00' }), row(rig, 'D5'))
    const later = await standing(app.services, rig)
    assert.deepEqual(
      later
        .filter(({ platformNo }) => platformNo === 'D3' || platformNo === 'D5')
        .map((o) => o.status),
      ['WAIT_AUDIT', 'AUDITED'],
    )
  })

  test('the studio tries a draft on the last orders, and says of each exactly what the desk then does', async () => {
    await hear(
      ...Array.from({ length: 40 }, (_none, at) =>
        row(rig, `T${at}`, {
          qty: String(1 + (at % 9)),
          order_amount: `${50 * (1 + (at % 9))}.00`,
        }),
      ),
    )
    for (const [purpose, outcome] of [
      ['hold', { kind: 'hold', params: { reason: '多件' } }],
      ['tag', { kind: 'tag', params: { tag: '多件' } }],
    ] as const) {
      const own = draft({
        condition: {
          all: [
            { field: 'pieces', op: 'gte', value: '7' },
            { field: 'shop', op: 'in', value: [rig.shopCode] },
          ],
        },
        outcomes: [outcome],
      })
      const tried = await director.post<{
        tried: number
        fired: number
        examples: { ref: string }[]
      }>('/api/rules/try', { purpose, id: null, draft: own, limit: 1000 })
      assert.equal(tried.status, 200, JSON.stringify(tried.body))
      const foreseen = new Set(tried.body.examples.map(({ ref }) => ref))
      assert.equal(tried.body.fired, 12)
      await rule(purpose, own)
      await hear(
        ...Array.from({ length: 40 }, (_none, at) =>
          row(rig, `T${at}`, {
            title: `改 ${purpose}`,
            buyer_note: '',
            qty: String(1 + (at % 9)),
            order_amount: `${50 * (1 + (at % 9))}.00`,
          }),
        ),
      )
      const { rows } = await sql<{ id: string }>`
        select order_id as id from orders.rule_hits where purpose = ${purpose}
          and order_id in (select id from orders.fulfil_orders where shop_id = ${rig.shopId})`.execute(
        app.services.db,
      )
      assert.deepEqual(new Set(rows.map(({ id }) => id)), foreseen, purpose)
    }
  })
})
