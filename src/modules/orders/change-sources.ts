// What a platform says anew about orders the desk has taken over: quantities, goods, money, the receiver, or that it is over. What
// is still at the desk is done again; what is in the warehouse is held with the difference; what has left is left alone.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/outbox.ts'
import { release } from '#modules/inventory'
import { advance, note } from './advance.ts'
import { createRest, newLine } from './create-orders.ts'
import type { PlatformFacts } from './facts.ts'
import { changeHolds } from './holds.ts'
import { type DeskLine, type DeskOrder, lockOrders, situationOf } from './load.ts'
import { prepare } from './prepare.ts'
import { type LinePlan, planLines } from './plan-lines.ts'
import { deskSettings } from './settings.ts'
import { shapeOf, sourceLines, type StoredLine } from './shape.ts'
import { hasLeft, isOpen, isReworkable } from './states.ts'
import { removeLines, sumUp, writeLines, writeSources } from './write.ts'

export interface Known {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly receiverKey: string | null
}

export interface Said {
  readonly facts: PlatformFacts
  readonly known: Known
}

/** Returns the system orders that nothing changed for: their holds may still have to be judged anew. */
export async function changeSources(
  tx: Tx,
  actor: Actor,
  said: readonly Said[],
): Promise<string[]> {
  const ids = said.map(({ facts }) => facts.id)
  const carrying = await carryingOrders(tx, ids)
  const orders = await lockOrders(tx, [...new Set(carrying.map(({ orderId }) => orderId))])
  const stored = await storedLines(tx, ids)
  const redo: string[] = []
  const same: string[] = []
  for (const one of said) {
    const own = orders.filter(({ id }) =>
      carrying.some((c) => c.orderId === id && c.platformOrderId === one.facts.id),
    )
    const changed = await changeOne(tx, actor, one, stored.get(one.facts.id) ?? [], own)
    redo.push(...changed)
    same.push(
      ...own
        .filter(({ id, status }) => !changed.includes(id) && isOpen(status))
        .map(({ id }) => id),
    )
  }
  await prepare(tx, actor, [...new Set(redo)], 'change')
  return [...new Set(same)].filter((id) => !redo.includes(id))
}

async function carryingOrders(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<{ orderId: string; platformOrderId: string }>`
    select distinct l.order_id as "orderId", k.platform_order_id as "platformOrderId"
    from orders.line_links k join orders.fulfil_lines l on l.id = k.fulfil_line_id
    join orders.fulfil_orders o on o.id = l.order_id
    where k.platform_order_id = any(${[...ids]}::uuid[]) and o.status not in ('MERGED', 'SPLIT')`.execute(
    tx,
  )
  return rows
}

