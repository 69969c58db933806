// One system order with everything about it: lines, why it is held, what happened, what it is promised, what each step saw.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { houseTimeZone } from '#kernel/house.ts'
import { readSetting } from '#kernel/settings.ts'
import { toJson } from '#kernel/wire.ts'
import { PERMISSIONS } from '#modules/access'
import { defaultCalendar } from '#modules/calendars'
import { type HoldCode, holdKind } from './catalogue.ts'
import { STAGES, targetOf } from './forecast.ts'
import type { Reason } from './judge.ts'
import type { TraceStep } from './prepare.ts'
import { JOINS, type OrderRow, ROW } from './queries.ts'
import { deskSettings } from './settings.ts'
import { readPaces } from './stage-paces.ts'
import type { Status } from './states.ts'

export async function cardOf(db: Db, id: string) {
  const { rows } = await sql<
    OrderRow & {
      goodsMinor: bigint
      discountMinor: bigint
      freightMinor: bigint
      holdUntil: Date | null
    }
  >`
    select ${ROW}, o.goods_minor as "goodsMinor", o.discount_minor as "discountMinor", o.freight_minor as "freightMinor",
      o.hold_until as "holdUntil"
    from orders.fulfil_orders o ${JOINS} where o.id = ${id}`.execute(db)
  const order = rows[0]
  if (!order) throw notFound({ zh: '系统单', en: 'system order' }, id)
  const [items, platformOrders, holds, timeline, reservations, waits, runs, hits] =
    await Promise.all([
      linesOf(db, id),
      platformOrdersOf(db, id),
      holdsOf(db, id),
      timelineOf(db, id),
      reservationsOf(db, id),
      waitsOf(db, id),
      runsOf(db, id),
      hitsOf(db, id),
    ])
  const name = await skuNames(db, [holds, runs])
  const targetAt = await targetFor(db, order)
  return {
    ...order,
    targetAt,
    items,
    platformOrders,
    holds: name(holds),
    timeline,
    reservations,
    waits,
    runs: name(runs),
    hits,
  }
}

