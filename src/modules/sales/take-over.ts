// Open orders of a shop handed to the desk: those that have not left and have moved no stock. They are told again, so that the
// desk hears of each.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'

/** Events of one statement. */
const BATCH = 5000

export async function takeOverOrders(tx: Tx, shopId: string, from: Date): Promise<number> {
  const { rows } = await sql<{ id: string; version: number }>`
    update sales.orders o set fulfilment = 'desk'
    where o.shop_id = ${shopId} and o.fulfilment = 'platform' and not o.withdrawn and o.kind in ('sale', 'free')
      and o.status in ('pending_payment', 'on_hold', 'awaiting_shipment') and o.ordered_at >= ${from}
      -- An order that moved something once stays with whom it did.
      and not exists (select 1 from inventory.moves m where m.document = 'order:' || o.id)
    returning o.id, o.version`.execute(tx)
  for (let at = 0; at < rows.length; at += BATCH) {
    await emitAll(
      tx,
      rows.slice(at, at + BATCH).map(({ id, version }) => ({
        type: 'platform.order.snapshotted',
        key: id,
        payload: { orderId: id, version, because: 'fulfilment' },
      })),
    )
  }
  return rows.length
}
