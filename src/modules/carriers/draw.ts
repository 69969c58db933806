// Drawing and cancelling waybills. The intention is committed before the carrier is asked, and the answer after it: whatever happens in
// between, asking again with the same key finds the same number (INV-CAR-2).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { systemActor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import type { Services } from '#kernel/services.ts'
import { CARRIER } from './errors.ts'
import { kdniaoPort } from './kdniao-port.ts'
import { bookNumbers, keyContext } from './manage.ts'
import { ownPort } from './own-port.ts'
import { advance, countQuota, type LockedParcel, lockGroup } from './parcels.ts'
import {
  CarrierCallFailed,
  type CarrierPort,
  type DrawRequest,
  type Drawn,
  type Reach,
} from './port.ts'
import { openReceiver } from './receiver.ts'
import { step } from './waybill.ts'

const PORTS: Readonly<Record<string, CarrierPort>> = { own: ownPort, kdniao: kdniaoPort }

export async function reachCarrier(
  services: Services,
  carrierId: string,
): Promise<{ port: CarrierPort; reach: Reach }> {
  const { rows } = await sql<{
    port: string
    address: string
    apiAccount: string
    apiCode: string
    sealed: string | null
  }>`
    select port, address, api_account as "apiAccount", api_code as "apiCode", key_sealed as sealed
    from carriers.carriers where id = ${carrierId}`.execute(services.db)
  const row = rows[0]
  const port = row && PORTS[row.port]
  if (!row || !port) throw notFound(CARRIER, carrierId)
  const key = row.sealed === null ? '' : services.vault.open(row.sealed, keyContext(carrierId))
  return {
    port,
    reach: {
      services,
      carrierId,
      address: row.address,
      apiAccount: row.apiAccount,
      apiCode: row.apiCode,
      key,
    },
  }
}

/** Numbers for all parcels of a shipment; those that have one keep it. */
export async function drawNumbers(
  services: Services,
  actor: Actor,
  id: string,
): Promise<readonly string[]> {
  const begun = await services.db.transaction().execute(async (tx) => {
    const group = await lockGroup(tx, id)
    if (group.every(({ waybillNo, status }) => waybillNo !== null && status !== 'CANCELLED'))
      return { group, attempt: '' }
    for (const parcel of group) step(parcel.status, 'ask_number')
    const { rows } = await sql<{ tries: number }>`
      select count(*)::int as tries from carriers.parcel_steps
      where parcel_id = ${group[0]!.id} and event = 'number_refused'`.execute(tx)
    // One booking a try that could end in a number: a retry of the same try books nothing.
    const attempt = `${group[0]!.id}:${rows[0]!.tries}`
    if (group[0]!.status === 'NONE') {
      await book(tx, actor, group, -BigInt(group.length), 'draw', attempt)
      for (const parcel of group) await advance(tx, actor, parcel, 'ask_number')
    }
    return { group, attempt }
  })
  if (begun.attempt === '') return begun.group.map(({ waybillNo }) => waybillNo!)
  const [parent] = begun.group
  const { port, reach } = await reachCarrier(services, parent!.carrierId)
  const request = await requestOf(services, begun.group)
  let drawn: Drawn
  try {
    drawn = await port.draw(reach, request)
    if (drawn.numbers.length !== begun.group.length) {
      throw new CarrierCallFailed(
        'unknown',
        `要 ${begun.group.length} 个单号,给了 ${drawn.numbers.length} 个 · asked for ${begun.group.length} numbers, got ${drawn.numbers.length}`,
      )
    }
  } catch (error) {
    throw await noteFailure(services, actor, id, begun.attempt, error)
  }
  return takeNumbers(services, actor, id, drawn)
}

async function requestOf(services: Services, group: readonly LockedParcel[]): Promise<DrawRequest> {
  const [parent] = group
  const { rows } = await sql<{
    sealed: string
    contents: string
    grams: number
    branch: string | null
    sender: string
  }>`
    select p.receiver_sealed as sealed, p.contents, p.grams, a.branch_code as branch, s.name as sender
    from carriers.parcels p join places.sites s on s.id = p.site_id
    left join carriers.accounts a on a.id = p.account_id where p.id = ${parent!.id}`.execute(
    services.db,
  )
  const row = rows[0]!
  return {
    key: parent!.id,
    branchCode: row.branch ?? '',
    parcels: group.length,
    receiver: openReceiver(services.vault, parent!.id, row.sealed),
    sender: row.sender,
    contents: row.contents,
    grams: row.grams,
  }
}

async function takeNumbers(services: Services, actor: Actor, id: string, drawn: Drawn) {
  return services.db.transaction().execute(async (tx) => {
    const group = await lockGroup(tx, id)
    for (const [n, parcel] of group.entries()) {
      // Somebody asked at the same time and has written the same answer down.
      if (parcel.waybillNo === drawn.numbers[n]) continue
      await advance(tx, actor, parcel, 'number_given', {
        waybillNo: drawn.numbers[n]!,
        routing: drawn.routing,
      })
    }
    return drawn.numbers
  })
}

async function noteFailure(
  services: Services,
  actor: Actor,
  id: string,
  attempt: string,
  error: unknown,
) {
  if (!(error instanceof CarrierCallFailed)) return error
  return services.db.transaction().execute(async (tx) => {
    const group = await lockGroup(tx, id)
    const isOpen = group.every(({ status }) => status === 'PRECREATED')
    if (error.kind === 'refused') {
      if (isOpen) {
        for (const parcel of group)
          await advance(tx, actor, parcel, 'number_refused', { problem: error.message })
        await book(tx, actor, group, BigInt(group.length), 'give_back', attempt)
      }
      return refuse(
        'carriers.draw_refused',
        409,
        {
          zh: `快递公司没有给号:${error.message}`,
          en: `The carrier gave no number: ${error.message}`,
        },
        { said: error.message },
      )
    }
    if (isOpen) await noteProblem(tx, group, error.message)
    return refuse(
      'carriers.draw_unknown',
      503,
      {
        zh: `取号结果未知(${error.message});再取一次即可,不会取到第二个号`,
        en: `It is not known whether a number was drawn (${error.message}). Draw again: it never takes a second one.`,
      },
      { said: error.message },
    )
  })
}

