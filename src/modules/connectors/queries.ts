// Reads for screens: how each link is doing, and the rows behind its numbers.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { notFound } from '#kernel/errors.ts'
import type { Kind } from './connector.ts'
import { type CONNECTOR_IDS, type Failing, type LinkState, STEPS, type Step } from './contract.ts'
import { connectorById } from './registry.ts'

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
  readonly connector: (typeof CONNECTOR_IDS)[number]
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
  readonly stockProblems: bigint
  readonly tellsRefused: bigint
  readonly shipmentsOpen: bigint
  readonly shipmentsRefused: bigint
  readonly moneyAtRiskMinor: bigint
  readonly skewMs: bigint
  readonly skewSeenAt: Date | null
  readonly throttledAt: Date | null
  readonly throttledWaitMs: bigint
  readonly isThrottled: boolean
  readonly remoteShop: string
  readonly appKey: string
}

/**
 * Money at risk: orders the platform has spoken of and we have not read again, as far as they are open with us or not here
 * at all. Lag: how far the lists have been read, in the platform's time.
 */
export async function health(db: Db, { cursor, limit }: Asked) {
  const [after = null] = cursor ? decodeCursor(cursor, 1) : []
  return (await healthRows(db, { after, shopId: null, limit: limit + 1 })).map(toHealth)
}

/** One link whole: its board line, what its API can, and each part of its polls. */
export async function oneLink(db: Db, shopId: string) {
  const [row] = await healthRows(db, { after: null, shopId, limit: 1 })
  if (!row) throw notFound({ zh: '接入', en: 'link' }, shopId)
  const { capabilities } = connectorById(row.connector)
  const { rows: fed } = await sql<{
    liveStock: boolean
    stockSite: string | null
    feedWaiting: bigint
  }>`
    select s.live_stock as "liveStock", p.code as "stockSite",
      (select count(*) from connectors.feed f where f.shop_id = s.id) as "feedWaiting"
    from shops.shops s left join places.sites p on p.id = s.stock_site_id where s.id = ${shopId}`.execute(
    db,
  )
  const { rows } = await sql<{
    step: Step
    successAt: Date | null
    errorAt: Date | null
    error: string
  }>`
    select step, success_at as "successAt", error_at as "errorAt", error from connectors.steps
    where shop_id = ${shopId} and step = any(${[...STEPS]}::text[])`.execute(db)
  return {
    ...toHealth(row),
    remoteShop: row.remoteShop,
    appKey: row.appKey,
    ...fed[0]!,
    can: (
      [
        'bills',
        'stock',
        'prices',
        'listings',
        'shipments',
        'refunds',
        'dates',
        'decode',
        'pushes',
      ] as const
    ).filter((one) => capabilities[one]),
    steps: STEPS.flatMap((step) => rows.find((one) => one.step === step) ?? []),
  }
}

/** One word for how a link does; the first that holds. */
function stateOf(row: Health): LinkState {
  if (!row.active) return 'paused'
  if (row.failures > 0) return 'failing'
  if (row.lastSuccessAt === null) return 'new'
  if (row.isThrottled) return 'throttled'
  return row.queueProblems + row.stockProblems + row.shipmentsRefused + row.tellsRefused > 0n
    ? 'attention'
    : 'ok'
}

function toHealth({ isThrottled, remoteShop, appKey, ...row }: Health) {
  const { rate } = connectorById(row.connector)
  return {
    ...row,
    state: stateOf({ ...row, isThrottled, remoteShop, appKey }),
    ratePerSecond: rate.perSecond,
    rateBurst: rate.burst,
  }
}

