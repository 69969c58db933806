// A carrier stops taking parcels (OP-LOG-4). What it means is shown first: every parcel without a number is quoted anew, with what it costs
// more, how much later it arrives, and which promise breaks. Applying does exactly that, in one transaction.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { addDays } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import { carrierDecider, type DecidedCarrier, type Request, todayAt } from './decide.ts'
import { CARRIER } from './errors.ts'
import { countQuota } from './parcels.ts'

/** More than this at once is a day's work of a large house; the rest follows with a second switch. */
const MOST_PARCELS = 20_000
const MAX_EXAMPLES = 50

export interface Moved {
  readonly parcelId: string
  readonly orderRef: string
  readonly toServiceId: string | null
  readonly to: string | null
  readonly why: { readonly zh: string; readonly en: string }
  readonly deltaMinor: bigint | null
  readonly deltaDays: number | null
  readonly promisedOn: string | null
  readonly arrivesOn: string | null
  readonly isLate: boolean
  readonly wasLate: boolean
}

export interface DownEffect {
  /** Shipments without a number: what the switch moves. */
  readonly shipments: number
  readonly moved: number
  readonly stuck: number
  readonly deltaMinor: bigint
  readonly slower: number
  /** Promises that hold today and would not then. */
  readonly broken: number
  /** With a number already: they stay, and are cancelled by hand where they must not travel. */
  readonly numbered: number
  readonly inDoubt: number
  readonly examples: readonly Moved[]
}

interface Waiting {
  readonly id: string
  readonly orderRef: string
  readonly siteId: string
  readonly serviceId: string
  readonly region: string
  readonly grams: number
  readonly length: number | null
  readonly width: number | null
  readonly height: number | null
  readonly goods: readonly string[]
  readonly declaredMinor: bigint
  readonly lateMinor: bigint
  readonly promisedOn: string | null
  readonly quoteMinor: bigint
  readonly days: number
  readonly shipmentRef: string
  readonly facts: {
    readonly mandated?: string[]
    readonly platform?: string
    readonly shop?: string
    readonly tags?: string[]
    readonly memo?: string
  }
}

interface Plan {
  readonly parcel: Waiting
  readonly decided: DecidedCarrier
  readonly moved: Moved
}

export async function previewDown(db: Db, id: string, reason: string): Promise<DownEffect> {
  return effectOf(db, id, await plan(db, id, reason))
}

export async function setDown(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly reason: string },
): Promise<DownEffect> {
  const { rows } = await sql<{ down: boolean }>`
    select down_since is not null as down from carriers.carriers where id = ${asked.id} for update`.execute(
    tx,
  )
  if (!rows[0]) throw notFound(CARRIER, asked.id)
  if (rows[0].down) {
    throw refuse('carriers.already_down', 409, {
      zh: '这家快递已是停运状态',
      en: 'This carrier is down already.',
    })
  }
  await sql`
    select 1 from carriers.parcels where carrier_id = ${asked.id} and status = 'NONE' order by id for update`.execute(
    tx,
  )
  const plans = await plan(tx, asked.id, asked.reason)
  const effect = await effectOf(tx, asked.id, plans)
  await sql`
    update carriers.carriers set down_since = clock_timestamp(), down_reason = ${asked.reason}, version = version + 1
    where id = ${asked.id}`.execute(tx)
  for (const one of plans) await move(tx, actor, one, asked.reason)
  await recordAudit(tx, actor, {
    action: 'carriers.carrier.down',
    subjectType: 'carrier',
    subjectId: asked.id,
    after: { ...effect, examples: undefined },
    reason: asked.reason,
  })
  return effect
}

/** Takes parcels again. What was moved stays where it is: it may have its label by now. */
export async function setUp(tx: Tx, actor: Actor, id: string): Promise<void> {
  const { rows } = await sql`
    update carriers.carriers set down_since = null, down_reason = '', version = version + 1
    where id = ${id} and down_since is not null returning id`.execute(tx)
  if (rows.length === 0) {
    throw refuse('carriers.not_down', 409, {
      zh: '这家快递没有停运',
      en: 'This carrier is not down.',
    })
  }
  await recordAudit(tx, actor, {
    action: 'carriers.carrier.up',
    subjectType: 'carrier',
    subjectId: id,
  })
}

async function plan(db: Db, carrierId: string, reason: string): Promise<Plan[]> {
  const { rows } = await sql<Waiting>`
    select distinct on (p.site_id, p.shipment_ref) p.id, p.order_ref as "orderRef", p.site_id as "siteId",
      p.service_id as "serviceId", p.region, p.grams, p.length_mm as length, p.width_mm as width, p.height_mm as height,
      p.goods, p.declared_minor as "declaredMinor", p.late_minor as "lateMinor", p.promised_on::text as "promisedOn",
      p.quote_minor as "quoteMinor", p.days, p.shipment_ref as "shipmentRef", p.facts
    from carriers.parcels p
    where p.carrier_id = ${carrierId} and p.status = 'NONE'
    order by p.site_id, p.shipment_ref, p.grams desc limit ${MOST_PARCELS}`.execute(db)
  const without = new Map([[carrierId, reason]])
  const plans: Plan[] = []
  for (const siteId of new Set(rows.map((row) => row.siteId))) {
    const today = await todayAt(db, siteId)
    const decide = await carrierDecider(db, siteId, today, without)
    for (const parcel of rows.filter((row) => row.siteId === siteId)) {
      const decided = decide(requestOf(parcel, today))
      plans.push({ parcel, decided, moved: movedBy(parcel, decided, today) })
    }
  }
  return plans
}

