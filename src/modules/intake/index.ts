// The front door: what wiring needs.
export { type Importers, type KindImporter } from './importers.ts'
export { importOpeningStock, undoOpeningStock } from './opening-stock.ts'
export { sealedColumns } from './refused-file.ts'
export { routes } from './routes.ts'
export { runBatch } from './run-batch.ts'
export { storedFiles } from './stored-files.ts'
export { runUndo, UNDO_JOB } from './undo.ts'
