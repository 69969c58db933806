// SQL and HTML in every text a person can save, then every screen looked at: the text is shown as text, and
// nothing in it runs.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, OWNER, signIn } from '#test/browser.ts'
import { paths } from '../../console/paths.ts'

const HOSTILE = `');drop table x;--<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`

describe('hostile text on screens', () => {
  let house: House
  before(async () => {
    house = await openHouse()
  })
  after(() => house[Symbol.asyncDispose]())

  test('what was saved as text is shown as text, in lists, drawers, search and messages', async () => {
    const owner = await house.app.as('owner')
    const make = async (path: string, body: object) => {
      const answer = await owner.post<{ id: string }>(path, body)
      assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`)
      return answer.body.id
    }
    const skuId = await make('/api/catalog/skus', {
      code: 'X1',
      name: HOSTILE,
      baseUnit: '<b>只</b>',
    })
    await make('/api/catalog/spus', { code: 'P1', name: HOSTILE, axes: ['<i>色</i>'] })
    await make('/api/parties/suppliers', { code: 'V1', name: HOSTILE, contact: HOSTILE })
    const siteId = await make('/api/places/sites', {
      code: 'W1',
      name: HOSTILE,
      kind: 'warehouse',
      timeZone: 'Asia/Shanghai',
    })
    const other = await make('/api/places/sites', {
      code: 'W2',
      name: '二仓',
      kind: 'warehouse',
      timeZone: 'Asia/Shanghai',
    })
    await make('/api/shops', {
      code: 'SHOP1',
      name: HOSTILE,
      platform: 'other',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    })
    await make('/api/access/users', {
      username: 'x-user',
      displayName: HOSTILE,
      role: 'service',
      password: 'a long passphrase',
    })
    await make('/api/access/keys', { name: HOSTILE, scopes: ['orders.read'] })
    await make('/api/inventory/receipts', {
      siteId,
      note: HOSTILE,
      lines: [{ skuId, qty: '50', lot: '<b>L1</b>' }],
    })
    const dock = (
      await house.app.services.pool.query(
        `select id from places.locations where site_id = $1 and kind = 'stage'`,
        [siteId],
      )
    ).rows[0].id as string
    const lot = '<b>L1</b>'
    await make('/api/inventory/adjustments', {
      skuId,
      locationId: dock,
      direction: 'less',
      qty: '1',
      lot,
      reason: HOSTILE,
    })
    await make('/api/inventory/transfers', {
      toSiteId: other,
      note: HOSTILE,
      lines: [{ skuId, qty: '2', fromLocationId: dock, lot }],
    })
    await make('/api/inventory/counts', { skuId, locationId: dock, lot })
    const reserved = await owner.send(
      'PUT',
      `/api/inventory/orders/${encodeURIComponent('<img src=x onerror=1>')}/reservation`,
      {
        causeId: 'c1',
        channel: '<u>live</u>',
        lines: [{ lineRef: '<b>1</b>', skuId, qty: '3' }],
      },
    )
    assert.equal(reserved.status, 200, JSON.stringify(reserved.body))
    await house.app.drain()

    const { page, complaints, context } = await house.visit()
    await page.goto('/')
    await signIn(page, OWNER)
    const screens = Object.values(paths).filter((path) => path !== '/sign-in' && path !== '/setup')
    const addresses = [
      ...screens,
      `/skus?open=${skuId}`,
      `${paths.waterfall}?sku=${skuId}`,
      `/skus?q=${encodeURIComponent(HOSTILE)}`,
    ]
    let shown = 0
    for (const address of addresses) {
      await page.goto(address)
      await page.locator('h1').first().waitFor()
      await page.locator('main [aria-busy=true]').first().waitFor({ state: 'hidden' })
      const seen = await page.evaluate(() => ({
        hacked: 'hacked' in window,
        injected:
          document.querySelectorAll('[onerror], img[src="x"]').length +
          [...document.querySelectorAll('b, i, u')].filter((one) =>
            ['只', '色', 'L1', 'live'].includes(one.textContent),
          ).length,
        text:
          document.body.innerText.includes('<img src=x') || document.body.innerText.includes('<b>'),
      }))
      assert.deepEqual(
        { address, hacked: seen.hacked, injected: seen.injected },
        { address, hacked: false, injected: 0 },
      )
      if (seen.text) shown += 1
    }
    assert.ok(shown >= 12, `the text was to be seen on ${shown} screens`)
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
