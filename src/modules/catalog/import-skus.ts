// SKUs from a file. Every row is created, updated, unchanged or refused; the four always add up to what
// was read. The dry run does exactly what the commit does, in a transaction that is rolled back.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError, refuse } from '#kernel/errors.ts'
import { houseToday } from '#kernel/house.ts'
import { newId } from '#kernel/ids.ts'
import { MAX_MINOR, parseYuan } from '#kernel/money.ts'
import type { NamedRow } from '#kernel/table.ts'
import { placeSkus } from './assign-category.ts'
import { ensureCategories, pathProblem } from './categories.ts'
import { hasWrongCheckDigit, expectedCheckDigit } from './gtin.ts'
import { searchText } from './search-text.ts'

/** Field ← the headers it is known by, in files people make and in exports of the usual systems. */
const COLUMNS = {
  code: ['sku编码', 'sku code', 'sku', '商品编码', '规格编码', '商家编码', '货号', 'code'],
  name: ['名称', '商品名称', 'name', '品名', '规格名称', 'description'],
  barcode: ['条码', '条形码', 'barcode', 'ean', 'gtin', '国际条码'],
  unit: ['单位', 'unit', '计量单位'],
  weight: ['重量(克)', '重量(g)', 'weight (g)', 'weight_grams', '重量'],
  category: ['类目', '商品类目', '分类', '品类', 'category', '类目路径'],
  cost: ['标准成本', '成本价', '成本', 'standard cost', 'cost'],
} as const

type Field = keyof typeof COLUMNS

export interface RowRefusal {
  readonly row: number
  readonly column: string
  readonly zh: string
  readonly en: string
  /** The row as it stood in the file, so that refused rows can be given back to be mended. */
  readonly cells?: Readonly<Record<string, string>>
}

export interface SkuImport {
  readonly dryRun: boolean
  read: number
  created: number
  updated: number
  unchanged: number
  refused: number
  unknownColumns: string[]
  refusals: RowRefusal[]
}

interface Draft {
  readonly row: number
  readonly cells: Readonly<Record<string, string>>
  readonly code: string
  readonly name: string
  readonly barcode: string | null
  readonly unit: string | null
  readonly weight: number | null
  readonly cost: bigint | null
  readonly category: string | null
}

/** Rows written at once. */
const BATCH = 1000

/** Refusals given back with their cells; all of them are counted. Beyond this the file is not a SKU list. */
const MAX_REFUSALS = 10_000

/** As the column allows: ten tonnes. */
const MAX_WEIGHT_GRAMS = 10_000_000

/** INV-CATALOG-3: what was read is created, updated, unchanged or refused, and nothing else. */
export async function importSkus(
  tx: Tx,
  actor: Actor,
  table: { readonly header: readonly string[]; readonly rows: AsyncIterable<NamedRow> },
  dryRun: boolean,
  onRefusal: (refusal: RowRefusal) => void = () => {},
): Promise<SkuImport> {
  const fields = recognise(table.header)
  const result: Counting = {
    onRefusal,
    dryRun,
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
    unknownColumns: table.header.filter(
      (name) => name !== '' && !Object.values(fields).includes(name),
    ),
    refusals: [],
  }
  const firstRowOf = new Map<string, number>()
  let batch: Draft[] = []
  for await (const row of table.rows) {
    result.read += 1
    const draft = judge(row, fields, firstRowOf, result)
    if (draft !== null) batch.push(draft)
    if (batch.length < BATCH) continue
    await writeBatch(tx, actor, batch, fields, result)
    batch = []
  }
  await writeBatch(tx, actor, batch, fields, result)
  if (!dryRun) {
    const { refusals: _refusals, onRefusal: _onRefusal, ...counts } = result
    await recordAudit(tx, actor, {
      action: 'catalog.skus.import',
      subjectType: 'sku',
      subjectId: 'import',
      after: counts,
    })
  }
  const { onRefusal: _told, ...counted } = result
  return counted
}

/** While it is counted, every reason is told at once: the list keeps the first ones only. */
interface Counting extends SkuImport {
  readonly onRefusal: (refusal: RowRefusal) => void
}

function recognise(header: readonly string[]): Partial<Record<Field, string>> {
  const byName = new Map(header.map((name) => [name.toLowerCase().replace(/\s+/g, ' '), name]))
  const found: Partial<Record<Field, string>> = {}
  for (const [field, names] of Object.entries(COLUMNS) as [Field, readonly string[]][]) {
    const name = names
      .map((candidate) => byName.get(candidate))
      .find((match) => match !== undefined)
    if (name !== undefined) found[field] = name
  }
  if (found.code !== undefined && found.name !== undefined) return found
  throw refuse(
    'catalog.import_columns',
    400,
    {
      zh: '表头缺少「SKU编码」或「名称」列;其余可用列:条码、单位、重量(克)、类目、标准成本',
      en: 'The header lacks a column "SKU code" or "Name". Others understood: Barcode, Unit, Weight (g), Category, Standard cost.',
    },
    { header },
  )
}

