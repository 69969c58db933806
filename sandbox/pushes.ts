// Pushes on their way: what is due goes out in batches, and what nobody took is tried again later, three times.
import { MINUTE } from './change.ts'
import { signPush } from './sign.ts'
import { type Push, type Shop, shopOf, type World } from './world.ts'

const BATCH = 100
const MOST_TRIES = 3

export async function deliverPushes(world: World): Promise<void> {
  const due = world.pushes.filter(({ deliverAt }) => deliverAt <= world.now)
  if (due.length === 0) return
  world.pushes = world.pushes.filter(({ deliverAt }) => deliverAt > world.now)
  due.sort((a, b) => a.deliverAt - b.deliverAt)
  for (const [shopId, own] of Map.groupBy(due, (push) => push.shopId)) {
    const shop = shopOf(world, shopId)
    if (!shop || shop.pushTo === null) continue
    for (let at = 0; at < own.length; at += BATCH) {
      const batch = own.slice(at, at + BATCH)
      if (!(await send(shop, batch))) tryLater(world, batch)
    }
  }
}

function tryLater(world: World, batch: readonly Push[]): void {
  for (const push of batch) {
    if (push.tries + 1 >= MOST_TRIES) continue
    world.pushes.push({ ...push, tries: push.tries + 1, deliverAt: world.now + 10 * MINUTE })
  }
}

async function send(shop: Shop, batch: readonly Push[]): Promise<boolean> {
  const body = JSON.stringify(
    batch.map(({ id, tag, no, modifiedAt }) => ({
      tag,
      msg_id: id,
      data: JSON.stringify({
        [tag.startsWith('2') && no.startsWith('A') ? 'aftersale_id' : 'order_id']: no,
        update_time: modifiedAt,
      }),
    })),
  )
  try {
    const answer = await fetch(shop.pushTo!, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'app-id': shop.appKey,
        'event-sign': signPush(shop.secret, shop.appKey, body),
      },
      body,
      signal: AbortSignal.timeout(20_000),
    })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
