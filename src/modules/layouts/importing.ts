// What a file brings and what came of it: the shapes between the import centre, which reads files, and the
// modules that own what is in them. Columns are known by the field they mean, never by their position.
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import type { Services } from '#kernel/services.ts'

/** What a file may hold. Bills are recognised and parked until settlement can read them. */
export const IMPORT_KINDS = [
  'orders',
  'aftersales',
  'listings',
  'skus',
  'opening_stock',
  'offline_sales',
  'shop_traffic',
  'item_traffic',
  'ad_spend',
  'reviews',
  'prices',
  'bills',
] as const

export type ImportKind = (typeof IMPORT_KINDS)[number]

export interface Layout {
  /** `taobao.ExportOrderList`; a shop's own mapping has `custom:<uuid>`. */
  readonly id: string
  /** As in the list of platforms of `shops`; null when any shop may have it. */
  readonly platform: string | null
  readonly kind: ImportKind
  readonly name: Bilingual
  /**
   * Orders only: `order` – a row is an order's head, its lines come in another file or are told in sum;
   * `line` – a row is one line and repeats or splits the head; `both` – an order is one row with one line;
   * `lines_only` – lines whose head comes in another file.
   */
  readonly grain: 'order' | 'line' | 'both' | 'lines_only'
  readonly headers: readonly string[]
  /** Headers of other editions, or that a person must choose to have. */
  readonly optional?: readonly string[]
  /** Fields without which no row can be used; a file that lacks one is refused by name. */
  readonly requires?: readonly string[]
  /** Headers that no other layout has together: recognition looks for these. */
  readonly detect: readonly string[]
  /** Field → headers it is known by, the first one present counts. */
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** The platform's word for a state → canonical state. */
  readonly statuses: Readonly<Record<string, string>>
  /** Rules of this layout that code asks for, e.g. `order_amounts_repeat`, `discounts_stated`. */
  readonly traits: readonly string[]
  /** Where this knowledge comes from, and what of it is unverified. */
  readonly provenance: string
}

export interface ImportRow {
  /** As a person counts in the file. */
  readonly row: number
  readonly values: readonly string[]
}

/** A table whose layout is known. `rows` may be walked more than once; every walk starts at the top. */
export interface ImportFile {
  readonly layout: Layout
  readonly fileName: string
  readonly header: readonly string[]
  /** Field → position in `values`, for the fields this file has. */
  readonly columns: ReadonlyMap<string, number>
  rows(): AsyncIterable<ImportRow>
}

export interface CellProblem {
  /** Header of the column, as it stands in the file. */
  readonly column: string
  readonly zh: string
  readonly en: string
}

export interface ImportShop {
  readonly id: string
  readonly code: string
  readonly platform: string
  readonly currency: string
  readonly timeZone: string
}

/** What an importer works with. It runs inside one transaction that a dry run rolls back. */
export interface ImportWork {
  readonly tx: Tx
  readonly services: Services
  readonly actor: Actor
  /** Null for kinds that belong to no shop (SKUs, opening stock, offline sales). */
  readonly shop: ImportShop | null
  /** `import:<run id>`: what everything written is marked with, so that it can be undone. */
  readonly source: string
  readonly dryRun: boolean
  /** When the platform made the file, where its name or the person says so. */
  readonly snapshotAt: Date | null
  /** When the platform last changed this record, by its number, where a connector tells it: outranks `snapshotAt`. */
  readonly snapshotOf?: (no: string) => Date | null
  /** The file was read before: what it says is known, how it is read may have been mended since. */
  readonly again?: boolean
  /** The row goes back to the person with these reasons. Once per row. */
  refuse(row: ImportRow, problems: readonly CellProblem[]): void
  /** Rows done so far. Throws when somebody cancelled. */
  progress(done: number): Promise<void>
}

/** Rows, not records: created + updated + unchanged + refused is what was read (INV-INTAKE-1). */
export interface ImportOutcome {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** What the file says in sum, for comparison with its own totals and with the reports. */
  readonly totals: Readonly<Record<string, bigint | number>>
}

export type Importer = (work: ImportWork, file: ImportFile) => Promise<ImportOutcome>

/** Records taken back so far, of how many. Throws when somebody cancelled. */
export type UndoProgress = (done: number, total: number) => Promise<void>

export const noProgress: UndoProgress = async () => {}

/** Take back what `source` wrote; throws a refusal while something later stands on it. Returns the number of records. */
export type UndoImport = (
  tx: Tx,
  services: Services,
  actor: Actor,
  source: string,
  progress?: UndoProgress,
) => Promise<number>
