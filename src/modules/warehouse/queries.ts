// Reads of the planner: what waits, what could go together, how far each wave is.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { notFound } from '#kernel/errors.ts'
import { addMs, now } from '#kernel/time.ts'
import type { BuiltWave } from './build-waves.ts'
import { WAVE } from './errors.ts'
import { minutesOf, serpentine, stepsOf } from './path.ts'
import type { Profile } from './profiles.ts'
import type { WaveStatus } from './settle-wave.ts'
import { loadWaiting, type WaitingOrder } from './waves.ts'

export async function overview(db: Db, siteId: string) {
  const { rows } = await sql<{
    ready: number
    held: number
    dueAt: Date | null
    putBacks: number
    recallsFailed: number
  }>`
    select count(*) filter (where cardinality(hold_codes) = 0 and is_allocated)::int as ready,
      count(*) filter (where cardinality(hold_codes) > 0 or not is_allocated)::int as held,
      min(due_at) filter (where cardinality(hold_codes) = 0) as "dueAt",
      (select count(*)::int from warehouse.put_backs b join warehouse.floor_orders f on f.id = b.floor_id
        where b.state = 'open' and f.site_id = ${siteId}) as "putBacks",
      (select count(*)::int from warehouse.floor_orders where recall = 'failed' and site_id = ${siteId}) as "recallsFailed"
    from orders.fulfil_orders where site_id = ${siteId} and status = 'AUDITED'`.execute(db)
  const { putBacks, recallsFailed, ...audited } = rows[0]!
  const { orders, stops } = await loadWaiting(db, siteId)
  const pools = [
    ...Map.groupBy(orders, ({ profile, carrier }) => `${profile}\u001f${carrier}`).values(),
  ].map((pool) => {
    const walked = new Map(
      pool
        .flatMap(({ picks }) => picks.flatMap(({ locationId }) => stops.get(locationId) ?? []))
        .map((s) => [s.locationId, s]),
    )
    const qty = pool.reduce(
      (sum, { picks }) => picks.reduce((own, pick) => own + pick.qty, sum),
      0n,
    )
    const lines = new Set(
      pool.flatMap(({ picks }) => picks.map((p) => `${p.locationId}|${p.skuId}`)),
    ).size
    return {
      profile: pool[0]!.profile,
      carrier: pool[0]!.carrier,
      orders: pool.length,
      qty,
      minutes: minutesOf(stepsOf(serpentine([...walked.values()])), lines, Number(qty)),
      dueAt: earliest(pool),
      overdue: pool.filter(({ dueAt }) => dueAt !== null && dueAt < now()).length,
    }
  })
  return {
    audited,
    pools: pools.toSorted((a, b) => ms(a.dueAt) - ms(b.dueAt) || b.orders - a.orders),
    putBacks,
    recallsFailed,
  }
}

const ms = (at: Date | null) => at?.getTime() ?? Number.MAX_SAFE_INTEGER

const earliest = (orders: readonly WaitingOrder[]): Date | null =>
  orders.reduce<Date | null>(
    (least, { dueAt }) => (dueAt !== null && ms(dueAt) < ms(least) ? dueAt : least),
    null,
  )

export const showPlanned = ({
  orderIds,
  key: _key,
  siteId: _site,
  deviceId: _device,
  ...wave
}: BuiltWave) => ({
  ...wave,
  orders: orderIds.length,
  isLate: wave.dueAt !== null && addMs(now(), wave.minutes * 60_000) > wave.dueAt,
})

interface WaveRow {
  readonly id: string
  readonly no: string
  readonly status: WaveStatus
  readonly method: 'sku' | 'batch' | 'cluster'
  readonly profile: Profile | null
  readonly carrier: string | null
  readonly device: string
  readonly picker: string
  readonly createdBy: string
  readonly createdAt: Date
  readonly releasedAt: Date | null
  readonly endedAt: Date | null
  readonly dueAt: Date | null
  readonly orders: number
  readonly lines: number
  readonly qty: bigint
  readonly grams: bigint
  readonly cm3: bigint
  readonly steps: number
  readonly naiveSteps: number
  readonly minutes: number
  readonly jumps: number
  readonly pickedQty: bigint
  readonly taskQty: bigint
  readonly sortedQty: bigint
  readonly checkedQty: bigint
  readonly shipped: number
  readonly pulled: number
  readonly open: number
}

