// 前处理: what is done to every system order before a person or a rule may audit it. Each run is kept step by step with what
// went in, which rule it was and what came out.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { now } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import { advanceAll } from './advance.ts'
import { type Allocated, allocateOrders } from './allocate.ts'
import type { HoldCode } from './catalogue.ts'
import { setShipClocks } from './clocks.ts'
import { type PlatformFacts, readFacts } from './facts.ts'
import { answered, changeHolds } from './holds.ts'
import { judge, JUDGED, type Judged, type WantedHold } from './judge.ts'
import { type DeskOrder, lockOrders, situationOf, sourcesOf } from './load.ts'
import { lookUp, type Lookups } from './lookups.ts'
import { BY_RULE, tagAndHold } from './rulings.ts'
import { deskSettings, type DeskSettings } from './settings.ts'
import { settle } from './settle.ts'
import type { Due } from './shape.ts'
import { isReworkable } from './states.ts'

/** Orders judged with everything that was looked at, for the trace and for what follows. */
interface Seen {
  readonly order: DeskOrder
  readonly facts: readonly PlatformFacts[]
  readonly due: Due
  readonly costMinor: bigint | null
  readonly judged: Judged
  readonly wanted: readonly WantedHold[]
}

/** Run the pipeline for orders that stand in PRE; they end in WAIT_AUDIT, or AUDITED where the rule allows. */
export async function prepare(
  tx: Tx,
  actor: Actor,
  orderIds: readonly string[],
  because: string,
): Promise<void> {
  const orders = (await lockOrders(tx, orderIds)).filter(({ status }) => status === 'PRE')
  if (orders.length === 0) return
  const settings = await deskSettings(tx)
  const seen = await withRules(tx, await look(tx, orders, settings))
  const ready = seen
    .filter(({ order, judged }) => canBePromised(order, judged))
    .toSorted((a, b) => urgency(a) - urgency(b))
  const allocated = new Map(
    (
      await allocateOrders(
        tx,
        actor,
        ready.map(({ order }) => order),
      )
    ).map((one) => [one.order.id, one]),
  )
  await keepAllocations(tx, [...allocated.values()])
  await applyHolds(tx, actor, seen, allocated)
  await keepRun(tx, seen, allocated)
  await keepTrace(tx, because, seen, allocated)
  const after = await lockOrders(
    tx,
    orders.map(({ id }) => id),
  )
  await advanceAll(
    tx,
    actor,
    after.map((order) => ({
      order,
      situation: situationOf(order, settings),
      event: 'pipeline_done' as const,
      detail: { because, holds: order.holdCodes },
    })),
  )
  await settle(
    tx,
    orders.map(({ id }) => id),
    settings,
  )
}

/** Judge open orders again without moving them: a refund, a lock, an address, a note may have come or gone. */
export async function rejudge(tx: Tx, actor: Actor, orderIds: readonly string[]): Promise<void> {
  const orders = await lockOrders(tx, orderIds)
  if (orders.length === 0) return
  const settings = await deskSettings(tx)
  const seen = await withRules(tx, await look(tx, orders, settings))
  await applyHolds(tx, actor, seen, null)
  await settle(
    tx,
    orders.map(({ id }) => id),
    settings,
  )
}

const canBePromised = (order: DeskOrder, judged: Judged) =>
  !order.isAllocated && judged.unmapped.length === 0 && judged.emptyBundles.length === 0

const urgency = ({ due, order }: Seen) => (due.at ?? order.orderedAt).getTime()

/** Rules see what was just found out; what they want is one hold among the others. */
async function withRules(tx: Tx, seen: readonly Seen[]): Promise<readonly Seen[]> {
  const ids = seen.map(({ order }) => order.id)
  await keepDue(tx, seen)
  const wanted = await tagAndHold(tx, ids)
  const done = await answered(tx, ids)
  return seen.map((one) => {
    const hold = wanted.get(one.order.id)
    if (!hold || done.has(`${one.order.id}|${hold.code}|${hold.basis.slice(0, 500)}`)) return one
    return { ...one, wanted: [...one.wanted, hold] }
  })
}

async function look(tx: Tx, orders: readonly DeskOrder[], settings: DeskSettings): Promise<Seen[]> {
  const facts = new Map(
    (await readFacts(tx, [...new Set(orders.flatMap(sourcesOf))])).map((one) => [one.id, one]),
  )
  const lookups = await lookUp(tx, orders, settings.duplicateHours)
  const done = await answered(
    tx,
    orders.map(({ id }) => id),
  )
  const at = now()
  const ownFacts = orders.map((order) => ({
    order,
    facts: sourcesOf(order).flatMap((id) => facts.get(id) ?? []),
  }))
  const dues = await setShipClocks(tx, ownFacts, settings)
  return ownFacts.map(({ order, facts: own }) => {
    const due = dues.get(order.id)!
    const judged = toJudged(order, own, due, lookups)
    const wanted = judge(judged, settings, at).filter(
      ({ code, basis }) => !done.has(`${order.id}|${code}|${basis.slice(0, 500)}`),
    )
    return { order, facts: own, due, judged, wanted, costMinor: judged.costMinor }
  })
}

