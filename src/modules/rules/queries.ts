// What the studio shows.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { findConflicts } from './conflicts.ts'
import type { ConditionJson } from './contract.ts'
import { readJudged, VERSION_COLUMNS } from './draft.ts'
import { operatorsOf, type Purpose, resolvePurpose } from './purpose.ts'

export interface OutcomeJson {
  readonly kind: string
  readonly params: Readonly<Record<string, string | boolean>>
}

export interface StoredContent {
  readonly name: string
  readonly priority: number
  readonly stops: boolean
  readonly active: boolean
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly condition: ConditionJson
  readonly outcomes: readonly OutcomeJson[]
  readonly note: string
  readonly savedBy: string
  readonly savedAt: Date
}

export async function listPurposes(db: Db, purposes: readonly Purpose[]) {
  const { rows } = await sql<{ purpose: string; rules: number; active: number }>`
    select r.purpose, count(*)::int as rules, count(*) filter (where v.active)::int as active
    from rules.rules r join rules.versions v on v.rule_id = r.id and v.version = r.version
    group by r.purpose`.execute(db)
  return Promise.all(
    purposes.map(async (purpose) => {
      const { id, zh, en, help, fields, outcomes } = await resolvePurpose(db, purpose)
      const count = rows.find((row) => row.purpose === id)
      return {
        id,
        zh,
        en,
        help: help ?? null,
        hasSamples: purpose.samples !== undefined,
        rules: count?.rules ?? 0,
        active: count?.active ?? 0,
        fields: fields.map((field) => ({
          ...field,
          operators: operatorsOf(field),
          help: field.help ?? null,
        })),
        outcomes: outcomes.map((kind) => ({
          ...kind,
          params: kind.params.map((param) => ({ ...param, isOptional: param.isOptional ?? false })),
        })),
      }
    }),
  )
}

export async function readSet(db: Db, purpose: Purpose) {
  const read = await readJudged(db, purpose)
  return {
    rules: read.map(({ stored, rule }) => {
      const { purpose: _, ...own } = stored
      return {
        ...own,
        condition: stored.condition as ConditionJson,
        outcomes: stored.outcomes as readonly OutcomeJson[],
        isBroken: rule === null,
      }
    }),
    conflicts: findConflicts(
      read.flatMap(({ rule }) => rule ?? []),
      purpose.outcomes,
    ),
  }
}

interface VersionRow extends StoredContent {
  readonly ruleId: string
  readonly purpose: string
  readonly version: number
  readonly isCurrent: boolean
  readonly restoredFrom: number | null
}

export async function listVersions(
  db: Db,
  asked: {
    readonly ruleId?: string | undefined
    readonly purpose?: string | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<VersionRow[]> {
  const [savedAt = null, ruleId = null, version = null] = asked.cursor
    ? decodeCursor(asked.cursor, 3)
    : []
  const { rows } = await sql<VersionRow>`
    select v.rule_id as "ruleId", r.purpose, v.version, v.version = r.version as "isCurrent",
      v.restored_from as "restoredFrom", ${VERSION_COLUMNS}
    from rules.versions v join rules.rules r on r.id = v.rule_id
    where (${asked.ruleId ?? null}::uuid is null or v.rule_id = ${asked.ruleId ?? null}::uuid)
      and (${asked.purpose ?? null}::text is null or r.purpose = ${asked.purpose ?? null})
      and (${savedAt}::text is null
        or (date_trunc('milliseconds', v.saved_at), v.rule_id, v.version) < (${savedAt}::timestamptz, ${ruleId}::uuid, ${version}::int))
    order by date_trunc('milliseconds', v.saved_at) desc, v.rule_id desc, v.version desc
    limit ${asked.limit + 1}`.execute(db)
  return rows
}

/** Which purpose a rule belongs to. */
export async function purposeOf(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ purpose: string }>`
    select purpose from rules.rules where id = ${id}`.execute(db)
  return rows[0]?.purpose ?? null
}
