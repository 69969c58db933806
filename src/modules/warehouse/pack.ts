// The pack station: a carton, a label, a weight, and gone. The label is drawn outside any transaction, between two of them; asking
// again after a lost answer finds the same parcel and the same number.
import { notFound } from '#kernel/errors.ts'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'
import { ackPrint, drawNumbers, makeParcels } from '#modules/carriers'
import {
  advance,
  answered,
  changeHolds,
  type DeskOrder,
  deskSettings,
  labelOrder,
  lockOrder,
  shipOrder,
  situationOf,
  sourcesOf,
} from '#modules/orders'
import { receiverForLabel } from '#modules/sales'
import { suggestFor, tareOf } from './carton-of.ts'
import { lockWorkable } from './check-pieces.ts'
import { noReceiver, noRegion, printUnconfirmed, weightNeeded } from './errors.ts'
import { type FloorOrder } from './floor.ts'
import { settleWave } from './settle-wave.ts'
import { type WeighRules, weighRules } from './settings.ts'
import { isInBand, type WeightBand, weightBand } from './weigh.ts'
import { noteWork } from './work.ts'

export interface AskedLabel {
  readonly orderId: string
  /** Left out: the suggested one. Null: none (a bag of its own). */
  readonly cartonId?: string | null | undefined
  readonly serviceId?: string | undefined
}

export interface Labelled {
  readonly parcelId: string
  readonly waybill: string
  readonly carrier: string
}

/** Carton, parcel, number, PACKED. Throws `carriers.none_can` and the like with the order unchanged. */
export async function packOrder(
  services: Services,
  actor: Actor,
  asked: AskedLabel,
): Promise<Labelled> {
  const parcelId = await services.db
    .transaction()
    .execute((tx) => prepareParcel(tx, services, actor, asked))
  const [waybill = ''] = await drawNumbers(services, actor, parcelId)
  return services.db.transaction().execute(async (tx) => {
    const { order, floor } = await lockWorkable(tx, asked.orderId)
    const { rows } = await sql<{ carrier: string }>`
      select c.name as carrier from carriers.parcels p join carriers.carriers c on c.id = p.carrier_id where p.id = ${parcelId}`.execute(
      tx,
    )
    const carrier = rows[0]!.carrier
    if (order.status !== 'PACKED') {
      await labelOrder(tx, actor, { id: order.id, carrier, waybill })
      await notePacked(tx, actor, order, floor)
    }
    return { parcelId, waybill: waybill.toUpperCase(), carrier }
  })
}

async function notePacked(
  tx: Tx,
  actor: Actor,
  order: DeskOrder,
  floor: FloorOrder,
): Promise<void> {
  await noteWork(tx, actor, {
    siteId: floor.siteId,
    waveId: floor.waveId,
    orderId: order.id,
    kind: 'pack',
    lines: 1,
    units: 1n,
  })
}

async function prepareParcel(
  tx: Tx,
  services: Services,
  actor: Actor,
  asked: AskedLabel,
): Promise<string> {
  const { order, floor } = await lockWorkable(tx, asked.orderId)
  if (floor.parcelId !== null && order.status === 'PACKED') return floor.parcelId
  const region = await regionOf(tx, order.id)
  if (region === null) throw noRegion(order.no)
  const [platformOrderId = ''] = sourcesOf(order)
  const receiver = await receiverForLabel(tx, services.vault, platformOrderId)
  if (!receiver) throw noReceiver(order.no)
  const cartonId =
    asked.cartonId === undefined
      ? ((await suggestFor(tx, floor.id)).best?.cartonId ?? null)
      : asked.cartonId
  const carton = cartonId === null ? null : await tareOf(tx, cartonId)
  const { rows } = await sql<{
    summary: string
    daysLeft: number | null
    platform: string | null
    tags: string[]
  }>`
    select o.summary, s.platform, o.tags,
      case when o.due_at is null then null else greatest(0, floor(extract(epoch from o.due_at - now()) / 86400))::int end as "daysLeft"
    from orders.fulfil_orders o join shops.shops s on s.id = o.shop_id where o.id = ${order.id}`.execute(
    tx,
  )
  const { summary, ...facts } = rows[0]!
  const { parcelIds } = await makeParcels(tx, actor, services.vault, {
    orderRef: order.no,
    // One shipment per stay on the floor: released again after a pull, it is another.
    shipmentRef: floor.id,
    siteId: floor.siteId,
    region,
    receiver,
    pieces: [
      {
        grams: Math.max(1, Number(floor.grams) + (carton?.tareGrams ?? 0)),
        sidesMm: carton?.sidesMm ?? null,
        contents: summary.slice(0, 300),
      },
    ],
    goods: [],
    declaredMinor: order.netMinor > 0n ? order.netMinor : 0n,
    shop: order.shopCode,
    ...facts,
    lateMinor: 0n,
    mandated: [],
    promisedOn: null,
    serviceId: asked.serviceId ?? floor.serviceId ?? undefined,
  })
  await sql`
    update warehouse.floor_orders set parcel_id = ${parcelIds[0]!}, carton_id = ${cartonId} where id = ${floor.id}`.execute(
    tx,
  )
  return parcelIds[0]!
}

