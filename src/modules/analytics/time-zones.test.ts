// Days are those of the place they belong to: a shop's, a site's, else the house's. Samoa is a day behind China most of the day.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { post } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildSite, buildSku, TESTER } from '#test/factories.ts'
import { snapshotStock } from './stock-days.ts'
import { analyst } from './testing.ts'

const SAMOA = 'Pacific/Pago_Pago'

describe('days of places', () => {
  let app: TestApp
  let owner: Caller
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
  })
  after(async () => app[Symbol.asyncDispose]())

  test('stock of a day is written down once the day is over at every site', async () => {
    const db = app.services.db
    const [site, other, skuId] = [await buildSite(db), await buildSite(db), await buildSku(db)]
    await sql`update places.sites set time_zone = ${SAMOA} where id = ${other.id}`.execute(db)
    await db.transaction().execute(async (tx) =>
      post(tx, TESTER, {
        cause: newId(),
        document: 'test',
        moves: [
          {
            skuId,
            qty: 10n,
            from: await site.at('supplier'),
            to: site.bins[0]!,
            fromQuality: 'good',
            toQuality: 'good',
            lot: '',
            ownerId: OWN_GOODS,
            reason: 'receive',
            document: 'test',
            effectiveAt: '2026-05-01T02:00:00Z' as never,
            unitCostMinor: 500n,
          },
        ],
      }),
    )
    await snapshotStock(app.services)
    const last = () =>
      app.services.clickhouse.query<{ day: string }>('select max(day) as day from stock_days final')
    assert.deepEqual(await last(), [{ day: addDays(dateIn(now(), SAMOA), -1) }])
  })

  test('today is the shop’s where one is asked for, else the house’s', async () => {
    const me = analyst(app, owner)
    const [shop] = [await me.buildShop(), await me.buildShop()]
    const { status } = await owner.send('PUT', '/api/settings/house.time_zone', {
      value: SAMOA,
      version: 0,
    })
    assert.equal(status, 200)
    const today = async (query: string) =>
      (await owner.get<{ today: string }>(`/api/analytics/freshness?${query}`)).body.today
    assert.equal(await today(''), dateIn(now(), SAMOA))
    assert.equal(await today(`shop=${shop!.code}`), dateIn(now(), 'Asia/Shanghai'))
  })
})
