// B6, its first part: 5,000 orders audited as the desk does it, one action over HTTP, worked off by the program's own job runner, with
// a result for each order. Beside it the same rows written by two bare statements on the same server.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { buildSite, buildSku, stock } from '#test/factories.ts'
import { inHouse } from './house.ts'
import type { Benchmark } from './run.ts'

const ORDERS = process.argv.includes('--small') ? 500 : 5000

/** Paid orders of two lines, as a connector would have written them; the desk takes them over by its own events. */
async function fill(db: Db): Promise<void> {
  const site = await buildSite(db)
  const skus = [await buildSku(db), await buildSku(db)]
  for (const skuId of skus) await stock(db, site, skuId, BigInt(ORDERS * 3))
  await sql`update shops.shops set fulfilment = 'desk', desk_from = '2026-01-01', stock_site_id = ${site.id}`.execute(
    db,
  )
  await sql`
    insert into sales.orders (id, shop_id, platform_no, kind, status, ordered_at, ordered_on, paid_at, paid_on, goods_minor,
      service_minor, payable_minor, paid_minor, version, content_hash, layout, address_state, province_code, receiver_masked,
      receiver_fingerprint, fulfilment)
    select uuidv7(), (select id from shops.shops limit 1), 'B6' || n, 'sale', 'awaiting_shipment', now() - interval '1 hour',
      current_date, now() - interval '50 minutes', current_date, 20000, 0, 20000, 20000, 1, n::text, 'bench', 'clear', '330000',
      '张** 浙江省 杭州市', 'receiver-' || n, 'desk'
    from generate_series(1, ${ORDERS}) n`.execute(db)
  await sql`
    insert into sales.order_lines (order_id, line_no, platform_sku, title, is_goods, qty, unit_price_text, amount_minor, line_ref, sku_id)
    select o.id, s.n, 'P' || s.n, 'goods', true, 1, '100.00', 10000, s.n::text, s.id
    from sales.orders o, unnest(${skus}::uuid[]) with ordinality as s (id, n)`.execute(db)
  await sql`vacuum analyze sales.orders, sales.order_lines`.execute(db)
  await sql`
    select outbox.publish(array_agg('platform.order.snapshotted'::text), array_agg(id::text), array_agg('{}'::jsonb))
    from sales.orders`.execute(db)
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 6000; tries++) {
    if (await isSo()) return
    await sleep(50)
  }
  assert.fail(`${what} did not come true in five minutes`)
}

const counted = async (db: Db, status: string) =>
  (
    await sql<{ orders: number }>`
      select count(*)::int as orders from orders.fulfil_orders where status = ${status} and is_allocated`.execute(
      db,
    )
  ).rows[0]!.orders

/** What any audit of so many has to write: the status and a line of the timeline, each. */
async function bare(db: Db): Promise<number> {
  const started = performance.now()
  await db.transaction().execute(async (tx) => {
    await sql`update orders.fulfil_orders set status = 'WAIT_AUDIT', status_at = now(), version = version + 1`.execute(
      tx,
    )
    await sql`
      insert into orders.timeline (order_id, event, from_status, to_status, actor_id, actor_name)
      select id, 'bench', 'AUDITED', 'WAIT_AUDIT', '', '' from orders.fulfil_orders`.execute(tx)
  })
  return (performance.now() - started) / 1000
}

export const b6Audit: Benchmark = {
  id: 'B6A',
  title:
    'Audit 5,000 orders in one action over HTTP, a job with a result per order; against two bare statements',
  bar: 'at most 10 s',
  sizes: { orders: ORDERS, lines: ORDERS * 2 },
  rounds: 3,
  run: () =>
    inHouse('b6', async ({ call, db }) => {
      const prepared = performance.now()
      await fill(db)
      await until('all are prepared', async () => (await counted(db, 'WAIT_AUDIT')) === ORDERS)
      const takeOverSeconds = (performance.now() - prepared) / 1000
      const started = performance.now()
      const { id } = await call<{ id: string; total: number }>('POST', '/api/desk/bulk', {
        action: 'audit',
        filter: { queue: 'to_audit' },
      })
      let done = 0
      await until('the action has ended', async () => {
        const run = await call<{ done: number; finishedAt: string | null }>(
          'GET',
          `/api/desk/bulk/${id}`,
        )
        done = run.done
        return run.finishedAt !== null
      })
      const auditSeconds = (performance.now() - started) / 1000
      assert.equal(done, ORDERS, 'each was audited')
      assert.equal(await counted(db, 'AUDITED'), ORDERS)
      return { auditSeconds, takeOverSeconds, bareSeconds: await bare(db) }
    }),
}
