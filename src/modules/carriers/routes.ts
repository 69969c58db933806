// HTTP of carriers and parcels. Draws and cancels speak to the outside, so they manage their own transactions; a push is taken as
// the bytes that came.
import type { FastifyInstance } from 'fastify'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { carriersApi as api } from './contract.ts'
import { decideCarrier } from './decide.ts'
import { previewDown, setDown, setUp } from './down.ts'
import { cancelParcels, drawNumbers } from './draw.ts'
import { KNOWN_CARRIERS } from './known.ts'
import {
  addAccount,
  addCarrier,
  addService,
  editAccount,
  editCarrier,
  editService,
  topUp,
} from './manage.ts'
import { manifestSheet } from './manifest-sheet.ts'
import { listManifests, oneManifest, openManifest, scanParcel, signManifest } from './manifests.ts'
import { handOver, makeParcels } from './parcels.ts'
import { ackPrint, printLabel } from './print.ts'
import { GOODS_CLASSES } from './purpose.ts'
import { listCarriers, listParcels, oneCarrier, oneParcel } from './queries.ts'
import { readQuotas, setQuotas } from './quotas.ts'
import { addTariff, readTariffs, replaceTariff } from './tariffs.ts'
import { raiseCase, takePush, workCase } from './track.ts'

export function routes(web: Web): void {
  setUpRoutes(web)
  parcelRoutes(web)
  web.app.register(async (scope: FastifyInstance) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    handle({ ...web, app: scope }, api.push, ({ params, body, services }) =>
      takePush(services, params.id, String(body)),
    )
  })
}

function setUpRoutes(web: Web): void {
  const { vault } = web.services
  handle(web, api.known, () => Promise.resolve({ carriers: KNOWN_CARRIERS, goods: GOODS_CLASSES }))
  handleList(web, api.carriers, async ({ db, query }) =>
    toPage(await listCarriers(db, query), query.limit, (row) => [row.code]),
  )
  handle(web, api.carrier, ({ db, params }) => oneCarrier(db, params.id))
  handleWrite(web, api.addCarrier, async ({ tx, actor, body }) => ({
    id: await addCarrier(tx, actor, vault, body),
  }))
  handleWrite(web, api.editCarrier, async ({ tx, actor, params, body }) => ({
    version: await editCarrier(tx, actor, vault, { ...body, ...params }),
  }))
  handleWrite(web, api.addService, async ({ tx, actor, params, body }) => ({
    id: await addService(tx, actor, { ...body, carrierId: params.id }),
  }))
  handleWrite(web, api.editService, async ({ tx, actor, params, body }) => ({
    version: await editService(tx, actor, { ...body, ...params }),
  }))
  handleWrite(web, api.addAccount, async ({ tx, actor, params, body }) => ({
    id: await addAccount(tx, actor, { ...body, carrierId: params.id }),
  }))
  handleWrite(web, api.editAccount, async ({ tx, actor, params, body }) => ({
    version: await editAccount(tx, actor, { ...body, ...params }),
  }))
  handleWrite(web, api.topUp, async ({ tx, actor, params, body }) => ({
    balance: await topUp(tx, actor, { ...body, ...params }),
  }))
  handle(web, api.tariffs, async ({ db, query }) => ({ items: await readTariffs(db, query) }))
  handleWrite(web, api.addTariff, async ({ tx, actor, params, body }) => ({
    id: await addTariff(tx, actor, params.id, body),
  }))
  handleWrite(web, api.replaceTariff, async ({ tx, actor, params, body }) => ({
    version: await replaceTariff(tx, actor, { ...body, ...params }),
  }))
  handle(web, api.quotas, ({ db, params }) => readQuotas(db, params.siteId))
  handleWrite(web, api.setQuotas, async ({ tx, actor, params, body }) => {
    await setQuotas(tx, actor, params.siteId, body.shares)
    return { shares: body.shares.length }
  })
  handle(web, api.quote, ({ db, body }) => {
    const { on, ...request } = body
    return decideCarrier(db, { ...request, ...(on === undefined ? {} : { on }) })
  })
  handleWrite(web, api.down, async ({ tx, actor, params, body }) => ({
    isDone: !body.dryRun,
    ...(body.dryRun
      ? await previewDown(tx, params.id, body.reason)
      : await setDown(tx, actor, { ...params, reason: body.reason })),
  }))
  handleWrite(web, api.up, async ({ tx, actor, params }) => {
    await setUp(tx, actor, params.id)
    return { active: true }
  })
}

function parcelRoutes(web: Web): void {
  const { vault } = web.services
  handleList(web, api.parcels, async ({ db, query }) =>
    toPage(await listParcels(db, query), query.limit, (row) => [row.createdAt, row.id]),
  )
  handle(web, api.parcel, ({ db, params }) => oneParcel(db, params.id))
  handleWrite(web, api.makeParcels, ({ tx, actor, body }) => makeParcels(tx, actor, vault, body))
  handle(web, api.draw, async ({ services, actor, params }) => ({
    numbers: await drawNumbers(services, actor, params.id),
  }))
  handle(web, api.print, async ({ services, actor, params, body, reply }) => {
    const label = await services.db
      .transaction()
      .execute((tx) => printLabel(tx, actor, vault, { ...params, ...body }))
    reply.header('x-print', label.n).type(label.type)
    return reply.send(label.body) as never
  })
  handleWrite(web, api.ackPrint, async ({ tx, actor, params }) => {
    await ackPrint(tx, actor, params)
    return { acked: true }
  })
  handleWrite(web, api.handOver, async ({ tx, actor, params }) => {
    await handOver(tx, actor, params.id)
    return { used: true }
  })
  addManifests(web)
  handle(web, api.cancel, async ({ services, actor, params, body }) => ({
    result: await cancelParcels(services, actor, params.id, body.reason),
  }))
  handleWrite(web, api.raiseCase, async ({ tx, actor, params, body }) => {
    await raiseCase(tx, actor, { parcelId: params.id, ...body })
    return { raised: true }
  })
  handleWrite(web, api.workCase, async ({ tx, actor, params, body }) => ({
    version: await workCase(tx, actor, { ...body, ...params }),
  }))
}

function addManifests(web: Web): void {
  handleList(web, api.manifests, async ({ db, query }) =>
    toPage(await listManifests(db, query), query.limit, (row) => [row.openedAt, row.id]),
  )
  handle(web, api.manifest, ({ db, params }) => oneManifest(db, params.id))
  handle(
    web,
    api.manifestSheet,
    async ({ db, params, reply }) =>
      reply
        .type('text/html; charset=utf-8')
        .send(manifestSheet(await oneManifest(db, params.id))) as never,
  )
  handleWrite(web, api.openManifest, ({ tx, actor, body }) => openManifest(tx, actor, body))
  handleWrite(web, api.scanParcel, ({ tx, actor, params, body }) =>
    scanParcel(tx, actor, { ...params, ...body }),
  )
  handleWrite(web, api.signManifest, ({ tx, actor, params, body }) =>
    signManifest(tx, actor, { ...params, ...body }),
  )
}
