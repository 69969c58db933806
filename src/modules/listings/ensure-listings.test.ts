// Order lines find their listings: by the best id present, once per shop, mapped only when certain.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { createSku } from '#modules/catalog'
import { addShop } from '#modules/shops'
import { TESTER } from '#test/factories.ts'
import { type TestDatabase, testDatabase } from '#test/postgres.ts'
import { ensureListings, type ListingDraft } from './ensure-listings.ts'
import { listingKey } from './identity.ts'
import { lockListings, writeDecisions } from './write-mappings.ts'

test('identity: the best id present decides, and writing styles do not', () => {
  const all = { platformItem: 'I1', platformSku: 'P1', merchantCode: 'c1', title: 'T', spec: 'S' }
  assert.deepEqual(
    [
      listingKey(all),
      listingKey({ ...all, platformSku: ' ' }),
      listingKey({ merchantCode: ' c1 ', title: 'T', spec: 'S' }),
      listingKey({ title: ' 保温杯　500ML ', spec: '颜色：红 ； 尺码：XL；' }),
      listingKey({ title: '', spec: ' ' }),
    ],
    ['sku:P1', 'item:I1|s', 'code:C1', 'title:保温杯 500ml|颜色:红;尺码:xl', ''],
  )
  const long = listingKey({ title: '很长的标题'.repeat(100), spec: 'a' })
  assert.ok(long.length <= 300)
  assert.notEqual(long, listingKey({ title: '很长的标题'.repeat(100), spec: 'b' }))
})

