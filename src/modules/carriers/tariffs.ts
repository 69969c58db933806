// Price lists: written and replaced as a whole, so that nobody ever quotes from half of one.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type FieldProblem, invalid, notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { SERVICE, TARIFF, tariffsOverlap } from './errors.ts'
import type { Surcharge, Tariff, Zone } from './quote.ts'

export interface TariffDraft {
  readonly siteId: string | null
  readonly name: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly source: string
  readonly verified: boolean
  readonly stepGrams: number
  readonly heavyFromGrams: number | null
  readonly heavyStepGrams: number | null
  readonly zones: readonly Zone[]
  readonly surcharges: readonly Surcharge[]
}

export interface StoredTariff extends TariffDraft {
  readonly id: string
  readonly serviceId: string
  readonly version: number
}

/** All that is wrong at once, with the row of the zone or surcharge. */
function judge(draft: TariffDraft): void {
  const problems: FieldProblem[] = []
  const say = (path: string, zh: string, en: string) =>
    problems.push({ path, code: 'carriers.tariff', zh, en })
  if (draft.validTo !== null && draft.validTo < draft.validFrom) {
    say('validTo', '结束日期早于开始日期', 'ends before it begins')
  }
  if ((draft.heavyFromGrams === null) !== (draft.heavyStepGrams === null)) {
    say('heavyStepGrams', '大件起点和进位要一起填', 'give both or neither')
  }
  // Else a heavier parcel could be charged as a lighter one.
  if (draft.heavyStepGrams !== null && draft.heavyStepGrams % draft.stepGrams !== 0) {
    say(
      'heavyStepGrams',
      `要是 ${draft.stepGrams} 克的整数倍`,
      `a multiple of ${draft.stepGrams} g`,
    )
  }
  const seen = new Map<string, number>()
  for (const [n, { regions }] of draft.zones.entries()) {
    if (regions.length === 0) say(`zones.${n}.regions`, '至少要有一个地区', 'names no region')
    for (const region of regions) {
      const other = seen.get(region)
      if (other !== undefined) {
        say(
          `zones.${n}.regions`,
          `${region} 已在第 ${other + 1} 区`,
          `${region} is in zone ${other + 1} already`,
        )
      }
      seen.set(region, n)
    }
  }
  for (const [n, one] of draft.surcharges.entries()) {
    if ((one.amountMinor === null) === (one.ratePpm === null)) {
      say(
        `surcharges.${n}.amountMinor`,
        '金额和比例要填且只填一个',
        'an amount or a share, not both',
      )
    }
    if (one.validFrom !== null && one.validTo !== null && one.validTo < one.validFrom) {
      say(`surcharges.${n}.validTo`, '结束日期早于开始日期', 'ends before it begins')
    }
  }
  if (problems.length > 0) throw invalid(problems)
}

export async function addTariff(
  tx: Tx,
  actor: Actor,
  serviceId: string,
  draft: TariffDraft,
): Promise<string> {
  judge(draft)
  await lockService(tx, serviceId)
  await refuseOverlap(tx, serviceId, draft, null)
  const id = newId()
  await sql`
    insert into carriers.tariffs (id, service_id, site_id, name, valid_from, valid_to, source, verified, step_grams,
      heavy_from_grams, heavy_step_grams)
    values (${id}, ${serviceId}, ${draft.siteId}, ${draft.name}, ${draft.validFrom}::date, ${draft.validTo}::date,
      ${draft.source}, ${draft.verified}, ${draft.stepGrams}, ${draft.heavyFromGrams}, ${draft.heavyStepGrams})`.execute(
    tx,
  )
  await insertParts(tx, id, draft)
  await recordAudit(tx, actor, {
    action: 'carriers.tariff.add',
    subjectType: 'tariff',
    subjectId: id,
    after: { serviceId, ...draft },
  })
  return id
}

export async function replaceTariff(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly version: number; readonly draft: TariffDraft },
): Promise<number> {
  const { id, version, draft } = asked
  judge(draft)
  const [found] = await readTariffs(tx, { id })
  if (!found) throw notFound(TARIFF, id)
  await lockService(tx, found.serviceId)
  const [before] = await readTariffs(tx, { id })
  if (!before) throw notFound(TARIFF, id)
  if (before.version !== version) {
    throw staleEdit(TARIFF, {
      givenVersion: version,
      currentVersion: before.version,
      yours: { ...draft },
      current: { ...before },
    })
  }
  await refuseOverlap(tx, before.serviceId, draft, id)
  await sql`delete from carriers.zones where tariff_id = ${id}`.execute(tx)
  await sql`delete from carriers.surcharges where tariff_id = ${id}`.execute(tx)
  await sql`
    update carriers.tariffs set site_id = ${draft.siteId}, name = ${draft.name}, valid_from = ${draft.validFrom}::date,
      valid_to = ${draft.validTo}::date, source = ${draft.source}, verified = ${draft.verified},
      step_grams = ${draft.stepGrams}, heavy_from_grams = ${draft.heavyFromGrams},
      heavy_step_grams = ${draft.heavyStepGrams}, version = version + 1
    where id = ${id}`.execute(tx)
  await insertParts(tx, id, draft)
  await recordAudit(tx, actor, {
    action: 'carriers.tariff.edit',
    subjectType: 'tariff',
    subjectId: id,
    before,
    after: draft,
  })
  return version + 1
}

