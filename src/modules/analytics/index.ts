// The front door: what wiring needs.
export {
  ORDERS_HANDLER,
  projectMarket,
  projectOrders,
  REBUILD_JOB,
  tidyFacts,
} from './build-facts.ts'
export { MARKET_HANDLER } from './project-market.ts'
export { rebuildJob } from './rebuild.ts'
export { routes } from './routes.ts'
export { CATEGORIES_HANDLER, projectCategories } from './sku-categories.ts'
export { snapshotStock, STOCK_DAYS_JOB, stockDaysJob } from './stock-days.ts'
