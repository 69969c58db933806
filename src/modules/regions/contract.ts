// The division table and the reading of addresses, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const LEVELS = ['province', 'city', 'district'] as const
const code = z.string().regex(/^[1-9]\d{5}$/)
const step = z.object({ code: z.string(), zh: z.string(), en: z.string() })

const division = z.object({
  code: z.string(),
  level: z.enum(LEVELS),
  name: z.string(),
  nameEn: z.string(),
  /** From the province down, levels that are no places left out. */
  path: z.string(),
  pathEn: z.string(),
  /** Names it had or has beside this one. */
  aliases: z.array(z.string()),
  /** Places right below it. */
  inside: z.number(),
  retiredOn: wire.date.nullable(),
  mergedInto: z.string().nullable(),
  version: z.number(),
})

const alias = z.object({
  id: wire.id,
  name: z.string(),
  ended: z.string().nullable(),
  isPartial: z.boolean(),
  source: z.string(),
})

const ended = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
const placeName = input.name.min(2).max(40)
const part = z.string().max(500).optional()

export const regionsApi = {
  divisions: listRoute({
    path: '/api/regions',
    summary: { zh: '行政区划', en: 'Divisions' },
    permission: 'regions.read',
    filters: {
      q: z.string().max(100).optional().describe('name, former name, code, pinyin or its initials'),
      parent: code.optional().describe('only what lies right below this one'),
      level: z.enum(LEVELS).optional(),
      retired: input.flag.optional(),
    },
    item: division,
    columns: [
      { key: 'code', zh: '代码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'nameEn', zh: '英文名', en: 'English name', kind: 'text' },
      { key: 'path', zh: '全称', en: 'Path', kind: 'text' },
      { key: 'level', zh: '级别', en: 'Level', kind: 'text' },
      { key: 'retiredOn', zh: '撤销日期', en: 'Retired on', kind: 'date' },
      { key: 'mergedInto', zh: '并入', en: 'Merged into', kind: 'text' },
    ],
  }),
  division: route({
    method: 'GET',
    path: '/api/regions/:code',
    summary: { zh: '一个行政区划', en: 'One division' },
    permission: 'regions.read',
    params: z.object({ code }),
    response: division.extend({
      steps: z.array(step),
      successor: step.nullable(),
      aliases: z.array(alias),
    }),
  }),
  addDivision: route({
    method: 'POST',
    path: '/api/regions',
    summary: { zh: '新增行政区划', en: 'Add a division' },
    permission: 'regions.write',
    creates: true,
    body: z.strictObject({ code, parentCode: code, name: placeName }),
    response: z.object({ code: z.string() }),
    errors: ['regions.code_taken', 'regions.name_taken', 'regions.code_elsewhere'],
  }),
  editDivision: route({
    method: 'PATCH',
    path: '/api/regions/:code',
    summary: { zh: '改名或撤并行政区划', en: 'Rename, merge or restore a division' },
    permission: 'regions.write',
    params: z.object({ code }),
    body: z.strictObject({
      version: input.version,
      name: placeName,
      /** The day a changed name or the merger takes effect. */
      retiredOn: input.date.nullable().default(null),
      mergedInto: code.nullable().default(null),
    }),
    response: z.object({ version: z.number() }),
    errors: [
      'kernel.stale_edit',
      'regions.name_taken',
      'regions.merge_incomplete',
      'regions.merge_not_possible',
      'regions.not_empty',
    ],
  }),
  addAlias: route({
    method: 'POST',
    path: '/api/regions/:code/aliases',
    summary: { zh: '新增别名', en: 'Add another name' },
    permission: 'regions.write',
    creates: true,
    params: z.object({ code }),
    body: z.strictObject({
      name: placeName,
      ended: ended.nullable().default(null).describe('when the name ended; none: still in use'),
      isPartial: z.boolean().default(false),
    }),
    response: z.object({ id: wire.id }),
    errors: ['regions.alias_taken'],
  }),
  removeAlias: route({
    method: 'DELETE',
    path: '/api/regions/aliases/:id',
    summary: { zh: '删除别名', en: 'Remove another name' },
    permission: 'regions.write',
    params: z.object({ id: input.id }),
    response: z.object({ id: wire.id }),
  }),
  parse: route({
    method: 'POST',
    path: '/api/regions/parse',
    summary: { zh: '试读地址', en: 'Try reading an address' },
    permission: 'regions.read',
    body: z.strictObject({
      country: part,
      province: part,
      city: part,
      district: part,
      street: part,
      address: z.string().max(1000).optional(),
    }),
    response: z.object({
      outcome: z.enum(['domestic', 'foreign', 'unknown']),
      country: z.string().nullable(),
      provinceCode: z.string().nullable(),
      cityCode: z.string().nullable(),
      districtCode: z.string().nullable(),
      steps: z.array(step),
      street: z.string().nullable(),
      detail: z.string(),
      postcode: z.string().nullable(),
      confidence: z.number(),
      isDoubtful: z.boolean(),
      problems: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
    }),
  }),
} as const
