// Stock at an instant, as the API says it. Part of contract.ts.
import { z } from 'zod'
import { input, listRoute, wire } from '#kernel/contract.ts'

const QUALITY = z.enum(['good', 'seconds', 'inspection', 'frozen'])

export const asOfApi = {
  stockAsOf: listRoute({
    path: '/api/inventory/stock-as-of',
    summary: { zh: '任意时点的库存', en: 'Stock as of an instant' },
    permission: 'inventory.read',
    filters: {
      at: input.instant.optional().describe('by when things happened; now when left out'),
      q: z.string().max(100).optional(),
      skuId: input.id.optional(),
      siteId: input.id.optional(),
    },
    item: z.object({
      skuId: wire.id,
      sku: z.string(),
      name: z.string(),
      siteId: wire.id,
      site: z.string(),
      locationId: wire.id,
      location: z.string(),
      lot: z.string(),
      quality: QUALITY,
      ownerId: wire.id,
      owner: z.string(),
      qty: wire.qty,
    }),
    columns: [
      { key: 'sku', zh: 'SKU', en: 'SKU', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'site', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'location', zh: '库位', en: 'Location', kind: 'text' },
      { key: 'lot', zh: '批次', en: 'Lot', kind: 'text' },
      { key: 'quality', zh: '品质', en: 'Quality', kind: 'text' },
      { key: 'owner', zh: '货主', en: 'Owner', kind: 'text' },
      { key: 'qty', zh: '数量', en: 'Quantity', kind: 'qty' },
    ],
  }),
  asOfMoves: listRoute({
    path: '/api/inventory/stock-as-of/moves',
    summary: { zh: '合成时点结存的流水', en: 'The moves that sum to a balance as of an instant' },
    permission: 'inventory.read',
    filters: {
      skuId: input.id,
      locationId: input.id,
      lot: z.string().max(40).default(''),
      quality: QUALITY,
      ownerId: input.id,
      at: input.instant.optional(),
    },
    item: z.object({
      id: wire.big,
      effectiveAt: wire.instant,
      delta: wire.qty,
      other: z.string().describe('where it came from or went to'),
      reason: z.string(),
      document: z.string(),
      recordedAt: wire.instant,
    }),
    columns: [
      { key: 'effectiveAt', zh: '生效时间', en: 'Effective', kind: 'instant' },
      { key: 'delta', zh: '增减', en: 'Change', kind: 'qty' },
      { key: 'other', zh: '对方库位', en: 'Other location', kind: 'text' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
      { key: 'document', zh: '单据', en: 'Document', kind: 'text' },
      { key: 'recordedAt', zh: '记录时间', en: 'Recorded', kind: 'instant' },
    ],
  }),
}
