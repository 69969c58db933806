// Product files of platforms: every row accounted for, nothing poorer over richer, the price of each day kept, all of it
// taken back.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import Papa from 'papaparse'
import { newId } from '#kernel/ids.ts'
import { instant } from '#kernel/time.ts'
import { createSku } from '#modules/catalog'
import { type CellProblem, columnsOf, type ImportFile, layoutById } from '#modules/layouts'
import { addShop } from '#modules/shops'
import { TESTER } from '#test/factories.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { ensureListings } from './ensure-listings.ts'
import { importListings } from './import-listings.ts'
import { undoListings } from './undo-listings.ts'
import { lockListings, writeDecisions } from './write-mappings.ts'

function fileOf(layoutId: string, text: string): ImportFile {
  const [header = [], ...lines] = Papa.parse<string[]>(text.trim().replace(/^\uFEFF/, '')).data
  const layout = layoutById(layoutId)
  assert.ok(layout)
  return {
    layout,
    fileName: 'products.csv',
    header,
    columns: columnsOf(layout, header),
    async *rows() {
      for (const [at, values] of lines.entries()) yield { row: at + 2, values }
    },
  }
}

const SHOPIFY = `
Handle,Title,Type,Published,Option1 Name,Option1 Value,Option2 Value,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src
cup,Steel cup,Cups,true,Size,Small,,,CUP-S,320,7,19.90,,https://example.org/a.jpg
cup,,,,,Large,,,CUP-L,450,3,29.90,,https://example.org/b.jpg
cup,,,,,,,,,,,,,https://example.org/c.jpg
pot,Clay pot,Pots,false,Title,Default Title,,,,,1,9.99,6901234567892,
pot,,,,,Default Title,,,,,2,9.99,,
bad,Bad,Pots,true,Title,Default Title,,,,x,1,-1,,
,,,,,,,,,,,5,,`

