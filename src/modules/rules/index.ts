// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export { checks } from './checks.ts'
export type { Condition, Outcome, Value } from './condition.ts'
export { loadRuleset } from './draft.ts'
export { type Decision, evaluate, type Matched, type Reason, type Ruleset } from './evaluate.ts'
export type { Choice, Fact, Facts, Field, OutcomeKind, Purpose, Sample } from './purpose.ts'
export { routes } from './routes.ts'
export { addRule, saveRule } from './save.ts'

export const constraintErrors: ConstraintErrors = {
  rules_name_once: refuse('rules.name_taken', 409, {
    zh: '这个用途下已有同名规则,请换个名称',
    en: 'This purpose has a rule of that name. Choose another.',
  }),
}
