// Making parcels, and every step of their waybills. The parcels of one shipment are locked together and in order; a step is
// written with its status or not at all.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { emit } from '#kernel/outbox.ts'
import { pgArray } from '#kernel/pg-array.ts'
import type { Vault } from '#kernel/vault.ts'
import { toJson } from '#kernel/wire.ts'
import type { Judged } from './choose.ts'
import { type DecidedCarrier, decideCarrier, type Request } from './decide.ts'
import { noCarrier, PARCEL } from './errors.ts'
import { factsOf } from './purpose.ts'
import { maskReceiver, type Receiver, sealReceiver } from './receiver.ts'
import { type Event, type Status, step } from './waybill.ts'

export interface Piece {
  readonly grams: number
  readonly sidesMm: readonly [number, number, number] | null
  readonly contents: string
}

export interface NewShipment extends Omit<Request, 'grams' | 'sidesMm'> {
  readonly orderRef: string
  readonly shipmentRef: string
  readonly receiver: Receiver
  /** One or more parcels: the first is the parent. */
  readonly pieces: readonly Piece[]
  readonly promisedOn: string | null
  /** A person names the service; it must be able to carry. */
  readonly serviceId?: string | undefined
}

/** A shipment of more parcels than this is a pallet. */
const MAX_PIECES = 50

export interface MadeShipment {
  readonly parcelIds: readonly string[]
  readonly choice: DecidedCarrier
}

/** Safe to repeat: a shipment that has its parcels keeps them. */
export async function makeParcels(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  asked: NewShipment,
): Promise<MadeShipment> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`parcels:${asked.shipmentRef}`}, 0))`.execute(
    tx,
  )
  const { rows: known } = await sql<{ id: string; choice: DecidedCarrier }>`
    select id, choice from carriers.parcels where shipment_ref = ${asked.shipmentRef} order by seq`.execute(
    tx,
  )
  if (known[0]) return { parcelIds: known.map(({ id }) => id), choice: known[0].choice }
  if (asked.pieces.length === 0 || asked.pieces.length > MAX_PIECES) {
    throw refuse('carriers.bad_pieces', 400, {
      zh: `一次发货要有 1–${MAX_PIECES} 个包裹`,
      en: `A shipment has 1 to ${MAX_PIECES} parcels.`,
    })
  }
  // Shares count by what went before: where a site has any, its shipments stand in line.
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`quotas:${asked.siteId}`}, 0))
    where exists (select 1 from carriers.quotas where site_id = ${asked.siteId})`.execute(tx)
  const heaviest = asked.pieces.reduce((most, one) => (one.grams > most.grams ? one : most))
  const request: Request = { ...asked, grams: heaviest.grams, sidesMm: heaviest.sidesMm }
  const choice = await decideCarrier(tx, request)
  const taken = takenOf(choice, asked.serviceId)
  const { rows } = await sql<{ carrierId: string; accountId: string | null }>`
    select s.carrier_id as "carrierId", (select a.id from carriers.accounts a
      where a.carrier_id = s.carrier_id and a.active and (a.site_id is null or a.site_id = ${asked.siteId})
      order by a.site_id nulls last, a.branch_code limit 1) as "accountId"
    from carriers.services s where s.id = ${taken.serviceId}`.execute(tx)
  const parcelIds = asked.pieces.map(() => newId())
  const [parentId = ''] = parcelIds
  for (const [n, piece] of asked.pieces.entries()) {
    const id = parcelIds[n]!
    await insertParcel(tx, actor, {
      id,
      parentId: n === 0 ? null : parentId,
      seq: n + 1,
      asked,
      piece,
      taken,
      choice,
      carrierId: rows[0]!.carrierId,
      accountId: rows[0]!.accountId,
      sealed: sealReceiver(vault, id, asked.receiver),
      request,
    })
  }
  await countQuota(tx, asked.siteId, taken.serviceId, choice.on, 1n)
  return { parcelIds, choice }
}

/** The service to take: the person's, if it can carry; else the chosen one. */
function takenOf(choice: DecidedCarrier, wanted: string | undefined): Judged {
  const serviceId = wanted ?? choice.serviceId
  const taken = choice.judged.find((one) => one.serviceId === serviceId)
  if (taken && taken.blocked.length === 0) return taken
  throw noCarrier(taken?.blocked[0] ?? choice.because, { judged: choice.judged })
}

interface ParcelRow {
  readonly id: string
  readonly parentId: string | null
  readonly seq: number
  readonly asked: NewShipment
  readonly piece: Piece
  readonly taken: Judged
  readonly choice: DecidedCarrier
  readonly carrierId: string
  readonly accountId: string | null
  readonly sealed: string
  readonly request: Request
}

