// HTTP of the stock ledger.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { listAsOfMoves, listStockAsOf } from './as-of.ts'
import { inventoryApi as api } from './contract.ts'
import {
  cancelCount,
  type ClassesOf,
  countAccuracy,
  countRules,
  planCounts,
  setCountRule,
} from './count-plans.ts'
import { openCount, recordCount } from './counts.ts'
import { insufficientStock } from './errors.ts'
import { setSafety, setShare } from './offer-rules.ts'
import { listChannels } from './channels.ts'
import { grantQuota, rulesOf, waterfallOf } from './offers.ts'
import { adjust, decideAdjustment, moveWithin, receive } from './operations.ts'
import { release } from './promises.ts'
import {
  listAdjustments,
  listBalances,
  listCorrections,
  listCounts,
  listMoves,
  listReservations,
  listStock,
  listTransfers,
  stockAsOf,
} from './queries.ts'
import { decideCorrection, proposeCorrection, reconcile } from './reconcile.ts'
import { openReservationQueue } from './reservation-queue.ts'
import { expiryOf } from './reserve.ts'
import { reportShortPick } from './short-pick.ts'
import { receiveTransfer, shipTransfer } from './transfers.ts'

const DONE = { done: true } as const

/** What this module needs of its neighbours; wiring hands it in. */
export interface Parts {
  readonly classesOf: ClassesOf
}

export function routes(parts: Parts): (web: Web) => void {
  return (web) => {
    readRoutes(web)
    promiseRoutes(web)
    floorRoutes(web)
    countRoutes(web, parts)
    ruleRoutes(web)
    reconcileRoutes(web)
  }
}

function readRoutes(web: Web): void {
  handleList(web, api.stock, async ({ db, query }) =>
    toPage(await listStock(db, query), query.limit, (row) => [row.sku.toUpperCase(), row.site]),
  )
  handleList(web, api.balances, async ({ db, query }) =>
    toPage(await listBalances(db, query), query.limit, (row) => [
      row.sku.toUpperCase(),
      row.locationId,
      row.lot,
      row.quality,
      row.ownerId,
    ]),
  )
  handleList(web, api.moves, async ({ db, query }) =>
    toPage(await listMoves(db, query), query.limit, (row) => [row.id]),
  )
  handle(web, api.asOf, async ({ db, query }) => ({
    at: query.at,
    items: await stockAsOf(db, query.skuId, query.at),
  }))
  handleList(web, api.stockAsOf, async ({ db, query }) =>
    toPage(await listStockAsOf(db, query), query.limit, (row) => [
      row.sku.toUpperCase(),
      row.locationId,
      row.lot,
      row.quality,
      row.ownerId,
    ]),
  )
  handleList(web, api.asOfMoves, async ({ db, query }) =>
    toPage(await listAsOfMoves(db, query), query.limit, (row) => [row.id]),
  )
  handle(web, api.channels, async ({ db }) => ({ items: await listChannels(db) }))
  handle(web, api.waterfall, ({ db, query }) => waterfallOf(db, query))
  handleList(web, api.transfers, async ({ db, query }) =>
    toPage(await listTransfers(db, query), query.limit, (row) => [row.id]),
  )
  handleList(web, api.adjustments, async ({ db, query }) =>
    toPage(await listAdjustments(db, query), query.limit, (row) => [row.id]),
  )
  handleList(web, api.counts, async ({ db, query }) =>
    toPage(await listCounts(db, query), query.limit, (row) => [row.id]),
  )
}

