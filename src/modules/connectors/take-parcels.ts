// The order desk shipped something: where the shop is tied to a platform, the platform is told by the next poll.
import { sql } from 'kysely'
import { z } from 'zod'
import { systemActor } from '#kernel/actor.ts'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { wantShipment } from './manage.ts'
import { connectorById } from './registry.ts'

const ACTOR = systemActor('order desk')

const PARCEL = z.object({
  shopId: z.string(),
  platformNo: z.string(),
  carrier: z.string(),
  waybill: z.string(),
})

/** Handler of `parcel.shipped`. A second parcel of one order is told by hand: platforms take one number an order here. */
export async function takeParcels(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const parcels = events.map(({ payload }) => PARCEL.parse(payload))
  const { rows } = await sql<{ shopId: string; connector: string; told: string[] }>`
    select l.shop_id as "shopId", l.connector,
      coalesce((select array_agg(s.order_no) from connectors.shipments s where s.shop_id = l.shop_id
        and s.order_no = any(${parcels.map(({ platformNo }) => platformNo)}::text[]) and s.status <> 'refused'), '{}') as told
    from connectors.links l where l.shop_id = any(${parcels.map(({ shopId }) => shopId)}::uuid[])`.execute(
    tx,
  )
  const links = new Map(rows.map((row) => [row.shopId, row]))
  for (const { shopId, platformNo, carrier, waybill } of parcels) {
    const link = links.get(shopId)
    if (!link || link.told.includes(platformNo)) continue
    if (!connectorById(link.connector).capabilities.shipments) continue
    await wantShipment(tx, ACTOR, shopId, { orderNo: platformNo, carrier, waybill })
    link.told.push(platformNo)
  }
}
