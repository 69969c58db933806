// The front door: what the rest of the house may use.
export { checks } from './checks.ts'
export { importOrders } from './import-orders.ts'
export { moveStock } from './move-stock.ts'
export { relinkLines } from './relink-lines.ts'
export { allowReveal } from './reveal.ts'
export { routes } from './routes.ts'
export { sealedColumns } from './sealed.ts'
export { undoOrders } from './undo-orders.ts'
