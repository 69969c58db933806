// The front door: what the rest of the house may use.
export {
  type CellReader,
  type DateOrder,
  isNothing,
  parseCount,
  parseMinor,
  parseRatioPpm,
  parseWallClock,
  readerOf,
} from './cells.ts'
export {
  type CellProblem,
  IMPORT_KINDS,
  type ImportFile,
  type Importer,
  type ImportKind,
  type ImportOutcome,
  type ImportRow,
  type ImportShop,
  type ImportWork,
  type Layout,
  noProgress,
  type UndoImport,
  type UndoProgress,
} from './importing.ts'
export { normaliseHeader, REASON_HEADER } from './headers.ts'
export {
  columnsOf,
  headerScore,
  missingOf,
  recognise,
  type Recognised,
  type Recognition,
} from './recognise.ts'
export { fitsPlatform, layoutById, LAYOUTS } from './registry.ts'
export { isPersonal } from './personal.ts'
export {
  addCustomLayout,
  constraintErrors,
  type CustomLayout,
  customLayout,
  customLayouts,
  editCustomLayout,
  layoutOf,
  type StoredLayout,
} from './custom.ts'
export { type CellType, type Field, FIELDS, KIND_NAMES } from './fields.ts'
export { likelyKinds, suggestColumns, type Suggestion } from './suggest.ts'
