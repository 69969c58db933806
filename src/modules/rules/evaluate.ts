// Judging facts by rules: pure, compiled once, and certain. Logic has three values, because a fact may not be known: NOT of an
// unknown is unknown, and a rule fires only when its condition is certainly true (INV-RUL-3). An order whose amount is not known is
// therefore never audited by "not above ¥500".
import assert from 'node:assert/strict'
import type { Condition, FactTest, Outcome, Value } from './condition.ts'
import type { Fact, Facts, FieldType, Operator, ResolvedPurpose } from './purpose.ts'

/** 1 true, -1 false, 0 not known: NOT is the sign, ALL the least, ANY the greatest. */
export type Truth = 1 | 0 | -1

export interface Rule {
  readonly ruleId: string
  readonly version: number
  readonly name: string
  /** The smaller is asked first. */
  readonly priority: number
  readonly stops: boolean
  readonly active: boolean
  /** Inclusive bounds as instants; null is open. */
  readonly validFrom: Date | null
  readonly validUntil: Date | null
  readonly condition: Condition
  readonly outcomes: readonly Outcome[]
}

/** A test that made the rule fire. `isNegated`: it stands under NOT and did not hold. */
export interface Matched {
  readonly field: string
  readonly op: Operator
  readonly expected: Value | null
  readonly actual: Fact | null
  readonly isNegated?: true
}

/** Kept with every automatic decision: which rule in which version, what was expected, what was there, what followed. */
export interface Reason {
  readonly ruleId: string
  readonly version: number
  readonly name: string
  readonly matched: readonly Matched[]
  /** Null when the rule only stops those behind it. */
  readonly outcome: Outcome | null
  readonly at: Date
}

export interface Decision {
  readonly at: Date
  readonly outcomes: readonly Outcome[]
  readonly reasons: readonly Reason[]
  /** The rule after which no other was asked. */
  readonly stoppedBy: string | null
}

type Judge = (facts: Facts, at: Date) => Truth

/** A node beside its judge, so that a rule that fired can say which of its tests made it. */
interface Node {
  readonly judge: Judge
  readonly kind: 'all' | 'any' | 'not' | 'test'
  readonly parts: readonly Node[]
  readonly test: FactTest | null
}

interface CompiledRule {
  readonly rule: Rule
  readonly root: Node
}

export interface Ruleset {
  readonly purpose: string
  readonly rules: readonly CompiledRule[]
  /** Rules the purpose can no longer read (a field is gone); they do not fire. */
  readonly broken: readonly string[]
}

/** Rules of the same priority are asked in the order they were made, so that a decision never depends on chance. */
export function inOrder(a: Rule, b: Rule): number {
  return a.priority - b.priority || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0)
}

export function compile(
  purpose: ResolvedPurpose,
  rules: readonly Rule[],
  broken: readonly string[] = [],
): Ruleset {
  const types = new Map(purpose.fields.map(({ id, type }) => [id, type]))
  return {
    purpose: purpose.id,
    rules: rules
      .filter(({ active }) => active)
      .toSorted(inOrder)
      .map((rule) => ({ rule, root: nodeOf(rule.condition, types) })),
    broken,
  }
}

export function evaluate(ruleset: Ruleset, facts: Facts, at: Date): Decision {
  const reasons: Reason[] = []
  let stoppedBy: string | null = null
  for (const { rule, root } of ruleset.rules) {
    if (rule.validFrom !== null && at < rule.validFrom) continue
    if (rule.validUntil !== null && at >= rule.validUntil) continue
    if (root.judge(facts, at) !== 1) continue
    const matched = matchedIn(root, facts, at, 1)
    const { ruleId, version, name } = rule
    for (const outcome of rule.outcomes.length > 0 ? rule.outcomes : [null]) {
      reasons.push({ ruleId, version, name, matched, outcome, at })
    }
    if (rule.stops) {
      stoppedBy = rule.ruleId
      break
    }
  }
  return { at, outcomes: reasons.flatMap(({ outcome }) => outcome ?? []), reasons, stoppedBy }
}

/** One condition on its own, for whoever wants a truth and no rule. */
export function judgeCondition(
  purpose: ResolvedPurpose,
  condition: Condition,
): (facts: Facts, at: Date) => Truth {
  return nodeOf(condition, new Map(purpose.fields.map(({ id, type }) => [id, type]))).judge
}

function nodeOf(condition: Condition, types: ReadonlyMap<string, FieldType>): Node {
  if ('all' in condition) {
    const parts = condition.all.map((one) => nodeOf(one, types))
    return { kind: 'all', parts, test: null, judge: allOf(parts) }
  }
  if ('any' in condition) {
    const parts = condition.any.map((one) => nodeOf(one, types))
    return { kind: 'any', parts, test: null, judge: anyOf(parts) }
  }
  if ('not' in condition) {
    const inner = nodeOf(condition.not, types)
    const judge: Judge = (facts, at) => negate(inner.judge(facts, at))
    return { kind: 'not', parts: [inner], test: null, judge }
  }
  const type = types.get(condition.field)
  assert(type, `the purpose has a field ${condition.field}`)
  return { kind: 'test', parts: [], test: condition, judge: testOf(type, condition) }
}

function allOf(parts: readonly Node[]): Judge {
  return (facts, at) => {
    let least: Truth = 1
    for (const part of parts) {
      const truth = part.judge(facts, at)
      if (truth === -1) return -1
      if (truth < least) least = truth
    }
    return least
  }
}

