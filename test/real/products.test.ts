// Products as Shopify, WooCommerce and Olist export them. Rules held against the files:
// L1 A row with a price is an offer; rows of further pictures and heads of variable and grouped products are none, and are told.
// L2 The price is what a buyer pays now: the sale price where there is one.
// L3 Columns misspelt by the source (`product_name_lenght`) do no harm.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { type ImportDesk, importDesk } from '#test/drops.ts'
import { assertUnchanged, cents, hasRealData, realFile, realTest, recordsOf } from '#test/real.ts'

describe('products of other shops', () => {
  let desk: ImportDesk
  before(async () => {
    if (!hasRealData) return
    desk = await importDesk()
    for (const platform of ['shopify', 'woocommerce', 'own'])
      await desk.owner.post('/api/shops', {
        code: `X-${platform}`.toUpperCase(),
        name: platform,
        platform,
        currency: 'USD',
        timeZone: 'America/New_York',
      })
  })
  after(() => desk?.app[Symbol.asyncDispose]())

  const drop = (path: string, shop: string) => {
    const { name, bytes } = realFile(path)
    return desk.dropOne(name, bytes, `shop=${shop}&dryRun=false`)
  }
  const offers = async (shop: string, columns: string) => {
    const { rows } = await desk.app.services.pool.query<{ says: string }>(`
      select concat_ws('|', ${columns}) as says from listings.listings l join shops.shops s on s.id = l.shop_id
      where s.code = '${shop}'`)
    return rows.map(({ says }) => says).toSorted()
  }

  realTest('L1: Shopify, two shops’ files: every variant with its price and stock', async () => {
    const expected: string[] = []
    for (const name of ['apparel', 'home-and-garden']) {
      const rows = recordsOf(realFile(`catalog_shopify/${name}.csv`).text)
      const run = await drop(`catalog_shopify/${name}.csv`, 'X-SHOPIFY')
      assert.deepEqual([run.status, run.rowsRead, run.refused], ['done', rows.length, 0])
      for (const row of rows.filter((one) => one['Variant Price'] !== ''))
        expected.push(
          `${row['Handle']}|${cents(row['Variant Price']!)}|${row['Variant Inventory Qty']}`,
        )
      assertUnchanged(await drop(`catalog_shopify/${name}.csv`, 'X-SHOPIFY'), rows.length)
    }
    assert.deepEqual(
      await offers('X-SHOPIFY', 'platform_item, price_minor, stock_qty'),
      expected.toSorted(),
    )
  })

  realTest(
    'L1, L2: WooCommerce: simple products and variations, at the price of today',
    async () => {
      const path = 'catalog_woocommerce/sample_products.csv'
      const rows = recordsOf(realFile(path).text.replace('\uFEFF', ''))
      const run = await drop(path, 'X-WOOCOMMERCE')
      assert.deepEqual([run.status, run.rowsRead, run.refused], ['done', rows.length, 0])
      const sold = rows.filter(({ Type }) => !/^(variable|grouped)/.test(Type!))
      assert.equal(run.created, sold.length)
      assert.deepEqual(
        await offers('X-WOOCOMMERCE', 'platform_item, merchant_code, price_minor'),
        sold
          .map((row) =>
            [row['ID'], row['SKU'], cents(row['Sale price'] || row['Regular price']!)].join('|'),
          )
          .toSorted(),
      )
      assertUnchanged(await drop(path, 'X-WOOCOMMERCE'), rows.length)
    },
  )

  realTest('L3: Olist: every product with its category', async () => {
    const path = 'olist/olist_products_dataset.csv.gz'
    const rows = recordsOf(realFile(path).text)
    const run = await drop(path, 'X-OWN')
    assert.deepEqual([run.status, run.created, run.refused], ['done', rows.length, 0])
    assert.deepEqual(
      await offers('X-OWN', 'platform_item, category'),
      rows.map((row) => `${row['product_id']}|${row['product_category_name']}`).toSorted(),
    )
  })
})