describe('order lines and their listings', () => {
  let database: TestDatabase
  before(async () => void (database = await testDatabase()))
  after(() => database[Symbol.asyncDispose]())

  const run = <T>(work: (tx: Tx) => Promise<T>) => database.db.transaction().execute(work)
  const shop = () =>
    run((tx) =>
      addShop(tx, TESTER, {
        code: `L${newId().slice(-8)}`,
        name: '旗舰店',
        platform: 'taobao',
        currency: 'CNY',
        timeZone: 'Asia/Shanghai',
      }),
    )
  const sku = (code: string, barcode?: string) =>
    run((tx) => createSku(tx, TESTER, { code, name: code, barcode }))
  const ensure = (shopId: string, drafts: readonly ListingDraft[], createSkus = false) =>
    run((tx) => ensureListings(tx, { shopId, source: 'import:test', createSkus }, drafts))
  const one = async (shopId: string, draft: ListingDraft) =>
    (await ensure(shopId, [draft])).get(listingKey(draft))!
  const count = async (table: 'listings' | 'mappings', shopId: string) => {
    const { rows } = await sql<{ n: bigint }>`
      select count(*) as n from listings.listings l
      ${table === 'mappings' ? sql`join listings.mappings m on m.listing_id = l.id` : sql``}
      where l.shop_id = ${shopId}`.execute(database.db)
    return Number(rows[0]!.n)
  }
  const stored = async (id: string) => {
    const { rows } = await sql<Record<string, unknown>>`
      select title, spec, merchant_code as "merchantCode", told_by as "toldBy" from listings.listings where id = ${id}`.execute(
      database.db,
    )
    return rows[0]!
  }

  test('mapped at once only when certain: exact code in any case, our barcode with its pack, never a guess', async () => {
    const shopId = await shop()
    const code = await sku('BWB-500')
    const scanned = await sku('BWB-600', '6901234567892')
    await run((tx) =>
      sql`update catalog.barcodes set pack_qty = 12 where barcode = '6901234567892'`.execute(tx),
    )
    const refs = await ensure(shopId, [
      { platformSku: '1', merchantCode: 'bwb-500' },
      { platformSku: '2', barcode: '6901234567892' },
      { platformSku: '3', merchantCode: 'BWB500', title: 'BWB-500' },
      { platformSku: '4', merchantCode: 'BWB-500', barcode: '6901234567892' },
      {},
    ])
    assert.deepEqual(
      [...refs]
        .map(([key, { skuId, skuQty, isIgnored }]) => [key, skuId, skuQty, isIgnored] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      [
        ['sku:1', code, 1n, false],
        ['sku:2', scanned, 12n, false],
        ['sku:3', null, 1n, false],
        ['sku:4', null, 1n, false],
      ],
    )
    const again = await ensure(shopId, [{ platformSku: '2' }, { platformSku: '3' }])
    assert.deepEqual([again.get('sku:2')!.skuId, again.get('sku:3')!.skuId], [scanned, null])
    assert.equal(await count('listings', shopId), 4)
  })

  test('a line without platform SKU finds the one listing of its item and spec; of two, neither', async () => {
    const shopId = await shop()
    const red = await one(shopId, { platformItem: '88', platformSku: 'R', spec: '颜色:红' })
    assert.equal(
      (await one(shopId, { platformItem: '88', spec: '颜色：红' })).listingId,
      red.listingId,
    )
    await one(shopId, { platformItem: '88', platformSku: 'R2', spec: '颜色:红' })
    const unclear = await one(shopId, { platformItem: '88', spec: '颜色:红' })
    assert.notEqual(unclear.listingId, red.listingId)
    assert.equal(await count('listings', shopId), 3)
  })

  test('an order line fills blanks and never replaces what is known', async () => {
    const shopId = await shop()
    const first = await one(shopId, { platformSku: 'Z', title: '文件里的标题' })
    await one(shopId, { platformSku: 'Z', title: '订单里的标题', spec: '红', merchantCode: 'ZZ' })
    assert.deepEqual(await stored(first.listingId), {
      title: '文件里的标题',
      spec: '红',
      merchantCode: 'ZZ',
      toldBy: 'order',
    })
  })

  test('own data: unknown codes become SKUs, whatever a person decided stays', async () => {
    const shopId = await shop()
    const known = await sku('85123A')
    const decided = await one(shopId, { platformSku: 'POST', title: 'POSTAGE' })
    await run(async (tx) => {
      const listing = (await lockListings(tx, [decided.listingId])).get(decided.listingId)!
      await writeDecisions(tx, TESTER, [
        { listing, state: 'ignored', skuId: null, skuQty: 1n, reason: '邮费', rule: '' },
      ])
    })
    const refs = await ensure(
      shopId,
      [
        { platformSku: '85123a', title: 'HEART' },
        { platformSku: '71053', title: '' },
        { platformSku: '71053', title: 'LANTERN' },
        { platformSku: 'POST' },
      ],
      true,
    )
    assert.equal(refs.get('sku:85123a')!.skuId, known)
    const { rows } = await sql<{ code: string; name: string }>`
      select code, name from catalog.skus where id = ${refs.get('sku:71053')!.skuId}`.execute(
      database.db,
    )
    assert.equal(rows[0]!.code, '71053')
    assert.deepEqual([refs.get('sku:POST')!.skuId, refs.get('sku:POST')!.isIgnored], [null, true])
    await ensure(shopId, [{ platformSku: '71053' }], true)
    assert.equal(await count('mappings', shopId), 3)
  })

  test('INV-LISTING-3: imports side by side make each listing once', async () => {
    const shopId = await shop()
    await sku('RACE-1')
    const drafts = Array.from({ length: 200 }, (_, n) => ({
      platformSku: `R${n}`,
      merchantCode: n === 0 ? 'RACE-1' : '',
    }))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        ensure(shopId, n % 2 === 0 ? drafts : drafts.toReversed()),
      ),
    )
    assert.equal(await count('listings', shopId), 200)
    assert.equal(await count('mappings', shopId), 1)
    for (const refs of answers) {
      assert.equal(refs.size, 200)
      assert.deepEqual(refs.get('sku:R0'), answers[0]!.get('sku:R0'))
    }
  })

  test('a batch whose listings are known writes nothing', async () => {
    const shopId = await shop()
    const drafts = Array.from({ length: 2000 }, (_, n) => ({
      platformSku: `K${n % 300}`,
      title: 't',
    }))
    await ensure(shopId, drafts)
    const xmins = async () =>
      (
        await sql<{ x: string }>`
          select string_agg(xmin::text, ',' order by id) as x from listings.listings where shop_id = ${shopId}`.execute(
          database.db,
        )
      ).rows[0]!.x
    const before = await xmins()
    assert.equal((await ensure(shopId, drafts)).size, 300)
    assert.equal(await xmins(), before)
  })

  test('INV-LISTING-1 INV-LISTING-2 INV-LISTING-4: the database refuses a second truth, a zero and a rewrite', async () => {
    const shopId = await shop()
    const skuId = await sku(`S${newId().slice(-6)}`)
    const { listingId } = await one(shopId, { platformSku: 'X' })
    const insert = (version: number, qty: number) =>
      run((tx) =>
        sql`insert into listings.mappings (listing_id, version, state, sku_id, sku_qty, actor_id, actor_name)
            values (${listingId}, ${version}, 'mapped', ${skuId}, ${qty}, 'a', 'a')`.execute(tx),
      )
    await insert(1, 1)
    await assert.rejects(insert(2, 1), /mappings_one_current/)
    await assert.rejects(insert(2, 0), /mappings_multiplier_positive/)
    for (const statement of [
      sql`update listings.mappings set sku_qty = 2 where listing_id = ${listingId}`,
      sql`update listings.mappings set valid_to = now() + interval '1 day', reason = 'x' where listing_id = ${listingId}`,
      sql`delete from listings.mappings where listing_id = ${listingId}`,
      sql`truncate listings.mappings`,
    ]) {
      await assert.rejects(
        run((tx) => statement.execute(tx)),
        /append-only/,
      )
    }
  })
})
