// Reads of what came back and of what people did. A working day is the site's own.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { type Bilingual, notFound } from '#kernel/errors.ts'
import { dateIn, now } from '#kernel/time.ts'

export async function listPutBacks(db: Db, siteId: string, isDone: boolean) {
  const { rows } = await sql<{
    id: string
    orderNo: string
    waveNo: string | null
    because: Bilingual
    skuId: string
    skuCode: string
    name: string
    lot: string
    qty: bigint
    from: string
    toId: string
    to: string
    madeAt: Date
    doneTo: string | null
    doneBy: string | null
    doneAt: Date | null
  }>`
    select b.id, o.no as "orderNo", w.no as "waveNo",
      jsonb_build_object('zh', f.pulled_because ->> 'zh', 'en', f.pulled_because ->> 'en') as because,
      b.sku_id as "skuId", k.code as "skuCode", k.name, b.lot, b.qty, lf.code as "from", b.to_id as "toId", lt.code as "to",
      b.made_at as "madeAt", ld.code as "doneTo", b.done_by as "doneBy", b.done_at as "doneAt"
    from warehouse.put_backs b join warehouse.floor_orders f on f.id = b.floor_id
    join orders.fulfil_orders o on o.id = f.order_id left join warehouse.waves w on w.id = f.wave_id
    join catalog.skus k on k.id = b.sku_id join places.locations lf on lf.id = b.from_id
    join places.locations lt on lt.id = b.to_id left join places.locations ld on ld.id = b.done_to
    where f.site_id = ${siteId} and b.state = ${isDone ? 'done' : 'open'}
    order by ${isDone ? sql`b.done_at desc` : sql`lt.walk_order, b.made_at`}, b.id limit 500`.execute(
    db,
  )
  return rows
}

interface Hour {
  readonly actorId: string
  readonly name: string
  readonly hour: number
  readonly kind: string
  readonly lines: number
  readonly units: bigint
  readonly steps: number
}

/** Per person, with the hours; what each number is made of stands in `warehouse.work`. */
export async function productivity(db: Db, siteId: string, on: string | undefined) {
  const { rows: sites } = await sql<{ timeZone: string }>`
    select time_zone as "timeZone" from places.sites where id = ${siteId}`.execute(db)
  if (!sites[0]) throw notFound({ zh: '仓库', en: 'site' }, siteId)
  const { timeZone } = sites[0]
  const day = on ?? dateIn(now(), timeZone)
  const within = sql`w.site_id = ${siteId} and w.at >= (${day}::date)::timestamp at time zone ${timeZone}
    and w.at < (${day}::date + 1)::timestamp at time zone ${timeZone}`
  const { rows } = await sql<Hour>`
    select w.actor_id as "actorId", max(w.actor_name) as name, extract(hour from w.at at time zone ${timeZone})::int as hour, w.kind,
      sum(w.lines)::int as lines, sum(w.units)::bigint as units, sum(w.steps)::int as steps
    from warehouse.work w where ${within} group by 1, 3, 4 order by 1, 3`.execute(db)
  const { rows: errors } = await sql<{
    at: Date
    name: string
    code: string
    orderNo: string | null
    scanned: string
  }>`
    select w.at, w.actor_name as name, coalesce(w.detail ->> 'code', '') as code, o.no as "orderNo",
      coalesce(w.detail ->> 'scanned', w.detail ->> 'grams', '') as scanned
    from warehouse.work w left join orders.fulfil_orders o on o.id = w.order_id
    where ${within} and w.kind = 'error' order by w.id desc limit 200`.execute(db)
  const { rows: mistakes } = await sql<{ actorId: string; hour: number; errors: number }>`
    select w.actor_id as "actorId", extract(hour from w.at at time zone ${timeZone})::int as hour, count(*)::int as errors
    from warehouse.work w where ${within} and w.kind = 'error' group by 1, 2`.execute(db)
  const people = [...Map.groupBy(rows, ({ actorId }) => actorId)].map(([actorId, own]) =>
    onePerson(
      actorId,
      own,
      mistakes.filter((one) => one.actorId === actorId),
    ),
  )
  return {
    on: day,
    people: people.toSorted((a, b) => b.shipped - a.shipped || b.pickLines - a.pickLines),
    errors,
  }
}

function onePerson(
  actorId: string,
  rows: readonly Hour[],
  mistakes: readonly { hour: number; errors: number }[],
) {
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const units = (kind: string) => of(kind).reduce((sum, row) => sum + row.units, 0n)
  const lines = (kind: string) => of(kind).reduce((sum, row) => sum + row.lines, 0)
  const hours = [...new Set(rows.map(({ hour }) => hour))].toSorted((a, b) => a - b)
  return {
    actorId,
    name: rows[0]!.name,
    pickLines: lines('pick'),
    pickUnits: units('pick'),
    steps: rows.reduce((sum, row) => sum + row.steps, 0),
    sorted: units('sort'),
    checked: units('check'),
    packed: lines('pack'),
    shipped: lines('ship'),
    putBack: units('put_back'),
    errors: mistakes.reduce((sum, row) => sum + row.errors, 0),
    hours: hours.length,
    byHour: hours.map((hour) => ({
      hour,
      lines: rows
        .filter((r) => r.hour === hour && r.kind !== 'error')
        .reduce((sum, r) => sum + r.lines, 0),
      units: rows
        .filter((r) => r.hour === hour && r.kind !== 'error')
        .reduce((sum, r) => sum + r.units, 0n),
      errors: mistakes.find((one) => one.hour === hour)?.errors ?? 0,
    })),
  }
}