const SELECT = sql`
  select w.id, w.no, w.status, w.method, w.profile, w.carrier, d.code as device, w.picker_name as picker, w.created_by as "createdBy",
    w.created_at as "createdAt", w.released_at as "releasedAt", w.ended_at as "endedAt", w.due_at as "dueAt", w.orders, w.lines, w.qty,
    w.grams, w.cm3, w.steps, w.naive_steps as "naiveSteps", w.minutes, jsonb_array_length(w.jumps) as jumps,
    coalesce(t.picked, 0)::bigint as "pickedQty", coalesce(t.total, 0)::bigint as "taskQty", coalesce(t.sorted, 0)::bigint as "sortedQty",
    coalesce(t.checked, 0)::bigint as "checkedQty", f.shipped, f.pulled, f.open
  from warehouse.waves w join warehouse.devices d on d.id = w.device_id
  cross join lateral (
    select count(*) filter (where state = 'shipped')::int as shipped, count(*) filter (where state = 'pulled')::int as pulled,
      count(*) filter (where state = 'open')::int as open
    from warehouse.floor_orders f where f.wave_id = w.id) as f
  left join lateral (
    select sum(t.qty) as total, sum(t.qty) filter (where t.state in ('picked', 'shipped')) as picked, sum(t.sorted_qty) as sorted,
      sum(t.checked_qty) as checked
    from warehouse.floor_orders f join warehouse.tasks t on t.floor_id = f.id
    where f.wave_id = w.id and t.state in ('open', 'picked', 'shipped')) as t on true`

/** Ended ones shown at once: a few days of them. */
const ENDED_SHOWN = 100

export async function listWaves(
  db: Db,
  { siteId, ended }: { readonly siteId: string; readonly ended?: boolean | undefined },
) {
  const { rows } = await (
    ended
      ? sql<WaveRow>`${SELECT} where w.site_id = ${siteId} and w.status in ('DONE', 'CANCELLED')
          order by w.created_at desc, w.id desc limit ${ENDED_SHOWN}`
      : sql<WaveRow>`${SELECT} where w.site_id = ${siteId} and w.status not in ('DONE', 'CANCELLED')
          order by coalesce(w.due_at, 'infinity'), w.id limit 500`
  ).execute(db)
  return rows
}

export async function waveCard(db: Db, id: string) {
  const { rows } = await sql<WaveRow>`${SELECT} where w.id = ${id}`.execute(db)
  if (!rows[0]) throw notFound(WAVE, id)
  const { rows: orders } = await sql<{
    orderId: string
    no: string
    slot: number
    status: string
    state: 'open' | 'shipped' | 'pulled'
    qty: bigint
    summary: string
    dueAt: Date | null
    because: Bilingual | null
    holds: string[]
  }>`
    select f.order_id as "orderId", o.no, f.slot, o.status, f.state, o.qty, o.summary, f.due_at as "dueAt",
      case when f.pulled_because is null then null
        else jsonb_build_object('zh', f.pulled_because ->> 'zh', 'en', f.pulled_because ->> 'en') end as because, o.hold_codes as holds
    from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id
    where f.wave_id = ${id} order by f.slot`.execute(db)
  const { rows: passed } = await sql<{
    no: string
    passedOver: string
    savedSteps: number
    slackMinutes: number
  }>`
    select a.no, b.no as "passedOver", (j ->> 'savedSteps')::int as "savedSteps",
      least((j ->> 'slackMinutes')::numeric, 1000000000)::int as "slackMinutes"
    from warehouse.waves w cross join lateral jsonb_array_elements(w.jumps) as j
    join warehouse.floor_orders fa on fa.id = (j ->> 'orderId')::uuid join orders.fulfil_orders a on a.id = fa.order_id
    join warehouse.floor_orders fb on fb.id = (j ->> 'passedOver')::uuid join orders.fulfil_orders b on b.id = fb.order_id
    where w.id = ${id} limit 200`.execute(db)
  return { ...rows[0], rows: orders, passed }
}