function judge(
  { row, cells }: NamedRow,
  fields: Partial<Record<Field, string>>,
  firstRowOf: Map<string, number>,
  result: Counting,
): Draft | null {
  const text = (field: Field) => (fields[field] === undefined ? '' : (cells[fields[field]] ?? ''))
  const refusals: Omit<RowRefusal, 'row'>[] = []
  const bad = (field: Field, zh: string, en: string) =>
    refusals.push({ column: fields[field] ?? field, zh, en })

  const code = text('code')
  // A line break or tab inside a cell is an accident of copying; a name is one line.
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is meant
  const name = text('name').replace(/[\u0000-\u001f\s]+/g, ' ')
  // oxlint-disable-next-line no-control-regex -- as above
  if (/[\u0000-\u001f]/.test(code))
    bad('code', '编码含有换行或控制字符', 'has line breaks or control characters')
  if (code === '' || code.length > 60)
    bad('code', '编码必填,最多 60 个字符', 'is required, at most 60 characters')
  const earlier = firstRowOf.get(code.toUpperCase())
  if (code !== '' && earlier !== undefined) {
    bad('code', `与第 ${earlier} 行重复`, `stands in row ${earlier} already`)
  }
  if (name === '' || name.length > 200)
    bad('name', '名称必填,最多 200 个字符', 'is required, at most 200 characters')
  const barcode = text('barcode')
  if (barcode !== '' && !/^[\x21-\x7e]{1,48}$/.test(barcode))
    bad('barcode', '条码含有不能扫描的字符', 'has characters that cannot be scanned')
  else if (hasWrongCheckDigit(barcode)) {
    const digit = expectedCheckDigit(barcode) ?? ''
    bad('barcode', `校验位应为 ${digit}`, `should end with the check digit ${digit}`)
  }
  const weight = text('weight')
  if (weight !== '' && !(/^\d{1,8}$/.test(weight) && Number(weight) <= MAX_WEIGHT_GRAMS))
    bad(
      'weight',
      `应为 0 至 ${MAX_WEIGHT_GRAMS} 的整数克`,
      `must be whole grams from 0 to ${MAX_WEIGHT_GRAMS}`,
    )
  const unit = text('unit')
  if (unit.length > 20) bad('unit', '单位最多 20 个字符', 'allows at most 20 characters')
  const cost = text('cost') === '' ? null : parseYuan(text('cost'))
  if (text('cost') !== '' && (cost === null || cost < 0n || cost > MAX_MINOR))
    bad('cost', '应为不超过两位小数的非负金额', 'must be an amount with at most two decimals')

  const category = text('category')
  const wrongPath = category === '' ? null : pathProblem(category)
  if (wrongPath) bad('category', wrongPath.zh, wrongPath.en)

  if (refusals.length > 0) {
    result.refused += 1
    for (const refusal of refusals) addRefusal(result, { row, ...refusal, cells })
    return null
  }
  firstRowOf.set(code.toUpperCase(), row)
  return {
    row,
    cells,
    code,
    name,
    barcode: barcode === '' ? null : barcode,
    unit: unit === '' ? null : unit,
    weight: weight === '' ? null : Number(weight),
    cost,
    category: category === '' ? null : category,
  }
}

function addRefusal(result: Counting, refusal: RowRefusal): void {
  result.onRefusal(refusal)
  if (result.refusals.length < MAX_REFUSALS) result.refusals.push(refusal)
}

interface Known {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly variant: Readonly<Record<string, string>>
  readonly unit: string
  readonly weight: number | null
  readonly barcodes: string[]
  readonly cost: bigint | null
  readonly categoryId: string | null
}

