// Orders from a file, as the platform said them (INV-SALES-2). Every version is kept with its raw rows; an order that has
// not changed is left alone; an older word never moves an order backwards (AC-3.1-3, OP-ORD-5); an order goes in
// whole or comes back whole.
import { newId } from '#kernel/ids.ts'
import {
  type CellProblem,
  type ImportFile,
  type ImportOutcome,
  type ImportRow,
  type ImportWork,
  readerOf,
} from '#modules/layouts'
import type { DraftOrder } from './draft.ts'
import { groupRows, type OrderRows } from './group-rows.ts'
import { overKnownLines, readHeads, readLines, underKnownHead } from './halves.ts'
import { type Half, judgeBatch, type Judged } from './judge-batch.ts'
import { offersOf } from './offers.ts'
import { toRetailOrder } from './online-retail.ts'
import { buyerKey, personalColumns, sealReceiver, splitRaw } from './receiver.ts'
import { openAddresses } from './addresses.ts'
import { type Drafted, toOrder } from './to-order.ts'
import { openTotals } from './import-totals.ts'
import { readDifferently } from './read-differently.ts'
import { overKnownMoney, toPayments, withPayments } from './payments.ts'
import { keepHeader, type StoredOrder, writeOrders, type Writing } from './write-orders.ts'

/** Orders written at once. */
const BATCH = 400

interface Run {
  readonly work: ImportWork
  readonly shop: NonNullable<ImportWork['shop']>
  readonly file: ImportFile
  readonly writing: Writing
  readonly read: ReturnType<typeof readerOf>
  readonly personal: ReadonlySet<number>
  readonly addresses: Awaited<ReturnType<typeof openAddresses>>
  /** Positions of the cells in the order of their headers, so that moved columns change nothing. */
  readonly byName: readonly number[]
  readonly totals: ReturnType<typeof openTotals>
  readonly counts: { created: number; updated: number; unchanged: number; done: number }
}

export async function importOrders(work: ImportWork, file: ImportFile): Promise<ImportOutcome> {
  const run = await prepare(work, file)
  let batch: DraftOrder[] = []
  for await (const group of groupRows(work.tx, file, numbersOf(file))) {
    const order = draft(run, group)
    if (order !== null) batch.push(order)
    if (batch.length < BATCH) continue
    await importBatch(run, batch)
    batch = []
  }
  await importBatch(run, batch)
  const { created, updated, unchanged } = run.counts
  return { created, updated, unchanged, totals: run.totals.all }
}

async function prepare(work: ImportWork, file: ImportFile): Promise<Run> {
  const { shop, tx } = work
  if (shop === null) throw new Error('orders belong to a shop')
  const { layout, header } = file
  return {
    work,
    shop,
    file,
    writing: {
      shopId: shop.id,
      timeZone: shop.timeZone,
      layout: layout.id,
      source: work.source,
      headerHash: await keepHeader(tx, header),
      half: halfOf(layout),
      kept: keptColumns(file),
    },
    read: readerOf(file, shop.timeZone),
    personal: personalColumns(file),
    addresses: await openAddresses(work),
    byName: header
      .map((name, at) => [name, at] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, at]) => at),
    totals: openTotals(),
    counts: { created: 0, updated: 0, unchanged: 0, done: 0 },
  }
}

function halfOf({ grain, traits }: ImportFile['layout']): Half {
  if (traits.includes('payments_only')) return 'payments'
  return grain === 'order' ? 'head' : grain === 'lines_only' ? 'lines' : 'both'
}

/** What a file does not speak of stays as it is: column of the order ← fields that tell it. */
const TOLD_BY: Readonly<Record<string, readonly string[]>> = {
  status_text: ['status', 'financial_status'],
  paid_at: ['paid_at'],
  paid_on: ['paid_at'],
  shipped_at: ['shipped_at'],
  shipped_on: ['shipped_at'],
  completed_at: ['completed_at', 'received_at'],
  completed_on: ['completed_at', 'received_at'],
  ship_due_at: ['ship_deadline'],
  customer_ref: ['buyer_ref'],
  country: ['country'],
  payment_method: ['pay_method'],
  payment_no: ['payment_id'],
  source_channel: ['source_channel'],
  talent: ['talent_id', 'talent_name'],
  carrier: ['carrier'],
  waybill: ['waybill'],
  close_reason: ['close_reason'],
  receiver_sealed: ['receiver_name', 'phone', 'address'],
  receiver_masked: ['receiver_name', 'phone', 'address'],
  receiver_fingerprint: ['receiver_name', 'phone', 'address'],
  province_code: ['address', 'province'],
  city_code: ['address', 'province'],
  district_code: ['address', 'province'],
  address_state: ['address', 'province'],
  address_note: ['address', 'province'],
  has_buyer_note: ['buyer_note'],
  has_seller_note: ['seller_note'],
}

