// Prices seen in the market, ours or others': one observation per offer and day.
import { houseZone } from '#kernel/house.ts'
import { type Importer, readerOf } from '#modules/layouts'
import { PRICE_FIGURES } from './figures.ts'
import { currencyOf, moreOf, periodOf, readFigures } from './reading.ts'
import { openStore } from './store.ts'

/** An address or a title may stand in for an id, but not without end. */
const MAX_KEY = 300

export const importPrices: Importer = async (work, file) => {
  const store = await openStore(work, file, 'prices')
  const reader = readerOf(file, work.shop?.timeZone ?? (await houseZone(work.tx)))
  const rest = moreOf(file, PRICE_FIGURES, ['platform'])
  const totals: Record<string, bigint> = { observations: 0n }
  let done = 0
  for await (const row of file.rows()) {
    done += 1
    if (done % 1000 === 0) await work.progress(done)
    const cells = reader(row)
    const period = periodOf(cells, file)
    if (period && period.from !== period.to) cells.bad('date', '要写观察的那一天', 'one day a row')
    const values = readFigures(
      cells,
      PRICE_FIGURES.filter(({ column }) => column !== 'platform_item'),
    )
    const itemNo = (cells.text('platform_item') || cells.text('url') || cells.text('title')).slice(
      0,
      MAX_KEY,
    )
    if (itemNo === '') cells.required('platform_item')
    if (!('price_minor' in values)) cells.required('price')
    values['currency'] = currencyOf(cells)
    if (period === null || cells.problems.length > 0) {
      store.counts.refused += 1
      work.refuse(row, cells.problems)
      continue
    }
    totals['observations']! += 1n
    const key = {
      platform: cells.text('platform') || (file.layout.platform ?? ''),
      platform_item: itemNo,
    }
    await store.put({ row, weight: 1, key, ...period, values, more: rest(row) })
  }
  await store.finish()
  return { ...store.counts, totals }
}
