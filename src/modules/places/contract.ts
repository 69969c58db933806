// Sites and locations, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const SITE_KINDS = ['warehouse', 'store', 'plant'] as const
export const REAL_KINDS = ['bin', 'pick', 'pack', 'stage', 'transit', 'return_dock'] as const
export const VIRTUAL_KINDS = ['supplier', 'customer', 'production', 'scrap', 'adjustment'] as const
const LOCATION_KINDS = [...REAL_KINDS, ...VIRTUAL_KINDS] as const

const site = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  kind: z.enum(SITE_KINDS),
  timeZone: z.string(),
  active: z.boolean(),
  locations: z.number(),
  version: z.number(),
})

const location = z.object({
  id: wire.id,
  siteId: wire.id,
  siteCode: z.string(),
  code: z.string(),
  kind: z.enum(LOCATION_KINDS),
  isReal: z.boolean(),
  zone: z.string().nullable(),
  walkOrder: z.number(),
  active: z.boolean(),
})

const timeZone = z
  .string()
  .max(60)
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', {
    error: 'time_zone.unknown',
  })

export const placesApi = {
  sites: listRoute({
    path: '/api/places/sites',
    summary: { zh: '仓库与门店', en: 'Sites' },
    permission: 'places.read',
    filters: { q: z.string().max(100).optional() },
    item: site,
    columns: [
      { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'kind', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'timeZone', zh: '时区', en: 'Time zone', kind: 'text' },
      { key: 'locations', zh: '库位数', en: 'Locations', kind: 'number' },
    ],
  }),
  addSite: route({
    method: 'POST',
    path: '/api/places/sites',
    summary: { zh: '新增仓库', en: 'Add a site' },
    permission: 'places.write',
    creates: true,
    body: z.strictObject({
      code: input.code.max(20),
      name: input.name,
      kind: z.enum(SITE_KINDS).default('warehouse'),
      timeZone: timeZone.optional().describe("left out: the house's"),
    }),
    response: z.object({ id: wire.id }),
    errors: ['places.site_code_taken'],
  }),
  editSite: route({
    method: 'PATCH',
    path: '/api/places/sites/:id',
    summary: { zh: '修改仓库', en: 'Edit a site' },
    permission: 'places.write',
    params: z.object({ id: input.id }),
    body: z.strictObject({
      version: input.version,
      name: input.name,
      timeZone,
      active: z.boolean(),
    }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit'],
  }),
  locations: listRoute({
    path: '/api/places/locations',
    summary: { zh: '库位', en: 'Locations' },
    permission: 'places.read',
    filters: {
      q: z.string().max(100).optional(),
      id: input.id.optional(),
      siteId: input.id.optional(),
      kind: z.enum(LOCATION_KINDS).optional(),
      real: input.flag.optional(),
    },
    item: location,
    columns: [
      { key: 'siteCode', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'code', zh: '库位', en: 'Location', kind: 'text' },
      { key: 'kind', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'zone', zh: '库区', en: 'Zone', kind: 'text' },
      { key: 'walkOrder', zh: '路径序', en: 'Walk order', kind: 'number' },
    ],
  }),
  addLocations: route({
    method: 'POST',
    path: '/api/places/sites/:id/locations',
    summary: { zh: '批量生成库位', en: 'Make locations by pattern' },
    permission: 'places.write',
    creates: true,
    params: z.object({ id: input.id }),
    body: z.strictObject({
      kind: z.enum(REAL_KINDS),
      zone: input.code.max(10),
      aisles: z.int().min(1).max(50),
      racks: z.int().min(1).max(100),
      levels: z.int().min(1).max(10),
    }),
    response: z.object({ added: z.number(), existing: z.number() }),
  }),
} as const
