// The front door: what the rest of the house may use.
export { checks } from './checks.ts'
export { constraintErrors } from './errors.ts'
export { feedStock } from './feed.ts'
export { poll, pollAll } from './poll.ts'
export { POLL_JOB } from './wake-poll.ts'
export { routes } from './routes.ts'
export { sealedColumns } from './sealed.ts'
export { takeParcels } from './take-parcels.ts'