function toJudged(
  order: DeskOrder,
  facts: readonly PlatformFacts[],
  due: Due,
  { blacklist, twins, costs }: Lookups,
): Judged {
  const linked = new Set(
    order.lines.flatMap(({ links }) =>
      links.map(({ platformOrderId, lineKey }) => `${platformOrderId}|${lineKey}`),
    ),
  )
  const lines = facts.flatMap((one) =>
    one.lines.filter(({ key }) => linked.has(`${one.id}|${key}`)),
  )
  const nameOf = (line: (typeof lines)[number]) => line.title || line.platformSku || line.key
  return {
    isLocked: facts.some(({ status }) => status === 'on_hold'),
    refundsAsked: [
      ...facts.filter(({ isRefundAsked }) => isRefundAsked).map(({ platformNo }) => platformNo),
      ...lines.filter(({ isRefundAsked }) => isRefundAsked).map(({ key }) => key),
    ],
    unmapped: order.lines.filter(({ skuId }) => skuId === null).map(({ title, id }) => title || id),
    emptyBundles: lines.filter(({ isBundleEmpty }) => isBundleEmpty).map(nameOf),
    isAddressDoubtful: facts.some(({ addressState }) => addressState === 'doubtful'),
    blacklist: blacklist.get(order.id) ?? [],
    qty: order.lines.reduce((sum, { qty }) => sum + qty, 0n),
    netMinor: order.netMinor,
    costMinor: costs.get(order.id) ?? null,
    twins: twins.get(order.id) ?? [],
    hasBuyerNote: facts.some(({ hasBuyerNote }) => hasBuyerNote),
    hasSellerNote: facts.some(({ hasSellerNote }) => hasSellerNote),
    noteKey: facts
      .map((one) => `${one.hasBuyerNote ? 'b' : ''}${one.hasSellerNote ? 's' : ''}`)
      .join(),
    dueAt: due.at,
    dueSource: due.source,
  }
}

/** After the audit only what must stop a parcel is raised; what was to be looked at has been. */
const LATE: readonly HoldCode[] = ['H-LOCK', 'H-REFUND', 'H-BLACK']

async function applyHolds(
  tx: Tx,
  actor: Actor,
  seen: readonly Seen[],
  allocated: ReadonlyMap<string, Allocated> | null,
): Promise<void> {
  const special = await standingSpecials(
    tx,
    seen.map(({ order }) => order.id),
  )
  await changeHolds(
    tx,
    actor,
    seen.map(({ order, wanted }) => {
      const byHand = special.get(order.id) === 'hand'
      const isEarly = isReworkable(order.status) && order.status !== 'AUDITED'
      const raise = wanted.filter(
        ({ code }) =>
          (isEarly || LATE.includes(code) || order.holdCodes.includes(code)) &&
          // What a person raised keeps that person's reason.
          !(code === 'H-SPECIAL' && byHand),
      )
      const stock = allocated?.get(order.id)
      const short: WantedHold[] = stock && stock.site === null ? [shortage(stock)] : []
      const judgedHere: readonly HoldCode[] = [
        ...JUDGED,
        ...(allocated ? (['H-STOCK'] as const) : []),
        ...(byHand ? [] : (['H-SPECIAL'] as const)),
      ]
      const keeps = new Set([...raise, ...short].map(({ code }) => code))
      return {
        orderId: order.id,
        standing: order.holdCodes,
        raise: [...raise, ...short],
        clear: order.holdCodes.filter((code) => judgedHere.includes(code) && !keeps.has(code)),
      }
    }),
  )
}

