// HTTP of the order desk.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { now } from '#kernel/time.ts'
import { audit, financeAudit, unaudit } from './audit.ts'
import { addToBlacklist, listBlacklist, removeFromBlacklist } from './blacklist.ts'
import { bulkState, startBulk, undoBulk } from './bulk.ts'
import { cancelOrder, reopenOrder } from './cancel.ts'
import { cardOf } from './card.ts'
import { HOLD_CODES, holdKind } from './catalogue.ts'
import { clearHold, raiseHold } from './clear-hold.ts'
import { ordersApi as api } from './contract.ts'
import { deadlineBoard } from './deadlines.ts'
import { preview } from './preview.ts'
import { countDesk, keyOf, listOrders } from './queries.ts'
import { changeFulfilment } from './set-fulfilment.ts'
import { shipOrder } from './ship.ts'
import { writeBackRoutes } from './write-backs-routes.ts'

const DONE = { done: true } as const

export function routes(web: Web): void {
  handleList(web, api.list, async ({ db, query }) =>
    toPage(await listOrders(db, query), query.limit, keyOf),
  )
  handle(web, api.queues, ({ db, query }) => countDesk(db, query.shop))
  handle(web, api.deadlines, ({ db, query }) => deadlineBoard(db, query.shop))
  handle(web, api.catalogue, async () => ({
    items: HOLD_CODES.map((code) => {
      const { zh, en, clears, clearer, otherwise, isLater } = holdKind(code)
      return { code, zh, en, clears, clearer, otherwise, isRaised: isLater !== true }
    }),
  }))
  handle(web, api.card, ({ db, params }) => cardOf(db, params.id) as never)
  oneOrder(web)
  manyOrders(web)
  rules(web)
  writeBackRoutes(web)
}

function oneOrder(web: Web): void {
  handleWrite(web, api.audit, async ({ tx, actor, params, body }) => ({
    status: await audit(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.financeAudit, async ({ tx, actor, params, body }) => ({
    status: await financeAudit(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.unaudit, async ({ tx, actor, params, body }) => ({
    status: await unaudit(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.raiseHold, async ({ tx, actor, params, body }) => ({
    holdCodes: await raiseHold(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.clearHold, async ({ tx, actor, params, body }) => ({
    holdCodes: await clearHold(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.cancel, async ({ tx, actor, params, body }) => {
    await cancelOrder(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.reopen, async ({ tx, actor, params, body }) => {
    await reopenOrder(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.ship, async ({ tx, actor, params, body }) => {
    await shipOrder(tx, actor, { id: params.id, ...body })
    return DONE
  })
}

function manyOrders(web: Web): void {
  handleWrite(web, api.bulk, ({ tx, actor, body }) => startBulk(tx, actor, body))
  handle(web, api.bulkRun, ({ db, params }) => bulkState(db, params.id))
  handleWrite(web, api.bulkUndo, ({ tx, actor, params }) => undoBulk(tx, actor, params.id))
  handle(web, api.preview, ({ db, body }) => preview(db, body))
}

function rules(web: Web): void {
  handle(web, api.blacklist, async ({ db }) => ({ items: await listBlacklist(db) }))
  handleWrite(web, api.addBlack, async ({ tx, actor, params, body }) => ({
    id: await addToBlacklist(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.removeBlack, async ({ tx, actor, params }) => {
    await removeFromBlacklist(tx, actor, params.id)
    return DONE
  })
  handleWrite(web, api.setFulfilment, ({ tx, actor, params, body }) =>
    changeFulfilment(tx, actor, {
      shopId: params.id,
      version: body.version,
      fulfilment: body.fulfilment,
      from: body.from ?? now(),
    }),
  )
}
