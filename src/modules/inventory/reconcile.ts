// Reconciling never edits (OP-STK-7). It reports where a sum and its rows disagree, or a promise outlived its
// reason; shows the rows behind it; and says what would make it right. Somebody proposes that with a reason,
// another person lets it be posted, and only if nothing has changed since.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { OWN_GOODS } from '#modules/parties'
import { type Drift, findDrift } from './drift.ts'
import { correctSum } from './correct-sum.ts'
import { lockPools, post } from './ledger.ts'
import { ANYWHERE, type Kind } from './posting.ts'

/** Rows shown behind a finding: enough to see what happened, few enough to be read. */
const CHAIN = 20

export interface ChainLine {
  readonly row: 'move' | 'entry'
  readonly id: bigint
  readonly recordedAt: Date
  readonly actor: string
  readonly cause: string
  readonly document: string
  readonly reason: string
  readonly delta: bigint
}

export interface Finding extends Drift {
  readonly key: string
  readonly sku: string
  readonly site: string
  readonly location: string | null
  readonly chain: readonly ChainLine[]
  /** What a correction would add; null when no entry can make it right. */
  readonly proposal: bigint | null
  readonly correction: { readonly id: string; readonly proposedBy: string } | null
}

/** Names a place where drift was found, whatever its size today. */
function keyOf(drift: Drift): string {
  const { found: _found, expected: _expected, ...place } = drift
  return createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 32)
}

/** Everything that does not add up, with the rows behind it. Reads only. */
export async function reconcile(db: Db): Promise<Finding[]> {
  const found = await findDrift(db)
  const names = await namesOf(db, found)
  const open = await openCorrections(db)
  const findings: Finding[] = []
  for (const drift of found) {
    const key = keyOf(drift)
    findings.push({
      ...drift,
      key,
      sku: names.get(drift.skuId) ?? drift.skuId,
      site: names.get(drift.siteId) ?? drift.siteId,
      location: drift.locationId === null ? null : (names.get(drift.locationId) ?? null),
      chain: await chainOf(db, drift),
      proposal: drift.expected < 0n ? null : drift.expected - drift.found,
      correction: open.get(key) ?? null,
    })
  }
  return findings
}