async function writeBatch(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  fields: Partial<Record<Field, string>>,
  result: Counting,
): Promise<void> {
  if (drafts.length === 0) return
  const today = await houseToday(tx)
  const { rows } = await sql<Known>`
    select s.id, given.code, s.name, s.variant, s.base_unit as unit, s.weight_grams as weight,
      (select category_id from catalog.sku_categories c where c.sku_id = s.id) as "categoryId",
      array(select barcode from catalog.barcodes b where b.sku_id = s.id) as barcodes,
      (select cost_minor from catalog.standard_costs c where c.sku_id = s.id and valid_from <= ${today}::date
       order by valid_from desc limit 1) as cost
    from unnest(${drafts.map(({ code }) => code)}::text[]) as given (code)
    join catalog.skus s on upper(s.code) = upper(given.code) order by s.id for update of s`.execute(
    tx,
  )
  // Compared by PostgreSQL, keyed by the file's own spelling: upper case is not the same everywhere (ß).
  const known = new Map(rows.map((row) => [row.code, row]))
  const taken = await barcodeHolders(tx, drafts)
  const categories = await ensureCategories(
    tx,
    actor,
    drafts.flatMap(({ category }) => category ?? []),
  )

  const writes: (Draft & Pick<Known, 'id' | 'variant' | 'categoryId'> & { isNew: boolean })[] = []
  for (const draft of drafts) {
    const before = known.get(draft.code)
    const holder = draft.barcode === null ? undefined : taken.get(draft.barcode)
    if (holder !== undefined && holder !== draft.code.toUpperCase()) {
      result.refused += 1
      const column = fields.barcode ?? 'barcode'
      addRefusal(result, {
        row: draft.row,
        column,
        zh: `条码已属于 SKU ${holder}`,
        en: `belongs to SKU ${holder}`,
        cells: draft.cells,
      })
      continue
    }
    if (draft.barcode !== null) taken.set(draft.barcode, draft.code.toUpperCase())
    const categoryId = draft.category === null ? null : categories.get(draft.category)!
    if (before && isSame(draft, before, categoryId)) result.unchanged += 1
    else
      writes.push({
        ...draft,
        categoryId,
        id: before?.id ?? newId(),
        isNew: !before,
        variant: before?.variant ?? {},
      })
  }
  result.created += writes.filter(({ isNew }) => isNew).length
  result.updated += writes.filter(({ isNew }) => !isNew).length
  if (writes.length > 0) await write(tx, writes, today)
  await placeSkus(
    tx,
    writes.flatMap(({ id, categoryId }) => (categoryId === null ? [] : { skuId: id, categoryId })),
  )
}

async function barcodeHolders(tx: Tx, drafts: readonly Draft[]): Promise<Map<string, string>> {
  const barcodes = drafts.flatMap(({ barcode }) => barcode ?? [])
  const { rows } = await sql<{ barcode: string; code: string }>`
    select b.barcode, upper(s.code) as code from catalog.barcodes b join catalog.skus s on s.id = b.sku_id
    where b.barcode = any(${barcodes}::text[])`.execute(tx)
  return new Map(rows.map(({ barcode, code }) => [barcode, code]))
}

/** A blank cell says nothing, so it changes nothing. */
function isSame(draft: Draft, before: Known, categoryId: string | null): boolean {
  return (
    draft.name === before.name &&
    (draft.unit === null || draft.unit === before.unit) &&
    (draft.weight === null || draft.weight === before.weight) &&
    (draft.barcode === null || before.barcodes.includes(draft.barcode)) &&
    (draft.cost === null || draft.cost === before.cost) &&
    (categoryId === null || categoryId === before.categoryId)
  )
}

async function write(
  tx: Tx,
  drafts: readonly (Draft & Pick<Known, 'id' | 'variant'>)[],
  today: string,
): Promise<void> {
  await sql`
    insert into catalog.skus (id, code, name, base_unit, weight_grams, search_text)
    select id, code, name, coalesce(unit, '件'), weight, search_text
    from unnest(
      ${drafts.map(({ id }) => id)}::uuid[], ${drafts.map(({ code }) => code)}::text[],
      ${drafts.map(({ name }) => name)}::text[], ${drafts.map(({ unit }) => unit)}::text[],
      ${drafts.map(({ weight }) => weight)}::int[],
      ${drafts.map(searchText)}::text[]
    ) as draft (id, code, name, unit, weight, search_text)
    on conflict (id) do update set name = excluded.name, search_text = excluded.search_text, version = skus.version + 1,
      weight_grams = coalesce(excluded.weight_grams, skus.weight_grams)`.execute(tx)
  const withUnit = drafts.filter(({ unit }) => unit !== null)
  await sql`
    update catalog.skus set base_unit = draft.unit
    from unnest(${withUnit.map(({ id }) => id)}::uuid[], ${withUnit.map(({ unit }) => unit)}::text[]) as draft (id, unit)
    where skus.id = draft.id and skus.base_unit <> draft.unit`.execute(tx)
  const withBarcode = drafts.filter(({ barcode }) => barcode !== null)
  await sql`
    insert into catalog.barcodes (barcode, sku_id)
    select * from unnest(${withBarcode.map(({ barcode }) => barcode)}::text[], ${withBarcode.map(({ id }) => id)}::uuid[])
    on conflict (barcode) do nothing`.execute(tx)
  const withCost = drafts.filter(({ cost }) => cost !== null)
  await sql`
    insert into catalog.standard_costs (sku_id, valid_from, cost_minor)
    select id, ${today}::date, cost
    from unnest(${withCost.map(({ id }) => id)}::uuid[], ${withCost.map(({ cost }) => cost)}::bigint[]) as draft (id, cost)
    on conflict (sku_id, valid_from) do update set cost_minor = excluded.cost_minor`.execute(tx)
}

/** Thrown to roll a dry run back; carries what it found. */
export class DryRunDone extends AppError {
  readonly result: SkuImport

  constructor(result: SkuImport) {
    super('catalog.dry_run', 500, { zh: '试算', en: 'dry run' })
    this.result = result
  }
}
