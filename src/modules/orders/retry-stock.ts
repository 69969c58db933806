// Stock came, or a promise was given back: orders that wait for it are served, the most urgent first. H-STOCK clears itself.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { allocateOrders } from './allocate.ts'
import { note } from './advance.ts'
import { changeHolds } from './holds.ts'
import { DESK, lockOrders } from './load.ts'
import { keepAllocations, shortage } from './prepare.ts'
import { deskSettings } from './settings.ts'
import { settle } from './settle.ts'
import { isOpen } from './states.ts'

/** Orders tried for one batch of events; those left are tried by the next event, or by the minute. */
const MOST = 1000

/** Handler of `stock.moved` and `stock.released`. */
export async function retryStock(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  await retry(tx, [...new Set(events.map(({ key }) => key))])
}

/** Returns how many were served. */
export async function retry(tx: Tx, skuIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select o.id from (
      select distinct w.order_id from orders.stock_waits w
      where w.sku_id = any(${[...skuIds]}::uuid[])
        -- Nothing free anywhere: no need to try.
        and exists (select 1 from inventory.pools p where p.sku_id = w.sku_id
          and p.good > p.soft + p.ordered + p.hard + p.frozen)) as waiting
    join orders.fulfil_orders o on o.id = waiting.order_id
    order by coalesce(o.due_at, 'infinity'), o.paid_at, o.id limit ${MOST}`.execute(tx)
  if (rows.length === 0) return 0
  const orders = (
    await lockOrders(
      tx,
      rows.map(({ id }) => id),
    )
  ).filter(
    ({ status, isAllocated, holdCodes }) =>
      isOpen(status) && !isAllocated && holdCodes.includes('H-STOCK'),
  )
  const urgency = ({ dueAt, orderedAt }: (typeof orders)[number]) => (dueAt ?? orderedAt).getTime()
  const tried = await allocateOrders(
    tx,
    DESK,
    orders.toSorted((a, b) => urgency(a) - urgency(b)),
  )
  await keepAllocations(tx, tried)
  const served = tried.filter(({ site }) => site !== null)
  await sql`
    update orders.fulfil_orders set runs = runs + 1 where id = any(${served.map(({ order }) => order.id)}::uuid[])`.execute(
    tx,
  )
  await changeHolds(
    tx,
    DESK,
    tried.map(({ order, site, short }) => ({
      orderId: order.id,
      standing: order.holdCodes,
      raise: site === null ? [shortage({ short })] : [],
      clear: site === null ? [] : ['H-STOCK'],
    })),
  )
  await note(
    tx,
    DESK,
    served.map(({ order, site }) => ({
      orderId: order.id,
      event: 'allocated',
      from: order.status,
      to: order.status,
      detail: { site: site!.code },
    })),
  )
  await settle(
    tx,
    served.map(({ order }) => order.id),
    await deskSettings(tx),
  )
  return served.length
}