/** All that a file of lines leaves to the head. */
const HEAD_ONLY = [
  'kind',
  'status',
  'ordered_at',
  'ordered_on',
  'paid_minor',
  'layout',
  'head_hash',
  'snapshot_at',
  ...Object.keys(TOLD_BY),
]

/** And what a file of payments tells of those. */
const OF_PAYMENTS: ReadonlySet<string> = new Set(['paid_minor', 'payment_method'])

function keptColumns({ layout, columns }: ImportFile): ReadonlySet<string> {
  if (layout.grain === 'lines_only') return new Set(HEAD_ONLY)
  if (layout.traits.includes('payments_only'))
    return new Set(HEAD_ONLY.filter((name) => !OF_PAYMENTS.has(name)))
  // Online Retail has its own rules for what its few columns tell (R10).
  if (layout.traits.includes('online_retail')) return new Set()
  const silent = Object.entries(TOLD_BY).filter(
    ([, fields]) => !fields.some((field) => columns.has(field)),
  )
  return new Set([
    ...silent.map(([column]) => column),
    ...(layout.grain === 'order' ? ['lines_hash'] : []),
  ])
}

function numbersOf({ columns, layout }: ImportFile): (row: ImportRow) => string | null {
  const at = columns.get('order_id')
  const upper = layout.traits.includes('online_retail')
  return ({ values }) => {
    const text = at === undefined ? '' : (values[at] ?? '').trim()
    return text === '' ? null : upper ? text.toUpperCase() : text
  }
}

/** The order, or null after its rows were given back. */
function draft(run: Run, { no, rows }: OrderRows): DraftOrder | null {
  const { file, shop, work, read } = run
  if (no === null || no.length > 100) {
    for (const row of rows) {
      const cells = read(row)
      cells.bad('order_id', '订单号必填,最长 100 个字', 'is required, at most 100 characters')
      work.refuse(row, cells.problems)
    }
    return null
  }
  const readRows = rows.map((row) => ({ row, cells: read(row) }))
  const drafted: Drafted = file.layout.traits.includes('online_retail')
    ? toRetailOrder(no, readRows, shop.timeZone)
    : file.layout.traits.includes('payments_only')
      ? toPayments(no, readRows)
      : toOrder(no, readRows, file, shop.timeZone)
  if (drafted.order !== null) return drafted.order
  refuseWhole(run, rows, drafted.problems)
  return null
}

/** A part of an order would be a wrong order: its good rows come back beside the bad ones. */
function refuseWhole(
  { work, file }: Run,
  rows: readonly ImportRow[],
  problems: ReadonlyMap<number, readonly CellProblem[]>,
): void {
  const column = file.header[file.columns.get('order_id') ?? 0] ?? 'order_id'
  const bad = [...problems.keys()].join('、')
  for (const row of rows) {
    work.refuse(
      row,
      problems.get(row.row) ?? [
        {
          column,
          zh: `同单第 ${bad} 行有误,整单退回,改好后一起再导`,
          en: `row ${bad} of this order is wrong, so the whole order comes back`,
        },
      ],
    )
  }
}

async function importBatch(run: Run, drafts: readonly DraftOrder[]): Promise<void> {
  if (drafts.length === 0) return
  const { work, counts, totals } = run
  const judged = await judgeBatch(work, run.shop.id, run.writing.half, drafts, (order) =>
    contentHash(run, order),
  )
  const fresh: Judged[] = []
  for (const one of judged) {
    const rows = one.order.rows.length
    counts.done += rows
    totals.add(one.order)
    if (one.verdict === 'created' || one.verdict === 'updated') {
      counts[one.verdict] += rows
      fresh.push(one)
    } else if (one.verdict === 'reread') fresh.push(one)
    else if (one.verdict === 'headless') refuseHeadless(run, one.order)
    else {
      counts.unchanged += rows
      if (one.verdict === 'older') totals.older(rows)
    }
  }
  await store(run, fresh)
  await work.progress(counts.done)
}

function refuseHeadless({ work, file }: Run, order: DraftOrder): void {
  const column = file.header[file.columns.get('order_id') ?? 0] ?? 'order_id'
  for (const row of order.rows) {
    work.refuse(row, [
      {
        column,
        zh: '这张订单还没有:请先导入订单表,再导入它的明细或付款',
        en: 'this order is not known yet: import the file of orders first, then its lines or payments',
      },
    ])
  }
}

