// HTTP of platform orders.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { loadDivisions, nameOf } from '#modules/regions'
import { confirmAddress } from './confirm-address.ts'
import { salesApi as api } from './contract.ts'
import { countQueues, listOrders, oneOrder } from './queries.ts'
import { revealReceiver } from './reveal.ts'

export function routes(web: Web): void {
  handleList(web, api.orders, async ({ db, query }) =>
    toPage(await listOrders(db, query), query.limit, (row) => [row.orderedAt, row.id]),
  )
  handle(web, api.queues, async ({ db, query }) => ({ queues: await countQueues(db, query.shop) }))
  handle(web, api.order, async ({ db, params }) => {
    const order = await oneOrder(db, params.id)
    const place = order.place === null ? null : nameOf(await loadDivisions(db), order.place)
    return { ...order, place }
  })
  handleWrite(web, api.reveal, ({ tx, actor, params, body, services }) =>
    revealReceiver(tx, actor, services.vault, { orderId: params.id, ...body }),
  )
  handleWrite(web, api.confirmAddress, ({ tx, actor, params, body, services }) =>
    confirmAddress(tx, actor, services.vault, { orderId: params.id, ...body }),
  )
}
