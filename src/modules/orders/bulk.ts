// One action on up to fifty thousand orders. What is meant is written down first; a job goes through it chunk by chunk, and each
// chunk's effects and results commit together: after a kill the next try goes on behind the last chunk, and nothing happens twice.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { JobContext } from '#kernel/background.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { AppError, notFound } from '#kernel/errors.ts'
import { retryLostRaces } from '#kernel/http.ts'
import { newId } from '#kernel/ids.ts'
import { enqueue, reportProgress } from '#kernel/jobs.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { instant } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import { advanceAll } from './advance.ts'
import { financeAudit, readNotes, unaudit } from './audit.ts'
import { cancelOrder, reopenOrder } from './cancel.ts'
import type { HoldCode } from './catalogue.ts'
import { clearHold, raiseHold } from './clear-hold.ts'
import type { BULK_ACTIONS } from './contract.ts'
import {
  becameAnother,
  mayNotClear,
  noUndo,
  notAllowed,
  nothingSelected,
  tooMany,
} from './errors.ts'
import { conditionsOf, type OrderFilter } from './filter.ts'
import { type DeskOrder, lockOrders, situationOf } from './load.ts'
import { auditRulings, reasonsOf, ruledBy } from './rulings.ts'
import { deskSettings } from './settings.ts'
import { shipOrder } from './ship.ts'

export type BulkAction = (typeof BULK_ACTIONS)[number]

export const BULK_JOB = 'orders.bulk'

/** A day's orders of a large shop; more than that is a mistake of the filter. */
export const MOST_SELECTED = 50_000

/** Orders of one transaction: few enough to commit often, many enough for one round of statements. */
const CHUNK = 250

/** What somebody had before their eyes when they decided. */
interface Seen {
  readonly id: string
  readonly qty: bigint
  readonly netMinor: bigint
}

export interface AskedBulk {
  readonly action: BulkAction
  readonly ids?: readonly string[] | undefined
  readonly filter?: OrderFilter | undefined
  readonly note: string
  readonly code?: HoldCode | undefined
  readonly until?: Date | undefined
  readonly seen?: readonly Seen[] | undefined
  readonly parcels?:
    | readonly { readonly id: string; readonly carrier: string; readonly waybill: string }[]
    | undefined
}

/** What each action takes. */
const PERMISSION: Readonly<Record<BulkAction, string>> = {
  audit: 'orders.write',
  clear_hold: 'orders.write',
  raise_hold: 'orders.write',
  finance_audit: 'orders.finance',
  unaudit: 'orders.unaudit',
  cancel: 'orders.cancel',
  reopen: 'orders.cancel',
  ship: 'orders.ship',
}

const AUDITED: Readonly<Record<BulkAction, string>> = {
  audit: 'orders.bulk.audit',
  clear_hold: 'orders.bulk.clear_hold',
  raise_hold: 'orders.bulk.raise_hold',
  finance_audit: 'orders.bulk.finance_audit',
  unaudit: 'orders.bulk.unaudit',
  cancel: 'orders.bulk.cancel',
  reopen: 'orders.bulk.reopen',
  ship: 'orders.bulk.ship',
}

