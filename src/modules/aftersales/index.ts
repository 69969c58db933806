// The front door: what the rest of the house may use.
export { FIELDS } from './fields.ts'
export { importAftersales } from './import-aftersales.ts'
export { routes } from './routes.ts'
export { linkOrders, undoAftersales } from './write-records.ts'
export { stateOf as aftersaleState } from './words.ts'
