// The front door: what wiring needs.
export { ORDERS_HANDLER, projectMarket, projectOrders, tidyFacts } from './build-facts.ts'
export { MARKET_HANDLER } from './project-market.ts'
export { routes } from './routes.ts'
export { snapshotStock } from './stock-days.ts'