/** Orders are never deleted: an id nobody has is the caller's mistake, and nothing begins. */
export async function refuseUnknown(db: Db, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select asked.id from unnest(${[...ids]}::uuid[]) as asked (id)
    where not exists (select 1 from orders.fulfil_orders o where o.id = asked.id) limit 1`.execute(
    db,
  )
  if (rows[0]) throw notFound({ zh: '系统单', en: 'system order' }, rows[0].id)
}

export async function startBulk(
  tx: Tx,
  actor: Actor,
  asked: AskedBulk,
  undoes: string | null = null,
): Promise<{ id: string; total: number }> {
  const permission = PERMISSION[asked.action]
  if (!actor.permissions.has(permission)) throw forbidden(permission)
  const id = newId()
  const seen = new Map((asked.seen ?? []).map(({ id: of, ...one }) => [of, one]))
  const items =
    asked.parcels ??
    (await idsOf(tx, asked)).map((orderId) => ({ id: orderId, seen: seen.get(orderId) }))
  if (items.length === 0) throw nothingSelected()
  await refuseUnknown(
    tx,
    items.map((item) => item.id),
  )
  const { note, code, until } = asked
  const { permissions, ...who } = actor
  await sql`
    insert into orders.bulk_runs (id, action, args, actor, total, undoes)
    values (${id}, ${asked.action}, ${toJson({ note, code, until })}::jsonb,
      ${toJson({ ...who, permissions: [...permissions] })}::jsonb, ${items.length}, ${undoes})`.execute(
    tx,
  )
  await sql`
    insert into orders.bulk_items (run_id, seq, order_id, args)
    select ${id}, at, order_id, args from unnest(${items.map((item) => item.id)}::uuid[],
      ${pgArray(items.map(({ id: _id, ...args }) => toJson(args)))}::jsonb[]) with ordinality as item (order_id, args, at)`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: AUDITED[asked.action],
    subjectType: 'bulk_run',
    subjectId: id,
    after: { total: items.length },
    reason: note,
  })
  const options = { requestedBy: actor.name, maxAttempts: 10 }
  const jobId = await enqueue(tx, BULK_JOB, { runId: id }, options)
  await sql`update orders.bulk_runs set job_id = ${jobId} where id = ${id}`.execute(tx)
  return { id, total: items.length }
}

function forbidden(permission: string): AppError {
  return new AppError(
    'access.forbidden',
    403,
    {
      zh: `当前角色没有权限 ${permission},请联系管理员开通`,
      en: `Your role lacks the permission ${permission}. Ask an administrator for it.`,
    },
    { permission },
  )
}

export async function idsOf(
  db: Db,
  { ids, filter }: Pick<AskedBulk, 'ids' | 'filter'>,
): Promise<readonly string[]> {
  if (ids) return [...new Set(ids)]
  if (!filter) return []
  const { rows } = await sql<{ id: string }>`
    select o.id from orders.fulfil_orders o where ${sql.join([sql`true`, ...conditionsOf(filter)], sql` and `)}
    order by coalesce(o.due_at, 'infinity'), o.id limit ${MOST_SELECTED + 1}`.execute(db)
  if (rows.length > MOST_SELECTED) throw tooMany(rows.length, MOST_SELECTED)
  return rows.map(({ id }) => id)
}

interface Run {
  readonly id: string
  readonly action: BulkAction
  readonly args: { readonly note: string; readonly code?: HoldCode; readonly until?: string }
  readonly actor: Omit<Actor, 'permissions'> & { readonly permissions: readonly string[] }
  readonly total: number
}

interface Item {
  readonly seq: number
  readonly orderId: string
  readonly args: {
    readonly carrier?: string
    readonly waybill?: string
    readonly seen?: { readonly qty: string; readonly netMinor: string }
  }
}

interface Result {
  readonly seq: number
  readonly problem: { readonly code: string; readonly zh: string; readonly en: string } | null
}

/** Job handler. */
export async function runBulk(
  payload: unknown,
  { services, jobId, signal }: JobContext,
): Promise<void> {
  const { runId } = payload as { runId: string }
  const run = await readRun(services.db, runId)
  for (;;) {
    if (signal.aborted) throw new Error('stopped between two chunks; goes on when started again')
    const left = await retryLostRaces(() =>
      services.db.transaction().execute((tx) => runChunk(tx, run)),
    )
    if (left === null) break
    if (!(await reportProgress(services.db, jobId, { done: run.total - left, total: run.total })))
      return
  }
  await sql`update orders.bulk_runs set finished_at = now() where id = ${runId} and finished_at is null`.execute(
    services.db,
  )
}

async function readRun(db: Db, id: string): Promise<Run> {
  const { rows } = await sql<Run>`
    select id, action, args, actor, total from orders.bulk_runs where id = ${id}`.execute(db)
  if (!rows[0]) throw notFound({ zh: '批量处理', en: 'bulk action' }, id)
  return rows[0]
}

/** How many are left, or null when there was nothing to do. */
async function runChunk(tx: Tx, run: Run): Promise<number | null> {
  const { rows: items } = await sql<Item>`
    select seq, order_id as "orderId", args from orders.bulk_items
    where run_id = ${run.id} and state = 'waiting' order by seq limit ${CHUNK} for update`.execute(
    tx,
  )
  if (items.length === 0) return null
  const actor: Actor = { ...run.actor, permissions: new Set(run.actor.permissions) }
  const results =
    run.action === 'audit'
      ? await auditChunk(tx, actor, run, items)
      : await oneByOne(tx, actor, run, items)
  await sql`
    update orders.bulk_items i set state = fresh.state, result = fresh.result
    from unnest(${results.map(({ seq }) => seq)}::int[],
      ${pgArray(results.map(({ problem }) => (problem === null ? 'done' : 'refused')))}::text[],
      ${pgArray(results.map(({ problem }) => toJson(problem ?? {})))}::jsonb[]) as fresh (seq, state, result)
    where i.run_id = ${run.id} and i.seq = fresh.seq`.execute(tx)
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from orders.bulk_items where run_id = ${run.id} and state = 'waiting'`.execute(
    tx,
  )
  return rows[0]!.left
}

