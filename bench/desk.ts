// The desk with 50,000 open orders (OP-UI-2): the list by filter, what waits, the board of deadlines. Beside the list, the bare
// SQL of one page on the same server.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { inHouse, p95 } from './house.ts'
import type { Benchmark } from './run.ts'

const ORDERS = process.argv.includes('--small') ? 5000 : 50_000
const REQUESTS = 40

/** As the desk would have them after a great evening: most to be audited, some audited, a tenth held, each with its clock. */
async function fill(db: Db): Promise<void> {
  await sql`
    insert into orders.fulfil_orders (id, no, shop_id, currency, status, hold_codes, is_allocated, summary, lines, qty, goods_minor, net_minor,
      receiver_masked, receiver_key, province_code, platform_nos, ordered_at, paid_at, due_at, due_source)
    select uuidv7(), 'D' || n, (select id from shops.shops limit 1), 'CNY', case when n % 5 = 0 then 'AUDITED' else 'WAIT_AUDIT' end,
      case when n % 10 = 1 then '{H-MEMO}'::text[] else '{}' end, true, '紫砂壶 ×2', 1, 2, 10000 + n % 90000, 10000 + n % 90000,
      '张** 浙江省 杭州市', 'r' || n, '330000', array['P' || n], now() - interval '3 hours', now() - interval '3 hours',
      now() + (n % 2880) * interval '1 minute', 'platform'
    from generate_series(1, ${ORDERS}) n`.execute(db)
  await sql`
    insert into clocks.clocks (id, subject_type, subject_id, kind, started_at, due_at, due_source, due_origin, platform, goods_minor, risk_minor, at_risk_since)
    select uuidv7(), 'system_order', id, 'ship', paid_at, due_at, 'platform', 'platform', 'taobao', net_minor, 500,
      case when net_minor % 5 = 0 then now() end from orders.fulfil_orders`.execute(db)
  await sql`
    insert into orders.stage_paces (stage, steps, least_ms, median_ms, p90_ms, gap_ms, measured_at)
    values ('WAIT_AUDIT', 1000, 1000, 60000, 600000, 4000, now() + interval '1 day'), ('AUDITED', 1000, 1000, 600000, 3600000, 6000, now())`.execute(
    db,
  )
  await sql`vacuum analyze orders.fulfil_orders, clocks.clocks`.execute(db)
}

export const desk: Benchmark = {
  id: 'DESK',
  title: 'The order desk with 50,000 open orders: filters, counts, board; against the bare page',
  bar: 'p95 of a filter at most 400 ms',
  sizes: { orders: ORDERS, requests: REQUESTS },
  rounds: 3,
  run: () =>
    inHouse('desk', async ({ call, db }) => {
      await fill(db)
      const pages: Readonly<Record<string, string>> = {
        open: '/api/desk/orders?queue=open&limit=100',
        toAudit: '/api/desk/orders?queue=to_audit&limit=100',
        filtered: '/api/desk/orders?queue=open&dueWithin=4h&over=500&province=浙江&limit=100',
        held: '/api/desk/orders?hold=H-MEMO&limit=100',
        atRisk: '/api/desk/orders?queue=at_risk&limit=100',
        queues: '/api/desk/queues',
        board: '/api/desk/deadlines',
      }
      const figures: Record<string, number> = {}
      for (const [name, path] of Object.entries(pages))
        figures[`${name}P95Ms`] = await p95(REQUESTS, () => call('GET', path))
      figures['barePageP95Ms'] = await p95(REQUESTS, () =>
        sql`select * from orders.fulfil_orders where status = 'WAIT_AUDIT' order by coalesce(due_at, 'infinity'), id limit 101`.execute(
          db,
        ),
      )
      return figures
    }),
}
