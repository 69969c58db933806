// The front door: what wiring needs.
export { ORDERS_HANDLER, projectOrders, tidyFacts } from './build-facts.ts'
export { routes } from './routes.ts'
