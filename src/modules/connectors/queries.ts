// Reads for screens: how each link is doing, and the rows behind its numbers.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import type { Kind } from './connector.ts'

interface Asked {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One call in a hundred may fail over a day; past that the platform or our key needs a person. */
const BUDGET_PPM = 10_000

/** Orders on which money or a deadline still hangs; what is done can wait. */
const OPEN_STATES = ['pending_payment', 'on_hold', 'awaiting_shipment', 'partially_shipped']

export interface Health {
  readonly shopId: string
  readonly shopCode: string
  readonly shopName: string
  readonly connector: string
  readonly address: string
  readonly active: boolean
  readonly version: number
  readonly lastSuccessAt: Date | null
  readonly lastErrorAt: Date | null
  readonly lastError: string
  readonly failures: number
  readonly lagSeconds: number | null
  readonly callsToday: bigint
  readonly failedToday: bigint
  readonly throttledToday: bigint
  readonly budgetLeftPpm: number
  readonly queueDepth: bigint
  readonly queueProblems: bigint
  readonly oldestSince: Date | null
  readonly stockUnsent: bigint
  readonly shipmentsOpen: bigint
  readonly shipmentsRefused: bigint
  readonly moneyAtRiskMinor: bigint
}

/**
 * Money at risk: orders the platform has spoken of and we have not read again, as far as they are open with us or not here
 * at all. Lag: how far the lists have been read, in the platform's time.
 */
export async function health(db: Db, { cursor, limit }: Asked): Promise<readonly Health[]> {
  const [after = null] = cursor ? decodeCursor(cursor, 1) : []
  const { rows } = await sql<Health>`
    select l.shop_id as "shopId", s.code as "shopCode", s.name as "shopName", l.connector, l.address, l.active, l.version,
      l.last_success_at as "lastSuccessAt", l.last_error_at as "lastErrorAt", l.last_error as "lastError", l.failures,
      (select greatest(0, extract(epoch from clock_timestamp() + l.skew_ms * interval '1 ms' - min(c.read_until)))::int
         from connectors.cursors c where c.shop_id = l.shop_id) as "lagSeconds",
      k.calls as "callsToday", k.failed as "failedToday", k.throttled as "throttledToday",
      case when k.calls = 0 then ${BUDGET_PPM}::int else (${BUDGET_PPM}::int - k.failed * 1000000 / k.calls)::int end as "budgetLeftPpm",
      m.depth as "queueDepth", m.problems as "queueProblems", m.oldest as "oldestSince", m.money as "moneyAtRiskMinor",
      (select count(*) from connectors.stock t where t.shop_id = l.shop_id and t.sent_version < t.version) as "stockUnsent",
      p.open as "shipmentsOpen", p.refused as "shipmentsRefused"
    from connectors.links l join shops.shops s on s.id = l.shop_id
    cross join lateral (
      select coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(failed), 0)::bigint as failed,
        coalesce(sum(throttled), 0)::bigint as throttled
      from connectors.calls c where c.shop_id = l.shop_id and c.hour > now() - interval '24 hours') k
    cross join lateral (
      select count(*) as depth, count(*) filter (where q.problem <> '') as problems, min(q.dirty_since) as oldest,
        coalesce(sum(greatest(q.amount_minor, coalesce(o.payable_minor, 0))) filter (
          where q.kind = 'orders' and (o.id is null or o.status = any(${OPEN_STATES}::text[]))), 0)::bigint as money
      from connectors.marks q left join sales.orders o on q.kind = 'orders' and o.shop_id = q.shop_id and o.platform_no = q.no
      where q.shop_id = l.shop_id and q.dirty) m
    cross join lateral (
      select count(*) filter (where status in ('waiting', 'doubtful')) as open, count(*) filter (where status = 'refused') as refused
      from connectors.shipments x where x.shop_id = l.shop_id) p
    where ${after}::text is null or s.code > ${after}::text
    order by s.code limit ${limit + 1}`.execute(db)
  return rows
}

export async function queue(
  db: Db,
  { shopId, cursor, limit }: Asked & { readonly shopId?: string | undefined },
) {
  const [since = null, no = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    shopCode: string
    kind: Kind
    no: string
    dirtySince: Date
    heardAt: Date | null
    haveAt: Date | null
    amountMinor: bigint
    tries: number
    problem: string
  }>`
    select s.code as "shopCode", m.kind, m.no, date_trunc('milliseconds', m.dirty_since) as "dirtySince", m.heard_at as "heardAt",
      m.have_at as "haveAt", m.amount_minor as "amountMinor", m.tries, m.problem
    from connectors.marks m join shops.shops s on s.id = m.shop_id
    where m.dirty and (${shopId ?? null}::uuid is null or m.shop_id = ${shopId ?? null}::uuid)
      and (${since}::timestamptz is null or (date_trunc('milliseconds', m.dirty_since), m.no) > (${since}::timestamptz, ${no}::text))
    order by date_trunc('milliseconds', m.dirty_since), m.no limit ${limit + 1}`.execute(db)
  return rows
}

export async function shipments(
  db: Db,
  {
    shopId,
    status,
    cursor,
    limit,
  }: Asked & { readonly shopId?: string | undefined; readonly status?: string | undefined },
) {
  const [at = null, no = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    shopCode: string
    orderNo: string
    carrier: string
    waybill: string
    status: 'waiting' | 'doubtful' | 'told' | 'refused'
    calls: number
    problem: string
    askedBy: string
    createdAt: Date
    toldAt: Date | null
  }>`
    select s.code as "shopCode", x.order_no as "orderNo", x.carrier, x.waybill, x.status, x.calls, x.problem,
      x.asked_by as "askedBy", date_trunc('milliseconds', x.created_at) as "createdAt", x.told_at as "toldAt"
    from connectors.shipments x join shops.shops s on s.id = x.shop_id
    where (${shopId ?? null}::uuid is null or x.shop_id = ${shopId ?? null}::uuid)
      and (${status ?? null}::text is null or x.status = ${status ?? null})
      and (${at}::timestamptz is null or (date_trunc('milliseconds', x.created_at), x.order_no) < (${at}::timestamptz, ${no}::text))
    order by date_trunc('milliseconds', x.created_at) desc, x.order_no desc limit ${limit + 1}`.execute(
    db,
  )
  return rows
}
