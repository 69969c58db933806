import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { buildSite } from '#test/factories.ts'
import { type CarriersRig, type Choice, CARRIER, codeOf, tariff, openCarriers } from './testing.ts'

describe('carriers', () => {
  let app: TestApp
  let planner: CarriersRig['planner']
  let packer: CarriersRig['packer']
  let ok: CarriersRig['ok']
  let build: CarriersRig['build']
  let make: CarriersRig['make']
  let draw: CarriersRig['draw']
  let parcel: CarriersRig['parcel']
  let assertSound: CarriersRig['assertSound']
  before(async () => {
    app = await testApp()
    ;({ planner, packer, ok, build, make, draw, parcel, assertSound } = await openCarriers(app))
  })
  after(() => app[Symbol.asyncDispose]())

  test('setting up: what is wrong is refused with its field, two price lists never answer for one day', async () => {
    assert.equal(
      codeOf(await packer.post('/api/carriers', { ...CARRIER, code: 'x', name: 'x' })),
      '400 kernel.invalid',
    )
    const noKey = await planner.post<{ details: { fields: { path: string }[] } }>('/api/carriers', {
      ...CARRIER,
      port: 'kdniao',
      code: 'API1',
      name: '接口',
    })
    assert.deepEqual(
      noKey.body.details.fields.map(({ path }) => path),
      ['address', 'apiAccount', 'apiCode', 'key'],
    )
    const { id, code, serviceId } = await build()
    assert.equal(
      codeOf(await planner.post('/api/carriers', { ...CARRIER, code, name: 'again' })),
      '409 carriers.code_taken',
    )
    const add = (own: object) =>
      planner.post(`/api/carriers/services/${serviceId}/tariffs`, tariff('1', 1, own))
    assert.equal(codeOf(await add({ validFrom: '2027-01-01' })), '409 carriers.tariffs_overlap')
    assert.equal((await add({ validFrom: '2025-01-01', validTo: '2025-12-31' })).status, 200)
    const wrong = await add({
      validFrom: '2020-01-01',
      validTo: '2020-12-31',
      stepGrams: 300,
      heavyFromGrams: 3000,
      heavyStepGrams: 1000,
      zones: [
        { ...tariff('1', 1).zones[0], regions: ['330000'] },
        { ...tariff('1', 1).zones[0], regions: ['330000'] },
      ],
    })
    assert.deepEqual(
      (wrong.body as { details: { fields: { path: string }[] } }).details.fields.map(
        ({ path }) => path,
      ),
      ['heavyStepGrams', 'zones.1.regions'],
    )
    // INV-CAR-1: of two that overlap, written at once, one stands.
    const race = await Promise.all(
      ['2030-01-01', '2030-02-01'].map((validFrom) =>
        add({ validFrom: validFrom.replace('2030', '2024'), validTo: '2024-12-31' }),
      ),
    )
    assert.deepEqual(
      race.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    const edit = (version: number) =>
      planner.send('PATCH', `/api/carriers/${id}`, { ...CARRIER, name: '改名', version })
    assert.equal((await edit(1)).status, 200)
    assert.equal(codeOf(await edit(1)), '409 kernel.stale_edit')
  })

  test('INV-CAR-1 the database itself refuses price lists that overlap', async () => {
    const { serviceId } = await build()
    await assert.rejects(
      sql`insert into carriers.tariffs (id, service_id, name, valid_from, step_grams) values (${newId()}, ${serviceId}, 'x', '2026-06-01', 1)`.execute(
        app.services.db,
      ),
      /tariffs_do_not_overlap/,
    )
  })

  test("AC-3.5-5 the site's own price goes first, a rule binds, and the losers say why", async () => {
    const site = await buildSite(app.services.db)
    const [cheap, dear] = [
      await build({ firstMinor: '400', days: 3 }),
      await build({ firstMinor: '900', days: 1 }),
    ]
    const ask = async (own: object = {}) =>
      ok(
        await packer.post<Choice>('/api/carriers/quote', {
          siteId: site.id,
          region: '440106',
          grams: 900,
          sidesMm: null,
          ...own,
        }),
      )
    const of = (choice: Choice, { serviceId }: { serviceId: string }) =>
      choice.judged.find((one) => one.serviceId === serviceId)!
    assert.equal((await ask()).serviceId, cheap.serviceId)
    assert.equal(of(await ask(), dear).lost!.code, 'dearer')
    assert.equal((await ask({ daysLeft: 1, lateMinor: '5000' })).serviceId, dear.serviceId)
    ok(
      await planner.post(
        `/api/carriers/services/${dear.serviceId}/tariffs`,
        tariff('100', 1, { siteId: site.id }),
      ),
    )
    assert.equal((await ask()).serviceId, dear.serviceId)
    const rule = {
      name: `大件走 ${cheap.code}`,
      priority: 10,
      stops: false,
      active: true,
      validFrom: null,
      validTo: null,
      condition: {
        all: [
          { field: 'grams', op: 'gte', value: '5000' },
          { field: 'site', op: 'eq', value: site.id },
        ],
      },
      outcomes: [{ kind: 'use', params: { service: cheap.serviceId } }],
    }
    ok(await planner.post('/api/rules', { purpose: 'carrier', draft: rule }))
    const heavy = await ask({ grams: 5000 })
    assert.deepEqual([heavy.serviceId, heavy.because.code], [cheap.serviceId, 'rule'])
    assert.equal((await ask({ grams: 4999 })).serviceId, dear.serviceId)
    assert.equal((await ask({ mandated: ['NOBODY'] })).because.code, 'none')
  })

  test('AC-3.5-5 contract quotas hold over shipments made at the same time', async () => {
    const site = await buildSite(app.services.db)
    const [a, b] = [await build({ firstMinor: '10' }), await build({ firstMinor: '20' })]
    const set = (shares: object[]) =>
      planner.send('PUT', `/api/carriers/quotas/${site.id}`, { shares })
    assert.equal(
      codeOf(
        await set([
          { serviceId: a.serviceId, sharePpm: 600_000 },
          { serviceId: b.serviceId, sharePpm: 300_000 },
        ]),
      ),
      '400 kernel.invalid',
    )
    ok(
      await set([
        { serviceId: a.serviceId, sharePpm: 600_000 },
        { serviceId: b.serviceId, sharePpm: 400_000 },
      ]),
    )
    await Promise.all(Array.from({ length: 20 }, () => make(site.id)))
    const { items } = ok(
      await planner.get<{ items: { serviceId: string; carried: string }[] }>(
        `/api/carriers/quotas/${site.id}`,
      ),
    )
    assert.deepEqual(Object.fromEntries(items.map((one) => [one.serviceId, one.carried])), {
      [a.serviceId]: '12',
      [b.serviceId]: '8',
    })
    ok(await set([]))
  })

  test('OP-LOG-4 the switch shows money, days and broken promises first, and then does exactly that', async () => {
    const site = await buildSite(app.services.db)
    const [going, other] = [
      await build({ firstMinor: '1', days: 2 }),
      await build({ firstMinor: '3', days: 4 }),
    ]
    const day = (n: number) =>
      new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)
    // Two can wait, three promised for the day after tomorrow, one may travel with nobody else.
    const wishes = [
      {},
      { promisedOn: day(9) },
      { promisedOn: day(2) },
      { promisedOn: day(2) },
      { promisedOn: day(2) },
      { mandated: [going.code] },
    ]
    const made = []
    for (const wish of wishes)
      made.push(await make(site.id, { serviceId: going.serviceId, ...wish }))
    const numbered = await make(site.id, { serviceId: going.serviceId })
    ok(await draw(numbered.parcelIds[0]!))
    const ask = (dryRun: boolean) =>
      planner.post<Record<string, unknown>>(`/api/carriers/${going.id}/down`, {
        reason: '暴雪',
        dryRun,
      })
    const { examples, ...shown } = ok(await ask(true))
    assert.deepEqual(shown, {
      isDone: false,
      shipments: 6,
      moved: 5,
      stuck: 1,
      deltaMinor: '10',
      slower: 5,
      broken: 3,
      numbered: 1,
      inDoubt: 0,
    })
    assert.equal((examples as unknown[]).length, 6)
    assert.equal((await parcel(made[0]!.parcelIds[0]!)).carrier, going.code)
    const { examples: _, ...done } = ok(await ask(false))
    assert.deepEqual(done, { ...shown, isDone: true })
    assert.equal((await parcel(made[0]!.parcelIds[0]!)).carrier, other.code)
    assert.equal((await parcel(made[5]!.parcelIds[0]!)).carrier, going.code)
    assert.equal((await parcel(numbered.parcelIds[0]!)).carrier, going.code)
    assert.equal(codeOf(await ask(false)), '409 carriers.already_down')
    const after = ok(
      await packer.post<Choice>('/api/carriers/quote', {
        siteId: site.id,
        region: '440106',
        grams: 900,
        sidesMm: null,
      }),
    )
    assert.equal(
      after.judged.find((one) => one.serviceId === going.serviceId)!.blocked[0]!.code,
      'down',
    )
    ok(await planner.post(`/api/carriers/${going.id}/up`))
    await assertSound()
  })
})
