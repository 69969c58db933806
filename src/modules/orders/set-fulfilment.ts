// Hand a shop's orders over to the desk, or back to the platform's word. Each platform order belongs to one of them for good, so
// that none moves stock twice and none never: what is open and has moved nothing yet is taken over here; the rest stays.
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { takeOverOrders } from '#modules/sales'
import { setFulfilment } from '#modules/shops'

export interface AskedFulfilment {
  readonly shopId: string
  readonly version: number
  readonly fulfilment: 'platform' | 'desk'
  /** Orders placed before this stay the platform's. */
  readonly from: Date
}

export async function changeFulfilment(
  tx: Tx,
  actor: Actor,
  asked: AskedFulfilment,
): Promise<{ version: number; taken: number }> {
  const version = await setFulfilment(tx, actor, {
    id: asked.shopId,
    version: asked.version,
    fulfilment: asked.fulfilment,
    deskFrom: asked.fulfilment === 'desk' ? asked.from : null,
  })
  const taken = asked.fulfilment === 'desk' ? await takeOverOrders(tx, asked.shopId, asked.from) : 0
  return { version, taken }
}