async function insertParcel(tx: Tx, actor: Actor, row: ParcelRow): Promise<void> {
  const { asked, piece, taken } = row
  const [length = null, width = null, height = null] = piece.sidesMm ?? []
  await sql`
    insert into carriers.parcels (id, order_ref, shipment_ref, parent_id, seq, site_id, carrier_id, service_id, account_id,
      receiver_sealed, receiver_masked, region, grams, length_mm, width_mm, height_mm, goods, contents, declared_minor,
      late_minor, promised_on, quote_minor, days, facts, choice, created_by)
    values (${row.id}, ${asked.orderRef}, ${asked.shipmentRef}, ${row.parentId}, ${row.seq}, ${asked.siteId},
      ${row.carrierId}, ${taken.serviceId}, ${row.accountId}, ${row.sealed}, ${maskReceiver(asked.receiver)},
      ${asked.region}, ${piece.grams}, ${length}, ${width}, ${height}, ${pgArray(asked.goods)}::text[], ${piece.contents},
      ${asked.declaredMinor}, ${asked.lateMinor}, ${asked.promisedOn}::date, ${taken.quote!.totalMinor},
      ${taken.quote!.days}, ${toJson({ ...factsOf(row.request), mandated: asked.mandated })}::jsonb,
      ${toJson(row.choice)}::jsonb, ${actor.name})`.execute(tx)
}

export async function countQuota(
  tx: Tx,
  siteId: string,
  serviceId: string,
  on: string,
  parcels: bigint,
): Promise<void> {
  await sql`
    insert into carriers.quota_counts as counted (site_id, service_id, month, parcels)
    values (${siteId}, ${serviceId}, ${on.slice(0, 7)}, greatest(${parcels}::bigint, 0))
    on conflict (site_id, service_id, month) do update set parcels = greatest(counted.parcels + ${parcels}::bigint, 0)`.execute(
    tx,
  )
}

export interface LockedParcel {
  readonly id: string
  readonly seq: number
  readonly status: Status
  readonly waybillNo: string | null
  readonly carrierId: string
  readonly accountId: string | null
  readonly siteId: string
  readonly serviceId: string
}

/** All parcels of the shipment this one belongs to, parent first. */
export async function lockGroup(tx: Tx, id: string): Promise<LockedParcel[]> {
  const { rows } = await sql<LockedParcel>`
    select p.id, p.seq, p.status, p.waybill_no as "waybillNo", p.carrier_id as "carrierId", p.account_id as "accountId",
      p.site_id as "siteId", p.service_id as "serviceId"
    from carriers.parcels p
    where p.shipment_ref = (select shipment_ref from carriers.parcels where id = ${id})
    order by p.seq for update`.execute(tx)
  if (rows.length === 0) throw notFound(PARCEL, id)
  return rows
}

/** Take one step and write it down; `event` decides where it leads. */
export async function advance(
  tx: Tx,
  actor: Actor,
  parcel: LockedParcel,
  event: Event,
  more: {
    readonly reason?: string
    readonly problem?: string
    readonly waybillNo?: string
    readonly routing?: unknown
  } = {},
): Promise<Status> {
  const next = step(parcel.status, event)
  await sql`
    update carriers.parcels set status = ${next}, problem = ${more.problem ?? ''},
      waybill_no = coalesce(${more.waybillNo ?? null}, waybill_no),
      print_data = coalesce(${more.routing === undefined ? null : toJson(more.routing)}::jsonb, print_data),
      used_at = case when ${event} = 'used' then clock_timestamp() else used_at end
    where id = ${parcel.id}`.execute(tx)
  await sql`
    insert into carriers.parcel_steps (parcel_id, n, was, is_now, event, reason, made_by)
    select ${parcel.id}::uuid, coalesce(max(n), 0) + 1, ${parcel.status}, ${next}, ${event}, ${more.reason ?? more.problem ?? ''},
      ${actor.name}
    from carriers.parcel_steps where parcel_id = ${parcel.id}`.execute(tx)
  if (next !== parcel.status) {
    await emit(tx, {
      type: 'parcel.stepped',
      key: parcel.id,
      payload: { parcelId: parcel.id, was: parcel.status, status: next, event },
    })
  }
  return next
}

/** The parcel leaves the house: its label was printed and confirmed. */
export async function handOver(tx: Tx, actor: Actor, id: string): Promise<void> {
  const parcel = (await lockGroup(tx, id)).find((one) => one.id === id)!
  if (parcel.status === 'USED') return
  await advance(tx, actor, parcel, 'used')
  await recordAudit(tx, actor, {
    action: 'carriers.parcel.hand_over',
    subjectType: 'parcel',
    subjectId: id,
    after: { waybillNo: parcel.waybillNo },
  })
}

/** Parcels of an order, for whoever knows what the order is. */
export async function parcelsOfOrder(
  db: Db,
  orderRef: string,
): Promise<
  readonly {
    id: string
    shipmentRef: string
    waybillNo: string | null
    status: Status
    carrier: string
  }[]
> {
  const { rows } = await sql<{
    id: string
    shipmentRef: string
    waybillNo: string | null
    status: Status
    carrier: string
  }>`
    select p.id, p.shipment_ref as "shipmentRef", p.waybill_no as "waybillNo", p.status, c.code as carrier
    from carriers.parcels p join carriers.carriers c on c.id = p.carrier_id
    where p.order_ref = ${orderRef} order by p.shipment_ref, p.seq`.execute(db)
  return rows
}
