// What the screens show.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import type { Choice } from './choose.ts'
import { CARRIER, PARCEL } from './errors.ts'
import type { CarrierDraft, ServiceDraft } from './manage.ts'
import type { Routing, TrackState } from './port.ts'
import type { CaseKind } from './track.ts'
import type { Status } from './waybill.ts'

export async function listCarriers(
  db: Db,
  asked: {
    readonly q?: string | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
) {
  const [code = null] = asked.cursor ? decodeCursor(asked.cursor, 1) : []
  const { rows } = await sql<{
    id: string
    code: string
    name: string
    port: 'own' | 'kdniao'
    active: boolean
    downSince: Date | null
    downReason: string
    services: number
    waiting: number
    low: number
  }>`
    select c.id, c.code, c.name, c.port, c.active, c.down_since as "downSince", c.down_reason as "downReason",
      (select count(*)::int from carriers.services s where s.carrier_id = c.id) as services,
      (select count(*)::int from carriers.parcels p where p.carrier_id = c.id and p.status in ('NONE', 'PRECREATED')) as waiting,
      (select count(*)::int from carriers.accounts a
        where a.carrier_id = c.id and a.active and not a.metered and a.balance <= a.low_at) as low
    from carriers.carriers c
    where (${asked.q ?? null}::text is null or strpos(lower(c.code || ' ' || c.name), lower(${asked.q ?? ''})) > 0)
      and (${code}::text is null or c.code > ${code})
    order by c.code limit ${asked.limit + 1}`.execute(db)
  return rows
}

export async function oneCarrier(db: Db, id: string) {
  const { rows } = await sql<
    Omit<CarrierDraft, 'key'> & {
      id: string
      code: string
      hasKey: boolean
      downSince: Date | null
      downReason: string
      version: number
    }
  >`
    select id, code, name, port, address, api_account as "apiAccount", api_code as "apiCode",
      key_sealed is not null as "hasKey", number_prefix as "numberPrefix", active, down_since as "downSince",
      down_reason as "downReason", version
    from carriers.carriers where id = ${id}`.execute(db)
  if (!rows[0]) throw notFound(CARRIER, id)
  const services = await sql<ServiceDraft & { id: string; code: string; version: number }>`
    select id, code, name, divisor, max_grams as "maxGrams", max_side_mm as "maxSideMm", forbids, late_ppm as "latePpm",
      claim_ppm as "claimPpm", pickup_hours as "pickupHours", stall_hours as "stallHours",
      delivery_hours as "deliveryHours", active, version
    from carriers.services where carrier_id = ${id} order by code`.execute(db)
  const accounts = await sql<{
    id: string
    branchCode: string
    name: string
    siteId: string | null
    siteCode: string | null
    metered: boolean
    balance: bigint
    lowAt: bigint
    active: boolean
    version: number
  }>`
    select a.id, a.branch_code as "branchCode", a.name, a.site_id as "siteId", s.code as "siteCode", a.metered, a.balance,
      a.low_at as "lowAt", a.active, a.version
    from carriers.accounts a left join places.sites s on s.id = a.site_id
    where a.carrier_id = ${id} order by a.branch_code`.execute(db)
  return { ...rows[0], services: services.rows, accounts: accounts.rows }
}

interface ParcelRow {
  readonly id: string
  readonly orderRef: string
  readonly shipmentRef: string
  readonly seq: number
  readonly siteCode: string
  readonly carrier: string
  readonly service: string
  readonly status: Status
  readonly waybillNo: string | null
  readonly receiverMasked: string
  readonly grams: number
  readonly quoteMinor: bigint
  readonly promisedOn: string | null
  readonly trackState: TrackState | 'none'
  readonly trackedAt: Date | null
  readonly usedAt: Date | null
  readonly deliveredAt: Date | null
  readonly isPrintOpen: boolean
  readonly cases: CaseKind[]
  readonly problem: string
  readonly createdAt: Date
}

const PARCEL_COLUMNS = sql`p.id, p.order_ref as "orderRef", p.shipment_ref as "shipmentRef", p.seq, w.code as "siteCode",
  c.name as carrier, s.name as service, p.status, p.waybill_no as "waybillNo", p.receiver_masked as "receiverMasked",
  p.grams, p.quote_minor as "quoteMinor", p.promised_on::text as "promisedOn", p.track_state as "trackState",
  p.tracked_at as "trackedAt", p.used_at as "usedAt", p.delivered_at as "deliveredAt",
  (p.status = 'CREATED' and exists (select 1 from carriers.prints q where q.parcel_id = p.id)) as "isPrintOpen",
  coalesce((select array_agg(k.kind order by k.raised_at) from carriers.cases k
    where k.parcel_id = p.id and k.closed_at is null), '{}') as cases,
  p.problem, date_trunc('milliseconds', p.created_at) as "createdAt"`

const PARCEL_TABLES = sql`carriers.parcels p join carriers.carriers c on c.id = p.carrier_id
  join carriers.services s on s.id = p.service_id join places.sites w on w.id = p.site_id`

export interface ParcelFilter {
  readonly q?: string | undefined
  readonly status?: Status | undefined
  readonly trackState?: string | undefined
  readonly carrierId?: string | undefined
  readonly siteId?: string | undefined
  readonly caseKind?: string | undefined
  readonly printOpen?: boolean | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function listParcels(db: Db, asked: ParcelFilter): Promise<ParcelRow[]> {
  const [at = null, id = null] = asked.cursor ? decodeCursor(asked.cursor, 2) : []
  const q = asked.q?.trim() || null
  const { rows } = await sql<ParcelRow>`
    select ${PARCEL_COLUMNS} from ${PARCEL_TABLES}
    where (${q}::text is null or upper(p.waybill_no) = upper(${q}) or p.order_ref = ${q} or p.shipment_ref = ${q})
      and (${asked.status ?? null}::text is null or p.status = ${asked.status ?? null})
      and (${asked.trackState ?? null}::text is null or p.track_state = ${asked.trackState ?? null})
      and (${asked.carrierId ?? null}::uuid is null or p.carrier_id = ${asked.carrierId ?? null}::uuid)
      and (${asked.siteId ?? null}::uuid is null or p.site_id = ${asked.siteId ?? null}::uuid)
      and (${asked.caseKind ?? null}::text is null or exists (select 1 from carriers.cases k
        where k.parcel_id = p.id and k.closed_at is null and (${asked.caseKind ?? ''} in ('any', k.kind))))
      and (${asked.printOpen ?? null}::boolean is not true or (p.status = 'CREATED'
        and exists (select 1 from carriers.prints q where q.parcel_id = p.id)))
      and (${at}::text is null or (date_trunc('milliseconds', p.created_at), p.id) < (${at}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', p.created_at) desc, p.id desc limit ${asked.limit + 1}`.execute(
    db,
  )
  return rows
}

export async function oneParcel(db: Db, id: string) {
  const { rows } = await sql<
    ParcelRow & { routing: Routing | null; contents: string; choice: Choice & { on: string } }
  >`
    select ${PARCEL_COLUMNS}, p.print_data as routing, p.contents, p.choice from ${PARCEL_TABLES} where p.id = ${id}`.execute(
    db,
  )
  const parcel = rows[0]
  if (!parcel) throw notFound(PARCEL, id)
  const parcels = await sql<{ id: string; seq: number; waybillNo: string | null }>`
    select id, seq, waybill_no as "waybillNo" from carriers.parcels where shipment_ref = ${parcel.shipmentRef} order by seq`.execute(
    db,
  )
  const steps = await sql<{
    was: string
    isNow: string
    event: string
    reason: string
    madeBy: string
    madeAt: Date
  }>`
    select was, is_now as "isNow", event, reason, made_by as "madeBy", made_at as "madeAt"
    from carriers.parcel_steps where parcel_id = ${id} order by n desc limit 200`.execute(db)
  const prints = await sql<{
    n: number
    format: string
    reason: string
    madeBy: string
    madeAt: Date
    ackedAt: Date | null
  }>`
    select n, format, reason, made_by as "madeBy", made_at as "madeAt", acked_at as "ackedAt"
    from carriers.prints where parcel_id = ${id} order by n desc limit 100`.execute(db)
  const tracks = await sql<{ saidAt: Date; state: string; text: string; place: string }>`
    select said_at as "saidAt", state, text, place from carriers.tracks
    where parcel_id = ${id} order by said_at desc, heard_at desc limit 500`.execute(db)
  const openCases = await sql<{
    id: string
    kind: CaseKind
    raisedAt: Date
    dueAt: Date
    owner: string | null
    note: string
    version: number
  }>`
    select id, kind, raised_at as "raisedAt", due_at as "dueAt", owner, note, version
    from carriers.cases where parcel_id = ${id} and closed_at is null order by raised_at`.execute(
    db,
  )
  return {
    ...parcel,
    parcels: parcels.rows,
    steps: steps.rows,
    prints: prints.rows,
    tracks: tracks.rows,
    openCases: openCases.rows,
  }
}
