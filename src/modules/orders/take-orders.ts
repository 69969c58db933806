// The desk's ear: every word of a platform about an order that is ours to fulfil. The same word ten times changes nothing the
// second time (OP-ORD-5), because what is done follows from the difference between what is said and what was taken over.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { changeSources, type Known } from './change-sources.ts'
import { confirmShipments } from './confirm-shipments.ts'
import { createOrders } from './create-orders.ts'
import { readFacts } from './facts.ts'
import { DESK } from './load.ts'
import { rejudge } from './prepare.ts'
import { isToShip } from './shape.ts'

/** Handler of `platform.order.snapshotted` and `aftersale.snapshotted`. */
export async function takeOrders(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const ids = await ordersOf(tx, events)
  const facts = await readFacts(tx, ids)
  if (facts.length === 0) return
  const known = await knownSources(
    tx,
    facts.map(({ id }) => id),
  )
  await createOrders(
    tx,
    facts.filter((one) => !known.has(one.id) && isToShip(one)),
  )
  const again = facts.filter(({ id }) => known.has(id))
  if (again.length === 0) return
  const same = await changeSources(
    tx,
    DESK,
    again.map((one) => ({ facts: one, known: known.get(one.id)! })),
  )
  await confirmShipments(tx, again)
  await rejudge(tx, DESK, same)
}

/** Events of after-sale records name the record; the order is found by its number. */
async function ordersOf(tx: Tx, events: readonly DomainEvent[]): Promise<string[]> {
  const records = events.flatMap(({ type, key }) => (type === 'aftersale.snapshotted' ? [key] : []))
  const { rows } =
    records.length === 0
      ? { rows: [] }
      : await sql<{ id: string }>`
          select o.id from aftersales.records r join sales.orders o on o.shop_id = r.shop_id and o.platform_no = r.order_no
          where r.id = any(${records}::uuid[])`.execute(tx)
  const named = events.flatMap(({ type, key }) => (type === 'aftersale.snapshotted' ? [] : [key]))
  return [...new Set([...named, ...rows.map(({ id }) => id)])]
}

async function knownSources(tx: Tx, ids: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await sql<Known>`
    select platform_order_id as id, version, status, receiver_key as "receiverKey" from orders.sources
    where platform_order_id = any(${[...ids]}::uuid[]) order by platform_order_id for update`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
