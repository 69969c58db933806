// Files for tests: rows as people see them, a layout that names their columns, the accounting closed.
import assert from 'node:assert/strict'
import { type RawBuilder, sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import type { Services } from '#kernel/services.ts'
import type { Actor } from '#kernel/actor.ts'
import {
  type CellProblem,
  columnsOf,
  type ImportFile,
  type Importer,
  type ImportOutcome,
  type ImportRow,
  type ImportShop,
  type Layout,
  type UndoImport,
} from '#modules/layouts'
import { addShop } from '#modules/shops'
import { TESTER } from './factories.ts'

export interface Given {
  readonly layout: Layout
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly fileName?: string
}

export function layoutOf(
  kind: Layout['kind'],
  fields: Readonly<Record<string, string | readonly string[]>>,
  more: Partial<Layout> = {},
): Layout {
  const named = Object.fromEntries(
    Object.entries(fields).map(([field, headers]) => [
      field,
      typeof headers === 'string' ? [headers] : headers,
    ]),
  )
  return {
    id: `test.${kind}`,
    platform: 'tmall',
    kind,
    name: { zh: '测试报表', en: 'test report' },
    grain: 'both',
    headers: Object.values(named).flat(),
    detect: [],
    fields: named,
    statuses: {},
    traits: [],
    provenance: 'written by hand for a test',
    ...more,
  }
}

export function fileOf({ layout, header, rows, fileName = 'report.csv' }: Given): ImportFile {
  const columns = columnsOf(layout, header)
  return {
    layout,
    fileName,
    header,
    columns,
    async *rows() {
      for (const [index, values] of rows.entries()) yield { row: index + 2, values }
    },
  }
}

export interface Imported extends ImportOutcome {
  readonly refusals: readonly { row: number; problems: readonly CellProblem[] }[]
}

let runs = 0

/** One import in a transaction of its own. Asserts that every row is accounted for, once. */
export async function importGiven(
  services: Services,
  actor: Actor,
  importer: Importer,
  shop: ImportShop | null,
  given: Given,
  more: { source?: string; snapshotAt?: Date } = {},
): Promise<Imported & { source: string }> {
  const refusals: { row: number; problems: readonly CellProblem[] }[] = []
  const source = more.source ?? `import:test-${(runs += 1)}`
  const outcome = await services.db.transaction().execute((tx) =>
    importer(
      {
        tx,
        services,
        actor,
        shop,
        source,
        dryRun: false,
        snapshotAt: more.snapshotAt ?? null,
        refuse: (row: ImportRow, problems) => void refusals.push({ row: row.row, problems }),
        progress: async () => {},
      },
      fileOf(given),
    ),
  )
  assert.equal(
    new Set(refusals.map(({ row }) => row)).size,
    refusals.length,
    'a row is refused once',
  )
  assert.equal(
    outcome.created + outcome.updated + outcome.unchanged + refusals.length,
    given.rows.length,
    'every row is accounted for',
  )
  return { ...outcome, refusals, source }
}

/** A shop of its own, files into it, and what lies in the tables afterwards. */
export function importDesk(services: Services) {
  const rowsOf = async <T = unknown>(query: RawBuilder<T>) =>
    (await query.execute(services.db)).rows
  return {
    rowsOf,
    async newShop(platform: 'tmall' | 'pdd' = 'tmall'): Promise<ImportShop> {
      const code = `T${newId().slice(-8)}`
      const shop = { code, name: code, platform, currency: 'CNY', timeZone: 'Asia/Shanghai' }
      const id = await services.db.transaction().execute((tx) => addShop(tx, TESTER, shop))
      return { id, ...shop }
    },
    bring: (
      importer: Importer,
      shop: ImportShop | null,
      given: Given,
      more: { source?: string; snapshotAt?: Date } = {},
    ) => importGiven(services, TESTER, importer, shop, given, more),
    undo: (undo: UndoImport, source: string) =>
      services.db.transaction().execute((tx) => undo(tx, services, TESTER, source)),
    /** `market.changed` of a shop, in order. */
    slicesOf: (shopId: string | null) =>
      rowsOf(sql<{ key: string; payload: Record<string, unknown> }>`
        select key, payload from outbox.events where type = 'market.changed'
          and payload->>'shopId' is not distinct from ${shopId} order by id`),
  }
}
