// Suppliers and owners of goods, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const supplier = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  hasContact: z.boolean(),
  leadTimeDays: z.number(),
  active: z.boolean(),
  version: z.number(),
})

const owner = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  kind: z.enum(['own', 'consignment', 'dealer']),
  version: z.number(),
})

const fields = {
  name: input.name,
  leadTimeDays: z.int().min(0).max(730).default(0),
  contact: z.string().trim().max(200).optional(),
}

export const partiesApi = {
  suppliers: listRoute({
    path: '/api/parties/suppliers',
    summary: { zh: '供应商', en: 'Suppliers' },
    permission: 'parties.read',
    filters: { q: z.string().max(100).optional() },
    item: supplier,
    columns: [
      { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'leadTimeDays', zh: '供货周期(天)', en: 'Lead time (days)', kind: 'number' },
      { key: 'active', zh: '启用', en: 'Active', kind: 'boolean' },
    ],
  }),
  addSupplier: route({
    method: 'POST',
    path: '/api/parties/suppliers',
    summary: { zh: '新增供应商', en: 'Add a supplier' },
    permission: 'parties.write',
    creates: true,
    body: z.strictObject({ code: input.code.max(30), ...fields }),
    response: z.object({ id: wire.id }),
    errors: ['parties.supplier_code_taken'],
  }),
  editSupplier: route({
    method: 'PATCH',
    path: '/api/parties/suppliers/:id',
    summary: { zh: '修改供应商', en: 'Edit a supplier' },
    permission: 'parties.write',
    params: z.object({ id: input.id }),
    body: z.strictObject({ version: input.version, active: z.boolean(), ...fields }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit'],
  }),
  revealContact: route({
    method: 'POST',
    path: '/api/parties/suppliers/:id/contact',
    summary: { zh: '查看供应商联系人(留痕)', en: "See a supplier's contact (logged)" },
    permission: 'parties.write',
    params: z.object({ id: input.id }),
    body: z.strictObject({ reason: input.note.min(2).max(200) }),
    response: z.object({ contact: z.string().nullable() }),
  }),
  owners: listRoute({
    path: '/api/parties/owners',
    summary: { zh: '货主', en: 'Owners of goods' },
    permission: 'parties.read',
    filters: {},
    item: owner,
    columns: [
      { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'kind', zh: '性质', en: 'Kind', kind: 'text' },
    ],
  }),
  addOwner: route({
    method: 'POST',
    path: '/api/parties/owners',
    summary: { zh: '新增货主', en: 'Add an owner of goods' },
    permission: 'parties.write',
    creates: true,
    body: z.strictObject({
      code: input.code.max(30),
      name: input.name,
      kind: z.enum(['consignment', 'dealer']),
    }),
    response: z.object({ id: wire.id }),
    errors: ['parties.owner_code_taken'],
  }),
  renameOwner: route({
    method: 'PATCH',
    path: '/api/parties/owners/:id',
    summary: { zh: '修改货主名称', en: 'Rename an owner' },
    permission: 'parties.write',
    params: z.object({ id: input.id }),
    body: z.strictObject({ version: input.version, name: input.name }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit'],
  }),
} as const