async function noteProblem(
  tx: Parameters<typeof lockGroup>[0],
  group: readonly LockedParcel[],
  problem: string,
) {
  await sql`
    update carriers.parcels set problem = ${problem} where id = any(${group.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
}

async function book(
  tx: Parameters<typeof lockGroup>[0],
  actor: Actor,
  group: readonly LockedParcel[],
  qty: bigint,
  kind: 'draw' | 'give_back',
  cause: string,
): Promise<void> {
  const accountId = group[0]!.accountId
  if (accountId === null) return
  const { rows } = await sql<{ metered: boolean }>`
    select metered from carriers.accounts where id = ${accountId}`.execute(tx)
  if (rows[0]?.metered) return
  await bookNumbers(tx, actor, { id: accountId, qty, kind, cause, note: '' })
}

/** Take the waybills of a whole shipment back. What has no number yet is simply dropped. */
export async function cancelParcels(
  services: Services,
  actor: Actor,
  id: string,
  reason: string,
): Promise<'cancelled' | 'failed'> {
  const group = await services.db.transaction().execute(async (tx) => {
    const locked = (await lockGroup(tx, id)).filter(({ status }) => status !== 'CANCELLED')
    for (const parcel of locked) await advance(tx, actor, parcel, 'ask_cancel', { reason })
    await recordAudit(tx, actor, {
      action: 'carriers.parcel.cancel',
      subjectType: 'parcel',
      subjectId: id,
      before: locked.map(({ waybillNo, status }) => ({ waybillNo, status })),
      reason,
    })
    return locked
  })
  const numbered = group.filter(({ waybillNo }) => waybillNo !== null)
  if (numbered.length === 0) return 'cancelled'
  return tellCancel(services, actor, id, numbered)
}

async function tellCancel(
  services: Services,
  actor: Actor,
  id: string,
  numbered: readonly LockedParcel[],
): Promise<'cancelled' | 'failed'> {
  const [parent] = numbered
  const { port, reach } = await reachCarrier(services, parent!.carrierId)
  try {
    await port.cancel(reach, { key: await keyOf(services.db, id), waybillNo: parent!.waybillNo! })
  } catch (error) {
    if (!(error instanceof CarrierCallFailed)) throw error
    if (error.kind === 'refused') {
      await settleCancel(services, actor, id, 'cancel_refused', error.message)
      return 'failed'
    }
    await services.db.transaction().execute((tx) => noteProblem(tx, numbered, error.message))
    throw refuse('carriers.cancel_unknown', 503, {
      zh: `取消结果未知(${error.message});系统会接着问,也可以再点一次取消`,
      en: `It is not known whether it was cancelled (${error.message}). It is asked again by itself; you may ask, too.`,
    })
  }
  await settleCancel(services, actor, id, 'cancel_done')
  return 'cancelled'
}

async function keyOf(db: Db, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select coalesce(parent_id, id) as id from carriers.parcels where id = ${id}`.execute(db)
  return rows[0]!.id
}

async function settleCancel(
  services: Services,
  actor: Actor,
  id: string,
  event: 'cancel_done' | 'cancel_refused',
  problem = '',
): Promise<void> {
  await services.db.transaction().execute(async (tx) => {
    const group = (await lockGroup(tx, id)).filter(({ status }) => status === 'CANCEL_REQ')
    for (const parcel of group) await advance(tx, actor, parcel, event, { problem })
    const [first] = group
    if (!first || event !== 'cancel_done') return
    const { rows } = await sql<{ on: string; wasUsed: boolean }>`
      select to_char(created_at, 'YYYY-MM-DD') as on, used_at is not null as "wasUsed"
      from carriers.parcels where id = ${first.id}`.execute(tx)
    await countQuota(tx, first.siteId, first.serviceId, rows[0]!.on, -1n)
    // A number that never travelled comes back to the account.
    if (!rows[0]!.wasUsed) {
      await book(tx, actor, group, BigInt(group.length), 'give_back', `cancel:${first.id}`)
    }
  })
}

/** How long an answer may be out before it is asked for again. */
const DOUBT_MS = 60_000

/** A few a run: a dead carrier must not hold the others up for long. */
const MOST_A_RUN = 50

/** What hangs in the air is asked for again: draws and cancels whose answer never came. */
export async function finishOpen(services: Services, doubtMs = DOUBT_MS): Promise<number> {
  const { rows } = await sql<{ id: string; status: string }>`
    select p.id, p.status from carriers.parcels p
    join lateral (select max(made_at) as at from carriers.parcel_steps where parcel_id = p.id) s on true
    where p.status in ('PRECREATED', 'CANCEL_REQ') and p.parent_id is null
      and s.at <= clock_timestamp() - make_interval(secs => ${doubtMs / 1000})
    order by s.at limit ${MOST_A_RUN}`.execute(services.db)
  const actor = systemActor('carriers')
  let done = 0
  for (const { id, status } of rows) {
    try {
      if (status === 'PRECREATED') await drawNumbers(services, actor, id)
      else await cancelParcels(services, actor, id, 'retry')
      done += 1
    } catch (error) {
      services.log.warn(
        { parcelId: id, error: (error as Error).message },
        'a waybill is still open',
      )
    }
  }
  return done
}
