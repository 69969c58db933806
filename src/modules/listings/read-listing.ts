// A row of a product file as a listing. What platforms leave out is filled from the rows around: with `title_on_first_row`
// (Shopify) an item's title, category and state stand on its first row only, and a row without price, spec and code is just
// another picture; products of the types variable and grouped (WooCommerce) are heads that nobody buys, and variations
// name theirs by id or by code.
import type { CellProblem, CellReader, ImportFile, ImportRow } from '#modules/layouts'
import { itemKey, listingKey } from './identity.ts'

export interface FileListing {
  readonly key: string
  readonly itemKey: string
  readonly platformItem: string
  readonly platformSku: string
  readonly merchantCode: string
  readonly productCode: string
  readonly barcode: string
  readonly title: string
  readonly spec: string
  readonly priceMinor: bigint | null
  readonly stockQty: bigint | null
  readonly category: string
  readonly state: 'on_sale' | 'off_sale' | 'unknown'
  readonly url: string
  readonly imageUrl: string
  readonly weightGrams: number | null
}

export type ReadRow =
  | { readonly kind: 'listing'; readonly row: ImportRow; readonly listing: FileListing }
  | { readonly kind: 'head' | 'picture'; readonly row: ImportRow }
  | { readonly kind: 'refused'; readonly row: ImportRow; readonly problems: readonly CellProblem[] }

/** What rows below or beside a row need to know of it. */
interface Head {
  readonly title: string
  readonly category: string
  readonly status: string
  readonly code: string
  readonly image: string
}

const HEAD_TYPES = new Set(['variable', 'grouped', 'variable-subscription'])

export async function* listingRows(
  file: ImportFile,
  read: (row: ImportRow) => CellReader,
): AsyncGenerator<ReadRow> {
  const traits = new Set(file.layout.traits)
  const heads = file.columns.has('parent') ? await parentsOf(file, read) : new Map<string, Head>()
  const firsts = new Map<string, Head>()
  for await (const row of file.rows()) {
    const cells = read(row)
    if (isHead(cells)) {
      yield { kind: 'head', row }
      continue
    }
    let above = heads.get(parentRef(cells.text('parent')))
    if (traits.has('title_on_first_row')) {
      const item = cells.text('platform_item')
      above = firsts.get(item)
      if (above === undefined) firsts.set(item, headOf(cells))
      else if (!cells.has('price') && !cells.has('spec') && !cells.has('sku_code')) {
        yield { kind: 'picture', row }
        continue
      }
    }
    yield toListing(file, row, cells, above)
  }
}

const headOf = (cells: CellReader): Head => ({
  title: cells.text('title'),
  category: cells.text('category'),
  status: cells.text('status'),
  code: cells.text('sku_code'),
  image: cells.text('image_url'),
})

/** `variation, virtual` is a variation, `variable` is not. */
const isHead = (cells: CellReader) =>
  HEAD_TYPES.has(cells.text('item_type').toLowerCase().split(',')[0]!.trim())

/** `id:44` or the parent's code. */
const parentRef = (text: string) => text.replace(/^id:/i, '').trim().toUpperCase()

async function parentsOf(file: ImportFile, read: (row: ImportRow) => CellReader) {
  const parents = new Map<string, Head>()
  for await (const row of file.rows()) {
    const cells = read(row)
    if (!isHead(cells)) continue
    const head = headOf(cells)
    for (const ref of [cells.text('platform_item'), head.code]) {
      if (ref !== '') parents.set(ref.toUpperCase(), head)
    }
  }
  return parents
}

function toListing(
  file: ImportFile,
  row: ImportRow,
  cells: CellReader,
  above: Head | undefined,
): ReadRow {
  const title = cells.text('title') || (above?.title ?? '')
  const spec = specOf(cells)
  const price = cells.minor('price') ?? cells.minor('list_price')
  if (price !== null && price < 0n) cells.bad('price', '价格不能为负', 'must not be negative')
  const weight = cells.count('weight_grams')
  if (weight !== null && (weight < 0n || weight > 10_000_000n)) {
    cells.bad(
      'weight_grams',
      '重量应在 0 到 10,000,000 克之间',
      'must lie between 0 and 10,000,000 g',
    )
  }
  const stock = cells.count('stock_qty')
  const status = cells.text('status') || (above?.status ?? '')
  const ids = {
    platformItem: cells.text('platform_item'),
    platformSku: cells.text('platform_sku'),
    merchantCode: cells.text('sku_code'),
    title,
    spec,
  }
  const key = listingKey(ids)
  if (key === '')
    cells.bad(
      'title',
      '没有商品 ID、编码和标题,不知是哪个商品',
      'no id, code or title: which goods is it?',
    )
  const { problems } = cells
  if (problems.length > 0) return { kind: 'refused', row, problems }
  return {
    kind: 'listing',
    row,
    listing: {
      key,
      itemKey: itemKey(ids),
      ...ids,
      productCode: cells.text('product_code') || (above?.code ?? ''),
      barcode: cells.text('barcode').replace(/^'/, ''),
      priceMinor: price,
      stockQty: stock,
      category: cells.text('category') || (above?.category ?? ''),
      state: stateOf(file.layout.statuses, status),
      url: cells.text('url'),
      imageUrl: firstOf(cells.text('image_url')) || firstOf(above?.image ?? ''),
      weightGrams: weight === null ? null : Number(weight),
    },
  }
}

/** Shopify's name for a product that has no options. */
const NO_OPTION = 'Default Title'

/** One text for up to three columns, as the platforms with one column write it. */
const specOf = (cells: CellReader) =>
  ['spec', 'spec2', 'spec3']
    .map((field) => cells.text(field))
    .filter((value) => value !== '' && value !== NO_OPTION)
    .join(';')

function stateOf(statuses: Readonly<Record<string, string>>, text: string) {
  const said = statuses[text] ?? statuses[text.toLowerCase()]
  return said === 'on_sale' || said === 'off_sale' ? said : 'unknown'
}

const firstOf = (images: string) => images.split(/[,;|]\s*(?=https?:)/)[0]?.trim() ?? ''
