// Traffic as the platform counts it: one row a day for the shop, one row an item for a day or a period.
import { type ImportFile, type Importer, type ImportWork, readerOf } from '#modules/layouts'
import { type Figure, ITEM_FIGURES, SHOP_FIGURES } from './figures.ts'
import { importClicks } from './import-clicks.ts'
import { addTotals, isTotal, moreOf, periodOf, readFigures } from './reading.ts'
import { openStore } from './store.ts'

const SUMMED = ['visitors', 'page_views', 'paid_qty', 'paid_minor', 'refund_minor']

export const importShopTraffic: Importer = (work, file) =>
  importTraffic(work, file, 'shop_traffic', SHOP_FIGURES)

export const importItemTraffic: Importer = (work, file) =>
  file.layout.traits.includes('click_stream')
    ? importClicks(work, file)
    : importTraffic(work, file, 'item_traffic', ITEM_FIGURES)

async function importTraffic(
  work: ImportWork,
  file: ImportFile,
  table: 'shop_traffic' | 'item_traffic',
  figures: readonly Figure[],
) {
  const store = await openStore(work, file, table)
  const reader = readerOf(file, work.shop!.timeZone)
  const rest = moreOf(file, figures, ['source', 'platform_item'])
  const totals: Record<string, bigint> = {}
  let done = 0
  for await (const row of file.rows()) {
    done += 1
    if (done % 1000 === 0) await work.progress(done)
    if (isTotal(row)) {
      store.counts.unchanged += 1
      continue
    }
    const cells = reader(row)
    const period = periodOf(cells, file)
    const values = readFigures(cells, figures)
    const key =
      table === 'shop_traffic'
        ? { channel: cells.text('source') }
        : { platform_item: cells.required('platform_item') }
    if (table === 'shop_traffic' && period && period.from !== period.to) {
      cells.bad(
        'date',
        '店铺流量要一天一行,请按日导出',
        'shop traffic is one row a day; export by day',
      )
    }
    if (period === null || cells.problems.length > 0) {
      store.counts.refused += 1
      work.refuse(row, cells.problems)
      continue
    }
    addTotals(totals, values, SUMMED)
    await store.put({ row, weight: 1, key, ...period, values, more: rest(row) })
  }
  await store.finish()
  return { ...store.counts, totals }
}
