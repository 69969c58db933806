// What would be different: the rules as they stand against the rules with a draft among them, over what really happened.
// Nothing is written.
import type { Db } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { houseTimeZone } from '#kernel/house.ts'
import { readSetting } from '#kernel/settings.ts'
import { now } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import type { Outcome } from './condition.ts'
import {
  compileRead,
  type Draft,
  judgeDraft,
  readJudged,
  type ReadRule,
  RULE,
  toRule,
} from './draft.ts'
import { type Decision, evaluate, type Reason } from './evaluate.ts'
import { MAX_SAMPLES, type Purpose, resolvePurpose, type Sample } from './purpose.ts'

/** Enough to judge by; the counts say how many more there are. */
const MAX_EXAMPLES = 50

/** Stands for the rule that has no id yet; sorts behind every rule of its priority, as a new rule does. */
const DRAFT_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export interface Example {
  readonly ref: string
  readonly label: string
  readonly to: string | null
  readonly before: readonly Outcome[]
  readonly after: readonly Outcome[]
  /** Why it would be so, and why it is so today. */
  readonly reasonsAfter: readonly Reason[]
  readonly reasonsBefore: readonly Reason[]
}

export interface Difference {
  readonly tried: number
  readonly changed: number
  /** How often the draft itself fires. */
  readonly fired: number
  readonly byOutcome: readonly { kind: string; before: number; after: number }[]
  readonly examples: readonly Example[]
  readonly at: Date
}

export async function tryDraft(
  db: Db,
  purpose: Purpose,
  asked: { readonly id: string | null; readonly draft: Draft; readonly limit: number },
): Promise<Difference> {
  if (!purpose.samples) {
    throw refuse('rules.no_samples', 409, {
      zh: `「${purpose.zh}」没有可供试算的历史`,
      en: `There is no history to try “${purpose.en}” on.`,
    })
  }
  const judged = judgeDraft(await resolvePurpose(db, purpose), asked.draft)
  const read = await readJudged(db, purpose)
  if (asked.id !== null && !read.some(({ stored }) => stored.id === asked.id)) {
    throw notFound(RULE, asked.id)
  }
  const id = asked.id ?? DRAFT_ID
  const rule = toRule(
    { ...asked.draft, id, version: 0 },
    judged,
    await readSetting(db, houseTimeZone),
  )
  const others = read.filter(({ stored }) => stored.id !== asked.id)
  const withDraft: readonly ReadRule[] = [
    ...others,
    {
      rule,
      stored: {
        ...asked.draft,
        id,
        purpose: purpose.id,
        version: 0,
        note: '',
        savedBy: '',
        savedAt: now(),
      },
    },
  ]
  const before = compileRead(purpose, read)
  const after = compileRead(purpose, withDraft)
  const at = now()
  const samples = await purpose.samples(db, Math.min(asked.limit, MAX_SAMPLES))
  return compare(
    samples.map((sample) => ({
      sample,
      before: evaluate(before, sample.facts, sample.at ?? at),
      after: evaluate(after, sample.facts, sample.at ?? at),
    })),
    id,
    at,
  )
}

interface Pair {
  readonly sample: Sample
  readonly before: Decision
  readonly after: Decision
}

function compare(pairs: readonly Pair[], draftId: string, at: Date): Difference {
  const counts = new Map<string, { before: number; after: number }>()
  const count = (decision: Decision, side: 'before' | 'after') => {
    for (const kind of new Set(decision.outcomes.map((outcome) => outcome.kind))) {
      const held = counts.get(kind) ?? { before: 0, after: 0 }
      held[side] += 1
      counts.set(kind, held)
    }
  }
  for (const { before, after } of pairs) {
    count(before, 'before')
    count(after, 'after')
  }
  const changed = pairs.filter(
    ({ before, after }) => toJson(before.outcomes) !== toJson(after.outcomes),
  )
  return {
    tried: pairs.length,
    changed: changed.length,
    fired: pairs.filter(({ after }) => after.reasons.some(({ ruleId }) => ruleId === draftId))
      .length,
    byOutcome: [...counts].map(([kind, both]) => ({ kind, ...both })),
    examples: changed.slice(0, MAX_EXAMPLES).map(({ sample, before, after }) => ({
      ref: sample.ref,
      label: sample.label,
      to: sample.to ?? null,
      before: before.outcomes,
      after: after.outcomes,
      reasonsBefore: before.reasons,
      reasonsAfter: after.reasons,
    })),
    at,
  }
}