function contentHash({ work, byName, file }: Run, order: DraftOrder): string {
  const names = byName.map((at) => file.header[at]).join('\x1f')
  const rows = order.rows
    .map(({ values }) => byName.map((at) => values[at] ?? '').join('\x1f'))
    // The order of rows in a file means nothing, so it does not make a new version.
    .toSorted()
  return work.services.vault.blindIndex([names, ...rows].join('\x1e'), 'sales.order')
}

async function store(run: Run, judged: readonly Judged[]): Promise<void> {
  if (judged.length === 0) return
  const { work, writing, shop, file } = run
  const whole = await withOtherHalf(run, judged)
  const offers = await offersOf(work, shop.id, file.layout, whole)
  const all = whole.map(({ order, hash, before }, at) =>
    toStored(run, order, hash, before, offers[at]!),
  )
  const stored = await withoutSame(run, whole, all)
  run.totals.stored(stored)
  await writeOrders(work.tx, writing, stored)
}

/** Of a file that is read again, only what is understood differently is written. */
async function withoutSame(
  { work, writing, counts }: Run,
  judged: readonly Judged[],
  all: readonly StoredOrder[],
): Promise<readonly StoredOrder[]> {
  const again = all.filter((_, at) => judged[at]!.verdict === 'reread')
  if (again.length === 0) return all
  const changed = await readDifferently(work.tx, writing, again)
  for (const { id, rows } of again) counts[changed.has(id) ? 'updated' : 'unchanged'] += rows.length
  const same = new Set(again.map(({ id }) => id).filter((id) => !changed.has(id)))
  return all.filter(({ id }) => !same.has(id))
}

async function withOtherHalf(run: Run, judged: readonly Judged[]): Promise<readonly Judged[]> {
  const { writing, work, file } = run
  const { half } = writing
  if (half === 'both') return judged
  const known = judged.flatMap(({ before }) => (before === null ? [] : [before]))
  const ids = known.map(({ id }) => id)
  const isSilent = file.layout.traits.includes('head_without_money')
  const heads = half === 'head' && !isSilent ? new Map() : await readHeads(work.tx, ids)
  if (half === 'lines') {
    const areAllMoney = file.layout.traits.includes('freight_on_lines')
    return judged.map((one) => ({
      ...one,
      order: underKnownHead(heads.get(one.before!.id)!, one.order, areAllMoney),
    }))
  }
  const lines = await readLines(
    work.tx,
    half === 'payments'
      ? ids
      : known.filter(({ linesHash }) => linesHash !== null).map(({ id }) => id),
  )
  return judged.map((one) => {
    if (one.before === null) return one
    const { id, linesHash } = one.before
    const head = heads.get(id)
    const own = lines.get(id) ?? []
    if (half === 'payments') return { ...one, order: withPayments(head!, own, one.order) }
    if (head !== undefined)
      return { ...one, order: overKnownMoney(one.order, head, linesHash === null ? null : own) }
    return linesHash === null ? one : { ...one, order: overKnownLines(one.order, own) }
  })
}

/** The word of this file beside those of the other halves. */
function hashesOf(
  { writing: { half }, file }: Run,
  hash: string,
  { before, order }: Pick<Judged, 'before' | 'order'>,
) {
  // Payments of an order that was not paid count for nothing: once it is, the same file may tell them again.
  const isForgotten = file.layout.traits.includes('head_without_money') && order.paidMinor === 0n
  const held = {
    headHash: before?.headHash ?? null,
    linesHash: before?.linesHash ?? null,
    paymentsHash: isForgotten ? null : (before?.paymentsHash ?? null),
  }
  if (half === 'payments') return { ...held, paymentsHash: hash }
  if (half === 'lines') return { ...held, linesHash: hash }
  return { ...held, headHash: hash, ...(half === 'both' ? { linesHash: hash } : {}) }
}

function toStored(
  run: Run,
  order: DraftOrder,
  hash: string,
  before: Judged['before'],
  offers: StoredOrder['offers'],
): StoredOrder {
  const { work, personal, addresses } = run
  const { vault } = work.services
  const id = before?.id ?? newId()
  const raw = splitRaw(order.rows, personal, run.file.columns.get('buyer_ref'))
  const address = addresses.judge(order.receiver, order.country, before)
  const receiver = sealReceiver(vault, id, order.receiver, raw.personal, address.name)
  return {
    ...order,
    id,
    version: (before?.version ?? 0) + 1,
    customerRef: buyerKey(vault, order.customerRef),
    ...hashesOf(run, hash, { before, order }),
    receiverSealed: receiver.sealed,
    receiverMasked: receiver.masked,
    hasBuyerNote: receiver.hasBuyerNote,
    hasSellerNote: receiver.hasSellerNote,
    fingerprint: address.fingerprint,
    place: address.place,
    snapshotAt: work.snapshotOf?.(order.platformNo) ?? work.snapshotAt,
    raw: raw.open,
    offers,
  }
}
