// Carriers and freight, as the API says them; parcels stand beside.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'
import {
  byId,
  version,
  region,
  grams,
  sidesMm,
  goods,
  reason,
  choice,
  request,
  side,
} from './contract-fields.ts'
import { manifestsApi } from './manifests-contract.ts'
import { parcelsApi } from './parcels-contract.ts'

const PORTS = ['own', 'kdniao'] as const

const made = z.object({ id: wire.id })

const carrierDraft = {
  name: input.name.max(60),
  port: z
    .enum(PORTS)
    .describe('own: numbers and labels are ours; kdniao: over an API of that form'),
  address: z.union([z.literal(''), z.url().max(300)]),
  apiAccount: z.string().trim().max(60),
  apiCode: z.string().trim().max(30),
  numberPrefix: z.string().regex(/^[A-Z0-9]{0,8}$/),
  active: z.boolean(),
  key: z.string().min(1).max(200).optional().describe('kept sealed; left out: as it is'),
}

const serviceDraft = {
  name: input.name.max(60),
  divisor: z.int().min(1000).max(20_000).nullable().describe('cm³ a kilogram; null: weight alone'),
  maxGrams: grams,
  maxSideMm: side,
  forbids: goods,
  latePpm: z.int().min(0).max(1_000_000).describe('of a million parcels, late ones'),
  claimPpm: z.int().min(0).max(1_000_000).describe('of a million parcels, claims'),
  pickupHours: z.int().min(1).max(720),
  stallHours: z.int().min(1).max(720),
  deliveryHours: z.int().min(1).max(720),
  active: z.boolean(),
}

const accountDraft = {
  name: input.name.max(60),
  siteId: input.id.nullable().describe('null: serves every site'),
  metered: z.boolean().describe('billed by month: no balance is kept'),
  lowAt: input.qtyOrZero,
  active: z.boolean(),
}

const zoneWire = {
  name: z.string(),
  regions: z.array(z.string()),
  firstGrams: z.number(),
  firstMinor: wire.minor,
  addGrams: z.number(),
  addMinor: wire.minor,
  days: z.number(),
}

const surchargeWire = {
  name: z.string(),
  amountMinor: wire.minor.nullable(),
  ratePpm: wire.big.nullable(),
  regions: z.array(z.string()),
  validFrom: wire.date.nullable(),
  validTo: wire.date.nullable(),
}

const tariffDraft = z.strictObject({
  siteId: input.id.nullable(),
  name: input.name.max(60),
  validFrom: input.date,
  validTo: input.date.nullable(),
  source: z.string().trim().max(500),
  verified: z.boolean().describe('somebody compared it with the contract'),
  stepGrams: z.int().min(1).max(10_000),
  heavyFromGrams: z.int().min(1).max(1_000_000).nullable(),
  heavyStepGrams: z.int().min(1).max(10_000).nullable(),
  zones: z
    .array(
      z.strictObject({
        name: input.name.max(60),
        regions: z.array(region).max(4000).describe('most exact wins; 000000 is everywhere else'),
        firstGrams: z.int().min(1).max(1_000_000),
        firstMinor: input.minor,
        addGrams: z.int().min(1).max(1_000_000),
        addMinor: input.minor,
        days: z.int().min(0).max(60),
      }),
    )
    .min(1)
    .max(100),
  surcharges: z
    .array(
      z.strictObject({
        name: input.name.max(60),
        amountMinor: input.minor.nullable(),
        ratePpm: input.minor.nullable(),
        regions: z.array(region).max(4000),
        validFrom: input.date.nullable(),
        validTo: input.date.nullable(),
      }),
    )
    .max(50),
})

const tariff = z.object({
  id: wire.id,
  serviceId: wire.id,
  siteId: wire.id.nullable(),
  name: z.string(),
  validFrom: wire.date,
  validTo: wire.date.nullable(),
  source: z.string(),
  verified: z.boolean(),
  stepGrams: z.number(),
  heavyFromGrams: z.number().nullable(),
  heavyStepGrams: z.number().nullable(),
  version: z.number(),
  zones: z.array(z.object(zoneWire)),
  surcharges: z.array(z.object(surchargeWire)),
})

const effect = z.object({
  isDone: z.boolean(),
  shipments: z.number(),
  moved: z.number(),
  stuck: z.number(),
  deltaMinor: wire.minor,
  slower: z.number(),
  broken: z.number().describe('promises that hold today and would not then'),
  numbered: z.number(),
  inDoubt: z.number(),
  examples: z.array(
    z.object({
      parcelId: wire.id,
      orderRef: z.string(),
      to: z.string().nullable(),
      why: z.object({ zh: z.string(), en: z.string() }),
      deltaMinor: wire.minor.nullable(),
      deltaDays: z.number().nullable(),
      promisedOn: wire.date.nullable(),
      arrivesOn: wire.date.nullable(),
      isLate: z.boolean(),
      wasLate: z.boolean(),
    }),
  ),
})

