// Handing parcels over to drivers, as the API says it; part of `carriersApi`.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'
import { byId } from './contract-fields.ts'

const row = {
  id: wire.id,
  no: z.string(),
  carrier: z.string(),
  siteCode: z.string(),
  cutOffAt: wire.instant,
  status: z.enum(['OPEN', 'SIGNED']),
  parcels: z.number().describe('those left out are not counted'),
  scanned: z.number(),
  leftOut: z.number(),
  driver: z.string(),
  openedBy: z.string(),
  openedAt: wire.instant,
  signedAt: wire.instant.nullable(),
}

export const manifestsApi = {
  manifests: listRoute({
    path: '/api/manifests',
    summary: { zh: '交接单', en: 'Manifests' },
    permission: 'carriers.read',
    filters: {
      status: z.enum(['OPEN', 'SIGNED']).optional(),
      carrierId: input.id.optional(),
      siteId: input.id.optional(),
    },
    item: z.object(row),
    columns: [
      { key: 'no', zh: '交接单', en: 'Manifest', kind: 'text' },
      { key: 'carrier', zh: '快递', en: 'Carrier', kind: 'text' },
      { key: 'siteCode', zh: '仓库', en: 'Site', kind: 'text' },
      { key: 'cutOffAt', zh: '截单', en: 'Cut-off', kind: 'instant' },
      { key: 'parcels', zh: '包裹', en: 'Parcels', kind: 'number' },
      { key: 'scanned', zh: '已扫', en: 'Scanned', kind: 'number' },
      { key: 'leftOut', zh: '漏发', en: 'Left out', kind: 'number' },
      { key: 'driver', zh: '司机', en: 'Driver', kind: 'text' },
      { key: 'signedAt', zh: '签收', en: 'Signed', kind: 'instant' },
    ],
  }),
  manifest: route({
    method: 'GET',
    path: '/api/manifests/:id',
    summary: { zh: '一张交接单', en: 'A manifest' },
    permission: 'carriers.read',
    params: byId,
    response: z.object({
      ...row,
      rows: z.array(
        z.object({
          parcelId: wire.id,
          waybillNo: z.string(),
          orderRef: z.string(),
          grams: z.number(),
          scannedAt: wire.instant.nullable(),
          scannedBy: z.string().nullable(),
          leftOut: z.string().nullable(),
        }),
      ),
    }),
  }),
  manifestSheet: route({
    method: 'GET',
    path: '/api/manifests/:id/sheet',
    summary: { zh: '打印交接单', en: 'A manifest for paper' },
    permission: 'carriers.read',
    params: byId,
    response: z.unknown(),
    raw: true,
  }),
  openManifest: route({
    method: 'POST',
    path: '/api/manifests',
    summary: { zh: '开交接单', en: 'Open a manifest' },
    permission: 'carriers.ship',
    body: z.strictObject({ carrierId: input.id, siteId: input.id, cutOffAt: input.instant }),
    response: z.object({ id: wire.id, no: z.string(), parcels: z.number() }),
    errors: ['carriers.manifest_open', 'carriers.nothing_to_hand_over'],
  }),
  scanParcel: route({
    method: 'POST',
    path: '/api/manifests/:id/scan',
    summary: { zh: '扫描交接', en: 'Scan a parcel' },
    permission: 'carriers.ship',
    params: byId,
    body: z.strictObject({ waybillNo: input.code.max(40) }),
    response: z.object({
      again: z.boolean().describe('it was scanned before'),
      joined: z.boolean().describe('it was ready after the manifest was opened'),
      scanned: z.number(),
      parcels: z.number(),
    }),
    errors: ['carriers.manifest_signed', 'carriers.not_on_manifest'],
  }),
  signManifest: route({
    method: 'POST',
    path: '/api/manifests/:id/sign',
    summary: { zh: '司机签收', en: 'The driver signs' },
    permission: 'carriers.ship',
    params: byId,
    body: z.strictObject({
      driver: input.name.max(40),
      leaveOut: input.note
        .min(2)
        .max(200)
        .optional()
        .describe('why those not scanned stay here; without it none may be missing'),
    }),
    response: z.object({ handedOver: z.number(), leftOut: z.number() }),
    errors: ['carriers.manifest_signed', 'carriers.not_all_scanned', 'carriers.nothing_scanned'],
  }),
} as const
