// What carriers say of parcels on their way, each word once and in any order, and what a person must see to because of it (OP-LOG-1).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { emit } from '#kernel/outbox.ts'
import { pgArray } from '#kernel/pg-array.ts'
import type { Services } from '#kernel/services.ts'
import { now } from '#kernel/time.ts'
import { reachCarrier } from './draw.ts'
import type { TrackWord } from './port.ts'

export const CASE_KINDS = [
  'not_picked_up',
  'stalled',
  'not_delivered',
  'trouble',
  'rejected',
  'damaged',
  'lost',
  'signed_not_received',
  'not_handed_over',
] as const
export type CaseKind = (typeof CASE_KINDS)[number]

const unproven = () =>
  refuse('carriers.push_unproven', 401, {
    zh: '推送签名不对,或没有这个快递公司;请核对密钥',
    en: 'The signature of the push is wrong, or there is no such carrier. Compare the key.',
  })

/** One refusal for an unknown carrier and a wrong signature: who guesses learns nothing. */
export async function takePush(services: Services, carrierId: string, body: string) {
  const { port, reach } = await reachCarrier(services, carrierId).catch(() => {
    throw unproven()
  })
  let push
  try {
    push = port.readPush(reach, body)
  } catch {
    throw refuse('carriers.push_unreadable', 400, {
      zh: '推送内容不是这个快递公司的格式',
      en: 'The push is not in the form of this carrier.',
    })
  }
  if (push === null) throw unproven()
  const { words } = push
  await services.db.transaction().execute((tx) => takeWords(tx, carrierId, words))
  return push.answer
}