async function healthRows(
  db: Db,
  {
    after,
    shopId,
    limit,
  }: { readonly after: string | null; readonly shopId: string | null; readonly limit: number },
): Promise<readonly Health[]> {
  const { rows } = await sql<Health>`
    select l.shop_id as "shopId", s.code as "shopCode", s.name as "shopName", l.connector, l.address, l.active, l.version,
      l.last_success_at as "lastSuccessAt", l.last_error_at as "lastErrorAt", l.last_error as "lastError", l.failures,
      (select case when min(c.read_until) is not null then
          greatest(0, extract(epoch from clock_timestamp() + l.skew_ms * interval '1 ms' - min(c.read_until)))::int end
         from connectors.cursors c where c.shop_id = l.shop_id) as "lagSeconds",
      k.calls as "callsToday", k.failed as "failedToday", k.throttled as "throttledToday",
      case when k.calls = 0 then ${BUDGET_PPM}::int else (${BUDGET_PPM}::int - k.failed * 1000000 / k.calls)::int end as "budgetLeftPpm",
      m.depth as "queueDepth", m.problems as "queueProblems", m.oldest as "oldestSince", m.money as "moneyAtRiskMinor",
      t.unsent as "stockUnsent", t.problems as "stockProblems", y.refused as "tellsRefused", l.skew_ms as "skewMs", l.skew_seen_at as "skewSeenAt",
      l.throttled_at as "throttledAt", l.throttled_wait_ms as "throttledWaitMs", l.remote_shop as "remoteShop", l.app_key as "appKey",
      coalesce(l.throttled_at + l.throttled_wait_ms * interval '1 ms' > clock_timestamp(), false) as "isThrottled",
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
    cross join lateral (
      select count(*) as unsent, count(*) filter (where problem <> '') as problems
      from connectors.stock t where t.shop_id = l.shop_id and t.sent_version < t.version) t
    cross join lateral (
      select (select count(*) from connectors.wants w where w.shop_id = l.shop_id and w.sent_version < w.version and w.problem <> '')
        + (select count(*) from connectors.acts a where a.shop_id = l.shop_id and a.status = 'refused') as refused) y
    where (${after}::text is null or s.code > ${after}::text) and (${shopId}::uuid is null or l.shop_id = ${shopId}::uuid)
    order by s.code limit ${limit}`.execute(db)
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

/** What did not work, newest first, each with its reason: reads, figures of stock, parcels. */
export async function failures(
  db: Db,
  { shopId, cursor, limit }: Asked & { readonly shopId?: string | undefined },
) {
  const [since = null, what = null, no = null] = cursor ? decodeCursor(cursor, 3) : []
  const { rows } = await sql<{
    shopId: string
    shopCode: string
    what: Failing
    no: string
    problem: string
    tries: number
    since: Date
    nextTryAt: Date | null
  }>`
    select f.shop_id as "shopId", s.code as "shopCode", f.what, f.no, f.problem, f.tries, f.since, f.next_try_at as "nextTryAt"
    from (
      select shop_id, kind as what, no, problem, tries, date_trunc('milliseconds', dirty_since) as since, next_try_at
      from connectors.marks where dirty and problem <> ''
      union all
      select shop_id, 'stock', platform_item || '/' || platform_sku, problem, 1, date_trunc('milliseconds', wanted_at), null
      from connectors.stock where sent_version < version and problem <> ''
      union all
      select shop_id, kind, platform_item || '/' || platform_sku, problem, 1, date_trunc('milliseconds', wanted_at), null
      from connectors.wants where sent_version < version and problem <> ''
      union all
      select shop_id, kind, no, problem, calls, date_trunc('milliseconds', created_at), null
      from connectors.acts where status = 'refused'
      union all
      select shop_id, 'shipments', order_no, problem, calls, date_trunc('milliseconds', created_at), null
      from connectors.shipments where status = 'refused'
    ) f join shops.shops s on s.id = f.shop_id
    where (${shopId ?? null}::uuid is null or f.shop_id = ${shopId ?? null}::uuid)
      and (${since}::timestamptz is null or (f.since, f.what, f.no) < (${since}::timestamptz, ${what}::text, ${no}::text))
    order by f.since desc, f.what desc, f.no desc limit ${limit + 1}`.execute(db)
  return rows
}

export async function figures(
  db: Db,
  {
    shopId,
    unsent,
    cursor,
    limit,
  }: Asked & { readonly shopId?: string | undefined; readonly unsent?: boolean | undefined },
) {
  const [item = null, sku = null, shop = null] = cursor ? decodeCursor(cursor, 3) : []
  const { rows } = await sql<{
    shopId: string
    shopCode: string
    platformItem: string
    platformSku: string
    qty: bigint
    ats: bigint | null
    version: bigint
    sentVersion: bigint
    wantedAt: Date
    sentAt: Date | null
    problem: string
  }>`
    select t.shop_id as "shopId", s.code as "shopCode", t.platform_item as "platformItem", t.platform_sku as "platformSku", t.qty, p.ats,
      t.version, t.sent_version as "sentVersion", t.wanted_at as "wantedAt", t.sent_at as "sentAt", t.problem
    from connectors.stock t join shops.shops s on s.id = t.shop_id
    left join connectors.published p on (p.shop_id, p.platform_item, p.platform_sku, p.version) =
      (t.shop_id, t.platform_item, t.platform_sku, t.version)
    where (${shopId ?? null}::uuid is null or t.shop_id = ${shopId ?? null}::uuid)
      and (${unsent ?? false} = false or t.sent_version < t.version)
      and (${item}::text is null or (t.platform_item, t.platform_sku, t.shop_id::text) > (${item}::text, ${sku}::text, ${shop}::text))
    order by t.platform_item, t.platform_sku, t.shop_id limit ${limit + 1}`.execute(db)
  return rows
}