/** Price lists of one service are changed one after the other, so that the overlap is judged on what is there (INV-CAR-1). */
async function lockService(tx: Tx, serviceId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from carriers.services where id = ${serviceId} for update`.execute(tx)
  if (rows.length === 0) throw notFound(SERVICE, serviceId)
}

async function refuseOverlap(
  tx: Tx,
  serviceId: string,
  draft: TariffDraft,
  exceptId: string | null,
) {
  const { rows } = await sql<{ from: string; to: string | null }>`
    select valid_from::text as "from", valid_to::text as "to" from carriers.tariffs
    where service_id = ${serviceId} and site_id is not distinct from ${draft.siteId}::uuid
      and id is distinct from ${exceptId}::uuid
      and daterange(valid_from, valid_to, '[]') && daterange(${draft.validFrom}::date, ${draft.validTo}::date, '[]')
    order by valid_from limit 1`.execute(tx)
  if (rows[0]) throw tariffsOverlap(rows[0].from, rows[0].to)
}

async function insertParts(tx: Tx, id: string, { zones, surcharges }: TariffDraft): Promise<void> {
  for (const [n, zone] of zones.entries()) {
    await sql`
      insert into carriers.zones (tariff_id, n, name, first_grams, first_minor, add_grams, add_minor, days)
      values (${id}, ${n}, ${zone.name}, ${zone.firstGrams}, ${zone.firstMinor}, ${zone.addGrams}, ${zone.addMinor},
        ${zone.days})`.execute(tx)
    await sql`
      insert into carriers.zone_regions (tariff_id, region, n)
      select ${id}::uuid, region, ${n}::int from unnest(${pgArray(zone.regions)}::text[]) as region`.execute(
      tx,
    )
  }
  for (const [n, one] of surcharges.entries()) {
    await sql`
      insert into carriers.surcharges (tariff_id, n, name, amount_minor, rate_ppm, regions, valid_from, valid_to)
      values (${id}, ${n}, ${one.name}, ${one.amountMinor}, ${one.ratePpm}, ${pgArray(one.regions)}::text[],
        ${one.validFrom}::date, ${one.validTo}::date)`.execute(tx)
  }
}

/** What a JSON aggregate says of amounts is text, so that no 分 passes through a float. */
type Textual<T> = {
  readonly [K in keyof T]: bigint extends T[K] ? string | Exclude<T[K], bigint> : T[K]
}

export async function readTariffs(
  db: Db,
  asked: {
    readonly id?: string
    readonly serviceId?: string
    readonly siteId?: string
    readonly on?: string
  },
): Promise<StoredTariff[]> {
  const { rows } = await sql<
    Omit<StoredTariff, 'zones' | 'surcharges'> & {
      zones: Textual<Zone>[]
      surcharges: Textual<Surcharge>[]
    }
  >`
    select t.id, t.service_id as "serviceId", t.site_id as "siteId", t.name, t.valid_from::text as "validFrom",
      t.valid_to::text as "validTo", t.source, t.verified, t.step_grams as "stepGrams",
      t.heavy_from_grams as "heavyFromGrams", t.heavy_step_grams as "heavyStepGrams", t.version,
      coalesce((select json_agg(json_build_object('name', z.name, 'firstGrams', z.first_grams,
        'firstMinor', z.first_minor::text, 'addGrams', z.add_grams, 'addMinor', z.add_minor::text, 'days', z.days,
        'regions', (select coalesce(json_agg(r.region order by r.region), '[]') from carriers.zone_regions r
          where r.tariff_id = t.id and r.n = z.n)) order by z.n)
        from carriers.zones z where z.tariff_id = t.id), '[]') as zones,
      coalesce((select json_agg(json_build_object('name', s.name, 'amountMinor', s.amount_minor::text,
        'ratePpm', s.rate_ppm::text, 'regions', s.regions, 'validFrom', s.valid_from, 'validTo', s.valid_to) order by s.n)
        from carriers.surcharges s where s.tariff_id = t.id), '[]') as surcharges
    from carriers.tariffs t
    where (${asked.id ?? null}::uuid is null or t.id = ${asked.id ?? null}::uuid)
      and (${asked.serviceId ?? null}::uuid is null or t.service_id = ${asked.serviceId ?? null}::uuid)
      and (${asked.siteId ?? null}::uuid is null or t.site_id is null or t.site_id = ${asked.siteId ?? null}::uuid)
      and (${asked.on ?? null}::date is null
        or (t.valid_from <= ${asked.on ?? null}::date and (t.valid_to is null or t.valid_to >= ${asked.on ?? null}::date)))
    order by t.service_id, t.site_id nulls last, t.valid_from desc
    limit 2000`.execute(db)
  return rows.map((row) => ({
    ...row,
    zones: row.zones.map((zone) => ({
      ...zone,
      firstMinor: BigInt(zone.firstMinor),
      addMinor: BigInt(zone.addMinor),
    })),
    surcharges: row.surcharges.map((one) => ({
      ...one,
      amountMinor: one.amountMinor === null ? null : BigInt(one.amountMinor),
      ratePpm: one.ratePpm === null ? null : BigInt(one.ratePpm),
    })),
  }))
}

/** The site's own price list goes before the one for every site. */
export function tariffFor(tariffs: readonly StoredTariff[], serviceId: string): Tariff | null {
  const own = tariffs.filter((one) => one.serviceId === serviceId)
  return own.find(({ siteId }) => siteId !== null) ?? own[0] ?? null
}