function requestOf(parcel: Waiting, today: string): Request {
  const { facts, length, width, height } = parcel
  return {
    siteId: parcel.siteId,
    region: parcel.region,
    grams: parcel.grams,
    sidesMm: length !== null && width !== null && height !== null ? [length, width, height] : null,
    goods: parcel.goods,
    declaredMinor: parcel.declaredMinor,
    lateMinor: parcel.lateMinor,
    daysLeft: parcel.promisedOn === null ? null : daysBetween(today, parcel.promisedOn),
    mandated: facts.mandated ?? [],
    platform: facts.platform ?? null,
    shop: facts.shop ?? null,
    tags: facts.tags ?? null,
    memo: facts.memo ?? null,
  }
}

const DAY_MS = 86_400_000
const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)

function movedBy(parcel: Waiting, decided: DecidedCarrier, today: string): Moved {
  const taken = decided.judged.find(({ serviceId }) => serviceId === decided.serviceId)
  const quote = taken?.quote ?? null
  const arrivesOn = quote === null ? null : addDays(today, quote.days)
  const breaks = (on: string | null) =>
    parcel.promisedOn !== null && (on === null || on > parcel.promisedOn)
  return {
    parcelId: parcel.id,
    orderRef: parcel.orderRef,
    toServiceId: decided.serviceId,
    to: taken?.name ?? null,
    why: decided.because,
    deltaMinor: quote === null ? null : quote.totalMinor - parcel.quoteMinor,
    deltaDays: quote === null ? null : quote.days - parcel.days,
    promisedOn: parcel.promisedOn,
    arrivesOn,
    isLate: breaks(arrivesOn),
    wasLate: breaks(addDays(today, parcel.days)),
  }
}

async function effectOf(db: Db, id: string, plans: readonly Plan[]): Promise<DownEffect> {
  const { rows } = await sql<{ numbered: number; inDoubt: number }>`
    select count(*) filter (where status in ('CREATED', 'PRINTED'))::int as numbered,
      count(*) filter (where status = 'PRECREATED')::int as "inDoubt"
    from carriers.parcels where carrier_id = ${id} and status in ('CREATED', 'PRINTED', 'PRECREATED')`.execute(
    db,
  )
  const all = plans.map(({ moved }) => moved)
  const moved = all.filter(({ toServiceId }) => toServiceId !== null)
  const worst = all.toSorted(
    (a, b) => Number(b.isLate && !b.wasLate) - Number(a.isLate && !a.wasLate),
  )
  return {
    shipments: all.length,
    moved: moved.length,
    stuck: all.length - moved.length,
    deltaMinor: moved.reduce((sum, one) => sum + (one.deltaMinor ?? 0n), 0n),
    slower: moved.filter(({ deltaDays }) => (deltaDays ?? 0) > 0).length,
    broken: all.filter(({ isLate, wasLate }) => isLate && !wasLate).length,
    ...rows[0]!,
    examples: worst.slice(0, MAX_EXAMPLES),
  }
}

async function move(
  tx: Tx,
  actor: Actor,
  { parcel, decided, moved }: Plan,
  reason: string,
): Promise<void> {
  const taken = decided.judged.find(({ serviceId }) => serviceId === decided.serviceId)
  if (moved.toServiceId === null || !taken?.quote) return
  await sql`
    update carriers.parcels p set service_id = s.id, carrier_id = s.carrier_id, quote_minor = ${taken.quote.totalMinor},
      days = ${taken.quote.days}, choice = ${toJson(decided)}::jsonb,
      account_id = (select a.id from carriers.accounts a
        where a.carrier_id = s.carrier_id and a.active and (a.site_id is null or a.site_id = p.site_id)
        order by a.site_id nulls last, a.branch_code limit 1)
    from carriers.services s
    where s.id = ${moved.toServiceId} and p.shipment_ref = ${parcel.shipmentRef} and p.status = 'NONE'`.execute(
    tx,
  )
  await sql`
    insert into carriers.parcel_steps (parcel_id, n, was, is_now, event, reason, made_by)
    select p.id, coalesce((select max(n) from carriers.parcel_steps where parcel_id = p.id), 0) + 1, 'NONE', 'NONE', 'moved',
      ${reason}, ${actor.name}
    from carriers.parcels p where p.shipment_ref = ${parcel.shipmentRef} and p.status = 'NONE'`.execute(
    tx,
  )
  await countQuota(tx, parcel.siteId, parcel.serviceId, decided.on, -1n)
  await countQuota(tx, parcel.siteId, moved.toServiceId, decided.on, 1n)
}
