// A rule as people write it, and as it is kept.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { type Bilingual, type FieldProblem, invalid } from '#kernel/errors.ts'
import { houseTimeZone } from '#kernel/house.ts'
import { readSetting } from '#kernel/settings.ts'
import { addDays, fromWallClock } from '#kernel/time.ts'
import { type Condition, type Outcome, parseCondition, parseOutcomes } from './condition.ts'
import { compile, type Rule, type Ruleset } from './evaluate.ts'
import { type Purpose, type ResolvedPurpose, withoutChoices } from './purpose.ts'

export const RULE: Bilingual = { zh: '规则', en: 'rule' }

/** What a person fills in; condition and outcomes as JSON, not yet judged. */
export interface Draft {
  readonly name: string
  readonly priority: number
  readonly stops: boolean
  readonly active: boolean
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly condition: unknown
  readonly outcomes: unknown
}

export interface StoredRule extends Draft {
  readonly id: string
  readonly purpose: string
  readonly version: number
  readonly note: string
  readonly savedBy: string
  readonly savedAt: Date
}

export interface JudgedDraft {
  readonly condition: Condition
  readonly outcomes: readonly Outcome[]
}

/** Refuses with every node, outcome and date that is wrong at once. */
export function judgeDraft(purpose: ResolvedPurpose, draft: Draft): JudgedDraft {
  const { condition, problems } = parseCondition(purpose, draft.condition)
  const { outcomes, problems: wrongOutcomes } = parseOutcomes(purpose, draft.outcomes)
  const rest: FieldProblem[] = []
  if (outcomes.length === 0 && wrongOutcomes.length === 0 && !draft.stops) {
    rest.push({
      path: 'outcomes',
      code: 'rules.no_outcome',
      zh: '没有结果的规则要勾选「停止」,否则什么也不做',
      en: 'a rule without outcome must stop the others, or it does nothing',
    })
  }
  if (draft.validFrom !== null && draft.validTo !== null && draft.validTo < draft.validFrom) {
    rest.push({
      path: 'validTo',
      code: 'rules.dates',
      zh: '结束日期早于开始日期',
      en: 'ends before it begins',
    })
  }
  const all = [...problems, ...wrongOutcomes, ...rest]
  if (all.length > 0 || condition === null) throw invalid(all)
  return { condition, outcomes }
}

/** Dates become the instants at which the house's days begin, so that judging needs no calendar. */
export function toRule(
  own: Draft & { readonly id: string; readonly version: number },
  judged: JudgedDraft,
  timeZone: string,
): Rule {
  const startOf = (date: string) => fromWallClock(`${date}T00:00:00`, timeZone)
  return {
    ruleId: own.id,
    version: own.version,
    name: own.name,
    priority: own.priority,
    stops: own.stops,
    active: own.active,
    validFrom: own.validFrom === null ? null : startOf(own.validFrom),
    validUntil: own.validTo === null ? null : startOf(addDays(own.validTo, 1)),
    ...judged,
  }
}

export const VERSION_COLUMNS = sql`v.name, v.priority, v.stops, v.active, v.valid_from::text as "validFrom",
  v.valid_to::text as "validTo", v.condition, v.outcomes, v.note, v.saved_by as "savedBy", v.saved_at as "savedAt"`

/** The rules of a purpose as they stand, in the order they are asked. */
export async function readRules(db: Db, purpose: string): Promise<StoredRule[]> {
  const { rows } = await sql<StoredRule>`
    select r.id, r.purpose, r.version, ${VERSION_COLUMNS}
    from rules.rules r join rules.versions v on v.rule_id = r.id and v.version = r.version
    where r.purpose = ${purpose}
    order by v.priority, r.id`.execute(db)
  return rows
}

export interface ReadRule {
  readonly stored: StoredRule
  /** Null when the purpose can no longer read it. */
  readonly rule: Rule | null
}

export async function readJudged(db: Db, purpose: Purpose): Promise<ReadRule[]> {
  const timeZone = await readSetting(db, houseTimeZone)
  const resolved = withoutChoices(purpose)
  return (await readRules(db, purpose.id)).map((stored) => {
    const { condition } = parseCondition(resolved, stored.condition)
    const { outcomes, problems } = parseOutcomes(resolved, stored.outcomes)
    const isBroken = condition === null || problems.length > 0
    return { stored, rule: isBroken ? null : toRule(stored, { condition, outcomes }, timeZone) }
  })
}

/** Read and compiled; use it for a piece of work (a batch, a request) and read it again for the next. */
export async function loadRuleset(db: Db, purpose: Purpose): Promise<Ruleset> {
  return compileRead(purpose, await readJudged(db, purpose))
}

export function compileRead(purpose: Purpose, read: readonly ReadRule[]): Ruleset {
  return compile(
    withoutChoices(purpose),
    read.flatMap(({ rule }) => rule ?? []),
    read
      .filter(({ rule, stored }) => rule === null && stored.active)
      .map(({ stored }) => stored.id),
  )
}
