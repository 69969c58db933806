// The condition while it is edited: groups and tests with keys of their own, NOT as a flag. Turning it into JSON remembers
// which node stands where, so that the server's problems find their node again.
import type { ConditionJson } from '../../../src/modules/rules/contract.ts'
import type { Result } from '../../api/client.ts'
import type { rulesApi } from '../../../src/modules/rules/contract.ts'
import { minorOf, yuanOf } from '../../ui/form/Field.tsx'

export type Purpose = Result<(typeof rulesApi)['purposes']>['items'][number]
export type FieldOf = Purpose['fields'][number]
export type ParamOf = Purpose['outcomes'][number]['params'][number]
export type RuleRow = Result<(typeof rulesApi)['ruleset']>['rules'][number]
export type OutcomeRow = RuleRow['outcomes'][number]

export type EditValue = string | boolean | readonly string[] | undefined

export interface TestNode {
  readonly key: number
  readonly kind: 'test'
  readonly isNegated: boolean
  readonly field: string
  readonly op: string
  /** Amounts as yuan text, as they are typed. */
  readonly value: EditValue
}

export interface GroupNode {
  readonly key: number
  readonly kind: 'group'
  readonly mode: 'all' | 'any'
  readonly isNegated: boolean
  readonly parts: readonly EditNode[]
}

export type EditNode = TestNode | GroupNode

let last = 0
export const newKey = () => ++last

export interface EditOutcome {
  readonly key: number
  readonly kind: string
  readonly params: Readonly<Record<string, string | boolean>>
}

/** A rule while it is edited. */
export interface EditRule {
  readonly name: string
  readonly priority: number
  readonly stops: boolean
  readonly active: boolean
  readonly validFrom: string
  readonly validTo: string
  readonly root: GroupNode
  readonly outcomes: readonly EditOutcome[]
}

const isMoney = (purpose: Purpose, fieldId: string) =>
  purpose.fields.find(({ id }) => id === fieldId)?.type === 'money'

export function toEdit(purpose: Purpose, json: ConditionJson): GroupNode {
  const node = toNode(purpose, json, false)
  return node.kind === 'group'
    ? node
    : { key: newKey(), kind: 'group', mode: 'all', isNegated: false, parts: [node] }
}

function toNode(purpose: Purpose, json: ConditionJson, isNegated: boolean): EditNode {
  if ('not' in json) return toNode(purpose, json.not, !isNegated)
  if ('all' in json || 'any' in json) {
    const mode = 'all' in json ? 'all' : 'any'
    const parts = 'all' in json ? json.all : json.any
    return {
      key: newKey(),
      kind: 'group',
      mode,
      isNegated,
      parts: parts.map((part) => toNode(purpose, part, false)),
    }
  }
  const { field, op, value } = json
  const shown = (one: string) => (isMoney(purpose, field) ? yuanOf(one) : one)
  return {
    key: newKey(),
    kind: 'test',
    isNegated,
    field,
    op,
    value: Array.isArray(value)
      ? value.map(shown)
      : typeof value === 'string'
        ? shown(value)
        : (value as EditValue),
  }
}

export interface Written {
  readonly condition: ConditionJson
  /** Path of the server → key of the node. */
  readonly keys: ReadonlyMap<string, number>
}

export function toJson(purpose: Purpose, root: GroupNode): Written {
  const keys = new Map<string, number>()
  return { condition: write(purpose, root, 'condition', keys), keys }
}

function write(
  purpose: Purpose,
  node: EditNode,
  path: string,
  keys: Map<string, number>,
): ConditionJson {
  keys.set(path, node.key)
  if (node.isNegated) {
    return { not: write(purpose, { ...node, isNegated: false }, `${path}.not`, keys) }
  }
  if (node.kind === 'group') {
    const parts = node.parts.map((part, n) =>
      write(purpose, part, `${path}.${node.mode}.${n}`, keys),
    )
    return node.mode === 'all' ? { all: parts } : { any: parts }
  }
  const { field, op, value } = node
  if (op === 'known' || op === 'unknown') return { field, op }
  const sent = (one: string) => (isMoney(purpose, field) ? minorOf(one) : one)
  if (value === undefined) return { field, op, value: '' }
  return {
    field,
    op,
    value: Array.isArray(value)
      ? value.map(sent)
      : typeof value === 'string'
        ? sent(value)
        : (value as boolean),
  }
}

/** The node a problem of the server belongs to: the deepest one its path begins with. */
export function nodeAt(keys: ReadonlyMap<string, number>, path: string): number | undefined {
  const steps = path.split('.')
  for (let length = steps.length; length > 0; length--) {
    const key = keys.get(steps.slice(0, length).join('.'))
    if (key !== undefined) return key
  }
  return undefined
}

export function editOf(
  purpose: Purpose,
  rule: Omit<RuleRow, 'id' | 'isBroken' | 'note' | 'savedBy' | 'savedAt' | 'version'>,
): EditRule {
  return {
    name: rule.name,
    priority: rule.priority,
    stops: rule.stops,
    active: rule.active,
    validFrom: rule.validFrom ?? '',
    validTo: rule.validTo ?? '',
    root: toEdit(purpose, rule.condition),
    outcomes: rule.outcomes.map((outcome) => editOutcome(purpose, outcome)),
  }
}

function editOutcome(purpose: Purpose, outcome: OutcomeRow): EditOutcome {
  const params = purpose.outcomes.find(({ id }) => id === outcome.kind)?.params ?? []
  return {
    key: newKey(),
    kind: outcome.kind,
    params: Object.fromEntries(
      Object.entries(outcome.params).map(([id, value]) => [
        id,
        typeof value === 'string' && params.find((param) => param.id === id)?.type === 'money'
          ? yuanOf(value)
          : value,
      ]),
    ),
  }
}

export function draftOf(purpose: Purpose, edit: EditRule) {
  const { condition, keys } = toJson(purpose, edit.root)
  return {
    keys,
    draft: {
      name: edit.name,
      priority: edit.priority,
      stops: edit.stops,
      active: edit.active,
      validFrom: edit.validFrom || null,
      validTo: edit.validTo || null,
      condition,
      outcomes: edit.outcomes.map(({ kind, params }) => ({
        kind,
        params: Object.fromEntries(
          Object.entries(params).map(([id, value]) => {
            const type = purpose.outcomes
              .find((one) => one.id === kind)
              ?.params.find((param) => param.id === id)?.type
            return [id, type === 'money' ? minorOf(value as string) : value]
          }),
        ),
      })),
    },
  }
}

export function emptyRule(name: string, priority: number): EditRule {
  return {
    name,
    priority,
    stops: false,
    active: true,
    validFrom: '',
    validTo: '',
    root: { key: newKey(), kind: 'group', mode: 'all', isNegated: false, parts: [] },
    outcomes: [],
  }
}

/** The tree with one node replaced (or taken out by null). */
export function replaceNode(root: GroupNode, key: number, by: EditNode | null): GroupNode {
  if (root.key === key) return by?.kind === 'group' ? by : root
  return {
    ...root,
    parts: root.parts.flatMap((part) => {
      if (part.key === key) return by ?? []
      return part.kind === 'group' ? replaceNode(part, key, by) : part
    }),
  }
}
