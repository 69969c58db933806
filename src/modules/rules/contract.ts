// Rules, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export type ValueJson = string | boolean | readonly string[]

export type ConditionJson =
  | { readonly all: readonly ConditionJson[] }
  | { readonly any: readonly ConditionJson[] }
  | { readonly not: ConditionJson }
  | { readonly field: string; readonly op: string; readonly value?: ValueJson }

/** Judged by the module itself, which names the node; a schema would only say that no branch fits. */
const condition = z
  .custom<ConditionJson>()
  .describe(
    '{all: [...]}, {any: [...]}, {not: ...} or {field, op, value}; amounts in 分 and whole numbers as decimal text, instants in ISO 8601',
  )

const outcome = z.object({
  kind: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.boolean()])),
})

const PRIORITY = z.int().min(0).max(1_000_000_000)

const draft = z.strictObject({
  name: input.name.max(80),
  priority: PRIORITY.describe('the smaller is asked first'),
  stops: z.boolean().describe('no rule behind it is asked once it fires'),
  active: z.boolean(),
  validFrom: input.date.nullable().describe('business date of the house, inclusive'),
  validTo: input.date.nullable(),
  condition,
  outcomes: z
    .array(
      z.strictObject({
        kind: z.string().max(60),
        params: z.record(z.string().max(60), z.unknown()).default({}),
      }),
    )
    .max(20),
})

const note = z.string().trim().max(500).default('').describe('why, for whoever reads the history')

const content = {
  name: z.string(),
  priority: z.number(),
  stops: z.boolean(),
  active: z.boolean(),
  validFrom: wire.date.nullable(),
  validTo: wire.date.nullable(),
  condition,
  outcomes: z.array(outcome),
  note: z.string(),
  savedBy: z.string(),
  savedAt: wire.instant,
}

const choices = z.array(z.object({ value: z.string(), zh: z.string(), en: z.string() })).optional()

const purposeId = z.string().regex(/^[a-z][a-z0-9_]*$/)

const fact = z.union([z.string(), z.boolean(), z.array(z.string())]).nullable()

const reason = z.object({
  ruleId: wire.id,
  version: z.number(),
  name: z.string(),
  matched: z.array(
    z.object({
      field: z.string(),
      op: z.string(),
      expected: fact,
      actual: fact,
      isNegated: z.literal(true).optional(),
    }),
  ),
  outcome: outcome.nullable(),
  at: wire.instant,
})

const byId = z.object({ id: input.id })
const DRAFT_ERRORS = ['kernel.invalid', 'rules.name_taken', 'rules.unknown_purpose']

