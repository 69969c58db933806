// The front door: what the rest of the house may use.
export { checks } from './checks.ts'
export { constraintErrors } from './errors.ts'
export { followOrders, recallLabels } from './pull.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'
