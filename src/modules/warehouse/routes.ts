// HTTP of the floor. Labels speak to carriers, and releasing goes order by order: those manage their own transactions.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { addCarton, editCarton, listCartons } from './carton-of.ts'
import { checkSingle, scanPiece } from './check-pieces.ts'
import { warehouseApi as api } from './contract.ts'
import { addDevice, editDevice, listDevices } from './devices.ts'
import { confirmLabel, packOrder, packWithForeignLabel, weighOrder } from './pack.ts'
import { pick, skip, takeWave } from './pick.ts'
import { listPutBacks, productivity } from './productivity.ts'
import { pullOrder } from './pull.ts'
import { putBack } from './put-back.ts'
import { listWaves, overview, showPlanned, waveCard } from './queries.ts'
import { releaseOrders, unreleaseOrder } from './release.ts'
import { sortPiece } from './sort.ts'
import { findCode, inHand, packCard } from './station.ts'
import { walkOf } from './walk.ts'
import { cancelWave, makeWaves, releaseWave, simulateWaves } from './waves.ts'

const DONE = { done: true } as const

export function routes(web: Web): void {
  planning(web)
  picking(web)
  packing(web)
  after(web)
}

function planning(web: Web): void {
  handle(web, api.overview, ({ db, params }) => overview(db, params.siteId))
  handle(web, api.release, ({ services, actor, params, body }) =>
    releaseOrders(services, actor, { siteId: params.siteId, ...body }),
  )
  handleWrite(web, api.unrelease, async ({ tx, actor, params, body }) => {
    await unreleaseOrder(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.pull, async ({ tx, actor, params, body }) => {
    await pullOrder(tx, actor, {
      orderId: params.id,
      rule: 'by_hand',
      because: { zh: '人工剔除', en: 'pulled by hand' },
      note: body.note,
    })
    return DONE
  })
  handle(web, api.simulate, async ({ db, body }) => {
    const { waves, left } = await simulateWaves(db, body)
    return { waves: waves.map(showPlanned), left }
  })
  handleWrite(web, api.build, ({ tx, actor, body }) => makeWaves(tx, actor, body))
  handle(web, api.waves, async ({ db, query }) => ({ items: await listWaves(db, query) }))
  handle(web, api.wave, ({ db, params }) => waveCard(db, params.id))
  handleWrite(web, api.releaseWave, async ({ tx, actor, params }) => {
    await releaseWave(tx, actor, params.id)
    return DONE
  })
  handleWrite(web, api.cancelWave, ({ tx, actor, params, body }) =>
    cancelWave(tx, actor, { id: params.id, ...body }),
  )
}

function picking(web: Web): void {
  handle(web, api.picks, ({ db, actor, params }) => walkOf(db, actor, params.id))
  handleWrite(web, api.take, async ({ tx, actor, params, body }) => {
    await takeWave(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.pick, ({ tx, actor, params, body }) =>
    pick(tx, actor, { waveId: params.id, ...body }),
  )
  handleWrite(web, api.skip, async ({ tx, params, body }) => {
    await skip(tx, { waveId: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.sort, ({ tx, actor, params, body }) =>
    sortPiece(tx, actor, { waveId: params.id, code: body.code }),
  )
}

function packing(web: Web): void {
  handle(web, api.find, ({ db, query }) => findCode(db, query))
  handle(web, api.card, ({ db, params }) => packCard(db, params.id))
  handleWrite(web, api.scan, ({ tx, actor, params, body }) =>
    scanPiece(tx, actor, { orderId: params.id, code: body.code }),
  )
  handle(web, api.quick, async ({ services, actor, body }) => {
    const orderId = await services.db.transaction().execute((tx) => checkSingle(tx, actor, body))
    if (orderId !== null) await packOrder(services, actor, { orderId })
    return { orderId }
  })
  handle(web, api.label, ({ services, actor, params, body }) =>
    packOrder(services, actor, { orderId: params.id, ...body }),
  )
  handleWrite(web, api.foreignLabel, async ({ tx, actor, params, body }) => {
    await packWithForeignLabel(tx, actor, { orderId: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.confirmLabel, async ({ tx, actor, params }) => {
    await confirmLabel(tx, actor, params.id)
    return DONE
  })
  handleWrite(web, api.weigh, ({ tx, actor, params, body }) =>
    weighOrder(tx, actor, { orderId: params.id, grams: body.grams }),
  )
  handle(web, api.inHand, ({ db, actor, params }) => inHand(db, actor, params.siteId))
}

function after(web: Web): void {
  handle(web, api.putBacks, async ({ db, params, query }) => ({
    items: await listPutBacks(db, params.siteId, query.done ?? false),
  }))
  handleWrite(web, api.putBack, async ({ tx, actor, params, body }) => {
    await putBack(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handle(web, api.productivity, ({ db, params, query }) =>
    productivity(db, params.siteId, query.on),
  )
  handle(web, api.devices, async ({ db, params }) => ({
    items: await listDevices(db, params.siteId),
  }))
  handleWrite(web, api.addDevice, async ({ tx, actor, body }) => ({
    id: await addDevice(tx, actor, body),
  }))
  handleWrite(web, api.editDevice, async ({ tx, actor, params, body }) => ({
    version: await editDevice(tx, actor, { ...body, ...params }),
  }))
  handle(web, api.cartons, async ({ db }) => ({ items: await listCartons(db) }))
  handleWrite(web, api.addCarton, async ({ tx, actor, body }) => ({
    id: await addCarton(tx, actor, body),
  }))
  handleWrite(web, api.editCarton, async ({ tx, actor, params, body }) => ({
    version: await editCarton(tx, actor, { ...body, ...params }),
  }))
}