function anyOf(parts: readonly Node[]): Judge {
  return (facts, at) => {
    let greatest: Truth = -1
    for (const part of parts) {
      const truth = part.judge(facts, at)
      if (truth === 1) return 1
      if (truth > greatest) greatest = truth
    }
    return greatest
  }
}

function testOf(type: FieldType, test: FactTest): Judge {
  const { field, op } = test
  if (op === 'known') return (facts) => (isKnown(facts[field]) ? 1 : -1)
  if (op === 'unknown') return (facts) => (isKnown(facts[field]) ? -1 : 1)
  const holds = comparison(type, test)
  return (facts, at) => {
    const fact = facts[field]
    if (!isKnown(fact)) return 0
    return holds(fact, at) ? 1 : -1
  }
}

const negate = (truth: Truth): Truth => (truth === 0 ? 0 : truth === 1 ? -1 : 1)

const isKnown = (fact: Fact | null | undefined): fact is Fact => fact !== null && fact !== undefined

type Holds = (fact: Fact, at: Date) => boolean

function comparison(type: FieldType, { field, op, value }: FactTest): Holds {
  switch (type) {
    case 'money':
    case 'int':
      return (fact) => {
        assert(typeof fact === 'bigint', `the fact ${field} is a bigint`)
        return compareNumber(op, fact, value as bigint | readonly bigint[])
      }
    case 'bool':
      return (fact) => fact === value
    case 'enum': {
      const wanted = new Set(Array.isArray(value) ? value : [value as string])
      const isWanted = op === 'in' || op === 'eq'
      return (fact) => wanted.has(fact as string) === isWanted
    }
    case 'text':
      return textComparison(op, value as string | readonly string[])
    case 'set':
      return setComparison(field, op, value as readonly string[])
    case 'region': {
      // 330000 takes in 330106: the trailing pairs of noughts are what is left open.
      const prefixes = (value as readonly string[]).map((code) => code.replace(/(?:00){1,2}$/, ''))
      const isWanted = op === 'in'
      return (fact) => prefixes.some((prefix) => (fact as string).startsWith(prefix)) === isWanted
    }
    case 'instant':
      return instantComparison(field, op, value as Date | bigint)
  }
}

function compareNumber(op: Operator, fact: bigint, value: bigint | readonly bigint[]): boolean {
  if (typeof value !== 'bigint') return value[0]! <= fact && fact <= value[1]!
  switch (op) {
    case 'eq':
      return fact === value
    case 'ne':
      return fact !== value
    case 'lt':
      return fact < value
    case 'lte':
      return fact <= value
    case 'gt':
      return fact > value
    default:
      return fact >= value
  }
}

/** Full-width and half-width, upper and lower case are one to the eye. */
export const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

function textComparison(op: Operator, value: string | readonly string[]): Holds {
  if (typeof value !== 'string') {
    const wanted = new Set(value.map(plain))
    const isWanted = op === 'in'
    return (fact) => wanted.has(plain(fact as string)) === isWanted
  }
  const wanted = plain(value)
  switch (op) {
    case 'contains':
      return (fact) => plain(fact as string).includes(wanted)
    case 'not_contains':
      return (fact) => !plain(fact as string).includes(wanted)
    case 'starts_with':
      return (fact) => plain(fact as string).startsWith(wanted)
    case 'ends_with':
      return (fact) => plain(fact as string).endsWith(wanted)
    case 'ne':
      return (fact) => plain(fact as string) !== wanted
    default:
      return (fact) => plain(fact as string) === wanted
  }
}

function setComparison(field: string, op: Operator, value: readonly string[]): Holds {
  const wanted = new Set(value)
  return (fact) => {
    assert(Array.isArray(fact), `the fact ${field} is a list`)
    const held = fact as readonly string[]
    switch (op) {
      case 'has_all':
        return value.every((one) => held.includes(one))
      case 'has_none':
        return !held.some((one) => wanted.has(one))
      case 'only':
        // An empty set says nothing about what is in it.
        return held.length > 0 && held.every((one) => wanted.has(one))
      default:
        return held.some((one) => wanted.has(one))
    }
  }
}

const MINUTE_MS = 60_000

function instantComparison(field: string, op: Operator, value: Date | bigint): Holds {
  return (fact, at) => {
    assert(fact instanceof Date, `the fact ${field} is an instant`)
    if (typeof value !== 'bigint') return op === 'before' ? fact < value : fact >= value
    const ms = Number(value) * MINUTE_MS
    return op === 'within_minutes'
      ? fact.getTime() - at.getTime() <= ms
      : at.getTime() - fact.getTime() >= ms
  }
}

/** The tests that made a node so: of an ANY only the parts that held, of a NOT what did not. */
function matchedIn(node: Node, facts: Facts, at: Date, wanted: 1 | -1): Matched[] {
  if (node.judge(facts, at) !== wanted) return []
  if (node.kind === 'not')
    return node.parts.flatMap((one) => matchedIn(one, facts, at, wanted === 1 ? -1 : 1))
  if (node.test === null) return node.parts.flatMap((one) => matchedIn(one, facts, at, wanted))
  const { field, op, value } = node.test
  return [
    {
      field,
      op,
      expected: value ?? null,
      actual: facts[field] ?? null,
      ...(wanted === -1 ? { isNegated: true as const } : {}),
    },
  ]
}
