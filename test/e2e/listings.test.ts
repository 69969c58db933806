// The mapping queue as a person meets it: money first, one key a listing, many at once, two people at one listing.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { createSku } from '#modules/catalog'
import { ensureListings, listingKey } from '#modules/listings'
import { addShop } from '#modules/shops'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { TESTER } from '#test/factories.ts'

const SHOTS = process.env['MILLRACE_SHOTS']

describe('listings screen', () => {
  let house: House
  before(async () => {
    house = await openHouse()
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address: string) => {
    const visit = await house.visit()
    await visit.page.goto(address)
    await signIn(visit.page)
    const shot = async (name: string) => {
      if (SHOTS) await visit.page.screenshot({ path: `${SHOTS}/${name}.png` })
    }
    return { ...visit, shot }
  }

  /** A shop whose orders bought what nobody has mapped. */
  const fill = async (
    lines: readonly (readonly [title: string, code: string, amount: number, spec?: string])[],
  ) => {
    const { db } = house.app.services
    await db.transaction().execute(async (tx) => {
      const shopId = await addShop(tx, TESTER, {
        code: `TM${newId().slice(-4)}`,
        name: '天猫旗舰店',
        platform: 'tmall',
        currency: 'CNY',
        timeZone: 'Asia/Shanghai',
      })
      const on = addDays(dateIn(now(), 'Asia/Shanghai'), -3)
      for (const [title, merchantCode, amount, spec = '红色;500ml'] of lines) {
        const draft = { title, merchantCode, platformItem: newId().slice(-8), spec }
        const refs = await ensureListings(tx, { shopId, source: 'import:e2e' }, [draft])
        const id = newId()
        await sql`
          insert into sales.orders (id, shop_id, platform_no, kind, ordered_at, ordered_on, goods_minor, service_minor,
            payable_minor, version, content_hash, status)
          values (${id}, ${shopId}, ${id}, 'sale', ${on}::date, ${on}, ${amount}, 0, ${amount}, 1, 'h', 'awaiting_shipment')`.execute(
          tx,
        )
        await sql`
          insert into sales.order_lines (order_id, line_no, platform_sku, title, is_goods, qty, unit_price_text, amount_minor, listing_id)
          values (${id}, 1, '', ${title}, true, 1, '', ${amount}, ${refs.get(listingKey(draft))!.listingId})`.execute(
          tx,
        )
      }
    })
  }
  const skus = (pairs: readonly (readonly [string, string])[]) =>
    house.app.services.db.transaction().execute(async (tx) => {
      for (const [code, name] of pairs) await createSku(tx, TESTER, { code, name })
    })

  test('nothing to map: the page says what comes here', async () => {
    const { page, complaints, context, shot } = await enter('/listings')
    await page.getByText('都映射好了').waitFor()
    await shot('empty')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('money first; Enter opens, Enter confirms and goes on, a number takes another suggestion', async () => {
    await skus([
      ['BWB-500-R', '不锈钢保温杯 500ml 红色'],
      ['BWB-500-B', '不锈钢保温杯 500ml 蓝色'],
      ['BEI-350', '陶瓷马克杯 350ml'],
    ])
    await fill([
      ['补差价专拍', '', 500],
      ['陶瓷马克杯 礼盒', 'BEI_350', 120_000],
      ['不锈钢保温杯 大容量', '', 9_900_000],
    ])
    const { page, complaints, context, shot } = await enter('/')
    await page.getByRole('link', { name: /3 *个平台商品未映射 涉及 ¥100,205.00/ }).click()
    await page.waitForURL('**/listings')
    const rows = page.locator('tr[aria-rowindex]')
    await rows.filter({ hasText: '补差价专拍' }).waitFor()
    assert.match((await rows.nth(0).innerText()).replaceAll('\n', ' '), /保温杯.*¥99,000\.00/)
    await shot('queue')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await drawer.getByText('标题都有').first().waitFor()
    await drawer.getByText('¥99,000.00').first().waitFor()
    await shot('drawer')
    await page.keyboard.press('Enter')
    await drawer.getByText('商家编码 BEI_350 与 BEI-350 只差写法').first().waitFor()
    await page.keyboard.press('1')
    await drawer.getByText('补差价专拍').first().waitFor()
    await page.keyboard.press('x')
    const ignore = page.getByRole('dialog', { name: '忽略' })
    await ignore.getByText('会重放 1 个订单的 1 行').waitFor()
    await ignore.getByRole('button', { name: '补差价' }).click()
    await shot('ignore')
    await ignore.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('都映射好了').waitFor()
    await page.getByText('全部', { exact: true }).click()
    await rows.filter({ hasText: 'BWB-500-R' }).waitFor()
    await shot('all')
    const { rows: mapped } = await sql<{ code: string; name: string }>`
      select k.code, m.actor_name as name from listings.mappings m join catalog.skus k on k.id = m.sku_id
      where m.valid_to is null order by 1`.execute(house.app.services.db)
    assert.deepEqual(
      mapped.map(({ code }) => code),
      ['BEI-350', 'BWB-500-R'],
    )
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('many at once: the preview counts money, the undo takes all back', async () => {
    await skus([
      ['MJ-01', '纯棉毛巾 白色'],
      ['MJ-02', '纯棉浴巾 灰色'],
    ])
    await fill([
      ['毛巾', 'MJ_01', 3_000, '白色'],
      ['浴巾', 'MJ_02', 4_000, '灰色'],
      ['完全不认识的东西', '', 100],
    ])
    const { page, complaints, context, shot } = await enter('/listings')
    await page.getByRole('button', { name: '批量确认' }).click()
    const dialog = page.getByRole('dialog', { name: '批量确认把握足够的建议' })
    await dialog.getByText('其中 2 个够把握;涉及 2 行订单,¥70.00').waitFor()
    await shot('bulk')
    await dialog.getByRole('button', { name: '确认 2 个' }).click()
    await page.getByText('已映射 2 个').waitFor()
    const rows = page.locator('tr[aria-rowindex]').filter({ has: page.locator('td') })
    await rows.filter({ hasText: '浴巾' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '撤销' }).click()
    await rows.filter({ hasText: '浴巾' }).waitFor()
    await shot('undone')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('two people at one listing: the second sees what the first chose, and nothing is overwritten', async () => {
    await fill([['抢着映射的商品', 'RACE', 777]])
    const { page, complaints, context, shot } = await enter('/listings?q=抢着')
    await page.locator('tr[aria-rowindex]').filter({ hasText: '抢着映射的商品' }).click()
    await page.getByRole('button', { name: '自己选 SKU' }).click()
    const form = page.getByRole('dialog', { name: '自己选 SKU' })
    await form.getByLabel('SKU 或组合').click()
    await page.keyboard.type('BEI-350')
    await page.getByTitle('BEI-350 陶瓷马克杯 350ml').click()
    await form.getByLabel('每件含几个').fill('2')
    const owner = await house.app.as('owner')
    const list = await owner.get<{ items: { id: string; version: number }[] }>(
      `/api/listings?q=${encodeURIComponent('抢着')}`,
    )
    const found = await owner.get<{ items: { id: string }[] }>('/api/catalog/skus?q=BWB-500-B')
    const [{ id, version }] = list.body.items as [{ id: string; version: number }]
    await owner.send('PUT', `/api/listings/${id}/mapping`, {
      state: 'mapped',
      version,
      skuId: found.body.items[0]!.id,
    })
    await form.getByRole('button', { name: /保\s*存/ }).click()
    const stale = page.getByRole('dialog', { name: '有人先保存了' })
    await stale.getByText('BWB-500-B').waitFor()
    await shot('stale')
    await stale.getByRole('button', { name: '全部保留我的' }).click()
    await stale.getByRole('button', { name: '按选择保存' }).click()
    await form.waitFor({ state: 'hidden' })
    const one = await owner.get<{ sku: string; skuQty: string; history: unknown[] }>(
      `/api/listings/${id}`,
    )
    assert.deepEqual([one.body.sku, one.body.skuQty, one.body.history.length], ['BEI-350', '2', 2])
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('in English the queue speaks English; a refusal is shown with a way to try again', async () => {
    const { page, complaints, context, shot } = await enter('/listings?state=all')
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByRole('heading', { name: 'Listings' }).waitFor()
    await page.route('**/api/listings?*', (route) => route.fulfill({ status: 503, body: '' }))
    await page.reload()
    await page
      .getByRole('button', { name: /Try again|Retry/ })
      .first()
      .waitFor()
    await shot('failing')
    await page.unroute('**/api/listings?*')
    await page.reload()
    await page.locator('tr[aria-rowindex]').nth(1).waitFor()
    await shot('english')
    await page.locator('tr[aria-rowindex]').nth(0).click()
    await page.getByText('History of the mapping').waitFor()
    await shot('english-drawer')
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
