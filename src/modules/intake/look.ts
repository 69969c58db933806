// What each table of a batch is, and whether it can be read: layout, columns, shop, date, and what speaks against it.
import type { Db } from '#kernel/db.ts'
import type { AppError } from '#kernel/errors.ts'
import { houseZone } from '#kernel/house.ts'
import { formatYuan } from '#kernel/money.ts'
import type { Table } from '#kernel/table.ts'
import { instant } from '#kernel/time.ts'
import {
  columnsOf,
  FIELDS,
  type ImportFile,
  type ImportRow,
  type ImportShop,
  KIND_NAMES,
  type Layout,
  layoutById,
  LAYOUTS,
  missingOf,
  recognise,
  type Recognised,
} from '#modules/layouts'
import { columnsMissing, noRows, notSupported, twoLayouts } from './errors.ts'
import { type Importers, needsShop } from './importers.ts'
import { sampleOf } from './open-file.ts'
import type { Needs, RunRow, Seen, Warning } from './runs.ts'
import { type OwnTotal, type Scan, scanTable } from './scan.ts'
import { chooseShop, shopById } from './shop-choice.ts'
import { snapshotOf } from './snapshot-time.ts'
import { isReport, notTheirs } from './whose.ts'

export interface Ready {
  readonly run: RunRow
  readonly file: ImportFile
  readonly shop: ImportShop | null
  readonly snapshotAt: Date | null
  readonly scan: Scan
  /** Rows that `file.rows` leaves out: they are refused before the importer begins. */
  readonly spoiled: () => AsyncIterable<ImportRow>
}

export type Verdict =
  | ({ readonly kind: 'ready' } & Ready)
  | { readonly kind: 'skipped' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'refused'; readonly error: AppError }
  | { readonly kind: 'needs_mapping' }
  | { readonly kind: 'needs_answer'; readonly needs: Needs }

export interface Looked {
  readonly seen: Seen
  readonly verdict: Verdict
}

export async function lookAt(
  db: Db,
  run: RunRow,
  table: Table,
  { importers, custom }: { readonly importers: Importers; readonly custom: readonly Layout[] },
): Promise<Looked> {
  const inside = [table.name, table.sheetName].filter((name) => name && name !== run.fileName)
  const base: Seen = {
    tableName: inside.join(' · '),
    header: table.header,
    kind: run.said.kind ?? null,
    layout: null,
    layoutName: null,
    shopId: null,
    snapshotAt: null,
    firstOn: null,
    lastOn: null,
    rowsTotal: 0,
    ownTotals: [],
    warnings: [],
  }
  if (run.said.skip) return { seen: base, verdict: { kind: 'skipped' } }
  const given = run.shopId === null ? null : await shopById(db, run.shopId)
  const found = await layoutFor(run, table, custom, given?.platform)
  if (found === 'unknown') return { seen: base, verdict: { kind: 'needs_mapping' } }
  if ('candidates' in found) {
    return { seen: base, verdict: { kind: 'needs_answer', needs: whichLayout(found.candidates) } }
  }
  return judge(db, run, table, { found, base, given, importers })
}

const whichLayout = (candidates: readonly Recognised[]): Needs => ({
  ask: 'layout',
  zh: '有几种版式同样吻合,请选一种',
  en: 'Several layouts fit equally well; choose one',
  layouts: candidates.map(({ layout: { id, name } }) => ({ id, name })),
})

interface Found {
  readonly layout: Layout
  readonly columns: ReadonlyMap<string, number>
}

async function layoutFor(
  run: RunRow,
  table: Table,
  custom: readonly Layout[],
  platform: string | undefined,
): Promise<Found | 'unknown' | { readonly candidates: readonly Recognised[] }> {
  const { said } = run
  const chosen =
    said.layout === undefined
      ? undefined
      : (layoutById(said.layout) ?? custom.find(({ id }) => id === said.layout))
  const withOrder = (layout: Layout): Layout =>
    said.dateOrder === undefined
      ? layout
      : {
          ...layout,
          traits: [...layout.traits.filter((trait) => !trait.endsWith('_first')), said.dateOrder],
        }
  if (chosen) return { layout: withOrder(chosen), columns: columnsOf(chosen, table.header) }
  const lines = [table.header, ...(await sampleOf(table))]
  const isWanted = ({ kind }: Layout) => said.kind === undefined || kind === said.kind
  const found = recognise(lines, {
    custom: custom.filter(isWanted),
    layouts: LAYOUTS.filter(isWanted),
    ...(platform === undefined ? {} : { platform }),
  })
  if (found.kind === 'unknown') return 'unknown'
  if (found.kind === 'ambiguous') return found
  return { layout: withOrder(found.layout), columns: found.columns }
}

interface Judged {
  readonly found: Found
  readonly base: Seen
  readonly given: ImportShop | null
  readonly importers: Importers
}

