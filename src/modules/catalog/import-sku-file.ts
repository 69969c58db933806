// The import centre's way to SKUs: its columns are known by field, ours by the names people give them.
import { cellsOf } from '#kernel/table.ts'
import type { Importer, ImportRow } from '#modules/layouts'
import { importSkus } from './import-skus.ts'

/** Names that `importSkus` knows, whatever the file or its mapping calls the column. */
const NAME_OF: Readonly<Record<string, string>> = {
  sku_code: 'SKU编码',
  title: '名称',
  barcode: '条码',
  unit: '单位',
  weight_grams: '重量(克)',
  category: '类目',
  standard_cost: '标准成本',
}

/** Rows remembered for their refusals: more than are judged at once. */
const REMEMBERED = 4096

export const importSkuFile: Importer = async (work, file) => {
  const fieldAt = new Map([...file.columns].map(([field, at]) => [at, field]))
  const header = file.header.map((name, at) => NAME_OF[fieldAt.get(at) ?? ''] ?? `·${name}`)
  const given = new Map(header.map((name, at) => [name, file.header[at] ?? name]))
  const recent = new Map<number, ImportRow>()
  const rows = async function* () {
    let done = 0
    for await (const row of file.rows()) {
      recent.set(row.row, row)
      if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value!)
      yield { row: row.row, cells: cellsOf({ header }, row) }
      done += 1
      if (done % 1000 === 0) await work.progress(done)
    }
  }
  const { created, updated, unchanged } = await importSkus(
    work.tx,
    work.actor,
    { header, rows: rows() },
    work.dryRun,
    ({ row, column, zh, en }) =>
      work.refuse(recent.get(row) ?? { row, values: [] }, [
        { column: given.get(column) ?? column, zh, en },
      ]),
  )
  return { created, updated, unchanged, totals: {} }
}
