// One pass over a table before anything is written: how many rows, from when to when, whose orders, rows that no importer
// should see, and what the file itself says in sum.
import type { Row, Table } from '#kernel/table.ts'
import {
  type CellProblem,
  FIELDS,
  headerScore,
  type Layout,
  LAYOUTS,
  normaliseHeader,
  parseCount,
  parseMinor,
  parseWallClock,
  recognise,
} from '#modules/layouts'

/** A total of the file beside the sum of its rows; in 分 or in pieces. */
export interface OwnTotal {
  readonly column: string
  readonly theirs: string
  readonly ours: string
  readonly isMoney: boolean
}

export interface Scan {
  readonly rows: number
  readonly firstOn: string | null
  readonly lastOn: string | null
  /** A sample of order numbers, to see whose they are. */
  readonly orderIds: readonly string[]
  readonly shopNames: readonly string[]
  /** Rows to be refused before any importer sees them. */
  readonly spoiled: ReadonlyMap<number, readonly CellProblem[]>
  readonly otherHeader: { readonly row: number; readonly name: Layout['name'] } | null
  /** Dates with the year last that could be read both ways, and what the clear ones among them say. */
  readonly dates: {
    readonly unclear: number
    readonly dayFirst: number
    readonly monthFirst: number
  }
  readonly ownTotals: readonly OwnTotal[]
}

const SAMPLE = 1000

/** Beyond this a file is not damaged in places, it is damaged. */
const MAX_SPOILED = 10_000

/** Numbers that a spreadsheet has rounded are no longer ids. */
const ID_FIELDS = [
  'order_id',
  'line_id',
  'parent_id',
  'platform_item',
  'platform_sku',
  'aftersale_id',
  'waybill',
  'payment_id',
  'barcode',
]

const firstHeaders = new Set(LAYOUTS.flatMap(({ headers }) => headers))

export async function scanTable(
  table: Table,
  layout: Layout,
  columns: ReadonlyMap<string, number>,
): Promise<Scan> {
  const look = watcher(table, layout, columns)
  for await (const batch of table.batches()) for (const row of batch) look.see(row)
  const ownTotals =
    table.footers.length > 0 && look.result().otherHeader === null
      ? await compareTotals(table, layout, columns)
      : []
  return { ...look.result(), ownTotals }
}

function watcher(table: Table, layout: Layout, columns: ReadonlyMap<string, number>) {
  const idColumns = new Map(
    ID_FIELDS.flatMap((field) => {
      const at = columns.get(field)
      return at === undefined ? [] : [[at, table.header[at] ?? field] as const]
    }),
  )
  const at = {
    date: columns.get('created_at') ?? columns.get('date') ?? columns.get('paid_at') ?? -1,
    order: columns.get('order_id') ?? -1,
    shop: columns.get('shop_name') ?? -1,
  }
  const days = dayReader(layout)
  const ids = new Set<string>()
  const shopNames = new Set<string>()
  const spoiled = new Map<number, readonly CellProblem[]>()
  const ours = new Set(table.header)
  let rows = 0
  let otherHeader: Scan['otherHeader'] = null
  const see = (row: Row): void => {
    rows += 1
    const { values } = row
    const first = values[0] ?? ''
    if (ours.has(first) || firstHeaders.has(first)) {
      const found = headerAmong(values, table.header)
      if (found === 'same') spoiled.set(row.row, [repeatedHeader(table.header[0] ?? '')])
      else if (found !== null) otherHeader ??= { row: row.row, name: found.name }
    }
    const rounded = row.lossy.filter((column) => idColumns.has(column))
    if (rounded.length > 0 && spoiled.size < MAX_SPOILED)
      spoiled.set(
        row.row,
        rounded.map((column) => roundedId(idColumns.get(column)!)),
      )
    if (ids.size < SAMPLE && at.order >= 0) ids.add(values[at.order] ?? '')
    if (shopNames.size < 5 && at.shop >= 0) shopNames.add(values[at.shop] ?? '')
    if (at.date >= 0) days.see(values[at.date] ?? '')
  }
  const result = () => ({
    rows,
    ...days.result(),
    orderIds: [...ids].filter((id) => id.length >= 6),
    shopNames: [...shopNames].filter((name) => name !== ''),
    spoiled,
    otherHeader,
  })
  return { see, result }
}

const repeatedHeader = (column: string): CellProblem => ({
  column,
  zh: '这一行是重复的表头(两份导出拼在了一起),不是数据',
  en: 'this row is the header again (two exports joined), not a record',
})

const roundedId = (column: string): CellProblem => ({
  column,
  zh: '编号被 Excel 当作数字改掉了(超过 15 位),请用平台导出的原始文件',
  en: 'the number was altered by Excel (more than 15 digits); use the file as the platform exported it',
})

function headerAmong(values: readonly string[], header: readonly string[]): 'same' | Layout | null {
  const own = new Set(header.map(normaliseHeader))
  const filled = values.filter((cell) => cell !== '')
  if (filled.length > 1 && filled.every((cell) => own.has(normaliseHeader(cell)))) return 'same'
  if (headerScore(values) < 0.5) return null
  const found = recognise([values])
  return found.kind === 'known'
    ? found.layout
    : found.kind === 'ambiguous'
      ? found.candidates[0]!.layout
      : null
}

const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b/

function dayReader(layout: Layout) {
  const order =
    (['month_first', 'day_first'] as const).find((trait) => layout.traits.includes(trait)) ?? null
  const seen = new Map<string, string | null>()
  const dates = { unclear: 0, dayFirst: 0, monthFirst: 0 }
  let firstOn: string | null = null
  let lastOn: string | null = null
  return {
    see(cell: string): void {
      const text = cell.trim().split(/[ T]/)[0] ?? ''
      if (text === '') return
      let day = seen.get(text)
      if (day === undefined) {
        day = parseWallClock(text, order)?.slice(0, 10) ?? null
        if (seen.size < 20_000) seen.set(text, day)
      }
      const yearLast = YEAR_LAST.exec(text)
      if (yearLast && yearLast[1] !== yearLast[2]) {
        if (Number(yearLast[1]) > 12) dates.dayFirst += 1
        else if (Number(yearLast[2]) > 12) dates.monthFirst += 1
        else if (order === null) dates.unclear += 1
      }
      if (day === null) return
      if (firstOn === null || day < firstOn) firstOn = day
      if (lastOn === null || day > lastOn) lastOn = day
    },
    result: () => ({ firstOn, lastOn, dates }),
  }
}

/** The columns that the file's total line fills, summed again over its rows. */
async function compareTotals(
  table: Table,
  layout: Layout,
  columns: ReadonlyMap<string, number>,
): Promise<OwnTotal[]> {
  const types = new Map(FIELDS[layout.kind].map(({ key, type }) => [key, type]))
  const footer = table.footers.at(-1)!.values
  const wanted = [...columns].flatMap(([field, at]) => {
    const isMoney = types.get(field) === 'money'
    if (!isMoney && types.get(field) !== 'count') return []
    const theirs = (isMoney ? parseMinor : parseCount)(footer[at] ?? '')
    return theirs === null ? [] : [{ at, isMoney, theirs, ours: 0n }]
  })
  if (wanted.length === 0) return []
  for await (const batch of table.batches())
    for (const { values } of batch)
      for (const one of wanted)
        one.ours += (one.isMoney ? parseMinor : parseCount)(values[one.at] ?? '') ?? 0n
  return wanted.map(({ at, isMoney, theirs, ours }) => ({
    column: table.header[at] ?? '',
    theirs: theirs.toString(),
    ours: ours.toString(),
    isMoney,
  }))
}
