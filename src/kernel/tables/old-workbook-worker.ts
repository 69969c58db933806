// Runs apart from everything else, since a damaged file of the 1990s may keep its reader busy for ever: SheetJS
// makes the workbook, this makes lines of it. See docs/adr.
import { parentPort, workerData } from 'node:worker_threads'
import { type CellObject, read, set_cptable, type WorkBook } from '@e965/xlsx'
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { unwrap } from './clean.ts'
import { kindOfFormat, numberText, serialText } from './numbers.ts'
import type { Line } from './source.ts'

export interface OldSheet {
  readonly name: string
  readonly isHidden: boolean
  readonly lines: readonly Line[]
}

export type Answer = { readonly sheets: readonly OldSheet[] } | { readonly problem: string }

const DATE_1904 = (book: WorkBook) => book.Workbook?.WBProps?.date1904 === true

function answer(content: Uint8Array | string): Answer {
  set_cptable(codepages)
  try {
    const book = read(content, {
      type: typeof content === 'string' ? 'string' : 'array',
      // Text stays text, in particular ids of 19 digits in HTML.
      raw: true,
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellFormula: false,
      // Half a sheet without a word would be worse than none.
      WTF: true,
    })
    return {
      sheets: book.SheetNames.map((name, index) => ({
        name,
        isHidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
        lines: linesOf(book.Sheets[name]?.['!data'] ?? [], DATE_1904(book)),
      })),
    }
  } catch (error) {
    return { problem: String((error as Error).message) }
  }
}

type Grid = readonly (readonly (CellObject | undefined)[] | undefined)[]

function linesOf(grid: Grid, is1904: boolean): Line[] {
  const lines: Line[] = []
  for (let index = 0; index < grid.length; index++) {
    const cells = grid[index]
    if (!cells || cells.length === 0) continue
    const values: string[] = []
    const lossy: number[] = []
    for (let column = 0; column < cells.length; column++) {
      const { text, isLossy } = textOf(cells[column], is1904)
      values.push(unwrap(text))
      if (isLossy) lossy.push(column)
    }
    lines.push({ row: index + 1, values, lossy })
  }
  return lines
}

const plain = (text: string) => ({ text, isLossy: false })

function textOf(cell: CellObject | undefined, is1904: boolean) {
  if (cell === undefined || cell.v === undefined || cell.v === null) return plain('')
  if (typeof cell.v !== 'number') return plain(String(cell.v).replace(/\r\n?/g, '\n'))
  if (cell.t === 'e') return plain(cell.w ?? '#ERROR')
  const kind = typeof cell.z === 'string' ? kindOfFormat(0, cell.z) : 'number'
  const date = kind === 'number' ? null : serialText(cell.v, kind, is1904)
  return date === null ? numberText(cell.v) : plain(date)
}

parentPort?.postMessage(answer(workerData as Uint8Array | string))