/** Who raised the special holds that stand: a person's stay until a person clears them. */
async function standingSpecials(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, 'hand' | 'rule'>> {
  const { rows } = await sql<{ id: string; basis: string }>`
    select order_id as id, basis from orders.holds
    where order_id = any(${[...ids]}::uuid[]) and code = 'H-SPECIAL' and cleared_at is null`.execute(
    tx,
  )
  return new Map(rows.map(({ id, basis }) => [id, basis.startsWith(BY_RULE) ? 'rule' : 'hand']))
}

export function shortage({ short }: Pick<Allocated, 'short'>): WantedHold {
  const inputs = Object.fromEntries(short.map(({ skuId, qty }) => [skuId, String(qty)]))
  return {
    code: 'H-STOCK',
    basis: Object.keys(inputs).join(' '),
    reason: { rule: 'stock', inputs },
  }
}

/** Who is promised from where, and who waits for what. */
export async function keepAllocations(tx: Tx, all: readonly Allocated[]): Promise<void> {
  if (all.length === 0) return
  const ids = all.map(({ order }) => order.id)
  await sql`
    update orders.fulfil_orders o set is_allocated = fresh.site is not null, site_id = fresh.site
    from unnest(${ids}::uuid[], ${pgArray(all.map(({ site }) => site?.id ?? null))}::uuid[]) as fresh (id, site)
    where o.id = fresh.id`.execute(tx)
  await sql`delete from orders.stock_waits where order_id = any(${ids}::uuid[])`.execute(tx)
  const waits = all.flatMap(({ order, site, short }) =>
    site === null ? short.map((need) => ({ ...need, orderId: order.id })) : [],
  )
  if (waits.length === 0) return
  await sql`
    insert into orders.stock_waits (sku_id, order_id, short)
    select * from unnest(${waits.map(({ skuId }) => skuId)}::uuid[], ${waits.map(({ orderId }) => orderId)}::uuid[],
      ${waits.map(({ qty }) => qty)}::bigint[])`.execute(tx)
}

async function keepDue(tx: Tx, seen: readonly Seen[]): Promise<void> {
  await sql`
    update orders.fulfil_orders o set due_at = fresh.due, due_source = fresh.source, cost_minor = fresh.cost,
      receiver_masked = fresh.masked, has_buyer_note = fresh.buyer, has_seller_note = fresh.seller
    from unnest(
      ${seen.map(({ order }) => order.id)}::uuid[], ${pgArray(seen.map(({ due }) => due.at))}::timestamptz[],
      ${pgArray(seen.map(({ due }) => due.source))}::text[], ${pgArray(seen.map(({ costMinor }) => costMinor))}::bigint[],
      ${pgArray(seen.map(({ facts }) => facts[0]?.receiverMasked ?? ''))}::text[],
      ${pgArray(seen.map(({ judged }) => judged.hasBuyerNote))}::boolean[],
      ${pgArray(seen.map(({ judged }) => judged.hasSellerNote))}::boolean[]
    ) as fresh (id, due, source, cost, masked, buyer, seller)
    where o.id = fresh.id`.execute(tx)
}

async function keepRun(
  tx: Tx,
  seen: readonly Seen[],
  _allocated: ReadonlyMap<string, Allocated>,
): Promise<void> {
  await sql`
    update orders.fulfil_orders set runs = runs + 1 where id = any(${seen.map(({ order }) => order.id)}::uuid[])`.execute(
    tx,
  )
}

export interface TraceStep {
  readonly step:
    | 'mapping'
    | 'bundle'
    | 'blacklist'
    | 'duplicate'
    | 'deadline'
    | 'rules'
    | 'warehouse'
    | 'holds'
  readonly input: Readonly<Record<string, string>>
  readonly rule: string
  readonly output: Readonly<Record<string, string>>
}

async function keepTrace(
  tx: Tx,
  because: string,
  seen: readonly Seen[],
  allocated: ReadonlyMap<string, Allocated>,
): Promise<void> {
  await sql`
    insert into orders.pipeline_runs (order_id, run, because, steps)
    select o.id, o.runs, ${because}, fresh.steps
    from unnest(${seen.map(({ order }) => order.id)}::uuid[],
      ${pgArray(seen.map((one) => toJson(traceOf(one, allocated.get(one.order.id)))))}::jsonb[]) as fresh (id, steps)
    join orders.fulfil_orders o on o.id = fresh.id`.execute(tx)
}

function traceOf({ order, judged, due, wanted }: Seen, stock: Allocated | undefined): TraceStep[] {
  const lines = { lines: String(order.lines.length), qty: String(judged.qty) }
  return [
    {
      step: 'mapping',
      input: lines,
      rule: 'listing_to_sku',
      output: { unmapped: judged.unmapped.join('、') },
    },
    {
      step: 'bundle',
      input: lines,
      rule: 'recipe',
      output: { withoutRecipe: judged.emptyBundles.join('、') },
    },
    {
      step: 'blacklist',
      input: { receiver: order.receiverKey === null ? '' : '•', buyer: order.buyerKey ?? '' },
      rule: 'receiver_or_buyer',
      output: { found: judged.blacklist.map(({ label }) => label).join('、') },
    },
    {
      step: 'duplicate',
      input: lines,
      rule: 'same_receiver_goods',
      output: { twins: judged.twins.join(' ') },
    },
    {
      step: 'deadline',
      input: { paidAt: order.paidAt?.toISOString() ?? '' },
      rule: due.source === '' ? 'none' : 'earliest',
      output: { dueAt: due.at?.toISOString() ?? '', source: due.source },
    },
    {
      step: 'rules',
      input: {},
      rule: 'house_rules',
      output: wanted.find(({ code }) => code === 'H-SPECIAL')?.reason.inputs ?? {},
    },
    {
      step: 'warehouse',
      input: Object.fromEntries(
        (stock?.losers ?? []).map(({ site, short }) => [
          site.code,
          short.map(({ skuId, qty }) => `${skuId} −${qty}`).join(' '),
        ]),
      ),
      rule: stock === undefined ? 'not_asked' : 'first_site_whole',
      output: { site: stock?.site?.code ?? '' },
    },
    {
      step: 'holds',
      input: {},
      rule: 'catalogue',
      output: {
        raised: [
          ...wanted.map(({ code }) => code),
          ...(stock && stock.site === null ? ['H-STOCK'] : []),
        ].join(' '),
      },
    },
  ]
}