function promiseRoutes(web: Web): void {
  const queue = openReservationQueue(web.services.db)
  handleList(web, api.reservations, async ({ db, query }) =>
    toPage(await listReservations(db, query), query.limit, (row) => [
      row.sku.toUpperCase(),
      row.orderRef,
      row.lineRef,
      row.kind,
      row.siteId,
      row.locationId,
      row.lot,
    ]),
  )
  handle(web, api.reserve, async ({ params, body, actor }) => {
    const { causeId, ...asked } = body
    const request = { ...asked, expiresAt: await expiryOf(web.services.db, asked) }
    const cause = `reserve:${params.orderRef}:${causeId}`
    const outcome = await queue.reserve({ ...request, cause, orderRef: params.orderRef, actor })
    if (!outcome.ok) throw insufficientStock(outcome.short)
    return { reserved: outcome.reserved, replayed: outcome.replayed }
  })
  handleWrite(web, api.release, async ({ tx, actor, params, body }) => {
    const cause = `release:${params.orderRef}:${body.causeId}`
    await release(tx, actor, { orderRef: params.orderRef, cause, lines: body.lines })
    return DONE
  })
}

function floorRoutes(web: Web): void {
  handleWrite(web, api.receive, async ({ tx, actor, body }) => ({
    id: await receive(tx, actor, body),
  }))
  handleWrite(web, api.move, async ({ tx, actor, body }) => ({
    id: await moveWithin(tx, actor, body),
  }))
  handleWrite(web, api.shipTransfer, async ({ tx, actor, body }) => ({
    id: await shipTransfer(tx, actor, body),
  }))
  handleWrite(web, api.receiveTransfer, async ({ tx, actor, params, body }) => {
    await receiveTransfer(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.adjust, ({ tx, actor, body: { direction, qty, ...rest } }) =>
    adjust(tx, actor, { ...rest, delta: direction === 'more' ? qty : -qty }),
  )
  handleWrite(web, api.decideAdjustment, async ({ tx, actor, params, body }) => {
    await decideAdjustment(tx, actor, { id: params.id, ...body })
    return DONE
  })
}

function countRoutes(web: Web, parts: Parts): void {
  handleWrite(web, api.openCount, async ({ tx, actor, body }) => ({
    id: await openCount(tx, actor, body),
  }))
  handleWrite(web, api.recordCount, ({ tx, actor, params, body }) =>
    recordCount(tx, actor, { id: params.id, ...body }),
  )
  handleWrite(web, api.cancelCount, async ({ tx, actor, params, body }) => {
    await cancelCount(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.planCounts, ({ tx, actor, body }) =>
    planCounts(tx, actor, parts.classesOf, body),
  )
  handle(web, api.countAccuracy, async ({ db, query }) => ({
    items: await countAccuracy(db, query.days),
  }))
  handle(web, api.countRules, async ({ db }) => ({ items: await countRules(db) }))
  handleWrite(web, api.setCountRule, async ({ tx, actor, params, body }) => {
    await setCountRule(tx, actor, { class: params.class, ...body })
    return DONE
  })
  handleWrite(web, api.shortPick, ({ tx, actor, params, body }) =>
    reportShortPick(tx, actor, { orderRef: params.orderRef, ...body }),
  )
}

function reconcileRoutes(web: Web): void {
  handle(web, api.drift, async ({ db }) => ({
    items: await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => reconcile(tx)),
  }))
  handleList(web, api.corrections, async ({ db, query }) =>
    toPage(await listCorrections(db, query), query.limit, (row) => [row.id]),
  )
  handleWrite(web, api.proposeCorrection, async ({ tx, actor, body }) => ({
    id: await proposeCorrection(tx, actor, body),
  }))
  handleWrite(web, api.decideCorrection, async ({ tx, actor, params, body }) => {
    await decideCorrection(tx, actor, { id: params.id, ...body })
    return DONE
  })
}

function ruleRoutes(web: Web): void {
  handle(web, api.rules, ({ db, params, query }) => rulesOf(db, params.id, query.staleSeconds))
  handleWrite(web, api.setSafety, async ({ tx, actor, params, body }) => {
    await setSafety(tx, actor, { skuId: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.setShare, async ({ tx, actor, params, body }) => {
    await setShare(tx, actor, { skuId: params.id, channel: params.channel, ...body })
    return DONE
  })
  handleWrite(web, api.grantQuota, async ({ tx, actor, params, body }) => ({
    id: await grantQuota(tx, actor, { skuId: params.id, ...body }),
  }))
}
