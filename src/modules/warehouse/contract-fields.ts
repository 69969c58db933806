// Fields of the floor that several contracts share.
import { z } from 'zod'
import { input } from '#kernel/contract.ts'

export const PROFILES = [
  'presale',
  'urgent',
  'large',
  'wholesale',
  'bulk',
  'single',
  'single_multi',
  'multi',
] as const
export const WAVE_STATUSES = [
  'DRAFT',
  'RELEASED',
  'PICKING',
  'SORTING',
  'CHECKING',
  'DONE',
  'CANCELLED',
] as const
export const METHODS = ['sku', 'batch', 'cluster'] as const
export const GROUPINGS = ['profile', 'carrier', 'zone', 'due'] as const

export const profile = z.enum(PROFILES)
export const bilingual = z.object({ zh: z.string(), en: z.string() })
export const bySite = z.object({ siteId: input.id })
export const byId = z.object({ id: input.id })
export const done = z.object({ done: z.literal(true) })
export const why = input.note.min(1).max(200)