async function regionOf(db: Db, orderId: string): Promise<string | null> {
  const { rows } = await sql<{ region: string | null }>`
    select coalesce(district_code, city_code, province_code) as region from orders.fulfil_orders where id = ${orderId}`.execute(
    db,
  )
  return rows[0]?.region ?? null
}

/** A label printed elsewhere (a platform's own tool): its carrier and number, and PACKED. */
export async function packWithForeignLabel(
  tx: Tx,
  actor: Actor,
  asked: { readonly orderId: string; readonly carrier: string; readonly waybill: string },
): Promise<void> {
  const { order, floor } = await lockWorkable(tx, asked.orderId)
  const { best } = await suggestFor(tx, floor.id)
  await labelOrder(tx, actor, { id: order.id, carrier: asked.carrier, waybill: asked.waybill })
  await sql`update warehouse.floor_orders set carton_id = ${best?.cartonId ?? null} where id = ${floor.id}`.execute(
    tx,
  )
  await notePacked(tx, actor, order, floor)
}

/** The label was seen on the parcel: whatever print is open is confirmed by it. */
export async function confirmLabel(tx: Tx, actor: Actor, parcelId: string): Promise<void> {
  const { rows: parcels } =
    await sql`select 1 from carriers.parcels where id = ${parcelId}`.execute(tx)
  if (parcels.length === 0) throw notFound({ zh: '包裹', en: 'parcel' }, parcelId)
  const { rows } = await sql<{ n: number }>`
    select n from carriers.prints where parcel_id = ${parcelId} and acked_at is null order by n`.execute(
    tx,
  )
  for (const { n } of rows) await ackPrint(tx, actor, { id: parcelId, n })
}

export interface Weighed {
  readonly isInBand: boolean
  readonly isShipped: boolean
  readonly band: WeightBand | null
}

/** The band of an order with its carton; null where it cannot be judged (no weight on file, or weighing is off). */
export async function bandOf(
  db: Db,
  floor: Pick<FloorOrder, 'grams' | 'isWeightKnown' | 'cartonId'>,
  rules: WeighRules,
): Promise<WeightBand | null> {
  if (!rules.isOn || !floor.isWeightKnown) return null
  const tare = floor.cartonId === null ? 0 : (await tareOf(db, floor.cartonId)).tareGrams
  return weightBand(floor.grams + BigInt(tare), rules.perMille, rules.floorGrams)
}

