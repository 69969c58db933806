// What rules are about. A purpose (audit, hold, gift, carrier, warehouse, tag) is declared by the module that acts on its
// decisions: the facts it knows, the outcomes it can carry out, and where past facts come from to try a rule on.
import type { Db } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'

export const FIELD_TYPES = [
  'money',
  'int',
  'text',
  'set',
  'bool',
  'enum',
  'instant',
  'region',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/**
 * `has_*` and `only` compare sets; `within_minutes` is "at most that long until then, or already past",
 * `past_minutes` "at least that long ago"; `in` of a region takes in all that lies inside it.
 */
export const OPERATORS = {
  money: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'between', 'known', 'unknown'],
  int: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'between', 'known', 'unknown'],
  text: [
    'contains',
    'not_contains',
    'eq',
    'ne',
    'starts_with',
    'ends_with',
    'in',
    'not_in',
    'known',
    'unknown',
  ],
  set: ['has_any', 'has_all', 'has_none', 'only', 'known', 'unknown'],
  bool: ['eq', 'known', 'unknown'],
  enum: ['in', 'not_in', 'eq', 'ne', 'known', 'unknown'],
  instant: ['before', 'after', 'within_minutes', 'past_minutes', 'known', 'unknown'],
  region: ['in', 'not_in', 'known', 'unknown'],
} as const satisfies Record<FieldType, readonly string[]>

export type Operator = (typeof OPERATORS)[FieldType][number]

export interface Choice extends Bilingual {
  readonly value: string
}

/** Fixed, or asked when the studio opens (shops, carriers, tags). */
export type Choices = readonly Choice[] | ((db: Db) => Promise<readonly Choice[]>)

export interface Field extends Bilingual {
  readonly id: string
  readonly type: FieldType
  /** Left out: all of the type. */
  readonly operators?: readonly Operator[]
  /** Of an enum or a set; without, any text is allowed. */
  readonly choices?: Choices
  readonly help?: Bilingual
}

export const PARAM_TYPES = ['money', 'int', 'text', 'bool', 'enum', 'sku', 'site'] as const

export interface Param extends Bilingual {
  readonly id: string
  readonly type: (typeof PARAM_TYPES)[number]
  readonly choices?: Choices
  readonly isOptional?: boolean
}

export interface OutcomeKind extends Bilingual {
  readonly id: string
  readonly params?: readonly Param[]
}

/** bigint for money and int, Date for instants, a division code for regions. Null or missing: not known. */
export type Fact = bigint | string | boolean | Date | readonly string[]
export type Facts = Readonly<Record<string, Fact | null | undefined>>

/** Something that really happened, to try rules on. `label` is shown to people: no personal data in the clear. */
export interface Sample {
  readonly ref: string
  readonly label: string
  /** An address of the console. */
  readonly to?: string
  readonly facts: Facts
  /** When it was to be decided; left out: now. */
  readonly at?: Date
}

export interface Purpose extends Bilingual {
  readonly id: string
  readonly help?: Bilingual
  readonly fields: readonly Field[]
  readonly outcomes: readonly OutcomeKind[]
  /** The newest first. */
  readonly samples?: (db: Db, limit: number) => Promise<readonly Sample[]>
}

/** Past decisions a rule is tried on at most. */
export const MAX_SAMPLES = 1000

type Resolved<T> = Omit<T, 'choices'> & { readonly choices?: readonly Choice[] }
export type ResolvedPurpose = Omit<Purpose, 'fields' | 'outcomes'> & {
  readonly fields: readonly Resolved<Field>[]
  readonly outcomes: readonly (Omit<OutcomeKind, 'params'> & {
    readonly params: readonly Resolved<Param>[]
  })[]
}

/** The purpose with its choices as they are now. */
export async function resolvePurpose(db: Db, purpose: Purpose): Promise<ResolvedPurpose> {
  const resolve = async <T extends { readonly choices?: Choices }>(one: T) => {
    const { choices, ...rest } = one
    if (choices === undefined) return rest
    return { ...rest, choices: typeof choices === 'function' ? await choices(db) : choices }
  }
  return {
    ...purpose,
    fields: await Promise.all(purpose.fields.map(resolve)),
    outcomes: await Promise.all(
      purpose.outcomes.map(async (kind) => ({
        ...kind,
        params: await Promise.all((kind.params ?? []).map(resolve)),
      })),
    ),
  }
}

/** Without asking anybody: for judging rules that were valid when they were saved. */
export function withoutChoices(purpose: Purpose): ResolvedPurpose {
  const drop = <T extends { readonly choices?: Choices }>(one: T): Omit<T, 'choices'> => {
    const { choices: _, ...rest } = one
    return rest
  }
  return {
    ...purpose,
    fields: purpose.fields.map(drop),
    outcomes: purpose.outcomes.map((kind) => ({ ...kind, params: (kind.params ?? []).map(drop) })),
  }
}

export const operatorsOf = (field: Pick<Field, 'type' | 'operators'>): readonly Operator[] =>
  field.operators ?? OPERATORS[field.type]
