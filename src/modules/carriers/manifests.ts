// Handing over (OP-WMS-9): what is ready for a carrier stands on its manifest, each parcel is scanned as it goes into the car, and the driver
// signs for as many as were scanned. What was not there is left out with a reason, raises a case, and may go with the next driver.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { handOver } from './parcels.ts'
import { raiseFor } from './track.ts'

const MANIFEST = { zh: '交接单', en: 'manifest' }

export async function openManifest(
  tx: Tx,
  actor: Actor,
  asked: { readonly carrierId: string; readonly siteId: string; readonly cutOffAt: Date },
): Promise<{ id: string; no: string; parcels: number }> {
  const { rows: carriers } = await sql<{ name: string }>`
    select name from carriers.carriers where id = ${asked.carrierId} for update`.execute(tx)
  if (!carriers[0]) throw notFound({ zh: '快递公司', en: 'carrier' }, asked.carrierId)
  const { rows: open } = await sql<{ no: string }>`
    select no from carriers.manifests
    where carrier_id = ${asked.carrierId} and site_id = ${asked.siteId} and status = 'OPEN'`.execute(
    tx,
  )
  if (open[0]) {
    throw refuse(
      'carriers.manifest_open',
      409,
      {
        zh: `${carriers[0].name} 在这个仓库还有没签的交接单 ${open[0].no},先扫完签收`,
        en: `${carriers[0].name} has manifest ${open[0].no} open at this site. Finish it first.`,
      },
      { no: open[0].no },
    )
  }
  const id = newId()
  const { rows: made } = await sql<{ no: string }>`
    insert into carriers.manifests (id, no, carrier_id, site_id, cut_off_at, opened_by)
    select ${id}, 'J' || to_char(now() at time zone s.time_zone, 'YYMMDD') || lpad(nextval('carriers.manifest_no')::text, 5, '0'),
      ${asked.carrierId}, s.id, ${asked.cutOffAt}, ${actor.name}
    from places.sites s where s.id = ${asked.siteId} returning no`.execute(tx)
  if (!made[0]) throw notFound({ zh: '仓库', en: 'site' }, asked.siteId)
  const { rows } = await sql`
    insert into carriers.manifest_parcels (manifest_id, parcel_id)
    select ${id}, p.id from carriers.parcels p
    where p.carrier_id = ${asked.carrierId} and p.site_id = ${asked.siteId} and p.status = 'PRINTED'
    returning parcel_id`.execute(tx)
  if (rows.length === 0) {
    throw refuse('carriers.nothing_to_hand_over', 409, {
      zh: '没有可交接的包裹:要先取号、打印面单并确认打印',
      en: 'No parcel is ready: draw a number, print the label and confirm the print first.',
    })
  }
  await recordAudit(tx, actor, {
    action: 'carriers.manifest.open',
    subjectType: 'manifest',
    subjectId: id,
    after: { no: made[0].no, parcels: rows.length },
  })
  return { id, no: made[0].no, parcels: rows.length }
}

interface Locked {
  readonly id: string
  readonly no: string
  readonly carrierId: string
  readonly siteId: string
}

async function lockOpen(tx: Tx, id: string): Promise<Locked> {
  const { rows } = await sql<Locked & { status: string }>`
    select id, no, carrier_id as "carrierId", site_id as "siteId", status from carriers.manifests
    where id = ${id} for update`.execute(tx)
  const manifest = rows[0]
  if (!manifest) throw notFound(MANIFEST, id)
  if (manifest.status === 'SIGNED') {
    throw refuse('carriers.manifest_signed', 409, {
      zh: `交接单 ${manifest.no} 已签收;后到的包裹进下一张`,
      en: `Manifest ${manifest.no} is signed. What comes later goes on the next.`,
    })
  }
  return manifest
}

const counts = async (tx: Tx, id: string) =>
  (
    await sql<{ parcels: number; scanned: number }>`
      select count(*)::int as parcels, count(scanned_at)::int as scanned from carriers.manifest_parcels
      where manifest_id = ${id} and left_out is null`.execute(tx)
  ).rows[0]!

