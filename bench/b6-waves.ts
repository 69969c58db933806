// B6: waves of 20,000 released orders: looked at, and built and written, over HTTP; beside them the bare SQL that reads as much, so
// that what deciding and writing add can be seen.
import { sql } from 'kysely'
import { inHouse } from './house.ts'
import type { Benchmark } from './run.ts'

const ORDERS = Number(process.env['BENCH_B6_ORDERS'] ?? 20_000)
const SKUS = 400

/** Half singles, a fifth of one kind, the rest of two to four; four carriers; due over two days. */
const FILL = `
  insert into catalog.skus (id, code, name, search_text, weight_grams)
    select uuidv7(), 'B' || n, 'Bench', 'bench', 200 + n from generate_series(1, ${SKUS}) n;
  insert into orders.fulfil_orders (id, no, shop_id, currency, status, is_allocated, site_id, ordered_at, due_at)
    select uuidv7(), 'BENCH' || n, (select id from shops.shops limit 1), 'CNY', 'RELEASED', true,
      (select id from places.sites where code = 'BENCH'), now(), now() + (n % 2880) * interval '1 minute'
    from generate_series(1, ${ORDERS}) n;
  insert into warehouse.floor_orders (id, order_id, site_id, profile, profile_reason, carrier, grams, is_weight_known, cm3, zone, due_at, released_by)
    select uuidv7(), id, site_id, 'multi', '{}', 'C' || (hashtext(no) & 3), 300 + (hashtext(no) & 2047), true, 500 + (hashtext(no) & 4095), 'Z', due_at, 'bench'
    from orders.fulfil_orders;
  insert into warehouse.tasks (id, floor_id, line_ref, sku_id, location_id, qty)
    select uuidv7(), f.id, l.n::text, k.id, b.id, case when f.r % 10 < 5 then 1 else 1 + (f.r + l.n) % 3 end
    from (select id, row_number() over () as r from warehouse.floor_orders) f
    cross join lateral generate_series(1, case when f.r % 10 < 7 then 1 else 2 + (f.r % 3)::int end) as l (n)
    join (select id, row_number() over (order by code) - 1 as n from catalog.skus) k on k.n = (f.r * 7919 + l.n * 131) % ${SKUS}
    join (select id, row_number() over (order by code) - 1 as n from places.locations where zone = 'Z') b on b.n = k.n;
  analyze orders.fulfil_orders; analyze warehouse.floor_orders; analyze warehouse.tasks;`

export const b6Waves: Benchmark = {
  id: 'B6W',
  title: 'Waves of 20,000 released orders over HTTP: simulated, built and written',
  bar: 'at most 3,000 ms',
  sizes: { orders: ORDERS, skus: SKUS },
  rounds: 3,
  run: () =>
    inHouse('b6w', async ({ call, pool, db }) => {
      const site = (await call('POST', '/api/places/sites', { code: 'BENCH', name: 'Bench' })) as {
        id: string
      }
      await call('POST', `/api/places/sites/${site.id}/locations`, {
        kind: 'bin',
        zone: 'Z',
        aisles: 10,
        racks: 20,
        levels: 2,
      })
      const device = (await call('POST', '/api/warehouse/devices', {
        siteId: site.id,
        code: 'CART',
        name: 'Cart',
        units: 50,
        compartments: 24,
        maxOrders: 60,
        maxGrams: '60000',
        maxCm3: '400000',
      })) as { id: string }
      await pool.query('set statement_timeout = 0')
      for (const statement of FILL.split(';').filter((one) => one.trim() !== ''))
        await pool.query(statement)
      const body = { siteId: site.id, deviceId: device.id }
      const timed = async (path: string) => {
        const from = performance.now()
        await call('POST', path, body)
        return performance.now() - from
      }
      await timed('/api/warehouse/waves/simulate')
      const simulateMs = await timed('/api/warehouse/waves/simulate')
      const from = performance.now()
      await sql`select f.id, t.id from warehouse.floor_orders f join warehouse.tasks t on t.floor_id = f.id`.execute(
        db,
      )
      const readMs = performance.now() - from
      const buildMs = await timed('/api/warehouse/waves')
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from warehouse.waves`.execute(db)
      return { simulateMs, buildMs, bareReadMs: readMs, waves: rows[0]!.n }
    }),
}
