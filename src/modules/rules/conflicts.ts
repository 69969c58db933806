// What a person should know about a list of rules before trusting it: rules whose order is left to chance, rules that can never be
// reached, rules that say two things about the same. Only what is certain is said: a silence proves nothing.
import type { Bilingual } from '#kernel/errors.ts'
import { toJson } from '#kernel/wire.ts'
import type { Condition } from './condition.ts'
import { inOrder, type Rule } from './evaluate.ts'
import type { OutcomeKind } from './purpose.ts'

export interface Conflict extends Bilingual {
  readonly kind: 'same_priority' | 'unreachable' | 'contradiction'
  readonly ruleId: string
  readonly otherId: string
}

export function findConflicts(
  rules: readonly Rule[],
  outcomes: readonly OutcomeKind[],
): Conflict[] {
  const live = rules
    .filter(({ active }) => active)
    .toSorted(inOrder)
    .map((rule) => ({ rule, demands: demandsOf(rule.condition) }))
  return live.flatMap((one, n) =>
    live.slice(0, n).flatMap((before) => judgePair(before, one, outcomes) ?? []),
  )
}

interface Listed {
  readonly rule: Rule
  readonly demands: ReadonlySet<string>
}

/** `before` is asked before `one`. */
function judgePair(before: Listed, one: Listed, outcomes: readonly OutcomeKind[]): Conflict | null {
  const { rule, demands } = one
  const other = before.rule
  if (!overlap(rule, other)) return null
  const pair = { ruleId: rule.ruleId, otherId: other.ruleId }
  if (other.stops && covers(other, rule) && isWithin(before.demands, demands)) {
    return {
      ...pair,
      kind: 'unreachable',
      zh: `永远轮不到:「${other.name}」先命中并停止`,
      en: `never reached: “${other.name}” always fires first and stops`,
    }
  }
  const isSame = isWithin(before.demands, demands) && isWithin(demands, before.demands)
  const clash = isSame ? clashing(rule, other) : null
  if (clash !== null) {
    const kind = outcomes.find(({ id }) => id === clash)
    return {
      ...pair,
      kind: 'contradiction',
      zh: `与「${other.name}」条件相同,结果不同(${kind?.zh ?? clash})`,
      en: `same condition as “${other.name}”, another outcome (${kind?.en ?? clash})`,
    }
  }
  if (rule.priority !== other.priority) return null
  return {
    ...pair,
    kind: 'same_priority',
    zh: `与「${other.name}」优先级相同,按创建先后执行`,
    en: `same priority as “${other.name}”; the one made first is asked first`,
  }
}

/** What must all hold for the condition to hold, each as text that is equal when the demand is. */
function demandsOf(condition: Condition): ReadonlySet<string> {
  if ('all' in condition) return new Set(condition.all.flatMap((one) => [...demandsOf(one)]))
  return new Set([canonical(condition)])
}

function canonical(condition: Condition): string {
  if ('all' in condition) return `all(${condition.all.map(canonical).toSorted().join()})`
  if ('any' in condition) return `any(${condition.any.map(canonical).toSorted().join()})`
  if ('not' in condition) return `not(${canonical(condition.not)})`
  const { field, op, value } = condition
  const isList = Array.isArray(value) && op !== 'between'
  return `${field} ${op} ${toJson(isList ? [...value].map(String).toSorted() : value)}`
}

const isWithin = (inner: ReadonlySet<string>, outer: ReadonlySet<string>) =>
  [...inner].every((demand) => outer.has(demand))

const from = ({ validFrom }: Rule) => validFrom?.getTime() ?? -Infinity
const until = ({ validUntil }: Rule) => validUntil?.getTime() ?? Infinity
const overlap = (a: Rule, b: Rule) => from(a) < until(b) && from(b) < until(a)
const covers = (a: Rule, b: Rule) => from(a) <= from(b) && until(b) <= until(a)

/** Kinds that both bring about, with other parameters. Two gifts of different goods are no contradiction: their number is. */
function clashing(a: Rule, b: Rule): string | null {
  const clash = a.outcomes.find((one) => {
    const same = b.outcomes.filter(({ kind }) => kind === one.kind)
    return same.length > 0 && !same.some(({ params }) => toJson(params) === toJson(one.params))
  })
  return clash?.kind ?? null
}
