// What contracts of set-up and of parcels share.
import { z } from 'zod'
import { input, wire } from '#kernel/contract.ts'

export const byId = z.object({ id: input.id })

export const version = z.object({ version: z.number() })

export const region = z.string().regex(/^\d{6}$/)

export const grams = z.int().min(1).max(10_000_000)

export const side = z.int().min(1).max(100_000)

export const sidesMm = z.tuple([side, side, side]).nullable().describe('length, width, height')

export const goods = z.array(z.string().max(40)).max(20)

export const said = z.object({ code: z.string(), zh: z.string(), en: z.string() })

export const reason = z.string().trim().min(1).max(200)

export const choice = z.object({
  serviceId: wire.id.nullable(),
  because: said,
  on: wire.date,
  judged: z.array(
    z.object({
      serviceId: wire.id,
      name: z.string(),
      expectedMinor: wire.minor.nullable(),
      isLate: z.boolean(),
      blocked: z.array(said),
      lost: said.nullable(),
      quote: z
        .object({
          zone: z.string(),
          days: z.number(),
          volumetricGrams: z.number().nullable(),
          chargeableGrams: z.number(),
          freightMinor: wire.minor,
          totalMinor: wire.minor,
          lines: z.array(z.object({ zh: z.string(), en: z.string(), minor: wire.minor })),
        })
        .nullable(),
    }),
  ),
})

export const request = {
  siteId: input.id,
  region,
  goods: goods.default([]),
  declaredMinor: input.minor.prefault('0'),
  lateMinor: input.minor.prefault('0').describe('what being late costs'),
  daysLeft: z.int().min(-1000).max(1000).nullable().default(null),
  mandated: z.array(z.string().max(20)).max(20).default([]),
  platform: z.string().max(40).nullable().default(null),
  shop: z.string().max(80).nullable().default(null),
  tags: z.array(z.string().max(60)).max(50).nullable().default(null),
  memo: z.string().max(500).nullable().default(null),
}
