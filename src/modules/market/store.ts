// The only writer of this module. A draft says what one row of a file tells about one key; what it does not tell
// stays as it was. What is replaced goes under the row first (INV-MARKET-2); an older snapshot replaces nothing.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { now } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import type { ImportFile, ImportRow, ImportWork } from '#modules/layouts'
import { emitChanged, type Slice } from './events.ts'
import { TABLES, type TableName, type TableSpec } from './tables.ts'

export type Value = bigint | number | string | Date | null

export interface Draft {
  readonly row: ImportRow
  /** Rows of the file that stand in this draft: 1, but for aggregated ones. */
  readonly weight: number
  readonly key: Readonly<Record<string, string>>
  readonly from: string | null
  readonly to: string | null
  /** Null or left out: not told. */
  readonly values: Readonly<Record<string, Value>>
  readonly more: Readonly<Record<string, string>>
}

export interface Counts {
  created: number
  updated: number
  unchanged: number
  refused: number
}

/** Drafts written at once. */
const BATCH = 1000

type Text = string | null

interface Held {
  readonly id: string
  readonly key: Readonly<Record<string, Text>>
  readonly from: Text
  readonly to: Text
  readonly source: string
  readonly sourceRow: number
  readonly snapshotAt: Text
  readonly version: number
  values: Readonly<Record<string, Text>>
  more: Readonly<Record<string, string>>
  state: 'stored' | 'new' | 'changed'
}

const textOf = (value: unknown): Text =>
  value === null || value === undefined
    ? null
    : value instanceof Date
      ? value.toISOString()
      : String(value as string)

export interface Store {
  readonly counts: Counts
  put(draft: Draft): Promise<void>
  finish(): Promise<void>
}

