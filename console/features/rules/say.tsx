// A rule as a sentence, for lists, versions and reasons.
import type { ConditionJson } from '../../../src/modules/rules/contract.ts'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { formatInstant, formatInteger, formatMoney } from '../../ui/format.ts'
import { type Language, speak, useLanguage } from '../../ui/language.ts'
import type { FieldOf, OutcomeRow, Purpose } from './tree.ts'
import { OPS, words } from './words.ts'

type Names = ReadonlyMap<string, string>

export function useSay(purpose: Purpose) {
  const language = useLanguage()
  // Names of provinces, which is what rules mostly speak of; other codes are shown as they are until the editor asks for them.
  const provinces = useRead(
    api.regions.divisions,
    { query: { level: 'province', limit: 200 } },
    { enabled: purpose.fields.some(({ type }) => type === 'region') },
  )
  const names: Names = new Map(
    (provinces.data?.items ?? []).map((row) => [
      row.code,
      language === 'zh' ? row.name : row.nameEn,
    ]),
  )
  return {
    condition: (condition: ConditionJson) => sayCondition(purpose, condition, language, names),
    outcome: (outcome: OutcomeRow) => sayOutcome(purpose, outcome, language),
    outcomes: (outcomes: readonly OutcomeRow[]) =>
      outcomes.length === 0
        ? speak(words, language).nothing
        : outcomes.map((one) => sayOutcome(purpose, one, language)).join('、'),
    test: (test: { field: string; op: string; isNegated?: true | undefined }) => {
      const field = purpose.fields.find(({ id }) => id === test.field)
      const not = test.isNegated ? speak(words, language).not : ''
      return `${field?.[language] ?? test.field} ${not}${OPS[test.op]?.[language] ?? test.op}`
    },
    value: (fieldId: string, op: string, value: unknown) =>
      sayValue(
        purpose.fields.find(({ id }) => id === fieldId),
        op,
        value,
        language,
        names,
      ),
  }
}

function sayCondition(
  purpose: Purpose,
  json: ConditionJson,
  language: Language,
  names: Names,
  depth = 0,
): string {
  const w = speak(words, language)
  if ('not' in json) {
    const inner = sayCondition(purpose, json.not, language, names, depth + 1)
    return `${w.not}(${inner})`
  }
  if ('all' in json || 'any' in json) {
    const parts = 'all' in json ? json.all : json.any
    if (parts.length === 0) return w.always
    const said = parts.map((part) => sayCondition(purpose, part, language, names, depth + 1))
    const text = said.join('all' in json ? w.and : w.or)
    return depth > 0 && parts.length > 1 ? `(${text})` : text
  }
  const field = purpose.fields.find(({ id }) => id === json.field)
  const value = sayValue(field, json.op, json.value, language, names)
  const name = field?.[language] ?? json.field
  const op = OPS[json.op]?.[language] ?? json.op
  return language === 'zh' ? `${name}${op}${value}` : `${name} ${op} ${value}`.trim()
}

function sayValue(
  field: FieldOf | undefined,
  op: string,
  value: unknown,
  language: Language,
  names: Names,
): string {
  const w = speak(words, language)
  if (value === undefined || value === null) return op === 'known' || op === 'unknown' ? '' : '—'
  if (typeof value === 'boolean') return value ? w.yes : w.no
  if (Array.isArray(value)) {
    const said = value.map((one) => sayValue(field, op, one, language, names))
    if (op === 'between') return said.join('–')
    return said.length > 4 ? `${said.slice(0, 4).join('/')}…${said.length}` : said.join('/')
  }
  const text = String(value as string)
  if (field?.type === 'money') return /^-?\d+$/.test(text) ? formatMoney(text) : text
  if (field?.type === 'int') return /^-?\d+$/.test(text) ? formatInteger(text) : text
  if (field?.type === 'instant')
    return /T/.test(text) ? formatInstant(text, language) : `${text} ${w.minutes}`
  if (field?.type === 'region') return names.get(text) ?? text
  return field?.choices?.find((choice) => choice.value === text)?.[language] ?? text
}

function sayOutcome(purpose: Purpose, outcome: OutcomeRow, language: Language): string {
  const kind = purpose.outcomes.find(({ id }) => id === outcome.kind)
  const w = speak(words, language)
  const params = (kind?.params ?? []).flatMap((param) => {
    const value = outcome.params[param.id]
    if (value === undefined) return []
    if (param.type === 'money') return formatMoney(String(value))
    if (typeof value === 'boolean') return `${param[language]} ${value ? w.yes : w.no}`
    // Goods and sites are told by their field: their names are asked for where they are edited.
    if (param.type === 'sku' || param.type === 'site') return param[language]
    return param.choices?.find((choice) => choice.value === value)?.[language] ?? value
  })
  const name = kind?.[language] ?? outcome.kind
  return params.length === 0 ? name : `${name}(${params.join(',')})`
}
