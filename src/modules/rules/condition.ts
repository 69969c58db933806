// The condition of a rule: a tree of ALL, ANY and NOT over tests of single facts. It is stored and sent as JSON with amounts as
// digits; `parseCondition` is the only way in, and names the node of everything it refuses.
import type { FieldProblem } from '#kernel/errors.ts'
import { isId } from '#kernel/ids.ts'
import { instant } from '#kernel/time.ts'
import { type Operator, operatorsOf, type ResolvedPurpose } from './purpose.ts'

export type Value = bigint | string | boolean | Date | readonly string[] | readonly bigint[]

export interface FactTest {
  readonly field: string
  readonly op: Operator
  readonly value?: Value
}

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | FactTest

export type ParamValue = bigint | string | boolean

export interface Outcome {
  readonly kind: string
  readonly params: Readonly<Record<string, ParamValue>>
}

/** A tree nobody can read is a mistake; so is a list nobody typed. */
const MAX_DEPTH = 8
const MAX_NODES = 200
const MAX_LIST = 1000
const MAX_TEXT = 200
const MAX_OUTCOMES = 20

const DIGITS = /^-?\d{1,18}$/
/** Ten years of minutes. */
const MAX_MINUTES = 5_256_000n

interface Reading {
  readonly purpose: ResolvedPurpose
  readonly problems: FieldProblem[]
  nodes: number
}

/** The condition, or what is wrong with it, node by node. */
export function parseCondition(
  purpose: ResolvedPurpose,
  json: unknown,
): { readonly condition: Condition | null; readonly problems: readonly FieldProblem[] } {
  const reading: Reading = { purpose, problems: [], nodes: 0 }
  const condition = readNode(reading, json, 'condition', 1)
  return { condition: reading.problems.length === 0 ? condition : null, problems: reading.problems }
}

function complain(reading: Reading, path: string, code: string, zh: string, en: string): null {
  reading.problems.push({ path, code: `rules.${code}`, zh, en })
  return null
}

const isRecord = (json: unknown): json is Readonly<Record<string, unknown>> =>
  json !== null && typeof json === 'object' && !Array.isArray(json)

function readNode(reading: Reading, json: unknown, path: string, depth: number): Condition | null {
  reading.nodes += 1
  if (reading.nodes === MAX_NODES + 1) {
    return complain(
      reading,
      path,
      'too_many_nodes',
      `条件超过 ${MAX_NODES} 个,请拆成几条规则`,
      `more than ${MAX_NODES} nodes; split the rule`,
    )
  }
  if (reading.nodes > MAX_NODES) return null
  if (depth > MAX_DEPTH) {
    return complain(
      reading,
      path,
      'too_deep',
      `条件嵌套超过 ${MAX_DEPTH} 层`,
      `nested deeper than ${MAX_DEPTH} levels`,
    )
  }
  if (!isRecord(json)) return badNode(reading, path)
  const keys = Object.keys(json)
  if (keys.length === 1 && Array.isArray(json['all'])) {
    return { all: readList(reading, json['all'], `${path}.all`, depth) }
  }
  if (keys.length === 1 && Array.isArray(json['any'])) {
    if (json['any'].length === 0) {
      return complain(
        reading,
        `${path}.any`,
        'empty_any',
        '「任一满足」里至少要有一个条件,否则永远不成立',
        'ANY needs at least one condition; without, it never holds',
      )
    }
    return { any: readList(reading, json['any'], `${path}.any`, depth) }
  }
  if (keys.length === 1 && keys[0] === 'not') {
    const inner = readNode(reading, json['not'], `${path}.not`, depth + 1)
    return inner && { not: inner }
  }
  return readTest(reading, json, path)
}

const badNode = (reading: Reading, path: string) =>
  complain(
    reading,
    path,
    'bad_node',
    '这里应是「全部满足」「任一满足」「不满足」或一个条件',
    'ALL, ANY, NOT or a test belongs here',
  )

function readList(reading: Reading, list: readonly unknown[], path: string, depth: number) {
  return list.flatMap((one, n) => readNode(reading, one, `${path}.${n}`, depth + 1) ?? [])
}

function readTest(reading: Reading, json: Readonly<Record<string, unknown>>, path: string) {
  const { field: fieldId, op, value, ...rest } = json
  if (typeof fieldId !== 'string' || typeof op !== 'string' || Object.keys(rest).length > 0) {
    return badNode(reading, path)
  }
  const field = reading.purpose.fields.find(({ id }) => id === fieldId)
  if (!field) {
    return complain(
      reading,
      `${path}.field`,
      'unknown_field',
      `没有「${fieldId}」这个字段`,
      `there is no field “${fieldId}”`,
    )
  }
  if (!operatorsOf(field).includes(op as Operator)) {
    return complain(
      reading,
      `${path}.op`,
      'unknown_operator',
      `「${field.zh}」不能用「${op}」比较`,
      `“${field.en}” cannot be compared by “${op}”`,
    )
  }
  const operator = op as Operator
  if (operator === 'known' || operator === 'unknown') {
    if (value !== undefined) {
      return complain(reading, `${path}.value`, 'no_value', '这个比较不带值', 'takes no value')
    }
    return { field: fieldId, op: operator }
  }
  const read = readValue(reading, { field, op: operator, value, path: `${path}.value` })
  return read === null ? null : { field: fieldId, op: operator, value: read }
}

interface ValueAsked {
  readonly field: ResolvedPurpose['fields'][number]
  readonly op: Operator
  readonly value: unknown
  readonly path: string
}