/** Auditing needs nothing of other modules: a chunk is a handful of statements. */
async function auditChunk(
  tx: Tx,
  actor: Actor,
  run: Run,
  items: readonly Item[],
): Promise<Result[]> {
  const settings = await deskSettings(tx)
  const locked = await lockOrders(
    tx,
    items.map(({ orderId }) => orderId),
  )
  const changed = changedMeanwhile(locked, items)
  const orders = new Map<string, (typeof locked)[number]>()
  for (const order of locked.filter(({ id }) => !changed.has(id)))
    orders.set(order.id, order.status === 'WAIT_AUDIT' ? await readNotes(tx, actor, order) : order)
  const rulings = await auditRulings(tx, [...orders.keys()])
  const { refused } = await advanceAll(
    tx,
    actor,
    [...orders.values()].map((order) => ({
      order,
      situation: ruledBy(rulings(order.id), situationOf(order, settings)),
      event: 'audit' as const,
      detail: { note: run.args.note, by: 'bulk', run: run.id, ...reasonsOf(rulings(order.id)) },
    })),
  )
  const why = new Map(
    refused.map(({ step, decision }) => [
      step.order.id,
      problemOf(notAllowed(step.order, step.event, decision.guard)),
    ]),
  )
  return items.map(({ seq, orderId }) => ({
    seq,
    problem: changed.has(orderId)
      ? problemOf(changed.get(orderId)!)
      : orders.has(orderId)
        ? (why.get(orderId) ?? null)
        : problemOf(notFound({ zh: '系统单', en: 'system order' }, orderId)),
  }))
}

/** Somebody looked at two pieces and five would be let go: refused with the difference, never audited unseen (OP-UI-3). */
function changedMeanwhile(
  orders: readonly DeskOrder[],
  items: readonly Item[],
): ReadonlyMap<string, AppError> {
  const seen = new Map(items.map(({ orderId, args }) => [orderId, args.seen]))
  return new Map(
    orders.flatMap((order): [string, AppError][] => {
      const before = seen.get(order.id)
      const qty = order.lines.reduce((sum, line) => sum + line.qty, 0n)
      if (!before || (BigInt(before.qty) === qty && BigInt(before.netMinor) === order.netMinor))
        return []
      const was = { qty: BigInt(before.qty), netMinor: BigInt(before.netMinor) }
      return [[order.id, becameAnother(order.no, was, { qty, netMinor: order.netMinor })]]
    }),
  )
}

/** Each in a savepoint of its own: one that is refused leaves its neighbours as they are. */
async function oneByOne(tx: Tx, actor: Actor, run: Run, items: readonly Item[]): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) {
    await sql`savepoint item`.execute(tx)
    try {
      await act(tx, actor, run, item)
      await sql`release savepoint item`.execute(tx)
      results.push({ seq: item.seq, problem: null })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      await sql`rollback to savepoint item`.execute(tx)
      results.push({ seq: item.seq, problem: problemOf(error) })
    }
  }
  return results
}