async function judge(
  db: Db,
  run: RunRow,
  table: Table,
  { found: { layout, columns }, base, given, importers }: Judged,
): Promise<Looked> {
  const scan = await scanTable(table, layout, columns)
  const shop = needsShop(layout.kind)
    ? await chooseShop(db, { layout, scan, given, isConfirmed: run.said.shopConfirmed === true })
    : { shop: null, refusal: null, needs: null, warnings: [] }
  const snapshotAt = snapshotFor(
    run,
    table,
    scan,
    (shop.shop ?? given)?.timeZone ?? (await houseZone(db)),
  )
  const seen: Seen = {
    ...base,
    kind: layout.kind,
    layout: layout.id,
    layoutName: layout.name,
    shopId: shop.shop?.id ?? null,
    snapshotAt,
    firstOn: scan.firstOn,
    lastOn: scan.lastOn,
    rowsTotal: scan.rows,
    ownTotals: scan.ownTotals,
    warnings: [...shop.warnings, ...warningsOf(scan, layout, base.header, columns)],
  }
  const refused = (error: AppError): Looked => ({ seen, verdict: { kind: 'refused', error } })
  if (run.reportsOnly && !isReport(layout.kind)) return refused(notTheirs(layout.kind))
  const importer = importers[layout.kind]
  if (importer === 'parked') return { seen, verdict: { kind: 'parked' } }
  const missing = missingOf(layout, columns)
  if (missing.length > 0) {
    const names = new Map(FIELDS[layout.kind].map(({ key, name }) => [key, name]))
    return refused(
      columnsMissing(
        missing.map((field) => names.get(field) ?? { zh: field, en: field }),
        layout.name,
      ),
    )
  }
  if (scan.otherHeader) return refused(twoLayouts(scan.otherHeader.row, scan.otherHeader.name))
  if (scan.rows === 0) return refused(noRows())
  if (importer === 'unsupported') return refused(notSupported(KIND_NAMES[layout.kind]))
  if (shop.refusal) return refused(shop.refusal)
  if (shop.needs) return { seen, verdict: { kind: 'needs_answer', needs: shop.needs } }
  const file: ImportFile = {
    layout,
    fileName: base.tableName === '' ? run.fileName : `${run.fileName}/${base.tableName}`,
    header: table.header,
    columns,
    rows: () => rowsOf(table, scan, false),
  }
  const spoiled = () => rowsOf(table, scan, true)
  return { seen, verdict: { kind: 'ready', run, file, shop: shop.shop, snapshotAt, scan, spoiled } }
}

async function* rowsOf(table: Table, { spoiled }: Scan, wantSpoiled: boolean) {
  for await (const row of table.rows()) if (spoiled.has(row.row) === wantSpoiled) yield row
}

/** A person's word, else the file's name; but no file was made before the last thing it tells of. */
function snapshotFor(
  { said, fileName }: RunRow,
  table: Table,
  { lastOn }: Scan,
  zone: string,
): Date | null {
  if (said.snapshotAt !== undefined) return instant(said.snapshotAt)
  const named = snapshotOf(table.name.split('/').at(-1) ?? '', zone) ?? snapshotOf(fileName, zone)
  if (named === null || (lastOn !== null && named < instant(`${lastOn}T00:00:00Z`))) return null
  return named
}

function warningsOf(
  { dates, spoiled, ownTotals }: Scan,
  layout: Layout,
  header: readonly string[],
  columns: ReadonlyMap<string, number>,
): Warning[] {
  const likely = dates.dayFirst > 0 ? 'day_first' : dates.monthFirst > 0 ? 'month_first' : null
  const used = new Set(columns.values())
  const unused = header.filter((name, at) => name !== '' && !used.has(at)).length
  const differing = ownTotals.filter(({ theirs, ours }) => theirs !== ours)
  return [
    ...(dates.unclear > 0
      ? [
          {
            code: 'dates_unclear',
            zh: `${dates.unclear} 个日期像 10/2/2017,分不清日和月,会被拒绝;请选「日在前」或「月在前」${likely === null ? '' : `(其余日期看起来是${likely === 'day_first' ? '日' : '月'}在前)`}`,
            en: `${dates.unclear} dates such as 10/2/2017 can be read both ways and are refused. Say whether the day or the month comes first${likely === null ? '' : ` (the other dates have the ${likely === 'day_first' ? 'day' : 'month'} first)`}`,
          },
        ]
      : []),
    ...(spoiled.size > 0
      ? [
          {
            code: 'rows_spoiled',
            zh: `${spoiled.size} 行的编号被 Excel 改过或是重复表头,会被拒绝`,
            en: `${spoiled.size} rows have ids altered by Excel or repeat the header; they are refused`,
          },
        ]
      : []),
    ...(differing.length > 0
      ? [
          {
            code: 'totals_differ',
            zh: `文件的合计行与各行之和对不上:${differing.map((one) => differs(one, ' 文件写 ', '、各行加起来 ', ',差 ')).join(';')}。导入以各行为准;请确认文件没有缺行或被改过`,
            en: `The total line of the file is not the sum of its rows. ${differing.map((one) => differs(one, ': the file says ', ', its rows add up to ', ', difference ')).join('; ')}. The rows are what is imported; check that none is missing or altered`,
          },
        ]
      : []),
    ...(unused > 0 && layout.kind !== 'bills'
      ? [
          {
            code: 'columns_unused',
            zh: `${unused} 列不使用(仍保留在原始文件里)`,
            en: `${unused} columns are not used (the file itself keeps them)`,
          },
        ]
      : []),
  ]
}

/** One column of the comparison as a person reads it. */
function differs(
  { column, theirs, ours, isMoney }: OwnTotal,
  says: string,
  adds: string,
  by: string,
): string {
  const show = (value: bigint) => (isMoney ? formatYuan(value) : value.toString())
  const [a, b] = [BigInt(theirs), BigInt(ours)]
  return `${column}${says}${show(a)}${adds}${show(b)}${by}${show(a - b)}`
}
