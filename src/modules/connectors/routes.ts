// HTTP of links. A push is taken as the bytes that came: its signature is over them.
import type { FastifyInstance } from 'fastify'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { connectorsApi as api } from './contract.ts'
import { addLink, editLink, feedLink, pollNow, wantShipment, wantStock } from './manage.ts'
import { bills } from './bill-queries.ts'
import { openReceiver } from './open-receiver.ts'
import { failures, figures, health, oneLink, queue, shipments } from './queries.ts'
import { retryFailed } from './retry.ts'
import { wantAct, wantOffers } from './want.ts'
import { takePush } from './take-push.ts'

export function routes(web: Web): void {
  const { vault } = web.services
  handleList(web, api.health, async ({ db, query }) =>
    toPage(await health(db, query), query.limit, (row) => [row.shopCode]),
  )
  handleList(web, api.queue, async ({ db, query }) =>
    toPage(await queue(db, query), query.limit, (row) => [row.dirtySince, row.no]),
  )
  handleList(web, api.shipments, async ({ db, query }) =>
    toPage(await shipments(db, query), query.limit, (row) => [row.createdAt, row.orderNo]),
  )
  handle(web, api.link, ({ params, services }) => oneLink(services.db, params.id))
  handleList(web, api.failures, async ({ db, query }) =>
    toPage(await failures(db, query), query.limit, (row) => [row.since, row.what, row.no]),
  )
  handleList(web, api.figures, async ({ db, query }) =>
    toPage(await figures(db, query), query.limit, (row) => [
      row.platformItem,
      row.platformSku,
      row.shopId,
    ]),
  )
  handleWrite(web, api.addLink, async ({ tx, actor, body }) => ({
    id: await addLink(tx, actor, vault, body),
  }))
  handleWrite(web, api.editLink, async ({ tx, actor, params, body }) => ({
    version: await editLink(tx, actor, vault, { id: params.id, ...body }),
  }))
  handleWrite(web, api.poll, async ({ tx, params }) => {
    await pollNow(tx, params.id)
    return { asked: true }
  })
  handleWrite(web, api.feed, async ({ tx, actor, params, body }) => {
    await feedLink(tx, actor, params.id, body)
    return { isOn: body.isOn }
  })
  handleWrite(web, api.retry, async ({ tx, actor, params, body }) => ({
    retried: await retryFailed(tx, actor, params.id, body.items),
  }))
  addTells(web)
  addPush(web)
}

function addTells(web: Web): void {
  handleWrite(web, api.stock, async ({ tx, params, body }) => ({
    changed: await wantStock(tx, params.id, body.items),
  }))
  handleWrite(web, api.prices, async ({ tx, actor, params, body }) => ({
    changed: await wantOffers(
      tx,
      actor,
      params.id,
      'prices',
      body.items.map(({ priceMinor, ...of }) => ({ ...of, value: { priceMinor } })),
    ),
  }))
  handleWrite(web, api.listings, async ({ tx, actor, params, body }) => ({
    changed: await wantOffers(
      tx,
      actor,
      params.id,
      'listings',
      body.items.map(({ title, isOnSale, ...of }) => ({ ...of, value: { title, isOnSale } })),
    ),
  }))
  handleWrite(web, api.refund, async ({ tx, actor, params, body }) => {
    const { aftersaleNo: no, amountMinor } = body
    const value = { amountMinor: amountMinor.toString() }
    await wantAct(tx, actor, params.id, { kind: 'refunds', no, value })
    return { asked: true }
  })
  handleWrite(web, api.askDate, async ({ tx, actor, params, body }) => {
    const value = { shipBy: body.shipBy.toISOString() }
    await wantAct(tx, actor, params.id, { kind: 'dates', no: body.orderNo, value })
    return { asked: true }
  })
  handle(web, api.decode, ({ params, body, actor, services }) =>
    openReceiver(services, actor, params.id, body),
  )
  handleList(web, api.bills, async ({ db, query }) =>
    toPage(await bills(db, query), query.limit, (row) => [row.billedAt, row.lineNo, row.shopId]),
  )
  handleWrite(web, api.ship, async ({ tx, actor, params, body }) => {
    await wantShipment(tx, actor, params.id, body)
    return { asked: true }
  })
}

function addPush(web: Web): void {
  void web.app.register(async (scope: FastifyInstance) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    handle({ ...web, app: scope }, api.push, ({ params, body, request, services }) =>
      takePush(services, { shopId: params.id, headers: request.headers, body: String(body) }),
    )
  })
}
