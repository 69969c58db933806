// The front door: what the rest of the house may use.
export { checks } from './checks.ts'
export { constraintErrors } from './errors.ts'
export { lockPools, post, type Posting } from './ledger.ts'
export type { Move, Quality } from './posting.ts'
export { confirm, pinToShelves, release, ship, unpin } from './promises.ts'
export { expireReservations, reserve, type ReserveRequest } from './reserve.ts'
export { routes } from './routes.ts'
export { openReservationQueue } from './reservation-queue.ts'
