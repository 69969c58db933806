// Rules and settings of stock, edited by two people, over HTTP.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { nowMs } from '#kernel/time.ts'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildSite, buildSku, stock, TESTER } from '#test/factories.ts'
import { openCount, recordCount } from './counts.ts'

interface Stale {
  readonly code: string
  readonly details: { readonly difference: unknown; readonly currentVersion: number }
}

describe('rules of stock', () => {
  let app: TestApp
  let owner: Caller
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
  })
  after(() => app[Symbol.asyncDispose]())

  const stale = (answer: Answer<Stale>) => {
    assert.deepEqual([answer.status, answer.body.code], [409, 'kernel.stale_edit'])
    return answer.body.details
  }
  const setting = async (key: string, value: string) => {
    const { body } = await owner.get<{ items: { key: string; version: number }[] }>('/api/settings')
    const version = body.items.find((one) => one.key === key)?.version ?? 0
    const answer = await owner.send('PUT', `/api/settings/${key}`, { value, version })
    assert.equal(answer.status, 200)
  }

  test('two tabs set one safety stock: the second sees the difference, the same again is done already', async () => {
    const skuId = await buildSku(app.services.db)
    const set = (version: number, qty: string) =>
      owner.send<Stale>('PUT', `/api/inventory/skus/${skuId}/safety`, { version, qty })
    assert.equal((await set(0, '5')).status, 200)
    assert.equal((await set(0, '5')).status, 200, 'sent twice')
    const second = stale(await set(0, '9'))
    assert.deepEqual(second.difference, [{ field: 'qty', yours: '9', current: '5' }])
    assert.equal((await set(second.currentVersion, '9')).status, 200)
    stale(await set(1, '7'))
    const { body } = await owner.get<{ safety: { qty: string; version: number }[] }>(
      `/api/inventory/skus/${skuId}/rules`,
    )
    assert.deepEqual(
      body.safety.map(({ qty, version }) => [qty, version]),
      [['9', 2]],
    )
  })

  test('the channels there are: of shops, and those only rules and quotas name', async () => {
    const [site, skuId] = [await buildSite(app.services.db), await buildSku(app.services.db)]
    await stock(app.services.db, site, skuId, 10n)
    for (const shop of [
      { code: 'CH1', name: '一号店', channel: 'tmall-x' },
      { code: 'CH2', name: '二号店', channel: 'tmall-x' },
      { code: 'CH3', name: '三号店' },
    ]) {
      const made = await owner.post('/api/shops', { platform: 'tmall', ...shop })
      assert.equal(made.status, 200, JSON.stringify(made.body))
    }
    const safety = await owner.send('PUT', `/api/inventory/skus/${skuId}/safety`, {
      version: 0,
      siteId: site.id,
      channel: 'by-safety',
      qty: '1',
    })
    const quota = await owner.post(`/api/inventory/skus/${skuId}/quotas`, {
      siteId: site.id,
      channel: 'by-quota',
      qty: '2',
    })
    assert.deepEqual([safety.status, quota.status], [200, 200], JSON.stringify(quota.body))
    const { body } = await owner.get<{ items: { channel: string; shops: string[] }[] }>(
      '/api/inventory/channels',
    )
    const named = (channel: string) => body.items.find((one) => one.channel === channel)?.shops
    assert.deepEqual(named('tmall-x')?.length, 2)
    assert.deepEqual(named('CH3'), ['三号店'], 'a shop without a channel is one by its code')
    assert.deepEqual([named('by-safety'), named('by-quota')], [[], []])
    assert.equal(named('CH1'), undefined)
  })

  test('of 20 who set a first rule at once, one is first and the others are told', async () => {
    const skuId = await buildSku(app.services.db)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        owner.send('PUT', `/api/inventory/skus/${skuId}/shares/live`, { version: 0, percent: n }),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(answers.filter(({ status }) => status === 409).length, 19)
  })

  test('a share and a count rule are not overwritten unseen', async () => {
    const skuId = await buildSku(app.services.db)
    const share = (body: object) =>
      owner.send<Stale>('PUT', `/api/inventory/skus/${skuId}/shares/live`, body)
    assert.equal((await share({ percent: 50, cap: '10' })).status, 200)
    assert.deepEqual(stale(await share({ percent: 40 })).difference, [
      { field: 'percent', yours: 40, current: 50 },
      { field: 'cap', yours: null, current: '10' },
    ])
    assert.equal((await share({ version: 1, percent: 40 })).status, 200)
    const rule = (body: object) => owner.send<Stale>('PUT', '/api/inventory/count-rules/A', body)
    assert.equal((await rule({ version: 1, everyDays: 14, isOn: true })).status, 200)
    assert.deepEqual(stale(await rule({ version: 1, everyDays: 60, isOn: true })).difference, [
      { field: 'everyDays', yours: 60, current: 14 },
    ])
    assert.equal((await rule({ version: 2, everyDays: 60, isOn: true })).status, 200)
  })

  test('a soft reservation ends by the setting, unless the request says when', async () => {
    const { db } = app.services
    const [site, skuId] = [await buildSite(db), await buildSku(db)]
    await stock(db, site, skuId, 10n)
    const minutesLeft = async (orderRef: string, more: object) => {
      const answer = await owner.send(
        'PUT',
        `/api/inventory/orders/${orderRef}-${skuId}/reservation`,
        { causeId: '1', siteIds: [site.id], lines: [{ lineRef: '1', skuId, qty: '1' }], ...more },
      )
      assert.equal(answer.status, 200)
      const { rows } = await sql<{ at: Date | null }>`
        select expires_at as at from inventory.reservations where order_ref = ${`${orderRef}-${skuId}`}`.execute(
        db,
      )
      const at = rows[0]!.at
      return at && Math.ceil((at.getTime() - nowMs()) / 60_000)
    }
    assert.equal(await minutesLeft('a', { kind: 'SOFT' }), 30)
    await setting('inventory.soft_minutes', '5')
    assert.equal(await minutesLeft('b', { kind: 'SOFT' }), 5)
    const expiresAt = new Date(nowMs() + 3_600_000).toISOString()
    assert.equal(await minutesLeft('c', { kind: 'SOFT', expiresAt }), 60)
    assert.equal(await minutesLeft('d', { kind: 'ORDER' }), null)
  })

  test('the share of a variance that asks for a second look is a setting, and the next count follows it', async () => {
    const { db } = app.services
    const site = await buildSite(db)
    const countOf = async (countedQty: bigint) => {
      const skuId = await buildSku(db)
      await stock(db, site, skuId, 100n)
      return db.transaction().execute(async (tx) => {
        const place = { skuId, locationId: site.bins[0]!, quality: 'good' as const }
        const id = await openCount(tx, TESTER, { ...place, cause: 'manual' })
        return (await recordCount(tx, TESTER, { id, countedQty })).status
      })
    }
    assert.deepEqual([await countOf(96n), await countOf(90n)], ['posted', 'recount'])
    await setting('inventory.recount_over_percent', '10')
    assert.deepEqual([await countOf(90n), await countOf(89n)], ['posted', 'recount'])
    await setting('inventory.recount_over_percent', '0')
    assert.deepEqual([await countOf(100n), await countOf(99n)], ['posted', 'recount'])
  })
})
