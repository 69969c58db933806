// HTTP of links. A push is taken as the bytes that came: its signature is over them.
import type { FastifyInstance } from 'fastify'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { connectorsApi as api } from './contract.ts'
import { addLink, editLink, pollNow, wantShipment, wantStock } from './manage.ts'
import { failures, figures, health, oneLink, queue, shipments } from './queries.ts'
import { retryFailed } from './retry.ts'
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
  handleWrite(web, api.retry, async ({ tx, actor, params, body }) => ({
    retried: await retryFailed(tx, actor, params.id, body.items),
  }))
  handleWrite(web, api.stock, async ({ tx, params, body }) => ({
    changed: await wantStock(tx, params.id, body.items),
  }))
  handleWrite(web, api.ship, async ({ tx, actor, params, body }) => {
    await wantShipment(tx, actor, params.id, body)
    return { asked: true }
  })
  addPush(web)
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