/** Scanning twice counts once. A parcel that was ready later joins; any other is refused with what is wrong with it. */
export async function scanParcel(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly waybillNo: string },
) {
  const manifest = await lockOpen(tx, asked.id)
  const waybill = asked.waybillNo.trim().toUpperCase()
  const { rows } = await sql<{
    id: string
    carrierId: string
    siteId: string
    carrier: string
    status: string
    isOn: boolean
    scannedAt: Date | null
  }>`
    select p.id, p.carrier_id as "carrierId", p.site_id as "siteId", c.name as carrier, p.status, m.parcel_id is not null as "isOn",
      m.scanned_at as "scannedAt"
    from carriers.parcels p join carriers.carriers c on c.id = p.carrier_id
    left join carriers.manifest_parcels m on m.parcel_id = p.id and m.manifest_id = ${manifest.id} and m.left_out is null
    where upper(p.waybill_no) = ${waybill} order by (p.carrier_id = ${manifest.carrierId}) desc limit 1 for update of p`.execute(
    tx,
  )
  const parcel = rows[0]
  if (!parcel) throw notOn(waybill, { zh: '没有这个运单号', en: 'nobody knows this waybill' })
  if (parcel.carrierId !== manifest.carrierId)
    throw notOn(waybill, { zh: `这是 ${parcel.carrier} 的`, en: `it is ${parcel.carrier}'s` })
  if (parcel.siteId !== manifest.siteId)
    throw notOn(waybill, { zh: '这是别的仓库的包裹', en: 'it is of another site' })
  if (parcel.scannedAt !== null)
    return { again: true, joined: false, ...(await counts(tx, manifest.id)) }
  // Cancelled or pulled since it was put on the list: it does not leave.
  if (parcel.status !== 'PRINTED') throw notOn(waybill, whyNot(parcel.status))
  await sql`
    insert into carriers.manifest_parcels (manifest_id, parcel_id, scanned_at, scanned_by)
    values (${manifest.id}, ${parcel.id}, clock_timestamp(), ${actor.name})
    on conflict (manifest_id, parcel_id) do update
      set scanned_at = excluded.scanned_at, scanned_by = excluded.scanned_by, left_out = null`.execute(
    tx,
  )
  return { again: false, joined: !parcel.isOn, ...(await counts(tx, manifest.id)) }
}

const whyNot = (status: string) =>
  status === 'USED'
    ? { zh: '已经交接过', en: 'it was handed over before' }
    : status.startsWith('CANCEL')
      ? { zh: '面单已取消,拦下', en: 'its waybill is cancelled: stop it' }
      : { zh: '面单还没打印确认', en: 'its label is not confirmed as printed' }

const notOn = (waybill: string, why: { zh: string; en: string }) =>
  refuse(
    'carriers.not_on_manifest',
    409,
    { zh: `${waybill} 不能交接:${why.zh}`, en: `${waybill} cannot be handed over: ${why.en}.` },
    { waybill },
  )