function readValue(reading: Reading, asked: ValueAsked): Value | null {
  const { field, op, value, path } = asked
  const wrong = (zh: string, en: string) =>
    complain(reading, path, 'bad_value', `「${field.zh}」${zh}`, `“${field.en}” ${en}`)
  switch (field.type) {
    case 'money':
    case 'int': {
      if (op !== 'between') {
        return (
          readDigits(value) ?? wrong('要填整数(金额以分计)', 'takes a whole number (money in 分)')
        )
      }
      const ends = Array.isArray(value) && value.length === 2 ? value.map(readDigits) : []
      const [from, to] = ends
      if (from === null || from === undefined || to === null || to === undefined) {
        return wrong('要填起止两个整数', 'takes two whole numbers')
      }
      return from <= to ? [from, to] : wrong('起大于止', 'begins above its end')
    }
    case 'bool':
      return typeof value === 'boolean' ? value : wrong('要选是或否', 'takes yes or no')
    case 'instant': {
      if (op === 'within_minutes' || op === 'past_minutes') {
        const minutes = readDigits(value)
        return minutes !== null && minutes >= 0n && minutes <= MAX_MINUTES
          ? minutes
          : wrong('要填分钟数(0 到十年)', 'takes minutes (0 to ten years)')
      }
      return readInstant(value) ?? wrong('要填时间', 'takes an instant')
    }
    case 'text':
      if (op !== 'in' && op !== 'not_in') {
        return isText(value) ? value : wrong('要填 1–200 个字', 'takes 1–200 characters')
      }
      return readTexts(reading, asked)
    case 'enum':
      if (op === 'eq' || op === 'ne') {
        const one = readTexts(reading, { ...asked, value: [value] })
        return one === null ? null : one[0]!
      }
      return readTexts(reading, asked)
    case 'set':
    case 'region':
      return readTexts(reading, asked)
  }
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT

function readDigits(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  return typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : null
}

function readInstant(value: unknown): Date | null {
  if (value instanceof Date) return value
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value)) return null
  try {
    return instant(value)
  } catch {
    return null
  }
}

function readTexts(reading: Reading, { field, value, path }: ValueAsked): readonly string[] | null {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    value.length > MAX_LIST ||
    !value.every(isText)
  ) {
    return complain(
      reading,
      path,
      'bad_list',
      `「${field.zh}」要选 1–${MAX_LIST} 个值`,
      `“${field.en}” takes 1 to ${MAX_LIST} values`,
    )
  }
  if (field.type === 'region' && !value.every((code) => /^\d{6}$/.test(code))) {
    return complain(reading, path, 'bad_region', '地区要用六位代码', 'regions are six-digit codes')
  }
  const { choices } = field
  const strange = choices && value.find((one) => !choices.some((choice) => choice.value === one))
  if (strange !== undefined) {
    return complain(
      reading,
      path,
      'unknown_choice',
      `「${field.zh}」没有「${strange}」这个选项`,
      `“${field.en}” has no choice “${strange}”`,
    )
  }
  return [...new Set(value)]
}

/** What a rule brings about, judged against what its purpose can carry out. */
export function parseOutcomes(
  purpose: ResolvedPurpose,
  json: unknown,
): { readonly outcomes: readonly Outcome[]; readonly problems: readonly FieldProblem[] } {
  const reading: Reading = { purpose, problems: [], nodes: 0 }
  if (!Array.isArray(json) || json.length > MAX_OUTCOMES) {
    complain(
      reading,
      'outcomes',
      'bad_outcomes',
      `结果要在 ${MAX_OUTCOMES} 个以内`,
      `at most ${MAX_OUTCOMES} outcomes`,
    )
    return { outcomes: [], problems: reading.problems }
  }
  const outcomes = json.flatMap((one, n) => readOutcome(reading, one, `outcomes.${n}`) ?? [])
  return { outcomes, problems: reading.problems }
}

function readOutcome(reading: Reading, json: unknown, path: string): Outcome | null {
  const kind = isRecord(json) && reading.purpose.outcomes.find(({ id }) => id === json['kind'])
  if (!isRecord(json) || !kind) {
    return complain(reading, `${path}.kind`, 'unknown_outcome', '没有这种结果', 'no such outcome')
  }
  const given = isRecord(json['params']) ? json['params'] : {}
  const params: Record<string, ParamValue> = {}
  for (const param of kind.params) {
    const value = given[param.id]
    if (value === undefined || value === null || value === '') {
      if (param.isOptional) continue
      complain(
        reading,
        `${path}.params.${param.id}`,
        'param_missing',
        `请填写「${param.zh}」`,
        `give “${param.en}”`,
      )
      continue
    }
    const read = readParam(param, value)
    if (read !== null) params[param.id] = read
    else
      complain(
        reading,
        `${path}.params.${param.id}`,
        'bad_param',
        `「${param.zh}」不是可用的值`,
        `“${param.en}” is not a usable value`,
      )
  }
  const strange = Object.keys(given).find((id) => !kind.params.some((param) => param.id === id))
  if (strange !== undefined) {
    complain(
      reading,
      `${path}.params.${strange}`,
      'unknown_param',
      '没有这个参数',
      'no such parameter',
    )
  }
  return { kind: kind.id, params }
}

function readParam(
  param: ResolvedPurpose['outcomes'][number]['params'][number],
  value: unknown,
): ParamValue | null {
  switch (param.type) {
    case 'money':
    case 'int':
      return readDigits(value)
    case 'bool':
      return typeof value === 'boolean' ? value : null
    case 'sku':
    case 'site':
      return typeof value === 'string' && isId(value) ? value : null
    case 'text':
      return isText(value) ? value : null
    case 'enum':
      return isText(value) && (param.choices?.some((choice) => choice.value === value) ?? true)
        ? value
        : null
  }
}
