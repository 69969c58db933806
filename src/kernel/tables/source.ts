// What every kind of file is turned into before anything else happens: numbered lines of clean cells.

export interface Line {
  /** As a person counts in the file: the first line is row 1. */
  readonly row: number
  readonly values: readonly string[]
  /**
   * Columns whose number has more digits than a spreadsheet keeps (15): an id there is no longer the
   * id it was. Empty for nearly every row.
   */
  readonly lossy: readonly number[]
}

export const NONE: readonly number[] = []

/** One table before its header is known. `lines` may be called again and starts over. */
export interface Source {
  readonly name: string
  readonly sheetName: string | null
  readonly encoding: string
  readonly delimiter: string | null
  /** In batches: one promise a row costs more than reading the row. */
  lines(): AsyncGenerator<Line[]>
}

/** Something in the upload that is no table, so that nothing goes missing without a word. */
export interface Ignored {
  readonly name: string
  readonly zh: string
  readonly en: string
}