/** All scanned ones leave in this transaction; those missing stay with a reason and a case each. */
export async function signManifest(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly driver: string; readonly leaveOut?: string | undefined },
): Promise<{ handedOver: number; leftOut: number }> {
  const manifest = await lockOpen(tx, asked.id)
  // Cancelled before anybody scanned it: it was never to go.
  await sql`
    delete from carriers.manifest_parcels m using carriers.parcels p
    where m.manifest_id = ${manifest.id} and p.id = m.parcel_id and p.status <> 'PRINTED' and m.scanned_at is null
      and m.left_out is null`.execute(tx)
  const { rows } = await sql<{ id: string; waybill: string; isScanned: boolean; isReady: boolean }>`
    select m.parcel_id as id, p.waybill_no as waybill, m.scanned_at is not null as "isScanned", p.status = 'PRINTED' as "isReady"
    from carriers.manifest_parcels m join carriers.parcels p on p.id = m.parcel_id
    where m.manifest_id = ${manifest.id} and m.left_out is null order by m.parcel_id for update of p`.execute(
    tx,
  )
  // Scanned and cancelled afterwards lies in the car: it has to be named, and taken out.
  const missing = rows.filter(({ isScanned, isReady }) => !isScanned || !isReady)
  const going = rows.filter(({ isScanned, isReady }) => isScanned && isReady)
  if (going.length === 0) {
    throw refuse('carriers.nothing_scanned', 409, {
      zh: '一个包裹也没扫,没有可签收的',
      en: 'No parcel was scanned: there is nothing to sign for.',
    })
  }
  if (missing.length > 0 && asked.leaveOut === undefined) {
    const named = missing.slice(0, 5).map(({ waybill }) => waybill)
    throw refuse(
      'carriers.not_all_scanned',
      409,
      {
        zh: `还有 ${missing.length} 个没扫或已取消:${named.join('、')};找到补扫,已取消的拿下来,或写明原因留下`,
        en: `${missing.length} were not scanned, or are cancelled: ${named.join(', ')}. Find and scan them, or leave them out with a reason.`,
      },
      { missing: missing.length },
    )
  }
  for (const { id } of going) await handOver(tx, actor, id)
  await sql`
    update carriers.manifest_parcels set left_out = ${asked.leaveOut ?? ''}, scanned_at = null
    where manifest_id = ${manifest.id} and parcel_id = any(${missing.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
  await raiseFor(
    tx,
    missing
      .filter(({ isReady }) => isReady)
      .map(({ id }) => ({ parcelId: id, kind: 'not_handed_over' as const })),
  )
  // Whoever was left behind before and goes now is no case any more.
  await sql`
    update carriers.cases set closed_at = clock_timestamp(), closed_by = ${actor.name}, version = version + 1
    where kind = 'not_handed_over' and closed_at is null and parcel_id = any(${going.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
  await sql`
    update carriers.manifests set status = 'SIGNED', driver = ${asked.driver}, signed_by = ${actor.name}, signed_at = clock_timestamp()
    where id = ${manifest.id}`.execute(tx)
  const after = { handedOver: going.length, leftOut: missing.length }
  await recordAudit(tx, actor, {
    action: 'carriers.manifest.sign',
    subjectType: 'manifest',
    subjectId: manifest.id,
    after: { ...after, driver: asked.driver },
    reason: asked.leaveOut,
  })
  return after
}

const ROW = sql`m.id, m.no, c.name as carrier, s.code as "siteCode", m.cut_off_at as "cutOffAt", m.status, k.parcels, k.scanned,
  k.left_out as "leftOut", m.driver, m.opened_by as "openedBy", date_trunc('milliseconds', m.opened_at) as "openedAt",
  m.signed_at as "signedAt"`

const FROM = sql`carriers.manifests m join carriers.carriers c on c.id = m.carrier_id join places.sites s on s.id = m.site_id
  cross join lateral (
    select count(*) filter (where left_out is null)::int as parcels, count(scanned_at)::int as scanned,
      count(left_out)::int as left_out
    from carriers.manifest_parcels where manifest_id = m.id) k`

export interface ManifestRow {
  readonly id: string
  readonly no: string
  readonly carrier: string
  readonly siteCode: string
  readonly cutOffAt: Date
  readonly status: 'OPEN' | 'SIGNED'
  readonly parcels: number
  readonly scanned: number
  readonly leftOut: number
  readonly driver: string
  readonly openedBy: string
  readonly openedAt: Date
  readonly signedAt: Date | null
}

export async function listManifests(
  db: Db,
  asked: {
    readonly cursor?: string | undefined
    readonly limit: number
    readonly status?: string | undefined
    readonly carrierId?: string | undefined
    readonly siteId?: string | undefined
  },
): Promise<ManifestRow[]> {
  const [at = null, id = null] = asked.cursor ? decodeCursor(asked.cursor, 2) : []
  const { rows } = await sql<ManifestRow>`
    select ${ROW} from ${FROM}
    where (${asked.status ?? null}::text is null or m.status = ${asked.status ?? null})
      and (${asked.carrierId ?? null}::uuid is null or m.carrier_id = ${asked.carrierId ?? null}::uuid)
      and (${asked.siteId ?? null}::uuid is null or m.site_id = ${asked.siteId ?? null}::uuid)
      and (${at}::timestamptz is null or (date_trunc('milliseconds', m.opened_at), m.id) < (${at}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', m.opened_at) desc, m.id desc limit ${asked.limit + 1}`.execute(
    db,
  )
  return rows
}

export async function oneManifest(db: Db, id: string) {
  const { rows: heads } =
    await sql<ManifestRow>`select ${ROW} from ${FROM} where m.id = ${id}`.execute(db)
  const head = heads[0]
  if (!head) throw notFound(MANIFEST, id)
  const { rows } = await sql<{
    parcelId: string
    waybillNo: string
    orderRef: string
    grams: number
    scannedAt: Date | null
    scannedBy: string | null
    leftOut: string | null
  }>`
    select x.parcel_id as "parcelId", p.waybill_no as "waybillNo", p.order_ref as "orderRef", p.grams, x.scanned_at as "scannedAt",
      x.scanned_by as "scannedBy", x.left_out as "leftOut"
    from carriers.manifest_parcels x join carriers.parcels p on p.id = x.parcel_id
    where x.manifest_id = ${id} order by x.scanned_at desc nulls first, p.waybill_no`.execute(db)
  return { ...head, rows }
}
