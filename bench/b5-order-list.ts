// B5: the order list at a million orders: a page by filter, deeper pages, the counts of what waits, a search. Beside each,
// the bare SQL on the same server, so that what HTTP and the program add can be seen.
import { sql } from 'kysely'
import { tidyWorth } from '#modules/listings'
import { inHouse, p95 } from './house.ts'
import type { Call } from './sign-up.ts'
import type { Benchmark } from './run.ts'

const ORDERS = Number(process.env['BENCH_B5_ORDERS'] ?? 1_000_000)
const REQUESTS = 60
const LISTINGS = 2000

/** Orders as a shop has them: nearly all done, some thousand waiting, a few with something to look at. */
const FILL = `
  insert into sales.orders (id, shop_id, platform_no, kind, status, ordered_at, ordered_on, paid_at, paid_on, shipped_at, shipped_on,
    customer_ref, goods_minor, service_minor, payable_minor, paid_minor, flags, version, content_hash, layout, waybill,
    ship_due_at, address_state, province_code, receiver_masked)
  select uuidv7(), (select id from shops.shops limit 1), (2026000000000000000 + n)::text, 'sale',
    case when n % 300 = 0 then 'awaiting_shipment' when n % 900 = 1 then 'on_hold' when n % 50 = 2 then 'closed_refunded'
      when n % 40 = 3 then 'cancelled' else 'completed' end,
    at, at::date, at, at::date, case when n % 300 = 0 then null else at + interval '1 day' end,
    case when n % 300 = 0 then null else (at + interval '1 day')::date end,
    'buyer' || (n % 200000), 10000 + n % 90000, 0, 10000 + n % 90000, 10000 + n % 90000,
    case when n % 5000 = 0 then array['does_not_add_up'] else '{}'::text[] end, 1, n::text, 'bench', 'SF' || n,
    at + interval '2 days', case when n % 4000 = 0 then 'doubtful' else 'clear' end, '330000', '张** 138****0000 浙江省 杭州市'
  from (select n, timestamptz '2026-11-24 12:00+08' - n * interval '30 seconds' as at from generate_series($1::int, $2::int) n) as g`

export const b5: Benchmark = {
  id: 'B5',
  title:
    'Order list and listings to be mapped over HTTP: filter, page, deep page, search, queue counts; against the bare SQL',
  bar: 'p95 at most 100 ms each',
  sizes: { orders: ORDERS, lines: ORDERS, listings: LISTINGS, requests: REQUESTS },
  rounds: 3,
  run: () =>
    inHouse('b5', async ({ call, pool, db }) => {
      for (let at = 1; at <= ORDERS; at += 100_000) {
        await pool.query(`set statement_timeout = 0`)
        await pool.query(FILL, [at, Math.min(at + 99_999, ORDERS)])
      }
      await sql`
        insert into listings.listings (id, shop_id, key, platform_sku, title, told_by, source, in_orders)
        select uuidv7(), (select id from shops.shops limit 1), 'SKU' || n, 'SKU' || n, 'goods ' || n, 'order', 'bench', true
        from generate_series(0, ${LISTINGS - 1}) n`.execute(db)
      await sql`
        insert into sales.order_lines (order_id, line_no, platform_sku, title, is_goods, qty, unit_price_text, amount_minor, line_ref,
          listing_id)
        select o.id, 1, l.key, 'goods', true, 1, '', o.goods_minor, '1', l.id
        from sales.orders o join listings.listings l on l.key = 'SKU' || (o.payable_minor % ${LISTINGS})`.execute(
        db,
      )
      await sql`vacuum analyze sales.orders, sales.order_lines, listings.listings`.execute(db)
      const tidied = performance.now()
      await tidyWorth({ db })
      const tidySeconds = (performance.now() - tidied) / 1000
      const deep = await cursorAt(call, 5)
      const pages: Readonly<Record<string, string>> = {
        first: '/api/orders?limit=100',
        byState: '/api/orders?limit=100&status=awaiting_shipment',
        byShopAndDays: '/api/orders?limit=100&shop=BENCH&from=2026-06-01&to=2026-06-30',
        deep: `/api/orders?limit=100&status=completed&cursor=${deep}`,
        search: '/api/orders?limit=100&q=20260000000004567',
        queue: '/api/orders?limit=100&queue=does_not_add_up',
        queueUnmapped: '/api/orders?limit=100&queue=unmapped',
        queues: '/api/orders/queues',
        // Every listing waits for a mapping: the first day of a house.
        listings: '/api/listings?state=unmapped&limit=100',
        listingsSummary: '/api/listings/summary',
      }
      const figures: Record<string, number> = { worthOfAllListingsSeconds: tidySeconds }
      for (const [name, path] of Object.entries(pages)) {
        figures[`${name}P95Ms`] = await p95(REQUESTS, () => call('GET', path))
      }
      // All lines unmapped is the first day of a house; later nearly all are mapped.
      await sql`
        with sku as (insert into catalog.skus (id, code, name, search_text) values (uuidv7(), 'BENCH', 'Bench', 'bench') returning id)
        update sales.order_lines set sku_id = (select id from sku)
        where order_id not in (select id from sales.orders where platform_no like '%777')`.execute(
        db,
      )
      await sql`vacuum analyze sales.order_lines`.execute(db)
      for (const name of ['queueUnmapped', 'queues']) {
        figures[`${name}MappedP95Ms`] = await p95(REQUESTS, () => call('GET', pages[name]!))
      }
      figures['bareFirstP95Ms'] = await p95(REQUESTS, () =>
        sql`select * from sales.orders where not withdrawn order by ordered_at desc, id desc limit 101`.execute(
          db,
        ),
      )
      figures['bareByStateP95Ms'] = await p95(REQUESTS, () =>
        sql`select * from sales.orders where not withdrawn and status = 'awaiting_shipment' order by ordered_at desc, id desc limit 101`.execute(
          db,
        ),
      )
      figures['bareQueuesP95Ms'] = await p95(REQUESTS, () =>
        sql`select count(*), sum(payable_minor) from sales.orders where not withdrawn and status in ('awaiting_shipment', 'partially_shipped')`.execute(
          db,
        ),
      )
      return figures
    }),
}

async function cursorAt(call: Call, pages: number): Promise<string> {
  let cursor = ''
  for (let page = 0; page < pages; page++) {
    const { nextCursor } = await call<{ nextCursor: string }>(
      'GET',
      `/api/orders?limit=200&status=completed${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    cursor = nextCursor
  }
  return cursor
}
