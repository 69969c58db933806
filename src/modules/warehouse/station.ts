// Reads of the pack station: what a code is, one order as it stands there, what is in hand.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { HOLDS } from '#modules/orders'
import { suggestFor } from './carton-of.ts'
import { unknownCode } from './errors.ts'
import { PULLING } from './floor.ts'
import { bandOf } from './pack.ts'
import { skuOfCode } from './pick.ts'
import type { Profile } from './profiles.ts'
import { weighRules } from './settings.ts'

export interface Found {
  readonly kind: 'order' | 'waybill' | 'slot' | 'sku'
  readonly orderId: string | null
  readonly isSingle: boolean
}

/** One input for everything: order or platform number, waybill, slot of a wave, SKU or barcode; in this order. */
export async function findCode(
  db: Db,
  asked: { readonly siteId: string; readonly code: string },
): Promise<Found> {
  const code = asked.code.trim()
  const { rows: orders } = await sql<{ id: string; kind: 'order' | 'waybill' }>`
    select id, case when upper(waybill) = upper(${code}) then 'waybill' else 'order' end as kind from orders.fulfil_orders
    where (upper(no) = upper(${code}) or platform_nos @> array[${code}] or (waybill <> '' and waybill = upper(${code})))
      and status not in ('MERGED', 'SPLIT')
    -- A platform order may have several of ours: the one on the floor is meant.
    order by status in ('RELEASED', 'PICKING', 'CHECKED', 'PACKED', 'WEIGHED') desc, created_at desc limit 1`.execute(
    db,
  )
  if (orders[0]) return { kind: orders[0].kind, orderId: orders[0].id, isSingle: false }
  const slot = /^(W\d+)-(\d+)$/i.exec(code)
  if (slot) {
    const { rows } = await sql<{ orderId: string }>`
      select f.order_id as "orderId" from warehouse.floor_orders f join warehouse.waves w on w.id = f.wave_id
      where w.no = upper(${slot[1]!}) and f.slot = ${Number(slot[2])}`.execute(db)
    if (rows[0]) return { kind: 'slot', orderId: rows[0].orderId, isSingle: false }
  }
  const sku = await skuOfCode(db, code)
  if (!sku) throw unknownCode(code)
  const { rows } = await sql<{ orderId: string; profile: string }>`
    select f.order_id as "orderId", f.profile from warehouse.floor_orders f
    join orders.fulfil_orders o on o.id = f.order_id join warehouse.waves w on w.id = f.wave_id
    where f.site_id = ${asked.siteId} and f.state = 'open' and w.method = 'sku' and o.status = 'PICKING'
      and o.is_allocated and cardinality(o.hold_codes) = 0
      and exists (select 1 from warehouse.tasks t where t.floor_id = f.id and t.state = 'picked' and t.sku_id = ${sku.skuId}
        and t.checked_qty < t.qty)
    order by coalesce(f.due_at, 'infinity'), f.id limit 1`.execute(db)
  return { kind: 'sku', orderId: rows[0]?.orderId ?? null, isSingle: rows[0]?.profile === 'single' }
}

interface Head {
  readonly floorId: string | null
  readonly floorState: 'open' | 'shipped' | 'pulled' | null
  readonly no: string
  readonly platformNos: string[]
  readonly status: string
  readonly holdCodes: (keyof typeof HOLDS)[]
  readonly isAllocated: boolean
  readonly waveNo: string | null
  readonly slot: number | null
  readonly profile: Profile | null
  readonly carrier: string
  readonly floorCarrier: string | null
  readonly waybill: string
  readonly receiverMasked: string
  readonly dueAt: Date | null
  readonly because: Bilingual | null
  readonly parcelId: string | null
  readonly parcelStatus: string | null
  readonly prints: number
}

