// What the platform says about parcels: that it knows of ours, that they arrived, or that goods left without the desk.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { advanceAll } from './advance.ts'
import type { PlatformFacts } from './facts.ts'
import { answered, changeHolds } from './holds.ts'
import { DESK, lockOrders, situationOf } from './load.ts'
import { deskSettings } from './settings.ts'
import { isOpen } from './states.ts'

const LEFT = ['shipped', 'delivered', 'completed']

export async function confirmShipments(tx: Tx, facts: readonly PlatformFacts[]): Promise<void> {
  const left = facts.filter(({ status }) => LEFT.includes(status) || status === 'partially_shipped')
  if (left.length === 0) return
  await sql`
    update orders.shipments s set told = 'confirmed', confirmed_at = now(), problem = ''
    from unnest(${left.map(({ id }) => id)}::uuid[], ${left.map(({ waybill }) => waybill)}::text[]) as seen (id, waybill)
    where s.platform_order_id = seen.id and s.told <> 'confirmed'
    -- Several parcels come in one cell; SF1 is not SF12.
      and upper(s.waybill) = any(regexp_split_to_array(upper(seen.waybill), '[\\s,;|/、,;]+'))`.execute(
    tx,
  )
  const { rows } = await sql<{ orderId: string; platformOrderId: string }>`
    select distinct l.order_id as "orderId", k.platform_order_id as "platformOrderId"
    from orders.line_links k join orders.fulfil_lines l on l.id = k.fulfil_line_id
    where k.platform_order_id = any(${left.map(({ id }) => id)}::uuid[])`.execute(tx)
  const orders = await lockOrders(tx, [...new Set(rows.map(({ orderId }) => orderId))])
  const factsOf = (id: string) =>
    left.filter((one) => rows.some((r) => r.orderId === id && r.platformOrderId === one.id))
  const settings = await deskSettings(tx)
  // The platform tells the end of a parcel's way, too.
  await advanceAll(
    tx,
    DESK,
    orders.flatMap((order) => {
      const words = factsOf(order.id).map(({ status }) => status)
      const event = words.every((word) => word === 'completed')
        ? ('completed' as const)
        : words.every((word) => word === 'delivered' || word === 'completed')
          ? ('delivered' as const)
          : null
      return event === null ? [] : [{ order, situation: situationOf(order, settings), event }]
    }),
  )
  const done = await answered(
    tx,
    orders.map(({ id }) => id),
  )
  await changeHolds(
    tx,
    DESK,
    orders
      .filter(({ status, holdCodes }) => isOpen(status) && !holdCodes.includes('H-CHANGED'))
      .flatMap((order) => {
        const gone = factsOf(order.id).filter(({ status }) => LEFT.includes(status))
        const basis = `left:${gone.map(({ id }) => id).join(' ')}`
        if (gone.length === 0 || done.has(`${order.id}|H-CHANGED|${basis}`)) return []
        const inputs = Object.fromEntries(
          gone.map(({ platformNo, carrier, waybill }) => [
            platformNo,
            `${carrier} ${waybill}`.trim(),
          ]),
        )
        return [
          {
            orderId: order.id,
            standing: order.holdCodes,
            raise: [
              {
                code: 'H-CHANGED' as const,
                basis,
                reason: { rule: 'left_without_desk', inputs },
              },
            ],
            clear: [],
          },
        ]
      }),
  )
}