export async function storedLines(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, StoredLine[]>> {
  const { rows } = await sql<StoredLine & { orderId: string }>`
    select platform_order_id as "orderId", line_key as key, line_no as "lineNo", sku_id as "skuId", sku_qty as "skuQty",
      is_gift as "isGift", title, spec, platform_sku as "platformSku", qty, dropped, given_up as "givenUp",
      goods_minor as "goodsMinor", discount_minor as "discountMinor", freight_minor as "freightMinor"
    from orders.source_lines where platform_order_id = any(${[...ids]}::uuid[])
    order by platform_order_id, line_no, line_key`.execute(tx)
  return Map.groupBy(rows, ({ orderId }) => orderId)
}

/** Ids of system orders that stand in PRE now and are to be prepared again. */
async function changeOne(
  tx: Tx,
  actor: Actor,
  { facts, known }: Said,
  stored: readonly StoredLine[],
  orders: readonly DeskOrder[],
): Promise<string[]> {
  const plan = planLines({ platformOrderId: facts.id, wanted: sourceLines(facts), stored, orders })
  const isMoved = facts.receiverKey !== known.receiverKey
  if (
    plan.lines.length > 0 ||
    plan.changes.length > 0 ||
    known.version !== facts.version ||
    known.status !== facts.status
  ) {
    await writeSources(tx, [{ facts, lines: plan.lines, shape: shapeOf(plan.lines) }])
  }
  await createRest(
    tx,
    facts,
    plan.orphans.map(({ key, qty, amounts }) => ({
      qty,
      amounts,
      line: plan.lines.find((line) => line.key === key)!,
    })),
  )
  if (plan.changes.length === 0 && !isMoved) return []
  const redo: string[] = []
  for (const order of orders) {
    if (hasLeft(order.status)) continue
    const own = plan.changes.filter(({ orderId }) => orderId === order.id)
    if (own.length === 0 && !(isMoved && isOpen(order.status))) continue
    if (await changeOrder(tx, actor, order, facts, plan, isMoved)) redo.push(order.id)
  }
  return redo
}

/** True when the order stands in PRE now. */
async function changeOrder(
  tx: Tx,
  actor: Actor,
  order: DeskOrder,
  facts: PlatformFacts,
  plan: LinePlan,
  isMoved: boolean,
): Promise<boolean> {
  const settings = await deskSettings(tx)
  const situation = situationOf(order, settings)
  const difference = differenceOf(order, plan, isMoved)
  const detail = { platformNo: facts.platformNo, version: facts.version, difference }
  const isEmpty = plan.emptied.includes(order.id)
  if (order.status === 'CANCELLED') {
    if (isEmpty) return false
    await advance(tx, actor, [{ order, situation, event: 'reopen', detail }])
    await applyLines(tx, order, facts, plan)
    return true
  }
  if (isEmpty) {
    await advance(tx, actor, [{ order, situation, event: 'cancel', detail }])
    await letGo(tx, actor, order)
    await changeHolds(tx, actor, [
      { orderId: order.id, standing: order.holdCodes, raise: [], clear: order.holdCodes },
    ])
    return false
  }
  await advance(tx, actor, [{ order, situation, event: 'change', detail }])
  if (isReworkable(order.status)) {
    await letGo(tx, actor, order)
    await applyLines(tx, order, facts, plan)
    return true
  }
  await cutInWarehouse(tx, actor, order, facts, plan)
  await changeHolds(tx, actor, [
    {
      orderId: order.id,
      standing: order.holdCodes,
      raise: [
        {
          code: 'H-CHANGED',
          basis: `${facts.id}@${facts.version}`,
          reason: { rule: 'platform_change', inputs: difference },
        },
      ],
      clear: [],
    },
  ])
  return false
}

/** What changed, in words people can compare: SKU or line, before → after. */
function differenceOf(order: DeskOrder, plan: LinePlan, isMoved: boolean): Record<string, string> {
  const lines = plan.changes
    .filter(({ orderId }) => orderId === order.id)
    .map(({ title, key, before, after, isOtherGoods }): [string, string] => [
      title || key,
      `${before} → ${after}${isOtherGoods ? ' *' : ''}`,
    ])
  return Object.fromEntries([...lines, ...(isMoved ? [['receiver', '*'] as [string, string]] : [])])
}

/** Give every promise of it back. */
export async function letGo(tx: Tx, actor: Actor, order: DeskOrder): Promise<void> {
  await release(tx, actor, {
    orderRef: order.id,
    cause: `desk:release:${order.id}:${order.version}`,
  })
  await sql`
    update orders.fulfil_orders set is_allocated = false, site_id = null where id = ${order.id}`.execute(
    tx,
  )
  await sql`delete from orders.stock_waits where order_id = ${order.id}`.execute(tx)
}

/** Lines and links as planned; ids of lines that stay do not change. */
async function applyLines(
  tx: Tx,
  order: DeskOrder,
  facts: PlatformFacts,
  plan: LinePlan,
): Promise<void> {
  const target = plan.targets.filter(({ orderId }) => orderId === order.id)
  const gone = target.filter(({ qty, lineId }) => qty === 0n && lineId !== null)
  await removeLines(
    tx,
    gone.flatMap(({ lineId }) => lineId ?? []),
  )
  let next = Math.max(0, ...order.lines.map(({ lineNo }) => lineNo))
  const lines = target.flatMap(({ lineId, key, qty, amounts }): DeskLine[] => {
    const source = plan.lines.find((line) => line.key === key)
    if (qty === 0n || !source) return []
    const held = order.lines.find(({ id }) => id === lineId)
    const fresh = newLine(order.id, facts.id, source, held?.lineNo ?? (next += 1), qty)
    return [{ ...fresh, ...amounts, id: held?.id ?? fresh.id }]
  })
  await writeLines(tx, lines)
  await sumUp(tx, [order.id])
  await sql`
    update orders.fulfil_orders set receiver_key = ${facts.receiverKey}, receiver_masked = ${facts.receiverMasked},
      province_code = ${facts.provinceCode}, city_code = ${facts.cityCode}, district_code = ${facts.districtCode}
    where id = ${order.id}`.execute(tx)
}

/** Refunded goods of an order on the floor are let go at once; the rest of it waits for a person. */
async function cutInWarehouse(
  tx: Tx,
  actor: Actor,
  order: DeskOrder,
  facts: PlatformFacts,
  plan: LinePlan,
): Promise<void> {
  await letGo(tx, actor, order)
  await applyLines(tx, order, facts, plan)
  await note(tx, actor, [{ orderId: order.id, event: 'cut', from: order.status, to: order.status }])
  // Told each time: a second cut renews a hold that stands already, and the floor has to hear of it all the same.
  await emit(tx, { type: 'order.cut', key: order.id, payload: { orderId: order.id } })
}