/** Imports of one table and shop go one after the other, so that reading, deciding and writing are one step. */
async function lockTable(tx: Tx, spec: TableSpec, shopId: string | null): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`market.${spec.name}:${shopId ?? '-'}`}, 0))`.execute(
    tx,
  )
}

export async function openStore(
  work: ImportWork,
  file: ImportFile,
  table: TableName,
): Promise<Store> {
  const spec = TABLES[table]
  const shopId = spec.hasShop ? work.shop!.id : null
  await lockTable(work.tx, spec, shopId)
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, refused: 0 }
  const changed = new Map<string, Slice>()
  let waiting: Draft[] = []
  const flush = async () => {
    if (waiting.length === 0) return
    const drafts = waiting
    waiting = []
    const held = await readHeld(work.tx, spec, shopId, drafts)
    for (const draft of drafts) {
      decide(work, spec, draft, held, counts)
    }
    const rows = [...held.values()].flat()
    await write(work, file.layout.id, spec, shopId, rows)
    for (const { state, from } of rows) {
      if (state !== 'stored') changed.set(from ?? '', { table, shopId, day: from })
    }
  }
  return {
    counts,
    async put(draft) {
      waiting.push(draft)
      if (waiting.length >= BATCH) await flush()
    },
    async finish() {
      await flush()
      await emitChanged(work.tx, [...changed.values()])
    },
  }
}

const identityOf = (key: Readonly<Record<string, Text>>, spec: TableSpec) =>
  spec.key.map((column) => key[column]).join('\u001f')

/** Each key with the rows that stand on the same or overlapping days. */
async function readHeld(
  tx: Tx,
  spec: TableSpec,
  shopId: string | null,
  drafts: readonly Draft[],
): Promise<Map<string, Held[]>> {
  const held = new Map<string, Held[]>()
  for (const { key } of drafts) held.set(identityOf(key, spec), [])
  const asked = drafts.map(({ key, from, to }) => ({ ...key, ...daysOf(spec, from, to) }))
  const table = sql.raw(`market.${spec.name}`)
  const list = (names: readonly string[]) => sql.raw(names.map((name) => `t.${name}`).join(', '))
  const same = spec.key.map((column) => `t.${column} = k.${column}`)
  const [from, to = from] = spec.days
  const overlap =
    spec.days.length === 2
      ? [`daterange(t.${from}, t.${to}, '[]') && daterange(k.${from}, k.${to}, '[]')`]
      : spec.isDayKey
        ? [`t.${from} = k.${from}`]
        : []
  const wanted = [...new Set([...spec.key, ...spec.days, ...spec.values])]
  // One look into the index per draft (`offset 0` keeps it so): joined freely, a planner without statistics reads all
  // rows of the shop for every batch, and an import of a million rows never ends.
  const { rows } = await sql<Record<string, unknown>>`
    select distinct on (t.id) t.*
    from jsonb_populate_recordset(null::${table}, ${toJson(asked)}::jsonb) k
    cross join lateral (
      select t.id, t.source, t.source_row, t.snapshot_at, t.version, t.more, ${list(wanted)} from ${table} t
      where ${sql.raw([...same, ...overlap].join(' and '))}
        ${spec.hasShop ? sql`and t.shop_id = ${shopId}::uuid` : sql``} offset 0) t`.execute(tx)
  const pick = (row: Record<string, unknown>, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, textOf(row[name])]))
  for (const row of rows) {
    const key = pick(row, spec.key)
    held.get(identityOf(key, spec))?.push({
      id: row['id'] as string,
      key,
      from: textOf(row[from]),
      to: textOf(row[to]),
      source: row['source'] as string,
      sourceRow: row['source_row'] as number,
      snapshotAt: textOf(row['snapshot_at']),
      version: row['version'] as number,
      values: pick(row, spec.values),
      more: row['more'] as Record<string, string>,
      state: 'stored',
    })
  }
  return held
}

const daysOf = (spec: TableSpec, from: Text, to: Text) =>
  Object.fromEntries(spec.days.map((column, index) => [column, index === 0 ? from : to]))

/** What one draft does to the row it is about: a new one, a changed one, none, or back to the person. */
function decide(
  work: ImportWork,
  spec: TableSpec,
  draft: Draft,
  held: Map<string, Held[]>,
  counts: Counts,
): void {
  const rows = held.get(identityOf(draft.key, spec))!
  const told = toldBy(draft)
  const before = rows.find(({ from, to }) => !spec.isDayKey || isDayOf(spec, draft, from, to))
  const other = before ? undefined : rows.find((row) => overlaps(spec, draft, row))
  if (other) {
    refuseDraft(work, draft, counts, {
      zh: `与已有的 ${other.from} 至 ${other.to} 的同一对象重叠,会重复计算;请按相同周期导出,或先撤销那次导入`,
      en: `Overlaps ${other.from} to ${other.to}, which is there already, and would count twice. Export the same period, or undo that import first.`,
    })
    return
  }
  if (!before) {
    counts.created += draft.weight
    rows.push({
      id: newId(),
      key: draft.key,
      from: draft.from,
      to: draft.to,
      source: work.source,
      sourceRow: draft.row.row,
      snapshotAt: textOf(work.snapshotAt),
      version: 1,
      values: told,
      more: draft.more,
      state: 'new',
    })
    return
  }
  const values = { ...before.values, ...told }
  const more = { ...before.more, ...draft.more }
  if (isSame(spec, before, values, more, draft.from)) {
    counts.unchanged += draft.weight
    return
  }
  if (before.source === work.source) {
    refuseDraft(work, draft, counts, {
      zh: `与第 ${before.sourceRow} 行是同一对象同一天,数字却不同;请合并或删去一行`,
      en: `Row ${before.sourceRow} is about the same thing on the same day with other figures. Merge them or remove one.`,
    })
    return
  }
  const isOlder =
    work.snapshotAt !== null &&
    before.snapshotAt !== null &&
    work.snapshotAt.toISOString() < before.snapshotAt
  if (isOlder) {
    counts.unchanged += draft.weight
    return
  }
  counts.updated += draft.weight
  rows[rows.indexOf(before)] = {
    ...before,
    from: draft.from ?? before.from,
    to: draft.to ?? before.to,
    source: work.source,
    sourceRow: draft.row.row,
    snapshotAt: textOf(work.snapshotAt),
    version: before.version + 1,
    values,
    more,
    state: 'changed',
  }
}

const isDayOf = (spec: TableSpec, draft: Draft, from: Text, to: Text) =>
  from === draft.from && (spec.days.length === 1 || to === draft.to)

const overlaps = (spec: TableSpec, draft: Draft, row: Held) =>
  spec.days.length === 2 && row.from! <= draft.to! && row.to! >= draft.from!

function toldBy({ values }: Draft): Record<string, Text> {
  const told: Record<string, Text> = {}
  for (const [column, value] of Object.entries(values)) {
    const text = textOf(value)
    if (text !== null && text !== '') told[column] = text
  }
  return told
}

function isSame(
  spec: TableSpec,
  before: Held,
  values: Readonly<Record<string, Text>>,
  more: Readonly<Record<string, string>>,
  from: Text,
): boolean {
  return (
    spec.values.every((column) => (values[column] ?? '') === (before.values[column] ?? '')) &&
    Object.entries(more).every(([header, cell]) => before.more[header] === cell) &&
    (from === null || from === before.from)
  )
}

function refuseDraft(
  work: ImportWork,
  { row, weight }: Draft,
  counts: Counts,
  text: { zh: string; en: string },
): void {
  counts.refused += weight
  work.refuse(row, [{ column: '', ...text }])
}

async function write(
  work: ImportWork,
  layout: string,
  spec: TableSpec,
  shopId: string | null,
  rows: readonly Held[],
): Promise<void> {
  const { tx, source } = work
  const table = sql.raw(`market.${spec.name}`)
  const at = now()
  const json = (state: Held['state']) =>
    rows
      .filter((row) => row.state === state)
      .map((row) => ({
        ...row.key,
        ...daysOf(spec, row.from, row.to),
        ...withDefaults(spec, row.values),
        ...(spec.hasShop ? { shop_id: shopId } : {}),
        id: row.id,
        more: row.more,
        layout,
        source,
        source_row: row.sourceRow,
        snapshot_at: row.snapshotAt,
        version: row.version,
        recorded_at: at,
      }))
  const created = json('new')
  if (created.length > 0) {
    await sql`
      insert into ${table} select * from jsonb_populate_recordset(null::${table}, ${toJson(created)}::jsonb)`.execute(
      tx,
    )
  }
  const changed = json('changed')
  if (changed.length === 0) return
  await sql`
    insert into market.replaced (table_name, row_id, version, was, source, replaced_by)
    select ${spec.name}, t.id, t.version, to_jsonb(t), t.source, ${source}
    from ${table} t where t.id = any(${changed.map(({ id }) => id)}::uuid[])`.execute(tx)
  const columns = columnsOf(spec)
  await sql`
    update ${table} t set ${sql.raw(columns.map((column) => `${column} = r.${column}`).join(', '))}
    from jsonb_populate_recordset(null::${table}, ${toJson(changed)}::jsonb) r where t.id = r.id`.execute(
    tx,
  )
}

/** Texts that nobody told are empty, figures are null. */
function withDefaults(
  spec: TableSpec,
  values: Readonly<Record<string, Text>>,
): Record<string, Text> {
  return Object.fromEntries(
    spec.values.map((column) => [
      column,
      values[column] ?? spec.defaults[column] ?? (spec.texts.includes(column) ? '' : null),
    ]),
  )
}

/** What a replacement or its undoing sets; the key stays. */
export const columnsOf = (spec: TableSpec): string[] => [
  ...spec.days,
  ...spec.values,
  'more',
  'layout',
  'source',
  'source_row',
  'snapshot_at',
  'version',
  'recorded_at',
]