async function namesOf(db: Db, found: readonly Drift[]): Promise<Map<string, string>> {
  const ids = found.flatMap(({ skuId, siteId, locationId }) => [
    skuId,
    siteId,
    locationId ?? siteId,
  ])
  const { rows } = await sql<{ id: string; name: string }>`
    select id, code as name from catalog.skus where id = any(${ids}::uuid[])
    union all select id, code from places.sites where id = any(${ids}::uuid[])
    union all select id, code from places.locations where id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function openCorrections(db: Db) {
  const { rows } = await sql<{ id: string; key: string; proposedBy: string }>`
    select id, drift_key as key, proposed_by as "proposedBy" from inventory.corrections where status = 'proposed'`.execute(
    db,
  )
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}

/** The newest rows that make up a sum, or that speak of an order: what must be read to know why. */
async function chainOf(db: Db, drift: Drift): Promise<ChainLine[]> {
  const { kind, what, skuId, siteId, locationId, lot, quality, ownerId, orderRef, lineRef } = drift
  const isGood = kind === 'pool' && what === 'good'
  const moves = sql`
    select 'move' as row, m.id, m.recorded_at as "recordedAt", m.actor, m.cause, m.document, m.reason,
      case when ${kind} = 'promise' or (${kind} = 'balance' and m.from_location = ${locationId}::uuid and m.from_quality = ${quality})
        or (${isGood} and f.site_id = ${siteId}::uuid and m.from_quality = 'good' and f.kind in ('bin', 'pick', 'pack', 'stage')) then -m.qty else m.qty end as delta
    from inventory.moves m join places.locations f on f.id = m.from_location join places.locations t on t.id = m.to_location
    where m.sku_id = ${skuId}::uuid and (
      (${kind} = 'balance' and m.lot = ${lot} and m.owner_id = ${ownerId}::uuid and (
        (m.from_location, m.from_quality) = (${locationId}::uuid, ${quality}) or (m.to_location, m.to_quality) = (${locationId}::uuid, ${quality})))
      or (${isGood} and m.owner_id = ${OWN_GOODS} and ((f.site_id = ${siteId}::uuid and m.from_quality = 'good') or (t.site_id = ${siteId}::uuid and m.to_quality = 'good')))
      or (${kind} = 'promise' and m.document = ${`order:${orderRef}`}))`
  const entries = sql`
    select 'entry', e.id, e.recorded_at, e.actor, e.cause, 'order:' || e.order_ref, e.reason, e.delta
    from inventory.reservation_entries e
    where e.sku_id = ${skuId}::uuid and (
      (${kind} = 'hold' and e.kind = 'HARD' and e.location_id = ${locationId}::uuid and e.lot = ${lot})
      or (${kind} = 'pool' and e.site_id = ${siteId}::uuid and e.kind = ${POOL_KIND[what] ?? ''})
      or (${kind} in ('reservation', 'promise') and e.order_ref = ${orderRef} and e.line_ref = ${lineRef}
          and (${kind} = 'promise' or (e.kind = ${what} and e.site_id = ${siteId}::uuid and e.location_id = ${locationId}::uuid and e.lot = ${lot}))))`
  const { rows } = await sql<ChainLine>`
    ${moves} union all ${entries} order by "recordedAt" desc, id desc limit ${CHAIN}`.execute(db)
  return rows
}

const POOL_KIND: Readonly<Record<string, Kind>> = {
  soft: 'SOFT',
  ordered: 'ORDER',
  hard: 'HARD',
  frozen: 'FREEZE',
  peg: 'PEG',
  quota: 'QUOTA',
}

/** Ask that a finding be made right. Nothing changes but the proposal. */
export async function proposeCorrection(
  tx: Tx,
  actor: Actor,
  asked: { key: string; reason: string },
): Promise<string> {
  const finding = (await reconcile(tx)).find(({ key }) => key === asked.key)
  if (!finding) throw notFound({ zh: '差异', en: 'drift' }, asked.key)
  if (finding.correction) {
    throw refuse('inventory.correction_open', 409, {
      zh: '这处差异已有待批的更正',
      en: 'A correction of this drift is waiting for a decision.',
    })
  }
  if (finding.proposal === null) throw cannotCorrect(finding)
  const id = newId()
  const {
    chain,
    proposal: _proposal,
    correction: _correction,
    found,
    expected,
    ...subject
  } = finding
  const text = (value: unknown) =>
    JSON.stringify(value, (_name, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))
  await sql`
    insert into inventory.corrections
      (id, drift_key, kind, sku_id, subject, found, expected, chain, reason, status, proposed_by, proposed_by_name)
    values (${id}, ${finding.key}, ${finding.kind}, ${finding.skuId}, ${text(subject)}::jsonb, ${found}, ${expected},
      ${text(chain)}::jsonb, ${asked.reason}, 'proposed', ${actor.id}, ${actor.name})`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'inventory.correction.propose',
    subjectType: 'correction',
    subjectId: id,
    after: { ...subject, found, expected },
    reason: asked.reason,
  })
  return id
}

const cannotCorrect = ({ expected }: Drift) =>
  refuse('inventory.correction_impossible', 409, {
    zh: `流水之和为 ${expected},不可能是真的库存;请先按流水查原因并用新单据冲正`,
    en: `The rows add up to ${expected}, which no stock can be. Find out why and reverse it by a new document first.`,
  })

interface Open {
  readonly key: string
  readonly skuId: string
  readonly siteId: string
  readonly found: bigint
  readonly expected: bigint
  readonly status: string
  readonly proposedBy: string
}

/** Let a correction be posted, or refuse it. Posted only if the drift is what it was when proposed. */
export async function decideCorrection(
  tx: Tx,
  actor: Actor,
  asked: { id: string; approve: boolean; reason: string },
): Promise<void> {
  const { rows } = await sql<Open>`
    select drift_key as key, sku_id as "skuId", subject->>'siteId' as "siteId", found, expected, status, proposed_by as "proposedBy"
    from inventory.corrections where id = ${asked.id} for update`.execute(tx)
  const open = rows[0]
  if (!open) throw notFound({ zh: '更正单', en: 'correction' }, asked.id)
  assertDecidable(open, actor)
  await sql`
    update inventory.corrections set status = ${asked.approve ? 'posted' : 'refused'}, decided_by = ${actor.id}, decided_at = now()
    where id = ${asked.id}`.execute(tx)
  if (asked.approve) {
    await lockPools(tx, [open])
    const drift = (await findDrift(tx, open.skuId)).find((one) => keyOf(one) === open.key)
    if (!drift || drift.found !== open.found || drift.expected !== open.expected) throw changed()
    await postCorrection(tx, actor, asked.id, drift)
  }
  await recordAudit(tx, actor, {
    action: asked.approve ? 'inventory.correction.approve' : 'inventory.correction.refuse',
    subjectType: 'correction',
    subjectId: asked.id,
    reason: asked.reason,
  })
}

function assertDecidable(open: Open, actor: Actor): void {
  if (open.status !== 'proposed') {
    throw refuse('inventory.correction_decided', 409, {
      zh: '这张更正单已处理',
      en: 'This correction has been decided.',
    })
  }
  if (open.proposedBy !== actor.id) return
  throw refuse('inventory.own_correction', 403, {
    zh: '不能批准自己提出的更正,请另一位有权限的人处理',
    en: 'You cannot decide your own correction. Ask another person with the permission.',
  })
}

const changed = () =>
  refuse('inventory.drift_changed', 409, {
    zh: '提出之后差异已变化,请驳回这张更正单,重新核对再提',
    en: 'The drift is no longer what it was. Refuse this correction, reconcile again, and propose anew.',
  })

async function postCorrection(tx: Tx, actor: Actor, id: string, drift: Drift): Promise<void> {
  if (drift.kind !== 'promise') return correctSum(tx, drift, drift.expected - drift.found)
  await post(tx, actor, {
    cause: `correction:${id}`,
    document: `correction:${id}`,
    entries: [
      {
        skuId: drift.skuId,
        siteId: drift.siteId,
        orderRef: drift.orderRef,
        lineRef: drift.lineRef,
        kind: drift.what as Kind,
        locationId: drift.locationId ?? ANYWHERE,
        lot: drift.lot,
        ownerId: await holderOf(tx, drift),
        delta: drift.expected - drift.found,
        reason: drift.cause === 'expired' ? 'expire' : 'consume',
      },
    ],
  })
}

/** Whose goods a shelf promise holds. */
async function holderOf(tx: Tx, { what, skuId, locationId, lot }: Drift): Promise<string> {
  if (what !== 'HARD') return ANYWHERE
  const { rows } = await sql<{ ownerId: string }>`
    select owner_id as "ownerId" from inventory.balances
    where sku_id = ${skuId} and location_id = ${locationId}::uuid and lot = ${lot} and quality = 'good'
    order by hard desc limit 1`.execute(tx)
  return rows[0]?.ownerId ?? ANYWHERE
}