/** Until it has left: the hour by which it should be through here. */
async function targetFor(
  db: Db,
  { dueAt, status }: Pick<OrderRow, 'dueAt' | 'status'>,
): Promise<Date | null> {
  const stage = STAGES.find((one) => one === status)
  if (dueAt === null || stage === undefined) return null
  const { pickupMinute } = await deskSettings(db)
  return targetOf({ dueAt, stage }, await readPaces(db), {
    calendar: await defaultCalendar(db),
    timeZone: await readSetting(db, houseTimeZone),
    pickupMinute,
  })
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Reasons keep ids, which stay true when a code is changed; people read codes. */
async function skuNames(db: Db, seen: unknown): Promise<<T>(value: T) => T> {
  const ids = [...new Set(toJson(seen).match(UUID))]
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from catalog.skus where id = any(${ids}::uuid[])`.execute(db)
  const codes = new Map(rows.map(({ id, code }) => [id, code]))
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(UUID, (id) => codes.get(id) ?? id)
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object' || value instanceof Date) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key.replace(UUID, (id) => codes.get(id) ?? id),
        walk(one),
      ]),
    )
  }
  return <T>(value: T) => walk(value) as T
}

async function linesOf(db: Db, id: string) {
  const { rows } = await sql<{
    id: string
    lineNo: number
    kind: 'goods' | 'gift' | 'packing' | 'reissue'
    skuId: string | null
    skuCode: string | null
    skuName: string | null
    title: string
    spec: string
    qty: bigint
    goodsMinor: bigint
    discountMinor: bigint
    freightMinor: bigint
    netMinor: bigint
  }>`
    select l.id, l.line_no as "lineNo", l.kind, l.sku_id as "skuId", k.code as "skuCode", k.name as "skuName", l.title, l.spec,
      l.qty, l.goods_minor as "goodsMinor", l.discount_minor as "discountMinor", l.freight_minor as "freightMinor",
      l.net_minor as "netMinor"
    from orders.fulfil_lines l left join catalog.skus k on k.id = l.sku_id where l.order_id = ${id} order by l.line_no`.execute(
    db,
  )
  return rows
}

async function platformOrdersOf(db: Db, id: string) {
  const { rows } = await sql<{
    id: string
    platformNo: string
    status: string
    payableMinor: bigint
    paidMinor: bigint
    refundedMinor: bigint
    serviceMinor: bigint
    told: 'none' | 'waiting' | 'told' | 'confirmed'
    toldProblem: string
  }>`
    select o.id, o.platform_no as "platformNo", o.status, o.payable_minor as "payableMinor", o.paid_minor as "paidMinor",
      o.refunded_minor as "refundedMinor", o.service_minor as "serviceMinor", coalesce(s.told, 'none') as told,
      coalesce(s.problem, '') as "toldProblem"
    from (select distinct k.platform_order_id as id from orders.line_links k
      join orders.fulfil_lines l on l.id = k.fulfil_line_id where l.order_id = ${id}) as own
    join sales.orders o on o.id = own.id
    left join orders.shipments s on s.order_id = ${id} and s.platform_order_id = o.id
    order by o.platform_no`.execute(db)
  return rows
}

async function holdsOf(db: Db, id: string) {
  const { rows } = await sql<{
    code: HoldCode
    reason: Reason
    raisedAt: Date
    raisedBy: string
    clearedAt: Date | null
    clearedBy: string | null
    note: string
  }>`
    select code, reason, raised_at as "raisedAt", raised_by as "raisedBy", cleared_at as "clearedAt", cleared_by as "clearedBy", note
    from orders.holds where order_id = ${id} order by cleared_at is not null, id desc limit 200`.execute(
    db,
  )
  return rows.map(({ reason, ...hold }) => {
    const { zh, en, clears, clearer, otherwise } = holdKind(hold.code)
    return {
      ...hold,
      zh,
      en,
      clears,
      clearer,
      otherwise,
      reason: { ...reason, rule: reason.rule ?? '' },
      clearerPosts: clearer === null ? [] : ['owner', ...(PERMISSIONS[clearer]?.roles ?? [])],
    }
  })
}

async function timelineOf(db: Db, id: string) {
  const { rows } = await sql<{
    at: Date
    event: string
    from: Status
    to: Status
    by: string
    detail: Record<string, unknown>
  }>`
    select at, event, from_status as from, to_status as to, actor_name as by, detail from orders.timeline
    where order_id = ${id} order by id desc limit 500`.execute(db)
  return rows
}

async function reservationsOf(db: Db, id: string) {
  const { rows } = await sql<{
    sku: string
    site: string
    location: string | null
    kind: string
    qty: bigint
  }>`
    select k.code as sku, p.code as site, l.code as location, r.kind, sum(r.outstanding)::bigint as qty
    from inventory.reservations r join catalog.skus k on k.id = r.sku_id join places.sites p on p.id = r.site_id
    left join places.locations l on l.id = r.location_id
    where r.order_ref = ${id} and r.outstanding > 0 group by 1, 2, 3, 4 order by 1, 2, 3`.execute(
    db,
  )
  return rows
}

async function waitsOf(db: Db, id: string) {
  const { rows } = await sql<{ sku: string; name: string; short: bigint }>`
    select k.code as sku, k.name, w.short from orders.stock_waits w join catalog.skus k on k.id = w.sku_id
    where w.order_id = ${id} order by k.code`.execute(db)
  return rows
}

type StoredFact = string | boolean | string[] | null

/** A reason of a rule as it was stored. */
interface Hit {
  readonly ruleId: string
  readonly version: number
  readonly name: string
  readonly matched: {
    field: string
    op: string
    expected: StoredFact
    actual: StoredFact
    isNegated?: true
  }[]
  readonly outcome: { kind: string; params: Record<string, string | boolean> } | null
}

async function hitsOf(db: Db, id: string) {
  const { rows } = await sql<{ purpose: string; at: Date; reasons: Hit[] }>`
    select purpose, at, reasons from orders.rule_hits where order_id = ${id} order by purpose`.execute(
    db,
  )
  return rows.flatMap(({ purpose, at, reasons }) =>
    reasons.map(({ ruleId, version, name, matched, outcome }) => ({
      purpose,
      at,
      ruleId,
      version,
      name,
      matched,
      outcome,
    })),
  )
}

async function runsOf(db: Db, id: string) {
  const { rows } = await sql<{ run: number; because: string; at: Date; steps: TraceStep[] }>`
    select run, because, at, steps from orders.pipeline_runs where order_id = ${id} order by run desc limit 20`.execute(
    db,
  )
  return rows
}