/** In its band it goes at once; out of it, it is held (H-WEIGHT) until weighed right or cleared by a person. */
export async function weighOrder(
  tx: Tx,
  actor: Actor,
  asked: { readonly orderId: string; readonly grams: bigint | null },
): Promise<Weighed> {
  // Weighed and gone before: the answer was lost on the way.
  const seen = await lockOrder(tx, asked.orderId)
  if (seen.status === 'SHIPPED') return { isInBand: true, isShipped: true, band: null }
  const { order, floor } = await lockWorkable(tx, asked.orderId)
  // Refused by the machine before anything is judged.
  if (order.status !== 'PACKED')
    await advance(tx, actor, [
      { order, situation: { ...situationOf(order, await deskSettings(tx)) }, event: 'weigh' },
    ])
  if (floor.parcelId !== null) await refuseUnconfirmed(tx, floor.parcelId)
  const rules = await weighRules(tx)
  if (rules.isOn && asked.grams === null) throw weightNeeded()
  const band = await bandOf(tx, floor, rules)
  const work = { siteId: floor.siteId, waveId: floor.waveId, orderId: order.id }
  const basis = `weight:${asked.grams ?? ''}`
  const isRight =
    band === null ||
    isInBand(asked.grams!, band) ||
    (await answered(tx, [order.id])).has(`${order.id}|H-WEIGHT|${basis}`)
  const inputs = { order: order.no, grams: String(asked.grams ?? '') }
  const hold = {
    code: 'H-WEIGHT' as const,
    basis,
    reason: {
      rule: 'weight_band',
      inputs,
      expected: band ? `${band.low}–${band.high} g` : '',
      actual: `${asked.grams} g`,
    },
  }
  // A deadline that will be missed is no reason to keep a parcel that stands ready.
  const clear = order.holdCodes.filter(
    (code) => code === 'H-DEADLINE' || (isRight && code === 'H-WEIGHT'),
  )
  const raise = isRight ? [] : [hold]
  const sets = await changeHolds(tx, actor, [
    { orderId: order.id, standing: order.holdCodes, raise, clear },
  ])
  if (asked.grams !== null)
    await sql`update warehouse.floor_orders set weighed_grams = ${asked.grams} where id = ${floor.id}`.execute(
      tx,
    )
  if (!isRight) {
    await noteWork(tx, actor, {
      ...work,
      kind: 'error',
      units: 1n,
      detail: { code: 'weight', grams: asked.grams, band },
    })
    return { isInBand: false, isShipped: false, band }
  }
  const free = { ...order, holdCodes: sets.get(order.id) ?? order.holdCodes }
  await advance(tx, actor, [
    {
      order: free,
      situation: { ...situationOf(free, await deskSettings(tx)), isWeightInBand: true },
      event: 'weigh',
      detail: { grams: asked.grams, band },
    },
  ])
  await noteWork(tx, actor, { ...work, kind: 'weigh', lines: 1, units: 1n })
  await leave(tx, actor, order, floor)
  return { isInBand: true, isShipped: true, band }
}

async function refuseUnconfirmed(tx: Tx, parcelId: string): Promise<void> {
  const { rows } = await sql<{ status: string; waybill: string | null }>`
    select status, waybill_no as waybill from carriers.parcels where id = ${parcelId}`.execute(tx)
  const { status, waybill } = rows[0]!
  if (status !== 'PRINTED' && status !== 'USED') throw printUnconfirmed(waybill ?? '')
}

async function leave(tx: Tx, actor: Actor, order: DeskOrder, floor: FloorOrder): Promise<void> {
  const { rows } = await sql<{ units: bigint }>`
    select coalesce(sum(qty), 0)::bigint as units from warehouse.tasks where floor_id = ${floor.id} and state = 'picked'`.execute(
    tx,
  )
  await shipOrder(tx, actor, { id: order.id, carrier: order.carrier, waybill: order.waybill })
  await sql`update warehouse.tasks set state = 'shipped' where floor_id = ${floor.id} and state = 'picked'`.execute(
    tx,
  )
  await sql`
    update warehouse.floor_orders set state = 'shipped', ended_at = clock_timestamp() where id = ${floor.id}`.execute(
    tx,
  )
  await noteWork(tx, actor, {
    siteId: floor.siteId,
    waveId: floor.waveId,
    orderId: order.id,
    kind: 'ship',
    lines: 1,
    units: rows[0]!.units,
  })
  await recordAudit(tx, actor, {
    action: 'warehouse.ship',
    subjectType: 'system_order',
    subjectId: order.id,
    after: { waybill: order.waybill },
  })
  if (floor.waveId !== null) await settleWave(tx, floor.waveId)
}
