// The front door: what the rest of the house may use.
export { importOrders, type OrdersImport } from './import-orders.ts'
export { moveStock } from './move-stock.ts'
export { recognises } from './online-retail.ts'
export { routes } from './routes.ts'
