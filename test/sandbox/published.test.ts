// I6 and I8 of what shops are told: every figure stands beside the waterfall it came from, and the checks find the one that
// says more.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checks } from '#modules/connectors'
import { buildRig, type Rig } from './rig.ts'

interface Row {
  readonly qty: string
  readonly ats: string
  readonly basis: readonly Readonly<Record<string, string>>[]
}

const broken = async ({ app }: Rig, id: string) =>
  await checks.find((one) => one.id === id)!.run(app.services.db)

const newest = async ({ app }: Rig) =>
  (
    await app.services.pool.query<Row & { item: string; sku: string }>(
      `select distinct on (platform_item, platform_sku) platform_item as item, platform_sku as sku, qty::text, ats::text, basis
       from connectors.published order by platform_item, platform_sku, version desc`,
    )
  ).rows

describe('what shops are told of our stock', () => {
  test('INV-CONN-7, I6: each figure is kept with its waterfall, and a figure above it is found', async () => {
    await using rig = await buildRig({ seed: 'published', orders: 30, days: 1, stock: 40 })
    await rig.settle()
    const { pool } = rig.app.services
    const told = await newest(rig)
    assert.ok(told.length > 0, 'figures were published')
    for (const { qty, ats, basis } of told) {
      assert.ok(BigInt(qty) <= BigInt(ats))
      assert.deepEqual(basis.at(-1), { key: 'ats', value: ats })
    }
    assert.deepEqual([await broken(rig, 'I6'), await broken(rig, 'I8-published')], [[], []])

    // One more than there was.
    await pool.query(
      `insert into connectors.published (shop_id, platform_item, platform_sku, version, qty, sku_id, sku_qty, site_id, channel, ats, basis)
       select shop_id, platform_item, platform_sku, 0, ats / sku_qty + 1, sku_id, sku_qty, site_id, channel, ats, basis
       from connectors.published limit 1`,
    )
    assert.equal((await broken(rig, 'I6')).length, 1)
    await assert.rejects(pool.query('update connectors.published set qty = 0'), /append-only/)
    await assert.rejects(pool.query('delete from connectors.published'), /append-only/)
  })

  test('I6: a figure nobody computed is found, and a person is refused to set one', async () => {
    await using rig = await buildRig({ seed: 'by-hand', orders: 20, days: 1, stock: 40 })
    await rig.settle()
    const [one] = await newest(rig)
    const byHand = await rig.owner.post<{ code: string }>(
      `/api/connectors/links/${rig.shops[0]!.id}/stock`,
      { items: [{ platformItem: one!.item, platformSku: one!.sku, qty: '999' }] },
    )
    assert.deepEqual([byHand.status, byHand.body.code], [409, 'connectors.stock_is_fed'])
    assert.deepEqual(await broken(rig, 'I6'), [])
    await rig.app.services.pool.query(
      'update connectors.stock set qty = 999, version = version + 1 where platform_item = $1 and platform_sku = $2',
      [one!.item, one!.sku],
    )
    assert.equal((await broken(rig, 'I6')).length, 1)
  })

  test('I8: a bundle published beyond what its parts allow together is found', async () => {
    await using rig = await buildRig({ seed: 'bundle', orders: 20, days: 1, stock: 40 })
    await rig.settle()
    const { pool } = rig.app.services
    // As the feed writes them: 9 lids and 20 cups make 9 pairs.
    await pool.query(
      `insert into connectors.published (shop_id, platform_item, platform_sku, version, qty, sku_id, sku_qty, site_id, channel, ats, basis)
       select shop_id, 'pair', 'pair', v, 8 + v, sku_id, 1, site_id, channel, 20,
         '[{"skuId": "cup", "perBundle": "1", "free": "20", "offered": "20"}, {"skuId": "lid", "perBundle": "1", "free": "9", "offered": "9"}]'
       from (select * from connectors.published limit 1) as p cross join generate_series(1, 2) as v`,
    )
    const found = await broken(rig, 'I8-published')
    assert.deepEqual(
      found.map(({ published, feasible }) => [published, feasible]),
      [[10n, 9n]],
    )
    assert.deepEqual(await broken(rig, 'I6'), [])
  })
})
