// The tables of one stored upload. Headers are looked for with what we know of layouts; files without one are read again
// with the names of their layout.
import type { Services } from '#kernel/services.ts'
import { openTables, type Table, type Tables } from '#kernel/table.ts'
import { headerScore, type Layout, recognise } from '#modules/layouts'

/** Lines given to recognition behind the header. */
const SAMPLE_ROWS = 20

export async function sampleOf(table: Table, count = SAMPLE_ROWS): Promise<(readonly string[])[]> {
  const sample: (readonly string[])[] = []
  for await (const { values } of table.rows()) {
    sample.push(values)
    if (sample.length >= count) break
  }
  return sample
}

export async function openFile(
  services: Services,
  fileKey: string,
  name: string,
  custom: readonly Layout[],
  opened: AsyncDisposableStack,
): Promise<Tables> {
  const options = { name, isHeader: (cells: readonly string[]) => headerScore(cells, custom) }
  const found = opened.use(await openTables(await services.files.get(fileKey), options))
  const bare = new Map<number, Layout>()
  for (const [at, table] of found.tables.entries()) {
    const known = recognise([table.header, ...(await sampleOf(table))])
    if (known.kind === 'known' && known.headerRow === -1) bare.set(at, known.layout)
  }
  if (bare.size === 0) return found
  // What was taken for a header is a row: read these again with the names of their layout.
  const columns = [...bare.values()][0]!.headers
  const again = opened.use(
    await openTables(await services.files.get(fileKey), { ...options, columns }),
  )
  return {
    tables: found.tables.map((table, at) => (bare.has(at) ? again.tables[at]! : table)),
    ignored: found.ignored,
  }
}