describe('listings from files', () => {
  let app: TestApp
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())

  const db = () => app.services.db
  const shopOf = (platform: 'shopify' | 'woocommerce') =>
    db()
      .transaction()
      .execute(async (tx) => {
        const code = `I${newId().slice(-8)}`
        const id = await addShop(tx, TESTER, {
          code,
          name: code,
          platform,
          currency: 'USD',
          timeZone: 'UTC',
        })
        return { id, code, platform, currency: 'USD', timeZone: 'UTC' }
      })
  type Shop = Awaited<ReturnType<typeof shopOf>>
  const load = (shop: Shop, file: ImportFile, source: string, day = '2026-03-01') => {
    const refusals: { row: number; problems: readonly CellProblem[] }[] = []
    return db()
      .transaction()
      .execute((tx) =>
        importListings(
          {
            tx,
            services: app.services,
            actor: TESTER,
            shop,
            source,
            dryRun: false,
            snapshotAt: instant(`${day}T00:00:00Z`),
            refuse: ({ row }, problems) => void refusals.push({ row, problems }),
            progress: async () => {},
          },
          file,
        ),
      )
      .then(({ created, updated, unchanged, totals }) => ({
        counts: [created, updated, unchanged, refusals.length],
        totals,
        refusals,
      }))
  }
  const undo = (source: string) =>
    db()
      .transaction()
      .execute((tx) => undoListings(tx, app.services, TESTER, source))
  const all = async (shop: Shop) =>
    (
      await sql<Record<string, unknown> & { key: string; id: string }>`
        select id, key, title, spec, merchant_code as code, price_minor as price, stock_qty as stock, state, category,
          told_by as "toldBy", withdrawn from listings.listings where shop_id = ${shop.id} order by key`.execute(
        db(),
      )
    ).rows
  const price = (shop: Shop, key: string) =>
    sql<{ day: string; price: bigint }>`
      select p.day, p.price_minor as price from listings.prices p join listings.listings l on l.id = p.listing_id
      where l.shop_id = ${shop.id} and l.key = ${key} order by 1`
      .execute(db())
      .then(({ rows }) => rows.map((row) => [row.day, row.price]))

  test('Shopify: titles from the first row, pictures, default title, refusals by row and column; again changes nothing', async () => {
    const shop = await shopOf('shopify')
    const skuId = await db()
      .transaction()
      .execute((tx) => createSku(tx, TESTER, { code: 'cup-s', name: 'Cup' }))
    const first = await load(shop, fileOf('shopify.products', SHOPIFY), 'import:1')
    assert.deepEqual(first.counts, [3, 0, 1, 3])
    assert.deepEqual(
      first.refusals.map(({ row, problems }) => [row, problems.map(({ column }) => column)]),
      [
        [6, ['']],
        [7, ['Variant Price', 'Variant Grams']],
        [8, ['Title']],
      ],
    )
    const rows = await all(shop)
    assert.deepEqual(
      rows.map(({ id: _id, ...row }) => row),
      [
        {
          key: 'item:cup|large',
          title: 'Steel cup',
          spec: 'Large',
          code: 'CUP-L',
          price: 2990n,
          stock: 3n,
          state: 'on_sale',
          category: 'Cups',
          toldBy: 'file',
          withdrawn: false,
        },
        {
          key: 'item:cup|small',
          title: 'Steel cup',
          spec: 'Small',
          code: 'CUP-S',
          price: 1990n,
          stock: 7n,
          state: 'on_sale',
          category: 'Cups',
          toldBy: 'file',
          withdrawn: false,
        },
        {
          key: 'item:pot|',
          title: 'Clay pot',
          spec: '',
          code: '',
          price: 999n,
          stock: 1n,
          state: 'off_sale',
          category: 'Pots',
          toldBy: 'file',
          withdrawn: false,
        },
      ],
    )
    assert.deepEqual(first.totals, {
      listings: 3,
      mapped: 1,
      heads: 0,
      pictures: 1,
      locations: 0,
      unmapped: 2,
    })
    const mapped = await sql<{ sku: string }>`
      select sku_id as sku from listings.mappings where listing_id = ${rows[1]!.id}`.execute(db())
    assert.deepEqual(mapped.rows, [{ sku: skuId }])
    const again = await load(shop, fileOf('shopify.products', SHOPIFY), 'import:2', '2026-03-02')
    assert.deepEqual(again.counts, [0, 0, 4, 3])
    assert.deepEqual(await all(shop), rows)
  })

  test('prices are kept by day; an older file changes nothing', async () => {
    const shop = await shopOf('shopify')
    const at = (text: string) =>
      fileOf('shopify.products', `Handle,Title,Variant Price,Variant SKU\ncup,Cup,${text},A-1`)
    assert.deepEqual((await load(shop, at('10'), 'import:p1', '2026-03-01')).counts, [1, 0, 0, 0])
    assert.deepEqual((await load(shop, at('12'), 'import:p2', '2026-03-05')).counts, [0, 1, 0, 0])
    assert.deepEqual((await load(shop, at('11'), 'import:p3', '2026-03-03')).counts, [0, 0, 1, 0])
    assert.deepEqual(await price(shop, 'item:cup|'), [
      ['2026-03-01', 1000n],
      ['2026-03-05', 1200n],
    ])
    await undo('import:p2')
    assert.deepEqual(await price(shop, 'item:cup|'), [['2026-03-01', 1000n]])
    assert.equal((await all(shop))[0]!['price'], 1000n)
  })

  test('stock of several places is one sum; what orders knew is enriched and found again', async () => {
    const shop = await shopOf('shopify')
    await db()
      .transaction()
      .execute((tx) =>
        ensureListings(tx, { shopId: shop.id, source: 'import:o' }, [
          { platformItem: 'mug', spec: 'red', title: '订单里的标题' },
        ]),
      )
    const inventory = fileOf(
      'shopify.shopify_inventory_export',
      `Handle,Title,Option1 Value,SKU,Location,On hand (current)
mug,Mug,Red,M-R,Paris,4
mug,Mug,Blue,M-B,Paris,1
mug,Mug,Red,M-R,Lyon,6`,
    )
    const done = await load(shop, inventory, 'import:i')
    assert.deepEqual(done.counts, [1, 1, 1, 0])
    assert.deepEqual(
      (await all(shop)).map(({ key, title, stock }) => [key, title, stock]),
      [
        ['item:mug|blue', 'Mug', 1n],
        ['item:mug|red', 'Mug', 10n],
      ],
    )
  })

  test('an import is undone: made ones withdrawn, changed ones as before, its own mappings open; orders and people forbid it', async () => {
    const shop = await shopOf('shopify')
    await db()
      .transaction()
      .execute((tx) => createSku(tx, TESTER, { code: 'UNDO-1', name: 'U' }))
    const file = fileOf(
      'shopify.products',
      'Handle,Title,Variant Price,Variant SKU\nu,U,1,UNDO-1\nv,V,2,V-1',
    )
    await load(shop, file, 'import:u')
    assert.equal(await undo('import:u'), 2)
    assert.deepEqual(
      (await all(shop)).map(({ withdrawn }) => withdrawn),
      [true, true],
    )
    const back = await load(shop, file, 'import:u2')
    assert.deepEqual(back.counts, [2, 0, 0, 0])
    assert.equal(back.totals['mapped'], 1)
    const [, v] = await all(shop)
    await db()
      .transaction()
      .execute(async (tx) => {
        const listing = (await lockListings(tx, [v!.id])).get(v!.id)!
        await writeDecisions(tx, TESTER, [
          { listing, state: 'ignored', skuId: null, skuQty: 1n, reason: '邮费', rule: '' },
        ])
      })
    await assert.rejects(undo('import:u2'), { code: 'listings.still_used' })
    await load(
      shop,
      fileOf('shopify.products', 'Handle,Title,Variant Price,Variant SKU\nu,U,3,UNDO-1'),
      'import:u3',
    )
    await assert.rejects(undo('import:u2'), { code: 'listings.touched_since' })
    assert.equal(await undo('import:u3'), 1)
  })

  const DATA = process.env['MILLRACE_REAL_DATA'] ?? ''
  const skip = existsSync(join(DATA, 'catalog_woocommerce'))
    ? false
    : 'set MILLRACE_REAL_DATA to the folder of real files'

  test(
    'real product files of WooCommerce and Shopify: heads are no listings, variants know theirs',
    { skip },
    async () => {
      const woo = await shopOf('woocommerce')
      const text = readFileSync(join(DATA, 'catalog_woocommerce/sample_products.csv'), 'utf8')
      const done = await load(woo, fileOf('woocommerce.woo_product_csv', text), 'import:w')
      assert.deepEqual(done.counts, [22, 0, 3, 0])
      const rows = await sql<Record<string, unknown>>`
      select merchant_code as code, product_code as product, price_minor as price, title from listings.listings
      where shop_id = ${woo.id} and merchant_code in ('woo-hoodie-red', 'woo-beanie') order by 1`.execute(
        db(),
      )
      assert.deepEqual(rows.rows, [
        { code: 'woo-beanie', product: '', price: 1800n, title: 'Beanie' },
        { code: 'woo-hoodie-red', product: 'woo-hoodie', price: 4200n, title: 'Hoodie - Red, No' },
      ])
      for (const [name, variants] of [
        ['apparel', 22],
        ['home-and-garden', 21],
      ] as const) {
        const shop = await shopOf('shopify')
        const products = readFileSync(join(DATA, `catalog_shopify/${name}.csv`), 'utf8')
        const loaded = await load(shop, fileOf('shopify.products', products), `import:${name}`)
        assert.deepEqual(loaded.counts, [variants, 0, 0, 0])
        assert.ok((await all(shop)).every(({ title }) => title !== ''))
      }
    },
  )
})
