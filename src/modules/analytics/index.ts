// The front door: what wiring needs.
export { projectOrders } from './facts.ts'
export { routes } from './routes.ts'
