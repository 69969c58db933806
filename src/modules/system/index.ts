// The front door: what wiring needs.
export { auditCheck, routes } from './routes.ts'
