// Products, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const SKU_KINDS = ['goods', 'bundle', 'service', 'packaging'] as const
export const LIFECYCLES = ['draft', 'active', 'phase_out', 'retired'] as const

const skuRow = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  kind: z.enum(SKU_KINDS),
  lifecycle: z.enum(LIFECYCLES),
  baseUnit: z.string(),
  barcode: z.string().nullable(),
  weightGrams: z.number().nullable(),
  costMinor: wire.minor.nullable(),
  category: z.array(z.string()).nullable().describe('names from the root down'),
  version: z.number(),
})

const spuRow = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  axes: z.array(z.string()),
  skus: z.number(),
  categoryId: wire.id.nullable(),
  category: z.array(z.string()).nullable().describe('names from the root down'),
  version: z.number(),
})

const categoryFields = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^/]+$/),
  parentId: input.id.nullable(),
}

/** More than five ways to differ is a product family, not a product. */
const spuFields = {
  name: input.name,
  axes: z.array(z.string().trim().min(1).max(40)).max(5).default([]),
  /** Left out, it stays. */
  categoryId: input.id.nullish(),
}

const measures = {
  weightGrams: z.int().min(0).max(10_000_000).nullish(),
  lengthMm: z.int().min(0).max(100_000).nullish(),
  widthMm: z.int().min(0).max(100_000).nullish(),
  heightMm: z.int().min(0).max(100_000).nullish(),
}

const editable = {
  name: input.name,
  baseUnit: z.string().trim().min(1).max(20).default('件'),
  lotTracked: z.boolean().default(false),
  shelfLifeDays: z.int().min(1).max(36_500).nullish(),
  variant: z.record(z.string().max(40), z.string().max(100)).default({}),
  /** Left out, it stays; null takes the SKU out of its SPU. */
  spuId: input.id.nullish(),
  /** Left out, it stays. Of a SKU with an SPU it is the product's, and all its SKUs move along. */
  categoryId: input.id.nullish(),
  ...measures,
}

const barcodeText = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,48}$/)

const byId = z.object({ id: input.id })
const done = z.object({ done: z.literal(true) })

