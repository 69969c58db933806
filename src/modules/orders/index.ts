// The front door: what the rest of the house may use.
export { BULK_JOB, runBulk } from './bulk.ts'
export { checks } from './checks.ts'
export { constraintErrors } from './errors.ts'
export { retryStock } from './retry-stock.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'
export { takeOrders } from './take-orders.ts'
export { tick } from './tick.ts'
