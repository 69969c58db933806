// What the company sells elsewhere, as its own people report it: the other side of "e-commerce's share of all sales".
import { houseZone } from '#kernel/house.ts'
import { type Importer, readerOf } from '#modules/layouts'
import { OFFLINE_FIGURES } from './figures.ts'
import { addTotals, currencyOf, isTotal, moreOf, periodOf } from './reading.ts'
import { openStore } from './store.ts'

const KEY = OFFLINE_FIGURES.filter(({ read, field }) => read === 'text' && field !== 'currency')

export const importOfflineSales: Importer = async (work, file) => {
  const store = await openStore(work, file, 'offline_sales')
  const reader = readerOf(file, work.shop?.timeZone ?? (await houseZone(work.tx)))
  const rest = moreOf(file, OFFLINE_FIGURES)
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
    if (period && period.from !== period.to) {
      cells.bad('date', '要一天一行', 'one day a row')
    }
    cells.required('channel')
    // A return is a negative sale here: people book it so.
    const values = {
      qty: cells.count('qty'),
      amount_minor: cells.minor('amount'),
      currency: currencyOf(cells),
    }
    if (values.amount_minor === null) cells.required('amount')
    if (period === null || cells.problems.length > 0) {
      store.counts.refused += 1
      work.refuse(row, cells.problems)
      continue
    }
    const key = Object.fromEntries(KEY.map(({ field, column }) => [column, cells.text(field)]))
    addTotals(totals, values, ['qty', 'amount_minor'])
    await store.put({ row, weight: 1, key, ...period, values, more: rest(row) })
  }
  await store.finish()
  return { ...store.counts, totals }
}
