// Advertising reports: a row per day (or period) and plan, unit, material, keyword. Where a report's total says more than its
// rows (trait `footer_holds_more`), the rest was spent by the platform for the whole shop and is its own row.
import {
  type CellReader,
  type ImportFile,
  type Importer,
  type ImportRow,
  type ImportWork,
  readerOf,
} from '#modules/layouts'
import { AD_FIGURES, AD_HEADERS, AD_NAMES } from './figures.ts'
import {
  addTotals,
  isTotal,
  moreOf,
  type Period,
  periodOf,
  readFigures,
  withHeaders,
} from './reading.ts'
import { openStore, type Store, type Value } from './store.ts'

const SUMMED = ['impressions', 'clicks', 'spend_minor', 'sales_orders', 'sales_minor']

interface Seen {
  period: Period | null
  readonly sums: Record<string, bigint>
  refused: number
}

export const importAds: Importer = async (work, given) => {
  const file = withHeaders(given, AD_HEADERS)
  const store = await openStore(work, file, 'ad_spend')
  const reader = readerOf(file, work.shop!.timeZone)
  const rest = moreOf(
    file,
    [...AD_NAMES, ...AD_FIGURES],
    ['platform_item', 'material_id', 'material_name'],
  )
  const totals: Record<string, bigint> = {}
  const seen: Seen = { period: null, sums: {}, refused: 0 }
  const stated: ImportRow[] = []
  let done = 0
  for await (const row of file.rows()) {
    done += 1
    if (done % 1000 === 0) await work.progress(done)
    if (isTotal(row)) {
      stated.push(row)
      continue
    }
    const cells = reader(row)
    const period = periodOf(cells, file)
    const values = { ...names(cells, file), ...readFigures(cells, AD_FIGURES) }
    if (!values['plan_id'] && !values['plan_name'] && !values['subject_id']) {
      cells.bad(
        'plan_id',
        '计划、商品或素材至少要有一个',
        'a plan, an item or a material is needed',
      )
    }
    if (!('spend_minor' in values)) cells.bad('spend', '必填', 'is required')
    if (period === null || cells.problems.length > 0) {
      store.counts.refused += 1
      seen.refused += 1
      work.refuse(row, cells.problems)
      continue
    }
    widen(seen, period)
    for (const column of SUMMED) {
      const value = values[column]
      if (typeof value === 'bigint') seen.sums[column] = (seen.sums[column] ?? 0n) + value
    }
    addTotals(totals, values, SUMMED)
    await store.put({
      row,
      weight: 1,
      key: { ad_key: keyOf(values, 'row') },
      ...period,
      values,
      more: rest(row),
    })
  }
  for (const row of stated) await compare(work, file, store, reader(row), row, seen, totals)
  await store.finish()
  return { ...store.counts, totals }
}

function names(cells: CellReader, file: ImportFile): Record<string, Value> {
  const values = readFigures(cells, AD_NAMES)
  values['subject_id'] ??= cells.text('material_id') || cells.text('platform_item')
  values['subject_name'] ??= cells.text('material_name')
  // The window is chosen when exporting; most products write it into the file's name only.
  values['attribution'] ??= /(\d{1,2})\s*天/.exec(file.fileName)?.[0] ?? null
  return { ...values, tool: file.layout.name.zh, row_kind: 'row' }
}

/** An id tells it, else the name; both, if a platform re-uses one of them. */
function keyOf(values: Readonly<Record<string, Value>>, kind: 'row' | 'hosted'): string {
  const part = (id: string, name: string) => String(values[id] || values[name] || '')
  return [
    kind,
    String(values['tool'] ?? ''),
    part('account_id', 'account_name'),
    String(values['scene'] ?? ''),
    part('plan_id', 'plan_name'),
    String(values['group_name'] ?? ''),
    part('subject_id', 'subject_name'),
    String(values['subject_type'] ?? ''),
    String(values['keyword'] ?? ''),
  ].join('|')
}

function widen(seen: Seen, { from, to }: Period): void {
  seen.period = seen.period
    ? {
        from: from < seen.period.from ? from : seen.period.from,
        to: to > seen.period.to ? to : seen.period.to,
      }
    : { from, to }
}

/** A stated total: proof for the rows, or what tells the spend hosted by the platform. */
async function compare(
  work: ImportWork,
  file: ImportFile,
  store: Store,
  cells: CellReader,
  row: ImportRow,
  seen: Seen,
  totals: Record<string, bigint>,
): Promise<void> {
  const stated = readFigures(cells, AD_FIGURES)
  if (typeof stated['spend_minor'] === 'bigint') totals['statedSpendMinor'] = stated['spend_minor']
  const isHosting = file.layout.traits.includes('footer_holds_more')
  if (!isHosting || cells.problems.length > 0 || seen.period === null) {
    if (cells.problems.length > 0) {
      store.counts.refused += 1
      work.refuse(row, cells.problems)
    } else store.counts.unchanged += 1
    return
  }
  const hosted: Record<string, Value> = {}
  for (const column of SUMMED) {
    const value = stated[column]
    if (typeof value === 'bigint') hosted[column] = value - (seen.sums[column] ?? 0n)
  }
  const below = Object.entries(hosted).find(([, value]) => (value as bigint) < 0n)
  if (seen.refused > 0 || below) {
    store.counts.refused += 1
    work.refuse(row, [
      seen.refused > 0
        ? {
            column: '',
            zh: `有 ${seen.refused} 行被退回,总计减明细算不出全店托管花费;改好后连同总计行一起重新导入`,
            en: `${seen.refused} rows went back, so total less rows does not tell the hosted spend. Fix them and import again with the total.`,
          }
        : {
            column: '',
            zh: '总计小于各行之和,请核对文件是否完整',
            en: 'The total is less than the sum of its rows. Check whether the file is whole.',
          },
    ])
    return
  }
  if (Object.values(hosted).every((value) => value === 0n)) {
    store.counts.unchanged += 1
    return
  }
  const values = { tool: file.layout.name.zh, row_kind: 'hosted', plan_name: '全店托管', ...hosted }
  addTotals(totals, values, SUMMED)
  totals['hostedSpendMinor'] = hosted['spend_minor'] as bigint
  await store.put({
    row,
    weight: 1,
    key: { ad_key: keyOf(values, 'hosted') },
    ...seen.period,
    values,
    more: {},
  })
}
