// Shops and what their platforms charge: one answer per day, nothing taken for certain that nobody compared.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { feesAt } from './index.ts'

interface Problem {
  code: string
  details: Record<string, unknown>
}

describe('shops', () => {
  let app: TestApp
  let director: Caller
  before(async () => {
    app = await testApp()
    director = await app.as('director')
  })
  after(() => app[Symbol.asyncDispose]())

  const newShop = async (platform = 'tmall') => {
    const { body } = await director.post<{ id: string }>('/api/shops', {
      code: `S${newId().slice(-10)}`,
      name: '旗舰店',
      platform,
      channel: '天猫旗舰店',
    })
    return body.id
  }
  const commission = (more: Record<string, unknown> = {}) => ({
    kind: 'commission',
    base: 'confirmed',
    ratePpm: '50000',
    validFrom: '2026-01-01',
    source: '合同 2026',
    ...more,
  })
  const add = (shop: string, body: unknown) =>
    director.post<{ id: string } & Problem>(`/api/shops/${shop}/fees`, body)

  test('INV-SHOPS-1 rules of one fee and category never overlap; the day before and another category do', async () => {
    const shop = await newShop()
    const first = await add(shop, commission({ validTo: '2026-06-30' }))
    assert.equal(first.status, 200)
    const clash = await add(shop, commission({ validFrom: '2026-06-30' }))
    assert.deepEqual(
      [clash.status, clash.body.code, clash.body.details['from']],
      [409, 'shops.fees_overlap', '2026-01-01'],
    )
    assert.equal(
      (await add(shop, commission({ validFrom: '2026-07-01', ratePpm: '60000' }))).status,
      200,
    )
    assert.equal((await add(shop, commission({ category: '食品', ratePpm: '20000' }))).status, 200)
    const at = async (day: string) =>
      (await feesAt(app.services.db, shop, day)).map(({ category, ratePpm }) => [category, ratePpm])
    assert.deepEqual(await at('2026-06-30'), [
      ['', 50000n],
      ['食品', 20000n],
    ])
    assert.deepEqual(await at('2026-07-01'), [
      ['', 60000n],
      ['食品', 20000n],
    ])
    assert.deepEqual(await at('2025-12-31'), [])
    await assert.rejects(
      sql`update shops.fee_rules set valid_to = null where id = ${first.body.id}`.execute(
        app.services.db,
      ),
      /fee_rules_no_overlap/,
    )
  })

  test('INV-SHOPS-1 two people adding the same rule at once leave one', async () => {
    const shop = await newShop()
    const answers = await Promise.all([1, 2, 3].map(() => add(shop, commission())))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409, 409],
    )
  })

  test('a rule is a share or an amount with its term, and ends after it begins', async () => {
    const shop = await newShop()
    const bad = [
      commission({ amountMinor: '100', per: 'order' }),
      commission({ ratePpm: null }),
      commission({ ratePpm: null, amountMinor: '100' }),
      commission({ ratePpm: '1000001' }),
      commission({ validTo: '2025-12-31' }),
      commission({ source: '' }),
    ]
    for (const body of bad) assert.equal((await add(shop, body)).body.code, 'kernel.invalid')
    const { body } = await director.get<{ items: unknown[] }>(`/api/shops/${shop}/fees`)
    assert.deepEqual(body.items, [])
  })

  test('an edit of what somebody else changed is refused with both versions', async () => {
    const shop = await newShop()
    const { body } = await add(shop, commission())
    const edit = (version: number, ratePpm: string) =>
      director.send<Problem & { version: number }>('PATCH', `/api/shops/fees/${body.id}`, {
        version,
        ...commission({ ratePpm, verified: true }),
      })
    assert.equal((await edit(1, '40000')).body.version, 2)
    assert.equal((await edit(1, '30000')).body.code, 'kernel.stale_edit')
    const gone = await director.send<Problem>('DELETE', `/api/shops/fees/${body.id}`, {
      version: 1,
    })
    assert.equal(gone.body.code, 'kernel.stale_edit')
    assert.equal(
      (await director.send('DELETE', `/api/shops/fees/${body.id}`, { version: 2 })).status,
      200,
    )
  })

  test('templates: shown with what stands against them, taken over whole or not at all, unverified', async () => {
    const shop = await newShop()
    const offered = async () =>
      (
        await director.get<{
          items: {
            id: string
            kind: string
            category: string
            range: unknown
            blocked: { en: string } | null
          }[]
        }>(`/api/shops/${shop}/fee-templates?validFrom=2026-01-01`)
      ).body.items
    const all = await offered()
    const fits = all.filter(({ blocked }) => blocked === null)
    const range = all.find(({ range: stated }) => stated !== null)!
    const food = fits.find(({ kind, category }) => kind === 'commission' && category === '食品')!
    const annual = all.find(({ kind }) => kind === 'annual_fee')!
    assert.match(annual.blocked!.en, /no longer charged/)
    const apply = (ids: string[]) =>
      director.post<{ added: number } & Problem>(`/api/shops/${shop}/fee-templates`, {
        ids,
        validFrom: '2026-01-01',
      })
    assert.equal((await apply([food.id, range.id])).body.code, 'shops.template_blocked')
    assert.deepEqual(await feesAt(app.services.db, shop, '2026-05-01'), [])
    assert.equal((await apply([food.id])).body.added, 1)
    const [rule] = await feesAt(app.services.db, shop, '2026-05-01')
    assert.deepEqual([rule!.verified, rule!.ratePpm, rule!.category], [false, 20000n, '食品'])
    assert.match(rule!.source, /未核对/)
    assert.match((await offered()).find(({ id }) => id === food.id)!.blocked!.en, /already/)
    // Deposits of different kinds of shop are one fee: only one of them can stand.
    const deposits = all.filter(({ kind }) => kind === 'deposit').map(({ id }) => id)
    assert.equal((await apply(deposits)).body.code, 'shops.fees_overlap')
  })

  test('currency and time zone stand once there are orders; owner and channel may change', async () => {
    const shop = await newShop()
    const edit = (version: number, more: Record<string, unknown>) =>
      director.send<Problem & { version: number }>('PATCH', `/api/shops/${shop}`, {
        version,
        name: '旗舰店',
        active: true,
        ...more,
      })
    assert.equal((await edit(1, { currency: 'USD', timeZone: 'UTC' })).body.version, 2)
    await sql`
      insert into sales.orders (id, shop_id, platform_no, kind, ordered_at, ordered_on, goods_minor, service_minor, payable_minor, version, content_hash)
      values (${newId()}, ${shop}, 'N', 'sale', now(), current_date, 0, 0, 0, 1, 'x')`.execute(
      app.services.db,
    )
    const refused = await edit(2, { currency: 'CNY' })
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.details['field']],
      [409, 'shops.has_orders', 'currency'],
    )
    assert.equal((await edit(2, { timeZone: 'Asia/Shanghai' })).body.code, 'shops.has_orders')
    const { body: people } = await director.get<{ items: { id: string }[] }>('/api/shops/people')
    assert.equal(
      (await edit(2, { ownerId: people.items[0]!.id, channel: '抖音', currency: 'USD' })).body
        .version,
      3,
    )
  })
})
