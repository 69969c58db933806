// The front door: what wiring needs.
export { routes } from './routes.ts'
export { runImport } from './run-import.ts'
export { storedFiles } from './stored-files.ts'
