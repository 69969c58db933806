// Mapping a file by hand: its columns with samples, our fields with suggestions, a preview of what would be read, and the
// layout that is remembered.
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { houseZone } from '#kernel/house.ts'
import type { Services } from '#kernel/services.ts'
import type { Table } from '#kernel/table.ts'
import {
  type CellReader,
  type CellType,
  customLayouts,
  FIELDS,
  type ImportFile,
  type ImportKind,
  type Layout,
  layoutOf,
  likelyKinds,
  readerOf,
  suggestColumns,
} from '#modules/layouts'
import { openFile, sampleOf } from './open-file.ts'
import type { RunRow } from './runs.ts'
import { shopById } from './shop-choice.ts'

export interface Mapping {
  readonly kind: ImportKind
  readonly grain: Layout['grain']
  /** How rows of one order state its amounts. */
  readonly amounts: 'repeat' | 'first' | 'split'
  readonly dateOrder?: 'month_first' | 'day_first' | undefined
  /** Field → header. */
  readonly fields: Readonly<Record<string, string>>
  readonly statuses: Readonly<Record<string, string>>
}

/** Rows a preview shows. */
const PREVIEW_ROWS = 20

/** Rows searched for words of states: beyond this a new word is rare, and is flagged on its order. */
const WORD_ROWS = 20_000

const MAX_WORDS = 50

const AMOUNTS = {
  repeat: 'order_amounts_repeat',
  first: 'head_on_first_row',
  split: 'amounts_split',
}

export function traitsOf({ kind, grain, amounts, dateOrder }: Mapping): string[] {
  return [
    ...(kind === 'orders' && grain === 'line' ? [AMOUNTS[amounts]] : []),
    ...(dateOrder === undefined ? [] : [dateOrder]),
  ]
}

async function withTable<T>(
  services: Services,
  run: RunRow,
  look: (table: Table) => Promise<T>,
): Promise<T> {
  await using opened = new AsyncDisposableStack()
  const custom = (await customLayouts(services.db)).filter(({ active }) => active).map(layoutOf)
  const { tables } = await openFile(services, run.fileKey, run.fileName, custom, opened)
  const table = tables[run.tableNo]
  if (!table) throw notFound({ zh: '文件里的表', en: 'table of the file' }, String(run.tableNo))
  return look(table)
}

export function mappingStart(services: Services, run: RunRow, asked: ImportKind | undefined) {
  return withTable(services, run, async (table) => {
    const samples = await sampleOf(table, PREVIEW_ROWS)
    const kinds = likelyKinds(table.header, samples)
    const kind = asked ?? kinds[0]!
    return {
      header: table.header,
      samples: samples.map((values) => table.header.map((_, at) => values[at] ?? '')),
      kinds,
      kind,
      fields: FIELDS[kind].map(({ key, name, type, isRequired }) => ({
        key,
        ...name,
        type,
        isRequired,
      })),
      suggestions: suggestColumns(kind, table.header, samples).map(({ field, at, confidence }) => ({
        field,
        header: table.header[at] ?? '',
        confidence,
      })),
    }
  })
}

/** A layout of the moment, as if it were saved. */
function draftLayout(mapping: Mapping, header: readonly string[]): Layout {
  return {
    id: 'draft',
    platform: null,
    kind: mapping.kind,
    name: { zh: '预览', en: 'Preview' },
    grain: mapping.grain,
    headers: header,
    detect: [],
    fields: Object.fromEntries(
      Object.entries(mapping.fields).map(([field, name]) => [field, [name]]),
    ),
    statuses: mapping.statuses,
    traits: traitsOf(mapping),
    provenance: '',
  }
}

export function mappingPreview(
  services: Services,
  run: RunRow,
  mapping: Mapping,
  timeZone: string,
) {
  return withTable(services, run, async (table) => {
    const layout = draftLayout(mapping, table.header)
    const columns = new Map(
      Object.entries(mapping.fields).flatMap(([field, name]) => {
        const at = table.header.indexOf(name)
        return at === -1 ? [] : [[field, at] as const]
      }),
    )
    const file: ImportFile = {
      layout,
      fileName: run.fileName,
      header: table.header,
      columns,
      rows: () => table.rows(),
    }
    const read = readerOf(file, timeZone)
    const wanted = FIELDS[mapping.kind].filter(({ key }) => columns.has(key))
    const required = wanted.filter(({ isRequired }) => isRequired)
    const rows = []
    const words = new Map<string, number>()
    const statusAt = columns.get('status') ?? columns.get('aftersale_status') ?? -1
    let seen = 0
    for await (const row of table.rows()) {
      seen += 1
      const word = (row.values[statusAt] ?? '').trim()
      if (word !== '' && (words.has(word) || words.size < MAX_WORDS))
        words.set(word, (words.get(word) ?? 0) + 1)
      if (rows.length < PREVIEW_ROWS) {
        const cells = read(row)
        const values = Object.fromEntries(
          wanted.map(({ key, type }) => [key, shown(cells, key, type)]),
        )
        for (const { key } of required) if (!cells.has(key)) cells.required(key)
        rows.push({ row: row.row, values, problems: [...cells.problems] })
      } else if (statusAt === -1 || seen >= WORD_ROWS) break
    }
    return { rows, words: [...words].map(([word, count]) => ({ word, count })) }
  })
}

/** The value as it would be stored, in words. */
function shown(cells: CellReader, field: string, type: CellType): string {
  switch (type) {
    case 'money':
      return cells.minor(field)?.toString() ?? ''
    case 'count':
      return cells.count(field)?.toString() ?? ''
    case 'rate':
      return cells.ratioPpm(field)?.toString() ?? ''
    case 'time':
      return cells.instant(field)?.toISOString() ?? ''
    case 'date':
      return cells.date(field) ?? ''
    case 'id':
    case 'text':
      return cells.text(field)
  }
}

export async function zoneOf(db: Db, shopId: string | null): Promise<string> {
  const shop = shopId === null ? null : await shopById(db, shopId)
  return shop?.timeZone ?? houseZone(db)
}