export const rulesApi = {
  purposes: route({
    method: 'GET',
    path: '/api/rules/purposes',
    summary: { zh: '规则的用途', en: 'What rules decide' },
    permission: 'rules.read',
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          zh: z.string(),
          en: z.string(),
          help: z.object({ zh: z.string(), en: z.string() }).nullable(),
          hasSamples: z.boolean(),
          rules: z.number(),
          active: z.number(),
          fields: z.array(
            z.object({
              id: z.string(),
              zh: z.string(),
              en: z.string(),
              type: z.string(),
              operators: z.array(z.string()),
              choices,
              help: z.object({ zh: z.string(), en: z.string() }).nullable(),
            }),
          ),
          outcomes: z.array(
            z.object({
              id: z.string(),
              zh: z.string(),
              en: z.string(),
              params: z.array(
                z.object({
                  id: z.string(),
                  zh: z.string(),
                  en: z.string(),
                  type: z.string(),
                  isOptional: z.boolean(),
                  choices,
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  }),
  ruleset: route({
    method: 'GET',
    path: '/api/rules/sets/:purpose',
    summary: { zh: '一个用途的全部规则', en: 'All rules of one purpose' },
    permission: 'rules.read',
    params: z.object({ purpose: purposeId }),
    response: z.object({
      rules: z.array(
        z.object({
          id: wire.id,
          version: z.number(),
          ...content,
          isBroken: z
            .boolean()
            .describe('names something the purpose no longer knows; never fires'),
        }),
      ),
      conflicts: z.array(
        z.object({
          kind: z.enum(['same_priority', 'unreachable', 'contradiction']),
          ruleId: wire.id,
          otherId: wire.id,
          zh: z.string(),
          en: z.string(),
        }),
      ),
    }),
    errors: ['rules.unknown_purpose'],
  }),
  versions: listRoute({
    path: '/api/rules/versions',
    summary: { zh: '规则的版本', en: 'Versions of rules' },
    permission: 'rules.read',
    filters: { ruleId: input.id.optional(), purpose: purposeId.optional() },
    item: z.object({
      ruleId: wire.id,
      purpose: z.string(),
      version: z.number(),
      isCurrent: z.boolean(),
      restoredFrom: z.number().nullable(),
      ...content,
    }),
    columns: [
      { key: 'purpose', zh: '用途', en: 'Purpose', kind: 'text' },
      { key: 'name', zh: '规则', en: 'Rule', kind: 'text' },
      { key: 'version', zh: '版本', en: 'Version', kind: 'number' },
      { key: 'isCurrent', zh: '当前', en: 'In force', kind: 'boolean' },
      { key: 'active', zh: '启用', en: 'Active', kind: 'boolean' },
      { key: 'priority', zh: '优先级', en: 'Priority', kind: 'number' },
      { key: 'note', zh: '说明', en: 'Note', kind: 'text' },
      { key: 'savedBy', zh: '保存人', en: 'Saved by', kind: 'text' },
      { key: 'savedAt', zh: '保存时间', en: 'Saved at', kind: 'instant' },
    ],
  }),
  addRule: route({
    method: 'POST',
    path: '/api/rules',
    summary: { zh: '新增规则', en: 'Add a rule' },
    permission: 'rules.write',
    creates: true,
    body: z.strictObject({ purpose: purposeId, draft, note }),
    response: z.object({ id: wire.id }),
    errors: [...DRAFT_ERRORS, 'rules.too_many'],
  }),
  saveRule: route({
    method: 'PUT',
    path: '/api/rules/:id',
    summary: { zh: '保存规则的新版本', en: 'Save a new version of a rule' },
    permission: 'rules.write',
    params: byId,
    body: z.strictObject({ version: input.version, draft, note }),
    response: z.object({ version: z.number() }),
    errors: [...DRAFT_ERRORS, 'kernel.stale_edit'],
  }),
  restoreRule: route({
    method: 'POST',
    path: '/api/rules/:id/restore',
    summary: { zh: '回到旧版本', en: 'Go back to an old version' },
    permission: 'rules.write',
    params: byId,
    body: z.strictObject({ version: input.version, to: input.version, note }),
    response: z.object({ version: z.number() }),
    errors: [...DRAFT_ERRORS, 'kernel.stale_edit', 'rules.already_current'],
  }),
  placeRule: route({
    method: 'POST',
    path: '/api/rules/:id/place',
    summary: { zh: '调整先后', en: 'Move a rule before another' },
    permission: 'rules.write',
    params: byId,
    body: z.strictObject({
      version: input.version,
      beforeId: input.id.nullable().describe('null: last'),
    }),
    response: z.object({ moved: z.number() }),
    errors: ['kernel.stale_edit', 'rules.unknown_purpose'],
  }),
  tryDraft: route({
    method: 'POST',
    path: '/api/rules/try',
    summary: { zh: '用历史试算规则', en: 'Try a rule on what happened' },
    permission: 'rules.read',
    body: z.strictObject({
      purpose: purposeId,
      id: input.id.nullable().describe('the rule the draft would replace'),
      draft,
      limit: z.int().min(1).max(1000).default(1000),
    }),
    response: z.object({
      tried: z.number(),
      changed: z.number(),
      fired: z.number(),
      at: wire.instant,
      byOutcome: z.array(z.object({ kind: z.string(), before: z.number(), after: z.number() })),
      examples: z.array(
        z.object({
          ref: z.string(),
          label: z.string(),
          to: z.string().nullable(),
          before: z.array(outcome),
          after: z.array(outcome),
          reasonsBefore: z.array(reason),
          reasonsAfter: z.array(reason),
        }),
      ),
    }),
    errors: ['kernel.invalid', 'rules.no_samples', 'rules.unknown_purpose'],
  }),
} as const