export const catalogApi = {
  skus: listRoute({
    path: '/api/catalog/skus',
    summary: { zh: 'SKU', en: 'SKUs' },
    permission: 'catalog.read',
    filters: {
      q: z.string().max(100).optional(),
      kind: z.enum(SKU_KINDS).optional(),
      lifecycle: z.enum(LIFECYCLES).optional(),
      spuId: input.id.optional(),
      categoryId: input.id.optional().describe('with all below it'),
    },
    item: skuRow,
    columns: [
      { key: 'code', zh: 'SKU 编码', en: 'SKU code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'barcode', zh: '条码', en: 'Barcode', kind: 'text' },
      { key: 'kind', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'lifecycle', zh: '状态', en: 'Lifecycle', kind: 'text' },
      { key: 'baseUnit', zh: '单位', en: 'Unit', kind: 'text' },
      { key: 'category', zh: '类目', en: 'Category', kind: 'text' },
      { key: 'weightGrams', zh: '重量(克)', en: 'Weight (g)', kind: 'number' },
      { key: 'costMinor', zh: '标准成本', en: 'Standard cost', kind: 'money' },
    ],
  }),
  sku: route({
    method: 'GET',
    path: '/api/catalog/skus/:id',
    summary: { zh: 'SKU 详情', en: 'One SKU' },
    permission: 'catalog.read',
    params: byId,
    response: skuRow.extend({
      variant: z.record(z.string(), z.string()),
      lengthMm: z.number().nullable(),
      widthMm: z.number().nullable(),
      heightMm: z.number().nullable(),
      lotTracked: z.boolean(),
      shelfLifeDays: z.number().nullable(),
      categoryId: wire.id.nullable(),
      spu: z.object({ id: wire.id, code: z.string(), name: z.string() }).nullable(),
      packs: z.array(z.object({ unit: z.string(), qty: wire.qty })),
      barcodes: z.array(z.object({ barcode: z.string(), packQty: wire.qty })),
      costs: z.array(z.object({ validFrom: wire.date, costMinor: wire.minor })),
      components: z.array(
        z.object({ skuId: wire.id, code: z.string(), name: z.string(), qty: wire.qty }),
      ),
      partOf: z.array(
        z.object({ skuId: wire.id, code: z.string(), name: z.string(), qty: wire.qty }),
      ),
    }),
  }),
  addSku: route({
    method: 'POST',
    path: '/api/catalog/skus',
    summary: { zh: '新增 SKU', en: 'Add a SKU' },
    permission: 'catalog.write',
    creates: true,
    body: z.strictObject({
      code: input.code.max(60),
      kind: z.enum(SKU_KINDS).default('goods'),
      barcode: barcodeText.optional(),
      costMinor: input.minor.optional(),
      ...editable,
    }),
    response: z.object({ id: wire.id }),
    errors: ['catalog.sku_code_taken', 'catalog.barcode_taken', 'catalog.barcode_check_digit'],
  }),
  editSku: route({
    method: 'PATCH',
    path: '/api/catalog/skus/:id',
    summary: { zh: '修改 SKU', en: 'Edit a SKU' },
    permission: 'catalog.write',
    params: byId,
    body: z.strictObject({
      version: input.version,
      lifecycle: z.enum(LIFECYCLES),
      ...editable,
    }),
    response: z.object({ version: z.number() }),
    errors: [
      'kernel.stale_edit',
      'catalog.still_in_stock',
      'catalog.variant_axes',
      'catalog.variant_taken',
    ],
  }),
  bulkLifecycle: route({
    method: 'POST',
    path: '/api/catalog/skus/lifecycle',
    summary: { zh: '批量改状态(可试算)', en: 'Change the lifecycle of many (dry run possible)' },
    permission: 'catalog.write',
    body: z.strictObject({
      ids: z.array(input.id).min(1).max(2000),
      lifecycle: z.enum(LIFECYCLES),
      dryRun: z.boolean(),
    }),
    response: z.object({
      changed: z.array(
        z.object({
          id: wire.id,
          code: z.string(),
          from: z.enum(LIFECYCLES),
          to: z.enum(LIFECYCLES),
        }),
      ),
      unchanged: z.number(),
      refused: z.array(z.object({ id: wire.id, code: z.string(), zh: z.string(), en: z.string() })),
    }),
  }),
  addBarcode: route({
    method: 'POST',
    path: '/api/catalog/skus/:id/barcodes',
    summary: { zh: '新增条码', en: 'Add a barcode' },
    permission: 'catalog.write',
    creates: true,
    params: byId,
    body: z.strictObject({ barcode: barcodeText, packQty: input.qty.default(1n) }),
    response: done,
    errors: ['catalog.barcode_taken', 'catalog.barcode_check_digit'],
  }),
  setPacks: route({
    method: 'PUT',
    path: '/api/catalog/skus/:id/packs',
    summary: { zh: '设定包装单位', en: 'Set the packs of a SKU' },
    permission: 'catalog.write',
    params: byId,
    body: z.strictObject({
      version: input.version,
      packs: z
        .array(
          z.strictObject({
            unit: z.string().trim().min(1).max(20),
            qty: input.qty.refine((qty) => qty > 1n, { error: 'qty.not_above_one' }),
          }),
        )
        .max(20),
    }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit', 'catalog.pack_unit_twice'],
  }),
  spus: listRoute({
    path: '/api/catalog/spus',
    summary: { zh: 'SPU', en: 'SPUs' },
    permission: 'catalog.read',
    filters: { q: z.string().max(100).optional() },
    item: spuRow,
    columns: [
      { key: 'code', zh: 'SPU 编码', en: 'SPU code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'axes', zh: '规格', en: 'Axes', kind: 'text' },
      { key: 'skus', zh: 'SKU 数', en: 'SKUs', kind: 'number' },
    ],
  }),
  addSpu: route({
    method: 'POST',
    path: '/api/catalog/spus',
    summary: { zh: '新增 SPU', en: 'Add an SPU' },
    permission: 'catalog.write',
    creates: true,
    body: z.strictObject({ code: input.code.max(60), ...spuFields }),
    response: z.object({ id: wire.id }),
    errors: ['catalog.spu_code_taken'],
  }),
  editSpu: route({
    method: 'PATCH',
    path: '/api/catalog/spus/:id',
    summary: { zh: '修改 SPU', en: 'Edit an SPU' },
    permission: 'catalog.write',
    params: byId,
    body: z.strictObject({ version: input.version, ...spuFields }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit', 'catalog.axes_in_use'],
  }),
  categories: route({
    method: 'GET',
    path: '/api/catalog/categories',
    summary: { zh: '类目树', en: 'The tree of categories' },
    permission: 'catalog.read',
    response: z.object({
      items: z.array(
        z.object({
          id: wire.id,
          parentId: wire.id.nullable(),
          name: z.string(),
          path: z.array(z.string()),
          skus: z.number().describe('in it and below it'),
          version: z.number(),
        }),
      ),
    }),
  }),
  addCategory: route({
    method: 'POST',
    path: '/api/catalog/categories',
    summary: { zh: '新增类目', en: 'Add a category' },
    permission: 'catalog.write',
    creates: true,
    body: z.strictObject(categoryFields),
    response: z.object({ id: wire.id }),
    errors: ['catalog.category_name_taken', 'catalog.category_too_deep'],
  }),
  editCategory: route({
    method: 'PATCH',
    path: '/api/catalog/categories/:id',
    summary: { zh: '改名或移动类目', en: 'Rename or move a category' },
    permission: 'catalog.write',
    params: byId,
    body: z.strictObject({ version: input.version, ...categoryFields }),
    response: z.object({ version: z.number() }),
    errors: [
      'kernel.stale_edit',
      'catalog.category_name_taken',
      'catalog.category_too_deep',
      'catalog.category_in_itself',
    ],
  }),
  removeCategory: route({
    method: 'DELETE',
    path: '/api/catalog/categories/:id',
    summary: { zh: '删除空类目', en: 'Remove an empty category' },
    permission: 'catalog.write',
    params: byId,
    response: done,
    errors: ['catalog.category_in_use'],
  }),
  assignCategory: route({
    method: 'POST',
    path: '/api/catalog/skus/category',
    summary: { zh: '批量改类目(可试算)', en: 'Put many SKUs into a category (dry run possible)' },
    permission: 'catalog.write',
    body: z.strictObject({
      ids: z.array(input.id).min(1).max(2000),
      categoryId: input.id.nullable(),
      dryRun: z.boolean(),
    }),
    response: z.object({
      changed: z.number(),
      along: z.number().describe('not named, but of the same SPU'),
      unchanged: z.number(),
    }),
  }),
  setCost: route({
    method: 'PUT',
    path: '/api/catalog/skus/:id/costs/:validFrom',
    summary: { zh: '设定标准成本', en: 'Set the standard cost from a date' },
    permission: 'catalog.write',
    params: z.object({ id: input.id, validFrom: input.date }),
    body: z.strictObject({ version: input.version, costMinor: input.minor }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit'],
  }),
  setComponents: route({
    method: 'PUT',
    path: '/api/catalog/skus/:id/components',
    summary: { zh: '设定组合商品的组件', en: 'Set the components of a bundle' },
    permission: 'catalog.write',
    params: byId,
    body: z.strictObject({
      version: input.version,
      components: z
        .array(z.strictObject({ skuId: input.id, qty: input.qty }))
        .min(1)
        .max(100),
    }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit', 'catalog.bundle_cycle', 'catalog.not_a_bundle'],
  }),
  importSkus: route({
    method: 'POST',
    path: '/api/catalog/skus/import',
    summary: { zh: '导入 SKU(CSV/XLSX)', en: 'Import SKUs (CSV/XLSX)' },
    permission: 'catalog.write',
    query: z.object({ dryRun: input.flag.default(true) }),
    upload: true,
    response: z.object({
      dryRun: z.boolean(),
      read: z.number(),
      created: z.number(),
      updated: z.number(),
      unchanged: z.number(),
      refused: z.number(),
      unknownColumns: z.array(z.string()),
      refusals: z.array(
        z.object({
          row: z.number(),
          column: z.string(),
          zh: z.string(),
          en: z.string(),
          cells: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  }),
} as const
