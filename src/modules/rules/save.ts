// Writing rules. Nothing is overwritten: every save is a new version, going back is a save of what an old one said, and the
// version in force is always the newest (INV-RUL-2). All writers of one purpose stand in line, so that priorities are judged
// on what is there.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { toJson } from '#kernel/wire.ts'
import {
  type Draft,
  judgeDraft,
  readRules,
  RULE,
  type StoredRule,
  VERSION_COLUMNS,
} from './draft.ts'
import { type Purpose, resolvePurpose } from './purpose.ts'

/** More rules than this are a table of the purpose's own, not a list people keep in their heads. */
const MAX_RULES = 500

/** Room between neighbours, so that moving one rule rarely touches another. */
const STEP = 10

export async function addRule(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  asked: { readonly draft: Draft; readonly note: string },
): Promise<string> {
  const { outcomes, condition } = judgeDraft(await resolvePurpose(tx, purpose), asked.draft)
  await lockPurpose(tx, purpose.id)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from rules.rules where purpose = ${purpose.id}`.execute(tx)
  if (rows[0]!.count >= MAX_RULES) {
    throw refuse('rules.too_many', 409, {
      zh: `「${purpose.zh}」已有 ${MAX_RULES} 条规则;请合并或改写旧规则`,
      en: `There are ${MAX_RULES} rules for “${purpose.en}”. Merge or rewrite old ones.`,
    })
  }
  const id = newId()
  await sql`
    insert into rules.rules (id, purpose, name) values (${id}, ${purpose.id}, ${asked.draft.name})`.execute(
    tx,
  )
  await insertVersion(tx, actor, id, 1, { ...asked.draft, condition, outcomes }, asked.note, null)
  await recordAudit(tx, actor, {
    action: 'rules.rule.add',
    subjectType: 'rule',
    subjectId: id,
    after: { purpose: purpose.id, ...asked.draft },
    reason: asked.note || undefined,
  })
  return id
}

export async function saveRule(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  asked: {
    readonly id: string
    readonly version: number
    readonly draft: Draft
    readonly note: string
  },
): Promise<number> {
  const { outcomes, condition } = judgeDraft(await resolvePurpose(tx, purpose), asked.draft)
  const before = await lockRule(tx, purpose.id, asked.id, asked.version, {
    ...asked.draft,
    condition,
    outcomes,
  })
  const version = await nextVersion(
    tx,
    actor,
    before,
    { ...asked.draft, condition, outcomes },
    asked.note,
  )
  await recordAudit(tx, actor, {
    action: 'rules.rule.save',
    subjectType: 'rule',
    subjectId: asked.id,
    before: draftOf(before),
    after: asked.draft,
    reason: asked.note || undefined,
  })
  return version
}

/** What an old version said becomes the newest one, if the purpose can still read it. */
export async function restoreRule(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  asked: {
    readonly id: string
    readonly version: number
    readonly to: number
    readonly note: string
  },
): Promise<number> {
  const { rows } = await sql<Draft>`
    select ${VERSION_COLUMNS} from rules.versions v
    where v.rule_id = ${asked.id} and v.version = ${asked.to}`.execute(tx)
  const old = rows[0]
  if (!old) throw notFound({ zh: '规则版本', en: 'rule version' }, `${asked.id} v${asked.to}`)
  const before = await lockRule(tx, purpose.id, asked.id, asked.version, draftOf(old))
  if (asked.to === before.version) {
    throw refuse('rules.already_current', 409, {
      zh: `版本 ${asked.to} 就是当前版本`,
      en: `Version ${asked.to} is the one in force.`,
    })
  }
  const { condition, outcomes } = judgeDraft(await resolvePurpose(tx, purpose), old)
  const draft = { ...draftOf(old), condition, outcomes }
  const version = await nextVersion(tx, actor, before, draft, asked.note, asked.to)
  await recordAudit(tx, actor, {
    action: 'rules.rule.restore',
    subjectType: 'rule',
    subjectId: asked.id,
    before: { version: before.version },
    after: { version, restoredFrom: asked.to },
    reason: asked.note || undefined,
  })
  return version
}

/** Put a rule before another (or last). Neighbours move only when there is no room; each then has a new version, too. */
export async function placeRule(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  asked: { readonly id: string; readonly version: number; readonly beforeId: string | null },
): Promise<{ moved: number }> {
  const rule = await lockRule(tx, purpose.id, asked.id, asked.version, {})
  if (asked.beforeId === asked.id) return { moved: 0 }
  const others = (await readRules(tx, purpose.id)).filter(({ id }) => id !== asked.id)
  const at =
    asked.beforeId === null ? others.length : others.findIndex(({ id }) => id === asked.beforeId)
  if (at < 0) throw notFound(RULE, asked.beforeId ?? '')
  const wanted = priorities(others, at)
  const ordered = [...others.slice(0, at), rule, ...others.slice(at)]
  let moved = 0
  for (const [n, one] of ordered.entries()) {
    const priority = wanted[n]!
    if (priority === one.priority) continue
    moved += 1
    await nextVersion(tx, actor, one, { ...draftOf(one), priority }, `→ ${n + 1}`)
  }
  await recordAudit(tx, actor, {
    action: 'rules.rule.place',
    subjectType: 'rule',
    subjectId: asked.id,
    before: { priority: rule.priority },
    after: { priority: wanted[at], moved },
  })
  return { moved }
}

/** Priorities of the list with one more at `at`: the gap when there is one, else everybody anew. */
function priorities(others: readonly StoredRule[], at: number): number[] {
  const low = others[at - 1]?.priority ?? -1
  const high = others[at]?.priority
  const middle = high === undefined ? low + STEP : Math.floor((low + high) / 2)
  const kept = others.map(({ priority }) => priority)
  return low < middle && (high === undefined || middle < high)
    ? [...kept.slice(0, at), Math.max(middle, 0), ...kept.slice(at)]
    : [...others, null].map((_, n) => (n + 1) * STEP)
}

async function lockPurpose(tx: Tx, purpose: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rules:${purpose}`}, 0))`.execute(tx)
}

async function lockRule(
  tx: Tx,
  purpose: string,
  id: string,
  givenVersion: number,
  yours: object,
): Promise<StoredRule> {
  await lockPurpose(tx, purpose)
  const current = (await readRules(tx, purpose)).find((rule) => rule.id === id)
  if (!current) throw notFound(RULE, id)
  if (current.version !== givenVersion) {
    throw staleEdit(RULE, {
      givenVersion,
      currentVersion: current.version,
      yours: comparable(yours),
      current: comparable(draftOf(current)),
    })
  }
  return current
}

/** As JSON with its keys in order, since what comes from the database has them in another. */
function comparable(draft: object): Record<string, unknown> {
  return JSON.parse(toJson(draft), (_key, inner: unknown) =>
    inner === null || typeof inner !== 'object' || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  ) as Record<string, unknown>
}

const draftOf = ({
  name,
  priority,
  stops,
  active,
  validFrom,
  validTo,
  condition,
  outcomes,
}: Draft): Draft => ({
  name,
  priority,
  stops,
  active,
  validFrom,
  validTo,
  condition,
  outcomes,
})

async function nextVersion(
  tx: Tx,
  actor: Actor,
  before: StoredRule,
  draft: Draft,
  note: string,
  restoredFrom: number | null = null,
): Promise<number> {
  const version = before.version + 1
  await insertVersion(tx, actor, before.id, version, draft, note, restoredFrom)
  await sql`
    update rules.rules set version = ${version}, name = ${draft.name} where id = ${before.id}`.execute(
    tx,
  )
  return version
}

async function insertVersion(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  draft: Draft,
  note: string,
  restoredFrom: number | null,
): Promise<void> {
  await sql`
    insert into rules.versions (rule_id, version, name, priority, stops, active, valid_from, valid_to, condition,
      outcomes, note, restored_from, saved_by)
    values (${id}, ${version}, ${draft.name}, ${draft.priority}, ${draft.stops}, ${draft.active},
      ${draft.validFrom}::date, ${draft.validTo}::date, ${toJson(draft.condition)}::jsonb,
      ${toJson(draft.outcomes)}::jsonb, ${note}, ${restoredFrom}, ${actor.name})`.execute(tx)
}
