// The end of a ship clock: what left has met it or not, what is over has none.
import type { Tx } from '#kernel/db.ts'
import { now } from '#kernel/time.ts'
import { type EndedClock, endClocks } from '#modules/clocks'
import type { DeskOrder } from './load.ts'
import { hasLeft, type Status } from './states.ts'

/** To have left by then. */
export const SHIP = 'ship'

const OVER: readonly Status[] = ['CANCELLED', 'MERGED', 'SPLIT']

export async function endShipClocks(
  tx: Tx,
  moved: readonly { readonly order: Pick<DeskOrder, 'id' | 'status'>; readonly to: Status }[],
): Promise<void> {
  const at = now()
  await endClocks(
    tx,
    moved.flatMap(({ order, to }): EndedClock[] =>
      hasLeft(to) && !hasLeft(order.status)
        ? [{ subjectId: order.id, kind: SHIP, at, how: 'met' }]
        : OVER.includes(to)
          ? [{ subjectId: order.id, kind: SHIP, at, how: 'cancelled' }]
          : [],
    ),
  )
}
