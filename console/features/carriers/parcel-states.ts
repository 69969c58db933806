// States of waybills and of parcels on their way, and their colours.
import type { Tone } from '../../ui/values.tsx'

export const STATUSES = [
  'NONE',
  'PRECREATED',
  'CREATED',
  'PRINTED',
  'USED',
  'CANCEL_REQ',
  'CANCELLED',
  'CANCEL_FAILED',
] as const
export const TRACKS = [
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'exception',
  'damaged',
  'lost',
  'rejected',
  'returning',
  'returned',
] as const
export const CASES = [
  'not_picked_up',
  'stalled',
  'not_delivered',
  'trouble',
  'rejected',
  'damaged',
  'lost',
  'signed_not_received',
  'not_handed_over',
] as const

export const STATUS_TONES: Readonly<Record<(typeof STATUSES)[number], Tone>> = {
  NONE: 'neutral',
  PRECREATED: 'warn',
  CREATED: 'info',
  PRINTED: 'accent',
  USED: 'good',
  CANCEL_REQ: 'warn',
  CANCELLED: 'neutral',
  CANCEL_FAILED: 'bad',
}
