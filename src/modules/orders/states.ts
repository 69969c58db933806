// Where a system order stands, in one line, and which places count as what. Holds are beside it, never in it.

export const STATUSES = [
  'DRAFT',
  'WAIT_PAY',
  'WAIT_TAIL',
  'PRE',
  'PRESALE',
  'WAIT_AUDIT',
  'WAIT_FIN',
  'AUDITED',
  'RELEASED',
  'PICKING',
  'CHECKED',
  'PACKED',
  'WEIGHED',
  'SHIPPED',
  'IN_TRANSIT',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
  'MERGED',
  'SPLIT',
  'PUSHED',
  'ACCEPTED',
  'REJECTED',
] as const

export type Status = (typeof STATUSES)[number]

/** Nothing of it has left and nothing has ended: a refund can still stop it. */
export const OPEN = [
  'DRAFT',
  'WAIT_PAY',
  'WAIT_TAIL',
  'PRE',
  'PRESALE',
  'WAIT_AUDIT',
  'WAIT_FIN',
  'AUDITED',
  'RELEASED',
  'PICKING',
  'CHECKED',
  'PACKED',
  'WEIGHED',
  'PUSHED',
  'ACCEPTED',
  'REJECTED',
] as const satisfies readonly Status[]

/** Up to here a change of the platform's makes the order anew; later it is held with the difference. */
export const REWORKABLE = [
  'WAIT_PAY',
  'WAIT_TAIL',
  'PRE',
  'PRESALE',
  'WAIT_AUDIT',
  'WAIT_FIN',
  'AUDITED',
] as const satisfies readonly Status[]

/** On the warehouse floor: released to it and not yet gone. */
export const ON_FLOOR = [
  'RELEASED',
  'PICKING',
  'CHECKED',
  'PACKED',
  'WEIGHED',
] as const satisfies readonly Status[]

export const isOnFloor = (status: Status): boolean =>
  (ON_FLOOR as readonly Status[]).includes(status)

export const isOpen = (status: Status): boolean => (OPEN as readonly Status[]).includes(status)

export const isReworkable = (status: Status): boolean =>
  (REWORKABLE as readonly Status[]).includes(status)

/** Its lines count towards what is shipped of a platform order. */
export const carriesLinks = (status: Status): boolean =>
  !['CANCELLED', 'MERGED', 'SPLIT'].includes(status)

export const GONE = [
  'SHIPPED',
  'IN_TRANSIT',
  'DELIVERED',
  'COMPLETED',
] as const satisfies readonly Status[]

export const hasLeft = (status: Status): boolean => (GONE as readonly Status[]).includes(status)