export async function packCard(db: Db, orderId: string) {
  const { rows } = await sql<Head>`
    select f.id as "floorId", f.state as "floorState", o.no, o.platform_nos as "platformNos", o.status, o.hold_codes as "holdCodes",
      o.is_allocated as "isAllocated", w.no as "waveNo", f.slot, f.profile, o.carrier, f.carrier as "floorCarrier", o.waybill,
      o.receiver_masked as "receiverMasked", o.due_at as "dueAt",
      case when f.pulled_because is null then null
        else jsonb_build_object('zh', f.pulled_because ->> 'zh', 'en', f.pulled_because ->> 'en') end as because,
      f.parcel_id as "parcelId", p.status as "parcelStatus",
      (select count(*)::int from carriers.prints where parcel_id = f.parcel_id) as prints
    from orders.fulfil_orders o
    left join lateral (select * from warehouse.floor_orders where order_id = o.id order by released_at desc limit 1) as f on true
    left join warehouse.waves w on w.id = f.wave_id left join carriers.parcels p on p.id = f.parcel_id
    where o.id = ${orderId}`.execute(db)
  const [head] = rows
  if (!head) throw notFound({ zh: '系统单', en: 'system order' }, orderId)
  const items = head.floorId === null ? [] : await itemsOf(db, head.floorId)
  const rules = await weighRules(db)
  return {
    orderId,
    no: head.no,
    platformNos: head.platformNos,
    status: head.status,
    holds: head.holdCodes.map((code) => ({ code, zh: HOLDS[code].zh, en: HOLDS[code].en })),
    isOnFloor: head.floorState === 'open',
    stop: stopOf(head),
    waveNo: head.waveNo,
    slot: head.slot,
    profile: head.profile ?? ('multi' as const),
    carrier: head.carrier || (head.floorCarrier ?? ''),
    waybill: head.waybill,
    receiverMasked: head.receiverMasked,
    dueAt: head.dueAt,
    items: items.map(({ toPick: _toPick, ...item }) => item),
    toPick: items.reduce((sum, { toPick }) => sum + toPick, 0n),
    carton: head.floorId === null ? NO_CARTON : await suggestFor(db, head.floorId),
    parcelId: head.parcelId,
    // A label of somebody else’s is none of our printing.
    isPrintConfirmed:
      head.parcelId === null || ['PRINTED', 'USED'].includes(head.parcelStatus ?? ''),
    prints: head.prints,
    isWeighing: rules.isOn,
    band: head.floorState === 'open' ? await bandOfFloor(db, head.floorId!, rules) : null,
  }
}

const NO_CARTON = { best: null, unmeasured: [], losers: [] }

function stopOf(head: Head): Bilingual | null {
  if (head.status === 'CANCELLED') return { zh: '已取消', en: 'cancelled' }
  const hold = head.holdCodes.find((code) => PULLING.includes(code))
  if (hold) return { zh: HOLDS[hold].zh, en: HOLDS[hold].en }
  return head.floorState === 'pulled' ? head.because : null
}

async function bandOfFloor(db: Db, id: string, rules: Awaited<ReturnType<typeof weighRules>>) {
  const { rows } = await sql<{ grams: bigint; isWeightKnown: boolean; cartonId: string | null }>`
    select grams, is_weight_known as "isWeightKnown", carton_id as "cartonId" from warehouse.floor_orders where id = ${id}`.execute(
    db,
  )
  return bandOf(db, rows[0]!, rules)
}

async function itemsOf(db: Db, floorId: string) {
  const { rows } = await sql<{
    skuId: string
    skuCode: string
    name: string
    qty: bigint
    checked: bigint
    toPick: bigint
    barcodes: string[]
  }>`
    select t.sku_id as "skuId", k.code as "skuCode", k.name, sum(t.qty)::bigint as qty, sum(t.checked_qty)::bigint as checked,
      coalesce(sum(t.qty) filter (where t.state = 'open'), 0)::bigint as "toPick",
      array(select barcode from catalog.barcodes b where b.sku_id = t.sku_id order by 1) as barcodes
    from warehouse.tasks t join catalog.skus k on k.id = t.sku_id
    where t.floor_id = ${floorId} and t.state in ('open', 'picked', 'shipped') group by t.sku_id, k.code, k.name order by k.code`.execute(
    db,
  )
  return rows
}

export async function inHand(db: Db, actor: Actor, siteId: string) {
  const { rows: items } = await sql<{
    orderId: string
    no: string
    status: string
    waybill: string
    isPrintOpen: boolean
    holds: string[]
    dueAt: Date | null
  }>`
    select f.order_id as "orderId", o.no, o.status, o.waybill, o.hold_codes as holds, o.due_at as "dueAt",
      o.status = 'PACKED' and f.parcel_id is not null and p.status = 'CREATED' as "isPrintOpen"
    from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id left join carriers.parcels p on p.id = f.parcel_id
    where f.site_id = ${siteId} and f.state = 'open' and o.status in ('CHECKED', 'PACKED', 'WEIGHED')
    order by coalesce(o.due_at, 'infinity'), o.id limit 200`.execute(db)
  const { rows: counts } = await sql<{
    toCheck: number
    shippedToday: number
    mineThisHour: number
  }>`
    select (select count(*)::int from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id
        where f.site_id = ${siteId} and f.state = 'open' and o.status = 'PICKING'
          and not exists (select 1 from warehouse.tasks t where t.floor_id = f.id and t.state = 'open')) as "toCheck",
      count(*) filter (where w.at >= date_trunc('day', now(), s.time_zone))::int as "shippedToday",
      count(*) filter (where w.actor_id = ${actor.id} and w.at >= now() - interval '1 hour')::int as "mineThisHour"
    from places.sites s left join warehouse.work w
      on w.site_id = s.id and w.kind = 'ship' and w.at >= now() - interval '1 day'
    where s.id = ${siteId} group by s.id`.execute(db)
  return { items, ...(counts[0] ?? { toCheck: 0, shippedToday: 0, mineThisHour: 0 }) }
}