export const carriersApi = {
  known: route({
    method: 'GET',
    path: '/api/carriers/known',
    summary: { zh: '常见快递公司与货物类别', en: 'Well-known carriers, and classes of goods' },
    permission: 'carriers.read',
    response: z.object({
      carriers: z.array(z.object({ code: z.string(), name: z.string(), kdniao: z.string() })),
      goods: z.array(z.object({ value: z.string(), zh: z.string(), en: z.string() })),
    }),
  }),
  carriers: listRoute({
    path: '/api/carriers',
    summary: { zh: '快递公司', en: 'Carriers' },
    permission: 'carriers.read',
    filters: { q: z.string().max(100).optional() },
    item: z.object({
      id: wire.id,
      code: z.string(),
      name: z.string(),
      port: z.enum(PORTS),
      active: z.boolean(),
      downSince: wire.instant.nullable(),
      downReason: z.string(),
      services: z.number(),
      waiting: z.number().describe('parcels without a number'),
      low: z.number().describe('branch accounts that run out of numbers'),
    }),
    columns: [
      { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'port', zh: '取号方式', en: 'Numbers by', kind: 'text' },
      { key: 'services', zh: '产品', en: 'Services', kind: 'number' },
      { key: 'waiting', zh: '待取号', en: 'Without number', kind: 'number' },
      { key: 'active', zh: '启用', en: 'Active', kind: 'boolean' },
      { key: 'downSince', zh: '停运自', en: 'Down since', kind: 'instant' },
    ],
  }),
  carrier: route({
    method: 'GET',
    path: '/api/carriers/:id',
    summary: { zh: '一家快递公司', en: 'One carrier' },
    permission: 'carriers.read',
    params: byId,
    response: z.object({
      id: wire.id,
      code: z.string(),
      name: z.string(),
      port: z.enum(PORTS),
      address: z.string(),
      apiAccount: z.string(),
      apiCode: z.string(),
      hasKey: z.boolean(),
      numberPrefix: z.string(),
      active: z.boolean(),
      downSince: wire.instant.nullable(),
      downReason: z.string(),
      version: z.number(),
      services: z.array(
        z.object({
          id: wire.id,
          code: z.string(),
          name: z.string(),
          divisor: z.number().nullable(),
          maxGrams: z.number(),
          maxSideMm: z.number(),
          forbids: z.array(z.string()),
          latePpm: z.number(),
          claimPpm: z.number(),
          pickupHours: z.number(),
          stallHours: z.number(),
          deliveryHours: z.number(),
          active: z.boolean(),
          version: z.number(),
        }),
      ),
      accounts: z.array(
        z.object({
          id: wire.id,
          branchCode: z.string(),
          name: z.string(),
          siteId: wire.id.nullable(),
          siteCode: z.string().nullable(),
          metered: z.boolean(),
          balance: wire.qty,
          lowAt: wire.qty,
          active: z.boolean(),
          version: z.number(),
        }),
      ),
    }),
  }),
  addCarrier: route({
    method: 'POST',
    path: '/api/carriers',
    summary: { zh: '新增快递公司', en: 'Add a carrier' },
    permission: 'carriers.write',
    creates: true,
    body: z.strictObject({ code: z.string().regex(/^[A-Z0-9_]{1,20}$/), ...carrierDraft }),
    response: made,
    errors: ['carriers.code_taken', 'kernel.invalid'],
  }),
  editCarrier: route({
    method: 'PATCH',
    path: '/api/carriers/:id',
    summary: { zh: '修改快递公司', en: 'Edit a carrier' },
    permission: 'carriers.write',
    params: byId,
    body: z.strictObject({ version: input.version, ...carrierDraft }),
    response: version,
    errors: ['kernel.stale_edit', 'kernel.invalid'],
  }),
  addService: route({
    method: 'POST',
    path: '/api/carriers/:id/services',
    summary: { zh: '新增快递产品', en: 'Add a service' },
    permission: 'carriers.write',
    creates: true,
    params: byId,
    body: z.strictObject({ code: z.string().regex(/^[A-Za-z0-9_-]{1,30}$/), ...serviceDraft }),
    response: made,
    errors: ['carriers.service_taken'],
  }),
  editService: route({
    method: 'PATCH',
    path: '/api/carriers/services/:id',
    summary: { zh: '修改快递产品', en: 'Edit a service' },
    permission: 'carriers.write',
    params: byId,
    body: z.strictObject({ version: input.version, ...serviceDraft }),
    response: version,
    errors: ['kernel.stale_edit'],
  }),
  addAccount: route({
    method: 'POST',
    path: '/api/carriers/:id/accounts',
    summary: { zh: '新增网点账号', en: 'Add a branch account' },
    permission: 'carriers.write',
    creates: true,
    params: byId,
    body: z.strictObject({ branchCode: input.code.max(40), ...accountDraft }),
    response: made,
    errors: ['carriers.branch_taken'],
  }),
  editAccount: route({
    method: 'PATCH',
    path: '/api/carriers/accounts/:id',
    summary: { zh: '修改网点账号', en: 'Edit a branch account' },
    permission: 'carriers.write',
    params: byId,
    body: z.strictObject({ version: input.version, ...accountDraft }),
    response: version,
    errors: ['kernel.stale_edit'],
  }),
  topUp: route({
    method: 'POST',
    path: '/api/carriers/accounts/:id/entries',
    summary: { zh: '登记单号充值或更正', en: 'Book numbers bought, or correct the count' },
    permission: 'carriers.write',
    creates: true,
    params: byId,
    body: z.strictObject({
      qty: z
        .union([z.string().regex(/^-?\d{1,12}$/), z.int()])
        .transform((qty) => BigInt(qty))
        .refine((qty) => qty !== 0n, { error: 'qty.zero' }),
      note: reason,
    }),
    response: z.object({ balance: wire.qty }),
    errors: ['carriers.no_numbers'],
  }),
  tariffs: route({
    method: 'GET',
    path: '/api/carriers/tariffs',
    summary: { zh: '运费模板', en: 'Price lists' },
    permission: 'carriers.read',
    query: z.object({ serviceId: input.id }),
    response: z.object({ items: z.array(tariff) }),
  }),
  addTariff: route({
    method: 'POST',
    path: '/api/carriers/services/:id/tariffs',
    summary: { zh: '新增运费模板', en: 'Add a price list' },
    permission: 'carriers.write',
    creates: true,
    params: byId,
    body: tariffDraft,
    response: made,
    errors: ['carriers.tariffs_overlap', 'kernel.invalid'],
  }),
  replaceTariff: route({
    method: 'PUT',
    path: '/api/carriers/tariffs/:id',
    summary: { zh: '修改运费模板', en: 'Change a price list' },
    permission: 'carriers.write',
    params: byId,
    body: z.strictObject({ version: input.version, draft: tariffDraft }),
    response: version,
    errors: ['kernel.stale_edit', 'carriers.tariffs_overlap', 'kernel.invalid'],
  }),
  quotas: route({
    method: 'GET',
    path: '/api/carriers/quotas/:siteId',
    summary: { zh: '合同配额', en: 'Contract shares' },
    permission: 'carriers.read',
    params: z.object({ siteId: input.id }),
    response: z.object({
      month: z.string(),
      items: z.array(
        z.object({ serviceId: wire.id, name: z.string(), sharePpm: z.number(), carried: wire.qty }),
      ),
    }),
  }),
  setQuotas: route({
    method: 'PUT',
    path: '/api/carriers/quotas/:siteId',
    summary: { zh: '设置合同配额', en: 'Set contract shares' },
    permission: 'carriers.write',
    params: z.object({ siteId: input.id }),
    body: z.strictObject({
      shares: z
        .array(z.strictObject({ serviceId: input.id, sharePpm: z.int().min(1).max(1_000_000) }))
        .max(20),
    }),
    response: z.object({ shares: z.number() }),
    errors: ['kernel.invalid'],
  }),
  quote: route({
    method: 'POST',
    path: '/api/carriers/quote',
    summary: { zh: '试算运费与选快递', en: 'Try freight and the choice of carrier' },
    permission: 'carriers.read',
    body: z.strictObject({ ...request, grams, sidesMm, on: input.date.optional() }),
    response: choice,
  }),
  down: route({
    method: 'POST',
    path: '/api/carriers/:id/down',
    summary: { zh: '停运开关', en: 'The carrier is down' },
    permission: 'carriers.write',
    creates: true,
    params: byId,
    body: z.strictObject({ reason, dryRun: z.boolean().describe('show what it would do first') }),
    response: effect,
    errors: ['carriers.already_down'],
  }),
  up: route({
    method: 'POST',
    path: '/api/carriers/:id/up',
    summary: { zh: '恢复承运', en: 'The carrier is back' },
    permission: 'carriers.write',
    creates: true,
    params: byId,
    response: z.object({ active: z.boolean() }),
    errors: ['carriers.not_down'],
  }),
  push: route({
    method: 'POST',
    path: '/api/carriers/push/:id',
    summary: { zh: '快递公司推送入口', en: 'Where carriers push to' },
    permission: 'public',
    params: byId,
    body: z.unknown().describe('as the carrier sends it, signed'),
    response: z.record(z.string(), z.unknown()),
    errors: ['carriers.push_unproven', 'carriers.push_unreadable'],
  }),
  ...parcelsApi,
  ...manifestsApi,
} as const
