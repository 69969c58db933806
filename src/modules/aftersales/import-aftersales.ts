// After-sale records from a file. Versions are kept with their rows; the same file twice changes nothing; an older word
// never moves a record backwards (INV-AFTERSALES-1).
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { dateIn, now } from '#kernel/time.ts'
import {
  type ImportFile,
  type Importer,
  type ImportRow,
  type ImportWork,
  isPersonal,
  readerOf,
} from '#modules/layouts'
import { merge, readTold, type Told } from './to-record.ts'
import { type AftersaleState, isOlder } from './words.ts'
import { type Fresh, writeRecords } from './write-records.ts'

/** Records written at once. */
const BATCH = 500

interface Draft {
  readonly row: ImportRow
  readonly aftersaleNo: string
  readonly told: Told
}

interface Known {
  readonly id: string
  readonly aftersaleNo: string
  readonly version: number
  readonly lastVersion: number
  readonly contentHash: string
  readonly source: string
  readonly snapshotAt: Date | null
  readonly withdrawn: boolean
  readonly fields: Told
}

interface Counts {
  created: number
  updated: number
  unchanged: number
  readonly totals: Record<string, bigint>
}

export const importAftersales: Importer = async (work, file) => {
  const shop = work.shop!
  // One import of a shop's after-sales after the other: reading, deciding and writing are one step.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`aftersales:${shop.id}`}, 0))`.execute(
    work.tx,
  )
  const reader = readerOf(file, shop.timeZone)
  const counts: Counts = {
    created: 0,
    updated: 0,
    unchanged: 0,
    totals: { records: 0n, refunded: 0n, refundMinor: 0n, unknownState: 0n },
  }
  let drafts: Draft[] = []
  let done = 0
  for await (const row of file.rows()) {
    done += 1
    if (done % BATCH === 0) await work.progress(done)
    const cells = reader(row)
    const aftersaleNo = cells.required('aftersale_id')
    const told = readTold(cells, file.layout, shop.timeZone)
    if (cells.problems.length > 0) {
      work.refuse(row, cells.problems)
      continue
    }
    drafts.push({ row, aftersaleNo, told })
    if (drafts.length >= BATCH) {
      await flush(work, file, drafts, counts)
      drafts = []
    }
  }
  if (drafts.length > 0) await flush(work, file, drafts, counts)
  return counts
}

async function flush(
  work: ImportWork,
  file: ImportFile,
  drafts: readonly Draft[],
  counts: Counts,
): Promise<void> {
  const known = await readKnown(work, drafts)
  const fresh = new Map<string, Fresh>()
  for (const draft of drafts) {
    const before = known.get(draft.aftersaleNo)
    const next = decide(work, file, draft, before)
    if (next === 'refused') continue
    addTotals(counts.totals, draft.told)
    if (next === 'unchanged') {
      counts.unchanged += 1
      continue
    }
    if (before && !before.withdrawn) counts.updated += 1
    else counts.created += 1
    fresh.set(draft.aftersaleNo, next)
    known.set(draft.aftersaleNo, { ...next, withdrawn: false, lastVersion: next.version })
  }
  await writeRecords(work, file.layout.id, [...fresh.values()])
}

function addTotals(totals: Record<string, bigint>, told: Told): void {
  totals['records']! += 1n
  if (told['status'] === 'unknown') totals['unknownState']! += 1n
  if (told['status'] !== 'refunded') return
  totals['refunded']! += 1n
  totals['refundMinor']! += BigInt(told['refund_minor'] ?? 0)
}

function decide(
  work: ImportWork,
  file: ImportFile,
  { row, aftersaleNo, told }: Draft,
  before: Known | undefined,
): Fresh | 'unchanged' | 'refused' {
  const snapshotAt = work.snapshotOf?.(aftersaleNo) ?? work.snapshotAt
  const seenOn = dateIn(snapshotAt ?? now(), work.shop!.timeZone)
  const held = before && !before.withdrawn ? before.fields : null
  const fields = merge(held, told, seenOn, snapshotAt !== null)
  const contentHash = digest(fields)
  if (before && !before.withdrawn) {
    if (before.contentHash === contentHash) return 'unchanged'
    if (before.source === work.source) {
      work.refuse(row, [
        {
          column: '',
          zh: `售后单 ${aftersaleNo} 在这个文件里出现了两次,内容不同;请只留最新的一行`,
          en: `After-sale ${aftersaleNo} stands in this file twice with different content. Keep the newest row only.`,
        },
      ])
      return 'refused'
    }
    const said = { status: told['status'] as AftersaleState, snapshotAt }
    const holds = {
      status: before.fields['status'] as AftersaleState,
      snapshotAt: before.snapshotAt,
    }
    if (isOlder(said, holds)) return 'unchanged'
  }
  return {
    id: before?.id ?? newId(),
    aftersaleNo,
    version: (before?.lastVersion ?? 0) + 1,
    contentHash,
    fields,
    raw: rawOf(file, row),
    source: work.source,
    snapshotAt,
  }
}

const digest = (fields: Told) =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')

/** The row as the file has it, without columns that may name people: nothing here needs them. */
function rawOf(file: ImportFile, row: ImportRow): Record<string, string> {
  return Object.fromEntries(
    file.header.flatMap((header, at) =>
      isPersonal(header) ? [] : [[header.trim(), row.values[at] ?? '']],
    ),
  )
}

async function readKnown(work: ImportWork, drafts: readonly Draft[]): Promise<Map<string, Known>> {
  const { rows } = await sql<Known>`
    select r.id, r.aftersale_no as "aftersaleNo", r.version, r.content_hash as "contentHash", r.source,
      r.snapshot_at as "snapshotAt", r.withdrawn, v.fields,
      (select max(x.version) from aftersales.record_versions x where x.record_id = r.id) as "lastVersion"
    from aftersales.records r join aftersales.record_versions v on v.record_id = r.id and v.version = r.version
    where r.shop_id = ${work.shop!.id} and r.aftersale_no = any(${drafts.map((d) => d.aftersaleNo)}::text[])
    order by r.id for update of r`.execute(work.tx)
  return new Map(rows.map((row) => [row.aftersaleNo, row]))
}