/** Words about parcels that are not ours are left alone. */
export async function takeWords(
  tx: Tx,
  carrierId: string,
  words: readonly TrackWord[],
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with said as (
      select * from unnest(${pgArray(words.map(({ waybillNo }) => waybillNo))}::text[],
        ${pgArray(words.map(({ at }) => at))}::timestamptz[], ${pgArray(words.map(({ state }) => state))}::text[],
        ${pgArray(words.map(({ text }) => text))}::text[], ${pgArray(words.map(({ place }) => place))}::text[])
        as said (waybill_no, said_at, state, text, place)),
    fresh as (
      insert into carriers.tracks (parcel_id, said_at, state, text, place)
      select distinct on (p.id, s.said_at, s.state, s.text) p.id, s.said_at, s.state, s.text, s.place
      from said s join carriers.parcels p on p.carrier_id = ${carrierId} and p.waybill_no = s.waybill_no
      order by p.id, s.said_at, s.state, s.text
      on conflict do nothing returning parcel_id)
    select distinct parcel_id as id from fresh order by 1`.execute(tx)
  for (const { id } of rows) await settle(tx, id)
  return rows.length
}

/** The newest word decides where a parcel is; cases open and close by it. */
async function settle(tx: Tx, id: string): Promise<void> {
  await sql`select 1 from carriers.parcels where id = ${id} for update`.execute(tx)
  const { rows } = await sql<{ was: string; state: string; isSigned: boolean }>`
    with last as (
      select state, said_at from carriers.tracks where parcel_id = ${id} order by said_at desc, heard_at desc limit 1)
    update carriers.parcels p set track_state = l.state, tracked_at = l.said_at,
      delivered_at = (select min(said_at) from carriers.tracks where parcel_id = ${id} and state = 'delivered')
    from last l, carriers.parcels old where p.id = ${id} and old.id = p.id
    returning old.track_state as was, p.track_state as state, p.delivered_at is not null as "isSigned"`.execute(
    tx,
  )
  const { was, state, isSigned } = rows[0]!
  const closes: CaseKind[] = ['not_picked_up', 'stalled']
  if (isSigned) closes.push('not_delivered', 'trouble')
  await sql`
    update carriers.cases set closed_at = clock_timestamp(), closed_by = '—', version = version + 1
    where parcel_id = ${id} and closed_at is null and kind = any(${pgArray(closes)}::text[])`.execute(
    tx,
  )
  const opens: Readonly<Partial<Record<string, CaseKind>>> = {
    exception: 'trouble',
    rejected: 'rejected',
    damaged: 'damaged',
    lost: 'lost',
  }
  const kind = opens[state]
  if (kind && was !== state) await raiseFor(tx, [{ parcelId: id, kind }])
  if (was !== state) {
    await emit(tx, { type: 'parcel.tracked', key: id, payload: { parcelId: id, was, state } })
  }
}

/** A day: whoever takes a case should have called the carrier by then. */
const CASE_HOURS = 24

export async function raiseFor(
  tx: Tx,
  found: readonly { readonly parcelId: string; readonly kind: CaseKind }[],
) {
  if (found.length === 0) return 0
  const { rows } = await sql`
    insert into carriers.cases (id, parcel_id, kind, due_at)
    select id, parcel_id, kind, clock_timestamp() + make_interval(hours => ${CASE_HOURS})
    from unnest(${pgArray(found.map(() => newId()))}::uuid[], ${pgArray(found.map(({ parcelId }) => parcelId))}::uuid[],
      ${pgArray(found.map(({ kind }) => kind))}::text[]) as found (id, parcel_id, kind)
    on conflict (parcel_id, kind) where closed_at is null do nothing returning id`.execute(tx)
  return rows.length
}

/** Legs that took too long, by the hours of each service. Who tells nothing (own labels) is not waited for. */
export async function watchLegs(tx: Tx, at: Date = now()): Promise<number> {
  const { rows } = await sql<{ parcelId: string; kind: CaseKind }>`
    select p.id as "parcelId", late.kind
    from carriers.parcels p join carriers.services s on s.id = p.service_id
    join carriers.carriers c on c.id = p.carrier_id and c.port <> 'own'
    cross join lateral (
      select case
        when p.track_state = 'none' and p.used_at + make_interval(hours => s.pickup_hours) <= ${at} then 'not_picked_up'
        when p.track_state = 'out_for_delivery' and p.tracked_at + make_interval(hours => s.delivery_hours) <= ${at}
          then 'not_delivered'
        when p.track_state in ('picked_up', 'in_transit', 'exception')
          and p.tracked_at + make_interval(hours => s.stall_hours) <= ${at} then 'stalled'
      end as kind) late
    where p.status = 'USED' and p.delivered_at is null and late.kind is not null
      and not exists (select 1 from carriers.cases k where k.parcel_id = p.id and k.kind = late.kind and k.closed_at is null)
    order by p.id limit 5000`.execute(tx)
  return raiseFor(tx, rows)
}

/** A person says what no carrier tells. */
export async function raiseCase(
  tx: Tx,
  actor: Actor,
  asked: { readonly parcelId: string; readonly kind: CaseKind; readonly note: string },
): Promise<void> {
  const raised = await raiseFor(tx, [asked])
  if (raised === 0) {
    throw refuse('carriers.case_open', 409, {
      zh: '这个包裹已有同类异常未结',
      en: 'A case of this kind is open for the parcel already.',
    })
  }
  await sql`
    update carriers.cases set note = ${asked.note}, owner = ${actor.name}
    where parcel_id = ${asked.parcelId} and kind = ${asked.kind} and closed_at is null`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'carriers.case.raise',
    subjectType: 'parcel',
    subjectId: asked.parcelId,
    after: asked,
  })
}

/** Take a case, write down what is known, or close it. */
export async function workCase(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly id: string
    readonly version: number
    readonly note: string
    readonly close: boolean
  },
): Promise<number> {
  const { rows } = await sql<{
    version: number
    note: string
    owner: string | null
    closed: boolean
  }>`
    select version, note, owner, closed_at is not null as closed from carriers.cases where id = ${asked.id} for update`.execute(
    tx,
  )
  const before = rows[0]
  const what = { zh: '异常', en: 'case' }
  if (!before) throw notFound(what, asked.id)
  if (before.version !== asked.version) {
    throw staleEdit(what, {
      givenVersion: asked.version,
      currentVersion: before.version,
      yours: { note: asked.note },
      current: { note: before.note },
    })
  }
  if (before.closed) {
    throw refuse('carriers.case_closed', 409, { zh: '这个异常已结', en: 'This case is closed.' })
  }
  await sql`
    update carriers.cases set note = ${asked.note}, owner = ${actor.name}, version = version + 1,
      closed_at = case when ${asked.close} then clock_timestamp() end,
      closed_by = case when ${asked.close} then ${actor.name} end
    where id = ${asked.id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: asked.close ? 'carriers.case.close' : 'carriers.case.note',
    subjectType: 'case',
    subjectId: asked.id,
    before,
    after: { note: asked.note },
  })
  return before.version + 1
}
