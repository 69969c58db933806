// The front door: what the rest of the house may use.
export { checks } from './checks.ts'
export { confirmZeros, planCounts } from './count-plans.ts'
export { constraintErrors } from './errors.ts'
export { lockPools, post, type Posting } from './ledger.ts'
export { freezeMissing } from './freeze-missing.ts'
export { type Offered, offeredOf } from './offered.ts'
export type { Entry as PromiseEntry, Move, Quality } from './posting.ts'
export { confirm, pinToShelves, release, ship, type ShipLine, unpin } from './promises.ts'
export {
  expireReservations,
  type Outcome,
  reserve,
  reserveBatch,
  type ReserveRequest,
} from './reserve.ts'
export { reportShortPick } from './short-pick.ts'
export { routes } from './routes.ts'
export { openReservationQueue } from './reservation-queue.ts'
export { settings } from './settings.ts'
