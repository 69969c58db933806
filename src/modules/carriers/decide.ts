// Reading what the choice needs, in a few queries whatever the number of services, and asking the rules.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { dateIn, now } from '#kernel/time.ts'
import { evaluate, loadRuleset, type Reason as RuleReason } from '#modules/rules'
import { type Candidate, type Choice, choose, type Ruling } from './choose.ts'
import { carrierPurpose, factsOf, type ParcelFacts } from './purpose.ts'
import { readTariffs, tariffFor } from './tariffs.ts'

export interface Request extends ParcelFacts {
  readonly sidesMm: readonly [number, number, number] | null
  /** What being late costs. */
  readonly lateMinor: bigint
  /** Codes of carriers the platform allows; empty: it does not care. */
  readonly mandated: readonly string[]
  /** Left out: today at the site. */
  readonly on?: string
}

export interface DecidedCarrier extends Choice {
  /** Of the rules that had a word; kept with the parcel. */
  readonly reasons: readonly RuleReason[]
  readonly on: string
}

export async function decideCarrier(db: Db, request: Request): Promise<DecidedCarrier> {
  const decide = await carrierDecider(db, request.siteId, request.on)
  return decide(request)
}

/**
 * Reads once and decides for many parcels of one site. `without`: as if these carriers took nothing. Quotas count on
 * as it decides, so that a batch keeps them, too.
 */
export async function carrierDecider(
  db: Db,
  siteId: string,
  on?: string,
  without: ReadonlyMap<string, string> = new Map(),
): Promise<(request: Request) => DecidedCarrier> {
  const today = on ?? (await todayAt(db, siteId))
  const candidates = (await readCandidates(db, siteId, today)).map((one) => ({
    ...one,
    downReason: without.get(one.carrierId) ?? one.downReason,
  }))
  const ruleset = await loadRuleset(db, carrierPurpose)
  const carried = new Map(candidates.map((one) => [one.serviceId, one.carried]))
  return (request) => {
    const decision = evaluate(ruleset, factsOf(request), now())
    const rulings = decision.reasons.flatMap(({ outcome, name }): Ruling[] =>
      outcome === null
        ? []
        : [
            {
              kind: outcome.kind === 'use' ? 'use' : 'avoid',
              serviceId: String(outcome.params['service']),
              rule: name,
            },
          ],
    )
    const counted = candidates.map((one) => ({
      ...one,
      carried: carried.get(one.serviceId) ?? one.carried,
    }))
    const choice = choose(counted, { ...request, on: request.on ?? today }, rulings)
    if (choice.serviceId !== null) {
      carried.set(choice.serviceId, (carried.get(choice.serviceId) ?? 0n) + 1n)
    }
    return { ...choice, reasons: decision.reasons, on: request.on ?? today }
  }
}

export async function todayAt(db: Db, siteId: string): Promise<string> {
  const { rows } = await sql<{ timeZone: string }>`
    select time_zone as "timeZone" from places.sites where id = ${siteId}`.execute(db)
  if (!rows[0]) throw notFound({ zh: '仓库', en: 'site' }, siteId)
  return dateIn(now(), rows[0].timeZone)
}

async function readCandidates(db: Db, siteId: string, on: string): Promise<Candidate[]> {
  const { rows } = await sql<Omit<Candidate, 'tariff'>>`
    select s.id as "serviceId", c.id as "carrierId", c.code as "carrierCode", c.name || ' ' || s.name as name,
      c.active and s.active as "isActive", case when c.down_since is not null then c.down_reason end as "downReason",
      s.divisor, s.max_grams as "maxGrams", s.max_side_mm as "maxSideMm", s.forbids,
      s.late_ppm::bigint as "latePpm", s.claim_ppm::bigint as "claimPpm",
      (a.account_id is not null or c.port = 'own') as "hasAccount", a.numbers as "numbersLeft",
      q.share_ppm::bigint as "sharePpm", coalesce(n.parcels, 0) as carried
    from carriers.services s
    join carriers.carriers c on c.id = s.carrier_id
    left join lateral (
      select a.id as account_id, case when a.metered then null else a.balance end as numbers
      from carriers.accounts a
      where a.carrier_id = c.id and a.active and (a.site_id is null or a.site_id = ${siteId})
      order by a.site_id nulls last, a.branch_code limit 1
    ) a on true
    left join carriers.quotas q on q.service_id = s.id and q.site_id = ${siteId}
    left join carriers.quota_counts n on n.service_id = s.id and n.site_id = ${siteId} and n.month = ${on.slice(0, 7)}
    order by s.id`.execute(db)
  const tariffs = await readTariffs(db, { siteId, on })
  return rows.map((row) => ({ ...row, tariff: tariffFor(tariffs, row.serviceId) }))
}