async function act(
  tx: Tx,
  actor: Actor,
  { action, args }: Run,
  { orderId, args: own }: Item,
): Promise<void> {
  const asked = { id: orderId, note: args.note }
  switch (action) {
    case 'audit':
      throw new Error('audits go by the chunk')
    case 'finance_audit':
      return void (await financeAudit(tx, actor, { ...asked, isRefused: false }))
    case 'unaudit':
      return void (await unaudit(tx, actor, asked))
    case 'cancel':
      return cancelOrder(tx, actor, asked)
    case 'reopen':
      return reopenOrder(tx, actor, asked)
    case 'clear_hold':
      if (!args.code) throw nothingSelected()
      return void (await clearHold(tx, actor, { ...asked, code: args.code }))
    case 'raise_hold':
      if (args.code !== 'H-PAUSE' && args.code !== 'H-SPECIAL' && args.code !== 'H-DATE')
        throw mayNotClear(args.code ?? 'H-PAUSE')
      return void (await raiseHold(tx, actor, {
        ...asked,
        code: args.code,
        ...(args.until ? { until: instant(args.until) } : {}),
      }))
    case 'ship':
      return shipOrder(tx, actor, {
        id: orderId,
        carrier: own.carrier ?? '',
        waybill: own.waybill ?? '',
      })
  }
}

const problemOf = ({ code, text }: AppError) => ({ code, zh: text.zh, en: text.en })

const UNDO: Partial<Readonly<Record<BulkAction, BulkAction>>> = {
  audit: 'unaudit',
  unaudit: 'audit',
  cancel: 'reopen',
  raise_hold: 'clear_hold',
}

/** The same orders, the other way round; those that were refused are left out. */
export async function undoBulk(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ id: string; total: number }> {
  const run = await readRun(tx, id)
  const action = UNDO[run.action]
  if (!action) {
    throw noUndo({
      zh: '这个动作不能撤销:货已离库或原因已处理',
      en: 'This action has no undo: the goods have left, or the cause is settled.',
    })
  }
  const { rows: twice } = await sql`select 1 from orders.bulk_runs where undoes = ${id}`.execute(tx)
  if (twice.length > 0) throw noUndo({ zh: '已经撤销过了', en: 'It was undone already.' })
  const { rows } = await sql<{ orderId: string }>`
    select order_id as "orderId" from orders.bulk_items where run_id = ${id} and state = 'done' order by seq`.execute(
    tx,
  )
  const ids = rows.map(({ orderId }) => orderId)
  const note = `撤销 · undo ${id}`
  return startBulk(
    tx,
    actor,
    { action, ids, note, ...(run.args.code ? { code: run.args.code } : {}) },
    id,
  )
}

export async function bulkState(db: Db, id: string) {
  const { rows } = await sql<{
    action: BulkAction
    total: number
    done: number
    refused: number
    finishedAt: Date | null
    isStopped: boolean
    isUndone: boolean
  }>`
    select r.action, r.total, coalesce(r.finished_at, j.finished_at) as "finishedAt",
      r.finished_at is null and j.id is not null as "isStopped",
      (select count(*)::int from orders.bulk_items i where i.run_id = r.id and i.state = 'done') as done,
      (select count(*)::int from orders.bulk_items i where i.run_id = r.id and i.state = 'refused') as refused,
      exists (select 1 from orders.bulk_runs u where u.undoes = r.id) as "isUndone"
    from orders.bulk_runs r
    -- Cancelled, or failed for good: nobody works on it any more, and it ends where it stood.
    left join jobs.runs j on j.id = r.job_id and j.status in ('cancelled', 'failed')
    where r.id = ${id}`.execute(db)
  const run = rows[0]
  if (!run) throw notFound({ zh: '批量处理', en: 'bulk action' }, id)
  const { rows: problems } = await sql<{
    orderId: string
    no: string
    code: string
    zh: string
    en: string
  }>`
    select i.order_id as "orderId", coalesce(o.no, '') as no, i.result->>'code' as code, i.result->>'zh' as zh,
      i.result->>'en' as en
    from orders.bulk_items i left join orders.fulfil_orders o on o.id = i.order_id
    where i.run_id = ${id} and i.state = 'refused' order by i.seq limit 500`.execute(db)
  const { isUndone, ...state } = run
  return { id, ...state, problems, canUndo: !isUndone && run.done > 0 && run.action in UNDO }
}
