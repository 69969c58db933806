// Imports, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const KINDS = ['orders', 'skus'] as const

const run = z.object({
  id: wire.id,
  kind: z.enum(KINDS),
  shopCode: z.string().nullable(),
  currency: z.string().nullable(),
  fileName: z.string(),
  fileSize: wire.big,
  dryRun: z.boolean(),
  layout: z.string().nullable(),
  status: z.enum(['waiting', 'running', 'done', 'refused']),
  rowsRead: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  totals: z.record(z.string(), z.union([z.string(), z.number()])),
  problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
  progress: z.object({ done: z.number(), total: z.number().nullable() }).nullable(),
  sameFileAs: wire.id.nullable(),
  createdAt: wire.instant,
  finishedAt: wire.instant.nullable(),
})

export const intakeApi = {
  upload: route({
    method: 'POST',
    path: '/api/intake/files',
    summary: { zh: '上传文件并试算或导入', en: 'Upload a file for a dry run or an import' },
    permission: 'intake.write',
    query: z.object({
      kind: z.enum(KINDS).default('orders'),
      shop: z.string().max(30).optional(),
      dryRun: input.flag.default(true),
    }),
    upload: true,
    response: z.object({ id: wire.id }),
    errors: ['kernel.file_missing', 'intake.shop_required', 'kernel.file_too_large'],
  }),
  commit: route({
    method: 'POST',
    path: '/api/intake/runs/:id/commit',
    summary: { zh: '试算无误后导入', en: 'Import what was tried' },
    permission: 'intake.write',
    creates: true,
    params: z.object({ id: input.id }),
    response: z.object({ id: wire.id }),
    errors: ['intake.not_a_dry_run'],
  }),
  runs: listRoute({
    path: '/api/intake/runs',
    summary: { zh: '导入记录', en: 'Imports' },
    permission: 'intake.read',
    filters: { kind: z.enum(KINDS).optional() },
    item: run,
    columns: [
      { key: 'createdAt', zh: '时间', en: 'When', kind: 'instant' },
      { key: 'fileName', zh: '文件', en: 'File', kind: 'text' },
      { key: 'kind', zh: '类型', en: 'Kind', kind: 'text' },
      { key: 'status', zh: '状态', en: 'Status', kind: 'text' },
      { key: 'rowsRead', zh: '读取', en: 'Read', kind: 'number' },
      { key: 'created', zh: '新增', en: 'Created', kind: 'number' },
      { key: 'updated', zh: '更新', en: 'Updated', kind: 'number' },
      { key: 'unchanged', zh: '未变', en: 'Unchanged', kind: 'number' },
      { key: 'refused', zh: '拒绝', en: 'Refused', kind: 'number' },
    ],
  }),
  run: route({
    method: 'GET',
    path: '/api/intake/runs/:id',
    summary: { zh: '一次导入', en: 'One import' },
    permission: 'intake.read',
    params: z.object({ id: input.id }),
    response: run,
  }),
  refusals: listRoute({
    path: '/api/intake/runs/:id/refusals',
    summary: { zh: '被拒的行', en: 'Refused rows' },
    permission: 'intake.read',
    filters: {},
    item: z.object({
      row: z.number(),
      column: z.string(),
      zh: z.string(),
      en: z.string(),
      cells: z.record(z.string(), z.string()),
    }),
    columns: [
      { key: 'row', zh: '行号', en: 'Row', kind: 'number' },
      { key: 'column', zh: '列', en: 'Column', kind: 'text' },
      { key: 'zh', zh: '原因', en: 'Reason (zh)', kind: 'text' },
      { key: 'en', zh: '原因(英)', en: 'Reason', kind: 'text' },
      { key: 'cells', zh: '原始内容', en: 'Cells', kind: 'text' },
    ],
  }),
} as const
