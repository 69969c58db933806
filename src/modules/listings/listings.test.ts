// The mapping queue over HTTP: worth first, decided once, seen by both of two people, confirmed in bulk and undone.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { createSku } from '#modules/catalog'
import { addShop } from '#modules/shops'
import { type Answer, type Caller, type TestApp, testApp } from '#test/app.ts'
import { TESTER } from '#test/factories.ts'
import { ensureListings, type ListingDraft } from './ensure-listings.ts'
import { listingKey } from './identity.ts'

interface Row {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly version: number
  readonly sku: string | null
  readonly skuQty: string
  readonly amountMinor: string
  readonly amount90Minor: string
  readonly lines: number
  readonly waiting: number
  readonly suggestions: readonly {
    code: string
    skuId: string
    confidence: number
    why: { zh: string }
  }[]
}

interface Many {
  readonly batchId: string
  readonly changed: number
  readonly skipped: number
  readonly unknown: readonly string[]
}

interface Confirmation extends Many {
  readonly listings: number
  readonly lines: number
  readonly orders: number
  readonly amounts: readonly { currency: string; amountMinor: string }[]
  readonly digest: string
}

const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

describe('mapping listings', () => {
  let app: TestApp
  let clerk: Caller
  let operator: Caller
  before(async () => {
    app = await testApp()
    clerk = await app.as('clerk')
    operator = await app.as('operator')
  })
  after(() => app[Symbol.asyncDispose]())

  const db = () => app.services.db
  const sku = (code: string, name: string) =>
    db()
      .transaction()
      .execute((tx) => createSku(tx, TESTER, { code, name }))
  const shop = () =>
    db()
      .transaction()
      .execute((tx) =>
        addShop(tx, TESTER, {
          code: `M${newId().slice(-8)}`,
          name: '旗舰店',
          platform: 'tmall',
          currency: 'CNY',
          timeZone: 'Asia/Shanghai',
        }),
      )
  const listing = async (shopId: string, draft: ListingDraft) => {
    const refs = await db()
      .transaction()
      .execute((tx) => ensureListings(tx, { shopId, source: 'import:t' }, [draft]))
    return refs.get(listingKey(draft))!.listingId
  }
  const order = async (
    shopId: string,
    listingId: string,
    amountMinor: number,
    { daysAgo = 1, status = 'completed', kind = 'sale', withdrawn = false } = {},
  ) => {
    const id = newId()
    const on = addDays(dateIn(now(), 'Asia/Shanghai'), -daysAgo)
    await sql`
      insert into sales.orders (id, shop_id, platform_no, kind, ordered_at, ordered_on, goods_minor, service_minor, payable_minor,
        version, content_hash, status, withdrawn)
      values (${id}, ${shopId}, ${id}, ${kind}, ${on}::date, ${on}, ${amountMinor}, 0, ${amountMinor}, 1, 'h', ${status}, ${withdrawn})`.execute(
      db(),
    )
    await sql`
      insert into sales.order_lines (order_id, line_no, platform_sku, title, is_goods, qty, unit_price_text, amount_minor, listing_id)
      values (${id}, 1, '', '', true, 1, '', ${amountMinor}, ${listingId})`.execute(db())
  }
  const list = async (query: string) =>
    (await clerk.get<{ items: Row[]; nextCursor: string | null }>(`/api/listings?${query}`)).body
  const map = (id: string, body: Record<string, unknown>, who = clerk) =>
    who.send<{ version: number }>('PUT', `/api/listings/${id}/mapping`, body)
  const events = async (id: string) =>
    Number(
      (
        await sql<{ n: bigint }>`
          select count(*) as n from outbox.events where type = 'listing.mapped' and key = ${id}`.execute(
          db(),
        )
      ).rows[0]!.n,
    )

  test('the queue is ordered by money: lately first, then ever; called off and withdrawn orders are worth nothing', async () => {
    const shopId = await shop()
    const [old, late, none, off] = await Promise.all(
      ['旧', '新', '无', '退'].map((title) => listing(shopId, { title })),
    )
    await order(shopId, old!, 90_000, { daysAgo: 200 })
    await order(shopId, late!, 500, { status: 'awaiting_shipment' })
    await order(shopId, late!, 700, { daysAgo: 40 })
    await order(shopId, off!, 9_999, { status: 'cancelled' })
    await order(shopId, off!, 9_999, { kind: 'refund' })
    await order(shopId, none!, 9_999, { withdrawn: true })
    const { items } = await list(`shopId=${shopId}&state=unmapped`)
    assert.deepEqual(
      items
        .slice(0, 2)
        .map((row) => [row.title, row.amount90Minor, row.amountMinor, row.lines, row.waiting]),
      [
        ['新', '1200', '1200', 2, 1],
        ['旧', '0', '90000', 1, 0],
      ],
    )
    assert.deepEqual(
      items.slice(2).map(({ amountMinor }) => amountMinor),
      ['0', '0'],
    )
    const walked: string[] = []
    let cursor = ''
    do {
      const page = await list(`shopId=${shopId}&limit=1${cursor}`)
      walked.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
    } while (cursor !== '')
    assert.deepEqual(
      walked,
      items.map(({ id }) => id),
    )
    assert.equal((await list(`shopId=${shopId}&sold=no`)).items.length, 1)
    const summary = await clerk.get<{ unmapped: number; waiting: number }>('/api/listings/summary')
    assert.ok(summary.body.unmapped >= 4 && summary.body.waiting >= 1)
  })

  test('map, re-map and ignore: each with its history, its event and its money shown before', async () => {
    const shopId = await shop()
    const cup = await sku('MAP-1', '杯')
    const lid = await sku('MAP-2', '盖')
    const id = await listing(shopId, { title: '三只杯' })
    await order(shopId, id, 3000)
    assert.equal(
      (await map(id, { state: 'mapped', version: 0, skuId: cup, skuQty: '3' })).body.version,
      1,
    )
    const effect = await clerk.get<{ lines: number; amountMinor: string }>(
      `/api/listings/${id}/effect`,
    )
    assert.deepEqual([effect.body.lines, effect.body.amountMinor], [1, '3000'])
    await map(id, { state: 'mapped', version: 1, skuId: lid, reason: '原来选错了' })
    await map(id, { state: 'ignored', version: 2, reason: '补差价' })
    const one = await clerk.get<{
      history: { state: string; sku: string; skuQty: string; to: string | null; reason: string }[]
    }>(`/api/listings/${id}`)
    assert.deepEqual(
      one.body.history.map(({ state, sku: code, skuQty, reason, to }) => [
        state,
        code,
        skuQty,
        reason,
        to === null,
      ]),
      [
        ['ignored', null, '1', '补差价', true],
        ['mapped', 'MAP-2', '1', '原来选错了', false],
        ['mapped', 'MAP-1', '3', '', false],
      ],
    )
    assert.equal(await events(id), 3)
    assert.equal(
      codeOf(await map(id, { state: 'ignored', version: 3, reason: '补差价' })),
      '409 listings.nothing_to_change',
    )
    assert.equal(
      codeOf(await map(id, { state: 'ignored', version: 3, reason: ' ' })),
      '400 kernel.invalid',
    )
    assert.equal(
      codeOf(await map(id, { state: 'mapped', version: 3, skuId: newId() })),
      '404 listings.unknown_sku',
    )
    assert.equal(
      codeOf(await map(id, { state: 'mapped', version: 3, skuId: cup, skuQty: '0' })),
      '400 kernel.invalid',
    )
    assert.equal(
      codeOf(await map(newId(), { state: 'unmapped', version: 0 })),
      '404 kernel.not_found',
    )
    assert.equal(
      codeOf(await map(id, { state: 'unmapped', version: 3 }, await app.as('finance'))),
      '403 access.forbidden',
    )
    assert.equal(await events(id), 3)
  })

  test('INV-LISTING-1: of people who decide at the same moment one wins, the others see the difference', async () => {
    const shopId = await shop()
    const skus = await Promise.all(Array.from({ length: 6 }, (_, n) => sku(`RACE-${n}`, `S${n}`)))
    const id = await listing(shopId, { title: '抢' })
    const answers = await Promise.all(
      skus.map((skuId, n) =>
        map(id, { state: 'mapped', version: 0, skuId }, n % 2 ? clerk : operator),
      ),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409, 409, 409, 409, 409],
    )
    const lost = answers.find(({ status }) => status === 409)!.body as unknown as {
      code: string
      details: { difference: { field: string; yours: string; current: string }[] }
    }
    assert.equal(lost.code, 'kernel.stale_edit')
    assert.deepEqual(
      lost.details.difference.map(({ field }) => field),
      ['sku'],
    )
    const { rows } = await sql<{ n: bigint }>`
      select count(*) as n from listings.mappings where listing_id = ${id} and valid_to is null`.execute(
      db(),
    )
    assert.equal(rows[0]!.n, 1n)
    assert.equal(await events(id), 1)
  })

  test('bulk confirm: the preview is the deed, the undo is whole, what people decided since is left alone', async () => {
    const shopId = await shop()
    for (const n of [1, 2, 3]) await sku(`BULK_${n}`, `批量商品${n}`)
    const ids = await Promise.all(
      [1, 2, 3].map((n) => listing(shopId, { title: `商品 ${n}`, merchantCode: `BULK-${n}` })),
    )
    await order(shopId, ids[0]!, 1500)
    const ask = (body: Record<string, unknown>) =>
      clerk.post<Confirmation>('/api/listings/confirm', { minConfidence: 90, shopId, ...body })
    const plan = (await ask({ dryRun: true })).body
    assert.deepEqual(
      [plan.listings, plan.lines, plan.orders, plan.amounts, plan.batchId],
      [3, 1, 1, [{ currency: 'CNY', amountMinor: '1500' }], null],
    )
    assert.equal((await list(`shopId=${shopId}&state=unmapped`)).items.length, 3)
    await map(ids[2]!, { state: 'ignored', version: 0, reason: '样品' })
    assert.equal(
      codeOf(await ask({ dryRun: false, digest: plan.digest })),
      '409 listings.suggestions_changed',
    )
    const fresh = (await ask({ dryRun: true })).body
    const done = (await ask({ dryRun: false, digest: fresh.digest })).body
    assert.deepEqual([done.listings, done.skipped], [2, 0])
    assert.equal((await list(`shopId=${shopId}&state=mapped`)).items.length, 2)
    await map(ids[1]!, { state: 'ignored', version: 1, reason: '改主意' })
    const undone = await clerk.post<Many>(`/api/listings/batches/${done.batchId}/undo`)
    assert.deepEqual([undone.body.changed, undone.body.skipped], [1, 1])
    const states = await list(`shopId=${shopId}`)
    assert.deepEqual(
      ids.map((id) => states.items.find((row) => row.id === id)!.state),
      ['unmapped', 'ignored', 'ignored'],
    )
    assert.equal(
      codeOf(await clerk.post(`/api/listings/batches/${newId()}/undo`)),
      '404 kernel.not_found',
    )
  })

  test('ignoring many skips what changed meanwhile; a SKU is made out of a listing and mapped', async () => {
    const shopId = await shop()
    const [a, b] = await Promise.all(['邮费', '差价'].map((title) => listing(shopId, { title })))
    const nobody = newId()
    await map(b!, { state: 'ignored', version: 0, reason: 'x' })
    const done = await clerk.post<Many>('/api/listings/ignore', {
      listings: [a, b, nobody].map((id) => ({ id, version: 0 })),
      reason: '补差价',
    })
    assert.deepEqual([done.body.changed, done.body.skipped, done.body.unknown], [1, 1, [nobody]])
    const id = await listing(shopId, { title: '新品', barcode: '' })
    const made = await clerk.post<{ skuId: string; version: number }>(`/api/listings/${id}/sku`, {
      version: 0,
      code: 'NEW-FROM-LISTING',
      name: '新品',
      skuQty: '2',
    })
    assert.equal(made.body.version, 1, JSON.stringify(made.body))
    const [row] = (await list(`shopId=${shopId}&state=mapped`)).items
    assert.deepEqual([row!.sku, row!.skuQty], ['NEW-FROM-LISTING', '2'])
    const other = await listing(shopId, { title: '新品2' })
    const taken = { version: 0, code: 'new-from-listing', name: 'x' }
    assert.equal(
      codeOf(await clerk.post(`/api/listings/${other}/sku`, taken)),
      '409 catalog.sku_code_taken',
    )
  })

  test('suggestions stand in the row with their reason, and follow the catalogue', async () => {
    const shopId = await shop()
    await listing(shopId, { title: '景德镇青花盖碗 150ml' })
    const before = (await list(`shopId=${shopId}`)).items[0]!
    assert.deepEqual(
      before.suggestions.filter(({ code }) => code === 'GW-150'),
      [],
    )
    await sku('GW-150', '青花盖碗 150毫升 景德镇')
    const [first] = (await list(`shopId=${shopId}`)).items[0]!.suggestions
    assert.equal(first!.code, 'GW-150')
    assert.ok(first!.confidence >= 80, String(first!.confidence))
    assert.match(first!.why.zh, /标题都有/)
  })

  test('the export holds what the screen shows', async () => {
    const answer = await clerk.get<string>(
      '/api/listings/export?format=csv&state=mapped&columns=title,sku,skuQty',
    )
    assert.equal(answer.status, 200)
    assert.match(answer.body as string, /新品,NEW-FROM-LISTING,2/)
  })
})
